import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { buildPlan } from "../../src/main/plan/build-plan.ts";
import { chooseLogSources } from "../../src/main/plan/choose-log-sources.ts";
import { drawCurve, reckonInvestment } from "../../src/main/plan/curve.ts";
import { capacityHundredths, effortHundredths, workingDaysFor } from "../../src/main/plan/days.ts";
import { emptyPlan } from "../../src/main/plan/stored-plan.ts";
import { askTarget, askWhatIf } from "../../src/main/plan/what-if.ts";
import type { Plan, PlanItem, PlanSettings } from "../../src/shared/model/plan.ts";
import { techniqueId } from "../../src/shared/model/attack-id.ts";
import {
  aChosenActor,
  aDetection,
  aKnowledge,
  anActor,
  aQuestion,
  aTechnique,
  enterprise,
} from "./builders.ts";
import { answerAssessment } from "../../src/main/assessments/answer.ts";
import { anEntry, environmentWith } from "../telemetry/builders.ts";
import type { WorkParts } from "./plan-builders.ts";
import {
  anySourceMarks,
  anyWork,
  anyWorkforce,
  aPlanInput,
  aSourceMark,
  idsOf,
  settings,
  today,
} from "./plan-builders.ts";

const order = ["30", "60", "90", "beyond"];
const at = (window: string) => order.indexOf(window);

const plan = (
  gaps: readonly WorkParts[],
  changes: Partial<PlanSettings> = {},
  others: Parameters<typeof aPlanInput>[2] = {},
) => buildPlan(aPlanInput(gaps, changes, others));

const windowsOf = ({ items }: Plan) =>
  Object.fromEntries(
    order.map((window) => [window, idsOf(items.filter((item) => item.window === window))]),
  );

const itemOf = ({ items }: Plan, id: string): PlanItem => {
  const item = items.find(({ techniqueId: own }) => own === id);
  if (item === undefined) throw new Error(`${id} is no item`);
  return item;
};

describe("days and people", () => {
  it("are reckoned in hundredths: effort rounded up, capacity down", () => {
    expect([0.5, 0.301, 0, 2].map(effortHundredths)).toEqual([50, 31, 0, 200]);
    // 2 × 20 × 100 %; 3 × 21.7 × 33.3 % = 21.6783; 1 × 20 × 15 / 30.
    const all = { engineers: 2, timeShare: 100, workingDays: 20 };
    expect(capacityHundredths(all, 30)).toBe(4000);
    expect(capacityHundredths({ engineers: 3, timeShare: 33.3, workingDays: 21.7 }, 30)).toBe(2167);
    expect(capacityHundredths({ ...all, engineers: 1 }, 15)).toBe(1000);
    // 2.5 person-days by two engineers, and by two at half of their time.
    expect(workingDaysFor(250, { engineers: 2, timeShare: 100 })).toBe(2);
    expect(workingDaysFor(250, { engineers: 2, timeShare: 50 })).toBe(3);
  });
});

