import { contrastBetween, inkOn } from "../../shared/colour.ts";

/** Colours to annotate with: apart from each other under every colour vision. */
export const annotationPalette: readonly { readonly colour: string; readonly word: string }[] = [
  { colour: "#de8756", word: "Orange" },
  { colour: "#ffd86e", word: "Yellow" },
  { colour: "#c1e6fd", word: "Pale blue" },
  { colour: "#5eade5", word: "Blue" },
  { colour: "#1b5296", word: "Deep blue" },
  { colour: "#980b40", word: "Crimson" },
  { colour: "#b4a9d9", word: "Lilac" },
  { colour: "#732db7", word: "Violet" },
  { colour: "#5b6270", word: "Grey" },
];

const written = /^#?([0-9a-f]{3}|[0-9a-f]{6}|[0-9a-f]{8})$/i;

/** Reads a colour as people write it, `#abc`, `AABBCC` or `#aabbccdd`; undefined where it is none. */
export function readColour(text: string): string | undefined {
  const digits = written.exec(text.trim())?.[1]?.toLowerCase();
  if (digits === undefined) return undefined;
  return digits.length === 3 ? `#${digits.replaceAll(/./g, "$&$&")}` : `#${digits}`;
}

/** What a colour is called: its word in the palette, or its digits. */
export function colourWord(colour: string): string {
  return annotationPalette.find((each) => each.colour === colour)?.word ?? colour;
}

/** How well text stands on a colour: "Text 7.2:1, dark"; nothing for what shines through. */
export function contrastWords(colour: string): string {
  if (colour.length === 9 && !colour.endsWith("ff")) return "Shines through";
  const ink = inkOn(colour);
  const ratio = contrastBetween(colour, ink).toFixed(1);
  return `${ink === "#ffffff" ? "White" : "Dark"} text, ${ratio}:1`;
}
