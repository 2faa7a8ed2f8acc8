import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { cutSnippet, wordsOf } from "../../src/main/search/text-query.ts";
import type { Client } from "../../src/shared/client.ts";
import type { CasemateContract } from "../../src/shared/contract.ts";
import { openWorkbench } from "../support/workbench.ts";
import {
  aCollection,
  aMatrix,
  anObject,
  aRelationship,
  aTechnique,
  writeBundle,
} from "./bundles.ts";

const domains = { x_mitre_domains: ["enterprise-attack"] };

async function filled(): Promise<{
  client: Client<CasemateContract>;
  folder: string;
  releaseId: number;
}> {
  const { client, folder } = await openWorkbench();
  const powershell = aTechnique("T1059.001", {
    name: "PowerShell",
    description: "Adversaries may abuse PowerShell for <script>alert(1)</script> and more.",
  });
  const parent = aTechnique("T1059", { name: "Command and Scripting Interpreter" });
  const fin7 = anObject("intrusion-set", "G0046", {
    ...domains,
    name: "FIN7",
    aliases: ["FIN7", "Carbon Spider", "Sangría Tempest"],
  });
  const tool = anObject("tool", "S0029", { ...domains, name: "PsExec" });
  const uses = aRelationship("uses", fin7, powershell, {
    description:
      "[FIN7](https://attack.mitre.org/groups/G0046) ran a PowerShell launcher with certutil.(Citation: Somebody 2020)",
    external_references: [{ source_name: "Somebody 2020", url: "https://leak.example" }],
  });
  const old = aTechnique("T1086", { name: "PowerShell of old", revoked: true });
  const path = writeBundle(folder, "a.json", [
    ...aMatrix(),
    ...[parent, powershell, old, fin7, tool, uses],
    aRelationship("subtechnique-of", powershell, parent),
    aRelationship("revoked-by", old, powershell),
    aRelationship("uses", fin7, tool, { description: "Lateral movement.", revoked: true }),
  ]);
  await client.catalogue.import({ paths: [path], onConflict: "ask" });
  const [release] = await client.catalogue.list({});
  return { client, folder, releaseId: release?.id ?? 0 };
}

const search = async (client: Client<CasemateContract>, text: string) =>
  client.search.everything({ text, limit: 20 });

describe("searching everything", () => {
  test("finds IDs first, then names, other names, and what texts say", async () => {
    const { client } = await filled();
    const idsOf = async (text: string) => (await search(client, text)).map(({ id }) => id);
    expect(await idsOf("t1059.001")).toEqual(["T1059.001"]);
    expect(await idsOf("T1059")).toEqual(["T1059", "T1059.001"]);
    expect(await idsOf("powershell")).toEqual(["T1059.001", "G0046"]);
    expect(await idsOf("carbon sp")).toEqual(["G0046"]);
    expect(await idsOf("sangria")).toEqual(["G0046"]);
    expect(await idsOf("certutil")).toEqual(["G0046"]);
    expect(await idsOf("lateral movement")).toEqual([]);
  });

  test("finds a retired object by its ID alone", async () => {
    const { client } = await filled();
    expect((await search(client, "T1086")).map(({ name }) => name)).toEqual(["PowerShell of old"]);
    expect((await search(client, "of old")).map(({ id }) => id)).toEqual([]);
  });

  test("shows the text around what matched, as people read it", async () => {
    const { client } = await filled();
    const [hit] = await search(client, "certutil");
    expect(hit?.snippet?.text).toBe("FIN7 ran a PowerShell launcher with certutil.");
    const { text, start, end } = hit?.snippet ?? { text: "", start: 0, end: 0 };
    expect(text.slice(start, end)).toBe("certutil");
    expect((await search(client, "alert"))[0]?.snippet?.text).toContain(
      "<script>alert(1)</script>",
    );
  });

  test("finds detections and assessments by name, and tells sub-techniques' parents", async () => {
    const { client } = await filled();
    const { id } = await client.assessments.create({ name: "50% of PowerShell" });
    expect((await search(client, "50%")).map((hit) => [hit.kind, hit.id])).toEqual([
      ["assessment", String(id)],
    ]);
    expect((await search(client, "5_%")).map(({ kind }) => kind)).toEqual([]);
    const [technique] = await search(client, "T1059.001");
    expect(technique?.parentName).toBe("Command and Scripting Interpreter");
  });

  test("asks the newest release of a domain, or those of the assessment", async () => {
    const { client, folder } = await filled();
    const older = writeBundle(folder, "old.json", [
      ...aMatrix(),
      aTechnique("T1059", { name: "Command-Line Interface" }),
      aCollection("17.1"),
    ]);
    await client.catalogue.import({ paths: [older], onConflict: "ask" });
    expect((await search(client, "T1059"))[0]?.name).toBe("Command and Scripting Interpreter");
    const { id, scope } = await client.assessments.create({ name: "Before" });
    const releases = scope.releases.map((release) => ({ ...release, version: "17.1" }));
    await client.assessments.setScope({ assessmentId: id, scope: { ...scope, releases } });
    const hits = await client.search.everything({ text: "T1059", limit: 5, assessmentId: id });
    expect(hits[0]?.name).toBe("Command-Line Interface");
  });

  test("takes whatever somebody types for words, never for syntax", async () => {
    const { client } = await filled();
    const hostile = [
      '"',
      "a OR b",
      "NEAR(a b)",
      "name:x",
      "a*",
      "^a",
      "-a",
      "{a b}:c",
      "a AND",
      "\0",
    ];
    for (const text of hostile) expect(Array.isArray(await search(client, text))).toBe(true);
    await fc.assert(
      fc.asyncProperty(fc.string({ maxLength: 30, unit: "grapheme" }), async (text) => {
        expect(Array.isArray(await search(client, text))).toBe(true);
      }),
      { numRuns: 200 },
    );
  });

  test("cuts a snippet that holds what it marks, from any text", () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 400, unit: "grapheme" }), fc.string(), (text, query) => {
        const words = wordsOf(query);
        const { text: shown, start, end } = cutSnippet(text, words);
        const isWord = new RegExp(`^(?:${words.join("|")})$`, "iu").test(shown.slice(start, end));
        expect(start === end || isWord).toBe(true);
        expect(shown.length).toBeLessThan(600);
      }),
    );
  });
});

