import type { PlanStatus } from "../../shared/model/plan-mark.ts";
import type { PlanChange, PlanItem } from "../../shared/model/plan.ts";
import type { ReportItem } from "../../shared/model/import-report.ts";
import { findTechniqueIds } from "../detections/technique-ids.ts";
import type { Table, TableRow } from "../detections/table-columns.ts";
import { normaliseHeading } from "../detections/table-columns.ts";
import { readExternalId } from "./tracker.ts";

type Field =
  "externalId" | "technique" | "domain" | "summary" | "status" | "owner" | "due" | "done";

/** Headings by field, as trackers and our own tables write them, normalised; the first counts. */
const headings: Readonly<Record<Field, readonly string[]>> = {
  externalId: ["externalid", "customfieldexternalid", "externalissueid", "casemateid"],
  technique: ["technique", "techniqueid", "mitreid", "attackid"],
  domain: ["domain"],
  summary: ["summary", "title", "name", "issue", "labels", "tags"],
  status: ["status", "state", "boardcolumn", "column", "statuscategory"],
  owner: ["assignee", "assignees", "assignedto", "owner"],
  due: ["duedate", "due", "dueon", "targetdate"],
  done: ["doneon", "resolved", "resolutiondate", "closedat", "closeddate", "completedon"],
};

/** Words of trackers, normalised, for each status of the plan. */
const statusWords: Readonly<Record<PlanStatus, readonly string[]>> = {
  planned: [
    ...["planned", "todo", "open", "opened", "new", "backlog", "selectedfordevelopment", "ready"],
    ...["proposed", "approved", "reopened", "triage", "accepted", "notstarted", "onhold"],
  ],
  "in-progress": [
    ...["inprogress", "doing", "active", "started", "committed", "inreview", "review", "testing"],
    ...["intesting", "indevelopment", "development", "blocked", "waiting", "inanalysis"],
  ],
  done: ["done", "closed", "resolved", "completed", "complete", "finished", "fixed", "released"],
  dropped: [
    ...["dropped", "wontdo", "wontfix", "cancelled", "canceled", "removed", "rejected", "declined"],
    ...["abandoned", "notplanned", "duplicate", "obsolete"],
  ],
};
const statusByWord: ReadonlyMap<string, PlanStatus> = new Map(
  (Object.entries(statusWords) as [PlanStatus, readonly string[]][]).flatMap(([status, words]) =>
    words.map((word) => [word, status] as const),
  ),
);

/** What a table says about the plan. */
export interface StatusReading {
  readonly changes: readonly PlanChange[];
  readonly items: readonly ReportItem[];
  readonly read: number;
  readonly changed: number;
  readonly unchanged: number;
  readonly duplicates: number;
  readonly skipped: number;
}

/** Whether a table names gaps and says something about them. */
export function tellsStatus(table: Table): boolean {
  const fields = columnsOf(table);
  const names = fields.has("externalId") || fields.has("technique") || fields.has("summary");
  return names && (fields.has("status") || fields.has("owner") || fields.has("due"));
}

/** Whether a table is about work on something: who does it, and until when. */
export function tellsWork(table: Table): boolean {
  const fields = columnsOf(table);
  return fields.has("status") && (fields.has("due") || fields.has("done"));
}

/** Rows that are looked at to see what a table is about. */
const sampleRows = 200;

/** Whether most rows of a table name one technique by its ID. */
export function namesGaps(table: Table): boolean {
  const rows = table.rows.slice(0, sampleRows);
  const named = rows.filter((row) => typeof nameOf(cellsOf(table, row), [""]) !== "string");
  return named.length > rows.length / 2;
}

/** Whether a table has come from here by way of a tracker: its issues carry our own IDs. */
export function carriesOurIds(table: Table): boolean {
  return table.rows
    .slice(0, sampleRows)
    .some((row) => readExternalId(cellsOf(table, row)("externalId")) !== null);
}

/** The cells of a row by field; what has no column is empty. */
function cellsOf(table: Table, row: TableRow): (field: Field) => string {
  const columns = columnsOf(table);
  return (field) => {
    const column = columns.get(field);
    return column === undefined ? "" : (row.cells[column]?.trim() ?? "");
  };
}

function columnsOf({ columns }: Table): Map<Field, number> {
  const normal = columns.map(normaliseHeading);
  const found = new Map<Field, number>();
  for (const [field, words] of Object.entries(headings) as [Field, readonly string[]][]) {
    const word = words.find((one) => normal.includes(one));
    if (word !== undefined) found.set(field, normal.indexOf(word));
  }
  return found;
}

/**
 * Reads status, owner and due day of the plan's items from a table.
 *
 * An empty cell changes nothing, and a due day that the plan has by itself fixes nothing. What is
 * not understood is listed and left as it was. Of several lines about one gap the first counts.
 */
