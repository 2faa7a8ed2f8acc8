import { describe, expect, test } from "vitest";
import type { FileIntelligence } from "../../src/main/intelligence/intelligence.ts";
import { readStix } from "../../src/main/intelligence/read-stix.ts";

type Fields = Readonly<Record<string, unknown>>;

let count = 0;

function object(type: string, name: string, more: Fields = {}) {
  return { type, id: `${type}--${name}`, name, ...more };
}

function pattern(id: string, more: Fields = {}) {
  const reference = { source_name: "mitre-attack", external_id: id };
  return object("attack-pattern", `Name of ${id}`, {
    id: `attack-pattern--${id}`,
    external_references: [{ source_name: "capec", external_id: "CAPEC-1" }, reference],
    ...more,
  });
}

function tie(
  source: { readonly id: string },
  verb: string,
  target: { readonly id: string },
  more: Fields = {},
) {
  count += 1;
  return {
    type: "relationship",
    id: `relationship--${count}`,
    relationship_type: verb,
    source_ref: source.id,
    target_ref: target.id,
    ...more,
  };
}

/** Name of each actor with its technique IDs. */
function read(objects: readonly unknown[]): Record<string, (string | null)[]> {
  const { actors } = readStix(objects, "folder/report.json");
  return Object.fromEntries(
    actors.map(({ name, techniques }) => [name, techniques.map((one) => one.pattern.id)]),
  );
}

function evidenceOf({ actors }: FileIntelligence) {
  return actors.flatMap(({ techniques }) => techniques);
}

describe("an actor of a STIX report", () => {
  const group = object("intrusion-set", "Group");
  const campaign = object("campaign", "Campaign");
  const malware = object("malware", "Malware");
  const [a, b, c, d] = ["T1001", "T1002", "T1003", "T1005"].map((id) => pattern(id)) as [
    ReturnType<typeof pattern>,
    ReturnType<typeof pattern>,
    ReturnType<typeof pattern>,
    ReturnType<typeof pattern>,
  ];

  test("uses what it, its campaigns and its software use", () => {
    const objects = [
      ...[group, campaign, malware, a, b, c, d],
      tie(group, "uses", a, { description: "Does it by night." }),
      tie(campaign, "attributed-to", group),
      tie(campaign, "uses", b),
      tie(campaign, "uses", malware),
      tie(malware, "uses", c, { description: "Dumps." }),
    ];
    expect(read(objects)).toEqual({ Group: ["T1001", "T1002", "T1003"] });
    expect(evidenceOf(readStix(objects, "r.json")).map(({ texts }) => texts)).toEqual([
      ["Does it by night."],
      ["Used by Campaign (campaign)."],
      ["Malware (malware): Dumps."],
    ]);
  });

  test("takes in a campaign that only a report around both ties to it", () => {
    const inner = object("report", "inner", { object_refs: [campaign.id, a.id] });
    const outer = object("report", "outer", { object_refs: [group.id, inner.id] });
    expect(read([group, campaign, a, inner, outer, tie(campaign, "uses", a)])).toEqual({
      Group: ["T1001"],
    });
    const other = object("intrusion-set", "Other");
    const wider = { ...outer, object_refs: [group.id, inner.id, other.id] };
    expect(read([group, other, campaign, a, inner, wider, tie(campaign, "uses", a)])).toEqual({
      Campaign: ["T1001"],
    });
  });

  test.each(["indicates", "uses"])("has a technique that an indicator %s, with it", (verb) => {
    const indicator = object("indicator", "bad.exe", {
      pattern: "[file:name = 'bad.exe']",
      valid_from: "2026-01-02T00:00:00Z",
    });
    const result = readStix(
      [group, a, indicator, tie(indicator, "indicates", group), tie(indicator, verb, a)],
      "r.json",
    );
    expect(evidenceOf(result)).toMatchObject([
      {
        pattern: { id: "T1001", otherIds: ["CAPEC-1"] },
        indicators: [
          {
            verb,
            name: "bad.exe",
            pattern: "[file:name = 'bad.exe']",
            validFrom: "2026-01-02T00:00:00Z",
          },
        ],
      },
    ]);
  });

  test("gets no indicator of which nobody says whom it is about", () => {
    const indicator = object("indicator", "x", { pattern: "[a:b = 1]" });
    const other = object("intrusion-set", "Other");
    const objects = [group, other, a, b, indicator];
    const ties = [tie(group, "uses", a), tie(other, "uses", b), tie(indicator, "indicates", a)];
    const { actors, items } = readStix([...objects, ...ties], "r.json");
    expect(actors.flatMap((one) => one.techniques.flatMap((each) => each.indicators))).toEqual([]);
    expect(items).toMatchObject([{ class: "indicator without actor", what: "x" }]);
  });

  test("has what nobody uses and a report names beside it alone", () => {
    const report = object("report", "Report", { object_refs: [group.id, a.id, b.id] });
    expect(read([group, a, b, report, tie(group, "uses", a)])).toEqual({
      Group: ["T1001", "T1002"],
    });
    const other = object("intrusion-set", "Other");
    const wider = { ...report, object_refs: [group.id, a.id, b.id, other.id] };
    const { items } = readStix([group, other, a, b, wider, tie(group, "uses", a)], "r.json");
    expect(items.map((item) => [item.class, item.what])).toContainEqual([
      "technique without actor",
      "Name of T1002",
    ]);
  });

  test("is the report itself where that names techniques and nobody", () => {
    const report = object("report", "A report", { object_refs: [a.id], confidence: 85 });
    const { actors } = readStix([a, report], "r.json");
    expect(actors).toMatchObject([{ name: "A report", confidence: "high", source: "r.json" }]);
  });

  test("is software that nobody uses, and a campaign that belongs to nobody", () => {
    expect(
      read([malware, campaign, a, b, tie(malware, "uses", a), tie(campaign, "uses", b)]),
    ).toEqual({ Campaign: ["T1002"], Malware: ["T1001"] });
  });

  test("says who says so, and how sure that is", () => {
    const author = object("identity", "Unit");
    const told = { ...group, created_by_ref: author.id, confidence: 20 };
    const report = object("report", "Paper", { object_refs: [group.id, a.id] });
    const { actors } = readStix([author, told, a, report, tie(group, "uses", a)], "r.json");
    expect(actors).toMatchObject([{ source: "Unit: Paper", confidence: "low" }]);
    const alone = readStix([group, a, tie(group, "uses", a)], "folder/r.json");
    expect(alone.actors).toMatchObject([{ source: "r.json", confidence: null }]);
  });

  test("without techniques is told of and makes no profile", () => {
    const { actors, items } = readStix([group], "r.json");
    expect(actors).toEqual([]);
    expect(items).toMatchObject([{ class: "skipped", what: "Group" }]);
  });
});

