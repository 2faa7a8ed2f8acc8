import { ActionIcon, Button, Menu } from "@mantine/core";
import { useMediaQuery } from "@mantine/hooks";
import { IconDots, IconFileImport, IconPlus } from "@tabler/icons-react";
import { useDeferredValue, useEffect, useEffectEvent, useMemo, useRef, useState } from "react";
import { thingsOfRunSheet } from "../../shared/marked-source.ts";
import type { BlockSeen, Outcome, Run, TestCase } from "../../shared/model/emulation.ts";
import type { Problem } from "../../shared/problem.ts";
import { useApp } from "../app/app-state.ts";
import { isEscTaken } from "../frame/esc-key.ts";
import { InspectorPanel } from "../frame/InspectorPanel.tsx";
import { useRememberedWidth } from "../frame/use-remembered-width.ts";
import { MarkingDialog } from "../markings/MarkingDialog.tsx";
import { DataTable, TableTools } from "../ui/DataTable.tsx";
import { ConfirmDialog } from "../ui/Dialog.tsx";
import { EmptyState } from "../ui/EmptyState.tsx";
import { ErrorNotice } from "../ui/ErrorNotice.tsx";
import { formatCount, formatNoun } from "../ui/figures.ts";
import { KeyHint } from "../ui/MonoId.tsx";
import { Card, Page, PageHeader } from "../ui/Page.tsx";
import { useDataTable } from "../ui/table-model.ts";
import { problemOf, useOperation } from "../use-operation.ts";
import { useTableExport } from "../use-table-export.ts";
import { useUndoKeys } from "../use-undo-keys.ts";
import { AddCaseRow } from "./AddCaseRow.tsx";
import { AnalystQuestion } from "./AnalystQuestion.tsx";
import { caseColumns } from "./case-columns.tsx";
import type { CaseChange } from "./case-edits.ts";
import { describeRun, isOneDay } from "./case-times.ts";
import { CaseBulkBar } from "./CaseBulkBar.tsx";
import { CaseFilters } from "./CaseFilters.tsx";
import { CaseInspector } from "./CaseInspector.tsx";
import { ExportRunDialog } from "./ExportRunDialog.tsx";
import { MatchAlertsDialog } from "./MatchAlertsDialog.tsx";
import { outcomeKeys, outcomes, outcomeWords, seenKeys, seenWords } from "./outcome-words.ts";
import {
  countOutcomes,
  everyCase,
  filterCases,
  isLate,
  moveCase,
  nextNotAssessed,
  noTechniques,
  orderByTactic,
  orderByTime,
} from "./run-cases.ts";
import { DeleteRuns, RunDialog } from "./RunDialogs.tsx";
import { RunFigures } from "./RunFigures.tsx";
import { useCaseEdits } from "./use-case-edits.ts";
import { useName } from "./use-name.ts";
import { saveRunSheet } from "./run-sheet.ts";
import "./Runs.css";

const noCases: readonly TestCase[] = [];
const nothing: ReadonlySet<string> = new Set();
const sights = ["alert", "log", "none"] as const satisfies readonly BlockSeen[];
/** What an SLA is where no assessment says. */
const usualSla = 15;

/** One run: its test cases and what the defence made of each, said by one key each. */
export function RunPage({
  runId,
  onClose,
}: {
  readonly runId: number;
  readonly onClose: () => void;
}) {
  const runs = useOperation("emulation", "runs", {});
  const run = runs.data?.find(({ id }) => id === runId);
  if (run !== undefined) return <OpenRun run={run} onClose={onClose} />;
  return (
    <Page
      fill
      header={<PageHeader title="Run" actions={<Button onClick={onClose}>All runs</Button>} />}
    >
      {runs.error !== null && <ErrorNotice problem={problemOf(runs.error)} />}
      <Card grow>
        <EmptyState action="All runs" onAction={onClose}>
          {runs.isPending ? "Reading the run…" : "This run is no longer there."}
        </EmptyState>
      </Card>
    </Page>
  );
}

