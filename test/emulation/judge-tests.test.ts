import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { RunTestCase, TestRules } from "../../src/main/emulation/judge-tests.ts";
import { judgeTestsOf } from "../../src/main/emulation/judge-tests.ts";
import type { Outcome } from "../../src/shared/model/emulation.ts";
import { blockSeen, expectedOutcome, outcome } from "../../src/shared/model/emulation.ts";

const rules: TestRules = {
  slaMinutes: 15,
  validityDays: 180,
  logOnlyTactics: new Set(["discovery"]),
  platforms: new Set(),
  today: "2026-11-21",
};
const execution = { tactics: ["execution"] };

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

const judge = (own: readonly RunTestCase[], changes: Partial<TestRules> = {}, of = execution) =>
  judgeTestsOf(of, own, { ...rules, ...changes });
const later = (minutes: number, from: string) =>
  new Date(Date.parse(from) + minutes * 60_000).toISOString();

describe("one test case", () => {
  // Outcome, what was seen of a block, and what it is against an expected block, alert and log.
  test.each([
    ["blocked", "alert", ["met", "met", "met"]],
    ["blocked", "log", ["met", "prevented", "met"]],
    ["blocked", "none", ["met", "prevented", "prevented"]],
    ["blocked", null, ["met", "prevented", "prevented"]],
    ["alerted", null, ["unmet", "met", "met"]],
    ["logged", null, ["unmet", "unmet", "met"]],
    ["missed", null, ["unmet", "unmet", "unmet"]],
    ["not-assessed", null, [null, null, null]],
    ["not-run", null, [null, null, null]],
    ["error", null, [null, null, null]],
  ] as const)("%s and seen as %s stands as it should", (said, seen, standings) => {
    for (const [index, expected] of (["block", "alert", "log"] as const).entries()) {
      const { cases: judged } = judge([aCase({ outcome: said, seen, expected })]);
      expect(judged.map(({ standing }) => standing)).toEqual([standings[index]]);
    }
  });

  test("is expected to alert, and to leave a trace where every tactic is discovery", () => {
    const logged = aCase({ outcome: "logged" });
    expect(judge([logged]).verdict).toBe("none-met");
    expect(judge([logged], {}, { tactics: ["discovery"] }).verdict).toBe("all-met");
    expect(judge([logged], {}, { tactics: ["discovery", "execution"] }).verdict).toBe("none-met");
    expect(judge([logged], { logOnlyTactics: new Set(["execution"]) }).verdict).toBe("all-met");
  });

  test("whose alert came after the SLA counts as logged, to the second", () => {
    const one = aCase();
    const start = one.startAt ?? "";
    const alertAfter = (minutes: number, changes: Partial<RunTestCase> = {}) =>
      judge([{ ...one, alertAt: later(minutes, start), ...changes }]);
    expect(alertAfter(15)).toMatchObject({ verdict: "all-met", outcomes: { alerted: 1 } });
    expect(alertAfter(15 + 1 / 60)).toMatchObject({
      verdict: "none-met",
      outcomes: { alerted: 0, logged: 1 },
      cases: [{ isLate: true }],
    });
    expect(alertAfter(31, { expected: "log" }).verdict).toBe("all-met");
    expect(alertAfter(31, { outcome: "blocked", seen: "alert" })).toMatchObject({
      verdict: null,
      prevented: 1,
    });
  });

  test("whose time is not to be trusted is never late", () => {
    const one = aCase({ timed: false });
    expect(judge([{ ...one, alertAt: later(900, one.startAt ?? "") }]).verdict).toBe("all-met");
  });

  test("on a platform out of scope says nothing; one whose platform nobody knows does", () => {
    const linux = { platforms: new Set(["Linux"]) };
    expect(judge([aCase()], linux).cases).toEqual([]);
    expect(judge([aCase({ platform: "" })], linux).verdict).toBe("all-met");
    expect(judge([aCase({ platform: "Ubuntu 24.04" })], linux).verdict).toBe("all-met");
  });
});

