import { parentPort, workerData } from "node:worker_threads";
import type { FromWorker } from "./messages.ts";
import { toWorker, workerStart } from "./messages.ts";
import { startWorkbench } from "./start-workbench.ts";

/*
 * The worker thread in which the database and every handler live, so that neither the window nor
 * Electron's main process waits for them.
 */
const port = parentPort;
if (port === null) throw new Error("The backend runs in a worker thread.");

const start = workerStart.parse(workerData);
const workbench = startWorkbench({
  root: start.root,
  nativeBinding: start.nativeBinding,
  now: () => new Date(),
});
const post = (message: FromWorker) => port.postMessage(message);

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
    case "close":
      void workbench.close().finally(() => post({ type: "closed" }));
      break;
  }
});
