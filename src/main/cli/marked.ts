import type { Command } from "commander";
import { Option } from "commander";
import type { MarkedThings, Marking, MarkingChoice } from "../../shared/model/marking.ts";
import { readMarkings } from "../../shared/read-marking.ts";
import { wordsOfMarking } from "../../shared/markings.ts";
import { Problem } from "../../shared/problem.ts";
import { printJson, printLines } from "./print.ts";
import type { Session } from "./session.ts";

/** What the options of a command say of the marking of what it writes. */
export interface MarkedOptions {
  readonly marking?: string;
  readonly loweringReason?: string;
  readonly loweredBy?: string;
}

/** Options by which what is written carries another marking than its parts ask for. */
function markedOptions(): Option[] {
  return [
    new Option("--marking <marking>", 'such as "SECRET//NOFORN" or TLP:AMBER; default: as it must'),
    new Option("--lowering-reason <text>", "why it is lower than its parts; this is recorded"),
    new Option("--lowered-by <name>", "whose decision that is").default("Command line"),
  ];
}

/** Adds those options to a command. */
export function withMarkedOptions(command: Command): Command {
  for (const option of markedOptions()) command.addOption(option);
  return command;
}

/** Reads markings by the schemes of the workspace. */
export async function parseMarkings({ client }: Session, text: string): Promise<Marking[]> {
  const known = await client.markings.schemes({});
  return readMarkings(
    known.map(({ scheme }) => scheme),
    text,
  );
}

/**
 * How an export of things is to be marked; records the lowering where there is a reason for one.
 *
 * `what` names what leaves: "Plan of Amber Quay". Throws `bad-input` for a reason without a marking.
 */
export async function chooseMarking(
  session: Session,
  { marking, loweringReason, loweredBy = "" }: MarkedOptions,
  things: MarkedThings,
  what: string,
): Promise<{ readonly marked?: MarkingChoice }> {
  if (marking === undefined) {
    if (loweringReason === undefined) return {};
    throw new Problem("bad-input", "There is a reason to lower the marking, but to which?", {
      remedy: "Add --marking.",
    });
  }
  const markings = await parseMarkings(session, marking);
  if (loweringReason === undefined) return { marked: { markings } };
  const { id } = await session.client.markings.lower({
    ...{ what, things, markings },
    ...{ reason: loweringReason, who: loweredBy },
  });
  return { marked: { loweringId: id } };
}

/**
 * Prints an answer with its marking: as a JSON document that names it, or as lines between it.
 *
 * `things` and `what` as for {@link chooseMarking}.
 */
export async function printMarked(
  session: Session,
  options: MarkedOptions & { readonly json?: true },
  { things, what }: { readonly things: MarkedThings; readonly what: string },
  { value, lines }: { readonly value: object; readonly lines: () => readonly string[] },
): Promise<void> {
  const choice = await chooseMarking(session, options, things, what);
  const marking = wordsOfMarking(await session.client.markings.written({ things, ...choice }));
  if (options.json) printJson(marking === null ? value : { marking, ...value });
  else printLines(marking === null ? lines() : [marking, "", ...lines(), "", marking]);
}
