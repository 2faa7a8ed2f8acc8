import { useState } from "react";
import type { BegunSituation, SituationChoices } from "../../shared/model/situation.ts";
import type { Problem } from "../../shared/problem.ts";
import { useApp } from "../app/app-state.ts";
import { showDone } from "../ui/toasts.tsx";
import { problemOf } from "../use-operation.ts";
import { workbench } from "../workbench.ts";

/** What else belongs to a start, and how it is taken back. */
export interface BesideBegin {
  /** Before the assessment is made; gives what takes it back. */
  readonly prepare?: () => Promise<() => Promise<unknown>>;
  /** Once it is made; gives what takes it back. */
  readonly conclude?: (begun: BegunSituation) => Promise<() => Promise<unknown>>;
  /** Where to go then; default: the report. */
  readonly open?: () => void;
  /** What was done, for the toast. */
  readonly done: string;
}

/** Begins a situation, opens what it leads to, and takes it all back on demand. */
export function useBegin(onClose: () => void): {
  readonly begin: (choices: SituationChoices, beside: BesideBegin) => void;
  readonly busy: boolean;
  readonly problem: Problem | undefined;
} {
  const { go, setAssessmentId } = useApp();
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem>();

  const run = async (choices: SituationChoices, beside: BesideBegin) => {
    setBusy(true);
    setProblem(undefined);
    try {
      const takeBack = await beside.prepare?.();
      const begun = await workbench.situations.begin(choices);
      const unconclude = await beside.conclude?.(begun);
      onClose();
      setAssessmentId(begun.assessmentId);
      if (beside.open === undefined) go("reports", { reportsTab: "report" });
      else beside.open();
      showDone(beside.done, () => {
        undo(begun, choices.from, [unconclude, takeBack]).catch((error: unknown) =>
          setProblem(problemOf(error)),
        );
      });
    } catch (error) {
      setProblem(problemOf(error));
    } finally {
      setBusy(false);
    }
  };
  const undo = async (
    { assessmentId, isNew, draftBefore }: BegunSituation,
    from: number | null,
    others: readonly ((() => Promise<unknown>) | undefined)[],
  ) => {
    if (isNew) {
      if (from !== null) setAssessmentId(from);
      await workbench.assessments.remove({ assessmentId });
    } else await workbench.reports.setDraft({ assessmentId, draft: draftBefore });
    for (const takeBack of others) await takeBack?.();
    go("reports", { reportsTab: "situations" });
  };
  return { begin: (choices, beside) => void run(choices, beside), busy, problem };
}
