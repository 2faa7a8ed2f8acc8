import {
  createColumnHelper,
  rowSortingFeature,
  tableFeatures,
  useTable,
} from "@tanstack/react-table";
import { type ReactNode, useMemo, useState } from "react";

/** What a column sorts, filters and exports by; null is "no data" and sorts last. */
export type CellValue = string | number | null;

/** A column of a table. */
export interface DataColumn<Row> {
  readonly id: string;
  /** The head, with the unit in it: "Effort, days". */
  readonly header: string;
  readonly value: (row: Row) => CellValue;
  /** How the value is shown; default: as it is. */
  readonly cell?: (row: Row) => ReactNode;
  /** Further text that the filter finds. */
  readonly searchText?: (row: Row) => string;
  /** Width in px; with `grow` the least width. Default 120. */
  readonly width?: number;
  /** Share of the room that is left over. */
  readonly grow?: number;
  /** Numbers stand right. */
  readonly numeric?: boolean;
  /** IDs and hashes are mono and muted. */
  readonly mono?: boolean;
  /** Not shown at first; the column chooser brings it. */
  readonly hidden?: boolean;
  /** Always shown. */
  readonly fixed?: boolean;
  readonly unsortable?: boolean;
}

/** Order of a table: a column and a direction. */
export interface TableOrder {
  readonly column: string;
  readonly descending: boolean;
}

/** A column as the chooser shows it. */
export interface ColumnChoice {
  readonly id: string;
  readonly header: string;
  readonly shown: boolean;
  readonly fixed: boolean;
}

/** The state of a table, made by `useDataTable`; tools and table read the same one. */
export interface DataTableModel<Row> {
  /** Rows in view order: filtered and sorted. */
  readonly rows: readonly Row[];
  /** Shown columns in order. */
  readonly columns: readonly DataColumn<Row>[];
  readonly rowId: (row: Row) => string;
  /** Rows before the filter. */
  readonly total: number;
  readonly filter: string;
  readonly setFilter: (filter: string) => void;
  readonly order: readonly TableOrder[];
  /** Sorts by a column: first as it suits it, again the other way round. */
  readonly toggleOrder: (column: string) => void;
  readonly choices: readonly ColumnChoice[];
  readonly toggleColumn: (column: string) => void;
}

const collator = new Intl.Collator("en", { numeric: true, sensitivity: "base" });

/** Compares two values of a column, ascending; what is missing stands last whichever the direction. */
export function compareValues(a: CellValue, b: CellValue): number {
  if (typeof a === "number" && typeof b === "number") return a - b;
  return collator.compare(String(a), String(b));
}

/** From this many rows on texts are sorted roughly before they are compared as people sort them. */
const manyRows = 1000;

/** A text whose order by code units is nearly the order that people expect. */
function roughKey(value: CellValue): string {
  return String(value)
    .toLowerCase()
    .replace(/\d+/g, (digits) => String.fromCharCode(48 + digits.length) + digits);
}

/**
 * Rows by one column after another; equal ones stay as they came.
 *
 * Comparing texts as people do is what takes time. Of many rows the first column is therefore sorted
 * roughly before, which leaves few comparisons to a sort that knows what is in order already.
 */
export function sortRows<Row>(
  rows: readonly Row[],
  columns: readonly DataColumn<Row>[],
  order: readonly TableOrder[],
): readonly Row[] {
  const keys = order.flatMap(({ column: id, descending }) => {
    const column = columns.find((each) => each.id === id);
    return column === undefined
      ? []
      : [{ values: rows.map((row) => column.value(row)), sign: descending ? -1 : 1 }];
  });
  const [first] = keys;
  if (first === undefined) return rows;
  const places = [...rows.keys()];
  if (rows.length >= manyRows && first.values.some((value) => typeof value === "string")) {
    const rough = first.values.map((value) => (value === null ? "\uffff" : roughKey(value)));
    const { sign } = first;
    places.sort((a, b) => {
      const one = rough[a] ?? "";
      const other = rough[b] ?? "";
      return one === other ? a - b : one < other ? -sign : sign;
    });
  }
  places.sort((a, b) => {
    for (const { values, sign } of keys) {
      const one = values[a] ?? null;
      const other = values[b] ?? null;
      if (one === other) continue;
      if (one === null) return 1;
      if (other === null) return -1;
      const compared = compareValues(one, other);
      if (compared !== 0) return sign * compared;
    }
    return a - b;
  });
  return places.flatMap((place) => rows[place] ?? []);
}

