import { describe, expect, test } from "vitest";
import { blankMarks, defaultProperties } from "../../src/main/layers/blank-layer.ts";
import { demandSupplyPainter } from "../../src/renderer/matrix/painters/demand-supply-painter.ts";
import {
  assessmentDifferencePainter,
  layerDifferencePainter,
} from "../../src/renderer/matrix/painters/difference-painter.ts";
import { formatScore } from "../../src/renderer/matrix/painters/layer-marks.ts";
import { layerPainter } from "../../src/renderer/matrix/painters/layer-painter.ts";
import { actorsPainter } from "../../src/renderer/matrix/painters/actors-painter.ts";
import { levelPainter } from "../../src/renderer/matrix/painters/level-painter.ts";
import { outcomePainter } from "../../src/renderer/matrix/painters/outcome-painter.ts";
import {
  prevalenceBands,
  prevalencePainter,
} from "../../src/renderer/matrix/painters/prevalence-painter.ts";
import { priorityPainter } from "../../src/renderer/matrix/painters/priority-painter.ts";
import type { MatrixPainter } from "../../src/renderer/matrix/painter.ts";
import type { MatrixTechnique } from "../../src/renderer/matrix/matrix-view.ts";
import { attackId, domain, techniqueId } from "../../src/shared/model/attack-id.ts";
import type { CoverageLevel, CoverageTechnique } from "../../src/shared/model/coverage.ts";
import type { TechniqueTests } from "../../src/shared/model/emulation.ts";
import type { Annotation, Layer } from "../../src/shared/model/layer.ts";

const chosen = ["G1", "G2", "G3"];

function aTechnique(
  id: string,
  level: CoverageLevel | null,
  actors: readonly string[] = ["G1"],
  tactics: readonly string[] = ["stay"],
): MatrixTechnique {
  const dot = id.indexOf(".");
  return {
    id,
    name: id,
    parentId: dot === -1 ? null : id.slice(0, dot),
    parentName: null,
    tactics,
    platforms: [],
    answer:
      level === null
        ? null
        : {
            level,
            rules: 7,
            actors,
            inDenominator: true,
            beforeCompromise: false,
            notApplicable: false,
            assumed: false,
            tested: false,
            markers: [],
          },
  };
}

function aSeen(id: string, change: Partial<CoverageTechnique> = {}): [string, CoverageTechnique] {
  return [
    id,
    {
      id: techniqueId.parse(id),
      level: "none",
      detections: 0,
      partialDetections: 0,
      availableDetections: 0,
      disabledDetections: 0,
      actors: [attackId.parse("G1")],
      beforeCompromise: false,
      inDenominator: true,
      notApplicable: false,
      assumed: false,
      groupsUsing: 0,
      priority: null,
      band: null,
      status: "open",
      ...change,
    },
  ];
}

function anAnnotation(change: Partial<Annotation>): Annotation {
  return { ...blankMarks, techniqueId: "T1", tactic: null, ...change };
}

function aLayer(
  annotations: readonly Partial<Annotation>[],
  change: Partial<Layer["properties"]> = {},
  id = 1,
  name = "Ours",
): Layer {
  return {
    domain: domain.parse("enterprise-attack"),
    version: "18.1",
    scoreMeaning: "unknown",
    origin: "",
    id,
    name,
    group: "",
    createdAt: "2026-01-01T00:00:00.000Z",
    updatedAt: "2026-01-01T00:00:00.000Z",
    properties: { ...defaultProperties, ...change },
    annotations: annotations.map(anAnnotation),
  };
}

const paintOf = (
  painter: MatrixPainter,
  technique: MatrixTechnique,
  used: readonly MatrixTechnique[] = [],
) => painter.paint(technique, "stay", used);

/** Every paint's key stands in the legend, so that a click on the legend can leave it. */
function expectKeysInLegend(painter: MatrixPainter, techniques: readonly MatrixTechnique[]): void {
  const keys = new Set(painter.legend.map(({ key }) => key));
  expect(keys.size).toBe(painter.legend.length);
  for (const technique of techniques) {
    const { key } = painter.paint(technique, "stay", []);
    if (painter.isCounted(technique, "stay")) expect(keys).toContain(key);
  }
}

