/**
 * What is read is written, and what is written is read as it was: layers made at random, and layers
 * made to do harm.
 */
import fc from "fast-check";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { blankMarks, defaultProperties } from "../../src/main/layers/blank-layer.ts";
import { normaliseColour } from "../../src/main/layers/colour.ts";
import type { ReadLayer } from "../../src/main/layers/read-layer.ts";
import { readLayers } from "../../src/main/layers/read-layer.ts";
import { layerFileText, writeLayer } from "../../src/main/layers/write-layer.ts";
import type { PlacingRelease } from "../../src/main/layers/place-layer.ts";
import { domain, techniqueId } from "../../src/shared/model/attack-id.ts";
import type { Annotation, LayerContent } from "../../src/shared/model/layer.ts";
import { layerContent } from "../../src/shared/model/layer.ts";
import { openWorkbench } from "../support/workbench.ts";

function readOne(value: unknown): ReadLayer {
  const [only] = readLayers(value).layers;
  if (only === undefined) throw new Error("no layer was read");
  return only.layer;
}

/** A read layer as it would be stored. */
function contentOf({ name, domain: of, properties, annotations }: ReadLayer): LayerContent {
  return layerContent.parse({
    name: name ?? "file",
    domain: of,
    version: "18.1",
    scoreMeaning: "unknown",
    origin: "",
    properties,
    annotations,
  });
}

const throughText = (content: LayerContent): LayerContent =>
  contentOf(readOne(JSON.parse(layerFileText([writeLayer(content, undefined)]))));

/** Any Unicode, lone halves of surrogates apart: no file of UTF-8 can hold those. */
const text = fc.string({ unit: "grapheme", maxLength: 30 });
const filled = text.filter((each) => each !== "");
const colour = fc
  .tuple(fc.integer({ min: 0, max: 0xffffff }), fc.option(fc.integer({ min: 0, max: 254 })))
  .map(
    ([rgb, alpha]) =>
      `#${rgb.toString(16).padStart(6, "0")}${alpha === null ? "" : alpha.toString(16).padStart(2, "0")}`,
  );
const number = fc
  .double({ noNaN: true, noDefaultInfinity: true })
  .map((each) => (each === 0 ? 0 : each));
const id = fc.oneof(
  fc.integer({ min: 1000, max: 1020 }).map((n) => `T${n}`),
  fc.integer({ min: 1000, max: 1020 }).map((n) => `T${n}.00${n % 10}`),
  fc.constantFrom("x", "AML.T0065", "CAPEC-163", "__proto__", "constructor"),
);
const tactic = fc.option(fc.constantFrom("execution", "stealth", "__proto__", "toString"));
const facts = fc.array(fc.option(fc.record({ name: filled, value: filled })), { maxLength: 3 });
const links = fc.array(fc.option(fc.record({ label: filled, url: filled })), { maxLength: 3 });
/** Unknown fields: no known name of a layer or technique begins so. */
const extra = fc.option(
  fc
    .dictionary(
      fc.oneof(
        text.map((each) => `own ${each}`),
        fc.constant("__proto__"),
      ),
      fc.jsonValue({ maxDepth: 2 }),
      { minKeys: 1, maxKeys: 3, noNullPrototype: false },
    )
    // Through text once, so that it is as a file would hold it.
    .map((value) => JSON.stringify(Object.entries(value).map(([key, each]) => [key, each])))
    .map((pairs) => {
      const entries = JSON.parse(pairs) as [string, unknown][];
      return `{${entries.map(([key, each]) => `${JSON.stringify(key)}:${JSON.stringify(each)}`).join(",")}}`;
    }),
);
const annotation: fc.Arbitrary<Annotation> = fc.record({
  techniqueId: id,
  tactic,
  score: fc.option(number),
  colour: fc.oneof(colour, fc.constant("")),
  comment: text,
  enabled: fc.boolean(),
  metadata: facts,
  links,
  showSubtechniques: fc.boolean(),
  extra,
});
/** One for each place, the one for every tactic before those for single ones. */
const annotations = fc
  .uniqueArray(annotation, {
    maxLength: 12,
    selector: (each) => `${each.techniqueId} ${each.tactic ?? ""}`,
  })
  .map((list) => [
    ...list.filter((each) => each.tactic === null),
    ...list.filter((each) => each.tactic !== null),
  ]);
