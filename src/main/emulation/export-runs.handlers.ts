import type { CasemateContract } from "../../shared/contract.ts";
import type { HandlerOf } from "../backend/handler.ts";
import { getSettings } from "../settings/settings.store.ts";
import { getExportedRun } from "./exported-runs.store.ts";
import { listEmulationTests } from "./library.store.ts";
import { runWriters } from "./run-formats.ts";
import { writeRuns } from "./written-runs.writer.ts";

/** Writes runs into one file. */
export const exportRuns: HandlerOf<CasemateContract["emulation"]["export"]> = async (
  { runIds, format, path },
  { db, breathe, progress },
) => {
  const runs = [];
  for (const [done, id] of runIds.entries()) {
    progress({ phase: "Gathering runs", done, total: runIds.length, unit: "runs" });
    runs.push(getExportedRun(db, id));
    await breathe();
  }
  const marking = getSettings(db).markingText.trim();
  const written = runWriters[format]({
    runs,
    redacted: false,
    marking: marking === "" ? null : marking,
    tests: () => listEmulationTests(db),
  });
  await writeRuns(path, written);
  return {
    path,
    runs: runs.length,
    cases: runs.reduce((sum, { cases }) => sum + cases.length, 0),
  };
};
