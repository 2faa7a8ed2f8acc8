import "../ui/pills-style.ts";
import "./Environments.css";
import { Button, MultiSelect } from "@mantine/core";
import { IconFileExport } from "@tabler/icons-react";
import { useMemo, useState } from "react";
import { environmentSetWords } from "../../shared/environment-set.ts";
import type {
  EnvironmentComparison,
  JoinedLogSource,
  JoinedRule,
  SharedTechnique,
} from "../../shared/model/environment-comparison.ts";
import type { Problem } from "../../shared/problem.ts";
import { useApp } from "../app/app-state.ts";
import { saveMarkedJson } from "../markings/ask-marking.ts";
import { reasonWords } from "../gaps/reason-words.ts";
import { EmptyState } from "../ui/EmptyState.tsx";
import { ErrorNotice } from "../ui/ErrorNotice.tsx";
import { FigureRow } from "../ui/FigureRow.tsx";
import { formatCount, formatNoun, formatOf, formatShare } from "../ui/figures.ts";
import { levelWords } from "../ui/levels.ts";
import { TechniqueName, techniqueName } from "../ui/MonoId.tsx";
import { Card } from "../ui/Page.tsx";
import type { DataColumn } from "../ui/table-model.ts";
import { LevelTag, PriorityTag } from "../ui/Tag.tsx";
import { showDone } from "../ui/toasts.tsx";
import { SegmentedControl } from "../ui/Toolbar.tsx";
import { problemOf, useOperation } from "../use-operation.ts";
import { ComparedTable } from "./ComparedTable.tsx";
import { FirstDays } from "./FirstDays.tsx";
import { ruleStateWords, setKey } from "./environment-words.ts";

type View = "techniques" | "rules" | "log-sources" | "first-days";

/** Environments beside each other and joined: who sees what, and what to do first. */
export function EnvironmentsTab() {
  const { assessmentId, createAssessment, focus, go } = useApp();
  const known = useOperation("environments", "list", {});
  const assessment = useOperation(
    "assessments",
    "get",
    { assessmentId: assessmentId ?? 0 },
    { enabled: assessmentId !== undefined },
  );
  const [chosen, setChosen] = useState<readonly string[] | undefined>(focus?.environments);
  const names = (known.data ?? []).map(({ name }) => name);
  const own = assessment.data?.scope.environments ?? [];
  const asked = (chosen ?? (own.length > 1 ? own : names)).filter((name) => names.includes(name));
  const comparison = useOperation(
    "compare",
    "environments",
    { assessmentId: assessmentId ?? 0, environments: asked },
    { enabled: assessment.data !== undefined && asked.length > 1, keepPrevious: true },
  );
  if (assessmentId === undefined) {
    return (
      <EmptyState action="New assessment" onAction={createAssessment}>
        No assessment yet. It says whose techniques the environments are to see.
      </EmptyState>
    );
  }
  const failure = known.error ?? assessment.error ?? comparison.error;
  if (known.data !== undefined && names.length < 2) {
    return (
      <EmptyState
        action="Add an environment"
        onAction={() => go("settings", { section: "workspace" })}
      >
        It takes two environments to compare, and there is one.
      </EmptyState>
    );
  }
  return (
    <div className="compare-page">
      {failure !== null && <ErrorNotice problem={problemOf(failure)} />}
      <div className="environments-choice">
        <MultiSelect
          size="xs"
          label="Environments"
          placeholder={asked.length === 0 ? "Two or more" : ""}
          data={names}
          value={[...asked]}
          searchable
          onChange={(value) => setChosen(names.filter((name) => value.includes(name)))}
        />
        {comparison.data !== undefined && asked.length > 1 && (
          <ExportJson comparison={comparison.data} />
        )}
      </div>
      {asked.length < 2 ? (
        <EmptyState>Choose two environments or more.</EmptyState>
      ) : (
        comparison.data !== undefined && (
          <Joined
            key={comparison.data.environments.map(({ name }) => name).join("\n")}
            comparison={comparison.data}
          />
        )
      )}
    </div>
  );
}

