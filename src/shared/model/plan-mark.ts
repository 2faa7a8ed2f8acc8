import { z } from "zod";
import { domain, techniqueId } from "./attack-id.ts";

/** When a gap is to be closed: within so many days of the plan's start, or after all of them. */
export const planWindow = z.enum(["30", "60", "90", "beyond"]);
export type PlanWindow = z.infer<typeof planWindow>;

/** How far the work on a gap has come; what is dropped leaves the plan. */
export const planStatus = z.enum(["planned", "in-progress", "done", "dropped"]);
export type PlanStatus = z.infer<typeof planStatus>;

/** Person-days in a file or a field: none below zero, none beyond a life. */
export const personDays = z.number().min(0).max(100_000);
const ownerName = z.string().max(200);
const planNote = z.string().max(10_000);

/** What the analyst fixed about a gap; whatever is null is planned anew each time. */
export const planMark = z.object({
  domain,
  techniqueId,
  window: planWindow.nullable(),
  status: planStatus,
  owner: ownerName,
  dueOn: z.iso.date().nullable(),
  /** The day on which it was done; null but for `done`. */
  doneOn: z.iso.date().nullable(),
  /** Person-days of its own work, in place of those by reason; its log source is apart. */
  effortDays: personDays.nullable(),
  note: planNote,
});
export type PlanMark = z.infer<typeof planMark>;

/** What a log source of the plan is called. */
export const logSourceName = z.string().trim().min(1).max(500);

/** What the analyst fixed about bringing in a log source; a due day puts it into its window. */
export const logSourceMark = z.object({
  name: logSourceName,
  /** What is dropped opens nothing: gaps that wait for it alone leave the windows. */
  status: planStatus,
  owner: ownerName,
  dueOn: z.iso.date().nullable(),
  /** The day on which it was done; null but for `done`. */
  doneOn: z.iso.date().nullable(),
  note: planNote,
});
export type LogSourceMark = z.infer<typeof logSourceMark>;
