import { Button, Textarea, TextInput } from "@mantine/core";
import { type SubmitEvent, useState } from "react";
import type { SnapshotSummary } from "../../shared/model/snapshot.ts";
import type { Problem } from "../../shared/problem.ts";
import { formatDay } from "../app/times.ts";
import { useNow } from "../app/use-now.ts";
import { Dialog } from "../ui/Dialog.tsx";
import { ErrorNotice } from "../ui/ErrorNotice.tsx";
import { Progress } from "../ui/Progress.tsx";
import { showDone } from "../ui/toasts.tsx";
import { problemOf, useLongWork } from "../use-operation.ts";
import { workbench } from "../workbench.ts";

/** Takes a snapshot under a name, or changes what one is called. */
export function SnapshotDialog(
  props: { readonly onClose: () => void } & (
    { readonly assessmentId: number } | { readonly snapshot: SnapshotSummary }
  ),
) {
  const { onClose } = props;
  const today = formatDay(new Date(useNow()).toISOString());
  const known = "snapshot" in props ? props.snapshot : undefined;
  const [name, setName] = useState(known?.name ?? today);
  const [note, setNote] = useState(known?.note ?? "");
  const [problem, setProblem] = useState<Problem>();
  const taking = useLongWork("snapshots", "take");
  const failure = problem ?? taking.problem;

  const keep = async () => {
    if ("assessmentId" in props) {
      const taken = await taking.start({ assessmentId: props.assessmentId, name, note });
      if (taken === undefined) return;
      showDone(`“${taken.name}” taken`, () => void workbench.snapshots.remove({ id: taken.id }));
    } else {
      const { id } = props.snapshot;
      const before = await workbench.snapshots.set({ id, name, note });
      showDone(
        `“${name.trim()}” changed`,
        () => void workbench.snapshots.set({ id, name: before.name, note: before.note }),
      );
    }
    onClose();
  };
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    if (name.trim() === "" || taking.running) return;
    setProblem(undefined);
    keep().catch((error: unknown) => setProblem(problemOf(error)));
  };

  return (
    <Dialog
      opened
      title={known === undefined ? "What is this snapshot called?" : "What is known of it?"}
      onClose={onClose}
    >
      <form className="dialog-fields" onSubmit={submit}>
        <TextInput
          label="Name"
          maxLength={200}
          required
          data-autofocus
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <Textarea
          label="Note"
          placeholder="Why it was taken"
          autosize
          minRows={2}
          maxRows={8}
          maxLength={10_000}
          value={note}
          onChange={(event) => setNote(event.currentTarget.value)}
        />
        {taking.running && (
          <Progress
            label={taking.progress?.phase ?? "Taking the snapshot"}
            done={taking.progress?.done ?? 0}
            total={taking.progress?.total ?? null}
            onCancel={taking.cancel}
          />
        )}
        {failure !== undefined && <ErrorNotice problem={failure} />}
        <div className="dialog-foot">
          <Button onClick={onClose}>Cancel</Button>
          <Button
            type="submit"
            variant="filled"
            loading={taking.running}
            disabled={name.trim() === ""}
          >
            {known === undefined ? "Take snapshot" : "Keep changes"}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
