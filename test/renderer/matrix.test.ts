import { existsSync, readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import {
  columnGap,
  columnWidth,
  layOutMatrix,
  type MatrixFilter,
  matrixPadding,
  prepareMatrix,
} from "../../src/renderer/matrix/columns.ts";
import { hyphenate } from "../../src/shared/hyphenate.ts";
import type { MatrixTechnique, MatrixView } from "../../src/renderer/matrix/matrix-view.ts";
import { actorsPainter } from "../../src/renderer/matrix/painters/actors-painter.ts";
import { levelPainter } from "../../src/renderer/matrix/painters/level-painter.ts";
import type { CoverageLevel } from "../../src/shared/model/coverage.ts";

function aTechnique(
  id: string,
  name: string,
  tactics: readonly string[],
  level: CoverageLevel | null,
  change: Partial<MatrixTechnique> = {},
  actors: readonly string[] = ["G1"],
): MatrixTechnique {
  const dot = id.indexOf(".");
  return {
    id,
    name,
    parentId: dot === -1 ? null : id.slice(0, dot),
    parentName: null,
    tactics,
    platforms: ["Windows"],
    answer:
      level === null
        ? null
        : {
            level,
            rules: 2,
            actors,
            inDenominator: true,
            beforeCompromise: false,
            notApplicable: false,
            assumed: false,
            tested: false,
            markers: [],
          },
    ...change,
  };
}

const view: MatrixView = {
  tactics: [
    { id: "TA1", shortname: "access", name: "Access" },
    { id: "TA2", shortname: "stay", name: "Stay" },
    { id: "TA3", shortname: "empty", name: "Empty" },
  ],
  techniques: [
    aTechnique("T1", "Alpha", ["access"], "several"),
    aTechnique("T2", "Beta", ["access", "stay"], null),
    aTechnique("T2.001", "Beta one", ["access", "stay"], "detected"),
    aTechnique("T2.002", "Beta two", ["access"], "none", {}, ["G1", "G2"]),
    aTechnique("T2.003", "Beta three", ["access", "stay"], null),
    aTechnique("T3", "Gamma", ["access"], null),
    aTechnique("T4", "Delta", ["stay"], "none", { platforms: ["Linux"] }),
  ],
  platforms: ["Windows", "Linux"],
  actors: 3,
};

const painters = { level: levelPainter(3), actors: actorsPainter(3) };

interface Wanted extends MatrixFilter {
  readonly mode: keyof typeof painters;
  readonly platforms: readonly string[];
}

const filter: Wanted = {
  mode: "level",
  scope: "chosen",
  order: "attack",
  subtechniques: "strips",
  toggled: new Set(),
  platforms: [],
  only: new Set(),
  find: "",
  hideDisabled: false,
  hiddenTactics: [],
};

function layOut(change: Partial<Wanted> = {}, of: MatrixView = view) {
  const wanted = { ...filter, ...change };
  return layOutMatrix(prepareMatrix(of, painters[wanted.mode], wanted.platforms), wanted);
}

function keys(change: Partial<Wanted> = {}): string[][] {
  return layOut(change).columns.map((column) =>
    column.groups.flatMap((group) => [
      group.cell.painted.technique.id,
      ...group.subtechniques.map((sub) => sub.painted.technique.id),
    ]),
  );
}

describe("which cells there are", () => {
  test("chosen actors: techniques in use and the parents of sub-techniques in use", () => {
    expect(keys()).toEqual([["T1", "T2"], ["T2", "T4"], []]);
  });

  test("all techniques, with those out of scope", () => {
    expect(keys({ scope: "all" })).toEqual([["T1", "T2", "T3"], ["T2", "T4"], []]);
  });

  test("used sub-techniques stand under each tactic of their own", () => {
    expect(keys({ subtechniques: "annotated" })).toEqual([
      ["T1", "T2", "T2.001", "T2.002"],
      ["T2", "T2.001", "T4"],
      [],
    ]);
  });

  test("all sub-techniques, and one parent turned the other way", () => {
    expect(keys({ subtechniques: "all" })[0]).toEqual(["T1", "T2", "T2.001", "T2.002", "T2.003"]);
    expect(keys({ subtechniques: "all", toggled: new Set(["T2"]) })[0]).toEqual(["T1", "T2"]);
    expect(keys({ toggled: new Set(["T2"]) })[0]).toEqual(["T1", "T2", "T2.001", "T2.002"]);
  });

  test("a platform leaves the techniques that have it", () => {
    expect(keys({ platforms: ["Linux"] })).toEqual([[], ["T4"], []]);
    expect(layOut({ platforms: ["Linux"] }).counted).toBe(1);
  });

  test("a level leaves its techniques and the parents that hold one", () => {
    const only = new Set(["cov-none"] as const);
    expect(keys({ only, subtechniques: "annotated" })).toEqual([["T2", "T2.002"], ["T4"], []]);
    // A parent opens for what was filtered, and can be closed by hand.
    expect(keys({ only })).toEqual([["T2", "T2.002"], ["T4"], []]);
    expect(keys({ only, toggled: new Set(["T2"]) })).toEqual([["T2"], ["T4"], []]);
  });

  test("a hidden tactic has no column", () => {
    expect(keys({ hiddenTactics: ["access", "empty"] })).toEqual([["T2", "T4"]]);
  });

  test("what is disabled can be hidden, with its place in the strip of none", () => {
    const apart = view.techniques.map((each) =>
      each.id === "T1" && each.answer !== null
        ? { ...each, answer: { ...each.answer, notApplicable: true, inDenominator: false } }
        : each,
    );
    const off = { ...view, techniques: apart };
    const idsIn = (change: Partial<Wanted>) =>
      layOut(change, off).columns[0]?.groups.map((group) => group.cell.painted.technique.id);
    expect(idsIn({})).toEqual(["T1", "T2"]);
    expect(idsIn({ hideDisabled: true })).toEqual(["T2"]);
  });

  test("without sub-techniques a parent still opens by hand", () => {
    expect(keys({ subtechniques: "none" })[0]).toEqual(["T1", "T2"]);
    expect(keys({ subtechniques: "none", toggled: new Set(["T2"]) })[0]).toEqual([
      "T1",
      "T2",
      "T2.001",
      "T2.002",
    ]);
  });

  test("orders by name, ID and score both ways; what is unscored stands last either way", () => {
    const all = { scope: "all", subtechniques: "all" } as const;
    const first = (order: MatrixFilter["order"]) => keys({ ...all, order })[0];
    expect(first("name")).toEqual(["T1", "T2", "T2.001", "T2.003", "T2.002", "T3"]);
    expect(first("name-descending")).toEqual(["T3", "T2", "T2.002", "T2.003", "T2.001", "T1"]);
    expect(first("id")).toEqual(["T1", "T2", "T2.001", "T2.002", "T2.003", "T3"]);
    expect(first("id-descending")).toEqual(["T3", "T2", "T2.003", "T2.002", "T2.001", "T1"]);
    // Actors' use: T1 one, T2 through T2.002 two, T3 none.
    expect(keys({ ...all, mode: "actors", order: "score-descending" })[0]).toEqual([
      "T2",
      "T2.002",
      "T2.001",
      "T2.003",
      "T1",
      "T3",
    ]);
    expect(keys({ ...all, mode: "actors", order: "score" })[0]).toEqual([
      "T1",
      "T2",
      "T2.001",
      "T2.002",
      "T2.003",
      "T3",
    ]);
  });

  test("gaps first, ATT&CK's order within a rank", () => {
    expect(keys({ order: "gaps" })[0]).toEqual(["T2", "T1"]);
  });

  test("a sub-technique without its parent stands by itself", () => {
    const alone = { ...view, techniques: view.techniques.filter(({ id }) => id !== "T2") };
    const [column] = layOut({}, alone).columns;
    expect(column?.groups.map((group) => group.cell.painted.technique.id)).toEqual([
      "T1",
      "T2.001",
      "T2.002",
    ]);
  });
});

describe("what a cell says", () => {
  const paintOf = (id: string, change: Partial<Wanted> = {}) =>
    prepareMatrix(view, painters[change.mode ?? "level"], []).painted.get(`access/${id}`);

  test("a parent used only through its sub-techniques is tinted by the worst and says covered of used", () => {
    expect(paintOf("T2")?.paint).toMatchObject({
      fill: null,
      tint: "cov-none",
      value: "1/2",
      part: "parent",
    });
    expect(paintOf("T2")?.strip).toEqual([
      { id: "T2.001", fill: "cov-detected", colour: null },
      { id: "T2.002", fill: "cov-none", colour: null },
    ]);
  });

  test("a technique names its level and its actors", () => {
    expect(paintOf("T2.002")?.paint).toMatchObject({
      fill: "cov-none",
      value: "2",
      words: "none, 2 of 3 actors",
    });
  });

  test("actors' use counts actors; with three the steps are 2, 3 and 5", () => {
    expect(paintOf("T2.002", { mode: "actors" })?.paint).toMatchObject({
      fill: "use-3",
      value: "2",
    });
    expect(paintOf("T2", { mode: "actors" })?.paint).toMatchObject({
      fill: null,
      tint: "use-3",
      value: "2",
    });
    expect(layOut({ mode: "actors" }).legend).toMatchObject([
      { key: "use-2", word: "1 actor", count: 3 },
      { key: "use-3", word: "2 actors", count: 1 },
      { key: "use-5", word: "3 actors", count: 0 },
    ]);
  });
});

describe("figures", () => {
  test("a technique counts under each of its tactics, and once in the legend", () => {
    const model = layOut();
    expect(model.columns.map(({ figures }) => [figures.covered, figures.total])).toEqual([
      [2, 3],
      [1, 2],
      [0, 0],
    ]);
    expect(model).toMatchObject({ counted: 4, covered: 2 });
    expect(model.legend.reduce((sum, entry) => sum + entry.count, 0)).toBe(4);
    expect(model.legend.map((entry) => entry.key)).toEqual([
      "cov-none",
      "cov-telemetry",
      "cov-available",
      "cov-partial",
      "cov-detected",
      "cov-several",
      "cov-validated",
      "cov-failed",
    ]);
  });

  test("before compromise stands apart, not applicable is not counted", () => {
    const apart = {
      level: "none",
      rules: 0,
      actors: [],
      assumed: false,
      tested: false,
      markers: [],
    } as const;
    const before: MatrixView = {
      ...view,
      techniques: [
        aTechnique("T1", "One", ["access"], "none", {
          answer: { ...apart, inDenominator: false, beforeCompromise: true, notApplicable: false },
        }),
        aTechnique("T4", "Four", ["stay"], "none", {
          answer: { ...apart, inDenominator: false, beforeCompromise: false, notApplicable: true },
        }),
      ],
    };
    const model = layOut({}, before);
    expect(model.beforeCompromise).toEqual({ covered: 0, total: 1 });
    expect(model.counted).toBe(0);
    expect(model.columns[0]?.figures).toMatchObject({ total: 1, beforeCompromise: true });
    expect(model.columns[1]?.figures).toMatchObject({ total: 0, beforeCompromise: false });
  });
});

describe("search", () => {
  test("marks what holds every word, and opens the parent of a sub-technique that does", () => {
    const model = layOut({ find: "beta TWO" });
    const groups = model.columns[0]?.groups ?? [];
    expect(groups.map((group) => group.cell.found)).toEqual([false, false]);
    expect(groups.map((group) => group.subtechniques.map((sub) => sub.found))).toEqual([
      [],
      [false, true],
    ]);
    expect(model.found).toBe(1);
    expect(layOut().columns[0]?.groups[0]?.cell.found).toBeNull();
  });
});

describe("width of the columns", () => {
  test.each([
    [1384, 14],
    [1688, 14],
    [1320, 12],
    [2000, 12],
  ])("in %d px all %d fit", (room, columns) => {
    const width = columnWidth(room, columns);
    expect(width).toBeGreaterThanOrEqual(93);
    expect(columns * width + (columns - 1) * columnGap + 2 * matrixPadding).toBeLessThanOrEqual(
      room,
    );
  });

  test.each([1016, 1224, 600, 160])("in %d px a whole number of fourteen is in view", (room) => {
    const width = columnWidth(room, 14);
    expect(14 * (width + columnGap)).toBeGreaterThan(room);
    const inView = (room - matrixPadding) / (width + columnGap);
    expect(inView).toBeGreaterThanOrEqual(1);
    expect(inView - Math.floor(inView + 1e-9)).toBeLessThan(0.1);
  });
});

describe("hyphens", () => {
  test("only long words get them, and nothing else changes", () => {
    expect(hyphenate("Valid Accounts", 14)).toBe("Valid Accounts");
    expect(hyphenate("Windows Instrumentation", 15)).toBe("Windows Instrumentation");
    expect(hyphenate("Windows Instrumentation", 14)).toBe("Windows Instrumen\u00ADta\u00ADtion");
    expect(hyphenate("Deobfuscate/Decode", 14)).toBe("Deobfuscate/\u200BDecode");
  });

  const path = "../shared/data/attack/enterprise-attack-18.1.stix20.json.gz";
  const present = existsSync(path);
  if (!present) process.stdout.write(`Skipped: ${path} is not here.\n`);

  test.runIf(present)("every word of every technique's name can be broken to 14 letters", () => {
    const bundle = JSON.parse(gunzipSync(readFileSync(path)).toString("utf8")) as {
      objects: { type: string; name?: string }[];
    };
    const names = bundle.objects.flatMap(({ type, name }) =>
      type === "attack-pattern" && name !== undefined ? [name] : [],
    );
    expect(names.length).toBeGreaterThan(600);
    const long = new Set<string>();
    for (const name of names) {
      const broken = hyphenate(name, 11);
      expect(broken.replaceAll(/[\u00AD\u200B]/g, "")).toBe(name);
      for (const part of broken.split(/[\s\u00AD\u200B/-]/)) if (part.length > 14) long.add(part);
    }
    expect([...long]).toEqual([]);
  });
});
