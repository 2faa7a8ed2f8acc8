import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { actorRef } from "../../src/shared/model/actor.ts";
import { attackId } from "../../src/shared/model/attack-id.ts";
import type { TestCaseContent } from "../../src/shared/model/emulation.ts";
import type { LayerSource } from "../../src/shared/model/layer.ts";
import { enterprise } from "../analysis/builders.ts";
import { openFilledWorkbench } from "../detections/filled-workbench.ts";
import { bareCase } from "../emulation/export-support.ts";
import { type OracleRelease, readRelease } from "../support/oracle/attack-oracle.ts";
import { openWorkbench } from "../support/workbench.ts";
import { hasShared, shared, validFiles } from "./layer-samples.ts";

// What the Navigator 5.1 looks at when it opens a file, stated again apart from our reader and
// writer: every field has one type, and a field of another is passed over with an error.

type Json = Readonly<Record<string, unknown>>;
type Is = (value: unknown) => boolean;

const isObject = (value: unknown): value is Json =>
  typeof value === "object" && value !== null && !Array.isArray(value);
const isText: Is = (value) => typeof value === "string";
const isWord: Is = (value) => typeof value === "string" && value !== "";
const isFlag: Is = (value) => typeof value === "boolean";
const isNumber: Is = (value) => typeof value === "number" && Number.isFinite(value);
const isColour: Is = (value) =>
  typeof value === "string" && /^#([0-9a-f]{6}|[0-9a-f]{8})$/i.test(value);
const isListOf =
  (is: Is): Is =>
  (value) =>
    Array.isArray(value) && value.every((each) => is(each));
const isOneOf =
  (...values: readonly unknown[]): Is =>
  (value) =>
    values.includes(value);

const isDivider = (value: Json): boolean => isFlag(value["divider"]);
const isFact: Is = (value) =>
  isObject(value) && (isDivider(value) || (isWord(value["name"]) && isText(value["value"])));
const isLink: Is = (value) =>
  isObject(value) && (isDivider(value) || (isWord(value["label"]) && isWord(value["url"])));

/** Fields with their types; those of the second list must be there. */
const layerFields: Readonly<Record<string, Is>> = {
  name: isWord,
  description: isText,
  domain: isOneOf("enterprise-attack", "mobile-attack", "ics-attack"),
  customDataURL: isText,
  sorting: isOneOf(0, 1, 2, 3),
  hideDisabled: isFlag,
  legendItems: isListOf(
    (item) => isObject(item) && isText(item["label"]) && isColour(item["color"]),
  ),
  metadata: isListOf(isFact),
  links: isListOf(isLink),
  showTacticRowBackground: isFlag,
  tacticRowBackground: isColour,
  selectTechniquesAcrossTactics: isFlag,
  selectSubtechniquesWithParent: isFlag,
  selectVisibleTechniques: isFlag,
};
const layoutFields: Readonly<Record<string, Is>> = {
  layout: isOneOf("side", "flat", "mini"),
  showID: isFlag,
  showName: isFlag,
  showAggregateScores: isFlag,
  countUnscored: isFlag,
  aggregateFunction: isOneOf("average", "min", "max", "sum"),
  expandedSubtechniques: isOneOf("none", "all", "annotated"),
};
const techniqueFields: Readonly<Record<string, Is>> = {
  techniqueID: isWord,
  tactic: isWord,
  score: isNumber,
  color: (value) => value === "" || isColour(value),
  comment: isText,
  enabled: isFlag,
  metadata: isListOf(isFact),
  links: isListOf(isLink),
  showSubtechniques: isFlag,
};

function faultsOf(value: unknown, fields: Readonly<Record<string, Is>>, where: string): string[] {
  if (!isObject(value)) return [`${where} is no object`];
  return Object.entries(fields).flatMap(([name, is]) =>
    value[name] === undefined || is(value[name])
      ? []
      : [`${where}.${name}: ${JSON.stringify(value[name]).slice(0, 80)}`],
  );
}

