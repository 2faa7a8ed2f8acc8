import type { Run } from "../../shared/model/emulation.ts";
import type { EmulationTrends, RunTrend, TacticTrend } from "../../shared/model/test-meaning.ts";
import { countedCase } from "../../shared/model/test-meaning.ts";
import type { CountableCase } from "./count-outcomes.ts";
import { countCases, countOutcomes } from "./count-outcomes.ts";
import type { RunTestCase } from "./judge-tests.ts";
import type { TestReading } from "./look-up-technique.ts";

/** What trends are computed from. */
export interface TrendsInput {
  readonly runs: readonly Run[];
  readonly cases: readonly RunTestCase[];
  readonly reading: TestReading;
  /** Takes times to alert too that are not held against the SLA. */
  readonly withUntimed: boolean;
}

/**
 * What the outcomes of some runs say together.
 *
 * Every case counts, also one whose verdict a later one took the place of: it says what was so then.
 */
export function findTrends({ runs, cases, reading, withUntimed }: TrendsInput): EmulationTrends {
  const counted = countCases(cases, reading, withUntimed);
  const byRun = new Map<number, CountableCase[]>();
  for (const one of counted) {
    const known = byRun.get(one.runId);
    if (known === undefined) byRun.set(one.runId, [one]);
    else known.push(one);
  }
  return {
    all: countOutcomes(counted),
    tactics: reading.releases.flatMap(({ knowledge: { domain, tactics } }): TacticTrend[] => {
      const ofDomain = counted.filter((one) => one.domain === domain);
      if (ofDomain.length === 0) return [];
      return tactics.map(({ shortname, name }) => ({
        domain,
        shortname,
        name,
        ...countOutcomes(ofDomain.filter((one) => one.tactics.includes(shortname))),
      }));
    }),
    unplaced: counted.filter(({ techniqueId }) => techniqueId === null).length,
    runs: runs.toSorted(earliestFirst).map(({ id, name, startedAt }): RunTrend => ({
      runId: id,
      name,
      startedAt,
      ...countOutcomes(byRun.get(id) ?? []),
    })),
    cases: counted.map((one) => countedCase.parse(one)),
    slaMinutes: reading.rules.slaMinutes,
  };
}

function earliestFirst(a: Run, b: Run): number {
  if (a.startedAt === null || b.startedAt === null) {
    return Number(a.startedAt === null) - Number(b.startedAt === null) || a.id - b.id;
  }
  return Date.parse(a.startedAt) - Date.parse(b.startedAt) || a.id - b.id;
}
