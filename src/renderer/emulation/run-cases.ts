import type {
  BlockSeen,
  ExpectedOutcome,
  Observation,
  Outcome,
  OutcomeCounts,
  TestCase,
  TestCaseContent,
} from "../../shared/model/emulation.ts";
import type { TestedTechnique } from "../../shared/model/run-effect.ts";

/** What the IDs of a run's test cases mean, by ID as written. */
export type TestedTechniques = ReadonlyMap<string, TestedTechnique>;

/** Techniques before the question was answered. */
export const noTechniques: TestedTechniques = new Map();

/** From the start of a test to its alert, in milliseconds; null where either is unknown. */
export function alertDelay({
  startAt,
  alertAt,
}: Pick<TestCase, "startAt" | "alertAt">): number | null {
  return startAt === null || alertAt === null ? null : Date.parse(alertAt) - Date.parse(startAt);
}

/** Whether its alert came later than the SLA, so that it counts as logged. */
export function isLate(
  testCase: Pick<TestCase, "outcome" | "seen" | "timed" | "startAt" | "alertAt">,
  slaMinutes: number,
): boolean {
  const { outcome, seen, timed } = testCase;
  const isAlert = outcome === "alerted" || (outcome === "blocked" && seen === "alert");
  const delay = alertDelay(testCase);
  return isAlert && timed && delay !== null && delay > slaMinutes * 60_000;
}

/** Test cases by outcome; the seven sum to all. */
export function countOutcomes(cases: readonly Pick<TestCase, "outcome">[]): OutcomeCounts {
  const counts = {
    "not-assessed": 0,
    blocked: 0,
    alerted: 0,
    logged: 0,
    missed: 0,
    "not-run": 0,
    error: 0,
  };
  for (const { outcome } of cases) counts[outcome] += 1;
  return counts;
}

/** What the test cases of a run are narrowed to; null narrows nothing. */
export interface CaseFilter {
  readonly outcome: Outcome | "late" | null;
  readonly host: string | null;
  /** A technique's ID, or an ID as written. */
  readonly technique: string | null;
  /** Short name of a tactic, or the source's own word. */
  readonly tactic: string | null;
  readonly assignee: string | null;
  readonly group: string | null;
}

/** A filter that lets every test case through. */
export const everyCase: CaseFilter = {
  outcome: null,
  host: null,
  technique: null,
  tactic: null,
  assignee: null,
  group: null,
};

/** The test cases that a filter lets through. */
export function filterCases(
  cases: readonly TestCase[],
  filter: CaseFilter,
  techniques: TestedTechniques,
  slaMinutes: number,
): readonly TestCase[] {
  if (Object.values(filter).every((wanted) => wanted === null)) return cases;
  return cases.filter((testCase) => {
    const { outcome, host, written, assignee, group } = testCase;
    return (
      (filter.outcome === null ||
        (filter.outcome === "late" ? isLate(testCase, slaMinutes) : filter.outcome === outcome)) &&
      (filter.host === null || filter.host === host) &&
      (filter.technique === null ||
        filter.technique === (techniques.get(written)?.techniqueId ?? written)) &&
      (filter.tactic === null ||
        tacticsOf(testCase, techniques).some(({ id }) => id === filter.tactic)) &&
      (filter.assignee === null || filter.assignee === assignee) &&
      (filter.group === null || filter.group === group)
    );
  });
}

/** The tactics of a test case: its technique's, else the word of its source. */
export function tacticsOf(
  { written, tactic }: Pick<TestCase, "written" | "tactic">,
  techniques: TestedTechniques,
): readonly { readonly id: string; readonly name: string; readonly place: number }[] {
  const known = techniques.get(written);
  if (known !== undefined) {
    return known.tactics.map(({ shortname, name, place }) => ({ id: shortname, name, place }));
  }
  return tactic === null || tactic === "" ? [] : [{ id: tactic, name: tactic, place: Infinity }];
}

/** One value that test cases have, with how many have it. */
export interface ValueCount {
  readonly value: string;
  readonly label: string;
  readonly cases: number;
}

/** The different values of test cases, each with its number, by label. */
export function countValues(
  cases: readonly TestCase[],
  valuesOf: (testCase: TestCase) => readonly { readonly id: string; readonly name: string }[],
): readonly ValueCount[] {
  const counts = new Map<string, { label: string; cases: number }>();
  for (const testCase of cases) {
    for (const { id, name } of valuesOf(testCase)) {
      if (id === "") continue;
      const known = counts.get(id);
      if (known === undefined) counts.set(id, { label: name, cases: 1 });
      else known.cases += 1;
    }
  }
  return [...counts]
    .map(([value, rest]) => ({ value, ...rest }))
    .sort((a, b) => (a.label < b.label ? -1 : a.label > b.label ? 1 : 0));
}

