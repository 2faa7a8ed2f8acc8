import type { TechniqueId } from "../../shared/model/attack-id.ts";
import type { EmulationTest } from "../../shared/model/emulation-test.ts";
import type { ExpectedOutcome, Run, TestCase } from "../../shared/model/emulation.ts";

/** A test case with what is known of its test, its technique and what should see it. */
export interface PlannedCase {
  readonly testCase: TestCase;
  /** Null where the library does not hold its test. */
  readonly test: EmulationTest | null;
  /** Null where no release of the workspace holds its technique. */
  readonly technique: {
    readonly id: TechniqueId;
    /** With its parent's name before it. */
    readonly name: string;
    readonly tactics: readonly string[];
  } | null;
  readonly expected: ExpectedOutcome;
  /** Enabled detections of its environment that name the technique. */
  readonly detections: readonly string[];
}

/** A run with everything that is printed or scripted of it. */
export interface RunPlan {
  readonly run: Run;
  readonly cases: readonly PlannedCase[];
  /** Text and colour of the marking; an empty text is none. */
  readonly marking: { readonly text: string; readonly colour: string };
  /** Name and version of the program. */
  readonly tool: string;
}

/** A run as far as the writers for runners need it. */
export type WrittenPlan = Pick<RunPlan, "run" | "cases" | "tool"> &
  Partial<Pick<RunPlan, "marking">>;

/** The hosts of a plan, in the order in which they come; a case without one has none. */
export function hostsOf(cases: readonly PlannedCase[]): string[] {
  return [...new Set(cases.map(({ testCase }) => testCase.host))].filter((host) => host !== "");
}

/** What a test case is called: by its name, else by its key. */
export function nameOf({ testCase: { name, testKey } }: PlannedCase): string {
  return name === "" ? testKey : name;
}

/** Whether a key is the GUID of an atomic: an index or a log may know a test by its name alone. */
export function isGuid(key: string): boolean {
  return /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i.test(key);
}
