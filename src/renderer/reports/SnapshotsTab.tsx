import "../detections/Detections.css";
import "./Reports.css";
import { Button } from "@mantine/core";
import { IconCamera, IconFileImport } from "@tabler/icons-react";
import { useState } from "react";
import { thingsOfReport } from "../../shared/marked-source.ts";
import type { SnapshotSummary } from "../../shared/model/snapshot.ts";
import type { Problem } from "../../shared/problem.ts";
import { useApp } from "../app/app-state.ts";
import { writeMarkedFile } from "../markings/ask-marking.ts";
import { safeFileName } from "../app/file-names.ts";
import { formatMoment } from "../app/times.ts";
import { DataTable, TableTools } from "../ui/DataTable.tsx";
import { EmptyState } from "../ui/EmptyState.tsx";
import { ErrorNotice } from "../ui/ErrorNotice.tsx";
import { formatOf } from "../ui/figures.ts";
import { Card } from "../ui/Page.tsx";
import { type DataColumn, useDataTable } from "../ui/table-model.ts";
import { showDone } from "../ui/toasts.tsx";
import { problemOf, useOperation } from "../use-operation.ts";
import { useTableExport } from "../use-table-export.ts";
import { workbench } from "../workbench.ts";
import { SnapshotDialog } from "./SnapshotDialog.tsx";
import { useReportImport } from "./use-report-import.tsx";

/** Assessments as they were: taken, named, carried to another workspace and compared. */
export function SnapshotsTab() {
  const { assessmentId, createAssessment, focus } = useApp();
  const snapshots = useOperation("snapshots", "list", {});
  const importing = useReportImport();
  const [asking, setAsking] = useState<"take" | SnapshotSummary | undefined>(
    focus?.takeSnapshot === true ? "take" : undefined,
  );
  const [problem, setProblem] = useState<Problem>();

  const attempt = (work: () => Promise<void>) => {
    setProblem(undefined);
    work().catch((error: unknown) => setProblem(problemOf(error)));
  };
  const importReport = () =>
    attempt(async () => {
      await importing.start();
    });
  const failure = problem ?? (snapshots.error === null ? undefined : problemOf(snapshots.error));
  const rows = snapshots.data ?? [];

  return (
    <div className="snapshots">
      {failure !== undefined && <ErrorNotice problem={failure} />}
      {importing.state}
      {snapshots.data !== undefined && rows.length === 0 && assessmentId === undefined ? (
        <EmptyState action="New assessment" onAction={createAssessment}>
          No assessment yet. A snapshot keeps one as it is today.
        </EmptyState>
      ) : (
        <SnapshotsTable
          rows={rows}
          attempt={attempt}
          onRename={setAsking}
          onTake={() => setAsking("take")}
          onImport={importReport}
        />
      )}
      {asking === "take" && assessmentId !== undefined && (
        <SnapshotDialog assessmentId={assessmentId} onClose={() => setAsking(undefined)} />
      )}
      {asking !== undefined && asking !== "take" && (
        <SnapshotDialog snapshot={asking} onClose={() => setAsking(undefined)} />
      )}
    </div>
  );
}

function releaseWords({ releases }: SnapshotSummary): string {
  return releases.map(({ domain, version }) => `${domain} ${version}`).join(", ");
}

const columns: readonly DataColumn<SnapshotSummary>[] = [
  { id: "name", header: "Name", value: ({ name }) => name, width: 160, grow: 2, fixed: true },
  {
    id: "assessment",
    header: "Assessment",
    value: ({ assessmentName }) => assessmentName,
    width: 170,
    grow: 2,
  },
  {
    id: "when",
    header: "As of",
    value: ({ createdAt }) => createdAt,
    cell: ({ createdAt }) => formatMoment(createdAt),
    width: 140,
  },
  {
    id: "coverage",
    header: "Covered",
    value: ({ coverage }) => coverage.percent,
    cell: ({ coverage }) => formatOf(coverage.covered, coverage.techniques),
    numeric: true,
    width: 130,
  },
  { id: "release", header: "Release", value: releaseWords, width: 140 },
  {
    id: "actors",
    header: "Actors",
    value: ({ actors }) => actors.join(", "),
    width: 130,
    grow: 1,
  },
  { id: "note", header: "Note", value: ({ note }) => note || null, width: 110, grow: 2 },
  {
    id: "sha256",
    header: "SHA-256",
    value: ({ sha256 }) => sha256,
    width: 160,
    hidden: true,
  },
];

