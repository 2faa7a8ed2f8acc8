import type { ColumnMapping, TableField } from "../../shared/model/detection.ts";
import { findTechniqueIds } from "./technique-ids.ts";

/** A table as a file holds it: headings, and rows with the line on which each begins. */
export interface Table {
  readonly file: string;
  /** Sheets of the workbook, and the one that this is; none for CSV. */
  readonly sheets: readonly string[];
  readonly sheet: string | null;
  readonly columns: readonly string[];
  readonly rows: readonly TableRow[];
}

export interface TableRow {
  readonly line: number;
  readonly cells: readonly string[];
}

/** Headings by field, written as {@link normaliseHeading} writes them. */
const headingsOfFields: Readonly<Record<TableField, readonly string[]>> = {
  key: [
    ...["id", "uuid", "guid", "uid", "key", "identifier", "ruleid", "ruleuuid", "ruleguid"],
    ...["rulekey", "detectionid", "usecaseid", "searchid", "analyticid", "refid", "referenceid"],
  ],
  name: [
    ...["name", "title", "rule", "rulename", "ruletitle", "detection", "detectionname"],
    ...["detectionrule", "detectiontitle", "usecase", "usecasename", "usecasetitle", "alert"],
    ...["alertname", "alerttitle", "analytic", "analyticname", "search", "searchname"],
    ...["savedsearch", "correlationrule", "correlationsearch", "signature", "signaturename"],
    ...["displayname", "ruledisplayname"],
  ],
  techniques: [
    ...["technique", "techniques", "techniqueid", "techniqueids", "techniquesid", "tid", "ttp"],
    ...["ttps", "attack", "attck", "attackid", "attckid", "attackids", "attckids", "mitre"],
    ...["mitreid", "mitreids", "mitreattack", "mitreattck", "mitreattackid", "mitreattckid"],
    ...["mitreattackids", "mitreattckids", "subtechnique", "subtechniques", "subtechniqueid"],
    ...["techniquenumber", "attacktechnique", "attcktechnique"],
  ],
  tactics: ["tactic", "tactics", "tacticid", "tacticids", "phase", "killchainphase"],
  state: [
    ...["state", "status", "rulestate", "rulestatus", "enabled", "isenabled", "ruleenabled"],
    ...["active", "isactive", "deployed", "isdeployed", "deployment", "deploymentstate"],
    ...["deploymentstatus", "inproduction", "production", "running", "isrunning"],
    ...["detectionstatus", "detectionstate", "disabled", "isdisabled", "inactive"],
  ],
  maturity: ["maturity", "rulematurity", "lifecycle", "lifecyclestage", "stage", "stability"],
  severity: [
    ...["severity", "level", "rulelevel", "ruleseverity", "alertseverity", "criticality"],
    ...["priority", "risk", "risklevel", "urgency"],
  ],
  platforms: [
    ...["platform", "platforms", "os", "operatingsystem", "operatingsystems", "osplatform"],
    ...["targetplatform", "targetplatforms", "systems"],
  ],
  logSource: [
    ...["logsource", "logsources", "datasource", "datasources", "datacomponent", "sourcetype"],
    ...["datafeed", "logtype", "telemetry", "requireddata"],
  ],
  owner: [
    ...["owner", "ruleowner", "author", "authors", "responsible", "team", "assignee", "contact"],
    ...["creator", "createdby", "maintainer", "engineer"],
  ],
  modified: [
    ...["modified", "lastmodified", "modifiedon", "modifieddate", "lastmodifieddate", "updated"],
    ...["lastupdated", "updatedat", "updatedon", "lastupdate", "lastchange", "lastchanged"],
    ...["changed", "date", "lastreviewed"],
  ],
  link: ["link", "links", "url", "reference", "references", "ref", "href", "documentation"],
  description: [
    ...["description", "ruledescription", "desc", "details", "summary", "purpose", "objective"],
  ],
  quality: ["quality", "rulequality", "detectionquality", "qualityscore"],
  alerting: [
    ...["alerting", "isalerting", "raisesalert", "raisesalerts", "generatesalert", "alerts"],
    ...["buildingblock", "isbuildingblock", "hunting", "ishunting"],
  ],
  count: [
    ...["count", "counts", "rules", "rulecount", "rulescount", "rulecounts", "numberofrules"],
    ...["noofrules", "nofrules", "numrules", "nrofrules", "nbrules", "totalrules", "rulestotal"],
    ...["detections", "detectioncount", "detectionscount", "numberofdetections"],
    ...["numdetections", "totaldetections", "detectionstotal", "alertcount", "usecases"],
    ...["usecasecount", "numberofusecases", "analytics", "analyticscount", "total", "number"],
    ...["ofrules", "ofdetections", "amount", "quantity"],
  ],
};

const fieldByHeading: ReadonlyMap<string, TableField> = new Map(
  (Object.entries(headingsOfFields) as [TableField, readonly string[]][]).flatMap(
    ([field, headings]) => headings.map((heading) => [heading, field] as const),
  ),
);

/** The name of a column that has none. */
export function unnamedColumn(column: number): string {
  return `Column ${column + 1}`;
}

