import type { MarkedThings, RequiredMarking } from "../../shared/model/marking.ts";
import { wordsOfMarking } from "../../shared/markings.ts";
import { useOperation } from "../use-operation.ts";
import { workbench } from "../workbench.ts";

/** What a screen is about, as far as its marking goes: the current assessment, else the workspace. */
function thingsOf(assessmentId: number | undefined): MarkedThings {
  return assessmentId === undefined ? {} : { assessmentIds: [assessmentId] };
}

/** What a screen and its tables carry. */
export function useRequiredMarking(assessmentId: number | undefined): RequiredMarking | undefined {
  return useOperation("markings", "required", thingsOf(assessmentId), { keepPrevious: true }).data;
}

/** The words that go with what a screen writes itself; null = none. */
export async function getMarking(assessmentId: number | undefined): Promise<string | null> {
  return wordsOfMarking(await workbench.markings.required(thingsOf(assessmentId)));
}
