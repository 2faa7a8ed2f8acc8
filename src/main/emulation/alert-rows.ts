import type { AlertField, AlertMapping, AlertMatches } from "../../shared/model/alert.ts";
import type { Table, TableRow } from "../detections/table-columns.ts";
import { findTechniqueIds } from "../detections/technique-ids.ts";
import { subTechniqueColumns } from "./alert-columns.ts";
import { prepareAlertTimes } from "./alert-times.ts";
import { columnsOf } from "./table-cells.ts";

/** An alert as a row of a table tells it. */
export interface AlertRow {
  readonly line: number;
  /** Milliseconds since 1970; null where its time could not be read. */
  readonly at: number | null;
  readonly rule: string;
  readonly host: string;
  /** IDs in their normal form. */
  readonly techniques: readonly string[];
  readonly severity: string;
}

/** Reads alerts of a table by its mapping, and says what nobody said of their times. */
export function readAlertRows(
  table: Table,
  mapping: AlertMapping,
  options: { readonly zone?: string | undefined; readonly dayFirst?: boolean | undefined },
): { readonly rows: readonly AlertRow[]; readonly times: AlertMatches["times"] } {
  const cell = columnsOf(table);
  const columnOf = (field: AlertField) => mapping.find((each) => each.field === field)?.column;
  const of = (row: TableRow, field: AlertField) => {
    const column = columnOf(field);
    return column === undefined ? "" : cell(row, column);
  };
  const heading = columnOf("time") ?? "";
  const written = table.rows.map((row) => of(row, "time"));
  const times = prepareAlertTimes(written, heading, options);
  const besides = subTechniqueColumns(table.columns);
  const rows = table.rows.map((row): AlertRow => {
    const rule = of(row, "rule");
    const said = [of(row, "technique"), ...besides.map((column) => cell(row, column))].join(" ");
    const ids = findTechniqueIds(said);
    return {
      line: row.line,
      at: times.read(of(row, "time")),
      rule: rule.slice(0, 500),
      host: of(row, "host").slice(0, 500),
      techniques: ids.length > 0 ? withoutNamedParents(ids) : findTechniqueIds(rule),
      severity: of(row, "severity").slice(0, 100),
    };
  });
  return {
    rows,
    times: {
      zoneless: times.zoneless,
      zone: times.zone,
      orderUnclear: times.orderUnclear,
      unreadable: rows.filter(({ at }) => at === null).length,
    },
  };
}

/** IDs without the parents of others among them: Elastic names both where it means the one. */
function withoutNamedParents(ids: readonly string[]): readonly string[] {
  return ids.filter((id) => !ids.some((other) => other.startsWith(`${id}.`)));
}
