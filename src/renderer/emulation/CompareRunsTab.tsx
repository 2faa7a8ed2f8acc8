import "../ui/pills-style.ts";
import { Button, MultiSelect } from "@mantine/core";
import { IconArrowsLeftRight } from "@tabler/icons-react";
import { useMemo, useState } from "react";
import type { Run } from "../../shared/model/emulation.ts";
import type {
  ComparedTechnique,
  ComparedTest,
  ComparedVerdict,
  RunChange,
  RunComparison,
} from "../../shared/model/test-meaning.ts";
import { useApp } from "../app/app-state.ts";
import { formatDay } from "../app/times.ts";
import { MarkedThingsContext, withAssessment } from "../markings/use-marking.ts";
import { DataTable, TableTools } from "../ui/DataTable.tsx";
import { Dialog } from "../ui/Dialog.tsx";
import { EmptyState } from "../ui/EmptyState.tsx";
import { ErrorNotice } from "../ui/ErrorNotice.tsx";
import { FigureRow } from "../ui/FigureRow.tsx";
import { formatCount, formatNoun, formatOf, formatShare } from "../ui/figures.ts";
import type { Fill } from "../ui/levels.ts";
import { Card, Facts } from "../ui/Page.tsx";
import { type DataColumn, useDataTable } from "../ui/table-model.ts";
import { Swatch } from "../ui/Tag.tsx";
import { ChoiceMenu, SegmentedControl, ToggleButton } from "../ui/Toolbar.tsx";
import { problemOf, useOperation } from "../use-operation.ts";
import { useTableExport } from "../use-table-export.ts";
import { OutcomeTag } from "./OutcomeTag.tsx";
import { expectedWords, outcomeWords } from "./outcome-words.ts";
import { namesOfRuns } from "./run-words.ts";
import "./Trends.css";

const changes = [
  { change: "worse", word: "Worse", fill: "diff-less" },
  { change: "better", word: "Better", fill: "diff-more" },
  { change: "mixed", word: "Better and worse", fill: null },
  { change: "same", word: "Same", fill: "diff-same" },
  { change: "only-before", word: "Only before", fill: "diff-second" },
  { change: "only-after", word: "Only after", fill: "diff-first" },
  { change: "no-verdict", word: "No verdict", fill: null },
] as const satisfies readonly {
  readonly change: RunChange;
  readonly word: string;
  readonly fill: Fill | null;
}[];

const wordOf = (change: RunChange): string =>
  changes.find((one) => one.change === change)?.word ?? change;

/** Of a comparison what changed in a way, what regressed on top until a column is chosen. */
function worstFirst<Row extends { readonly change: RunChange }>(
  rows: readonly Row[],
  only: RunChange | "all",
): readonly Row[] {
  return changes
    .filter(({ change }) => only === "all" || change === only)
    .flatMap(({ change }) => rows.filter((row) => row.change === change));
}

/** The change of a test: square, glyph and word. */
function ChangeTag({ change }: { readonly change: RunChange }) {
  const fill = changes.find((one) => one.change === change)?.fill ?? null;
  return (
    <span className="run-change">
      {fill !== null && <Swatch fill={fill} />}
      {wordOf(change)}
    </span>
  );
}

const standingWords = {
  met: "met",
  unmet: "not met",
  prevented: "prevented",
} as const;

const noRuns: readonly Run[] = [];

/** Runs with a verdict, the latest first: what there is to compare. */
function comparable(runs: readonly Run[]): readonly Run[] {
  return runs
    .filter(
      ({ outcomes }) => outcomes.blocked + outcomes.alerted + outcomes.logged + outcomes.missed > 0,
    )
    .toSorted((a, b) => (b.startedAt ?? "").localeCompare(a.startedAt ?? "") || b.id - a.id);
}

/** Two runs, or two sets of runs, beside each other. */
export function CompareRunsTab() {
  const { importFrom } = useApp();
  const list = useOperation("emulation", "runs", {});
  const runs = list.data ?? noRuns;
  const [later, earlier] = useMemo(() => comparable(runs), [runs]);
  if (list.error !== null) return <ErrorNotice problem={problemOf(list.error)} />;
  if (list.data === undefined) return null;
  if (runs.length < 2) {
    return (
      <Card grow>
        <EmptyState action="Import results" onAction={() => importFrom("emulation")}>
          Two runs are needed to compare.
        </EmptyState>
      </Card>
    );
  }
  return (
    <Comparison
      runs={runs}
      first={earlier === undefined ? [] : [earlier.id]}
      second={later === undefined ? [] : [later.id]}
    />
  );
}

