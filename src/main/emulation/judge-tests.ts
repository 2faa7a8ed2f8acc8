import type { TechniqueId } from "../../shared/model/attack-id.ts";
import type {
  BlockSeen,
  ExpectedOutcome,
  FiredDetection,
  Outcome,
  TechniqueTests,
  TestSource,
  TestStanding,
} from "../../shared/model/emulation.ts";
import type { Knowledge, KnownTechnique } from "../catalogue/knowledge.ts";
import type { TechniqueReader } from "../coverage/naming.ts";
import { readTestPlatforms } from "./test-platforms.ts";

/** A test case as far as coverage depends on it. */
export interface RunTestCase {
  readonly id: number;
  readonly runId: number;
  readonly run: string;
  readonly environmentId: number;
  readonly environment: string;
  readonly source: TestSource;
  readonly testKey: string;
  readonly name: string;
  /** Technique ID as written; empty where the source names none. */
  readonly written: string;
  readonly host: string;
  readonly platform: string;
  readonly startAt: string | null;
  readonly endAt: string | null;
  /** When its run ended, began or was made known: stands in where the case has no time. */
  readonly runAt: string;
  readonly expected: ExpectedOutcome | null;
  readonly outcome: Outcome;
  readonly seen: BlockSeen | null;
  readonly alertAt: string | null;
  /** Whether the alert's time is held against the SLA. */
  readonly timed: boolean;
  readonly fired: FiredDetection | null;
}

/** What of an assessment decides what a test says. */
export interface TestRules {
  /** An alert later than this after the start counts as logged. */
  readonly slaMinutes: number;
  /** Days for which a validation holds. */
  readonly validityDays: number;
  /** Tactics, by short name, of whose techniques a trace in the log is enough. */
  readonly logOnlyTactics: ReadonlySet<string>;
  /** Platforms in scope; empty = every platform. */
  readonly platforms: ReadonlySet<string>;
  /** The day on which it is asked, such as `2026-11-21`. */
  readonly today: string;
}

/** A test case of a technique with what it says. */
export interface JudgedCase {
  readonly testCase: RunTestCase;
  readonly expected: ExpectedOutcome;
  /** When its verdict was found. */
  readonly at: string;
  readonly isLate: boolean;
  /** Null where a later verdict took its place, or it is no verdict. */
  readonly standing: TestStanding | null;
}

/** What the tests of a technique say together, with each of them, latest first. */
export interface JudgedTests extends TechniqueTests {
  readonly cases: readonly JudgedCase[];
}

const day = 86_400_000;

/** A test case as it counts, whatever came later. */
export interface ReadCase {
  readonly testCase: RunTestCase;
  readonly expected: ExpectedOutcome;
  /** When its verdict was found. */
  readonly at: string;
  /** A late alert counts as logged. */
  readonly outcome: Outcome;
  readonly seen: BlockSeen | null;
  readonly isLate: boolean;
  /** Null where the outcome is no verdict. */
  readonly compared: Exclude<TestStanding, "stale"> | null;
}

/** Reads a test case by what is usually expected of its technique, and by the SLA. */
export function readCase(
  testCase: RunTestCase,
  usual: ExpectedOutcome,
  slaMinutes: number,
): ReadCase {
  const expected = testCase.expected ?? usual;
  const read = readOutcome(testCase, slaMinutes);
  return {
    testCase,
    expected,
    at: testCase.endAt ?? testCase.startAt ?? testCase.alertAt ?? testCase.runAt,
    ...read,
    compared: compareWithExpected(expected, read.outcome, read.seen),
  };
}

/** Whether the defence raised an alert: alerted, or blocked with an alert. */
export function isAlert({
  outcome,
  seen,
}: {
  readonly outcome: Outcome;
  readonly seen: BlockSeen | null;
}): boolean {
  return outcome === "alerted" || (outcome === "blocked" && seen === "alert");
}

/** What the defence did, once the clock is asked. */
function readOutcome(
  { outcome, seen, alertAt, startAt, timed }: RunTestCase,
  slaMinutes: number,
): { readonly outcome: Outcome; readonly seen: BlockSeen | null; readonly isLate: boolean } {
  const isLate =
    isAlert({ outcome, seen }) &&
    timed &&
    alertAt !== null &&
    startAt !== null &&
    Date.parse(alertAt) - Date.parse(startAt) > slaMinutes * 60_000;
  if (!isLate) return { outcome, seen, isLate };
  return outcome === "alerted"
    ? { outcome: "logged", seen: null, isLate }
    : { outcome, seen: "log", isLate };
}

/** Whether an outcome says what the defence did; the others never change a level. */
export function isVerdict(
  outcome: Outcome,
): outcome is "blocked" | "alerted" | "logged" | "missed" {
  return (
    outcome === "blocked" || outcome === "alerted" || outcome === "logged" || outcome === "missed"
  );
}