/** What the Navigator would warn of, pass over, or show otherwise than it was written. */
function faultsOfLayer(layer: unknown, attack: string): string[] {
  if (!isObject(layer)) return ["the layer is no object"];
  const { versions, filters, gradient, techniques, layout } = layer;
  const faults = faultsOf(layer, layerFields, "layer");
  const demand = (is: boolean, fault: string): void => {
    if (!is) faults.push(fault);
  };
  demand(isWord(layer["name"]) && isText(layer["domain"]), "name and domain must be there");
  // It believes a `version` at the top before the one in `versions`.
  demand(layer["version"] === undefined, "a version at the top");
  if (isObject(versions)) {
    demand(versions["layer"] === "4.5", "another format opens with a notice");
    demand(versions["attack"] === attack, `attack ${JSON.stringify(versions["attack"])}`);
    const [major = 0, minor = 0] = String(versions["navigator"]).split(".").map(Number);
    demand(major > 4 || (major === 4 && minor >= 9), "a Navigator that has no 4.5");
  } else faults.push("no versions");
  if (filters !== undefined) {
    demand(isObject(filters) && isListOf(isWord)(filters["platforms"] ?? []), "filters");
  }
  faults.push(...faultsOf(layout, layoutFields, "layout"));
  if (isObject(gradient)) {
    const { colors, minValue, maxValue } = gradient;
    demand(isListOf(isColour)(colors) && (colors as unknown[]).length >= 2, "colours of gradient");
    demand(isNumber(minValue) && isNumber(maxValue), "ends of the gradient");
  } else faults.push("no gradient");
  if (!Array.isArray(techniques)) return [...faults, "techniques is no list"];
  const places = new Set<string>();
  for (const [index, technique] of techniques.entries()) {
    faults.push(...faultsOf(technique, techniqueFields, `techniques[${String(index)}]`));
    if (!isObject(technique)) continue;
    const place = `${String(technique["techniqueID"])} ${String(technique["tactic"])}`;
    demand(!places.has(place), `${place} twice: only the last would count`);
    places.add(place);
    demand(isWord(technique["techniqueID"]), `techniques[${String(index)}] names none`);
  }
  return faults;
}

/** What of a layer's techniques the release has no cell for: passed over without a word. */
function lostOf(layer: Json, tacticsOf: ReadonlyMap<string, ReadonlySet<string>>): string[] {
  return (layer["techniques"] as Json[]).flatMap(({ techniqueID, tactic }) => {
    const tactics = tacticsOf.get(String(techniqueID));
    return tactics === undefined || (isText(tactic) && !tactics.has(String(tactic)))
      ? [`${String(techniqueID)} ${String(tactic)}`]
      : [];
  });
}

function tacticsByTechnique({ active }: OracleRelease): Map<string, Set<string>> {
  const tactics = new Map<string, Set<string>>();
  for (const { type, external_references: references, kill_chain_phases: phases } of Array.from(
    active.values(),
    (object) => object as unknown as Record<string, unknown>,
  )) {
    if (type !== "attack-pattern") continue;
    const id = (references as { external_id?: string }[]).map((each) => each.external_id)[0] ?? "";
    tactics.set(id, new Set((phases as { phase_name: string }[]).map((each) => each.phase_name)));
  }
  return tactics;
}

const readJson = (path: string): unknown => JSON.parse(readFileSync(path, "utf8")) as unknown;

