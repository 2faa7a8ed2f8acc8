import "./Report.css";
import {
  IconAlertTriangle,
  IconArchive,
  IconBraces,
  IconCalendarUp,
  IconColumns3,
  IconCopy,
  IconDatabaseOff,
  IconFileOff,
  IconFiles,
  IconHelpHexagon,
  IconRefresh,
  IconStack2,
  IconTagOff,
} from "@tabler/icons-react";
import { useMemo, useState } from "react";
import type { ImportedLayer, LayerImportReport } from "../../shared/model/import-report.ts";
import { useApp } from "../app/app-state.ts";
import { fileNameOf } from "../app/file-names.ts";
import { EmptyState } from "../ui/EmptyState.tsx";
import { FigureRow } from "../ui/FigureRow.tsx";
import { formatCount, formatNoun } from "../ui/figures.ts";
import { Card } from "../ui/Page.tsx";
import { BarLegend, type BarPart, StackedBar } from "../ui/StackedBar.tsx";
import { Badge } from "../ui/Tag.tsx";
import type { DataColumn } from "../ui/table-model.ts";
import { type ClassIcon, ClassList, type ClassTone } from "./ClassList.tsx";
import {
  classOfUnplaced,
  type FieldRow,
  fieldRows,
  type LayerClass,
  type LayerClassKey,
  layerClasses,
  sumOf,
  type UnplacedRow,
  unplacedRows,
} from "./layer-report-classes.ts";
import { Items, Unread, Warnings } from "./ReportItems.tsx";

const icons: Readonly<Record<LayerClassKey, ClassIcon>> = {
  layers: IconStack2,
  revoked: IconRefresh,
  later: IconCalendarUp,
  tactic: IconColumns3,
  deprecated: IconArchive,
  unknown: IconHelpHexagon,
  unreleased: IconDatabaseOff,
  repeated: IconCopy,
  unusable: IconTagOff,
  fields: IconBraces,
  unreadable: IconFileOff,
  ignored: IconFiles,
  warnings: IconAlertTriangle,
};

const tones: Readonly<Partial<Record<LayerClassKey, ClassTone>>> = {
  layers: "ok",
  revoked: "warning",
  later: "warning",
  tactic: "warning",
  unreleased: "warning",
  unreadable: "error",
  warnings: "warning",
};

/** What became of imported layers: figures, the classes, and the items of one class. */
export function LayerReport({ report }: { readonly report: LayerImportReport }) {
  const classes = useMemo(() => layerClasses(report), [report]);
  const [selected, setSelected] = useState<LayerClassKey>("layers");
  const countOf = (key: LayerClassKey) => classes.find((each) => each.key === key)?.count ?? 0;
  const shown = classes.find((each) => each.key === selected);

  const annotations = sumOf(report, (layer) => layer.annotations);
  const placed = sumOf(report, (layer) => layer.placed);
  const movable = countOf("revoked") + countOf("later") + countOf("tactic");
  const parts: readonly BarPart[] = [
    { fill: "cov-several", word: "Placed", count: placed },
    { fill: "cov-telemetry", word: "Revoked, later or moved", count: movable },
    {
      fill: "cov-none",
      word: "Deprecated or unknown",
      count: countOf("deprecated") + countOf("unknown"),
    },
    { fill: "out-not-run", word: "No release here", count: countOf("unreleased") },
  ];
  const firstMovable = (["revoked", "later", "tactic"] as const).find((key) => countOf(key) > 0);
  return (
    <>
      <FigureRow
        label="Annotations"
        figures={[
          {
            label: "Layers",
            value: formatCount(report.layers.length),
            note: `from ${formatNoun(new Set(report.layers.map(({ file }) => file)).size, "file")}`,
            onOpen: () => setSelected("layers"),
          },
          {
            label: "Annotations",
            value: formatCount(annotations),
            note: `of ${formatCount(sumOf(report, ({ entries }) => entries))} entries`,
          },
          { label: "Placed", value: formatCount(placed), note: "have a place in their release" },
          {
            label: "Without a place",
            value: formatCount(annotations - placed),
            note:
              movable === 0 ? "none can move" : `${formatCount(movable)} may move by an upgrade`,
            onOpen: () => setSelected(firstMovable ?? "unknown"),
          },
          {
            label: "Fields",
            value: formatCount(countOf("fields")),
            note: "not taken as they stand",
            onOpen: () => setSelected("fields"),
          },
        ]}
      >
        <StackedBar parts={parts} height={14} label="Annotations" />
        <BarLegend parts={parts} withCounts />
      </FigureRow>
      <div className="report-columns">
        <ClassList
          title="What happened to the layers"
          classes={classes}
          icons={icons}
          tones={tones}
          selected={selected}
          onSelect={setSelected}
        />
        {shown !== undefined && <LayerItems key={shown.key} report={report} shown={shown} />}
      </div>
    </>
  );
}

