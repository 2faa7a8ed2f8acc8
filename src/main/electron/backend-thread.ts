import { Worker } from "node:worker_threads";
import type { Event, Reply, Send, Subscribe } from "../../shared/operation.ts";
import { fromWorker, type ToWorker, type WorkerStart } from "../backend/messages.ts";

/** The backend, seen from this side of its thread. */
export interface BackendThread {
  readonly send: Send;
  readonly subscribe: Subscribe;
  /** Closes the open workspace, so that it is one whole file, and ends the thread. */
  readonly close: () => Promise<void>;
}

/**
 * Starts the backend in a thread of its own, so that nothing here ever waits for a database.
 *
 * Should the thread end by itself, its open calls and all later ones are answered with a problem.
 */
export function startBackendThread(file: URL, start: WorkerStart): BackendThread {
  const worker = new Worker(file, { workerData: start });
  const post = (message: ToWorker) => worker.postMessage(message);
  const waiting = new Map<string, (reply: Reply) => void>();
  const listeners = new Set<(event: Event) => void>();
  let onClosed: (() => void) | undefined;
  let ended: Reply | undefined;

  const end = (why: string) => {
    ended ??= {
      ok: false,
      problem: {
        code: "internal",
        message: `Casemate's engine stopped (${why}). What was saved is safe; start Casemate again.`,
      },
    };
    for (const answer of waiting.values()) answer(ended);
    waiting.clear();
    onClosed?.();
  };
  worker.on("error", (error) => end(error instanceof Error ? error.message : String(error)));
  worker.on("exit", (code) => end(`code ${code}`));
  worker.on("message", (received: unknown) => {
    const message = fromWorker.parse(received);
    switch (message.type) {
      case "reply":
        waiting.get(message.callId)?.(message.reply);
        waiting.delete(message.callId);
        break;
      case "event":
        for (const listener of listeners) listener(message.event);
        break;
      case "closed":
        onClosed?.();
        break;
    }
  });

  return {
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
      if (ended !== undefined) return;
      await new Promise<void>((resolve) => {
        onClosed = resolve;
        post({ type: "close" });
      });
      await worker.terminate();
    },
  };
}
