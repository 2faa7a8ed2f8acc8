import { Button } from "@mantine/core";
import { useMemo, useState } from "react";
import type { ImportSummary } from "../../shared/model/import-report.ts";
import { useApp } from "../app/app-state.ts";
import { formatMoment } from "../app/times.ts";
import { DataTable, TableTools } from "../ui/DataTable.tsx";
import { EmptyState } from "../ui/EmptyState.tsx";
import { ErrorNotice } from "../ui/ErrorNotice.tsx";
import { formatNoun } from "../ui/figures.ts";
import { Card, Page, PageHeader } from "../ui/Page.tsx";
import { type DataColumn, useDataTable } from "../ui/table-model.ts";
import { problemOf, useOperation } from "../use-operation.ts";
import { useTableExport } from "../use-table-export.ts";
import { importKinds } from "./import-kinds.ts";
import { UndoImport } from "./UndoImport.tsx";

const rowId = (summary: ImportSummary): string => String(summary.id);
const noRows: readonly ImportSummary[] = [];

/** Every import of this workspace with its report. */
export function ImportList() {
  const { go, importCatalogue, importFrom } = useApp();
  const imports = useOperation("imports", "list", {});
  const { exportTable, problem } = useTableExport("imports");
  const [undoing, setUndoing] = useState<ImportSummary>();
  const columns = useMemo(
    (): readonly DataColumn<ImportSummary>[] => [
      {
        id: "when",
        header: "Imported",
        value: (each) => each.startedAt,
        cell: (each) => formatMoment(each.startedAt),
        width: 150,
      },
      {
        id: "kind",
        header: "What",
        value: (each) => importKinds[each.kind].word,
        width: 100,
      },
      {
        id: "title",
        header: "From",
        value: (each) => each.title,
        cell: (each) => (
          <button
            type="button"
            className="link"
            tabIndex={-1}
            onClick={() => go("imports", { importId: each.id })}
          >
            {each.title}
          </button>
        ),
        width: 200,
        grow: 1,
        fixed: true,
      },
      { id: "summary", header: "Result", value: (each) => each.summary, width: 260, grow: 2 },
      {
        id: "undo",
        header: "Undo",
        value: (each) => (each.undoable ? "possible" : null),
        cell: (each) =>
          each.undoable ? (
            <button
              type="button"
              className="link"
              tabIndex={-1}
              onClick={(event) => {
                event.stopPropagation();
                setUndoing(each);
              }}
            >
              Undo…
            </button>
          ) : (
            <span className="faint">–</span>
          ),
        width: 72,
        unsortable: true,
      },
    ],
    [go],
  );
  const model = useDataTable({
    rows: imports.data ?? noRows,
    columns,
    rowId,
    order: [{ column: "when", descending: true }],
  });

  return (
    <Page
      fill
      header={
        <PageHeader
          title="Imports"
          answer={
            imports.data === undefined
              ? "Reading…"
              : `${formatNoun(imports.data.length, "report")}: what each import read, took, left out, and why`
          }
          actions={
            <>
              <Button onClick={importCatalogue}>Import ATT&CK bundle</Button>
              <Button onClick={() => importFrom("detections")}>Import rules</Button>
            </>
          }
        />
      }
    >
      <Card
        flush
        grow
        title="Reports"
        aside={<TableTools model={model} filterLabel="Filter imports" onExport={exportTable} />}
      >
        {imports.error !== null && <ErrorNotice problem={problemOf(imports.error)} />}
        {problem !== undefined && <ErrorNotice problem={problem} />}
        <DataTable
          model={model}
          label="Imports"
          empty={
            imports.data === undefined ? null : (
              <EmptyState action="Import ATT&CK bundle" onAction={importCatalogue}>
                Nothing was imported yet.
              </EmptyState>
            )
          }
          onOpen={(each) => go("imports", { importId: each.id })}
        />
        {undoing !== undefined && (
          <UndoImport
            importId={undoing.id}
            title={undoing.title}
            kind={undoing.kind}
            onClose={() => setUndoing(undefined)}
          />
        )}
      </Card>
    </Page>
  );
}