function LayerItems({
  report,
  shown,
}: {
  readonly report: LayerImportReport;
  readonly shown: LayerClass;
}) {
  switch (shown.key) {
    case "layers":
      return <Layers report={report} shown={shown} />;
    case "unreleased":
      return <Layers report={report} shown={shown} unreleased />;
    case "revoked":
    case "later":
    case "tactic":
    case "deprecated":
    case "unknown":
      return <Unplaced report={report} shown={shown} />;
    case "fields":
      return <FieldIssues report={report} shown={shown} about="field" />;
    case "repeated":
    case "unusable":
      return <FieldIssues report={report} shown={shown} about={shown.key} />;
    case "unreadable":
      return <Unread shown={shown} unreadable={report.unreadable} />;
    case "warnings":
      return <Warnings shown={shown} warnings={report.warnings} />;
    case "ignored":
      return (
        <Card title={shown.word} badge={<Badge>{formatCount(shown.count)}</Badge>} flush grow>
          <EmptyState>{`${shown.cause}. ${shown.effect}.`}</EmptyState>
        </Card>
      );
  }
}

/** A layer's file, and its place in it. */
function sourceOf({ file, index }: ImportedLayer): string {
  return index === null ? fileNameOf(file) : `${fileNameOf(file)}, ${String(index + 1)}`;
}

const layerColumns: readonly DataColumn<ImportedLayer>[] = [
  {
    id: "name",
    header: "Layer",
    value: (layer) => layer.name,
    cell: (layer) => <span title={layer.name}>{layer.name}</span>,
    width: 150,
    grow: 2,
    fixed: true,
  },
  {
    id: "file",
    header: "From",
    value: sourceOf,
    cell: (layer) => <span title={layer.file}>{sourceOf(layer)}</span>,
    width: 120,
    grow: 1,
  },
  { id: "format", header: "Format", value: (layer) => layer.format, width: 70 },
  { id: "claimed", header: "Says", value: (layer) => layer.claimed, width: 60 },
  {
    id: "release",
    header: "Read against",
    value: (layer) => `${layer.domain} ${layer.version}`,
    width: 152,
  },
  { id: "placed", header: "Placed", value: (layer) => layer.placed, numeric: true, width: 70 },
  {
    id: "unplaced",
    header: "Without",
    value: (layer) => layer.annotations - layer.placed,
    numeric: true,
    width: 78,
  },
  { id: "issues", header: "Fields", value: (layer) => layer.issueCount, numeric: true, width: 66 },
];
const layerIdOf = (layer: ImportedLayer): string => String(layer.layerId);

function Layers({
  report,
  shown,
  unreleased = false,
}: {
  readonly report: LayerImportReport;
  readonly shown: LayerClass;
  /** Only those whose release is not in the workspace. */
  readonly unreleased?: boolean;
}) {
  const { go } = useApp();
  const layers = useMemo(
    () => (unreleased ? report.layers.filter(({ released }) => !released) : report.layers),
    [report, unreleased],
  );
  return (
    <Items
      shown={shown}
      rows={layers}
      columns={layerColumns}
      rowId={layerIdOf}
      onOpen={(layer) => go("coverage", { layerId: layer.layerId, domain: layer.domain })}
    />
  );
}

