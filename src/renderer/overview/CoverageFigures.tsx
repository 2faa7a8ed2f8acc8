import { type ReactNode, useMemo } from "react";
import type { AssessmentResult } from "../../shared/model/assessment.ts";
import type { CoverageLevel } from "../../shared/model/coverage.ts";
import { useApp } from "../app/app-state.ts";
import { type Figure, FigureRow } from "../ui/FigureRow.tsx";
import { formatCount, formatOf, formatPercent, formatShare } from "../ui/figures.ts";
import { levelWords } from "../ui/levels.ts";
import { Facts } from "../ui/Page.tsx";
import { LevelBar } from "../ui/StackedBar.tsx";

/** Levels of the figure row; those that this assessment has no data for show only when they count. */
const shownLevels: readonly { level: CoverageLevel; always: boolean }[] = [
  { level: "several", always: true },
  { level: "detected", always: true },
  { level: "partial", always: true },
  { level: "available", always: true },
  { level: "telemetry", always: false },
  { level: "none", always: true },
  { level: "validated", always: true },
  { level: "failed", always: false },
];

function noteOf(level: CoverageLevel, answer: AssessmentResult): string {
  switch (level) {
    case "several":
      return `${String(answer.settings.threshold)} rules or more`;
    case "detected":
      return answer.settings.threshold === 2 ? "one enabled rule" : "an enabled rule";
    case "partial":
      return "counted in part";
    case "available":
      return "not known to run";
    case "telemetry":
      return "logs but no rule";
    case "none":
      return "no rule names them";
    case "validated":
      return answer.coverage.tested === 0 ? "no emulation run yet" : "tests met";
    case "failed":
      return "tests not met";
  }
}

/** The headline: covered of the denominator, its levels, and what stands beside it. */
export function CoverageFigures({ answer }: { readonly answer: AssessmentResult }) {
  const { go } = useApp();
  const { coverage } = answer;
  const figures = useMemo(() => {
    const levels = shownLevels
      .filter(({ level, always }) => always || coverage.levels[level] > 0)
      .map(({ level }): Figure => ({
        label: levelWords[level],
        fill: `cov-${level}`,
        value: formatCount(coverage.levels[level]),
        note: noteOf(level, answer),
        onOpen: () => go("coverage", { levels: [level] }),
      }));
    const lead: Figure = {
      label: "Coverage",
      lead: true,
      value: formatShare(coverage.covered, coverage.techniques),
      note: (
        <>
          <b>{formatCount(coverage.covered)}</b> of {formatCount(coverage.techniques)} techniques
          detected or better
        </>
      ),
      onOpen: () => go("coverage", { levels: ["detected", "several", "validated"] }),
    };
    return [lead, ...levels];
  }, [answer, coverage, go]);

  return (
    <div className="overview-figures">
      <FigureRow label="Coverage" figures={figures}>
        <LevelBar counts={coverage.levels} height={14} label="Techniques by level" />
        <Beside answer={answer} />
        <EachEnvironment answer={answer} />
      </FigureRow>
    </div>
  );
}

/** What stands beside the headline, each with its denominator. */
function Beside({ answer }: { readonly answer: AssessmentResult }) {
  const { go } = useApp();
  const { coverage } = answer;
  const { parents, beforeCompromise } = coverage;
  return (
    <dl className="overview-beside">
      {!answer.scope.beforeCompromise && (
        <Side
          word="Before compromise, apart"
          onOpen={() => go("coverage", { only: "before-compromise" })}
        >
          {formatOf(beforeCompromise.covered, beforeCompromise.techniques)}
        </Side>
      )}
      <Side
        word="If all available rules ran"
        onOpen={() => go("coverage", { levels: ["available"] })}
      >
        {formatOf(coverage.potential, coverage.techniques)}
      </Side>
      <Side word="Rolled up to parents">{formatOf(parents.covered, parents.techniques)}</Side>
      <Side word="Weighted by actors' use">
        {coverage.weightedPercent === null ? "–" : formatPercent(coverage.weightedPercent)}
      </Side>
      <Side
        word="Tested"
        {...(coverage.tested === 0 ? {} : { onOpen: () => go("coverage", { only: "tested" }) })}
      >
        {formatOf(coverage.tested, coverage.techniques)}
      </Side>
      <Side word="Resting on an assumed state" onOpen={() => go("coverage", { only: "assumed" })}>
        {formatOf(coverage.assumed, coverage.techniques)}
      </Side>
      <Side word="Set not applicable" onOpen={() => go("coverage", { only: "not-applicable" })}>
        {formatCount(coverage.notApplicable)}
      </Side>
    </dl>
  );
}

function Side({
  word,
  onOpen,
  children,
}: {
  readonly word: string;
  readonly onOpen?: () => void;
  readonly children: ReactNode;
}) {
  return (
    <div>
      <dt>{word}</dt>
      <dd>
        {onOpen === undefined ? (
          children
        ) : (
          <button
            type="button"
            className="figure-open"
            title="Show what this counts"
            onClick={onOpen}
          >
            {children}
          </button>
        )}
      </dd>
    </div>
  );
}

/** Beside the joint figures, those of each environment with its own rules alone. */
function EachEnvironment({ answer }: { readonly answer: AssessmentResult }) {
  if (answer.environments === undefined) return null;
  return (
    <Facts
      facts={answer.environments.map(({ name, coverage }) => ({
        word: name,
        value: `${formatOf(coverage.covered, coverage.techniques)} with its own rules alone`,
      }))}
    />
  );
}
