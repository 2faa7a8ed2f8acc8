import type { TestCase, TestCaseContent, TestCaseField } from "../../shared/model/emulation.ts";
import { testCaseField } from "../../shared/model/emulation.ts";
import { Problem } from "../../shared/problem.ts";
import {
  getAssessment,
  getReleaseChoice,
  listReleaseChoices,
} from "../assessments/assessments.store.ts";
import { defaultSettings } from "../assessments/default-settings.ts";
import { gatherQuestion } from "../assessments/gather.store.ts";
import type { HandlersOf } from "../backend/handler.ts";
import { loadKnowledge } from "../catalogue/knowledge.store.ts";
import { listAcceptedResolutions } from "../coverage/inventory.store.ts";
import { readLaterIds } from "../coverage/later-ids.reader.ts";
import { prepareTechniqueReader } from "../coverage/naming.ts";
import type { ReadableDatabase } from "../database/database.ts";
import { getEnvironment } from "../environments/environments.store.ts";
import { writeWholeFile } from "../files/whole-file.writer.ts";
import { readEvidence } from "./evidence-file.reader.ts";
import {
  addEvidenceFile,
  getEvidenceFile,
  listEvidenceFiles,
  removeEvidenceFile,
} from "./evidence-files.store.ts";
import { exportRuns, previewRedaction } from "./export-runs.handlers.ts";
import { importEmulation, previewResults } from "./import-emulation.handlers.ts";
import { mergePackage, previewMerge } from "./merge-runs.handlers.ts";
import { findRunEffect } from "./run-effect.ts";
import {
  getEmulationTests,
  listEmulationSequences,
  listEmulationTests,
  listLibrary,
} from "./library.store.ts";
import { addTest, removeOwnTests, restoreOwnTests, setTest } from "./own-tests.handlers.ts";
import { planTests, runSheet, suggestPlan } from "./test-plan.handlers.ts";
import { getRedactionChoice, setRedactionChoice } from "./redaction.store.ts";
import { meaningHandlers } from "./test-meaning.handlers.ts";
import { acceptAlerts, findAlertMatches } from "./match-alerts.handlers.ts";
import { addRun, getRun, listRuns, removeRuns, setRun } from "./runs.store.ts";
import {
  addTestCase,
  findTestCases,
  getTestCases,
  listChanges,
  listTestCases,
  listWrittenIds,
  nextPosition,
  orderTestCases,
  removeTestCases,
  restoreRemovedTestCases,
  restoreTestCases,
  setTestCase,
} from "./test-cases.store.ts";
import { readTestedTechniques } from "./tested-techniques.ts";

