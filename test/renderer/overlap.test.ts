import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { attackId, domain, techniqueId } from "../../src/shared/model/attack-id.ts";
import type { Comparison } from "../../src/shared/model/actor.ts";
import type { ComparedTechnique } from "../../src/shared/model/actor-comparison.ts";
import type { CoverageLevel } from "../../src/shared/model/coverage.ts";
import {
  firstSet,
  listOverlapPairs,
  listOverlapSets,
  orderByNeed,
} from "../../src/renderer/compare/overlap.ts";

const enterprise = domain.parse("enterprise-attack");

/** A technique of a comparison; only what the overlap reads is worth saying. */
function aTechnique(
  id: string,
  level: CoverageLevel,
  more: Partial<NonNullable<ComparedTechnique["coverage"]>> = {},
): ComparedTechnique {
  return {
    id: techniqueId.parse(id),
    name: id,
    parentName: null,
    domain: enterprise,
    groupsUsing: 1,
    groups: 10,
    weight: 1,
    coverage: {
      level,
      detections: 0,
      beforeCompromise: false,
      inDenominator: true,
      notApplicable: false,
      ...more,
    },
  };
}

function aComparison(sets: readonly (readonly [number[], string[]])[], actors = 2): Comparison {
  return {
    actors: Array.from({ length: actors }, (_, index) => ({
      kind: "group" as const,
      domain: enterprise,
      id: attackId.parse(`G000${String(index)}`),
      name: `Actor ${String(index)}`,
      techniques: 0,
      unique: [],
    })),
    union: [],
    common: [],
    intersections: sets.map(([indexes, ids]) => ({
      actors: indexes,
      techniques: ids.map((id) => techniqueId.parse(id)),
    })),
    pairs: [
      {
        a: attackId.parse("G0000"),
        b: attackId.parse("G0001"),
        shared: 3,
        jaccard: 0.25,
        weighted: 0.5,
      },
    ],
  };
}

const byId = (techniques: readonly ComparedTechnique[]) =>
  new Map(techniques.map((technique) => [technique.id, technique]));

describe("the overlap of actors", () => {
  it("counts as not covered only what is in the denominator", () => {
    const assessed = byId([
      aTechnique("T1", "none"),
      aTechnique("T2", "partial"),
      aTechnique("T3", "several"),
      aTechnique("T4", "none", { beforeCompromise: true, inDenominator: false }),
    ]);
    const [set] = listOverlapSets(
      aComparison([
        [
          [0, 1],
          ["T1", "T2", "T3", "T4", "T9"],
        ],
      ]),
      assessed,
    );
    expect(set).toMatchObject({ key: "0,1", notCovered: 2 });
    expect(set?.techniques).toHaveLength(5);
  });

  it("puts the largest set first and leaves empty ones out", () => {
    const sets = listOverlapSets(
      aComparison([
        [[0], ["T1"]],
        [[1], []],
        [
          [0, 1],
          ["T2", "T3"],
        ],
      ]),
      new Map(),
    );
    expect(sets.map(({ key }) => key)).toEqual(["0,1", "0"]);
  });

  it("shows first what all actors use, else the largest set", () => {
    const common = listOverlapSets(
      aComparison([
        [[0], ["T1", "T2"]],
        [[0, 1], ["T3"]],
      ]),
      new Map(),
    );
    expect(firstSet(common, 2)?.key).toBe("0,1");
    expect(firstSet(common, 3)?.key).toBe("0");
    expect(firstSet([], 2)).toBeUndefined();
  });

  it("lists what is not covered before what has most rules, and the rest last", () => {
    const assessed = byId([
      aTechnique("T1", "several", { detections: 2 }),
      aTechnique("T2", "several", { detections: 9 }),
      aTechnique("T3", "none"),
      aTechnique("T4", "several", { detections: 50, inDenominator: false }),
    ]);
    const ids = ["T1", "T2", "T3", "T4"].map((id) => techniqueId.parse(id));
    expect(orderByNeed(ids, assessed)).toEqual(["T3", "T2", "T1", "T4"]);
  });

  it("orders the same techniques the same way, however they come", () => {
    const assessed = byId(
      Array.from({ length: 12 }, (_, index) =>
        aTechnique(`T${String(index)}`, index % 3 === 0 ? "none" : "several", {
          detections: index % 4,
        }),
      ),
    );
    const ids = [...assessed.keys()].map((id) => techniqueId.parse(id));
    const expected = orderByNeed(ids, assessed);
    fc.assert(
      fc.property(fc.shuffledSubarray(ids, { minLength: ids.length }), (shuffled) => {
        expect(orderByNeed(shuffled, assessed)).toEqual(expected);
      }),
    );
  });

  it("opens a pair to all that its two share, whoever else uses it", () => {
    // By hand: Actor 0 uses T1 T2 T3, Actor 1 uses T2 T3 T4, Actor 2 uses T3 T4 T5 T6.
    const bare = aComparison(
      [
        [[0], ["T1"]],
        [[0, 1], ["T2"]],
        [[0, 1, 2], ["T3"]],
        [[1, 2], ["T4"]],
        [[2], ["T5", "T6"]],
      ],
      3,
    );
    // The same ID three times: what an actor is called in one domain, another is in the next.
    const id = attackId.parse("G0000");
    const comparison: Comparison = {
      ...bare,
      actors: bare.actors.map((actor, index) => ({
        ...actor,
        id,
        techniques: [3, 3, 4][index] ?? 0,
      })),
      pairs: [
        { a: id, b: id, shared: 2, jaccard: 2 / 4, weighted: 0.1 },
        { a: id, b: id, shared: 1, jaccard: 1 / 6, weighted: 0.2 },
        { a: id, b: id, shared: 2, jaccard: 2 / 5, weighted: 0.3 },
      ],
    };
    const assessed = byId([aTechnique("T2", "none"), aTechnique("T4", "several")]);
    expect(listOverlapPairs(comparison, assessed)).toEqual([
      {
        key: "0 1",
        actors: [0, 1],
        techniques: ["T2", "T3"],
        notCovered: 1,
        onlyFirst: 1,
        onlySecond: 1,
        either: 4,
        jaccard: 0.5,
        weighted: 0.1,
      },
      {
        key: "1 2",
        actors: [1, 2],
        techniques: ["T3", "T4"],
        notCovered: 0,
        onlyFirst: 1,
        onlySecond: 2,
        either: 5,
        jaccard: 0.4,
        weighted: 0.3,
      },
      {
        key: "0 2",
        actors: [0, 2],
        techniques: ["T3"],
        notCovered: 0,
        onlyFirst: 2,
        onlySecond: 3,
        either: 6,
        jaccard: 1 / 6,
        weighted: 0.2,
      },
    ]);
    expect(listOverlapPairs(aComparison([[[0], ["T1"]]]), new Map())).toMatchObject([
      { actors: [0, 1], techniques: [] },
    ]);
  });
});
