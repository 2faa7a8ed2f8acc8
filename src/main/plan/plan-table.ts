import type { Plan, PlanItem, PlanStep } from "../../shared/model/plan.ts";
import { csvCell, markRows } from "../../shared/csv-cell.ts";
import { nextStep } from "./steps.ts";
import type { LayerTables, Sheet, SheetCell } from "../layers/layer-table.ts";

type Value = string | number | null;
type Column = readonly [heading: string, width: number, value: (item: PlanItem) => Value];

/** The most that a cell of a workbook holds, less the mark that guards it. */
const mostInCell = 32_766;
const headFill = "#e7ebf0";
const edge = "#c9d0d9";

/** A sub-technique is written with its parent. */
export function fullName({ name, parentName }: Pick<PlanItem, "name" | "parentName">): string {
  return parentName === null ? name : `${parentName}: ${name}`;
}

const columns: readonly Column[] = [
  ["Rank", 6, ({ rank }) => rank],
  ["Technique", 12, ({ techniqueId }) => techniqueId],
  ["Name", 40, fullName],
  ["Domain", 18, ({ domain }) => domain],
  ["Priority", 9, ({ priority }) => priority],
  ["Band", 10, ({ band }) => band],
  ["Reason", 20, ({ reason }) => reason],
  ["Window", 10, ({ window }) => window],
  ["Starts in", 10, ({ startsIn }) => startsIn],
  ["Due date", 12, ({ dueOn }) => dueOn],
  ["Assignee", 18, ({ owner }) => owner],
  ["Status", 12, ({ status }) => status],
  ["Done on", 12, ({ doneOn }) => doneOn],
  ["Effort", 9, ({ effort }) => effort],
  ["Person-days", 12, ({ effortDays }) => effortDays],
  ["Labour cost", 12, ({ cost }) => cost.labour],
  ["Log source", 26, ({ logSource }) => logSource],
  ["Data source", 44, ({ dataSource }) => dataSource],
  ["Detection approach", 60, ({ detectionApproach }) => detectionApproach],
  ["Next action", 50, ({ nextAction }) => nextAction],
  ["Next step", 30, ({ steps }) => nextStep(steps)?.task ?? null],
  ["Steps", 60, ({ steps }) => describeSteps(steps)],
  ["Slip", 10, ({ slip }) => slip?.kind ?? null],
  ["Days behind", 12, ({ slip }) => slip?.days ?? null],
  ["Note", 40, ({ note }) => note],
];

/** Whether a table is one of the plan as it is written here: no other has all of these columns. */
export function isPlanTable(headings: readonly string[]): boolean {
  return ["Technique", "Window", "Person-days", "Status"].every((one) => headings.includes(one));
}

/** The steps of an item in one line: "1. Collect Sysmon (30 days, next); 2. …". */
export function describeSteps(steps: readonly PlanStep[]): string {
  return steps
    .map(({ task, window, state }, at) => {
      const when = window === "beyond" ? "beyond" : `${window} days`;
      return `${at + 1}. ${task} (${when}, ${state})`;
    })
    .join("; ");
}

/** The plan as CSV, an item a line, with a byte order mark for spreadsheets. */
export function buildPlanCsv({ items }: Plan, marking: string | null): string {
  const rows = [
    columns.map(([heading]) => heading),
    ...items.map((item) => columns.map(([, , value]) => value(item))),
  ];
  return csvOf(markRows(rows, marking));
}

/** Rows as CSV text. */
export function csvOf(rows: readonly (readonly Value[])[]): string {
  return `\uFEFF${rows.map((row) => `${row.map(csvCell).join(",")}\r\n`).join("")}`;
}

/** The plan as the sheets of a workbook: items, log sources, windows, and what was assumed. */
export function buildPlanTables(plan: Plan, marking: string | null, notice: string): LayerTables {
  return {
    sheets: [
      sheet(
        "Plan",
        columns.map(([heading, width]) => [heading, width]),
        plan.items.map((item) => columns.map(([, , value]) => value(item))),
        3,
        marking,
      ),
      logSourceSheet(plan, marking),
      windowSheet(plan, marking),
      assumptionSheet(plan, notice, marking),
    ],
    marking,
    techniques: plan.items.length,
    warnings: [],
  };
}

