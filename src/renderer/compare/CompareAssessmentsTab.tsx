import "./Changes.css";
import { Button, Select } from "@mantine/core";
import { IconArrowsLeftRight, IconFileExport, IconStack2 } from "@tabler/icons-react";
import { useMemo, useState } from "react";
import { causeWords } from "../../shared/cause-words.ts";
import { thingsOfComparison } from "../../shared/marked-source.ts";
import type { ComparisonSide } from "../../shared/model/comparison-side.ts";
import type {
  AssessmentComparison,
  CauseGroup,
  ComparedStanding,
  ComparedTechnique,
  TechniqueMovement,
} from "../../shared/model/compare.ts";
import { useApp } from "../app/app-state.ts";
import { formatDay } from "../app/times.ts";
import { EmptyState } from "../ui/EmptyState.tsx";
import { MarkedThingsContext } from "../markings/use-marking.ts";
import { ErrorNotice } from "../ui/ErrorNotice.tsx";
import { FigureRow } from "../ui/FigureRow.tsx";
import { formatCount, formatNoun, formatShare } from "../ui/figures.ts";
import { levelWords } from "../ui/levels.ts";
import { TechniqueName, techniqueName } from "../ui/MonoId.tsx";
import { Card } from "../ui/Page.tsx";
import { StackedBar } from "../ui/StackedBar.tsx";
import type { DataColumn } from "../ui/table-model.ts";
import { LevelTag, Swatch } from "../ui/Tag.tsx";
import { ChoiceMenu } from "../ui/Toolbar.tsx";
import { problemOf, useOperation } from "../use-operation.ts";
import { causeList, countMoved, effectParts, movements, movementWord } from "./change-words.ts";
import { ComparedTable } from "./ComparedTable.tsx";
import type { SideGroup } from "./comparison-sides.ts";
import { firstSides, keyOfSide, listSides } from "./comparison-sides.ts";
import { useSaved } from "./use-saved.ts";

interface Sides {
  readonly before: ComparisonSide;
  readonly after: ComparisonSide;
}

/** Two answers beside each other: what changed, and because of what. */
export function CompareAssessmentsTab() {
  const { assessmentId, createAssessment, focus, go } = useApp();
  const assessments = useOperation("assessments", "list", {});
  const snapshots = useOperation("snapshots", "list", {});
  const releases = useOperation("catalogue", "list", {});
  const current = useOperation(
    "assessments",
    "get",
    { assessmentId: assessmentId ?? 0 },
    { enabled: assessmentId !== undefined },
  );
  const [chosen, setChosen] = useState<Sides | undefined>(focus?.comparison);
  const failure = assessments.error ?? snapshots.error ?? releases.error ?? current.error;
  if (failure !== null) return <ErrorNotice problem={problemOf(failure)} />;
  if (assessmentId === undefined) {
    return (
      <EmptyState action="New assessment" onAction={createAssessment}>
        No assessment yet. What changed is told of its answers.
      </EmptyState>
    );
  }
  if (
    assessments.data === undefined ||
    snapshots.data === undefined ||
    releases.data === undefined ||
    current.data === undefined
  ) {
    return null;
  }
  const sources = {
    current: current.data,
    assessments: assessments.data,
    snapshots: snapshots.data,
    releases: releases.data,
  };
  const groups = listSides(sources);
  const known = new Set(
    groups.flatMap(({ choices }) => choices.map(({ side }) => keyOfSide(side))),
  );
  const isKnown = ({ before, after }: Sides) =>
    known.has(keyOfSide(before)) && known.has(keyOfSide(after));
  const [first] = groups.flatMap(({ choices }) => choices);
  const sides =
    chosen !== undefined && isKnown(chosen)
      ? chosen
      : (firstSides(sources) ??
        (known.size < 2 || first === undefined
          ? null
          : {
              before: { kind: "assessment" as const, assessmentId },
              after: groups.at(-1)?.choices[0]?.side ?? first.side,
            }));
  if (sides === null) {
    return (
      <EmptyState
        action="Take a snapshot"
        onAction={() => go("reports", { reportsTab: "snapshots" })}
      >
        There is one answer and nothing to set beside it. A snapshot keeps it for later.
      </EmptyState>
    );
  }
  return <Compared groups={groups} sides={sides} onSides={setChosen} />;
}