function ExportJson({ comparison }: { readonly comparison: EnvironmentComparison }) {
  const [problem, setProblem] = useState<Problem>();
  const write = async () => {
    setProblem(undefined);
    try {
      const { assessmentId, ...compared } = comparison;
      const path = await saveMarkedJson({
        things: { assessmentIds: [assessmentId] },
        ...{ what: "Comparison of environments", suggested: "environments", value: compared },
      });
      if (path !== null) showDone(`Exported to ${path}`);
    } catch (error) {
      setProblem(problemOf(error));
    }
  };
  return (
    <>
      <Button
        size="xs"
        leftSection={<IconFileExport aria-hidden="true" />}
        onClick={() => void write()}
      >
        Export as JSON
      </Button>
      {problem !== undefined && <ErrorNotice problem={problem} />}
    </>
  );
}

function Joined({ comparison }: { readonly comparison: EnvironmentComparison }) {
  const [view, setView] = useState<View>("techniques");
  const [only, setOnly] = useState<string>();
  const show = (set: readonly number[]) => {
    setView("techniques");
    setOnly((now) => (now === setKey(set) ? undefined : setKey(set)));
  };
  return (
    <>
      <Figures comparison={comparison} onShow={show} />
      <div className="compare-halves">
        <Card title="Who covers what">
          <CoverageSets comparison={comparison} only={only} onShow={show} />
        </Card>
        <Card title="What each has" flush>
          <WhatEachHas comparison={comparison} />
        </Card>
      </div>
      <div className="compare-filters">
        <SegmentedControl
          label="Show"
          value={view}
          choices={[
            { value: "techniques", label: "Techniques" },
            { value: "rules", label: "Rules" },
            { value: "log-sources", label: "Log sources" },
            { value: "first-days", label: `First ${String(comparison.firstDays.days)} days` },
          ]}
          onChange={setView}
        />
      </div>
      {view === "techniques" && <Techniques comparison={comparison} only={only} />}
      {view === "rules" && <Rules comparison={comparison} />}
      {view === "log-sources" && <LogSources comparison={comparison} />}
      {view === "first-days" && <FirstDays comparison={comparison} />}
    </>
  );
}

function Figures({
  comparison,
  onShow,
}: {
  readonly comparison: EnvironmentComparison;
  readonly onShow: (set: readonly number[]) => void;
}) {
  const { joined, coverageSets, environments, ruleSets } = comparison;
  const all = environments.map((_, at) => at);
  const countOf = (set: readonly number[]) =>
    coverageSets.find((one) => setKey(one.environments) === setKey(set))?.techniques ?? 0;
  const rules = ruleSets.reduce((sum, one) => sum + one.rules, 0);
  const shared = ruleSets
    .filter((one) => one.environments.length > 1)
    .reduce((sum, one) => sum + one.rules, 0);
  const figure = (set: readonly number[]) => ({
    label: environmentSetWords(comparison, set),
    value: formatCount(countOf(set)),
    note: `of ${formatNoun(joined.techniques, "technique")}`,
    onOpen: () => onShow(set),
  });
  return (
    <FigureRow
      label="The environments in figures"
      figures={[
        {
          label: "Together",
          value: formatShare(joined.covered, joined.techniques),
          note: `${formatCount(joined.covered)} of ${formatNoun(joined.techniques, "technique")}`,
          lead: true,
        },
        ...(environments.length === 2 ? [all, [0], [1], []] : [all, []]).map(figure),
        {
          label: "Rules in several",
          value: formatShare(shared, rules),
          note: `${formatCount(shared)} of ${formatNoun(rules, "rule")}`,
        },
      ]}
    />
  );
}