/** The rows that hold every word of the filter in any of their columns, hidden ones too. */
export function filterRows<Row>(
  rows: readonly Row[],
  columns: readonly DataColumn<Row>[],
  filter: string,
): readonly Row[] {
  const words = filter.toLocaleLowerCase("en").split(/\s+/).filter(Boolean);
  if (words.length === 0) return rows;
  const known = searchTexts.get(columns) ?? new Map<unknown, string>();
  searchTexts.set(columns, known);
  // Rows that were replaced would be held for good.
  if (known.size > 2 * rows.length) known.clear();
  return rows.filter((row) => {
    let text = known.get(row);
    if (text === undefined) {
      text = columns
        .map((column) => `${String(column.value(row) ?? "")} ${column.searchText?.(row) ?? ""}`)
        .join("\n")
        .toLocaleLowerCase("en");
      known.set(row, text);
    }
    return words.every((word) => text.includes(word));
  });
}

/** The text of each row that was filtered by, so that typing on does not make it anew. */
const searchTexts = new WeakMap<readonly unknown[], Map<unknown, string>>();

/** The library keeps the order; rows it would wrap one by one, which costs more than sorting. */
const features = tableFeatures({ rowSortingFeature });
const noRows: never[] = [];

/**
 * Filter, order and shown columns of a table.
 * `columns`, `rows` and `rowId` must be stable between renders (module scope or `useMemo`).
 */
export function useDataTable<Row>({
  rows,
  columns,
  rowId,
  order = [],
  filter: firstFilter = "",
}: {
  readonly rows: readonly Row[];
  readonly columns: readonly DataColumn<Row>[];
  readonly rowId: (row: Row) => string;
  /** The order at first. */
  readonly order?: readonly TableOrder[];
  /** The text that it is filtered by at first. */
  readonly filter?: string;
}): DataTableModel<Row> {
  const [filter, setFilter] = useState(firstFilter);
  // What nobody chose follows the columns, which may follow the room there is.
  const [chosen, setChosen] = useState<ReadonlyMap<string, boolean>>(new Map());
  const columnDefs = useMemo(() => {
    const helper = createColumnHelper<typeof features, never>();
    return columns.map((column) =>
      helper.accessor((): unknown => undefined, {
        id: column.id,
        header: column.header,
        enableSorting: column.unsortable !== true,
        sortDescFirst: column.numeric === true,
      }),
    );
  }, [columns]);
  const table = useTable({
    features,
    columns: columnDefs,
    data: noRows,
    manualSorting: true,
    enableSortingRemoval: false,
    initialState: {
      sorting: order.map((each) => ({ id: each.column, desc: each.descending })),
    },
  });
  const sorting = table.state.sorting;
  const current = useMemo(
    () => sorting.map((each): TableOrder => ({ column: each.id, descending: each.desc })),
    [sorting],
  );
  const sorted = useMemo(() => sortRows(rows, columns, current), [rows, columns, current]);
  const shownRows = useMemo(() => filterRows(sorted, columns, filter), [sorted, columns, filter]);
  const shown = ({ id, hidden }: DataColumn<Row>): boolean => chosen.get(id) ?? hidden !== true;
  return {
    rows: shownRows,
    columns: columns.filter(shown),
    rowId,
    total: rows.length,
    filter,
    setFilter,
    order: current,
    toggleOrder: (column) => table.getColumn(column)?.toggleSorting(),
    choices: columns.map((column) => ({
      id: column.id,
      header: column.header,
      shown: shown(column),
      fixed: column.fixed === true,
    })),
    toggleColumn: (id) => {
      const column = columns.find((each) => each.id === id);
      if (column === undefined || column.fixed === true) return;
      setChosen(new Map([...chosen, [id, !shown(column)]]));
    },
  };
}