function Comparison({
  runs,
  first,
  second,
}: {
  readonly runs: readonly Run[];
  readonly first: readonly number[];
  readonly second: readonly number[];
}) {
  const { assessmentId } = useApp();
  const [before, setBefore] = useState(first);
  const [after, setAfter] = useState(second);
  const [byHost, setByHost] = useState(false);
  const [view, setView] = useState<"tests" | "techniques">("tests");
  const [only, setOnly] = useState<RunChange | "all">("all");
  const names = useMemo(() => namesOfRuns(runs), [runs]);
  const known = (ids: readonly number[]) => ids.filter((id) => names.has(id));
  const comparison = useOperation(
    "emulation",
    "compareRuns",
    {
      ...(assessmentId === undefined ? {} : { assessmentId }),
      before: known(before),
      after: known(after),
      byHost,
    },
    { keepPrevious: true },
  );
  const side = (
    label: string,
    description: string,
    ids: readonly number[],
    set: (ids: readonly number[]) => void,
  ) => (
    <MultiSelect
      size="xs"
      label={label}
      placeholder={ids.length === 0 ? description : ""}
      searchable
      data={runs.map(({ id }) => ({ value: String(id), label: names.get(id) ?? "" }))}
      value={known(ids).map(String)}
      onChange={(chosen) => set(chosen.map(Number))}
    />
  );
  return (
    <div className="run-comparison">
      {comparison.error !== null && <ErrorNotice problem={problemOf(comparison.error)} />}
      <div className="run-sides">
        {side("Before", "One run or several", before, setBefore)}
        {side("After", "One run or several", after, setAfter)}
        <Button
          size="xs"
          leftSection={<IconArrowsLeftRight aria-hidden="true" />}
          onClick={() => {
            setBefore(after);
            setAfter(before);
          }}
        >
          Swap
        </Button>
      </div>
      {comparison.data !== undefined && (
        <MarkedThingsContext
          value={withAssessment(assessmentId, { runIds: known([...before, ...after]) })}
        >
          <Figures comparison={comparison.data} onOnly={setOnly} />
          <div className="trends-filters">
            <SegmentedControl
              label="Compare by"
              value={view}
              choices={[
                { value: "tests", label: "Tests" },
                { value: "techniques", label: "Techniques" },
              ]}
              onChange={setView}
            />
            <ChoiceMenu
              label="Change"
              value={only}
              choices={[
                { value: "all", label: "All" },
                ...changes
                  .filter(({ change }) => view === "techniques" || change !== "mixed")
                  .map(({ change, word }) => ({ value: change, label: word })),
              ]}
              onChange={setOnly}
            />
            <ToggleButton pressed={byHost} onChange={setByHost}>
              Tell hosts apart
            </ToggleButton>
          </div>
          {view === "tests" ? (
            <TestsTable comparison={comparison.data} only={only} byHost={byHost} />
          ) : (
            <TechniquesTable comparison={comparison.data} only={only} />
          )}
        </MarkedThingsContext>
      )}
    </div>
  );
}

function Figures({
  comparison: { before, after, tests },
  onOnly,
}: {
  readonly comparison: RunComparison;
  readonly onOnly: (only: RunChange) => void;
}) {
  const count = (change: RunChange) => tests.filter((test) => test.change === change).length;
  return (
    <FigureRow
      label="The comparison in figures"
      figures={[
        ...(["worse", "better", "same", "only-before", "only-after", "no-verdict"] as const)
          .filter((change, index) => index < 3 || count(change) > 0)
          .map((change) => {
            const fill = changes.find((one) => one.change === change)?.fill ?? null;
            return {
              label: wordOf(change),
              ...(fill === null ? {} : { fill }),
              value: formatCount(count(change)),
              note: `of ${formatNoun(tests.length, "test")}`,
              onOpen: () => onOnly(change),
            };
          }),
        {
          label: "As expected",
          value: formatShare(after.met, after.verdicts),
          note: `${formatCount(after.met)} of ${formatCount(after.verdicts)}; before ${formatShare(before.met, before.verdicts)}`,
        },
        {
          label: "Detected",
          value: formatShare(after.detected, after.verdicts),
          note: `${formatCount(after.detected)} of ${formatCount(after.verdicts)}; before ${formatShare(before.detected, before.verdicts)}`,
        },
      ]}
    />
  );
}

