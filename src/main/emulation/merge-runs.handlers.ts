import { createHash } from "node:crypto";
import type { CasemateContract } from "../../shared/contract.ts";
import type { TestCaseContent } from "../../shared/model/emulation.ts";
import { runContent, testCaseContent } from "../../shared/model/emulation.ts";
import type {
  MergedRunBefore,
  RecordImportReport,
  ReportItem,
} from "../../shared/model/import-report.ts";
import type { ExportedCase } from "../../shared/model/run-export.ts";
import type {
  MergeConflict,
  MergedRunPreview,
  PackageDocument,
  PackedRun,
} from "../../shared/model/run-package.ts";
import type { Marking } from "../../shared/model/marking.ts";
import { bannerOf, checkMarking, isLower, raiseMarking } from "../../shared/markings.ts";
import { Problem } from "../../shared/problem.ts";
import type { CommandContext, HandlerOf } from "../backend/handler.ts";
import type { WritableDatabase } from "../database/database.ts";
import { getEnvironmentByName } from "../environments/environments.store.ts";
import { addImportReport, setImportReport } from "../imports/import-report.store.ts";
import { headRecordImport } from "../imports/record-report.ts";
import { listThings, setMarking } from "../markings/markings.store.ts";
import type { MarkingSource } from "../markings/required-marking.store.ts";
import { getRequiredMarking, listSchemes } from "../markings/required-marking.store.ts";
import { addEvidenceFile } from "./evidence-files.store.ts";
import type { Decisions, MergedCase, MergedRun } from "./merge-runs.ts";
import { mergeRuns } from "./merge-runs.ts";
import {
  findRunByUuid,
  getHeldCase,
  getPackedRun,
  listCaseNumbers,
  listDetectionsByName,
  markMerged,
  refuseForeignCases,
  undoMerge,
} from "./merged-runs.store.ts";
import type { RunPackage } from "./run-package.reader.ts";
import { readRunPackage } from "./run-package.reader.ts";
import { getSharing, setSharing } from "./run-sharing.store.ts";
import { addRun, getRun, setRun } from "./runs.store.ts";
import {
  addTestCase,
  nextPosition,
  removeTestCases,
  writeHistory,
  writeTestCase,
} from "./test-cases.store.ts";
import { undoEmulationImport } from "./imported-runs.store.ts";
import { undoLibraryImport } from "./library.store.ts";

/** Most conflicts that a refusal lists. */
const mostListed = 20;

/** Says what merging a package would do. Nothing is written. */
export const previewMerge: HandlerOf<CasemateContract["emulation"]["previewMerge"]> = async (
  { path },
  { db, root, breathe },
) => {
  const { document } = await readRunPackage(path);
  checkMarkings({ db, root }, document);
  const runs: MergedRunPreview[] = [];
  const conflicts: MergeConflict[] = [];
  for (const theirs of document.runs) {
    await breathe();
    const runId = findRunByUuid(db, theirs.uuid);
    refuseForeignCases(db, theirs);
    if (runId === undefined) {
      runs.push({
        uuid: theirs.uuid,
        name: theirs.name,
        environment: null,
        added: theirs.cases.length,
        changed: 0,
        taken: 0,
        kept: 0,
        removed: 0,
        evidence: theirs.cases.reduce((sum, { evidence }) => sum + evidence.length, 0),
      });
      continue;
    }
    refuseRedacted(path, document.redacted, theirs);
    const ours = getPackedRun(db, runId);
    const merged = mergeRuns(ours, theirs, { who: "", at: "", choose: () => undefined });
    conflicts.push(...merged.conflicts);
    runs.push({
      uuid: theirs.uuid,
      name: ours.name,
      environment: ours.environment,
      added: merged.added.length,
      changed: merged.changed.filter(({ taken }) => taken.length > 0).length,
      taken:
        merged.takenOfRun.length + merged.changed.reduce((sum, { taken }) => sum + taken.length, 0),
      kept: merged.kept,
      removed: merged.removed.length,
      evidence: [...merged.added, ...merged.changed].reduce(
        (sum, { evidence }) => sum + evidence.length,
        0,
      ),
    });
  }
  return { redacted: document.redacted, runs, conflicts };
};

