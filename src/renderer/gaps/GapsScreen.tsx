import { IconFilterOff } from "@tabler/icons-react";
import { useMemo, useState } from "react";
import type { AssessmentResult } from "../../shared/model/assessment.ts";
import type { Gap, GapReason, GapStatus, PriorityBand } from "../../shared/model/coverage.ts";
import { gapReason, gapStatus } from "../../shared/model/coverage.ts";
import { StarterNotice } from "../actors/StarterNotice.tsx";
import { useAnswer, useApp } from "../app/app-state.ts";
import { ActorChips, ActorChipsLegend } from "../ui/ActorChips.tsx";
import { DataTable, TableTools } from "../ui/DataTable.tsx";
import { EmptyState } from "../ui/EmptyState.tsx";
import { ErrorNotice } from "../ui/ErrorNotice.tsx";
import { formatNoun } from "../ui/figures.ts";
import { levelWords, priorityBands, priorityWords } from "../ui/levels.ts";
import { TechniqueName, techniqueName } from "../ui/MonoId.tsx";
import { Card, Page, PageHeader } from "../ui/Page.tsx";
import { LevelTag, PriorityTag } from "../ui/Tag.tsx";
import { type DataColumn, useDataTable } from "../ui/table-model.ts";
import { ChoiceMenu, MultiChoiceMenu } from "../ui/Toolbar.tsx";
import { problemOf, useOperation } from "../use-operation.ts";
import { useTableExport } from "../use-table-export.ts";
import { describeGaps, nameTactics } from "./gap-list.ts";
import "./Gaps.css";
import { InvestmentCard } from "./InvestmentCard.tsx";
import { reasonWords, statusWords } from "./reason-words.ts";
import { WhyPriority } from "./WhyPriority.tsx";