function TestsTable({
  comparison,
  only,
  byHost,
}: {
  readonly comparison: RunComparison;
  readonly only: RunChange | "all";
  readonly byHost: boolean;
}) {
  const [opened, setOpened] = useState<ComparedTest>();
  const rows = useMemo(() => worstFirst(comparison.tests, only), [comparison, only]);
  const columns = useMemo(() => testColumns(byHost), [byHost]);
  const model = useDataTable({
    rows,
    columns,
    rowId: testRowId,
  });
  const { exportTable, problem } = useTableExport("compared-tests");
  return (
    <>
      {problem !== undefined && <ErrorNotice problem={problem} />}
      <TableTools model={model} filterLabel="Filter by any text" onExport={exportTable} />
      <Card flush grow>
        <DataTable
          model={model}
          label="Tests"
          onOpen={setOpened}
          empty={
            comparison.tests.length === 0
              ? "Choose the runs of both sides."
              : "No test changed in this way."
          }
        />
      </Card>
      {opened !== undefined && <TestDialog test={opened} onClose={() => setOpened(undefined)} />}
    </>
  );
}

const testRowId = ({ source, testKey, host }: ComparedTest): string =>
  JSON.stringify([source, testKey.trim().toLowerCase(), host?.trim().toLowerCase() ?? null]);

function verdictWords(verdict: ComparedVerdict | null): string | null {
  if (verdict === null) return null;
  const { outcome, seen, late, standing } = verdict;
  const words = [
    outcomeWords[outcome],
    ...(outcome === "blocked" && seen === "alert" ? ["with an alert"] : []),
    ...(outcome === "blocked" && seen === "log" ? ["with a trace"] : []),
    ...(late ? ["late alert"] : []),
  ].join(" ");
  return standing === null ? words : `${words}, ${standingWords[standing]}`;
}

function VerdictCell({ verdict }: { readonly verdict: ComparedVerdict | null }) {
  if (verdict === null) return <span className="faint">–</span>;
  const { outcome, standing } = verdict;
  return (
    <span className="run-change" title={verdictWords(verdict) ?? ""}>
      <OutcomeTag outcome={outcome} />
      {standing !== null && <span className="muted">{standingWords[standing]}</span>}
    </span>
  );
}

function testColumns(byHost: boolean): readonly DataColumn<ComparedTest>[] {
  return [
    {
      id: "change",
      header: "Change",
      width: 116,
      value: ({ change }) => wordOf(change),
      cell: ({ change }) => <ChangeTag change={change} />,
    },
    {
      id: "technique",
      header: "Technique",
      width: 96,
      mono: true,
      value: ({ techniqueId, written }) => techniqueId ?? (written === "" ? null : written),
      searchText: ({ technique }) => technique ?? "",
    },
    { id: "name", header: "Test", fixed: true, width: 200, grow: 3, value: ({ name }) => name },
    ...(byHost
      ? [
          {
            id: "host",
            header: "Host",
            width: 110,
            grow: 1,
            value: ({ host }: ComparedTest) => host,
          },
        ]
      : []),
    {
      id: "before",
      header: "Before",
      width: 200,
      grow: 1,
      value: ({ before }) => verdictWords(before),
      cell: ({ before }) => <VerdictCell verdict={before} />,
    },
    {
      id: "after",
      header: "After",
      width: 200,
      grow: 1,
      value: ({ after }) => verdictWords(after),
      cell: ({ after }) => <VerdictCell verdict={after} />,
    },
    {
      id: "expected",
      header: "Expected",
      width: 84,
      value: ({ before, after }) => expectedWords[(after ?? before)?.expected ?? "alert"],
    },
    {
      id: "key",
      header: "Key",
      width: 150,
      mono: true,
      hidden: true,
      value: ({ testKey }) => testKey,
    },
  ];
}

