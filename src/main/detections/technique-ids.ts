import { normaliseTechniqueId } from "../../shared/model/attack-id.ts";

/** What a text that should name techniques turned out to name. */
interface NamedInText {
  /** IDs in their normal form where they have one, else as written; each once, in order. */
  readonly techniques: readonly string[];
  /** Tactics that stood among them. */
  readonly tactics: readonly string[];
}

/**
 * Tactics of all domains and releases, by their short names.
 *
 * Only tells a tactic from free text where a source mixes both; which tactics exist, the catalogue
 * says.
 */
const tacticNames: ReadonlySet<string> = new Set([
  "reconnaissance",
  "resource-development",
  "initial-access",
  "execution",
  "persistence",
  "privilege-escalation",
  "defense-evasion",
  "stealth",
  "defense-impairment",
  "credential-access",
  "discovery",
  "lateral-movement",
  "collection",
  "command-and-control",
  "exfiltration",
  "impact",
  "network-effects",
  "remote-service-effects",
  "evasion",
  "inhibit-response-function",
  "impair-process-control",
]);

/** Words that say that nothing is mapped. */
const placeholders: ReadonlySet<string> = new Set([
  "",
  "-",
  "--",
  "?",
  "n/a",
  "na",
  "n.a.",
  "none",
  "(none)",
  "null",
  "nil",
  "no",
  "not mapped",
  "not applicable",
  "unmapped",
  "(unmapped)",
  "untagged",
  "no technique",
  "without technique",
  "unknown",
  "tbd",
  "todo",
]);

/** Whether a text stands for "nothing", such as `-`, `n/a` or `unmapped`. */
export function isPlaceholder(text: string): boolean {
  return placeholders.has(text.trim().toLowerCase());
}

/** An ID among other text: not a part of a longer word, number or dotted name. */
const idInText = /(?<![\w.])T\d{4}(?:[./]\d{3})?(?!\.?\w)/gi;

/** All well-formed technique IDs in a text, in their normal form, each once. */
export function findTechniqueIds(text: string): string[] {
  const found = new Set<string>();
  for (const [match] of text.matchAll(idInText)) {
    const normal = normaliseTechniqueId(match);
    if (normal.form === "technique") found.add(normal.id);
  }
  return [...found];
}

/**
 * Reads a list of techniques in the forms in which tools and people write it.
 *
 * Takes lists with commas, semicolons, bars or line breaks, an ID with its name beside it, and
 * addresses of ATT&CK's website. A tactic among them is told apart. What is neither is kept as
 * written, so that it is reported and not lost.
 */
export function readTechniqueList(text: string): NamedInText {
  const techniques = new Set<string>();
  const tactics = new Set<string>();
  for (const part of text.split(/[,;|\r\n\t]+/)) {
    const piece = withoutListSigns(part);
    if (isPlaceholder(piece)) continue;
    const ids = findTechniqueIds(piece);
    if (ids.length > 0) for (const id of ids) techniques.add(id);
    else if (isTactic(piece)) tactics.add(normaliseTactic(piece));
    else techniques.add(normaliseWritten(piece));
  }
  return { techniques: [...techniques], tactics: [...tactics] };
}

/** Takes away what is left of a list that a tool wrote as text; by hand, to stay linear. */
function withoutListSigns(text: string): string {
  const isSign = (at: number) => /[\s"'[\](){}]/.test(text[at] ?? "x");
  let start = 0;
  let end = text.length;
  while (isSign(start)) start += 1;
  while (end > start && isSign(end - 1)) end -= 1;
  return text.slice(start, end);
}

/** A written ID in its normal form, or as it came where it has none. */
export function normaliseWritten(written: string): string {
  const normal = normaliseTechniqueId(written);
  return normal.form === "technique" ? normal.id : written.trim().slice(0, 200);
}

/** Whether a text is the ID or a known name of a tactic. */
export function isTactic(text: string): boolean {
  const tactic = normaliseTactic(text);
  return /^TA\d{4}$/.test(tactic) || tacticNames.has(tactic);
}

/** Reads a list of tactics; every entry is taken for one. */
export function readTacticList(text: string): string[] {
  const tactics = text
    .split(/[,;|\r\n\t]+/)
    .map((piece) => piece.trim())
    .filter((piece) => !isPlaceholder(piece));
  return [...new Set(tactics.map(normaliseTactic))];
}

/**
 * A tactic in the catalogue's spelling: its ID, or its short name as in `defense-evasion`.
 *
 * Takes underscores, spaces, `&` and joined words with capitals (`DefenseEvasion`).
 */
export function normaliseTactic(written: string): string {
  const text = written.trim().slice(0, 200);
  if (/^ta\d{4}$/i.test(text)) return text.toUpperCase();
  return text
    .replace(/([a-z])([A-Z])/g, "$1-$2")
    .replace(/&/g, " and ")
    .replace(/[\s_-]+/g, "-")
    .toLowerCase();
}
