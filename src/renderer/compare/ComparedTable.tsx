import { DataTable, TableTools } from "../ui/DataTable.tsx";
import { ErrorNotice } from "../ui/ErrorNotice.tsx";
import { Card } from "../ui/Page.tsx";
import { type DataColumn, useDataTable } from "../ui/table-model.ts";
import { useTableExport } from "../use-table-export.ts";

/**
 * A table of a comparison with its filter, its columns and its export, under the tools of its tab.
 *
 * `rows`, `columns` and `rowId` must be stable between renders.
 */
export function ComparedTable<Row>({
  label,
  filterLabel,
  file,
  rows,
  columns,
  rowId,
  onOpen,
  empty,
}: {
  readonly label: string;
  readonly filterLabel: string;
  /** What the exported file is called, without its ending. */
  readonly file: string;
  readonly rows: readonly Row[];
  readonly columns: readonly DataColumn<Row>[];
  readonly rowId: (row: Row) => string;
  readonly onOpen?: ((row: Row) => void) | undefined;
  readonly empty: string;
}) {
  const model = useDataTable({ rows, columns, rowId });
  const { exportTable, problem } = useTableExport(file);
  return (
    <>
      {problem !== undefined && <ErrorNotice problem={problem} />}
      <TableTools model={model} filterLabel={filterLabel} onExport={exportTable} />
      <Card flush grow>
        <DataTable
          model={model}
          label={label}
          {...(onOpen === undefined ? {} : { onOpen })}
          empty={empty}
        />
      </Card>
    </>
  );
}
