import fc from "fast-check";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { findApplicationRoot } from "../../src/main/application-root.reader.ts";
import type { Marking, MarkingScheme } from "../../src/shared/model/marking.ts";
import { markingScheme } from "../../src/shared/model/marking.ts";
import { bannerOf, blockOf, isLower, joinMarkings, portionOf } from "../../src/shared/markings.ts";
import { readMarkings } from "../../src/shared/read-marking.ts";

const folder = join(findApplicationRoot(import.meta.url), "resources", "markings");
const schemes = ["us", "nato", "tlp", "none"].map((name) =>
  markingScheme.parse(JSON.parse(readFileSync(join(folder, `${name}.json`), "utf8"))),
);
const read = (text: string) => readMarkings(schemes, text);
const joined = (...texts: string[]) => {
  const markings = joinMarkings(schemes, texts.flatMap(read));
  return [bannerOf(schemes, markings).text, portionOf(schemes, markings)];
};

describe("the marking of a whole", () => {
  test.each([
    [["UNCLASSIFIED", "SECRET", "CONFIDENTIAL"], "SECRET", "S"],
    [["SECRET//NOFORN", "TOP SECRET//ORCON"], "TOP SECRET//ORCON/NOFORN", "TS//OC/NF"],
    [["S//NF", "U"], "SECRET//NOFORN", "S//NF"],
    [["CUI", "UNCLASSIFIED"], "CUI", "CUI"],
    [["TS//SCI", "TOP SECRET//NOFORN"], "TOP SECRET//SCI//NOFORN", "TS//SCI//NF"],
    [["TLP:AMBER", "TLP:AMBER+STRICT", "TLP:GREEN"], "TLP:AMBER+STRICT", "TLP:AMBER+STRICT"],
    [["NATO SECRET", "COSMIC TOP SECRET ATOMAL"], "COSMIC TOP SECRET ATOMAL", "CTS A"],
    // A label of TLP never stands in for a classification, nor one nation's for another's.
    [["TLP:RED", "CONFIDENTIAL"], "CONFIDENTIAL | TLP:RED", "C | TLP:RED"],
    [["NATO SECRET", "SECRET"], "SECRET | NATO SECRET", "S | NS"],
    // A release stands where every part gives it, and for those whom all name.
    [["SECRET//REL TO GBR, USA", "S//REL TO AUS, USA"], "SECRET//REL TO USA", "S//REL TO USA"],
    [["SECRET//REL TO GBR, USA", "SECRET"], "SECRET", "S"],
    [["SECRET//REL TO GBR", "SECRET//REL TO FRA"], "SECRET", "S"],
    [["SECRET//REL TO GBR", "SECRET//NOFORN"], "SECRET//NOFORN", "S//NF"],
    [["SECRET//REL TO GBR", "UNCLASSIFIED"], "SECRET//REL TO GBR", "S//REL TO GBR"],
    [["none"], "", ""],
    [["none", "TLP:GREEN"], "TLP:GREEN", "TLP:GREEN"],
  ])("of %j is %s", (texts, text, portion) => {
    expect(joined(...texts)).toEqual([text, portion]);
  });

  test("unites what the blocks say, line by line", () => {
    const marked = (derived: string, declassify: string): Marking => ({
      scheme: "us",
      level: "s",
      caveats: [],
      block: [
        { id: "declassify-on", text: declassify },
        { id: "derived-from", text: derived },
      ],
    });
    expect(blockOf(schemes, [marked("SCG 2", "20410101"), marked("SCG 1", "20410101")])).toEqual([
      { label: "Derived from", text: "SCG 1; SCG 2" },
      { label: "Declassify on", text: "20410101" },
    ]);
  });

  test("is drawn in the level's colours, a label of TLP on black at the right", () => {
    const banner = bannerOf(schemes, read("SECRET | TLP:AMBER"));
    expect(banner.parts).toEqual([
      { text: "SECRET", colour: "#C8102E", ink: "#ffffff", align: "centre" },
      { text: "TLP:AMBER", colour: "#000000", ink: "#FFC000", align: "right" },
    ]);
  });

  test("cannot be made of what no scheme has", () => {
    expect(() => read("VERY SECRET")).toThrow(/No marking scheme/);
    expect(() => read("SECRET//EVERYBODY")).toThrow(/No marking scheme/);
    const unknown: Marking = { scheme: "uk", level: "o", caveats: [], block: [] };
    expect(() => joinMarkings(schemes, [unknown])).toThrow(/no marking scheme "uk"/);
    const other: Marking = { ...unknown, scheme: "us", level: "o" };
    expect(() => joinMarkings(schemes, [other])).toThrow(/level "o"/);
  });
});

