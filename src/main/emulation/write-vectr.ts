import type { ExportedCase, ExportedRun } from "../../shared/model/run-export.ts";
import { markRows } from "../../shared/csv-cell.ts";
import { csvOf } from "../plan/plan-table.ts";
import type { RunExport } from "./run-writer.ts";
import { readVectrOutcome } from "./vectr.ts";

/** The columns of VECTR's database dump, in its order and spelling. */
const columns = [
  ...["AssessmentGroup", "Campaign", "Phase", "Variant", "MitreID", "CapecId", "Method", "Status"],
  ...["Outcome", "Outcome Path", "Alert Severity", "Alert Triggered", "Activity Logged"],
  ...["Outcome Notes", "Detection Recommendations", "SourceIps", "TargetAssets"],
  ...["ExpectedDetectionLayers", "DetectingTools", "Start Time", "Start Time Epoch", "Stop Time"],
  ...["Stop Time Epoch", "Detection Time", "Detection Time Epoch", "Organizations", "Tags"],
  ...["Objective", "Command", "References", "Liklihood", "Risk", "Internal/External", "Stealth"],
  ...["Attack Vector", "Attack Complexity", "Privileges Required", "Attacker Tools"],
] as const;
type Column = (typeof columns)[number];

/** A row of the dump; a column that it does not name stays empty. */
type Row = Partial<Record<Column, string>>;

/** Runs as VECTR's database dump: a run is an assessment group, a group a campaign. */
export function writeVectr({ runs, marking }: Pick<RunExport, "runs" | "marking">): string {
  const rows = [
    columns,
    ...runs.flatMap((run) =>
      run.cases.map((testCase) => {
        const row = rowOf(run, testCase);
        return columns.map((column) => row[column] ?? "");
      }),
    ),
  ];
  return csvOf(markRows<string>(rows, marking));
}

function rowOf(run: ExportedRun, testCase: ExportedCase): Row {
  const own = new Map(testCase.ownFields.map(({ name, value }) => [name, value]));
  const kept = Object.fromEntries(columns.map((column) => [column, own.get(column) ?? ""])) as Row;
  const tools = [...new Set(testCase.observations.map(({ tool }) => tool))];
  return {
    ...kept,
    AssessmentGroup: run.name,
    Campaign: testCase.group,
    Phase: testCase.tactic ?? "",
    Variant: testCase.name === "" ? testCase.testKey : testCase.name,
    MitreID: testCase.written,
    Status: statusOf(testCase),
    ...outcomeOf(testCase, kept),
    "Outcome Notes": testCase.blueNotes,
    TargetAssets: testCase.host,
    ...(kept.DetectingTools === "" ? { DetectingTools: tools.join(",") } : {}),
    ...timesOf("Start Time", testCase.startAt),
    ...timesOf("Stop Time", testCase.endAt),
    ...timesOf("Detection Time", testCase.alertAt),
    ...(kept.Objective === "" ? { Objective: testCase.redNotes } : {}),
    Command: testCase.command,
  };
}

function timesOf(
  column: "Start Time" | "Stop Time" | "Detection Time",
  moment: string | null,
): Row {
  return moment === null
    ? {}
    : { [column]: moment, [`${column} Epoch`]: String(Date.parse(moment)) };
}

function statusOf({ outcome, startAt, endAt }: ExportedCase): string {
  if (outcome === "not-run") return "NotPerformed";
  if (outcome === "error") return "Abandon";
  if (outcome !== "not-assessed") return "Completed";
  return startAt === null && endAt === null ? "NotPerformed" : "InProgress";
}

const unsaid = { "Outcome Path": "", "Alert Triggered": "TBD", "Activity Logged": "TBD" };

/** The columns of the outcome; those that came from VECTR are kept where they still say the same. */
function outcomeOf({ outcome, seen }: ExportedCase, kept: Row): Row {
  const word = wordOf(outcome);
  const before = { ...kept, Outcome: word };
  const told = readVectrOutcome((name) => new Map(Object.entries(before)).get(name) ?? "");
  const isSame = told.outcome === outcome && told.seen === seen;
  if (isSame && kept["Activity Logged"] !== "") return { Outcome: word };
  return { ...unsaid, Outcome: word, ...marksOf(outcome, seen) };
}

function wordOf(outcome: ExportedCase["outcome"]): string {
  switch (outcome) {
    case "blocked":
      return "Blocked";
    case "alerted":
      return "Detected";
    case "logged":
    case "missed":
      return "NotDetected";
    case "not-run":
    case "not-assessed":
    case "error":
      return "TBD";
  }
}

function marksOf(outcome: ExportedCase["outcome"], seen: ExportedCase["seen"]): Row {
  if (outcome === "logged") return { "Activity Logged": "Yes" };
  if (outcome === "missed") return { "Activity Logged": "No" };
  if (outcome !== "blocked" || seen === null) return {};
  return seen === "alert"
    ? { "Alert Triggered": "Yes" }
    : { "Alert Triggered": "No", "Activity Logged": seen === "log" ? "Yes" : "No" };
}
