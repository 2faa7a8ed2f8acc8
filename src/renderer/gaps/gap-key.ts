import type { TechniqueDecision } from "../../shared/model/assessment.ts";
import type { Gap } from "../../shared/model/coverage.ts";

/** By what decisions are found: `enterprise-attack T1003`. */
export function decisionKey(of: Pick<TechniqueDecision, "domain" | "techniqueId">): string {
  return `${of.domain} ${of.techniqueId}`;
}

/** The same for a gap. */
export function gapKey({ domain, id }: Pick<Gap, "domain" | "id">): string {
  return `${domain} ${id}`;
}
