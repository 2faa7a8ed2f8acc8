import { TextInput } from "@mantine/core";
import { memo, useMemo, useState } from "react";
import type { Run } from "../../shared/model/emulation.ts";
import type {
  CountedCase,
  CoverageClaims,
  EmulationTrends,
  OutcomeFigures,
} from "../../shared/model/test-meaning.ts";
import { useApp } from "../app/app-state.ts";
import { EmptyState } from "../ui/EmptyState.tsx";
import { ErrorNotice } from "../ui/ErrorNotice.tsx";
import { FigureRow } from "../ui/FigureRow.tsx";
import { formatCount, formatNoun, formatOf, formatShare } from "../ui/figures.ts";
import { Card } from "../ui/Page.tsx";
import { BarLegend } from "../ui/StackedBar.tsx";
import type { DataColumn } from "../ui/table-model.ts";
import { MultiChoiceMenu, ToggleButton } from "../ui/Toolbar.tsx";
import { problemOf, useOperation } from "../use-operation.ts";
import { CasesDialog } from "./CasesDialog.tsx";
import { ChartCard } from "./ChartCard.tsx";
import { ClaimsCard } from "./ClaimsCard.tsx";
import { outcomeParts, outcomes, outcomeWords } from "./outcome-words.ts";
import { formatTimeToAlert, namesOfRuns, shortenNames } from "./run-words.ts";
import { StackedBarsChart } from "./StackedBarsChart.tsx";
import { TrendLinesChart } from "./TrendLinesChart.tsx";
import "./Trends.css";

/** What of the runs is looked at; an empty list means all. */
interface RunFilter {
  readonly environments: readonly string[];
  readonly tools: readonly string[];
  readonly names: readonly string[];
  readonly from: string;
  readonly to: string;
}

const everyRun: RunFilter = { environments: [], tools: [], names: [], from: "", to: "" };
const noRuns: readonly Run[] = [];

/** Test cases that a figure opens to. */
interface Opened {
  readonly title: string;
  readonly cases: readonly CountedCase[];
}

/** What the outcomes of runs say together: charts whose every part opens to its test cases. */
export function TrendsTab() {
  const { assessmentId, importFrom } = useApp();
  const list = useOperation("emulation", "runs", {});
  const runs = list.data ?? noRuns;
  const names = useMemo(() => namesOfRuns(runs), [runs]);
  const [filter, setFilter] = useState(everyRun);
  const [withUntimed, setWithUntimed] = useState(false);
  const [opened, setOpened] = useState<Opened>();
  const chosen = useMemo(() => filterRuns(runs, names, filter), [runs, names, filter]);
  const trends = useOperation(
    "emulation",
    "trends",
    {
      ...(assessmentId === undefined ? {} : { assessmentId }),
      runIds: chosen.map(({ id }) => id),
      withUntimed,
    },
    { enabled: runs.length > 0, keepPrevious: true },
  );
  const claims = useOperation(
    "emulation",
    "claims",
    { assessmentId: assessmentId ?? 0 },
    { enabled: assessmentId !== undefined && runs.length > 0 },
  );
  const error = list.error ?? trends.error ?? claims.error;
  if (error !== null) return <ErrorNotice problem={problemOf(error)} />;
  if (list.data?.length === 0) {
    return (
      <Card grow>
        <EmptyState action="Import results" onAction={() => importFrom("emulation")}>
          No runs yet. Import what a runner or a tracker wrote to see what the defence made of it.
        </EmptyState>
      </Card>
    );
  }
  return (
    <div className="trends">
      <RunFilters runs={runs} names={names} filter={filter} onChange={setFilter} />
      {trends.data === undefined ? (
        <Card>
          <EmptyState>Reading the runs…</EmptyState>
        </Card>
      ) : (
        <Charts
          trends={trends.data}
          claims={claims.data}
          runNames={names}
          withUntimed={withUntimed}
          onWithUntimed={setWithUntimed}
          onOpen={setOpened}
        />
      )}
      {opened !== undefined && (
        <CasesDialog {...opened} runNames={names} onClose={() => setOpened(undefined)} />
      )}
    </div>
  );
}

