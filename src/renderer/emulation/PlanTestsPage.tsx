import { ActionIcon, Button, Select } from "@mantine/core";
import { useMediaQuery } from "@mantine/hooks";
import {
  IconAlertTriangle,
  IconArrowDown,
  IconArrowUp,
  IconPlus,
  IconWifi,
} from "@tabler/icons-react";
import { useMemo, useRef, useState } from "react";
import type { ActorRef } from "../../shared/model/actor.ts";
import type { LibraryTest } from "../../shared/model/emulation-test.ts";
import type { PlanSource, Suggestions, TestFilter } from "../../shared/model/test-plan.ts";
import { useApp } from "../app/app-state.ts";
import {
  emptyHistory,
  recordRedone,
  recordStep,
  recordUndone,
  type StepHistory,
} from "../step-history.ts";
import { DataTable } from "../ui/DataTable.tsx";
import { EmptyState } from "../ui/EmptyState.tsx";
import { ErrorNotice } from "../ui/ErrorNotice.tsx";
import { formatNoun } from "../ui/figures.ts";
import { TechniqueName, techniqueName } from "../ui/MonoId.tsx";
import { Card, Page, PageHeader } from "../ui/Page.tsx";
import { type DataColumn, useDataTable } from "../ui/table-model.ts";
import { type Choice, ChoiceMenu, MultiChoiceMenu, ToggleButton } from "../ui/Toolbar.tsx";
import { problemOf, useOperation } from "../use-operation.ts";
import { useUndoKeys } from "../use-undo-keys.ts";
import { workbench } from "../workbench.ts";
import { MakePlanDialog } from "./MakePlanDialog.tsx";
import { blankTest, OwnTestDialog } from "./OwnTestDialog.tsx";
import { expectedWords } from "./outcome-words.ts";
import {
  changeRows,
  moveRows,
  orderByTactic,
  type PlanRow,
  type PlanRowChange,
  plannedTests,
  rowOf,
  rowsOf,
  spreadOverHosts,
  warnOfPlatform,
} from "./plan-rows.ts";
import { PlanRowPanel } from "./PlanRowPanel.tsx";
import "../detections/Detections.css";
import "./PlanTests.css";

const noTests: readonly LibraryTest[] = [];
const noRows: readonly PlanRow[] = [];
const rowId = ({ id }: PlanRow): string => id;

type SourceKind = "gaps" | "claims" | "actor" | "sequence" | "given";

const topChoices = ["5", "10", "20", "50", "all"] as const;
type Top = (typeof topChoices)[number];

