// First: the locks that must be set before anything else runs.
import "./electron/hardening.ts";
import { app, nativeTheme, type BrowserWindow } from "electron";
import { join, resolve } from "node:path";
import { channels } from "../shared/bridge.ts";
import type { Preferences } from "../shared/model/workspace.ts";
import type { Event } from "../shared/operation.ts";
import { answerWindow } from "./electron/answer-window.ts";
import { registerScheme, serveDocuments, serveFiles } from "./electron/app-protocol.ts";
import { backendThread } from "./electron/backend-thread.ts";
import { GrantedPaths } from "./electron/granted-paths.ts";
import { lockAllPages, openPrintSession, openSession } from "./electron/locked-session.ts";
import { setMenu } from "./electron/menu.ts";
import { printSwitch, servePrinting } from "./electron/print-service.ts";
import { PrintWindow } from "./electron/print-window.ts";
import { SettingsFile } from "./electron/settings-file.ts";
import { shellOperations } from "./electron/shell-operations.ts";
import { openWindow } from "./electron/window.ts";

const dataFolder = join(app.getPath("appData"), "Casemate");
app.setPath("userData", dataFolder);
const printsForOthers = process.argv.includes(printSwitch);
// A profile serves one process at a time.
app.setPath("sessionData", join(dataFolder, printsForOthers ? "printing" : "browser"));

if (printsForOthers) startPrinting();
else if (app.requestSingleInstanceLock()) start();
else app.quit();

/** Prints for the command line: no window that anybody sees, no backend, and the end with its input. */
function startPrinting(): void {
  registerScheme();
  lockAllPages();
  // The window of a page that was printed is gone: that is not the end.
  app.on("window-all-closed", () => undefined);
  void app.whenReady().then(async () => {
    await servePrinting(openPrintWindow(join(app.getAppPath(), "renderer")));
    app.exit(0);
  });
}

function start(): void {
  const appFolder = app.getAppPath();
  const settings = new SettingsFile(join(dataFolder, "settings.json"));
  const granted = new GrantedPaths();
  granted.grantAll(settings.current.preferences.recent);
  nativeTheme.themeSource = settings.current.preferences.theme;

  let window: BrowserWindow | undefined;
  const tellWindow = (event: Event) => window?.webContents.send(channels.event, event);

  const setPreferences = (preferences: Preferences): Preferences => {
    const recent = preferences.recent.filter((path) => granted.has(path));
    settings.update({ preferences: { ...preferences, recent } });
    nativeTheme.themeSource = preferences.theme;
    showMenu();
    return settings.current.preferences;
  };
  const showMenu = () => {
    const { preferences } = settings.current;
    setMenu(preferences.theme, {
      choose: (command) => tellWindow({ type: "menu", command }),
      setTheme: (theme) => {
        setPreferences({ ...preferences, theme });
        tellWindow({ type: "changed", operation: "shell.setPreferences" });
      },
    });
  };

  /** Files named before the window listens; it does once it calls. */
  let filesToOpen: string[] | undefined = [];
  const openFiles = (paths: readonly string[]) => {
    const files = granted.grantAll(paths);
    if (filesToOpen !== undefined) filesToOpen.push(...files);
    else if (files.length > 0) tellWindow({ type: "openFiles", paths: files });
  };
  const windowListens = () => {
    const files = filesToOpen;
    filesToOpen = undefined;
    if (files !== undefined) openFiles(files);
  };

  openFiles(filesNamedIn(process.argv.slice(1), process.cwd(), appFolder));
  app.on("open-file", (_, path) => openFiles([path]));
  app.on("second-instance", (_, argv, workingFolder) => {
    openFiles(filesNamedIn(argv.slice(1), workingFolder, appFolder));
    if (window?.isMinimized() === true) window.restore();
    window?.focus();
  });
  app.on("window-all-closed", () => app.quit());

  registerScheme();
  lockAllPages();
  void app.whenReady().then(() => {
    const printing = openPrintWindow(join(appFolder, "renderer"));
    const backend = backendThread(
      new URL("./backend.worker.js", import.meta.url),
      { root: appFolder },
      (document, signal) => printing.document(document, signal),
    );
    if (filesToOpen !== undefined && filesToOpen.length > 0) backend.start();
    backend.subscribe(tellWindow);

    const session = openSession();
    const showPicture = serveFiles(session, join(appFolder, "renderer"));
    const opened = openWindow(session, join(appFolder, "preload", "index.cjs"), settings);
    window = opened;
    showMenu();
    answerWindow({
      window: () => window,
      shell: shellOperations({
        window: () => opened,
        granted,
        printing,
        showPicture,
        preferences: () => settings.current.preferences,
        setPreferences,
      }),
      backend: backend.send,
      granted,
      onFirstCall: windowListens,
    });
    closeWorkspaceFirst(opened, backend.close);
    opened.on("closed", () => {
      window = undefined;
      // A print that was given up may still hold a window that nobody sees.
      app.quit();
    });
  });
}

function openPrintWindow(folder: string): PrintWindow {
  const session = openPrintSession();
  return new PrintWindow(session, serveDocuments(session, folder));
}

/** The files that a command line names: what is neither a switch nor the application itself. */
function filesNamedIn(args: readonly string[], workingFolder: string, appFolder: string): string[] {
  return args
    .filter((argument) => !argument.startsWith("-"))
    .map((argument) => resolve(workingFolder, argument))
    .filter((path) => path !== appFolder);
}

/** Holds the window's closing until the workspace is closed, so that it is one whole file again. */
function closeWorkspaceFirst(window: BrowserWindow, close: () => Promise<void>): void {
  const patience = 5000;
  let closed = false;
  window.on("close", (event) => {
    if (closed) return;
    event.preventDefault();
    window.hide();
    const timeout = new Promise((resolve) => setTimeout(resolve, patience));
    void Promise.race([settleFields(window).then(close), timeout]).finally(() => {
      closed = true;
      window.close();
    });
  });
}

/** Has the page send off what is being typed: the page itself is only told once it is too late. */
async function settleFields({ webContents }: BrowserWindow): Promise<void> {
  await webContents
    .executeJavaScript('window.dispatchEvent(new Event("pagehide")); null')
    .catch(() => undefined);
}