export const emulationHandlers: HandlersOf<"emulation"> = {
  runs: ({ environmentId }, { db }) => listRuns(db, environmentId),

  cases: ({ runId }, { db }) => listTestCases(db, getRun(db, runId).id),

  pickCases: ({ ids }, { db }) => findTestCases(db, ids),

  techniques: ({ runId, assessmentId }, { db, root }) => {
    const { environment, environmentId } = getRun(db, runId);
    const assessment = assessmentId === null ? null : getAssessment(db, assessmentId);
    const releases = assessment?.scope.releases ?? listNewestReleases(db);
    const later = readLaterIds(root);
    const readable = releases.map(({ domain, version }) => {
      const knowledge = loadKnowledge(db, getReleaseChoice(db, domain, version).id);
      const accepted = listAcceptedResolutions(db, [environment], domain, version);
      const read = prepareTechniqueReader(knowledge, accepted, later.get(domain) ?? new Map());
      return { knowledge, read };
    });
    const { logOnlyTactics } = assessment?.settings ?? defaultSettings;
    const written = listWrittenIds(db, runId);
    return readTestedTechniques(written, environmentId, readable, new Set(logOnlyTactics));
  },

  effect: ({ assessmentId, runId }, { db, root, now }) => {
    const today = now().toISOString().slice(0, 10);
    const question = gatherQuestion(db, assessmentId, readLaterIds(root), today);
    return findRunEffect(question, getRun(db, runId));
  },

  case: ({ id }, { db }) => ({
    testCase: onlyOne(getTestCases(db, [id])),
    evidence: listEvidenceFiles(db, id),
    history: listChanges(db, id),
  }),

  addRun: ({ environmentId, run }, { db, now }) =>
    getRun(db, addRun(db, getEnvironment(db, environmentId).id, run, now().toISOString())),

  setRun: ({ id, run }, { db }) => {
    const before = getRun(db, id);
    setRun(db, id, run);
    return before;
  },

  removeRuns: ({ ids }, { db }) => {
    removeRuns(db, ids);
    return null;
  },

  addCases: ({ runId, cases }, { db }) => {
    const first = nextPosition(db, getRun(db, runId).id);
    const ids = cases.map((content, index) => addTestCase(db, runId, first + index, content));
    return getTestCases(db, ids);
  },

  editCases: ({ ids, change, who }, { db, now }) => {
    const before = getTestCases(db, ids);
    const hand = { who, at: now().toISOString() };
    const fields = testCaseField.options.filter((field) => change[field] !== undefined);
    for (const known of before) {
      const edited = [...new Set<TestCaseField>([...known.edited, ...fields])];
      setTestCase(db, known, changed(known, change), edited, hand);
    }
    return before;
  },

  orderCases: ({ runId, ids }, { db }) => {
    orderTestCases(db, runId, ids);
    return null;
  },

  removeCases: ({ ids }, { db }) => removeTestCases(db, ids),

  restoreCases: ({ cases, removed, who }, { db, now }) => {
    restoreTestCases(db, cases, { who, at: now().toISOString() });
    restoreRemovedTestCases(db, removed);
    return null;
  },

  addEvidence: async ({ caseId, paths, who }, { db, now, breathe }) => {
    getTestCases(db, [caseId]);
    for (const path of paths) {
      addEvidenceFile(db, caseId, await readEvidence(path), { who, at: now().toISOString() });
      await breathe();
    }
    return listEvidenceFiles(db, caseId);
  },

  saveEvidence: async ({ id, path }, { db }) => {
    await writeWholeFile(path, getEvidenceFile(db, id).content);
    return { path };
  },

  removeEvidence: ({ id }, { db }) => {
    removeEvidenceFile(db, id);
    return null;
  },

  preview: previewResults,

  import: importEmulation,

  export: exportRuns,
  matchAlerts: findAlertMatches,

  acceptAlerts,

  previewRedaction,

  previewMerge,

  merge: mergePackage,

  redaction: (_input, { db }) => getRedactionChoice(db),

  setRedaction: (choice, { db }) => {
    setRedactionChoice(db, choice);
    return null;
  },

  tests: (_input, { db }) => listEmulationTests(db),

  library: (_input, { db }) => listLibrary(db),

  test: ({ id }, { db }) => {
    const [test] = getEmulationTests(db, [id]);
    if (test === undefined) throw new Problem("not-found", "This test is no longer there.");
    return test;
  },

  sequences: (_input, { db }) => listEmulationSequences(db),

  addTest,
  setTest,
  removeTests: removeOwnTests,
  restoreTests: restoreOwnTests,
  suggest: suggestPlan,
  runSheet,
  plan: planTests,
  ...meaningHandlers,
};

/** The newest release of each domain. */
function listNewestReleases(db: ReadableDatabase) {
  // The list begins with the newest; of a domain the last one set stays.
  return [
    ...new Map(
      listReleaseChoices(db)
        .toReversed()
        .map((choice) => [choice.domain, choice]),
    ).values(),
  ];
}

/** What a change makes of a test case: what was seen of a block goes with the block. */
function changed(
  content: TestCaseContent,
  change: { readonly [Field in TestCaseField]?: TestCaseContent[Field] | undefined },
): TestCaseContent {
  const next = { ...content };
  for (const field of testCaseField.options) set(next, field, change[field]);
  return next.outcome === "blocked" ? next : { ...next, seen: null };
}

function set<Field extends TestCaseField>(
  content: { [Name in TestCaseField]: TestCaseContent[Name] },
  field: Field,
  value: TestCaseContent[Field] | undefined,
): void {
  if (value !== undefined) content[field] = value;
}

function onlyOne(cases: readonly TestCase[]): TestCase {
  const [first] = cases;
  if (first === undefined) throw new Problem("not-found", "The test case is no longer there.");
  return first;
}
