import { Button } from "@mantine/core";
import { useState } from "react";
import type { DetectionImportReport, GoneDetection } from "../../shared/model/import-report.ts";
import { useApp } from "../app/app-state.ts";
import { useDetectionEdits } from "../detections/use-detection-edits.ts";
import { ConfirmDialog } from "../ui/Dialog.tsx";
import { ErrorNotice } from "../ui/ErrorNotice.tsx";
import { formatNoun } from "../ui/figures.ts";
import type { DataColumn } from "../ui/table-model.ts";
import { showDone } from "../ui/toasts.tsx";
import { problemOf, useCommand } from "../use-operation.ts";
import type { ReportClass } from "./report-classes.ts";
import { Items } from "./ReportItems.tsx";

const columns: readonly DataColumn<GoneDetection>[] = [
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
    id: "file",
    header: "Was in",
    value: (rule) => rule.file,
    cell: (rule) => <span title={rule.file}>{rule.file}</span>,
    width: 200,
    grow: 1,
  },
  { id: "key", header: "Key", value: (rule) => rule.key, mono: true, width: 270, hidden: true },
];

/** Rules that the files held before and hold no longer: kept, until somebody says otherwise. */
export function GoneDetections({
  report,
  shown,
}: {
  readonly report: DetectionImportReport;
  readonly shown: ReportClass;
}) {
  const { go } = useApp();
  const editing = useDetectionEdits();
  const remove = useCommand("detections", "remove");
  const [removing, setRemoving] = useState(false);
  const [removed, setRemoved] = useState(false);
  const ids = report.gone.map(({ detectionId }) => detectionId);
  const rules = formatNoun(ids.length, "rule");
  const problem = editing.problem ?? (remove.error === null ? undefined : problemOf(remove.error));
  return (
    <>
      {problem !== undefined && <ErrorNotice problem={problem} />}
      <Items
        shown={shown}
        rows={report.gone}
        columns={columns}
        rowId={(rule) => String(rule.detectionId)}
        onOpen={(rule) => go("detections", { text: rule.name })}
        {...(ids.length === 0 || removed
          ? {}
          : {
              actions: (
                <>
                  <Button
                    variant="default"
                    loading={editing.busy}
                    onClick={() =>
                      void editing.edit(ids, { state: "disabled" }, `${rules} disabled`)
                    }
                  >
                    Disable them
                  </Button>
                  <Button variant="default" onClick={() => setRemoving(true)}>
                    Remove them…
                  </Button>
                </>
              ),
            })}
      />
      <ConfirmDialog
        opened={removing}
        title={`Remove ${rules} from the inventory?`}
        verb="Remove rules"
        destructive
        busy={remove.isPending}
        onCancel={() => setRemoving(false)}
        onConfirm={() =>
          remove.mutate(
            { ids },
            {
              onSuccess: () => {
                setRemoving(false);
                setRemoved(true);
                showDone(`${rules} removed`);
              },
            },
          )
        }
      >
        They no longer count for coverage, and what was edited of them is lost. To be able to take
        it back, disable them instead.
      </ConfirmDialog>
    </>
  );
}
