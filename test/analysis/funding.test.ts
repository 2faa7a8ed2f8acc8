import fc from "fast-check";
import { expect, test } from "vitest";
import { askFunding } from "../../src/main/plan/funding.ts";
import type { PlanInput } from "../../src/main/plan/build-plan.ts";
import { askWhatIf } from "../../src/main/plan/what-if.ts";
import { emptyPlan } from "../../src/main/plan/stored-plan.ts";
import type { FundingComparison } from "../../src/shared/model/funding.ts";
import type { PlanMoney } from "../../src/shared/model/plan.ts";
import type { FundingOption } from "../../src/shared/model/report-template.ts";
import { anySourceMarks, anyWork, anyWorkforce, aPlanInput, idsOf } from "./plan-builders.ts";

function fund(asked: PlanInput, options: readonly FundingOption[]): FundingComparison {
  const search = askFunding(asked, options);
  for (;;) {
    const step = search.next();
    if (step.done === true) return step.value;
  }
}

const money: PlanMoney = {
  ...emptyPlan.money,
  dayRate: 1000,
  logSourceOneOff: 5000,
  logSourceYearly: 1000,
};

/**
 * Eight techniques of which four are covered. By rank: A, 2 days; B, 2 days and Sysmon's 8; C, 2
 * days on Sysmon too; D, half a day.
 */
const asked = aPlanInput(
  [
    { id: "T1001" },
    { id: "T1002", reason: "no-telemetry", needs: ["Sysmon"] },
    { id: "T1003", reason: "no-telemetry", needs: ["Sysmon"] },
    { id: "T1004", reason: "rule-disabled" },
  ],
  { engineers: 1, money },
  { covered: 4 },
);

test("options stand beside each other with what a point of coverage costs", () => {
  // 20 working days in 30: 5 of the calendar hold 3.33 person-days, 30 hold 20.
  const { from, reachable, options } = fund(asked, [
    { name: "Small", engineers: 1, days: 5 },
    { name: "Large", engineers: 1, days: 30 },
  ]);
  expect(from).toMatchObject({ covered: 4, techniques: 8, percent: 50 });
  expect(reachable).toMatchObject({ covered: 8, percent: 100 });
  const [small, large] = options;
  // T1001 and T1004: 2.5 days, 2,500 for 2 of 8 techniques, which is 25 points.
  expect(idsOf(small?.closes ?? [])).toEqual(["T1001", "T1004"]);
  expect(small).toMatchObject({
    capacityDays: 3.33,
    to: { covered: 6, percent: 75 },
    logSources: [],
    cost: { labour: 2500, oneOff: 0, yearly: 0 },
    price: { points: 25, personDays: 2.5, total: 2500, daysPerPoint: 0.1, costPerPoint: 100 },
    step: null,
    left: { gaps: 2 },
    sentence:
      "Small: 1 engineer, 5 days: 50 % → 75 %, 2 gaps closed in 2.5 person-days and EUR 2,500, EUR 100 for each point.",
  });
  // All four: 2 + 8 + 2 + 2 + 0.5 = 14.5 days, 14,500 + 5,000 + 1,000 for 50 points.
  expect(large).toMatchObject({
    to: { covered: 8, percent: 100 },
    logSources: ["Sysmon"],
    price: { points: 50, personDays: 14.5, total: 20_500, daysPerPoint: 0.29, costPerPoint: 410 },
    // 18,000 more for 25 points more.
    step: { points: 25, personDays: 12, total: 18_000, daysPerPoint: 0.48, costPerPoint: 720 },
    left: { gaps: 0, critical: 0, high: 0, medium: 0, low: 0 },
  });
});

test("a budget in money closes by priority what it pays for, and goes on to what still fits", () => {
  const [option] = fund(asked, [{ name: "Money", engineers: 1, days: 30, budget: 5000 }]).options;
  // T1001 takes 2,000; Sysmon with its first year is 14,000; T1004 takes 500.
  expect(idsOf(option?.closes ?? [])).toEqual(["T1001", "T1004"]);
  expect(option).toMatchObject({ isBudgetIgnored: false, price: { total: 2500 } });
  expect(option?.sentence).toContain("30 days and at most EUR 5,000:");
});

