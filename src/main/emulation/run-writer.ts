import type { EmulationTest } from "../../shared/model/emulation-test.ts";
import type { ExportedRun } from "../../shared/model/run-export.ts";
import type { LayerTables } from "../layers/layer-table.ts";

/** What writers know. */
export interface RunExport {
  readonly runs: readonly ExportedRun[];
  /** Whether something was hidden in them. */
  readonly redacted: boolean;
  /** Text of the workspace's marking; null where it has none. */
  readonly marking: string | null;
  /** The library, read when it is asked for. */
  readonly tests: () => readonly EmulationTest[];
}

/** A text, or the tables of a workbook. */
export type WrittenRuns = string | LayerTables;

/** Makes a file of runs: the same runs give the same bytes. */
export type RunWriter = (input: RunExport) => WrittenRuns;
