/** How cells stand: sub-techniques below, beside, or all as small squares. */
export type MatrixLayout = "flat" | "side" | "mini";

/**
 * How sub-techniques appear at first: as segments of their parent's strip, those that the mode has
 * something to say of, all, or none. One by one they are turned by hand.
 */
export type SubtechniqueDisplay = "strips" | "annotated" | "all" | "none";

/**
 * Order within a tactic: techniques by name and sub-techniques by ID as ATT&CK does, by name, ID
 * or the mode's score, or gaps before covered techniques. What is unscored stands last both ways.
 */
export type MatrixOrder =
  | "attack"
  | "gaps"
  | "name"
  | "name-descending"
  | "id"
  | "id-descending"
  | "score"
  | "score-descending";

/** What names a cell. */
export type CellLabels = "both" | "id" | "name";

/** How the matrix is drawn, whatever it says. */
export interface MatrixDisplay {
  readonly layout: MatrixLayout;
  readonly subtechniques: SubtechniqueDisplay;
  readonly order: MatrixOrder;
  readonly labels: CellLabels;
  readonly hideDisabled: boolean;
  /** Short names of the tactics that are not shown. Keep it stable between renders. */
  readonly hiddenTactics: readonly string[];
  /** Percent, one of `zoomSteps`. */
  readonly zoom: number;
  /** Patterns over the fills. */
  readonly patterns: boolean;
}

/** What was folded, opened and closed by hand. */
export interface MatrixFolds {
  /** Short names of the tactics that are folded. */
  readonly tactics: ReadonlySet<string>;
  /** IDs of the techniques that were turned under a display of sub-techniques. */
  readonly turned: ReadonlySet<string>;
  /** That display; another one forgets what was turned. */
  readonly display: SubtechniqueDisplay;
}

export const nothingFolded: MatrixFolds = {
  tactics: new Set(),
  turned: new Set(),
  display: "strips",
};

/** The display of a matrix that nobody changed yet. */
export const plainDisplay: MatrixDisplay = {
  layout: "flat",
  subtechniques: "strips",
  order: "attack",
  labels: "both",
  hideDisabled: false,
  hiddenTactics: [],
  zoom: 100,
  patterns: false,
};

/** The zooms that there are, in percent. */
export const zoomSteps = [60, 70, 80, 90, 100, 110, 125, 150, 175, 200] as const;

/** The next zoom, larger (1) or smaller (-1); the same at the end. */
export function zoomBy(zoom: number, by: 1 | -1): number {
  const steps = by === 1 ? zoomSteps : [...zoomSteps].reverse();
  return steps.find((step) => (by === 1 ? step > zoom : step < zoom)) ?? zoom;
}
