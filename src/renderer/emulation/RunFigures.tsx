import { useState } from "react";
import type { OutcomeCounts, Run } from "../../shared/model/emulation.ts";
import type { RunEffect } from "../../shared/model/run-effect.ts";
import { useApp } from "../app/app-state.ts";
import { Dialog } from "../ui/Dialog.tsx";
import { FigureRow } from "../ui/FigureRow.tsx";
import { formatCount, formatNoun, formatPercent } from "../ui/figures.ts";
import { MonoId, techniqueName } from "../ui/MonoId.tsx";
import { StackedBar } from "../ui/StackedBar.tsx";
import { LevelTag } from "../ui/Tag.tsx";
import { useOperation } from "../use-operation.ts";
import { outcomeParts, outcomes, outcomeWords } from "./outcome-words.ts";
import type { CaseFilter } from "./run-cases.ts";

const percentWords = (percent: number | null) => (percent === null ? "–" : formatPercent(percent));

/** A run in figures: its outcomes, each the filter of its test cases, and what it does to coverage. */
export function RunFigures({
  run,
  counts,
  late,
  outcome,
  onOutcome,
}: {
  readonly run: Run;
  readonly counts: OutcomeCounts;
  /** Alerts later than the SLA. */
  readonly late: number;
  readonly outcome: CaseFilter["outcome"];
  readonly onOutcome: (outcome: CaseFilter["outcome"]) => void;
}) {
  const { assessmentId } = useApp();
  const [opened, setOpened] = useState(false);
  const effect = useOperation(
    "emulation",
    "effect",
    { assessmentId: assessmentId ?? 0, runId: run.id },
    { enabled: assessmentId !== undefined, keepPrevious: true },
  );
  const parts = outcomeParts(counts);
  return (
    <div className="run-figures">
      <FigureRow
        label="The run in figures"
        figures={[
          ...outcomes.map((each) => ({
            label: outcomeWords[each],
            fill: `out-${each}` as const,
            value: formatCount(counts[each]),
            onOpen: () => onOutcome(outcome === each ? null : each),
          })),
          {
            label: "Coverage after run",
            value:
              effect.data === undefined
                ? "–"
                : `${percentWords(effect.data.without.percent)} → ${percentWords(effect.data.with.percent)}`,
            ...(effect.data === undefined ? {} : { onOpen: () => setOpened(true) }),
          },
        ]}
      >
        <StackedBar parts={parts} height={10} label="Outcomes" />
        {(late > 0 || effect.data?.inScope === false || assessmentId === undefined) && (
          <p className="run-figures-note">
            {late > 0 && (
              <button type="button" className="link" onClick={() => onOutcome("late")}>
                {formatNoun(late, "alert")} later than the SLA, counted as logged.
              </button>
            )}{" "}
            {effect.data?.inScope === false &&
              `The current assessment does not ask about ${run.environment}: the run moves nothing in it.`}
            {assessmentId === undefined && "No assessment yet: nothing asks what the run covers."}
          </p>
        )}
      </FigureRow>
      {opened && effect.data !== undefined && (
        <EffectDialog effect={effect.data} onClose={() => setOpened(false)} />
      )}
    </div>
  );
}

/** The techniques whose level the run decides. */
function EffectDialog({
  effect,
  onClose,
}: {
  readonly effect: RunEffect;
  readonly onClose: () => void;
}) {
  const { inspect } = useApp();
  const { without, with: now, moved } = effect;
  const groups = [
    { title: "Counted by the headline", techniques: moved.filter((each) => each.inDenominator) },
    { title: "Others", techniques: moved.filter((each) => !each.inDenominator) },
  ].filter(({ techniques }) => techniques.length > 0);
  return (
    <Dialog opened wide title="What does the run do to coverage?" onClose={onClose}>
      <p>
        With the run {formatCount(now.covered)} of {formatCount(now.techniques)} techniques are
        covered, {percentWords(now.percent)}; without it {formatCount(without.covered)} of{" "}
        {formatCount(without.techniques)}, {percentWords(without.percent)}.
      </p>
      {moved.length === 0 && (
        <p className="muted">
          {effect.inScope
            ? "It moves the level of no technique."
            : `The current assessment does not ask about ${effect.environment}.`}
        </p>
      )}
      {groups.map(({ title, techniques }) => (
        <section key={title} className="effect-list">
          <h3>
            {title} <span className="muted">{formatNoun(techniques.length, "technique")}</span>
          </h3>
          <ul className="plain">
            {techniques.map((each) => (
              <li key={`${each.domain} ${each.id}`}>
                <MonoId>{each.id}</MonoId>
                <button
                  type="button"
                  className="link"
                  onClick={() => {
                    onClose();
                    inspect(each.domain, each.id);
                  }}
                >
                  {techniqueName(each)}
                </button>
                <span className="effect-levels">
                  <LevelTag level={each.from} /> <span aria-label="to">→</span>{" "}
                  <LevelTag level={each.to} />
                </span>
              </li>
            ))}
          </ul>
        </section>
      ))}
    </Dialog>
  );
}
