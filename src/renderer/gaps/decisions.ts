import type { DecisionChange, TechniqueDecision } from "../../shared/model/assessment.ts";
import type { GapStatus } from "../../shared/model/coverage.ts";
import type { Problem } from "../../shared/problem.ts";
import { useApp } from "../app/app-state.ts";
import { showDone } from "../ui/toasts.tsx";
import { problemOf, useCommand, useOperation } from "../use-operation.ts";
import { decisionKey } from "./gap-key.ts";

/** A status that somebody decided; an open gap has nobody's word. */
export type Decided = Exclude<GapStatus, "open">;

/** A decision that says nothing yet. */
export function blankDecision(
  of: Pick<TechniqueDecision, "domain" | "techniqueId">,
): TechniqueDecision {
  const { domain, techniqueId } = of;
  return {
    domain,
    techniqueId,
    status: "open",
    reason: "",
    who: "",
    expires: null,
    takenIn: false,
  };
}

/** What was decided about techniques of the current assessment, and the way to change it. */
export interface Decisions {
  /** By {@link decisionKey}; undefined until they are read. */
  readonly byKey: ReadonlyMap<string, TechniqueDecision> | undefined;
  /** Says in a toast what was done, with the way back. */
  readonly change: (change: DecisionChange, message: string) => void;
  readonly problem: Problem | undefined;
}

/** Decisions of the current assessment; whatever is changed can be undone. */
export function useDecisions(): Decisions {
  const { assessmentId } = useApp();
  const assessment = useOperation(
    "assessments",
    "get",
    { assessmentId: assessmentId ?? 0 },
    { enabled: assessmentId !== undefined },
  );
  const decide = useCommand("gaps", "decide");
  const decisions = assessment.data?.decisions;
  return {
    byKey:
      decisions === undefined
        ? undefined
        : new Map(decisions.map((one) => [decisionKey(one), one])),
    change: (change, message) => {
      if (assessmentId === undefined) return;
      decide.mutate(
        { assessmentId, ...change },
        {
          onSuccess: (back) => showDone(message, () => decide.mutate({ assessmentId, ...back })),
        },
      );
    },
    problem: decide.error === null ? undefined : problemOf(decide.error),
  };
}