const flag = fc.boolean();
const content: fc.Arbitrary<LayerContent> = fc.record({
  name: filled.filter((each) => each.trim() !== ""),
  domain: fc
    .constantFrom("enterprise-attack", "ics-attack", "own")
    .map((each) => domain.parse(each)),
  version: fc.constant("18.1"),
  scoreMeaning: fc.constant("unknown" as const),
  origin: fc.constant(""),
  properties: fc.record({
    description: text,
    platforms: fc.uniqueArray(fc.constantFrom("Windows", "Azure AD", "PRE", "mine"), {
      maxLength: 3,
    }),
    sorting: fc.constantFrom(0, 1, 2, 3),
    layout: fc.constantFrom("side", "flat", "mini"),
    showId: flag,
    showName: flag,
    showAggregateScores: flag,
    countUnscored: flag,
    aggregateFunction: fc.constantFrom("average", "min", "max", "sum"),
    expandedSubtechniques: fc.constantFrom("none", "annotated", "all"),
    hideDisabled: flag,
    gradient: fc.record({
      colours: fc.array(colour, { minLength: 2, maxLength: 5 }),
      least: number,
      most: number,
    }),
    legend: fc.array(fc.record({ label: text, colour }), { maxLength: 3 }),
    metadata: facts,
    links,
    showTacticRowBackground: flag,
    tacticRowBackground: colour,
    selectTechniquesAcrossTactics: flag,
    selectSubtechniquesWithParent: flag,
    selectVisibleTechniques: flag,
    customDataUrl: fc.option(text),
    extra,
  }),
  annotations,
});

describe("a layer made at random", () => {
  test("is read as it was written", () => {
    fc.assert(
      fc.property(content, (layer) => {
        expect(throughText(layer)).toEqual(layer);
      }),
      { numRuns: 500 },
    );
  });

  test("is written with nothing that the reader finds fault with", () => {
    fc.assert(
      fc.property(content, (layer) => {
        const read = readOne(JSON.parse(layerFileText([writeLayer(layer, undefined)])));
        expect([read.issues, read.repeated, read.unusable]).toEqual([[], 0, 0]);
      }),
      { numRuns: 200 },
    );
  });

  test("survives the workspace as well as the file", async () => {
    const { client, folder } = await openWorkbench();
    const [sample] = fc.sample(fc.array(content, { minLength: 20, maxLength: 20, size: "max" }), {
      numRuns: 1,
      seed: 7,
    });
    const path = join(folder, "random.json");
    writeFileSync(path, layerFileText((sample ?? []).map((each) => writeLayer(each, undefined))));
    const { layers } = await client.layers.import({ paths: [path] });
    expect(layers.length).toBe(20);
    for (const [index, { layerId }] of layers.entries()) {
      const {
        name,
        domain: of,
        properties,
        annotations: kept,
      } = await client.layers.get({ layerId });
      const expected = sample?.[index];
      expect({ name, domain: of, properties, annotations: kept }).toEqual({
        name: expected?.name,
        domain: expected?.domain,
        properties: expected?.properties,
        annotations: expected?.annotations,
      });
    }
  });

  test("of any JSON at all, what is read reads back the same", () => {
    const field = fc.oneof(
      fc.jsonValue({ maxDepth: 3 }),
      fc.constantFrom<unknown>(1e308, -0, "", []),
    );
    const technique = fc.oneof(
      fc.jsonValue({ maxDepth: 1 }),
      fc.record(
        {
          techniqueID: fc.oneof(id, field),
          tactic: fc.oneof(tactic, field),
          score: field,
          color: fc.oneof(colour, field),
          comment: field,
          enabled: field,
          metadata: fc.oneof(
            fc.array(fc.dictionary(fc.constantFrom("name", "value", "divider"), field)),
            field,
          ),
          links: fc.oneof(
            fc.array(fc.dictionary(fc.constantFrom("label", "url", "divider"), field)),
            field,
          ),
          own: field,
        },
        { requiredKeys: [] },
      ),
    );
    const layer = fc.record(
      {
        name: field,
        domain: fc.oneof(fc.constant("mitre-enterprise"), field),
        version: fc.oneof(fc.constantFrom<unknown>("1.0", "2.2", 4.3, "9.9"), field),
        versions: fc.oneof(fc.dictionary(fc.constantFrom("attack", "layer", "own"), field), field),
        filters: fc.oneof(
          fc.dictionary(fc.constantFrom("platforms", "stages", "own"), field),
          field,
        ),
        layout: fc.oneof(fc.dictionary(fc.constantFrom("layout", "showID", "own"), field), field),
        gradient: fc.oneof(
          fc.dictionary(fc.constantFrom("colors", "minValue", "own"), field),
          field,
        ),
        viewMode: field,
        legendItems: fc.oneof(
          fc.array(fc.dictionary(fc.constantFrom("label", "color"), field)),
          field,
        ),
        metadata: field,
        techniques: fc.oneof(fc.array(technique, { maxLength: 6 }), field),
        own: field,
      },
      { requiredKeys: ["name", "domain", "versions"] },
    );
    fc.assert(
      fc.property(layer, (value) => {
        const read = readOne(JSON.parse(JSON.stringify(value)));
        expect(read.entries).toBe(read.annotations.length + read.repeated + read.unusable);
        const first = contentOf(read);
        expect(throughText(first)).toEqual(first);
      }),
      { numRuns: 500 },
    );
  });
});

