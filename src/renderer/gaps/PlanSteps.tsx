import {
  IconCircleArrowRight,
  IconCircleCheck,
  IconCircleDashed,
  IconCircleHalf2,
  IconCircleX,
  type TablerIcon,
} from "@tabler/icons-react";
import type { PlanItem, PlanStep } from "../../shared/model/plan.ts";
import { daysInWords } from "./plan.ts";
import "./PlanSteps.css";
import { stepWords, windowWords } from "./reason-words.ts";

const icons: Readonly<Record<PlanStep["state"], TablerIcon>> = {
  waits: IconCircleDashed,
  next: IconCircleArrowRight,
  "in-progress": IconCircleHalf2,
  done: IconCircleCheck,
  dropped: IconCircleX,
};

/** What closes a gap, in order: its log source, its rule, the test of that. */
export function PlanSteps({ steps }: Pick<PlanItem, "steps">) {
  if (steps.length === 0) return null;
  return (
    <ol className="plain plan-steps" aria-label="Steps">
      {steps.map((step) => {
        const Icon = icons[step.state];
        return (
          <li key={step.kind} data-state={step.state}>
            <Icon size={16} stroke={1.75} aria-hidden="true" />
            <span>
              {step.task} <span className="muted">{describeStep(step)}</span>
            </span>
          </li>
        );
      })}
    </ol>
  );
}

function describeStep({ kind, days, window, state }: PlanStep): string {
  const effort =
    days === null ? [] : [`${daysInWords(days)}${kind === "log-source" ? ", paid once" : ""}`];
  const when = state === "done" || state === "dropped" ? [] : [windowWords[window].toLowerCase()];
  return [...effort, ...when, stepWords[state]].join(", ");
}