/** How many techniques exactly which environments cover: a bar each, which shows them below. */
function CoverageSets({
  comparison,
  only,
  onShow,
}: {
  readonly comparison: EnvironmentComparison;
  readonly only: string | undefined;
  readonly onShow: (set: readonly number[]) => void;
}) {
  const { coverageSets, joined } = comparison;
  const most = Math.max(1, ...coverageSets.map(({ techniques }) => techniques));
  return (
    <div className="compare-bars">
      {coverageSets.toReversed().map(({ environments, techniques }) => (
        <button
          key={setKey(environments)}
          type="button"
          className="compare-bar"
          aria-pressed={only === setKey(environments)}
          title="Show these techniques below"
          onClick={() => onShow(environments)}
        >
          <span>{environmentSetWords(comparison, environments)}</span>
          <span className="environments-set-bar" aria-hidden="true">
            {techniques > 0 && (
              <span
                data-fill={environments.length === 0 ? "cov-none" : "cov-detected"}
                style={{ width: `${String((techniques * 100) / most)}%` }}
              />
            )}
          </span>
          <span>{formatOf(techniques, joined.techniques)}</span>
        </button>
      ))}
    </div>
  );
}

function WhatEachHas({ comparison }: { readonly comparison: EnvironmentComparison }) {
  const { environments, joined, rules, logSources } = comparison;
  const ofRules = (state: string) =>
    rules.filter(({ states }) => states.some((one) => one === state)).length;
  return (
    <table className="environments-figures">
      <thead>
        <tr>
          <th scope="col">Environment</th>
          <th scope="col">Rules</th>
          <th scope="col">Enabled</th>
          <th scope="col">Log sources</th>
          <th scope="col">Assets</th>
          <th scope="col">Covered</th>
        </tr>
      </thead>
      <tbody>
        {environments.map((environment) => {
          const { enabled, disabled, available } = environment.rules;
          return (
            <tr key={environment.name}>
              <th scope="row">{environment.name}</th>
              <td>{formatCount(enabled + disabled + available)}</td>
              <td>{formatCount(enabled)}</td>
              <td>
                {environment.logSources === null
                  ? "Not stated"
                  : formatCount(environment.logSources)}
              </td>
              <td>{formatCount(environment.assets)}</td>
              <td>{formatOf(environment.coverage.covered, environment.coverage.techniques)}</td>
            </tr>
          );
        })}
        <tr data-total>
          <th scope="row">Together</th>
          <td>{formatCount(rules.length)}</td>
          <td>{formatCount(ofRules("enabled"))}</td>
          <td>{formatCount(logSources.length)}</td>
          <td>{formatCount(environments.reduce((sum, { assets }) => sum + assets, 0))}</td>
          <td>{formatOf(joined.covered, joined.techniques)}</td>
        </tr>
      </tbody>
    </table>
  );
}

const techniqueRowId = ({ domain, id }: SharedTechnique): string => `${domain} ${id}`;

function Techniques({
  comparison,
  only,
}: {
  readonly comparison: EnvironmentComparison;
  readonly only: string | undefined;
}) {
  const { inspect } = useApp();
  const rows = useMemo(
    () =>
      comparison.techniques.filter(
        ({ coveredBy }) => only === undefined || setKey(coveredBy) === only,
      ),
    [comparison, only],
  );
  const columns = useMemo(() => techniqueColumns(comparison), [comparison]);
  return (
    <ComparedTable
      file="environments-techniques"
      filterLabel="Filter techniques"
      rows={rows}
      columns={columns}
      rowId={techniqueRowId}
      label="Techniques by environment"
      onOpen={({ domain, id }) => inspect(domain, id)}
      empty={
        comparison.techniques.length === 0
          ? "No technique is asked about: choose actors first."
          : "No technique is covered in this way."
      }
    />
  );
}

