import type { CoveragePrice, FundedOption } from "../../../shared/model/funding.ts";
import type { ReportBlock, ReportCell } from "../../../shared/model/report-document.ts";
import type { FundingFacts, ReportFacts } from "../../../shared/model/report-facts.ts";
import { reasonWords } from "../../gaps/reason-words.ts";
import { keyOf } from "../../plan/open-gap.ts";
import { heading, lead, list, table } from "../blocks.ts";
import type { SectionKind } from "../section.ts";
import { withDomain } from "../section.ts";
import { openGaps } from "../sentences.ts";
import { counted, digits, fullName, idCell, money, percentCell, shareWords } from "../words.ts";

/** Ways of paying side by side, and what each leaves open. */
export const funding: SectionKind = {
  title: "Funding options",
  isAppendix: false,
  build: ({ facts, content }) => {
    const { funding: compared } = facts;
    if (compared === null || compared.options.length === 0) return null;
    return [
      lead(
        `${shareWords(compared.from.covered, compared.from.techniques)} of techniques are covered now; closing every gap of the plan gives ${shareWords(compared.reachable.covered, compared.reachable.techniques)}.`,
      ),
      ...list(compared.options.map(({ sentence }) => sentence)),
      sideBySide(compared),
      ...compared.options.flatMap((option, index) =>
        leftOpen(facts, option, index, content.depth.gaps),
      ),
    ];
  },
};

function sideBySide({ options, currency, dayRate }: FundingFacts): ReportBlock {
  const row = (label: string, cellOf: (option: FundedOption) => ReportCell) => [
    label,
    ...options.map(cellOf),
  ];
  const amount = (value: number | null) => (value === null ? "–" : digits(Math.round(value)));
  const isPriced = dayRate !== null;
  const hasBudget = options.some(({ option }) => option.budget !== undefined);
  const perPoint = ({ costPerPoint, daysPerPoint }: CoveragePrice) =>
    isPriced ? amount(costPerPoint) : daysPerPoint === null ? "–" : digits(daysPerPoint);
  const unit = isPriced ? currency : "person-days";
  return table({
    id: "funding-options",
    caption: `${counted(options.length, "option")} side by side${isPriced ? `, at ${money(dayRate, currency)} a person-day` : "; no day rate is set, so days alone are reckoned"}.`,
    columns: [
      ["measure", "Measure", 34],
      ...options.map(
        ({ option }, index) =>
          [`option-${String(index)}`, option.name, 66 / options.length, "end"] as const,
      ),
    ],
    rows: [
      row("Engineers", ({ option }) => option.engineers),
      row("Days", ({ option }) => option.days),
      ...(hasBudget
        ? [row(`At most, ${currency}`, ({ option }) => amount(option.budget ?? null))]
        : []),
      row("Person-days there are", ({ capacityDays }) => capacityDays),
      row("Person-days used", ({ price }) => price.personDays),
      row("Gaps closed", ({ closes }) => closes.length),
      row("Log sources brought in", ({ logSources }) => logSources.length),
      row(
        "Techniques covered then",
        ({ to }) => `${digits(to.covered)} of ${digits(to.techniques)}`,
      ),
      row("Share covered then", ({ to }) => percentCell(to.percent)),
      row("Points of coverage won", ({ price }) => price.points),
      ...(isPriced
        ? [
            row(`Work, ${currency}`, ({ cost }) => amount(cost.labour)),
            row(`Bought once, ${currency}`, ({ cost }) => amount(cost.oneOff)),
            row(`Each year, ${currency}`, ({ cost }) => amount(cost.yearly)),
            row(`Cost with the first year, ${currency}`, ({ price }) => amount(price.total)),
          ]
        : []),
      row(`A point of coverage, ${unit}`, ({ price }) => perPoint(price)),
      row(`A point beyond the option before, ${unit}`, ({ step }) =>
        step === null ? "–" : perPoint(step),
      ),
      row("Best choice for the same days", ({ best }) => percentCell(best.to.percent)),
      row("Gaps that stay open", ({ left }) => left.gaps),
      row("Of these critical or high", ({ left }) => left.critical + left.high),
    ],
    note: "Gaps are closed by priority. The best choice takes the gaps that bring the most coverage, weighted by the actors that use them, whatever their rank.",
    empty: "No option is named.",
  });
}

function leftOpen(
  facts: ReportFacts,
  { option, closes, left }: FundedOption,
  index: number,
  most: number | null,
): ReportBlock[] {
  const closed = new Set(closes.map(({ domain, techniqueId }) => keyOf(domain, techniqueId)));
  const open = openGaps(facts).filter(({ domain, id }) => !closed.has(keyOf(domain, id)));
  const told = most === null ? open : open.slice(0, most);
  return [
    heading(2, `funding-left-${String(index)}`, `What stays open: ${option.name}`),
    table({
      id: `funding-left-table-${String(index)}`,
      caption:
        told.length === left.gaps
          ? `${counted(left.gaps, "gap")} that it leaves open, the highest priority first.`
          : `The ${counted(told.length, "gap")} of highest priority, of ${digits(left.gaps)} that it leaves open.`,
      columns: [
        ["priority", "Priority", 14],
        ["id", "ID", 14],
        ["technique", "Technique", 44],
        ["reason", "Reason", 20],
        ["days", "Days", 8, "end"],
      ],
      rows: told.map((gap) => [
        { kind: "priority", band: gap.band, value: gap.priority },
        idCell(gap.id),
        withDomain(fullName(gap), gap.domain, facts),
        reasonWords[gap.reason],
        gap.effortDays,
      ]),
      note: "Days: person-days of its own work and of the log source that it waits for.",
      empty: "It closes every open gap.",
    }),
  ];
}