/** Pseudonyms would take the place of names. */
function refuseRedacted(path: string, isRedacted: boolean, { name }: PackedRun): void {
  if (!isRedacted) return;
  throw new Problem(
    "bad-input",
    `${path} was redacted, and its run is here ("${name}"): merging it would put pseudonyms in the place of names.`,
    { file: path, remedy: "Ask for the package as it is, or open it in another workspace." },
  );
}

/** Merges a package into the workspace; a run that is not here is added. */
export const mergePackage: HandlerOf<CasemateContract["emulation"]["merge"]> = async (
  { path, environment: name, decisions, prefer, who },
  context,
) => {
  const { db, now, breathe, progress } = context;
  const begun = performance.now();
  const at = now().toISOString();
  progress({ phase: "Reading the package" });
  const pack = await readRunPackage(path);
  checkMarkings(context, pack.document);
  const chosen = new Map(decisions.map(({ key, choice }) => [key, choice]));
  const decide: Decisions = { who, at, choose: (key) => chosen.get(key) ?? prefer };
  const environment = getEnvironmentByName(db, name);
  const report: Omit<RecordImportReport, "id"> = {
    kind: "emulation",
    files: [path],
    sha256: createHash("sha256").update(JSON.stringify(pack.document)).digest("hex"),
    startedAt: at,
    milliseconds: 0,
    environment: environment.name,
    format: "Casemate run package",
    read: 0,
    added: 0,
    changed: 0,
    unchanged: 0,
    duplicates: 0,
    skipped: 0,
    items: [],
    unreadable: [],
    ignoredFiles: 0,
    warnings: [],
  };
  const id = addImportReport(db, report, headRecordImport(report, pack.name));
  const done: Done = {
    importId: id,
    at,
    items: [],
    before: [],
    added: 0,
    changed: 0,
    unchanged: 0,
  };
  for (const theirs of pack.document.runs) {
    await breathe();
    refuseForeignCases(db, theirs);
    const runId = findRunByUuid(db, theirs.uuid);
    if (runId === undefined) await addWholeRun(context, environment.id, theirs, pack, done);
    else {
      refuseRedacted(path, pack.document.redacted, theirs);
      const merged = mergeRuns(getPackedRun(db, runId), theirs, decide);
      refuseUndecided(pack.name, merged);
      await apply(context, runId, theirs, merged, pack, done);
    }
  }
  const { added, changed, unchanged, items, before } = done;
  const whole: RecordImportReport = {
    ...report,
    id,
    read: added + changed + unchanged,
    added,
    changed,
    unchanged,
    items,
    merged: before,
    milliseconds: Math.round(performance.now() - begun),
  };
  setImportReport(db, id, whole, headRecordImport(whole, pack.name));
  return whole;
};

/** Refuses what no scheme here can mark: it would be merged without. Throws `not-found`. */
function checkMarkings(source: MarkingSource, { runs }: PackageDocument): void {
  const schemes = listSchemes(source);
  for (const { marking = [], markings = [] } of runs) {
    for (const one of [marking, markings].flat()) checkMarking(schemes, one);
  }
}

/**
 * Marks a run as high as the package says; `ours` is what it had, undefined where the package brings
 * it. A marking that it cannot have beside its own is told of.
 */
