import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { countryName, joinNames } from "../../src/renderer/actors/actor-words.ts";
import { wayParts, waysOf } from "../../src/renderer/actors/profile-ways.ts";

const lazarus = {
  kind: "group",
  counts: { direct: 93, withCampaigns: 119, withSoftware: 166 },
} as const;

/** Counts of a bar's parts by their word. */
function counts(parts: ReturnType<typeof wayParts>): Record<string, number> {
  return Object.fromEntries(parts.map(({ word, count }) => [word, count]));
}

describe("the techniques of an actor by way", () => {
  it("go by the first way that brought each", () => {
    expect(counts(wayParts(lazarus, { campaigns: true, software: true }, 166))).toEqual({
      Direct: 93,
      Campaign: 26,
      Software: 47,
      Own: 0,
    });
  });

  it("leave out the ways that are off", () => {
    expect(counts(wayParts(lazarus, { campaigns: false, software: false }, 93))).toEqual({
      Direct: 93,
      Campaign: 0,
      Software: 0,
      Own: 0,
    });
  });

  it("count what the analyst added as own", () => {
    expect(counts(wayParts(lazarus, { campaigns: true, software: false }, 122))).toMatchObject({
      Campaign: 26,
      Own: 3,
    });
  });

  it("of an own profile are own", () => {
    const own = { kind: "own", counts: { direct: 5, withCampaigns: 5, withSoftware: 5 } } as const;
    expect(counts(wayParts(own, { campaigns: true, software: true }, 5))).toEqual({ Own: 5 });
  });

  it("always add up to the profile's total", () => {
    const ways = fc.record({ campaigns: fc.boolean(), software: fc.boolean() });
    fc.assert(
      fc.property(fc.nat(99), fc.nat(99), fc.nat(99), fc.nat(400), ways, (a, b, c, total, on) => {
        const actor = {
          kind: "group",
          counts: { direct: a, withCampaigns: a + b, withSoftware: a + b + c },
        } as const;
        const parts = wayParts(actor, on, total);
        expect(parts.every(({ count }) => count >= 0)).toBe(true);
        expect(parts.reduce((sum, { count }) => sum + count, 0)).toBe(total);
      }),
    );
  });

  it("are named once each, in order", () => {
    const via = (kind: "direct" | "software") => ({
      kind,
      id: "",
      name: "",
      procedure: null,
      references: [],
      date: null,
      confidence: null,
    });
    expect(waysOf({ via: [via("software"), via("direct"), via("software")] })).toEqual([
      "direct",
      "software",
    ]);
  });
});

describe("words about actors", () => {
  it("join names as a sentence does", () => {
    expect(joinNames([])).toBe("");
    expect(joinNames(["FIN7"])).toBe("FIN7");
    expect(joinNames(["FIN7", "APT38", "Lazarus Group"])).toBe("FIN7, APT38 and Lazarus Group");
  });

  it("name a country by its code and keep what is none", () => {
    expect(countryName("KP")).toBe("North Korea");
    expect(countryName("Eurasia")).toBe("Eurasia");
  });
});
