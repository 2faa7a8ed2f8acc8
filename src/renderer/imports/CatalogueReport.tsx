import "./Report.css";
import { Button } from "@mantine/core";
import { useMemo, useState } from "react";
import type { CatalogueCounts } from "../../shared/model/catalogue.ts";
import type { CatalogueImportReport, ImportWarning } from "../../shared/model/import-report.ts";
import { useApp } from "../app/app-state.ts";
import { AuthenticityBadge } from "../catalogue/AuthenticityBadge.tsx";
import { authenticityWords, releaseName } from "../catalogue/authenticity.ts";
import { countWords } from "../catalogue/kind-words.ts";
import { CorrectVersion } from "../catalogue/CorrectVersion.tsx";
import { DataTable, TableTools } from "../ui/DataTable.tsx";
import { EmptyState } from "../ui/EmptyState.tsx";
import { ErrorNotice, Notice } from "../ui/ErrorNotice.tsx";
import { FigureRow } from "../ui/FigureRow.tsx";
import { formatCount, formatNoun } from "../ui/figures.ts";
import { Card, Facts } from "../ui/Page.tsx";
import { BarLegend, type BarPart, StackedBar } from "../ui/StackedBar.tsx";
import { type DataColumn, useDataTable } from "../ui/table-model.ts";
import { SegmentedControl } from "../ui/Toolbar.tsx";
import { useOperation } from "../use-operation.ts";
import { useTableExport } from "../use-table-export.ts";

/** What became of a bundle: objects, the release they make, every warning. */
export function CatalogueReport({ report }: { readonly report: CatalogueImportReport }) {
  const { go } = useApp();
  const { objects } = report;
  const [shown, setShown] = useState<"types" | "warnings">(
    report.warningCount > 0 ? "warnings" : "types",
  );
  const [correcting, setCorrecting] = useState(false);
  const releases = useOperation("catalogue", "list", {});
  const release = releases.data?.find(
    (each) => each.domain === report.domain && each.sha256 === report.sha256,
  );
  const parts: readonly BarPart[] = [
    { fill: "cov-several", word: "Imported", count: objects.imported },
    { fill: "cov-detected", word: "Unchanged", count: objects.unchanged },
    { fill: "out-not-run", word: "Skipped", count: objects.skipped },
  ];
  const nothingNew = objects.imported === 0 && objects.unchanged > 0;
  return (
    <>
      {nothingNew && (
        <Notice tone="info">
          <p>Nothing changed: this file is already in the workspace.</p>
        </Notice>
      )}
      <FigureRow
        label="Objects"
        figures={[
          {
            label: "Read",
            value: formatCount(objects.read),
            note: `objects for ${releaseName(report)}`,
            onOpen: () => setShown("types"),
          },
          { label: "Imported", value: formatCount(objects.imported), note: importedNote(report) },
          {
            label: "Unchanged",
            value: formatCount(objects.unchanged),
            note: "were already there",
          },
          { label: "Skipped", value: formatCount(objects.skipped), note: "could not be taken" },
          {
            label: "Warnings",
            value: formatCount(report.warningCount),
            note: report.warningCount === 0 ? "nothing to note" : "none of them stopped the import",
            onOpen: () => setShown("warnings"),
          },
        ]}
      >
        <StackedBar parts={parts} height={14} label="Objects" />
        <BarLegend parts={parts} withCounts />
      </FigureRow>
      <div className="report-columns">
        <Card
          title={report.as === "overlay" ? "Overlay beside the release" : "Release"}
          scroll
          foot={
            <>
              <Button
                size="xs"
                onClick={() =>
                  go("catalogue", release === undefined ? {} : { releaseId: release.id })
                }
              >
                Open in catalogue
              </Button>
              {release !== undefined && report.authenticity === "inferred" && (
                <Button size="xs" onClick={() => setCorrecting(true)}>
                  Correct the version
                </Button>
              )}
            </>
          }
        >
          <Facts
            facts={[
              { word: "Domain", value: report.domain },
              { word: "Release", value: release?.version ?? report.version },
              {
                word: "Authenticity",
                value: <AuthenticityBadge authenticity={report.authenticity} />,
              },
            ]}
          />
          <p className="report-meaning muted">{authenticityWords[report.authenticity].meaning}</p>
          <h3 className="report-heading">Active objects</h3>
          <Facts facts={countFacts(report.counts)} />
        </Card>
        <Items report={report} shown={shown} onShow={setShown} />
      </div>
      {correcting && release !== undefined && (
        <CorrectVersion release={release} onClose={() => setCorrecting(false)} />
      )}
    </>
  );
}

