import type { EmulationTestContent, TestInput } from "../../shared/model/emulation-test.ts";
import type { ReportItem } from "../../shared/model/import-report.ts";
import type { Table } from "../detections/table-columns.ts";
import { isYamlMap, mapAt, mapsOf, textAt, textOf, textsOf } from "../detections/yaml-fields.ts";
import type { YamlDocument, YamlMap, YamlValue } from "../detections/yaml.reader.ts";
import { findNetworkNeeds } from "./network-needs.ts";
import type { ReadEmulation } from "./read-emulation.ts";
import { aReading, cut, cutLong } from "./read-emulation.ts";
import { columnsOf } from "./table-cells.ts";

/** Whether a YAML document holds the tests of a technique in Atomic Red Team. */
export function isAtomicTechnique(value: YamlValue): boolean {
  return isYamlMap(value) && value.has("attack_technique") && value.has("atomic_tests");
}

/** Reads the tests of techniques in Atomic Red Team; a test is known by its GUID. */
export function readAtomicTechniques(
  file: string,
  documents: readonly YamlDocument[],
): ReadEmulation {
  const items: ReportItem[] = [];
  const tests = documents.flatMap(({ value, line }) => {
    if (!isYamlMap(value)) return [];
    const written = textsOf(value.get("attack_technique")).map((id) => cut(id.trim()));
    return mapsOf(value.get("atomic_tests")).flatMap((test): EmulationTestContent[] => {
      const name = textAt(test, "name") ?? "";
      const guid = textAt(test, "auto_generated_guid")?.toLowerCase();
      if (guid === undefined && name === "") {
        const message = "a test has neither a name nor a GUID";
        items.push({ class: "skipped", what: file, file, line, message, effect: "not taken" });
        return [];
      }
      if (guid === undefined) {
        const message = "has no GUID";
        const effect = "known by technique and name";
        items.push({ class: "no GUID", what: name, file, line, message, effect });
      }
      const executor = mapAt(test, "executor");
      const parts = {
        executors: [
          {
            platforms: textsOf(test.get("supported_platforms")),
            name: textAt(executor, "name") ?? "",
            command: textAt(executor, "command") ?? textAt(executor, "steps") ?? "",
            cleanup: textAt(executor, "cleanup_command") ?? "",
            elevated: readTruth(textAt(executor, "elevation_required")) ?? false,
          },
        ],
        inputs: readInputs(test),
        prerequisites: readPrerequisites(test),
      };
      return [
        {
          source: "atomic",
          key: cut(guid ?? `${written[0] ?? ""}: ${name}`),
          name: cut(name),
          description: cutLong(textAt(test, "description") ?? ""),
          written,
          tactic: null,
          version: null,
          ...parts,
          network: findNetworkNeeds(parts),
          file,
        },
      ];
    });
  });
  const unreadable = documents.flatMap(({ fault, line }) =>
    fault === null ? [] : [{ file, line, reason: fault }],
  );
  return aReading({ format: "Atomic Red Team tests", tests, items, unreadable });
}

/** What a test asks for, by name; a CTID plan writes it likewise. */
export function readInputs(test: YamlMap): TestInput[] {
  return [...mapAt(test, "input_arguments")].flatMap(([name, value]) =>
    isYamlMap(value)
      ? [
          {
            name,
            description: textAt(value, "description") ?? "",
            type: textAt(value, "type") ?? "",
            default: scalarOf(value.get("default")),
          },
        ]
      : [],
  );
}

/** What must be there before a test; a CTID plan writes it likewise. */
export function readPrerequisites(test: YamlMap): EmulationTestContent["prerequisites"] {
  return mapsOf(test.get("dependencies")).map((dependency) => ({
    description: textAt(dependency, "description") ?? "",
    check: textAt(dependency, "prereq_command") ?? "",
    get: textAt(dependency, "get_prereq_command") ?? "",
  }));
}

/** A truth of YAML, in the words of its older versions too. */
export function readTruth(text: string | null): boolean | null {
  if (text === null) return null;
  if (/^(?:true|yes|on)$/i.test(text)) return true;
  return /^(?:false|no|off)$/i.test(text) ? false : null;
}

function scalarOf(value: YamlValue | undefined): string {
  return value === undefined || value === null ? "" : textOf(value);
}

/** Headings of the index of Atomic Red Team. */
const telling = ["Technique #", "Test Name", "Test GUID"];

/** Whether a table is the index of Atomic Red Team, by its headings. */
export function isAtomicIndex({ columns }: Table): boolean {
  return telling.every((name) => columns.includes(name));
}

/**
 * Reads the index of Atomic Red Team: tests by name, without their commands.
 *
 * It has a row for each tactic of a test; the number of a test shifts and is not read.
 */
export function readAtomicIndex(table: Table): ReadEmulation {
  const { file } = table;
  const cell = columnsOf(table);
  const items: ReportItem[] = [];
  const tests = new Map<string, EmulationTestContent>();
  for (const row of table.rows) {
    const { line } = row;
    const guid = cell(row, "Test GUID").toLowerCase();
    const name = cell(row, "Test Name");
    const tell = (kind: string, message: string, effect: string) =>
      items.push({ class: kind, what: name || guid || "a row", file, line, message, effect });
    if (guid === "") {
      tell("skipped", "has no GUID", "not taken");
      continue;
    }
    if (tests.has(guid)) {
      tell("duplicates", `stands there for ${cell(row, "Tactic")} as well`, "one test");
      continue;
    }
    tests.set(guid, {
      source: "atomic",
      key: cut(guid),
      name: cut(name),
      description: "",
      written: [cut(cell(row, "Technique #"))],
      tactic: null,
      version: null,
      executors: [
        {
          platforms: [],
          name: cell(row, "Executor Name"),
          command: "",
          cleanup: "",
          elevated: null,
        },
      ],
      inputs: [],
      prerequisites: [],
      network: [],
      file,
    });
  }
  return aReading({ format: "Atomic Red Team index", tests: [...tests.values()], items });
}
