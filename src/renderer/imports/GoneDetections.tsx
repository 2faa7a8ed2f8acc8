import { Button } from "@mantine/core";
import { useState } from "react";
import type { DetectionImportReport, GoneDetection } from "../../shared/model/import-report.ts";
import { useApp } from "../app/app-state.ts";
import { useDetectionEdits } from "../detections/use-detection-edits.ts";
import { ConfirmDialog } from "../ui/Dialog.tsx";
import { ErrorNotice } from "../ui/ErrorNotice.tsx";
import { formatNoun } from "../ui/figures.ts";
import type { DataColumn } from "../ui/table-model.ts";
import { useUndoKeys } from "../use-undo-keys.ts";
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
  useUndoKeys(editing.undo, editing.redo);
  const [removing, setRemoving] = useState(false);
  const ids = report.gone.map(({ detectionId }) => detectionId);
  const rules = formatNoun(ids.length, "rule");
  const { problem } = editing;
  const removed = editing.history.undo.some(
    ({ step }) =>
      step.kind === "restore" && ids.every((id) => step.removed.some((each) => each.id === id)),
  );
  return (
    <>
      {problem !== undefined && <ErrorNotice problem={problem} />}
      <Items
        shown={shown}
        rows={report.gone}
        columns={columns}
        rowId={(rule) => String(rule.detectionId)}
        onOpen={(rule) => go("detections", { environment: report.environment, text: rule.name })}
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
        busy={editing.busy}
        onCancel={() => setRemoving(false)}
        onConfirm={() =>
          void editing.remove(ids, `${rules} removed`).then(() => setRemoving(false))
        }
      >
        They no longer count for coverage. It can be undone until the workspace is closed.
      </ConfirmDialog>
    </>
  );
}
