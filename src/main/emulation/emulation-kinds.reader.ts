import type { Table } from "../detections/table-columns.ts";
import type { YamlDocument, YamlValue } from "../detections/yaml.reader.ts";
import type { ReadEmulation } from "./read-emulation.ts";
import { isAtomicLog, readAtomicLog } from "./atomic-log.ts";
import {
  isAtomicIndex,
  isAtomicTechnique,
  readAtomicIndex,
  readAtomicTechniques,
} from "./atomic-tests.ts";
import { isAttire, readAttire } from "./attire.ts";
import {
  isCalderaEventLog,
  isCalderaReport,
  readCalderaEventLog,
  readCalderaReport,
} from "./caldera-results.ts";
import {
  isCalderaAbility,
  isCalderaAdversary,
  isCtidPlan,
  readCalderaAbilities,
  readCalderaAdversaries,
  readCtidPlan,
} from "./caldera-tests.ts";
import {
  isPackagedRun,
  isRunDocument,
  isRunTable,
  readPackagedRun,
  readRunDocument,
  readRunTable,
} from "./own-runs.ts";
import { isPurpleOps, isPurpleOpsTable, readPurpleOps, readPurpleOpsTable } from "./purpleops.ts";
import { isVectr, readVectr } from "./vectr.ts";

/** A kind of content that tells of an emulation. Of several that fit, the first is taken. */
interface Kind<Held, Read extends readonly unknown[]> {
  readonly holds: (value: Held) => boolean;
  readonly read: (...input: Read) => ReadEmulation;
}

/** What JSON files may hold. */
export const jsonKinds: readonly Kind<unknown, [file: string, value: unknown]>[] = [
  { holds: isRunDocument, read: readRunDocument },
  { holds: isPackagedRun, read: readPackagedRun },
  { holds: isAttire, read: readAttire },
  { holds: isCalderaReport, read: readCalderaReport },
  { holds: isCalderaEventLog, read: readCalderaEventLog },
  { holds: isPurpleOps, read: readPurpleOps },
];

/** What YAML files may hold, by any of their documents. */
export const yamlKinds: readonly Kind<
  YamlValue,
  [file: string, documents: readonly YamlDocument[]]
>[] = [
  { holds: isAtomicTechnique, read: readAtomicTechniques },
  { holds: isCtidPlan, read: readCtidPlan },
  { holds: isCalderaAdversary, read: readCalderaAdversaries },
  { holds: isCalderaAbility, read: readCalderaAbilities },
];

/** What tables may hold, by their headings. */
export const tableKinds: readonly Kind<Table, [table: Table]>[] = [
  { holds: isRunTable, read: readRunTable },
  { holds: isVectr, read: readVectr },
  { holds: isAtomicLog, read: readAtomicLog },
  { holds: isAtomicIndex, read: readAtomicIndex },
  { holds: isPurpleOpsTable, read: readPurpleOpsTable },
];

/** Headings by which the row of headings is found below titles. */
export const knownHeadings: ReadonlySet<string> = new Set([
  ...["AssessmentGroup", "Campaign", "Variant", "Outcome", "MitreID"],
  ...["Execution Time (UTC)", "Technique", "Technique ID", "Test Name", "Hostname", "GUID"],
  ...["Technique #", "Technique Name", "Test #", "Test GUID", "Executor Name"],
  ...["Run ID", "Test case", "Test key", "Own fields", "Outcome"],
  ...["mitreid", "rednotes", "bluenotes", "assessmentid", "objective", "actions"],
]);
