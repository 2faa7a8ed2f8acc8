import { Menu, type MenuItemConstructorOptions } from "electron";
import type { Preferences } from "../../shared/model/workspace.ts";
import type { MenuCommand } from "../../shared/operation.ts";
import { buildFlavour } from "./build-flavour.ts";

/** What the menu needs of the rest of the shell. */
export interface MenuActions {
  readonly choose: (command: MenuCommand) => void;
  readonly setTheme: (theme: Preferences["theme"]) => void;
}

/** Sets the application's menu. */
export function setMenu(theme: Preferences["theme"], { choose, setTheme }: MenuActions): void {
  const item = (
    label: string,
    command: MenuCommand,
    accelerator?: string,
  ): MenuItemConstructorOptions => ({
    label,
    click: () => choose(command),
    ...(accelerator === undefined ? {} : { accelerator }),
  });
  /** A key that the window itself listens to; macOS hands it to the menu first. */
  const ofWindow = (entry: MenuItemConstructorOptions): MenuItemConstructorOptions => ({
    ...entry,
    registerAccelerator: false,
  });
  const themeItem = (label: string, value: Preferences["theme"]): MenuItemConstructorOptions => ({
    label,
    type: "radio",
    checked: theme === value,
    click: () => setTheme(value),
  });
  const isMac = process.platform === "darwin";

  Menu.setApplicationMenu(
    Menu.buildFromTemplate([
      ...(isMac ? [{ role: "appMenu" as const }] : []),
      {
        label: "&File",
        submenu: [
          item("&New workspace…", "workspace.new", "CmdOrCtrl+N"),
          item("&Open workspace…", "workspace.open", "CmdOrCtrl+O"),
          item("&Save a copy…", "workspace.saveCopy", "CmdOrCtrl+Shift+S"),
          { type: "separator" },
          item("&Import…", "import", "CmdOrCtrl+I"),
          { type: "separator" },
          item("&Close workspace", "workspace.close", "CmdOrCtrl+W"),
          ...(isMac ? [] : [{ role: "quit" as const, accelerator: "CmdOrCtrl+Q" }]),
        ],
      },
      { role: "editMenu" },
      {
        label: "&View",
        submenu: [
          ofWindow(item("&Search everything", "search", "CmdOrCtrl+K")),
          ofWindow(item("&Navigation", "navigation.toggle", "CmdOrCtrl+B")),
          { type: "separator" },
          {
            label: "&Theme",
            submenu: [
              themeItem("&Light", "light"),
              themeItem("&Dark", "dark"),
              themeItem("As the &system", "system"),
            ],
          },
          { type: "separator" },
          { role: "resetZoom" },
          { role: "zoomIn" },
          { role: "zoomOut" },
          { role: "togglefullscreen" },
          ...(buildFlavour === "development" ? [{ role: "toggleDevTools" as const }] : []),
        ],
      },
      {
        role: "help",
        submenu: [item("&Keyboard", "help.keys", "F1"), item("&About Casemate", "help.about")],
      },
    ]),
  );
}
