import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { domain, techniqueId } from "../../src/shared/model/attack-id.ts";
import { attackId } from "../../src/shared/model/attack-id.ts";
import { readLaterRelease, readRelease } from "../support/oracle/attack-oracle.ts";
import { classifySigmaRules, readSigmaRules } from "../support/oracle/sigma-oracle.ts";
import { openFilledWorkbench } from "./filled-workbench.ts";
import { enterprise, hasShared, shared, sigmaArchive } from "./samples.ts";

const enterpriseAttack = domain.parse("enterprise-attack");

describe.skipIf(!hasShared)("the Sigma archive against Enterprise 18.1", () => {
  test("falls into the published classes, technique by technique as counted apart", async () => {
    const { client } = await openFilledWorkbench();
    const report = await client.detections.import({ paths: [sigmaArchive], state: "enabled" });
    expect(report).toMatchObject({
      read: 3141,
      imported: 3141,
      updated: 0,
      duplicates: 0,
      mappedFully: 2571,
      mappedInPart: 40,
      newerOnly: 184,
      otherOnly: 0,
      tacticOnly: 345,
      untagged: 1,
      experimental: 225,
      disabled: 0,
      assumedState: "enabled",
      unreadable: [],
      revokedIds: [],
      ignoredFiles: 2,
    });
    expect(report.sha256).toMatch(/^[0-9a-f]{64}$/);
    const tallies = [...report.techniques, ...report.unknownIds];
    expect(tallies).toHaveLength(390);
    expect(tallies.reduce((sum, { detections }) => sum + detections, 0)).toBe(3786);
    expect(report.unknownIds).toHaveLength(12);
    expect(report.unknownIds.every(({ reason }) => reason === "newer")).toBe(true);
    expect(report.unknownIds.reduce((sum, { detections }) => sum + detections, 0)).toBe(231);

    const later = readLaterRelease(`${shared}/attack/attack-v18-to-v19.json`);
    const counted = classifySigmaRules(
      readSigmaRules(sigmaArchive),
      readRelease(enterprise, "enterprise-attack"),
      later.newIds,
    );
    expect(new Map(report.techniques.map(({ id, detections }) => [id, detections]))).toEqual(
      counted.techniques,
    );
    expect(new Map(report.unknownIds.map(({ id, detections }) => [id, detections]))).toEqual(
      counted.newer,
    );

    const again = await client.detections.import({ paths: [sigmaArchive], state: "enabled" });
    expect(again).toMatchObject({ imported: 0, updated: 3141, unchanged: 3141, mappedFully: 2571 });
    const list = await client.detections.list({ environmentId: 1 });
    expect(list.filter((one) => one.class === "newer-only")).toHaveLength(184);
  }, 180_000);

  test("offers the way back for IDs of 19, which counts only when accepted", async () => {
    const { client } = await openFilledWorkbench();
    await client.detections.import({ paths: [sigmaArchive], state: "enabled" });
    const { id: assessmentId } = await client.assessments.create({ name: "Three groups" });
    for (const id of ["G0046", "G0082", "G0032"]) {
      await client.actors.choose({
        assessmentId,
        actor: { kind: "group", domain: enterpriseAttack, id: attackId.parse(id) },
        weight: 1,
        reason: "",
      });
    }
    const ask = { assessmentId, domain: enterpriseAttack };
    const covered = async () => (await client.assessments.answer({ assessmentId })).coverage;
    expect(await covered()).toMatchObject({ techniques: 144, covered: 118 });
    const work = async () => {
      const rules = await client.detections.list({ environmentId: 1 });
      return Object.groupBy(
        rules.flatMap((rule) => rule.work ?? []),
        ({ kind, isDone }) => `${kind} ${isDone ? "done" : "open"}`,
      );
    };
    // Newer IDs only and in part; tactic only; untagged.
    const waiting = await work();
    expect(waiting["other-release open"]).toHaveLength(184 + 40);
    expect(waiting["tactic-only open"]).toHaveLength(345);
    expect(waiting["untagged open"]).toHaveLength(1);

    const before = await client.detections.offers(ask);
    expect(before.offers).toHaveLength(12);
    expect(before).toMatchObject({
      version: "18.1",
      certainPairs: 57,
      coveredNow: 118,
      denominator: 144,
    });
    const pairs = before.offers.reduce((sum, { detections }) => sum + detections, 0);
    expect(pairs).toBe(231);
    expect(before.offers.find(({ written }) => written === "T1685")).toMatchObject({
      detections: 157,
      kind: "by-name",
      preselected: "T1562.001",
      accepted: null,
      candidates: [
        { techniqueId: "T1562" },
        { techniqueId: "T1562.001" },
        { techniqueId: "T1562.006" },
      ],
    });
    expect(before.offers.find(({ written }) => written === "T1686.003")).toMatchObject({
      detections: 17,
      kind: "none",
      preselected: null,
    });
    expect(await covered()).toMatchObject({ covered: 118 });

    const accept = before.offers.flatMap(({ written, preselected, kind }) =>
      preselected === null || kind !== "certain" ? [] : [{ written, techniqueId: preselected }],
    );
    await client.detections.acceptOffers({ ...ask, pairs: accept });
    expect(await covered()).toMatchObject({ covered: before.coveredWithCertain });
    const t1685 = { written: "T1685", techniqueId: techniqueId.parse("T1562.001") };
    await client.detections.acceptOffers({ ...ask, pairs: [t1685] });
    expect(await covered()).toMatchObject({ covered: before.coveredWithAll });
    const after = await client.detections.offers(ask);
    expect(after).toMatchObject({ certainPairs: 0, coveredNow: before.coveredWithAll });
    expect(after.offers.find(({ written }) => written === "T1685")).toMatchObject({
      accepted: "T1562.001",
    });
    const list = await client.detections.list({ environmentId: 1 });
    const written = list.flatMap(({ techniques }) => techniques);
    expect(written.filter((one) => one.status === "accepted")).toHaveLength(57 + 157);
    expect(written.filter((one) => one.written === "T1685")).toHaveLength(157);
    const left = await work();
    expect(left["other-release open"]).toHaveLength(17);
    expect(left["other-release done"]).toHaveLength(184 + 40 - 17);

    await client.detections.withdrawOffers({
      ...ask,
      written: [...accept.map((pair) => pair.written), "T1685"],
    });
    expect(await client.detections.offers(ask)).toEqual(before);
  }, 180_000);

  test("takes no ID for a technique that the release does not have", async () => {
    const { client } = await openFilledWorkbench();
    const { id: assessmentId } = await client.assessments.create({ name: "A" });
    const wrong = { written: "T1685", techniqueId: techniqueId.parse("T1685") };
    await expect(
      client.detections.acceptOffers({ assessmentId, domain: enterpriseAttack, pairs: [wrong] }),
    ).rejects.toMatchObject({ code: "bad-input" });
  });
});

test("the sample's detections are read without a question", async () => {
  const { client } = await openFilledWorkbench();
  const path = fileURLToPath(new URL("../../resources/sample/detections.csv", import.meta.url));
  const report = await client.detections.import({ paths: [path] });
  expect(report).toMatchObject({ format: "csv", duplicates: 0, unreadable: [], warnings: [] });
  expect(report.imported).toBeGreaterThanOrEqual(60);
  expect(report.imported).toBeLessThanOrEqual(80);
  expect(report.mappedFully).toBeGreaterThan(50);
  const states = new Set(report.detections.map(({ disabled }) => disabled));
  expect(states.size).toBe(2);
});