describe("level and actors' use", () => {
  test("what no chosen actor uses keeps its level, tinted and outside the legend", () => {
    const seen = new Map([aSeen("T1", { level: "several", detections: 3, partialDetections: 1 })]);
    const painter = levelPainter(3, seen);
    const outside = aTechnique("T1", null);
    expect(paintOf(painter, outside)).toMatchObject({
      fill: null,
      tint: "cov-several",
      part: "out",
      value: "4",
      glyph: "several",
      key: null,
    });
    expect(painter.isCounted(outside, "stay")).toBe(false);
    expect(paintOf(levelPainter(3), outside)).toMatchObject({ tint: null, glyph: null });
  });

  test("actors' use names the actors", () => {
    const names = new Map([
      ["G1", "FIN7"],
      ["G2", "APT38"],
    ]);
    const paint = paintOf(actorsPainter(3, names), aTechnique("T1", "none", ["G1", "G2"]));
    expect(paint.words).toBe("used by 2 of 3 actors: FIN7, APT38");
    expect(paint.title).toBe("Used by 2 of 3 actors: FIN7, APT38");
  });

  test("of many actors a tooltip names twelve and counts the others", () => {
    const ids = Array.from({ length: 40 }, (_, index) => `G${String(index + 1)}`);
    const titleOf = (users: number): string =>
      paintOf(actorsPainter(40), aTechnique("T1", "none", ids.slice(0, users))).title;
    expect(titleOf(13).endsWith(", G12, G13")).toBe(true);
    expect(titleOf(40).endsWith(", G11, G12 and 28 more")).toBe(true);
  });
});

describe("the order by score", () => {
  const withRules = (level: CoverageLevel, rules: number, users = 1): MatrixTechnique => {
    const technique = aTechnique("T1", level, chosen.slice(0, users));
    return technique.answer === null
      ? technique
      : { ...technique, answer: { ...technique.answer, rules } };
  };
  const falling = (painter: MatrixPainter, techniques: readonly MatrixTechnique[]) =>
    [...techniques]
      .sort((a, b) => (painter.score(b, "stay") ?? 0) - (painter.score(a, "stay") ?? 0))
      .map(({ answer }) => [answer?.level, answer?.rules]);

  test("goes by level, and within one level by rules", () => {
    const techniques = [
      withRules("several", 3),
      withRules("partial", 900),
      withRules("none", 0),
      withRules("several", 180),
      withRules("detected", 1),
    ];
    expect(falling(levelPainter(3), techniques)).toEqual([
      ["several", 180],
      ["several", 3],
      ["detected", 1],
      ["partial", 900],
      ["none", 0],
    ]);
  });

  test("goes by demand and what is lacking, and among equals by the fewest rules", () => {
    const techniques = [
      withRules("several", 50, 3),
      withRules("several", 2, 3),
      withRules("none", 0, 2),
      withRules("partial", 4, 3),
      withRules("partial", 0, 3),
    ];
    expect(falling(demandSupplyPainter(3, new Map()), techniques)).toEqual([
      ["partial", 0],
      ["partial", 4],
      ["several", 2],
      ["several", 50],
      ["none", 0],
    ]);
  });
});

