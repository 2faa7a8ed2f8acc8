import { inkOn } from "./colour.ts";
import type {
  Marking,
  MarkingCaveat,
  MarkingLevel,
  MarkingScheme,
  WrittenMarking,
} from "./model/marking.ts";
import type { LabelledText, ReportBanner } from "./model/banner.ts";
import { Problem } from "./problem.ts";

/** Between the markings of several schemes, where they stand in one line. */
export const betweenSchemes = " | ";

/** A banner that says nothing. */
export const emptyBanner: ReportBanner = {
  text: "",
  colour: "#FFFFFF",
  ink: "#0b0f15",
  align: "centre",
  parts: [],
};

/** A marking with what its scheme says of it. */
interface ReadMarking {
  readonly marking: Marking;
  readonly scheme: MarkingScheme;
  readonly level: MarkingLevel;
  /** From 0, the lowest. */
  readonly rank: number;
}

/** Reads a marking by its scheme. Throws `not-found` where no scheme has its level or caveats. */
function readMarking(schemes: readonly MarkingScheme[], marking: Marking): ReadMarking {
  const scheme = schemes.find(({ id }) => id === marking.scheme);
  if (scheme === undefined) throw unknownMarking(`marking scheme "${marking.scheme}"`);
  const missing = missingIn(scheme, marking);
  const rank = scheme.levels.findIndex(({ id }) => id === marking.level);
  const level = scheme.levels[rank];
  if (level === undefined || missing !== null) {
    throw unknownMarking(`${missing ?? "level"} in the marking scheme "${scheme.name}"`);
  }
  return { marking, scheme, level, rank };
}

function unknownMarking(what: string): Problem {
  return new Problem("not-found", `There is no ${what}.`, {
    remedy: "Import the scheme in Settings > Markings, or choose another marking.",
  });
}

/** The first thing of a marking that a scheme does not have, such as its level; null = none. */
export function missingIn(
  { levels, caveats, block }: MarkingScheme,
  marking: Marking,
): string | null {
  if (!levels.some(({ id }) => id === marking.level)) return `level "${marking.level}"`;
  for (const { id, names } of marking.caveats) {
    const caveat = caveats.find((known) => known.id === id);
    if (caveat === undefined) return `caveat "${id}"`;
    if (caveat.names === undefined && names.length > 0) return `room for names after "${id}"`;
  }
  const line = marking.block.find(({ id }) => !block.some((known) => known.id === id));
  return line === undefined ? null : `line "${line.id}" of the block`;
}

/** Refuses a marking that no scheme has. Throws `not-found`. */
export function checkMarking(schemes: readonly MarkingScheme[], marking: Marking): void {
  readMarking(schemes, marking);
}

const byText = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);

/** Those that say something, by scheme, in the order of the schemes; right-aligned ones last. */
function readByScheme(
  schemes: readonly MarkingScheme[],
  markings: readonly Marking[],
): [ReadMarking, ...ReadMarking[]][] {
  const read = markings
    .map((marking) => readMarking(schemes, marking))
    .filter(({ level }) => level.text !== "");
  return schemes
    .toSorted((a, b) => Number(a.align === "right") - Number(b.align === "right"))
    .flatMap(({ id }) => {
      const [first, ...others] = read.filter(({ scheme }) => scheme.id === id);
      return first === undefined
        ? []
        : [[first, ...others] satisfies [ReadMarking, ...ReadMarking[]]];
    });
}

/**
 * The marking of a whole from those of its parts: of each scheme the highest level and every
 * restriction, and a release as far as every part has it. Schemes stand side by side; none takes
 * another's place. What is not marked is left out.
 */
export function joinMarkings(
  schemes: readonly MarkingScheme[],
  markings: readonly Marking[],
): Marking[] {
  return readByScheme(schemes, markings).map((parts) => {
    const [{ scheme }] = parts;
    const highest = parts.reduce((most, part) => (part.rank > most.rank ? part : most));
    const caveats = scheme.caveats.flatMap((caveat) => joinCaveat(caveat, parts));
    const taken = new Set(caveats.map(({ id }) => id));
    const stands = ({ id }: { readonly id: string }) => {
      const without = scheme.caveats.find((caveat) => caveat.id === id)?.without ?? [];
      return !without.some((other) => taken.has(other));
    };
    return {
      scheme: scheme.id,
      level: highest.level.id,
      caveats: caveats.filter(stands),
      block: scheme.block.flatMap(({ id }) => {
        const lines = parts.flatMap(({ marking }) =>
          marking.block.filter((line) => line.id === id),
        );
        return [...new Set(lines.map(({ text }) => text))]
          .sort(byText)
          .map((text) => ({ id, text }));
      }),
    };
  });
}

