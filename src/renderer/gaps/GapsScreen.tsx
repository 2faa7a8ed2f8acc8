import { Button } from "@mantine/core";
import { IconAdjustments, IconFilterOff } from "@tabler/icons-react";
import { useEffect, useMemo, useState } from "react";
import type { AssessmentResult } from "../../shared/model/assessment.ts";
import type { Plan } from "../../shared/model/plan.ts";
import type { Problem } from "../../shared/problem.ts";
import { StarterNotice } from "../actors/StarterNotice.tsx";
import { type Focus, useAnswer, useApp } from "../app/app-state.ts";
import { ActorChipsLegend } from "../ui/ActorChips.tsx";
import { DataTable, TableTools } from "../ui/DataTable.tsx";
import { EmptyState } from "../ui/EmptyState.tsx";
import { ErrorNotice } from "../ui/ErrorNotice.tsx";
import { Card, Page, PageHeader } from "../ui/Page.tsx";
import { useDataTable } from "../ui/table-model.ts";
import { type Choice, SegmentedControl } from "../ui/Toolbar.tsx";
import { problemOf, useOperation } from "../use-operation.ts";
import { useTableExport } from "../use-table-export.ts";
import { useDecisions } from "./decisions.ts";
import { decisionKey } from "./gap-key.ts";
import { DecisionsTable } from "./DecisionsTable.tsx";
import { ExpectedCoverage } from "./ExpectedCoverage.tsx";
import { gapColumns } from "./gap-columns.tsx";
import { describeGaps } from "./gap-list.ts";
import { filterGaps, type GapFilter, joinGaps, noFilter, segmentsInScope } from "./gap-rows.ts";
import { GapFilters } from "./GapFilters.tsx";
import "./Gaps.css";
import { usePlan, usePlanEdits } from "./plan.ts";
import { PlanActions } from "./PlanActions.tsx";
import { PlanBoard } from "./PlanBoard.tsx";
import { PlanLogSources } from "./PlanLogSources.tsx";
import { SelectionMenus } from "./PlanMenus.tsx";
import { PlanSettingsDialog } from "./PlanSettingsDialog.tsx";
import { PrioritySettingsDialog } from "./PrioritySettingsDialog.tsx";
import { type ShowOnly, WhatIfCard } from "./WhatIfCard.tsx";
import { WhyPriority } from "./WhyPriority.tsx";
import { WindowsCard } from "./WindowsCard.tsx";

/** The techniques that are not covered: ranked, each with its reason, and the plan to close them. */
export function GapsScreen() {
  const { assessmentId, createAssessment } = useApp();
  const answer = useAnswer();
  const plan = usePlan();
  const error = answer.error ?? plan.error;
  if (answer.data !== undefined && plan.data?.assessmentId === answer.data.assessmentId) {
    return <Gaps answer={answer.data} plan={plan.data} />;
  }
  return (
    <Page fill header={<PageHeader title="Gaps & plan" />}>
      {error !== null ? (
        <ErrorNotice problem={problemOf(error)} />
      ) : assessmentId === undefined ? (
        <EmptyState action="New assessment" onAction={createAssessment}>
          No assessment yet. Gaps are what chosen actors use and no rule covers.
        </EmptyState>
      ) : (
        <EmptyState>Working out the gaps…</EmptyState>
      )}
    </Page>
  );
}

type View = "table" | "board" | "sources" | "decisions";
/** What stands beside it, one at a time where the window is too low for all. */
type Side = "plan" | "gap" | "what-if";

/** From this height of the window on the plan's figures and a gap stand one below the other. */
const tall = 1000;
type OpenDialog = "priority" | "plan";

function filterOf(focus: Focus | undefined): GapFilter {
  return {
    ...noFilter,
    ...(focus?.usedBy === undefined ? {} : { actor: focus.usedBy }),
    ...(focus?.tactic === undefined ? {} : { tactic: focus.tactic }),
    ...(focus?.reason === undefined ? {} : { reason: focus.reason }),
    ...(focus?.band === undefined ? {} : { band: focus.band }),
  };
}

