const vowel = /[aeiouy]/i;
/** Two consonants that are one sound, or that English likes to keep together. */
const together = /^(th|ch|sh|ph|ck|gh|wh|qu|ng|st|sp|sc|tr|dr|pr|br|cr|gr|fr|pl|bl|cl|gl|fl|sl)$/i;
const ending = /(tions?|sions?|ments?|ness|ables?|ings?|ated|ates?|ture|tures|tials?|ware)$/i;

const softHyphen = "\u00AD";

function breakWord(word: string): string {
  const places = new Set<number>();
  const tail = ending.exec(word);
  if (tail !== null && tail.index >= 4) places.add(tail.index);
  for (let at = 3; at < word.length - 3; at += 1) {
    const pair = word.slice(at - 1, at + 1);
    const [before = "", after = ""] = pair;
    const between = !vowel.test(before) && !vowel.test(after) && !together.test(pair);
    const sounds = vowel.test(word[at - 2] ?? "") && vowel.test(word[at + 1] ?? "");
    if ((between && sounds) || /\p{Ll}\p{Lu}/u.test(pair)) places.add(at);
  }
  let broken = "";
  let from = 0;
  for (const at of [...places].sort((a, b) => a - b)) {
    broken += word.slice(from, at) + softHyphen;
    from = at;
  }
  return broken + word.slice(from);
}

/**
 * A name with places where it may be broken: soft hyphens inside words of more letters than fit a
 * line (between two consonants, before a common ending), and a break after a slash.
 * The browser's own hyphenation needs dictionaries that an offline application does not have.
 */
export function hyphenate(name: string, fitting: number): string {
  return name
    .replaceAll(/\p{L}+/gu, (word) => (word.length > fitting ? breakWord(word) : word))
    .replaceAll(/\/(?=\S)/g, "/\u200B");
}