describe("the windows of a plan", () => {
  // One engineer with 10 working days in a window.
  const one = { engineers: 1, workingDays: 10 };

  it("are filled by priority, and what does not fit is beyond", () => {
    const gaps = Array.from({ length: 16 }, (_, index) => ({ id: `T${1001 + index}` }));
    const made = plan(gaps, one);
    expect(windowsOf(made)).toEqual({
      "30": idsOf(made.items.slice(0, 5)),
      "60": idsOf(made.items.slice(5, 10)),
      "90": idsOf(made.items.slice(10, 15)),
      beyond: ["T1016"],
    });
    expect(made.items.map(({ techniqueId: id }) => id)).toEqual(gaps.map(({ id }) => id));
    expect(
      made.windows.map(({ plannedDays, expected }) => [plannedDays, expected.covered]),
    ).toEqual([
      [10, 5],
      [10, 10],
      [10, 15],
      [2, 16],
    ]);
  });

  it("begin on the plan's first day and last 30 days each", () => {
    const { windows, items } = plan([{ id: "T1001" }], { startsOn: "2027-01-30" });
    expect(windows.map(({ from, until }) => [from, until])).toEqual([
      ["2027-01-30", "2027-02-28"],
      ["2027-03-01", "2027-03-30"],
      ["2027-03-31", "2027-04-29"],
      [null, null],
    ]);
    expect(items[0]?.dueOn).toBe("2027-02-28");
  });

  it("hold a log source no later than the gaps that wait for it, and pay it once", () => {
    const blind = { reason: "no-telemetry" as const, needs: ["Sysmon"] };
    // 8 + 2 days fill the first window; the second gap needs its own work alone.
    const made = plan([{ id: "T1001", ...blind }, { id: "T1002", ...blind }, { id: "T1003" }], one);
    expect(windowsOf(made)).toMatchObject({ "30": ["T1001"], "60": ["T1002", "T1003"] });
    expect(made.logSources).toMatchObject([{ name: "Sysmon", window: "30", days: 8 }]);
    expect(made.windows.map(({ plannedDays }) => plannedDays)).toEqual([10, 4, 0, 0]);
  });

  it("let a rule follow its log source where one window does not hold both", () => {
    const made = plan([{ id: "T1001", reason: "rule-blind", needs: ["Zeek"] }], {
      ...one,
      workingDays: 9,
    });
    expect(made.logSources).toMatchObject([{ name: "Zeek", window: "30" }]);
    expect(itemOf(made, "T1001")).toMatchObject({ window: "60", startsIn: "60" });
  });

  it("let what is larger than every window go through several, and say so", () => {
    const made = plan([{ id: "T1001", mark: { effortDays: 14 } }, { id: "T1002" }], one);
    expect(itemOf(made, "T1001")).toMatchObject({ startsIn: "30", window: "60", effortDays: 14 });
    expect(itemOf(made, "T1002")).toMatchObject({ startsIn: "60", window: "60" });
  });

  it("take nothing more once they are over", () => {
    const made = plan([{ id: "T1001" }], { startsOn: "2026-10-01" });
    // Day 51 of the plan: the window of 30 days is over.
    expect(made.assumptions).toContain(
      "The window of 30 days ended on 2026-10-30: nothing more is planned in it.",
    );
    expect(itemOf(made, "T1001").window).toBe("60");
  });
});

describe("a log source of the plan", () => {
  const waiting: WorkParts[] = [
    { id: "T1001", reason: "no-telemetry", needs: ["Zeek"] },
    { id: "T1002", reason: "no-telemetry", needs: ["Zeek", "Sysmon"] },
    { id: "T1003" },
  ];
  const withMark = (changes: Parameters<typeof aSourceMark>[1], name = "Zeek") =>
    plan(waiting, {}, { logSourceMarks: [aSourceMark(name, changes)] });

  it("that is done costs no more days, and its gaps go on with their rules", () => {
    const before = plan(waiting);
    expect(before.curve.at(-1)?.personDays).toBe(8 + 3 * 2);
    expect(itemOf(before, "T1001").steps).toEqual([
      { kind: "log-source", task: "Collect Zeek", days: 8, window: "30", state: "next" },
      { kind: "rule", task: "Write a rule", days: 2, window: "30", state: "waits" },
      { kind: "test", task: "Test it", days: null, window: "30", state: "waits" },
    ]);
    const done = withMark({ status: "done", doneOn: "2026-11-20" });
    expect(done.curve.at(-1)?.personDays).toBe(3 * 2);
    expect(done.windows[0]?.plannedDays).toBe(3 * 2);
    expect(itemOf(done, "T1001").steps.map(({ state }) => state)).toEqual([
      ...["done", "next", "waits"],
    ]);
    // Done within the plan, its days were spent there.
    expect(withMark({ status: "done", doneOn: today }).windows[0]?.plannedDays).toBe(8 + 3 * 2);
  });

  it("that is not to be collected takes its gaps out, but for those that another one opens", () => {
    const dropped = withMark({ status: "dropped" });
    expect(itemOf(dropped, "T1001")).toMatchObject({ window: "beyond", dueOn: null });
    expect(itemOf(dropped, "T1001").steps.map(({ state }) => state)).toEqual([
      ...["dropped", "waits", "waits"],
    ]);
    expect(itemOf(dropped, "T1002")).toMatchObject({ window: "30", logSource: "Sysmon" });
    // One that no gap needs can be taken in again all the same.
    expect(withMark({ status: "dropped" }, "Sysmon").logSources).toMatchObject([
      { name: "Zeek", window: "30" },
      { name: "Sysmon", window: "beyond", opens: [], status: "dropped" },
    ]);
    expect(dropped.curve.at(-1)).toMatchObject({ top: 2, personDays: 8 + 2 * 2 });
    expect(dropped.assumptions.join("\n")).toContain(
      "1 log source is not to be collected: 1 gap that nothing else opens left the windows.",
    );
  });

  it("stands in the window of its due day, and no rule comes before it", () => {
    const later = withMark({ dueOn: "2027-01-05" });
    expect(later.logSources[0]).toMatchObject({ name: "Zeek", window: "60", dueFixed: true });
    expect(windowsOf(later)).toEqual({
      "30": ["T1003"],
      "60": ["T1001", "T1002"],
      "90": [],
      beyond: [],
    });
    // After every window: what waits for it is beyond, and the plan pays nothing.
    const last = withMark({ dueOn: "2027-06-01" });
    expect(windowsOf(last)).toMatchObject({ "30": ["T1003"], beyond: ["T1001", "T1002"] });
    expect(last.windows[0]?.plannedDays).toBe(2);
    expect(withMark({ dueOn: "2026-11-01" }).logSources[0]?.slip).toEqual({
      kind: "overdue",
      days: 20,
    });
  });
});

