import { csvCell, markTable } from "../../shared/csv-cell.ts";
import type { ImportReport, RecordImportReport } from "../../shared/model/import-report.ts";

const headings = ["Item", "ID", "Place", "Count", "Text"];

type Row = readonly [
  item: string,
  id: string | null,
  place: string | null,
  count: number | null,
  text: string | null,
];

/**
 * An import report as CSV, item by item, with a byte order mark for spreadsheets.
 *
 * One table for every kind: what the item is, what it is about, where it was, how many, and why.
 */
export function buildReportCsv(report: ImportReport, marking: string | null): string {
  const table: readonly (readonly (string | number | null)[])[] = [headings, ...rowsOf(report)];
  const lines = markTable(table, marking).map((row) => `${row.map(csvCell).join(",")}\r\n`);
  return `\uFEFF${lines.join("")}`;
}

function rowsOf(report: ImportReport): Row[] {
  switch (report.kind) {
    case "catalogue":
      return catalogueRows(report);
    case "detections":
      return detectionRows(report);
    case "layers":
      return layerRows(report);
    case "telemetry":
    case "assets":
    case "intelligence":
    case "sectors":
    case "plan":
    case "emulation":
      return recordRows(report);
  }
}

function recordRows(report: RecordImportReport): Row[] {
  const figures: readonly (readonly [string, number])[] = [
    ["read", report.read],
    ["added", report.added],
    ["changed", report.changed],
    ["unchanged", report.unchanged],
    ["duplicates", report.duplicates],
    ["skipped", report.skipped],
    ["other files", report.ignoredFiles],
  ];
  return [
    ...report.files.map((file): Row => ["file", null, file, null, report.format]),
    ...figures.map(([item, count]): Row => [item, null, null, count, null]),
    ...report.items.map((item): Row => [
      item.class,
      item.what,
      item.file === null ? null : placeOf(item.file, item.line),
      null,
      item.effect === null ? item.message : `${item.message} ${item.effect}`,
    ]),
    ...report.unreadable.map(({ file, line, reason }): Row => [
      "unreadable",
      null,
      placeOf(file, line),
      null,
      reason,
    ]),
    ...report.warnings.map(({ code, objectId, path, message }): Row => [
      code,
      objectId,
      path,
      null,
      message,
    ]),
  ];
}

function layerRows(report: Extract<ImportReport, { kind: "layers" }>): Row[] {
  return [
    ...report.files.map((file): Row => ["file", null, file, null, null]),
    ["files without JSON", null, null, report.ignoredFiles, null],
    ...report.layers.flatMap((layer): Row[] => {
      const place = layer.index === null ? layer.file : `${layer.file} [${layer.index}]`;
      const { version, released, claimed, format } = layer;
      const against = `${layer.domain} ${version}${released ? "" : " (not in the workspace)"}`;
      const says = `format ${format ?? "not stated"}, ATT&CK ${claimed ?? "not stated"}`;
      return [
        ["layer", null, place, null, `${layer.name}; ${says}; read against ${against}`],
        ["entries read", null, place, layer.entries, null],
        ["annotations", null, place, layer.annotations, null],
        ["annotations placed", null, place, layer.placed, null],
        ["annotations without a place", null, place, layer.unplaced.length, null],
        ["entries repeated", null, place, layer.repeated, null],
        ["entries without a technique", null, place, layer.unusable, null],
        ["fields not taken as they stand", null, place, layer.issueCount, null],
        ...layer.unplaced.map(
          ({ techniqueId, tactic, reason, later, replacedBy, comment }): Row => {
            const became = replacedBy === null ? [] : [`now ${replacedBy}`];
            const why = [later ? "of a later release" : reason, ...became, comment];
            const under = tactic === null ? place : `${place}, ${tactic}`;
            return ["no place", techniqueId, under, null, why.filter(Boolean).join("; ")];
          },
        ),
        ...layer.issues.map(({ path, message, about }): Row => [
          about,
          null,
          `${layer.file}: ${path}`,
          null,
          message,
        ]),
      ];
    }),
    ...report.unreadable.map(({ file, line, reason }): Row => [
      "unreadable",
      null,
      placeOf(file, line),
      null,
      reason,
    ]),
    ...report.warnings.map(({ code, path, message }): Row => [code, null, path, null, message]),
  ];
}

function catalogueRows(report: Extract<ImportReport, { kind: "catalogue" }>): Row[] {
  const { objects } = report;
  return [
    ["file", null, report.file, null, report.sha256],
    [report.as, report.domain, null, null, `${report.version} (${report.authenticity})`],
    ["objects read", null, null, objects.read, null],
    ["objects imported", null, null, objects.imported, null],
    ["objects unchanged", null, null, objects.unchanged, null],
    ["objects skipped", null, null, objects.skipped, null],
    ...report.byType.map(({ type, count }): Row => ["type", type, null, count, null]),
    ...report.warnings.map(({ code, objectId, path, message }): Row => [
      code,
      objectId,
      path,
      null,
      message,
    ]),
  ];
}

function detectionRows(report: Extract<ImportReport, { kind: "detections" }>): Row[] {
  const figures: readonly (readonly [string, number])[] = [
    ["read", report.read],
    ["imported", report.imported],
    ["updated", report.updated],
    ["unchanged", report.unchanged],
    ["duplicates", report.duplicates],
    ["files without detections", report.ignoredFiles],
    ["mapped fully", report.mappedFully],
    ["mapped in part", report.mappedInPart],
    ["newer only", report.newerOnly],
    ["other only", report.otherOnly],
    ["tactic only", report.tacticOnly],
    ["untagged", report.untagged],
    ["disabled", report.disabled],
    ["experimental", report.experimental],
    ["rows without a technique", report.unmappedCount],
  ];
  return [
    ...report.files.map((file): Row => ["file", null, file, null, null]),
    ...figures.map(([item, count]): Row => [item, null, null, count, null]),
    ...report.unknownIds.map(({ id, detections, reason }): Row => [
      "unknown ID",
      id,
      null,
      detections,
      reason,
    ]),
    ...report.revokedIds.map(({ id, detections, replacedBy }): Row => [
      "revoked ID",
      id,
      null,
      detections,
      replacedBy,
    ]),
    ...report.unreadable.map(({ file, line, reason }): Row => [
      "unreadable",
      null,
      placeOf(file, line),
      null,
      reason,
    ]),
    ...report.warnings.map(({ code, objectId, path, message }): Row => [
      code,
      objectId,
      path,
      null,
      message,
    ]),
    ...report.changed.map(({ key, name, file, fields }): Row => [
      "changed",
      key,
      file,
      null,
      `${name}; ${fields.join(", ")}`,
    ]),
    ...report.gone.map(({ key, name, file }): Row => ["gone", key, file, null, name]),
    ...report.keptEdits.map(({ key, name, field, mine, file }): Row => [
      "edit kept",
      key,
      null,
      null,
      `${name}; ${field}: ${mine}; the file says: ${file}`,
    ]),
    ...report.detections.map((detection): Row => {
      const marks = [
        ...(detection.disabled ? ["disabled"] : []),
        ...(detection.experimental ? ["experimental"] : []),
      ];
      const text = [detection.name, ...marks].join("; ");
      return [detection.class, detection.key, detection.file, null, text];
    }),
  ];
}

function placeOf(file: string, line: number | null): string {
  return line === null ? file : `${file}:${line}`;
}