/** The test case that is not assessed after a place in a list, from its start if none follows. */
export function nextNotAssessed(cases: readonly TestCase[], after: number): TestCase | undefined {
  const count = cases.length;
  for (let step = 1; step < count; step += 1) {
    const candidate = cases[(after + step) % count];
    if (candidate?.outcome === "not-assessed") return candidate;
  }
  return undefined;
}

const bestFirst = ["blocked", "alerted", "logged", "missed"] as const;
const seenFirst = ["alert", "log", "none"] as const satisfies readonly BlockSeen[];

/** What of a test case its tools say together. */
export type ToolsVerdict = Pick<TestCaseContent, "outcome" | "seen" | "alertAt" | "fired">;

/**
 * The best outcome of several tools: Blocked, then Alerted, Logged, Missed; null where no tool says
 * one of these. A block was seen as the best of the tools saw it, and the first alert is the alert.
 */
export function bestOfTools(observations: readonly Observation[]): ToolsVerdict | null {
  const outcome = bestFirst.find((each) => observations.some((one) => one.outcome === each));
  if (outcome === undefined) return null;
  const sights = new Set(
    observations.map((one) =>
      one.outcome === "alerted" ? "alert" : one.outcome === "logged" ? "log" : one.seen,
    ),
  );
  const alerts = observations
    .filter(({ alertAt }) => alertAt !== null)
    .sort((a, b) => ((a.alertAt ?? "") < (b.alertAt ?? "") ? -1 : 1));
  const fired = (alerts.length > 0 ? alerts : observations).find((one) => one.fired !== null);
  return {
    outcome,
    seen: outcome === "blocked" ? (seenFirst.find((each) => sights.has(each)) ?? null) : null,
    alertAt: alerts[0]?.alertAt ?? null,
    fired: fired?.fired ?? null,
  };
}

/** What is expected of the defence: what somebody said, else what the technique's tactics ask. */
export function expectedOf(
  { expected, written }: Pick<TestCase, "expected" | "written">,
  techniques: TestedTechniques,
): ExpectedOutcome {
  return expected ?? techniques.get(written)?.expected ?? "alert";
}

/** The order by start; those without one keep their place behind the others. */
export function orderByTime(cases: readonly TestCase[]): readonly number[] {
  return sortedBy(cases, ({ startAt }) => (startAt === null ? Infinity : Date.parse(startAt)));
}

/** The order of the tactics in the matrix, by each test case's first; of no tactic last. */
export function orderByTactic(
  cases: readonly TestCase[],
  techniques: TestedTechniques,
): readonly number[] {
  const placeOf = (testCase: TestCase) =>
    Math.min(Infinity, ...tacticsOf(testCase, techniques).map(({ place }) => place));
  return sortedBy(cases, placeOf);
}

function sortedBy(
  cases: readonly TestCase[],
  keyOf: (testCase: TestCase) => number,
): readonly number[] {
  return cases
    .map((testCase, index) => ({ id: testCase.id, key: keyOf(testCase), index }))
    .sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : a.index - b.index))
    .map(({ id }) => id);
}

/** The order after one test case was put before or behind its neighbour; null at the ends. */
export function moveCase(
  cases: readonly TestCase[],
  id: number,
  by: -1 | 1,
  shown: readonly TestCase[] = cases,
): readonly number[] | null {
  const neighbour = shown[shown.findIndex((each) => each.id === id) + by];
  if (neighbour === undefined || !shown.some((each) => each.id === id)) return null;
  const rest = cases.map((each) => each.id).filter((each) => each !== id);
  const place = rest.indexOf(neighbour.id) + (by === 1 ? 1 : 0);
  return [...rest.slice(0, place), id, ...rest.slice(place)];
}

/** Test cases in an order, with their places. */
export function inOrder(cases: readonly TestCase[], ids: readonly number[]): readonly TestCase[] {
  const byId = new Map(cases.map((testCase) => [testCase.id, testCase]));
  const named = new Set(ids);
  const rest = cases.filter(({ id }) => !named.has(id)).map(({ id }) => id);
  return [...ids, ...rest]
    .flatMap((id) => byId.get(id) ?? [])
    .map((testCase, position) => ({ ...testCase, position }));
}