function filterRuns(
  runs: readonly Run[],
  names: ReadonlyMap<number, string>,
  filter: RunFilter,
): readonly Run[] {
  const isIn = (list: readonly string[], value: string) =>
    list.length === 0 || list.includes(value);
  return runs.filter(({ id, environment, tool, startedAt }) => {
    const day = startedAt?.slice(0, 10) ?? "";
    return (
      isIn(filter.environments, environment) &&
      isIn(filter.tools, tool) &&
      isIn(filter.names, names.get(id) ?? "") &&
      (filter.from === "" || day >= filter.from) &&
      (filter.to === "" || (day !== "" && day <= filter.to))
    );
  });
}

function RunFilters({
  runs,
  names,
  filter,
  onChange,
}: {
  readonly runs: readonly Run[];
  readonly names: ReadonlyMap<number, string>;
  readonly filter: RunFilter;
  readonly onChange: (filter: RunFilter) => void;
}) {
  const environments = [...new Set(runs.map(({ environment }) => environment))].sort();
  const tools = [...new Set(runs.map(({ tool }) => tool))].filter((tool) => tool !== "").sort();
  return (
    <div className="trends-filters">
      <MultiChoiceMenu
        label="Runs"
        values={runs.map(({ id }) => names.get(id) ?? "")}
        chosen={filter.names}
        onChange={(chosen) => onChange({ ...filter, names: chosen })}
      />
      {environments.length > 1 && (
        <MultiChoiceMenu
          label="Environments"
          values={environments}
          chosen={filter.environments}
          onChange={(chosen) => onChange({ ...filter, environments: chosen })}
        />
      )}
      {tools.length > 1 && (
        <MultiChoiceMenu
          label="Tools"
          values={tools}
          chosen={filter.tools}
          onChange={(chosen) => onChange({ ...filter, tools: chosen })}
        />
      )}
      <span className="trends-day">
        From
        <TextInput
          size="xs"
          type="date"
          aria-label="From"
          value={filter.from}
          onChange={({ currentTarget: { value } }) => onChange({ ...filter, from: value })}
        />
      </span>
      <span className="trends-day">
        to
        <TextInput
          size="xs"
          type="date"
          aria-label="To"
          value={filter.to}
          onChange={({ currentTarget: { value } }) => onChange({ ...filter, to: value })}
        />
      </span>
      {JSON.stringify(filter) !== JSON.stringify(everyRun) && (
        <button type="button" className="link" onClick={() => onChange(everyRun)}>
          Show all runs
        </button>
      )}
    </div>
  );
}

interface NamedFigures extends OutcomeFigures {
  readonly key: string;
  readonly name: string;
}

