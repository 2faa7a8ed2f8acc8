import { ipcMain, type BrowserWindow, type IpcMainInvokeEvent } from "electron";
import { z } from "zod";
import { channels, dropOperation } from "../../shared/bridge.ts";
import { contract } from "../../shared/contract.ts";
import { call, type Call, type Reply } from "../../shared/operation.ts";
import { Problem } from "../../shared/problem.ts";
import { startAddress } from "./app-protocol.ts";
import type { GrantedPaths } from "./granted-paths.ts";
import type { ShellOperations } from "./shell-operations.ts";
import { toProblem } from "./to-problem.ts";

const dropped = z.object({ path: z.string().min(1) });
const shellPrefix = "shell.";

/** Where the window's calls go. */
export interface Answerers {
  readonly window: () => BrowserWindow | undefined;
  readonly shell: ShellOperations;
  /** Gives a reply as JSON text. */
  readonly backend: (call: Call) => Promise<string>;
  readonly granted: GrantedPaths;
  /** Told once, at the page's first call: from then on it hears events. */
  readonly onFirstCall: () => void;
}

/**
 * Answers the calls of the application's own page and of no other: the shell's operations here, the
 * rest by the backend.
 */
export function answerWindow(answerers: Answerers): void {
  const { window, shell, backend, granted } = answerers;
  let onFirstCall: (() => void) | undefined = answerers.onFirstCall;
  ipcMain.handle(channels.send, async (event, message: unknown): Promise<string> => {
    if (!isOurPage(event, window())) throw new Error("Calls are answered to the window alone.");
    onFirstCall?.();
    onFirstCall = undefined;
    try {
      const request = call.parse(message);
      if (request.operation === dropOperation) {
        granted.grant(dropped.parse(request.input).path);
        return textOf({ ok: true, value: null });
      }
      if (request.operation.startsWith(shellPrefix)) {
        return textOf({ ok: true, value: await answerByShell(shell, request) });
      }
      granted.check(request.input);
      return await backend(request);
    } catch (error) {
      return textOf({ ok: false, problem: explain(error).toValue() });
    }
  });
}

function textOf(reply: Reply): string {
  return JSON.stringify(reply);
}

/** Runs one of the shell's operations on an input that its schema has checked. */
function answerByShell(shell: ShellOperations, request: Call): unknown {
  const verb = request.operation.slice(shellPrefix.length);
  if (!Object.hasOwn(shell, verb)) {
    throw new Problem("bad-input", `There is no operation ${request.operation}.`);
  }
  // The line above says that the verb is one of the table's.
  const known = verb as keyof ShellOperations;
  // The schema of a verb makes the input of the same verb; the pair is lost on the compiler.
  const operation = shell[known] as (input: unknown) => unknown;
  return operation(contract.shell[known].input.parse(request.input));
}

function isOurPage(event: IpcMainInvokeEvent, window: BrowserWindow | undefined): boolean {
  const frame = event.senderFrame;
  if (window === undefined || frame === null || frame !== window.webContents.mainFrame)
    return false;
  const [address] = frame.url.split("#");
  return address === startAddress;
}

function explain(error: unknown): Problem {
  return error instanceof z.ZodError
    ? new Problem("bad-input", `The window sent what is not understood: ${z.prettifyError(error)}`)
    : toProblem(error);
}