const firstOrder = [{ column: "when", descending: true }];
const rowId = ({ id }: SnapshotSummary) => String(id);

function SnapshotsTable({
  rows,
  attempt,
  onRename,
  onTake,
  onImport,
}: {
  readonly rows: readonly SnapshotSummary[];
  readonly attempt: (work: () => Promise<void>) => void;
  readonly onRename: (snapshot: SnapshotSummary) => void;
  readonly onTake: () => void;
  readonly onImport: () => void;
}) {
  const { assessmentId, go } = useApp();
  const { exportTable, problem } = useTableExport("snapshots");
  const [selectedId, setSelectedId] = useState<string | null>(null);
  const model = useDataTable({ rows, columns, rowId, order: firstOrder });
  const selected = rows.find((row) => rowId(row) === selectedId);

  const report = ({ id }: SnapshotSummary) =>
    go("reports", { reportsTab: "report", snapshotId: id });
  const write = ({ id, name }: SnapshotSummary) =>
    attempt(async () => {
      const of = { kind: "snapshot" as const, snapshotId: id };
      const written = await writeMarkedFile({
        things: thingsOfReport({ of, content: { comparedWith: null } }),
        what: `Snapshot ${name}`,
        ...{ suggested: `${safeFileName(name)}.json`, extension: "json" },
        write: (path, marked) => workbench.snapshots.export({ id, path, ...marked }),
      });
      if (written !== null) showDone(`Written to ${written.path}`);
    });
  const remove = ({ id, name }: SnapshotSummary) =>
    attempt(async () => {
      const snapshot = await workbench.snapshots.remove({ id });
      showDone(`“${name}” deleted`, () =>
        attempt(async () => {
          await workbench.snapshots.restore({ snapshot });
        }),
      );
    });

  return (
    <Card
      flush
      grow
      title="Snapshots"
      aside={
        <>
          {rows.length > 0 && (
            <TableTools model={model} filterLabel="Filter snapshots" onExport={exportTable} />
          )}
          <Button size="xs" leftSection={<IconFileImport aria-hidden="true" />} onClick={onImport}>
            Import a report…
          </Button>
          <Button
            size="xs"
            variant="filled"
            disabled={assessmentId === undefined}
            leftSection={<IconCamera aria-hidden="true" />}
            onClick={onTake}
          >
            Take snapshot…
          </Button>
        </>
      }
    >
      {problem !== undefined && <ErrorNotice problem={problem} />}
      {selected !== undefined && (
        <div className="bulk-bar" role="toolbar" aria-label="The selected snapshot">
          <b>{selected.name}</b>
          <Button size="xs" onClick={() => report(selected)}>
            Report again
          </Button>
          {assessmentId !== undefined && (
            <Button
              size="xs"
              onClick={() =>
                go("compare", {
                  compareTab: "assessments",
                  comparison: {
                    before: { kind: "snapshot", snapshotId: selected.id },
                    after: { kind: "assessment", assessmentId },
                  },
                })
              }
            >
              Compare
            </Button>
          )}
          <Button size="xs" onClick={() => onRename(selected)}>
            Name and note…
          </Button>
          <Button size="xs" onClick={() => write(selected)}>
            Export as JSON…
          </Button>
          <Button size="xs" color="red" onClick={() => remove(selected)}>
            Delete
          </Button>
        </div>
      )}
      <DataTable
        model={model}
        label="Snapshots"
        selectedId={selectedId}
        onSelect={({ id }) => setSelectedId(String(id))}
        onOpen={report}
        empty={
          <EmptyState action="Take snapshot…" onAction={onTake}>
            No snapshot yet. One keeps the assessment as it is today, to compare with next year.
          </EmptyState>
        }
      />
    </Card>
  );
}
