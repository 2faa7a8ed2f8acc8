import type { PlanMark } from "../../shared/model/plan-mark.ts";
import type { PlanChange } from "../../shared/model/plan.ts";
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
  if (mark.status !== "done") {
    if (typeof change.doneOn === "string") {
      throw new Problem(
        "bad-input",
        `${techniqueId} cannot have been done on ${change.doneOn} while its status is ${mark.status}.`,
      );
    }
    return { was, mark: { ...mark, doneOn: null } };
  }
  // What is said to be done without a day was done today.
  return { was, mark: { ...mark, doneOn: mark.doneOn ?? today } };
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
