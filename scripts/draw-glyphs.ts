import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { type GlyphPath, glyphShapes } from "../src/shared/glyph-shapes.ts";

// The glyphs of the matrix as pictures, and the style sheet that puts them into its cells. Boxes cut
// out by masks would follow any colour, but each mask is a layer to the browser: hundreds of them
// take longer to paint and to scroll than all else of the matrix.
//
// node scripts/draw-glyphs.ts writes them; a test says when that has to be done again.

const window = join(import.meta.dirname, "../src/renderer");
const folder = join(window, "matrix/glyphs");

/** What is marked on a cell beside its glyph. */
const marks: Readonly<Record<string, readonly GlyphPath[]>> = {
  note: [{ d: "M2.5 2.5h11v7.4l-3.6 3.6H2.5zM5.4 6h5.2M5.4 9h2.4", line: 1.7 }],
  flag: [{ d: "M4 14.2V2.4h8.6L10.8 5.8l1.8 3.4H4", line: 1.8 }],
};

const themes = {
  light: ':root[data-mantine-color-scheme="light"]',
  dark: ':root[data-mantine-color-scheme="dark"]',
};

/** The inks that stand side by side in a picture. */
const inks = ["dark", "white", "muted-light", "muted-dark"] as const;
type Ink = (typeof inks)[number];
const placeOf = (ink: Ink): string =>
  `${((inks.indexOf(ink) * 100) / (inks.length - 1)).toFixed(3)}%`;

/** The files by their names in the folder of the glyphs. */
export function drawGlyphs(): ReadonlyMap<string, string> {
  const tokens = readFileSync(join(window, "ui/tokens.css"), "utf8");
  const light = tokensOf(tokens, themes.light);
  const dark = tokensOf(tokens, themes.dark);
  const colours: Readonly<Record<Ink, string>> = {
    dark: light.get("cov-none-ink") ?? "",
    white: light.get("cov-validated-ink") ?? "",
    "muted-light": light.get("muted") ?? "",
    "muted-dark": dark.get("muted") ?? "",
  };
  const shapes = { ...glyphShapes, ...marks };
  const pictures = Object.entries(shapes).map(
    ([name, paths]) => [`${name}.svg`, draw(paths, colours)] as const,
  );
  const styles = [
    "/* Written by scripts/draw-glyphs.ts. */",
    ...Object.keys(shapes).map(
      (name) =>
        `.matrix-cell[data-glyph="${name}"]::after,\n.matrix-mark[data-icon="${name}"] {\n` +
        `  background-image: url("./${name}.svg");\n}`,
    ),
    "/* Which of the inks in a picture is shown: the one of the text. */",
    toneRule(`${themes.light} .matrix-cell`, "muted-light"),
    toneRule(`${themes.dark} .matrix-cell`, "muted-dark"),
    ...Object.values(themes).map((theme) => toneRule(`${theme} .matrix-cell[data-fill]`, "dark")),
    toneRule(whiteOn(themes.light, light, colours.white), "white"),
    toneRule(whiteOn(themes.dark, dark, colours.white), "white"),
    "",
  ].join("\n");
  return new Map([...pictures, ["glyphs.css", styles]]);
}

function draw(paths: readonly GlyphPath[], colours: Readonly<Record<Ink, string>>): string {
  const drawn = paths.map(({ d, line, dash, opacity }) => {
    const pen =
      line === undefined
        ? ' fill="currentColor"'
        : ` stroke="currentColor" stroke-width="${String(line)}"` +
          (dash === undefined ? "" : ` stroke-dasharray="${dash}"`);
    return `<path d="${d}"${pen}${opacity === undefined ? "" : ` opacity="${String(opacity)}"`}/>`;
  });
  const columns = inks.map(
    (ink, index) =>
      `<g color="${colours[ink]}" transform="translate(${String(index * 16)})">${drawn.join("")}</g>`,
  );
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${String(inks.length * 16)} 16" ` +
    `fill="none" stroke-linecap="round" stroke-linejoin="round">${columns.join("")}</svg>\n`
  );
}

function toneRule(selector: string, ink: Ink): string {
  return `${selector} {\n  --tone: ${placeOf(ink)};\n}`;
}

/** The cells of a theme whose text is white, or as good as. */
function whiteOn(theme: string, tokens: ReadonlyMap<string, string>, white: string): string {
  const isWhite = (value: string): boolean =>
    value === white || (value === "var(--text)" && theme === themes.dark);
  const fills = [...tokens].flatMap(([name, value]) =>
    name.endsWith("-ink") && isWhite(value) ? [`[data-fill="${name.slice(0, -4)}"]`] : [],
  );
  return `${theme} .matrix-cell:is(${fills.join(", ")})`;
}

/** The tokens of a theme, without their dashes. */
function tokensOf(css: string, theme: string): ReadonlyMap<string, string> {
  const start = css.indexOf("{", css.indexOf(theme));
  const body = css.slice(start + 1, css.indexOf("}", start));
  return new Map(
    [...body.matchAll(/--([\w-]+):\s*([^;]+);/g)].map(([, name = "", value = ""]) => [name, value]),
  );
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder);
  for (const [name, text] of drawGlyphs()) writeFileSync(join(folder, name), text);
}
