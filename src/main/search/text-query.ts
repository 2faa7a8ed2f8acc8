/** Words of a text as the full-text index cuts them. */
export function wordsOf(text: string): string[] {
  return text.normalize("NFC").match(/[\p{L}\p{N}\p{M}]+/gu) ?? [];
}

/**
 * The query of the full-text index for a text that somebody typed: every word, each as a beginning.
 *
 * Words alone, each in quotes: nothing of the text is syntax to the index. Null without a word.
 */
export function buildTextQuery(text: string): string | null {
  const words = wordsOf(text);
  return words.length === 0 ? null : words.map((word) => `"${word}"*`).join(" ");
}

/** A part of a text around a match, and where in it the match lies. */
export interface Snippet {
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

/** Characters shown before and after a match. */
const before = 60;
const after = 120;

/**
 * The part of a text around its first word that begins with one of the words searched for.
 *
 * Links are shown by their text and citations left out, as they would be when reading. Where accents
 * alone made the match, the beginning of the text, with an empty range.
 */
export function cutSnippet(text: string, words: readonly string[]): Snippet {
  const plain = text
    .replace(/\[([^[\]]*)\]\([^()\s]*\)/g, "$1")
    .replace(/\(Citation: [^()]*\)/g, "")
    .replace(/\s+/g, " ")
    .trim();
  const found = findWord(plain, words);
  const from = wordStart(plain, Math.max(0, (found?.start ?? 0) - before));
  const to = Math.min(plain.length, (found?.end ?? 0) + after);
  const head = from > 0 ? "…" : "";
  const tail = to < plain.length ? "…" : "";
  const shift = head.length - from;
  return {
    text: head + plain.slice(from, to) + tail,
    start: found === null ? 0 : found.start + shift,
    end: found === null ? 0 : found.end + shift,
  };
}

function findWord(
  text: string,
  words: readonly string[],
): { readonly start: number; readonly end: number } | null {
  if (words.length === 0) return null;
  // Words hold letters and digits alone, so that none of them is syntax to the expression.
  const match = new RegExp(`(?<![\\p{L}\\p{N}])(?:${words.join("|")})`, "iu").exec(text);
  return match === null ? null : { start: match.index, end: match.index + match[0].length };
}

/** The next place at or after one where a word begins. */
function wordStart(text: string, from: number): number {
  if (from === 0) return 0;
  const space = text.indexOf(" ", from);
  return space === -1 ? from : space + 1;
}