export function readStatus(
  table: Table,
  items: readonly PlanItem[],
  domains: readonly string[],
): StatusReading {
  const columns = columnsOf(table);
  const byKey = new Map(items.map((item) => [`${item.domain} ${item.techniqueId}`, item]));
  const seen = new Set<string>();
  const changes: PlanChange[] = [];
  const told: ReportItem[] = [];
  const counts = { changed: 0, unchanged: 0, duplicates: 0, skipped: 0 };
  const tell = (
    kind: string,
    row: TableRow,
    what: string,
    message: string,
    effect: string | null,
  ) => told.push({ class: kind, what, file: table.file, line: row.line, message, effect });

  for (const row of table.rows) {
    const cell = (field: Field) => {
      const column = columns.get(field);
      return column === undefined ? "" : (row.cells[column]?.trim() ?? "");
    };
    const named = nameOf(cell, domains);
    const what = cell("externalId") || cell("technique") || cell("summary").slice(0, 200);
    if (typeof named === "string") {
      counts.skipped += 1;
      tell("skipped", row, what, named, null);
      continue;
    }
    const item = named
      .map(({ domain, techniqueId }) => byKey.get(`${domain} ${techniqueId}`))
      .find((one) => one !== undefined);
    if (item === undefined) {
      counts.skipped += 1;
      tell("skipped", row, what, "is no open gap of the plan (any more)", null);
      continue;
    }
    const key = `${item.domain} ${item.techniqueId}`;
    if (seen.has(key)) {
      counts.duplicates += 1;
      tell("duplicates", row, item.techniqueId, "stands on an earlier line as well", null);
      continue;
    }
    seen.add(key);
    const status = statusByWord.get(normaliseHeading(cell("status")));
    if (cell("status") !== "" && status === undefined) {
      const message = `"${cell("status").slice(0, 100)}" is no status that Casemate knows`;
      tell("unknown status", row, item.techniqueId, message, "Its status stays as it was");
    }
    const due = dayIn(cell, "due", (message) =>
      tell("unclear date", row, item.techniqueId, message, "Its due day stays as it was"),
    );
    const done = dayIn(cell, "done", (message) =>
      tell("unclear date", row, item.techniqueId, message, "It counts as done today"),
    );
    const owner = cell("owner").slice(0, 200);
    const isDone = (status ?? item.status) === "done";
    const change: PlanChange = {
      domain: item.domain,
      techniqueId: item.techniqueId,
      ...(status === undefined || status === item.status ? {} : { status }),
      ...(owner === "" || owner === item.owner ? {} : { owner }),
      ...(due === null || due === item.dueOn ? {} : { dueOn: due }),
      ...(!isDone || done === null || done === item.doneOn ? {} : { doneOn: done }),
    };
    const parts = describe(change, item);
    if (parts.length === 0) {
      counts.unchanged += 1;
      tell("unchanged", row, item.techniqueId, "says what the plan says", null);
    } else {
      counts.changed += 1;
      changes.push(change);
      tell("changed", row, item.techniqueId, parts.join("; "), null);
    }
  }
  return { changes, items: told, read: table.rows.length, ...counts };
}

function describe(change: PlanChange, item: PlanItem): string[] {
  const part = (word: string, before: string | null, after: string | null | undefined) =>
    after === undefined ? [] : [`${word}: ${before ?? "none"} → ${after ?? "none"}`];
  return [
    ...part("status", item.status, change.status),
    ...part("owner", item.owner === "" ? "none" : item.owner, change.owner),
    ...part("due", item.dueOn, change.dueOn),
    ...part("done on", item.doneOn, change.doneOn),
  ];
}

/** The gaps that a line may be about, or why it is about none. */
function nameOf(
  cell: (field: Field) => string,
  domains: readonly string[],
): { readonly domain: string; readonly techniqueId: string }[] | string {
  const external = readExternalId(cell("externalId"));
  if (external === "log-source") {
    return "is about a log source: what is collected is told by the log sources";
  }
  if (external !== null) return [external];
  for (const field of ["technique", "summary"] as const) {
    const ids = [...new Set(findTechniqueIds(cell(field)).map(String))];
    if (ids.length > 1) return `names several techniques (${ids.slice(0, 5).join(", ")})`;
    const [techniqueId] = ids;
    if (techniqueId === undefined) continue;
    const own = cell("domain");
    return (own === "" ? domains : [own]).map((domain) => ({ domain, techniqueId }));
  }
  return "names no technique";
}

const months = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

/** The day in a cell; null where it is empty, or unclear, which is told. */
function dayIn(
  cell: (field: Field) => string,
  field: Field,
  tell: (message: string) => void,
): string | null {
  const text = cell(field);
  if (text === "") return null;
  const day = readDay(text);
  if (day === null) tell(`"${text.slice(0, 60)}" is no day that can be read for certain`);
  return day;
}

/**
 * A day as spreadsheets and trackers write it, as `2026-12-24`; null where it cannot be told.
 *
 * Where day and month could be either way round, only what one of them settles is read.
 */
export function readDay(text: string): string | null {
  const iso = /^(\d{4})[-/](\d{1,2})[-/](\d{1,2})(?:$|[T ])/.exec(text);
  if (iso !== null) return dayOf(iso[1], iso[2], iso[3]);
  const named = /^(\d{1,2})[-/. ]([A-Za-z]{3})[a-z]*[-/. ](\d{4}|\d{2})(?:$|[ ,])/.exec(text);
  if (named !== null) {
    const month = months.indexOf((named[2] ?? "").toLowerCase()) + 1;
    return dayOf(named[3], String(month), named[1]);
  }
  const dotted = /^(\d{1,2})\.(\d{1,2})\.(\d{4})(?:$|[ ,])/.exec(text);
  if (dotted !== null) return dayOf(dotted[3], dotted[2], dotted[1]);
  const slashed = /^(\d{1,2})\/(\d{1,2})\/(\d{4})(?:$|[ ,])/.exec(text);
  if (slashed === null) return null;
  const [, first, second, year] = slashed;
  if (first === second || Number(first) > 12) return dayOf(year, second, first);
  return Number(second) > 12 ? dayOf(year, first, second) : null;
}

function dayOf(
  year: string | undefined,
  month: string | undefined,
  day: string | undefined,
): string | null {
  const full = year?.length === 2 ? `20${year}` : (year ?? "");
  const text = `${full}-${(month ?? "").padStart(2, "0")}-${(day ?? "").padStart(2, "0")}`;
  const time = Date.parse(text);
  const isDay = !Number.isNaN(time) && new Date(time).toISOString().startsWith(text);
  return isDay ? text : null;
}
