import type { Situation } from "../../shared/model/situation.ts";
import { useApp } from "../app/app-state.ts";
import { formatNoun } from "../ui/figures.ts";
import { useOperation } from "../use-operation.ts";

/** Something that a situation begins from, and whether the workspace has it. */
export interface Need {
  readonly words: string;
  readonly isThere: boolean;
}

/** What each situation needs, and how far the workspace has it. */
export function useNeeds(): Readonly<Record<Situation, readonly Need[]>> {
  const { assessmentId } = useApp();
  const assessment = useOperation(
    "assessments",
    "get",
    { assessmentId: assessmentId ?? 0 },
    { enabled: assessmentId !== undefined },
  );
  const environments = useOperation("environments", "list", {});
  const releases = useOperation("catalogue", "list", {});
  const library = useOperation("emulation", "library", {});
  const estates = environments.data ?? [];
  const { name, actors = [] } = assessment.data ?? {};
  const rules = estates.reduce((sum, { detections }) => sum + detections, 0);
  const filled = estates.filter(({ detections }) => detections > 0).length;
  const hasPlant = (releases.data ?? []).some(({ domain }) => domain === "ics-attack");
  const tests = library.data?.length ?? 0;

  const question: Need = {
    words: name === undefined ? "An assessment: none yet" : `An assessment: “${name}”`,
    isThere: name !== undefined,
  };
  const threats: Need = {
    words: actors.length === 0 ? "Actors: none chosen" : formatNoun(actors.length, "chosen actor"),
    isThere: actors.length > 0,
  };
  const inventory: Need = {
    words: rules === 0 ? "Rules: none imported" : formatNoun(rules, "rule"),
    isThere: rules > 0,
  };
  return {
    annual: [question, inventory],
    cloud: [question, threats, inventory],
    merger: [
      question,
      {
        words: `Two environments with rules: ${String(filled)} of ${String(Math.max(2, estates.length))}`,
        isThere: filled > 1,
      },
    ],
    budget: [question, threats, inventory],
    ot: [
      question,
      {
        words: hasPlant ? "A release of ICS" : "A release of ICS: none, the start adds it",
        isThere: hasPlant,
      },
    ],
    purple: [
      question,
      {
        words: tests === 0 ? "Tests: none imported" : formatNoun(tests, "test"),
        isThere: tests > 0,
      },
    ],
  };
}
