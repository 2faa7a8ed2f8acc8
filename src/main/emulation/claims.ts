import type { AssessmentResult } from "../../shared/model/assessment.ts";
import type { AssessedTechnique } from "../../shared/model/coverage.ts";
import type { TestVerdict } from "../../shared/model/emulation.ts";
import type {
  ClaimedTechnique,
  ClaimStanding,
  CoverageClaims,
} from "../../shared/model/test-meaning.ts";
import type { KnownTactic } from "../catalogue/knowledge.ts";
import type { Domain } from "../../shared/model/attack-id.ts";
import { isCovered } from "../coverage/level.ts";

const standingOf: Readonly<Record<TestVerdict, ClaimStanding>> = {
  "all-met": "validated",
  "some-met": "partly",
  "none-met": "failed",
};

function claimOf({ id, domain, name, parentName, tactics, ...answer }: AssessedTechnique) {
  const { tests, level, untestedLevel } = answer;
  const claimed = isCovered(untestedLevel ?? level);
  const verdict = tests?.verdict ?? null;
  return {
    domain,
    id,
    name: parentName === null ? name : `${parentName}: ${name}`,
    tactics,
    standing: verdict === null ? (claimed ? "claimed" : "unclaimed") : standingOf[verdict],
    claimed,
    met: tests?.met ?? 0,
    unmet: tests?.unmet ?? 0,
    prevented: tests?.prevented ?? 0,
    stale: tests?.stale ?? 0,
    waiting: tests?.waiting ?? 0,
  } satisfies ClaimedTechnique;
}

function count(techniques: readonly ClaimedTechnique[]): CoverageClaims["all"] {
  const standings: Record<ClaimStanding, number> = {
    validated: 0,
    partly: 0,
    failed: 0,
    claimed: 0,
    unclaimed: 0,
  };
  for (const { standing } of techniques) standings[standing] += 1;
  return {
    techniques: techniques.length,
    claimed: techniques.filter(({ claimed }) => claimed).length,
    tested: standings.validated + standings.partly + standings.failed,
    standings,
  };
}

/**
 * What rules claim against what tests say, over the techniques of an answer's denominator.
 * `releases`: the tactics of each domain, in the matrix's order.
 */
export function weighClaims(
  { techniques }: Pick<AssessmentResult, "techniques">,
  releases: readonly { readonly domain: Domain; readonly tactics: readonly KnownTactic[] }[],
): CoverageClaims {
  const asked = techniques.filter(({ inDenominator }) => inDenominator).map(claimOf);
  return {
    all: count(asked),
    tactics: releases.flatMap(({ domain, tactics }) =>
      tactics.flatMap(({ shortname, name }) => {
        const own = asked.filter((one) => one.domain === domain && one.tactics.includes(shortname));
        return own.length === 0 ? [] : [{ domain, shortname, name, ...count(own) }];
      }),
    ),
    techniques: asked,
  };
}
