import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { breakLines } from "../../src/renderer/matrix/break-lines.ts";
import {
  cellKey,
  layOutMatrix,
  type MatrixFilter,
  prepareMatrix,
} from "../../src/renderer/matrix/columns.ts";
import {
  between,
  countBelow,
  keysIn,
  type MatrixGeometry,
  placeCells,
  stretchIn,
} from "../../src/renderer/matrix/geometry.ts";
import {
  type MatrixDisplay,
  type MatrixOrder,
  plainDisplay,
  zoomBy,
  zoomSteps,
} from "../../src/renderer/matrix/matrix-display.ts";
import type { MatrixTechnique, MatrixView } from "../../src/renderer/matrix/matrix-view.ts";
import {
  type Direction,
  headerKey,
  keysInOrder,
  moveFocus,
  typeAhead,
} from "../../src/renderer/matrix/navigate.ts";
import { levelPainter } from "../../src/renderer/matrix/painters/level-painter.ts";
import {
  completeSelection,
  invertSelection,
  keysOf,
  plainSelection,
  techniqueOf,
  techniquesOf,
  toggleSelection,
} from "../../src/renderer/matrix/selection.ts";
import { stretchesIn, windowOf } from "../../src/renderer/matrix/use-matrix-window.ts";
import { coverageLevel } from "../../src/shared/model/coverage.ts";

const tactics = ["one", "two", "three"];

/** Techniques with sub-techniques, of any level, under one or more tactics. */
const aView = fc
  .array(
    fc.record({
      name: fc.string({ minLength: 1, maxLength: 60 }),
      tactics: fc.subarray(tactics, { minLength: 1 }),
      level: fc.option(fc.constantFrom(...coverageLevel.options)),
      subs: fc.array(
        fc.record({
          name: fc.string({ minLength: 1, maxLength: 60 }),
          level: fc.option(fc.constantFrom(...coverageLevel.options)),
        }),
        { maxLength: 6 },
      ),
    }),
    { maxLength: 14 },
  )
  .map((drawn): MatrixView => {
    const techniqueWith = (
      id: string,
      parentId: string | null,
      { name, level }: { name: string; level: MatrixLevel },
      under: readonly string[],
    ): MatrixTechnique => ({
      id,
      name,
      parentId,
      parentName: null,
      tactics: under,
      platforms: ["Windows"],
      answer:
        level === null
          ? null
          : {
              level,
              rules: 1,
              actors: ["G1"],
              inDenominator: true,
              beforeCompromise: false,
              notApplicable: false,
              assumed: false,
              tested: false,
              markers: [],
            },
    });
    return {
      tactics: tactics.map((name) => ({ id: name, shortname: name, name })),
      techniques: drawn.flatMap((each, index) => {
        const id = `T${String(1000 + index)}`;
        return [
          techniqueWith(id, null, each, each.tactics),
          ...each.subs.map((sub, at) =>
            techniqueWith(`${id}.${String(at + 1).padStart(3, "0")}`, id, sub, each.tactics),
          ),
        ];
      }),
      platforms: ["Windows"],
      actors: 1,
    };
  });
type MatrixLevel = (typeof coverageLevel.options)[number] | null;

const aDisplay = fc.record({
  layout: fc.constantFrom("flat", "side", "mini"),
  subtechniques: fc.constantFrom("strips", "annotated", "all", "none"),
  labels: fc.constantFrom("both", "id", "name"),
  zoom: fc.constantFrom(...zoomSteps),
} as const);

const painter = levelPainter(1);
const everything: MatrixFilter = {
  scope: "all",
  order: "attack",
  subtechniques: "all",
  toggled: new Set(),
  only: new Set(),
  find: "",
  hideDisabled: false,
  hiddenTactics: [],
};
/** Every letter six wide: a stand-in for a font that anybody can count. */
const widthOf = (text: string): number => 6 * text.length;

