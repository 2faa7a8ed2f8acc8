import type { TelemetryField, TelemetryMapping } from "../../shared/model/telemetry.ts";
import type { ReportItem } from "../../shared/model/import-report.ts";
import type { DataQuality } from "../../shared/model/telemetry.ts";
import type { Table } from "../detections/table-columns.ts";
import { normaliseHeading } from "../detections/table-columns.ts";
import { readStateWord } from "../detections/table-words.ts";
import type { ReadSource, ReadSources } from "./read-source.ts";
import { cutText, noQuality, readDay, readScore } from "./read-source.ts";

/** Headings by field, without case, spaces and signs. */
const headingsOfFields: Readonly<Record<TelemetryField, readonly string[]>> = {
  name: [
    ...[
      "name",
      "logsource",
      "logsources",
      "logsourcename",
      "log",
      "logname",
      "source",
      "telemetry",
    ],
    ...["sourcetype", "logtype", "eventlog", "provider", "datafeed", "feed"],
  ],
  channel: [
    ...["channel", "logchannel", "logsourcechannel", "eventid", "eventids", "eventcode"],
    ...["eventcodes", "event", "events"],
  ],
  dataComponent: [
    ...["datacomponent", "datacomponents", "datacomponentname", "component", "datasource"],
    ...["datasources", "datasourcename", "attackdatasource", "attckdatasource"],
  ],
  platforms: ["platform", "platforms", "os", "operatingsystem", "operatingsystems"],
  collected: [
    ...["collected", "iscollected", "connected", "isconnected", "enabled", "active", "available"],
    ...["ingested", "onboarded", "status", "state"],
  ],
  quality: ["quality", "dataquality", "qualityscore", "score"],
  deviceCompleteness: ["devicecompleteness", "devices", "hostcoverage"],
  fieldCompleteness: ["fieldcompleteness", "datafieldcompleteness", "fields"],
  timeliness: ["timeliness", "latency"],
  consistency: ["consistency"],
  retention: ["retention"],
  registeredOn: ["registered", "registeredon", "dateregistered"],
  connectedOn: ["connectedon", "dateconnected", "connectiondate", "since", "onboardedon"],
  products: ["product", "products", "tool", "tools", "vendor", "agent", "collector"],
  systems: ["system", "systems", "applicableto", "appliesto", "assets", "scope", "hosts"],
  comment: ["comment", "comments", "note", "notes", "description", "remark"],
};

const fieldByHeading: ReadonlyMap<string, TelemetryField> = new Map(
  (Object.entries(headingsOfFields) as [TelemetryField, readonly string[]][]).flatMap(
    ([field, headings]) => headings.map((heading) => [heading, field] as const),
  ),
);

/** Recognises a table's columns by their headings; each field has the first column that names it. */
export function recogniseSourceColumns(columns: readonly string[]): TelemetryMapping {
  const taken = new Set<TelemetryField>();
  return columns.flatMap((column) => {
    const field = fieldByHeading.get(normaliseHeading(column));
    if (field === undefined || taken.has(field)) return [];
    taken.add(field);
    return [{ field, column }];
  });
}

/** Whether the columns name log sources, and nothing else that has a name. */
export function namesSources(mapping: TelemetryMapping, isNamedFile: boolean): boolean {
  const fields = new Set(mapping.map(({ field }) => field));
  if (fields.has("dataComponent")) return true;
  const isTold = ["channel", "collected", "quality", "deviceCompleteness", "retention"].some(
    (field) => fields.has(field as TelemetryField),
  );
  return fields.has("name") && (isNamedFile || isTold);
}

const dimensions = [
  "deviceCompleteness",
  "fieldCompleteness",
  "timeliness",
  "consistency",
  "retention",
] as const satisfies readonly (keyof DataQuality)[];

const listOf = (text: string | null): string[] => [
  ...new Set((text ?? "").split(/[;|\n]|,(?=\s)/).flatMap((part) => cutText(part) ?? [])),
];

/**
 * Reads the rows of a table of log sources.
 *
 * One score stands for all five dimensions. What no column says is collected; where a column of
 * dates of connection is there and none of states, an empty date is not collected.
 */
export function readSourceTable(table: Table, mapping: TelemetryMapping): ReadSources {
  const columns = new Map(
    mapping.map(({ field, column }) => [field, table.columns.indexOf(column)] as const),
  );
  const sources: ReadSource[] = [];
  const skipped: ReportItem[] = [];
  const items: ReportItem[] = [];
  for (const { line, cells } of table.rows) {
    const at = (field: TelemetryField): string | null => {
      const column = columns.get(field) ?? -1;
      return column === -1
        ? null
        : cutText(cells[column] ?? null, field === "comment" ? 4000 : 500);
    };
    const name = at("name");
    const dataComponent = at("dataComponent");
    const what = name ?? dataComponent;
    const note = (kind: string, message: string, effect: string) =>
      items.push({ class: kind, what: what ?? "", file: table.file, line, message, effect });
    if (what === null) {
      const message = "The row names neither a log source nor a data component.";
      skipped.push({
        class: "skipped",
        what: `line ${line}`,
        file: table.file,
        line,
        message,
        effect: null,
      });
      continue;
    }
    const scoreAt = (field: TelemetryField): number | null => {
      const score = readScore(at(field));
      if (score === undefined) {
        note(
          "unknown score",
          `"${at(field) ?? ""}" is no score from 0 to 5.`,
          "Taken as not said.",
        );
      }
      return score ?? null;
    };
    const dayAt = (field: TelemetryField): string | null => {
      const day = readDay(at(field));
      if (day === undefined) {
        note(
          "unknown date",
          `"${at(field) ?? ""}" is no date such as 2026-11-21.`,
          "Taken as empty.",
        );
      }
      return day ?? null;
    };
    const whole = scoreAt("quality");
    const quality = { ...noQuality };
    for (const dimension of dimensions) quality[dimension] = scoreAt(dimension) ?? whole;
    const connectedOn = dayAt("connectedOn");
    const state = at("collected");
    const word = state === null ? null : readStateWord(state, "collected");
    if (state !== null && (word?.state ?? null) === null) {
      note("unknown state", `"${state}" says neither yes nor no.`, "Taken as not collected.");
    }
    const isDated = columns.has("connectedOn") && !columns.has("collected");
    sources.push({
      file: table.file,
      line,
      entry: {
        name,
        channel: at("channel"),
        dataComponent,
        platforms: listOf(at("platforms")),
        collected: state !== null ? word?.state === "enabled" : !isDated || connectedOn !== null,
        quality,
        registeredOn: dayAt("registeredOn"),
        connectedOn,
        products: listOf(at("products")),
        systems: listOf(at("systems")),
        comment: at("comment") ?? "",
      },
    });
  }
  return { format: "Table of log sources", sources, skipped, items, unreadable: [] };
}