function importedNote(report: CatalogueImportReport): string {
  if (report.as === "overlay") return "as an overlay, labelled and removable";
  return report.replaced ? "in place of the file before" : "with full-text index";
}

function countFacts(counts: CatalogueCounts) {
  return countWords.map(([key, word]) => ({ word, value: formatCount(counts[key]) }));
}

type TypeCount = CatalogueImportReport["byType"][number];
const typeColumns: readonly DataColumn<TypeCount>[] = [
  {
    id: "type",
    header: "STIX type",
    value: (row) => row.type,
    mono: true,
    width: 200,
    grow: 1,
    fixed: true,
  },
  { id: "count", header: "Objects read", value: (row) => row.count, numeric: true, width: 120 },
];
const typeId = (row: TypeCount): string => row.type;

interface NumberedWarning extends ImportWarning {
  readonly number: number;
}
const warningColumns: readonly DataColumn<NumberedWarning>[] = [
  {
    id: "message",
    header: "What was noticed",
    value: (row) => row.message,
    cell: (row) => <span title={row.message}>{row.message}</span>,
    width: 260,
    grow: 3,
    fixed: true,
  },
  {
    id: "object",
    header: "Object",
    value: (row) => row.objectId,
    mono: true,
    width: 160,
    grow: 1,
  },
  { id: "path", header: "JSON path", value: (row) => row.path, mono: true, width: 140 },
  { id: "code", header: "Code", value: (row) => row.code, mono: true, width: 150, hidden: true },
];
const warningId = (row: NumberedWarning): string => String(row.number);

function Items({
  report,
  shown,
  onShow,
}: {
  readonly report: CatalogueImportReport;
  readonly shown: "types" | "warnings";
  readonly onShow: (shown: "types" | "warnings") => void;
}) {
  const warnings = useMemo(
    () => report.warnings.map((warning, number): NumberedWarning => ({ ...warning, number })),
    [report.warnings],
  );
  const types = useDataTable({
    rows: report.byType,
    columns: typeColumns,
    rowId: typeId,
    order: [{ column: "count", descending: true }],
  });
  const noticed = useDataTable({ rows: warnings, columns: warningColumns, rowId: warningId });
  const { exportTable, problem } = useTableExport(
    shown === "types" ? "objects-by-type" : "import-warnings",
  );
  return (
    <Card
      flush
      grow
      title={
        <SegmentedControl
          label="What to list"
          value={shown}
          onChange={onShow}
          choices={[
            { value: "types", label: "Objects by type" },
            { value: "warnings", label: formatNoun(report.warningCount, "warning") },
          ]}
        />
      }
      aside={
        shown === "types" ? (
          <TableTools model={types} filterLabel="Filter types" onExport={exportTable} />
        ) : (
          <TableTools model={noticed} filterLabel="Filter warnings" onExport={exportTable} />
        )
      }
    >
      {problem !== undefined && <ErrorNotice problem={problem} />}
      {shown === "types" ? (
        <DataTable model={types} label="Objects by type" compact empty="The file held no object." />
      ) : (
        <DataTable
          model={noticed}
          label="Warnings"
          compact
          empty={<EmptyState>No warning: everything was as expected.</EmptyState>}
          foot={
            report.warningCount > warnings.length
              ? `the first ${formatCount(warnings.length)} of ${formatCount(report.warningCount)}`
              : undefined
          }
        />
      )}
    </Card>
  );
}
