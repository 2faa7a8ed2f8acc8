import { Button } from "@mantine/core";
import { IconPrinter } from "@tabler/icons-react";
import { useState } from "react";
import type { Run } from "../../shared/model/emulation.ts";
import type { Problem } from "../../shared/problem.ts";
import { useApp } from "../app/app-state.ts";
import { showDone } from "../ui/toasts.tsx";
import { problemOf } from "../use-operation.ts";
import { workbench } from "../workbench.ts";

/** Prints a run as a sheet for the day: what to do, what should fire, and boxes to fill in by hand. */
export function RunSheetButton({
  run,
  onProblem,
}: {
  readonly run: Pick<Run, "id" | "name" | "cases">;
  readonly onProblem: (problem: Problem | undefined) => void;
}) {
  const { assessmentId } = useApp();
  const [busy, setBusy] = useState(false);
  const save = async () => {
    const document = await workbench.emulation.runSheet({
      runId: run.id,
      ...(assessmentId === undefined ? {} : { assessmentId }),
    });
    const suggested = `run-sheet-${run.name.replace(/[^\p{L}\p{N}]+/gu, "-").slice(0, 80)}`;
    const path = await workbench.shell.savePdf({ document, suggested });
    if (path !== null) showDone(`Saved as ${path}`);
  };
  return (
    <Button
      leftSection={<IconPrinter aria-hidden="true" />}
      loading={busy}
      disabled={run.cases === 0}
      onClick={() => {
        setBusy(true);
        onProblem(undefined);
        save()
          .catch((error: unknown) => onProblem(problemOf(error)))
          .finally(() => setBusy(false));
      }}
    >
      Run sheet
    </Button>
  );
}
