import type { ResultField } from "../../shared/model/result-table.ts";

/** What a column of results may hold, in words. */
export const resultFieldChoices: readonly {
  readonly value: ResultField;
  readonly label: string;
}[] = [
  { value: "technique", label: "Technique ID" },
  { value: "test", label: "Name of the test" },
  { value: "testKey", label: "GUID or key of the test" },
  { value: "outcome", label: "Outcome" },
  { value: "blocked", label: "Blocked, yes or no" },
  { value: "alerted", label: "Alerted, yes or no" },
  { value: "logged", label: "Logged, yes or no" },
  { value: "host", label: "Host" },
  { value: "platform", label: "Platform" },
  { value: "start", label: "Start" },
  { value: "end", label: "End" },
  { value: "alertAt", label: "Time of the alert" },
  { value: "fired", label: "Detection that fired" },
  { value: "expected", label: "Expected outcome" },
  { value: "run", label: "Run" },
  { value: "group", label: "Group" },
  { value: "tactic", label: "Tactic" },
  { value: "assignee", label: "Assignee" },
  { value: "command", label: "Command" },
  { value: "redNotes", label: "Red notes" },
  { value: "blueNotes", label: "Blue notes" },
];
