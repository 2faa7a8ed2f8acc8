import type { AnnotationMarks, LayerProperties } from "../../shared/model/layer.ts";

/** What a layer is where nobody says otherwise: the defaults of layer format 4.5. */
export const defaultProperties: LayerProperties = {
  description: "",
  platforms: [],
  sorting: 0,
  layout: "side",
  showId: false,
  showName: true,
  showAggregateScores: false,
  countUnscored: false,
  aggregateFunction: "average",
  expandedSubtechniques: "none",
  hideDisabled: false,
  gradient: { colours: ["#ff6666", "#ffe766", "#8ec843"], least: 0, most: 100 },
  legend: [],
  metadata: [],
  links: [],
  showTacticRowBackground: false,
  tacticRowBackground: "#dddddd",
  selectTechniquesAcrossTactics: true,
  selectSubtechniquesWithParent: true,
  selectVisibleTechniques: false,
  customDataUrl: null,
  extra: null,
};

/** An annotation that says nothing yet. */
export const blankMarks: AnnotationMarks = {
  score: null,
  colour: "",
  comment: "",
  enabled: true,
  metadata: [],
  links: [],
  showSubtechniques: false,
  extra: null,
};

/** Whether marks say nothing: such an annotation need not be kept. */
export function isBlank(marks: AnnotationMarks): boolean {
  return (
    marks.score === null &&
    marks.colour === "" &&
    marks.comment === "" &&
    marks.enabled &&
    marks.metadata.length === 0 &&
    marks.links.length === 0 &&
    !marks.showSubtechniques &&
    marks.extra === null
  );
}
