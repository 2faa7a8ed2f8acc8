import type { PlanStatus } from "../../shared/model/plan-mark.ts";
import type { Plan, PlanItem, PlanLogSource } from "../../shared/model/plan.ts";
import { markRows } from "../../shared/csv-cell.ts";
import { csvOf, fullName } from "./plan-table.ts";

/** What an issue of the plan is called in a tracker, so that its status finds the way back. */
export function externalIdOf(domain: string, techniqueId: string): string {
  return `casemate:${domain}:${techniqueId}`;
}

const logSourcePrefix = "casemate:log-source:";

/** What an external ID of ours stands for; null where it is none. */
export function readExternalId(
  text: string,
):
  | { readonly domain: string; readonly techniqueId: string }
  | { readonly logSource: string }
  | null {
  if (text.startsWith(logSourcePrefix)) return { logSource: text.slice(logSourcePrefix.length) };
  const match = /^casemate:([a-z0-9-]+):(T\d{4}(?:\.\d{3})?)$/.exec(text.trim());
  const [, domain, techniqueId] = match ?? [];
  return domain === undefined || techniqueId === undefined ? null : { domain, techniqueId };
}

const logSourceSummary = "Collect ";

/** The log source that an issue of ours is about by its summary; null where it is none. */
export function readLogSourceSummary(summary: string): string | null {
  return summary.startsWith(logSourceSummary) ? summary.slice(logSourceSummary.length) : null;
}

const headings = [
  ...["Summary", "Description", "Issue Type", "Priority", "Status", "Due Date", "Assignee"],
  ...["Labels", "Original Estimate (days)", "Blocked By", "External ID"],
] as const;

const priorityWords = { critical: "Highest", high: "High", medium: "Medium", low: "Low" } as const;
const statusWords: Readonly<Record<PlanStatus, string>> = {
  planned: "To Do",
  "in-progress": "In Progress",
  done: "Done",
  dropped: "Won't Do",
};

/**
 * The plan as CSV that issue trackers import: an issue for each log source, then one for each gap.
 *
 * Labels are parted by spaces, as trackers part them; `External ID` brings the status back.
 */
export function buildTrackerCsv(plan: Plan, marking: string | null): string {
  const rows: readonly Row[] = [
    headings,
    ...plan.logSources.map((source) => logSourceRow(source, plan)),
    ...plan.items.map(gapRow),
  ];
  return csvOf(markRows(rows, marking));
}

type Row = readonly (string | number | null)[];

function gapRow(item: PlanItem): Row {
  const description = [
    item.nextAction,
    ...item.steps.map(({ task, days }, at) => `${at + 1}. ${task}${daysWords(days)}`),
    `Data source: ${item.dataSource}`,
    `Detection approach: ${item.detectionApproach}`,
    `Reason: ${item.reason}; priority ${item.priority.toFixed(1)} (${item.band}), rank ${item.rank}`,
    ...(item.note === "" ? [] : [`Note: ${item.note}`]),
  ];
  return [
    `${item.techniqueId} ${fullName(item)}`,
    description.join("\n"),
    "Task",
    priorityWords[item.band],
    statusWords[item.status],
    item.dueOn,
    item.owner,
    labels(item.techniqueId, item.window, item.reason),
    item.effortDays,
    item.logSource === null ? null : `${logSourcePrefix}${item.logSource}`,
    externalIdOf(item.domain, item.techniqueId),
  ];
}

function daysWords(days: number | null): string {
  return days === null ? "" : ` (${days} person-day${days === 1 ? "" : "s"})`;
}

function logSourceRow(source: PlanLogSource, { items }: Plan): Row {
  const opened = new Set(source.opens.map(({ domain, techniqueId }) => `${domain} ${techniqueId}`));
  const first = items.find(({ domain, techniqueId }) => opened.has(`${domain} ${techniqueId}`));
  const count = source.opens.length;
  return [
    `${logSourceSummary}${source.name}`,
    [
      `Paid once: it opens ${count} gap${count === 1 ? "" : "s"}, whose rules wait for it`,
      ...source.opens.map(({ techniqueId, name }) => `- ${techniqueId} ${name}`),
      ...(source.channels.length === 0 ? [] : [`Channels: ${source.channels.join("; ")}`]),
      ...(source.note === "" ? [] : [`Note: ${source.note}`]),
    ].join("\n"),
    "Task",
    priorityWords[first?.band ?? "low"],
    statusWords[source.status],
    source.dueOn,
    source.owner,
    labels("log-source", source.window),
    source.days,
    null,
    `${logSourcePrefix}${source.name}`,
  ];
}

function labels(what: string, window: string, ...others: readonly string[]): string {
  return ["casemate", what, window === "beyond" ? "beyond" : `${window}-days`, ...others].join(" ");
}
