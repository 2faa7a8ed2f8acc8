import { describe, expect, it } from "vitest";
import { findActor, listNamedActors } from "../../src/main/actors/find-actor.ts";
import {
  buildProfile,
  countTechniquesByWay,
  listTechniquesUsedByActor,
} from "../../src/main/actors/profile.ts";
import { readTechniqueList } from "../../src/main/actors/read-technique-list.ts";
import { shortestUniqueNames } from "../../src/main/actors/short-names.ts";
import type { OwnTechnique } from "../../src/shared/model/actor.ts";
import { techniqueId } from "../../src/shared/model/attack-id.ts";
import { Problem } from "../../src/shared/problem.ts";
import { aKnowledge, anActor, aTechnique } from "./builders.ts";

const techniques = ["T0001", "T0002", "T0003", "T0004", "T0005"].map((id) => aTechnique(id));
const group = anActor("G0001", ["T0001", "T0002"], {
  name: "Amber Quay",
  campaigns: ["C0001"],
  software: ["S0001"],
});
const campaign = anActor("C0001", ["T0002", "T0003"], { software: ["S0002"] });
const ownTool = anActor("S0001", ["T0004"]);
const campaignTool = anActor("S0002", ["T0005"]);
const knowledge = aKnowledge(techniques, [group, campaign, ownTool, campaignTool]);
const noWays = { campaigns: false, software: false };
const allWays = { campaigns: true, software: true };

function own(id: string, action: OwnTechnique["action"]): OwnTechnique {
  return {
    techniqueId: techniqueId.parse(id),
    action,
    source: "Incident 7",
    date: "2026-11-01",
    confidence: "high",
    text: "Seen.",
  };
}

describe("a group's profile", () => {
  it("adds one way after the other, each set holding the one before", () => {
    expect(countTechniquesByWay(knowledge, group)).toEqual({
      direct: 2,
      withCampaigns: 3,
      withSoftware: 4,
    });
  });

  it("does not count software that only a campaign uses", () => {
    expect([...listTechniquesUsedByActor(knowledge, group, allWays)]).not.toContain("T0005");
  });

  it("says by every way how a technique came", () => {
    const entry = buildProfile(knowledge, group, allWays, []).get(techniqueId.parse("T0002"));
    expect(entry?.via.map(({ kind, id }) => [kind, id])).toEqual([
      ["direct", "G0001"],
      ["campaign", "C0001"],
    ]);
  });

  it("holds exactly the techniques that the counts count, by any ways", () => {
    for (const campaigns of [false, true]) {
      for (const software of [false, true]) {
        const ways = { campaigns, software };
        expect([...buildProfile(knowledge, group, ways, []).keys()]).toEqual(
          [...listTechniquesUsedByActor(knowledge, group, ways)].sort(),
        );
      }
    }
  });

  it("takes in what the analyst adds and keeps what the analyst excludes listed", () => {
    const profile = buildProfile(knowledge, group, noWays, [
      own("T0005", "add"),
      own("T0001", "exclude"),
    ]);
    expect([...profile.keys()]).toEqual(["T0001", "T0002", "T0005"]);
    expect(profile.get(techniqueId.parse("T0001"))?.excluded?.source).toBe("Incident 7");
    expect(profile.get(techniqueId.parse("T0005"))?.via).toMatchObject([
      { kind: "own", id: "Incident 7", relationshipId: null },
    ]);
  });

  it("leaves out an addition that the release does not hold", () => {
    expect(buildProfile(knowledge, group, noWays, [own("T9999", "add")]).size).toBe(2);
  });
});

describe("an actor is found", () => {
  const named = listNamedActors([
    aKnowledge(techniques, [
      anActor("G0001", [], { name: "Amber Quay", aliases: ["UAC-1", "Harbour"] }),
      anActor("G0002", [], { name: "Birch Lantern", aliases: ["UAC-1", "Amber Quay"] }),
      anActor("S0001", [], { name: "Harbour" }),
      anActor("C0001", [], { name: "Lantern Festival" }),
      anActor("S0009", [], { name: "Lantern Festival" }),
    ]),
  ]);
  const found = (text: string) => findActor(named, text).id;
  const problem = (text: string) => {
    try {
      found(text);
    } catch (error) {
      if (error instanceof Problem) return error;
    }
    throw new Error(`${text} was found`);
  };

  it("by ATT&CK ID, whatever its case", () => {
    expect(found("g0002")).toBe("G0002");
  });

  it("by name, whatever its case and punctuation", () => {
    expect(found("  birch-LANTERN ")).toBe("G0002");
  });

  it("by name before another group's alias", () => {
    expect(found("Amber Quay")).toBe("G0001");
  });

  it("as a group before software of the same name", () => {
    expect(found("Harbour")).toBe("G0001");
  });

  it("not at all where several fit equally, and the candidates are named", () => {
    expect(problem("UAC-1")).toMatchObject({
      code: "ambiguous",
      place: { candidates: ["G0001 Amber Quay", "G0002 Birch Lantern"] },
    });
    expect(problem("Lantern Festival").code).toBe("ambiguous");
  });

  it("not at all where nothing fits, and names that hold the text are offered", () => {
    expect(problem("lantern")).toMatchObject({
      code: "not-found",
      place: {
        candidates: ["G0002 Birch Lantern", "C0001 Lantern Festival", "S0009 Lantern Festival"],
      },
    });
    expect(problem("").code).toBe("not-found");
    expect(problem("--").code).toBe("not-found");
  });
});

describe("names of chosen actors", () => {
  it("are cut to the first letters that tell them apart", () => {
    expect(
      shortestUniqueNames(["Lazarus Group", "FIN7", "Indigo Zebra", "Indigo Rain Two"]),
    ).toEqual(["L", "F", "Indigo Z", "Indigo R"]);
  });

  it("stay whole where they are the same", () => {
    expect(shortestUniqueNames(["Amber Quay", "Amber Quay"])).toEqual(["Amber Quay", "Amber Quay"]);
  });
});

describe("a pasted list of techniques", () => {
  const release = aKnowledge([aTechnique("T1059"), aTechnique("T1059.001")], [], {
    retired: new Map([
      [
        techniqueId.parse("T1086"),
        {
          id: techniqueId.parse("T1086"),
          name: "PowerShell",
          status: "revoked",
          replacedBy: techniqueId.parse("T1059.001"),
        },
      ],
    ]),
  });

  it("may hold names, lower case, links and any separators", () => {
    expect(
      readTechniqueList(
        release,
        "t1059.001 (PowerShell); https://attack.mitre.org/techniques/T1059/001/\nT1059,",
      ),
    ).toEqual({ techniques: ["T1059.001", "T1059"], rejected: [] });
  });

  it("gives back what names no active technique, with what became of it", () => {
    expect(readTechniqueList(release, "T1086 T9999 1059.001").rejected).toEqual([
      "T1086 (revoked, now T1059.001)",
      "T9999",
      "1059.001",
    ]);
  });
});
