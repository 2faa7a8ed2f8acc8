import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { compareActors } from "../../src/main/compare/compare.ts";
import { attackId, techniqueId } from "../../src/shared/model/attack-id.ts";
import { enterprise } from "./builders.ts";

function compared(id: string, techniques: readonly string[]) {
  return {
    kind: "group" as const,
    domain: enterprise,
    id: attackId.parse(id),
    name: id,
    techniques: new Set(techniques.map((one) => techniqueId.parse(one))),
  };
}

describe("a comparison of actors", () => {
  const comparison = compareActors([
    compared("G1", ["T3", "T1", "T2"]),
    compared("G2", ["T2", "T3", "T4"]),
    compared("G3", ["T3"]),
  ]);

  it("says what any, all and only one of them use", () => {
    expect(comparison.union).toEqual(["T1", "T2", "T3", "T4"]);
    expect(comparison.common).toEqual(["T3"]);
    expect(comparison.actors.map(({ techniques, unique }) => [techniques, unique])).toEqual([
      [3, ["T1"]],
      [3, ["T4"]],
      [1, []],
    ]);
  });

  it("measures every pair by what it shares of what either uses", () => {
    expect(comparison.pairs).toEqual([
      { a: "G1", b: "G2", shared: 2, jaccard: 2 / 4, weighted: 2 / 4 },
      { a: "G1", b: "G3", shared: 1, jaccard: 1 / 3, weighted: 1 / 3 },
      { a: "G2", b: "G3", shared: 1, jaccard: 1 / 3, weighted: 1 / 3 },
    ]);
  });

  it("takes two empty profiles for not alike", () => {
    expect(compareActors([compared("G1", []), compared("G2", [])]).pairs[0]?.jaccard).toBe(0);
  });

  it("puts every technique into exactly one intersection", () => {
    const profile = fc.uniqueArray(fc.integer({ min: 1, max: 30 }).map((number) => `T${number}`));
    fc.assert(
      fc.property(fc.array(profile, { minLength: 1, maxLength: 5 }), (profiles) => {
        const { union, intersections, actors, common } = compareActors(
          profiles.map((techniques, index) => compared(`G${index}`, techniques)),
        );
        expect(intersections.flatMap(({ techniques }) => techniques).sort()).toEqual(union);
        for (const [index, actor] of actors.entries()) {
          const own = intersections.filter((set) => set.actors.includes(index));
          expect(own.reduce((sum, set) => sum + set.techniques.length, 0)).toBe(actor.techniques);
        }
        expect(common).toEqual(
          union.filter((id) => profiles.every((techniques) => techniques.includes(id))),
        );
      }),
    );
  });
});
