import { stringify } from "yaml";
import type { AssessmentResult } from "../../shared/model/assessment.ts";
import type { PlanWindow } from "../../shared/model/plan-mark.ts";
import type { Plan, PlanItem } from "../../shared/model/plan.ts";
import type { DocumentLabels } from "../assessments/assessment-document.ts";
import { fullName } from "./plan-table.ts";

/**
 * The plan as YAML: `threat_model_remediation_plan` with the gaps of 30, 60 and 90 days.
 *
 * What has no key there (the makers' notice, what lies beyond) stands in comments above it.
 */
export function buildPlanYaml(
  plan: Omit<Plan, "assessmentId">,
  actors: AssessmentResult["actors"],
  { tool, notice, marking }: Pick<DocumentLabels, "tool" | "notice" | "marking">,
): string {
  const gapsOf = (window: PlanWindow) =>
    plan.items
      .filter((item) => item.window === window && item.status !== "dropped")
      .map((item) => gapOf(item, plan));
  const beyond = plan.items.filter((item) => item.window === "beyond");
  const document = {
    threat_model_remediation_plan: {
      assessed_date: plan.today,
      primary_threats: actors.map(({ name, id }) => `${name} (${id})`),
      current_coverage: plan.coverage.percent,
      target_coverage: plan.settings.target,
      priority_1_gaps: gapsOf("30"),
      priority_2_gaps: gapsOf("60"),
      priority_3_gaps: gapsOf("90"),
    },
  };
  const expected = plan.windows
    .filter(({ until }) => until !== null)
    .map(({ window, expected: after }) => `${after.percent ?? 0} % after ${window} days`);
  const marked = marking === null ? [] : [marking];
  const comments = [
    ...marked,
    `${plan.name}: remediation plan by ${tool}`,
    `Coverage in percent of ${plan.coverage.techniques} techniques; expected ${expected.join(", ")}.`,
    `The plan begins on ${plan.startsOn}; ${beyond.length} more gaps lie beyond it.`,
    ...notice.split("\n"),
  ];
  const comment = (line: string) => `# ${line.replace(/[\p{Cc}\u2028\u2029]+/gu, " ")}\n`;
  const text = stringify(document, { lineWidth: 0, aliasDuplicateObjects: false });
  return [...comments.map(comment), text, ...marked.map(comment)].join("");
}

function gapOf(
  item: PlanItem,
  { logSources }: Pick<Plan, "logSources">,
): Readonly<Record<string, unknown>> {
  const source = logSources.find(({ name }) => name === item.logSource);
  return {
    technique: item.techniqueId,
    name: fullName(item),
    data_source: item.dataSource,
    effort: item.effort,
    detection_approach: item.detectionApproach,
    domain: item.domain,
    effort_days: item.effortDays,
    ...(source === undefined
      ? {}
      : {
          log_source: source.name,
          log_source_days: source.days,
          log_source_shared_by: source.opens.length,
        }),
    priority: item.priority,
    band: item.band,
    reason: item.reason,
    next_action: item.nextAction,
    steps: item.steps.map(({ task, state }) => `${task} (${state})`),
    due: item.dueOn,
    owner: item.owner === "" ? null : item.owner,
    status: item.status,
  };
}
