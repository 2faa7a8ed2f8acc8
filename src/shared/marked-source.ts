import type { ObservedSource } from "./model/actor-comparison.ts";
import type { ComparisonSide } from "./model/comparison-side.ts";
import type { MarkedThings } from "./model/marking.ts";
import type { DrawableSource } from "./model/picture.ts";
import type { ComparedWith, ReportContent } from "./model/report-template.ts";

/** What a layer is made of, as far as its marking goes: layers, assessments, or the workspace. */
export function thingsOf(source: DrawableSource): MarkedThings {
  switch (source.kind) {
    case "layer":
      return { layerIds: [source.layerId] };
    case "layer-difference":
      return { layerIds: [source.layerId, source.minusLayerId] };
    case "mode":
    case "actor":
      return { assessmentIds: [source.assessmentId] };
    case "assessment-difference":
      return { assessmentIds: [source.assessmentId, source.minusAssessmentId] };
    case "comparison":
      return thingsOfComparison(source);
    case "release-change":
    case "empty":
    case "list":
    case "inventory":
    case "search":
    case "content":
      return {};
  }
}

/** What two answers beside each other are made of. */
export function thingsOfComparison({
  before,
  after,
}: {
  readonly before: ComparisonSide;
  readonly after: ComparisonSide;
}): MarkedThings {
  const sides = [before, after];
  return {
    assessmentIds: sides.flatMap((side) => (side.kind === "snapshot" ? [] : [side.assessmentId])),
    snapshotIds: sides.flatMap((side) => (side.kind === "snapshot" ? [side.snapshotId] : [])),
  };
}

/** What several layers are made of. */
export function thingsOfSources(sources: readonly DrawableSource[]): MarkedThings {
  const all = sources.map(thingsOf);
  return {
    assessmentIds: [...new Set(all.flatMap(({ assessmentIds = [] }) => assessmentIds))],
    layerIds: [...new Set(all.flatMap(({ layerIds = [] }) => layerIds))],
    snapshotIds: [...new Set(all.flatMap(({ snapshotIds = [] }) => snapshotIds))],
  };
}

/** What a report is made of: the assessment or snapshot, and what it is compared with. */
export function thingsOfReport({
  of,
  content,
}: {
  readonly of: ComparedWith;
  readonly content: Pick<ReportContent, "comparedWith">;
}): MarkedThings {
  const all = content.comparedWith === null ? [of] : [of, content.comparedWith];
  return {
    assessmentIds: all.flatMap((one) => (one.kind === "assessment" ? [one.assessmentId] : [])),
    snapshotIds: all.flatMap((one) => (one.kind === "snapshot" ? [one.snapshotId] : [])),
  };
}

/** What the sheet of a run is made of: the run, and the assessment that says what is expected. */
export function thingsOfRunSheet(runId: number, assessmentId: number | undefined): MarkedThings {
  return { runIds: [runId], assessmentIds: assessmentId === undefined ? [] : [assessmentId] };
}

/** What is made of actors: those of one's own may be marked. */
export function thingsOfActors(actors: readonly { readonly id: string }[]): MarkedThings {
  const numbers = actors.flatMap(({ id }) => /^OWN-(\d{1,15})$/.exec(id)?.[1] ?? []);
  return { ownActorIds: [...new Set(numbers)].map(Number) };
}

/** What techniques were observed in, as far as that can be marked: a layer, an own actor or a run. */
export function thingsOfObserved(
  source: ObservedSource | undefined,
): Pick<MarkedThings, "layerIds" | "ownActorIds" | "runIds"> {
  switch (source?.kind) {
    case "layer":
      return { layerIds: [source.layerId] };
    case "actor":
      return thingsOfActors([{ id: source.actorId }]);
    case "run":
      return { runIds: [source.runId] };
    default:
      return {};
  }
}