describe("demand and supply", () => {
  test.each([
    ["none", 1, "ds-none-one"],
    ["failed", 2, "ds-none-some"],
    ["none", 3, "ds-none-all"],
    ["telemetry", 1, "ds-partial-one"],
    ["available", 2, "ds-partial-some"],
    ["partial", 3, "ds-partial-all"],
    ["detected", 1, "ds-covered-one"],
    ["several", 2, "ds-covered-some"],
    ["validated", 3, "ds-covered-all"],
  ] as const)("%s, wanted by %d of 3, is %s", (level, users, fill) => {
    const technique = aTechnique("T1", level, chosen.slice(0, users));
    const painter = demandSupplyPainter(3, new Map());
    expect(paintOf(painter, technique)).toMatchObject({
      fill,
      key: fill,
      value: "7",
      glyph: level,
      dots: { filled: users, of: 3 },
    });
    expectKeysInLegend(painter, [technique]);
  });

  test("a single actor is all; of two there is no some", () => {
    const lone = demandSupplyPainter(1, new Map());
    expect(paintOf(lone, aTechnique("T1", "none")).fill).toBe("ds-none-all");
    expect(lone.legend.map(({ key }) => key)).toEqual([
      "ds-none-all",
      "ds-partial-all",
      "ds-covered-all",
    ]);
    expect(demandSupplyPainter(2, new Map()).grid?.rows).toEqual(["All 2 actors", "1 actor"]);
    expect(demandSupplyPainter(6, new Map()).grid?.rows).toEqual([
      "All 6 actors",
      "2 to 5 actors",
      "1 actor",
    ]);
  });

  test("of many actors three dots say one, some or all", () => {
    const painter = demandSupplyPainter(9, new Map());
    const dots = (users: number) =>
      paintOf(painter, aTechnique("T1", "none", Array<string>(users).fill("G1"))).dots;
    expect([dots(1), dots(5), dots(9)]).toEqual([
      { filled: 1, of: 3 },
      { filled: 2, of: 3 },
      { filled: 3, of: 3 },
    ]);
  });

  test("a parent is tinted by what is worst and most wanted below it", () => {
    const subs = [
      aTechnique("T1.001", "several", chosen),
      aTechnique("T1.002", "none", ["G1"]),
      aTechnique("T1.003", "none", ["G1", "G2"]),
    ];
    expect(paintOf(demandSupplyPainter(3, new Map()), aTechnique("T1", null), subs)).toMatchObject({
      part: "parent",
      fill: null,
      tint: "ds-none-some",
      value: "1/3",
    });
  });

  test("sorts what all want and nobody sees above what one wants and is seen", () => {
    const painter = demandSupplyPainter(3, new Map());
    const score = (level: CoverageLevel, users: number) =>
      painter.score(aTechnique("T1", level, chosen.slice(0, users)), "stay") ?? 0;
    expect(score("none", 3)).toBeGreaterThan(score("partial", 3));
    expect(score("several", 3)).toBeGreaterThan(score("none", 2));
    expect(score("none", 2)).toBeGreaterThan(score("several", 1));
  });
});

describe("priority", () => {
  const seen = new Map([
    aSeen("T1", { priority: 71.25, band: "high" }),
    aSeen("T2", { level: "several", detections: 2 }),
    aSeen("T1.001", { priority: 40, band: "low" }),
    aSeen("T1.002", { priority: 90, band: "critical", status: "accepted" }),
  ]);
  const painter = priorityPainter(seen);

  test("a gap has its band and its number, what is no gap stands back", () => {
    expect(paintOf(painter, aTechnique("T1", "none"))).toMatchObject({
      fill: "prio-high",
      glyph: "high",
      value: "71.3",
      words: "high priority, 71.3",
    });
    expect(paintOf(painter, aTechnique("T2", "several"))).toMatchObject({
      fill: null,
      value: "",
      words: "several rules, no gap",
      key: "no-gap",
    });
    expect(paintOf(painter, aTechnique("T1.002", "none")).words).toContain("accepted");
    expectKeysInLegend(painter, [aTechnique("T1", "none"), aTechnique("T2", "several")]);
    expect(painter.score(aTechnique("T2", "several"), "stay")).toBeNull();
  });

  test("a parent counts the gaps below it and takes the loudest band", () => {
    const subs = [aTechnique("T1.001", "none"), aTechnique("T1.002", "none")];
    expect(paintOf(painter, aTechnique("T9", null), subs)).toMatchObject({
      tint: "prio-critical",
      value: "2/2",
    });
  });
});

