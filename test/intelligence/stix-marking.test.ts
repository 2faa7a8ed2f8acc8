import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { readStix } from "../../src/main/intelligence/read-stix.ts";
import type { Marking } from "../../src/shared/model/marking.ts";
import { noMarking } from "../../src/shared/model/marking.ts";
import { openWorkbench } from "../support/workbench.ts";

type Fields = Readonly<Record<string, unknown>>;

const tlp = (level: string): Marking => ({ ...noMarking, scheme: "tlp", level });
const extension = "extension-definition--60a3c5c5-0d10-413e-aab3-9e08dde9e88d";

function object(type: string, name: string, more: Fields = {}) {
  return { type, id: `${type}--${name}`, name, ...more };
}

const definition = (name: string, more: Fields) => object("marking-definition", name, more);

const group = object("intrusion-set", "Night Heron");
const pattern = object("attack-pattern", "Phishing", {
  external_references: [{ source_name: "mitre-attack", external_id: "T1566" }],
});
const uses = object("relationship", "uses", {
  relationship_type: "uses",
  source_ref: group.id,
  target_ref: pattern.id,
});

/** How the one actor of objects is marked, and what is told of markings. */
function read(...objects: readonly unknown[]) {
  const { actors, items } = readStix(objects, "report.json");
  const [actor] = actors;
  if (actor === undefined || actors.length > 1) throw new Error("There is one actor in it.");
  const told = items.filter((item) => item.class === "marking").map(({ what }) => what);
  return { marking: actor.marking, told };
}

const marked = (...refs: string[]) => ({ ...group, object_marking_refs: refs });

describe("an actor of a STIX file is marked", () => {
  test.each([
    ["613f2e26-407d-48c7-9eca-b8e91df99dc9", "clear"],
    ["34098fce-860f-48ae-8e50-ebd3cc5e41da", "green"],
    ["f88d31f6-486f-44da-b317-01333bde0b82", "amber"],
    ["5e57c739-391a-4eb3-b6be-7d15ca92d5ed", "red"],
    ["94868c89-83c2-464b-929b-a1a8aa3c8487", "clear"],
    ["bab4a63c-aed9-4cf5-a766-dfca5abac2bb", "green"],
    ["55d920b0-5e8b-4f79-9ee9-91f868d9b421", "amber"],
    ["939a9414-2ddd-4d32-a0cd-375ea402b003", "amber+strict"],
    ["e828b379-4e03-4974-9ac4-e53a884c97c1", "red"],
  ])("by the definition %s of the standards, which the file need not hold", (id, level) => {
    expect(read(marked(`marking-definition--${id}`), pattern, uses)).toEqual({
      marking: tlp(level),
      told: [],
    });
  });

  test.each([
    ["TLP 1.0", { definition_type: "tlp", definition: { tlp: "white" } }, "clear"],
    [
      "TLP 2.0",
      { extensions: { [extension]: { extension_type: "property-extension", tlp_2_0: "red" } } },
      "red",
    ],
    ["a name", { name: "TLP:AMBER+STRICT", definition_type: "statement" }, "amber+strict"],
    [
      "a platform's word",
      { x_opencti_definition_type: "TLP", x_opencti_definition: "TLP:GREEN" },
      "green",
    ],
    ["a statement", { definition: { statement: "tlp:amber" } }, "amber"],
  ])("by %s in a definition of its own", (_what, more, level) => {
    const own = definition("own", more);
    expect(read(marked(own.id), own, pattern, uses)).toEqual({ marking: tlp(level), told: [] });
  });

  test("as high as anything that its profile was read from, and by nothing else", () => {
    const [green, amber, red] = ["green", "amber", "red"].map((level) =>
      definition(level, { definition_type: "tlp", definition: { tlp: level } }),
    );
    const by = (one: ReturnType<typeof definition> | undefined) => ({
      object_marking_refs: [one?.id ?? ""],
    });
    const definitions = [green, amber, red];
    const indicator = object("indicator", "bad.exe", {
      pattern: "[file:name = 'bad.exe']",
      ...by(red),
    });
    const tie = object("relationship", "tie", {
      relationship_type: "indicates",
      source_ref: indicator.id,
      target_ref: pattern.id,
    });
    const inFile = [...definitions, pattern];
    expect(read(...inFile, { ...group, ...by(green) }, { ...uses, ...by(amber) })).toMatchObject({
      marking: tlp("amber"),
    });
    expect(read(...inFile, { ...group, ...by(green) }, uses, indicator, tie)).toMatchObject({
      marking: tlp("red"),
    });
    // An indicator that is tied to nothing of it is in no profile.
    expect(read(...inFile, { ...group, ...by(green) }, uses, indicator)).toMatchObject({
      marking: tlp("green"),
    });
    const report = object("report", "Paper", {
      object_refs: [group.id, pattern.id],
      ...by(amber),
    });
    expect(read(...inFile, group, uses, report)).toMatchObject({ marking: tlp("amber") });
    const parts = { granular_markings: [{ marking_ref: red?.id, selectors: ["description"] }] };
    expect(read(...inFile, { ...group, ...parts }, uses)).toMatchObject({ marking: tlp("red") });
  });

  test("by nothing where only MITRE's copyright stands there", () => {
    const statement = "Copyright 2015-2025, The MITRE Corporation. MITRE ATT&CK and ATT&CK are …";
    const mitre = definition("mitre", { definition_type: "statement", definition: { statement } });
    const own = { ...pattern, object_marking_refs: [mitre.id] };
    expect(read(marked(mitre.id), mitre, own, uses)).toEqual({ marking: null, told: [] });
    const published = "marking-definition--fa42a846-8d90-4e51-bc29-71d5b4802168";
    const without = { ...pattern, object_marking_refs: [published] };
    expect(read(group, without, uses)).toEqual({ marking: null, told: [] });
  });

  test("by no statement of another kind, which is told of by its words", () => {
    const ours = definition("ours", {
      definition_type: "statement",
      definition: { statement: "For members\nof the circle alone" },
    });
    const pap = definition("pap", { definition_type: "PAP", definition: { pap: "PAP:RED" } });
    const gone = "marking-definition--gone";
    expect(read(marked(ours.id, pap.id, gone), ours, pap, pattern, uses)).toEqual({
      marking: null,
      told: ["For members of the circle alone", "pap", gone],
    });
    const hostile = { ...group, object_marking_refs: "all", granular_markings: [7, null, {}] };
    expect(read(hostile, pattern, uses)).toEqual({ marking: null, told: [] });
  });
});