/** Drawn anew for other figures alone: what is open over it must find its way back to a mark. */
const Charts = memo(function Charts({
  trends,
  claims,
  runNames,
  withUntimed,
  onWithUntimed,
  onOpen,
}: {
  readonly trends: EmulationTrends;
  readonly claims: CoverageClaims | undefined;
  readonly runNames: ReadonlyMap<number, string>;
  readonly withUntimed: boolean;
  readonly onWithUntimed: (with_: boolean) => void;
  readonly onOpen: (opened: Opened) => void;
}) {
  const { all, cases } = trends;
  const { byTactic, byRun } = useMemo(
    () => ({
      byTactic: trends.tactics.map(
        ({ domain, shortname, ...tactic }): NamedFigures & { readonly holds: Holds } => ({
          ...tactic,
          key: `${domain} ${shortname}`,
          holds: (one) => one.domain === domain && one.tactics.includes(shortname),
        }),
      ),
      byRun: trends.runs.map((run): NamedFigures & { readonly holds: Holds } => ({
        ...run,
        key: String(run.runId),
        name: runNames.get(run.runId) ?? run.name,
        holds: ({ runId }) => runId === run.runId,
      })),
    }),
    [trends, runNames],
  );
  const tacticColumns = useMemo(() => outcomeColumns("Tactic"), []);
  const runColumns = useMemo(() => outcomeColumns("Run"), []);
  const rateColumnsOfRun = useMemo(() => rateColumns(), []);
  const timeColumnsOfRun = useMemo(() => timeColumns(), []);
  const open = (title: string, holds: Holds) => onOpen({ title, cases: cases.filter(holds) });

  const judged = byRun.filter(({ verdicts }) => verdicts > 0);
  const timed = byRun.filter(({ timeToAlert }) => timeToAlert !== null);
  const names = byRun.map(({ name }) => name);
  const shorts = shortenNames(names);
  const shortOf = new Map(byRun.map(({ key }, index) => [key, shorts[index] ?? ""]));
  const noVerdict =
    all.verdicts === 0 ? "No test case of these runs has a verdict yet." : undefined;
  const untimedNote = formatNoun(all.untimed, "alert");

  return (
    <>
      <FigureRow
        label="The runs in figures"
        figures={[
          {
            label: "Test cases",
            value: formatCount(all.cases),
            note: `in ${formatNoun(byRun.length, "run")}`,
            onOpen: () => open("All runs", () => true),
          },
          {
            label: "Detected",
            value: formatShare(all.detected, all.verdicts),
            note: `${formatCount(all.detected)} of ${formatNoun(all.verdicts, "verdict")}`,
            onOpen: () => open("Detected", ({ detected }) => detected),
          },
          ...(["blocked", "logged", "missed"] as const).map((outcome) => ({
            label: outcomeWords[outcome],
            fill: `out-${outcome}` as const,
            value: formatShare(all.outcomes[outcome], all.verdicts),
            note: `${formatCount(all.outcomes[outcome])} of ${formatCount(all.verdicts)}`,
            onOpen: () => open(outcomeWords[outcome], (one) => one.outcome === outcome),
          })),
          {
            label: "As expected",
            value: formatShare(all.met, all.verdicts),
            note: `${formatCount(all.met)} of ${formatCount(all.verdicts)}`,
            onOpen: () => open("Met what was expected", ({ standing }) => standing === "met"),
          },
          {
            label: "Time to alert",
            value:
              all.timeToAlert === null ? "–" : formatTimeToAlert(all.timeToAlert.medianSeconds),
            note:
              all.timeToAlert === null
                ? "no alert has times that count"
                : `median of ${formatNoun(all.timeToAlert.cases, "alert")}`,
            onOpen: () => open("Alerts with a time", (one) => one.secondsToAlert !== null),
          },
        ]}
      />
      <div className="trends-cards">
        <ChartCard
          title="Outcomes by tactic"
          note={
            <>
              A technique counts under each of its tactics. Late alerts count as logged.
              {trends.unplaced > 0 && (
                <>
                  {" "}
                  <button
                    type="button"
                    className="link"
                    onClick={() => open("Without a known technique", (one) => one.domain === null)}
                  >
                    {formatNoun(trends.unplaced, "test case")}
                  </button>{" "}
                  {trends.unplaced === 1 ? "names" : "name"} no technique of the release and{" "}
                  {trends.unplaced === 1 ? "is" : "are"} not in this chart.
                </>
              )}
            </>
          }
          empty={
            byTactic.length === 0 ? "No test case names a technique of the release." : undefined
          }
          rows={byTactic}
          columns={tacticColumns}
          rowId={rowId}
          exportName="outcomes-by-tactic"
          onOpen={({ name, holds }) => open(name, holds)}
        >
          <StackedBarsChart
            label="Outcomes by tactic"
            unit="test case"
            bars={byTactic.map(({ key, name, outcomes: counts }) => ({
              key,
              name,
              label: name,
              parts: outcomeParts(counts),
            }))}
            onOpen={({ key, name }, { fill, word }) => {
              const row = byTactic.find((one) => one.key === key);
              if (row === undefined) return;
              open(
                `${name}, ${word.toLowerCase()}`,
                (one) => row.holds(one) && fill === `out-${one.outcome}`,
              );
            }}
          />
          <BarLegend parts={outcomeParts(all.outcomes)} />
        </ChartCard>
        <ChartCard
          title="Outcomes over runs"
          note="Each run by its start, the earliest first. Late alerts count as logged."
          empty={byRun.length === 0 ? "No run meets the filter." : undefined}
          rows={byRun}
          columns={runColumns}
          rowId={rowId}
          exportName="outcomes-by-run"
          onOpen={({ name, holds }) => open(name, holds)}
        >
          <StackedBarsChart
            standing
            label="Outcomes over runs"
            unit="test case"
            bars={byRun.map(({ key, name, outcomes: counts }) => ({
              key,
              name,
              label: shortOf.get(key) ?? name,
              // From the ground up: what is best stands on top.
              parts: outcomeParts(counts).toReversed(),
            }))}
            onOpen={({ key, name }, { fill, word }) => {
              const row = byRun.find((one) => one.key === key);
              if (row === undefined) return;
              open(
                `${name}, ${word.toLowerCase()}`,
                (one) => row.holds(one) && fill === `out-${one.outcome}`,
              );
            }}
          />
          <BarLegend parts={outcomeParts(all.outcomes)} />
        </ChartCard>
        <ChartCard
          title="Detection rate over runs"
          note="Detected: alerted in time, and blocked with an alert, of all verdicts (blocked, alerted, logged, missed). Blocked, seen or not, and logged stand beside it."
          empty={noVerdict}
          rows={judged}
          columns={rateColumnsOfRun}
          rowId={rowId}
          exportName="detection-rate"
          onOpen={({ name, holds }) => open(name, holds)}
        >
          <TrendLinesChart
            label="Detection rate over runs"
            names={judged.map(({ name }) => name)}
            shortNames={judged.map(({ key }) => shortOf.get(key) ?? "")}
            most={100}
            format={(value) => `${String(Math.floor(value + 0.5))} %`}
            lines={rateLines.map(({ key, word, colour, dash, count }) => ({
              key,
              word,
              colour,
              dash,
              printed: key === "detected",
              values: judged.map((run) => (count(run) * 100) / run.verdicts),
            }))}
            onOpen={({ key, word }, index) => {
              const line = rateLines.find((one) => one.key === key);
              const run = judged[index];
              if (line === undefined || run === undefined) return;
              open(
                `${run.name}, ${word.toLowerCase()}`,
                (one) => run.holds(one) && line.holds(one),
              );
            }}
          />
        </ChartCard>
        <ChartCard
          title="Time to alert over runs"
          note={
            <>
              From the start of a test to its alert; the SLA is {trends.slaMinutes} min. Median, and
              the time within which nine of ten alerts came (nearest rank).
              {all.untimed > 0 && (
                <>
                  {" "}
                  {untimedNote} {all.untimed === 1 ? "has" : "have"} a time that is not held against
                  the SLA: VECTR fills it for what was never detected as well.{" "}
                  <ToggleButton pressed={withUntimed} onChange={onWithUntimed}>
                    Count these times too
                  </ToggleButton>
                </>
              )}
            </>
          }
          empty={
            timed.length === 0
              ? "No alert of these runs has a start and a time that count."
              : undefined
          }
          rows={timed}
          columns={timeColumnsOfRun}
          rowId={rowId}
          exportName="time-to-alert"
          onOpen={({ name, holds }) =>
            open(name, (one) => holds(one) && one.secondsToAlert !== null)
          }
        >
          <TrendLinesChart
            label="Time to alert over runs"
            names={timed.map(({ name }) => name)}
            shortNames={timed.map(
              ({ key, timeToAlert }) =>
                `${shortOf.get(key) ?? ""} (${formatCount(timeToAlert?.cases ?? 0)})`,
            )}
            format={formatTimeToAlert}
            lines={[
              {
                key: "median",
                word: "Median",
                colour: "--out-alerted-edge",
                dash: "",
                printed: true,
                values: timed.map(({ timeToAlert }) => timeToAlert?.medianSeconds ?? null),
              },
              {
                key: "percentile90",
                word: "Nine of ten within",
                colour: "--muted",
                dash: "5 3",
                printed: true,
                values: timed.map(({ timeToAlert }) => timeToAlert?.percentile90Seconds ?? null),
              },
            ]}
            onOpen={(_line, index) => {
              const run = timed[index];
              if (run === undefined) return;
              open(`${run.name}, alerts`, (one) => run.holds(one) && one.secondsToAlert !== null);
            }}
          />
        </ChartCard>
        {claims !== undefined && <ClaimsCard claims={claims} />}
      </div>
    </>
  );
});

