import { basename } from "node:path";
import type { CasemateContract } from "../../shared/contract.ts";
import type { EmulationTestContent } from "../../shared/model/emulation-test.ts";
import type { Run, TestCase } from "../../shared/model/emulation.ts";
import type { RecordImportReport, ReportItem } from "../../shared/model/import-report.ts";
import { Problem } from "../../shared/problem.ts";
import type { CommandContext, HandlerOf } from "../backend/handler.ts";
import { startPacing } from "../catalogue/pacer.ts";
import type { WritableDatabase } from "../database/database.ts";
import { hashOfInput } from "../detections/inputs.reader.ts";
import { getEnvironmentByName } from "../environments/environments.store.ts";
import { addImportReport, setImportReport } from "../imports/import-report.store.ts";
import { headRecordImport } from "../imports/record-report.ts";
import type { GatheredEmulation } from "./emulation-files.reader.ts";
import {
  findResultTable,
  readableEmulation,
  readEmulationFiles,
} from "./emulation-files.reader.ts";
import { describeIds } from "./describe-ids.ts";
import { fillPlan, isWaiting, matchPlan } from "./fill-plan.ts";
import {
  fillTestCaseByImport,
  keepFields,
  keyInOtherRun,
  listCasesOfOtherRuns,
  listImportedCases,
  setTestCaseByImport,
} from "./imported-runs.store.ts";
import {
  addEmulationSequence,
  addEmulationTest,
  listEmulationSequences,
  listEmulationTests,
  setEmulationSequenceByImport,
  setEmulationTestByImport,
} from "./library.store.ts";
import { prepareAlertTimes } from "./alert-times.ts";
import { missingOfResults, recogniseResultColumns } from "./result-columns.ts";
import { findUnknownWords } from "./result-table.ts";
import type { ReadCase, ReadRun } from "./read-emulation.ts";
import { addRun, findImportedRun, getRun } from "./runs.store.ts";
import { prepareReleaseIds } from "./technique-readers.handlers.ts";
import { addTestCase, differingFields, listTestCases, nextPosition } from "./test-cases.store.ts";

/** Items and unreadable places that a report lists. */
const mostListed = 20_000;

/** What an import did to records of one sort. */
interface Done {
  added: number;
  changed: number;
  unchanged: number;
  readonly items: ReportItem[];
}

/** Imports tests, adversaries and results, whatever tools they are of, in one transaction. */
export const importEmulation: HandlerOf<CasemateContract["emulation"]["import"]> = async (
  { paths, environment: name, runId, ...tables },
  context,
) => {
  const { db, now, progress, breathe } = context;
  const begun = performance.now();
  const startedAt = now().toISOString();
  const into = runId === undefined ? undefined : getRun(db, runId);
  const environment = getEnvironmentByName(db, into?.environment ?? name);
  const step = startPacing({
    clock: () => performance.now(),
    breathe,
    report: (files) => progress({ phase: "Reading tests and results", done: files, unit: "files" }),
  });
  const gathered = await readEmulationFiles(paths, (files) => step(files, -1), tables);
  refuseNothing(paths, gathered);
  const { readings, unreadable, ignoredFiles } = gathered;
  const told = readings.flatMap(({ items }) => items);
  const counted = (of: string) => told.filter((item) => item.class === of).length;
  const [duplicates, skipped] = [counted("duplicates"), counted("skipped")];
  const files = readings.flatMap((reading) => reading.unreadable);
  const report: Omit<RecordImportReport, "id"> = {
    kind: "emulation",
    files: [...paths],
    sha256: await hashOfInput(paths),
    startedAt,
    milliseconds: 0,
    environment: environment.name,
    format: [...new Set(readings.map(({ format }) => format))].join(", "),
    read: 0,
    added: 0,
    changed: 0,
    unchanged: 0,
    duplicates,
    skipped,
    items: [],
    unreadable: [...unreadable, ...files].slice(0, mostListed),
    ignoredFiles,
    warnings: readings.flatMap(({ warnings }) => warnings),
  };
  const title = titleOf(paths);
  const id = addImportReport(db, report, headRecordImport(report, title));
  const done: Done = { added: 0, changed: 0, unchanged: 0, items: [] };
  importLibrary(context, gathered, id, done);
  for (const run of readings.flatMap(({ runs }) => runs)) {
    await importRun(context, { environmentId: environment.id, into }, run, id, done);
  }
  const { added, changed, unchanged, items } = done;
  const whole: RecordImportReport = {
    ...report,
    id,
    read: added + changed + unchanged + duplicates + skipped,
    added,
    changed,
    unchanged,
    items: [...told, ...items, ...describeWritten(context, environment, gathered)]
      .slice(0, mostListed)
      .map(inSentences),
    milliseconds: Math.round(performance.now() - begun),
  };
  setImportReport(db, id, whole, headRecordImport(whole, title));
  return whole;
};

