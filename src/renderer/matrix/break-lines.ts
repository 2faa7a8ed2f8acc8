import { hyphenate } from "../../shared/hyphenate.ts";

/** A line of a name; a broken word is drawn with a hyphen, which is not part of the text. */
export interface NameLine {
  readonly text: string;
  readonly hyphen: boolean;
}

/** As many of the parts as fit, at least none: their text, and the parts that are left. */
function fitting(
  parts: readonly string[],
  room: number,
  widthOf: (text: string) => number,
): readonly [text: string, rest: readonly string[]] {
  let text = "";
  let taken = 0;
  for (const part of parts) {
    const isLast = taken === parts.length - 1;
    if (widthOf(text + part + (isLast ? "" : "-")) > room) break;
    text += part;
    taken += 1;
  }
  return [text, parts.slice(taken)];
}

/**
 * Breaks a name into lines of a width (in the unit of `widthOf`): between words, after slash and
 * hyphen, inside a word that is longer than a line where it may be hyphenated, and between letters
 * only where nothing else fits. The lines together are the name.
 */
export function breakLines(
  name: string,
  width: number,
  widthOf: (text: string) => number,
): readonly NameLine[] {
  const lines: NameLine[] = [];
  let line = "";
  let used = 0;
  const end = (hyphen: boolean): void => {
    lines.push({ text: line, hyphen });
    line = "";
    used = 0;
  };
  const put = (text: string): void => {
    line += text;
    used += widthOf(text);
  };
  const putBroken = (piece: string): void => {
    let parts: readonly string[] = hyphenate(piece, 0).split("\u00AD");
    while (parts.length > 0) {
      const [text, rest] = fitting(parts, width - used, widthOf);
      if (text !== "") put(text);
      else if (line === "") {
        const [first = "", ...others] = parts;
        const letters = Array.from(first);
        const [some] = fitting(letters, width, widthOf);
        const taken = some === "" ? (letters[0] ?? "") : some;
        put(taken);
        parts = taken === first ? others : [first.slice(taken.length), ...others];
        if (parts.length > 0) end(taken !== first);
        continue;
      }
      parts = rest;
      // Nothing of it fitted beside what stands there: no hyphen then.
      if (parts.length > 0) end(text !== "");
    }
  };

  for (const piece of name.split(/(?<=[\s/-])(?=\S)/)) {
    // The room behind a line's last word does not count.
    const word = piece.trimEnd();
    const size = widthOf(word);
    if (used + size > width && line !== "" && size <= width) end(false);
    if (used + size <= width) put(word);
    else putBroken(word);
    if (word !== piece) put(piece.slice(word.length));
  }
  if (line !== "" || lines.length === 0) end(false);
  return lines;
}