describe("emulation", () => {
  const tests = (change: Partial<TechniqueTests>): TechniqueTests => ({
    verdict: null,
    met: 0,
    unmet: 0,
    prevented: 0,
    stale: 0,
    lastMetAt: null,
    outcomes: { blocked: 0, alerted: 0, logged: 0, missed: 0 },
    latest: null,
    waiting: 0,
    ...change,
  });
  const paintWith = (change: Partial<TechniqueTests> | null, used = true) => {
    const seen = new Map([aSeen("T1", change === null ? {} : { tests: tests(change) })]);
    return paintOf(outcomePainter(seen, !used), aTechnique("T1", used ? "none" : null));
  };

  test("a cell says the latest outcome, and how many of the tests that hold were met", () => {
    expect(
      paintWith({ verdict: "some-met", met: 2, unmet: 1, waiting: 3, latest: "missed" }),
    ).toMatchObject({
      fill: "out-missed",
      glyph: "missed",
      value: "2/3",
      words: "missed, 2 of 3 tests met, 3 not assessed",
      key: "out-missed",
    });
  });

  test("what waits, what is prevented and what is stale are told apart from what was never tested", () => {
    expect(paintWith({ waiting: 4 })).toMatchObject({ fill: "out-not-assessed", value: "4" });
    expect(paintWith({ prevented: 1, latest: "blocked" })).toMatchObject({
      fill: "out-blocked",
      value: "prev.",
    });
    expect(paintWith({ stale: 2, latest: "alerted" })).toMatchObject({
      fill: null,
      tint: "out-alerted",
      value: "stale",
      words: "alerted, 2 stale",
    });
    expect(paintWith(null)).toMatchObject({ fill: null, tint: null, words: "not tested" });
  });

  test("a technique that no chosen actor uses shows its tests where everything is shown", () => {
    const met = { verdict: "all-met", met: 1, latest: "alerted" } as const;
    expect(paintWith(met, false)).toMatchObject({ fill: "out-alerted", value: "1/1" });
    const seen = new Map([aSeen("T1", { tests: tests(met) })]);
    const narrow = outcomePainter(seen, false);
    expect(paintOf(narrow, aTechnique("T1", null))).toMatchObject({ fill: null, part: "out" });
    expect(narrow.isCounted(aTechnique("T1", null), "stay")).toBe(false);
  });
});

describe("prevalence", () => {
  test("each band holds a fifth of the used techniques", () => {
    // Ten used techniques: two in each fifth.
    expect(prevalenceBands([0, 0, 1, 2, 3, 4, 5, 6, 10, 20, 30, 40])).toEqual([
      { fill: "use-1", least: 1, most: 2 },
      { fill: "use-2", least: 3, most: 4 },
      { fill: "use-3", least: 5, most: 6 },
      { fill: "use-4", least: 7, most: 20 },
      { fill: "use-5", least: 21, most: 40 },
    ]);
  });

  test("ties share a band, and nobody's techniques have none", () => {
    expect(prevalenceBands([1, 1, 1, 1, 1, 1, 1, 9])).toEqual([
      { fill: "use-1", least: 1, most: 1 },
      { fill: "use-5", least: 2, most: 9 },
    ]);
    expect(prevalenceBands([0, 0])).toEqual([]);
  });

  test("counts the headline's techniques, or with everything all", () => {
    const seen = new Map([
      aSeen("T1", { groupsUsing: 12 }),
      aSeen("T2", { groupsUsing: 3 }),
      aSeen("T3"),
    ]);
    const [used, outside, unused] = [
      aTechnique("T1", "none"),
      aTechnique("T2", null),
      aTechnique("T3", null),
    ];
    const narrow = prevalencePainter(seen, 40, false);
    expect(paintOf(narrow, used)).toMatchObject({
      value: "12",
      words: "used by 12 of 40 groups",
      part: "own",
    });
    expect(paintOf(narrow, outside)).toMatchObject({ fill: null, part: "out", value: "3" });
    expect(narrow.isCounted(outside, "stay")).toBe(false);
    // T2 is there through T2.001 alone, which three groups use.
    const sub = aTechnique("T2.001", "none");
    const through = new Map([...seen, aSeen("T2.001", { groupsUsing: 3 })]);
    expect(paintOf(prevalencePainter(through, 40, false), outside, [sub])).toMatchObject({
      part: "parent",
      value: "3",
      tint: "use-1",
      words: "its most used sub-technique is used by 3 of 40 groups",
    });
    const wide = prevalencePainter(seen, 40, true);
    expect(paintOf(wide, outside).fill).not.toBeNull();
    expect(paintOf(wide, unused)).toMatchObject({ fill: null, key: "prevalence-none" });
    expectKeysInLegend(wide, [used, outside, unused]);
  });
});