function place(
  view: MatrixView,
  display: Pick<MatrixDisplay, "layout" | "subtechniques" | "labels" | "zoom">,
  collapsed: ReadonlySet<string> = new Set(),
  room = 400,
): MatrixGeometry {
  const { columns } = layOutMatrix(prepareMatrix(view, painter, []), {
    ...everything,
    subtechniques: display.subtechniques,
  });
  return placeCells(columns, {
    room,
    display,
    collapsed,
    linesOf: (name, width) => breakLines(name, (width * 100) / display.zoom, widthOf),
  });
}

/** A view drawn by hand: two columns, sub-techniques under T2. */
const small: MatrixView = {
  tactics: ["one", "two", "three"].map((name) => ({ id: name, shortname: name, name })),
  techniques: [
    ["T1", "Alpha", ["one"]],
    ["T2", "Beta", ["one", "two"]],
    ["T2.001", "Beta one", ["one", "two"]],
    ["T2.002", "Beta two", ["one"]],
    ["T3", "Gamma", ["two"]],
  ].map(([id, name, under]): MatrixTechnique => ({
    id: String(id),
    name: String(name),
    parentId: String(id).includes(".") ? "T2" : null,
    parentName: null,
    tactics: under as string[],
    platforms: [],
    answer: null,
  })),
  platforms: [],
  actors: 1,
};

describe("lines of a name", () => {
  test("the lines together are the name, and none is wider than its room", () => {
    const name = fc.oneof(
      fc.string({ maxLength: 60 }),
      fc
        .array(fc.constantFrom("Windows", "Instrumentation", "and", "File/Path", "Run-time", "of"))
        .map((words) => words.join(" ")),
    );
    fc.assert(
      fc.property(name, fc.integer({ min: 12, max: 200 }), (text, width) => {
        const lines = breakLines(text, width, widthOf);
        expect(lines.map((line) => line.text).join("")).toBe(text);
        for (const { text: line, hyphen } of lines) {
          // Room at the end of a line does not count; a single letter is never broken.
          const drawn = line.trimEnd() + (hyphen ? "-" : "");
          if (line.trim().length > 1 && !/^\s/.test(line)) {
            expect(widthOf(drawn)).toBeLessThanOrEqual(width);
          }
        }
      }),
    );
  });

  test("words go to the next line, long ones are hyphenated, slashes break", () => {
    const at = (letters: number, name: string): string[] =>
      breakLines(name, letters * 6, widthOf).map(
        ({ text, hyphen }) => text.trimEnd() + (hyphen ? "-" : ""),
      );
    expect(at(14, "Valid Accounts")).toEqual(["Valid Accounts"]);
    expect(at(13, "Valid Accounts")).toEqual(["Valid", "Accounts"]);
    expect(at(14, "Windows Management Instrumentation")).toEqual([
      "Windows",
      "Management",
      "Instrumenta-",
      "tion",
    ]);
    expect(at(14, "Deobfuscate/Decode Files")).toEqual(["Deobfuscate/", "Decode Files"]);
    expect(at(5, "Xxxxxxxxxxxx")).toEqual(["Xxxx-", "xxxx-", "xxxx"]);
    expect(at(5, "")).toEqual([""]);
  });
});