const oasis = "../shared/data/samples/stix-negative/cti-stix-validator/files/v21/tlp-amber.json";

describe("importing STIX", () => {
  const write = (folder: string, ...objects: readonly unknown[]) => {
    const path = join(folder, "report.json");
    writeFileSync(path, JSON.stringify({ type: "bundle", id: "bundle--1", objects }));
    return path;
  };
  const amber = "marking-definition--f88d31f6-486f-44da-b317-01333bde0b82";
  const red = "marking-definition--5e57c739-391a-4eb3-b6be-7d15ca92d5ed";

  test("marks the actor, which marks all that takes it in; again only higher, and undo takes it back", async () => {
    const { client, folder } = await openWorkbench({ starter: true });
    const path = write(folder, marked(amber), pattern, uses);
    const preview = await client.intelligence.preview({ paths: [path] });
    expect(preview.actors).toMatchObject([{ name: "Night Heron", marking: "TLP:AMBER" }]);
    const asked = { paths: [path], confidence: "medium" as const, accept: [] };
    const first = await client.intelligence.import(asked);
    expect(first.report.items).toMatchObject([{ class: "added" }]);
    expect(first.report.items[0]?.message).toContain("TLP:AMBER");
    const [actor] = first.actors;
    if (actor === undefined) throw new Error("It brings an actor.");
    const thing = { kind: "own-actor" as const, id: Number(actor.id.slice(4)) };
    const { id: assessmentId } = await client.assessments.create({ name: "Ours" });
    const { kind, domain, id } = actor;
    const ref = { kind, domain, id };
    await client.actors.choose({ assessmentId, actor: ref, weight: 1, reason: "" });
    const required = () => client.markings.required({ assessmentIds: [assessmentId] });
    expect((await required()).banner.text).toBe("TLP:AMBER");

    expect((await client.intelligence.import(asked)).report).toMatchObject({ unchanged: 1 });
    write(folder, marked(red), pattern, uses);
    const higher = await client.intelligence.import(asked);
    expect(higher.report).toMatchObject({ changed: 1 });
    expect((await required()).banner.text).toBe("TLP:RED");
    write(folder, group, pattern, uses);
    await client.intelligence.import(asked);
    expect(await client.markings.get(thing)).toEqual(tlp("red"));
    await client.imports.undo({ id: higher.report.id });
    expect(await client.markings.get(thing)).toEqual(tlp("amber"));
  });

  test("leaves a marking of another scheme, and says what the file asked for", async () => {
    const { client, folder } = await openWorkbench({ starter: true });
    const asked = {
      paths: [write(folder, group, pattern, uses)],
      ...{ confidence: "medium" as const, accept: [] },
    };
    const { actors } = await client.intelligence.import(asked);
    const thing = { kind: "own-actor" as const, id: Number(actors[0]?.id.slice(4)) };
    const secret = { ...noMarking, scheme: "us", level: "s" };
    await client.markings.set({ thing, marking: secret });
    write(folder, marked(amber), pattern, uses);
    const { report } = await client.intelligence.import(asked);
    expect(await client.markings.get(thing)).toEqual(secret);
    expect(report.items).toContainEqual(
      expect.objectContaining({
        class: "marking",
        message: "comes as TLP:AMBER, and is marked SECRET here",
      }),
    );
  });

  test.skipIf(!existsSync(oasis))(
    `knows the definition of TLP 2.0 as OASIS writes it (${oasis})`,
    () => {
      const { objects } = JSON.parse(readFileSync(oasis, "utf8")) as { objects: { id: string }[] };
      expect(read(marked(objects[0]?.id ?? ""), ...objects, pattern, uses)).toEqual({
        marking: tlp("amber"),
        told: [],
      });
    },
  );
});