describe("what an attack pattern names", () => {
  const nameOf = (more: Fields) => {
    const group = object("intrusion-set", "Group");
    const given = { ...object("attack-pattern", "x"), ...more };
    const result = readStix([group, given, tie(group, "uses", given)], "r.json");
    return evidenceOf(result)[0]?.pattern;
  };

  test.each([
    [
      "its reference",
      { external_references: [{ source_name: "mitre-attack", external_id: "T1" }] },
      "T1",
    ],
    [
      "a reference of another domain",
      { external_references: [{ source_name: "mitre-ics-attack", external_id: "T0865" }] },
      "T0865",
    ],
    ["x_mitre_id", { x_mitre_id: "T1059" }, "T1059"],
    [
      "an address",
      {
        external_references: [
          { source_name: "x", url: "https://attack.mitre.org/techniques/T1059/001/" },
        ],
      },
      "T1059.001",
    ],
    ["an ID before its name", { name: "T1082: System Information Discovery" }, "T1082"],
    ["an ID behind its name", { name: "Phishing - T1566" }, "T1566"],
    ["two IDs in its name", { name: "T1001 and T1002" }, null],
    ["nothing", { name: "Spear Phishing" }, null],
  ])("is told by %s", (_name, more, id) => {
    expect(nameOf(more)?.id).toBe(id);
  });

  test("keeps IDs of other catalogues", () => {
    const external_references = [{ source_name: "capec", external_id: "CAPEC-163" }];
    expect(nameOf({ external_references })).toMatchObject({ id: null, otherIds: ["CAPEC-163"] });
  });

  test("is not its own STIX ID, which every producer makes anew", () => {
    const group = object("intrusion-set", "Group");
    const twins = ["one", "two"].map((name) => ({
      ...pattern("T1003"),
      id: `attack-pattern--${name}`,
    }));
    const ties = twins.map((twin) => tie(group, "uses", twin));
    expect(read([group, ...twins, ...ties])).toEqual({ Group: ["T1003", "T1003"] });
  });
});

describe("a file with holes", () => {
  test("tells of relationships and references that lead nowhere", () => {
    const group = object("intrusion-set", "Group");
    const report = object("report", "R", { object_refs: [group.id, "malware--gone", 5] });
    const { items } = readStix(
      [group, report, tie(group, "uses", { id: "attack-pattern--gone" }), null, {}, "text"],
      "r.json",
    );
    expect(items.map((item) => [item.class, item.what])).toEqual([
      ["not in the file", "attack-pattern--gone"],
      ["not in the file", "R"],
      ["no object", "3"],
      ["skipped", "Group"],
    ]);
  });

  test("leaves out what its author took back", () => {
    const group = object("intrusion-set", "Group");
    const [a, b] = [pattern("T1001"), pattern("T1002")];
    const ties = [tie(group, "uses", a, { revoked: true }), tie(group, "uses", b)];
    expect(read([group, a, b, ...ties])).toEqual({ Group: ["T1002"] });
  });

  test("takes the newest of several versions of an object", () => {
    const old = object("intrusion-set", "Old name", { id: "intrusion-set--1", modified: "2020" });
    const newer = { ...old, name: "New name", modified: "2021" };
    const a = pattern("T1001");
    expect(Object.keys(read([newer, old, a, tie(old, "uses", a)]))).toEqual(["New name"]);
  });

  test("with actors that belong to each other in a circle ends", () => {
    const [one, two] = [object("report", "1"), object("report", "2")];
    const a = pattern("T1001");
    const circle = [
      { ...one, object_refs: [two.id, a.id] },
      { ...two, object_refs: [one.id] },
    ];
    expect(Object.values(read([...circle, a]))).toEqual([["T1001"]]);
  });

  test("with keys of JavaScript's own objects harms nothing", () => {
    const objects = JSON.parse(
      '[{"type":"intrusion-set","id":"intrusion-set--1","name":"__proto__","__proto__":{"name":"x"}},' +
        '{"type":"__proto__","id":"constructor"}]',
    ) as unknown[];
    expect(readStix(objects, "r.json").items).toMatchObject([{ what: "__proto__" }]);
    expect(Reflect.get({}, "name")).toBeUndefined();
  });
});
