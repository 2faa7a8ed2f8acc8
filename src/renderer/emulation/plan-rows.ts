import type { LibraryTest } from "../../shared/model/emulation-test.ts";
import type { ExpectedOutcome } from "../../shared/model/emulation.ts";
import type { InputValue, PlannedTest, Suggestion } from "../../shared/model/test-plan.ts";

/** One line of a plan that is being made: what to test, by which test, where and by whom. */
export interface PlanRow {
  readonly id: string;
  readonly suggestion: Suggestion;
  /** Null where the library has no test for it, or none was chosen. */
  readonly testId: number | null;
  /** Null = the first that suits the host, else the platforms asked for. */
  readonly executor: number | null;
  readonly host: string;
  /** Empty = as the test names it. */
  readonly platform: string;
  readonly assignee: string;
  /** Null = by the technique's tactics. */
  readonly expected: ExpectedOutcome | null;
  readonly inputs: readonly InputValue[];
  /** Whether somebody put it there: another source leaves it. */
  readonly byHand: boolean;
}

/** What of a row somebody sets. */
export type PlanRowChange = Partial<
  Pick<PlanRow, "testId" | "executor" | "host" | "platform" | "assignee" | "expected" | "inputs">
>;

function keyOf({ domain, techniqueId, name, missing }: Suggestion): string {
  return techniqueId === null ? `${missing ?? ""} ${name}` : `${domain ?? ""} ${techniqueId}`;
}

/** A suggestion as a row, with the most fitting of its tests. */
export function rowOf(suggestion: Suggestion, id: string, byHand: boolean): PlanRow {
  return {
    id,
    suggestion,
    testId: suggestion.tests[0]?.testId ?? null,
    executor: null,
    host: "",
    platform: "",
    assignee: "",
    expected: null,
    inputs: [],
    byHand,
  };
}

/**
 * Rows for what is suggested now. What somebody added stays behind them; of what was there before
 * by the same technique, hosts and people stay, and its test where it is still offered.
 */
export function rowsOf(
  suggestions: readonly Suggestion[],
  before: readonly PlanRow[],
): readonly PlanRow[] {
  const earlier = new Map<string, PlanRow[]>();
  for (const row of before) {
    if (row.byHand) continue;
    const key = keyOf(row.suggestion);
    const like = earlier.get(key);
    if (like === undefined) earlier.set(key, [row]);
    else like.push(row);
  }
  const rows = suggestions.map((suggestion, index): PlanRow => {
    const row = rowOf(suggestion, `s${String(index)}`, false);
    const known = earlier.get(keyOf(suggestion))?.shift();
    if (known === undefined) return row;
    const { host, assignee, expected } = known;
    const isOffered = suggestion.tests.some(({ testId }) => testId === known.testId);
    return isOffered ? { ...known, id: row.id, suggestion } : { ...row, host, assignee, expected };
  });
  return [...rows, ...before.filter(({ byHand }) => byHand)];
}

/** Rows with some of them changed; another test begins with its usual executor and own inputs. */
export function changeRows(
  rows: readonly PlanRow[],
  ids: ReadonlySet<string>,
  change: PlanRowChange,
): readonly PlanRow[] {
  return rows.map((row) => {
    if (!ids.has(row.id)) return row;
    const isOther = change.testId !== undefined && change.testId !== row.testId;
    return { ...row, ...(isOther ? { executor: null, inputs: [], platform: "" } : {}), ...change };
  });
}

/** Rows with some of them one place further up (-1) or down (1), as a block. */
export function moveRows(
  rows: readonly PlanRow[],
  ids: ReadonlySet<string>,
  by: -1 | 1,
): readonly PlanRow[] {
  const order = by === -1 ? [...rows] : [...rows].reverse();
  for (const [index, row] of order.entries()) {
    const before = order[index - 1];
    if (!ids.has(row.id) || before === undefined || ids.has(before.id)) continue;
    order[index - 1] = row;
    order[index] = before;
  }
  return by === -1 ? order : order.reverse();
}

/** Rows in the order of the tactics given; those of none stand last, equal ones as they were. */
export function orderByTactic(
  rows: readonly PlanRow[],
  tactics: readonly string[],
): readonly PlanRow[] {
  const placeOf = ({ suggestion: { tactic } }: PlanRow) => {
    const place = tactic === null ? -1 : tactics.indexOf(tactic);
    return place === -1 ? tactics.length : place;
  };
  return [...rows].sort((a, b) => placeOf(a) - placeOf(b));
}

/** Rows with each of some of them once for every host. */
export function spreadOverHosts(
  rows: readonly PlanRow[],
  ids: ReadonlySet<string>,
  hosts: readonly string[],
  nextId: () => string,
): readonly PlanRow[] {
  return rows.flatMap((row) =>
    ids.has(row.id) && hosts.length > 0
      ? hosts.map((host, index) =>
          index === 0 ? { ...row, host } : { ...row, host, id: nextId(), byHand: true },
        )
      : [row],
  );
}

/** What a host's own platforms say against a test; null where they agree or nobody knows. */
export function warnOfPlatform(
  { host }: Pick<PlanRow, "host">,
  test: Pick<LibraryTest, "attackPlatforms"> | undefined,
  assets: ReadonlyMap<string, readonly string[]>,
): string | null {
  const own = assets.get(host.trim().toLowerCase());
  if (test === undefined || own === undefined || own.length === 0) return null;
  if (test.attackPlatforms.length === 0) return null;
  if (test.attackPlatforms.some((platform) => own.includes(platform))) return null;
  return `${host} is ${own.join(", ")}; the test runs on ${test.attackPlatforms.join(", ")}.`;
}

/**
 * What the command makes test cases of: rows that have a test, in their order.
 *
 * `hosts` are ATT&CK platforms by names in lower case; other hosts are of the platforms asked for.
 */
export function plannedTests(
  rows: readonly PlanRow[],
  hosts: ReadonlyMap<string, readonly string[]>,
  platforms: readonly string[],
): PlannedTest[] {
  return rows.flatMap((row) => {
    const { suggestion, testId, executor, host, platform, assignee, expected, inputs } = row;
    if (testId === null) return [];
    const offered = suggestion.tests.find((test) => test.testId === testId);
    return [
      {
        testId,
        executor,
        platforms: [...(hosts.get(host.trim().toLowerCase()) ?? platforms)],
        written: suggestion.techniqueId ?? offered?.written ?? "",
        tactic: suggestion.tactic,
        group: "",
        host,
        platform,
        assignee,
        expected,
        inputs: [...inputs],
      },
    ];
  });
}
