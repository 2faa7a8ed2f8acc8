import { normaliseHeading } from "../detections/table-columns.ts";

/** The headings that a field may have, normalised, the plainest first. */
export type KnownHeadings<Field extends string> = readonly (readonly [
  field: Field,
  headings: readonly string[],
])[];

/** How many fields a row of headings may name. */
export function countHeadings(fields: KnownHeadings<string>, cells: readonly string[]): number {
  const headings = new Set(cells.map(normaliseHeading));
  return fields.filter(([, known]) => known.some((heading) => headings.has(heading))).length;
}

/** Recognises which column holds which field: of several the one with the plainest heading. */
export function recogniseColumns<Field extends string>(
  fields: KnownHeadings<Field>,
  columns: readonly string[],
): { field: Field; column: string }[] {
  const normal = columns.map(normaliseHeading);
  const taken = new Set<number>();
  return fields.flatMap(([field, headings]) => {
    const at = headings
      .map((heading) => normal.findIndex((each, column) => each === heading && !taken.has(column)))
      .find((column) => column !== -1);
    const column = at === undefined ? undefined : columns[at];
    if (at === undefined || column === undefined) return [];
    taken.add(at);
    return [{ field, column }];
  });
}
