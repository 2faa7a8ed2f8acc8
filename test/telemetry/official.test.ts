/** Levels and reasons by telemetry on official releases, against an oracle that shares no code. */
import { existsSync } from "node:fs";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { attackId, domain as domainSchema } from "../../src/shared/model/attack-id.ts";
import type { OracleDetection, OracleLogSource } from "../support/oracle/attack-oracle.ts";
import { assess, readRelease } from "../support/oracle/attack-oracle.ts";
import { openWorkbench } from "../support/workbench.ts";
import { anEntry } from "./builders.ts";

const data = "../shared/data/attack";
const isThere = existsSync(data);
if (!isThere) console.warn(`${data} is missing: telemetry was not held against the oracle`);

const cases = [
  ["enterprise-attack", "18.1", "enterprise-attack-18.1.stix20.json.gz", ["G0046", "G0032"]],
  ["enterprise-attack", "17.1", "enterprise-attack-17.1.stix20.json.gz", ["G0016", "G0032"]],
  ["ics-attack", "18.1", "ics-attack-18.1.stix21.json.gz", ["G0034", "G0088"]],
  ["mobile-attack", "18.1", "mobile-attack-18.1.stix20.json.gz", ["G0112", "G0034"]],
] as const;

/** Rules by the Sigma log source that they name, and the data components that it needs. */
const rules = [
  ["windows/process_creation", "Process Creation"],
  ["windows/image_load", "Module Load"],
  ["windows/process_access", "Process Access"],
  ["Payment gateway journal", undefined],
] as const;

/** What is collected, from little to much. */
const inventories: readonly OracleLogSource[][] = [
  [{ component: "Drive Access" }],
  [{ component: "Module Load", platform: "Windows" }, { name: "NSM:Flow" }],
  [
    { component: "Process Creation", platform: "Linux" },
    { name: "WinEventLog:Sysmon", channel: "EventCode=3", platform: "Windows" },
    { component: "Network Traffic Content", platform: "Android" },
  ],
  [
    { component: "File", platform: "Windows" },
    { component: "Process Access" },
    { component: "User Account: User Account Authentication" },
    { name: "Application Vetting" },
    { name: "Operational Databases" },
  ],
];
const scopes = [undefined, ["Windows", "Android"]];

describe.skipIf(!isThere)("telemetry on official releases", () => {
  it.each(cases)(
    "%s %s has the oracle's levels and reasons",
    async (domain, version, file, actors) => {
      const path = join(data, file);
      const oracle = readRelease(path, domain);
      const { client, folder } = await openWorkbench();
      await client.catalogue.import({ paths: [path], onConflict: "ask" });
      const used = [...oracle.active.values()].filter(({ type }) => type === "attack-pattern");
      const ids = used
        .flatMap(({ external_references: references = [] }) => references)
        .flatMap(({ external_id: id = "" }) => (/^T\d/.test(id) ? [id] : []))
        .sort();
      // Every ninth technique gets a rule, turn by turn with each of the log sources.
      const detections = ids
        .filter((_, at) => at % 9 === 0)
        .map((id, at) => ({ id, rule: rules[at % rules.length] ?? rules[0] }));
      const csv = detections.map(({ id, rule }, at) => `R${at},${id},enabled,high,${rule[0]}`);
      const table = join(folder, "rules.csv");
      writeFileSync(table, ["Name,Technique,State,Severity,Log source", ...csv].join("\n"));
      const asOracle = detections.map(({ id, rule: [, component] }): OracleDetection => ({
        techniques: [id],
        otherIds: [],
        state: "enabled",
        isStateAssumed: false,
        isExperimental: false,
        severity: "high",
        ...(component === undefined ? {} : { runsOn: [component] }),
      }));
      for (const [at, telemetry] of inventories.entries()) {
        const environment = await client.environments.create({ name: `Estate ${at}` });
        await client.detections.import({ paths: [table], environment: environment.name });
        await client.telemetry.set({
          environmentId: environment.id,
          sources: telemetry.map(({ name, channel, component, platform }) => ({
            id: null,
            entry: anEntry({
              name: name ?? null,
              channel: channel ?? null,
              dataComponent: component ?? null,
              platforms: platform === undefined ? [] : [platform],
            }),
          })),
        });
        for (const platforms of scopes) {
          const { id: assessmentId } = await client.assessments.create({
            name: `${environment.name} ${platforms?.join() ?? ""}`,
            scope: {
              releases: [{ domain: domainSchema.parse(domain), version }],
              environments: [environment.name],
              platforms: [...(platforms ?? [])],
              segments: [],
              beforeCompromise: false,
            },
          });
          for (const id of actors) {
            await client.actors.choose({
              assessmentId,
              actor: { kind: "group", domain: domainSchema.parse(domain), id: attackId.parse(id) },
              weight: 1,
              reason: "",
            });
          }
          const answer = await client.assessments.answer({ assessmentId });
          const expected = assess(oracle, {
            actors: actors.map((id) => ({ id, weight: 1 })),
            way: "withCampaigns",
            detections: asOracle,
            telemetry,
            ...(platforms === undefined ? {} : { platforms }),
          });
          expect(answer.techniques.map(({ id, level }) => [id, level])).toEqual(
            expected.techniques.map(({ id, level }) => [id, level]),
          );
          expect(answer.gaps.map(({ id, reason, effortDays }) => [id, reason, effortDays])).toEqual(
            expected.gaps.map(({ id, reason, effortDays }) => [id, reason, effortDays]),
          );
          if (platforms === undefined && domain === "enterprise-attack") {
            const reasons = new Set(answer.gaps.map(({ reason }) => reason));
            expect([...reasons]).toEqual(expect.arrayContaining(["no-telemetry", "rule-blind"]));
          }
        }
      }
    },
    120_000,
  );
});

const old = "../shared/data/samples/stix/workbench_collection_bundle_ics-attack-8.2.json";

describe.skipIf(!existsSync(old))("telemetry on a release from before data components", () => {
  it("is needed by the data sources that techniques list themselves", async () => {
    const { client } = await openWorkbench();
    await client.catalogue.import({ paths: [old], onConflict: "ask" });
    await client.telemetry.set({
      environmentId: 1,
      sources: [{ id: null, entry: anEntry({ name: "packet capture" }) }],
    });
    const { sources } = await client.telemetry.served({});
    const served = new Map(
      sources.filter(({ unit }) => unit === "log-source").map((one) => [one.name, one]),
    );
    // Counted by python3 from the file's x_mitre_data_sources of active techniques.
    expect(served.get("Packet capture")).toMatchObject({ collected: "all" });
    expect(served.get("Packet capture")?.techniques).toHaveLength(39);
    expect(served.get("Network protocol analysis")).toMatchObject({ collected: "none" });
    expect(served.get("Network protocol analysis")?.techniques).toHaveLength(36);
    expect(served.get("Sequential event recorder")?.techniques).toHaveLength(14);
  });
});