/** What a table of results that no tool's headings tell holds; null where none is among the files. */
export const previewResults: HandlerOf<CasemateContract["emulation"]["preview"]> = async ({
  paths,
  ...reading
}) => {
  const found = await findResultTable(paths, reading.sheet);
  if (found === null) return null;
  const { table, warnings } = found;
  const mapping = reading.mapping ?? recogniseResultColumns(table.columns);
  const times = (["start", "end", "alertAt"] as const).map((field) => {
    const column = mapping.find((each) => each.field === field)?.column ?? "";
    const at = table.columns.indexOf(column);
    return prepareAlertTimes(
      table.rows.map(({ cells }) => cells[at] ?? ""),
      column,
      reading,
    );
  });
  return {
    ...{ file: table.file, sheets: [...table.sheets], sheet: table.sheet, mapping },
    columns: [...table.columns],
    rows: table.rows.slice(0, 20).map(({ cells }) => [...cells]),
    rowCount: table.rows.length,
    missing: missingOfResults(mapping, table.columns),
    unknownWords: findUnknownWords(table, { ...reading, mapping }),
    zoneless: times.reduce((sum, one) => sum + one.zoneless, 0),
    orderUnclear: times.some(({ orderUnclear }) => orderUnclear),
    warnings: [...warnings],
  };
};

/** An item whose words are sentences, as a report shows them one after the other. */
function inSentences(item: ReportItem): ReportItem {
  const sentence = (words: string) => {
    const [first = ""] = words;
    return `${first.toUpperCase()}${words.slice(first.length)}${/[.!?]$/.test(words) ? "" : "."}`;
  };
  return {
    ...item,
    message: sentence(item.message),
    effect: item.effect === null ? null : sentence(item.effect),
  };
}

/** Refuses files of which nothing was read, and says what they are. Throws `bad-format`. */
function refuseNothing(paths: readonly string[], { readings, unreadable }: GatheredEmulation) {
  if (readings.length > 0) return;
  const [first] = unreadable;
  throw new Problem(
    "bad-format",
    first === undefined
      ? `Nothing of an emulation was found in ${paths.join(", ")}. ${readableEmulation}`
      : `${first.file}: ${first.reason}`,
    first === undefined
      ? undefined
      : { file: first.file, ...(first.line === null ? {} : { line: first.line }) },
  );
}

function importLibrary(
  { db }: CommandContext,
  { readings }: GatheredEmulation,
  importId: number,
  done: Done,
): void {
  const keyOf = ({ source, key }: { readonly source: string; readonly key: string }) =>
    `${source} ${key}`;
  const same = (a: object, b: object) => JSON.stringify(a) === JSON.stringify(b);
  const tests = readings.flatMap((reading) => reading.tests);
  if (tests.length > 0) {
    const known = new Map(listEmulationTests(db).map((test) => [keyOf(test), test]));
    for (const content of tests) {
      const before = known.get(keyOf(content));
      if (before === undefined) {
        const id = addEmulationTest(db, content, importId);
        known.set(keyOf(content), { ...content, id, importId });
        done.added += 1;
      } else if (saysLess(content, before) || same(contentOfTest(before), contentOfTest(content))) {
        done.unchanged += 1;
      } else {
        setEmulationTestByImport(db, before, content, importId);
        known.set(keyOf(content), { ...content, id: before.id, importId });
        done.changed += 1;
      }
    }
  }
  const sequences = readings.flatMap((reading) => reading.sequences);
  if (sequences.length === 0) return;
  const known = new Map(listEmulationSequences(db).map((one) => [keyOf(one), one]));
  for (const content of sequences) {
    const before = known.get(keyOf(content));
    if (before === undefined) {
      const id = addEmulationSequence(db, content, importId);
      known.set(keyOf(content), { ...content, id, importId });
      done.added += 1;
    } else if (
      same(
        [before.name, before.description, before.tests],
        [content.name, content.description, content.tests],
      )
    ) {
      done.unchanged += 1;
    } else {
      setEmulationSequenceByImport(db, before, content, importId);
      known.set(keyOf(content), { ...content, id: before.id, importId });
      done.changed += 1;
    }
  }
}

/** Whether a test comes from an index, which has no commands, and its commands are known. */
function saysLess(content: EmulationTestContent, known: EmulationTestContent): boolean {
  const hasCommand = ({ executors }: EmulationTestContent) =>
    executors.some(({ command }) => command !== "");
  return !hasCommand(content) && hasCommand(known);
}

