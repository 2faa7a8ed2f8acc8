import { chmodSync, chownSync, existsSync, mkdirSync, mkdtempSync } from "node:fs";
import { join, resolve } from "node:path";
import { _electron, type ElectronApplication, type Page } from "playwright";
import { expect, inject, onTestFinished } from "vitest";
import { capture } from "../../../scripts/runtime/run.ts";
import type { Preferences } from "../../../src/shared/model/workspace.ts";
import type { Stage } from "./setup.ts";
import { answered, limitCalls } from "./time-limit.ts";

/** Where screenshots of the tests go; kept as artefacts, never committed. */
const resultsFolder = resolve(import.meta.dirname, "../../../test-results/screens");

export interface LaunchOptions {
  /** A workspace to start with: its path, as a user names one on the command line. */
  readonly workspace?: string;
  readonly args?: readonly string[];
  /** The home of an earlier start, to start again as the same user with the same settings. */
  readonly home?: string;
  readonly size?: { readonly width: number; readonly height: number };
  readonly theme?: Preferences["theme"];
}

/** The running application, as a test sees it. */
export interface Casemate {
  readonly app: ElectronApplication;
  readonly page: Page;
  /** The home folder of the user it runs as; tests put files for it here with {@link ownFile}. */
  readonly home: string;
  /** Writes what the window shows to test-results/screens/NAME.png. */
  readonly screenshot: (name: string) => Promise<void>;
  /** What the next file dialogs answer; each answer is used once, then dialogs are cancelled. */
  readonly answerDialogs: (...paths: readonly (readonly string[])[]) => Promise<void>;
  readonly setSize: (width: number, height: number) => Promise<void>;
  /** Switches the theme as the View menu does. */
  readonly setTheme: (theme: Preferences["theme"]) => Promise<void>;
  /** Chooses from the application's menu by the labels on the way, without `&`. */
  readonly chooseMenu: (...labels: readonly string[]) => Promise<void>;
  readonly close: () => Promise<void>;
  /** Errors that the page has written to its console; a test fails at its end if there are any. */
  readonly errors: string[];
}

/**
 * A window that Chromium takes for hidden draws no frames, and what the mouse does waits for one.
 * The driver gives browsers these; to an Electron application it gives nothing of its own.
 */
const alwaysDrawn: readonly string[] = [
  "--disable-backgrounding-occluded-windows",
  "--disable-renderer-backgrounding",
  "--disable-background-timer-throttling",
];

/** A new home folder of the user that the application runs as. */
export function makeHome(): string {
  const { homes } = inject("stage");
  const home = mkdtempSync(join(homes, "home-"));
  for (const folder of [home, join(home, "tmp"), join(home, "runtime")]) {
    mkdirSync(folder, { recursive: true });
    chmodSync(folder, 0o700);
    ownFile(folder);
  }
  return home;
}

/** Hands a file or folder to the user that the application runs as. */
export function ownFile(path: string): void {
  const { userId } = inject("stage");
  if (userId !== null) chownSync(path, userId, userId);
}

/** The display of the test file that runs here. */
function ownDisplay(): Stage["displays"][number] {
  const { displays } = inject("stage");
  const display = displays[Number(process.env["VITEST_POOL_ID"]) - 1];
  if (display === undefined) throw new Error("More test files run at a time than have a display");
  return display;
}

/** The surroundings in which the application starts: its own home and the tests' display. */
export function environment(home: string): Record<string, string> {
  const { display, authority } = ownDisplay();
  return {
    PATH: process.env["PATH"] ?? "",
    LANG: "C.UTF-8",
    HOME: home,
    TMPDIR: join(home, "tmp"),
    XDG_RUNTIME_DIR: join(home, "runtime"),
    DISPLAY: display,
    XAUTHORITY: authority,
  };
}

/** Which processes of applications there are, and what each waits for in the kernel. */
async function describeProcesses(): Promise<string> {
  const { homes } = inject("stage");
  const { stdout } = await capture("ps", ["-ww", "-eo", "pid,ppid,stat,etimes,wchan:24,args"]);
  const lines = stdout.split("\n").filter((line) => line.includes(homes));
  return `no window could be asked; the processes:\n${lines.map((line) => line.slice(0, 300)).join("\n")}`;
}