describe("the test cases of a technique", () => {
  test("of a cloud's identities says nothing of its machines, whatever a runner calls it", () => {
    const scope = (name: string) => ({ platforms: new Set([name]) });
    const entra = aCase({ platform: "azure-ad" });
    expect(judge([entra], scope("IaaS")).verdict).toBeNull();
    expect(judge([entra], scope("Identity Provider")).verdict).toBe("all-met");
    expect(judge([entra], scope("Azure AD")).verdict).toBe("all-met");
  });

  test("hold by test, host and platform: the latest verdict of each", () => {
    const own = [
      aCase({ outcome: "missed" }),
      aCase({ outcome: "alerted" }),
      aCase({ outcome: "missed", host: "WS-015" }),
    ];
    expect(judge(own)).toMatchObject({ verdict: "some-met", met: 1, unmet: 1 });
    expect(judge(own.toReversed())).toEqual(judge(own));
  });

  test("tell one host from another whatever the case and the space around its name", () => {
    const own = [aCase({ outcome: "missed" }), aCase({ outcome: "alerted", host: " ws-014 " })];
    expect(judge(own)).toMatchObject({ verdict: "all-met", met: 1, unmet: 0 });
  });

  test("keep an earlier verdict where a later case has none", () => {
    for (const said of ["not-assessed", "not-run", "error"] as const) {
      const own = [aCase({ outcome: "missed" }), aCase({ outcome: said })];
      expect(judge(own)).toMatchObject({ verdict: "none-met", unmet: 1, latest: "missed" });
    }
  });

  test("show what still holds before what has gone stale, however new that is", () => {
    const failed = aCase({ endAt: "2020-01-01T10:00:00.000Z", outcome: "missed" });
    const worked = aCase({ endAt: "2021-01-01T10:00:00.000Z", testKey: "another" });
    expect(judge([failed, worked])).toMatchObject({
      verdict: "none-met",
      stale: 1,
      latest: "missed",
    });
    expect(judge([worked])).toMatchObject({ verdict: null, stale: 1, latest: "alerted" });
  });

  test("let a validation go stale the day after it is too old, and a failure stay", () => {
    const on = (day: string, said: Outcome) =>
      aCase({ startAt: null, endAt: `${day}T23:59:00.000Z`, outcome: said });
    // 180 days before 21 November 2026 is 25 May 2026.
    expect(judge([on("2026-05-25", "alerted")])).toMatchObject({ verdict: "all-met", stale: 0 });
    expect(judge([on("2026-05-24", "alerted")])).toMatchObject({
      verdict: null,
      stale: 1,
      lastMetAt: "2026-05-24T23:59:00.000Z",
    });
    expect(judge([on("2020-01-01", "missed")])).toMatchObject({ verdict: "none-met", stale: 0 });
  });

  test("without a time of their own stand at their run's", () => {
    const old = { startAt: null, endAt: null, runAt: "2020-01-01T00:00:00.000Z" };
    expect(judge([aCase(old)])).toMatchObject({ verdict: null, stale: 1 });
  });

  const anyCase = fc
    .record({
      outcome: fc.constantFrom(...outcome.options),
      seen: fc.option(fc.constantFrom(...blockSeen.options)),
      expected: fc.option(fc.constantFrom(...expectedOutcome.options)),
      host: fc.constantFrom("A", "B"),
      testKey: fc.constantFrom("one", "two"),
      age: fc.integer({ min: 0, max: 400 }),
      delay: fc.option(fc.integer({ min: 0, max: 40 })),
    })
    .map(({ age, delay, ...changes }) => {
      const at = new Date(Date.UTC(2026, 10, 21) - age * 86_400_000).toISOString();
      return aCase({
        ...changes,
        startAt: at,
        endAt: at,
        alertAt: delay === null ? null : later(delay, at),
      });
    });

  test("give the same whatever their order, and never more verdicts than places", () => {
    fc.assert(
      fc.property(
        fc
          .array(anyCase, { maxLength: 12 })
          .chain((own) =>
            fc.tuple(
              fc.constant(own),
              fc.shuffledSubarray(own, { minLength: own.length, maxLength: own.length }),
            ),
          ),
        ([own, shuffled]) => {
          const judged = judge(own);
          expect(judge(shuffled)).toEqual(judged);
          const { met, unmet, prevented, stale, outcomes } = judged;
          const held = met + unmet + prevented + stale;
          expect(held).toBeLessThanOrEqual(4);
          expect(Object.values(outcomes).reduce((sum, count) => sum + count, 0)).toBe(held);
        },
      ),
    );
  });

  test("change nothing when what is added is no verdict", () => {
    const verdictOf = (own: readonly RunTestCase[]) => {
      const { cases: _cases, waiting: _waiting, ...said } = judge(own);
      return said;
    };
    fc.assert(
      fc.property(
        fc.array(anyCase, { maxLength: 8 }),
        fc.constantFrom("not-assessed", "not-run", "error"),
        (own, said) => {
          expect(verdictOf([...own, aCase({ outcome: said, host: "A", testKey: "one" })])).toEqual(
            verdictOf(own),
          );
        },
      ),
    );
  });

  test("are validated only where each of them that holds met what was expected", () => {
    fc.assert(
      fc.property(fc.array(anyCase, { maxLength: 12 }), (own) => {
        const { verdict, cases: judged } = judge(own);
        const held = judged.flatMap(({ standing }) => standing ?? []);
        const isMet = held.includes("met");
        const isUnmet = held.includes("unmet");
        expect(verdict).toBe(
          isMet ? (isUnmet ? "some-met" : "all-met") : isUnmet ? "none-met" : null,
        );
      }),
    );
  });
});
