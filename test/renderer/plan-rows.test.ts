import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  changeRows,
  moveRows,
  orderByTactic,
  type PlanRow,
  plannedTests,
  rowOf,
  rowsOf,
  spreadOverHosts,
  warnOfPlatform,
} from "../../src/renderer/emulation/plan-rows.ts";
import { domain, techniqueId } from "../../src/shared/model/attack-id.ts";
import type { Suggestion } from "../../src/shared/model/test-plan.ts";

function suggest(id: string, testIds: readonly number[], tactic = "execution"): Suggestion {
  return {
    domain: domain.parse("enterprise-attack"),
    techniqueId: techniqueId.parse(id),
    name: id,
    parentName: null,
    tactic,
    tacticName: tactic,
    level: null,
    reason: null,
    priority: null,
    expected: "alert",
    why: "",
    tests: testIds.map((testId) => ({ testId, written: id })),
    leftOut: { platform: 0, network: 0, elevation: 0 },
    missing: null,
  };
}

const ids = (rows: readonly PlanRow[]) => rows.map(({ id }) => id);
const aRow = (id: string, tactic = "execution") => rowOf(suggest(id, [1], tactic), id, false);

describe("the lines of a plan", () => {
  test("keep hosts and people of a technique when another filter offers other tests", () => {
    const first = rowsOf([suggest("T1059", [1, 2]), suggest("T1003", [3])], []);
    const set = changeRows(first, new Set(ids(first).slice(0, 1)), {
      testId: 2,
      host: "WS-1",
      assignee: "Ana",
    });
    const still = rowsOf([suggest("T1003", [3]), suggest("T1059", [2])], set);
    expect(still.map(({ testId, host, assignee }) => [testId, host, assignee])).toEqual([
      [3, "", ""],
      [2, "WS-1", "Ana"],
    ]);
    const gone = rowsOf([suggest("T1059", [4])], set);
    expect(gone).toMatchObject([{ testId: 4, host: "WS-1", assignee: "Ana" }]);
  });

  test("that somebody added stay behind whatever another source brings", () => {
    const own = rowOf(suggest("T1105", [9]), "h1", true);
    const rows = rowsOf([suggest("T1003", [3])], [...rowsOf([suggest("T1059", [1])], []), own]);
    expect(rows.map(({ suggestion }) => suggestion.techniqueId)).toEqual(["T1003", "T1105"]);
  });

  test("move as a block, stop at the ends, and come back by the other way", () => {
    const rows = ["a", "b", "c", "d"].map((id) => aRow(id));
    expect(ids(moveRows(rows, new Set(["c", "d"]), -1))).toEqual(["a", "c", "d", "b"]);
    expect(ids(moveRows(rows, new Set(["a", "c"]), -1))).toEqual(["a", "c", "b", "d"]);
    fc.assert(
      fc.property(fc.subarray(["b", "c"]), (chosen) => {
        const moved = moveRows(rows, new Set(chosen), 1);
        expect([...ids(moved)].sort()).toEqual(["a", "b", "c", "d"]);
        expect(ids(moveRows(moved, new Set(chosen), -1))).toEqual(ids(rows));
      }),
    );
  });

  test("stand by tactic in the order of the matrix, equal ones as they were", () => {
    const rows = [
      aRow("a", "impact"),
      aRow("b", "execution"),
      aRow("c", "none"),
      aRow("d", "execution"),
    ];
    expect(ids(orderByTactic(rows, ["execution", "impact"]))).toEqual(["b", "d", "a", "c"]);
  });

  test("are there once for each host, in their place", () => {
    let count = 0;
    const rows = spreadOverHosts(
      [aRow("a"), aRow("b")],
      new Set(["a"]),
      ["WS-1", "WS-2"],
      () => `n${String((count += 1))}`,
    );
    expect(rows.map(({ id, host }) => [id, host])).toEqual([
      ["a", "WS-1"],
      ["n1", "WS-2"],
      ["b", ""],
    ]);
  });

  test("without a test make no test case, the others name the technique that they prove", () => {
    const rows = [aRow("T1059"), rowOf(suggest("T1003", []), "x", false)];
    expect(plannedTests(rows, new Map(), ["Windows"])).toMatchObject([
      { testId: 1, written: "T1059", platforms: ["Windows"] },
    ]);
    const hosts = new Map([["ws-1", ["Linux"]]]);
    const onHost = changeRows(rows, new Set(["T1059"]), { host: "WS-1" });
    expect(plannedTests(onHost, hosts, ["Windows"])).toMatchObject([{ platforms: ["Linux"] }]);
  });

  test("warn where a host is of no platform of the test, and only where both are known", () => {
    const assets = new Map([
      ["ws-1", ["Linux"]],
      ["ws-2", ["Windows"]],
      ["ws-3", []],
    ]);
    const on = (host: string, attackPlatforms: string[]) =>
      warnOfPlatform({ host }, { attackPlatforms }, assets);
    expect(on("WS-1", ["Windows"])).toBe("WS-1 is Linux; the test runs on Windows.");
    expect(on("WS-2", ["Windows"])).toBeNull();
    expect(on("WS-3", ["Windows"])).toBeNull();
    expect(on("WS-9", ["Windows"])).toBeNull();
    expect(on("WS-1", [])).toBeNull();
  });
});