const names = ["AUS", "CAN", "FRA", "GBR", "USA"];

/** Any marking of any scheme that ships. */
const anyMarking: fc.Arbitrary<Marking> = fc.constantFrom(...schemes).chain((scheme) =>
  fc.record({
    scheme: fc.constant(scheme.id),
    level: fc.constantFrom(...scheme.levels.map(({ id }) => id)),
    caveats: fc.subarray(scheme.caveats).chain((caveats) =>
      fc.tuple(
        ...caveats.map((caveat) =>
          fc.record({
            id: fc.constant(caveat.id),
            names:
              caveat.names === undefined
                ? fc.constant<string[]>([])
                : fc.shuffledSubarray(names, { minLength: 1 }),
          }),
        ),
      ),
    ),
    block: fc.constant<Marking["block"]>([]),
  }),
);

/** What a marking says, computed apart from the product: rank, restrictions, who may see it. */
function meaningOf(scheme: MarkingScheme, marking: Marking) {
  const rank = scheme.levels.findIndex(({ id }) => id === marking.level);
  const restrictions = marking.caveats.filter(
    ({ id }) => scheme.caveats.find((caveat) => caveat.id === id)?.joins === "any",
  );
  const releases = marking.caveats.filter(
    ({ id }) => scheme.caveats.find((caveat) => caveat.id === id)?.joins === "all",
  );
  return { rank, restrictions, releases };
}

test("a release below its level has no say, so that joining step by step says the same", () => {
  const parts = ["U//REL TO AUS", "U//REL TO USA", "U//REL TO USA"].flatMap((text) => read(text));
  const whole = joinMarkings(schemes, parts);
  expect(bannerOf(schemes, whole).text).toBe("UNCLASSIFIED");
  expect(parts.some((part) => isLower(schemes, whole, [part]))).toBe(false);
  const stepwise = parts.reduce<Marking[]>(
    (sum, part) => joinMarkings(schemes, [...sum, part]),
    [],
  );
  expect(stepwise).toEqual(whole);
});

describe("joining, over 1,000 random wholes", () => {
  const runs = { numRuns: 1000 };

  test("is never below a part: level, restrictions, releases", () => {
    fc.assert(
      fc.property(fc.array(anyMarking, { minLength: 1, maxLength: 12 }), (parts) => {
        const whole = joinMarkings(schemes, parts);
        for (const part of parts.filter(({ scheme }) => scheme !== "none")) {
          const scheme = schemes.find(({ id }) => id === part.scheme);
          const of = whole.find((marking) => marking.scheme === part.scheme);
          if (scheme === undefined || of === undefined) return false;
          const [asked, said] = [meaningOf(scheme, part), meaningOf(scheme, of)];
          if (said.rank < asked.rank) return false;
          for (const { id, names: need } of asked.restrictions) {
            const there = said.restrictions.find((caveat) => caveat.id === id);
            if (there === undefined || !need.every((name) => there.names.includes(name))) {
              return false;
            }
          }
          for (const { id, names: given } of said.releases) {
            const { from } = scheme.caveats.find((caveat) => caveat.id === id) ?? {};
            const least = scheme.levels.findIndex((level) => level.id === from);
            const there = asked.releases.find((caveat) => caveat.id === id);
            if (asked.rank < least) continue;
            if (there === undefined || !given.every((name) => there.names.includes(name))) {
              return false;
            }
          }
        }
        return parts.every((part) => !isLower(schemes, whole, [part]));
      }),
      runs,
    );
  });

  test("is the same in any order, again, and step by step", () => {
    fc.assert(
      fc.property(fc.array(anyMarking, { minLength: 1, maxLength: 8 }), (parts) => {
        const whole = joinMarkings(schemes, parts);
        expect(joinMarkings(schemes, parts.toReversed())).toEqual(whole);
        expect(joinMarkings(schemes, whole)).toEqual(whole);
        expect(joinMarkings(schemes, [...parts, ...whole])).toEqual(whole);
        const stepwise = parts.reduce<Marking[]>(
          (sum, part) => joinMarkings(schemes, [...sum, part]),
          [],
        );
        expect(stepwise).toEqual(whole);
      }),
      runs,
    );
  });

  test("is read back from its banner", () => {
    fc.assert(
      fc.property(fc.array(anyMarking, { minLength: 1, maxLength: 4 }), (parts) => {
        const whole = joinMarkings(schemes, parts);
        fc.pre(whole.length > 0);
        expect(readMarkings(schemes, bannerOf(schemes, whole).text)).toEqual(whole);
      }),
      runs,
    );
  });
});
