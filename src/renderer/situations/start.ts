import type { Assessment } from "../../shared/model/assessment.ts";

/** What every guided start gets. */
export interface StartProps {
  /** The assessment that it begins from. */
  readonly assessment: Assessment;
  readonly onClose: () => void;
}

/** A name for a year: in place of the year that it says, or behind it. */
export function nameForYear(base: string, year: string): string {
  const said = /\b(?:19|20)\d{2}\b/;
  return said.test(base) ? base.replace(said, year) : `${base}, ${year}`;
}

/** The first of a name and its numbered variants that no assessment has. */
export function freeName(wanted: string, taken: readonly string[]): string {
  const name = wanted.slice(0, 190);
  if (!taken.includes(name)) return name;
  for (let number = 2; ; number += 1) {
    const numbered = `${name} (${String(number)})`;
    if (!taken.includes(numbered)) return numbered;
  }
}