describe("what the analyst fixed", () => {
  const one = { engineers: 1, workingDays: 10 };
  const gaps = ["T1001", "T1002", "T1003", "T1004", "T1005", "T1006"].map((id) => ({ id }));
  const withMark = (id: string, mark: WorkParts["mark"]) =>
    gaps.map((gap) => (gap.id === id && mark !== undefined ? { ...gap, mark } : gap));

  it("stays where it was put, and the others are planned around it", () => {
    const made = plan(withMark("T1006", { window: "30" }), one);
    expect(windowsOf(made)).toMatchObject({
      "30": ["T1001", "T1002", "T1003", "T1004", "T1006"],
      "60": ["T1005"],
    });
    expect(itemOf(made, "T1006").windowFixed).toBe(true);
  });

  it("may go over a window's capacity, which is shown and moves nothing", () => {
    const all = gaps.map((gap) => ({ ...gap, mark: { window: "60" as const } }));
    const made = plan(all, one);
    expect(windowsOf(made)["60"]).toHaveLength(6);
    expect(made.windows[1]).toMatchObject({ plannedDays: 12, capacityDays: 10, overDays: 2 });
    expect(made.assumptions.join()).toContain("2 person-days over its capacity");
  });

  it("pulls its log source before it", () => {
    const made = plan(
      [
        { id: "T1001" },
        { id: "T1002", reason: "no-telemetry", needs: ["Zeek"], mark: { window: "30" } },
      ],
      one,
    );
    expect(made.logSources).toMatchObject([{ name: "Zeek", window: "30" }]);
    expect(windowsOf(made)).toMatchObject({ "30": ["T1002"], "60": ["T1001"] });
  });

  it("puts a gap by its due day into the window that holds it", () => {
    const made = plan(withMark("T1001", { dueOn: "2027-01-05" }), one);
    expect(itemOf(made, "T1001")).toMatchObject({ window: "60", dueOn: "2027-01-05" });
  });

  it("takes what is dropped out of the plan and of what is expected", () => {
    const made = plan(withMark("T1001", { status: "dropped" }), one);
    expect(made.items.at(-1)).toMatchObject({ techniqueId: "T1001", window: "beyond" });
    expect(made.windows.at(-1)?.expected.covered).toBe(5);
    expect(made.curve).toHaveLength(6);
  });

  it("keeps effort that was set by hand", () => {
    expect(itemOf(plan(withMark("T1002", { effortDays: 4.5 }), one), "T1002")).toMatchObject({
      effortDays: 4.5,
      effortFixed: true,
      effort: "high",
    });
  });

  it("counts what is done in the window of its day, and nothing where it was done before", () => {
    const late = withMark("T1001", { status: "done", doneOn: "2026-12-25" });
    expect(plan(late, one).windows[1]).toMatchObject({ done: 1, items: 1, plannedDays: 2 });
    const early = plan(withMark("T1001", { status: "done", doneOn: "2026-11-01" }), one);
    expect(early.windows[0]).toMatchObject({ done: 1, items: 6, plannedDays: 10 });
  });
});