const minimal = { name: "L", domain: "enterprise-attack", version: "4.5" };
const readTechniques = (...techniques: unknown[]) => readOne({ ...minimal, techniques });
const said = ({ issues }: ReadLayer) => issues.map(({ path }) => path);

describe("a layer of any format", () => {
  test("takes the defaults of 4.5 where it says nothing", () => {
    const read = readOne(minimal);
    expect(read.properties).toEqual(defaultProperties);
    expect(read.issues).toEqual([]);
    expect(readTechniques({ techniqueID: "T1059" }).annotations).toEqual([
      { ...blankMarks, techniqueId: "T1059", tactic: null },
    ]);
  });

  test("of 1.0 to 2.2 has a view where later ones have a layout", () => {
    const layoutOf = (view: object) => {
      const { layout, showId, showName } = readOne({ ...minimal, ...view }).properties;
      return [layout, showId, showName];
    };
    expect(layoutOf({ version: "1.0", viewFullTable: true })).toEqual(["side", false, true]);
    expect(layoutOf({ version: "1.0", viewFullTable: false })).toEqual(["side", true, false]);
    expect(layoutOf({ version: "2.2", viewMode: 0 })).toEqual(["side", false, true]);
    expect(layoutOf({ version: "2.2", viewMode: 1 })).toEqual(["side", true, false]);
    expect(layoutOf({ version: "2.2", viewMode: 2 })[0]).toBe("mini");
    // A layout wins over the view, as in the Navigator.
    expect(layoutOf({ viewMode: 2, layout: { layout: "flat" } })[0]).toBe("flat");
  });

  test.each([
    ["mitre-enterprise", "enterprise-attack"],
    ["mitre-mobile", "mobile-attack"],
    ["mitre-ics", "ics-attack"],
    ["mobile-attack", "mobile-attack"],
    ["own-attack", "own-attack"],
  ])("of the domain %s is of %s", (written, expected) => {
    expect(readOne({ ...minimal, domain: written }).domain).toBe(expected);
  });

  test("states its format in one of two places, and an unknown one is told", () => {
    const formatOf = (value: object) => {
      const read = readOne({ name: "L", domain: "enterprise-attack", ...value });
      return [read.written.layer, said(read)];
    };
    expect(formatOf({ versions: { layer: "4.4" } })).toEqual(["4.4", []]);
    expect(formatOf({ version: "4.3", versions: { layer: "4.5" } })).toEqual(["4.3", []]);
    expect(formatOf({ version: 4.3 })).toEqual(["4.3", []]);
    expect(formatOf({ version: "4.9" })).toEqual(["4.9", ["version"]]);
    expect(formatOf({ versions: { layer: "7.0" } })).toEqual(["7.0", ["versions.layer"]]);
    expect(formatOf({ versions: {} })).toEqual([null, ["versions.layer"]]);
  });

  test("loses a field of the wrong type alone, and says which", () => {
    const read = readTechniques(
      { techniqueID: "T1059", score: "3", comment: "kept", enabled: "no", color: "nothing" },
      { techniqueID: "T1001", score: 0, metadata: [{ name: "n", value: "" }, { divider: true }] },
    );
    expect(said(read)).toEqual([
      "techniques[0].score",
      "techniques[0].color",
      "techniques[0].enabled",
      "techniques[1].metadata[0]",
    ]);
    expect(read.annotations).toEqual([
      { ...blankMarks, techniqueId: "T1059", tactic: null, comment: "kept" },
      {
        ...blankMarks,
        techniqueId: "T1001",
        tactic: null,
        score: 0,
        metadata: [{ name: "n", value: "" }, null],
      },
    ]);
  });

  test("says each thing about a place once: the last word counts", () => {
    const read = readTechniques(
      { techniqueID: "T1059", tactic: "execution", score: 1 },
      { techniqueID: "t1059 ", tactic: "execution", score: 2 },
      { techniqueID: "T1003", tactic: "credential-access", score: 3 },
      { techniqueID: "T1003", score: 4 },
      { techniqueID: "T1003", tactic: "discovery", score: 5 },
    );
    expect(read.annotations.map((each) => [each.techniqueId, each.tactic, each.score])).toEqual([
      ["T1059", "execution", 2],
      ["T1003", null, 4],
      ["T1003", "discovery", 5],
    ]);
    expect([read.entries, read.repeated]).toEqual([5, 2]);
    expect(said(read)).toEqual(["techniques[0]", "techniques[2]"]);
  });

  test("keeps the fields that nobody knows where they were", () => {
    const value = {
      ...minimal,
      hideDisable: true,
      own: [1],
      filters: { platforms: ["PRE"], dataSources: ["x"] },
      layout: { layout: "flat", own: { a: null } },
      techniques: [{ techniqueID: "T1059", aggregateScore: 4 }],
    };
    const read = readOne(value);
    expect(said(read)).toEqual(["hideDisable"]);
    expect(JSON.parse(JSON.stringify(writeLayer(contentOf(read), undefined)))).toMatchObject({
      hideDisable: true,
      own: [1],
      filters: { platforms: ["PRE"], dataSources: ["x"] },
      layout: { layout: "flat", own: { a: null } },
      techniques: [{ techniqueID: "T1059", aggregateScore: 4 }],
    });
  });

  test.each([
    ["#ABC", "#aabbcc"],
    ["abcd", "#aabbccdd"],
    ["#FF6666", "#ff6666"],
    ["#ff6666FF", "#ff6666"],
    ["#ff666680", "#ff666680"],
    ["Red", "#ff0000"],
    ["transparent", "#00000000"],
    ["rgb(1, 2, 255)", "#0102ff"],
    ["rgba(1,2,3,.5)", "#01020380"],
    ["rgb( 1 , 2 , 255 )", "#0102ff"],
    ["rgb(1 2 255 / 50%)", "#0102ff80"],
    ["rgb(100%, 20%, 0%)", "#ff3300"],
    // Beyond an end stands the end, as in CSS.
    ["rgb(1,-2,256)", "#0100ff"],
    ["rgba(1,2,3,2)", "#010203"],
    // Worked out by the formulas of CSS.
    ["hsl(120, 100%, 25%)", "#008000"],
    ["hsla(210 50% 40% / .5)", "#33669980"],
    ["HSL(0, 0, 0.5)", "#808080"],
    ["hsv(240, 100%, 80%)", "#0000cc"],
    ["hsl(-120, 100%, 50%)", "#0000ff"],
    ["burntsienna", "#ea7e5d"],
    ["rgb(1,2)", null],
    ["rgb(1,2,3,4,5)", null],
    ["rgb(1,,3)", null],
    ["rgb(1..2,3,4)", null],
    ["hwb(0 0% 0%)", null],
    ["url(x)", null],
    ["", null],
  ])("takes the colour %s as %s", (written, expected) => {
    expect(normaliseColour(written)).toBe(expected);
  });
});

