import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { aTestCaseContent } from "../../src/main/emulation/read-emulation.ts";
import { judgeTestsOf } from "../../src/main/emulation/judge-tests.ts";
import {
  describeRun,
  formatSpan,
  isOneDay,
  readTypedMoment,
  writeMoment,
} from "../../src/renderer/emulation/case-times.ts";
import { newCase, newCaseOfTest, newOwnCase } from "../../src/renderer/emulation/new-case.ts";
import {
  bestOfTools,
  countOutcomes,
  countValues,
  everyCase,
  filterCases,
  inOrder,
  isLate,
  moveCase,
  nextNotAssessed,
  noTechniques,
  orderByTactic,
  orderByTime,
} from "../../src/renderer/emulation/run-cases.ts";
import type { Observation, Outcome, TestCase } from "../../src/shared/model/emulation.ts";
import { blockSeen, outcome, testCaseContent } from "../../src/shared/model/emulation.ts";
import { testedTechnique } from "../../src/shared/model/run-effect.ts";

let made = 0;
const aCase = (given: Partial<TestCase> = {}): TestCase => {
  made += 1;
  return {
    ...aTestCaseContent({ source: "own", testKey: "key", name: "Test", written: "T1082" }),
    id: made,
    runId: 1,
    uuid: "00000000-0000-4000-8000-000000000000",
    position: made,
    importId: null,
    edited: [],
    evidence: 0,
    ...given,
  };
};

const at = (seconds: number) => new Date(Date.UTC(2026, 10, 12, 9, 0, seconds)).toISOString();
const moments = fc.option(fc.integer({ min: 0, max: 3600 }).map(at), { nil: null });

describe("an alert", () => {
  test("is late on the page exactly where it is late for the level", () => {
    fc.assert(
      fc.property(
        fc.record({
          outcome: fc.constantFrom(...outcome.options),
          seen: fc.option(fc.constantFrom(...blockSeen.options), { nil: null }),
          startAt: moments,
          alertAt: moments,
          timed: fc.boolean(),
        }),
        fc.integer({ min: 1, max: 45 }),
        (given, slaMinutes) => {
          const testCase = aCase(given);
          const rules = {
            slaMinutes,
            validityDays: 180,
            logOnlyTactics: new Set<string>(),
            platforms: new Set<string>(),
            today: "2026-11-13",
          };
          const run = { run: "", environmentId: 1, environment: "Main", runAt: at(0) };
          const judged = judgeTestsOf({ tactics: [] }, [{ ...testCase, ...run }], rules);
          expect(isLate(testCase, slaMinutes)).toBe(judged.cases[0]?.isLate);
        },
      ),
    );
  });

  test("at the SLA to the second is in time", () => {
    const testCase = aCase({ outcome: "alerted", startAt: at(0), alertAt: at(900) });
    expect(isLate(testCase, 15)).toBe(false);
    expect(isLate({ ...testCase, alertAt: at(901) }, 15)).toBe(true);
  });
});

describe("the tools of a test case", () => {
  const observations = fc.array(
    fc.record({
      tool: fc.constantFrom("EDR", "SIEM", "NDR"),
      outcome: fc.constantFrom(...outcome.options),
      seen: fc.option(fc.constantFrom(...blockSeen.options), { nil: null }),
      alertAt: moments,
      fired: fc.option(
        fc.record({ id: fc.constant(null), name: fc.constantFrom("Run key", "LSASS") }),
        { nil: null },
      ),
      note: fc.constant(""),
    }),
    { maxLength: 4 },
  );

  test("say together the best that one of them says, and the first alert", () => {
    const rank: Readonly<Record<Outcome, number>> = {
      blocked: 4,
      alerted: 3,
      logged: 2,
      missed: 1,
      "not-run": 0,
      error: 0,
      "not-assessed": 0,
    };
    fc.assert(
      fc.property(observations, (each: Observation[]) => {
        const verdict = bestOfTools(each);
        const best = Math.max(0, ...each.map((one) => rank[one.outcome]));
        expect(verdict === null ? 0 : rank[verdict.outcome]).toBe(best);
        if (verdict === null) return;
        const alerts = each.flatMap(({ alertAt }) => alertAt ?? []).sort();
        expect(verdict.alertAt).toBe(alerts[0] ?? null);
        if (verdict.outcome !== "blocked") expect(verdict.seen).toBeNull();
      }),
    );
  });

  test("make a block seen where another of them saw it", () => {
    const tool = (given: Partial<Observation>): Observation => ({
      tool: "EDR",
      outcome: "not-assessed",
      seen: null,
      alertAt: null,
      fired: null,
      note: "",
      ...given,
    });
    const blocked = tool({ outcome: "blocked", seen: "none" });
    expect(bestOfTools([blocked])).toMatchObject({ outcome: "blocked", seen: "none" });
    expect(bestOfTools([blocked, tool({ outcome: "logged" })])?.seen).toBe("log");
    const fired = { id: 7, name: "Run key" };
    expect(bestOfTools([blocked, tool({ outcome: "alerted", alertAt: at(9), fired })])).toEqual({
      outcome: "blocked",
      seen: "alert",
      alertAt: at(9),
      fired,
    });
    expect(bestOfTools([tool({ outcome: "error" })])).toBeNull();
  });
});