/** Whether the defence did what was expected; null where the outcome is no verdict. */
function compareWithExpected(
  expected: ExpectedOutcome,
  outcome: Outcome,
  seen: BlockSeen | null,
): Exclude<TestStanding, "stale"> | null {
  if (!isVerdict(outcome)) return null;
  const isAlerted = isAlert({ outcome, seen });
  const isSeen = isAlerted || outcome === "logged" || (outcome === "blocked" && seen === "log");
  const isMet = { block: outcome === "blocked", alert: isAlerted, log: isSeen }[expected];
  if (isMet) return "met";
  return outcome === "blocked" ? "prevented" : "unmet";
}

/** The default expectation: an alert, and a trace where all its tactics ask no more. */
export function expectedFor(
  { tactics }: Pick<KnownTechnique, "tactics">,
  logOnlyTactics: ReadonlySet<string>,
): ExpectedOutcome {
  return tactics.length > 0 && tactics.every((tactic) => logOnlyTactics.has(tactic))
    ? "log"
    : "alert";
}

/** What tells one test on one machine from another. */
export function placeOf({ environmentId, source, testKey, host, platform }: RunTestCase): string {
  const words = [testKey, host, platform].map((word) => word.trim().toLowerCase());
  return JSON.stringify([environmentId, source, ...words]);
}

/** Tells which test cases are in scope; thousands of them name a handful of platforms. */
function scopeReader(platforms: ReadonlySet<string>): (testCase: RunTestCase) => boolean {
  if (platforms.size === 0) return () => true;
  const known = new Map<string, boolean>();
  return ({ platform }) => {
    const before = known.get(platform);
    if (before !== undefined) return before;
    const names = readTestPlatforms(platform);
    const isIn = names.length === 0 || names.some((name) => platforms.has(name));
    known.set(platform, isIn);
    return isIn;
  };
}

/**
 * What the test cases of one technique say together.
 *
 * Of each test, host and platform the latest verdict holds; what is no verdict hides none. A block
 * that was not seen as expected is `prevented`: it neither lifts nor fails.
 */
export function judgeTestsOf(
  technique: Pick<KnownTechnique, "tactics">,
  cases: readonly RunTestCase[],
  rules: TestRules,
): JudgedTests {
  const usual = expectedFor(technique, rules.logOnlyTactics);
  const oldest = Date.parse(rules.today) - rules.validityDays * day;
  const held = new Set<string>();
  const counts: Record<TestStanding, number> = { met: 0, unmet: 0, prevented: 0, stale: 0 };
  const outcomes = { blocked: 0, alerted: 0, logged: 0, missed: 0 };
  let lastMetAt: string | null = null;
  const latest: { now: Outcome | null; stale: Outcome | null } = { now: null, stale: null };
  const judged = cases
    .filter(scopeReader(rules.platforms))
    .map((testCase) => readCase(testCase, usual, rules.slaMinutes))
    .sort(latestFirst)
    .map(({ testCase, expected, at, outcome, isLate, compared }): JudgedCase => {
      const place = placeOf(testCase);
      if (compared === null || held.has(place)) {
        return { testCase, expected, at, isLate, standing: null };
      }
      held.add(place);
      const isStale = compared === "met" && Date.parse(at.slice(0, 10)) < oldest;
      const standing = isStale ? "stale" : compared;
      counts[standing] += 1;
      latest[isStale ? "stale" : "now"] ??= outcome;
      if (isVerdict(outcome)) outcomes[outcome] += 1;
      if (compared === "met" && (lastMetAt === null || at > lastMetAt)) lastMetAt = at;
      return { testCase, expected, at, isLate, standing };
    });
  const { met, unmet } = counts;
  return {
    verdict: met + unmet === 0 ? null : unmet === 0 ? "all-met" : met > 0 ? "some-met" : "none-met",
    ...counts,
    lastMetAt,
    outcomes,
    latest: latest.now ?? latest.stale,
    waiting: judged.filter(({ testCase }) => testCase.outcome === "not-assessed").length,
    cases: judged,
  };
}

interface Dated {
  readonly at: string;
  readonly testCase: RunTestCase;
}

/** The order in which verdicts hold: by moment, then by number, the latest first. */
export function latestFirst(a: Dated, b: Dated): number {
  if (a.at !== b.at) return Date.parse(b.at) - Date.parse(a.at) || b.testCase.id - a.testCase.id;
  return b.testCase.id - a.testCase.id;
}

/** What the tests of a release's techniques say; a technique without a test case is left out. */
export function judgeTests(
  { techniques }: Knowledge,
  cases: readonly RunTestCase[],
  read: TechniqueReader,
  rules: TestRules,
): Map<TechniqueId, JudgedTests> {
  const byTechnique = new Map<TechniqueId, RunTestCase[]>();
  for (const testCase of cases) {
    const { techniqueId } = read(testCase.environmentId, testCase.written);
    if (techniqueId === null) continue;
    const known = byTechnique.get(techniqueId);
    if (known === undefined) byTechnique.set(techniqueId, [testCase]);
    else known.push(testCase);
  }
  const judged = new Map<TechniqueId, JudgedTests>();
  for (const [id, own] of byTechnique) {
    const technique = techniques.get(id);
    if (technique === undefined) continue;
    const tests = judgeTestsOf(technique, own, rules);
    if (tests.cases.length > 0) judged.set(id, tests);
  }
  return judged;
}