function Gaps({ answer, plan }: { readonly answer: AssessmentResult; readonly plan: Plan }) {
  const { assessmentId, focus, go, inspect, inspected } = useApp();
  const [view, setView] = useState<View>(focus?.gapsView ?? "table");
  const [filter, setFilter] = useState(() => filterOf(focus));
  const [selected, setSelected] = useState<string | null>(
    focus?.techniqueId === undefined || focus.domain === undefined
      ? null
      : decisionKey({ domain: focus.domain, techniqueId: focus.techniqueId }),
  );
  const [checked, setChecked] = useState<ReadonlySet<string>>(new Set());
  const [dialog, setDialog] = useState<OpenDialog | undefined>(focus?.gapsDialog);
  const [failed, setFailed] = useState<Problem>();
  const [width, height] = useWindowSize();
  const [side, setSide] = useState<Side>("plan");
  const isTall = height >= tall;
  const shownSide = isTall && side === "gap" ? "plan" : side;
  const decisions = useDecisions();
  const edits = usePlanEdits();
  const assessment = useOperation(
    "assessments",
    "get",
    { assessmentId: assessmentId ?? 0 },
    { enabled: assessmentId !== undefined },
  );
  const known = assessment.data?.decisions;
  const all = useMemo(
    () =>
      joinGaps(
        answer.gaps,
        plan.items,
        new Map((known ?? []).map((one) => [decisionKey(one), one])),
      ),
    [answer, plan, known],
  );
  const stated = useOperation("assets", "segments", {});
  const segments = useMemo(
    () => segmentsInScope(stated.data ?? [], answer.scope),
    [stated.data, answer],
  );
  const rows = useMemo(() => filterGaps(all, filter, segments), [all, filter, segments]);
  const columns = useMemo(() => gapColumns(answer, all, width), [answer, all, width]);
  const model = useDataTable({
    rows,
    columns,
    rowId: ({ key }) => key,
    order: [
      { column: "priority", descending: true },
      { column: "id", descending: false },
    ],
  });
  const { exportTable, problem } = useTableExport("gaps");
  const isFiltered = rows.length < all.length;
  const clear = () => setFilter(noFilter);
  const change = (part: Partial<GapFilter>) => setFilter((before) => ({ ...before, ...part }));
  const selection = view === "table" ? model.rows.filter(({ key }) => checked.has(key)) : [];
  const shownGap = all.find(({ key }) => key === selected) ?? model.rows[0] ?? rows[0];
  const problems = [problem, failed, edits.problem, decisions.problem].filter(
    (each) => each !== undefined,
  );
  const decided = known?.filter(({ status }) => status !== "open").length ?? 0;
  const views: readonly Choice<View>[] = [
    { value: "table", label: "Table" },
    { value: "board", label: "Board" },
    {
      value: "sources",
      label:
        plan.logSources.length === 0
          ? "Log sources"
          : `Log sources, ${String(plan.logSources.length)}`,
    },
    { value: "decisions", label: decided === 0 ? "Decisions" : `Decisions, ${String(decided)}` },
  ];

  const showOnly: ShowOnly = (words, keys) => {
    if (view === "sources" || view === "decisions") setView("table");
    setFilter({ ...noFilter, only: { words, keys } });
  };
  const select = (key: string, domain: (typeof all)[number]["domain"], id: string) => {
    setSelected(key);
    setSide("gap");
    const row = all.find((each) => each.key === key);
    if (inspected !== null && row !== undefined && row.id === id) inspect(domain, row.id);
  };
  const badge = isFiltered ? (
    <button type="button" className="toolbar-button" onClick={clear}>
      <IconFilterOff size={14} stroke={1.75} aria-hidden="true" />
      {rows.length} of {all.length}
      {filter.only === null ? "" : `, ${filter.only.words}`}, show all
    </button>
  ) : undefined;
  const empty =
    answer.actors.length === 0 ? (
      <EmptyState action="Choose actors" onAction={() => go("actors")}>
        No actor chosen. Gaps need at least one.
      </EmptyState>
    ) : answer.coverage.techniques === 0 ? (
      <EmptyState>No technique of the chosen actors is in scope.</EmptyState>
    ) : isFiltered ? (
      <EmptyState action="Clear filters" onAction={clear}>
        No gap matches these filters.
      </EmptyState>
    ) : (
      <EmptyState>No gap: at least one enabled rule names every technique in scope.</EmptyState>
    );

  return (
    <Page
      fill
      header={
        <PageHeader
          title="Gaps & plan"
          answer={describeGaps(answer)}
          actions={
            <>
              <SegmentedControl label="View" value={view} choices={views} onChange={setView} />
              <button
                type="button"
                className="toolbar-button"
                aria-label="Priority settings"
                onClick={() => setDialog("priority")}
              >
                <IconAdjustments size={15} stroke={1.75} aria-hidden="true" />
                <b>Priority</b>
              </button>
              <PlanActions
                plan={plan}
                edits={edits}
                onSettings={() => setDialog("plan")}
                onProblem={setFailed}
              />
            </>
          }
        />
      }
    >
      <StarterNotice assessment={assessment.data} />
      {problems.map((each) => (
        <ErrorNotice key={each.message} problem={each} />
      ))}
      {(view === "table" || view === "board") && (
        <GapFilters
          answer={answer}
          rows={all}
          segments={segments}
          filter={filter}
          onChange={change}
        />
      )}
      <div className="gaps-body">
        {view === "decisions" ? (
          <DecisionsTable answer={answer} decisions={decisions} />
        ) : view === "sources" ? (
          <PlanLogSources plan={plan} edits={edits} onShow={showOnly} />
        ) : view === "board" ? (
          <Card flush grow title="Plan" badge={badge} aside={boardHint}>
            {rows.length === 0 ? (
              empty
            ) : (
              <PlanBoard
                plan={plan}
                shown={new Set(rows.map(({ key }) => key))}
                selectedKey={shownGap?.key ?? null}
                edits={edits}
                onSelect={(item) => select(decisionKey(item), item.domain, item.techniqueId)}
                onOpen={(item) => inspect(item.domain, item.techniqueId)}
              />
            )}
          </Card>
        ) : (
          <Card
            flush
            grow
            title={selection.length === 0 ? "Ranked gaps" : `${String(selection.length)} selected`}
            badge={selection.length === 0 ? badge : undefined}
            aside={
              selection.length === 0 ? (
                <TableTools model={model} filterLabel="Find a gap" onExport={exportTable} />
              ) : (
                <>
                  <SelectionMenus rows={selection} decisions={decisions} edits={edits} />
                  <Button
                    size="xs"
                    onClick={() =>
                      go("emulation", {
                        planFrom: {
                          kind: "techniques",
                          techniques: selection.map(({ domain, id }) => ({
                            domain,
                            techniqueId: id,
                          })),
                        },
                      })
                    }
                  >
                    Plan tests…
                  </Button>
                  <Button size="xs" onClick={() => setChecked(new Set())}>
                    Clear
                  </Button>
                </>
              )
            }
          >
            <DataTable
              model={model}
              label="Gaps"
              checked={checked}
              onCheck={setChecked}
              selectedId={shownGap?.key ?? null}
              onSelect={(gap) => select(gap.key, gap.domain, gap.id)}
              onOpen={(gap) => inspect(gap.domain, gap.id)}
              foot={<ActorChipsLegend actors={answer.actors} />}
              empty={empty}
            />
          </Card>
        )}
        <div className="gaps-side">
          <SegmentedControl
            label="Beside the gaps"
            value={shownSide}
            choices={isTall ? sides.filter(({ value }) => value !== "gap") : sides}
            onChange={setSide}
          />
          {shownSide === "plan" && (
            <>
              <ExpectedCoverage plan={plan} />
              <WindowsCard
                plan={plan}
                onWindow={(window) => {
                  if (view === "sources" || view === "decisions") setView("table");
                  change({ window });
                }}
                onSettings={() => setDialog("plan")}
              />
            </>
          )}
          {shownGap !== undefined && (shownSide === "gap" || (isTall && shownSide === "plan")) && (
            <WhyPriority
              gap={shownGap}
              answer={answer}
              edits={edits}
              onInspect={() => inspect(shownGap.domain, shownGap.id)}
              onSettings={() => setDialog("priority")}
            />
          )}
          {shownSide === "gap" && shownGap === undefined && (
            <Card>
              <p className="muted">No gap to explain.</p>
            </Card>
          )}
          {/* What was asked stays while another card is looked at. */}
          <div className="gaps-side-what-if" hidden={shownSide !== "what-if"}>
            <WhatIfCard
              key={`${String(plan.settings.engineers)} ${String(plan.settings.target)}`}
              plan={plan}
              onShow={showOnly}
            />
          </div>
        </div>
      </div>
      {dialog === "priority" && (
        <PrioritySettingsDialog answer={answer} onClose={() => setDialog(undefined)} />
      )}
      {dialog === "plan" && (
        <PlanSettingsDialog
          settings={plan.settings}
          logSources={plan.logSources.map(({ name }) => name)}
          onClose={() => setDialog(undefined)}
          onEffort={() => go("settings", { section: "assessment" })}
          onSave={(settings) => {
            setDialog(undefined);
            edits.setSettings(settings, "Saved what the plan is made by");
          }}
        />
      )}
    </Page>
  );
}

const boardHint = <span>Drag, or press Shift and an arrow; Delete plans by priority again</span>;

const sides: readonly Choice<Side>[] = [
  { value: "plan", label: "Plan" },
  { value: "gap", label: "Gap" },
  { value: "what-if", label: "What if" },
];

function useWindowSize(): readonly [width: number, height: number] {
  const [size, setSize] = useState<readonly [number, number]>([
    window.innerWidth,
    window.innerHeight,
  ]);
  useEffect(() => {
    const listener = () => setSize([window.innerWidth, window.innerHeight]);
    window.addEventListener("resize", listener);
    return () => window.removeEventListener("resize", listener);
  }, []);
  return size;
}
