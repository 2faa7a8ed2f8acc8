import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { isComplete, sourceOf } from "../../src/renderer/coverage/modes.ts";
import {
  isNamed,
  keysOfPicked,
  pickInto,
  withRelatives,
} from "../../src/renderer/coverage/pick-techniques.ts";
import type { MatrixTechnique } from "../../src/renderer/matrix/matrix-view.ts";
import { domain } from "../../src/shared/model/attack-id.ts";

const aTechnique = (id: string, tactics: readonly string[]): MatrixTechnique => ({
  id,
  name: `Name ${id}`,
  parentId: id.includes(".") ? id.slice(0, id.indexOf(".")) : null,
  parentName: id.includes(".") ? "Parent words" : null,
  tactics,
  platforms: [],
  answer: null,
});
const techniques = [
  aTechnique("T1", ["a", "b"]),
  aTechnique("T1.001", ["a"]),
  aTechnique("T1.002", ["a", "b"]),
  aTechnique("T2", ["b"]),
];
const nothing = { withSubtechniques: false, visibleOnly: false };

describe("picking techniques", () => {
  test("takes each under all of its tactics", () => {
    expect([...keysOfPicked(new Set(["T1"]), techniques, new Set(), nothing)]).toEqual([
      "a/T1",
      "b/T1",
    ]);
  });

  test("takes sub-techniques along, and only what is shown, where that is asked", () => {
    const ids = new Set(["T1"]);
    expect(
      [...keysOfPicked(ids, techniques, new Set(), { ...nothing, withSubtechniques: true })].sort(),
    ).toEqual(["a/T1", "a/T1.001", "a/T1.002", "b/T1", "b/T1.002"]);
    const shown = new Set(["b/T1", "b/T1.002", "b/T2"]);
    expect(
      [
        ...keysOfPicked(ids, techniques, shown, { withSubtechniques: true, visibleOnly: true }),
      ].sort(),
    ).toEqual(["b/T1", "b/T1.002"]);
  });

  test("an ID that the release does not hold picks nothing", () => {
    expect(keysOfPicked(new Set(["T9"]), techniques, new Set(), nothing).size).toBe(0);
  });

  test("replaces, adds, removes and intersects as sets do", () => {
    const keys = fc.uniqueArray(fc.constantFrom("a/1", "a/2", "b/1", "b/2", "c/1"));
    fc.assert(
      fc.property(keys, keys, (had, picked) => {
        const of = (way: Parameters<typeof pickInto>[2]) =>
          [...pickInto(new Set(had), new Set(picked), way)].sort();
        expect(of("replace")).toEqual([...picked].sort());
        expect(of("add")).toEqual([...new Set([...had, ...picked])].sort());
        expect(of("remove")).toEqual(had.filter((key) => !picked.includes(key)).sort());
        expect(of("intersect")).toEqual(had.filter((key) => picked.includes(key)).sort());
      }),
    );
  });

  test("takes in sub-techniques or parents of what is selected", () => {
    expect([...withRelatives(new Set(["b/T1"]), techniques, "subtechniques")].sort()).toEqual([
      "a/T1.001",
      "a/T1.002",
      "b/T1",
      "b/T1.002",
    ]);
    expect([...withRelatives(new Set(["a/T1.001"]), techniques, "parents")].sort()).toEqual([
      "a/T1",
      "a/T1.001",
      "b/T1",
    ]);
  });

  test("a name is found by every word, in the parent's name too", () => {
    const [, sub] = techniques as [MatrixTechnique, MatrixTechnique];
    expect(isNamed(sub, ["parent", "t1.001"])).toBe(true);
    expect(isNamed(sub, ["parent", "t2"])).toBe(false);
  });
});

describe("what a mode is written from", () => {
  const enterprise = domain.parse("enterprise-attack");
  const none = { kind: "layers", first: null, second: null } as const;
  const of = (
    mode: Parameters<typeof sourceOf>[0]["mode"],
    change: Partial<Parameters<typeof sourceOf>[0]> = {},
  ) =>
    sourceOf({
      mode,
      assessmentId: 3,
      domain: enterprise,
      layerId: null,
      difference: none,
      ...change,
    });

  test("the names of layers made from modes", () => {
    const names = (
      ["level", "actors", "demand-supply", "priority", "outcomes", "prevalence"] as const
    ).map((mode) => {
      const source = of(mode);
      return source?.kind === "mode" ? source.mode : null;
    });
    expect(names).toEqual([
      "coverage",
      "actors",
      "demand-supply",
      "gaps",
      "outcomes",
      "prevalence",
    ]);
  });

  test("nothing while a layer or a side of the difference is not chosen", () => {
    expect(of("layer")).toBeNull();
    expect(of("layer", { layerId: 7 })).toEqual({ kind: "layer", layerId: 7 });
    expect(of("difference")).toBeNull();
    expect(isComplete({ kind: "layers", first: 1, second: null })).toBe(false);
    expect(of("difference", { difference: { kind: "layers", first: 1, second: 2 } })).toEqual({
      kind: "layer-difference",
      layerId: 1,
      minusLayerId: 2,
    });
    expect(of("difference", { difference: { kind: "assessments", other: 9 } })).toEqual({
      kind: "assessment-difference",
      assessmentId: 3,
      domain: enterprise,
      minusAssessmentId: 9,
    });
  });
});
