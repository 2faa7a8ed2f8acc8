import type { MarkedThings } from "./model/marking.ts";
import type { DrawableSource } from "./model/picture.ts";
import type { ReportRequest } from "./model/report-export.ts";

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
    case "comparison": {
      const sides = [source.before, source.after];
      return {
        assessmentIds: sides.flatMap((side) =>
          side.kind === "snapshot" ? [] : [side.assessmentId],
        ),
        snapshotIds: sides.flatMap((side) => (side.kind === "snapshot" ? [side.snapshotId] : [])),
      };
    }
    case "release-change":
    case "empty":
    case "list":
    case "inventory":
    case "search":
    case "content":
      return {};
  }
}

/** What several layers are made of. */
export function thingsOfSources(sources: readonly DrawableSource[]): MarkedThings {
  const all = sources.map(thingsOf);
  return {
    assessmentIds: [...new Set(all.flatMap(({ assessmentIds = [] }) => assessmentIds))],
    layerIds: [...new Set(all.flatMap(({ layerIds = [] }) => layerIds))],
  };
}

/** What a report is made of: the assessment or snapshot, and what it is compared with. */
export function thingsOfReport({
  of,
  content,
}: Pick<ReportRequest, "of" | "content">): MarkedThings {
  const all = content.comparedWith === null ? [of] : [of, content.comparedWith];
  return {
    assessmentIds: all.flatMap((one) => (one.kind === "assessment" ? [one.assessmentId] : [])),
    snapshotIds: all.flatMap((one) => (one.kind === "snapshot" ? [one.snapshotId] : [])),
  };
}