/** A day of tests in the making: what to test, by which tests, in which order, where and by whom. */
export function PlanTestsPage({
  from: first,
  intoRunId,
  onClose,
}: {
  readonly from: PlanSource;
  /** The run that the tests are added to; without it they make a new one. */
  readonly intoRunId: number | undefined;
  readonly onClose: () => void;
}) {
  const { assessmentId } = useApp();
  const assessment = useOperation(
    "assessments",
    "get",
    { assessmentId: assessmentId ?? 0 },
    { enabled: assessmentId !== undefined },
  );
  const library = useOperation("emulation", "library", {});
  const sequences = useOperation("emulation", "sequences", {});
  const [from, setFrom] = useState<PlanSource>(
    // What needs an assessment cannot be asked where there is none.
    () =>
      assessmentId === undefined && (first.kind === "gaps" || first.kind === "claims")
        ? { kind: "tests", testIds: [] }
        : first,
  );
  const [chosen, setChosen] = useState<Partial<TestFilter>>({});
  const scoped = assessment.data?.scope.platforms;
  const filter: TestFilter = {
    platforms: scoped ?? [],
    offline: true,
    unelevated: false,
    ...chosen,
  };
  const isReady = assessmentId === undefined || assessment.data !== undefined;
  const asked = useOperation(
    "emulation",
    "suggest",
    { assessmentId: assessmentId ?? null, from, filter },
    { enabled: isReady, keepPrevious: true },
  );
  const error = asked.error ?? assessment.error ?? library.error ?? sequences.error;
  const platforms = useMemo(
    () =>
      [...new Set((library.data ?? []).flatMap(({ attackPlatforms }) => attackPlatforms))].sort(),
    [library.data],
  );
  const actors = assessment.data?.actors ?? [];
  const kind: SourceKind =
    from.kind === "techniques" || from.kind === "tests" ? "given" : from.kind;
  const given = first.kind === "techniques" || first.kind === "tests" ? first : undefined;
  const hasAssessment = assessmentId !== undefined;
  const [firstActor] = actors;
  const [firstSequence] = sequences.data ?? [];
  const kinds: readonly Choice<SourceKind>[] = [
    { value: "gaps", label: "Top gaps", disabled: !hasAssessment },
    {
      value: "claims",
      label: "Untested claims",
      note: "detected by rules, never shown by a test or too long ago",
      disabled: !hasAssessment,
    },
    {
      value: "actor",
      label: "An actor",
      note: "in the order of the matrix’s tactics",
      disabled: firstActor === undefined && from.kind !== "actor",
    },
    {
      value: "sequence",
      label: "An adversary or plan",
      note: "in its own order",
      disabled: firstSequence === undefined,
    },
    { value: "given", label: "Chosen tests", note: "what was picked, or is added below" },
  ];
  const choose = (next: SourceKind) => {
    if (next === "gaps") setFrom({ kind: "gaps", top: 10 });
    else if (next === "claims") setFrom({ kind: "claims", top: 10 });
    else if (next === "actor") {
      if (first.kind === "actor") setFrom(first);
      else if (firstActor !== undefined) setFrom({ kind: "actor", actor: refOf(firstActor) });
    } else if (next === "sequence") {
      if (firstSequence !== undefined) {
        setFrom({ kind: "sequence", sequenceId: firstSequence.id });
      }
    } else setFrom(given ?? { kind: "tests", testIds: [] });
  };
  const sources = (
    <>
      <ChoiceMenu label="From" value={kind} choices={kinds} onChange={choose} />
      {(from.kind === "gaps" || from.kind === "claims") && (
        <ChoiceMenu
          label="How many"
          value={topOf(from.top)}
          choices={topChoices.map((value) => ({
            value,
            label: value === "all" ? "All" : `First ${value}`,
          }))}
          onChange={(top) => setFrom({ kind: from.kind, top: top === "all" ? null : Number(top) })}
        />
      )}
      {from.kind === "actor" && (
        <Select
          size="xs"
          aria-label="Actor"
          allowDeselect={false}
          data={actors.map(({ id, name }) => ({ value: String(id), label: name }))}
          value={String(from.actor.id)}
          placeholder={asked.data?.title ?? "Another actor"}
          onChange={(id) => {
            const actor = actors.find((each) => each.id === id);
            if (actor !== undefined) setFrom({ kind: "actor", actor: refOf(actor) });
          }}
        />
      )}
      {from.kind === "sequence" && (
        <Select
          size="xs"
          aria-label="Adversary or plan"
          allowDeselect={false}
          searchable
          data={(sequences.data ?? []).map(({ id, name }) => ({ value: String(id), label: name }))}
          value={String(from.sequenceId)}
          onChange={(id) => {
            if (id !== null) setFrom({ kind: "sequence", sequenceId: Number(id) });
          }}
        />
      )}
      <MultiChoiceMenu
        label="Platforms"
        values={platforms}
        chosen={filter.platforms.filter((name) => platforms.includes(name))}
        onChange={(names) => setChosen({ ...chosen, platforms: [...names] })}
      />
      <ToggleButton
        pressed={filter.offline}
        onChange={(offline) => setChosen({ ...chosen, offline })}
      >
        Air gap
      </ToggleButton>
      <ToggleButton
        pressed={filter.unelevated}
        onChange={(unelevated) => setChosen({ ...chosen, unelevated })}
      >
        Without elevation
      </ToggleButton>
    </>
  );
  return (
    <PlanEditor
      asked={asked.data}
      error={error}
      library={library.data ?? noTests}
      sources={sources}
      intoRunId={intoRunId}
      platforms={filter.platforms}
      isByGaps={from.kind === "gaps"}
      onClose={onClose}
    />
  );
}

function refOf({ kind, domain, id }: ActorRef): ActorRef {
  return { kind, domain, id };
}

function topOf(top: number | null): Top {
  return topChoices.find((choice) => choice === String(top)) ?? (top === null ? "all" : "10");
}

