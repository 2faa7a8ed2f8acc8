import "../ui/pills-style.ts";
import {
  Autocomplete,
  Button,
  Checkbox,
  MultiSelect,
  Select,
  TagsInput,
  Textarea,
  TextInput,
} from "@mantine/core";
import { useState } from "react";
import type {
  ServedTelemetry,
  TelemetryEntry,
  TelemetrySource,
} from "../../shared/model/telemetry.ts";
import type { Environment } from "../../shared/model/workspace.ts";
import { Dialog } from "../ui/Dialog.tsx";
import { ErrorNotice } from "../ui/ErrorNotice.tsx";
import { showDone } from "../ui/toasts.tsx";
import { problemOf, useCommand } from "../use-operation.ts";
import { dimensions, newEntry, titleOf } from "./telemetry-words.ts";

const orNull = (text: string): string | null => (text.trim() === "" ? null : text.trim());
const scores = ["0", "1", "2", "3", "4", "5"];
const isDay = (text: string): boolean => /^\d{4}-\d{2}-\d{2}$/.test(text);

/** Says of one log source or data component whether and how well it is collected. */
export function SourceDialog({
  environment,
  source,
  served,
  onClose,
}: {
  readonly environment: Environment;
  readonly source: TelemetrySource | undefined;
  readonly served: ServedTelemetry | undefined;
  readonly onClose: () => void;
}) {
  const [entry, setEntry] = useState<TelemetryEntry>(source?.entry ?? newEntry);
  const set = useCommand("telemetry", "set");
  const restore = useCommand("telemetry", "restore");
  const change = (changes: Partial<TelemetryEntry>) => setEntry({ ...entry, ...changes });
  const names = (unit: "log-source" | "data-component") => [
    ...new Set(served?.sources.filter((one) => one.unit === unit).map(({ name }) => name)),
  ];
  const channels = [
    ...new Set(
      served?.sources
        .filter((one) => one.unit === "channel" && one.name === entry.name)
        .flatMap(({ channel }) => channel ?? []),
    ),
  ];
  const platforms = [
    ...new Set([
      ...(served?.sources.flatMap((one) => one.platforms) ?? []).filter((name) => name !== "None"),
      ...entry.platforms,
    ]),
  ].sort();
  const isNamed = entry.name !== null || entry.dataComponent !== null;
  const isDated = entry.connectedOn === null || isDay(entry.connectedOn);

  return (
    <Dialog
      opened
      wide
      title={source === undefined ? "Add a log source" : `Edit ${titleOf(source.entry)}`}
      onClose={onClose}
      foot={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button
            variant="filled"
            disabled={!isNamed || !isDated}
            loading={set.isPending}
            onClick={() =>
              set.mutate(
                { environmentId: environment.id, sources: [{ id: source?.id ?? null, entry }] },
                {
                  onSuccess: (before) => {
                    onClose();
                    showDone(
                      `${titleOf(entry)} ${source === undefined ? "added" : "changed"}`,
                      () => restore.mutate({ change: before }),
                    );
                  },
                },
              )
            }
          >
            {source === undefined ? "Add log source" : "Save"}
          </Button>
        </>
      }
    >
      {set.error !== null && <ErrorNotice problem={problemOf(set.error)} />}
      <div className="telemetry-form">
        <Autocomplete
          label="Log source"
          description="Such as WinEventLog:Security"
          data={names("log-source")}
          limit={40}
          value={entry.name ?? ""}
          onChange={(text) => change({ name: orNull(text) })}
        />
        <Autocomplete
          label="Channel"
          description="Empty: all of it"
          data={channels}
          limit={40}
          value={entry.channel ?? ""}
          onChange={(text) => change({ channel: orNull(text) })}
        />
        <Autocomplete
          label="Data component"
          description="Or data source of a release before 18"
          data={names("data-component")}
          limit={40}
          value={entry.dataComponent ?? ""}
          onChange={(text) => change({ dataComponent: orNull(text) })}
        />
        <MultiSelect
          label="Platforms"
          description="None: any"
          data={platforms}
          value={entry.platforms}
          onChange={(chosen) => change({ platforms: chosen })}
        />
        <Checkbox
          label="Collected"
          checked={entry.collected}
          onChange={({ currentTarget }) => change({ collected: currentTarget.checked })}
        />
        <TextInput
          label="Connected on"
          placeholder="2026-11-21"
          error={isDated ? undefined : "Write a date such as 2026-11-21."}
          value={entry.connectedOn ?? ""}
          onChange={({ currentTarget }) => change({ connectedOn: orNull(currentTarget.value) })}
        />
        <fieldset className="whole telemetry-scores">
          <legend>Quality, 0 to 5</legend>
          {dimensions.map(({ key, word }) => (
            <Select
              key={key}
              label={word}
              clearable
              placeholder="–"
              data={scores}
              value={entry.quality[key] === null ? null : String(entry.quality[key])}
              onChange={(score) =>
                change({
                  quality: { ...entry.quality, [key]: score === null ? null : Number(score) },
                })
              }
            />
          ))}
        </fieldset>
        <TagsInput
          label="Products"
          value={entry.products}
          onChange={(products) => change({ products })}
        />
        <TagsInput
          label="Systems"
          value={entry.systems}
          onChange={(systems) => change({ systems })}
        />
        <Textarea
          className="whole"
          label="Comment"
          autosize
          minRows={2}
          value={entry.comment}
          onChange={({ currentTarget }) => change({ comment: currentTarget.value })}
        />
      </div>
    </Dialog>
  );
}
