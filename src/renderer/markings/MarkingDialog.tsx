import { Button } from "@mantine/core";
import { useState } from "react";
import type { MarkedThing, Marking } from "../../shared/model/marking.ts";
import { Dialog } from "../ui/Dialog.tsx";
import { ErrorNotice } from "../ui/ErrorNotice.tsx";
import { showDone } from "../ui/toasts.tsx";
import { problemOf, useCommand, useOperation } from "../use-operation.ts";
import { MarkingPicker } from "./MarkingPicker.tsx";

/** Asks how a run, a layer or an own actor is marked, and marks it; that can be taken back. */
export function MarkingDialog({
  thing,
  name,
  onClose,
}: {
  readonly thing: MarkedThing;
  readonly name: string;
  readonly onClose: () => void;
}) {
  const own = useOperation("markings", "get", thing);
  const set = useCommand("markings", "set");
  const [draft, setDraft] = useState<Marking | null>();
  const value = draft === undefined ? (own.data ?? null) : draft;
  const failure = set.error ?? own.error;
  const save = () =>
    set.mutate(
      { thing, marking: value },
      {
        onSuccess: (before) => {
          showDone(`“${name}” is marked.`, () => set.mutate({ thing, marking: before }));
          onClose();
        },
      },
    );
  return (
    <Dialog
      opened
      title={`How is “${name}” marked?`}
      onClose={onClose}
      foot={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button
            variant="filled"
            disabled={own.data === undefined}
            loading={set.isPending}
            onClick={save}
          >
            Save marking
          </Button>
        </>
      }
    >
      <div className="marking-dialog">
        {failure !== null && <ErrorNotice problem={problemOf(failure)} />}
        {own.data !== undefined && (
          <MarkingPicker value={value} inherited="None of its own" onChange={setDraft} />
        )}
        <p className="muted">
          Whatever takes it in carries at least this marking. Without one of its own, the marking of
          what it stands in holds.
        </p>
      </div>
    </Dialog>
  );
}
