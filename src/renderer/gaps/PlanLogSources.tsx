import { Button, Menu, NativeSelect, Textarea, TextInput } from "@mantine/core";
import { useMemo, useState } from "react";
import type { LogSourceChange, Plan, PlanLogSource } from "../../shared/model/plan.ts";
import { planStatus } from "../../shared/model/plan-mark.ts";
import { formatDay } from "../app/times.ts";
import { DataTable, TableTools } from "../ui/DataTable.tsx";
import { Dialog } from "../ui/Dialog.tsx";
import { EmptyState } from "../ui/EmptyState.tsx";
import { ErrorNotice } from "../ui/ErrorNotice.tsx";
import { formatNoun } from "../ui/figures.ts";
import { Card } from "../ui/Page.tsx";
import { type DataColumn, useDataTable } from "../ui/table-model.ts";
import { MenuButton } from "../ui/Toolbar.tsx";
import { useTableExport } from "../use-table-export.ts";
import "./DecisionDialog.css";
import { decisionKey } from "./gap-key.ts";
import { formatCost, formatDays, type PlanEdits } from "./plan.ts";
import { describeSlip, windowWords, workWords } from "./reason-words.ts";
import type { ShowOnly } from "./WhatIfCard.tsx";

/** The log sources that the plan brings in: when, for which gaps, how far they have come. */
export function PlanLogSources({
  plan,
  edits,
  onShow,
}: {
  readonly plan: Plan;
  readonly edits: PlanEdits;
  readonly onShow: ShowOnly;
}) {
  const { currency } = plan.settings.money;
  const columns = useMemo(() => listColumns(currency), [currency]);
  const [checked, setChecked] = useState<ReadonlySet<string>>(new Set());
  const [editing, setEditing] = useState<PlanLogSource>();
  const model = useDataTable({ rows: plan.logSources, columns, rowId });
  const { exportTable, problem } = useTableExport("log-sources-of-the-plan");
  const selected = model.rows.filter((row) => checked.has(rowId(row)));
  const [only] = selected.length === 1 ? selected : [];
  const show = (sources: readonly PlanLogSource[]) =>
    onShow(
      sources.length === 1 ? `waiting for ${sources[0]?.name ?? ""}` : "waiting for them",
      new Set(sources.flatMap(({ opens }) => opens.map(decisionKey))),
    );
  return (
    <Card
      flush
      grow
      title={
        selected.length === 0 ? "Log sources of the plan" : `${String(selected.length)} selected`
      }
      aside={
        selected.length === 0 ? (
          <TableTools model={model} filterLabel="Find a log source" onExport={exportTable} />
        ) : (
          <>
            <MenuButton label="Work">
              {planStatus.options.map((status) => (
                <Menu.Item
                  key={status}
                  onClick={() =>
                    edits.changeLogSources(
                      selected.map(({ name }) => ({ name, status })),
                      `${nameSources(selected)}: ${workWords[status].toLowerCase()}`,
                    )
                  }
                >
                  {workWords[status]}
                </Menu.Item>
              ))}
            </MenuButton>
            {only !== undefined && (
              <Button size="xs" onClick={() => setEditing(only)}>
                Owner, due, note…
              </Button>
            )}
            <Button size="xs" onClick={() => show(selected)}>
              Show gaps
            </Button>
            <Button size="xs" onClick={() => setChecked(new Set())}>
              Clear
            </Button>
          </>
        )
      }
    >
      {problem !== undefined && <ErrorNotice problem={problem} />}
      <DataTable
        model={model}
        label="Log sources of the plan"
        checked={checked}
        onCheck={setChecked}
        onOpen={(source) => setEditing(source)}
        empty={
          <EmptyState>
            No gap of the plan waits for a log source: for each, one that it needs is collected, or
            nobody has said what is.
          </EmptyState>
        }
      />
      {editing !== undefined && (
        <LogSourceDialog
          source={editing}
          onClose={() => setEditing(undefined)}
          onSave={(change) => {
            setEditing(undefined);
            edits.changeLogSources([change], `Saved what is planned for ${editing.name}`);
          }}
        />
      )}
    </Card>
  );
}

const rowId = ({ name }: PlanLogSource) => name;

function nameSources(sources: readonly PlanLogSource[]): string {
  const [first] = sources;
  return sources.length === 1 && first !== undefined
    ? first.name
    : formatNoun(sources.length, "log source");
}

