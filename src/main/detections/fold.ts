import type { DetectionRecord } from "../../shared/model/detection.ts";
import type { ImportWarning } from "../../shared/model/import-report.ts";

/** The detections of one import, each key once. */
interface Folded {
  readonly records: readonly DetectionRecord[];
  /** Records that repeated a key. */
  readonly duplicates: number;
  readonly warnings: readonly ImportWarning[];
}

/**
 * Takes every detection of an import once.
 *
 * Tables often give a rule a row for each technique, so their rows with one key are united. Of other
 * records with one key the one in use is kept, then the newer one, then the first.
 */
export function foldDuplicates(records: readonly DetectionRecord[]): Folded {
  const kept = new Map<string, DetectionRecord>();
  const warnings: ImportWarning[] = [];
  for (const record of records) {
    const key = `${record.format}\n${record.key}`;
    const before = kept.get(key);
    if (before === undefined) {
      kept.set(key, record);
      continue;
    }
    const isTable = record.format === "csv" || record.format === "xlsx";
    const winner = isTable ? unite(before, record) : preferred(before, record);
    kept.set(key, winner);
    warnings.push({
      code: "duplicate",
      objectId: record.key,
      path: record.file,
      message: isTable
        ? `"${record.name}" stands in lines ${placeOf(before)} and ${placeOf(record)}: taken as one.`
        : `"${record.name}" is in ${before.file} and in ${record.file}: kept from ${winner.file}.`,
    });
  }
  return { records: [...kept.values()], duplicates: records.length - kept.size, warnings };
}

function placeOf({ line }: DetectionRecord): string {
  return line === null ? "?" : String(line);
}

function unite(first: DetectionRecord, second: DetectionRecord): DetectionRecord {
  return {
    ...first,
    // A technique that stands under each of its tactics is one technique with its one count.
    ruleCount: Math.max(first.ruleCount, second.ruleCount),
    techniques: [...new Set([...first.techniques, ...second.techniques])],
    tactics: [...new Set([...first.tactics, ...second.tactics])],
    platforms:
      // One row that says "any" makes the whole rule one for any platform.
      first.platforms.length === 0 || second.platforms.length === 0
        ? []
        : [...new Set([...first.platforms, ...second.platforms])],
  };
}

function preferred(first: DetectionRecord, second: DetectionRecord): DetectionRecord {
  const firstIsOff = first.state === "disabled";
  if (firstIsOff !== (second.state === "disabled")) return firstIsOff ? second : first;
  return (second.modified ?? "") > (first.modified ?? "") ? second : first;
}
