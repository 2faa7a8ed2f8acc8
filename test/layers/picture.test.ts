import { describe, expect, test } from "vitest";
import { drawLayer } from "../../src/main/layers/picture.ts";
import { writeSvg } from "../../src/main/layers/picture-svg.ts";
import { wrapText } from "../../src/main/layers/picture-text.ts";
import { techniqueId } from "../../src/shared/model/attack-id.ts";
import { gradientColour, colourOn, inkOn } from "../../src/shared/colour.ts";
import type { LayerContent } from "../../src/shared/model/layer.ts";
import {
  defaultPictureOptions,
  pictureSheet,
  type PictureOptions,
} from "../../src/shared/model/picture.ts";
import { openWorkbench } from "../support/workbench.ts";
import {
  allElements,
  annotate,
  cellsOf,
  contentOf,
  contrastRatio,
  parseXml,
  smallRelease,
  type Box,
} from "./picture-support.ts";

const part = {
  text: "EXERCISE - UNCLASSIFIED",
  colour: "#007A33",
  ink: "#ffffff",
  align: "centre",
} as const;
const banner = { ...part, parts: [part] };

const landscapeAlone = ["landscape"] as const;
const portraitToo = ["landscape", "portrait"] as const;

/** Draws on the small release. */
function draw(
  content: LayerContent,
  options: Partial<PictureOptions> = {},
  release = smallRelease,
) {
  const picture = drawLayer({
    content,
    release,
    options: { ...defaultPictureOptions, ...options },
    banner,
    notice: "A notice.",
  });
  const text = writeSvg(picture);
  const svg = parseXml(text);
  return { text, svg, cells: cellsOf(svg), warnings: picture.warnings, picture };
}

const idsOf = (cells: readonly { title: string }[]) =>
  cells.map(({ title }) => title.split(" ")[0]?.replace(",", ""));
const cellOf = (cells: ReturnType<typeof cellsOf>, id: string) => {
  const found = cells.find(({ title }) => title.startsWith(`${id} `));
  if (found === undefined) throw new Error(`No cell of ${id}.`);
  return found;
};

describe("every release of the starter catalogue", () => {
  test("stands in its picture whole: each technique under each tactic, its ID and its name", async () => {
    const { client } = await openWorkbench({ starter: true });
    const releases = await client.catalogue.list({});
    expect(releases.length).toBeGreaterThanOrEqual(3);
    for (const { id, domain, version } of releases) {
      const matrix = await client.catalogue.matrix({ releaseId: id });
      const { svg } = await client.layers.draw({
        source: { kind: "content", content: contentOf([], {}, { domain, version }) },
        options: { ...defaultPictureOptions, subtechniques: "all" },
      });
      const cells = cellsOf(parseXml(svg));
      const expected = matrix.techniques.flatMap((technique) =>
        technique.tactics.map(() => `${technique.id} ${technique.name}, not annotated`),
      );
      expect(cells.map(({ title }) => title).sort()).toEqual(expected.sort());
      const letters = (text: string) => text.replace(/[^\p{L}\p{N}]/gu, "");
      for (const { title, texts } of cells) {
        const [name = ""] = title.slice(title.indexOf(" ") + 1).split(", not annotated");
        const lines = texts.filter(({ isMono }) => !isMono).map(({ text }) => text);
        expect(letters(lines.join(""))).toBe(letters(name));
        const [printed = ""] = texts.filter(({ isMono }) => isMono).map(({ text }) => text);
        expect(title.split(" ")[0]).toContain(printed);
      }
    }
  });

  test("has no two cells that overlap, and all stand between the banners of every sheet", async () => {
    const { client } = await openWorkbench({ starter: true });
    const [release] = await client.catalogue.list({});
    if (release === undefined) throw new Error("The starter catalogue is empty.");
    const { domain, version } = release;
    for (const sheet of pictureSheet.options) {
      for (const orientation of sheet === "A4" ? portraitToo : landscapeAlone) {
        const drawn = await client.layers.draw({
          source: { kind: "content", content: contentOf([], {}, { domain, version }) },
          options: {
            ...defaultPictureOptions,
            sheet,
            orientation,
            subtechniques: sheet === "fit" ? "none" : "all",
          },
          marked: { markings: [{ scheme: "us", level: "s", caveats: [], block: [] }] },
        });
        const svg = parseXml(drawn.svg);
        const boxes = cellsOf(svg).map(({ box }) => box);
        expect(overlaps(boxes)).toEqual([]);
        const banners = svg.children
          .filter(({ attributes }) => attributes["class"] === "banner")
          .map(({ children }) => Number(children[0]?.attributes["y"]));
        const [first = 0, last = 0] = banners;
        const firstEnds = Number(
          svg.children.find(({ attributes }) => attributes["class"] === "banner")?.children[0]
            ?.attributes["height"],
        );
        expect(first).toBe(0);
        for (const { x, y, width, height } of boxes) {
          expect(x).toBeGreaterThanOrEqual(0);
          expect(x + width).toBeLessThanOrEqual(drawn.width);
          expect(y).toBeGreaterThan(firstEnds);
          expect(y + height).toBeLessThan(last);
        }
      }
    }
  });
});