function Compared({
  groups,
  sides,
  onSides,
}: {
  readonly groups: readonly SideGroup[];
  readonly sides: Sides;
  readonly onSides: (sides: Sides) => void;
}) {
  const comparison = useOperation("compare", "results", sides, { keepPrevious: true });
  const { saveJson, makeLayer, problem } = useSaved();
  const things = thingsOfComparison(sides);
  const data = groups.map(({ title, choices }) => ({
    group: title,
    items: choices.map(({ side, label }) => ({ value: keyOfSide(side), label })),
  }));
  const choose = (label: string, value: ComparisonSide, set: (side: ComparisonSide) => void) => (
    <Select
      className="changes-side"
      size="xs"
      label={label}
      data={data}
      value={keyOfSide(value)}
      allowDeselect={false}
      searchable
      onChange={(key) => {
        const side = groups
          .flatMap(({ choices }) => choices)
          .find((choice) => keyOfSide(choice.side) === key)?.side;
        if (side !== undefined) set(side);
      }}
    />
  );
  const { before, after } = sides;
  return (
    <div className="compare-page">
      {comparison.error !== null && <ErrorNotice problem={problemOf(comparison.error)} />}
      {problem !== undefined && <ErrorNotice problem={problem} />}
      <div className="changes-sides">
        {choose("Before", before, (side) => onSides({ before: side, after }))}
        {choose("After", after, (side) => onSides({ before, after: side }))}
        <Button
          size="xs"
          leftSection={<IconArrowsLeftRight aria-hidden="true" />}
          onClick={() => onSides({ before: after, after: before })}
        >
          Swap
        </Button>
        {comparison.data !== undefined && (
          <>
            <Button
              size="xs"
              leftSection={<IconFileExport aria-hidden="true" />}
              onClick={() => saveJson("comparison", comparison.data, things)}
            >
              Export as JSON
            </Button>
            {comparison.data.after.releases.map(({ domain }) => (
              <Button
                key={domain}
                size="xs"
                leftSection={<IconStack2 aria-hidden="true" />}
                onClick={() => makeLayer({ kind: "comparison", domain, before, after })}
              >
                {comparison.data.after.releases.length === 1
                  ? "Make a layer"
                  : `Layer of ${domain}`}
              </Button>
            ))}
          </>
        )}
      </div>
      {comparison.data !== undefined && (
        <MarkedThingsContext value={things}>
          <Result comparison={comparison.data} />
        </MarkedThingsContext>
      )}
    </div>
  );
}

function Result({ comparison }: { readonly comparison: AssessmentComparison }) {
  const [only, setOnly] = useState<TechniqueMovement | "changed" | "all">("changed");
  const [cause, setCause] = useState<CauseGroup>();
  return (
    <>
      <Figures comparison={comparison} onOnly={setOnly} />
      <div className="compare-halves">
        <Card title="Because of what">
          <Causes
            comparison={comparison}
            cause={cause}
            onCause={(group) => setCause((now) => (now === group ? undefined : group))}
          />
        </Card>
        <Card title="What is different">
          <Inputs comparison={comparison} />
        </Card>
      </div>
      <div className="compare-filters">
        <ChoiceMenu
          label="Show"
          value={only}
          choices={[
            { value: "changed", label: "What changed" },
            { value: "all", label: "All techniques" },
            ...movements.map(({ movement, word }) => ({ value: movement, label: word })),
          ]}
          onChange={setOnly}
        />
        {cause !== undefined && (
          <Button size="xs" onClick={() => setCause(undefined)}>
            {`Only by ${causeWords[cause]}: show all`}
          </Button>
        )}
      </div>
      <Techniques comparison={comparison} only={only} cause={cause} />
    </>
  );
}

function Figures({
  comparison: { before, after, techniques },
  onOnly,
}: {
  readonly comparison: AssessmentComparison;
  readonly onOnly: (only: TechniqueMovement) => void;
}) {
  const count = (movement: TechniqueMovement) =>
    techniques.filter((technique) => technique.movement === movement).length;
  const titles = [before, after].map(
    ({ name, detail, at }) => `${name}${detail === "" ? "" : `, ${detail}`}, ${formatDay(at)}`,
  );
  return (
    <FigureRow
      label="The comparison in figures"
      figures={[
        {
          label: "Covered",
          lead: true,
          value: `${formatShare(before.coverage.covered, before.coverage.techniques)} → ${formatShare(after.coverage.covered, after.coverage.techniques)}`,
          note: (
            <span title={titles.join(" → ")}>
              {formatCount(before.coverage.covered)} of {formatCount(before.coverage.techniques)}
              {" → "}
              {formatCount(after.coverage.covered)} of {formatCount(after.coverage.techniques)}
            </span>
          ),
        },
        ...movements
          .filter(({ movement }, index) => index < 4 || count(movement) > 0)
          .map(({ movement, word, fill }) => ({
            label: word,
            ...(fill === null ? {} : { fill }),
            value: formatCount(count(movement)),
            note: `of ${formatNoun(techniques.length, "technique")}`,
            onOpen: () => onOnly(movement),
          })),
        {
          label: "Tested",
          value: `${formatCount(before.coverage.tested)} → ${formatCount(after.coverage.tested)}`,
          note: "techniques that tests decide",
        },
      ]}
    />
  );
}