test("a budget pays for what is needed whatever is closed, or for nothing", () => {
  const withTool = aPlanInput(
    [{ id: "T1001" }],
    { money: { ...money, tools: [{ name: "Console", oneOff: 4000, yearly: 0 }] } },
    {},
  );
  const [poor, rich] = fund(withTool, [
    { name: "Poor", engineers: 1, days: 30, budget: 5000 },
    { name: "Rich", engineers: 1, days: 30, budget: 6000 },
  ]).options;
  expect(poor).toMatchObject({ closes: [], price: { total: 0, points: 0, costPerPoint: null } });
  expect(rich).toMatchObject({ price: { total: 6000, points: 100, costPerPoint: 60 } });
});

test("without a day rate days alone are reckoned, and a budget in money is left aside", () => {
  const unpriced = aPlanInput([{ id: "T1001" }], { engineers: 1 }, { covered: 1 });
  const [option] = fund(unpriced, [{ name: "Days", engineers: 1, days: 30, budget: 1 }]).options;
  expect(option).toMatchObject({
    isBudgetIgnored: true,
    to: { covered: 2 },
    price: { total: null, costPerPoint: null, points: 50, personDays: 2, daysPerPoint: 0.04 },
    sentence:
      "Days: 1 engineer, 30 days: 50 % → 100 %, 1 gap closed in 2 person-days, 0.04 person-days for each point.",
  });
});

test("the best choice for the same days may pass the order of priority by", () => {
  // 2 days of work: by rank the first gap takes all of it, the two after it would close twice as much.
  const [option] = fund(
    aPlanInput(
      [
        { id: "T1001", weight: 1 },
        { id: "T1002", weight: 1, mark: { effortDays: 1 } },
        { id: "T1003", weight: 1, mark: { effortDays: 1 } },
      ],
      { engineers: 1 },
    ),
    [{ name: "Three days", engineers: 1, days: 3 }],
  ).options;
  expect(idsOf(option?.closes ?? [])).toEqual(["T1001"]);
  expect(option?.best).toMatchObject({ gaps: 2, isProven: true });
});

test("whatever is asked, the price of a point times the points is the cost, and steps sum up", () => {
  const anyOption = fc.record({
    engineers: fc.constantFrom(0.5, 1, 3),
    days: fc.integer({ min: 1, max: 120 }),
    budget: fc.option(fc.integer({ min: 0, max: 60_000 }), { nil: undefined }),
  });
  fc.assert(
    fc.property(
      anyWork,
      anySourceMarks,
      anyWorkforce,
      fc.array(anyOption, { minLength: 1, maxLength: 3 }),
      fc.integer({ min: 0, max: 20 }),
      (work, logSourceMarks, workforce, options, covered) => {
        const plan = aPlanInput(work, { ...workforce, money }, { covered, logSourceMarks });
        const {
          from,
          reachable,
          options: funded,
        } = fund(
          plan,
          options.map(({ engineers, days, budget }, index) => ({
            name: `Option ${String(index)}`,
            engineers,
            days,
            ...(budget === undefined ? {} : { budget }),
          })),
        );
        for (const [index, { option, to, price, closes, left, step }] of funded.entries()) {
          const total = price.total ?? NaN;
          const points = ((to.covered - from.covered) * 100) / (from.techniques || 1);
          expect(to.covered - from.covered).toBe(closes.length);
          expect(left.gaps).toBe(work.length - closes.length);
          expect(left.critical + left.high + left.medium + left.low).toBe(left.gaps);
          expect(to.covered).toBeLessThanOrEqual(reachable.covered);
          if (price.costPerPoint === null) expect(closes).toEqual([]);
          // To the cent that the price is rounded to.
          else expect(Math.abs(price.costPerPoint * points - total)).toBeLessThan(0.006 * points);
          if (option.budget !== undefined) expect(total).toBeLessThanOrEqual(option.budget);
          else {
            // The same as the plan says when it is asked by itself.
            const { items, usedDays, cost } = askWhatIf(plan, option.engineers, option.days);
            expect(closes).toEqual(items);
            expect(price.personDays).toBe(usedDays);
            expect(total).toBeCloseTo((cost.labour ?? 0) + cost.oneOff + cost.yearly, 6);
          }
          const before = funded[index - 1];
          if (before === undefined) expect(step).toBeNull();
          else {
            expect((before.price.total ?? 0) + (step?.total ?? 0)).toBeCloseTo(total, 6);
            expect(before.price.personDays + (step?.personDays ?? 0)).toBeCloseTo(
              price.personDays,
              6,
            );
          }
        }
      },
    ),
    { numRuns: 100 },
  );
});
