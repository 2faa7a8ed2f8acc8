import type { PrintedDocument } from "../../shared/model/printed-document.ts";
import { Problem } from "../../shared/problem.ts";

/**
 * Makes a PDF of a document, as the desktop shell's printing does.
 *
 * Ends with `cancelled` once the signal aborts.
 */
export type Printer = (document: PrintedDocument, signal: AbortSignal) => Promise<Uint8Array>;

/** Where nobody prints. */
export const noPrinter: Printer = () =>
  Promise.reject(
    new Problem("not-found", "PDF is printed by Casemate's own window, and there is none here."),
  );
