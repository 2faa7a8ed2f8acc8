import { normaliseTechniqueId } from "../../shared/model/attack-id.ts";
import type { ReportItem } from "../../shared/model/import-report.ts";
import type { Meaning } from "../coverage/naming.ts";

/** A release, as far as IDs are read against it. */
export interface ReleaseReader {
  /** `enterprise-attack 18.1` */
  readonly name: string;
  readonly read: (written: string) => Meaning;
}

/**
 * One item for each technique ID that no release counts: how many test cases write it, and why.
 *
 * In the order in which they first come; nothing where there is no release to read against.
 */
export function describeIds(
  cases: readonly { readonly written: string; readonly file: string }[],
  releases: readonly ReleaseReader[],
): ReportItem[] {
  if (releases.length === 0) return [];
  const counts = new Map<string, { count: number; file: string }>();
  for (const { written, file } of cases) {
    if (written === "") continue;
    const known = counts.get(written);
    if (known === undefined) counts.set(written, { count: 1, file });
    else known.count += 1;
  }
  return [...counts].flatMap(([written, { count, file }]): ReportItem[] => {
    const meanings = releases.map(({ name, read }) => ({ name, ...read(written) }));
    if (meanings.some(({ techniqueId }) => techniqueId !== null)) return [];
    const standing = meanings.find(({ mayStandFor }) => mayStandFor.length > 0);
    const what = `${written} in ${count} test case${count === 1 ? "" : "s"}`;
    const item = (kind: string, message: string): ReportItem => ({
      class: kind,
      what,
      file,
      line: null,
      message,
      effect: "counts for no technique",
    });
    if (standing !== undefined) {
      const candidates = standing.mayStandFor.join(", ");
      return [
        {
          ...item("ID of another release", `may stand for ${candidates} in ${standing.name}`),
          effect: "counts for no technique until that map is accepted",
        },
      ];
    }
    return [
      normaliseTechniqueId(written).form === "malformed"
        ? item("no technique ID", "is not written like a technique ID")
        : item("unknown ID", "is in no release of this workspace"),
    ];
  });
}
