import type {
  ComparedSide,
  ComparedTechnique,
  ComparedTest,
  ComparedVerdict,
  RunChange,
  RunComparison,
} from "../../shared/model/test-meaning.ts";
import type { ReadCase, RunTestCase } from "./judge-tests.ts";
import { expectedFor, isAlert, latestFirst, placeOf, readCase } from "./judge-tests.ts";
import type { FoundTechnique, TestReading } from "./look-up-technique.ts";
import { lookUpTechnique } from "./look-up-technique.ts";

/** What a comparison is of: the test cases of one or several runs on each side. */
export interface CompareInput {
  readonly before: readonly RunTestCase[];
  readonly after: readonly RunTestCase[];
  readonly reading: TestReading;
  /** Whether a test on one host is told from the same test on another. */
  readonly byHost: boolean;
}

interface KnownCase extends ReadCase {
  readonly found: FoundTechnique | null;
}

const standingRank = { unmet: 0, prevented: 1, met: 2 } as const;

/** Of verdicts that stand alike, what the defence did, from the worst to the best. */
function outcomeRank({ outcome, seen }: ReadCase): number {
  switch (outcome) {
    case "missed":
      return 1;
    case "logged":
      return 2;
    case "blocked":
      return seen === "alert" ? 6 : seen === "log" ? 4 : 3;
    case "alerted":
      return 5;
    case "not-assessed":
    case "not-run":
    case "error":
      return 0;
  }
}

/**
 * How good a verdict is; null where it is none.
 *
 * What was expected decides first: met is better than prevented, and that than unmet. Where two
 * stand alike, from best to worst: blocked with an alert, alerted, blocked with a trace, blocked
 * unseen, logged, missed.
 */
function rankOf(read: ReadCase): number | null {
  return read.compared === null ? null : standingRank[read.compared] * 10 + outcomeRank(read);
}

/** One test on one side: the latest verdict of each place, the worst of them speaking for it. */
interface TestOnSide {
  readonly speaking: KnownCase;
  readonly rank: number | null;
  readonly hosts: number;
}

function keyOf({ source, testKey, host }: RunTestCase, byHost: boolean): string {
  const words = [testKey, ...(byHost ? [host] : [])].map((word) => word.trim().toLowerCase());
  return JSON.stringify([source, ...words]);
}

function sideOf(
  cases: readonly RunTestCase[],
  { releases, rules }: TestReading,
  byHost: boolean,
): Map<string, TestOnSide> {
  const held = new Map<string, Map<string, KnownCase>>();
  const read = cases
    .map((testCase): KnownCase => {
      const found = lookUpTechnique(releases, testCase.environmentId, testCase.written);
      const usual = found === null ? "alert" : expectedFor(found.technique, rules.logOnlyTactics);
      return { ...readCase(testCase, usual, rules.slaMinutes), found };
    })
    .sort(latestFirst);
  for (const one of read) {
    const key = keyOf(one.testCase, byHost);
    const places = held.get(key) ?? new Map<string, KnownCase>();
    held.set(key, places);
    const place = placeOf(one.testCase);
    const known = places.get(place);
    // What is no verdict hides none.
    if (known === undefined || (known.compared === null && one.compared !== null)) {
      places.set(place, one);
    }
  }
  return new Map(
    [...held].map(([key, places]) => {
      const all = [...places.values()];
      const judged = all.filter(({ compared }) => compared !== null);
      const [first, ...others] = judged.length > 0 ? judged : all;
      if (first === undefined) throw new Error("a key comes with a case");
      const speaking = others.reduce(
        (worst, one) => ((rankOf(one) ?? 0) < (rankOf(worst) ?? 0) ? one : worst),
        first,
      );
      const hosts = new Set(all.map(({ testCase }) => testCase.host.trim().toLowerCase())).size;
      return [key, { speaking, rank: rankOf(speaking), hosts }];
    }),
  );
}

function changeOf(before: TestOnSide | undefined, after: TestOnSide | undefined): RunChange {
  if (before === undefined) return "only-after";
  if (after === undefined) return "only-before";
  if (before.rank === null || after.rank === null) return "no-verdict";
  if (after.rank === before.rank) return "same";
  return after.rank > before.rank ? "better" : "worse";
}

