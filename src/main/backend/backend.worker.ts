import { parentPort, workerData } from "node:worker_threads";
import { Problem } from "../../shared/problem.ts";
import type { FromWorker } from "./messages.ts";
import { toWorker, workerStart } from "./messages.ts";
import type { Printer } from "./printer.ts";
import { startWorkbench } from "./start-workbench.ts";

/*
 * The worker thread in which the database and every handler live, so that neither the window nor
 * Electron's main process waits for them.
 */
const port = parentPort;
if (port === null) throw new Error("The backend runs in a worker thread.");

const start = workerStart.parse(workerData);
const post = (message: FromWorker) => port.postMessage(message);

/** Documents that the main process prints. */
const printing = new Map<number, PromiseWithResolvers<Uint8Array>>();
let prints = 0;
const print: Printer = (document, signal) => {
  const printId = (prints += 1);
  const printed = Promise.withResolvers<Uint8Array>();
  printing.set(printId, printed);
  signal.addEventListener("abort", () => post({ type: "stopPrinting", printId }), { once: true });
  post({ type: "print", printId, document });
  return printed.promise.finally(() => printing.delete(printId));
};

const workbench = startWorkbench(
  { root: start.root, nativeBinding: start.nativeBinding, now: () => new Date() },
  print,
);

workbench.subscribe((event) => post({ type: "event", event }));
port.on("message", (message: unknown) => {
  const request = toWorker.parse(message);
  switch (request.type) {
    case "call":
      void workbench
        .send(request.call)
        .then((reply) =>
          post({ type: "reply", callId: request.call.callId, reply: JSON.stringify(reply) }),
        );
      break;
    case "printed":
      printing.get(request.printId)?.resolve(request.pdf);
      break;
    case "notPrinted": {
      const { code, message: words, place } = request.problem;
      printing.get(request.printId)?.reject(new Problem(code, words, place));
      break;
    }
    case "close":
      void workbench.close().finally(() => post({ type: "closed" }));
      break;
  }
});