describe("a layer", () => {
  const surroundings = { ground: "#ffffff", chosenOnly: false };
  const techniques = [
    aTechnique("T1", null, [], ["stay", "go"]),
    aTechnique("T2", null),
    aTechnique("T2.001", null),
    aTechnique("T2.002", null),
  ];
  const [one, two] = techniques as [MatrixTechnique, MatrixTechnique];
  const gradient = { colours: ["#ff0000", "#ffffff"], least: 0, most: 100 };

  test("its own colour wins over the gradient; a tactic's annotation over one for all", () => {
    const layer = aLayer(
      [
        { techniqueId: "T1", score: 50 },
        { techniqueId: "T1", tactic: "go", score: 50, colour: "#00ff00" },
      ],
      { gradient },
    );
    const painter = layerPainter(layer, techniques, surroundings);
    // Half way from red to white.
    expect(painter.paint(one, "stay", []).colour?.fill).toBe("#ff8080");
    expect(painter.paint(one, "go", []).colour).toMatchObject({ fill: "#00ff00", ink: "#0b0f15" });
    expect(painter.paint(one, "stay", []).value).toBe("50");
    expect(painter.paint(two, "stay", [])).toMatchObject({ colour: null, words: "not annotated" });
    expect(painter.isAnnotated(two, "stay")).toBe(false);
    expect(painter.legend.map(({ word }) => word)).toEqual(["Score 50", "#00ff00"]);
    expectKeysInLegend(painter, techniques);
  });

  test("a see-through colour shows the ground, and pale ones get an edge that is seen", () => {
    const layer = aLayer([{ techniqueId: "T1", colour: "#00000080" }]);
    const onWhite = layerPainter(layer, techniques, surroundings).paint(one, "stay", []);
    const onDark = layerPainter(layer, techniques, { ...surroundings, ground: "#202020" });
    expect(onWhite.colour?.fill).toBe("#7f7f7f");
    expect(onDark.paint(one, "stay", []).colour?.fill).toBe("#101010");
    const pale = aLayer([{ techniqueId: "T1", colour: "#fefefe" }]);
    expect(layerPainter(pale, techniques, surroundings).paint(one, "stay", []).colour?.edge).toBe(
      "var(--strong)",
    );
  });

  test("says comments, disabled cells and zero scores", () => {
    const layer = aLayer(
      [
        { techniqueId: "T1", comment: "seen in March", metadata: [{ name: "Way", value: "x" }] },
        { techniqueId: "T2", enabled: false, score: 0 },
        { techniqueId: "T2.001", score: 0 },
      ],
      { gradient },
    );
    const painter = layerPainter(layer, techniques, surroundings);
    expect(painter.paint(one, "stay", [])).toMatchObject({
      noted: true,
      value: "",
      key: "plain",
      words: "unscored, has a comment",
      title: "Unscored\nseen in March\nWay: x",
    });
    expect(painter.paint(two, "stay", [])).toMatchObject({
      disabled: true,
      colour: null,
      value: "0",
      key: "disabled",
    });
    expect(painter.isDisabled(two, "stay")).toBe(true);
    expect(painter.legend.map(({ word }) => word)).toEqual([
      "Score 0",
      "Without colour",
      "Disabled",
    ]);
  });

  test("the layer's own legend names colours; the rest are other colours", () => {
    const layer = aLayer(
      [
        { techniqueId: "T1", colour: "#aa0000" },
        { techniqueId: "T2", colour: "#00aa00" },
      ],
      { legend: [{ label: "Urgent", colour: "#AA0000" }] },
    );
    const painter = layerPainter(layer, techniques, surroundings);
    expect(painter.legend.map(({ key, word }) => [key, word])).toEqual([
      ["legend-0", "Urgent"],
      ["other", "Other colours"],
    ]);
    expect(painter.paint(one, "stay", []).key).toBe("legend-0");
    expect(painter.paint(two, "stay", []).key).toBe("other");
  });

  test("many scores are named by fifths of the gradient, those outside at its ends", () => {
    const layer = aLayer(
      Array.from({ length: 12 }, (_, index) => ({
        techniqueId: `T${String(index + 1)}`,
        score: index * 12 - 5,
      })),
      { gradient },
    );
    const many = Array.from({ length: 12 }, (_, index) =>
      aTechnique(`T${String(index + 1)}`, null),
    );
    const painter = layerPainter(layer, many, surroundings);
    expect(painter.legend.map(({ word }) => word)).toEqual([
      "19 or less",
      "20 to 39",
      "40 to 59",
      "60 to 79",
      "80 or more",
    ]);
    // -5, 7, 19 | 31 | 43, 55 | 67, 79 | 91, 103, 115, 127
    const counts = new Map<string | null, number>();
    for (const technique of many) {
      const { key } = painter.paint(technique, "stay", []);
      counts.set(key, (counts.get(key) ?? 0) + 1);
    }
    expect(painter.legend.map(({ key }) => counts.get(key))).toEqual([3, 1, 2, 2, 4]);
  });

  test("a fifth says where the next one begins, whatever the scores", () => {
    const worded = (scores: readonly number[], most: number) => {
      const cells = scores.map((_score, index) => aTechnique(`T${String(index)}`, null));
      const layer = aLayer(
        scores.map((score, index) => ({ techniqueId: `T${String(index)}`, score })),
        { gradient: { ...gradient, least: 0, most } },
      );
      const painter = layerPainter(layer, cells, surroundings);
      return cells.map((cell) => {
        const { key } = painter.paint(cell, "stay", []);
        return painter.legend.find((entry) => entry.key === key)?.word;
      });
    };
    const tenths = Array.from({ length: 11 }, (_, index) => index / 10);
    expect([...new Set(worded(tenths, 1))]).toEqual([
      "0 to under 0.2",
      "0.2 to under 0.4",
      "0.4 to under 0.6",
      "0.6 to under 0.8",
      "0.8 to 1",
    ]);
    // Fifths of 12 begin at 0, 2.4, 4.8, 7.2 and 9.6.
    const whole = Array.from({ length: 13 }, (_, index) => index);
    expect(worded(whole, 12)).toEqual([
      ...["0 to 2", "0 to 2", "0 to 2", "3 to 4", "3 to 4", "5 to 7", "5 to 7", "5 to 7"],
      ...["8 to 9", "8 to 9", "10 to 12", "10 to 12", "10 to 12"],
    ]);
  });

  test("a tooltip takes the first lines of a comment, and of a long value its beginning", () => {
    const layer = aLayer([
      {
        techniqueId: "T1",
        comment: `first\r\n\r\n  second \n${"more\n".repeat(40)}`,
        metadata: [{ name: "Where", value: "x".repeat(5_000) }],
      },
    ]);
    const [score, ...lines] = layerPainter(layer, techniques, surroundings)
      .paint(one, "stay", [])
      .title.split("\n");
    expect(score).toBe("Unscored");
    expect(lines.slice(0, 2)).toEqual(["first", "second"]);
    expect(lines[7]).toBe("more…");
    expect(lines[8]).toBe(`Where: ${"x".repeat(113)}…`);
    expect(lines).toHaveLength(9);
  });

  test("a word of the layer's legend whose colour no cell has is not counted", () => {
    const layer = aLayer(
      [
        { techniqueId: "T1", score: 100 },
        { techniqueId: "T2", score: 40 },
      ],
      {
        gradient: { colours: ["#ffffff", "#cc0000"], least: 0, most: 100 },
        legend: [
          { label: "All of it", colour: "#cc0000" },
          { label: "Some of it", colour: "#ffffff" },
        ],
      },
    );
    const painter = layerPainter(layer, techniques, surroundings);
    expect(painter.legend.map(({ word, uncounted }) => [word, uncounted])).toEqual([
      ["All of it", undefined],
      ["Some of it", true],
      ["Other scores", undefined],
    ]);
  });

  test.each([
    ["average", false, 20, "20"],
    ["average", true, 13.33, "13.33"],
    ["sum", false, 40, "40"],
    ["min", false, 10, "10"],
    // Only the average counts the unscored, as in the Navigator.
    ["min", true, 10, "10"],
    ["max", true, 30, "30"],
  ] as const)("aggregates by %s, unscored counted: %s", (how, countUnscored, score, value) => {
    const layer = aLayer(
      [
        { techniqueId: "T2", score: 10 },
        { techniqueId: "T2.001", score: 30 },
      ],
      { gradient, showAggregateScores: true, aggregateFunction: how, countUnscored },
    );
    const painter = layerPainter(layer, techniques, surroundings);
    expect(painter.score(two, "stay")).toBeCloseTo(score, 2);
    expect(painter.paint(two, "stay", []).value).toBe(value);
  });

  test("with the chosen actors' techniques alone the legend counts no others", () => {
    const layer = aLayer([{ techniqueId: "T1", score: 1 }]);
    const painter = layerPainter(layer, techniques, { ...surroundings, chosenOnly: true });
    expect(painter.isCounted(one, "stay")).toBe(false);
    expect(painter.isCounted(aTechnique("T1", "none"), "stay")).toBe(true);
  });

  test("scores are as short as a cell has room for", () => {
    expect([3, -2.345, 0.1 + 0.2, 123456, 1e12].map(formatScore)).toEqual([
      "3",
      "-2.35",
      "0.3",
      "123.5K",
      "1T",
    ]);
  });
});

