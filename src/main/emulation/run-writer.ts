import type { EmulationTest } from "../../shared/model/emulation-test.ts";
import type { TechniqueId } from "../../shared/model/attack-id.ts";
import type { RunContent } from "../../shared/model/emulation.ts";
import type { PackedRun, RemovedMark } from "../../shared/model/run-package.ts";
import type { ExportedRun } from "../../shared/model/run-export.ts";
import type { Knowledge } from "../catalogue/knowledge.ts";
import type { LayerTables } from "../layers/layer-table.ts";

/** What a run remembers for merging. */
export interface RunSharing {
  /** What the last package that was merged said of the run itself; null before the first. */
  readonly base: RunContent | null;
  /** Test cases that were taken away. */
  readonly removed: readonly RemovedMark[];
}

/** How a run is marked: of its own, and all that it must carry. */
export type RunMarkings = Pick<PackedRun, "marking" | "markings">;

/** A release as the IDs of runs are read against it. */
export interface RunRelease {
  readonly knowledge: Pick<Knowledge, "domain" | "version" | "tactics" | "techniques" | "retired">;
  /** The technique that an ID counts for; null where it counts for none here. */
  readonly techniqueOf: (run: ExportedRun, written: string) => TechniqueId | null;
}

/** What writers know. */
export interface RunExport {
  readonly runs: readonly ExportedRun[];
  /** Whether something was hidden in them. */
  readonly redacted: boolean;
  /** Text of the marking; null where there is none. */
  readonly marking: string | null;
  /** The markings of a run for who merges it, by its UUID. */
  readonly markingsOf: (uuid: string) => RunMarkings;
  /** What a run remembers of those it is shared with, by its UUID. */
  readonly sharing: (uuid: string) => RunSharing;
  /** The bytes of evidence by their SHA-256. */
  readonly evidence: (sha256: string) => Uint8Array;
  /** The library, read when it is asked for. */
  readonly tests: () => readonly EmulationTest[];
  /** The newest release of each domain, read when it is asked for. */
  readonly releases: () => readonly RunRelease[];
}

/** A file of an archive. */
export interface ArchivedFile {
  readonly name: string;
  readonly content: string | Uint8Array;
}

/** A text, the tables of a workbook, or the files of an archive. */
export type WrittenRuns = string | LayerTables | { readonly files: readonly ArchivedFile[] };

/** Makes a file of runs: the same runs give the same bytes. */
export type RunWriter = (input: RunExport) => WrittenRuns;
