import { existsSync, rmSync } from "node:fs";
import type { CallOptions, Client } from "../../shared/client.ts";
import type { CasemateContract } from "../../shared/contract.ts";
import type { Progress } from "../../shared/operation.ts";
import { findApplicationRoot } from "../application-root.reader.ts";
import { groupDigits } from "../../shared/group-digits.ts";
import { electronPrinter } from "./electron-printer.ts";

/** What a command works with: a client over one open workspace. */
export interface Session {
  readonly client: Client<CasemateContract>;
  /** For long calls: progress on a terminal, cancel by Ctrl+C. */
  readonly long: CallOptions;
}

/** How a command wants its workspace. */
export interface SessionOptions {
  /** Makes the file if it is missing, and takes it away again if the work fails. */
  readonly create?: boolean;
  /** The time that everything is dated with; default: the clock. */
  readonly now?: Date | undefined;
  /** Starts the printer at once: something is certain to be printed. */
  readonly prints?: boolean;
}

/** Runs work over a workspace and closes it, whatever happens. */
export async function withWorkspace<Result>(
  path: string,
  options: SessionOptions,
  work: (session: Session) => Promise<Result>,
): Promise<Result> {
  return withWorkbench(options, async (session) => {
    const isNew = options.create === true && !existsSync(path);
    if (isNew) await session.client.workspace.create({ path, starter: false });
    else await session.client.workspace.open({ path });
    try {
      return await work(session);
    } catch (error) {
      if (isNew) {
        await session.client.workspace.close({});
        for (const ending of ["", "-wal", "-shm"]) rmSync(`${path}${ending}`, { force: true });
      }
      throw error;
    }
  });
}

/** Runs work over a workbench with no workspace open yet. */
export async function withWorkbench<Result>(
  { now, prints = false }: Pick<SessionOptions, "now" | "prints">,
  work: (session: Session) => Promise<Result>,
): Promise<Result> {
  const root = findApplicationRoot(import.meta.url);
  const printer = electronPrinter(root);
  if (prints) printer.start();
  // Loaded here, so that help and wrong usage are answered at once.
  const { startWorkbench } = await import("../backend/start-workbench.ts");
  const { clientOf } = await import("../backend/workbench.ts");
  const workbench = startWorkbench(
    { root, nativeBinding: undefined, now: () => now ?? new Date() },
    printer.print,
  );
  const abort = new AbortController();
  const cancel = () => abort.abort();
  process.once("SIGINT", cancel);
  const line = new ProgressLine();
  try {
    return await work({
      client: clientOf(workbench),
      long: { signal: abort.signal, onProgress: (progress) => line.show(progress) },
    });
  } finally {
    line.clear();
    process.removeListener("SIGINT", cancel);
    printer.close();
    await workbench.close();
  }
}

/** One line on standard error that is written over, where that is a terminal. */
class ProgressLine {
  #isShown = false;

  show({ phase, done, total, unit }: Progress): void {
    if (!process.stderr.isTTY) return;
    const amount =
      done === undefined
        ? ""
        : `, ${groupDigits(done)}${total === undefined ? "" : ` of ${groupDigits(total)}`}${unit === undefined ? "" : ` ${unit}`}`;
    process.stderr.write(`\r\u001b[K${phase}${amount}`);
    this.#isShown = true;
  }

  clear(): void {
    if (this.#isShown) process.stderr.write("\r\u001b[K");
    this.#isShown = false;
  }
}
