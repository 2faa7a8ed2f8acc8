import { thingsOfRunSheet } from "../../shared/marked-source.ts";
import type { Run } from "../../shared/model/emulation.ts";
import { savePrintedMarked } from "../markings/ask-marking.ts";
import { showDone } from "../ui/toasts.tsx";
import { workbench } from "../workbench.ts";

/** Prints a run as a sheet for the day: what to do, what should fire, and boxes to fill in by hand. */
export async function saveRunSheet(
  run: Pick<Run, "id" | "name">,
  assessmentId: number | undefined,
): Promise<void> {
  const words = run.name.replace(/[^\p{L}\p{N}]+/gu, "-").replace(/^-+|-+$/g, "");
  const suggested = `run-sheet-${words.slice(0, 80)}`;
  const path = await savePrintedMarked({
    things: thingsOfRunSheet(run.id, assessmentId),
    what: `Sheet of ${run.name}`,
    suggested,
    print: (marked) =>
      workbench.emulation.runSheet({
        runId: run.id,
        ...(assessmentId === undefined ? {} : { assessmentId }),
        ...marked,
      }),
  });
  if (path !== null) showDone(`Saved as ${path}`);
}
