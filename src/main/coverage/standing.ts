import type { PartReason } from "../../shared/model/coverage.ts";
import { isOnNoPlatform } from "../catalogue/real-platforms.ts";
import type { TelemetryView } from "../telemetry/collected.ts";
import type {
  DetectionKind,
  DetectionState,
  Maturity,
  Severity,
} from "../../shared/model/detection.ts";

/** A detection of the inventory, as far as coverage depends on it. */
export interface InventoryDetection {
  readonly id: number;
  readonly environmentId: number;
  readonly environment: string;
  readonly key: string;
  readonly name: string;
  readonly file: string;
  readonly kind: DetectionKind;
  /** Number of rules that it stands for; 1 but for counts. */
  readonly ruleCount: number;
  readonly state: DetectionState;
  readonly stateAssumed: boolean;
  readonly maturity: Maturity | null;
  readonly severity: Severity | null;
  readonly alerting: boolean;
  /** 0 to 5, where somebody said. */
  readonly quality: number | null;
  /** Empty = unknown. */
  readonly platforms: readonly string[];
  /** Where its events come from, in its source's words. */
  readonly logSource: string | null;
  /** Technique IDs as written. */
  readonly written: readonly string[];
}

/** What of an assessment decides how a detection counts. */
export interface CountingRules {
  /** Platforms in scope; empty = every platform. */
  readonly platforms: ReadonlySet<string>;
  readonly severityFloor: Severity;
  /** Which log sources are known to be collected. */
  readonly telemetry: TelemetryView;
}

/** How one detection counts for a technique that it names. */
export interface Standing {
  readonly counts: "full" | "part" | "available" | "disabled" | "out-of-scope";
  /** Why it counts in part. */
  readonly partReason: PartReason | null;
}

const severityRank: Readonly<Record<Severity, number>> = {
  informational: 0,
  low: 1,
  medium: 2,
  high: 3,
  critical: 4,
};

const full: Standing = { counts: "full", partReason: null };
const available: Standing = { counts: "available", partReason: null };
const disabled: Standing = { counts: "disabled", partReason: null };
const outOfScope: Standing = { counts: "out-of-scope", partReason: null };
const part: Readonly<Record<PartReason, Standing>> = {
  "rule-blind": { counts: "part", partReason: "rule-blind" },
  "not-alerting": { counts: "part", partReason: "not-alerting" },
  "experimental-only": { counts: "part", partReason: "experimental-only" },
  "claimed-only": { counts: "part", partReason: "claimed-only" },
};

/** What makes an enabled detection count in part. */
export type PartCause = "blind" | "below-floor" | "no-alert" | "weak" | "experimental" | "claimed";

/** The causes in the order in which the first that holds gives the reason. */
const partCauses: readonly {
  readonly cause: PartCause;
  readonly reason: PartReason;
  readonly holds: (detection: InventoryDetection, rules: CountingRules) => boolean;
}[] = [
  {
    cause: "blind",
    reason: "rule-blind",
    holds: (detection, { telemetry }) => telemetry.isBlind(detection),
  },
  {
    cause: "below-floor",
    reason: "not-alerting",
    holds: ({ severity }, { severityFloor }) =>
      severity !== null && severityRank[severity] < severityRank[severityFloor],
  },
  { cause: "no-alert", reason: "not-alerting", holds: ({ alerting }) => !alerting },
  {
    // Forensics or a basic trace: something that nobody is alerted by.
    cause: "weak",
    reason: "not-alerting",
    holds: ({ quality }) => quality !== null && quality <= 1,
  },
  {
    cause: "experimental",
    reason: "experimental-only",
    holds: ({ maturity, stateAssumed }) => maturity === "experimental" && stateAssumed,
  },
  { cause: "claimed", reason: "claimed-only", holds: ({ kind }) => kind === "claim" },
];

/** Why an enabled detection counts in part only; null where it counts in full. */
function partReasonOf(detection: InventoryDetection, rules: CountingRules): PartReason | null {
  return partCauses.find(({ holds }) => holds(detection, rules))?.reason ?? null;
}

/** Everything that makes a detection count in part once it is enabled; empty where nothing does. */
export function listPartCauses(detection: InventoryDetection, rules: CountingRules): PartCause[] {
  return partCauses.filter(({ holds }) => holds(detection, rules)).map(({ cause }) => cause);
}

/** Whether one of a detection's platforms is in scope and among the technique's. */
function isInScope(
  detection: InventoryDetection,
  techniquePlatforms: readonly string[],
  { platforms }: CountingRules,
): boolean {
  return (
    platforms.size === 0 ||
    detection.platforms.length === 0 ||
    detection.platforms.some(
      (platform) =>
        platforms.has(platform) &&
        (techniquePlatforms.includes(platform) || isOnNoPlatform(techniquePlatforms)),
    )
  );
}

/** How a detection counts for a technique that it names, given the technique's platforms. */
export function standingOf(
  detection: InventoryDetection,
  techniquePlatforms: readonly string[],
  rules: CountingRules,
): Standing {
  if (!isInScope(detection, techniquePlatforms, rules)) return outOfScope;
  switch (detection.state) {
    case "disabled":
      return disabled;
    case "available":
      return available;
    case "enabled": {
      const reason = partReasonOf(detection, rules);
      return reason === null ? full : part[reason];
    }
  }
}

/** The standing that an available detection would have if it were enabled. */
export function standingIfEnabled(
  detection: InventoryDetection,
  techniquePlatforms: readonly string[],
  rules: CountingRules,
): Standing {
  const enabled: InventoryDetection =
    detection.state === "available" ? { ...detection, state: "enabled" } : detection;
  return standingOf(enabled, techniquePlatforms, rules);
}