/** What of a test an import compares: all but where it was read and what the workspace adds. */
function contentOfTest(test: EmulationTestContent): unknown[] {
  const { name, description, written, tactic, version } = test;
  const { executors, inputs, prerequisites, network } = test;
  return [name, description, written, tactic, version, executors, inputs, prerequisites, network];
}

/** Where runs of files go: into runs of their own, or into one that is there. */
interface Place {
  readonly environmentId: number;
  readonly into: Run | undefined;
}

async function importRun(
  { db, now, breathe }: CommandContext,
  { environmentId, into }: Place,
  { key, content, cases }: ReadRun,
  importId: number,
  done: Done,
): Promise<void> {
  const at = now().toISOString();
  const ownId = findImportedRun(db, environmentId, key);
  const own = ownId === undefined ? new Map<string, never>() : listImportedCases(db, ownId);
  const elsewhere = listCasesOfOtherRuns(db, environmentId);
  const find = (caseKey: string) => elsewhere.get(keyInOtherRun(key, caseKey)) ?? own.get(caseKey);
  const planned =
    into === undefined
      ? new Map<ReadCase, TestCase>()
      : findPlanned(
          db,
          into,
          cases.filter((read) => find(read.key) === undefined),
        );
  let runId = into?.id ?? ownId;
  if (cases.length === 0) {
    runId ??= addRun(db, environmentId, content, at, { importId, importKey: key });
  }
  let position = runId === undefined ? 0 : nextPosition(db, runId);
  for (const [index, read] of cases.entries()) {
    if (index % 200 === 0) await breathe();
    const hand = { who: basename(read.file), at };
    const known = find(read.key);
    if (known === undefined) {
      const caseKey = into === undefined ? read.key : keyInOtherRun(key, read.key);
      const marks = { importId, importKey: caseKey };
      const waiting = planned.get(read);
      if (waiting === undefined) {
        runId ??= addRun(db, environmentId, content, at, { importId, importKey: key });
        addTestCase(db, runId, position, read.content, marks);
        position += 1;
        done.added += 1;
      } else {
        const filled = keepFields(fillPlan(waiting, read.content), waiting, waiting.edited);
        fillTestCaseByImport(db, waiting, filled, marks, hand);
        done.changed += 1;
        done.items.push({
          class: "planned",
          what: waiting.name,
          file: read.file,
          line: read.line,
          message: `was planned${waiting.host === "" ? "" : ` on ${waiting.host}`}, and has run`,
          effect: null,
        });
      }
      continue;
    }
    const { testCase: before, planned: first } = known;
    if (into !== undefined && before.runId !== into.id) {
      done.items.push({
        class: "in another run",
        what: read.content.name,
        file: read.file,
        line: read.line,
        message: `stands in ${getRun(db, before.runId).name} already and stays there`,
        effect: null,
      });
    }
    const said = first === null ? read.content : fillPlan(first, read.content);
    const next = keepFields(said, before, before.edited);
    const fields = differingFields(before, next);
    if (fields.length === 0) {
      done.unchanged += 1;
      continue;
    }
    setTestCaseByImport(db, before, next, importId, hand);
    done.changed += 1;
    done.items.push({
      class: "changed",
      what: read.content.name,
      file: read.file,
      line: read.line,
      message: `the file says otherwise now: ${fields.join(", ")}`,
      effect: fields.includes("outcome") ? "its verdict follows the file" : null,
    });
  }
}

/** Planned test cases of a run by what ran of them. */
function findPlanned(
  db: WritableDatabase,
  { id }: Run,
  cases: readonly ReadCase[],
): ReadonlyMap<ReadCase, TestCase> {
  const matched = matchPlan(
    listTestCases(db, id).filter(isWaiting),
    cases.map(({ content }) => content),
  );
  return new Map(
    cases.flatMap((read, index): [ReadCase, TestCase][] => {
      const waiting = matched.get(index);
      return waiting === undefined ? [] : [[read, waiting]];
    }),
  );
}

/** What the technique IDs of the test cases mean in the newest release of each domain. */
function describeWritten(
  { db, root }: { readonly db: WritableDatabase; readonly root: string },
  { id, name }: { readonly id: number; readonly name: string },
  { readings }: GatheredEmulation,
): ReportItem[] {
  const readers = prepareReleaseIds({ db, root }, [name]).map(({ name: release, read }) => ({
    name: release,
    read: (written: string) => read(id, written),
  }));
  const cases = readings.flatMap(({ runs }) => runs.flatMap((run) => run.cases));
  return describeIds(
    cases.map(({ content, file }) => ({ written: content.written, file })),
    readers,
  );
}

function titleOf(paths: readonly string[]): string {
  const names = paths.map((path) => basename(path));
  return names.length <= 3
    ? names.join(", ")
    : `${names.slice(0, 3).join(", ")} and ${names.length - 3} more`;
}
