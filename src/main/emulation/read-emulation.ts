import type {
  EmulationSequenceContent,
  EmulationTestContent,
} from "../../shared/model/emulation-test.ts";
import type { Execution, RunContent, TestCaseContent } from "../../shared/model/emulation.ts";
import { testCaseContent } from "../../shared/model/emulation.ts";
import type { ImportWarning, ReportItem, Unreadable } from "../../shared/model/import-report.ts";

/** A test case as a file tells it. */
export interface ReadCase {
  /** By which the next import of the same file finds it again, within its run. */
  readonly key: string;
  readonly content: TestCaseContent;
  readonly file: string;
  readonly line: number | null;
}

/** A run as a file tells it, with its test cases in their order. */
export interface ReadRun {
  /** By which the next import of the same file finds it again, within its environment. */
  readonly key: string;
  readonly content: RunContent;
  readonly cases: readonly ReadCase[];
}

/** What one file says: what happened, and what could be run. */
export interface ReadEmulation {
  /** In words: `Caldera operation report`. */
  readonly format: string;
  readonly runs: readonly ReadRun[];
  readonly tests: readonly EmulationTestContent[];
  readonly sequences: readonly EmulationSequenceContent[];
  /**
   * Things told item by item: steps that are no test of their own (cleanup), skipped abilities,
   * repeated rows, times without a zone. The classes `skipped` and `duplicates` are what the
   * report's figures of that name count; every other class is named in words.
   */
  readonly items: readonly ReportItem[];
  readonly unreadable: readonly Unreadable[];
  readonly warnings: readonly ImportWarning[];
}

/** A file that says nothing but what is given. */
export function aReading(
  given: Pick<ReadEmulation, "format"> & Partial<ReadEmulation>,
): ReadEmulation {
  return { runs: [], tests: [], sequences: [], items: [], unreadable: [], warnings: [], ...given };
}

/** A test case of which nothing is said but what is given: not assessed, not run, no time. */
export function aTestCaseContent(
  given: Pick<TestCaseContent, "source" | "testKey" | "name" | "written"> &
    Partial<TestCaseContent>,
): TestCaseContent {
  return testCaseContent.parse({
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
  });
}

/** What a runner says of an execution of which nothing is said but what is given. */
export function anExecution(given: Partial<Execution>): Execution {
  return { exitCode: null, status: null, user: null, processId: null, output: "", ...given };
}

/** A text cut to what a long field holds, with a word on what is missing. */
export function cutLong(text: string): string {
  const most = 99_900;
  return text.length <= most
    ? text
    : `${text.slice(0, most)}\n[${text.length - most} more characters]`;
}

/** A text cut to what a short field holds. */
export function cut(text: string): string {
  return text.slice(0, 500);
}
