import type { ImportOutcome } from "./report.ts";
import type {
  DetectionOrigin,
  DetectionRecord,
  DetectionState,
} from "../../shared/model/detection.ts";
import type {
  ChangedDetection,
  DetectionImportReport,
  KeptEdit,
} from "../../shared/model/import-report.ts";
import type { Environment } from "../../shared/model/workspace.ts";
import type { CommandContext, HandlerOf } from "../backend/handler.ts";
import type { CasemateContract } from "../../shared/contract.ts";
import { startPacing } from "../catalogue/pacer.ts";
import { getEnvironmentByName } from "../environments/environments.store.ts";
import { addImportReport, setImportReport } from "../imports/import-report.store.ts";
import { nothingRead, titleOfFiles } from "../imports/import-words.ts";
import type { Arrival, KnownState } from "./detections.store.ts";
import { DetectionWriter, findColumnMapping, setColumnMapping } from "./detections.store.ts";
import type { GatheredDetections } from "./gather-detections.reader.ts";
import { gatherDetections } from "./gather-detections.reader.ts";
import type { EarlierDetection } from "./gone.ts";
import { listGone } from "./gone.ts";
import { hashOfInput, readableFormats } from "./inputs.reader.ts";
import { findReferenceRelease } from "./reference-release.store.ts";
import { buildReport } from "./report.ts";
import { groupDigits } from "../../shared/group-digits.ts";

/** Reads detections from files and stores them with a report, all in the command's transaction. */
export const importDetections: HandlerOf<CasemateContract["detections"]["import"]> = async (
  { paths, environment: name, format, state, sheet, mapping },
  context,
) => {
  const { db, now } = context;
  const begun = performance.now();
  const startedAt = now().toISOString();
  const environment = getEnvironmentByName(db, name);
  const gathered = await gatherDetections(
    {
      paths,
      format,
      sheet,
      mapping,
      remembered: (columns) => findColumnMapping(db, columns),
    },
    pace(context, "Reading detections", "files"),
  );
  refuseNothing(paths, gathered);
  if (mapping !== undefined) {
    for (const { table } of gathered.tables) setColumnMapping(db, table.columns, mapping);
  }
  return storeDetections(context, {
    environment,
    gathered,
    state,
    files: paths,
    format,
    sha256: await hashOfInput(paths),
    title: titleOfFiles(paths),
    begun,
    startedAt,
  });
};

/** What an import stores, and what its report says of where it came from. */
interface DetectionArrivals {
  readonly environment: Environment;
  readonly gathered: Omit<GatheredDetections, "tables">;
  /** For records that cannot say whether they run. */
  readonly state: DetectionState | undefined;
  readonly files: readonly string[];
  /** The one format that was asked for; others in the same files were passed over. */
  readonly format: DetectionOrigin | undefined;
  readonly sha256: string | null;
  readonly title: string;
  /** When it began: on the clock that only runs forward, and in words. */
  readonly begun: number;
  readonly startedAt: string;
}

/** Stores detections with the report of their import, in the command's transaction. */
export async function storeDetections(
  context: CommandContext,
  {
    environment,
    gathered,
    state,
    files,
    format,
    sha256,
    title,
    begun,
    startedAt,
  }: DetectionArrivals,
): Promise<DetectionImportReport> {
  const { db, root } = context;
  // The report's row comes first, since every detection names the import that brought it.
  const { knowledge, resolve } = findReferenceRelease(db, root, environment.name);
  const frame = {
    files: [...files],
    sha256,
    startedAt,
    milliseconds: 0,
    environment: environment.name,
    format: [...new Set(gathered.records.map((record) => record.format))].join(", "),
    duplicates: gathered.duplicates,
    ignoredFiles: gathered.ignoredFiles,
    assumedState: null,
    unreadable: [...gathered.unreadable],
    unmappedCount: gathered.unmappedCount,
    warnings: [...gathered.warnings],
    keptEdits: [],
    changed: [],
    gone: [],
  };
  const nothingYet = { imported: 0, updated: 0, unchanged: 0 };
  const heading = { title, summary: "", undoable: false };
  const begin = buildReport(frame, nothingYet, [], resolve, knowledge);
  const id = addImportReport(db, begin, heading);
  const { outcome, arrivals, keptEdits, changed, earlier } = await store(
    context,
    environment.id,
    id,
    gathered,
    state,
  );
  const report = buildReport(
    {
      ...frame,
      milliseconds: Math.round(performance.now() - begun),
      assumedState: arrivals.find(({ stateAssumed }) => stateAssumed)?.state ?? null,
      keptEdits,
      changed,
      gone: listGone(earlier, {
        paths: files,
        format,
        unreadable: gathered.unreadable.map(({ file }) => file),
        read: new Set(gathered.records.map(({ file }) => file)),
      }),
    },
    outcome,
    arrivals,
    resolve,
    knowledge,
  );
  const undoable = outcome.imported + outcome.updated > outcome.unchanged;
  setImportReport(db, id, report, { ...heading, summary: summaryOf(report), undoable });
  return { ...report, id };
}