function verdictOf(side: TestOnSide | undefined): ComparedVerdict | null {
  if (side === undefined) return null;
  const { testCase, at, expected, outcome, seen, isLate, compared } = side.speaking;
  return {
    caseId: testCase.id,
    runId: testCase.runId,
    run: testCase.run,
    host: testCase.host,
    at,
    expected,
    outcome,
    seen,
    late: isLate,
    standing: compared,
    hosts: side.hosts,
  };
}

/** The tests of two runs, or two sets of runs, beside each other: what got better, what worse. */
export function compareRuns({ before, after, reading, byHost }: CompareInput): RunComparison {
  const [first, second] = [before, after].map((cases) => sideOf(cases, reading, byHost));
  if (first === undefined || second === undefined) throw new Error("two sides were given");
  const keys = [...new Set([...first.keys(), ...second.keys()])];
  const tests = keys
    .flatMap((key): ComparedTest[] => {
      const [own, other] = [first.get(key), second.get(key)];
      const speaking = (other ?? own)?.speaking;
      if (speaking === undefined) return [];
      const { testCase, found } = speaking;
      return [
        {
          source: testCase.source,
          testKey: testCase.testKey,
          name: testCase.name,
          host: byHost ? testCase.host : null,
          written: testCase.written,
          domain: found?.domain ?? null,
          techniqueId: found?.technique.id ?? null,
          technique: found?.name ?? null,
          before: verdictOf(own),
          after: verdictOf(other),
          change: changeOf(own, other),
        },
      ];
    })
    .sort(byName);
  return {
    before: figuresOf([...first.values()]),
    after: figuresOf([...second.values()]),
    tests,
    techniques: compareTechniques(tests),
  };
}

function byName(a: ComparedTest, b: ComparedTest): number {
  const [one, other] = [a, b].map(({ written, name, testKey, host }) =>
    JSON.stringify([written, name, testKey, host]),
  );
  return (one ?? "") < (other ?? "") ? -1 : 1;
}

function figuresOf(side: readonly TestOnSide[]): ComparedSide {
  const judged = side.filter(({ rank }) => rank !== null).map(({ speaking }) => speaking);
  return {
    tests: side.length,
    verdicts: judged.length,
    met: judged.filter(({ compared }) => compared === "met").length,
    detected: judged.filter(isAlert).length,
  };
}

/**
 * Techniques by their tests: better where some of those with a verdict on both sides got better and
 * none worse, worse the other way round, mixed where both.
 */
function compareTechniques(tests: readonly ComparedTest[]): ComparedTechnique[] {
  const byTechnique = new Map<string, ComparedTest[]>();
  for (const test of tests) {
    if (test.techniqueId === null) continue;
    const key = `${test.domain ?? ""} ${test.techniqueId}`;
    const known = byTechnique.get(key);
    if (known === undefined) byTechnique.set(key, [test]);
    else known.push(test);
  }
  return [...byTechnique.values()].flatMap((own): ComparedTechnique[] => {
    const [first] = own;
    if (first === undefined || first.domain === null || first.techniqueId === null) return [];
    const { domain, techniqueId, technique } = first;
    const count = (change: RunChange) => own.filter((test) => test.change === change).length;
    const [better, worse, same] = [count("better"), count("worse"), count("same")];
    const metOn = (side: "before" | "after") => {
      const verdicts = own.flatMap((test) => test[side]?.standing ?? []);
      return {
        met: verdicts.filter((standing) => standing === "met").length,
        verdicts: verdicts.length,
      };
    };
    const isOn = (side: "before" | "after") => own.some((test) => test[side] !== null);
    return [
      {
        domain,
        techniqueId,
        technique: technique ?? techniqueId,
        before: metOn("before"),
        after: metOn("after"),
        better,
        worse,
        same,
        change:
          better > 0 && worse > 0
            ? "mixed"
            : better > 0
              ? "better"
              : worse > 0
                ? "worse"
                : same > 0
                  ? "same"
                  : !isOn("before")
                    ? "only-after"
                    : !isOn("after")
                      ? "only-before"
                      : "no-verdict",
      },
    ];
  });
}
