import type { AssessmentSettings } from "../../shared/model/assessment.ts";
import { techniqueId } from "../../shared/model/attack-id.ts";

/** The settings that an assessment starts with. */
export const defaultSettings: AssessmentSettings = {
  ways: { campaigns: true, software: false },
  threshold: 2,
  severityFloor: "low",
  parentOnly: true,
  priorityWeights: {
    actorUse: 35,
    chokePoint: 15,
    prevalence: 15,
    tactic: 15,
    exposure: 10,
    failure: 10,
  },
  chokePoints: ["T1003", "T1021", "T1059"].map((id) => techniqueId.parse(id)),
  criticalityWeights: { low: 1, medium: 2, high: 3, critical: 4 },
  effort: [
    { reason: "test-failed", days: 1 },
    { reason: "rule-blind", days: 2 },
    { reason: "not-alerting", days: 1 },
    { reason: "experimental-only", days: 1 },
    { reason: "claimed-only", days: 2 },
    { reason: "parent-only", days: 2 },
    { reason: "sub-only", days: 2 },
    { reason: "rule-disabled", days: 0.5 },
    { reason: "available-not-deployed", days: 0.5 },
    { reason: "other-release-id", days: 0 },
    { reason: "no-rule", days: 2 },
    { reason: "no-telemetry", days: 2 },
  ],
  logSourceDays: 8,
  target: 90,
  engineers: 2,
  timeShare: 100,
  workingDays: 20,
  alertSlaMinutes: 15,
  validityDays: 180,
  logOnlyTactics: ["discovery"],
};
