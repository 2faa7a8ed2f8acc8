import { BrowserWindow, type Session } from "electron";
import { Problem } from "../../shared/problem.ts";
import type { PrintedPage, Publish } from "./app-protocol.ts";

/** A page size in CSS pixels, 96 to the inch. */
export interface PageSize {
  readonly width: number;
  readonly height: number;
}

const patience = 60_000;
const pixelsPerInch = 96;
/** What Chromium paints in one piece. */
const mostPixels = 100_000_000;
const longestSide = 16_000;

/**
 * Prints pages in a window that nobody sees: without scripts, in a sandbox, in a session that
 * reaches nothing. One page at a time; the window is closed whatever happens.
 */
export class PrintWindow {
  readonly #session: Session;
  readonly #publish: Publish;
  #last: Promise<unknown> = Promise.resolve();

  constructor(session: Session, publish: Publish) {
    this.#session = session;
    this.#publish = publish;
  }

  /** The page as PDF: tagged, text as text; more pages where it is taller than one. */
  pdf(page: PrintedPage, size: PageSize): Promise<Uint8Array> {
    return this.#inTurn(async () => {
      const window = this.#open({ width: 800, height: 600 }, false);
      return withPatience(window, async () => {
        await window.loadURL(this.#publish(page));
        return window.webContents.printToPDF({
          pageSize: { width: size.width / pixelsPerInch, height: size.height / pixelsPerInch },
          margins: { top: 0, bottom: 0, left: 0, right: 0 },
          printBackground: true,
          generateTaggedPDF: true,
          generateDocumentOutline: true,
        });
      });
    });
  }

  /** The top left of the page as PNG of exactly this size in pixels. Throws `too-large`. */
  async png(page: PrintedPage, size: PageSize): Promise<Uint8Array> {
    const { width, height } = { width: Math.round(size.width), height: Math.round(size.height) };
    if (Math.max(width, height) > longestSide || width * height > mostPixels) {
      throw new Problem(
        "too-large",
        `A picture of ${width} by ${height} pixels is too large to be painted. ` +
          "Choose a smaller scale, a sheet, or PDF or SVG, which have no pixels.",
      );
    }
    return this.#inTurn(async () => {
      const window = this.#open({ width, height }, true);
      return withPatience(window, async () => {
        await window.loadURL(this.#publish(page));
        const image = await nextFrame(window);
        const painted = image.getSize(1);
        const isExact = painted.width === width && painted.height === height;
        return (isExact ? image : image.resize({ width, height, quality: "best" })).toPNG();
      });
    });
  }

  #open({ width, height }: PageSize, isPainted: boolean): BrowserWindow {
    return new BrowserWindow({
      width,
      height,
      useContentSize: true,
      frame: false,
      show: false,
      skipTaskbar: true,
      focusable: false,
      webPreferences: {
        session: this.#session,
        sandbox: true,
        contextIsolation: true,
        nodeIntegration: false,
        javascript: false,
        webSecurity: true,
        webviewTag: false,
        spellcheck: false,
        navigateOnDragDrop: false,
        devTools: false,
        backgroundThrottling: false,
        offscreen: isPainted,
      },
    });
  }

  /** Runs after everything that was asked for before has ended. */
  #inTurn<Result>(work: () => Promise<Result>): Promise<Result> {
    const result = this.#last.then(work);
    this.#last = result.catch(() => undefined);
    return result;
  }
}

/** What the window paints next, whole. */
function nextFrame(window: BrowserWindow): Promise<Electron.NativeImage> {
  return new Promise((resolve) => {
    window.webContents.once("paint", (_event, _dirty, image) => resolve(image));
    window.webContents.invalidate();
  });
}

/** Closes the window when the work has ended, failed or taken too long. */
async function withPatience<Result>(
  window: BrowserWindow,
  work: () => Promise<Result>,
): Promise<Result> {
  let timer: NodeJS.Timeout | undefined;
  const tooLong = new Promise<never>((_resolve, reject) => {
    const fail = (why: string) =>
      reject(
        new Problem("internal", `The picture could not be painted (${why}). Nothing was written.`),
      );
    timer = setTimeout(() => fail("it took too long"), patience);
    window.webContents.once("render-process-gone", (_event, { reason }) => fail(reason));
  });
  try {
    return await Promise.race([work(), tooLong]);
  } finally {
    clearTimeout(timer);
    window.destroy();
  }
}
