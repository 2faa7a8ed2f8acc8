import type { OutcomeCounts } from "../../shared/model/emulation.ts";
import type { CountedCase, OutcomeFigures, TimeToAlert } from "../../shared/model/test-meaning.ts";
import type { RunTestCase } from "./judge-tests.ts";
import { expectedFor, isAlert, isVerdict, readCase } from "./judge-tests.ts";
import type { TestReading } from "./look-up-technique.ts";
import { lookUpTechnique } from "./look-up-technique.ts";

/** A test case as figures count it, with whether its alert is in no time to alert. */
export interface CountableCase extends CountedCase {
  /** It raised an alert whose time is not held against the SLA. */
  readonly isUntimed: boolean;
}

/**
 * Reads test cases for figures.
 *
 * `withUntimed`: takes times too that are not held against the SLA, as VECTR's are not.
 */
export function countCases(
  cases: readonly RunTestCase[],
  { releases, rules }: TestReading,
  withUntimed: boolean,
): CountableCase[] {
  return cases.map((testCase) => {
    const { environmentId, written } = testCase;
    const found = lookUpTechnique(releases, environmentId, written);
    const usual = found === null ? "alert" : expectedFor(found.technique, rules.logOnlyTactics);
    const read = readCase(testCase, usual, rules.slaMinutes);
    const raised = isAlert(testCase);
    return {
      caseId: testCase.id,
      runId: testCase.runId,
      name: testCase.name,
      host: testCase.host,
      written,
      domain: found?.domain ?? null,
      techniqueId: found?.technique.id ?? null,
      technique: found?.name ?? null,
      tactics: [...(found?.technique.tactics ?? [])],
      at: read.at,
      expected: read.expected,
      outcome: read.outcome,
      seen: read.seen,
      late: read.isLate,
      standing: read.compared,
      detected: isAlert(read),
      secondsToAlert: raised && (testCase.timed || withUntimed) ? secondsToAlert(testCase) : null,
      isUntimed: raised && !testCase.timed && secondsToAlert(testCase) !== null,
    };
  });
}

/** From start to alert, in seconds; null where one of them is missing, or the alert came first. */
function secondsToAlert({ startAt, alertAt }: RunTestCase): number | null {
  if (startAt === null || alertAt === null) return null;
  const seconds = (Date.parse(alertAt) - Date.parse(startAt)) / 1000;
  return seconds < 0 ? null : seconds;
}

/** How many test cases have each outcome before one is counted. */
export function noOutcomes(): Record<keyof OutcomeCounts, number> {
  return {
    "not-assessed": 0,
    blocked: 0,
    alerted: 0,
    logged: 0,
    missed: 0,
    "not-run": 0,
    error: 0,
  };
}

/** Counts the outcomes of test cases. */
export function countOutcomes(cases: readonly CountableCase[]): OutcomeFigures {
  const outcomes = noOutcomes();
  const counts = { verdicts: 0, detected: 0, met: 0, untimed: 0 };
  for (const { outcome, detected, standing, isUntimed } of cases) {
    outcomes[outcome] += 1;
    if (isVerdict(outcome)) counts.verdicts += 1;
    if (detected) counts.detected += 1;
    if (standing === "met") counts.met += 1;
    if (isUntimed) counts.untimed += 1;
  }
  return {
    cases: cases.length,
    outcomes,
    ...counts,
    timeToAlert: timeToAlertOf(cases.flatMap(({ secondsToAlert: seconds }) => seconds ?? [])),
  };
}

/** Median and nearest-rank 90th percentile of some times; null where there is none. */
function timeToAlertOf(seconds: readonly number[]): TimeToAlert | null {
  const sorted = seconds.toSorted((a, b) => a - b);
  const middle = sorted.length / 2;
  const [low, high] = [sorted[Math.ceil(middle) - 1], sorted[Math.floor(middle)]];
  const most = sorted[Math.ceil(sorted.length * 0.9) - 1];
  if (low === undefined || high === undefined || most === undefined) return null;
  return { cases: sorted.length, medianSeconds: (low + high) / 2, percentile90Seconds: most };
}
