import { type ReactNode, useMemo } from "react";
import type { ImportWarning, Unreadable } from "../../shared/model/import-report.ts";
import { DataTable, TableTools } from "../ui/DataTable.tsx";
import { EmptyState } from "../ui/EmptyState.tsx";
import { ErrorNotice } from "../ui/ErrorNotice.tsx";
import { formatCount } from "../ui/figures.ts";
import { Card } from "../ui/Page.tsx";
import { Badge } from "../ui/Tag.tsx";
import { type DataColumn, useDataTable } from "../ui/table-model.ts";
import { useTableExport } from "../use-table-export.ts";
import type { ClassOf } from "./ClassList.tsx";

/** A class as a table in a card, with its count, filter and export. */
export function Items<Row>({
  shown,
  rows,
  columns,
  rowId,
  order,
  onOpen,
  actions,
}: {
  readonly shown: ClassOf<string>;
  readonly rows: readonly Row[];
  readonly columns: readonly DataColumn<Row>[];
  readonly rowId: (row: Row) => string;
  readonly order?: { readonly column: string; readonly descending: boolean };
  readonly onOpen?: (row: Row) => void;
  /** Buttons that do something with all of them. */
  readonly actions?: ReactNode;
}) {
  const model = useDataTable({
    rows,
    columns,
    rowId,
    ...(order === undefined ? {} : { order: [order] }),
  });
  const { exportTable, problem } = useTableExport(`import-${shown.key}`);
  return (
    <Card
      title={shown.word}
      badge={<Badge>{formatCount(shown.count)}</Badge>}
      aside={
        <>
          {actions}
          <TableTools model={model} onExport={exportTable} />
        </>
      }
      foot={`${shown.cause}. ${shown.effect}.`}
      flush
      grow
    >
      {problem !== undefined && <ErrorNotice problem={problem} />}
      <DataTable
        model={model}
        label={shown.word}
        compact
        empty={<EmptyState>None.</EmptyState>}
        {...(onOpen === undefined ? {} : { onOpen })}
      />
    </Card>
  );
}

interface NumberedRow {
  readonly number: number;
}
const numberOf = (row: NumberedRow): string => String(row.number);

const unreadColumns: readonly DataColumn<Unreadable>[] = [
  {
    id: "file",
    header: "File",
    value: (row) => row.file,
    cell: (row) => <span title={row.file}>{row.file}</span>,
    width: 240,
    grow: 1,
    fixed: true,
  },
  { id: "line", header: "Line", value: (row) => row.line, numeric: true, width: 70 },
  {
    id: "reason",
    header: "Why",
    value: (row) => row.reason,
    cell: (row) => <span title={row.reason}>{row.reason}</span>,
    width: 260,
    grow: 2,
  },
];

/** Files, lines and rows that could not be read. */
export function Unread({
  shown,
  unreadable,
}: {
  readonly shown: ClassOf<string>;
  readonly unreadable: readonly Unreadable[];
}) {
  const rows = useMemo(() => unreadable.map((each, number) => ({ ...each, number })), [unreadable]);
  return <Items shown={shown} rows={rows} columns={unreadColumns} rowId={numberOf} />;
}

const warningColumns: readonly DataColumn<ImportWarning>[] = [
  {
    id: "message",
    header: "What was noticed",
    value: (row) => row.message,
    cell: (row) => <span title={row.message}>{row.message}</span>,
    width: 300,
    grow: 3,
    fixed: true,
  },
  {
    id: "where",
    header: "Where",
    value: (row) => row.path ?? row.objectId,
    mono: true,
    width: 180,
    grow: 1,
  },
];

/** What was noticed and stopped nothing. */
export function Warnings({
  shown,
  warnings,
}: {
  readonly shown: ClassOf<string>;
  readonly warnings: readonly ImportWarning[];
}) {
  const rows = useMemo(() => warnings.map((each, number) => ({ ...each, number })), [warnings]);
  return <Items shown={shown} rows={rows} columns={warningColumns} rowId={numberOf} />;
}