describe("slip", () => {
  const gaps = [{ id: "T1001" }, { id: "T1002" }];
  const baseline = {
    fixedOn: "2026-11-01",
    startsOn: "2026-11-01",
    covered: 0,
    techniques: 2,
    items: ["T1001", "T1002"].map((id) => ({
      domain: enterprise,
      techniqueId: techniqueId.parse(id),
      window: "30" as const,
      dueOn: "2026-11-30",
    })),
  };
  const slips = (mark: WorkParts["mark"]) =>
    itemOf(
      plan(mark === undefined ? gaps : [{ id: "T1001", mark }, { id: "T1002" }], {}, { baseline }),
      "T1001",
    ).slip;

  it("is told in days against what was agreed", () => {
    // The window that begins today ends on 20 December, 20 days after the day that was agreed.
    expect(slips(undefined)).toEqual({ kind: "later", days: 20 });
    expect(slips({ window: "60" })).toEqual({ kind: "later", days: 50 });
    expect(slips({ window: "beyond" })).toEqual({ kind: "beyond", days: null });
    expect(slips({ dueOn: "2026-11-30" })).toBeNull();
    expect(slips({ dueOn: "2026-11-15" })).toEqual({ kind: "overdue", days: 6 });
    expect(slips({ status: "done", doneOn: "2026-12-03" })).toEqual({ kind: "done-late", days: 3 });
    expect(slips({ status: "done", doneOn: "2026-11-30" })).toBeNull();
    expect(slips({ status: "dropped" })).toBeNull();
  });

  it("needs no agreement where a due day passed", () => {
    const made = plan([{ id: "T1001", mark: { dueOn: "2026-11-20" } }]);
    expect(made.items[0]?.slip).toEqual({ kind: "overdue", days: 1 });
  });
});

describe("money", () => {
  it("stands beside days: labour by rate, log sources once, tools with the first window", () => {
    const made = plan(
      [
        { id: "T1001", reason: "no-telemetry", needs: ["Zeek"] },
        { id: "T1002", reason: "no-telemetry", needs: ["Zeek"] },
      ],
      {
        money: {
          dayRate: 950.5,
          currency: "CHF",
          logSourceOneOff: 1000,
          logSourceYearly: 200,
          logSources: [{ name: "Zeek", days: 3, oneOff: 4000.1, yearly: 900 }],
          tools: [{ name: "Case tool", oneOff: 10, yearly: 20.2 }],
        },
      },
    );
    // 3 + 2 + 2 days at 950.50.
    expect(made.cost).toEqual({ labour: 6653.5, oneOff: 4010.1, yearly: 920.2 });
    expect(made.windows[0]?.cost).toEqual(made.cost);
    expect(itemOf(made, "T1001").cost).toEqual({ labour: 1901, oneOff: 0, yearly: 0 });
  });

  it("is no price of labour without a rate", () => {
    expect(plan([{ id: "T1001" }]).cost).toEqual({ labour: null, oneOff: 0, yearly: 0 });
  });
});

describe("the log source that a gap waits for", () => {
  it("is the one that opens the most weighted gaps, then the next among those that still wait", () => {
    const waiting = (key: string, weight: bigint, ...logSources: string[]) => ({
      key,
      weight,
      logSources,
    });
    const chosen = chooseLogSources(
      [
        waiting("a", 1n, "Sysmon", "Zeek"),
        waiting("b", 1n, "Zeek"),
        waiting("c", 3n, "Okta", "Sysmon"),
        waiting("d", 1n, "auditd", "Okta"),
      ],
      () => 800,
    );
    // Okta and Sysmon open 4 each: the name decides. Then Zeek opens a and b.
    expect(Object.fromEntries(chosen)).toEqual({ a: "Zeek", b: "Zeek", c: "Okta", d: "Okta" });
  });

  it("is one on which its blind rule would see something, and has its own effort", () => {
    const [blind, unseen] = ["T1001", "T1002"].map((id) => techniqueId.parse(id));
    if (blind === undefined || unseen === undefined) throw new Error();
    const need = (name: string, channel: string, dataComponent: string) => ({
      analytic: null,
      analyticName: "",
      platforms: ["Windows"],
      name,
      channel,
      dataComponent,
    });
    const group = anActor("G0001", [blind, unseen]);
    const { result, workload } = answerAssessment(
      aQuestion({
        knowledge: aKnowledge([aTechnique(blind), aTechnique(unseen)], [group], {
          needs: new Map([
            [
              blind,
              [
                need("NSM:Flow", "conn.log", "Network Traffic Flow"),
                need("WinEventLog:Security", "EventCode=4688", "Process Creation"),
              ],
            ],
            [unseen, [need("NSM:Flow", "conn.log", "Network Traffic Flow")]],
          ]),
        }),
        actors: [aChosenActor(group)],
        inventory: [aDetection([blind], { logSource: "windows/process_creation" })],
        question: {
          telemetry: [environmentWith(anEntry({ dataComponent: "Module Load" }))],
          plan: {
            ...emptyPlan,
            money: {
              ...emptyPlan.money,
              logSources: [{ name: "NSM:Flow", days: 3, oneOff: 0, yearly: 0 }],
            },
          },
        },
      }),
    );
    const told = workload.gaps.map(({ gap, logSources, logSource }) => [
      gap.id,
      gap.reason,
      logSources,
      logSource,
    ]);
    expect(told.sort()).toEqual([
      ["T1001", "rule-blind", ["WinEventLog:Security"], "WinEventLog:Security"],
      ["T1002", "no-telemetry", ["NSM:Flow"], "NSM:Flow"],
    ]);
    // Two days of work each, and eight or three of the log source.
    expect(result.gaps.map(({ id, effortDays }) => [id, effortDays]).sort()).toEqual([
      ["T1001", 10],
      ["T1002", 5],
    ]);
    expect(result.investment).toMatchObject({ top: 2, personDays: 15 });
  });

  it("is one of the gap's own where the catalogue names none", () => {
    const made = plan([{ id: "T1001", reason: "no-telemetry" }]);
    expect(itemOf(made, "T1001").logSource).toBe("Log source for T1001");
  });
});

