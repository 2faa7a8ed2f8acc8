import { Button, Select } from "@mantine/core";
import { IconPlus, IconWifi } from "@tabler/icons-react";
import { useMemo, useState } from "react";
import type { EmulationTest, LibraryTest } from "../../shared/model/emulation-test.ts";
import type { TestSource } from "../../shared/model/emulation.ts";
import { useAnswer, useApp } from "../app/app-state.ts";
import { formatDay } from "../app/times.ts";
import { DataTable, TableTools } from "../ui/DataTable.tsx";
import { ConfirmDialog } from "../ui/Dialog.tsx";
import { EmptyState } from "../ui/EmptyState.tsx";
import { ErrorNotice } from "../ui/ErrorNotice.tsx";
import { formatCount, formatNoun } from "../ui/figures.ts";
import { Card } from "../ui/Page.tsx";
import { type DataColumn, useDataTable } from "../ui/table-model.ts";
import { showDone } from "../ui/toasts.tsx";
import { ChoiceMenu, MultiChoiceMenu, SegmentedControl, ToggleButton } from "../ui/Toolbar.tsx";
import { problemOf, useCommand, useOperation } from "../use-operation.ts";
import { useTableExport } from "../use-table-export.ts";
import { workbench } from "../workbench.ts";
import {
  describeNetwork,
  everyTest,
  filterLibrary,
  type LibraryFilter,
  sourceWords,
  unknownCommand,
} from "./library-list.ts";
import { OutcomeTag } from "./OutcomeTag.tsx";
import { blankTest, OwnTestDialog } from "./OwnTestDialog.tsx";
import { outcomeWords } from "./outcome-words.ts";
import { SequencesView } from "./SequencesView.tsx";
import { TestPanel } from "./TestPanel.tsx";
import "../detections/Detections.css";
import "./PlanTests.css";

const noTests: readonly LibraryTest[] = [];
const testId = ({ id }: LibraryTest): string => String(id);

type View = "tests" | "sequences";

/** What there is to try: the tests of the library, and the adversaries and plans that order them. */
export function LibraryTab() {
  const { importFrom, focus } = useApp();
  const list = useOperation("emulation", "library", {});
  const [view, setView] = useState<View>("tests");
  const [adding, setAdding] = useState(false);
  const choices = (
    <SegmentedControl
      label="What is listed"
      value={view}
      choices={[
        { value: "tests", label: "Tests" },
        { value: "sequences", label: "Adversaries and plans" },
      ]}
      onChange={setView}
    />
  );
  if (list.error !== null) return <ErrorNotice problem={problemOf(list.error)} />;
  if (list.data?.length === 0) {
    return (
      <>
        <Card grow>
          <EmptyState action="Import tests" onAction={() => importFrom("emulation")}>
            No tests yet. Import Atomic Red Team, Caldera abilities or emulation plans from disk, or{" "}
            <button type="button" className="link" onClick={() => setAdding(true)}>
              write a test of your own
            </button>
            .
          </EmptyState>
        </Card>
        {adding && <OwnTestDialog draft={blankTest} onClose={() => setAdding(false)} />}
      </>
    );
  }
  return view === "tests" ? (
    <TestsView
      tests={list.data ?? noTests}
      isPending={list.isPending}
      firstText={focus?.text ?? ""}
      choices={choices}
    />
  ) : (
    <SequencesView library={list.data ?? noTests} choices={choices} />
  );
}

