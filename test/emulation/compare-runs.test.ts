import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { compareRuns } from "../../src/main/emulation/compare-runs.ts";
import type { RunTestCase } from "../../src/main/emulation/judge-tests.ts";
import type { RunChange } from "../../src/shared/model/test-meaning.ts";
import { blockSeen, expectedOutcome, outcome } from "../../src/shared/model/emulation.ts";
import { countsOf } from "./counts.ts";

const reading = {
  releases: [],
  rules: {
    slaMinutes: 15,
    validityDays: 180,
    logOnlyTactics: new Set(["discovery"]),
    platforms: new Set<string>(),
    today: "2026-11-21",
  },
};

let cases = 0;

/** A case of one test on one host, each a minute later than the one before. */
function aCase(changes: Partial<RunTestCase> = {}): RunTestCase {
  cases += 1;
  const at = new Date(Date.UTC(2026, 10, 1, 9, cases)).toISOString();
  return {
    id: cases,
    runId: 1,
    run: "Purple week",
    environmentId: 1,
    environment: "Main",
    source: "atomic",
    testKey: "f3132740-55bc-48c4-bcc0-758a459cd027",
    name: "Mimikatz",
    written: "T1059.001",
    host: "WS-014",
    platform: "windows",
    startAt: at,
    endAt: at,
    runAt: "2026-11-01T08:00:00.000Z",
    expected: null,
    outcome: "alerted",
    seen: null,
    alertAt: null,
    timed: true,
    fired: null,
    ...changes,
  };
}

type Said = Pick<RunTestCase, "outcome" | "seen">;
const changeFrom = (
  before: Partial<RunTestCase>,
  after: Partial<RunTestCase>,
): RunChange | undefined =>
  compareRuns({ before: [aCase(before)], after: [aCase(after)], reading, byHost: false }).tests[0]
    ?.change;

describe("a test in two runs", () => {
  // From worst to best, by what was expected.
  const missed: Said = { outcome: "missed", seen: null };
  const logged: Said = { outcome: "logged", seen: null };
  const alerted: Said = { outcome: "alerted", seen: null };
  const silent: Said = { outcome: "blocked", seen: "none" };
  const traced: Said = { outcome: "blocked", seen: "log" };
  const told: Said = { outcome: "blocked", seen: "alert" };
  test.each([
    ["alert", [missed, logged, silent, traced, alerted, told]],
    ["log", [missed, silent, logged, traced, alerted, told]],
    ["block", [missed, logged, alerted, silent, traced, told]],
  ] as const)(
    "whose expected outcome is %s gets better in the order of the rule",
    (said, order) => {
      for (const [index, before] of order.entries()) {
        for (const [other, after] of order.entries()) {
          const change = other === index ? "same" : other > index ? "better" : "worse";
          expect(changeFrom({ ...before, expected: said }, { ...after, expected: said })).toBe(
            change,
          );
        }
      }
    },
  );

  test("whose alert came too late regressed from one in time", () => {
    const late = { startAt: "2026-11-02T09:00:00.000Z", alertAt: "2026-11-02T09:31:00.000Z" };
    expect(changeFrom({}, late)).toBe("worse");
    expect(changeFrom({}, { ...late, timed: false })).toBe("same");
  });

  test("that has no verdict on one side is told apart, and hides no verdict", () => {
    expect(changeFrom({}, { outcome: "not-assessed" })).toBe("no-verdict");
    const after = [aCase({ outcome: "missed" }), aCase({ outcome: "error" })];
    const { tests } = compareRuns({ before: [aCase()], after, reading, byHost: false });
    expect(tests).toMatchObject([{ change: "worse", after: { outcome: "missed" } }]);
  });

  test("speaks for its worst host, unless hosts are told apart", () => {
    const before = [aCase(), aCase({ host: "WS-015" })];
    const after = [aCase(), aCase({ host: "ws-015 ", outcome: "missed" })];
    const together = compareRuns({ before, after, reading, byHost: false });
    expect(together.tests).toMatchObject([{ change: "worse", after: { hosts: 2 } }]);
    const apart = compareRuns({ before, after, reading, byHost: true });
    expect(apart.tests.map(({ change }) => change)).toEqual(["same", "worse"]);
  });

  test("in several runs of a side has the latest verdict", () => {
    const before = [aCase({ runId: 1, outcome: "missed" }), aCase({ runId: 2 })];
    const { tests } = compareRuns({ before, after: [aCase()], reading, byHost: false });
    expect(tests).toMatchObject([{ change: "same", before: { runId: 2 } }]);
  });
});

describe("two runs", () => {
  const someCase = fc
    .record({
      testKey: fc.constantFrom("a", "b", "c", "d"),
      host: fc.constantFrom("WS-1", "WS-2"),
      outcome: fc.constantFrom(...outcome.options),
      seen: fc.option(fc.constantFrom(...blockSeen.options)),
      expected: fc.option(fc.constantFrom(...expectedOutcome.options)),
      minute: fc.integer({ min: 0, max: 9 }),
    })
    .map(({ minute, seen, ...changes }) => {
      const at = new Date(Date.UTC(2026, 9, 1, 9, minute)).toISOString();
      return aCase({ ...changes, seen: changes.outcome === "blocked" ? seen : null, endAt: at });
    });
  const someRun = fc.array(someCase, { maxLength: 12 });
  const turned: Readonly<Record<RunChange, RunChange>> = {
    better: "worse",
    worse: "better",
    mixed: "mixed",
    same: "same",
    "only-before": "only-after",
    "only-after": "only-before",
    "no-verdict": "no-verdict",
  };

  test("compared the other way round say the opposite of every test", () => {
    fc.assert(
      fc.property(someRun, someRun, fc.boolean(), (before, after, byHost) => {
        const there = compareRuns({ before, after, reading, byHost });
        const back = compareRuns({ before: after, after: before, reading, byHost });
        expect(back.before).toEqual(there.after);
        expect(countsOf(back.tests, ({ change }) => change)).toEqual(
          countsOf(there.tests, ({ change }) => turned[change]),
        );
      }),
    );
  });

  test("that are one and the same change nothing", () => {
    fc.assert(
      fc.property(someRun, fc.boolean(), (run, byHost) => {
        const { before, after, tests } = compareRuns({ before: run, after: run, reading, byHost });
        expect(before).toEqual(after);
        expect(
          tests.every(
            ({ change, before: side }) =>
              change === (side?.standing === null ? "no-verdict" : "same"),
          ),
        ).toBe(true);
      }),
    );
  });

  test("sum to their tests, each told once", () => {
    fc.assert(
      fc.property(someRun, someRun, (before, after) => {
        const { tests } = compareRuns({ before, after, reading, byHost: false });
        const keys = new Set([...before, ...after].map(({ testKey }) => testKey));
        expect(tests.map(({ testKey }) => testKey).sort()).toEqual([...keys].sort());
      }),
    );
  });
});