describe("places of cells", () => {
  test("no cell overlaps another, in any layout and zoom; each is inside its column", () => {
    fc.assert(
      fc.property(aView, aDisplay, fc.integer({ min: 100, max: 2000 }), (view, display, room) => {
        const geometry = place(view, display, new Set(), room);
        for (const { left, width, cells } of geometry.columns) {
          cells.forEach((cell, index) => {
            expect(cell.left).toBeGreaterThanOrEqual(left);
            expect(cell.left + cell.width).toBeLessThanOrEqual(left + width);
            expect(cell.top).toBeGreaterThanOrEqual(geometry.header);
            expect(cell.top + cell.height).toBeLessThan(geometry.height);
            for (const other of cells.slice(index + 1)) {
              const isApart =
                cell.left + cell.width <= other.left ||
                other.left + other.width <= cell.left ||
                cell.top + cell.height <= other.top ||
                other.top + other.height <= cell.top;
              expect(isApart).toBe(true);
            }
          });
        }
        const right = Math.max(...geometry.columns.map(({ left, width }) => left + width));
        expect(geometry.width).toBe(right + 12);
      }),
    );
  });

  test("a collapsed tactic has 40 px and no cells", () => {
    const geometry = place(small, plainDisplay, new Set(["one"]));
    expect(geometry.columns[0]).toMatchObject({ left: 12, width: 40, cells: [] });
    expect(geometry.columns[1]?.left).toBe(12 + 40 + 3);
  });

  test("heights by hand: header 70, a line in 43 px, strips and rows below", () => {
    const geometry = place(small, { ...plainDisplay, subtechniques: "all" });
    const [one] = geometry.columns;
    expect(one?.cells.map(({ cell, top, height, left }) => [cell.key, left, top, height])).toEqual([
      ["one/T1", 12, 70, 43],
      ["one/T2", 12, 116, 43],
      ["one/T2.001", 21, 162, 43],
      ["one/T2.002", 21, 208, 43],
    ]);
    const beside = place(small, { ...plainDisplay, subtechniques: "all", layout: "side" });
    const width = (beside.columns[0]?.width ?? 0) - 3;
    expect(beside.columns[0]?.cells.map(({ left, top, height }) => [left, top, height])).toEqual([
      [12, 70, 43],
      [12, 116, 89],
      [12 + width / 2 + 3, 116, 43],
      [12 + width / 2 + 3, 162, 43],
    ]);
  });
});

describe("what is drawn", () => {
  test("every cell that the view touches, wherever it is scrolled to", () => {
    fc.assert(
      fc.property(
        aView,
        aDisplay,
        fc.record({
          scrollTop: fc.integer({ min: 0, max: 3000 }),
          scrollLeft: fc.integer({ min: 0, max: 800 }),
          clientHeight: fc.integer({ min: 1, max: 900 }),
          clientWidth: fc.integer({ min: 1, max: 900 }),
        }),
        (view, display, scrolled) => {
          const geometry = place(view, display);
          const drawn = new Set(
            stretchesIn(geometry, windowOf(scrolled, null)).flatMap(({ column, from, to }) =>
              column.cells.slice(from, to).map(({ cell }) => cell.key),
            ),
          );
          const { scrollLeft: left, scrollTop: top, clientWidth, clientHeight } = scrolled;
          for (const [key, cell] of geometry.places) {
            const isSeen =
              cell.left < left + clientWidth &&
              cell.left + cell.width > left &&
              cell.top < top + clientHeight &&
              cell.top + cell.height > top;
            if (isSeen) expect(drawn).toContain(key);
          }
        },
      ),
    );
  });

  test("a cell with the focus is drawn wherever it is, once", () => {
    const geometry = place(small, { ...plainDisplay, subtechniques: "all" });
    const far = { scrollTop: 5000, scrollLeft: 0, clientHeight: 100, clientWidth: 400 };
    const drawn = stretchesIn(geometry, windowOf(far, "two/T3"));
    expect(drawn.map(({ pinned }) => pinned)).toEqual([null, 2, null]);
    expect(drawn.every(({ from, to }) => from === to)).toBe(true);
  });

  test("far fewer than all of a tall column", () => {
    const tall: MatrixView = {
      ...small,
      techniques: Array.from({ length: 300 }, (_, index) => ({
        id: `T${String(1000 + index)}`,
        name: "Name",
        parentId: null,
        parentName: null,
        tactics: ["one"],
        platforms: [],
        answer: null,
      })),
    };
    const [column] = place(tall, plainDisplay).columns;
    if (column === undefined) throw new Error("No column was placed.");
    // 46 px each, from 70 px on: the cells 21 to 43 touch the px from 1000 to 2049.
    expect(stretchIn(column, 1040, 2049)).toEqual({ from: 21, to: 44 });
    expect(countBelow(column, 70 + 46 * 250)).toBe(50);
  });
});

