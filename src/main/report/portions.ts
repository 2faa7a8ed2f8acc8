import type { Marking } from "../../shared/model/marking.ts";
import type { ReportBlock, ReportCell, ReportTable } from "../../shared/model/report-document.ts";
import type { ReportFacts } from "../../shared/model/report-facts.ts";
import type { ReportContent } from "../../shared/model/report-template.ts";
import { isLower, joinMarkings, portionOf } from "../../shared/markings.ts";

/**
 * The portion marks of a report: a part that is about something with a marking of its own carries
 * that one, all else the assessment's. None is higher than the banner. All are null where the report
 * asks for none.
 */
export interface Portions {
  /** The mark of what is said about things and of ours beside each other: never lower than any. */
  readonly of: (markings: readonly (Marking | undefined)[]) => string | null;
  /** Marks what says of a thing what it is, and nothing of ours: its marking alone, be it lower. */
  readonly only: (
    marking: Marking | undefined,
    blocks: readonly ReportBlock[],
  ) => readonly ReportBlock[];
  /** Marks blocks as {@link of} says. */
  readonly beside: (
    markings: readonly (Marking | undefined)[],
    blocks: readonly ReportBlock[],
  ) => readonly ReportBlock[];
  /**
   * Marks a block that is not marked yet: by its section's markings and by the names of marked
   * things in it; of a table every row, where one says more than its caption.
   */
  readonly mark: (block: ReportBlock, ofSection: readonly Marking[]) => ReportBlock;
}

const asItStands: Portions = {
  of: () => null,
  only: (_marking, blocks) => blocks,
  beside: (_markings, blocks) => blocks,
  mark: (block) => {
    if (block.kind !== "table") return block;
    const { rowPortions: _, ...table } = block;
    return table;
  },
};

/** The portion marks of a report as somebody chose it. */
export function makePortions(facts: ReportFacts, content: ReportContent): Portions {
  const { marking } = facts;
  if (!content.portionMarks) return asItStands;
  const { schemes, markings: written, own = written } = marking;
  const known = new Map<string, string | null>();
  /** Null where it says nothing. */
  const wordsOf = (markings: readonly Marking[]): string | null => {
    const key = JSON.stringify(markings);
    const before = known.get(key);
    if (before !== undefined) return before;
    const joined = joinMarkings(schemes, markings);
    // A report that was lowered says of no part of it what it does not say of itself.
    const words = portionOf(schemes, isLower(schemes, written, joined) ? written : joined);
    known.set(key, words === "" ? null : words);
    return words === "" ? null : words;
  };
  /** What a thing's own marking makes of the assessment's, which stays in the other schemes. */
  const standingFor = (one: Marking): Marking[] => [
    ...own.filter(({ scheme }) => scheme !== one.scheme),
    one,
  ];
  const ours = own === written ? marking.portion : wordsOf(own);
  const besides = (markings: readonly (Marking | undefined)[]): string | null => {
    const others = markings.filter((one) => one !== undefined);
    return others.length === 0 ? ours : wordsOf([...own, ...others]);
  };
  const finder = makeFinder(facts);
  const set = (portion: string | null, blocks: readonly ReportBlock[]) =>
    blocks.map((block) => withPortion(block, portion));
  return {
    of: besides,
    only: (one, blocks) => set(one === undefined ? ours : wordsOf(standingFor(one)), blocks),
    beside: (markings, blocks) => set(besides(markings), blocks),
    mark: (block, ofSection) => {
      if (block.kind === "figures") return block;
      const portionIn = (texts: readonly string[]) => besides([...ofSection, ...finder(texts)]);
      if (block.kind !== "table") {
        return { ...block, portion: block.portion ?? portionIn(textsOf(block)) };
      }
      const portion = block.portion ?? portionIn([block.caption, block.note ?? ""]);
      // What a section marked whole, it marked with its rows.
      const rows =
        block.rowPortions ??
        block.rows.map((row) => (block.portion === null ? portionIn(row.map(textOf)) : portion));
      const { rowPortions: _, ...table } = block;
      return rows.every((each) => each === portion)
        ? { ...table, portion }
        : { ...table, portion, rowPortions: [...rows] };
    },
  };
}

function withPortion(block: ReportBlock, portion: string | null): ReportBlock {
  return block.kind === "figures" ? block : { ...block, portion };
}

/** Finds the markings of the things that texts name, by name or ID; as a whole word alone. */
function makeFinder({ actors, emulation }: ReportFacts) {
  const byWord = new Map<string, Marking[]>();
  const add = (word: string, marking: Marking | undefined) => {
    if (marking === undefined || word.trim() === "") return;
    byWord.set(word, [...(byWord.get(word) ?? []), marking]);
  };
  for (const { id, name, marking } of actors) {
    add(id, marking);
    add(name, marking);
  }
  for (const { name, marking } of emulation.runs) add(name, marking);
  if (byWord.size === 0) return (): readonly Marking[] => [];
  const words = [...byWord.keys()]
    .sort((a, b) => b.length - a.length)
    .map((word) => word.replace(/[\\^$.*+?()[\]{}|/]/g, "\\$&"));
  const any = new RegExp(`(?<![\\p{L}\\p{N}])(?:${words.join("|")})(?![\\p{L}\\p{N}])`, "gu");
  return (texts: readonly string[]): readonly Marking[] => [
    ...new Set(
      texts.flatMap((text) => [...text.matchAll(any)].flatMap(([word]) => byWord.get(word) ?? [])),
    ),
  ];
}

function textsOf(block: Exclude<ReportBlock, ReportTable | { kind: "figures" }>): string[] {
  switch (block.kind) {
    case "heading":
    case "paragraph":
      return [block.text];
    case "list":
      return block.items;
    case "facts":
      return block.rows.map(({ text }) => text);
    case "picture":
      return [block.caption, block.alt];
  }
}

function textOf(cell: ReportCell): string {
  if (typeof cell === "string") return cell;
  return typeof cell === "object" && (cell?.kind === "id" || cell?.kind === "strong")
    ? cell.text
    : "";
}
