import type { ReactNode } from "react";
import type { SnapshotSummary } from "../../shared/model/snapshot.ts";
import { ErrorNotice } from "../ui/ErrorNotice.tsx";
import { Progress } from "../ui/Progress.tsx";
import { showDone } from "../ui/toasts.tsx";
import { useLongWork } from "../use-operation.ts";
import { workbench } from "../workbench.ts";

/** Takes the JSON of a report, of this workspace or another, in as a snapshot. */
export interface ReportImport {
  /** Asks for the file; undefined where none was chosen, or it is no report. */
  readonly start: () => Promise<SnapshotSummary | undefined>;
  readonly running: boolean;
  /** How far it is, and why it failed; null while there is nothing to say. */
  readonly state: ReactNode;
}

/** The import of a report, for every place that offers it. */
export function useReportImport(): ReportImport {
  const { start, cancel, running, progress, problem } = useLongWork("snapshots", "import");
  return {
    start: async () => {
      const path = await workbench.shell.chooseReport({});
      if (path === null) return undefined;
      const taken = await start({ path });
      if (taken !== undefined) showDone(`“${taken.name}” imported`);
      return taken;
    },
    running,
    state: running ? (
      <Progress
        label={progress?.phase ?? "Reading the report"}
        done={progress?.done ?? 0}
        total={progress?.total ?? null}
        onCancel={cancel}
      />
    ) : problem === undefined ? null : (
      <ErrorNotice problem={problem} />
    ),
  };
}