function markRun(
  { db, root }: CommandContext,
  { runId, ours }: { readonly runId: number; readonly ours: Marking | null | undefined },
  { name, marking, markings = [] }: PackedRun,
  pack: RunPackage,
  done: Done,
): void {
  const schemes = listSchemes({ db, root });
  const thing = { kind: "run", id: runId } as const;
  const isBelow = (one: Marking) =>
    isLower(schemes, getRequiredMarking({ db, root }, { runIds: [runId] }).markings, [one]);
  if (ours === undefined && marking !== undefined) setMarking(db, thing, marking);
  let held = ours === undefined ? (marking ?? null) : ours;
  const asked = marking === undefined ? markings : [marking, ...markings];
  const distinct = new Map(asked.map((one) => [JSON.stringify(one), one]));
  for (const one of distinct.values()) {
    if (!isBelow(one)) continue;
    held = raiseMarking(schemes, held, one);
    setMarking(db, thing, held);
    if (!isBelow(one)) continue;
    const words = bannerOf(schemes, [one]).text;
    const message = `is ${words} in the package, and is marked by another scheme here`;
    done.items.push({
      ...item(pack, "marking", name, message),
      effect: "stays as it is marked here",
    });
  }
  if (ours === undefined || JSON.stringify(held) === JSON.stringify(ours)) return;
  const words = bannerOf(schemes, held === null ? [] : [held]).text;
  done.items.push(item(pack, "changed", name, `the run is marked ${words} now`));
  done.changed += 1;
}

interface Done {
  readonly importId: number;
  readonly at: string;
  readonly items: ReportItem[];
  readonly before: MergedRunBefore[];
  added: number;
  changed: number;
  unchanged: number;
}

function refuseUndecided(name: string, { conflicts, undecided }: MergedRun): void {
  if (undecided.length === 0) return;
  const waiting = conflicts.filter(({ key }) => undecided.includes(key));
  const things = `${waiting.length} ${waiting.length === 1 ? "field" : "fields"}`;
  throw new Problem(
    "needs-decision",
    `${things} of ${name} changed on both sides, and differently. Nothing was merged.`,
    { things: waiting.slice(0, mostListed).map(describeConflict) },
  );
}

/** A conflict in one line. */
function describeConflict({ run, testCase, field, ours, theirs }: MergeConflict): string {
  const short = (value: string) => (value === "" ? "nothing" : `"${value.slice(0, 60)}"`);
  return `${testCase ?? run}, ${field}: here ${short(ours.value)}, there ${short(theirs.value)}`;
}

async function addWholeRun(
  context: CommandContext,
  environmentId: number,
  theirs: PackedRun,
  pack: RunPackage,
  done: Done,
): Promise<void> {
  const { db, breathe } = context;
  const content = runContent.parse(theirs);
  const origin = { importId: done.importId, importKey: `casemate ${theirs.uuid}` };
  const runId = addRun(db, environmentId, content, theirs.createdAt, origin, theirs.uuid);
  setSharing(db, runId, { base: content, removed: theirs.removed });
  markRun(context, { runId, ours: undefined }, theirs, pack, done);
  const rules = listDetectionsByName(db, environmentId);
  for (const [position, testCase] of theirs.cases.entries()) {
    if (position % 100 === 0) await breathe();
    addCase(db, runId, position, testCase, rules, pack, done);
  }
}

/** Adds a test case of a package with its history and evidence. */
function addCase(
  db: WritableDatabase,
  runId: number,
  position: number,
  testCase: ExportedCase,
  rules: ReadonlyMap<string, number>,
  pack: RunPackage,
  done: Done,
): void {
  const content = withRules(testCaseContent.parse(testCase), rules);
  const origin = { importId: done.importId, importKey: testCase.uuid };
  const id = addTestCase(db, runId, position, content, origin, testCase.uuid);
  writeTestCase(db, id, content, testCase.edited);
  writeHistory(db, id, testCase.history);
  addFiles(db, id, testCase.evidence, pack);
  markMerged(db, id, done.importId, null, { history: [], evidence: [] });
  done.added += 1;
}

function addFiles(
  db: WritableDatabase,
  caseId: number,
  files: ExportedCase["evidence"],
  { evidence }: RunPackage,
): void {
  for (const { name, sha256, who, addedAt } of files) {
    const content = evidence.get(sha256);
    if (content === undefined) continue;
    addEvidenceFile(db, caseId, { name, content, sha256 }, { who, at: addedAt });
  }
}