/** What a whole says of one caveat: nothing, or the caveat with its names. */
function joinCaveat(caveat: MarkingCaveat, parts: readonly ReadMarking[]): Marking["caveats"] {
  const asked = caveat.joins === "any" ? parts : parts.filter((part) => asksFor(caveat, part));
  const found = asked.flatMap((part) => caveatOf(part, caveat) ?? []);
  if (found.length === 0 || (caveat.joins === "all" && found.length < asked.length)) return [];
  if (caveat.names === undefined) return [{ id: caveat.id, names: [] }];
  const all = [...new Set(found.flatMap(({ names }) => names))].sort(byText);
  if (caveat.joins === "any") return [{ id: caveat.id, names: all }];
  const names = all.filter((name) => found.every((each) => each.names.includes(name)));
  // A release to nobody is none.
  return names.length === 0 ? [] : [{ id: caveat.id, names }];
}

function caveatOf({ marking }: ReadMarking, { id }: MarkingCaveat) {
  return marking.caveats.find((caveat) => caveat.id === id);
}

/**
 * Whether a part has a say in a release of the whole: those below its level have none, also where they
 * speak of it, or the whole would say something else when it is joined step by step.
 */
function asksFor(caveat: MarkingCaveat, { rank, scheme }: ReadMarking): boolean {
  return rank >= scheme.levels.findIndex(({ id }) => id === caveat.from);
}

/**
 * Whether markings are lower in any way than others: a scheme or a restriction that is missing, a
 * lower level, a release that the others do not give.
 */
export function isLower(
  schemes: readonly MarkingScheme[],
  written: readonly Marking[],
  required: readonly Marking[],
): boolean {
  const marked = joinMarkings(schemes, written);
  const whole = joinMarkings(schemes, [...written, ...required]);
  // What is as high as a part is what joining the part with it does not change.
  return bannerOf(schemes, marked).text !== bannerOf(schemes, whole).text;
}

/**
 * How a thing is marked that comes again with a marking: as high as both say. What is of two schemes
 * stays as it is, since a thing has a marking of one; null = none of its own.
 */
export function raiseMarking(
  schemes: readonly MarkingScheme[],
  ours: Marking | null,
  theirs: Marking | null,
): Marking | null {
  const both = [ours, theirs].filter((one) => one !== null);
  const [joined, ...others] = joinMarkings(schemes, both);
  return joined === undefined || others.length > 0 ? (ours ?? theirs) : joined;
}

/** A marking's words: the level and its caveats, as the banner or as a portion mark has them. */
function wordsOf({ marking, scheme, level }: ReadMarking, form: "text" | "short"): string {
  const { separators } = scheme;
  const caveats = scheme.caveats.flatMap((caveat) => {
    const found = marking.caveats.find(({ id }) => id === caveat.id);
    if (found === undefined) return [];
    const names = found.names.join(caveat.names?.separator ?? ", ");
    return [names === "" ? caveat[form] : `${caveat[form]} ${names}`];
  });
  return [level[form], ...(caveats.length === 0 ? [] : [caveats.join(separators.caveats)])].join(
    separators.level,
  );
}

/** The banner of markings, joined. */
export function bannerOf(
  schemes: readonly MarkingScheme[],
  markings: readonly Marking[],
): ReportBanner {
  const parts = readJoined(schemes, markings).map((read) => ({
    text: wordsOf(read, "text"),
    colour: read.level.colour,
    ink: read.level.ink ?? inkOn(read.level.colour),
    align: read.scheme.align,
  }));
  const [first] = parts;
  if (first === undefined) return emptyBanner;
  return { ...first, text: parts.map(({ text }) => text).join(betweenSchemes), parts };
}

/** The portion mark of markings, joined, without parentheses; empty = none. */
export function portionOf(schemes: readonly MarkingScheme[], markings: readonly Marking[]): string {
  return readJoined(schemes, markings)
    .map((read) => wordsOf(read, "short"))
    .filter((words) => words !== "")
    .join(betweenSchemes);
}

/** What the block of markings says, joined, line by line; lines that say nothing are left out. */
export function blockOf(
  schemes: readonly MarkingScheme[],
  markings: readonly Marking[],
): LabelledText[] {
  return readJoined(schemes, markings).flatMap(({ marking, scheme }) =>
    scheme.block.flatMap(({ id, label }) => {
      const texts = marking.block.filter((line) => line.id === id).map(({ text }) => text);
      return texts.length === 0 ? [] : [{ label, text: texts.join("; ") }];
    }),
  );
}

/** The words that a file carries; null = none. */
export function wordsOfMarking({ banner }: Pick<WrittenMarking, "banner">): string | null {
  return banner.text === "" ? null : banner.text;
}

/** Markings, joined, in every form in which they are written. */
export function writeMarking(
  schemes: readonly MarkingScheme[],
  markings: readonly Marking[],
): WrittenMarking {
  const joined = joinMarkings(schemes, markings);
  const portion = portionOf(schemes, joined);
  return {
    markings: joined,
    banner: bannerOf(schemes, joined),
    portion: portion === "" ? null : portion,
    block: blockOf(schemes, joined),
  };
}

function readJoined(
  schemes: readonly MarkingScheme[],
  markings: readonly Marking[],
): ReadMarking[] {
  return joinMarkings(schemes, markings).map((marking) => readMarking(schemes, marking));
}