describe("the list of a run", () => {
  const technique = testedTechnique.parse({
    written: "T1547.001",
    domain: "enterprise-attack",
    techniqueId: "T1547.001",
    name: "Registry Run Keys / Startup Folder",
    parentName: "Boot or Logon Autostart Execution",
    tactics: [
      { shortname: "persistence", name: "Persistence", place: 4 },
      { shortname: "privilege-escalation", name: "Privilege Escalation", place: 5 },
    ],
    platforms: ["Windows"],
    expected: "alert",
  });
  const techniques = new Map([["T1547.001", technique]]);

  test("is narrowed by outcome, host, technique, tactic and lateness together", () => {
    const late = aCase({
      written: "T1547.001",
      host: "WS-014",
      outcome: "alerted",
      startAt: at(0),
      alertAt: at(1000),
    });
    const other = aCase({ tactic: "Discovery", host: "SRV-003", outcome: "missed" });
    const cases = [late, other];
    const found = (filter: Partial<typeof everyCase>) =>
      filterCases(cases, { ...everyCase, ...filter }, techniques, 15);
    expect(found({})).toBe(cases);
    expect(found({ outcome: "late" })).toEqual([late]);
    expect(found({ outcome: "missed" })).toEqual([other]);
    expect(found({ tactic: "privilege-escalation" })).toEqual([late]);
    expect(found({ tactic: "Discovery" })).toEqual([other]);
    expect(found({ technique: "T1547.001", host: "SRV-003" })).toEqual([]);
  });

  test("counts each outcome and each value once for every test case", () => {
    const cases = [aCase({ host: "B" }), aCase({ host: "A", outcome: "blocked" }), aCase({})];
    expect(countOutcomes(cases)).toMatchObject({ "not-assessed": 2, blocked: 1, missed: 0 });
    expect(countValues(cases, ({ host }) => [{ id: host, name: host }])).toEqual([
      { value: "A", label: "A", cases: 1 },
      { value: "B", label: "B", cases: 1 },
    ]);
  });

  test("goes on to the next that is not assessed, around the end, and never to the same", () => {
    const [a, b, c] = [aCase(), aCase({ outcome: "missed" }), aCase()];
    expect(nextNotAssessed([a, b, c], 0)).toBe(c);
    expect(nextNotAssessed([a, b, c], 2)).toBe(a);
    expect(nextNotAssessed([a, b], 0)).toBeUndefined();
  });

  test("moves a test case past the neighbour that is shown", () => {
    const cases = [aCase(), aCase(), aCase(), aCase()];
    const [a, b, c, d] = cases.map(({ id }) => id);
    expect(moveCase(cases, b ?? 0, 1)).toEqual([a, c, b, d]);
    expect(moveCase(cases, b ?? 0, -1)).toEqual([b, a, c, d]);
    expect(moveCase(cases, a ?? 0, -1)).toBeNull();
    const shown = cases.filter(({ id }) => id !== b);
    expect(moveCase(cases, c ?? 0, -1, shown)).toEqual([c, a, b, d]);
  });

  test("is put in the order of time or of the matrix, what has neither last", () => {
    const cases = [
      aCase({ startAt: null, written: "" }),
      aCase({ startAt: at(9), written: "T1547.001" }),
      aCase({ startAt: at(3), written: "T9999" }),
    ];
    const [a, b, c] = cases.map(({ id }) => id);
    expect(orderByTime(cases)).toEqual([c, b, a]);
    expect(orderByTactic(cases, techniques)).toEqual([b, a, c]);
    expect(orderByTactic(cases, noTechniques)).toEqual([a, b, c]);
    const ordered = inOrder(cases, [c ?? 0]);
    expect(ordered.map(({ id }) => id)).toEqual([c, a, b]);
    expect(ordered.map(({ position }) => position)).toEqual([0, 1, 2]);
  });
});