const reasonWords: Readonly<Record<UnplacedRow["reason"], string>> = {
  revoked: "Revoked",
  deprecated: "Deprecated",
  unknown: "In no release that is known here",
  malformed: "Not the form of a technique ID",
  "not-in-tactic": "The technique is not under this tactic",
  "unknown-tactic": "The release has no such tactic",
};

const idColumns: readonly DataColumn<UnplacedRow>[] = [
  {
    id: "id",
    header: "ID in the layer",
    value: (row) => row.techniqueId,
    mono: true,
    width: 112,
    fixed: true,
  },
  { id: "tactic", header: "Tactic", value: (row) => row.tactic, width: 140 },
];
const becameColumn: DataColumn<UnplacedRow> = {
  id: "became",
  header: "Became",
  value: (row) => row.replacedBy,
  mono: true,
  width: 96,
};
const reasonColumn: DataColumn<UnplacedRow> = {
  id: "reason",
  header: "Why",
  value: (row) => reasonWords[row.reason],
  width: 170,
  grow: 1,
};
const saidColumns: readonly DataColumn<UnplacedRow>[] = [
  { id: "score", header: "Score", value: (row) => row.score, numeric: true, width: 70 },
  {
    id: "comment",
    header: "Comment",
    value: (row) => row.comment,
    cell: (row) => <span title={row.comment}>{row.comment}</span>,
    width: 120,
    grow: 2,
  },
  {
    id: "layer",
    header: "Layer",
    value: (row) => row.layer.name,
    cell: (row) => <span title={row.layer.name}>{row.layer.name}</span>,
    width: 140,
    grow: 1,
  },
];
const plainColumns = [...idColumns, ...saidColumns];
const revokedColumns = [...idColumns, becameColumn, ...saidColumns];
const reasonedColumns = [...idColumns, reasonColumn, ...saidColumns];

/** What differs among the annotations of a class. */
function columnsOf(key: LayerClassKey): readonly DataColumn<UnplacedRow>[] {
  if (key === "revoked") return revokedColumns;
  return key === "tactic" || key === "unknown" ? reasonedColumns : plainColumns;
}

const fieldColumns: readonly DataColumn<FieldRow>[] = [
  {
    id: "path",
    header: "JSON path",
    value: (row) => row.path,
    cell: (row) => <span title={row.path}>{row.path}</span>,
    mono: true,
    width: 200,
    grow: 1,
    fixed: true,
  },
  {
    id: "message",
    header: "What became of it",
    value: (row) => row.message,
    cell: (row) => <span title={row.message}>{row.message}</span>,
    width: 280,
    grow: 3,
  },
  {
    id: "layer",
    header: "Layer",
    value: (row) => row.layer.name,
    cell: (row) => <span title={row.layer.name}>{row.layer.name}</span>,
    width: 140,
    grow: 1,
  },
];
const numberOf = (row: { readonly number: number }): string => String(row.number);

function Unplaced({
  report,
  shown,
}: {
  readonly report: LayerImportReport;
  readonly shown: LayerClass;
}) {
  const { go } = useApp();
  const rows = useMemo(
    () => unplacedRows(report).filter((row) => classOfUnplaced(row) === shown.key),
    [report, shown.key],
  );
  return (
    <Items
      shown={shown}
      rows={rows}
      columns={columnsOf(shown.key)}
      rowId={numberOf}
      onOpen={({ layer }) => go("coverage", { layerId: layer.layerId, domain: layer.domain })}
    />
  );
}

function FieldIssues({
  report,
  shown,
  about,
}: {
  readonly report: LayerImportReport;
  readonly shown: LayerClass;
  readonly about: FieldRow["about"];
}) {
  const rows = useMemo(
    () => fieldRows(report).filter((row) => row.about === about),
    [report, about],
  );
  return <Items shown={shown} rows={rows} columns={fieldColumns} rowId={numberOf} />;
}
