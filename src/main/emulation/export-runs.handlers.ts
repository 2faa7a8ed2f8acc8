import type { CasemateContract } from "../../shared/contract.ts";
import type { HiddenPart, RedactionPreview } from "../../shared/model/redaction.ts";
import type { ExportedCase, ExportedRun } from "../../shared/model/run-export.ts";
import type { WrittenMarking } from "../../shared/model/marking.ts";
import { isLower, wordsOfMarking } from "../../shared/markings.ts";
import type { HandlerOf, QueryContext } from "../backend/handler.ts";
import type { ReadableDatabase } from "../database/database.ts";
import { listEnvironments } from "../environments/environments.store.ts";
import { listThings } from "../markings/markings.store.ts";
import {
  getExportMarking,
  getRequiredMarking,
  listSchemes,
} from "../markings/required-marking.store.ts";
import { getExportedRun } from "./exported-runs.store.ts";
import { listEmulationTests } from "./library.store.ts";
import { findRunByUuid, getEvidenceBytes } from "./merged-runs.store.ts";
import type { RedactedRuns } from "./redact-runs.ts";
import { redactInSteps } from "./redact-runs.ts";
import { listAssetNames } from "./redaction.store.ts";
import { runWriters } from "./run-formats.ts";
import { getSharing } from "./run-sharing.store.ts";
import type { RunMarkings, RunRelease } from "./run-writer.ts";
import { listRuns } from "./runs.store.ts";
import { differingFields } from "./test-cases.store.ts";
import { prepareReleaseIds } from "./technique-readers.handlers.ts";
import { writeRuns } from "./written-runs.writer.ts";

/** The newest release of each domain, with the IDs that were accepted in each environment. */
function listRunReleases(db: ReadableDatabase, root: string): RunRelease[] {
  const environments = new Map(listEnvironments(db).map(({ id, name }) => [name, id]));
  const environmentOf = new Map(listRuns(db).map((run) => [run.uuid, run.environmentId]));
  return prepareReleaseIds({ db, root }, [...environments.keys()]).map(({ knowledge, read }) => ({
    knowledge,
    techniqueOf: ({ uuid }, written) => read(environmentOf.get(uuid) ?? 0, written).techniqueId,
  }));
}

/** Writes runs into one file. */
export const exportRuns: HandlerOf<CasemateContract["emulation"]["export"]> = async (
  { runIds, format, hidden = [], path, marked },
  context,
) => {
  const { db, root } = context;
  const runs = await gatherRuns(runIds, context);
  const marking = getExportMarking({ db, root }, { runIds }, marked);
  const written = runWriters[format]({
    runs: hidden.length === 0 ? runs : (await redact(runs, hidden, context)).runs,
    redacted: hidden.length > 0,
    marking: wordsOfMarking(marking),
    markingsOf: (uuid) => markingsOf({ db, root }, uuid, marked === undefined ? null : marking),
    sharing: (uuid) => getSharing(db, findRunByUuid(db, uuid) ?? -1),
    evidence: (sha256) => getEvidenceBytes(db, sha256),
    tests: () => listEmulationTests(db),
    releases: () => listRunReleases(db, root),
  });
  await writeRuns(path, written);
  return {
    path,
    runs: runs.length,
    cases: runs.reduce((sum, { cases }) => sum + cases.length, 0),
  };
};

/** How a run is marked for who merges it; not above what the whole file was chosen to carry. */
function markingsOf(
  source: Pick<QueryContext, "db" | "root">,
  uuid: string,
  chosen: WrittenMarking | null,
): RunMarkings {
  const runId = findRunByUuid(source.db, uuid) ?? -1;
  const own = listThings(source.db, "run", [runId])[0]?.marking ?? null;
  const { markings } = chosen ?? getRequiredMarking(source, { runIds: [runId] });
  const isOver = own !== null && isLower(listSchemes(source), markings, [own]);
  return {
    ...(own === null || isOver ? {} : { marking: own }),
    ...(markings.length === 0 ? {} : { markings }),
  };
}

/** Says what hiding parts of runs does, with the test case that it changes most. */
export const previewRedaction: HandlerOf<
  CasemateContract["emulation"]["previewRedaction"]
> = async ({ runIds, hidden }, context) => {
  const runs = await gatherRuns(runIds, context);
  const redacted = await redact(runs, hidden, context);
  const before = runs.flatMap(({ cases }) => cases);
  const after = redacted.runs.flatMap(({ cases }) => cases);
  return {
    parts: [...redacted.values].map(([part, values]) => ({ part, values: values.size })),
    replaced: redacted.replaced,
    sample: mostChanged(before, after),
  };
};

async function redact(
  runs: readonly ExportedRun[],
  hidden: readonly HiddenPart[],
  { db, breathe }: QueryContext,
): Promise<RedactedRuns> {
  const steps = redactInSteps(runs, hidden, listAssetNames(db));
  for (;;) {
    const { done, value } = steps.next();
    if (done === true) return value;
    await breathe();
  }
}

async function gatherRuns(
  runIds: readonly number[],
  { db, breathe, progress }: QueryContext,
): Promise<readonly ExportedRun[]> {
  const runs: ExportedRun[] = [];
  for (const [done, id] of runIds.entries()) {
    progress({ phase: "Gathering runs", done, total: runIds.length, unit: "runs" });
    runs.push(getExportedRun(db, id));
    await breathe();
  }
  return runs;
}

/** The first test case in which the most fields differ. */
function mostChanged(
  before: readonly ExportedCase[],
  after: readonly ExportedCase[],
): RedactionPreview["sample"] {
  let most: RedactionPreview["sample"] = null;
  let count = -1;
  for (const [at, one] of before.entries()) {
    const other = after[at];
    if (other === undefined) continue;
    const differing = differingFields(one, other).length;
    if (differing <= count) continue;
    count = differing;
    most = { before: one, after: other };
  }
  return most;
}