function TestsView({
  tests,
  isPending,
  firstText,
  choices,
}: {
  readonly tests: readonly LibraryTest[];
  readonly isPending: boolean;
  readonly firstText: string;
  readonly choices: React.ReactNode;
}) {
  const { go, focus } = useApp();
  const answer = useAnswer();
  const [filter, setFilter] = useState<LibraryFilter>({
    ...everyTest,
    technique: focus?.techniqueId ?? null,
  });
  const [selected, setSelected] = useState<number | null>(null);
  const [checked, setChecked] = useState<ReadonlySet<string>>(new Set());
  const [writing, setWriting] = useState<{ readonly test: EmulationTest | null } | undefined>();
  const [removing, setRemoving] = useState<readonly LibraryTest[]>();
  const { exportTable, problem } = useTableExport("tests");
  const remove = useCommand("emulation", "removeTests");
  const restore = useCommand("emulation", "restoreTests");

  const gaps = useMemo(
    () =>
      new Set<string>(
        (answer.data?.gaps ?? []).filter(({ status }) => status === "open").map(({ id }) => id),
      ),
    [answer.data],
  );
  const rows = useMemo(() => filterLibrary(tests, filter, gaps), [tests, filter, gaps]);
  const sources = useMemo(() => [...new Set(tests.map(({ source }) => source))], [tests]);
  const platforms = useMemo(
    () => [...new Set(tests.flatMap(({ attackPlatforms }) => attackPlatforms))].sort(),
    [tests],
  );
  const techniques = useMemo(
    () => [...new Set(tests.flatMap(({ written }) => written))].sort(),
    [tests],
  );
  const columns = useMemo(() => testColumns(selected !== null), [selected]);
  const model = useDataTable({
    rows,
    columns,
    rowId: testId,
    order: [
      { column: "written", descending: false },
      { column: "name", descending: false },
    ],
    filter: firstText,
  });
  const shown = tests.find(({ id }) => id === selected);
  const chosen = useMemo(() => tests.filter(({ id }) => checked.has(String(id))), [tests, checked]);
  const change = (part: Partial<LibraryFilter>) => setFilter((before) => ({ ...before, ...part }));
  const open = (id: number) => {
    void workbench.emulation.test({ id }).then((test) => setWriting({ test }));
  };
  const error = remove.error ?? restore.error ?? problem ?? null;
  const isNarrowed = rows.length < tests.length;

  return (
    <>
      {error !== null && <ErrorNotice problem={problemOf(error)} />}
      <div className="inventory-tools">
        <TableTools model={model} filterLabel="Filter by any text" onExport={exportTable}>
          {choices}
          {sources.length > 1 && (
            <ChoiceMenu
              label="Source"
              value={filter.source ?? "all"}
              choices={[
                { value: "all", label: "All" },
                ...sources.map((value) => ({ value, label: sourceWords[value] })),
              ]}
              onChange={(source: TestSource | "all") =>
                change({ source: source === "all" ? null : source })
              }
            />
          )}
          <MultiChoiceMenu
            label="Platforms"
            values={platforms}
            chosen={filter.platforms}
            onChange={(chosenPlatforms) => change({ platforms: chosenPlatforms })}
          />
          <ToggleButton pressed={filter.offline} onChange={(offline) => change({ offline })}>
            Air gap
          </ToggleButton>
          <ChoiceMenu
            label="Elevation"
            value={filter.elevation ?? "all"}
            choices={[
              { value: "all", label: "Any" },
              { value: "needed", label: "Needed" },
              { value: "not-needed", label: "Not needed" },
            ]}
            onChange={(elevation) => change({ elevation: elevation === "all" ? null : elevation })}
          />
          <ChoiceMenu
            label="Show"
            value={filter.only ?? "all"}
            choices={[
              { value: "all", label: "All" },
              { value: "open-gap", label: "Of an open gap", disabled: gaps.size === 0 },
              { value: "never-run", label: "Never run" },
              { value: "run", label: "Run before" },
            ]}
            onChange={(only) => change({ only: only === "all" ? null : only })}
          />
          <Select
            size="xs"
            aria-label="Technique"
            placeholder="Any technique"
            className="technique-filter"
            searchable
            clearable
            limit={60}
            nothingFoundMessage="No test names that"
            data={techniques}
            value={filter.technique}
            onChange={(technique) => change({ technique })}
          />
          <Button
            size="xs"
            leftSection={<IconPlus size={15} aria-hidden="true" />}
            onClick={() => setWriting({ test: null })}
          >
            Own test
          </Button>
        </TableTools>
      </div>
      <div className="inventory" data-panel={shown !== undefined || undefined}>
        <Card flush grow>
          {chosen.length > 0 && (
            <div className="bulk-bar" role="toolbar" aria-label="Selected tests">
              <b>{formatNoun(chosen.length, "test")} selected</b>
              <Button
                size="xs"
                variant="filled"
                onClick={() =>
                  go("emulation", {
                    planFrom: { kind: "tests", testIds: chosen.map(({ id }) => id) },
                  })
                }
              >
                Plan them…
              </Button>
              {chosen.every(({ source }) => source === "own") && (
                <Button size="xs" onClick={() => setRemoving(chosen)}>
                  Delete
                </Button>
              )}
              <Button size="xs" variant="subtle" onClick={() => setChecked(new Set())}>
                Clear selection
              </Button>
            </div>
          )}
          <DataTable
            recycling
            model={model}
            label="Tests"
            selectedId={selected === null ? null : String(selected)}
            onSelect={({ id }) => setSelected(id)}
            checked={checked}
            onCheck={setChecked}
            empty={
              isPending ? (
                <EmptyState>Reading the tests…</EmptyState>
              ) : (
                <EmptyState action="Clear filter" onAction={() => setFilter(everyTest)}>
                  No test meets the filter.
                </EmptyState>
              )
            }
            foot={
              isNarrowed ? (
                <button
                  type="button"
                  className="link"
                  onClick={() => {
                    setFilter(everyTest);
                    model.setFilter("");
                  }}
                >
                  Show all {formatCount(tests.length)}
                </button>
              ) : undefined
            }
          />
        </Card>
        {shown !== undefined && (
          <TestPanel
            key={shown.id}
            test={shown}
            onClose={() => setSelected(null)}
            actions={
              <>
                <Button
                  size="xs"
                  onClick={() =>
                    go("emulation", { planFrom: { kind: "tests", testIds: [shown.id] } })
                  }
                >
                  Plan it…
                </Button>
                <Button size="xs" onClick={() => open(shown.id)}>
                  {shown.source === "own" ? "Edit" : "Copy as own test"}
                </Button>
                {shown.source === "own" && (
                  <Button size="xs" onClick={() => setRemoving([shown])}>
                    Delete
                  </Button>
                )}
              </>
            }
          />
        )}
      </div>
      {writing !== undefined && (
        <OwnTestDialog
          draft={
            writing.test ?? {
              ...blankTest,
              written: filter.technique === null ? [] : [filter.technique],
            }
          }
          {...(writing.test?.source === "own" ? { changes: writing.test.id } : {})}
          onClose={(made) => {
            setWriting(undefined);
            if (made !== undefined) setSelected(made.id);
          }}
        />
      )}
      <ConfirmDialog
        opened={removing !== undefined}
        title={`Delete ${removing?.length === 1 ? (removing[0]?.name ?? "the test") : formatNoun(removing?.length ?? 0, "own test")}?`}
        verb="Delete"
        destructive
        busy={remove.isPending}
        onCancel={() => setRemoving(undefined)}
        onConfirm={() =>
          remove.mutate(
            { ids: (removing ?? []).map(({ id }) => id) },
            {
              onSuccess: (before) => {
                setRemoving(undefined);
                setChecked(new Set());
                setSelected(null);
                showDone(`${formatNoun(before.length, "own test")} deleted`, () =>
                  restore.mutate({ tests: before }),
                );
              },
            },
          )
        }
      >
        Test cases that were made of it stay in their runs.
      </ConfirmDialog>
    </>
  );
}