describe("differences", () => {
  test("two layers: the first's score less the second's, and what only one holds", () => {
    const first = aLayer([
      { techniqueId: "T1", score: 5 },
      { techniqueId: "T2", score: 1 },
      { techniqueId: "T3", score: 2 },
      { techniqueId: "T4", score: 4 },
      { techniqueId: "T6", comment: "x" },
      { techniqueId: "T8", score: 6 },
      { techniqueId: "T9", colour: "#aa0000" },
    ]);
    const second = aLayer(
      [
        { techniqueId: "T1", score: 2 },
        { techniqueId: "T2", score: 3.5 },
        { techniqueId: "T3", score: 2 },
        { techniqueId: "T5", score: 4 },
        { techniqueId: "T8", comment: "there, without a score" },
        { techniqueId: "T9", score: 1 },
      ],
      {},
      2,
      "Theirs",
    );
    const painter = layerDifferencePainter(first, second, false);
    const said = ["T1", "T2", "T3", "T4", "T5", "T6", "T7", "T8", "T9"].map((id) => {
      const { fill, value, glyph } = paintOf(painter, aTechnique(id, null));
      return [fill, value, glyph];
    });
    expect(said).toEqual([
      ["diff-more", "+3", "more"],
      ["diff-less", "−2.5", "less"],
      ["diff-same", "0", "same"],
      ["diff-first", "+4", "first"],
      ["diff-second", "−4", "second"],
      ["diff-first", "", "first"],
      [null, "", null],
      ["diff-more", "+6", "more"],
      ["diff-less", "−1", "less"],
    ]);
    expect(painter.legend.map(({ word }) => word)).toEqual([
      "Higher",
      "Lower",
      "Same",
      "Only in Ours",
      "Only in Theirs",
    ]);
  });

  test("two assessments: better, worse, same, or asked in one alone", () => {
    const first = {
      id: 1,
      name: "Now",
      seen: new Map([
        aSeen("T1", { level: "several" }),
        aSeen("T2", { level: "none" }),
        aSeen("T3", { level: "partial" }),
        aSeen("T4", { level: "detected" }),
        aSeen("T5", { actors: [] }),
        aSeen("T6", { notApplicable: true }),
      ]),
    };
    const second = {
      id: 2,
      name: "Before",
      seen: new Map([
        aSeen("T1", { level: "none" }),
        aSeen("T2", { level: "telemetry" }),
        aSeen("T3", { level: "partial" }),
        aSeen("T4", { actors: [] }),
        aSeen("T5", { level: "detected" }),
        aSeen("T6", { level: "none" }),
      ]),
    };
    const painter = assessmentDifferencePainter(first, second, false);
    const said = ["T1", "T2", "T3", "T4", "T5", "T6"].map((id) => {
      const { fill, value, words } = paintOf(painter, aTechnique(id, null));
      return [fill, value, words];
    });
    expect(said).toEqual([
      ["diff-more", "+5", "better, several rules against none"],
      ["diff-less", "−1", "worse, none against telemetry only"],
      ["diff-same", "", "same, partial against partial"],
      ["diff-first", "", "only here, detected"],
      ["diff-second", "", "only in before, detected"],
      ["diff-second", "", "only in before, none"],
    ]);
  });

  test("a parent says how many of its sub-techniques differ", () => {
    const first = aLayer([
      { techniqueId: "T1.001", score: 1 },
      { techniqueId: "T1.002", score: 1 },
    ]);
    const second = aLayer(
      [
        { techniqueId: "T1.001", score: 1 },
        { techniqueId: "T1.002", score: 3 },
      ],
      {},
      2,
    );
    const subs = [aTechnique("T1.001", null), aTechnique("T1.002", null)];
    expect(
      paintOf(layerDifferencePainter(first, second, false), aTechnique("T1", null), subs),
    ).toMatchObject({ part: "parent", tint: "diff-less", value: "1/2" });
  });
});