/** The two cases behind a compared test; each opens in its run. */
function TestDialog({
  test,
  onClose,
}: {
  readonly test: ComparedTest;
  readonly onClose: () => void;
}) {
  const { go, inspect } = useApp();
  const { domain, techniqueId, technique } = test;
  const side = (word: string, verdict: ComparedVerdict | null) => ({
    word,
    value:
      verdict === null ? (
        <span className="muted">Not in these runs</span>
      ) : (
        <>
          <OutcomeTag outcome={verdict.outcome} /> {verdictWords(verdict)?.toLowerCase()}; expected{" "}
          {expectedWords[verdict.expected].toLowerCase()}.{" "}
          <button
            type="button"
            className="link"
            onClick={() => {
              onClose();
              go("emulation", { runId: verdict.runId, caseId: verdict.caseId });
            }}
          >
            {verdict.run}
          </button>
          , {verdict.host === "" ? "no host said" : verdict.host}, {formatDay(verdict.at)}
          {verdict.hosts > 1 && `; the worst of ${String(verdict.hosts)} hosts`}
        </>
      ),
  });
  return (
    <Dialog
      opened
      wide
      title={`${test.name}: ${wordOf(test.change).toLowerCase()}`}
      onClose={onClose}
      foot={
        <Button data-autofocus onClick={onClose}>
          Close
        </Button>
      }
    >
      <Facts
        facts={[
          {
            word: "Technique",
            value:
              domain === null || techniqueId === null ? (
                test.written === "" ? (
                  "None named"
                ) : (
                  `${test.written}, unknown to the release`
                )
              ) : (
                <button
                  type="button"
                  className="link"
                  onClick={() => {
                    onClose();
                    inspect(domain, techniqueId);
                  }}
                >
                  {techniqueId} {technique}
                </button>
              ),
          },
          side("Before", test.before),
          side("After", test.after),
        ]}
      />
    </Dialog>
  );
}

function TechniquesTable({
  comparison,
  only,
}: {
  readonly comparison: RunComparison;
  readonly only: RunChange | "all";
}) {
  const { inspect } = useApp();
  const rows = useMemo(() => worstFirst(comparison.techniques, only), [comparison, only]);
  const columns = useMemo(() => techniqueColumns(), []);
  const model = useDataTable({
    rows,
    columns,
    rowId: techniqueRowId,
  });
  const { exportTable, problem } = useTableExport("compared-techniques");
  return (
    <>
      {problem !== undefined && <ErrorNotice problem={problem} />}
      <TableTools model={model} filterLabel="Filter by any text" onExport={exportTable} />
      <Card flush grow>
        <DataTable
          model={model}
          label="Techniques"
          onOpen={({ domain, techniqueId }) => inspect(domain, techniqueId)}
          empty="No technique changed in this way."
        />
      </Card>
    </>
  );
}

const techniqueRowId = ({ domain, techniqueId }: ComparedTechnique): string =>
  `${domain} ${techniqueId}`;

function techniqueColumns(): readonly DataColumn<ComparedTechnique>[] {
  const met = ({ met: count, verdicts }: ComparedTechnique["before"]): string | null =>
    verdicts === 0 ? null : formatOf(count, verdicts);
  const number = (
    id: string,
    header: string,
    value: (row: ComparedTechnique) => number,
  ): DataColumn<ComparedTechnique> => ({ id, header, width: 84, numeric: true, value });
  return [
    {
      id: "change",
      header: "Change",
      width: 150,
      value: ({ change }) => wordOf(change),
      cell: ({ change }) => <ChangeTag change={change} />,
    },
    { id: "id", header: "ID", width: 96, mono: true, value: ({ techniqueId }) => techniqueId },
    {
      id: "technique",
      header: "Technique",
      fixed: true,
      width: 200,
      grow: 3,
      value: ({ technique }) => technique,
    },
    { id: "before", header: "Met before", width: 130, value: ({ before }) => met(before) },
    { id: "after", header: "Met after", width: 130, value: ({ after }) => met(after) },
    number("better", "Better", ({ better }) => better),
    number("worse", "Worse", ({ worse }) => worse),
    number("same", "Same", ({ same }) => same),
  ];
}
