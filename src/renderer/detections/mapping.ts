import type { ColumnMapping, TableField } from "../../shared/model/detection.ts";

/** Which column of a table holds which of the fields that an import knows. */
export type MappingOf<Field extends string> = { field: Field; column: string }[];

/** The field that a column feeds, or null. */
export function fieldOf<Field extends string>(
  mapping: MappingOf<Field>,
  column: string,
): Field | null {
  return mapping.find((each) => each.column === column)?.field ?? null;
}

/**
 * The mapping after a column was given a field, or none.
 *
 * A field is fed by one column: another one that fed it is set free.
 */
export function mapColumn<Field extends string>(
  mapping: MappingOf<Field>,
  column: string,
  field: Field | null,
): MappingOf<Field> {
  const others = mapping.filter((each) => each.column !== column && each.field !== field);
  return field === null ? others : [...others, { field, column }];
}

/** What a mapping still lacks, in words; null where it suffices. */
export function missingWords(mapping: ColumnMapping): string | null {
  const has = (field: TableField) => mapping.some((each) => each.field === field);
  if (has("count")) {
    return has("techniques") ? null : "Say which column holds the technique ID.";
  }
  if (!has("name") && !has("key")) {
    return "Say which column holds the rule's name. A table of technique and number of rules needs a technique column and a number column.";
  }
  return has("techniques") || has("tactics")
    ? null
    : "Say which column holds the technique IDs; without it no rule counts for a technique.";
}

/** The first few values of a column that are not empty. */
export function sampleValues(rows: readonly (readonly string[])[], index: number): string {
  const values = rows.map((row) => row[index] ?? "").filter((value) => value.trim() !== "");
  return [...new Set(values)].slice(0, 3).join(" · ");
}
