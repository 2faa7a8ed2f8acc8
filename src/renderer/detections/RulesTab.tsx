import { Select } from "@mantine/core";
import { useMemo, useState } from "react";
import { partReason, ruleStanding } from "../../shared/model/coverage.ts";
import type { DetectionSummary } from "../../shared/model/detection.ts";
import { proofState } from "../../shared/model/test-meaning.ts";
import type { Environment } from "../../shared/model/workspace.ts";
import { useApp } from "../app/app-state.ts";
import { reasonWords } from "../gaps/reason-words.ts";
import { DataTable, TableTools } from "../ui/DataTable.tsx";
import { ConfirmDialog } from "../ui/Dialog.tsx";
import { EmptyState } from "../ui/EmptyState.tsx";
import { ErrorNotice } from "../ui/ErrorNotice.tsx";
import { FigureRow } from "../ui/FigureRow.tsx";
import { formatCount, formatNoun, formatShare } from "../ui/figures.ts";
import { Card } from "../ui/Page.tsx";
import { useDataTable } from "../ui/table-model.ts";
import { ChoiceMenu } from "../ui/Toolbar.tsx";
import { problemOf, useOperation } from "../use-operation.ts";
import { useTableExport } from "../use-table-export.ts";
import { useUndoKeys } from "../use-undo-keys.ts";
import { BulkBar } from "./BulkBar.tsx";
import { DetectionPanel } from "./DetectionPanel.tsx";
import {
  classOrder,
  classWords,
  countsWords,
  formatWords,
  proofWords,
  stateChoices,
} from "./detection-words.ts";
import {
  everyDetection,
  filterInventory,
  type InventoryCounts,
  type InventoryFilter,
  listNamedTechniques,
  noProofs,
  noStandings,
} from "./inventory.ts";
import { columnsBesideARule, inventoryColumns } from "./inventory-columns.tsx";
import { useDetectionEdits } from "./use-detection-edits.ts";
import "./Detections.css";

