import { Autocomplete, Button } from "@mantine/core";
import { useState } from "react";
import type { LayerSummary } from "../../shared/model/layer.ts";
import type { Problem } from "../../shared/problem.ts";
import { Dialog } from "../ui/Dialog.tsx";
import { ErrorNotice } from "../ui/ErrorNotice.tsx";
import { formatNoun } from "../ui/figures.ts";
import { problemOf } from "../use-operation.ts";
import { useLayerEdits } from "./use-layer-edits.ts";

/** Asks in which group layers are to stand; a new name makes a new group. */
export function MoveDialog({
  moved,
  layers,
  onClose,
}: {
  readonly moved: readonly LayerSummary[];
  readonly layers: readonly LayerSummary[];
  readonly onClose: () => void;
}) {
  const edits = useLayerEdits();
  const [group, setGroup] = useState(moved[0]?.group ?? "");
  const [problem, setProblem] = useState<Problem>();
  const move = async () => {
    for (const { id } of moved) await edits.set(id, "the group", { group: group.trim() });
    onClose();
  };
  const attempt = () => void move().catch((error: unknown) => setProblem(problemOf(error)));
  return (
    <Dialog
      opened
      title={`Where does ${moved.length === 1 ? `“${moved[0]?.name ?? ""}”` : formatNoun(moved.length, "layer")} belong?`}
      onClose={onClose}
      foot={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button variant="filled" onClick={attempt}>
            {group.trim() === "" ? "Take out of its group" : "Move to group"}
          </Button>
        </>
      }
    >
      <div className="dialog-fields">
        <GroupField group={group} layers={layers} onGroup={setGroup} autofocus onEnter={attempt} />
        {problem !== undefined && <ErrorNotice problem={problem} />}
      </div>
    </Dialog>
  );
}

/** The name of a group: one that is there, a new one, or none. */
export function GroupField({
  group,
  layers,
  onGroup,
  autofocus = false,
  onEnter,
  onLeave,
}: {
  readonly group: string;
  readonly layers: readonly LayerSummary[];
  readonly onGroup: (group: string) => void;
  readonly autofocus?: boolean;
  readonly onEnter?: () => void;
  readonly onLeave?: () => void;
}) {
  const groups = [...new Set(layers.map((layer) => layer.group))].filter((name) => name !== "");
  return (
    <Autocomplete
      label="Group"
      placeholder="None"
      size="sm"
      maxLength={200}
      data-autofocus={autofocus || undefined}
      data={groups.sort((a, b) => a.localeCompare(b, "en"))}
      value={group}
      onChange={onGroup}
      onBlur={onLeave}
      onKeyDown={(event) => {
        if (event.key === "Enter") onEnter?.();
      }}
    />
  );
}
