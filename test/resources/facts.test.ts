import { createHash } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import {
  joinGroupContexts,
  type Group,
  type ThreatActor,
} from "../../src/main/actors/join-group-context.ts";
import { laterRelease } from "../../scripts/resources/later-release.ts";
import { readSigmaRules } from "../support/oracle/sigma-oracle.ts";

const shared = "../shared/data";
const isThere = existsSync(shared);
if (!isThere) console.warn(`${shared} is missing: the facts were not compared with their sources`);

// The files are ours; these tests are what holds them to their shapes.
const facts = (name: string): unknown =>
  JSON.parse(readFileSync(`resources/facts/${name}.json`, "utf8"));
const hashes = facts("release-sha256") as {
  stix: Record<string, Record<string, Record<string, string>>>;
};
const dates = facts("release-dates") as { releases: Record<string, string> };
const later = facts("attack-18-to-19") as ReturnType<typeof laterRelease>;
const context = facts("group-context") as {
  joins: {
    groups: number;
    joined: Record<string, number>;
    ambiguous: Record<string, string[]>;
    unknown: string[];
  };
  groups: Record<
    string,
    {
      name: string;
      source: { value: string; uuid: string; joinedBy: string };
      countries?: string[];
      sectors?: string[];
      motives?: string[];
    }
  >;
};

it.each(["release-sha256", "release-dates", "attack-18-to-19", "group-context"])(
  "%s says from where and of when it is",
  (name) => {
    const { about, source, date } = facts(name) as Record<string, string>;
    expect(about).toMatch(/\w/);
    expect(source).toMatch(/\w/);
    expect(date).toMatch(/^\d{4}/);
  },
);

describe("the table of official releases", () => {
  it("knows every domain in both versions of STIX", () => {
    for (const version of ["2.0", "2.1"]) {
      for (const domain of ["enterprise-attack", "mobile-attack", "ics-attack"]) {
        expect(hashes.stix[version]?.[domain]?.["18.1"]).toMatch(/^[0-9a-f]{64}$/);
        expect(hashes.stix[version]?.[domain]?.["19.0"]).toMatch(/^[0-9a-f]{64}$/);
      }
    }
  });

  it("dates every release of the last years, in order", () => {
    const days = Object.values(dates.releases);
    expect(days).toEqual([...days].sort());
    expect(dates.releases["18.1"]).toBe("2025-11-13");
  });

  it.skipIf(!isThere)("recognises the official files", () => {
    const sha256 = (file: string) =>
      createHash("sha256")
        .update(gunzipSync(readFileSync(`${shared}/attack/${file}`)))
        .digest("hex");
    expect(hashes.stix["2.1"]?.["ics-attack"]?.["18.1"]).toBe(
      sha256("ics-attack-18.1.stix21.json.gz"),
    );
    expect(hashes.stix["2.1"]?.["mobile-attack"]?.["17.1"]).toBe(
      sha256("mobile-attack-17.1.stix21.json.gz"),
    );
  });
});

describe("the 18-to-19 facts", () => {
  it("lead from every ended ID to what it became and back", () => {
    expect(Object.keys(later.revoked)).toHaveLength(17);
    for (const [id, { becomes, name }] of Object.entries(later.revoked)) {
      expect(later.techniques[becomes]?.predecessors).toContainEqual({ id, name });
    }
    const back = Object.values(later.techniques).flatMap(({ predecessors }) => predecessors);
    expect(back).toHaveLength(17);
  });

  it("say how sure the way back is", () => {
    expect(later.techniques["T1685"]).toEqual({
      name: "Disable or Modify Tools",
      kind: "by-name",
      predecessors: [
        { id: "T1562", name: "Impair Defenses" },
        { id: "T1562.001", name: "Disable or Modify Tools" },
        { id: "T1562.006", name: "Indicator Blocking" },
      ],
      preselected: "T1562.001",
    });
    expect(later.techniques["T1686.003"]).toMatchObject({ kind: "new", predecessors: [] });
    expect(later.techniques["T1685.005"]).toMatchObject({
      name: "Clear Windows Event Logs",
      kind: "certain",
      preselected: "T1070.001",
    });
  });

  it("call it a choice where several became one and none or more have its name", () => {
    const table = {
      new_in_v19: { T2000: "Name" },
      defense_evasion_techniques_new_tactics: {},
    };
    const kindOf = (...formerNames: string[]) => {
      const revoked = formerNames.map((name, index) => [
        `T1${index}`,
        { to: "T2000", from_name: name, to_name: "Name" },
      ]);
      const revoked_by_v19 = Object.fromEntries(revoked) as Parameters<
        typeof laterRelease
      >[0]["revoked_by_v19"];
      return laterRelease({ ...table, revoked_by_v19 }, new Map()).techniques["T2000"]?.kind;
    };
    expect(kindOf()).toBe("new");
    expect(kindOf("Other")).toBe("certain");
    expect(kindOf("Other", "Name")).toBe("by-name");
    expect(kindOf("Other", "Another")).toBe("choice");
    expect(kindOf("Name", "Name")).toBe("choice");
  });

  it.skipIf(!isThere)("resolve the Sigma archive as counted by hand", () => {
    const pairs = new Map<string, number>();
    for (const rule of readSigmaRules(`${shared}/sigma/sigma-rules.zip`)) {
      for (const id of rule.techniqueIds) {
        const kind = later.techniques[id]?.kind;
        if (kind !== undefined) pairs.set(kind, (pairs.get(kind) ?? 0) + 1);
      }
    }
    expect(Object.fromEntries(pairs)).toEqual({ "by-name": 157, certain: 57, new: 17 });
  });
});

