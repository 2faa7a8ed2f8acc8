import { writeFileSync } from "node:fs";
import { join } from "node:path";

const techniques = ["T1059.001", "T1003.001", "T1082", "T1547.001", "T1021.002", "T1105"];
const hosts = Array.from({ length: 50 }, (_, at) => `WS-${String(at).padStart(3, "0")}`);

/** The moment that is so many seconds after a day begins. */
const momentAt = (seconds: number) =>
  new Date(Date.UTC(2026, 10, 12) + seconds * 1000).toISOString();
const at = <Value>(list: readonly Value[], place: number) => list[place % list.length] ?? "";

/** Writes a table of test cases, twenty seconds apart, and one of alerts over the same hours. */
export function writeManyCases(
  cases: number,
  alerts: number,
  folder: string,
): { readonly results: string; readonly alerts: string } {
  const results = join(folder, "results.csv");
  const rows = Array.from({ length: cases }, (_, place) =>
    [at(techniques, place), `Test ${String(place)}`, at(hosts, place), momentAt(place * 20)].join(),
  );
  writeFileSync(results, ["Technique,Test,Host,Start", ...rows].join("\n"));
  const seen = join(folder, "alerts.csv");
  const lines = Array.from({ length: alerts }, (_, place) =>
    [momentAt(place * 2), "Rule", at(hosts, place * 7), at(techniques, place * 5)].join(),
  );
  writeFileSync(seen, ["Time,Rule,Host,Technique", ...lines].join("\n"));
  return { results, alerts: seen };
}
