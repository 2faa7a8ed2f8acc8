import { Button } from "@mantine/core";
import {
  IconCalendarUp,
  IconHelpHexagon,
  IconRefresh,
  IconTag,
  IconTagOff,
} from "@tabler/icons-react";
import { useMemo, useState } from "react";
import type { DetectionSummary, WorkKind } from "../../shared/model/detection.ts";
import type { Environment } from "../../shared/model/workspace.ts";
import { useApp } from "../app/app-state.ts";
import { type ClassIcon, ClassList } from "../imports/ClassList.tsx";
import { DataTable, TableTools } from "../ui/DataTable.tsx";
import { EmptyState } from "../ui/EmptyState.tsx";
import { ErrorNotice } from "../ui/ErrorNotice.tsx";
import { formatCount, formatNoun } from "../ui/figures.ts";
import { Card } from "../ui/Page.tsx";
import { type DataColumn, useDataTable } from "../ui/table-model.ts";
import { ToggleButton } from "../ui/Toolbar.tsx";
import { useOperation } from "../use-operation.ts";
import { useUndoKeys } from "../use-undo-keys.ts";
import { TechniqueIds } from "./inventory-columns.tsx";
import { ResolutionOffersPanel } from "./ResolutionOffersPanel.tsx";
import { useDetectionEdits } from "./use-detection-edits.ts";
import { countWork, listWork, nextWork } from "./work-list.ts";
import { WorkItemPanel } from "./WorkItemPanel.tsx";
import "./Detections.css";

/** A kind of work, or the IDs of other releases, which are decided one by one for all rules. */
type WorkSection = WorkKind | "ids";

const icons: Readonly<Record<WorkSection, ClassIcon>> = {
  ids: IconRefresh,
  "other-release": IconCalendarUp,
  "unknown-id": IconHelpHexagon,
  deprecated: IconRefresh,
  "tactic-only": IconTag,
  untagged: IconTagOff,
};

const words: Readonly<Record<WorkSection, readonly [word: string, cause: string]>> = {
  ids: ["IDs of other releases", "What each stands for, for all rules at once"],
  "other-release": ["Rules with such IDs", "One of their IDs is of a later or earlier release"],
  "unknown-id": ["Unknown IDs", "One of their IDs is no technique of this catalogue"],
  deprecated: ["Deprecated IDs", "One of their IDs ended without a successor"],
  "tactic-only": ["Tactic only", "They name a tactic and no technique"],
  untagged: ["No tag", "They name neither technique nor tactic"],
};

/**
 * The work list: rules that count for nothing until somebody acts, kind by kind, each with what it
 * may be about; and the IDs of other releases with what they stand for.
 */
export function WorkListTab({
  environment,
  detections,
}: {
  readonly environment: Environment;
  readonly detections: readonly DetectionSummary[];
}) {
  const counts = useMemo(() => countWork(detections), [detections]);
  const first = counts.find(({ rules, done }) => rules > done)?.kind ?? "ids";
  const [chosen, setChosen] = useState<WorkSection>();
  const section = chosen ?? (first === "other-release" ? "ids" : first);
  const ids = useMemo(
    () =>
      new Set(
        detections.flatMap(({ techniques }) =>
          techniques
            .filter(({ status }) => status === "newer" || status === "revoked")
            .map(({ written }) => written),
        ),
      ),
    [detections],
  );
  const [all, done] = [counts.map(({ rules }) => rules), counts.map((count) => count.done)].map(
    (list) => list.reduce((sum, count) => sum + count, 0),
  );
  return (
    <div className="work-columns">
      <ClassList
        title={`${formatCount(done ?? 0)} of ${formatNoun(all ?? 0, "rule")} done`}
        classes={[
          {
            key: "ids" as const,
            word: words.ids[0],
            count: ids.size,
            cause: words.ids[1],
            effect: "Wait for a decision",
          },
          ...counts.map((count) => ({
            key: count.kind,
            word: words[count.kind][0],
            count: count.rules - count.done,
            cause: words[count.kind][1],
            effect: `${formatCount(count.done)} of ${formatCount(count.rules)} done`,
          })),
        ]}
        icons={icons}
        tones={{ ids: "warning", "other-release": "warning", "unknown-id": "warning" }}
        selected={section}
        onSelect={setChosen}
      />
      {section === "ids" ? (
        <Resolutions environment={environment} />
      ) : (
        <WorkRules
          key={section}
          kind={section}
          detections={detections}
          onIds={() => setChosen("ids")}
        />
      )}
    </div>
  );
}

