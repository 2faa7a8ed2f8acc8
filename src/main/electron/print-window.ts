import { BrowserWindow, type PrintToPDFOptions, type Session } from "electron";
import type { PrintedDocument } from "../../shared/model/printed-document.ts";
import { Problem } from "../../shared/problem.ts";
import type { PrintedPage, Publish } from "./app-protocol.ts";

/** A page size in CSS pixels, 96 to the inch. */
export interface PageSize {
  readonly width: number;
  readonly height: number;
}

/** For a picture, which is one page. */
const patience = 60_000;
/** For a document: hundreds of pages take minutes on a slow machine, and whoever waits can cancel. */
const documentPatience = 1_200_000;
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
  /** Settles when the last print has ended, whether or not somebody still waits for it. */
  #printed: Promise<unknown> = Promise.resolve();

  constructor(session: Session, publish: Publish) {
    this.#session = session;
    this.#publish = publish;
  }

  /** The page as PDF: tagged, text as text; more pages where it is taller than one. */
  pdf(page: PrintedPage, size: PageSize): Promise<Uint8Array> {
    return this.#inTurn(async () => {
      const window = this.#open({ width: 800, height: 600 }, false);
      const print = async () => {
        await window.loadURL(this.#publish(page));
        return this.#print(window, {
          pageSize: { width: size.width / pixelsPerInch, height: size.height / pixelsPerInch },
          margins: { top: 0, bottom: 0, left: 0, right: 0 },
          printBackground: true,
          generateTaggedPDF: true,
          generateDocumentOutline: true,
        });
      };
      return withPatience(window, print, { patience, printed: () => this.#printed });
    });
  }

  /**
   * A document as PDF: tagged, outlined by its headings, on the sheets that its own styles set. What
   * stands on every page is painted by Chromium into their margins. Throws `cancelled`.
   */
  document(
    { head, foot, isDraft = false, ...page }: PrintedDocument,
    signal = new AbortController().signal,
  ): Promise<Uint8Array> {
    const turn = this.#inTurn(async () => {
      if (signal.aborted) throw cancelled();
      const window = this.#open({ width: 800, height: 600 }, false);
      const print = async () => {
        await window.loadURL(this.#publish(page));
        return this.#print(window, {
          preferCSSPageSize: true,
          printBackground: true,
          displayHeaderFooter: !isDraft,
          headerTemplate: head,
          footerTemplate: foot,
          generateTaggedPDF: !isDraft,
          generateDocumentOutline: !isDraft,
        });
      };
      const printed = () => this.#printed;
      return withPatience(window, print, { patience: documentPatience, signal, printed });
    });
    // Who gives up is answered at once, though others are printing before.
    return new Promise((resolve, reject) => {
      turn.then(resolve, reject);
      signal.addEventListener("abort", () => reject(cancelled()), { once: true });
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
      const window = this.#open({ width, height: height + markHeight }, true);
      return withPatience(window, async () => {
        await window.loadURL(this.#publish(withMark(page, height)));
        const image = await paintedFrame(window);
        const painted = image.getSize();
        const ratio = painted.width / width;
        const picture = image.crop({
          x: 0,
          y: 0,
          width: painted.width,
          height: Math.round(height * ratio),
        });
        const exact = ratio === 1 ? picture : picture.resize({ width, height, quality: "best" });
        return exact.toPNG();
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
    this.#last = result.catch(() => undefined).then(() => this.#printed);
    return result;
  }

  /** Prints what a window shows. A failed print is the last that Electron tries: see `withPatience`. */
  async #print(window: BrowserWindow, options: PrintToPDFOptions): Promise<Uint8Array> {
    const printing = window.webContents.printToPDF(options);
    this.#printed = printing.catch(() => undefined);
    try {
      return await printing;
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      throw new Problem(
        "internal",
        `The pages could not be printed (${why}). Nothing was written.`,
        {
          remedy:
            "Close Casemate and start it again: until then no other PDF can be printed either.",
        },
      );
    }
  }
}

/** Below the picture, and cut off: a line that tells a frame of the page from one before it. */
const markHeight = 4;
const markColour = { red: 255, green: 0, blue: 254 };

function withMark(page: PrintedPage, height: number): PrintedPage {
  const { red, green, blue } = markColour;
  return {
    ...page,
    styles:
      `${page.styles}.mark{position:absolute;left:0;top:${height}px;width:100%;` +
      `height:${markHeight}px;background:rgb(${red},${green},${blue})}`,
    body: `${page.body}<div class="mark"></div>`,
  };
}

/** The first frame in which the page, which is loaded, is painted. */
async function paintedFrame({ webContents }: BrowserWindow): Promise<Electron.NativeImage> {
  const again = setInterval(() => webContents.invalidate(), 100);
  try {
    return await new Promise((resolve) => {
      webContents.on("paint", (_event, _dirty, image) => {
        const { width, height } = image.getSize();
        const middle = { x: Math.floor(width / 2), y: Math.floor(height - markHeight / 2) };
        const [blue, green, red] = image.crop({ ...middle, width: 1, height: 1 }).toBitmap();
        if (red === markColour.red && green === markColour.green && blue === markColour.blue) {
          resolve(image);
        }
      });
      webContents.invalidate();
    });
  } finally {
    clearInterval(again);
  }
}

function cancelled(): Problem {
  return new Problem("cancelled", "Cancelled. Nothing was written.");
}

/**
 * Ends with the work, or before it where it is cancelled or takes too long; then closes the window.
 *
 * A print that is under way is given up by whoever waits, and its window closed once it has ended:
 * to close it before makes the print fail, and Electron (until 2026) chains every later one to it.
 */
async function withPatience<Result>(
  window: BrowserWindow,
  work: () => Promise<Result>,
  limits: {
    readonly patience: number;
    readonly signal?: AbortSignal;
    readonly printed?: () => Promise<unknown>;
  } = { patience },
): Promise<Result> {
  let timer: NodeJS.Timeout | undefined;
  const tooLong = new Promise<never>((_resolve, reject) => {
    const fail = (why: string) =>
      reject(new Problem("internal", `It could not be painted (${why}). Nothing was written.`));
    timer = setTimeout(() => fail("it took too long"), limits.patience);
    window.webContents.once("render-process-gone", (_event, { reason }) => fail(reason));
    limits.signal?.addEventListener("abort", () => reject(cancelled()), { once: true });
  });
  try {
    return await Promise.race([work(), tooLong]);
  } finally {
    clearTimeout(timer);
    const close = () => window.destroy();
    if (limits.printed === undefined) close();
    else void limits.printed().then(close);
  }
}
