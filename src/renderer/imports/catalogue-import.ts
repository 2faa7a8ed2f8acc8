import { useState } from "react";
import type { CatalogueImportReport } from "../../shared/model/import-report.ts";
import type { Progress } from "../../shared/operation.ts";
import type { Problem } from "../../shared/problem.ts";
import { useLongWork } from "../use-operation.ts";

/** The import of ATT&CK bundles as the window follows it, whichever screen is open. */
export interface CatalogueImport {
  readonly start: (paths: readonly string[]) => void;
  readonly startStarter: () => void;
  readonly running: boolean;
  readonly progress: Progress | undefined;
  readonly cancel: () => void;
  /** Why the last import ended; `needs-decision` waits for {@link decide}. */
  readonly problem: Problem | undefined;
  readonly dismiss: () => void;
  /** What to do with a different file of a release that is already there. */
  readonly decide: (onConflict: "replace" | "keep") => void;
}

/** Imports bundles and the starter; `onDone` gets the reports of what was imported. */
export function useCatalogueImport(
  onDone: (reports: readonly CatalogueImportReport[]) => void,
): CatalogueImport {
  const bundles = useLongWork("catalogue", "import");
  const starter = useLongWork("catalogue", "addStarter");
  const [paths, setPaths] = useState<readonly string[]>([]);
  const work = starter.running || starter.problem !== undefined ? starter : bundles;

  const importPaths = async (wanted: readonly string[], onConflict: "ask" | "replace" | "keep") => {
    setPaths(wanted);
    const reports = await bundles.start({ paths: [...wanted], onConflict });
    if (reports !== undefined) onDone(reports);
  };

  return {
    start: (wanted) => void importPaths(wanted, "ask"),
    startStarter: () => {
      void starter.start({}).then((reports) => {
        if (reports !== undefined) onDone(reports);
      });
    },
    running: work.running,
    progress: work.progress,
    cancel: work.cancel,
    problem: work.problem,
    dismiss: () => {
      bundles.clear();
      starter.clear();
    },
    decide: (onConflict) => void importPaths(paths, onConflict),
  };
}
