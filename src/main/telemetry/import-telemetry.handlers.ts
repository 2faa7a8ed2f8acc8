import type { CasemateContract } from "../../shared/contract.ts";
import type { RecordImportReport, ReportItem } from "../../shared/model/import-report.ts";
import type { HandlerOf } from "../backend/handler.ts";
import { listReleaseChoices } from "../assessments/assessments.store.ts";
import { loadKnowledge } from "../catalogue/knowledge.store.ts";
import { startPacing } from "../catalogue/pacer.ts";
import type { ReadableDatabase } from "../database/database.ts";
import { hashOfInput } from "../detections/inputs.reader.ts";
import { getEnvironmentByName } from "../environments/environments.store.ts";
import { addImportReport, setImportReport } from "../imports/import-report.store.ts";
import { nothingRead, titleOfFiles } from "../imports/import-words.ts";
import { headRecordImport } from "../imports/record-report.ts";
import { gatherTelemetry, readableSources } from "./gather-telemetry.reader.ts";
import { isSameEntry, keyOfEntry, titleOfEntry } from "./read-source.ts";
import { recogniseSources } from "./recognise.ts";
import {
  addTelemetry,
  changeTelemetryByImport,
  findTelemetryMapping,
  listCatalogueNames,
  listTelemetry,
  setTelemetryMapping,
} from "./telemetry.store.ts";

/** Reads log sources from files and stores them with a report, all in the command's transaction. */
export const importTelemetry: HandlerOf<CasemateContract["telemetry"]["import"]> = async (
  { paths, environment: name, sheet, mapping },
  { db, now, progress, breathe },
) => {
  const begun = performance.now();
  const startedAt = now().toISOString();
  const environment = getEnvironmentByName(db, name);
  const pace = startPacing({
    clock: () => performance.now(),
    breathe,
    report: (done) => progress({ phase: "Reading log sources", done, unit: "files" }),
  });
  const gathered = await gatherTelemetry(
    { paths, sheet, mapping, remembered: (columns) => findTelemetryMapping(db, columns) },
    (files) => pace(files, -1),
  );
  const read = gathered.files.flatMap(({ sources }) => sources);
  const skipped = gathered.files.flatMap((file) => file.skipped);
  const unreadable = gathered.files.flatMap((file) => file.unreadable);
  if (read.length + skipped.length === 0) {
    const otherwise = `No log sources were found in ${paths.join(", ")}. ${readableSources}`;
    throw nothingRead(paths, unreadable, otherwise);
  }
  if (mapping !== undefined) {
    for (const { columns } of gathered.tables) setTelemetryMapping(db, columns, mapping);
  }
  const recognised = recogniseSources(read, listCatalogueNames(db, dataSourcesBefore9(db)));
  const items: ReportItem[] = [
    ...skipped,
    ...gathered.files.flatMap((file) => file.items),
    ...recognised.items,
  ];
  const report: Omit<RecordImportReport, "id"> = {
    kind: "telemetry",
    files: [...paths],
    sha256: await hashOfInput(paths),
    startedAt,
    milliseconds: 0,
    environment: environment.name,
    format: [...new Set(gathered.files.map(({ format }) => format).filter(Boolean))].join(", "),
    read: read.length + skipped.length,
    added: 0,
    changed: 0,
    unchanged: 0,
    duplicates: 0,
    skipped: skipped.length,
    items,
    unreadable,
    ignoredFiles: gathered.ignoredFiles,
    warnings: [...gathered.warnings],
  };
  const title = titleOfFiles(paths);
  const id = addImportReport(db, report, headRecordImport(report, title));
  const known = new Map(
    listTelemetry(db, environment.id).map((source) => [keyOfEntry(source.entry), source]),
  );
  const seen = new Set<string>();
  for (const { entry, file, line } of recognised.sources) {
    const key = keyOfEntry(entry);
    const what = titleOfEntry(entry);
    const earlier = known.get(key);
    const note = (kind: string, message: string, effect: string | null) =>
      items.push({ class: kind, what, file, line, message, effect });
    if (seen.has(key)) {
      report.duplicates += 1;
      note("duplicates", "The files say it again.", "The first one counts.");
    } else if (earlier === undefined) {
      report.added += 1;
      addTelemetry(db, { environmentId: environment.id, importId: id, entry });
    } else if (isSameEntry(earlier.entry, entry)) report.unchanged += 1;
    else if (earlier.importId === null) {
      report.unchanged += 1;
      note(
        "edited by hand",
        "Somebody changed it here, and the file says something else.",
        "Your own word was kept.",
      );
    } else {
      report.changed += 1;
      note("changed", "The file says something else than before.", null);
      changeTelemetryByImport(db, earlier, id, entry);
    }
    seen.add(key);
  }
  report.milliseconds = Math.round(performance.now() - begun);
  setImportReport(db, id, report, headRecordImport(report, title));
  return { ...report, id };
};

/** Data sources that techniques of the oldest releases name themselves. */
function dataSourcesBefore9(db: ReadableDatabase): string[] {
  const names = listReleaseChoices(db).flatMap(({ id }) =>
    [...loadKnowledge(db, id).needs.values()]
      .flat()
      .flatMap(({ analytic, dataComponent, name }) =>
        analytic === null && dataComponent === null ? [name] : [],
      ),
  );
  return [...new Set(names)];
}