function PlanEditor({
  asked,
  error,
  library,
  sources,
  intoRunId,
  platforms,
  isByGaps,
  onClose,
}: {
  readonly asked: Suggestions | undefined;
  readonly error: unknown;
  readonly library: readonly LibraryTest[];
  readonly sources: React.ReactNode;
  readonly intoRunId: number | undefined;
  /** ATT&CK platforms that tests are asked for; empty = any. */
  readonly platforms: readonly string[];
  readonly isByGaps: boolean;
  readonly onClose: () => void;
}) {
  const { go, importFrom, assessmentId } = useApp();
  const [seen, setSeen] = useState<Suggestions>();
  const [rows, setRows] = useState<readonly PlanRow[]>(noRows);
  const [history, setHistory] = useState<StepHistory<readonly PlanRow[]>>(emptyHistory);
  const [selected, setSelected] = useState<string | null>(null);
  const [checked, setChecked] = useState<ReadonlySet<string>>(new Set());
  const [making, setMaking] = useState(false);
  const [writing, setWriting] = useState<PlanRow>();
  const [failed, setFailed] = useState<unknown>(null);
  const counter = useRef(0);
  if (asked !== undefined && asked !== seen) {
    setSeen(asked);
    setRows((before) => rowsOf(asked.suggestions, before));
    setHistory(emptyHistory);
  }

  const runs = useOperation("emulation", "runs", {}, { enabled: intoRunId !== undefined });
  const into = runs.data?.find(({ id }) => id === intoRunId);
  const environments = useOperation("environments", "list", {});
  const [environmentId, setEnvironmentId] = useState<number>();
  const inEnvironment = into?.environmentId ?? environmentId ?? environments.data?.[0]?.id;
  const assets = useOperation(
    "assets",
    "list",
    { environmentId: inEnvironment ?? 0 },
    { enabled: inEnvironment !== undefined },
  );
  const hosts = useMemo(
    () =>
      new Map((assets.data ?? []).map(({ name, platforms }) => [name.toLowerCase(), platforms])),
    [assets.data],
  );
  const hostNames = useMemo(() => (assets.data ?? []).map(({ name }) => name), [assets.data]);
  const byId = useMemo(() => new Map(library.map((test) => [test.id, test])), [library]);

  const step = (label: string, next: readonly PlanRow[], stretch: string | null = null) => {
    setHistory((before) => recordStep(before, { label, step: rows, stretch }));
    setRows(next);
  };
  const undo = () => {
    const last = history.undo.at(-1);
    if (last === undefined) return;
    setHistory(recordUndone(history, rows));
    setRows(last.step);
  };
  const redo = () => {
    const last = history.redo.at(-1);
    if (last === undefined) return;
    setHistory(recordRedone(history, rows));
    setRows(last.step);
  };
  useUndoKeys(undo, redo);
  const nextId = () => {
    counter.current += 1;
    return `h${String(counter.current)}`;
  };

  const isNarrow = useMediaQuery("(max-width: 1359px)", window.innerWidth < 1360);
  const columns = useMemo(
    () => planColumns(rows, byId, hosts, isByGaps, isNarrow),
    [rows, byId, hosts, isByGaps, isNarrow],
  );
  const model = useDataTable({ rows, columns, rowId });
  const target: ReadonlySet<string> =
    checked.size > 0 ? checked : new Set(selected === null ? [] : [selected]);
  const shown = rows.find(({ id }) => id === selected) ?? rows[0];
  const tests = plannedTests(rows, hosts, platforms);
  const without = rows.length - tests.length;
  const add = (testIds: readonly number[], place?: number) => {
    setFailed(null);
    const none = { platforms: [], offline: false, unelevated: false };
    workbench.emulation
      .suggest({
        assessmentId: assessmentId ?? null,
        from: { kind: "tests", testIds: [...testIds] },
        filter: none,
      })
      .then(({ suggestions }) => {
        const added = suggestions.map((each) => rowOf(each, nextId(), true));
        setSelected(added[0]?.id ?? null);
        setRows((before) =>
          place === undefined
            ? [...before, ...added]
            : [...before.slice(0, place), ...added, ...before.slice(place + 1)],
        );
      })
      .catch((problem: unknown) => setFailed(problem));
  };
  const change = (ids: ReadonlySet<string>, part: PlanRowChange, stretch: string | null = null) =>
    step("the plan", changeRows(rows, ids, part), stretch);
  const takeAway = () => {
    step(
      "rows",
      rows.filter(({ id }) => !target.has(id)),
    );
    setChecked(new Set());
    setSelected(null);
  };
  const move = (by: -1 | 1) => step("the order", moveRows(rows, target, by));
  const tactics = useTactics();
  const libraryChoices = useMemo(
    () =>
      library.map(({ id, key, name, written }) => ({
        value: String(id),
        label: `${written.join(", ")} ${name === "" ? key : name}`,
      })),
    [library],
  );

  return (
    <Page
      fill
      header={
        <PageHeader
          path={
            <>
              <button type="button" className="link" onClick={onClose}>
                Emulation
              </button>{" "}
              › {into?.name ?? "New test plan"}
            </>
          }
          title={into === undefined ? "Plan a test day" : `Add tests to ${into.name}`}
          answer={
            asked === undefined
              ? undefined
              : `${formatNoun(tests.length, "test case")}${without === 0 ? "" : `; ${formatNoun(without, "line")} without a test in the library ${without === 1 ? "stays" : "stay"} out`}`
          }
          actions={
            <>
              <Button onClick={onClose}>Cancel</Button>
              <Button
                variant="filled"
                disabled={tests.length === 0}
                onClick={() => setMaking(true)}
              >
                {into === undefined ? "Make the plan…" : "Add to the run…"}
              </Button>
            </>
          }
        />
      }
    >
      {error !== null && error !== undefined && <ErrorNotice problem={problemOf(error)} />}
      {failed !== null && <ErrorNotice problem={problemOf(failed)} />}
      <div className="plan-sources">
        {sources}
        <div className="plan-sources-end">
          <Select
            size="xs"
            aria-label="Add a test of the library"
            placeholder="Add a test…"
            searchable
            limit={60}
            nothingFoundMessage="No test of the library"
            comboboxProps={{ width: 420, position: "bottom-end" }}
            leftSection={<IconPlus size={15} aria-hidden="true" />}
            data={libraryChoices}
            value={null}
            onChange={(value) => {
              if (value !== null) add([Number(value)]);
            }}
          />
        </div>
      </div>
      {/* Alt and an arrow move what is selected, wherever in the table the focus is. */}
      {/* eslint-disable-next-line jsx-a11y/no-static-element-interactions */}
      <div
        className="plan-columns"
        onKeyDown={(event) => {
          if (!event.altKey || (event.key !== "ArrowUp" && event.key !== "ArrowDown")) return;
          event.preventDefault();
          move(event.key === "ArrowUp" ? -1 : 1);
        }}
      >
        <Card flush grow>
          <div className="bulk-bar" role="toolbar" aria-label="Change the selected lines">
            <b>
              {target.size === 0
                ? formatNoun(rows.length, "line")
                : `${formatNoun(target.size, "line")} selected`}
            </b>
            <ActionIcon
              aria-label="Move up"
              aria-keyshortcuts="Alt+ArrowUp"
              title="Move up (Alt+Up)"
              disabled={target.size === 0}
              onClick={() => move(-1)}
            >
              <IconArrowUp aria-hidden="true" />
            </ActionIcon>
            <ActionIcon
              aria-label="Move down"
              aria-keyshortcuts="Alt+ArrowDown"
              title="Move down (Alt+Down)"
              disabled={target.size === 0}
              onClick={() => move(1)}
            >
              <IconArrowDown aria-hidden="true" />
            </ActionIcon>
            <Button size="xs" disabled={target.size === 0} onClick={takeAway}>
              Take out
            </Button>
            <Button
              size="xs"
              disabled={rows.length < 2}
              onClick={() => step("the order", orderByTactic(rows, tactics))}
            >
              Order by tactic
            </Button>
            {checked.size > 0 && (
              <Button size="xs" variant="subtle" onClick={() => setChecked(new Set())}>
                Clear selection
              </Button>
            )}
          </div>
          <DataTable
            model={model}
            label="Tests of the plan"
            selectedId={shown?.id ?? null}
            onSelect={({ id }) => setSelected(id)}
            checked={checked}
            onCheck={setChecked}
            empty={
              asked === undefined ? (
                <EmptyState>Looking for tests…</EmptyState>
              ) : library.length === 0 ? (
                <EmptyState action="Import tests" onAction={() => importFrom("emulation")}>
                  No tests in the library yet. Import Atomic Red Team or Caldera first.
                </EmptyState>
              ) : (
                <EmptyState>Nothing to test here. Choose another source, or add a test.</EmptyState>
              )
            }
          />
        </Card>
        {shown === undefined ? (
          <Card grow>
            <EmptyState>Choose a line to set its test, host and person.</EmptyState>
          </Card>
        ) : (
          <PlanRowPanel
            row={shown}
            library={byId}
            hosts={hosts}
            hostNames={hostNames}
            scope={checked.size > 1 && checked.has(shown.id) ? checked : new Set([shown.id])}
            onChange={change}
            onSpread={(ids, names) => step("hosts", spreadOverHosts(rows, ids, names, nextId))}
            onAddTest={(testId) => {
              const place = rows.indexOf(shown) + 1;
              const extra = { ...rowOf(shown.suggestion, nextId(), true), testId };
              step("a test", [...rows.slice(0, place), extra, ...rows.slice(place)]);
            }}
            onOwnTest={() => setWriting(shown)}
          />
        )}
      </div>
      {writing !== undefined && (
        <OwnTestDialog
          draft={{
            ...blankTest,
            written:
              writing.suggestion.techniqueId === null ? [] : [writing.suggestion.techniqueId],
            tactic: writing.suggestion.tactic,
          }}
          onClose={(made) => {
            const place = rows.findIndex(({ id }) => id === writing.id);
            setWriting(undefined);
            if (made !== undefined) add([made.id], place === -1 ? undefined : place);
          }}
        />
      )}
      {making && (
        <MakePlanDialog
          title={asked?.title ?? ""}
          into={into}
          tests={tests}
          environments={environments.data ?? []}
          environmentId={inEnvironment}
          onEnvironment={setEnvironmentId}
          onClose={() => setMaking(false)}
          onMade={(runId) => go("emulation", { runId })}
        />
      )}
    </Page>
  );
}