function testColumns(isNarrow: boolean): readonly DataColumn<LibraryTest>[] {
  return [
    {
      id: "written",
      header: "Technique",
      value: ({ written }) => (written.length === 0 ? null : written.join(", ")),
      mono: true,
      width: 92,
      fixed: true,
    },
    {
      id: "name",
      header: "Test",
      value: ({ name, key }) => (name === "" ? key : name),
      searchText: ({ key }) => key,
      width: 190,
      grow: 3,
      fixed: true,
    },
    {
      id: "source",
      header: "Source",
      value: ({ source }) => sourceWords[source],
      width: 122,
      hidden: isNarrow,
    },
    {
      id: "platforms",
      header: "Platforms",
      value: ({ attackPlatforms, platforms }) =>
        (attackPlatforms.length > 0 ? attackPlatforms : platforms).join(", ") || null,
      searchText: ({ platforms }) => platforms.join(" "),
      width: 110,
      grow: 1,
    },
    {
      id: "executor",
      header: "Executor",
      value: ({ executors }) => executors.join(", ") || null,
      width: 112,
      hidden: isNarrow,
    },
    {
      id: "elevated",
      header: "Elevation",
      value: ({ elevated }) => (elevated === null ? null : elevated ? "Needed" : "No"),
      width: 84,
      hidden: isNarrow,
    },
    {
      id: "network",
      header: "Network",
      value: ({ network, commandKnown }) =>
        network.length > 0 ? describeNetwork(network) : commandKnown ? "No" : "Not known",
      cell: ({ network, commandKnown }) =>
        network.length === 0 ? (
          <span title={commandKnown ? undefined : unknownCommand}>
            {commandKnown ? "No" : "Not known"}
          </span>
        ) : (
          <span className="network-flag" title={describeNetwork(network)}>
            <IconWifi size={15} aria-hidden="true" />
            Needed
          </span>
        ),
      width: 88,
    },
    {
      id: "prerequisites",
      header: "Needs",
      value: ({ prerequisites }) => prerequisites,
      numeric: true,
      width: 62,
      hidden: isNarrow,
    },
    {
      id: "lastAt",
      header: "Last run",
      value: ({ last }) => last?.at ?? null,
      cell: ({ last }) =>
        last === null ? <span className="faint">Never</span> : formatDay(last.at),
      width: 92,
      hidden: isNarrow,
    },
    {
      id: "outcome",
      header: "Outcome",
      value: ({ last }) => (last === null ? null : outcomeWords[last.outcome]),
      cell: ({ last }) =>
        last === null ? <span className="faint">–</span> : <OutcomeTag outcome={last.outcome} />,
      width: 118,
    },
    { id: "key", header: "Key", value: ({ key }) => key, mono: true, width: 250, hidden: true },
    { id: "tactic", header: "Tactic", value: ({ tactic }) => tactic, width: 120, hidden: true },
  ];
}
