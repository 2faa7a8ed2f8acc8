import { hyphenate } from "../../shared/hyphenate.ts";
import { plainLine } from "../../shared/plain-line.ts";
import type { PictureFont } from "../../shared/model/picture.ts";

/** Fonts of each family, the window's own first, then what the usual machines have. */
export const fontStacks: Readonly<Record<PictureFont, string>> = {
  sans: "'Inter Variable', Inter, 'Helvetica Neue', Helvetica, Arial, 'Liberation Sans', sans-serif",
  serif: "'Times New Roman', Times, 'Liberation Serif', serif",
  mono: "'JetBrains Mono Variable', 'JetBrains Mono', Menlo, 'Courier New', 'Liberation Mono', monospace",
};

/** Advance widths of U+0020 to U+007E in hundredths of an em, the widest of the family's fonts. */
const asciiWidths: Readonly<Record<PictureFont, readonly number[]>> = {
  sans: [
    28, 33, 54, 65, 65, 101, 72, 33, 38, 38, 55, 68, 33, 47, 33, 38, 67, 56, 63, 64, 67, 62, 64, 58,
    65, 64, 33, 34, 68, 68, 68, 61, 102, 74, 72, 74, 72, 67, 61, 78, 75, 28, 58, 72, 61, 93, 76, 78,
    67, 78, 72, 67, 66, 74, 74, 103, 73, 72, 66, 38, 38, 38, 58, 56, 36, 58, 63, 59, 63, 59, 39, 63,
    62, 28, 28, 57, 28, 91, 62, 61, 63, 63, 40, 56, 38, 62, 59, 84, 57, 60, 57, 46, 37, 46, 68,
  ],
  serif: [
    25, 33, 56, 50, 50, 100, 83, 28, 33, 33, 50, 57, 25, 33, 25, 28, 50, 50, 50, 50, 50, 50, 50, 50,
    50, 50, 33, 33, 57, 57, 57, 50, 93, 72, 67, 72, 72, 67, 61, 78, 78, 39, 51, 78, 67, 94, 72, 78,
    61, 78, 72, 61, 67, 72, 72, 100, 72, 72, 67, 33, 28, 33, 58, 50, 33, 50, 56, 44, 56, 44, 33, 50,
    56, 28, 33, 56, 28, 83, 56, 50, 56, 56, 44, 39, 33, 56, 50, 72, 50, 50, 44, 48, 22, 48, 54,
  ],
  mono: [],
};
/** Of what the tables do not hold: a letter with a mark is as wide as the letter, others are wide. */
const otherWidth = 105;
const monoWidth = 61;

/** Width of a text in the units of its size. An estimate that errs on the wide side. */
export function measureText(text: string, font: PictureFont, size: number): number {
  const widths = asciiWidths[font];
  let hundredths = 0;
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code > 0x7e) return measureSigns(text, font) * size;
    hundredths += font === "mono" ? monoWidth : (widths[code - 32] ?? 0);
  }
  return (hundredths / 100) * size;
}

/** The same for text beyond ASCII, in em. */
function measureSigns(text: string, font: PictureFont): number {
  let hundredths = 0;
  for (const sign of text.normalize("NFD")) {
    const code = sign.codePointAt(0) ?? 0;
    if (/\p{M}/u.test(sign)) continue;
    if (font === "mono" && code < 0x2e80) hundredths += monoWidth;
    else hundredths += asciiWidths[font][code - 32] ?? otherWidth;
  }
  return hundredths / 100;
}

/** A text of any origin as one line that XML can hold, without doubled space. */
export function cleanText(text: string): string {
  return plainLine(text.toWellFormed())
    .replace(/[\uFFFE\uFFFF]/g, "\uFFFD")
    .replace(/\s+/g, " ")
    .trim();
}

/** A text cut to a width, with an ellipsis where something is left out. */
export function cutText(text: string, font: PictureFont, size: number, width: number): string {
  if (measureText(text, font, size) <= width) return text;
  let used = measureText("…", font, size);
  let kept = "";
  for (const sign of text) {
    used += measureText(sign, font, size);
    if (used > width) break;
    kept += sign;
  }
  return `${kept.trimEnd()}…`;
}

export interface WrappedText {
  readonly lines: readonly string[];
  /** Whether something was left out. */
  readonly isCut: boolean;
}

/**
 * Breaks a clean text into lines of a width: between words, at the places of {@link hyphenate}, and
 * inside a word only where nothing else helps. `first` narrows the first line.
 */
export function wrapText(
  text: string,
  font: PictureFont,
  size: number,
  width: number,
  options: { readonly most?: number; readonly first?: number } = {},
): WrappedText {
  const { most = 8, first = width } = options;
  const measure = (part: string) => measureText(part, font, size);
  const room = () => (lines.length === 0 ? first : width);
  const lines: string[] = [];
  let line = "";
  const flush = () => {
    lines.push(line.trimEnd());
    line = "";
  };
  // Longer than anything that could be drawn: do not measure it all.
  const short = text.slice(0, 4000);
  for (const word of short.split(" ")) {
    const spaced = line === "" ? word : `${line} ${word}`;
    if (measure(spaced) <= room()) {
      line = spaced;
      continue;
    }
    // A word that fits a line goes there whole; a longer one breaks where it has hyphens or
    // slashes, else where it may be hyphenated.
    const whole = line === "" ? room() : width;
    const pieces =
      measure(word) <= whole ? [{ text: word, hyphen: "" }] : breakable(word, whole, measure);
    for (const [index, piece] of pieces.entries()) {
      const joint = index === 0 && line !== "" ? " " : "";
      if (measure(line + joint + piece.text + piece.hyphen) <= room()) {
        line += joint + piece.text;
        continue;
      }
      if (line !== "") {
        line += index === 0 ? "" : (pieces[index - 1]?.hyphen ?? "");
        flush();
      } else if (lines.length === 0 && measure(piece.text + piece.hyphen) <= width) {
        // Too narrow a first line stays empty.
        flush();
      }
      for (const sign of piece.text) {
        if (line !== "" && measure(line + sign) > room()) flush();
        line += sign;
      }
    }
    if (lines.length > most) break;
  }
  if (line !== "") flush();
  if (lines.length <= most && short.length === text.length) return { lines, isCut: false };
  const kept = lines.slice(0, most);
  const last = kept.pop() ?? "";
  return { lines: [...kept, cutText(`${last} …………`, font, size, width)], isCut: true };
}

interface Piece {
  readonly text: string;
  /** What stands after it where the line ends here. */
  readonly hyphen: string;
}

/** The pieces of a word that is longer than a line. */
function breakable(word: string, width: number, measure: (text: string) => number): Piece[] {
  return word.split(/(?<=[-/])/).flatMap((chunk): Piece[] => {
    if (measure(chunk) <= width) return [{ text: chunk, hyphen: "" }];
    const parts = hyphenate(chunk, 0).replaceAll("\u200B", "").split("\u00AD");
    return parts.map((text, at) => ({ text, hyphen: at === parts.length - 1 ? "" : "-" }));
  });
}
