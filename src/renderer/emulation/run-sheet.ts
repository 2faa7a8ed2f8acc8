import type { Run } from "../../shared/model/emulation.ts";
import { showDone } from "../ui/toasts.tsx";
import { workbench } from "../workbench.ts";

/** Prints a run as a sheet for the day: what to do, what should fire, and boxes to fill in by hand. */
export async function saveRunSheet(
  run: Pick<Run, "id" | "name">,
  assessmentId: number | undefined,
): Promise<void> {
  const document = await workbench.emulation.runSheet({
    runId: run.id,
    ...(assessmentId === undefined ? {} : { assessmentId }),
  });
  const words = run.name.replace(/[^\p{L}\p{N}]+/gu, "-").replace(/^-+|-+$/g, "");
  const suggested = `run-sheet-${words.slice(0, 80)}`;
  const path = await workbench.shell.savePdf({ document, suggested });
  if (path !== null) showDone(`Saved as ${path}`);
}