describe("an investment", () => {
  const gaps: WorkParts[] = [
    { id: "T1001" },
    { id: "T1002", reason: "rule-disabled" },
    { id: "T1003", gap: { status: "accepted" } },
    { id: "T1004", reason: "not-alerting" },
  ];
  const reckon = (asked: readonly WorkParts[], covered: number, target: number) => {
    const { workload } = aPlanInput(asked, {}, { covered });
    return reckonInvestment(
      drawCurve(workload, () => 800),
      workload.standing,
      {
        target,
        engineers: 2,
        timeShare: 100,
      },
    );
  };

  it("closes the fewest first open gaps that reach the target", () => {
    expect(reckon(gaps, 6, 80)).toEqual({
      top: 2,
      personDays: 2.5,
      engineers: 2,
      days: 2,
      from: 60,
      to: 80,
    });
  });

  it("closes all open gaps where these do not reach it, and no accepted one", () => {
    expect(reckon(gaps, 6, 100)).toMatchObject({ top: 3, personDays: 3.5, to: 90 });
  });

  it("closes none where the target is reached", () => {
    expect(reckon(gaps, 6, 60)).toMatchObject({ top: 0, days: 0, to: 60 });
  });

  it("reaches a target exactly where doubles would ask for one more", () => {
    // 1,000 × 0.7 % is 7.000000000000001 in doubles.
    const many = Array.from({ length: 1000 }, (_, index) => ({ id: `T${1000 + index}` }));
    expect(reckon(many, 0, 0.7)?.top).toBe(7);
  });

  it("pays a log source once for all the gaps that it opens", () => {
    const blind = { reason: "no-telemetry" as const, needs: ["Sysmon"] };
    expect(
      reckon(
        [
          { id: "T1001", ...blind },
          { id: "T1002", ...blind },
        ],
        0,
        100,
      )?.personDays,
    ).toBe(12);
  });

  it("is none without a technique", () => {
    expect(reckon([], 0, 80)).toBeNull();
  });
});

