import { readFileSync } from "node:fs";
import type { DetectionDetail } from "../../src/shared/model/detection.ts";
import type { DetectionImportReport } from "../../src/shared/model/import-report.ts";

/** What a file holds, worked out apart from the importer by the script that `madeBy` names. */
export interface ExpectedReport {
  /** What the file is instead, where it holds no detections. */
  readonly is?: string;
  readonly read: number;
  readonly classes: Readonly<Record<string, number>>;
  readonly disabled: number;
  readonly enabled: number;
  readonly notAlerting: number;
  readonly techniques: Readonly<Record<string, number>>;
  readonly unknownIds: Readonly<Record<string, readonly [number, string]>>;
  readonly revokedIds: Readonly<Record<string, readonly [number, string | null]>>;
  /** Key, name and what else a format says of each. */
  readonly detections: readonly (readonly (string | number)[])[];
}

/** The checked-in expectations of a folder of samples, by file. */
export function readExpected(name: string): ReadonlyMap<string, ExpectedReport> {
  const path = new URL(`expected/${name}.json`, import.meta.url);
  // Written by the script and by nothing else.
  const { files } = JSON.parse(readFileSync(path, "utf8")) as {
    files: Record<string, ExpectedReport>;
  };
  return new Map(Object.entries(files));
}

/** A report of an import into an empty inventory, in the shape of the expectations. */
export function asExpected(
  report: DetectionImportReport,
  list: readonly DetectionDetail[],
  more: (detection: DetectionDetail) => readonly (string | number)[],
): ExpectedReport {
  const { mappedFully, mappedInPart, newerOnly, otherOnly, tacticOnly, untagged } = report;
  const classes = { mappedFully, mappedInPart, newerOnly, otherOnly, tacticOnly, untagged };
  return {
    read: report.read,
    classes: Object.fromEntries(Object.entries(classes).filter(([, count]) => count > 0)),
    disabled: report.disabled,
    enabled: list.filter(({ state }) => state === "enabled").length,
    notAlerting: list.filter(({ alerting }) => !alerting).length,
    techniques: Object.fromEntries(report.techniques.map(({ id, detections }) => [id, detections])),
    unknownIds: Object.fromEntries(
      report.unknownIds.map(({ id, detections, reason }) => [id, [detections, reason]]),
    ),
    revokedIds: Object.fromEntries(
      report.revokedIds.map(({ id, detections, replacedBy }) => [id, [detections, replacedBy]]),
    ),
    detections: list
      .map((detection) => [detection.key, detection.name, ...more(detection)])
      .sort(([a = ""], [b = ""]) => (a < b ? -1 : a > b ? 1 : 0)),
  };
}