describe("the context of groups", () => {
  it("joins each group at most once and accounts for all of them", () => {
    const { groups, joined, ambiguous, unknown } = context.joins;
    const sum = Object.values(joined).reduce((total, count) => total + count, 0);
    expect(sum + Object.keys(ambiguous).length + unknown.length).toBe(groups);
    expect(Object.keys(context.groups).length).toBeLessThanOrEqual(sum);
    expect(joined["attack-id"]).toBeGreaterThan(70);
  });

  it("says what the cluster says", () => {
    expect(context.groups["G0032"]).toMatchObject({
      source: { value: "Lazarus Group", joinedBy: "attack-id" },
      countries: ["KP"],
      motives: ["Espionage", "Sabotage"],
    });
    expect(context.groups["G0046"]).toMatchObject({
      source: { value: "FIN7", joinedBy: "attack-id" },
      countries: ["RU"],
      motives: ["Financial gain"],
    });
    // The cluster has its name and nothing about it.
    expect(context.groups["G1015"]).toBeUndefined();
  });

  it("writes countries as codes and sectors without variants of spelling", () => {
    const all = Object.values(context.groups);
    for (const country of all.flatMap(({ countries = [] }) => countries)) {
      expect(country).toMatch(/^[A-Z]{2}$/);
    }
    const sectors = new Set(all.flatMap(({ sectors: own = [] }) => own));
    const folded = new Set([...sectors].map((sector) => sector.toLowerCase().replace(/s$/, "")));
    expect(folded.size).toBe(sectors.size);
  });

  it("holds no sentence", () => {
    for (const { sectors = [], motives = [] } of Object.values(context.groups)) {
      for (const text of [...sectors, ...motives]) {
        expect(text.split(" ").length).toBeLessThanOrEqual(7);
      }
    }
  });

  const group = (id: string, name: string, changes: Partial<Group> = {}): Group => ({
    id,
    name,
    aliases: [name],
    formerIds: [],
    ...changes,
  });
  const actor = (value: string, ...synonyms: string[]): ThreatActor => ({
    value,
    uuid: value,
    meta: { synonyms, country: "XX" },
  });
  const join = (groups: Group[], actors: ThreatActor[]) => {
    const { groups: found, ambiguous } = joinGroupContexts(groups, actors);
    const pairs = [...found].map(([id, { source }]) => [id, source.value, source.joinedBy]);
    return { pairs, ambiguous: ambiguous.map(({ id }) => id) };
  };

  it("takes an ATT&CK ID before a name, and a name before an alias", () => {
    expect(join([group("G1", "Bear")], [actor("Bear"), actor("Wolf", "G1")]).pairs).toEqual([
      ["G1", "Wolf", "attack-id"],
    ]);
    const aliased = group("G1", "Bear", { aliases: ["Bear", "Fox"] });
    expect(join([aliased], [actor("Fox"), actor("Wolf", "BE-AR")]).pairs).toEqual([
      ["G1", "Wolf", "synonym"],
    ]);
    const successor = group("G1", "Bear", { formerIds: ["G9"] });
    expect(join([successor], [actor("Wolf", "G9"), actor("Bear")]).pairs).toEqual([
      ["G1", "Wolf", "former-attack-id"],
    ]);
  });

  it("leaves out what is ambiguous", () => {
    const aliased = group("G1", "Bear", { aliases: ["Fox", "Wolf"] });
    expect(join([aliased], [actor("Fox"), actor("Wolf")])).toEqual({
      pairs: [],
      ambiguous: ["G1"],
    });
  });

  it("does not give a subgroup what is said of its parent", () => {
    const groups = [group("G1", "Bear"), group("G2", "Cub")];
    expect(join(groups, [actor("Bear", "G1", "Cub")]).pairs).toEqual([["G1", "Bear", "attack-id"]]);
  });
});
