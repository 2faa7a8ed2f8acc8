import type { DetectionImportReport } from "../../shared/model/import-report.ts";
import type { ClassOf } from "./ClassList.tsx";

/** The classes of a detection report; the first six sum to what was imported and updated. */
export type ReportClassKey =
  | "mapped-fully"
  | "mapped-in-part"
  | "newer-only"
  | "other-only"
  | "tactic-only"
  | "untagged"
  | "experimental"
  | "disabled"
  | "ids"
  | "revoked"
  | "unmapped"
  | "changed"
  | "gone"
  | "unchanged"
  | "kept"
  | "duplicates"
  | "unreadable"
  | "ignored"
  | "warnings";

/** One class of a report about detections; its effect is that on coverage. */
export type ReportClass = ClassOf<ReportClassKey>;

/** What a rule whose IDs are known does to coverage, as its state was stored. */
function effectOfMapped({ assumedState }: DetectionImportReport): string {
  switch (assumedState) {
    case "available":
      return "Available: not covered until you say that they run";
    case "disabled":
      return "Disabled: not counted until enabled";
    case "enabled":
      return "Counted in full, marked as assumed to run";
    case null:
      return "Counted by the state in the file";
  }
}

function releaseWords({ domain, version }: DetectionImportReport): string {
  return domain === null || version === null ? "the catalogue" : `${domain} ${version}`;
}

/** "T1685, T1686, T1689 and below": the later techniques, sub-techniques folded into parents. */
function newerWords(report: DetectionImportReport): string {
  const parents = new Set(
    report.unknownIds
      .filter((each) => each.reason === "newer")
      .map((each) => each.id.split(".")[0]),
  );
  const [first, second, third, ...more] = [...parents].sort();
  const named = [first, second, third].filter((id) => id !== undefined).join(", ");
  if (named === "") return "IDs that a later release brought";
  return more.length === 0
    ? `${named} and below`
    : `${named}, ${String(more.length)} more, and below`;
}

/** The classes of a report in the order in which they are shown. */
export function reportClasses(report: DetectionImportReport): readonly ReportClass[] {
  const release = releaseWords(report);
  const noEffect = "No effect on coverage";
  const classes: ReportClass[] = [
    {
      key: "mapped-fully",
      word: "Mapped",
      count: report.mappedFully,
      cause: `All IDs are in ${release}`,
      effect: effectOfMapped(report),
    },
    {
      key: "mapped-in-part",
      word: "Mapped in part",
      count: report.mappedInPart,
      cause: "Some IDs known, some not",
      effect: "The known IDs count",
    },
    {
      key: "newer-only",
      word: "IDs of a later release",
      count: report.newerOnly,
      cause: newerWords(report),
      effect: "Not counted until you accept the map",
    },
    {
      key: "other-only",
      word: "Other IDs only",
      count: report.otherOnly,
      cause: "Unknown, malformed, deprecated or of another domain",
      effect: noEffect,
    },
    {
      key: "tactic-only",
      word: "Tactic only",
      count: report.tacticOnly,
      cause: "A tactic is named, no technique",
      effect: noEffect,
    },
    {
      key: "untagged",
      word: "No tag",
      count: report.untagged,
      cause: "Neither tactic nor technique",
      effect: noEffect,
    },
    {
      key: "experimental",
      word: "Experimental",
      count: report.experimental,
      cause: "Status in the rule; also counted above",
      effect: "Partial at most while it is only assumed to run",
    },
    {
      key: "disabled",
      word: "Disabled",
      count: report.disabled,
      cause: "Disabled, deprecated or unsupported; also counted above",
      effect: "Not counted; its gap says so",
    },
    {
      key: "ids",
      word: "IDs that name no technique",
      count: report.unknownIds.length,
      cause: `Not active in ${release}`,
      effect: "Not counted; the rules keep them",
    },
    {
      key: "revoked",
      word: "Revoked IDs",
      count: report.revokedIds.length,
      cause: "The catalogue says what each became",
      effect: "Not counted until you accept the map",
    },
    {
      key: "unmapped",
      word: "Rows without technique",
      count: report.unmappedCount,
      cause: "Rules that the table counts under no technique",
      effect: noEffect,
    },
    {
      key: "changed",
      word: "Changed",
      count: report.changed.length,
      cause: "In the inventory, and the files say something else now",
      effect: "Count as the files say now, under your own edits",
    },
    {
      key: "gone",
      word: "Gone from the files",
      count: report.gone.length,
      cause: "Came from these files before and are in them no longer",
      effect: "Kept and counted as before, until you disable or remove them",
    },
    {
      key: "unchanged",
      word: "Unchanged",
      count: report.unchanged,
      cause: "In the inventory as they are in the file",
      effect: "Count as before",
    },
    {
      key: "kept",
      word: "Edits kept",
      count: report.keptEdits.length,
      cause: "Fields on which your word stands over the file’s",
      effect: "Count by your word",
    },
    {
      key: "duplicates",
      word: "Duplicate",
      count: report.duplicates,
      cause: "The same rule twice in what was imported",
      effect: "Counted once",
    },
    {
      key: "unreadable",
      word: "Unreadable",
      count: report.unreadable.length,
      cause: "Could not be read as a rule",
      effect: noEffect,
    },
    {
      key: "ignored",
      word: "Other files",
      count: report.ignoredFiles,
      cause: "Documentation and other data beside the rules",
      effect: noEffect,
    },
    {
      key: "warnings",
      word: "Warnings",
      count: report.warnings.length,
      cause: "Noticed while reading; nothing was stopped",
      effect: noEffect,
    },
  ];
  return classes;
}
