import { describe, expect, it } from "vitest";
import { rankActors, reasonOf } from "../../src/renderer/situations/rank-actors.ts";
import { freeName, nameForYear } from "../../src/renderer/situations/start.ts";
import type { ActorSummary } from "../../src/shared/model/actor.ts";
import { attackId, domain } from "../../src/shared/model/attack-id.ts";

function anActor(
  name: string,
  techniques: number,
  changes: Partial<ActorSummary> & { readonly sectors?: readonly string[] } = {},
): ActorSummary {
  const { sectors = [], ...others } = changes;
  return {
    kind: "group",
    domain: domain.parse("enterprise-attack"),
    id: attackId.parse(name),
    name,
    aliases: [],
    context: {
      sectors: sectors.map((value) => ({ value, source: "MISP galaxy" })),
      countries: [],
      motives: [],
    },
    counts: { direct: techniques, withCampaigns: techniques, withSoftware: techniques },
    mentioned: false,
    chosen: false,
    shared: 0,
    added: techniques,
    ...others,
  };
}

describe("actors of a year", () => {
  const actors = [
    anActor("Broad", 90),
    anActor("Finance small", 3, { sectors: ["Finance"] }),
    anActor("Malware", 99, { kind: "software" }),
    anActor("Chosen campaign", 1, { kind: "campaign", chosen: true }),
    anActor("Finance large", 40, { sectors: ["Energy", "Finance"] }),
  ];
  const names = (sector: string | null) => rankActors(actors, sector).map(({ name }) => name);

  it("come with those chosen first, then those of the sector, then those that use most", () => {
    expect(names("Finance")).toEqual([
      "Chosen campaign",
      "Finance large",
      "Finance small",
      "Broad",
    ]);
    expect(names(null)).toEqual(["Chosen campaign", "Broad", "Finance large", "Finance small"]);
  });

  it("have a reason that names its source, and none where no fact says so", () => {
    const [first, second] = rankActors(actors, "Finance").slice(1);
    if (first === undefined || second === undefined) throw new Error("They are missing.");
    expect(reasonOf(first, "Finance")).toBe(
      "Known to target Finance (MISP galaxy); uses 40 techniques.",
    );
    expect(reasonOf(second, "Energy")).toBe("");
    expect(reasonOf(second, null)).toBe("");
  });
});

describe("the name of what a start makes", () => {
  it("is numbered where it is taken", () => {
    expect(freeName("North and South", [])).toBe("North and South");
    expect(freeName("A", ["A", "A (2)"])).toBe("A (3)");
    expect(freeName("x".repeat(300), [])).toHaveLength(190);
  });
});

describe("the name of a year's assessment", () => {
  it.each([
    ["Amber Quay", "Amber Quay, 2027"],
    ["Amber Quay 2026", "Amber Quay 2027"],
    ["2026: Amber Quay", "2027: Amber Quay"],
    ["Amber Quay 2027", "Amber Quay 2027"],
    ["Rule 120260", "Rule 120260, 2027"],
  ])("of %s is %s", (base, name) => {
    expect(nameForYear(base, "2027")).toBe(name);
  });
});