function logSourceSheet({ logSources, settings }: Plan, marking: string | null): Sheet {
  const { currency } = settings.money;
  return sheet(
    "Log sources",
    [
      ["Log source", 34],
      ["Window", 10],
      ["Due date", 12],
      ["Assignee", 18],
      ["Status", 12],
      ["Done on", 12],
      ["Person-days", 12],
      ["Opens gaps", 12],
      ["Techniques", 50],
      ["Channels", 60],
      ["Data components", 40],
      [`One-off, ${currency}`, 14],
      [`Yearly, ${currency}`, 14],
      ["Note", 40],
    ],
    logSources.map((source) => [
      source.name,
      source.window,
      source.dueOn,
      source.owner,
      source.status,
      source.doneOn,
      source.days,
      source.opens.length,
      source.opens.map(({ techniqueId }) => techniqueId).join("; "),
      source.channels.join("; "),
      source.dataComponents.join("; "),
      source.cost.oneOff,
      source.cost.yearly,
      source.note,
    ]),
    1,
    marking,
  );
}

function windowSheet({ windows, coverage, settings }: Plan, marking: string | null): Sheet {
  const { currency } = settings.money;
  return sheet(
    "Windows",
    [
      ["Window", 10],
      ["From", 12],
      ["Until", 12],
      ["Capacity, person-days", 14],
      ["Planned, person-days", 14],
      ["Over capacity", 14],
      ["Gaps closed", 12],
      ["Of these done", 12],
      ["Log sources", 12],
      ["Covered after it", 14],
      ["Techniques", 12],
      ["Coverage, %", 12],
      ["Weighted coverage, %", 14],
      [`Labour, ${currency}`, 14],
      [`One-off, ${currency}`, 14],
      [`Yearly, ${currency}`, 14],
    ],
    [
      [
        ...["now", null, null, null, null, null, null, null, null],
        coverage.covered,
        coverage.techniques,
        coverage.percent,
        coverage.weightedPercent,
        ...[null, null, null],
      ],
      ...windows.map((one) => [
        one.window,
        one.from,
        one.until,
        one.capacityDays,
        one.plannedDays,
        one.overDays,
        one.items,
        one.done,
        one.logSources,
        one.expected.covered,
        one.expected.techniques,
        one.expected.percent,
        one.expected.weightedPercent,
        one.cost.labour,
        one.cost.oneOff,
        one.cost.yearly,
      ]),
    ],
    1,
    marking,
  );
}

function assumptionSheet(
  { name, today, startsOn, assumptions }: Plan,
  notice: string,
  marking: string | null,
): Sheet {
  return sheet(
    "Assumptions",
    [["Assumption", 120]],
    [
      [`${name}: planned on ${today}, beginning on ${startsOn}.`],
      ...assumptions.map((sentence) => [sentence]),
      [notice],
    ],
    0,
    marking,
  );
}

/** A sheet of a workbook: a row of headings, then one for each thing, each with the marking. */
export function sheet(
  name: string,
  headings: readonly (readonly [heading: string, width: number])[],
  rows: readonly (readonly Value[])[],
  stickyColumns: number,
  marking: string | null,
): Sheet {
  const table = markRows([headings.map(([heading]) => heading), ...rows], marking);
  const [head = [], ...body] = table;
  return {
    name,
    rows: [
      head.map((value): SheetCell => ({ value, isBold: true, fill: headFill, edge })),
      ...body.map((row) =>
        row.map((value): SheetCell | null =>
          value === null
            ? null
            : { value: typeof value === "string" ? value.slice(0, mostInCell) : value },
        ),
      ),
    ],
    widths: [...headings.map(([, width]) => width), ...(marking === null ? [] : [24])],
    stickyRows: 1,
    stickyColumns,
  };
}
