import type { PlanStatus, PlanWindow } from "../../../shared/model/plan-mark.ts";
import type { PlanCost, PlanItem, PlanLogSource } from "../../../shared/model/plan.ts";
import type { ReportBlock } from "../../../shared/model/report-document.ts";
import type { ReportFacts } from "../../../shared/model/report-facts.ts";
import { drawCurve, drawWindows } from "../charts/plan-charts.ts";
import { facts as factRows, heading, lead, paragraph, table } from "../blocks.ts";
import type { SectionKind } from "../section.ts";
import { withDomain } from "../section.ts";
import { fundingSentence } from "../sentences.ts";
import {
  counted,
  dayWords,
  digits,
  fullName,
  idCell,
  inPercent,
  money,
  percentCell,
  personDays,
  shareWords,
} from "../words.ts";

const windows: readonly PlanWindow[] = ["30", "60", "90", "beyond"];

/** "30 days", "Beyond". */
export function windowLabel(window: PlanWindow): string {
  return window === "beyond" ? "Beyond" : `${window} days`;
}

const statusWords: Readonly<Record<PlanStatus, string>> = {
  planned: "Planned",
  "in-progress": "In progress",
  done: "Done",
  dropped: "Dropped",
};

/** When gaps are closed, with whom, for how much, and what coverage that brings. */
export const plan: SectionKind = {
  title: "Remediation plan",
  isAppendix: false,
  build: ({ facts }) => {
    if (facts.plan.items.length === 0) {
      return [lead("There is no open gap to plan for.")];
    }
    return [
      lead(planSentences(facts).join(" ")),
      ...windowTable(facts),
      drawWindows(facts.plan),
      ...drawCurve(facts.plan.curve, facts.result.settings.target),
      ...logSourceTable(facts),
      ...windows.flatMap((window) => itemTable(facts, window)),
      ...leftTable(facts),
    ];
  },
};

function planSentences(facts: ReportFacts): string[] {
  const { plan: made } = facts;
  const { coverage } = made;
  const last = made.windows.findLast(({ until }) => until !== null);
  const funding = fundingSentence(facts);
  const behind = made.items.filter(({ slip }) => slip !== null).length;
  return [
    `The plan begins on ${dayWords(made.startsOn)} with ${shareWords(coverage.covered, coverage.techniques)} of techniques covered.`,
    ...(last === undefined
      ? []
      : [
          `Within ${last.window} days ${shareWords(last.expected.covered, last.expected.techniques)} are expected to be.`,
        ]),
    ...(funding === null ? [] : [funding]),
    ...(made.baseline === null
      ? []
      : [
          `Against what was agreed on ${dayWords(made.baseline.fixedOn)}, ${behind === 0 ? "nothing is behind" : `${counted(behind, "item")} ${behind === 1 ? "is" : "are"} behind`}.`,
        ]),
  ];
}

function windowTable({ plan: made }: ReportFacts): ReportBlock[] {
  const { currency, dayRate } = made.settings.money;
  const hasCost = hasMoney(made.cost);
  return [
    heading(2, "plan-windows", "Windows"),
    table({
      id: "plan-window-table",
      caption: "What is done by when, and the coverage that is expected once it is.",
      columns: [
        ["window", "Window", 12],
        ["until", "Until", 18],
        ["capacity", "Capacity", 11, "end"],
        ["planned", "Planned", 11, "end"],
        ["gaps", "Gaps closed", 12, "end"],
        ["sources", "Log sources", 12, "end"],
        ["covered", "Covered", 14, "end"],
        ["share", "Share", 10, "end"],
      ],
      rows: [
        [
          "Now",
          dayWords(made.today),
          null,
          null,
          null,
          null,
          `${digits(made.coverage.covered)} of ${digits(made.coverage.techniques)}`,
          percentCell(made.coverage.percent),
        ],
        ...made.windows.map((one) => [
          windowLabel(one.window),
          one.until === null ? "" : dayWords(one.until),
          one.capacityDays,
          one.plannedDays,
          one.items,
          one.logSources,
          `${digits(one.expected.covered)} of ${digits(one.expected.techniques)}`,
          percentCell(one.expected.percent),
        ]),
      ],
      note: "Capacity and Planned: person-days. Beyond: what no window has room for, and coverage once all of it is closed.",
      empty: "No window is planned.",
    }),
    ...(hasCost
      ? [
          table({
            id: "plan-cost-table",
            caption: `What the windows cost, in ${currency}${dayRate === null ? "; without a day rate, labour is not reckoned" : `, at ${digits(dayRate)} a person-day`}.`,
            columns: [
              ["window", "Window", 28],
              ["labour", "Labour", 24, "end"],
              ["once", "Once", 24, "end"],
              ["yearly", "Yearly", 24, "end"],
            ],
            rows: [
              ...made.windows.map((one) => [windowLabel(one.window), ...costCells(one.cost)]),
              ["Within the windows", ...costCells(made.cost)],
            ],
            note: "Once and Yearly: log sources and tools. Tools stand in the sum alone.",
            empty: "Nothing has a cost.",
          }),
        ]
      : []),
  ];
}