describe("whatever is planned", () => {
  const asked = fc.tuple(anyWork, anyWorkforce, anySourceMarks);
  const isDropped = (made: Plan, name: string | null) =>
    made.logSources.some((source) => source.name === name && source.status === "dropped");

  it("no window holds more than its capacity, unless what was fixed goes over it", () => {
    fc.assert(
      fc.property(asked, ([gaps, workforce, logSourceMarks]) => {
        const made = plan(gaps, workforce, { logSourceMarks });
        for (const { window, capacityDays, plannedDays, overDays } of made.windows) {
          if (capacityDays === null) continue;
          const isFixedHere =
            made.items.some(
              (item) =>
                item.window === window &&
                (item.windowFixed || item.dueFixed || item.status === "done"),
            ) ||
            made.logSources.some(
              (source) => source.window === window && (source.dueFixed || source.status === "done"),
            );
          if (!isFixedHere) expect(plannedDays).toBeLessThanOrEqual(capacityDays);
          expect(overDays).toBe(Math.max(0, Math.round((plannedDays - capacityDays) * 100) / 100));
        }
      }),
      { numRuns: 300 },
    );
  });

  it("no gap is closed before the log source that it waits for, which is paid once", () => {
    fc.assert(
      fc.property(asked, ([gaps, workforce, logSourceMarks]) => {
        const made = plan(gaps, workforce, { logSourceMarks });
        const sources = new Map(made.logSources.map((source) => [source.name, source]));
        expect(sources.size).toBe(made.logSources.length);
        for (const item of made.items) {
          if (item.logSource === null || item.status === "dropped") continue;
          const source = sources.get(item.logSource);
          expect(source).toBeDefined();
          expect(at(source?.window ?? "")).toBeLessThanOrEqual(at(item.window));
        }
        // Each window's days are those of its items and log sources, whatever goes through several.
        // What waits for a log source that nobody brings in is no work any more.
        const done = made.items.filter(
          ({ status, logSource }) =>
            status === "done" || status === "dropped" || isDropped(made, logSource),
        );
        const work = made.items
          .filter((item) => !done.includes(item))
          .reduce((sum, { effortDays }) => sum + effortDays, 0);
        const days = made.windows.reduce((sum, { plannedDays }) => sum + plannedDays, 0);
        // A gap that is done had its log source, whatever is said of that.
        const isPaid = ({ name, status }: Plan["logSources"][number]) =>
          status !== "dropped" ||
          made.items.some((item) => item.logSource === name && item.status === "done");
        const paid = made.logSources.filter(isPaid).reduce((sum, { days: own }) => sum + own, 0);
        const doneWork = done
          .filter(({ status }) => status === "done")
          .reduce((sum, { effortDays }) => sum + effortDays, 0);
        expect(days).toBeCloseTo(work + doneWork + paid, 6);
      }),
      { numRuns: 300 },
    );
  });

  it("the steps of a gap come in order, and one of them is what comes next", () => {
    fc.assert(
      fc.property(asked, ([gaps, workforce, logSourceMarks]) => {
        const made = plan(gaps, workforce, { logSourceMarks });
        for (const { steps, status, logSource, window } of made.items) {
          expect(steps.map(({ kind }) => kind)).toEqual(
            status === "dropped"
              ? []
              : [...(logSource === null ? [] : ["log-source"]), "rule", "test"],
          );
          const windows = steps.map((step) => at(step.window));
          expect(windows).toEqual([...windows].sort((a, b) => a - b));
          if (status !== "dropped") expect(windows.at(-1)).toBe(at(window));
          // Whatever stands before it is done, whatever stands behind it waits for it.
          const states = steps.map(({ state }) => state);
          const next = states.findIndex((state) => state !== "done");
          if (status === "dropped") continue;
          expect(states.slice(0, next).every((state) => state === "done")).toBe(true);
          expect(["next", "in-progress", "dropped"]).toContain(states[next]);
          expect(states.slice(next + 1).every((state) => state === "waits")).toBe(true);
          if (status === "done") expect(steps[next]?.kind).toBe("test");
        }
      }),
      { numRuns: 200 },
    );
  });

  it("every gap has one place, and what is fixed keeps it when people change", () => {
    fc.assert(
      fc.property(asked, anyWorkforce, ([gaps, workforce, logSourceMarks], other) => {
        const before = plan(gaps, workforce, { logSourceMarks });
        const after = plan(gaps, other, { logSourceMarks });
        expect(idsOf(before.items).sort()).toEqual(gaps.map(({ id }) => id).sort());
        for (const item of before.items) {
          if (!item.windowFixed && !item.dueFixed && item.status !== "done") continue;
          expect(itemOf(after, item.techniqueId).window).toBe(item.window);
        }
        for (const { id, mark } of gaps) {
          if (
            mark === undefined ||
            mark.window === null ||
            mark.status === "done" ||
            mark.status === "dropped"
          )
            continue;
          const item = itemOf(before, id);
          const isBlocked = isDropped(before, item.logSource);
          expect(item.window).toBe(isBlocked ? "beyond" : mark.window);
        }
      }),
      { numRuns: 200 },
    );
  });

  it("the same input gives the same plan, byte for byte", () => {
    fc.assert(
      fc.property(asked, ([gaps, workforce]) => {
        expect(JSON.stringify(plan(gaps, workforce))).toBe(JSON.stringify(plan(gaps, workforce)));
      }),
      { numRuns: 50 },
    );
  });

  it("a gap left out for want of room has none in the last window", () => {
    fc.assert(
      fc.property(asked, ([gaps, workforce]) => {
        const made = plan(gaps, workforce);
        const last = made.windows[2];
        const room = (last?.capacityDays ?? 0) - (last?.plannedDays ?? 0);
        for (const item of made.items) {
          if (item.window !== "beyond" || item.windowFixed || item.dueFixed) continue;
          if (item.status === "dropped" || item.status === "done" || item.logSource !== null)
            continue;
          expect(item.effortDays).toBeGreaterThan(room);
        }
      }),
      { numRuns: 200 },
    );
  });

  it("the plan's own people close in 30, 60 and 90 days what its windows say", () => {
    fc.assert(
      fc.property(asked, ([gaps, workforce, logSourceMarks]) => {
        const input = aPlanInput(gaps, workforce, { logSourceMarks });
        const { windows } = buildPlan(input);
        const whatIf = askWhatIf(input, workforce.engineers, 90);
        expect(whatIf.to).toEqual(windows[2]?.expected);
      }),
      { numRuns: 200 },
    );
  });

  it("a target is reached in the days that it is said to take", () => {
    fc.assert(
      fc.property(anyWork, fc.integer({ min: 0, max: 100 }), (gaps, percent) => {
        const input = aPlanInput(gaps, {}, { covered: 3 });
        const { isReachable, choices, gaps: count, from } = askTarget(input, percent);
        expect(from.covered).toBe(3);
        for (const { engineers, days } of choices) {
          if (days === null || days === 0) continue;
          const { to } = askWhatIf(input, engineers, days);
          expect(to.covered * 100).toBeGreaterThanOrEqual(percent * to.techniques);
          expect(isReachable).toBe(true);
        }
        expect((3 + count) * 100 >= percent * from.techniques).toBe(isReachable);
      }),
      { numRuns: 60 },
    );
  });
});

