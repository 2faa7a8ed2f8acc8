import type { ElectronApplication, Locator, Page } from "playwright";

/** How long a call of the driver may stay without an answer, in ms; a test has four times as much. */
const longest = 30_000;
/** How long the page is given to say why, in ms. */
const patience = 3_000;

type Method = (...parameters: unknown[]) => unknown;

/**
 * Gives the driver's calls that wait for ever a limit: what they ask goes unanswered once in some
 * dozens of tests, and a test that runs out of time does not say which call it was.
 */
export function limitCalls(app: ElectronApplication, page: Page): void {
  const why = () => describePage(app);
  limit(page.mouse, "mouse", ["move", "down", "up", "click", "dblclick", "wheel"], why);
  limit(page.keyboard, "keyboard", ["press", "down", "up", "type", "insertText"], why);
  limit(page, "page", ["evaluate", "screenshot"], why);
  limit(page.mainFrame(), "frame", ["evaluate", "evaluateHandle"], why);
  limit(app, "app", ["evaluate"], () => Promise.resolve("the main process was asked"));
  reasons.set(page, why);
  if (areLocatorsLimited) return;
  areLocatorsLimited = true;
  // Locators are made anew all the time: those of every page have one prototype.
  const locators = Object.getPrototypeOf(page.locator("html")) as Locator;
  for (const method of ["evaluate", "evaluateAll", "count"] as const) {
    const call = Reflect.get(locators, method) as Method;
    const limited = function (this: Locator, ...parameters: unknown[]): Promise<unknown> {
      const reason = reasons.get(this.page()) ?? (() => Promise.resolve("the page is unknown"));
      return answered(
        `${String(this)}.${method}`,
        parameters,
        call.apply(this, parameters),
        reason,
      );
    };
    Object.defineProperty(locators, method, { value: limited, configurable: true });
  }
}

const reasons = new WeakMap<Page, () => Promise<string>>();
let areLocatorsLimited = false;

/** Replaces methods of an object by ones that fail when they take too long. */
function limit<Target extends object>(
  target: Target,
  name: string,
  methods: readonly (keyof Target & string)[],
  why: () => Promise<string>,
): void {
  for (const method of methods) {
    // The callers list methods alone.
    const call = (target[method] as Method).bind(target);
    const limited = (...parameters: unknown[]): Promise<unknown> =>
      answered(`${name}.${method}`, parameters, call(...parameters), why);
    Object.defineProperty(target, method, { value: limited });
  }
}

/** What a call answers; fails with its name where that takes too long. */
export async function answered<Answer>(
  name: string,
  parameters: readonly unknown[],
  answer: Answer,
  why: () => Promise<string>,
): Promise<Awaited<Answer>> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      void why().then((reason) => {
        const asked = parameters.map(String).join(", ").slice(0, 80);
        const seconds = String(longest / 1000);
        reject(new Error(`No answer in ${seconds} s to ${name}(${asked}): ${reason}`));
      });
    }, longest);
  });
  try {
    return await Promise.race([answer, late]);
  } finally {
    clearTimeout(timer);
  }
}

/** Whether the page's scripts run, whether it draws, and whether it takes itself for visible. */
async function describePage(app: ElectronApplication): Promise<string> {
  const asked = app.evaluate(async ({ BrowserWindow }, most) => {
    const window = BrowserWindow.getAllWindows()[0];
    if (window === undefined) return "there is no window";
    const answer = (script: string): Promise<string> =>
      Promise.race([
        window.webContents.executeJavaScript(script).then(String),
        new Promise<string>((resolve) => setTimeout(() => resolve("no answer"), most)),
      ]);
    const state = await answer("document.visibilityState");
    const frame = await answer(
      "new Promise((resolve) => requestAnimationFrame(() => resolve('drawn')))",
    );
    const shown = window.isVisible() ? "shown" : "not shown";
    return `the window is ${shown}, its page's visibility: ${state}, its next frame: ${frame}`;
  }, patience);
  const silent = new Promise<string>((resolve) =>
    setTimeout(() => resolve("the main process does not answer either"), 3 * patience),
  );
  return Promise.race([asked.catch(String), silent]);
}
