import { Button } from "@mantine/core";
import { useMemo, useState } from "react";
import type {
  DataQuality,
  ServedTelemetry,
  TelemetrySource,
} from "../../shared/model/telemetry.ts";
import type { Environment } from "../../shared/model/workspace.ts";
import { DataTable, TableTools } from "../ui/DataTable.tsx";
import { EmptyState } from "../ui/EmptyState.tsx";
import { ErrorNotice } from "../ui/ErrorNotice.tsx";
import { formatNoun } from "../ui/figures.ts";
import { Card } from "../ui/Page.tsx";
import { type DataColumn, useDataTable } from "../ui/table-model.ts";
import { Badge } from "../ui/Tag.tsx";
import { showDone } from "../ui/toasts.tsx";
import { problemOf, useCommand } from "../use-operation.ts";
import { useTableExport } from "../use-table-export.ts";
import { countsAsCollected, dimensions, titleOf } from "./telemetry-words.ts";

const rowId = ({ id }: TelemetrySource): string => String(id);

/** What is stated of an environment: collected or not, how well, and what it serves. */
export function StatedSources({
  environment,
  sources,
  served,
  onEdit,
}: {
  readonly environment: Environment;
  readonly sources: readonly TelemetrySource[];
  readonly served: ServedTelemetry | undefined;
  readonly onEdit: (source: TelemetrySource) => void;
}) {
  const set = useCommand("telemetry", "set");
  const remove = useCommand("telemetry", "remove");
  const restore = useCommand("telemetry", "restore");
  const [checked, setChecked] = useState<ReadonlySet<string>>(new Set());
  const { exportTable, problem } = useTableExport(`log-sources-${environment.name}`);
  const error = set.error ?? remove.error ?? restore.error ?? problem ?? null;

  const columns = useMemo(() => {
    const serves = new Map(served?.stated.map((one) => [one.id, one]));
    const change = (changed: readonly TelemetrySource[], done: string) =>
      set.mutate(
        {
          environmentId: environment.id,
          sources: changed.map(({ id, entry }) => ({ id, entry })),
        },
        { onSuccess: (before) => showDone(done, () => restore.mutate({ change: before })) },
      );
    return columnsOf({
      techniquesOf: (id) => serves.get(id)?.techniques.length ?? 0,
      gapsOf: (id) => serves.get(id)?.gaps.length ?? 0,
      onEdit,
      onScore: (source, key, score) =>
        change(
          [
            {
              ...source,
              entry: { ...source.entry, quality: { ...source.entry.quality, [key]: score } },
            },
          ],
          `Quality of ${titleOf(source.entry)} changed`,
        ),
    });
    // Mutations are new objects at every render, and always do the same.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [served, environment.id, onEdit]);
  const model = useDataTable({
    rows: sources,
    columns,
    rowId,
    order: [{ column: "name", descending: false }],
  });
  const chosen = sources.filter(({ id }) => checked.has(String(id)));

  const mark = (collected: boolean) =>
    set.mutate(
      {
        environmentId: environment.id,
        sources: chosen.map(({ id, entry }) => ({ id, entry: { ...entry, collected } })),
      },
      {
        onSuccess: (change) =>
          showDone(
            `${formatNoun(chosen.length, "log source")} marked ${collected ? "collected" : "not collected"}`,
            () => restore.mutate({ change }),
          ),
      },
    );

  return (
    <Card flush grow>
      {error !== null && <ErrorNotice problem={problemOf(error)} />}
      <div className="telemetry-table-tools">
        <TableTools model={model} filterLabel="Filter by any text" onExport={exportTable} />
      </div>
      {chosen.length > 0 && (
        <div className="bulk-bar" role="toolbar" aria-label="Change the selected log sources">
          <b>{formatNoun(chosen.length, "log source")} selected</b>
          <Button size="xs" loading={set.isPending} onClick={() => mark(true)}>
            Mark collected
          </Button>
          <Button size="xs" onClick={() => mark(false)}>
            Mark not collected
          </Button>
          <Button
            size="xs"
            onClick={() =>
              remove.mutate(
                { ids: chosen.map(({ id }) => id) },
                {
                  onSuccess: (change) => {
                    setChecked(new Set());
                    showDone(`${formatNoun(chosen.length, "log source")} removed`, () =>
                      restore.mutate({ change }),
                    );
                  },
                },
              )
            }
          >
            Remove
          </Button>
          <Button size="xs" variant="subtle" onClick={() => setChecked(new Set())}>
            Clear selection
          </Button>
        </div>
      )}
      <DataTable
        model={model}
        label={`Log sources of ${environment.name}`}
        checked={checked}
        onCheck={setChecked}
        empty={
          <EmptyState action="Clear filter" onAction={() => model.setFilter("")}>
            No log source meets the filter.
          </EmptyState>
        }
      />
    </Card>
  );
}

function columnsOf({
  techniquesOf,
  gapsOf,
  onEdit,
  onScore,
}: {
  readonly techniquesOf: (id: number) => number;
  readonly gapsOf: (id: number) => number;
  readonly onEdit: (source: TelemetrySource) => void;
  readonly onScore: (source: TelemetrySource, key: keyof DataQuality, score: number | null) => void;
}): readonly DataColumn<TelemetrySource>[] {
  return [
    {
      id: "name",
      header: "Log source",
      fixed: true,
      width: 170,
      grow: 2,
      value: ({ entry }) => titleOf(entry),
      cell: (source) => (
        <button
          type="button"
          className="detection-name"
          title={`Edit ${titleOf(source.entry)}`}
          onClick={() => onEdit(source)}
        >
          <span className="table-two-lines">{titleOf(source.entry)}</span>
        </button>
      ),
    },
    {
      id: "component",
      header: "Data component",
      width: 120,
      grow: 1,
      value: ({ entry }) => entry.dataComponent,
    },
    {
      id: "collected",
      header: "Collected",
      width: 108,
      value: ({ entry }) => (countsAsCollected(entry) ? "Collected" : "Not collected"),
      cell: ({ entry }) => (
        <Badge tone={countsAsCollected(entry) ? "ok" : "warning"}>
          {countsAsCollected(entry) ? "Collected" : "Not collected"}
        </Badge>
      ),
    },
    {
      id: "platforms",
      header: "Platforms",
      width: 88,
      value: ({ entry }) => (entry.platforms.length === 0 ? "Any" : entry.platforms.join(", ")),
    },
    ...dimensions.map(({ key, short, word }): DataColumn<TelemetrySource> => ({
      id: key,
      header: short,
      width: 64,
      value: ({ entry }) => entry.quality[key],
      cell: (source) => (
        <select
          className="telemetry-score"
          aria-label={`${word} of ${titleOf(source.entry)}`}
          title={`${word}, 0 to 5`}
          value={source.entry.quality[key] ?? ""}
          onChange={({ target }) =>
            onScore(source, key, target.value === "" ? null : Number(target.value))
          }
        >
          <option value="">–</option>
          {[0, 1, 2, 3, 4, 5].map((score) => (
            <option key={score} value={score}>
              {score}
            </option>
          ))}
        </select>
      ),
    })),
    {
      id: "products",
      header: "Products",
      width: 84,
      value: ({ entry }) => entry.products.join(", ") || null,
    },
    {
      id: "systems",
      header: "Systems",
      hidden: true,
      width: 140,
      value: ({ entry }) => entry.systems.join(", ") || null,
    },
    {
      id: "connected",
      header: "Connected",
      hidden: true,
      width: 110,
      value: ({ entry }) => entry.connectedOn,
    },
    {
      id: "techniques",
      header: "Techniques",
      numeric: true,
      width: 86,
      value: ({ id }) => techniquesOf(id),
    },
    { id: "gaps", header: "Open gaps", numeric: true, width: 84, value: ({ id }) => gapsOf(id) },
    {
      id: "comment",
      header: "Comment",
      hidden: true,
      width: 180,
      value: ({ entry }) => entry.comment || null,
    },
  ];
}
