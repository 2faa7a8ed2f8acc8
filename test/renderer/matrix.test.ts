import { existsSync, readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import {
  columnGap,
  columnWidth,
  layOutMatrix,
  type MatrixFilter,
  matrixPadding,
  matrixWidth,
  prepareMatrix,
} from "../../src/renderer/matrix/columns.ts";
import { hyphenate } from "../../src/shared/hyphenate.ts";
import type { MatrixTechnique, MatrixView } from "../../src/renderer/matrix/matrix-view.ts";
import { actorsPainter } from "../../src/renderer/matrix/painters/actors-painter.ts";
import { levelPainter } from "../../src/renderer/matrix/painters/level-painter.ts";
import { headerKey, moveFocus, stopsOf, typeAhead } from "../../src/renderer/matrix/navigate.ts";
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
    const apart = { level: "none", rules: 0, actors: [], assumed: false, markers: [] } as const;
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

describe("keyboard", () => {
  const grid = stopsOf(layOut({ subtechniques: "annotated" }).columns, new Set());
  const tops = new Map([
    ["access/T1", 0],
    ["access/T2", 50],
    ["access/T2.001", 100],
    ["access/T2.002", 150],
    ["stay/T2", 0],
    ["stay/T2.001", 60],
    ["stay/T4", 110],
  ]);
  const topOf = (key: string) => tops.get(key);

  test("up and down walk the column, the header first", () => {
    expect(moveFocus(grid, "access/T1", "down", topOf)).toBe("access/T2");
    expect(moveFocus(grid, "access/T1", "up", topOf)).toBe(headerKey("access"));
    expect(moveFocus(grid, headerKey("access"), "down", topOf)).toBe("access/T1");
    expect(moveFocus(grid, "access/T2.002", "down", topOf)).toBe("access/T2.002");
  });

  test("left and right go to the cell at the same height, headers to headers", () => {
    expect(moveFocus(grid, "access/T2.001", "right", topOf)).toBe("stay/T4");
    expect(moveFocus(grid, "stay/T2", "left", topOf)).toBe("access/T1");
    expect(moveFocus(grid, "stay/T4", "right", topOf)).toBe(headerKey("empty"));
    expect(moveFocus(grid, headerKey("stay"), "left", topOf)).toBe(headerKey("access"));
    expect(moveFocus(grid, "access/T1", "left", topOf)).toBe("access/T1");
  });

  test("home and end reach the ends of the column", () => {
    expect(moveFocus(grid, "access/T2", "first", topOf)).toBe("access/T1");
    expect(moveFocus(grid, "access/T2", "last", topOf)).toBe("access/T2.002");
  });

  test("with sub-techniques beside, right enters them and left leaves them", () => {
    expect(moveFocus(grid, "access/T2", "right", topOf, true)).toBe("access/T2.001");
    expect(moveFocus(grid, "access/T2.002", "left", topOf, true)).toBe("access/T2");
    expect(moveFocus(grid, "access/T1", "down", topOf, true)).toBe("access/T2");
    expect(moveFocus(grid, "access/T2.001", "up", topOf, true)).toBe("access/T2");
    expect(moveFocus(grid, "stay/T2", "down", topOf, true)).toBe("stay/T4");
  });

  test("a collapsed tactic keeps its header only; an unknown key starts at the first cell", () => {
    const collapsed = stopsOf(layOut().columns, new Set(["access"]));
    expect(collapsed[0]).toEqual({ header: headerKey("access"), stops: [] });
    expect(moveFocus(grid, "gone", "down", topOf)).toBe("access/T1");
  });

  test("type ahead goes on after the focus and comes round", () => {
    expect(typeAhead(grid, "access/T2.001", (key) => key.endsWith("T2.001"))).toBe("stay/T2.001");
    expect(typeAhead(grid, "stay/T4", (key) => key.endsWith("T1"))).toBe("access/T1");
    expect(typeAhead(grid, "stay/T4", () => false)).toBeNull();
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

test("the matrix is as wide as its columns; a collapsed tactic has 40 px", () => {
  const { columns } = layOut({ subtechniques: "annotated" });
  const rest = 2 * columnGap + 2 * matrixPadding;
  expect(matrixWidth(columns, 100, new Set(), false)).toBe(300 + rest);
  expect(matrixWidth(columns, 100, new Set(["empty"]), false)).toBe(240 + rest);
  expect(matrixWidth(columns, 100, new Set(), true)).toBe(500 + 2 * columnGap + rest);
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
