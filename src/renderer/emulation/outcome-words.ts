import type {
  BlockSeen,
  ExpectedOutcome,
  Outcome,
  OutcomeCounts,
  TestCaseField,
} from "../../shared/model/emulation.ts";
import type { BarPart } from "../ui/StackedBar.tsx";

/** The seven outcomes as bars and legends order them: best first, what says nothing last. */
export const outcomes = [
  "blocked",
  "alerted",
  "logged",
  "missed",
  "error",
  "not-run",
  "not-assessed",
] as const satisfies readonly Outcome[];

/** The word that stands beside an outcome's swatch. */
export const outcomeWords: Readonly<Record<Outcome, string>> = {
  blocked: "Blocked",
  alerted: "Alerted",
  logged: "Logged only",
  missed: "Missed",
  error: "Test error",
  "not-run": "Not run",
  "not-assessed": "Not assessed",
};

/** The word for what the defence was meant to do. */
export const expectedWords: Readonly<Record<ExpectedOutcome, string>> = {
  block: "Block",
  alert: "Alert",
  log: "Log",
};

/** The parts of a bar of outcomes, in bar order. */
export function outcomeParts(counts: OutcomeCounts): readonly BarPart[] {
  return outcomes.map((outcome) => ({
    fill: `out-${outcome}`,
    word: outcomeWords[outcome],
    count: counts[outcome],
  }));
}

/** The key that gives each outcome. */
export const outcomeKeys: Readonly<Record<Outcome, string>> = {
  "not-assessed": "0",
  blocked: "1",
  alerted: "2",
  logged: "3",
  missed: "4",
  "not-run": "5",
  error: "6",
};

/** What of a block was seen, in words. */
export const seenWords: Readonly<Record<BlockSeen, string>> = {
  alert: "With an alert",
  log: "In the log",
  none: "Not seen",
};

/** The key that says what of a block was seen. */
export const seenKeys: Readonly<Record<BlockSeen, string>> = { alert: "7", log: "8", none: "9" };

/** The fields of a test case as its history and its bulk edits name them. */
export const caseFieldWords: Readonly<Record<TestCaseField, string>> = {
  source: "Source",
  testKey: "Test key",
  name: "Name",
  written: "Technique",
  tactic: "Tactic",
  group: "Group",
  host: "Host",
  platform: "Platform",
  executor: "Executor",
  command: "Command",
  assignee: "Assignee",
  startAt: "Start",
  endAt: "End",
  expected: "Expected",
  outcome: "Outcome",
  seen: "Seen",
  alertAt: "Alert",
  timed: "Held against the SLA",
  fired: "Detection",
  original: "The source's word",
  observations: "Tools",
  execution: "Execution",
  redNotes: "Red notes",
  blueNotes: "Blue notes",
  ownFields: "Own fields",
};
