import { csvCell, markTable } from "../../shared/csv-cell.ts";
import type { Gap } from "../../shared/model/coverage.ts";

type Column = readonly [heading: string, value: (gap: Gap, rank: number) => string | number | null];

const columns: readonly Column[] = [
  ["Rank", (_, rank) => rank],
  ["ID", ({ id }) => id],
  ["Name", ({ name }) => name],
  ["Parent", ({ parentName }) => parentName],
  ["Domain", ({ domain }) => domain],
  ["Tactics", ({ tactics }) => tactics.join("; ")],
  ["Platforms", ({ platforms }) => platforms.join("; ")],
  ["Actors", ({ actors }) => actors.join("; ")],
  ["Level", ({ level }) => level],
  ["Detections", ({ detections }) => detections],
  ["Reason", ({ reason }) => reason],
  ["Status", ({ status }) => status],
  ["Priority", ({ priority }) => priority],
  ["Band", ({ band }) => band],
  ["Actor use", ({ parts }) => parts.actorUse.value],
  ["Choke point", ({ parts }) => parts.chokePoint.value],
  ["Prevalence", ({ parts }) => parts.prevalence.value],
  ["Tactic", ({ parts }) => parts.tactic.value],
  ["Exposure", ({ parts }) => parts.exposure.value],
  ["Failure", ({ parts }) => parts.failure.value],
  ["Effort in person-days", ({ effortDays }) => effortDays],
  ["Next action", ({ nextAction }) => nextAction],
];

/** The gaps as CSV, by rank, with a byte order mark for spreadsheets. */
export function buildGapsCsv(gaps: readonly Gap[], marking: string | null): string {
  const rows = [
    columns.map(([heading]) => heading),
    ...gaps.map((gap, index) => columns.map(([, value]) => value(gap, index + 1))),
  ];
  const lines = markTable<string | number | null>(rows, marking);
  return `\uFEFF${lines.map((cells) => `${cells.map(csvCell).join(",")}\r\n`).join("")}`;
}
