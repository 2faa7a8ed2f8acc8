import { useMemo } from "react";
import type {
  ChangedDetection,
  DetectionImportReport,
  ReportedDetection,
  UnknownIdReason,
} from "../../shared/model/import-report.ts";
import { useApp } from "../app/app-state.ts";
import { KeptEdits } from "../detections/KeptEdits.tsx";
import { ResolutionOffersPanel } from "../detections/ResolutionOffersPanel.tsx";
import { EmptyState } from "../ui/EmptyState.tsx";
import { formatCount } from "../ui/figures.ts";
import { Card } from "../ui/Page.tsx";
import { Badge } from "../ui/Tag.tsx";
import type { DataColumn } from "../ui/table-model.ts";
import { GoneDetections } from "./GoneDetections.tsx";
import type { ReportClass } from "./report-classes.ts";
import { Items, Unread, Warnings } from "./ReportItems.tsx";

/** The items of one class of a report. */
export function ClassItems({
  report,
  shown,
}: {
  readonly report: DetectionImportReport;
  readonly shown: ReportClass;
}) {
  const { go } = useApp();
  switch (shown.key) {
    case "newer-only":
    case "revoked":
      return <OtherRelease report={report} shown={shown} />;
    case "mapped-fully":
    case "mapped-in-part":
    case "other-only":
    case "tactic-only":
    case "untagged":
      return <Rules report={report} shown={shown} belongs={(rule) => rule.class === shown.key} />;
    case "experimental":
      return <Rules report={report} shown={shown} belongs={(rule) => rule.experimental} />;
    case "disabled":
      return <Rules report={report} shown={shown} belongs={(rule) => rule.disabled} />;
    case "ids":
      return (
        <Ids report={report} shown={shown} rows={report.unknownIds} columns={unknownColumns} />
      );
    case "unreadable":
      return <Unread shown={shown} unreadable={report.unreadable} />;
    case "warnings":
      return <Warnings shown={shown} warnings={report.warnings} />;
    case "kept":
      return (
        <KeptEdits
          title={shown.word}
          environment={report.environment}
          keptEdits={report.keptEdits}
        />
      );
    case "changed":
      return (
        <Items
          shown={shown}
          rows={report.changed}
          columns={changedColumns}
          rowId={(rule) => `${rule.file} ${rule.key}`}
          onOpen={(rule) => go("detections", { environment: report.environment, text: rule.name })}
        />
      );
    case "gone":
      return <GoneDetections report={report} shown={shown} />;
    case "unmapped":
    case "unchanged":
    case "duplicates":
    case "ignored":
      return (
        <Card title={shown.word} badge={<Badge>{formatCount(shown.count)}</Badge>} flush grow>
          <EmptyState>
            {shown.count === 0
              ? `None. ${shown.cause} would be counted here.`
              : `${shown.cause}. ${shown.effect}.`}
          </EmptyState>
        </Card>
      );
  }
}

/** IDs of another release: their map and its decision; without an assessment only the list. */
function OtherRelease({
  report,
  shown,
}: {
  readonly report: DetectionImportReport;
  readonly shown: ReportClass;
}) {
  const { assessmentId } = useApp();
  if (assessmentId !== undefined && report.domain !== null) {
    return (
      <ResolutionOffersPanel
        assessmentId={assessmentId}
        domain={report.domain}
        environment={report.environment}
      />
    );
  }
  return shown.key === "revoked" ? (
    <Ids report={report} shown={shown} rows={report.revokedIds} columns={revokedColumns} />
  ) : (
    <Rules report={report} shown={shown} belongs={(rule) => rule.class === "newer-only"} />
  );
}

const ruleColumns: readonly DataColumn<ReportedDetection>[] = [
  {
    id: "name",
    header: "Rule",
    value: (rule) => rule.name,
    cell: (rule) => <span title={rule.name}>{rule.name}</span>,
    width: 220,
    grow: 2,
    fixed: true,
  },
  {
    id: "marks",
    header: "State",
    value: (rule) =>
      [rule.disabled && "disabled", rule.experimental && "experimental"]
        .filter((mark) => mark !== false)
        .join(", "),
    width: 110,
  },
  {
    id: "file",
    header: "File",
    value: (rule) => rule.file,
    cell: (rule) => <span title={rule.file}>{rule.file}</span>,
    width: 200,
    grow: 1,
  },
  { id: "key", header: "Key", value: (rule) => rule.key, mono: true, width: 270, hidden: true },
];
const changedColumns: readonly DataColumn<ChangedDetection>[] = [
  {
    id: "name",
    header: "Rule",
    value: (rule) => rule.name,
    cell: (rule) => <span title={rule.name}>{rule.name}</span>,
    width: 220,
    grow: 2,
    fixed: true,
  },
  {
    id: "fields",
    header: "What changed",
    value: (rule) => rule.fields.join(", "),
    width: 220,
    grow: 2,
  },
  { id: "file", header: "File", value: (rule) => rule.file, width: 200, grow: 1 },
  { id: "key", header: "Key", value: (rule) => rule.key, mono: true, width: 270, hidden: true },
];
const ruleId = (rule: ReportedDetection): string => `${rule.file} ${rule.key}`;

function Rules({
  report: { environment, detections: rules },
  shown,
  belongs,
}: {
  readonly report: DetectionImportReport;
  readonly shown: ReportClass;
  readonly belongs: (rule: ReportedDetection) => boolean;
}) {
  const { go } = useApp();
  // A new class mounts this anew, so the rows are filtered once.
  // eslint-disable-next-line react-hooks/exhaustive-deps
  const rows = useMemo(() => rules.filter(belongs), [rules]);
  return (
    <Items
      shown={shown}
      rows={rows}
      columns={ruleColumns}
      rowId={ruleId}
      onOpen={(rule) => go("detections", { environment, text: rule.name })}
    />
  );
}

interface IdRow {
  readonly id: string;
  readonly detections: number;
}

const reasonWords: Readonly<Record<UnknownIdReason, string>> = {
  newer: "Of a later release",
  deprecated: "Deprecated in this release",
  unknown: "In no release that is known here",
  malformed: "Not the form of a technique ID",
  "other-domain": "Of another domain",
};

const idColumns: readonly DataColumn<IdRow>[] = [
  {
    id: "id",
    header: "ID in the rule",
    value: (row) => row.id,
    mono: true,
    width: 160,
    grow: 1,
    fixed: true,
  },
  { id: "rules", header: "Rules", value: (row) => row.detections, numeric: true, width: 80 },
];

const unknownColumns: readonly DataColumn<DetectionImportReport["unknownIds"][number]>[] = [
  ...idColumns,
  { id: "reason", header: "Why", value: (row) => reasonWords[row.reason], width: 220, grow: 2 },
];

const revokedColumns: readonly DataColumn<DetectionImportReport["revokedIds"][number]>[] = [
  ...idColumns,
  {
    id: "replacedBy",
    header: "Became",
    value: (row) => row.replacedBy,
    mono: true,
    width: 160,
    grow: 2,
  },
];

function Ids<Row extends IdRow>({
  report: { environment },
  shown,
  rows,
  columns,
}: {
  readonly report: DetectionImportReport;
  readonly shown: ReportClass;
  readonly rows: readonly Row[];
  readonly columns: readonly DataColumn<Row>[];
}) {
  const { go } = useApp();
  return (
    <Items
      shown={shown}
      rows={rows}
      columns={columns}
      rowId={(row) => row.id}
      order={{ column: "rules", descending: true }}
      onOpen={(row) => go("detections", { environment, text: row.id })}
    />
  );
}