describe("a time", () => {
  test("is read back as it was written", () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 4_000_000_000 }), (seconds) => {
        const iso = new Date(seconds * 1000).toISOString();
        // The hour that a zone has twice a year is written once.
        const text = writeMoment(iso);
        expect(writeMoment(readTypedMoment(text, new Date(0)) ?? null)).toBe(text);
      }),
    );
  });

  test("without a day is of the day that it stands beside, and nonsense is none", () => {
    const near = new Date(2026, 10, 12, 23, 59);
    const local = (...parts: readonly [number, number, number?]) =>
      new Date(2026, 10, 12, ...parts).toISOString();
    expect(readTypedMoment("9:47", near)).toBe(local(9, 47));
    expect(readTypedMoment(" 09:47:04 ", near)).toBe(local(9, 47, 4));
    expect(readTypedMoment("0947", near)).toBe(local(9, 47));
    expect(readTypedMoment("2026-11-12", near)).toBe(local(0, 0));
    expect(readTypedMoment("", near)).toBeNull();
    for (const wrong of ["25:00", "09:60", "2026-02-30 10:00", "soon", "2026-11-12 9"]) {
      expect(readTypedMoment(wrong, near)).toBeUndefined();
    }
  });

  test("span is minutes and seconds, then hours, then days, and can lie before the start", () => {
    expect([3, 72, 1865, 7500, 273_600].map((seconds) => formatSpan(seconds * 1000))).toEqual([
      "00:03",
      "01:12",
      "31:05",
      "2:05:00",
      "3 d 04:00:00",
    ]);
    expect(formatSpan(-30_000)).toBe("−00:30");
  });

  test("of a run says in one line when, with what, where and how far", () => {
    const cases = [
      { host: "WS-014", outcome: "missed" },
      { host: "ws-014", outcome: "not-assessed" },
      { host: "", outcome: "error" },
    ] as const;
    const run = { startedAt: "2026-11-12T09:00:00.000Z", tool: "Caldera" };
    expect(describeRun(run, cases, 15)).toBe(
      "12 November 2026, Caldera, 1 host. Alert SLA 15 minutes. 2 of 3 assessed.",
    );
    expect(describeRun({ startedAt: null, tool: "" }, [], 1)).toBe(
      "Alert SLA 1 minute. 0 of 0 assessed.",
    );
  });

  test("of day is enough where all fell on one", () => {
    const noon = new Date(2026, 10, 12, 12).toISOString();
    expect(isOneDay([])).toBe(true);
    expect(isOneDay([noon, new Date(2026, 10, 12, 1).toISOString()])).toBe(true);
    expect(isOneDay([noon, new Date(2026, 10, 13, 12).toISOString()])).toBe(false);
  });
});

describe("a new test case", () => {
  test("is what the contract takes, and says nothing yet", () => {
    const content = newCase({ source: "own", testKey: "k", name: "n", written: "T1082" });
    expect(testCaseContent.parse(content)).toEqual(
      aTestCaseContent({ source: "own", testKey: "k", name: "n", written: "T1082" }),
    );
  });

  test("by hand is told from another by its name, and of the library by the test's key", () => {
    expect(newOwnCase("T1082", "whoami", "WS-014")).toMatchObject({
      source: "own",
      testKey: "whoami",
      host: "WS-014",
    });
    const test = {
      id: 1,
      importId: 1,
      source: "atomic" as const,
      key: "e55be3fd",
      name: "Reg Key Run",
      description: "",
      written: ["T1547.001", "T1112"],
      tactic: null,
      version: null,
      executors: [
        {
          platforms: ["windows"],
          name: "command_prompt",
          command: "REG ADD",
          cleanup: "",
          elevated: null,
        },
      ],
      inputs: [],
      prerequisites: [],
      network: [],
      file: "T1547.001.yaml",
    };
    expect(newCaseOfTest(test, "Reg Key Run", "WS-014")).toMatchObject({
      source: "atomic",
      testKey: "e55be3fd",
      written: "T1547.001",
      platform: "windows",
      executor: "command_prompt",
      command: "REG ADD",
      outcome: "not-assessed",
    });
  });
});
