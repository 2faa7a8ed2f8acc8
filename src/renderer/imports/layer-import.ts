import { useState } from "react";
import type { LayerImportReport } from "../../shared/model/import-report.ts";
import type { Progress } from "../../shared/operation.ts";
import type { Problem } from "../../shared/problem.ts";
import { useLongWork } from "../use-operation.ts";

/** The import of Navigator layers as the window follows it, whichever screen is open. */
export interface LayerImport {
  readonly start: (paths: readonly string[]) => void;
  readonly running: boolean;
  readonly cancelling: boolean;
  readonly progress: Progress | undefined;
  readonly cancel: () => void;
  readonly problem: Problem | undefined;
  readonly dismiss: () => void;
}

/** Imports layers; `onDone` gets the report. */
export function useLayerImport(onDone: (report: LayerImportReport) => void): LayerImport {
  const work = useLongWork("layers", "import");
  const [cancelling, setCancelling] = useState(false);
  return {
    start: (paths) => {
      setCancelling(false);
      void work.start({ paths: [...paths] }).then((report) => {
        if (report !== undefined) onDone(report);
      });
    },
    running: work.running,
    cancelling,
    progress: work.progress,
    cancel: () => {
      setCancelling(true);
      work.cancel();
    },
    problem: work.problem,
    dismiss: work.clear,
  };
}
