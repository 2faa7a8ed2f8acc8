import type { RuleStanding } from "../../shared/model/coverage.ts";
import type {
  DetectionOrigin,
  DetectionState,
  DetectionSummary,
  FileWord,
  IdResolution,
  Maturity,
  TableField,
} from "../../shared/model/detection.ts";
import type { DetectionClass, EditedField } from "../../shared/model/import-report.ts";
import type { DetectionProof, ProofState } from "../../shared/model/test-meaning.ts";
import { reasonWords } from "../gaps/reason-words.ts";

/** The states as choices, with what each means for coverage. */
export const stateChoices = [
  {
    value: "enabled",
    label: "Enabled",
    note: "The rules run. Each counts in full towards Detected and Several rules, unless something about it makes it count in part.",
  },
  {
    value: "available",
    label: "Available",
    note: "The rules exist, and nobody knows whether they are deployed. They lift a technique to Available, which is not covered, and show what coverage could be.",
  },
  {
    value: "disabled",
    label: "Disabled",
    note: "The rules are switched off. They do not lift a level; a gap says that a rule would only have to be enabled.",
  },
] as const satisfies readonly {
  readonly value: DetectionState;
  readonly label: string;
  readonly note: string;
}[];

/** The word for a state. */
export const stateWords: Readonly<Record<DetectionState, string>> = {
  enabled: "Enabled",
  available: "Available",
  disabled: "Disabled",
};

/** The quality of a detection as choices: the scores of DeTT&CT. */
export const qualityChoices = [
  { value: null, label: "Not said", note: "" },
  { value: 0, label: "0", note: "Forensics only: counts in part" },
  { value: 1, label: "1", note: "Basic trace: counts in part" },
  { value: 2, label: "2", note: "Fair" },
  { value: 3, label: "3", note: "Good" },
  { value: 4, label: "4", note: "Very good" },
  { value: 5, label: "5", note: "Excellent" },
] as const satisfies readonly {
  readonly value: number | null;
  readonly label: string;
  readonly note: string;
}[];

/** How a rule counts in an assessment. */
export const countsWords: Readonly<Record<RuleStanding["counts"], string>> = {
  full: "In full",
  part: "In part",
  available: "Available",
  disabled: "Disabled",
  "out-of-scope": "Out of scope",
  "other-release": "Other release's ID",
  nothing: "For nothing",
};

/** How a rule counts, with the reason where it counts in part. */
export function standingWords({ counts, partReason }: RuleStanding): string {
  return partReason === null
    ? countsWords[counts]
    : `${countsWords[counts]}: ${reasonWords[partReason].toLowerCase()}`;
}

/** What tests say of a rule. */
export const proofWords: Readonly<Record<ProofState, string>> = {
  proven: "Proven",
  stale: "Proof is stale",
  "did-not-fire": "Did not fire",
  untested: "Never tested",
};

/** What tests say of a rule, with how many. */
export function proofTitle({ state, fired, silent }: DetectionProof): string {
  const times = (count: number) => `${String(count)} test case${count === 1 ? "" : "s"}`;
  return [
    proofWords[state],
    `fired in ${times(fired)}`,
    ...(silent === 0 ? [] : [`no alert in ${times(silent)} of techniques that it names`]),
  ].join("; ");
}

/** The fields that an analyst edits, in words. */
export const editedWords: Readonly<Record<EditedField, string>> = {
  state: "State",
  quality: "Quality",
  owner: "Owner",
  note: "Note",
  alerting: "Raises an alert",
  techniques: "Techniques",
  setAside: "Set aside",
};

/** What the file says of a field that was edited. */
export function fileWordWords(word: FileWord): string {
  switch (word.field) {
    case "state":
      return `${stateWords[word.value.state]}${word.value.assumed ? " (assumed)" : ""}`;
    case "quality":
      return word.value === null ? "nothing" : `${String(word.value)} of 5`;
    case "owner":
      return word.value ?? "nobody";
    case "alerting":
      return word.value ? "yes" : "no";
    case "techniques":
      return word.value.length === 0 ? "none" : word.value.join(", ");
    case "note":
    case "setAside":
      return "nothing";
  }
}