type Holds = (one: CountedCase) => boolean;

const rowId = ({ key }: NamedFigures): string => key;

const rateLines: readonly {
  readonly key: string;
  readonly word: string;
  readonly colour: string;
  readonly dash: string;
  readonly count: (figures: OutcomeFigures) => number;
  readonly holds: Holds;
}[] = [
  {
    key: "detected",
    word: "Detected",
    colour: "--out-alerted-edge",
    dash: "",
    count: ({ detected }) => detected,
    holds: ({ detected }) => detected,
  },
  {
    key: "blocked",
    word: "Blocked",
    colour: "--out-blocked",
    dash: "6 3",
    count: ({ outcomes: counts }) => counts.blocked,
    holds: ({ outcome }) => outcome === "blocked",
  },
  {
    key: "logged",
    word: "Logged only",
    colour: "--out-logged-edge",
    dash: "2 3",
    count: ({ outcomes: counts }) => counts.logged,
    holds: ({ outcome }) => outcome === "logged",
  },
];

function nameColumn(header: string): DataColumn<NamedFigures> {
  return { id: "name", header, fixed: true, width: 110, grow: 2, value: ({ name }) => name };
}

function numberColumn(
  id: string,
  header: string,
  value: (figures: NamedFigures) => number | null,
  cell?: (figures: NamedFigures) => string,
): DataColumn<NamedFigures> {
  return {
    id,
    header,
    width: 62,
    grow: 1,
    numeric: true,
    value,
    ...(cell === undefined ? {} : { cell }),
  };
}