describe("an object of the catalogue", () => {
  test("is shown with texts, references, what is related, and what Casemate does not know", async () => {
    const { client, folder, releaseId } = await filled();
    const group = await client.catalogue.find({ releaseId, kind: "group", attackId: "G0046" });
    expect(
      group?.related.map(({ relationship, direction, object, description, references }) => ({
        ...{ relationship, direction, id: object.attackId, description },
        references: references.map(({ source }) => source),
      })),
    ).toEqual([
      {
        relationship: "uses",
        direction: "out",
        id: "T1059.001",
        description: expect.stringContaining("certutil") as string,
        references: ["Somebody 2020"],
      },
    ]);
    const old = await client.catalogue.find({ releaseId, kind: "technique", attackId: "T1086" });
    expect(old).toMatchObject({ status: "revoked", revokedBy: { attackId: "T1059.001" } });
    const own = writeBundle(folder, "own.json", [
      aTechnique("ACME-1", {
        name: "__proto__",
        x_acme_level: { deep: [1] },
        external_references: [{ source_name: "acme", external_id: "ACME-1" }],
      }),
    ]);
    await client.catalogue.import({ paths: [own], onConflict: "ask" });
    const found = await client.catalogue.find({ releaseId, kind: "technique", attackId: "ACME-1" });
    expect(found).toMatchObject({ name: "__proto__", overlay: "own" });
    expect(found?.ownProperties).toEqual([{ name: "x_acme_level", value: '{"deep":[1]}' }]);
    expect(
      await client.catalogue.find({ releaseId, kind: "technique", attackId: "T9999" }),
    ).toBeNull();
    await expect(
      client.catalogue.object({ releaseId, stixId: "attack-pattern--none" }),
    ).rejects.toMatchObject({ code: "not-found" });
  });

  test("is listed by kind, by part of a name, ID or alias, and by text", async () => {
    const { client, releaseId } = await filled();
    const browse = async (kind: "technique" | "group", text: string, withInactive = false) =>
      (await client.catalogue.browse({ releaseId, kind, text, withInactive })).map(
        ({ attackId }) => attackId,
      );
    expect(await browse("technique", "")).toEqual(["T1059", "T1059.001"]);
    expect(await browse("technique", "", true)).toEqual(["T1059", "T1059.001", "T1086"]);
    expect(await browse("technique", "ershell")).toEqual(["T1059.001"]);
    expect(await browse("group", "bon spid")).toEqual(["G0046"]);
    expect(await browse("group", "launcher")).toEqual(["G0046"]);
    expect(await browse("group", "absent")).toEqual([]);
  });
});
