import { groupDigits } from "../../shared/group-digits.ts";
import type { PriorityBand } from "../../shared/model/coverage.ts";
import type { CoveragePrice, FundedOption, FundingComparison } from "../../shared/model/funding.ts";
import type { PlanCost, PlanMoney } from "../../shared/model/plan.ts";
import type { FundingOption } from "../../shared/model/report-template.ts";
import { askBestSet } from "./ask-best.ts";
import { usualSteps } from "./best-set.ts";
import type { PlanInput } from "./build-plan.ts";
import { costOf } from "./cost.ts";
import { coverageAfter, isDone, isPlanned } from "./curve.ts";
import type { Hundredths } from "./days.ts";
import { capacityHundredths, daysOf } from "./days.ts";
import type { OpenGap } from "./open-gap.ts";
import { logSourceEffort, logSourcesThatAre } from "./open-gap.ts";
import { closedBy } from "./schedule.ts";
import { counted, inWhole, scheduleFor } from "./what-if.ts";

/** What ways of paying are reckoned from. */
export type AskedFunding = Pick<PlanInput, "result" | "workload" | "settings" | "today">;

/** Steps of the search for every option together: what progress is told against. */
export function fundingSteps(options: readonly FundingOption[]): number {
  return options.length * usualSteps;
}

/**
 * Sets ways of paying beside each other: what each closes by priority within its time and its money,
 * what a point of coverage costs, what the next one adds, and what the best choice would reach.
 *
 * Yields its steps while it searches for the best.
 */
export function* askFunding(
  asked: AskedFunding,
  options: readonly FundingOption[],
): Generator<number, FundingComparison, void> {
  const { result, workload, settings, today } = asked;
  const { standing, gaps } = workload;
  const funded: FundedOption[] = [];
  for (const [index, option] of options.entries()) {
    const search = askOption(asked, option, funded.at(-1));
    for (let step = search.next(); ; step = search.next()) {
      if (step.done === true) {
        funded.push(step.value);
        break;
      }
      yield index * usualSteps + Math.min(step.value, usualSteps);
    }
  }
  return {
    assessmentId: result.assessmentId,
    name: result.name,
    today,
    currency: settings.money.currency,
    dayRate: settings.money.dayRate,
    from: coverageAfter(standing, []),
    reachable: coverageAfter(standing, gaps.filter(isPlanned)),
    options: funded,
  };
}

function* askOption(
  asked: AskedFunding,
  option: FundingOption,
  before: FundedOption | undefined,
): Generator<number, FundedOption, void> {
  const { workload, settings } = asked;
  const { standing, gaps } = workload;
  const { money } = settings;
  const capacity = capacityHundredths({ ...settings, engineers: option.engineers }, option.days);
  const isBudgetIgnored = option.budget !== undefined && money.dayRate === null;
  const { closed, logSources, used } = closeWithin(
    asked,
    option,
    isBudgetIgnored ? undefined : option.budget,
  );
  // A budget that nothing can be bought of pays for no tool either.
  const cost = costOf(money, used, logSources, option.budget === undefined || closed.length > 0);
  const to = coverageAfter(standing, closed);
  const won = to.covered - standing.covered;
  const price = priceOf(won, standing.techniques, used, totalOf(cost));
  // Where money is what there is little of, the best may take the days that it paid for.
  const days = option.budget === undefined || isBudgetIgnored ? capacity : used;
  const best = yield* askBestSet(asked, daysOf(days));
  const taken = new Set(closed);
  const open = gaps.filter((gap) => !taken.has(gap));
  const inBand = (band: PriorityBand) => open.filter(({ gap }) => gap.band === band).length;
  return {
    option,
    isBudgetIgnored,
    capacityDays: daysOf(capacity),
    to,
    closes: closed.map(({ gap }) => ({ domain: gap.domain, techniqueId: gap.id })),
    logSources,
    cost,
    price,
    step: before === undefined ? null : stepFrom(before, to.covered, standing.techniques, price),
    best: {
      to: best.to,
      gaps: best.items.length,
      price: priceOf(
        best.to.covered - standing.covered,
        standing.techniques,
        Math.round(best.usedDays * 100),
        totalOf(best.cost),
      ),
      isProven: best.isProven,
    },
    left: {
      gaps: open.length,
      critical: inBand("critical"),
      high: inBand("high"),
      medium: inBand("medium"),
      low: inBand("low"),
    },
    sentence: describe(option, money, {
      from: inWhole(coverageAfter(standing, [])),
      to: inWhole(to),
      closed: closed.length,
      price,
    }),
  };
}

