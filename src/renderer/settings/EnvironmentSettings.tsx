import { Button, TextInput } from "@mantine/core";
import { type SubmitEvent, useState } from "react";
import type { Environment } from "../../shared/model/workspace.ts";
import { useApp } from "../app/app-state.ts";
import { ConfirmDialog } from "../ui/Dialog.tsx";
import { ErrorNotice } from "../ui/ErrorNotice.tsx";
import { formatNoun } from "../ui/figures.ts";
import { Card } from "../ui/Page.tsx";
import { showDone } from "../ui/toasts.tsx";
import { problemOf, useCommand, useOperation } from "../use-operation.ts";

/** The estates to which detections belong: add, rename, remove. */
export function EnvironmentSettings() {
  const { go } = useApp();
  const environments = useOperation("environments", "list", {});
  const create = useCommand("environments", "create");
  const rename = useCommand("environments", "rename");
  const remove = useCommand("environments", "remove");
  const [name, setName] = useState("");
  const [removing, setRemoving] = useState<Environment>();
  const failure = create.error ?? rename.error ?? environments.error;

  const add = (event: SubmitEvent) => {
    event.preventDefault();
    if (name.trim() === "") return;
    create.mutate({ name: name.trim() }, { onSuccess: () => setName("") });
  };
  const giveName = (environment: Environment, next: string) =>
    rename.mutate(
      { id: environment.id, name: next },
      {
        onSuccess: () =>
          showDone(`The environment is now called “${next}”.`, () =>
            rename.mutate({ id: environment.id, name: environment.name }),
          ),
      },
    );

  return (
    <Card
      title="Environments"
      foot={
        <form className="settings-add" onSubmit={add}>
          <TextInput
            size="xs"
            aria-label="Name of a new environment"
            placeholder="Name of a company, an enclave, a segment"
            maxLength={200}
            value={name}
            onChange={(event) => setName(event.currentTarget.value)}
          />
          <Button type="submit" size="xs" disabled={name.trim() === ""} loading={create.isPending}>
            Add environment
          </Button>
        </form>
      }
    >
      {failure !== null && <ErrorNotice problem={problemOf(failure)} />}
      <p className="settings-note muted">
        Detections, log sources and assets belong to one environment each; an assessment asks one or
        several of them. An import moves to another one from its report.
      </p>
      <ul className="settings-environments plain">
        {(environments.data ?? []).map((environment) => (
          <EnvironmentRow
            key={`${String(environment.id)} ${environment.name}`}
            environment={environment}
            only={environments.data?.length === 1}
            onRename={(next) => giveName(environment, next)}
            onRemove={() => setRemoving(environment)}
            onOpen={() => go("detections")}
          />
        ))}
      </ul>
      {removing !== undefined && (
        <ConfirmDialog
          opened
          destructive
          title={`Remove “${removing.name}”?`}
          verb="Remove environment"
          busy={remove.isPending}
          onCancel={() => setRemoving(undefined)}
          onConfirm={() =>
            remove.mutate(
              { id: removing.id },
              {
                onSuccess: () => {
                  setRemoving(undefined);
                  showDone(`Removed “${removing.name}”.`);
                },
              },
            )
          }
        >
          <p>
            Only an environment that holds nothing can be removed: what it holds is moved or removed
            first.
          </p>
          {remove.error !== null && <ErrorNotice problem={problemOf(remove.error)} />}
        </ConfirmDialog>
      )}
    </Card>
  );
}

function EnvironmentRow({
  environment,
  only,
  onRename,
  onRemove,
  onOpen,
}: {
  readonly environment: Environment;
  readonly only: boolean;
  readonly onRename: (name: string) => void;
  readonly onRemove: () => void;
  readonly onOpen: () => void;
}) {
  const [name, setName] = useState(environment.name);
  const wanted = name.trim();
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    if (wanted !== "" && wanted !== environment.name) onRename(wanted);
  };
  return (
    <li>
      <form onSubmit={submit}>
        <TextInput
          size="xs"
          aria-label={`Name of ${environment.name}`}
          maxLength={200}
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <Button type="submit" size="xs" disabled={wanted === "" || wanted === environment.name}>
          Rename
        </Button>
      </form>
      <button type="button" className="link" onClick={onOpen}>
        {[
          formatNoun(environment.detections, "detection"),
          formatNoun(environment.logSources, "log source"),
          formatNoun(environment.assets, "asset"),
        ].join(", ")}
      </button>
      <Button
        size="xs"
        variant="subtle"
        color="red"
        disabled={only}
        title={only ? "A workspace has at least one environment" : ""}
        onClick={onRemove}
      >
        Remove…
      </Button>
    </li>
  );
}
