import { basename } from "node:path";
import type { CasemateContract } from "../../shared/contract.ts";
import type { RecordImportReport } from "../../shared/model/import-report.ts";
import type { HandlerOf } from "../backend/handler.ts";
import type { WritableDatabase } from "../database/database.ts";
import { hashOfInput } from "../detections/inputs.reader.ts";
import { addImportReport, getImportReport } from "../imports/import-report.store.ts";
import { headRecordImport } from "../imports/record-report.ts";
import { buildPlan } from "./build-plan.ts";
import { gatherPlan } from "./gather-plan.store.ts";
import { isBlank, isBlankSource } from "./mark.ts";
import { keyOf } from "./open-gap.ts";
import { getStoredPlan, removeMark, setMark } from "./plan.store.ts";
import { setLogSources, setMarks, storeLogSources } from "./set-marks.store.ts";
import { readStatusFile } from "./status.reader.ts";
import { readStatus } from "./status-table.ts";

/** Takes status, owner and due days of a plan's items from a tracker's export. */
export const importPlanStatus: HandlerOf<CasemateContract["plan"]["importStatus"]> = async (
  { assessmentId, path },
  { db, root, now },
) => {
  const begun = performance.now();
  const today = now().toISOString().slice(0, 10);
  const input = gatherPlan(db, root, assessmentId, today);
  const plan = buildPlan(input);
  const domains = input.result.scope.releases.map(({ domain }) => domain);
  const { tables, unreadable } = await readStatusFile(path);
  const readings = tables.map((table) => readStatus(table, plan, domains));
  const changes = readings.flatMap((reading) => reading.changes);
  const restores = setMarks(db, assessmentId, changes, now()).map((pair) => ({
    assessmentId,
    ...pair,
  }));
  const sourceChanges = readings.flatMap((reading) => reading.logSourceChanges);
  const logSourceRestores = setLogSources(db, assessmentId, sourceChanges, now()).map((pair) => ({
    assessmentId,
    ...pair,
  }));
  const sum = (count: (reading: (typeof readings)[number]) => number) =>
    readings.reduce((total, reading) => total + count(reading), 0);
  const report: Omit<RecordImportReport, "id"> = {
    kind: "plan",
    files: [path],
    sha256: await hashOfInput([path]),
    startedAt: now().toISOString(),
    milliseconds: Math.round(performance.now() - begun),
    environment: null,
    format: `Status of the plan of ${input.result.name}`,
    read: sum(({ read }) => read),
    added: 0,
    changed: sum(({ changed }) => changed),
    unchanged: sum(({ unchanged }) => unchanged),
    duplicates: sum(({ duplicates }) => duplicates),
    skipped: sum(({ skipped }) => skipped),
    items: readings.flatMap((reading) => reading.items),
    unreadable: [...unreadable],
    ignoredFiles: 0,
    warnings: [],
    restores,
    logSourceRestores,
  };
  const id = addImportReport(db, report, headRecordImport(report, basename(path)));
  return { ...report, id };
};

/** Puts back what an import of status changed; what was changed again since stays as it is. */
export function undoPlanStatus(db: WritableDatabase, importId: number): void {
  const report = getImportReport(db, importId);
  if (report.kind !== "plan") return;
  for (const { assessmentId, before, after } of report.restores ?? []) {
    const key = keyOf(after.domain, after.techniqueId);
    const known = getStoredPlan(db, assessmentId).marks.find(
      (mark) => keyOf(mark.domain, mark.techniqueId) === key,
    );
    const stands =
      known === undefined ? isBlank(after) : JSON.stringify(known) === JSON.stringify(after);
    if (!stands) continue;
    if (isBlank(before)) removeMark(db, assessmentId, before.domain, before.techniqueId);
    else setMark(db, assessmentId, before);
  }
  for (const { assessmentId, before, after } of report.logSourceRestores ?? []) {
    const marks = new Map(
      getStoredPlan(db, assessmentId).logSourceMarks.map((mark) => [mark.name, mark]),
    );
    const known = marks.get(after.name);
    const stands =
      known === undefined ? isBlankSource(after) : JSON.stringify(known) === JSON.stringify(after);
    if (stands) storeLogSources(db, assessmentId, marks.set(before.name, before));
  }
}
