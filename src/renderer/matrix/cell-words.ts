import type { CellMarker } from "./matrix-view.ts";
import type { PaintedTechnique } from "./painter.ts";

/** The words of a marker, for tooltip and accessible name. */
export const markerWords: Readonly<Record<CellMarker, string>> = {
  note: "note",
  "plan-item": "plan item",
  "failed-test": "failed test",
};

/** The accessible name of a cell: "T1562.004, Disable or Modify System Firewall, none, 3 of 3 actors". */
export function cellName({ technique, paint }: PaintedTechnique): string {
  const markers = technique.answer?.markers.map((marker) => markerWords[marker]) ?? [];
  return [technique.id, technique.name, paint.words, ...markers].join(", ");
}

/** Whether the cell says a level that rests on an assumed state. */
export function isAssumed({ technique: { answer }, paint }: PaintedTechnique): boolean {
  return answer?.assumed === true && paint.glyph === answer.level;
}
