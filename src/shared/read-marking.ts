import type { Marking, MarkingCaveat, MarkingScheme } from "./model/marking.ts";
import { betweenSchemes } from "./markings.ts";
import { Problem } from "./problem.ts";

/**
 * Reads markings as a banner or a portion mark writes them: "SECRET//NOFORN", "S//NF", "TLP:AMBER",
 * several schemes as "SECRET | TLP:AMBER". `scheme:` before it says whose level it is.
 *
 * Throws `bad-input` where no scheme has the words, `ambiguous` where several have.
 */
export function readMarkings(schemes: readonly MarkingScheme[], text: string): Marking[] {
  return text.split(betweenSchemes.trim()).map((part) => readOne(schemes, part.trim()));
}

function readOne(schemes: readonly MarkingScheme[], text: string): Marking {
  const [, id, rest] = /^([a-z0-9+-]+):(.*)$/.exec(text) ?? [];
  const named = schemes.filter((scheme) => scheme.id === id);
  const found = (named.length > 0 ? named : schemes).flatMap((scheme) =>
    readIn(scheme, (named.length > 0 ? (rest ?? "") : text).trim()),
  );
  const [marking, ...others] = found;
  if (marking === undefined) {
    throw new Problem("bad-input", `No marking scheme has "${text}".`, {
      candidates: schemes.flatMap((scheme) => scheme.levels.map((level) => level.text || "none")),
    });
  }
  if (others.length > 0) {
    throw new Problem("ambiguous", `Several marking schemes have "${text}".`, {
      candidates: found.map(({ scheme }) => `${scheme}:${text}`),
    });
  }
  return marking;
}

/** The marking that words stand for in a scheme; the longest level that they begin with. */
function readIn(scheme: MarkingScheme, text: string): Marking[] {
  const { levels, separators } = scheme;
  const words = text.toUpperCase();
  const found = levels
    .flatMap((level) =>
      [level.text, level.short, level.id].map((word) => ({ level, word: word.toUpperCase() })),
    )
    .filter(
      ({ word }) =>
        words === word ||
        (word !== "" && words.startsWith(`${word}${separators.level.toUpperCase()}`)),
    )
    .sort((a, b) => b.word.length - a.word.length);
  for (const { level, word } of found) {
    const rest = words.slice(word.length + separators.level.length);
    const caveats = rest === "" ? [] : readCaveats(scheme, rest);
    if (caveats !== null) return [{ scheme: scheme.id, level: level.id, caveats, block: [] }];
  }
  return [];
}

/** Caveats from the left, each the longest that fits; null where something is none. */
function readCaveats(scheme: MarkingScheme, text: string): Marking["caveats"] | null {
  if (text === "") return [];
  const separator = scheme.separators.caveats.toUpperCase();
  const found = scheme.caveats
    .flatMap((caveat) =>
      [caveat.text, caveat.short].map((word) => ({ caveat, word: word.toUpperCase() })),
    )
    .sort((a, b) => b.word.length - a.word.length);
  for (const { caveat, word } of found) {
    if (!text.startsWith(word)) continue;
    for (const end of endsOf(text, separator)) {
      const names = readNames(caveat, text.slice(word.length, end));
      if (names === null || end < word.length) continue;
      const others = readCaveats(scheme, text.slice(end + separator.length));
      if (others !== null) return [{ id: caveat.id, names }, ...others];
    }
  }
  return null;
}

/** Where a caveat can end: before each separator, and at the end. */
function endsOf(text: string, separator: string): number[] {
  const ends: number[] = [];
  for (let at = text.indexOf(separator); at >= 0; at = text.indexOf(separator, at + 1))
    ends.push(at);
  return [...ends, text.length];
}

function readNames({ names }: MarkingCaveat, text: string): string[] | null {
  if (text === "") return names === undefined ? [] : null;
  if (names === undefined || !text.startsWith(" ")) return null;
  const found = text.split(names.separator.trim() || names.separator).map((name) => name.trim());
  return found.every((name) => name !== "") ? found : null;
}