/**
 * Starts the built application as an ordinary user with its sandbox on, and waits for its window.
 *
 * It is closed when the test ends, whatever became of it.
 */
export async function launchCasemate(options: LaunchOptions = {}): Promise<Casemate> {
  const stage = inject("stage");
  const home = options.home ?? makeHome();
  const starting = _electron.launch({
    executablePath: stage.executable,
    chromiumSandbox: true,
    // Playwright would pretend a light system; the application shows what it was told.
    colorScheme: null,
    args: [
      "--disable-gpu",
      ...alwaysDrawn,
      stage.application,
      ...(options.workspace === undefined ? [] : [options.workspace]),
      ...(options.args ?? []),
    ],
    cwd: home,
    env: environment(home),
  });
  const app = await answered("electron.launch", [], starting, describeProcesses);
  const errors: string[] = [];
  let isOpen = true;
  app.on("close", () => {
    isOpen = false;
  });
  const close = async () => {
    if (isOpen) await answered("app.close", [], app.close(), describeProcesses);
  };
  onTestFinished(async () => {
    await close();
    expect(errors, "errors on the page's console").toEqual([]);
  });

  const page = await answered("app.firstWindow", [], app.firstWindow(), describeProcesses);
  limitCalls(app, page);
  page.on("console", (message) => {
    if (message.type() === "error") errors.push(message.text());
  });
  page.on("pageerror", (error) => errors.push(error.stack ?? error.message));
  await page.waitForLoadState("load");

  const casemate: Casemate = {
    app,
    page,
    home,
    errors,
    close,
    screenshot: async (name) => {
      if (!existsSync(resultsFolder)) mkdirSync(resultsFolder, { recursive: true });
      await page.screenshot({ path: join(resultsFolder, `${name}.png`), animations: "disabled" });
    },
    answerDialogs: async (...paths) => {
      await app.evaluate(({ dialog }, answers) => {
        const queue = answers.map((each) => [...each]);
        dialog.showOpenDialog = () => {
          const filePaths = queue.shift() ?? [];
          return Promise.resolve({ canceled: filePaths.length === 0, filePaths });
        };
        dialog.showSaveDialog = () => {
          const filePath = queue.shift()?.[0] ?? "";
          return Promise.resolve({ canceled: filePath === "", filePath });
        };
      }, paths);
    },
    setSize: async (width, height) => {
      await app.evaluate(
        ({ BrowserWindow }, size) => {
          BrowserWindow.getAllWindows()[0]?.setContentSize(size.width, size.height);
        },
        { width, height },
      );
      await page.waitForFunction(
        (size) => window.innerWidth === size.width && window.innerHeight === size.height,
        { width, height },
      );
    },
    setTheme: async (theme) => {
      const label = { light: "Light", dark: "Dark", system: "As the system" }[theme];
      await casemate.chooseMenu("View", "Theme", label);
    },
    chooseMenu: async (...labels) => {
      await app.evaluate(({ BrowserWindow, Menu }, path) => {
        let menu = Menu.getApplicationMenu();
        let item: Electron.MenuItem | undefined;
        for (const label of path) {
          item = menu?.items.find((each) => each.label.replace("&", "") === label);
          menu = item?.submenu ?? null;
        }
        if (item === undefined) throw new Error(`No menu item ${path.join(" > ")}`);
        // Electron types it as a mere Function.
        const click = item.click as (event: unknown, window: unknown) => void;
        click(undefined, BrowserWindow.getAllWindows()[0]);
      }, labels);
    },
  };
  if (options.size !== undefined) await casemate.setSize(options.size.width, options.size.height);
  if (options.theme !== undefined) await casemate.setTheme(options.theme);
  return casemate;
}

/** Calls an operation as the page's own scripts do; resolves to its reply. */
export async function callFromPage(
  page: Page,
  operation: string,
  input: unknown,
): Promise<unknown> {
  const text = await page.evaluate((request) => window.casemate.send(request), {
    callId: "test",
    operation,
    input,
  });
  return JSON.parse(text);
}