const release: PlacingRelease = {
  tactics: [{ shortname: "left" }, { shortname: "right" }],
  techniques: new Map(
    ["T1001", "T1002"].map((each) => [
      techniqueId.parse(each),
      { id: techniqueId.parse(each), tactics: ["left", "right"] },
    ]),
  ),
  retired: new Map(),
};
const aLayer = (...list: Partial<Annotation>[]): LayerContent => ({
  name: "L",
  domain: domain.parse("enterprise-attack"),
  version: "18.1",
  scoreMeaning: "unknown",
  origin: "",
  properties: defaultProperties,
  annotations: list.map((each) => ({ ...blankMarks, techniqueId: "T1001", tactic: null, ...each })),
});

describe("a written layer", () => {
  const written = (content: LayerContent, each = false) =>
    JSON.parse(
      JSON.stringify(writeLayer(content, release, each ? "each" : "as-it-stands")),
    ) as Record<string, unknown>;
  const places = (content: LayerContent, each = false) =>
    (written(content, each)["techniques"] as Record<string, unknown>[]).map((one) => [
      one["techniqueID"],
      one["tactic"],
      one["score"],
    ]);

  test("is what the Navigator 5.1 itself writes, tabs and all", () => {
    const content = aLayer({ tactic: "left", score: 2, colour: "#ff0000" });
    expect(layerFileText([writeLayer(content, release)])).toBe(
      [
        "{",
        '\t"name": "L",',
        '\t"versions": {',
        '\t\t"attack": "18",',
        '\t\t"navigator": "5.1.0",',
        '\t\t"layer": "4.5"',
        "\t},",
        '\t"domain": "enterprise-attack",',
        '\t"description": "",',
        '\t"sorting": 0,',
        '\t"layout": {',
        '\t\t"layout": "side",',
        '\t\t"aggregateFunction": "average",',
        '\t\t"showID": false,',
        '\t\t"showName": true,',
        '\t\t"showAggregateScores": false,',
        '\t\t"countUnscored": false,',
        '\t\t"expandedSubtechniques": "none"',
        "\t},",
        '\t"hideDisabled": false,',
        '\t"techniques": [',
        "\t\t{",
        '\t\t\t"techniqueID": "T1001",',
        '\t\t\t"tactic": "left",',
        '\t\t\t"score": 2,',
        '\t\t\t"color": "#ff0000",',
        '\t\t\t"comment": "",',
        '\t\t\t"enabled": true,',
        '\t\t\t"metadata": [],',
        '\t\t\t"links": [],',
        '\t\t\t"showSubtechniques": false',
        "\t\t}",
        "\t],",
        '\t"gradient": {',
        '\t\t"colors": [',
        '\t\t\t"#ff6666ff",',
        '\t\t\t"#ffe766ff",',
        '\t\t\t"#8ec843ff"',
        "\t\t],",
        '\t\t"minValue": 0,',
        '\t\t"maxValue": 100',
        "\t},",
        '\t"legendItems": [],',
        '\t"metadata": [],',
        '\t"links": [],',
        '\t"showTacticRowBackground": false,',
        '\t"tacticRowBackground": "#dddddd",',
        '\t"selectTechniquesAcrossTactics": true,',
        '\t"selectSubtechniquesWithParent": true,',
        '\t"selectVisibleTechniques": false',
        "}",
        "",
      ].join("\n"),
    );
  });

  test("spreads an annotation over its tactics where that is asked, single ones apart", () => {
    const content = aLayer(
      { tactic: "right", score: 9 },
      { score: 1 },
      { techniqueId: "T1002", score: 2 },
      { techniqueId: "T1999", score: 3 },
      { tactic: "gone", score: 4 },
    );
    expect(places(content, true)).toEqual([
      ["T1001", "left", 1],
      ["T1001", "right", 9],
      ["T1002", "left", 2],
      ["T1002", "right", 2],
      ["T1999", undefined, 3],
      ["T1001", "gone", 4],
    ]);
    // As it stands, the one for every tactic comes first: the Navigator takes the last word.
    expect(places(content)).toEqual([
      ["T1001", undefined, 1],
      ["T1001", "right", 9],
      ["T1002", undefined, 2],
      ["T1999", undefined, 3],
      ["T1001", "gone", 4],
    ]);
  });

  test("writes metadata without a value back, and no link that leads nowhere", () => {
    const content = aLayer({
      metadata: [{ name: "a", value: "" }, null, { name: "b", value: "1" }],
      links: [{ label: "", url: "u" }],
    });
    expect(written(content)["techniques"]).toMatchObject([
      {
        metadata: [{ name: "a", value: "" }, { divider: true }, { name: "b", value: "1" }],
        links: [],
      },
    ]);
  });
});

