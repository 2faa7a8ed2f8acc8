import { spawn, type ChildProcessWithoutNullStreams } from "node:child_process";
import { existsSync, readFileSync, readdirSync } from "node:fs";
import { homedir } from "node:os";
import { delimiter, join } from "node:path";
import type { PrintedDocument } from "../../shared/model/printed-document.ts";
import { Problem } from "../../shared/problem.ts";
import { printReply } from "../backend/print-reply.ts";
import type { Printer } from "../backend/printer.ts";

/** A printer that keeps what it started until it is closed. */
export interface ElectronPrinter {
  /** Starts it where printing is certain to come; what is missing for that is told by `print`. */
  readonly start: () => void;
  readonly print: Printer;
  readonly close: () => void;
}

/**
 * Prints with the built application, started without a window and, on Linux, without a display.
 *
 * It is started with the first document, or before, and prints one after another. Documents go to its
 * standard input and PDF comes from its standard output: nothing is written to a file. Throws
 * `not-found` where there is no Electron or no built application, `internal` where it does not start.
 */
export function electronPrinter(root: string): ElectronPrinter {
  let running: PrintProcess | undefined;
  const stop = () => {
    running?.stop();
    running = undefined;
  };
  const start = () => {
    try {
      running ??= new PrintProcess(waysToStart(root)[0]);
    } catch {
      // Who prints is told.
    }
  };
  /** Prints the first document in the first way that starts. */
  const begin = async (document: PrintedDocument, signal: AbortSignal): Promise<Uint8Array> => {
    const [first, ...others] = waysToStart(root);
    let started = (running ??= new PrintProcess(first));
    for (;;) {
      try {
        return await started.print(document);
      } catch (error) {
        const other = others.shift();
        if (!(error instanceof NeverStarted) || other === undefined || signal.aborted) throw error;
        started = running = new PrintProcess(other);
      }
    }
  };
  return {
    start,
    print: async (document, signal) => {
      signal.addEventListener("abort", stop, { once: true });
      try {
        return await (running?.hasPrinted === true
          ? running.print(document)
          : begin(document, signal));
      } catch (error) {
        stop();
        if (signal.aborted) throw new Problem("cancelled", "Cancelled. Nothing was written.");
        throw error;
      } finally {
        signal.removeEventListener("abort", stop);
      }
    },
    close: stop,
  };
}

type CommandLine = readonly [program: string, ...args: string[]];

/** How to start the application to print: without a display, else with one that Xvfb makes. */
function waysToStart(root: string): readonly [CommandLine, ...CommandLine[]] {
  const electron = findElectron(root);
  const rest = [
    // Root has no sandbox and must say so.
    ...(process.getuid?.() === 0 ? ["--no-sandbox"] : []),
    "--disable-gpu",
    findApplication(root),
    "--print-documents",
  ];
  if (process.platform !== "linux") return [[electron, ...rest]];
  return [
    [electron, "--ozone-platform=headless", ...rest],
    ...(onPath("xvfb-run") ? [["xvfb-run", "-a", electron, ...rest] satisfies CommandLine] : []),
  ];
}

/** The built application: where we are part of it, or what `npm run build` made. */
function findApplication(root: string): string {
  for (const folder of [root, join(root, "out", "release")]) {
    if (existsSync(join(folder, "main", "index.js"))) return folder;
  }
  throw new Problem("not-found", "PDF needs the built application, which is not there.", {
    remedy: "Build it with: npm run build",
  });
}

/** The Electron that was named, the package's, or the one that `npm start` fetched. */
function findElectron(root: string): string {
  const named = process.env["CASEMATE_ELECTRON"];
  const dist = join(root, "node_modules", "electron");
  const cache =
    process.env["CASEMATE_CACHE"] ??
    join(process.env["XDG_CACHE_HOME"] ?? join(homedir(), ".cache"), "casemate");
  const found = [
    ...(named === undefined ? [] : [named]),
    ...(existsSync(join(dist, "path.txt"))
      ? [join(dist, "dist", readFileSync(join(dist, "path.txt"), "utf8").trim())]
      : []),
    ...(existsSync(cache) ? readdirSync(cache) : [])
      .filter((name) => /^electron-[\w.-]+$/.test(name) && !/[.](lock|unfinished)$/.test(name))
      .sort()
      .reverse()
      .map((name) => join(cache, name, "electron")),
  ].find((path) => existsSync(path));
  if (found !== undefined) return found;
  throw new Problem("not-found", "PDF is printed by Electron, and none is here.", {
    remedy:
      "Fetch it with: npm start, or npx install-electron. " +
      "Or name its executable in CASEMATE_ELECTRON, or ask for another format.",
  });
}

