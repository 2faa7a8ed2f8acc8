import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { attackId, techniqueId } from "../../src/shared/model/attack-id.ts";
import { enterprise } from "../analysis/builders.ts";
import { anEntry } from "../telemetry/builders.ts";
import { openFilledWorkbench } from "./filled-workbench.ts";

/** Rules of which each counts in its own way, by name. */
const table = [
  "Name,Technique,State,Severity,Platform,Quality,Alerting",
  "In full,T1059,enabled,high,Windows,,",
  "Below the floor,T1059,enabled,informational,,,",
  "Silent and weak,T1059,enabled,high,,1,no",
  "Off,T1059,disabled,high,,,",
  "Assumed,T1059,,high,,,",
  "Elsewhere,T1059,enabled,high,Linux,,",
  "Later,T1685,enabled,high,,,",
  "Nowhere,T9999,enabled,high,,,",
  "At its best,T1059 T1685 T9999,enabled,high,Windows,,",
].join("\n");

const registryRule =
  "title: Blind\nid: blind\nstatus: experimental\nlevel: high\ntags: [attack.t1059]\n" +
  "logsource: {product: windows, category: registry_set}\ndetection: {a: b}\n";

const scores =
  "version: 1.2\nfile_type: technique-administration\nname: x\ndomain: enterprise-attack\n" +
  "platform: [Windows]\ntechniques:\n- technique_id: T1059\n  technique_name: x\n" +
  "  detection:\n  - applicable_to: [all]\n    location: []\n    comment: ''\n" +
  "    score_logbook:\n    - {date: 2026-01-01, score: 3, comment: ''}\n" +
  "  visibility: {applicable_to: [all], comment: '', score_logbook: []}\n";

async function openRules() {
  const bench = await openFilledWorkbench();
  const { client } = bench;
  const folder = join(bench.folder, "rules");
  mkdirSync(folder);
  writeFileSync(join(folder, "rules.csv"), table);
  writeFileSync(join(folder, "scores.yaml"), scores);
  await client.detections.import({ paths: [folder] });
  const sigma = join(folder, "blind.yml");
  writeFileSync(sigma, registryRule);
  await client.detections.import({ paths: [sigma], state: "enabled" });
  const { id: assessmentId, scope } = await client.assessments.create({ name: "Q" });
  await client.assessments.setScope({
    assessmentId,
    scope: { ...scope, platforms: ["Windows"] },
  });
  const actor = { kind: "group" as const, domain: enterprise, id: attackId.parse("G0016") };
  await client.actors.choose({ assessmentId, actor, weight: 1, reason: "" });
  const list = await client.detections.list({ environmentId: 1 });
  const idOf = (name: string) => {
    const found = list.find((rule) => rule.name === name || rule.kind === name);
    if (found === undefined) throw new Error(`there is no rule ${name}`);
    return found.id;
  };
  const standings = async () => {
    const all = await client.coverage.standings({ assessmentId, environmentId: 1 });
    const names = new Map(list.map(({ id, name, kind }) => [id, kind === "claim" ? kind : name]));
    return Object.fromEntries(
      all.map(({ detectionId, counts, partReason }): [string, string] => [
        names.get(detectionId) ?? "",
        partReason ?? counts,
      ]),
    );
  };
  return { client, assessmentId, idOf, standings };
}

test("each rule counts in full, in part or for nothing, and says why", async () => {
  const { client, assessmentId, idOf, standings } = await openRules();
  const expected = {
    "In full": "full",
    "Below the floor": "not-alerting",
    "Silent and weak": "not-alerting",
    Off: "disabled",
    Assumed: "available",
    Elsewhere: "out-of-scope",
    Later: "other-release",
    Nowhere: "nothing",
    "At its best": "full",
    Blind: "experimental-only",
    claim: "claimed-only",
  };
  expect(await standings()).toEqual(expected);
  // Once it is said what is collected, and nothing of the registry is.
  await client.telemetry.set({
    environmentId: 1,
    sources: [{ id: null, entry: anEntry({ dataComponent: "Process Creation" }) }],
  });
  expect(await standings()).toEqual({ ...expected, Blind: "rule-blind" });

  const whyOf = async (name: string) =>
    (await client.coverage.standing({ assessmentId, detectionId: idOf(name) })).why.join(" ");
  expect(await whyOf("In full")).toBe(
    "It counts in full: it is enabled, and nothing takes from it.",
  );
  expect(await whyOf("Below the floor")).toContain(
    "Its severity, informational, is below the assessment's floor, low.",
  );
  // All that takes from a rule is said, not only the first.
  expect(await whyOf("Silent and weak")).toMatch(/raises no alert.*quality is set to 1/);
  expect(await whyOf("Blind")).toMatch(
    /needs Windows Registry Key Modification, and Main collects none.*calls it experimental.*assumed at import/,
  );
  expect(await whyOf("Assumed")).toMatch(/nobody knows whether it is deployed.*was assumed/);
  expect(await whyOf("Elsewhere")).toContain("none of its platforms is in scope");
  expect(await whyOf("Later")).toContain("only by IDs of another release");
  expect(await whyOf("Nowhere")).toContain("names no technique");
  expect(await whyOf("claim")).toContain("a claim without a rule behind it");
});

test("a rule says for which techniques it counts, as the inspector says of them", async () => {
  const { client, assessmentId, idOf } = await openRules();
  const detectionId = idOf("At its best");
  const { techniques } = await client.coverage.standing({ assessmentId, detectionId });
  expect(techniques[0]).toMatchObject({ techniqueId: "T1059", written: "T1059", counts: "full" });
  // T1685 came of T1562, T1562.001 and T1562.006, so it stands for none of them yet.
  expect(techniques.slice(1).map((one) => [one.techniqueId, one.written, one.counts])).toEqual(
    ["T1562", "T1562.001", "T1562.006"].map((id) => [id, "T1685", "other-release"]),
  );
  const { evidence } = await client.coverage.inspect({
    assessmentId,
    domain: enterprise,
    techniqueId: techniqueId.parse("T1059"),
  });
  // "In full" and "At its best" are two, which is the threshold.
  expect(techniques[0]?.level).toBe("several");
  const standings = await client.coverage.standings({ assessmentId, environmentId: 1 });
  const best = new Map(standings.map((one) => [one.detectionId, one.counts]));
  for (const one of evidence.filter(({ written }) => written === "T1059")) {
    expect(best.get(one.detectionId), one.name).toBe(one.counts);
  }
});

test("a rule of an environment that the assessment leaves out counts for nothing there", async () => {
  const { client, assessmentId, idOf } = await openRules();
  const other = await client.environments.create({ name: "Other" });
  const { scope } = await client.assessments.get({ assessmentId });
  await client.assessments.setScope({
    assessmentId,
    scope: { ...scope, environments: ["Other"] },
  });
  const detectionId = idOf("In full");
  const { counts, why } = await client.coverage.standing({ assessmentId, detectionId });
  expect([counts, why]).toEqual([
    "nothing",
    ["It counts for nothing: its environment is no part of this assessment."],
  ]);
  const environmentId = other.id;
  expect(await client.coverage.standings({ assessmentId, environmentId })).toEqual([]);
});
