import { Button, Select } from "@mantine/core";
import { useState } from "react";
import { Dialog } from "../ui/Dialog.tsx";
import { ErrorNotice, Notice } from "../ui/ErrorNotice.tsx";
import { formatCount, formatNoun } from "../ui/figures.ts";
import { showDone } from "../ui/toasts.tsx";
import { problemOf, useCommand, useOperation } from "../use-operation.ts";

/** Asks to which environment an import moves, and says what stays because its key is taken there. */
export function MoveImport({
  importId,
  environment,
  onClose,
}: {
  readonly importId: number;
  /** Where it is. */
  readonly environment: string;
  readonly onClose: () => void;
}) {
  const environments = useOperation("environments", "list", {});
  const move = useCommand("imports", "move");
  const [to, setTo] = useState<string | null>(null);
  const others = (environments.data ?? [])
    .map(({ name }) => name)
    .filter((name) => name !== environment);
  const collisions = move.data?.collisions ?? [];
  const start = (name: string) =>
    move.mutate(
      { id: importId, environment: name },
      {
        onSuccess: ({ from, moved, collisions: stayed }) => {
          if (moved > 0) {
            showDone(`Moved ${formatCount(moved)} to ${name}`, () =>
              move.mutate({ id: importId, environment: from }),
            );
          }
          if (stayed.length === 0) onClose();
        },
      },
    );
  return (
    <Dialog
      opened
      title="Move to another environment?"
      onClose={onClose}
      foot={
        collisions.length > 0 ? (
          <Button data-autofocus onClick={onClose}>
            Close
          </Button>
        ) : (
          <>
            <Button onClick={onClose}>Cancel</Button>
            <Button
              variant="filled"
              disabled={to === null}
              loading={move.isPending}
              onClick={() => {
                if (to !== null) start(to);
              }}
            >
              Move
            </Button>
          </>
        )
      }
    >
      {move.error !== null && <ErrorNotice problem={problemOf(move.error)} />}
      {collisions.length > 0 ? (
        <Notice tone="warning">
          <p>
            {formatNoun(collisions.length, "record")} stayed in {move.data?.from}: {to} holds their
            keys already.
          </p>
          <ul>
            {collisions.slice(0, 20).map(({ key, name }) => (
              <li key={key}>{name}</li>
            ))}
          </ul>
          {collisions.length > 20 && <p>And {formatCount(collisions.length - 20)} more.</p>}
        </Notice>
      ) : others.length === 0 ? (
        <p>This workspace has one environment. Add another one in the settings first.</p>
      ) : (
        <Select
          label="Environment"
          description={`What this import brought is in ${environment} now. What belongs to no environment stays as it is.`}
          data-autofocus
          data={others}
          value={to}
          onChange={setTo}
        />
      )}
    </Dialog>
  );
}
