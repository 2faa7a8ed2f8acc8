import { Button, Select, Textarea, TextInput } from "@mantine/core";
import { type SubmitEvent, useState } from "react";
import type { Run, RunContent } from "../../shared/model/emulation.ts";
import { useApp } from "../app/app-state.ts";
import { ConfirmDialog, Dialog } from "../ui/Dialog.tsx";
import { ErrorNotice } from "../ui/ErrorNotice.tsx";
import { formatNoun } from "../ui/figures.ts";
import { showDone } from "../ui/toasts.tsx";
import { problemOf, useCommand, useOperation } from "../use-operation.ts";
import { TimeField } from "./TimeField.tsx";

const tools = ["Atomic Red Team", "Caldera", "VECTR", "By hand"];

/** Makes a run, or changes what is said of one. */
export function RunDialog({
  run,
  onClose,
  onMade,
}: {
  /** Undefined = a new one. */
  readonly run?: Run | undefined;
  readonly onClose: () => void;
  readonly onMade?: (runId: number) => void;
}) {
  const { preferences } = useApp();
  const environments = useOperation("environments", "list", {});
  const add = useCommand("emulation", "addRun");
  const set = useCommand("emulation", "setRun");
  const [environmentId, setEnvironmentId] = useState<string | null>(null);
  const [content, setContent] = useState<RunContent>(() =>
    run === undefined
      ? {
          name: "",
          who: preferences.analyst,
          tool: "",
          startedAt: null,
          endedAt: null,
          version: null,
          notes: "",
        }
      : {
          name: run.name,
          who: run.who,
          tool: run.tool,
          startedAt: run.startedAt,
          endedAt: run.endedAt,
          version: run.version,
          notes: run.notes,
        },
  );
  const change = (words: Partial<RunContent>) => setContent((before) => ({ ...before, ...words }));
  const [first] = environments.data ?? [];
  const failure = add.error ?? set.error ?? environments.error;

  const keep = (event: SubmitEvent) => {
    event.preventDefault();
    if (content.name.trim() === "") return;
    if (run === undefined) {
      add.mutate(
        { environmentId: Number(environmentId ?? first?.id), run: content },
        {
          onSuccess: ({ id }) => {
            onClose();
            onMade?.(id);
          },
        },
      );
      return;
    }
    set.mutate(
      { id: run.id, run: content },
      {
        onSuccess: (before) => {
          onClose();
          showDone(`“${content.name.trim()}” changed`, () =>
            set.mutate({ id: run.id, run: contentOf(before) }),
          );
        },
      },
    );
  };

  return (
    <Dialog
      opened
      title={run === undefined ? "What run is it?" : "What is known of the run?"}
      onClose={onClose}
    >
      <form className="dialog-fields" onSubmit={keep}>
        {failure !== null && <ErrorNotice problem={problemOf(failure)} />}
        <TextInput
          label="Name"
          placeholder="Purple week 2"
          maxLength={500}
          required
          data-autofocus
          value={content.name}
          onChange={(event) => change({ name: event.currentTarget.value })}
        />
        <div className="dialog-pair">
          {run === undefined && (environments.data?.length ?? 0) > 1 && (
            <Select
              label="Environment"
              allowDeselect={false}
              data={(environments.data ?? []).map(({ id, name }) => ({
                value: String(id),
                label: name,
              }))}
              value={environmentId ?? String(first?.id ?? "")}
              onChange={setEnvironmentId}
            />
          )}
          <TextInput
            label="Tool"
            placeholder={tools[0] ?? ""}
            maxLength={500}
            value={content.tool}
            onChange={(event) => change({ tool: event.currentTarget.value })}
          />
          <TextInput
            label="Who ran it"
            maxLength={500}
            value={content.who}
            onChange={(event) => change({ who: event.currentTarget.value })}
          />
        </div>
        <TimeField
          label="Start"
          value={content.startedAt}
          near={null}
          onChange={(startedAt) => change({ startedAt })}
        />
        <TimeField
          label="End"
          value={content.endedAt}
          near={content.startedAt}
          onChange={(endedAt) => change({ endedAt })}
        />
        <Textarea
          label="Notes"
          autosize
          minRows={2}
          maxRows={8}
          maxLength={100_000}
          value={content.notes}
          onChange={(event) => change({ notes: event.currentTarget.value })}
        />
        <div className="dialog-foot">
          <Button onClick={onClose}>Cancel</Button>
          <Button
            type="submit"
            variant="filled"
            disabled={content.name.trim() === ""}
            loading={add.isPending || set.isPending}
          >
            {run === undefined ? "Make run" : "Keep changes"}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}

function contentOf({ name, who, tool, startedAt, endedAt, version, notes }: Run): RunContent {
  return { name, who, tool, startedAt, endedAt, version, notes };
}

/** Asks before runs go, and says what goes with them. */
export function DeleteRuns({
  runs,
  onClose,
  onDone,
}: {
  readonly runs: readonly Run[];
  readonly onClose: () => void;
  readonly onDone: () => void;
}) {
  const remove = useCommand("emulation", "removeRuns");
  const cases = runs.reduce((sum, run) => sum + run.cases, 0);
  const assessed = runs.reduce((sum, run) => sum + run.cases - run.outcomes["not-assessed"], 0);
  const [only] = runs;
  const words =
    runs.length === 1 && only !== undefined ? `“${only.name}”` : formatNoun(runs.length, "run");
  return (
    <ConfirmDialog
      opened
      destructive
      title={`Delete ${words}?`}
      verb={runs.length === 1 ? "Delete run" : "Delete runs"}
      busy={remove.isPending}
      onCancel={onClose}
      onConfirm={() =>
        remove.mutate(
          { ids: runs.map(({ id }) => id) },
          {
            onSuccess: () => {
              showDone(`${words} deleted`);
              onDone();
            },
          },
        )
      }
    >
      {remove.error !== null && <ErrorNotice problem={problemOf(remove.error)} />}
      <p>
        {formatNoun(cases, "test case")} {cases === 1 ? "goes" : "go"} with it, {assessed} of them
        assessed, and their evidence, notes and history. Levels that these tests decided fall back.
        It cannot be undone.
      </p>
    </ConfirmDialog>
  );
}