interface Closed {
  readonly closed: readonly OpenGap[];
  readonly logSources: string[];
  readonly used: Hundredths;
}

/** What an option closes by priority: what its people have time for and, of that, what is paid. */
function closeWithin(
  asked: AskedFunding,
  { engineers, days }: FundingOption,
  budget: number | undefined,
): Closed {
  const { workload, settings } = asked;
  const { money } = settings;
  const scheduled = scheduleFor(asked, engineers, days);
  const inTime = closedBy(scheduled, scheduled.grid.lengths.length - 1);
  if (budget === undefined) {
    return {
      closed: inTime,
      logSources: [...scheduled.logSources.keys()].sort(),
      used: scheduled.loads.reduce((sum, load) => sum + load, 0),
    };
  }
  const effortOf = logSourceEffort(settings, money);
  const paid = logSourcesThatAre("done", workload);
  for (const gap of inTime) if (isDone(gap) && gap.logSource !== null) paid.add(gap.logSource);
  const closed: OpenGap[] = [];
  const logSources: string[] = [];
  let used = 0;
  for (const gap of inTime) {
    const { logSource } = gap;
    const isNew = logSource !== null && !paid.has(logSource);
    const bought = isNew ? [...logSources, logSource] : logSources;
    const work = used + (isDone(gap) ? 0 : gap.work) + (isNew ? effortOf(logSource) : 0);
    const total = totalOf(costOf(money, work, bought, true)) ?? 0;
    if (total > budget) continue;
    closed.push(gap);
    used = work;
    if (isNew) {
      logSources.push(logSource);
      paid.add(logSource);
    }
  }
  return { closed, logSources: logSources.sort(), used };
}

/** Work, what is bought once, and its first year. */
function totalOf({ labour, oneOff, yearly }: PlanCost): number | null {
  return labour === null ? null : Math.round((labour + oneOff + yearly) * 100) / 100;
}

const toCents = (amount: number): number => Math.round(amount * 100) / 100;

/** What so many techniques more cost; points have two decimals, prices are of the exact points. */
function priceOf(
  won: number,
  techniques: number,
  used: Hundredths,
  total: number | null,
): CoveragePrice {
  const personDays = daysOf(used);
  const per = (amount: number) => (won <= 0 ? null : toCents((amount * techniques) / (100 * won)));
  return {
    points: techniques === 0 ? 0 : toCents((won * 100) / techniques),
    personDays,
    total,
    daysPerPoint: per(personDays),
    costPerPoint: total === null ? null : per(total),
  };
}

/** What an option adds to the one before it. */
function stepFrom(
  before: FundedOption,
  covered: number,
  techniques: number,
  price: CoveragePrice,
): CoveragePrice {
  const { personDays, total } = before.price;
  return priceOf(
    covered - before.to.covered,
    techniques,
    Math.round((price.personDays - personDays) * 100),
    total === null || price.total === null ? null : toCents(price.total - total),
  );
}

function describe(
  { name, engineers, days, budget }: FundingOption,
  { currency, dayRate }: PlanMoney,
  { from, to, closed, price }: { from: string; to: string; closed: number; price: CoveragePrice },
): string {
  const { personDays, total, costPerPoint, daysPerPoint } = price;
  const money = (amount: number) => `${currency} ${groupDigits(Math.round(amount))}`;
  const atMost = budget === undefined || dayRate === null ? "" : ` and at most ${money(budget)}`;
  const per =
    costPerPoint !== null
      ? `, ${money(costPerPoint)} for each point`
      : daysPerPoint !== null
        ? `, ${counted(daysPerPoint, "person-day")} for each point`
        : "";
  const spent = total === null ? "" : ` and ${money(total)}`;
  return `${name}: ${counted(engineers, "engineer")}, ${counted(days, "day")}${atMost}: ${from} → ${to}, ${counted(closed, "gap")} closed in ${counted(personDays, "person-day")}${spent}${per}.`;
}
