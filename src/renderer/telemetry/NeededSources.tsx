import { Button } from "@mantine/core";
import { useMemo, useState } from "react";
import type { ServedSource, ServedTelemetry, TelemetryUnit } from "../../shared/model/telemetry.ts";
import type { Environment } from "../../shared/model/workspace.ts";
import { DataTable, TableTools } from "../ui/DataTable.tsx";
import { EmptyState } from "../ui/EmptyState.tsx";
import { ErrorNotice } from "../ui/ErrorNotice.tsx";
import { formatNoun } from "../ui/figures.ts";
import { Card } from "../ui/Page.tsx";
import { type DataColumn, useDataTable } from "../ui/table-model.ts";
import { Badge } from "../ui/Tag.tsx";
import { showDone } from "../ui/toasts.tsx";
import { ChoiceMenu } from "../ui/Toolbar.tsx";
import { problemOf, useCommand } from "../use-operation.ts";
import { useTableExport } from "../use-table-export.ts";
import { collectedWords, entryFor, unitWords } from "./telemetry-words.ts";

const rowId = ({ domain, unit, name, channel }: ServedSource): string =>
  JSON.stringify([domain, unit, name, channel]);

const columns: readonly DataColumn<ServedSource>[] = [
  { id: "name", header: "Name", fixed: true, width: 240, grow: 2, value: ({ name }) => name },
  { id: "channel", header: "Channel", width: 180, grow: 1, value: ({ channel }) => channel },
  {
    id: "others",
    header: "Goes with",
    width: 220,
    grow: 2,
    value: ({ others }) => others.join(", ") || null,
  },
  {
    id: "platforms",
    header: "Platforms",
    width: 150,
    value: ({ platforms }) => platforms.join(", ") || null,
    cell: ({ platforms }) => <Several names={platforms} />,
  },
  {
    id: "collected",
    header: "Collected",
    width: 104,
    value: ({ collected }) => (collected === null ? null : collectedWords[collected]),
    cell: ({ collected }) =>
      collected === null ? (
        <span className="faint">Not said</span>
      ) : (
        <Badge tone={collected === "all" ? "ok" : collected === "some" ? "plain" : "warning"}>
          {collectedWords[collected]}
        </Badge>
      ),
  },
  {
    id: "techniques",
    header: "Techniques",
    numeric: true,
    width: 92,
    value: ({ techniques }) => techniques.length,
  },
  {
    id: "gaps",
    header: "Open gaps",
    numeric: true,
    width: 88,
    value: ({ gaps }) => gaps.length,
  },
  {
    id: "opens",
    header: "Gaps it opens",
    numeric: true,
    width: 106,
    value: ({ opens }) => opens.length,
  },
  {
    id: "domain",
    header: "Domain",
    hidden: true,
    width: 140,
    value: ({ domain }) => domain,
  },
];

/** Names in two lines, all of them in the tooltip. */
function Several({ names }: { readonly names: readonly string[] }) {
  if (names.length === 0) return <span className="faint">–</span>;
  return (
    <span className="table-two-lines" title={names.join("\n")}>
      {names.join(", ")}
    </span>
  );
}

/** What analytics and techniques of the catalogue need, to mark as collected. */
export function NeededSources({
  environment,
  served,
}: {
  readonly environment: Environment;
  readonly served: ServedTelemetry | undefined;
}) {
  const set = useCommand("telemetry", "set");
  const restore = useCommand("telemetry", "restore");
  const [unit, setUnit] = useState<TelemetryUnit>("data-component");
  const [checked, setChecked] = useState<ReadonlySet<string>>(new Set());
  const { exportTable, problem } = useTableExport("needed-log-sources");
  const rows = useMemo(
    () => served?.sources.filter((one) => one.unit === unit) ?? [],
    [served, unit],
  );
  const shown = useMemo(
    () => (unit === "channel" ? columns : columns.filter(({ id }) => id !== "channel")),
    [unit],
  );
  const model = useDataTable({
    rows,
    columns: shown,
    rowId,
    order: [{ column: "techniques", descending: true }],
  });
  const chosen = rows.filter((row) => checked.has(rowId(row)));
  const error = set.error ?? restore.error ?? problem ?? null;

  return (
    <Card flush grow>
      {error !== null && <ErrorNotice problem={problemOf(error)} />}
      <div className="telemetry-table-tools">
        <TableTools model={model} filterLabel="Filter by any text" onExport={exportTable}>
          <ChoiceMenu
            label="By"
            value={unit}
            choices={(["data-component", "log-source", "channel"] as const).map((value) => ({
              value,
              label: unitWords[value],
            }))}
            onChange={(next) => {
              setChecked(new Set());
              setUnit(next);
            }}
          />
        </TableTools>
      </div>
      {chosen.length > 0 && (
        <div className="bulk-bar" role="toolbar" aria-label="State the selected log sources">
          <b>{formatNoun(chosen.length, "row")} selected</b>
          <Button
            size="xs"
            loading={set.isPending}
            onClick={() =>
              set.mutate(
                {
                  environmentId: environment.id,
                  sources: chosen.map((one) => ({ id: null, entry: entryFor(one) })),
                },
                {
                  onSuccess: (change) => {
                    setChecked(new Set());
                    showDone(
                      `${formatNoun(chosen.length, "log source")} marked collected in ${environment.name}`,
                      () => restore.mutate({ change }),
                    );
                  },
                },
              )
            }
          >
            Mark collected
          </Button>
          <Button size="xs" variant="subtle" onClick={() => setChecked(new Set())}>
            Clear selection
          </Button>
        </div>
      )}
      <DataTable
        model={model}
        label="What the catalogue needs collected"
        checked={checked}
        onCheck={setChecked}
        empty={
          served === undefined ? (
            <EmptyState>Reading the catalogue…</EmptyState>
          ) : served.sources.length === 0 ? (
            <EmptyState>The releases in scope name no log source.</EmptyState>
          ) : (
            <EmptyState action="Clear filter" onAction={() => model.setFilter("")}>
              Nothing meets the filter.
            </EmptyState>
          )
        }
      />
    </Card>
  );
}
