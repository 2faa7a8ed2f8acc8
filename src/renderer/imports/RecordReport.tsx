import "./Report.css";
import {
  IconAlertTriangle,
  IconCheck,
  IconCopy,
  IconEqual,
  IconFileOff,
  IconFiles,
  IconInfoCircle,
  IconPencil,
  IconPlayerSkipForward,
} from "@tabler/icons-react";
import { useMemo, useState } from "react";
import type { RecordImportReport, ReportItem } from "../../shared/model/import-report.ts";
import { useApp } from "../app/app-state.ts";
import { ResolutionOffersPanel } from "../detections/ResolutionOffersPanel.tsx";
import { EmptyState } from "../ui/EmptyState.tsx";
import { FigureRow } from "../ui/FigureRow.tsx";
import { formatCount, formatNoun } from "../ui/figures.ts";
import { Card } from "../ui/Page.tsx";
import { BarLegend, type BarPart, StackedBar } from "../ui/StackedBar.tsx";
import { Badge } from "../ui/Tag.tsx";
import type { DataColumn } from "../ui/table-model.ts";
import { useOperation } from "../use-operation.ts";
import { type ClassIcon, ClassList, type ClassTone } from "./ClassList.tsx";
import { Items, Unread, Warnings } from "./ReportItems.tsx";
import { type RecordClass, recordClasses } from "./record-report-classes.ts";

const icons: Readonly<Record<string, ClassIcon>> = {
  added: IconCheck,
  changed: IconPencil,
  unchanged: IconEqual,
  duplicates: IconCopy,
  skipped: IconPlayerSkipForward,
  unreadable: IconFileOff,
  ignored: IconFiles,
  warnings: IconAlertTriangle,
};

const tones: Readonly<Partial<Record<string, ClassTone>>> = {
  added: "ok",
  changed: "info",
  skipped: "warning",
  unreadable: "error",
  warnings: "warning",
};

/** The class that a report opens on: what needs a look before what went well. */
function firstClassOf(classes: readonly RecordClass[]): string {
  const own = classes.find(({ key }) => key.startsWith("own: "));
  return (own ?? classes.find(({ count }) => count > 0))?.key ?? "added";
}

/** What became of the records of an import: figures, the classes, and the items of one class. */
export function RecordReport({ report }: { readonly report: RecordImportReport }) {
  const classes = useMemo(() => recordClasses(report), [report]);
  const [selected, setSelected] = useState(() => firstClassOf(classes));
  const shown = classes.find(({ key }) => key === selected) ?? classes[0];
  const leftOut = report.duplicates + report.skipped;
  const parts: readonly BarPart[] = [
    { fill: "cov-several", word: "Added", count: report.added },
    { fill: "cov-telemetry", word: "Changed", count: report.changed },
    { fill: "cov-detected", word: "Unchanged", count: report.unchanged },
    { fill: "out-not-run", word: "Duplicates", count: report.duplicates },
    { fill: "cov-none", word: "Skipped", count: report.skipped },
  ];
  return (
    <>
      <FigureRow
        label="Records"
        figures={[
          {
            label: "Read",
            value: formatCount(report.read),
            note: `from ${formatNoun(report.files.length, "file")}`,
          },
          {
            label: "Added",
            value: formatCount(report.added),
            note: "not there before",
            onOpen: () => setSelected("added"),
          },
          {
            label: "Changed",
            value: formatCount(report.changed),
            note: "as the file says now",
            onOpen: () => setSelected("changed"),
          },
          {
            label: "Unchanged",
            value: formatCount(report.unchanged),
            note: "were there already",
            onOpen: () => setSelected("unchanged"),
          },
          {
            label: "Left out",
            value: formatCount(leftOut),
            note: `${formatNoun(report.duplicates, "duplicate")}, ${formatCount(report.skipped)} skipped`,
            onOpen: () => setSelected(report.skipped > 0 ? "skipped" : "duplicates"),
          },
        ]}
      >
        <StackedBar parts={parts} height={14} label="Records" />
        <BarLegend parts={parts} withCounts />
      </FigureRow>
      <div className="report-columns">
        <ClassList
          title="What happened to the records"
          classes={classes}
          icons={Object.fromEntries(classes.map(({ key }) => [key, icons[key] ?? IconInfoCircle]))}
          tones={Object.fromEntries(
            classes.map(({ key }) => [
              key,
              tones[key] ?? (key.startsWith("own: ") ? "warning" : undefined),
            ]),
          )}
          selected={selected}
          onSelect={setSelected}
        />
        {shown !== undefined && <RecordItems key={shown.key} report={report} shown={shown} />}
      </div>
    </>
  );
}

type NumberedItem = ReportItem & { readonly number: number };
const itemId = (row: NumberedItem): string => String(row.number);

const itemColumns: readonly DataColumn<NumberedItem>[] = [
  {
    id: "what",
    header: "What",
    value: (row) => row.what,
    cell: (row) => <span title={row.what}>{row.what}</span>,
    width: 180,
    grow: 1,
    fixed: true,
  },
  {
    id: "message",
    header: "What became of it",
    value: (row) => row.message,
    cell: (row) => <span title={row.message}>{row.message}</span>,
    width: 260,
    grow: 2,
  },
  {
    id: "effect",
    header: "Effect",
    value: (row) => row.effect,
    cell: (row) => <span title={row.effect ?? ""}>{row.effect}</span>,
    width: 200,
    grow: 2,
  },
  {
    id: "file",
    header: "File",
    value: (row) => row.file,
    cell: (row) => <span title={row.file ?? ""}>{row.file}</span>,
    width: 140,
    hidden: true,
  },
  { id: "line", header: "Line", value: (row) => row.line, numeric: true, width: 64 },
];

/** The class of test cases whose IDs another release knows. */
const otherReleaseClass = "own: ID of another release";

/** What such IDs stand for, to be decided here. */
function OtherRelease({
  assessmentId,
  environment,
}: {
  readonly assessmentId: number;
  readonly environment: string;
}) {
  const assessment = useOperation("assessments", "get", { assessmentId });
  const domain = assessment.data?.scope.releases[0]?.domain;
  return domain === undefined ? null : (
    <ResolutionOffersPanel assessmentId={assessmentId} domain={domain} environment={environment} />
  );
}

function RecordItems({
  report,
  shown,
}: {
  readonly report: RecordImportReport;
  readonly shown: RecordClass;
}) {
  const rows = useMemo(() => shown.items.map((item, number) => ({ ...item, number })), [shown]);
  const { assessmentId } = useApp();
  if (
    shown.key === otherReleaseClass &&
    assessmentId !== undefined &&
    report.environment !== null
  ) {
    return <OtherRelease assessmentId={assessmentId} environment={report.environment} />;
  }
  if (shown.key === "unreadable") return <Unread shown={shown} unreadable={report.unreadable} />;
  if (shown.key === "warnings") return <Warnings shown={shown} warnings={report.warnings} />;
  if (rows.length > 0) {
    return <Items shown={shown} rows={rows} columns={itemColumns} rowId={itemId} />;
  }
  return (
    <Card title={shown.word} badge={<Badge>{formatCount(shown.count)}</Badge>} flush grow>
      <EmptyState>
        {shown.count === 0
          ? `None. ${shown.cause}: such would be counted here.`
          : `${shown.cause}. ${shown.effect}.`}
      </EmptyState>
    </Card>
  );
}
