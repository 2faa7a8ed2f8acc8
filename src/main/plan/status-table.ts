import type { PlanStatus } from "../../shared/model/plan-mark.ts";
import type {
  LogSourceChange,
  Plan,
  PlanChange,
  PlanItem,
  PlanLogSource,
} from "../../shared/model/plan.ts";
import type { ReportItem } from "../../shared/model/import-report.ts";
import { findTechniqueIds } from "../detections/technique-ids.ts";
import type { Table, TableRow } from "../detections/table-columns.ts";
import { normaliseHeading } from "../detections/table-columns.ts";
import { readExternalId, readLogSourceSummary } from "./tracker.ts";

type Field =
  | "externalId"
  | "technique"
  | "domain"
  | "summary"
  | "logSource"
  | "status"
  | "resolution"
  | "owner"
  | "due"
  | "done";

/** Headings by field, as trackers and our own tables write them, normalised; the first counts. */
const headings: Readonly<Record<Field, readonly string[]>> = {
  externalId: ["externalid", "customfieldexternalid", "externalissueid", "casemateid"],
  technique: ["technique", "techniqueid", "mitreid", "attackid"],
  domain: ["domain"],
  summary: ["summary", "title", "name", "issue", "labels", "tags"],
  logSource: ["logsource"],
  status: ["status", "state", "boardcolumn", "column", "statuscategory"],
  resolution: ["resolution", "statereason"],
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
  readonly logSourceChanges: readonly LogSourceChange[];
  readonly items: readonly ReportItem[];
  readonly read: number;
  readonly changed: number;
  readonly unchanged: number;
  readonly duplicates: number;
  readonly skipped: number;
}

/** What may name a gap or a log source. */
const naming: readonly Field[] = ["externalId", "technique", "summary", "logSource"];

/** Whether a table names gaps or log sources and says something about them. */
export function tellsStatus(table: Table): boolean {
  const fields = columnsOf(table);
  const names = naming.some((field) => fields.has(field));
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
 * Reads status, owner and due day of the plan's items and log sources from a table.
 *
 * An empty cell changes nothing, and a due day that the plan has by itself fixes nothing. What is
 * not understood is listed and left as it was. Of several lines about the same the first counts.
 */
export function readStatus(
  table: Table,
  { items, logSources }: Pick<Plan, "items" | "logSources">,
  domains: readonly string[],
): StatusReading {
  const columns = columnsOf(table);
  const byKey = new Map(items.map((item) => [`${item.domain} ${item.techniqueId}`, item]));
  const byName = new Map(logSources.map((source) => [source.name.toLowerCase(), source]));
  const seen = new Set<string>();
  const changes: PlanChange[] = [];
  const logSourceChanges: LogSourceChange[] = [];
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
    const what =
      cell("externalId") ||
      cell("technique") ||
      (cell("summary") || cell("logSource")).slice(0, 200);
    if (typeof named === "string") {
      counts.skipped += 1;
      tell("skipped", row, what, named, null);
      continue;
    }
    const found =
      "logSource" in named
        ? byName.get(named.logSource.trim().toLowerCase())
        : named.gaps
            .map(({ domain, techniqueId }) => byKey.get(`${domain} ${techniqueId}`))
            .find((one) => one !== undefined);
    if (found === undefined) {
      counts.skipped += 1;
      const kind = "logSource" in named ? "log source" : "open gap";
      tell("skipped", row, what, `is no ${kind} of the plan (any more)`, null);
      continue;
    }
    const name = "techniqueId" in found ? found.techniqueId : found.name;
    const key = "techniqueId" in found ? `${found.domain} ${name}` : `log-source ${name}`;
    if (seen.has(key)) {
      counts.duplicates += 1;
      tell("duplicates", row, name, "stands on an earlier line as well", null);
      continue;
    }
    seen.add(key);
    const status = statusOf(cell);
    if (cell("status") !== "" && status === undefined) {
      const message = `"${cell("status").slice(0, 100)}" is no status that Casemate knows`;
      tell("unknown status", row, name, message, "Its status stays as it was");
    }
    const due = dayIn(cell, "due", (message) =>
      tell("unclear date", row, name, message, "Its due day stays as it was"),
    );
    const done = dayIn(cell, "done", (message) =>
      tell("unclear date", row, name, message, "It counts as done today"),
    );
    const owner = cell("owner").slice(0, 200);
    const isDone = (status ?? found.status) === "done";
    const change: Told = {
      ...(status === undefined || status === found.status ? {} : { status }),
      ...(owner === "" || owner === found.owner ? {} : { owner }),
      ...(due === null || due === found.dueOn ? {} : { dueOn: due }),
      ...(!isDone || done === null || done === found.doneOn ? {} : { doneOn: done }),
    };
    const parts = describe(change, found);
    if (parts.length === 0) {
      counts.unchanged += 1;
      tell("unchanged", row, name, "says what the plan says", null);
      continue;
    }
    counts.changed += 1;
    if ("techniqueId" in found) {
      changes.push({ domain: found.domain, techniqueId: found.techniqueId, ...change });
    } else logSourceChanges.push({ name, ...change });
    tell("changed", row, name, parts.join("; "), null);
  }
  return { changes, logSourceChanges, items: told, read: table.rows.length, ...counts };
}

/** The status that a line tells; what was closed without being done was dropped. */
function statusOf(cell: (field: Field) => string): PlanStatus | undefined {
  const wordOf = (field: Field) => statusByWord.get(normaliseHeading(cell(field)));
  const status = wordOf("status");
  return status === "done" && wordOf("resolution") === "dropped" ? "dropped" : status;
}

/** What a line may say about a gap or a log source. */
type Told = Pick<PlanChange, "status" | "owner" | "dueOn" | "doneOn">;

function describe(change: Told, item: PlanItem | PlanLogSource): string[] {
  const part = (word: string, before: string | null, after: string | null | undefined) =>
    after === undefined ? [] : [`${word}: ${before ?? "none"} → ${after ?? "none"}`];
  return [
    ...part("status", item.status, change.status),
    ...part("owner", item.owner === "" ? "none" : item.owner, change.owner),
    ...part("due", item.dueOn, change.dueOn),
    ...part("done on", item.doneOn, change.doneOn),
  ];
}

/** What a line is about: a log source, or a gap, which may be of several domains. */
type Named =
  | { readonly logSource: string }
  | { readonly gaps: readonly { readonly domain: string; readonly techniqueId: string }[] };

/** What a line is about, or why it is about nothing. */
function nameOf(cell: (field: Field) => string, domains: readonly string[]): Named | string {
  const external = readExternalId(cell("externalId"));
  if (external !== null) return "logSource" in external ? external : { gaps: [external] };
  // A log source may be called after the technique that it opens.
  const logSource = cell("technique") === "" ? readLogSourceSummary(cell("summary")) : null;
  if (logSource !== null) return { logSource };
  for (const field of ["technique", "summary"] as const) {
    const ids = [...new Set(findTechniqueIds(cell(field)).map(String))];
    if (ids.length > 1) return `names several techniques (${ids.slice(0, 5).join(", ")})`;
    const [techniqueId] = ids;
    if (techniqueId === undefined) continue;
    const own = cell("domain");
    return { gaps: (own === "" ? domains : [own]).map((domain) => ({ domain, techniqueId })) };
  }
  // Beside a technique it says what that waits for; alone it is what the line is about.
  if (cell("logSource") !== "") return { logSource: cell("logSource") };
  return "names no technique and no log source";
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