/** Pairs of boxes that share area. */
function overlaps(boxes: readonly Box[]): [Box, Box][] {
  const sorted = [...boxes].sort((a, b) => a.x - b.x);
  const found: [Box, Box][] = [];
  for (const [at, a] of sorted.entries()) {
    for (const b of sorted.slice(at + 1)) {
      if (b.x >= a.x + a.width) break;
      if (a.y < b.y + b.height && b.y < a.y + a.height) found.push([a, b]);
    }
  }
  return found;
}

describe("colours", () => {
  test("of scores lie on straight lines between the gradient's, and end at its ends", () => {
    const gradient = { colours: ["#ff6666", "#ffe766", "#8ec843"], least: 0, most: 100 };
    // By hand: half way between ff6666 and ffe766 is (255, 166.5, 102), and so on.
    const expected: readonly (readonly [number, string])[] = [
      [-5, "#ff6666"],
      [0, "#ff6666"],
      [25, "#ffa766"],
      [50, "#ffe766"],
      [75, "#c7d855"],
      [100, "#8ec843"],
      [1e300, "#8ec843"],
    ];
    const { cells } = draw(
      contentOf(
        expected.map(([score], at) =>
          annotate(["T1001", "T1002", "T1003", "T1001.001", "T1001.002", "T1001.003"][at] ?? "T9", {
            score,
          }),
        ),
      ),
      { subtechniques: "all" },
    );
    expect(
      ["T1001", "T1002", "T1003", "T1001.001", "T1001.002", "T1001.003"].map(
        (id) => cellOf(cells, id).fill,
      ),
    ).toEqual(expected.slice(0, 6).map(([, colour]) => colour));
    for (const [score, colour] of expected) {
      const found = gradientColour(gradient, score);
      expect(found === null ? null : colourOn(found, "#ffffff")).toBe(colour);
    }
    expect(gradientColour({ colours: ["#000000", "#ffffff"], least: 5, most: 5 }, 5)?.red).toBe(
      255,
    );
  });

  test("that are written win over the gradient, and what shines through is mixed with the paper", () => {
    const { cells } = draw(
      contentOf([
        annotate("T1001", { score: 0, colour: "#123456" }),
        annotate("T1003", { colour: "#00000080" }),
      ]),
    );
    expect(cellOf(cells, "T1001").fill).toBe("#123456");
    // 128 of 255 of black on white leaves 127.
    expect(cellOf(cells, "T1003").fill).toBe("#7f7f7f");
  });

  test("leave every text 4.5 to 1 or better on its fill, whatever the fill, light and dark", () => {
    for (let red = 0; red < 256; red += 15) {
      for (let green = 0; green < 256; green += 15) {
        for (let blue = 0; blue < 256; blue += 15) {
          const fill = `#${[red, green, blue].map((part) => part.toString(16).padStart(2, "0")).join("")}`;
          expect(contrastRatio(fill, inkOn(fill))).toBeGreaterThanOrEqual(4.5);
        }
      }
    }
    for (const theme of ["light", "dark"] as const) {
      for (let grey = 0; grey < 256; grey += 3) {
        const hex = grey.toString(16).padStart(2, "0");
        const { cells } = draw(
          contentOf([
            annotate("T1001.001", { colour: `#${hex}${hex}${hex}` }),
            annotate("T1003", { score: grey, colour: `#${hex}80${hex}` }),
            annotate("T1002", { enabled: false, score: 4, tactic: "second" }),
          ]),
          { theme, subtechniques: grey % 2 === 0 ? "none" : "all" },
        );
        for (const { fill, texts, edge } of cells) {
          for (const text of texts)
            expect(contrastRatio(fill, text.fill)).toBeGreaterThanOrEqual(4.5);
          expect(edge).toMatch(/^#[0-9a-f]{6}$/);
        }
        const ground = theme === "light" ? "#ffffff" : "#0e1217";
        // The line tells a cell from the paper where its fill does not.
        expect(contrastRatio(cellOf(cells, "T1003").edge, ground)).toBeGreaterThanOrEqual(3);
      }
    }
  });

  test("never stand alone: entries of the legend have a shape or letter that their cells repeat", () => {
    const legend = [
      { label: "None", colour: "#de8756" },
      { label: "Seen in 2024", colour: "#00ff00" },
      { label: "Seen in 2025", colour: "#0000ff" },
    ];
    const { svg, cells } = draw(
      contentOf(
        [
          annotate("T1001", { colour: "#de8756" }),
          annotate("T1002", { colour: "#00ff00", tactic: "first" }),
          annotate("T1003", { colour: "#0000ff" }),
        ],
        { legend },
      ),
      { values: false },
    );
    expect(cellOf(cells, "T1001").hasGlyph).toBe(true);
    expect(cellOf(cells, "T1002").texts.map(({ text }) => text)).toContain("A");
    expect(cellOf(cells, "T1003").texts.map(({ text }) => text)).toContain("B");
    const drawn = svg.children.find(({ attributes }) => attributes["class"] === "legend");
    expect(drawn?.children.filter(({ name }) => name === "text").map(({ text }) => text)).toEqual([
      ...["None", "1", "A", "Seen in 2024", "1", "B", "Seen in 2025", "1"],
    ]);
  });

  test("of a parent that is annotated only below it come lightly from the worst of its sub-techniques", () => {
    const legend = [
      { label: "Failed test", colour: "#980b40" },
      { label: "Several rules", colour: "#5eade5" },
    ];
    const { cells } = draw(
      contentOf(
        [
          annotate("T1001.001", { colour: "#5eade5" }),
          annotate("T1001.002", { colour: "#980b40" }),
        ],
        { legend },
      ),
      { subtechniques: "none" },
    );
    const parent = cellOf(cells, "T1001");
    // 22 % of (152, 11, 64) on white.
    expect(parent.fill).toBe("#e8c9d5");
    expect(parent.strip).toEqual(["#5eade5", "#980b40"]);
  });
});

describe("what is drawn", () => {
  test("a word that a narrow first line does not hold is hyphenated or goes below, never torn", () => {
    const lines = (text: string) => wrapText(text, "sans", 11, 75, { first: 50 }).lines;
    expect(lines("Exploitation for Client")).toEqual(["Exploita-", "tion for Client"]);
    expect(lines("Credentials from")).toEqual(["Creden-", "tials from"]);
    expect(lines("Multi-Factor")).toEqual(["Multi-", "Factor"]);
    expect(lines("Compromise Host")).toEqual(["", "Compromise", "Host"]);
    expect(lines("OS Credential")).toEqual(["OS", "Credential"]);
  });

  test("scores of parents together with their sub-techniques, as the Navigator computes them", () => {
    const annotations = [
      annotate("T1001", { score: 10 }),
      annotate("T1001.001", { score: 20 }),
      annotate("T1001.002", { score: 60 }),
    ];
    const scoreWith = (properties: Partial<LayerContent["properties"]>, more = annotations) => {
      const { cells } = draw(contentOf(more, { showAggregateScores: true, ...properties }));
      return cellOf(cells, "T1001").title;
    };
    expect(scoreWith({})).toBe("T1001 Alpha, score 30");
    expect(scoreWith({ countUnscored: true })).toBe("T1001 Alpha, score 22.5");
    expect(scoreWith({ aggregateFunction: "min" })).toBe("T1001 Alpha, score 10");
    expect(scoreWith({ aggregateFunction: "max" })).toBe("T1001 Alpha, score 60");
    expect(scoreWith({ aggregateFunction: "sum" })).toBe("T1001 Alpha, score 90");
    expect(
      scoreWith({}, [
        ...annotations.slice(0, 2),
        annotate("T1001.002", { score: 60, enabled: false }),
      ]),
    ).toBe("T1001 Alpha, score 30");
    // Two of four are scored, the technique itself is not: it is 0 for the least and the most.
    const below = annotations.slice(1);
    expect(scoreWith({}, below)).toBe("T1001 Alpha, score 40, not annotated");
    expect(scoreWith({ countUnscored: true }, below)).toBe("T1001 Alpha, score 20, not annotated");
    expect(scoreWith({ aggregateFunction: "min", countUnscored: true }, below)).toBe(
      "T1001 Alpha, score 0, not annotated",
    );
    expect(scoreWith({ aggregateFunction: "max" }, [annotate("T1001.001", { score: -5 })])).toBe(
      "T1001 Alpha, score 0, not annotated",
    );
    expect(scoreWith({}, [])).toBe("T1001 Alpha, not annotated");
  });

  test("what the options and the layer's filters leave", () => {
    const content = contentOf([
      annotate("T1001.002", { score: 1 }),
      annotate("T1003", { enabled: false }),
    ]);
    expect(idsOf(draw(content).cells)).toEqual(["T1001", "T1001.002", "T1002", "T1002", "T1003"]);
    expect(idsOf(draw(content, { subtechniques: "all" }).cells)).toEqual(
      // By name: One, Three, Two.
      ["T1001", "T1001.001", "T1001.003", "T1001.002", "T1002", "T1002", "T1003"],
    );
    expect(idsOf(draw(content, { hiddenTactics: ["first"] }).cells)).toEqual(["T1002", "T1003"]);
    expect(idsOf(draw(content, { hideDisabled: true }).cells)).not.toContain("T1003");
    expect(idsOf(draw(content, { unannotated: false }).cells)).toEqual([
      "T1001",
      "T1001.002",
      "T1003",
    ]);
    const heads = draw(content, { unannotated: false }).picture.matrix.parts.filter(
      ({ kind }) => kind === "tactic",
    );
    // What is left out of the picture still counts: First has five techniques, Second two.
    expect(heads.map(({ words }) => words)).toEqual([
      "First: 1 of 5 techniques annotated",
      "Second: 1 of 2 techniques annotated",
    ]);
    const windows = contentOf([], { platforms: ["Windows"] });
    expect(idsOf(draw(windows).cells)).toEqual(["T1001", "T1003"]);
    const byScore = contentOf([annotate("T1003", { score: 5 })], { sorting: 3 });
    expect(idsOf(draw(byScore).cells)).toEqual(["T1001", "T1002", "T1003", "T1002"]);
    // In the Navigator a technique without a score comes before the lowest score.
    const upwards = contentOf([annotate("T1001", { score: -5 })], { sorting: 2 });
    expect(idsOf(draw(upwards, { hiddenTactics: ["second"] }).cells)).toEqual(["T1002", "T1001"]);
  });

  test("a disabled technique while one of its sub-techniques is enabled", () => {
    const disabled = annotate("T1001", { enabled: false });
    const [one, two, three] = ["T1001.001", "T1001.002", "T1001.003"].map((id) =>
      annotate(id, { enabled: false }),
    );
    const shown = (...list: (typeof disabled | undefined)[]) =>
      idsOf(
        draw(contentOf(list.filter((each) => each !== undefined)), {
          hideDisabled: true,
          hiddenTactics: ["second"],
        }).cells,
      );
    expect(shown(disabled, annotate("T1001.001", { score: 3 }), two)).toEqual([
      "T1001",
      "T1001.001",
      "T1002",
    ]);
    expect(shown(disabled, one, two, three)).toEqual(["T1002"]);
  });

  test("says how many annotations a filter hides, and why", () => {
    const { picture } = draw(
      contentOf(
        [
          annotate("T1002", { score: 1 }),
          annotate("T1001.001", { enabled: false }),
          annotate("T1003", { score: 2 }),
          annotate("T1001", { score: 3 }),
        ],
        { platforms: ["Windows"] },
      ),
      { hideDisabled: true, hiddenTactics: ["second"] },
    );
    expect(picture.summary).toContain("4 of 6 techniques annotated · 3 not shown");
    expect(picture.warnings).toEqual([
      "1 annotation is not shown: the layer's filter leaves other platforms than Windows out.",
      "1 annotation is not shown: their tactics are hidden.",
      "1 annotation is not shown: what is disabled is hidden.",
    ]);
  });

  test("an annotation that names its tactic before one that stands under all", () => {
    const { cells } = draw(
      contentOf([
        annotate("T1002", { score: 7, tactic: "second" }),
        annotate("T1002", { score: 3 }),
      ]),
    );
    expect(
      cells.filter(({ title }) => title.startsWith("T1002")).map(({ title }) => title),
    ).toEqual(["T1002 Beta, score 3", "T1002 Beta, score 7"]);
  });

  test("IDs, names and values as chosen", () => {
    const content = contentOf([annotate("T1003", { score: 12.345 })]);
    const texts = (options: Partial<PictureOptions>) =>
      cellOf(draw(content, options).cells, "T1003").texts.map(({ text }) => text);
    expect(texts({})).toEqual(["T1003", "12.35", "Gamma"]);
    expect(texts({ ids: false })).toEqual(["12.35", "Gamma"]);
    expect(texts({ names: false })).toEqual(["T1003", "12.35"]);
    expect(texts({ values: false })).toEqual(["T1003", "Gamma"]);
    expect(draw(content, { values: false }).warnings.join()).toContain("colour alone");
  });

  test("header, figures, notice and marking; annotations without a place are counted and told", () => {
    const { svg, warnings } = draw(
      contentOf([annotate("T1009", { score: 1 }), annotate("T1003", { score: 1 })], {
        description: "What it is for.",
      }),
      { date: "21 November 2026" },
    );
    const textsIn = (kind: string) =>
      svg.children
        .filter(({ attributes }) => attributes["class"] === kind)
        .flatMap(({ children }) =>
          children.filter(({ name }) => name === "text").map(({ text }) => text),
        );
    expect(textsIn("header")).toEqual([
      "Test layer",
      "What it is for.",
      "Enterprise ATT&CK 18.1 · 1 of 6 techniques annotated · 1 without a place · 21 November 2026",
    ]);
    expect(textsIn("banner")).toEqual([banner.text, banner.text]);
    expect(textsIn("foot")).toEqual(["A notice."]);
    expect(warnings).toEqual([
      "1 annotation finds no place in enterprise-attack 18.1 and is not in the picture.",
    ]);
    const bare = draw(contentOf([]), { header: false, legend: false }).svg;
    expect(bare.children.some(({ attributes }) => attributes["class"] === "header")).toBe(false);
  });

  test("on sheets of their sizes in millimetres, in both orientations", () => {
    const sizes = {
      A4: [297, 210],
      A3: [420, 297],
      A2: [594, 420],
      Letter: [279.4, 215.9],
      Tabloid: [431.8, 279.4],
    } as const;
    for (const [sheet, [long, short]] of Object.entries(sizes)) {
      for (const orientation of ["landscape", "portrait"] as const) {
        const { svg } = draw(contentOf([]), { sheet: pictureSheet.parse(sheet), orientation });
        const inMillimetres = ["width", "height"].map(
          (side) => (Number(svg.attributes[side]) / 96) * 25.4,
        );
        const expected = orientation === "landscape" ? [long, short] : [short, long];
        expect(inMillimetres[0]).toBeCloseTo(expected[0] ?? 0, 1);
        expect(inMillimetres[1]).toBeCloseTo(expected[1] ?? 0, 1);
        expect(svg.attributes["viewBox"]).toBe(
          `0 0 ${svg.attributes["width"] ?? ""} ${svg.attributes["height"] ?? ""}`,
        );
      }
    }
  });

  test("the same bytes each time", () => {
    const content = contentOf([annotate("T1001", { score: 3 })]);
    expect(draw(content, { sheet: "A4" }).text).toBe(draw(content, { sheet: "A4" }).text);
  });
});

describe("hostile text", () => {
  const hostile = [
    `<script>alert(1)</script>`,
    `]]><!--`,
    `" onload="x" 'a'`,
    `\u0000\u0007\u001b[31m\ufffe\ud800 \u202egnp`,
    "Long".repeat(2000),
    `=HYPERLINK("http://x")`,
  ];

  test("stays text: nothing in the picture acts or refers outside of it", () => {
    const ids = ["T1001", "T1002", "T1003"];
    for (const evil of hostile) {
      const release = {
        ...smallRelease,
        tactics: smallRelease.tactics.map((tactic) => ({ ...tactic, name: evil })),
        techniques: new Map(
          [...smallRelease.techniques].map(([id, technique]) => [id, { ...technique, name: evil }]),
        ),
      };
      const { text, svg, warnings } = draw(
        contentOf(
          ids.map((id) => annotate(id, { score: 1e308, comment: evil, colour: "#00ff00" })),
          { description: evil, legend: [{ label: evil, colour: "#00ff00" }] },
          { name: evil, version: "18.1" },
        ),
        { sheet: "A4", date: evil.slice(0, 100), title: evil.slice(0, 500) },
        release,
      );
      const elements = allElements(svg);
      expect(new Set(elements.map(({ name }) => name))).toEqual(
        new Set(["svg", "title", "desc", "rect", "g", "text"]),
      );
      const attributes = new Set(elements.flatMap((each) => Object.keys(each.attributes)));
      expect([...attributes].filter((name) => /^on|href|style|:/.test(name))).toEqual([]);
      expect(attributes.has("xmlns")).toBe(true);
      for (const { attributes: own, name } of elements) {
        for (const [attribute, value] of Object.entries(own)) {
          if (name === "svg" && ["xmlns", "aria-label"].includes(attribute)) continue;
          expect(value).not.toMatch(/url\(|:\/\/|javascript:/);
        }
      }
      // eslint-disable-next-line no-control-regex -- none of these may be in a document
      expect(text).not.toMatch(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\u202e\ufffe\uffff]/);
      expect(text.isWellFormed()).toBe(true);
      if (evil.startsWith("Long")) expect(warnings.join(" ")).toContain("too long");
    }
  });

  test("an ID of any form and length keeps to its cell", () => {
    const odd = techniqueId.parse("X".repeat(200));
    const technique = smallRelease.techniques.get(techniqueId.parse("T1003"));
    if (technique === undefined) throw new Error("T1003 is missing.");
    const { cells } = draw(
      contentOf([annotate(odd, { score: -123456.789 })]),
      {},
      {
        ...smallRelease,
        techniques: new Map([[odd, { ...technique, id: odd }]]),
      },
    );
    const [id, value] = cells[0]?.texts.map(({ text }) => text) ?? [];
    expect(id).toMatch(/^X+…$/);
    expect(value).toBe("-123457");
  });
});