function hasMoney({ labour, oneOff, yearly }: PlanCost): boolean {
  return labour !== null || oneOff > 0 || yearly > 0;
}

function costCells({ labour, oneOff, yearly }: PlanCost): (string | null)[] {
  return [labour === null ? null : digits(labour), digits(oneOff), digits(yearly)];
}

function logSourceTable({ plan: made }: ReportFacts): ReportBlock[] {
  const { currency } = made.settings.money;
  if (made.logSources.length === 0) return [];
  const costOf = ({ cost }: PlanLogSource) =>
    cost.oneOff + cost.yearly === 0
      ? ""
      : `${money(cost.oneOff, currency)}, ${digits(cost.yearly)} a year`;
  const anyCost = made.logSources.some((source) => costOf(source) !== "");
  return [
    heading(2, "plan-log-sources", "Log sources to collect"),
    table({
      id: "plan-log-source-table",
      caption: `${counted(made.logSources.length, "log source")}, each paid once for all the gaps that it opens.`,
      columns: [
        ["source", "Log source", 34],
        ["window", "Window", 12],
        ["days", "Person-days", 12, "end"],
        ["opens", "Opens gaps", 11, "end"],
        ["owner", "Owner", 15],
        ["due", "Due", 16],
        ...(anyCost ? [["cost", "Cost", 20] as const] : []),
      ],
      rows: made.logSources.map((source) => [
        source.name,
        windowLabel(source.window),
        source.days,
        source.opens.length,
        source.owner,
        source.dueOn === null ? "" : dayWords(source.dueOn),
        ...(anyCost ? [costOf(source)] : []),
      ]),
      empty: "No log source has to be collected.",
    }),
  ];
}

function itemTable(facts: ReportFacts, window: PlanWindow): ReportBlock[] {
  const items = facts.plan.items.filter(
    (item) => item.window === window && item.status !== "dropped",
  );
  const figures = facts.plan.windows.find((one) => one.window === window);
  if (items.length === 0) return [];
  const days = items.reduce((sum, { effortDays }) => sum + Math.round(effortDays * 100), 0) / 100;
  return [
    heading(2, `plan-${window}`, window === "beyond" ? "Beyond" : `Within ${window} days`),
    paragraph(
      `${counted(items.length, "gap")}, ${personDays(days)} of work of their own.` +
        (figures === undefined
          ? ""
          : ` Then ${shareWords(figures.expected.covered, figures.expected.techniques)} are expected to be covered: ${inPercent(figures.expected.covered, figures.expected.techniques)}.`),
    ),
    table({
      id: `plan-${window}-items`,
      caption:
        window === "beyond"
          ? "Gaps that no window has room for, by rank."
          : `Gaps to close within ${window} days, by rank.`,
      columns: [
        ["rank", "Rank", 6, "end"],
        ["id", "ID", 11],
        ["technique", "Technique", 25],
        ["action", "Next action", 30],
        ["days", "Days", 6, "end"],
        ["owner", "Owner", 11],
        ["due", "Due", 12],
        ["status", "Status", 10],
      ],
      rows: items.map((item) => [
        item.rank,
        idCell(item.techniqueId),
        withDomain(fullName(item), item.domain, facts),
        item.nextAction,
        item.effortDays,
        item.owner,
        item.dueOn === null ? "" : dayWords(item.dueOn),
        statusOf(item),
      ]),
      empty: "Nothing is planned here.",
    }),
  ];
}

function statusOf({ status, slip }: PlanItem): string {
  if (slip === null) return statusWords[status];
  return `${statusWords[status]}, ${slip.kind === "done-late" ? "late" : "behind"}${slip.days === null ? "" : ` by ${counted(slip.days, "day")}`}`;
}

/** What was in the plan and left it. */
function leftTable({ plan: made }: ReportFacts): ReportBlock[] {
  if (made.left.length === 0) return [];
  return [
    heading(2, "plan-left", "No longer in the plan"),
    ...factRows(
      made.left.map((one) => [
        `${one.techniqueId} ${one.name}`,
        {
          covered: "now covered",
          accepted: "accepted",
          mitigated: "mitigated",
          "not-applicable": "not applicable",
          "out-of-scope": "out of scope",
        }[one.became],
      ]),
    ),
  ];
}
