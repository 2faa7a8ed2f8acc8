import type { AssessmentResult } from "../../shared/model/assessment.ts";
import type { Gap } from "../../shared/model/coverage.ts";

/** The names of a gap's tactics in the matrix's order. */
export function nameTactics(answer: AssessmentResult): (gap: Gap) => string[] {
  const names = new Map(
    answer.tactics.map(({ domain, shortname, name }) => [`${domain} ${shortname}`, name]),
  );
  return (gap) =>
    gap.tactics.map((shortname) => names.get(`${gap.domain} ${shortname}`) ?? shortname);
}

/** The one line under the title: how many techniques are not covered, and how. */
export function describeGaps(answer: AssessmentResult): string {
  const { gaps, coverage } = answer;
  if (coverage.techniques === 0) return "No technique is in scope yet";
  const partly = gaps.filter(({ level }) => level === "partial").length;
  const available = gaps.filter(({ level }) => level === "available").length;
  const failed = gaps.filter(({ level }) => level === "failed").length;
  const parts = [
    `${String(gaps.length - partly - available - failed)} with no enabled detection`,
    `${String(partly)} only in part`,
    ...(available === 0 ? [] : [`${String(available)} only available`]),
    ...(failed === 0 ? [] : [`${String(failed)} failed a test`]),
  ];
  const decided = gaps.filter(({ status }) => status !== "open").length;
  const closing = decided === 0 ? "" : `; ${String(decided)} accepted or mitigated`;
  return `${String(gaps.length)} of ${String(coverage.techniques)} techniques are not covered: ${parts.join(", ")}${closing}`;
}