function Causes({
  comparison: { effects, causesAre },
  cause,
  onCause,
}: {
  readonly comparison: AssessmentComparison;
  readonly cause: CauseGroup | undefined;
  readonly onCause: (cause: CauseGroup) => void;
}) {
  if (effects.length === 0) return <p className="muted">No technique changed.</p>;
  const most = Math.max(...effects.map(countMoved));
  return (
    <>
      <div className="compare-bars">
        {effects.map((effect) => (
          <button
            key={effect.group}
            type="button"
            className="compare-bar"
            aria-pressed={cause === effect.group}
            title="Show these techniques below"
            onClick={() => onCause(effect.group)}
          >
            <span>{causeWords[effect.group]}</span>
            <StackedBar parts={effectParts(effect)} max={most} />
            <span>
              {`${formatNoun(countMoved(effect), "technique")}, ${signed(effect.covered)} covered of ${signed(effect.techniques)}`}
            </span>
          </button>
        ))}
      </div>
      <p className="faint">
        {causesAre === "computed"
          ? "Computed: each kind of input was exchanged alone, and what moved the answer is a cause."
          : "Told from what both sides keep; where that names several, they are counted together."}
      </p>
    </>
  );
}

function signed(count: number): string {
  return count > 0 ? `+${formatCount(count)}` : count < 0 ? `−${formatCount(-count)}` : "±0";
}

function Inputs({ comparison }: { readonly comparison: AssessmentComparison }) {
  const { inputs } = comparison;
  if (inputs.length === 0) {
    return <p className="muted">Both were computed from the same.</p>;
  }
  return (
    <ul className="changes-inputs">
      {inputs.map(({ cause, text }) => (
        <li key={`${cause} ${text}`}>
          <span className="muted">{causeWords[cause]}</span>
          <span>{text}</span>
        </li>
      ))}
    </ul>
  );
}

const techniqueRowId = ({ domain, id }: ComparedTechnique): string => `${domain} ${id}`;

function Techniques({
  comparison,
  only,
  cause,
}: {
  readonly comparison: AssessmentComparison;
  readonly only: TechniqueMovement | "changed" | "all";
  readonly cause: CauseGroup | undefined;
}) {
  const { inspect } = useApp();
  const rows = useMemo(
    () =>
      movements.flatMap(({ movement }) =>
        comparison.techniques.filter(
          (technique) =>
            technique.movement === movement &&
            (cause === undefined || technique.group === cause) &&
            (only === "all" || (only === "changed" ? movement !== "same" : movement === only)),
        ),
      ),
    [comparison, only, cause],
  );
  const columns = useMemo(() => techniqueColumns(comparison), [comparison]);
  return (
    <ComparedTable
      file="changes"
      filterLabel="Filter techniques"
      rows={rows}
      columns={columns}
      rowId={techniqueRowId}
      label="Techniques"
      onOpen={({ domain, id }) => inspect(domain, id)}
      empty={
        comparison.techniques.length === 0
          ? "Neither side asks about a technique."
          : "No technique changed in this way."
      }
    />
  );
}

function levelText(standing: ComparedStanding | null): string | null {
  if (standing === null) return null;
  const { level, inDenominator } = standing;
  return inDenominator ? levelWords[level] : `${levelWords[level]}, not counted`;
}

function LevelCell({ standing }: { readonly standing: ComparedStanding | null }) {
  if (standing === null) return <span className="faint">Not asked about</span>;
  return (
    <span className="compare-tag">
      <LevelTag level={standing.level} />
      {!standing.inDenominator && <span className="faint">not counted</span>}
    </span>
  );
}

function techniqueColumns({
  actors,
}: AssessmentComparison): readonly DataColumn<ComparedTechnique>[] {
  const names = new Map(actors.map(({ id, name }) => [id, name]));
  return [
    {
      id: "movement",
      header: "Change",
      width: 116,
      value: ({ movement }) => movementWord(movement),
      cell: ({ movement }) => {
        const fill = movements.find((each) => each.movement === movement)?.fill ?? null;
        return (
          <span className="compare-tag">
            {fill !== null && <Swatch fill={fill} />}
            {movementWord(movement)}
          </span>
        );
      },
    },
    { id: "id", header: "ID", width: 92, mono: true, value: ({ id }) => id },
    {
      id: "name",
      header: "Technique",
      fixed: true,
      width: 200,
      grow: 2,
      value: techniqueName,
      cell: ({ name, parentName }) => <TechniqueName name={name} parentName={parentName} />,
    },
    {
      id: "before",
      header: "Before",
      width: 130,
      value: ({ before }) => levelText(before),
      cell: ({ before }) => <LevelCell standing={before} />,
    },
    {
      id: "after",
      header: "After",
      width: 130,
      value: ({ after }) => levelText(after),
      cell: ({ after }) => <LevelCell standing={after} />,
    },
    {
      id: "cause",
      header: "Cause",
      width: 130,
      value: ({ because }) => causeList(because.map(({ cause }) => cause)),
    },
    {
      id: "because",
      header: "Because",
      width: 220,
      grow: 3,
      value: ({ because }) => because.map(({ text }) => text).join(" "),
    },
    {
      id: "actors",
      header: "Actors",
      width: 120,
      grow: 1,
      hidden: true,
      value: ({ before, after }) =>
        ((after ?? before)?.actors ?? []).map((id) => names.get(id) ?? id).join(", "),
    },
    {
      id: "tactics",
      header: "Tactics",
      width: 140,
      hidden: true,
      value: ({ tactics }) => tactics.join(", "),
    },
  ];
}
