import type { ReactNode } from "react";
import type { PlanItem } from "../../shared/model/plan.ts";
import { formatDay } from "../app/times.ts";
import { formatDays } from "./plan.ts";
import { describeSlip, effortWords, windowWords } from "./reason-words.ts";

/** What the plan says of an item, as words and values. */
export function planFacts(item: PlanItem): { word: string; value: ReactNode }[] {
  return [
    {
      word: "Window",
      value: `${windowWords[item.window]}${item.windowFixed ? ", fixed by hand" : ""}`,
    },
    {
      word: "Effort",
      value: `${effortWords[item.effort]}, ${formatDays(item.effortDays)} person-${item.effortDays === 1 ? "day" : "days"}${item.effortFixed ? ", fixed by hand" : ""}${item.logSource === null ? "" : ", beside its log source"}`,
    },
    { word: "Data source", value: item.dataSource === "" ? "none is named" : item.dataSource },
    ...(item.detectionApproach === "" ? [] : [{ word: "Approach", value: item.detectionApproach }]),
    { word: "Owner", value: item.owner === "" ? "nobody yet" : item.owner },
    ...(item.dueOn === null
      ? []
      : [
          {
            word: "Due",
            value: `${formatDay(item.dueOn)}${item.dueFixed ? "" : ", end of its window"}`,
          },
        ]),
    ...(item.doneOn === null ? [] : [{ word: "Done on", value: formatDay(item.doneOn) }]),
    ...(item.slip === null
      ? []
      : [{ word: "Slip", value: <span className="gaps-slip">{describeSlip(item.slip)}</span> }]),
    ...(item.note === "" ? [] : [{ word: "Note", value: item.note }]),
  ];
}
