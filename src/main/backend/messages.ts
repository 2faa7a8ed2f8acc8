import { z } from "zod";
import { printedDocument } from "../../shared/model/printed-document.ts";
import { call, event } from "../../shared/operation.ts";
import { problemValue } from "../../shared/problem.ts";

const printId = z.number().int();

/**
 * What goes to the worker: a call, what became of a document that it wanted printed, or the wish that
 * it close its workspace and end.
 */
export const toWorker = z.discriminatedUnion("type", [
  z.object({ type: z.literal("call"), call }),
  z.object({
    type: z.literal("printed"),
    printId,
    pdf: z.custom<Uint8Array>((value) => value instanceof Uint8Array),
  }),
  z.object({ type: z.literal("notPrinted"), printId, problem: problemValue }),
  z.object({ type: z.literal("close") }),
]);
export type ToWorker = z.infer<typeof toWorker>;

/**
 * What comes from the worker: the reply to a call, an event, a document to print or to print no more,
 * or that it has closed.
 *
 * A reply is JSON text until it is where it is read: a text of millions of characters crosses a thread,
 * a process and the window's bridge many times as fast as the objects that it stands for.
 */
export const fromWorker = z.discriminatedUnion("type", [
  z.object({ type: z.literal("reply"), callId: z.string(), reply: z.string() }),
  z.object({ type: z.literal("event"), event }),
  z.object({ type: z.literal("print"), printId, document: printedDocument }),
  z.object({ type: z.literal("stopPrinting"), printId }),
  z.object({ type: z.literal("closed") }),
]);
export type FromWorker = z.infer<typeof fromWorker>;

/** What the worker is started with. */
export const workerStart = z.object({
  root: z.string(),
  nativeBinding: z.string().optional(),
});
export type WorkerStart = z.infer<typeof workerStart>;