describe("a layer made to do harm", () => {
  test("with every field of a wrong type is read without them", () => {
    const wrong = [null, true, 1, "x", [], {}, [[]], { a: 1 }];
    const keys = Object.keys(writeLayer(aLayer(), undefined)).filter(
      (key) => !["name", "domain"].includes(key),
    );
    for (const value of wrong) {
      const layer = { ...Object.fromEntries(keys.map((key) => [key, value])), ...minimal };
      const read = readOne(layer);
      expect(layerContent.safeParse(contentOf(read)).success).toBe(true);
      expect(throughText(contentOf(read))).toEqual(contentOf(read));
    }
  });

  test("with numbers that are none keeps no score", () => {
    const value: unknown = JSON.parse(
      `{"name":"L","domain":"enterprise-attack","version":"4.5","techniques":[` +
        `{"techniqueID":"T1001","score":1e999},{"techniqueID":"T1002","score":-1e999},` +
        `{"techniqueID":"T1003","score":"NaN"},{"techniqueID":"T1004","score":1e308},` +
        `{"techniqueID":"T1005","score":-0}]}`,
    );
    const read = readOne(value);
    expect(read.annotations.map(({ score }) => score)).toEqual([null, null, null, 1e308, 0]);
    expect(said(read)).toEqual([0, 1, 2].map((index) => `techniques[${index}].score`));
  });

  test("with names of JavaScript's own changes nothing but itself", () => {
    const value: unknown = JSON.parse(
      `{"name":"L","domain":"enterprise-attack","version":"4.5","__proto__":{"polluted":1},` +
        `"constructor":{"prototype":{"polluted":1}},"techniques":[` +
        `{"techniqueID":"__proto__","tactic":"__proto__","__proto__":{"polluted":1},"score":1}]}`,
    );
    const read = readOne(value);
    expect(Object.hasOwn(Object.prototype, "polluted")).toBe(false);
    expect(read.annotations[0]?.techniqueId).toBe("__proto__");
    const text = layerFileText([writeLayer(contentOf(read), undefined)]);
    expect(text.match(/"__proto__": \{/g)?.length).toBe(2);
    expect(text).toContain('"constructor": {');
    expect(throughText(contentOf(read))).toEqual(contentOf(read));
  });

  test("with a comment of ten megabytes is read whole, and the report stays small", async () => {
    const { client, folder } = await openWorkbench({ starter: true });
    const comment = "x".repeat(10_000_000);
    const path = join(folder, "long.json");
    const techniques = [{ techniqueID: "T1086", comment }];
    writeFileSync(path, JSON.stringify({ ...minimal, techniques }));
    const { layers } = await client.layers.import({ paths: [path] });
    expect(layers[0]?.unplaced[0]?.comment.length).toBe(500);
    const layer = await client.layers.get({ layerId: layers[0]?.layerId ?? 0 });
    expect(layer.annotations[0]?.comment.length).toBe(comment.length);
  });

  test("with two hundred thousand entries is read, and its report lists a thousand faults", async () => {
    const { client, folder } = await openWorkbench({ starter: true });
    const path = join(folder, "many.json");
    const techniques = Array.from({ length: 200_000 }, (_, index) => ({
      techniqueID: `T${1000 + (index % 9000)}.${String(Math.floor(index / 9000)).padStart(3, "0")}`,
      score: "x",
    }));
    writeFileSync(path, JSON.stringify({ ...minimal, techniques }));
    let letIn = 0;
    const others = setInterval(() => (letIn += 1), 1);
    const { layers } = await client.layers.import({ paths: [path] });
    clearInterval(others);
    // While it is read and while it is stored, others get their turn: every 200 entries or so.
    expect(letIn).toBeGreaterThan(200);
    expect(layers[0]).toMatchObject({
      entries: 200_000,
      annotations: 200_000,
      issueCount: 200_000,
    });
    expect(layers[0]?.issues.length).toBe(1000);
    expect((layers[0]?.placed ?? 0) + (layers[0]?.unplaced.length ?? 0)).toBe(200_000);
  }, 120_000);

  test("with a key twice says so, with the line", async () => {
    const { client, folder } = await openWorkbench({ starter: true });
    const path = join(folder, "twice.json");
    writeFileSync(
      path,
      `{"name":"L","domain":"enterprise-attack","version":"4.5","techniques":[\n` +
        `{"techniqueID":"T1059","score":1,"score":2}]}`,
    );
    const { layers } = await client.layers.import({ paths: [path] });
    expect(layers[0]?.issues.map((issue) => issue.path)).toEqual(["line 2, column 34"]);
    const layer = await client.layers.get({ layerId: layers[0]?.layerId ?? 0 });
    expect(layer.annotations[0]?.score).toBe(2);
  });
});
