import { blankPaint, type CellPaint, type MatrixPainter } from "../painter.ts";

/** A technique that no chosen actor uses, or that was set not applicable. */
export function outOfScope(words: string): CellPaint {
  const title = words.charAt(0).toUpperCase() + words.slice(1);
  return { ...blankPaint, part: "out", words, title };
}

/** What the modes of an assessment have in common: they speak of the chosen actors' techniques. */
export const inScope: Pick<MatrixPainter, "isAnnotated" | "isDisabled" | "isCounted"> = {
  isAnnotated: ({ answer }) => answer !== null,
  isDisabled: ({ answer }) => answer?.notApplicable === true,
  isCounted: ({ answer }) => answer?.inDenominator === true,
};