/** Names of rules with the numbers that they have here. */
function withRules(content: TestCaseContent, rules: ReadonlyMap<string, number>): TestCaseContent {
  const numbered = (fired: TestCaseContent["fired"]) =>
    fired === null ? null : { id: rules.get(fired.name) ?? null, name: fired.name };
  return {
    ...content,
    fired: numbered(content.fired),
    observations: content.observations.map((one) => ({ ...one, fired: numbered(one.fired) })),
  };
}

async function apply(
  context: CommandContext,
  runId: number,
  theirs: PackedRun,
  merged: MergedRun,
  pack: RunPackage,
  done: Done,
): Promise<void> {
  const { db, breathe } = context;
  const before = getRun(db, runId);
  const marking = listThings(db, "run", [runId])[0]?.marking ?? null;
  const sharing = getSharing(db, runId);
  const numbers = listCaseNumbers(db, runId);
  const rules = listDetectionsByName(db, before.environmentId);
  const numberOf = (uuid: string) => numbers.get(uuid) ?? -1;
  const removed = removeTestCases(db, merged.removed.map(numberOf));
  for (const { testCase } of removed) {
    done.items.push(item(pack, "removed", testCase.name, "was taken away there"));
  }
  let position = nextPosition(db, runId);
  for (const testCase of merged.added) {
    if (position % 100 === 0) await breathe();
    addCase(db, runId, position, testCase, rules, pack, done);
    position += 1;
  }
  for (const [index, one] of merged.changed.entries()) {
    if (index % 100 === 0) await breathe();
    changeCase(db, numberOf(one.uuid), one, rules, pack, done);
  }
  setRun(db, runId, merged.content);
  setSharing(db, runId, { base: runContent.parse(theirs), removed: merged.marks });
  markRun(context, { runId, ours: marking }, theirs, pack, done);
  if (merged.takenOfRun.length > 0) {
    const fields = merged.takenOfRun.join(", ");
    done.items.push(item(pack, "changed", before.name, `the run follows the package: ${fields}`));
    done.changed += 1;
  }
  done.changed += merged.changed.length + removed.length;
  done.unchanged += theirs.cases.length - merged.added.length - merged.changed.length;
  done.before.push({
    runId,
    content: runContent.parse(before),
    marking,
    base: sharing.base,
    marks: [...sharing.removed],
    removed,
  });
}

function changeCase(
  db: WritableDatabase,
  id: number,
  { content, edited, history, evidence, taken }: MergedCase,
  rules: ReadonlyMap<string, number>,
  pack: RunPackage,
  done: Done,
): void {
  const known = getHeldCase(db, id);
  const theirs = withRules(content, rules);
  const next = testCaseContent.parse({
    ...known.testCase,
    ...Object.fromEntries(taken.map((field) => [field, theirs[field]])),
    seen: content.seen,
  });
  writeTestCase(db, id, next, edited);
  writeHistory(db, id, history);
  addFiles(db, id, [...evidence], pack);
  markMerged(db, id, done.importId, known.testCase, {
    history: [...known.history],
    evidence: evidence.map(({ sha256 }) => sha256),
  });
  const words = [
    ...(taken.length > 0 ? [`follows the package: ${taken.join(", ")}`] : []),
    ...(evidence.length > 0
      ? [`evidence added: ${evidence.map(({ name }) => name).join(", ")}`]
      : []),
  ];
  if (words.length === 0) return;
  done.items.push(item(pack, "changed", known.testCase.name, words.join("; ")));
}

function item({ name }: RunPackage, kind: string, what: string, message: string): ReportItem {
  return { class: kind, what, file: name, line: null, message, effect: null };
}

/** Takes an import of emulation back: a merge, or files of tools. */
export function undoEmulation(
  { db, now }: CommandContext,
  importId: number,
  merged: readonly MergedRunBefore[] | undefined,
): void {
  if (merged !== undefined) {
    undoMerge(db, importId, merged);
    return;
  }
  undoEmulationImport(db, importId, { who: "undo", at: now().toISOString() });
  undoLibraryImport(db, importId);
}