/** What IDs of other releases stand for: in the assessment's domain first, and in the others. */
function Resolutions({ environment }: { readonly environment: Environment }) {
  const { assessmentId, createAssessment } = useApp();
  const assessment = useOperation(
    "assessments",
    "get",
    { assessmentId: assessmentId ?? 0 },
    { enabled: assessmentId !== undefined },
  );
  const domain = assessment.data?.scope.releases[0]?.domain;
  if (assessmentId === undefined || domain === undefined) {
    return (
      <Card grow>
        <EmptyState action="New assessment" onAction={createAssessment}>
          What an ID of another release stands for is decided for an assessment, and there is none
          yet.
        </EmptyState>
      </Card>
    );
  }
  return (
    <ResolutionOffersPanel
      assessmentId={assessmentId}
      domain={domain}
      environment={environment.name}
    />
  );
}

/** The rules of one kind of work, and the one that is worked on. */
function WorkRules({
  kind,
  detections,
  onIds,
}: {
  readonly kind: WorkKind;
  readonly detections: readonly DetectionSummary[];
  readonly onIds: () => void;
}) {
  const editing = useDetectionEdits();
  useUndoKeys(editing.undo, editing.redo);
  const [withDone, setWithDone] = useState(false);
  const [selected, setSelected] = useState<number | null>(null);
  const rows = useMemo(() => listWork(detections, kind, withDone), [detections, kind, withDone]);
  const model = useDataTable({
    rows,
    columns: workColumns,
    rowId: workRowId,
    order: [{ column: "name", descending: false }],
  });
  const current = model.rows.find(({ id }) => id === selected) ?? model.rows[0];
  const [word, cause] = words[kind];
  const goOn = (from: number) => {
    const next = nextWork(model.rows, from);
    if (next !== undefined) setSelected(next.id);
  };
  return (
    <>
      <Card
        title={word}
        flush
        grow
        aside={
          <TableTools model={model} filterLabel="Filter rules">
            <ToggleButton pressed={withDone} onChange={setWithDone}>
              Done too
            </ToggleButton>
          </TableTools>
        }
      >
        <DataTable
          model={model}
          label={`Work list: ${word}`}
          compact
          selectedId={current === undefined ? null : String(current.id)}
          onSelect={({ id }) => setSelected(id)}
          empty={<EmptyState>{`Nothing left to do. ${cause}: none of these rules.`}</EmptyState>}
          foot={
            kind === "other-release" ? (
              <Button size="compact-xs" variant="subtle" onClick={onIds}>
                Decide ID by ID
              </Button>
            ) : undefined
          }
        />
      </Card>
      <div className="work-panel">
        {editing.problem !== undefined && <ErrorNotice problem={editing.problem} />}
        {current === undefined ? (
          <Card grow>
            <EmptyState>Choose a rule to see what it may be about.</EmptyState>
          </Card>
        ) : (
          <WorkItemPanel
            key={current.id}
            rule={current}
            place={`${formatCount(model.rows.indexOf(current) + 1)} of ${formatCount(model.rows.length)}`}
            editing={editing}
            onDone={() => goOn(current.id)}
          />
        )}
      </div>
    </>
  );
}

function workRowId(detection: DetectionSummary): string {
  return String(detection.id);
}

const workColumns: readonly DataColumn<DetectionSummary>[] = [
  {
    id: "name",
    header: "Name",
    fixed: true,
    width: 220,
    grow: 3,
    value: ({ name }) => name,
    searchText: ({ key }) => key,
  },
  {
    id: "techniques",
    header: "Techniques",
    width: 110,
    grow: 1,
    value: ({ techniques }) =>
      techniques.length === 0 ? null : techniques.map(({ written }) => written).join(", "),
    cell: ({ techniques }) =>
      techniques.length === 0 ? (
        <span className="faint">None</span>
      ) : (
        <TechniqueIds techniques={techniques} />
      ),
  },
  {
    id: "tactics",
    header: "Tactics",
    width: 110,
    grow: 1,
    value: ({ tactics }) => (tactics.length === 0 ? null : tactics.join(", ")),
  },
  {
    id: "work",
    header: "Work",
    width: 70,
    value: ({ work }) => (work?.isDone === true ? "Done" : "Open"),
  },
];
