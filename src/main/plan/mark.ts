import type { LogSourceMark, PlanMark } from "../../shared/model/plan-mark.ts";
import type { LogSourceChange, PlanChange } from "../../shared/model/plan.ts";
import { Problem } from "../../shared/problem.ts";

/** What is fixed about a gap once a change is made, and what was fixed before. */
export function changeMark(
  known: PlanMark | undefined,
  change: PlanChange,
  today: string,
): { readonly was: PlanMark; readonly mark: PlanMark } {
  const { domain, techniqueId } = change;
  const was: PlanMark = known ?? {
    domain,
    techniqueId,
    window: null,
    status: "planned",
    owner: "",
    dueOn: null,
    doneOn: null,
    effortDays: null,
    note: "",
  };
  const mark: PlanMark = {
    ...was,
    window: change.window === undefined ? was.window : change.window,
    status: change.status ?? was.status,
    owner: change.owner ?? was.owner,
    dueOn: change.dueOn === undefined ? was.dueOn : change.dueOn,
    doneOn: change.doneOn === undefined ? was.doneOn : change.doneOn,
    effortDays: change.effortDays === undefined ? was.effortDays : change.effortDays,
    note: change.note ?? was.note,
  };
  return { was, mark: withDoneOn(techniqueId, mark, change.doneOn, today) };
}

/** What is fixed about a log source once a change is made, and what was fixed before. */
export function changeLogSource(
  known: LogSourceMark | undefined,
  change: LogSourceChange,
  today: string,
): { readonly was: LogSourceMark; readonly mark: LogSourceMark } {
  const { name } = change;
  const was: LogSourceMark = known ?? {
    name,
    status: "planned",
    owner: "",
    dueOn: null,
    doneOn: null,
    note: "",
  };
  const mark: LogSourceMark = {
    ...was,
    status: change.status ?? was.status,
    owner: change.owner ?? was.owner,
    dueOn: change.dueOn === undefined ? was.dueOn : change.dueOn,
    doneOn: change.doneOn === undefined ? was.doneOn : change.doneOn,
    note: change.note ?? was.note,
  };
  return { was, mark: withDoneOn(name, mark, change.doneOn, today) };
}

/** The day of what is done, and of nothing else. Throws `bad-input` where a change says otherwise. */
function withDoneOn<Mark extends Pick<PlanMark, "status" | "doneOn">>(
  what: string,
  mark: Mark,
  doneOn: string | null | undefined,
  today: string,
): Mark {
  // What is said to be done without a day was done today.
  if (mark.status === "done") return { ...mark, doneOn: mark.doneOn ?? today };
  if (typeof doneOn === "string") {
    throw new Problem(
      "bad-input",
      `${what} cannot have been done on ${doneOn} while its status is ${mark.status}.`,
    );
  }
  return { ...mark, doneOn: null };
}

/** Whether nothing is fixed about a log source any more. */
export function isBlankSource({ status, owner, dueOn, note }: LogSourceMark): boolean {
  return status === "planned" && owner === "" && dueOn === null && note === "";
}

/** Whether nothing is fixed any more. */
export function isBlank({ window, status, owner, dueOn, effortDays, note }: PlanMark): boolean {
  return (
    window === null &&
    status === "planned" &&
    owner === "" &&
    dueOn === null &&
    effortDays === null &&
    note === ""
  );
}