/** A heading without case, spaces and signs: `MITRE ATT&CK ID` and `mitre_attck_id` are one. */
export function normaliseHeading(heading: string): string {
  return heading.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, "");
}

/** The field that a heading names, or undefined. */
function fieldOf(heading: string): TableField | undefined {
  const normal = normaliseHeading(heading);
  const exact = fieldByHeading.get(normal);
  if (exact !== undefined) return exact;
  // The name of a technique or tactic is not the name of a rule, and holds no ID.
  if (/(?:technique|tactic)s?(?:name|title|description|url|link)s?$/.test(normal)) return undefined;
  if (/technique|subtechnique/.test(normal)) return "techniques";
  if (normal.includes("tactic")) return "tactics";
  if (/^(?:mitre)?att?a?ck(?:mapping|mappings|coverage|tags?|refs?)$/.test(normal)) {
    return "techniques";
  }
  if (/^(?:rule|detection|usecase|alert|analytic)(?:s)?name$/.test(normal)) return "name";
  return undefined;
}

/** How many headings of a row Casemate knows. */
export function countKnownHeadings(cells: readonly string[]): number {
  return new Set(cells.map(fieldOf).filter((field) => field !== undefined)).size;
}

/** Rows that are looked at to see what a column holds. */
const sampleRows = 200;

/** Share of a column's filled cells that pass a test; 0 for an empty column. */
function shareOf(table: Table, column: number, test: (cell: string) => boolean): number {
  let filled = 0;
  let passed = 0;
  for (const { cells } of table.rows.slice(0, sampleRows)) {
    const cell = cells[column]?.trim() ?? "";
    if (cell === "") continue;
    filled += 1;
    if (test(cell)) passed += 1;
  }
  return filled === 0 ? 0 : passed / filled;
}

/** Whether a column of a table holds technique IDs, one or several a row. */
export function namesTechniques(table: Table): boolean {
  return table.columns.some((_, column) => shareOf(table, column, holdsId) >= 0.5);
}

const holdsId = (cell: string): boolean => findTechniqueIds(cell).length > 0;
const holdsNumber = (cell: string): boolean => parseCount(cell) !== null;

/** A whole number as spreadsheets write it, with or without separators of thousands; else null. */
export function parseCount(cell: string): number | null {
  const text = cell.trim();
  if (!/^\d{1,9}(?:\.0+)?$|^\d{1,3}(?:[ ,.'\u00a0\u202f]\d{3}){1,2}$/.test(text)) return null;
  const digits = text.replace(/\.0+$/, (zeros) => (zeros.length === 4 ? zeros : ""));
  return Number(digits.replace(/\D/g, ""));
}

/**
 * Recognises a table's columns: by their headings, then by what they hold.
 *
 * A field has one column, the first that names it; techniques may have several, such as one for
 * sub-techniques.
 */
export function recogniseColumns(table: Table): ColumnMapping {
  const fields = table.columns.map(fieldOf);
  const withIds = table.columns.map((_, column) => shareOf(table, column, holdsId) >= 0.5);
  const idColumns = fields.flatMap((field, column) =>
    field === "techniques" && withIds[column] === true ? [column] : [],
  );
  const mapping: ColumnMapping = [];
  const taken = new Set<TableField>();
  for (const [column, heading] of table.columns.entries()) {
    const field = fields[column];
    if (field === undefined) continue;
    if (field === "techniques") {
      // Beside a column of IDs, a column of the techniques' names adds nothing.
      if (idColumns.length > 0 && !idColumns.includes(column)) continue;
      if (idColumns.length === 0 && taken.has(field)) continue;
    } else if (taken.has(field)) continue;
    if (field === "count" && shareOf(table, column, holdsNumber) < 0.5) continue;
    taken.add(field);
    mapping.push({ field, column: heading });
  }
  if (!taken.has("techniques")) {
    const column = withIds.findIndex((holds, at) => holds && fields[at] === undefined);
    const heading = table.columns[column];
    if (heading !== undefined) mapping.push({ field: "techniques", column: heading });
  }
  if (table.columns.every((heading, column) => heading === unnamedColumn(column))) {
    const column = withIds.findIndex((holds) => !holds);
    const heading = table.columns[column];
    if (heading !== undefined) mapping.push({ field: "name", column: heading });
  }
  return mapping;
}

/** A table of techniques with numbers of rules, or of rules. */
export function shapeOf(mapping: ColumnMapping): "rules" | "counts" {
  const fields = fieldsOf(mapping);
  const isCounts =
    fields.has("count") && fields.has("techniques") && !fields.has("name") && !fields.has("key");
  return isCounts ? "counts" : "rules";
}

/** Whether a mapping says enough to import without asking: what a rule is called, and what it sees. */
export function isComplete(mapping: ColumnMapping): boolean {
  const fields = fieldsOf(mapping);
  if (shapeOf(mapping) === "counts") return true;
  return (
    (fields.has("name") || fields.has("key")) && (fields.has("techniques") || fields.has("tactics"))
  );
}

function fieldsOf(mapping: ColumnMapping): ReadonlySet<TableField> {
  return new Set(mapping.map(({ field }) => field));
}
