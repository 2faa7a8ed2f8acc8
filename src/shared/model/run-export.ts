import { z } from "zod";
import { evidenceFile, runContent, testCaseChange, testCaseContent } from "./emulation.ts";
import { testCaseField } from "./emulation.ts";

/** What a run can be written as. */
export const runFormat = z.enum([
  "json",
  "csv",
  "xlsx",
  "vectr",
  "layer",
  "attire",
  "package",
  "atomic-script",
  "atomic-schedule",
  "caldera-adversary",
]);
export type RunFormat = z.infer<typeof runFormat>;

/** A format as people choose it. */
export interface RunFormatWords {
  readonly word: string;
  /** Of the file, without the dot. */
  readonly extension: string;
  /** One sentence on what it holds, and what it does not. */
  readonly holds: string;
}

/** The formats in the order in which they are offered. */
export const runFormats: Readonly<Record<RunFormat, RunFormatWords>> = {
  json: {
    word: "JSON",
    extension: "json",
    holds: "Everything that is said of the test cases, with history and SHA-256 of evidence.",
  },
  csv: {
    word: "CSV",
    extension: "csv",
    holds: "One row for each test case; Casemate reads it back.",
  },
  xlsx: {
    word: "Workbook (XLSX)",
    extension: "xlsx",
    holds: "Sheets of the test cases, the runs with their outcomes, and what each tool saw.",
  },
  vectr: {
    word: "VECTR CSV",
    extension: "csv",
    holds:
      "The columns of VECTR's database dump: outcomes, notes and times, one for all tools; a test error has no word there.",
  },
  layer: {
    word: "Navigator layer",
    extension: "json",
    holds: "The latest outcome of each technique, coloured, with counts in the comments.",
  },
  package: {
    word: "Run package",
    extension: "casemate-run",
    holds:
      "For another laptop to fill in and send back: everything, with the files of evidence. What comes back is merged.",
  },
  attire: {
    word: "ATTiRe 1.1",
    extension: "zip",
    holds:
      "What was executed, one log for each run and host. Outcomes of the defence are not in it: the format has none.",
  },
  "atomic-script": {
    word: "Invoke-AtomicRedTeam script",
    extension: "ps1",
    holds: "Checks, runs and cleans up the atomics, host by host; other tests stand in comments.",
  },
  "atomic-schedule": {
    word: "Atomic runner schedule",
    extension: "csv",
    holds: "The atomics in their order, each once; other tests are not in it.",
  },
  "caldera-adversary": {
    word: "Caldera adversary",
    extension: "yml",
    holds: "The abilities in their order; other tests stand in comments.",
  },
};

/** A file of evidence as a document names it: its bytes are not in it. */
export const namedEvidence = evidenceFile.omit({ id: true });
export type NamedEvidence = z.infer<typeof namedEvidence>;

/** A test case outside a workspace: known by its UUID, with all that was said of it. */
export const exportedCase = testCaseContent.extend({
  uuid: z.uuid(),
  /** Fields that somebody changed by hand. */
  edited: z.array(testCaseField),
  /** The earliest change first. */
  history: z.array(testCaseChange),
  evidence: z.array(namedEvidence),
});
export type ExportedCase = z.infer<typeof exportedCase>;

/** A run outside a workspace, with its test cases in their order. */
export const exportedRun = runContent.extend({
  uuid: z.uuid(),
  environment: z.string(),
  createdAt: z.string(),
  cases: z.array(exportedCase),
});
export type ExportedRun = z.infer<typeof exportedRun>;

/** Runs as a JSON document. */
export const runDocument = z.object({
  schema: z.literal("casemate-emulation/1"),
  /** Left out where there is none. */
  marking: z.string().optional(),
  /** Whether something was hidden before it was written. */
  redacted: z.boolean(),
  runs: z.array(exportedRun),
});
export type RunDocument = z.infer<typeof runDocument>;