describe("keyboard", () => {
  const steps: readonly Direction[] = ["up", "down", "left", "right"];

  test("arrows reach every cell and every header, in every layout", () => {
    fc.assert(
      fc.property(aView, aDisplay, (view, display) => {
        const geometry = place(view, display);
        const reached = new Set<string>([headerKey("one")]);
        for (const key of reached) {
          for (const step of steps) reached.add(moveFocus(geometry, key, step, display.layout));
        }
        const wanted = [...keysInOrder(geometry), ...tactics.map(headerKey)];
        expect([...reached].sort()).toEqual([...new Set(wanted)].sort());
      }),
      { numRuns: 60 },
    );
  });

  const flat = place(small, { ...plainDisplay, subtechniques: "all" });
  const side = place(small, { ...plainDisplay, subtechniques: "all", layout: "side" });

  test("up and down walk the column, the header first", () => {
    expect(moveFocus(flat, "one/T1", "down", "flat")).toBe("one/T2");
    expect(moveFocus(flat, "one/T1", "up", "flat")).toBe(headerKey("one"));
    expect(moveFocus(flat, headerKey("one"), "down", "flat")).toBe("one/T1");
    expect(moveFocus(flat, "one/T2.002", "down", "flat")).toBe("one/T2.002");
  });

  test("left and right go to the cell at the same height, headers to headers", () => {
    // one: 70 T1, 116 T2, 162 .001, 208 .002; two: 70 T2, 116 .001, 162 T3.
    expect(moveFocus(flat, "one/T2.001", "right", "flat")).toBe("two/T3");
    expect(moveFocus(flat, "two/T2.001", "left", "flat")).toBe("one/T2");
    expect(moveFocus(flat, "two/T3", "right", "flat")).toBe(headerKey("three"));
    expect(moveFocus(flat, headerKey("two"), "left", "flat")).toBe(headerKey("one"));
    expect(moveFocus(flat, "one/T1", "left", "flat")).toBe("one/T1");
  });

  test("home, end and page go along the column, with Ctrl to the matrix's ends", () => {
    expect(moveFocus(flat, "one/T2", "first", "flat")).toBe("one/T1");
    expect(moveFocus(flat, "one/T2", "last", "flat")).toBe("one/T2.002");
    expect(moveFocus(flat, "two/T3", "start", "flat")).toBe("one/T1");
    expect(moveFocus(flat, "one/T1", "end", "flat")).toBe("two/T3");
    expect(moveFocus(flat, "one/T1", "page-down", "flat", 100)).toBe("one/T2.001");
    expect(moveFocus(flat, "one/T2.002", "page-up", "flat", 100)).toBe("one/T2");
    expect(moveFocus(flat, "one/T2.002", "page-down", "flat", 100)).toBe("one/T2.002");
  });

  test("with sub-techniques beside, right enters them and left leaves them", () => {
    expect(moveFocus(side, "one/T2", "right", "side")).toBe("one/T2.001");
    expect(moveFocus(side, "one/T2.002", "left", "side")).toBe("one/T2");
    expect(moveFocus(side, "one/T1", "down", "side")).toBe("one/T2");
    expect(moveFocus(side, "one/T2.001", "up", "side")).toBe("one/T2");
    expect(moveFocus(side, "two/T2", "down", "side")).toBe("two/T3");
  });

  test("a collapsed tactic keeps its header only; an unknown key starts at the first cell", () => {
    const collapsed = place(small, plainDisplay, new Set(["one"]));
    expect(moveFocus(collapsed, headerKey("one"), "down", "flat")).toBe(headerKey("one"));
    expect(moveFocus(flat, "gone/T9", "down", "flat")).toBe("one/T1");
  });

  test("type ahead goes on after the focus and comes round", () => {
    expect(typeAhead(flat, "one/T2.001", (key) => key.endsWith("T2.001"))).toBe("two/T2.001");
    expect(typeAhead(flat, "two/T3", (key) => key.endsWith("T1"))).toBe("one/T1");
    expect(typeAhead(flat, "two/T3", () => false)).toBeNull();
  });
});

