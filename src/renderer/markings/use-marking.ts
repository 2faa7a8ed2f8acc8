import { createContext, useContext } from "react";
import type { MarkedThings, RequiredMarking } from "../../shared/model/marking.ts";
import { useApp } from "../app/app-state.ts";
import { useOperation } from "../use-operation.ts";

/** What a screen is about, as far as its marking goes: the current assessment, else the workspace. */
function thingsOf(assessmentId: number | undefined): MarkedThings {
  return assessmentId === undefined ? {} : { assessmentIds: [assessmentId] };
}

/** What a screen and its tables carry. */
export function useRequiredMarking(assessmentId: number | undefined): RequiredMarking | undefined {
  return useOperation("markings", "required", thingsOf(assessmentId), { keepPrevious: true }).data;
}

/** What a part of the window is made of where that is more than the current assessment. */
export const MarkedThingsContext = createContext<MarkedThings | null>(null);

/** What the files are made of that a part of the window writes. */
export function useMarkedThings(): MarkedThings {
  const { assessmentId } = useApp();
  return useContext(MarkedThingsContext) ?? thingsOf(assessmentId);
}

/** The current assessment, with what else a part of the window is made of. */
export function withAssessment(
  assessmentId: number | undefined,
  things: Omit<MarkedThings, "assessmentIds" | "everything">,
): MarkedThings {
  return { ...thingsOf(assessmentId), ...things };
}
