import type { Assessment } from "../../shared/model/assessment.ts";
import type { DetectionState } from "../../shared/model/detection.ts";
import type { ExposableAsset } from "../assets/exposure.ts";
import { assetsInScope, assumedCriticality, countAssets } from "../assets/exposure.ts";
import type { JudgedTechnique } from "../coverage/coverage.ts";
import type { InventoryDetection } from "../coverage/standing.ts";
import { readTestPlatforms } from "../emulation/test-platforms.ts";
import type { EnvironmentTelemetry } from "../telemetry/collected.ts";
import { isCollected } from "../telemetry/collected.ts";
import { needOfRule } from "../telemetry/rule-need.ts";
import type { AnsweredProfile, AnsweredRelease, AskedActor } from "./question.ts";

/** What assumptions are stated about. */
export interface AssumptionInput {
  readonly assessment: Assessment;
  readonly releases: readonly AnsweredRelease[];
  readonly inventory: readonly InventoryDetection[];
  readonly telemetry: readonly EnvironmentTelemetry[];
  readonly assets: readonly ExposableAsset[];
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
    ...aboutTelemetry(input),
    ...aboutAssets(input),
    ...missingData(input),
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

function aboutTelemetry({ telemetry, inventory }: AssumptionInput): string[] {
  const known = telemetry.filter(({ sources }) => sources.length > 0);
  if (known.length === 0) return [];
  const sentences = known.map(({ environment, sources }) => {
    const collected = sources.filter(({ entry }) => isCollected(entry)).length;
    return `${collected} of ${counted(sources.length, "log source")} stated for ${environment} ${collected === 1 ? "is" : "are"} collected; what is not stated is taken as not collected.`;
  });
  const unsaid = telemetry.filter(({ sources }) => sources.length === 0);
  if (unsaid.length > 0) {
    const names = unsaid.map(({ environment }) => environment).join(", ");
    sentences.push(
      `Nobody has said what ${names} ${unsaid.length === 1 ? "collects" : "collect"}: no gap is said to lack telemetry.`,
    );
  }
  const environments = new Set(known.map(({ environmentId }) => environmentId));
  const rules = inventory.filter(
    ({ environmentId, kind, state }) =>
      kind === "rule" && state !== "disabled" && environments.has(environmentId),
  );
  const untold = rules.filter(({ logSource }) => needOfRule(logSource) === null).length;
  if (untold > 0) {
    sentences.push(
      `What ${untold} of ${counted(rules.length, "rule")} ${untold === 1 ? "needs" : "need"} cannot be told from ${untold === 1 ? "its log source; it is" : "their log sources; they are"} never called blind.`,
    );
  }
  return sentences;
}

function aboutAssets({ assets, assessment: { scope } }: AssumptionInput): string[] {
  if (assets.length === 0) return [];
  const all = countAssets(assets);
  const inScope = assetsInScope(assets, scope);
  const known = countAssets(inScope);
  const sentences = [
    `${known} of ${counted(all, "asset")} ${known === 1 || all === 1 ? "is" : "are"} in scope of exposure.`,
  ];
  const unplaced = countAssets(assets.filter(({ platforms }) => platforms.length === 0));
  if (unplaced > 0) {
    sentences.push(
      `The ATT&CK platform of ${counted(unplaced, "asset")} is not known: ${unplaced === 1 ? "it is" : "they are"} left out of the exposure.`,
    );
  }
  const unsaid = countAssets(inScope.filter(({ criticality }) => criticality === null));
  if (unsaid > 0) {
    sentences.push(
      `Nobody has said how critical ${counted(unsaid, "asset")} in scope ${unsaid === 1 ? "is: it counts" : "are: they count"} as ${assumedCriticality}.`,
    );
  }
  return sentences;
}

/** What was left out of every priority and reason for want of data. */
function missingData(input: AssumptionInput): string[] {
  const { telemetry, assets, assessment, used } = input;
  const { criticalityWeights } = assessment.settings;
  const weighing = assetsInScope(assets, assessment.scope).some(
    ({ criticality }) => criticalityWeights[criticality ?? assumedCriticality] > 0,
  );
  const everywhere =
    assessment.scope.platforms.length === 0
      ? 0
      : used
          .flatMap(({ judged }) => judged.tests?.cases ?? [])
          .filter(({ testCase }) => readTestPlatforms(testCase.platform).length === 0).length;
  const tested = used.filter(({ judged }) => (judged.tests?.verdict ?? null) !== null).length;
  const noAsset = assets.length > 0 ? "No asset in scope that weighs anything" : "No asset";
  return [
    ...(telemetry.some(({ sources }) => sources.length > 0)
      ? []
      : ["No telemetry data: no gap is said to lack telemetry."]),
    ...(weighing ? [] : [`${noAsset}: exposure is left out of every priority.`]),
    tested === 0
      ? "No test that holds: failure is left out of every priority."
      : `Tests that hold decide the level of ${tested} of ${counted(used.length, "technique")}; failure is left out of the priority of the others.`,
    ...(everywhere === 0
      ? []
      : [
          `Of ${counted(everywhere, "test case")} the platform is unknown: ${everywhere === 1 ? "it counts" : "they count"} whatever is in scope.`,
        ]),
  ];
}

function aboutOtherIds({ releases }: AssumptionInput): string[] {
  return releases.flatMap(({ knowledge: { domain, version }, namings, testsByOtherId }) => {
    const detections = new Set<number>();
    for (const namingsOf of namings.namedByOtherId.values()) {
      for (const { detection } of namingsOf) detections.add(detection.id);
    }
    const named = `techniques of ${domain} ${version} by IDs of another release`;
    return [
      ...(detections.size === 0
        ? []
        : [
            `${counted(detections.size, "detection")} name ${named}; these count for nothing until the map is accepted.`,
          ]),
      ...(testsByOtherId === 0
        ? []
        : [
            `${counted(testsByOtherId, "test case")} name ${named}; these count for nothing until the map is accepted.`,
          ]),
    ];
  });
}

function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? "" : "s"}`;
}