/** What became of a rule's IDs, in words. */
export const classWords: Readonly<Record<DetectionClass, string>> = {
  "mapped-fully": "Mapped",
  "mapped-in-part": "Mapped in part",
  "newer-only": "Later release",
  "other-only": "Other IDs only",
  "tactic-only": "Tactic only",
  untagged: "No tag",
};

/** The classes in the order of an import report. */
export const classOrder = [
  "mapped-fully",
  "mapped-in-part",
  "newer-only",
  "other-only",
  "tactic-only",
  "untagged",
] as const satisfies readonly DetectionClass[];

/** The tool or file that a rule came from. */
export const formatWords: Readonly<Record<DetectionOrigin, string>> = {
  csv: "CSV table",
  xlsx: "XLSX table",
  "splunk-rest": "Splunk search export",
  "splunk-conf": "Splunk savedsearches.conf",
  "splunk-escu": "Splunk security content",
  sigma: "Sigma",
  "elastic-toml": "Elastic detection rules",
  "kibana-ndjson": "Kibana rule export",
  "sentinel-yaml": "Sentinel rules (YAML)",
  "sentinel-arm": "Sentinel rules (ARM or REST)",
  "dettect-techniques": "DeTT&CT techniques",
  "navigator-layer": "Claimed by a layer",
};

export const maturityWords: Readonly<Record<Maturity, string>> = {
  stable: "Stable",
  test: "Test",
  experimental: "Experimental",
  deprecated: "Deprecated",
  unsupported: "Unsupported",
};

/** Severities, lowest first: their place is what a table sorts by. */
export const severityOrder = ["informational", "low", "medium", "high", "critical"] as const;

export const severityWords: Readonly<Record<(typeof severityOrder)[number], string>> = {
  informational: "Informational",
  low: "Low",
  medium: "Medium",
  high: "High",
  critical: "Critical",
};

/** What a written ID counts for, or why it counts for nothing. */
export function resolutionWords(resolution: IdResolution): string {
  const named =
    resolution.name === null
      ? (resolution.techniqueId ?? "")
      : `${resolution.techniqueId ?? ""} ${resolution.name}`.trim();
  switch (resolution.status) {
    case "known":
      return named;
    case "accepted":
      return `Accepted as ${named}`;
    case "revoked":
      return "Revoked in this release; not counted until its map is accepted";
    case "newer":
      return "Of a later release; not counted until its map is accepted";
    case "deprecated":
      return "Deprecated in this release; never counted";
    case "unknown":
      return "No technique of this release";
    case "malformed":
      return "Not a technique ID";
    case "other-domain":
      return "A technique of another domain";
  }
}

/** Whether a written ID counts for a technique. */
export function isCounted(resolution: IdResolution): boolean {
  return resolution.techniqueId !== null;
}

/** The word for a record's kind where it is not a single rule. */
export function kindWords({ kind, ruleCount }: DetectionSummary): string | null {
  switch (kind) {
    case "rule":
      return null;
    case "count":
      return ruleCount === 1 ? "1 rule, no names" : `${String(ruleCount)} rules, no names`;
    case "claim":
      return "Claim without a rule";
  }
}

/** The fields of a table that Casemate understands, as the mapping names them. */
export const fieldWords: Readonly<Record<TableField, string>> = {
  key: "Rule ID",
  name: "Rule name",
  techniques: "Technique IDs",
  tactics: "Tactics",
  state: "State",
  maturity: "Maturity",
  severity: "Severity",
  platforms: "Platforms",
  logSource: "Log source",
  owner: "Owner",
  modified: "Modified",
  link: "Link",
  description: "Description",
  quality: "Quality, 0 to 5",
  alerting: "Raises an alert",
  count: "Number of rules",
};
