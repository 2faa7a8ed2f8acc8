import type { MarkedThings, MarkingChoice } from "../../shared/model/marking.ts";
import type { PrintedDocument } from "../../shared/model/printed-document.ts";
import { wordsOfMarking } from "../../shared/markings.ts";
import { workbench } from "../workbench.ts";

/** Makes what was decided about a marking the choice of an export; records a lowering. */
export type ChooseMarking = () => Promise<{ readonly marked?: MarkingChoice }>;

/** A file that is about to leave. */
interface Leaving {
  readonly things: MarkedThings;
  /** What leaves, as a lowering is recorded with it: "Plan of Amber Quay". */
  readonly what: string;
}

/** What the window asks about a file that is about to leave; null answers that it does not. */
export interface MarkingQuestion extends Leaving {
  readonly answer: (choose: ChooseMarking | null) => void;
}

let asked: MarkingQuestion | null = null;
const listeners = new Set<() => void>();

function ask(question: MarkingQuestion | null): void {
  asked = question;
  for (const listener of listeners) listener();
}

/** The question that waits for its answer. */
export const currentQuestion = {
  get: (): MarkingQuestion | null => asked,
  subscribe: (listener: () => void): (() => void) => {
    listeners.add(listener);
    return () => listeners.delete(listener);
  },
};

/** Asks how a file is to be marked, where what is in it is marked at all; null = it does not leave. */
async function askMarking({ things, what }: Leaving): Promise<ChooseMarking | null> {
  const { banner } = await workbench.markings.required(things);
  if (banner.text === "") return () => Promise.resolve({});
  asked?.answer(null);
  return new Promise((resolve) => {
    ask({
      things,
      what,
      answer: (choose) => {
        ask(null);
        resolve(choose);
      },
    });
  });
}

/** How a file is called before the user says otherwise. */
interface Suggested {
  /** With its ending. */
  readonly suggested: string;
  readonly extension: string;
}

/**
 * Saves a text with its marking where the user says; null where the user cancels.
 *
 * `text` makes it from the words of the marking, null = none.
 */
export async function saveMarkedText({
  text,
  suggested,
  extension,
  ...leaving
}: Leaving & Suggested & { readonly text: (marking: string | null) => string }): Promise<
  string | null
> {
  return writeMarkedFile({
    ...{ ...leaving, suggested, extension },
    write: async (path, marked) => {
      const written = await workbench.markings.written({ things: leaving.things, ...marked });
      await workbench.shell.writeText({ path, text: text(wordsOfMarking(written)) });
      return path;
    },
  });
}

/** Saves a comparison or another answer as JSON, its marking first. */
export function saveMarkedJson({
  value,
  suggested,
  ...leaving
}: Leaving & { readonly suggested: string; readonly value: object }): Promise<string | null> {
  return saveMarkedText({
    ...leaving,
    ...{ suggested: `${suggested}.json`, extension: "json" },
    text: (marking) =>
      `${JSON.stringify(marking === null ? value : { marking, ...value }, null, 2)}\n`,
  });
}

/** Has a file written where the user says, with its marking; null where the user cancels. */
export async function writeMarkedFile<Written>({
  suggested,
  extension,
  write,
  ...leaving
}: Leaving &
  Suggested & {
    readonly write: (path: string, marked: { readonly marked?: MarkingChoice }) => Promise<Written>;
  }): Promise<Written | null> {
  const choose = await askMarking(leaving);
  if (choose === null) return null;
  const path = await workbench.shell.chooseSaveFile({ suggested, extension });
  return path === null ? null : write(path, await choose());
}

/** Makes a document with its marking and saves it as PDF; null where the user cancels. */
export async function savePrintedMarked({
  suggested,
  print,
  ...leaving
}: Leaving & {
  /** Without an ending. */
  readonly suggested: string;
  readonly print: (marked: { readonly marked?: MarkingChoice }) => Promise<PrintedDocument>;
}): Promise<string | null> {
  return writeMarkedFile({
    ...{ ...leaving, suggested: `${suggested}.pdf`, extension: "pdf" },
    write: async (path, marked) => {
      await workbench.shell.writePdf({ path, document: await print(marked) });
      return path;
    },
  });
}