describe("expected coverage", () => {
  const ids = ["T1001", "T1001.001", "T1001.002", "T1002", "T1003", "T1003.001", "T1004", "T1005"];
  const asked = fc.record({
    used: fc.array(fc.uniqueArray(fc.constantFrom(...ids), { minLength: 1 }), {
      minLength: 1,
      maxLength: 3,
    }),
    weights: fc.array(fc.constantFrom(1, 2.5, 0.3), { minLength: 3, maxLength: 3 }),
    rules: fc.array(
      fc.tuple(
        fc.uniqueArray(fc.constantFrom(...ids), { minLength: 1, maxLength: 2 }),
        fc.constantFrom("enabled" as const, "disabled" as const, "available" as const),
        fc.constantFrom("stable" as const, "experimental" as const),
      ),
      { maxLength: 6 },
    ),
    engineers: fc.constantFrom(0.1, 0.2, 1),
  });

  it("is the coverage computed anew with a rule in full for each closed gap", () => {
    fc.assert(
      fc.property(asked, ({ used, weights, rules, engineers }) => {
        const groups = used.map((techniques, index) => anActor(`G000${index}`, techniques));
        const parts = {
          knowledge: aKnowledge(
            ids.map((id) => aTechnique(id)),
            groups,
          ),
          actors: groups.map((group, index) => aChosenActor(group, weights[index] ?? 1)),
        };
        const inventory = rules.map(([written, state, maturity]) =>
          aDetection(written, { state, maturity, stateAssumed: maturity === "experimental" }),
        );
        const { result, workload } = answerAssessment(aQuestion({ ...parts, inventory }));
        const made = buildPlan({
          result,
          workload,
          settings: { ...settings, engineers },
          baseline: null,
          marks: [],
          today,
          strategies: new Map(),
        });
        for (const [index, { expected, window }] of made.windows.entries()) {
          const closed = made.items.filter((item) => at(item.window) <= index);
          const { coverage } = answerAssessment(
            aQuestion({
              ...parts,
              inventory: [...inventory, ...closed.map((item) => aDetection([item.techniqueId]))],
            }),
          ).result;
          expect([window, expected]).toEqual([
            window,
            {
              techniques: coverage.techniques,
              covered: coverage.covered,
              percent: coverage.percent,
              weightedPercent: coverage.weightedPercent,
            },
          ]);
        }
      }),
      { numRuns: 150 },
    );
  });
});