/** The techniques that are not covered: ranked, each with its reason and what to do first. */
export function GapsScreen() {
  const { assessmentId, createAssessment } = useApp();
  const answer = useAnswer();
  if (answer.data !== undefined) return <Gaps answer={answer.data} />;
  return (
    <Page fill header={<PageHeader title="Gaps & plan" />}>
      {answer.error !== null ? (
        <ErrorNotice problem={problemOf(answer.error)} />
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

const rowId = ({ domain, id }: Gap): string => `${domain} ${id}`;

function columnsOf(answer: AssessmentResult): readonly DataColumn<Gap>[] {
  const tacticsOf = nameTactics(answer);
  return [
    {
      id: "priority",
      header: "Priority",
      width: 88,
      fixed: true,
      numeric: true,
      value: ({ priority }) => priority,
      cell: ({ band, priority }) => <PriorityTag band={band} score={priority} />,
      searchText: ({ band }) => priorityWords[band],
    },
    { id: "id", header: "ID", width: 84, fixed: true, mono: true, value: ({ id }) => id },
    {
      id: "name",
      header: "Technique",
      width: 170,
      grow: 3,
      fixed: true,
      value: (gap) => techniqueName(gap),
      cell: (gap) => <TechniqueName name={gap.name} parentName={gap.parentName} />,
    },
    {
      id: "tactics",
      header: "Tactics",
      width: 130,
      grow: 1,
      hidden: true,
      value: (gap) => tacticsOf(gap).join(", "),
    },
    {
      id: "actors",
      header: "Actors",
      width: 24 + answer.actors.reduce((sum, { short }) => sum + 13 + 6 * short.length, 0),
      value: ({ actors }) => actors.length,
      cell: ({ actors }) => <ActorChips actors={answer.actors} using={actors} />,
      searchText: ({ actors }) =>
        answer.actors
          .filter(({ id }) => actors.includes(id))
          .map(({ name }) => name)
          .join(" "),
    },
    {
      id: "level",
      header: "Level",
      width: 98,
      value: ({ level }) => levelWords[level],
      cell: ({ level }) => <LevelTag level={level} />,
    },
    {
      id: "reason",
      header: "Reason",
      width: 142,
      value: ({ reason }) => reasonWords[reason],
    },
    {
      id: "effort",
      header: "Effort, days",
      width: 92,
      numeric: true,
      value: ({ effortDays }) => effortDays,
    },
    {
      id: "status",
      header: "Status",
      width: 104,
      hidden: answer.gaps.every(({ status }) => status === "open"),
      value: ({ status }) => statusWords[status],
    },
    {
      id: "next",
      header: "Next action",
      width: 220,
      grow: 2,
      hidden: true,
      value: ({ nextAction }) => nextAction,
    },
    {
      id: "platforms",
      header: "Platforms",
      width: 140,
      hidden: true,
      value: ({ platforms }) => platforms.join(", "),
    },
    { id: "domain", header: "Domain", width: 130, hidden: true, value: ({ domain }) => domain },
  ];
}

function Gaps({ answer }: { readonly answer: AssessmentResult }) {
  const { assessmentId, focus, go, inspect, inspected } = useApp();
  const [actor, setActor] = useState(focus?.usedBy ?? "any");
  const [tactic, setTactic] = useState(focus?.tactic ?? "any");
  const [reason, setReason] = useState<GapReason | "any">(focus?.reason ?? "any");
  const [band, setBand] = useState<PriorityBand | "any">(focus?.band ?? "any");
  const [status, setStatus] = useState<GapStatus | "any">("any");
  const [platforms, setPlatforms] = useState<readonly string[]>([]);
  const focused = answer.gaps.find(
    ({ id, domain }) => id === focus?.techniqueId && domain === focus.domain,
  );
  const [selected, setSelected] = useState<string | null>(
    focused === undefined ? null : rowId(focused),
  );
  const assessment = useOperation(
    "assessments",
    "get",
    { assessmentId: assessmentId ?? 0 },
    { enabled: assessmentId !== undefined },
  );
  const columns = useMemo(() => columnsOf(answer), [answer]);
  const rows = useMemo(
    () =>
      answer.gaps.filter(
        (gap) =>
          (actor === "any" || gap.actors.some((id) => id === actor)) &&
          (tactic === "any" || gap.tactics.includes(tactic)) &&
          (reason === "any" || gap.reason === reason) &&
          (band === "any" || gap.band === band) &&
          (status === "any" || gap.status === status) &&
          (platforms.length === 0 || gap.platforms.some((name) => platforms.includes(name))),
      ),
    [answer, actor, tactic, reason, band, status, platforms],
  );
  const model = useDataTable({
    rows,
    columns,
    rowId,
    order: [
      { column: "priority", descending: true },
      { column: "id", descending: false },
    ],
  });
  const { exportTable, problem } = useTableExport("gaps");
  const isFiltered = rows.length < answer.gaps.length;
  const shownGap = answer.gaps.find((gap) => rowId(gap) === selected) ?? model.rows[0] ?? undefined;
  const clear = () => {
    setActor("any");
    setTactic("any");
    setReason("any");
    setBand("any");
    setStatus("any");
    setPlatforms([]);
  };
  const reasons = gapReason.options.filter((each) =>
    answer.gaps.some((gap) => gap.reason === each),
  );
  const statuses = gapStatus.options.filter((each) =>
    answer.gaps.some((gap) => gap.status === each),
  );
  const tactics = new Map(answer.tactics.map(({ shortname, name }) => [shortname, name]));

  return (
    <Page
      fill
      header={
        <PageHeader
          title="Gaps & plan"
          answer={describeGaps(answer)}
          actions={
            <div className="gaps-filters">
              <ChoiceMenu
                label="Actor"
                value={actor}
                onChange={setActor}
                choices={[
                  { value: "any", label: "Any" },
                  ...answer.actors.map(({ id, name }) => ({ value: String(id), label: name })),
                ]}
              />
              <ChoiceMenu
                label="Tactic"
                value={tactic}
                onChange={setTactic}
                choices={[
                  { value: "any", label: "Any" },
                  ...[...tactics].map(([value, label]) => ({ value, label })),
                ]}
              />
              <ChoiceMenu
                label="Reason"
                value={reason}
                onChange={setReason}
                choices={[
                  { value: "any", label: "Any" },
                  ...reasons.map((value) => ({ value, label: reasonWords[value] })),
                ]}
              />
              <ChoiceMenu
                label="Priority"
                value={band}
                onChange={setBand}
                choices={[
                  { value: "any", label: "Any" },
                  ...priorityBands.map((value) => ({ value, label: priorityWords[value] })),
                ]}
              />
              {statuses.length > 1 && (
                <ChoiceMenu
                  label="Status"
                  value={status}
                  onChange={setStatus}
                  choices={[
                    { value: "any", label: "Any" },
                    ...statuses.map((value) => ({ value, label: statusWords[value] })),
                  ]}
                />
              )}
              <MultiChoiceMenu
                label="Platforms"
                values={[...new Set(answer.gaps.flatMap((gap) => gap.platforms))].sort()}
                chosen={platforms}
                onChange={setPlatforms}
              />
            </div>
          }
        />
      }
    >
      <StarterNotice assessment={assessment.data} />
      {problem !== undefined && <ErrorNotice problem={problem} />}
      <div className="gaps-body">
        <Card
          flush
          grow
          title="Ranked gaps"
          badge={
            isFiltered ? (
              <button type="button" className="toolbar-button" onClick={clear}>
                <IconFilterOff size={14} stroke={1.75} aria-hidden="true" />
                {rows.length} of {answer.gaps.length}, show all
              </button>
            ) : undefined
          }
          aside={<TableTools model={model} filterLabel="Find a gap" onExport={exportTable} />}
        >
          <DataTable
            model={model}
            label="Gaps"
            selectedId={shownGap === undefined ? null : rowId(shownGap)}
            onSelect={(gap) => {
              setSelected(rowId(gap));
              if (inspected !== null) inspect(gap.domain, gap.id);
            }}
            onOpen={(gap) => inspect(gap.domain, gap.id)}
            foot={<ActorChipsLegend actors={answer.actors} />}
            empty={
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
                <EmptyState>
                  No gap: at least one enabled rule names every technique in scope.
                </EmptyState>
              )
            }
          />
        </Card>
        <div className="gaps-side">
          {shownGap !== undefined && (
            <WhyPriority
              gap={shownGap}
              answer={answer}
              onInspect={() => inspect(shownGap.domain, shownGap.id)}
            />
          )}
          <InvestmentCard answer={answer} />
          <Card title="By reason">
            <ul className="plain gaps-reasons">
              {reasons.map((each) => (
                <li key={each}>
                  <button type="button" className="link" onClick={() => setReason(each)}>
                    {reasonWords[each]}
                  </button>
                  <b>{answer.gaps.filter((gap) => gap.reason === each).length}</b>
                </li>
              ))}
              <li className="gaps-reasons-sum">
                <span className="muted">{formatNoun(answer.gaps.length, "gap")} in all</span>
              </li>
            </ul>
          </Card>
        </div>
      </div>
    </Page>
  );
}
