import type { EmulationTest } from "../../shared/model/emulation-test.ts";
import type { TestCaseContent } from "../../shared/model/emulation.ts";

/** A test case of which nothing is said yet but what is given. */
export function newCase(
  given: Pick<TestCaseContent, "source" | "testKey" | "name" | "written"> &
    Partial<TestCaseContent>,
): TestCaseContent {
  return {
    tactic: null,
    group: "",
    host: "",
    platform: "",
    executor: null,
    command: "",
    assignee: "",
    startAt: null,
    endAt: null,
    expected: null,
    outcome: "not-assessed",
    seen: null,
    alertAt: null,
    timed: true,
    fired: null,
    original: null,
    observations: [],
    execution: null,
    redNotes: "",
    blueNotes: "",
    ownFields: [],
    ...given,
  };
}

/** A test case by hand: the same name on the same host is the same test done again. */
export function newOwnCase(written: string, name: string, host: string): TestCaseContent {
  return newCase({ source: "own", testKey: name, name, written, host });
}

/** A test case of a test of the library, by its first executor. */
export function newCaseOfTest(test: EmulationTest, name: string, host: string): TestCaseContent {
  const [executor] = test.executors;
  return newCase({
    source: test.source,
    testKey: test.key,
    name: name.slice(0, 500),
    written: test.written[0] ?? "",
    tactic: test.tactic,
    host,
    platform: executor?.platforms[0] ?? "",
    executor: executor?.name ?? null,
    command: (executor?.command ?? "").slice(0, 100_000),
  });
}
