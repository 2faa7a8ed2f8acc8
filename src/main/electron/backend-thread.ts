import { Worker } from "node:worker_threads";
import type { Call, Event, Reply, Subscribe } from "../../shared/operation.ts";
import type { PrintedDocument } from "../../shared/model/printed-document.ts";
import { fromWorker, type ToWorker, type WorkerStart } from "../backend/messages.ts";
import type { Printer } from "../backend/printer.ts";
import { toProblem } from "./to-problem.ts";

/** The backend, seen from this side of its thread. */
export interface BackendThread {
  /** Starts the thread before its first call, where one is certain to come. */
  readonly start: () => void;
  /** Gives the reply as JSON text. */
  readonly send: (call: Call) => Promise<string>;
  readonly subscribe: Subscribe;
  /** Closes the open workspace, so that it is one whole file, and ends the thread. */
  readonly close: () => Promise<void>;
}

/**
 * The backend in a thread of its own, so that nothing here ever waits for a database.
 *
 * The thread starts with `start` or the first call: a window that opens with nothing in it does not
 * share the processor with it. Should the thread end by itself, its open calls and all later ones
 * are answered with a problem. What it wants printed is printed by `print`.
 */
export function backendThread(file: URL, workerData: WorkerStart, print: Printer): BackendThread {
  let worker: Worker | undefined;
  const waiting = new Map<string, (reply: string) => void>();
  const printing = new Map<number, AbortController>();
  const listeners = new Set<(event: Event) => void>();
  let onClosed: (() => void) | undefined;
  let ended: string | undefined;

  const end = (why: string) => {
    const stopped: Reply = {
      ok: false,
      problem: {
        code: "internal",
        message: `Casemate's engine stopped (${why}). What was saved is safe; start Casemate again.`,
      },
    };
    ended ??= JSON.stringify(stopped);
    for (const answer of waiting.values()) answer(ended);
    waiting.clear();
    for (const abort of printing.values()) abort.abort();
    onClosed?.();
  };
  const receive = (received: unknown) => {
    const message = fromWorker.parse(received);
    switch (message.type) {
      case "reply":
        waiting.get(message.callId)?.(message.reply);
        waiting.delete(message.callId);
        break;
      case "event":
        for (const listener of listeners) listener(message.event);
        break;
      case "print":
        void printFor(message.printId, message.document);
        break;
      case "stopPrinting":
        printing.get(message.printId)?.abort();
        break;
      case "closed":
        onClosed?.();
        break;
    }
  };
  const printFor = async (printId: number, document: PrintedDocument) => {
    const abort = new AbortController();
    printing.set(printId, abort);
    try {
      post({ type: "printed", printId, pdf: await print(document, abort.signal) });
    } catch (error) {
      post({ type: "notPrinted", printId, problem: toProblem(error).toValue() });
    } finally {
      printing.delete(printId);
    }
  };
  const start = (): Worker => {
    const started = new Worker(file, { workerData });
    started.on("error", (error) => end(error instanceof Error ? error.message : String(error)));
    started.on("exit", (code) => end(`code ${code}`));
    started.on("message", receive);
    return started;
  };
  const post = (message: ToWorker) => {
    worker ??= start();
    worker.postMessage(message);
  };

  return {
    start: () => {
      worker ??= start();
    },
    send: (call) =>
      new Promise((resolve) => {
        if (ended !== undefined) {
          resolve(ended);
          return;
        }
        waiting.set(call.callId, resolve);
        post({ type: "call", call });
      }),
    subscribe: (listener) => {
      listeners.add(listener);
      return () => {
        listeners.delete(listener);
      };
    },
    close: async () => {
      if (ended !== undefined || worker === undefined) return;
      await new Promise<void>((resolve) => {
        onClosed = resolve;
        post({ type: "close" });
      });
      await worker.terminate();
    },
  };
}
