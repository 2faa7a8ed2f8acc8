import type { ReadableDatabase } from "../database/database.ts";
import { defaultSettings } from "../assessments/default-settings.ts";
import { listReleaseChoices } from "../assessments/assessments.store.ts";
import { readToolName } from "../assessments/tool-name.reader.ts";
import { loadKnowledge } from "../catalogue/knowledge.store.ts";
import { listAcceptedResolutions, listInventory } from "../coverage/inventory.store.ts";
import { readLaterIds } from "../coverage/later-ids.reader.ts";
import { nameTechniques, prepareTechniqueReader } from "../coverage/naming.ts";
import { getSettings } from "../settings/settings.store.ts";
import { expectedFor } from "./judge-tests.ts";
import { listTestsOfRun } from "./library.store.ts";
import type { PlannedCase, RunPlan } from "./run-plan.ts";
import { getRun } from "./runs.store.ts";
import { listTestCases } from "./test-cases.store.ts";

/**
 * A run with what its sheet and its scripts say. Throws `not-found`.
 *
 * Techniques are read against the newest release of each domain.
 */
export function gatherRunPlan(db: ReadableDatabase, root: string, runId: number): RunPlan {
  const run = getRun(db, runId);
  const tests = new Map(
    listTestsOfRun(db, runId).map((test) => [`${test.source} ${test.key.toLowerCase()}`, test]),
  );
  const inventory = listInventory(db, [run.environment]);
  const later = readLaterIds(root);
  const newest = new Map(
    listReleaseChoices(db)
      .toReversed()
      .map((choice) => [choice.domain, choice]),
  );
  const releases = [...newest.values()].map(({ id, domain, version }) => {
    const knowledge = loadKnowledge(db, id);
    const accepted = listAcceptedResolutions(db, [run.environment], domain, version);
    const read = prepareTechniqueReader(knowledge, accepted, later.get(domain) ?? new Map());
    return { knowledge, read, ...nameTechniques(inventory, read) };
  });
  const logOnlyTactics = new Set(defaultSettings.logOnlyTactics);
  const cases = listTestCases(db, runId).map((testCase): PlannedCase => {
    const test = tests.get(`${testCase.source} ${testCase.testKey.toLowerCase()}`) ?? null;
    for (const { knowledge, read, named } of releases) {
      const { techniqueId } = read(run.environmentId, testCase.written);
      const technique =
        techniqueId === null ? undefined : knowledge.techniques.get(techniqueId);
      if (technique === undefined) continue;
      const { id, name, parentId, tactics } = technique;
      const parent = parentId === null ? undefined : knowledge.techniques.get(parentId);
      return {
        testCase,
        test,
        technique: {
          id,
          name: parent === undefined ? name : `${parent.name}: ${name}`,
          tactics: knowledge.tactics
            .filter(({ shortname }) => tactics.includes(shortname))
            .map((tactic) => tactic.name),
        },
        expected: testCase.expected ?? expectedFor(technique, logOnlyTactics),
        detections: (named.get(id) ?? [])
          .filter(({ detection }) => detection.state === "enabled")
          .map(({ detection }) => detection.name),
      };
    }
    return {
      testCase,
      test,
      technique: null,
      expected: testCase.expected ?? "alert",
      detections: [],
    };
  });
  const { markingText, markingColour } = getSettings(db);
  return {
    run,
    cases,
    marking: { text: markingText, colour: markingColour },
    tool: readToolName(root),
  };
}