describe("a written layer", () => {
  test("of every kind of source is one that the Navigator opens without a warning, whole", async () => {
    const { client, folder } = await openFilledWorkbench();
    const table = join(folder, "rules.csv");
    writeFileSync(table, "Rule ID,Name,Techniques,State\nR1,One,T1059.001,enabled\n");
    await client.detections.import({ paths: [table] });
    const { id: assessmentId } = await client.assessments.create({ name: "Ours" });
    for (const id of ["G0046", "G0082"]) {
      const actor = actorRef.parse({ kind: "group", domain: enterprise, id });
      await client.actors.choose({ assessmentId, actor, weight: 1, reason: "" });
    }
    const [release] = await client.catalogue.list({});
    const ofRelease = { domain: enterprise, version: release?.version ?? "" };
    const [environment] = await client.environments.list({});
    const sources: LayerSource[] = [
      ...(["coverage", "actors", "demand-supply", "gaps", "outcomes", "prevalence"] as const).map(
        (mode): LayerSource => ({ kind: "mode", assessmentId, domain: enterprise, mode }),
      ),
      { kind: "actor", assessmentId, domain: enterprise, actor: attackId.parse("G0046") },
      { kind: "list", ...ofRelease, text: "ID,score,comment\nT1566.001,3,Seen\nT1059,0," },
      { kind: "inventory", ...ofRelease, environmentId: environment?.id ?? 0 },
      { kind: "search", ...ofRelease, text: "scheduled task" },
      { kind: "empty", ...ofRelease },
    ];
    const path = join(folder, "all.json");
    await client.layers.export({ sources, path });
    const written = readJson(path) as Json[];
    expect(written.length).toBe(sources.length);
    const attack = /^\d+/.exec(ofRelease.version)?.[0] ?? "";
    expect(written.flatMap((layer) => faultsOfLayer(layer, attack))).toEqual([]);
    const tactics = tacticsByTechnique(
      readRelease("resources/starter/enterprise-attack-18.1.json.gz", enterprise),
    );
    expect(tactics.size).toBeGreaterThan(600);
    expect(written.flatMap((layer) => lostOf(layer, tactics))).toEqual([]);
    const listed = (written[7]?.["techniques"] ?? []) as Json[];
    expect([
      ...new Set(listed.map(({ techniqueID, score }) => [techniqueID, score].join())),
    ]).toEqual(["T1566.001,3", "T1059,0"]);

    // One layer alone is an object and no list.
    const [single] = sources;
    if (single === undefined) throw new Error("There is no source.");
    await client.layers.export({ sources: [single], path });
    expect(faultsOfLayer(readJson(path), attack)).toEqual([]);
  });

  test("of runs holds the latest verdict of each technique, and names what has no place", async () => {
    const { client, folder } = await openWorkbench({ starter: true });
    const [environment] = await client.environments.list({});
    const told: [string, TestCaseContent["outcome"], string][] = [
      ["T1059.001", "missed", "2026-11-12T09:00:00.000Z"],
      ["T1059.001", "alerted", "2026-11-13T09:00:00.000Z"],
      ["t1059.001", "not-assessed", "2026-11-14T09:00:00.000Z"],
      ["T1003", "blocked", "2026-11-12T09:00:00.000Z"],
      ["T1105", "error", "2026-11-12T09:00:00.000Z"],
      ["T9999", "missed", "2026-11-12T09:00:00.000Z"],
    ];
    const run = await client.emulation.addRun({
      environmentId: environment?.id ?? 0,
      run: {
        name: "Day",
        who: "",
        tool: "",
        startedAt: null,
        endedAt: null,
        version: null,
        notes: "",
      },
    });
    await client.emulation.addCases({
      runId: run.id,
      cases: told.map(([written, outcome, endAt]) => ({ ...bareCase, written, outcome, endAt })),
    });
    const path = join(folder, "run.json");
    await client.emulation.export({ runIds: [run.id], format: "layer", path });
    const layer = readJson(path) as Json;
    expect(faultsOfLayer(layer, "18")).toEqual([]);
    const tactics = tacticsByTechnique(
      readRelease("resources/starter/enterprise-attack-18.1.json.gz", enterprise),
    );
    expect(lostOf(layer, tactics)).toEqual([]);
    const seen = (layer["techniques"] as Json[]).map(({ techniqueID, score, color, comment }) =>
      [techniqueID, score, color, comment].join("; "),
    );
    expect([...new Set(seen)]).toEqual([
      "T1003; 3; #1b5296; Blocked on 2026-11-12. 1 test case: 1 blocked.",
      "T1059.001; 2; #5eade5; Alerted on 2026-11-13. 3 test cases: 1 alerted, 1 missed, 1 not assessed.",
      "T1105; ; #5b6270; Test error. 1 test case: 1 test error.",
    ]);
    expect(layer["description"]).toMatch(/Not in this layer: T9999 \(1 test case\)/);
  });

  test.runIf(hasShared)("of an earlier format opens without a warning too", async () => {
    const { client, folder } = await openWorkbench({ starter: true });
    const { layers } = await client.layers.import({
      paths: validFiles.map(({ file }) => join(shared, file)),
    });
    const faults: string[] = [];
    for (const { layerId, name, domain, version } of layers) {
      // An older format of the Navigator's own; other domains have no matrix there.
      if (!/^(enterprise|mobile|ics)-attack$/.test(domain)) continue;
      const path = join(folder, `${String(layerId)}.json`);
      await client.layers.export({ sources: [{ kind: "layer", layerId }], path });
      const attack = /^\d+/.exec(version)?.[0] ?? "";
      faults.push(...faultsOfLayer(readJson(path), attack).map((fault) => `${name}: ${fault}`));
    }
    expect(layers.length).toBeGreaterThan(20);
    expect(faults).toEqual([]);
  });

  test("is found faulty where it is: the checks can fail", () => {
    const techniques = [
      { techniqueID: "T1059", score: "3" },
      { techniqueID: "T1059", enabled: 1 },
    ];
    const faults = faultsOfLayer(
      { name: "L", domain: "mitre-enterprise", version: "3.0", techniques, versions: {} },
      "18",
    );
    expect(faults).toContain('layer.domain: "mitre-enterprise"');
    expect(faults).toContain("a version at the top");
    expect(faults).toContain('techniques[0].score: "3"');
    expect(faults).toContain("techniques[1].enabled: 1");
    expect(faults).toContain("T1059 undefined twice: only the last would count");
  });
});