describe("selection", () => {
  const prepared = prepareMatrix(small, painter, []);
  const visible = new Set(["one/T1", "one/T2", "two/T2", "two/T3"]);
  const complete = (key: string, change: Partial<typeof plainSelection>) =>
    [...completeSelection([key], prepared, visible, { ...plainSelection, ...change })].sort();

  test("a technique is taken under all its tactics, or under one", () => {
    expect(complete("one/T2", {})).toEqual(["one/T2", "two/T2"]);
    expect(complete("one/T2", { acrossTactics: false })).toEqual(["one/T2"]);
  });

  test("with its sub-techniques, of which only what is on the grid, or all", () => {
    const withSubs = { withSubtechniques: true };
    expect(complete("one/T2", withSubs)).toEqual(["one/T2", "two/T2"]);
    expect(complete("one/T2", { ...withSubs, visibleOnly: false })).toEqual([
      "one/T2",
      "one/T2.001",
      "one/T2.002",
      "two/T2",
      "two/T2.001",
    ]);
    expect(
      complete("two/T2", { withSubtechniques: true, visibleOnly: false, acrossTactics: false }),
    ).toEqual(["two/T2", "two/T2.001"]);
  });

  test("what is all selected is taken out, else it is put in; twice is never", () => {
    const some = new Set(["a/1", "a/2"]);
    expect([...toggleSelection(some, new Set(["a/2", "a/3"]))].sort()).toEqual([
      "a/1",
      "a/2",
      "a/3",
    ]);
    expect([...toggleSelection(some, new Set(["a/2"]))]).toEqual(["a/1"]);
    expect([...invertSelection(new Set(["one/T1", "gone/T9"]), visible)]).toEqual([
      "one/T2",
      "two/T2",
      "two/T3",
    ]);
  });

  test("keys and techniques lead to one another", () => {
    expect([...keysOf(small.techniques)].sort()).toEqual([...prepared.painted.keys()].sort());
    expect([...techniquesOf(["one/T2", "two/T2", "two/T3"])]).toEqual(["T2", "T3"]);
    expect(techniqueOf(cellKey("one", "T2.001"))).toBe("T2.001");
  });

  test("a box takes exactly the cells that share a point with it", () => {
    const geometry = place(small, { ...plainDisplay, subtechniques: "all" });
    expect(keysIn(geometry, between({ x: 20, y: 100 }, { x: 15, y: 116.5 }))).toEqual([
      "one/T1",
      "one/T2",
    ]);
    // The gap between two cells, and the indent of a sub-technique.
    expect(keysIn(geometry, between({ x: 20, y: 113.5 }, { x: 30, y: 115 }))).toEqual([]);
    expect(keysIn(geometry, between({ x: 13, y: 170 }, { x: 20, y: 190 }))).toEqual([]);
  });
});

describe("order", () => {
  test("every order holds the same cells, each once", () => {
    const orders: readonly MatrixOrder[] = [
      "attack",
      "gaps",
      "name",
      "name-descending",
      "id",
      "id-descending",
      "score",
      "score-descending",
    ];
    fc.assert(
      fc.property(aView, (view) => {
        const prepared = prepareMatrix(view, painter, []);
        const keysIn = (order: MatrixOrder): string[][] =>
          layOutMatrix(prepared, { ...everything, order }).columns.map(({ groups }) =>
            groups.flatMap(({ cell, subtechniques }) =>
              [cell, ...subtechniques].map(({ key }) => key),
            ),
          );
        const wanted = tactics.map((tactic) =>
          view.techniques
            .filter((technique) => technique.tactics.includes(tactic))
            .map(({ id }) => `${tactic}/${id}`)
            .sort(),
        );
        for (const order of orders) {
          expect(keysIn(order).map((keys) => keys.sort())).toEqual(wanted);
        }
      }),
    );
  });
});

test("zoom goes by steps from 60 to 200 percent", () => {
  const walk = (by: 1 | -1): number => {
    let zoom = 100;
    for (let step = 0; step < 20; step += 1) zoom = zoomBy(zoom, by);
    return zoom;
  };
  expect([walk(-1), walk(1)]).toEqual([60, 200]);
  expect(zoomBy(zoomBy(100, 1), -1)).toBe(100);
});
