import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { drawGlyphs } from "../../scripts/draw-glyphs.ts";
import { glyphShapes } from "../../src/shared/glyph-shapes.ts";

const folder = join(import.meta.dirname, "../../src/renderer/matrix/glyphs");

test("the pictures of glyphs are those of their shapes and of the tokens", () => {
  const files = new Map(
    readdirSync(folder).map((name) => [name, readFileSync(join(folder, name), "utf8")]),
  );
  expect(files).toEqual(new Map(drawGlyphs()));
});

test("every glyph that a cell may name has its picture", () => {
  const styles = readFileSync(join(folder, "glyphs.css"), "utf8");
  for (const name of Object.keys(glyphShapes)) {
    expect(styles).toContain(`.matrix-cell[data-glyph="${name}"]::after`);
    expect(styles).toContain(`url("./${name}.svg")`);
  }
});