function LogSourceDialog({
  source,
  onClose,
  onSave,
}: {
  readonly source: PlanLogSource;
  readonly onClose: () => void;
  readonly onSave: (change: LogSourceChange) => void;
}) {
  const before = {
    status: source.status,
    owner: source.owner,
    dueOn: source.dueFixed ? (source.dueOn ?? "") : "",
    doneOn: source.doneOn ?? "",
    note: source.note,
  };
  const [draft, setDraft] = useState(before);
  const set = (part: Partial<typeof before>) => setDraft((now) => ({ ...now, ...part }));
  const dayOf = (text: string) => (text === "" ? null : text);
  const change: LogSourceChange = {
    name: source.name,
    ...(draft.status === before.status ? {} : { status: draft.status }),
    ...(draft.owner === before.owner ? {} : { owner: draft.owner.trim() }),
    ...(draft.dueOn === before.dueOn ? {} : { dueOn: dayOf(draft.dueOn) }),
    ...(draft.status !== "done" || draft.doneOn === before.doneOn
      ? {}
      : { doneOn: dayOf(draft.doneOn) }),
    ...(draft.note === before.note ? {} : { note: draft.note }),
  };
  return (
    <Dialog
      opened
      title={`What is planned for ${source.name}?`}
      onClose={onClose}
      foot={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button
            variant="filled"
            disabled={Object.keys(change).length === 1}
            onClick={() => onSave(change)}
          >
            Save
          </Button>
        </>
      }
    >
      <div className="decision-form">
        <p className="muted">
          {formatDays(source.days)} person-days, paid once. It opens{" "}
          {formatNoun(source.opens.length, "gap")}, whose rules come no earlier than it does. What
          is dropped opens nothing.
        </p>
        <div className="decision-pair">
          <NativeSelect
            label="Status"
            value={draft.status}
            data={planStatus.options.map((value) => ({ value, label: workWords[value] }))}
            onChange={({ currentTarget: { value } }) => {
              const status = planStatus.options.find((each) => each === value);
              if (status !== undefined) set({ status });
            }}
          />
          {draft.status === "done" ? (
            <TextInput
              type="date"
              label="Done on (empty: today)"
              value={draft.doneOn}
              onChange={({ currentTarget: { value } }) => set({ doneOn: value })}
            />
          ) : (
            <TextInput
              type="date"
              label="Due (empty: end of its window)"
              value={draft.dueOn}
              onChange={({ currentTarget: { value } }) => set({ dueOn: value })}
            />
          )}
        </div>
        <TextInput
          label="Owner"
          maxLength={200}
          value={draft.owner}
          data-autofocus
          onChange={({ currentTarget: { value } }) => set({ owner: value })}
        />
        <Textarea
          label="Note"
          maxLength={10_000}
          autosize
          minRows={2}
          maxRows={8}
          value={draft.note}
          onChange={({ currentTarget: { value } }) => set({ note: value })}
        />
      </div>
    </Dialog>
  );
}

function listColumns(currency: string): readonly DataColumn<PlanLogSource>[] {
  return [
    {
      id: "name",
      header: "Log source",
      width: 160,
      grow: 2,
      fixed: true,
      value: ({ name }) => name,
    },
    {
      id: "window",
      header: "Window",
      width: 76,
      value: ({ window }) => windowWords[window],
    },
    {
      id: "opens",
      header: "Opens",
      width: 72,
      numeric: true,
      value: ({ opens }) => opens.length,
      cell: ({ opens }) => (
        <span title={opens.map(({ techniqueId, name }) => `${techniqueId} ${name}`).join("\n")}>
          {formatNoun(opens.length, "gap")}
        </span>
      ),
      searchText: ({ opens }) =>
        opens.map(({ techniqueId, name }) => `${techniqueId} ${name}`).join(" "),
    },
    {
      id: "days",
      header: "Days",
      width: 60,
      numeric: true,
      value: ({ days }) => days,
      cell: ({ days }) => formatDays(days),
    },
    { id: "status", header: "Status", width: 92, value: ({ status }) => workWords[status] },
    { id: "owner", header: "Owner", width: 76, grow: 1, value: ({ owner }) => owner || null },
    {
      id: "due",
      header: "Due",
      width: 106,
      value: ({ dueOn }) => dueOn,
      cell: ({ dueOn, slip }) =>
        dueOn === null ? (
          <span className="faint">–</span>
        ) : (
          <span
            className={slip === null ? undefined : "gaps-slip"}
            title={slip === null ? undefined : describeSlip(slip)}
          >
            {formatDay(dueOn)}
          </span>
        ),
    },
    {
      id: "cost",
      header: "Cost",
      width: 150,
      hidden: true,
      value: ({ cost }) => formatCost(cost, currency) ?? null,
    },
    {
      id: "channels",
      header: "Channels",
      width: 200,
      grow: 1,
      hidden: true,
      value: ({ channels }) => channels.join("; ") || null,
    },
    {
      id: "components",
      header: "Data components",
      width: 180,
      grow: 1,
      hidden: true,
      value: ({ dataComponents }) => dataComponents.join("; ") || null,
    },
    {
      id: "note",
      header: "Note",
      width: 160,
      grow: 1,
      hidden: true,
      value: ({ note }) => note || null,
    },
  ];
}
