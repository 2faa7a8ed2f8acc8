import { thingsOfRunSheet } from "../../shared/marked-source.ts";
import type { Domain, TechniqueId } from "../../shared/model/attack-id.ts";
import type { MarkingChoice } from "../../shared/model/marking.ts";
import { readToolName } from "../assessments/tool-name.reader.ts";
import { listInventory } from "../coverage/inventory.store.ts";
import type { LaterIds } from "../coverage/naming.ts";
import { nameTechniques } from "../coverage/naming.ts";
import type { ReadableDatabase } from "../database/database.ts";
import { getExportMarking } from "../markings/required-marking.store.ts";
import { gatherTestReading } from "./gather-tests.store.ts";
import { expectedFor } from "./judge-tests.ts";
import { listTestsOfRun } from "./library.store.ts";
import { lookUpTechnique } from "./look-up-technique.ts";
import { getRun } from "./runs.store.ts";
import { listTestCases } from "./test-cases.store.ts";
import type { RunSheet, SheetCase } from "./write-run-sheet.ts";

/**
 * A run with everything that its sheet says. Throws `not-found`.
 *
 * Techniques and expectations are an assessment's; without one those of the newest releases.
 */
export function gatherRunSheet(
  db: ReadableDatabase,
  root: string,
  {
    runId,
    assessmentId,
    marked,
  }: {
    readonly runId: number;
    readonly assessmentId: number | undefined;
    readonly marked: MarkingChoice | undefined;
  },
  laterIds: ReadonlyMap<Domain, LaterIds>,
  today: string,
): RunSheet {
  const run = getRun(db, runId);
  const keyOf = (source: string, key: string) => `${source} ${key.toLowerCase()}`;
  const tests = new Map(
    listTestsOfRun(db, runId).map((test) => [keyOf(test.source, test.key), test]),
  );
  const inventory = listInventory(db, [run.environment]).filter(({ state }) => state === "enabled");
  const { releases, rules } = gatherTestReading(db, assessmentId, laterIds, today);
  const named = new Map<string, readonly string[]>();
  for (const { knowledge, read } of releases) {
    for (const [id, namings] of nameTechniques(inventory, read).named) {
      named.set(
        `${knowledge.domain} ${id}`,
        namings.map(({ detection }) => detection.name),
      );
    }
  }
  const tacticsOf = (domain: Domain, tactics: readonly string[]) =>
    (releases.find(({ knowledge }) => knowledge.domain === domain)?.knowledge.tactics ?? [])
      .filter(({ shortname }) => tactics.includes(shortname))
      .map(({ name }) => name);
  const cases = listTestCases(db, runId).map((testCase): SheetCase => {
    const found = lookUpTechnique(releases, run.environmentId, testCase.written);
    const test = tests.get(keyOf(testCase.source, testCase.testKey)) ?? null;
    if (found === null) {
      const expected = testCase.expected ?? "alert";
      return { testCase, test, technique: null, expected, detections: [] };
    }
    const { domain, technique, name } = found;
    const id: TechniqueId = technique.id;
    return {
      testCase,
      test,
      technique: { id, name, tactics: tacticsOf(domain, technique.tactics) },
      expected: testCase.expected ?? expectedFor(technique, rules.logOnlyTactics),
      detections: named.get(`${domain} ${id}`) ?? [],
    };
  });
  const things = thingsOfRunSheet(runId, assessmentId);
  const { banner } = getExportMarking({ db, root }, things, marked);
  return { run, cases, banner, tool: readToolName(root) };
}