/** The rules of an environment: filtered, sorted, edited one by one or many at once. */
export function RulesTab({
  environment,
  detections,
  counts,
  isPending,
}: {
  readonly environment: Environment;
  readonly detections: readonly DetectionSummary[];
  readonly counts: InventoryCounts;
  readonly isPending: boolean;
}) {
  const { focus, assessmentId } = useApp();
  const [filter, setFilter] = useState<InventoryFilter>({
    ...everyDetection,
    state: focus?.assumedState === true ? "assumed" : (focus?.detectionState ?? null),
    class: focus?.detectionClass ?? null,
    technique: focus?.techniqueId ?? null,
  });
  const [selected, setSelected] = useState<number | null>(focus?.detectionId ?? null);
  const [checked, setChecked] = useState<ReadonlySet<string>>(new Set());
  const [removing, setRemoving] = useState(false);
  const { exportTable, problem: exportProblem } = useTableExport(`detections-${environment.name}`);

  const editing = useDetectionEdits();
  useUndoKeys(editing.undo, editing.redo);

  const named = useMemo(() => listNamedTechniques(detections), [detections]);
  const techniqueChoices = useMemo(
    () =>
      named.map(({ id, name, detections: rules }) => ({
        value: id,
        label: `${id}${name === null ? "" : ` ${name}`}, ${formatNoun(rules, "rule")}`,
      })),
    [named],
  );
  const answered = useOperation(
    "coverage",
    "standings",
    { assessmentId: assessmentId ?? 0, environmentId: environment.id },
    { enabled: assessmentId !== undefined, keepPrevious: true },
  );
  const standings = useMemo(
    () =>
      answered.data === undefined
        ? noStandings
        : new Map(answered.data.map((standing) => [standing.detectionId, standing])),
    [answered.data],
  );
  const proven = useOperation(
    "emulation",
    "proofs",
    { assessmentId: assessmentId ?? 0, environmentId: environment.id },
    { enabled: assessmentId !== undefined, keepPrevious: true },
  );
  const proofs = useMemo(
    () =>
      proven.data === undefined
        ? noProofs
        : new Map(proven.data.map((proof) => [proof.detectionId, proof])),
    [proven.data],
  );
  const rows = useMemo(
    () => filterInventory(detections, filter, standings, proofs),
    [detections, filter, standings, proofs],
  );
  const columns = useMemo(
    () => inventoryColumns((detection) => setSelected(detection.id), standings, proofs),
    [standings, proofs],
  );
  const model = useDataTable({
    rows,
    columns,
    rowId: inventoryRowId,
    order: [{ column: "name", descending: false }],
    filter: focus?.text ?? "",
  });
  const chosen = useMemo(
    () => detections.filter((detection) => checked.has(String(detection.id))),
    [detections, checked],
  );
  const chosenIds = useMemo(() => chosen.map(({ id }) => id), [chosen]);
  const formats = useMemo(
    () => [...new Set(detections.map((detection) => detection.format))],
    [detections],
  );
  const error = editing.problem ?? exportProblem ?? null;
  const isNarrowed = rows.length !== detections.length;

  return (
    <>
      {error !== null && <ErrorNotice problem={problemOf(error)} />}
      <FigureRow
        label="The inventory in figures"
        figures={[
          {
            label: "Detections",
            value: formatCount(counts.detections),
            note: `in ${environment.name}`,
            onOpen: () => setFilter(everyDetection),
          },
          {
            label: "Name a technique",
            value: formatCount(counts.mapped),
            note: `${formatShare(counts.mapped, counts.detections)} of all`,
            onOpen: () => setFilter({ ...everyDetection, class: "mapped" }),
          },
          {
            label: "Held back",
            value: formatCount(counts.held),
            note: "IDs of other releases",
            onOpen: () => setFilter({ ...everyDetection, class: "held" }),
          },
          {
            label: "No technique",
            value: formatCount(counts.noTechnique),
            note: "tactic only, or no tag",
            onOpen: () => setFilter({ ...everyDetection, class: "no-technique" }),
          },
          {
            label: "Enabled",
            value: formatCount(counts.enabled),
            note: `${formatCount(counts.available)} available, ${formatCount(counts.disabled)} disabled`,
            onOpen: () => setFilter({ ...everyDetection, state: "enabled" }),
          },
          {
            label: "State assumed",
            value: formatCount(counts.assumed),
            note: "their files could not say",
            onOpen: () => setFilter({ ...everyDetection, state: "assumed" }),
          },
        ]}
      />
      <div className="inventory-tools">
        <TableTools model={model} filterLabel="Filter by any text" onExport={exportTable}>
          <ChoiceMenu
            label="State"
            value={filter.state ?? "all"}
            choices={[
              { value: "all", label: "All" },
              ...stateChoices.map(({ value, label }) => ({ value, label })),
              { value: "assumed", label: "Assumed" },
            ]}
            onChange={(state) => setFilter({ ...filter, state: state === "all" ? null : state })}
          />
          <ChoiceMenu
            label="Class"
            value={filter.class ?? "all"}
            choices={[
              { value: "all", label: "All" },
              { value: "mapped", label: "Name a technique" },
              { value: "held", label: "Held back" },
              { value: "no-technique", label: "No technique" },
              ...classOrder.map((value) => ({ value, label: classWords[value] })),
            ]}
            onChange={(each) => setFilter({ ...filter, class: each === "all" ? null : each })}
          />
          {formats.length > 1 && (
            <ChoiceMenu
              label="Tool"
              value={filter.format ?? "all"}
              choices={[
                { value: "all", label: "All" },
                ...formats.map((value) => ({ value, label: formatWords[value] })),
              ]}
              onChange={(format) =>
                setFilter({ ...filter, format: format === "all" ? null : format })
              }
            />
          )}
          {standings.size > 0 && (
            <ChoiceMenu
              label="Counts"
              value={filter.counts ?? "all"}
              choices={[
                { value: "all", label: "All" },
                ...countsChoices.map((value) => ({
                  value,
                  label: countsWords[value],
                })),
                ...partChoices.map((value) => ({
                  value,
                  label: `In part: ${reasonWords[value].toLowerCase()}`,
                })),
              ]}
              onChange={(counts) =>
                setFilter({ ...filter, counts: counts === "all" ? null : counts })
              }
            />
          )}
          {proofs.size > 0 && (
            <ChoiceMenu
              label="Tests"
              value={filter.proof ?? "all"}
              choices={[
                { value: "all", label: "All" },
                ...proofState.options.map((value) => ({ value, label: proofWords[value] })),
              ]}
              onChange={(proof) => setFilter({ ...filter, proof: proof === "all" ? null : proof })}
            />
          )}
          <ChoiceMenu
            label="Mark"
            value={filter.mark ?? "all"}
            choices={[
              { value: "all", label: "All" },
              { value: "not-alerting", label: "Raise no alert", note: "Building blocks, hunts" },
              { value: "claim", label: "Claims without a rule" },
              { value: "experimental", label: "Experimental" },
              { value: "edited", label: "Edited by you" },
            ]}
            onChange={(mark) => setFilter({ ...filter, mark: mark === "all" ? null : mark })}
          />
          <Select
            size="xs"
            aria-label="Technique"
            placeholder="Any technique"
            className="technique-filter"
            searchable
            clearable
            limit={60}
            nothingFoundMessage="No rule names that"
            comboboxProps={{ width: 340, position: "bottom-end" }}
            data={techniqueChoices}
            value={filter.technique}
            onChange={(technique) => setFilter({ ...filter, technique })}
          />
        </TableTools>
      </div>
      <div className="inventory" data-panel={selected !== null || undefined}>
        <Card flush grow>
          {chosenIds.length > 0 && (
            <BulkBar
              chosen={chosen}
              editing={editing}
              onRemove={() => setRemoving(true)}
              onClear={() => setChecked(new Set())}
            />
          )}
          <DataTable
            recycling
            model={
              selected === null ? model : { ...model, columns: columnsBesideARule(model.columns) }
            }
            label={`Detections of ${environment.name}`}
            selectedId={selected === null ? null : String(selected)}
            onSelect={({ id }) => setSelected(id)}
            checked={checked}
            onCheck={setChecked}
            empty={
              isPending ? (
                <EmptyState>Reading the inventory…</EmptyState>
              ) : (
                <EmptyState action="Clear filter" onAction={() => setFilter(everyDetection)}>
                  No rule meets the filter.
                </EmptyState>
              )
            }
            foot={
              <>
                {isNarrowed && (
                  <button
                    type="button"
                    className="link"
                    onClick={() => {
                      setFilter(everyDetection);
                      model.setFilter("");
                    }}
                  >
                    Show all {formatCount(detections.length)}
                  </button>
                )}
                <span>* state assumed at import</span>
              </>
            }
          />
        </Card>
        {selected !== null && (
          <DetectionPanel
            key={selected}
            id={selected}
            editing={editing}
            onClose={() => setSelected(null)}
          />
        )}
      </div>
      <ConfirmDialog
        opened={removing}
        title={`Remove ${formatNoun(chosenIds.length, "rule")} from the inventory?`}
        verb="Remove rules"
        destructive
        busy={editing.busy}
        onCancel={() => setRemoving(false)}
        onConfirm={() => {
          const rules = formatNoun(chosenIds.length, "rule");
          void editing.remove(chosenIds, `${rules} removed`).then(() => {
            setRemoving(false);
            setChecked(new Set());
            if (selected !== null && chosenIds.includes(selected)) setSelected(null);
          });
        }}
      >
        They no longer count for coverage. It can be undone until the workspace is closed; later,
        importing their files again brings them back as the files have them.
      </ConfirmDialog>
    </>
  );
}

const countsChoices = ruleStanding.shape.counts.options;
const partChoices = partReason.options;

function inventoryRowId(detection: DetectionSummary): string {
  return String(detection.id);
}