function onPath(program: string): boolean {
  const folders = (process.env["PATH"] ?? "").split(delimiter);
  return folders.some((folder) => existsSync(join(folder, program)));
}

/** It ended before it printed anything. */
class NeverStarted extends Problem {}

/** The application, printing. */
class PrintProcess {
  readonly #child: ChildProcessWithoutNullStreams;
  readonly #output: AsyncIterator<Buffer>;
  #errors = "";
  #rest = Buffer.alloc(0);
  #printed = 0;
  #last: Promise<unknown> = Promise.resolve();

  constructor([program, ...args]: CommandLine) {
    this.#child = spawn(program, args, { stdio: ["pipe", "pipe", "pipe"] });
    this.#child.stderr.setEncoding("utf8").on("data", (text: string) => {
      this.#errors = (this.#errors + text).slice(-4000);
    });
    // Who waits for its output hears of its end.
    this.#child.on("error", (error) => (this.#errors += error.message));
    this.#child.stdin.on("error", () => undefined);
    this.#output = this.#child.stdout.iterator() as AsyncIterator<Buffer>;
  }

  get hasPrinted(): boolean {
    return this.#printed > 0;
  }

  /** Prints after everything that was asked for before. */
  print(document: PrintedDocument): Promise<Uint8Array> {
    const printed = this.#last.then(async () => {
      this.#child.stdin.write(`${JSON.stringify(document)}\n`);
      const reply = printReply.parse(JSON.parse((await this.#readLine()).toString("utf8")));
      if ("problem" in reply) {
        const { code, message, place } = reply.problem;
        throw new Problem(code, message, place);
      }
      const pdf = await this.#read(reply.bytes);
      this.#printed += 1;
      return pdf;
    });
    this.#last = printed.catch(() => undefined);
    return printed;
  }

  stop(): void {
    this.#child.kill();
  }

  async #readLine(): Promise<Buffer> {
    while (!this.#rest.includes(10)) await this.#readMore();
    const line = await this.#read(this.#rest.indexOf(10) + 1);
    return line.subarray(0, -1);
  }

  async #read(bytes: number): Promise<Buffer> {
    const parts = [this.#rest];
    let length = this.#rest.length;
    while (length < bytes) {
      this.#rest = Buffer.alloc(0);
      await this.#readMore();
      parts.push(this.#rest);
      length += this.#rest.length;
    }
    const all = Buffer.concat(parts);
    this.#rest = all.subarray(bytes);
    return all.subarray(0, bytes);
  }

  async #readMore(): Promise<void> {
    const next = await this.#output.next();
    if (next.done !== true) {
      this.#rest = Buffer.concat([this.#rest, next.value]);
      return;
    }
    throw this.#printed > 0
      ? new Problem("internal", "Electron ended before the document was printed.")
      : new NeverStarted("internal", `Electron could not be started to print (${this.#why()}).`, {
          remedy: /shared librar|GTK|display|ENOENT/i.test(this.#errors)
            ? "On Debian and Ubuntu install what it needs: apt-get install libgtk-3-0 libnss3 libasound2 libgbm1 xvfb"
            : "Print from the window, or ask for another format.",
        });
  }

  /** The last that it said of itself. */
  #why(): string {
    const lines = this.#errors.trim().split("\n");
    const telling = lines.findLast((line) => /librar|sandbox|display|platform|ENOENT/i.test(line));
    return (telling ?? lines.at(-1) ?? "").trim() || "it said nothing";
  }
}