function OpenRun({ run, onClose }: { readonly run: Run; readonly onClose: () => void }) {
  const { focus, go, assessmentId, inspected, inspect, importFrom, preferences, setPreferences } =
    useApp();
  const [sheetProblem, setSheetProblem] = useState<Problem>();
  const list = useOperation("emulation", "cases", { runId: run.id });
  const meanings = useOperation(
    "emulation",
    "techniques",
    { runId: run.id, assessmentId: assessmentId ?? null },
    { keepPrevious: true },
  );
  const assessment = useOperation(
    "assessments",
    "get",
    { assessmentId: assessmentId ?? 0 },
    { enabled: assessmentId !== undefined },
  );
  const slaMinutes = assessment.data?.settings.alertSlaMinutes ?? usualSla;
  const cases = list.data ?? noCases;
  const techniques = useMemo(
    () =>
      meanings.data === undefined
        ? noTechniques
        : new Map(meanings.data.map((each) => [each.written, each])),
    [meanings.data],
  );

  const [selectedId, setSelectedId] = useState<number | null>(
    focus?.runId === run.id ? (focus.caseId ?? null) : null,
  );
  const [filter, setFilter] = useState(everyCase);
  const [checked, setChecked] = useState(nothing);
  const [adding, setAdding] = useState(false);
  const [dialog, setDialog] = useState<"edit" | "marking" | "export" | "alerts" | "delete">();
  const [removing, setRemoving] = useState<readonly TestCase[]>();
  const [spoken, setSpoken] = useState("");
  const [width, setWidth] = useRememberedWidth(preferences.inspectorWidth, (inspectorWidth) =>
    setPreferences({ inspectorWidth }),
  );
  const area = useRef<HTMLDivElement>(null);
  const { exportTable, problem: exportProblem } = useTableExport(
    `run-${run.name}`,
    thingsOfRunSheet(run.id, assessmentId),
  );
  const editing = useCaseEdits(run.id);
  const name = useName();
  useUndoKeys(editing.undo, editing.redo);

  const selected = useMemo(() => cases.find(({ id }) => id === selectedId), [cases, selectedId]);
  // The table follows the keys at once, the inspector when there is time: it is much to draw.
  const drawn = useDeferredValue(selected);
  const shown = drawn?.id === selected?.id ? selected : drawn;
  // The inspector of a technique stands in this one's place until it is closed.
  const isInspecting = selected !== undefined && inspected === null;
  const roomy = useMediaQuery("(min-width: 1400px)", true, { getInitialValueInEffect: false });
  const oneDay = useMemo(() => isOneDay(cases.flatMap(({ startAt }) => startAt ?? [])), [cases]);
  const narrow = (isInspecting || inspected !== null) && !roomy;
  const columns = useMemo(
    () => caseColumns({ techniques, slaMinutes, oneDay, narrow }),
    [techniques, slaMinutes, oneDay, narrow],
  );
  const rows = useMemo(
    () => filterCases(cases, filter, techniques, slaMinutes),
    [cases, filter, techniques, slaMinutes],
  );
  const model = useDataTable({
    rows,
    columns,
    rowId: caseRowId,
    order: [{ column: "position", descending: false }],
    filter: focus?.runId === run.id ? (focus.text ?? "") : "",
  });
  const counts = useMemo(() => countOutcomes(cases), [cases]);
  const late = useMemo(
    () => cases.filter((each) => isLate(each, slaMinutes)).length,
    [cases, slaMinutes],
  );
  const chosen = useMemo(
    () => (checked.size === 0 ? noCases : cases.filter((each) => checked.has(caseRowId(each)))),
    [cases, checked],
  );

  const toTable = () => area.current?.querySelector<HTMLElement>('[role="grid"]')?.focus();
  // Whoever opens a run finds its keys at once.
  const isRead = list.data !== undefined;
  useEffect(() => {
    if (isRead && document.activeElement === document.body) {
      area.current?.querySelector<HTMLElement>('[role="grid"]')?.focus();
    }
  }, [isRead]);

  const select = (testCase: TestCase | undefined) => {
    if (testCase === undefined) return;
    setSelectedId(testCase.id);
    if (inspected !== null) inspect(inspected.domain, null);
  };
  const step = (by: -1 | 1) => {
    const at = model.rows.findIndex(({ id }) => id === selectedId);
    const next = at === -1 ? (by === 1 ? 0 : model.rows.length - 1) : at + by;
    select(model.rows[next]);
  };
  const goOn = (words: string) => {
    const at = model.rows.findIndex(({ id }) => id === selectedId);
    const next = preferences.goOn && at !== -1 ? nextNotAssessed(model.rows, at) : undefined;
    select(next);
    setSpoken(next === undefined ? words : `${words}. Next: ${next.name}`);
  };
  const edit = (ids: readonly number[], change: CaseChange, label: string) =>
    name.withName((who) => void editing.edit(ids, change, label, { who }));

  const setOutcome = (outcome: Outcome) => {
    if (selected === undefined) return;
    name.withName((who) => {
      const words = `${selected.name}: ${outcomeWords[outcome].toLowerCase()}`;
      void editing.edit([selected.id], { outcome }, words, { who });
      // A block is asked a second question before the next case.
      if (outcome === "blocked" || outcome === "not-assessed") setSpoken(words);
      else goOn(words);
    });
  };
  const setSeen = (seen: BlockSeen) => {
    if (selected?.outcome !== "blocked") return;
    name.withName((who) => {
      const words = `${selected.name}: blocked, ${seenWords[seen].toLowerCase()}`;
      void editing.edit([selected.id], { seen }, words, { who });
      goOn(words);
    });
  };
  const setNow = (field: "startAt" | "endAt" | "alertAt", word: string) => {
    if (selected === undefined) return;
    const timed = field === "alertAt" ? { timed: true } : {};
    edit(
      [selected.id],
      { [field]: new Date().toISOString(), ...timed },
      `${word} of ${selected.name} set to now`,
    );
  };
  const move = (by: -1 | 1) => {
    const [order, ...others] = model.order;
    const isRunOrder = order?.column === "position" && !order.descending && others.length === 0;
    if (selected === undefined) return;
    if (!isRunOrder) {
      setSpoken("Sort by No. to put test cases into an order.");
      return;
    }
    const ids = moveCase(cases, selected.id, by, model.rows);
    if (ids !== null) void editing.order(ids, `${selected.name} moved ${by === 1 ? "down" : "up"}`);
  };
  const remove = (gone: readonly TestCase[]) => {
    const ids = gone.map(({ id }) => id);
    const [only] = gone;
    const what = gone.length === 1 ? (only?.name ?? "") : formatNoun(gone.length, "test case");
    const at = model.rows.findIndex(({ id }) => id === selectedId);
    void editing.remove(ids, `${what} deleted`).then((isDone) => {
      if (!isDone) return;
      setRemoving(undefined);
      setChecked(nothing);
      if (selectedId !== null && ids.includes(selectedId)) {
        const left = model.rows.filter(({ id }) => !ids.includes(id));
        setSelectedId(left[Math.min(at, left.length - 1)]?.id ?? null);
      }
      toTable();
    });
  };
  const askToRemove = (gone: readonly TestCase[]) => {
    // What an undo would not bring back is asked about first.
    if (gone.some(({ evidence }) => evidence > 0) || gone.length > 1) setRemoving(gone);
    else remove(gone);
  };
  const toField = (field: string) =>
    area.current?.querySelector<HTMLElement>(`[data-field="${field}"]`)?.focus();

  const onKey = useEffectEvent((event: KeyboardEvent) => {
    const { target, key } = event;
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.shiftKey) return;
    if (!(target instanceof HTMLElement) || area.current?.contains(target) !== true) return;
    if (target.matches("input:not([type=checkbox], [type=radio]), textarea, select")) return;
    if (event.altKey) {
      if (key !== "ArrowUp" && key !== "ArrowDown") return;
      move(key === "ArrowDown" ? 1 : -1);
      event.preventDefault();
      return;
    }
    const outcome = outcomes.find((each) => outcomeKeys[each] === key);
    const seen = sights.find((each) => seenKeys[each] === key);
    if (key === "Escape") {
      if (!isInspecting || isEscTaken(event)) return;
      setSelectedId(null);
      toTable();
    } else if (outcome !== undefined) setOutcome(outcome);
    else if (seen !== undefined) setSeen(seen);
    else if (key === "j" || key === "ArrowDown") step(1);
    else if (key === "k" || key === "ArrowUp") step(-1);
    else if (key === "n") setAdding(true);
    else if (key === "s") setNow("startAt", "Start");
    else if (key === "e") setNow("endAt", "End");
    else if (key === "a") setNow("alertAt", "Alert");
    else if (key === "h") toField("host");
    else if (key === "d") toField("fired");
    else if (key === "r") toField("red");
    else if (key === "b") toField("blue");
    else if (key === "g") setPreferences({ goOn: !preferences.goOn });
    else if (key === "Delete" && selected !== undefined) askToRemove([selected]);
    else return;
    event.preventDefault();
  });
  useEffect(() => {
    const listener = (event: KeyboardEvent) => onKey(event);
    window.addEventListener("keydown", listener);
    return () => window.removeEventListener("keydown", listener);
  }, []);

  // What the inspector calls is looked up when it calls, so that it is drawn for its own sake alone.
  const latest = useRef({ setOutcome, setSeen, withName: name.withName, toTable });
  useEffect(() => {
    latest.current = { setOutcome, setSeen, withName: name.withName, toTable };
  });
  const place = useMemo(
    () => (shown === undefined ? 0 : cases.findIndex(({ id }) => id === shown.id) + 1),
    [cases, shown],
  );
  const technique = shown === undefined ? undefined : techniques.get(shown.written);
  const inspector = useMemo(
    () =>
      shown !== undefined && (
        <CaseInspector
          key={shown.id}
          testCase={shown}
          place={place}
          of={cases.length}
          run={run}
          technique={technique}
          slaMinutes={slaMinutes}
          editing={editing}
          withName={(work) => latest.current.withName(work)}
          onOutcome={(outcome) => latest.current.setOutcome(outcome)}
          onSeen={(seen) => latest.current.setSeen(seen)}
          onLeave={() => latest.current.toTable()}
        />
      ),
    [shown, place, cases.length, run, technique, slaMinutes, editing],
  );

  const problem = editing.problem ?? exportProblem;
  return (
    <div
      ref={area}
      className="run-layout"
      data-inspecting={isInspecting || undefined}
      style={{ ["--run-inspector" as string]: `${String(width)}px` }}
    >
      <Page
        fill
        header={
          <PageHeader
            path={
              <>
                <button type="button" className="link" onClick={onClose}>
                  All runs
                </button>
                {" › "}
                {run.environment}
              </>
            }
            title={run.name}
            answer={describeRun(run, cases, slaMinutes)}
            actions={
              <>
                <Menu position="bottom-end">
                  <Menu.Target>
                    <ActionIcon size="lg" aria-label="More about the run" title="More">
                      <IconDots aria-hidden="true" />
                    </ActionIcon>
                  </Menu.Target>
                  <Menu.Dropdown>
                    <Menu.Item onClick={() => setDialog("edit")}>Edit run…</Menu.Item>
                    <Menu.Item onClick={() => setDialog("marking")}>Marking…</Menu.Item>
                    <Menu.Item onClick={() => setDialog("export")}>Export run…</Menu.Item>
                    <Menu.Item
                      onClick={() =>
                        go("emulation", {
                          planFrom: { kind: "gaps", top: 10 },
                          planInto: run.id,
                        })
                      }
                    >
                      Plan more tests…
                    </Menu.Item>
                    <Menu.Item
                      disabled={cases.length === 0}
                      onClick={() => {
                        setSheetProblem(undefined);
                        saveRunSheet(run, assessmentId).catch((error: unknown) =>
                          setSheetProblem(problemOf(error)),
                        );
                      }}
                    >
                      Run sheet as PDF…
                    </Menu.Item>
                    <Menu.Item onClick={() => setDialog("alerts")}>Match alerts…</Menu.Item>
                    <Menu.Divider />
                    <Menu.Item
                      onClick={() =>
                        void editing.order(orderByTime(cases), "Test cases ordered by time")
                      }
                    >
                      Order by time
                    </Menu.Item>
                    <Menu.Item
                      onClick={() =>
                        void editing.order(
                          orderByTactic(cases, techniques),
                          "Test cases ordered by tactic",
                        )
                      }
                    >
                      Order by tactic
                    </Menu.Item>
                    <Menu.Divider />
                    <Menu.Item color="red" onClick={() => setDialog("delete")}>
                      Delete run…
                    </Menu.Item>
                  </Menu.Dropdown>
                </Menu>
                <Button
                  leftSection={<IconFileImport aria-hidden="true" />}
                  onClick={() =>
                    importFrom("emulation", { environment: run.environment, runId: run.id })
                  }
                >
                  Import results
                </Button>
                <Button
                  variant="filled"
                  leftSection={<IconPlus aria-hidden="true" />}
                  aria-keyshortcuts="n"
                  onClick={() => setAdding(true)}
                >
                  Test case
                </Button>
              </>
            }
          />
        }
      >
        {list.error !== null && <ErrorNotice problem={problemOf(list.error)} />}
        {problem !== undefined && <ErrorNotice problem={problem} />}
        {sheetProblem !== undefined && <ErrorNotice problem={sheetProblem} />}
        <RunFigures
          run={run}
          counts={counts}
          late={late}
          outcome={filter.outcome}
          onOutcome={(outcome) => setFilter({ ...filter, outcome })}
        />
        <TableTools model={model} filterLabel="Filter by any text" onExport={exportTable}>
          <CaseFilters cases={cases} techniques={techniques} filter={filter} onFilter={setFilter} />
        </TableTools>
        <Card flush grow>
          {adding && (
            <AddCaseRow
              onAdd={(content) =>
                void editing.add([content], `${content.name} added`).then((added) => {
                  const [first] = added ?? [];
                  if (first !== undefined) setSelectedId(first.id);
                })
              }
              onClose={() => {
                setAdding(false);
                toTable();
              }}
            />
          )}
          {chosen.length > 0 && (
            <CaseBulkBar
              chosen={chosen}
              onEdit={(change, label) =>
                edit(
                  chosen.map(({ id }) => id),
                  change,
                  label,
                )
              }
              onRemove={() => askToRemove(chosen)}
              onClear={() => setChecked(nothing)}
            />
          )}
          <DataTable
            recycling
            model={model}
            label={`Test cases of ${run.name}`}
            selectedId={selectedId === null ? null : String(selectedId)}
            onSelect={select}
            onOpen={select}
            checked={checked}
            onCheck={setChecked}
            empty={
              list.isPending ? (
                <EmptyState>Reading the test cases…</EmptyState>
              ) : cases.length === 0 ? (
                <EmptyState action="Test case" onAction={() => setAdding(true)}>
                  No test cases in this run yet. Add what was tried, or import what a runner wrote.
                </EmptyState>
              ) : (
                <EmptyState action="Clear filter" onAction={() => setFilter(everyCase)}>
                  No test case meets the filter.
                </EmptyState>
              )
            }
            foot={
              <>
                {rows.length < cases.length && (
                  <button
                    type="button"
                    className="link"
                    onClick={() => {
                      setFilter(everyCase);
                      model.setFilter("");
                    }}
                  >
                    Show all {formatCount(cases.length)}
                  </button>
                )}
                <p className="run-keys">
                  <KeyHint>↑ ↓</KeyHint> move <KeyHint>1</KeyHint> to <KeyHint>6</KeyHint> outcome{" "}
                  <KeyHint>s e a</KeyHint> times <KeyHint>n</KeyHint> new <KeyHint>F1</KeyHint> all
                  keys
                </p>
              </>
            }
          />
        </Card>
      </Page>
      {isInspecting && shown !== undefined && (
        <InspectorPanel
          label={`Test case ${shown.name}`}
          width={width}
          onWidth={setWidth}
          onClose={() => {
            setSelectedId(null);
            toTable();
          }}
        >
          {inspector}
        </InspectorPanel>
      )}
      <div role="status" className="visually-hidden">
        {spoken}
      </div>
      {name.isAsking && <AnalystQuestion onAnswer={name.answer} onClose={name.cancel} />}
      {dialog === "edit" && <RunDialog run={run} onClose={() => setDialog(undefined)} />}
      {dialog === "marking" && (
        <MarkingDialog
          thing={{ kind: "run", id: run.id }}
          name={run.name}
          onClose={() => setDialog(undefined)}
        />
      )}
      {dialog === "export" && (
        <ExportRunDialog runIds={[run.id]} onClose={() => setDialog(undefined)} />
      )}
      {dialog === "alerts" && (
        <MatchAlertsDialog runId={run.id} onClose={() => setDialog(undefined)} />
      )}
      {dialog === "delete" && (
        <DeleteRuns runs={[run]} onClose={() => setDialog(undefined)} onDone={onClose} />
      )}
      {removing !== undefined && (
        <ConfirmDialog
          opened
          destructive
          title={`Delete ${formatNoun(removing.length, "test case")}?`}
          verb="Delete"
          onCancel={() => setRemoving(undefined)}
          onConfirm={() => remove(removing)}
        >
          <DeletedWords gone={removing} />
        </ConfirmDialog>
      )}
    </div>
  );
}

function DeletedWords({ gone }: { readonly gone: readonly TestCase[] }) {
  const files = gone.reduce((sum, { evidence }) => sum + evidence, 0);
  return (
    <p>
      Their outcomes, notes and history can be brought back by Undo until the workspace is closed.
      {files > 0 && ` ${formatNoun(files, "file")} of evidence cannot: save a copy first.`}
    </p>
  );
}

function caseRowId({ id }: TestCase): string {
  return String(id);
}