function outcomeColumns(header: string): readonly DataColumn<NamedFigures>[] {
  return [
    nameColumn(header),
    numberColumn("cases", "Cases", ({ cases }) => cases),
    ...outcomes.map((outcome) =>
      numberColumn(outcome, outcomeWords[outcome], ({ outcomes: counts }) => counts[outcome]),
    ),
  ];
}

function rateColumns(): readonly DataColumn<NamedFigures>[] {
  return [
    nameColumn("Run"),
    numberColumn("verdicts", "Verdicts", ({ verdicts }) => verdicts),
    ...rateLines.map(({ key, word, count }) =>
      numberColumn(key, word, count, (run) => formatOf(count(run), run.verdicts)),
    ),
  ];
}

function timeColumns(): readonly DataColumn<NamedFigures>[] {
  const time = (seconds: number | undefined) =>
    seconds === undefined ? "–" : formatTimeToAlert(seconds);
  return [
    nameColumn("Run"),
    numberColumn("alerts", "Alerts", ({ timeToAlert }) => timeToAlert?.cases ?? null),
    numberColumn(
      "median",
      "Median, s",
      ({ timeToAlert }) => timeToAlert?.medianSeconds ?? null,
      ({ timeToAlert }) => time(timeToAlert?.medianSeconds),
    ),
    numberColumn(
      "percentile90",
      "Nine of ten within, s",
      ({ timeToAlert }) => timeToAlert?.percentile90Seconds ?? null,
      ({ timeToAlert }) => time(timeToAlert?.percentile90Seconds),
    ),
  ];
}
