import type { RequiredMarking } from "../../shared/model/marking.ts";
import { useOperation } from "../use-operation.ts";

/** What a screen and its tables carry: the marking of the current assessment, else the workspace's. */
export function useRequiredMarking(assessmentId: number | undefined): RequiredMarking | undefined {
  const things = assessmentId === undefined ? {} : { assessmentIds: [assessmentId] };
  return useOperation("markings", "required", things, { keepPrevious: true }).data;
}
