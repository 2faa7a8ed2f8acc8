import type { Assessment } from "../../shared/model/assessment.ts";
import type { DetectionState } from "../../shared/model/detection.ts";
import type { JudgedTechnique } from "../coverage/coverage.ts";
import type { InventoryDetection } from "../coverage/standing.ts";
import type { AnsweredProfile, AnsweredRelease, AskedActor } from "./question.ts";

/** What assumptions are stated about. */
export interface AssumptionInput {
  readonly assessment: Assessment;
  readonly releases: readonly AnsweredRelease[];
  readonly inventory: readonly InventoryDetection[];
  /** Techniques of the denominator. */
  readonly used: readonly { readonly judged: JudgedTechnique }[];
  readonly actors: readonly AskedActor[];
  readonly profiles: readonly (readonly AnsweredProfile[])[];
}

const stateWords: Readonly<Record<DetectionState, string>> = {
  enabled: "enabled",
  disabled: "disabled",
  available: "available, that is not known to be deployed",
};

/** What an answer takes for granted, in sentences, each naming its number. */
export function stateAssumptions(input: AssumptionInput): string[] {
  return [
    ...aboutCatalogues(input),
    ...aboutActors(input),
    ...aboutStates(input),
    ...aboutInventory(input),
    ...aboutOtherIds(input),
    "No telemetry, asset or test data: exposure and failure are left out of every priority, and no gap is said to lack telemetry.",
  ];
}

function aboutCatalogues({ releases }: AssumptionInput): string[] {
  return releases.flatMap(({ knowledge: { domain, version, authenticity } }) => {
    const name = `${domain} ${version}`;
    switch (authenticity) {
      case "official":
        return [];
      case "starter":
        return [`${name} is the starter catalogue: facts only, no descriptions.`];
      case "altered":
        return [`${name} differs from the official file of that release.`];
      case "inferred":
        return [`${name} was told from the newest date in the bundle, not from a known file.`];
    }
  });
}

function aboutActors({ actors, profiles, releases }: AssumptionInput): string[] {
  return actors.flatMap(({ id, name, own }, index) => {
    const held = profiles[index] ?? [];
    const sentences: string[] = [];
    if (held.every(({ entries }) => entries.size === 0)) {
      sentences.push(`${name} (${id}) has no technique in the releases of this assessment.`);
    }
    const lost = own.filter(
      ({ techniqueId }) =>
        !releases.some(
          ({ knowledge }) =>
            held.some(({ domain }) => domain === knowledge.domain) &&
            knowledge.techniques.has(techniqueId),
        ),
    ).length;
    if (lost > 0) {
      sentences.push(
        `${counted(lost, "technique")} of the analyst's own for ${name} ${lost === 1 ? "is" : "are"} not active in these releases and left out.`,
      );
    }
    return sentences;
  });
}

function aboutStates({ inventory, used }: AssumptionInput): string[] {
  const sentences: string[] = [];
  for (const state of ["enabled", "available", "disabled"] as const) {
    const assumed = inventory.filter(
      (detection) => detection.stateAssumed && detection.state === state,
    ).length;
    if (assumed > 0) {
      sentences.push(
        `${assumed} of ${counted(inventory.length, "detection")} ${assumed === 1 ? "is" : "are"} assumed to be ${stateWords[state]}: the files do not say.`,
      );
    }
  }
  const resting = used.filter(({ judged }) => judged.isAssumed).length;
  if (resting > 0) {
    sentences.push(
      `The level of ${resting} of ${counted(used.length, "technique")} rests on an assumed state.`,
    );
  }
  return sentences;
}

function aboutInventory({ inventory, assessment }: AssumptionInput): string[] {
  const sentences: string[] = [];
  const counts = inventory.filter(({ kind }) => kind === "count").length;
  if (counts > 0) {
    sentences.push(
      `${counted(counts, "count")} of rules without names count as at most one detection each.`,
    );
  }
  const anywhere = inventory.filter(({ platforms }) => platforms.length === 0).length;
  if (assessment.scope.platforms.length > 0 && anywhere > 0) {
    sentences.push(`${counted(anywhere, "detection")} without a platform count on every platform.`);
  }
  const unrated = inventory.filter(
    ({ severity, state }) => severity === null && state === "enabled",
  ).length;
  if (unrated > 0) {
    sentences.push(
      `${counted(unrated, "enabled detection")} without a severity count as alerting.`,
    );
  }
  return sentences;
}

function aboutOtherIds({ releases }: AssumptionInput): string[] {
  return releases.flatMap(({ knowledge: { domain, version }, namings }) => {
    const detections = new Set<number>();
    for (const named of namings.namedByOtherId.values()) {
      for (const { detection } of named) detections.add(detection.id);
    }
    return detections.size === 0
      ? []
      : [
          `${counted(detections.size, "detection")} name techniques of ${domain} ${version} by IDs of another release; these count for nothing until the map is accepted.`,
        ];
  });
}

function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? "" : "s"}`;
}