/** What storing detections did, one by one. */
interface Stored {
  readonly outcome: ImportOutcome;
  readonly arrivals: Arrival[];
  readonly keptEdits: KeptEdit[];
  readonly changed: ChangedDetection[];
  /** Detections that were there before, and where the files hold them now. */
  readonly earlier: readonly EarlierDetection[];
}

/** Tells how far the work is, and lets others in now and then. */
function pace(
  { progress, breathe }: CommandContext,
  phase: string,
  unit: string,
  total?: number,
): (done: number) => Promise<void> | undefined {
  const step = startPacing({
    clock: () => performance.now(),
    breathe,
    report: (done) => progress({ phase, done, unit, ...(total === undefined ? {} : { total }) }),
  });
  return (done) => step(done, total ?? -1);
}

async function store(
  context: CommandContext,
  environmentId: number,
  importId: number,
  { records }: Pick<GatheredDetections, "records">,
  given: DetectionState | undefined,
): Promise<Stored> {
  const step = pace(context, "Storing detections", "detections", records.length);
  const writer = new DetectionWriter(context.db, environmentId, importId);
  const arrivals: Arrival[] = [];
  const keptEdits: KeptEdit[] = [];
  const changedDetections: ChangedDetection[] = [];
  const counts = { added: 0, changed: 0, unchanged: 0 };
  for (const record of records) {
    const arrival = arrivalOf(record, given, writer.findState(record));
    const written = writer.write(arrival);
    counts[written.what] += 1;
    if (written.what === "changed") {
      const { key, name, file } = record;
      changedDetections.push({ key, name, file, fields: [...written.fields] });
    }
    keptEdits.push(...writer.listKeptEdits(arrival));
    arrivals.push(arrival);
    await step(arrivals.length);
  }
  const { added, changed, unchanged } = counts;
  return {
    outcome: { imported: added, updated: changed + unchanged, unchanged },
    arrivals,
    keptEdits,
    changed: changedDetections,
    earlier: writer.listEarlier(),
  };
}

/**
 * The state that its file gives a detection: the file's word, else the caller's, else what a file
 * said before, else `available`. What nobody said is marked as assumed.
 */
function arrivalOf(
  record: DetectionRecord,
  given: DetectionState | undefined,
  known: KnownState | undefined,
): Arrival {
  if (record.state !== null) return { record, state: record.state, stateAssumed: false };
  if (given === undefined && known?.stateAssumed === false) {
    return { record, state: known.state, stateAssumed: false };
  }
  return { record, state: given ?? "available", stateAssumed: true };
}

function refuseNothing(
  paths: readonly string[],
  { records, unreadable, unmappedCount }: GatheredDetections,
): void {
  if (records.length > 0 || unmappedCount > 0) return;
  const otherwise = `No detections were found in ${paths.join(", ")}. ` + readableFormats;
  throw nothingRead(paths, unreadable, otherwise);
}

function summaryOf(report: Omit<DetectionImportReport, "id">): string {
  const parts = [
    `${groupDigits(report.imported)} added`,
    `${groupDigits(report.updated - report.unchanged)} changed`,
    `${groupDigits(report.unchanged)} unchanged`,
    `${groupDigits(report.mappedFully + report.mappedInPart)} mapped`,
  ];
  if (report.gone.length > 0) parts.push(`${groupDigits(report.gone.length)} gone`);
  if (report.unreadable.length > 0)
    parts.push(`${groupDigits(report.unreadable.length)} unreadable`);
  return parts.join(", ");
}
