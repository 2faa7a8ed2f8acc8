import type { EmulationTest } from "../../shared/model/emulation-test.ts";
import type { TestCaseContent } from "../../shared/model/emulation.ts";
import { Problem } from "../../shared/problem.ts";
import type { RunExport } from "./run-writer.ts";

/** A test case with its test; null where the library does not hold that. */
export interface PlannedCase {
  readonly testCase: TestCaseContent;
  readonly test: EmulationTest | null;
}

/** Runs as one plan for a runner: their test cases one after the other. */
export interface RunnerPlan {
  readonly name: string;
  readonly uuid: string;
  readonly notes: string;
  readonly cases: readonly PlannedCase[];
  /** Text of the marking; null where there is none. */
  readonly marking: string | null;
}

/** What a runner's file is made from. Throws `bad-input` where there is no test case. */
export function runnerPlanOf({ runs, tests, marking }: RunExport): RunnerPlan {
  const byKey = new Map(tests().map((test) => [`${test.source} ${test.key.toLowerCase()}`, test]));
  const [first] = runs;
  const cases = runs.flatMap((run) =>
    run.cases.map((testCase): PlannedCase => {
      const key = `${testCase.source} ${testCase.testKey.toLowerCase()}`;
      return { testCase, test: byKey.get(key) ?? null };
    }),
  );
  if (first === undefined || cases.length === 0) {
    throw new Problem("bad-input", "There is no test case to write for a runner.");
  }
  return {
    name: runs.map(({ name }) => name).join(", "),
    uuid: first.uuid,
    notes: runs
      .map(({ notes }) => notes.trim())
      .filter((text) => text !== "")
      .join("\n"),
    cases,
    marking,
  };
}

/** What a test case is called: by its name, else by its key. */
export function nameOf({ testCase: { name, testKey } }: PlannedCase): string {
  return name === "" ? testKey : name;
}

/** Whether a key is the GUID of an atomic: an index or a log may know a test by its name alone. */
export function isGuid(key: string): boolean {
  return /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i.test(key);
}
