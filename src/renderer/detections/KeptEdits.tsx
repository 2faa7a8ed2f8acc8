import { Button } from "@mantine/core";
import { useMemo, useState } from "react";
import type { KeptEdit } from "../../shared/model/import-report.ts";
import { DataTable, TableTools } from "../ui/DataTable.tsx";
import { EmptyState } from "../ui/EmptyState.tsx";
import { ErrorNotice } from "../ui/ErrorNotice.tsx";
import { formatNoun } from "../ui/figures.ts";
import { Card } from "../ui/Page.tsx";
import { Badge } from "../ui/Tag.tsx";
import { type DataColumn, useDataTable } from "../ui/table-model.ts";
import { useOperation } from "../use-operation.ts";
import { useUndoKeys } from "../use-undo-keys.ts";
import { editedWords } from "./detection-words.ts";
import { useDetectionEdits } from "./use-detection-edits.ts";

const keptColumns: readonly DataColumn<KeptEdit>[] = [
  { id: "name", header: "Rule", fixed: true, width: 200, grow: 2, value: ({ name }) => name },
  { id: "field", header: "Field", width: 120, value: ({ field }) => editedWords[field] },
  { id: "mine", header: "Your word", width: 130, grow: 1, value: ({ mine }) => mine },
  { id: "file", header: "The file’s", width: 130, grow: 1, value: ({ file }) => file },
];

function keptId({ detectionId, field }: KeptEdit): string {
  return `${String(detectionId)} ${field}`;
}

/** Edits that an import left standing over what its files say, and the way to the files' word. */
export function KeptEdits({
  title,
  environment,
  keptEdits,
}: {
  readonly title: string;
  /** By name. */
  readonly environment: string;
  readonly keptEdits: readonly KeptEdit[];
}) {
  const editing = useDetectionEdits();
  useUndoKeys(editing.undo, editing.redo);
  const [checked, setChecked] = useState<ReadonlySet<string>>(new Set());
  const environments = useOperation("environments", "list", {});
  const environmentId = environments.data?.find(({ name }) => name === environment)?.id;
  const detections = useOperation(
    "detections",
    "list",
    { environmentId: environmentId ?? 0 },
    { enabled: environmentId !== undefined },
  );
  // What was given back to the files since is no longer kept.
  const rows = useMemo(() => {
    const edited = new Map((detections.data ?? []).map((each) => [each.id, each.edited]));
    return keptEdits.filter(
      ({ detectionId, field }) => edited.get(detectionId)?.includes(field) === true,
    );
  }, [detections.data, keptEdits]);
  const model = useDataTable({ rows, columns: keptColumns, rowId: keptId });
  const chosen = rows.filter((row) => checked.has(keptId(row)));

  const takeFiles = async (taken: readonly KeptEdit[]) => {
    const fields = [...new Set(taken.map(({ field }) => field))];
    for (const field of fields) {
      const ids = taken.filter((each) => each.field === field).map((each) => each.detectionId);
      const label = `${editedWords[field]} of ${formatNoun(ids.length, "rule")} as the file says`;
      if (!(await editing.revert(ids, [field], label))) return;
    }
    setChecked(new Set());
  };

  return (
    <Card
      title={title}
      badge={<Badge>{formatNoun(rows.length, "field")}</Badge>}
      flush
      grow
      aside={<TableTools model={model} filterLabel="Filter edits" />}
      foot={
        <div className="offers-foot">
          <div className="offers-effect">
            {editing.problem !== undefined && <ErrorNotice problem={editing.problem} />}
            <p>Your word stands until you take the file’s.</p>
          </div>
          {rows.length > 0 && (
            <Button
              loading={editing.busy}
              onClick={() => void takeFiles(chosen.length > 0 ? chosen : rows)}
            >
              {`Take the file’s word on ${
                chosen.length > 0
                  ? formatNoun(chosen.length, "field")
                  : `all ${formatNoun(rows.length, "field")}`
              }`}
            </Button>
          )}
        </div>
      }
    >
      <DataTable
        model={model}
        label={title}
        compact
        bare
        checked={checked}
        onCheck={setChecked}
        empty={<EmptyState>No edit of yours stands over what these files say.</EmptyState>}
      />
    </Card>
  );
}
