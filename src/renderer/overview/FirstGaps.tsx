import type { AssessmentResult } from "../../shared/model/assessment.ts";
import { useApp } from "../app/app-state.ts";
import { EmptyState } from "../ui/EmptyState.tsx";
import { formatNoun } from "../ui/figures.ts";
import { priorityWords } from "../ui/levels.ts";
import { MonoId, TechniqueName } from "../ui/MonoId.tsx";
import { Card } from "../ui/Page.tsx";
import { Swatch } from "../ui/Tag.tsx";
import { reasonWords } from "../gaps/reason-words.ts";

const shown = 5;

/** The open gaps of the highest priority; each opens the inspector. */
export function FirstGaps({ answer }: { readonly answer: AssessmentResult }) {
  const { go, inspect } = useApp();
  const open = answer.gaps.filter((gap) => gap.status === "open");
  const tacticNames = new Map(
    answer.tactics.map((tactic) => [`${tactic.domain} ${tactic.shortname}`, tactic.name]),
  );
  return (
    <Card
      title="Gaps to close first"
      aside={
        <button type="button" className="link" onClick={() => go("gaps")}>
          {answer.gaps.length === 0 ? "Gaps" : `All ${formatNoun(answer.gaps.length, "gap")}`}
        </button>
      }
      flush
    >
      {open.length === 0 ? (
        <EmptyState>
          No open gap: at least one enabled rule names every technique in scope.
        </EmptyState>
      ) : (
        <ol className="overview-gaps plain">
          {open.slice(0, shown).map((gap) => (
            <li key={`${gap.domain} ${gap.id}`}>
              <button type="button" onClick={() => inspect(gap.domain, gap.id)}>
                <Swatch fill={`prio-${gap.band}`} word={priorityWords[gap.band]} />
                <b className="overview-gap-score">{gap.priority.toFixed(1)}</b>
                <span className="overview-gap-words">
                  <TechniqueName name={gap.name} parentName={gap.parentName} />
                  <span className="overview-gap-where">
                    <MonoId>{gap.id}</MonoId>
                    {", "}
                    {gap.tactics
                      .map((tactic) => tacticNames.get(`${gap.domain} ${tactic}`) ?? tactic)
                      .join(", ")}
                  </span>
                  <span className="overview-gap-reason">{reasonWords[gap.reason]}</span>
                </span>
              </button>
            </li>
          ))}
        </ol>
      )}
    </Card>
  );
}