function techniqueColumns(
  comparison: EnvironmentComparison,
): readonly DataColumn<SharedTechnique>[] {
  return [
    { id: "id", header: "ID", width: 96, mono: true, value: ({ id }) => id },
    {
      id: "technique",
      header: "Technique",
      fixed: true,
      width: 220,
      grow: 3,
      value: techniqueName,
      cell: ({ name, parentName }) => <TechniqueName name={name} parentName={parentName} />,
    },
    { id: "actors", header: "Actors", width: 72, numeric: true, value: ({ actors }) => actors },
    {
      id: "who",
      header: "Covered by",
      width: 150,
      value: ({ coveredBy }) => environmentSetWords(comparison, coveredBy),
    },
    ...comparison.environments.map(({ name }, at): DataColumn<SharedTechnique> => ({
      id: `environment-${String(at)}`,
      header: name,
      width: 132,
      value: ({ levels }) => levelWords[levels[at] ?? "none"],
      cell: ({ levels }) => <LevelTag level={levels[at] ?? "none"} />,
    })),
    {
      id: "joined",
      header: "Together",
      width: 132,
      value: ({ joined }) => levelWords[joined],
      cell: ({ joined }) => <LevelTag level={joined} />,
    },
    {
      id: "priority",
      header: "Priority",
      width: 92,
      numeric: true,
      value: ({ gap }) => gap?.priority ?? null,
      cell: ({ gap }) =>
        gap === null ? (
          <span className="faint">–</span>
        ) : (
          <PriorityTag band={gap.band} score={gap.priority} />
        ),
    },
    {
      id: "reason",
      header: "Why it is a gap",
      width: 150,
      hidden: true,
      value: ({ gap }) => (gap === null ? null : reasonWords[gap.reason]),
    },
  ];
}

const ruleRowId = ({ key, name }: JoinedRule): string => JSON.stringify([key, name]);

function Rules({ comparison }: { readonly comparison: EnvironmentComparison }) {
  const columns = useMemo(
    (): readonly DataColumn<JoinedRule>[] => [
      { id: "name", header: "Rule", fixed: true, width: 240, grow: 3, value: ({ name }) => name },
      {
        id: "who",
        header: "Where",
        width: 150,
        value: ({ states }) =>
          environmentSetWords(
            comparison,
            states.flatMap((state, at) => (state === null ? [] : [at])),
          ),
      },
      ...comparison.environments.map(({ name }, at): DataColumn<JoinedRule> => ({
        id: `environment-${String(at)}`,
        header: name,
        width: 120,
        value: ({ states }) => {
          const state = states[at] ?? null;
          return state === null ? null : ruleStateWords[state];
        },
      })),
      {
        id: "matched",
        header: "Known again by",
        width: 120,
        value: ({ matchedBy }) =>
          matchedBy === null ? null : matchedBy === "key" ? "Its key" : "Its name",
      },
      { id: "techniques", header: "Techniques", width: 160, value: writtenOf },
      { id: "key", header: "Key", width: 160, mono: true, hidden: true, value: ({ key }) => key },
    ],
    [comparison],
  );
  return (
    <ComparedTable
      file="environments-rules"
      filterLabel="Filter rules"
      rows={comparison.rules}
      columns={columns}
      rowId={ruleRowId}
      label="Rules by environment"
      empty="No environment has rules yet."
    />
  );
}

const writtenOf = ({ written }: JoinedRule): string | null =>
  written.length === 0 ? null : written.join(", ");

const logSourceRowId = ({ title }: JoinedLogSource): string => title;

function LogSources({ comparison }: { readonly comparison: EnvironmentComparison }) {
  const columns = useMemo(
    (): readonly DataColumn<JoinedLogSource>[] => [
      {
        id: "title",
        header: "Log source",
        fixed: true,
        width: 260,
        grow: 3,
        value: ({ title }) => title,
      },
      {
        id: "who",
        header: "Collected by",
        width: 160,
        value: ({ collected }) =>
          environmentSetWords(
            comparison,
            collected.flatMap((one, at) => (one === true ? [at] : [])),
          ),
      },
      ...comparison.environments.map(({ name }, at): DataColumn<JoinedLogSource> => ({
        id: `environment-${String(at)}`,
        header: name,
        width: 130,
        value: ({ collected }) => {
          const one = collected[at] ?? null;
          return one === null ? null : one ? "Collected" : "Not collected";
        },
      })),
      {
        id: "techniques",
        header: "Techniques it serves",
        width: 140,
        numeric: true,
        value: ({ techniques }) => techniques,
      },
    ],
    [comparison],
  );
  return (
    <ComparedTable
      file="environments-log-sources"
      filterLabel="Filter log sources"
      rows={comparison.logSources}
      columns={columns}
      rowId={logSourceRowId}
      label="Log sources by environment"
      empty="Nobody has said yet what these environments collect."
    />
  );
}