/** Short names of the tactics of the current assessment, in the matrix's order. */
function useTactics(): readonly string[] {
  const { assessmentId } = useApp();
  const answer = useOperation(
    "assessments",
    "answer",
    { assessmentId: assessmentId ?? 0 },
    { enabled: assessmentId !== undefined },
  );
  return useMemo(
    () => (answer.data?.tactics ?? []).map(({ shortname }) => shortname),
    [answer.data],
  );
}

function planColumns(
  rows: readonly PlanRow[],
  library: ReadonlyMap<number, LibraryTest>,
  hosts: ReadonlyMap<string, readonly string[]>,
  isByGaps: boolean,
  isNarrow: boolean,
): readonly DataColumn<PlanRow>[] {
  const places = new Map(rows.map(({ id }, index) => [id, index + 1]));
  const testOf = ({ testId }: PlanRow) => (testId === null ? undefined : library.get(testId));
  return [
    {
      id: "place",
      header: "#",
      value: ({ id }) => places.get(id) ?? 0,
      numeric: true,
      unsortable: true,
      width: 44,
      fixed: true,
    },
    {
      id: "technique",
      header: "Technique",
      value: ({ suggestion }) => suggestion.techniqueId ?? null,
      mono: true,
      unsortable: true,
      width: 92,
      fixed: true,
    },
    {
      id: "test",
      header: "Test",
      value: (row) => testOf(row)?.name ?? techniqueName(row.suggestion),
      unsortable: true,
      width: 170,
      grow: 3,
      fixed: true,
      cell: (row) => {
        const test = testOf(row);
        const { suggestion } = row;
        if (test === undefined) {
          return (
            <span className="plan-technique" title={techniqueName(suggestion)}>
              <span>
                <span className="plan-none">No test:</span>{" "}
                <TechniqueName name={suggestion.name} parentName={suggestion.parentName} />
              </span>
            </span>
          );
        }
        return (
          <span className="network-flag" title={`${test.name}: ${techniqueName(suggestion)}`}>
            {test.network.length > 0 && <IconWifi size={15} aria-label="Needs a network" />}
            <span className="plan-technique">
              <span>{test.name}</span>
            </span>
          </span>
        );
      },
    },
    {
      id: "tactic",
      header: "Tactic",
      value: ({ suggestion }) => suggestion.tacticName ?? suggestion.tactic,
      unsortable: true,
      width: 128,
      hidden: isNarrow,
    },
    ...(isByGaps
      ? [
          {
            id: "priority",
            header: "Priority",
            value: ({ suggestion }: PlanRow) => suggestion.priority,
            cell: ({ suggestion }: PlanRow) => suggestion.priority?.toFixed(1) ?? "–",
            numeric: true,
            unsortable: true,
            width: 74,
            hidden: isNarrow,
          },
        ]
      : []),
    {
      id: "host",
      header: "Host",
      value: ({ host }) => (host === "" ? null : host),
      unsortable: true,
      width: 104,
      cell: (row) => {
        if (row.host === "") return <span className="faint">–</span>;
        const warning = warnOfPlatform(row, testOf(row), hosts);
        return (
          <span className="plan-host" title={warning ?? row.host}>
            {warning !== null && <IconAlertTriangle size={14} aria-label={warning} />}
            {row.host}
          </span>
        );
      },
    },
    {
      id: "assignee",
      header: "Assignee",
      value: ({ assignee }) => (assignee === "" ? null : assignee),
      unsortable: true,
      width: 88,
    },
    {
      id: "expected",
      header: "Expected",
      value: ({ expected, suggestion }) => expectedWords[expected ?? suggestion.expected],
      unsortable: true,
      width: 78,
    },
  ];
}
