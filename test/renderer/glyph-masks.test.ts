import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { glyphShapes } from "../../src/shared/glyph-shapes.ts";

test("every glyph that a cell may name is cut out by the mask of its own name", () => {
  const path = join(import.meta.dirname, "../../src/renderer/matrix/glyph-masks.css");
  const rules = readFileSync(path, "utf8").matchAll(
    /\[data-glyph="([^"]+)"\]::after \{\s*mask: url\("#glyph-([^"]+)"\);/g,
  );
  const masks = Array.from(rules, ([, glyph, mask]) => [glyph, mask]);
  expect(masks.sort()).toEqual(
    Object.keys(glyphShapes)
      .map((name) => [name, name])
      .sort(),
  );
});
