import type { AssetField, AssetMapping } from "../../shared/model/asset.ts";
import type { Table } from "../detections/table-columns.ts";
import {
  namesTechniques,
  normaliseHeading,
  parseCount,
  unnamedColumn,
} from "../detections/table-columns.ts";

/** Headings by field, without case, spaces and signs; what is said more plainly stands first. */
const headingsOfFields: Readonly<Record<AssetField, readonly string[]>> = {
  name: [
    ...["name", "asset", "assetname", "hostname", "host", "computername", "computer", "device"],
    ...["devicename", "machine", "machinename", "servername", "server", "system", "systemname"],
    ...["fqdn", "dnsname", "ciname", "configurationitem", "ci", "nodename", "node", "label"],
    ...["displayname", "title", "assettag", "assetid", "resource", "resourcename"],
  ],
  platform: [
    ...["platform", "platforms", "os", "operatingsystem", "operatingsystems", "osname", "ostype"],
    ...["osplatform", "osfamily", "osversion", "osfullname", "system", "technology", "product"],
    ...["assettype", "type", "devicetype", "category", "class", "betriebssystem"],
  ],
  criticality: [
    ...["criticality", "assetcriticality", "businesscriticality", "criticalitylevel", "critical"],
    ...["importance", "businessimportance", "impact", "businessimpact", "value", "assetvalue"],
    ...["priority", "tier", "classification", "rating", "risk", "risklevel", "severity"],
  ],
  segment: [
    ...["segment", "networksegment", "zone", "networkzone", "securityzone", "enclave", "vlan"],
    ...["subnet", "network", "site", "location", "area", "businessunit", "department", "group"],
    ...["environment", "domain"],
  ],
  owner: [
    ...["owner", "assetowner", "systemowner", "businessowner", "technicalowner", "serviceowner"],
    ...["responsible", "team", "supportgroup", "supportteam", "managedby", "assignedto"],
    ...["contact", "custodian"],
  ],
  count: [
    ...["count", "assetcount", "numberofassets", "numberofhosts", "numberofdevices", "quantity"],
    ...["qty", "noofassets", "noofhosts", "noofdevices", "hosts", "devices", "machines", "number"],
    ...["amount", "units", "instances"],
  ],
};
const fields = Object.entries(headingsOfFields) as [AssetField, readonly string[]][];

/** How many headings of a row an inventory of assets may have. */
export function countAssetHeadings(cells: readonly string[]): number {
  const headings = new Set(cells.map(normaliseHeading));
  return fields.filter(([, known]) => known.some((heading) => headings.has(heading))).length;
}

/**
 * Recognises which column holds which field, by its heading.
 *
 * Of several columns that may hold a field, the one with the plainest heading does. A number in a
 * name, such as `Office workstations (1850)`, counts nothing: only a column of whole numbers says
 * how many machines a row stands for.
 */
export function recogniseAssetColumns(table: Table): AssetMapping {
  const normal = table.columns.map(normaliseHeading);
  const taken = new Set<number>();
  const mapping: AssetMapping = [];
  for (const [field, headings] of fields) {
    const at = headings
      .map((heading) => normal.findIndex((each, column) => each === heading && !taken.has(column)))
      .find((column) => column !== -1 && (field !== "count" || holdsCounts(table, column)));
    const column = at === undefined ? undefined : table.columns[at];
    if (at === undefined || column === undefined) continue;
    taken.add(at);
    mapping.push({ field, column });
  }
  return mapping;
}

function holdsCounts({ rows }: Table, column: number): boolean {
  const cells = rows
    .map(({ cells: row }) => row[column]?.trim() ?? "")
    .filter((cell) => cell !== "");
  return cells.length > 0 && cells.every((cell) => parseCount(cell) !== null);
}

/** Whether a mapping says enough to import without asking: what an asset is called. */
export function isAssetMappingComplete(mapping: AssetMapping, columns: readonly string[]): boolean {
  return mapping.some(({ field, column }) => field === "name" && columns.includes(column));
}

/**
 * Whether a table that was found among others is one of assets: it says what an asset is called,
 * something else of it, and nothing of techniques, as a table of rules does.
 */
export function isAssetTable(table: Table, mapping: AssetMapping): boolean {
  const { columns } = table;
  return (
    isAssetMappingComplete(mapping, columns) &&
    mapping.length >= 2 &&
    !namesTechniques(table) &&
    !columns.every((heading, column) => heading === unnamedColumn(column))
  );
}
