import { BrowserWindow, nativeTheme, screen, type Session } from "electron";
import { startAddress } from "./app-protocol.ts";
import { buildFlavour } from "./build-flavour.ts";
import type { SettingsFile, WindowState } from "./settings-file.ts";

/** The colours of an empty window, so that nothing flashes before the page is painted. */
const canvas = { light: "#F5F6F8", dark: "#0E1217" } as const;

const smallest = { width: 960, height: 600 };

/** Opens the application's one window where and as it was left. */
export function openWindow(
  session: Session,
  preload: string,
  settings: SettingsFile,
): BrowserWindow {
  const state = settings.current.window;
  const window = new BrowserWindow({
    ...placeOnScreen(state),
    minWidth: smallest.width,
    minHeight: smallest.height,
    show: false,
    title: "Casemate",
    backgroundColor: nativeTheme.shouldUseDarkColors ? canvas.dark : canvas.light,
    webPreferences: {
      session,
      preload,
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      webSecurity: true,
      webviewTag: false,
      spellcheck: false,
      navigateOnDragDrop: false,
      devTools: buildFlavour !== "release",
      zoomFactor: state.zoom,
    },
  });
  window.once("ready-to-show", () => {
    if (state.maximised) window.maximize();
    window.show();
  });
  window.on("close", () => {
    settings.update({
      window: {
        ...window.getNormalBounds(),
        maximised: window.isMaximized(),
        zoom: window.webContents.getZoomFactor(),
      },
    });
  });
  void window.loadURL(startAddress);
  return window;
}

/** The remembered place, or the middle of the first screen where that screen is gone. */
function placeOnScreen({ x, y, width, height }: WindowState): Partial<Electron.Rectangle> {
  const area =
    x === undefined || y === undefined
      ? screen.getPrimaryDisplay().workArea
      : screen.getDisplayMatching({ x, y, width, height }).workArea;
  const size = { width: Math.min(width, area.width), height: Math.min(height, area.height) };
  if (x === undefined || y === undefined) return size;
  const isInside =
    x >= area.x &&
    y >= area.y &&
    x + size.width <= area.x + area.width &&
    y + size.height <= area.y + area.height;
  return isInside ? { x, y, ...size } : size;
}
