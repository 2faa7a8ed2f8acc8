import type {
  EmulationSequenceContent,
  EmulationTestContent,
  TestExecutor,
} from "../../shared/model/emulation-test.ts";
import type { ReportItem, Unreadable } from "../../shared/model/import-report.ts";
import { isYamlMap, mapAt, mapsOf, textAt, textsOf } from "../detections/yaml-fields.ts";
import type { YamlDocument, YamlMap, YamlValue } from "../detections/yaml.reader.ts";
import { readInputs, readPrerequisites, readTruth } from "./atomic-tests.ts";
import { findNetworkNeeds } from "./network-needs.ts";
import type { ReadEmulation } from "./read-emulation.ts";
import { aReading, cut, cutLong } from "./read-emulation.ts";

/** Whether a YAML document is a plan of the CTID's library of adversary emulation. */
export function isCtidPlan(value: YamlValue): boolean {
  return mapsOf(value).some((map) => map.has("emulation_plan_details"));
}

/** Whether a YAML document holds abilities of Caldera. */
export function isCalderaAbility(value: YamlValue): boolean {
  return mapsOf(value).some(
    (map) => map.has("id") && map.has("tactic") && (map.has("platforms") || map.has("executors")),
  );
}

/** Whether a YAML document holds an adversary of Caldera. */
export function isCalderaAdversary(value: YamlValue): boolean {
  return mapsOf(value).some((map) => map.has("atomic_ordering"));
}

/** Reads abilities of Caldera, in the layout of its repositories and in that of its exports. */
export function readCalderaAbilities(
  file: string,
  documents: readonly YamlDocument[],
): ReadEmulation {
  const steps = documents.flatMap(({ value }) => mapsOf(value));
  const { tests, items } = readSteps(file, "caldera", null, steps);
  return aReading({
    format: "Caldera abilities",
    tests,
    items,
    unreadable: faultsIn(file, documents),
  });
}

/** Reads adversaries of Caldera: abilities in an order. */
export function readCalderaAdversaries(
  file: string,
  documents: readonly YamlDocument[],
): ReadEmulation {
  const items: ReportItem[] = [];
  const sequences = documents
    .flatMap(({ value }) => mapsOf(value))
    .flatMap((map): EmulationSequenceContent[] => {
      const key = textAt(map, "adversary_id") ?? textAt(map, "id");
      const name = textAt(map, "name") ?? key ?? "";
      if (key === null) {
        const message = "an adversary has no ID";
        items.push({
          class: "skipped",
          what: name,
          file,
          line: null,
          message,
          effect: "not taken",
        });
        return [];
      }
      return [
        {
          source: "caldera",
          key: cut(key.toLowerCase()),
          name: cut(name),
          description: cutLong(textAt(map, "description") ?? ""),
          tests: textsOf(map.get("atomic_ordering")).map((id) => cut(id.trim().toLowerCase())),
          file,
        },
      ];
    });
  return aReading({
    format: "Caldera adversaries",
    sequences,
    items,
    unreadable: faultsIn(file, documents),
  });
}

/** Reads a plan of the CTID: its steps as tests, and their order. */
export function readCtidPlan(file: string, documents: readonly YamlDocument[]): ReadEmulation {
  const maps = documents.flatMap(({ value }) => mapsOf(value));
  const details = mapAt(
    maps.find((map) => map.has("emulation_plan_details")) ?? new Map(),
    "emulation_plan_details",
  );
  const name = textAt(details, "adversary_name") ?? file;
  const steps = maps.filter((map) => !map.has("emulation_plan_details"));
  const { tests, order, items } = readSteps(file, "ctid", textAt(details, "attack_version"), steps);
  return aReading({
    format: "CTID emulation plan",
    tests,
    sequences: [
      {
        source: "ctid",
        key: cut((textAt(details, "id") ?? name).toLowerCase()),
        name: cut(name),
        description: cutLong(textAt(details, "adversary_description") ?? ""),
        tests: order,
        file,
      },
    ],
    items,
    unreadable: faultsIn(file, documents),
  });
}

/** Steps of a plan and abilities are written alike. */
function readSteps(
  file: string,
  source: "caldera" | "ctid",
  version: string | null,
  steps: readonly YamlMap[],
) {
  const items: ReportItem[] = [];
  const tests = new Map<string, EmulationTestContent>();
  const order: string[] = [];
  for (const step of steps) {
    const name = textAt(step, "name") ?? "";
    const id = textAt(step, "id")?.toLowerCase();
    const tell = (kind: string, message: string, effect: string) =>
      items.push({ class: kind, what: name || id || file, file, line: null, message, effect });
    if (id === undefined) {
      tell("skipped", "has no ID", "not taken");
      continue;
    }
    order.push(cut(id));
    if (tests.has(id)) {
      tell("duplicates", "stands there twice", "one test, twice in the order");
      continue;
    }
    const technique = textAt(mapAt(step, "technique"), "attack_id") ?? textAt(step, "technique_id");
    if (technique === null) tell("no technique", "names no technique", "counts for no technique");
    const parts = {
      executors: [...readPlatforms(step), ...readExecutors(step)],
      inputs: readInputs(step),
      prerequisites: readPrerequisites(step),
    };
    tests.set(id, {
      source,
      key: cut(id),
      name: cut(name),
      description: cutLong(textAt(step, "description") ?? ""),
      written: technique === null ? [] : [cut(technique)],
      tactic: textAt(step, "tactic"),
      version,
      ...parts,
      network: findNetworkNeeds(parts),
      file,
    });
  }
  return { tests: [...tests.values()], order, items };
}

/** Executors by platform and name; one key may stand for several: `linux,darwin`, `psh,pwsh`. */
function readPlatforms(step: YamlMap): TestExecutor[] {
  return [...mapAt(step, "platforms")].flatMap(([platforms, byName]) =>
    isYamlMap(byName)
      ? [...byName].flatMap(([names, value]) =>
          isYamlMap(value)
            ? names.split(",").map((name) => ({
                platforms: platforms.split(",").map((platform) => platform.trim()),
                name: name.trim(),
                command: textAt(value, "command") ?? "",
                cleanup: textsOf(value.get("cleanup")).join("\n").trim(),
                elevated: isElevated(step),
              }))
            : [],
        )
      : [],
  );
}

/** Executors as a list: exports of Caldera, and plans in the manner of Atomic Red Team. */
function readExecutors(step: YamlMap): TestExecutor[] {
  return mapsOf(step.get("executors")).map((executor) => ({
    platforms: textsOf(executor.get("platform")).flatMap((text) =>
      text.split(",").map((platform) => platform.trim()),
    ),
    name: textAt(executor, "name") ?? "",
    command: textAt(executor, "command") ?? "",
    cleanup:
      textAt(executor, "cleanup_command") ?? textsOf(executor.get("cleanup")).join("\n").trim(),
    elevated: readTruth(textAt(executor, "elevation_required")) ?? isElevated(step),
  }));
}

function isElevated(step: YamlMap): boolean | null {
  const privilege = textAt(step, "privilege");
  return privilege === null ? null : /^elevated$/i.test(privilege);
}

function faultsIn(file: string, documents: readonly YamlDocument[]): Unreadable[] {
  return documents.flatMap(({ fault, line }) =>
    fault === null ? [] : [{ file, line, reason: fault }],
  );
}
