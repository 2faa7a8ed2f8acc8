import "./Reports.css";
import { Button } from "@mantine/core";
import {
  IconArrowBackUp,
  IconArrowForwardUp,
  IconCamera,
  IconFileExport,
} from "@tabler/icons-react";
import { useMemo, useState } from "react";
import type { ComparedWith, ReportContent } from "../../shared/model/report-template.ts";
import { useAnswer, useApp } from "../app/app-state.ts";
import { formatMoment } from "../app/times.ts";
import { EmptyState } from "../ui/EmptyState.tsx";
import { ErrorNotice, Notice } from "../ui/ErrorNotice.tsx";
import { problemOf, useOperation } from "../use-operation.ts";
import { useUndoKeys } from "../use-undo-keys.ts";
import { ExportReportDialog } from "./ExportReportDialog.tsx";
import { ReportChoices } from "./ReportChoices.tsx";
import { ReportPreview } from "./ReportPreview.tsx";
import { TemplateBar } from "./TemplateBar.tsx";
import { type ReportDraftState, useReportDraft } from "./use-report-draft.ts";

/** A report of the current assessment: what it holds, how it looks, and how it leaves. */
export function ReportTab() {
  const { assessmentId, createAssessment, go } = useApp();
  const answer = useAnswer();
  if (assessmentId === undefined) {
    return (
      <EmptyState action="New assessment" onAction={createAssessment}>
        No assessment yet. A report says what one has found out.
      </EmptyState>
    );
  }
  if (answer.error !== null) return <ErrorNotice problem={problemOf(answer.error)} />;
  if (answer.data === undefined) return null;
  if (answer.data.actors.length === 0) {
    return (
      <EmptyState action="Choose actors" onAction={() => go("actors")}>
        No actor chosen. A report is about what the chosen actors do and what of it is seen.
      </EmptyState>
    );
  }
  return (
    <AssessmentReport key={assessmentId} assessmentId={assessmentId} name={answer.data.name} />
  );
}

/** The choices without their logo, which the window shows by itself: it is large. */
function useDocument(of: ComparedWith, content: ReportContent | undefined) {
  const asked = useMemo(() => content && { ...content, logo: null }, [content]);
  return useOperation(
    "reports",
    "document",
    {
      ...(of.kind === "assessment"
        ? { assessmentId: of.assessmentId }
        : { snapshotId: of.snapshotId }),
      // Not asked for before there is a content.
      content: asked ?? ({} as ReportContent),
    },
    { enabled: asked !== undefined, keepPrevious: true },
  );
}

function AssessmentReport({
  assessmentId,
  name,
}: {
  readonly assessmentId: number;
  readonly name: string;
}) {
  const { focus, go } = useApp();
  const state = useReportDraft(assessmentId);
  const { draft, problem } = state;
  const snapshots = useOperation("snapshots", "list", {});
  const snapshot = snapshots.data?.find(({ id }) => id === focus?.snapshotId);
  const of: ComparedWith =
    focus?.snapshotId === undefined
      ? { kind: "assessment", assessmentId }
      : { kind: "snapshot", snapshotId: focus.snapshotId };
  const document = useDocument(of, draft?.content);
  const [exporting, setExporting] = useState(focus?.exportReport === true);
  useUndoKeys(state.undo, state.redo);
  if (draft === undefined) return problem === undefined ? null : <ErrorNotice problem={problem} />;

  return (
    <div className="report">
      <div className="report-bar">
        <TemplateBar state={state} draft={draft} />
        <div className="report-bar-end">
          <Steps state={state} />
          <Button
            variant="filled"
            leftSection={<IconFileExport aria-hidden="true" />}
            onClick={() => setExporting(true)}
          >
            Export…
          </Button>
        </div>
      </div>
      {snapshot !== undefined && (
        <Notice
          tone="accent"
          icon={<IconCamera size={18} stroke={1.75} aria-hidden="true" />}
          actions={
            <Button size="xs" onClick={() => go("reports", { reportsTab: "report" })}>
              Report of today
            </Button>
          }
        >
          {`A report of the snapshot “${snapshot.name}”: ${snapshot.assessmentName} as of ${formatMoment(snapshot.createdAt)}.`}
        </Notice>
      )}
      {problem !== undefined && <ErrorNotice problem={problem} />}
      <div className="report-columns">
        <ReportChoices
          assessmentId={assessmentId}
          name={snapshot?.assessmentName ?? name}
          content={draft.content}
          report={document.isPlaceholderData ? undefined : document.data}
          change={state.change}
        />
        {document.error !== null ? (
          <ErrorNotice
            problem={problemOf(document.error)}
            actions={<Button onClick={() => void document.refetch()}>Try again</Button>}
          />
        ) : document.data === undefined ? (
          <div className="preview-waiting muted" role="status">
            Making the report…
          </div>
        ) : (
          <ReportPreview
            document={document.data}
            logo={draft.content.logo}
            isStale={document.isPlaceholderData}
          />
        )}
      </div>
      {exporting && (
        <ExportReportDialog
          of={of}
          name={document.data?.title ?? name}
          content={draft.content}
          onClose={() => setExporting(false)}
        />
      )}
    </div>
  );
}

function Steps({ state: { history, undo, redo } }: { readonly state: ReportDraftState }) {
  const steps = [
    { word: "Undo", keys: "Ctrl+Z", entry: history.undo.at(-1), run: undo, icon: IconArrowBackUp },
    {
      word: "Redo",
      keys: "Ctrl+Shift+Z",
      entry: history.redo.at(-1),
      run: redo,
      icon: IconArrowForwardUp,
    },
  ] as const;
  return steps.map(({ word, keys, entry, run, icon: Icon }) => (
    <button
      key={word}
      type="button"
      className="toolbar-button"
      aria-label={word}
      title={entry === undefined ? `${word} (${keys})` : `${word}: ${entry.label} (${keys})`}
      disabled={entry === undefined}
      onClick={run}
    >
      <Icon size={16} stroke={1.75} aria-hidden="true" />
    </button>
  ));
}
