import type { TechniqueId } from "../../shared/model/attack-id.ts";
import type { RuleExplanation, RuleStanding } from "../../shared/model/coverage.ts";
import { countsAs } from "../../shared/model/coverage.ts";
import type { Knowledge } from "../catalogue/knowledge.ts";
import { describeNeed } from "../telemetry/rule-need.ts";
import type { NamedTechniques } from "./naming.ts";
import type { CountingRules, InventoryDetection, PartCause } from "./standing.ts";
import { listPartCauses, standingOf } from "./standing.ts";

/** A release of an assessment with the detections that name its techniques. */
interface NamedRelease {
  readonly knowledge: Knowledge;
  readonly namings: NamedTechniques;
}

/** A technique that a detection names, and how it counts for it. */
interface NamedStanding extends Pick<RuleStanding, "partReason"> {
  readonly knowledge: Knowledge;
  readonly techniqueId: TechniqueId;
  readonly written: string;
  readonly counts: RuleExplanation["techniques"][number]["counts"];
}

const rank = new Map(countsAs.options.map((counts, index) => [counts, index]));

function isBetter(a: NamedStanding, b: NamedStanding): boolean {
  return (rank.get(a.counts) ?? 0) < (rank.get(b.counts) ?? 0);
}

function* standingsIn(
  { knowledge, namings }: NamedRelease,
  rules: CountingRules,
): Generator<[InventoryDetection, NamedStanding]> {
  for (const [techniqueId, named] of namings.named) {
    const platforms = knowledge.techniques.get(techniqueId)?.platforms ?? [];
    for (const { detection, written } of named) {
      const standing = standingOf(detection, platforms, rules);
      yield [detection, { knowledge, techniqueId, written, ...standing }];
    }
  }
  for (const [techniqueId, named] of namings.namedByOtherId) {
    for (const { detection, written } of named) {
      const counts = "other-release" as const;
      yield [detection, { knowledge, techniqueId, written, counts, partReason: null }];
    }
  }
}

/** How each detection of an assessment's inventory counts, at its best, in the inventory's order. */
export function listStandings(
  inventory: readonly InventoryDetection[],
  releases: readonly NamedRelease[],
  rules: CountingRules,
): RuleStanding[] {
  const best = new Map<number, NamedStanding>();
  for (const release of releases) {
    for (const [{ id }, standing] of standingsIn(release, rules)) {
      const known = best.get(id);
      if (known === undefined || isBetter(standing, known)) best.set(id, standing);
    }
  }
  return inventory.map(({ id }) => {
    const { counts, partReason } = best.get(id) ?? nothing;
    return { detectionId: id, counts, partReason };
  });
}

const nothing = { counts: "nothing", partReason: null } as const;

/** The techniques that one detection names, and how it counts for each. */
export function listNamedStandings(
  detection: InventoryDetection,
  releases: readonly NamedRelease[],
  rules: CountingRules,
): NamedStanding[] {
  return releases.flatMap((release) =>
    [...standingsIn(release, rules)]
      .filter(([{ id }]) => id === detection.id)
      .map(([, standing]) => standing),
  );
}

/** In words, why a detection counts as it does, at its best among the techniques that it names. */
export function explainStanding(
  detection: InventoryDetection,
  { counts }: Pick<RuleStanding, "counts">,
  rules: CountingRules,
): string[] {
  const sentences = [mainSentence(counts)];
  const causes = listPartCauses(detection, rules).map((cause) =>
    causeWords(cause, detection, rules),
  );
  if (counts === "part") sentences.push(...causes);
  if (counts === "available" && causes.length > 0) {
    sentences.push("Enabled, it would count in part only.", ...causes);
  }
  if (detection.stateAssumed && counts !== "nothing") {
    sentences.push(`That it is ${detection.state} was assumed at import.`);
  }
  if (
    rules.platforms.size > 0 &&
    detection.platforms.length === 0 &&
    counts !== "nothing" &&
    counts !== "other-release"
  ) {
    sentences.push("Its platforms are unknown, so it counts for any.");
  }
  return sentences;
}

function mainSentence(counts: RuleStanding["counts"]): string {
  switch (counts) {
    case "full":
      return "It counts in full: it is enabled, and nothing takes from it.";
    case "part":
      return "It counts in part: it is enabled, and does not lift a technique beyond partial.";
    case "available":
      return "It does not count as coverage: it exists, and nobody knows whether it is deployed.";
    case "disabled":
      return "It counts for nothing: it is disabled.";
    case "out-of-scope":
      return "It counts for nothing: none of its platforms is in scope and among its techniques'.";
    case "other-release":
      return "It counts for nothing: it names its techniques only by IDs of another release, and no map is accepted.";
    case "nothing":
      return "It counts for nothing: it names no technique of this assessment's releases.";
  }
}

function causeWords(
  cause: PartCause,
  detection: InventoryDetection,
  { severityFloor, telemetry }: CountingRules,
): string {
  switch (cause) {
    case "blind": {
      const need = telemetry.needOf(detection);
      const what = need === null ? "a log source" : describeNeed(need);
      return `It sees nothing: it needs ${what}, and ${detection.environment} collects none of that.`;
    }
    case "below-floor":
      return `Its severity, ${detection.severity ?? ""}, is below the assessment's floor, ${severityFloor}.`;
    case "no-alert":
      return "It raises no alert: a building block, a hunt or the base of a correlation.";
    case "weak":
      return `Its quality is set to ${detection.quality ?? 0}: forensics or a basic trace, which alerts nobody.`;
    case "experimental":
      return "Its source calls it experimental, and that it is deployed is assumed.";
    case "claimed":
      return "It is a claim without a rule behind it.";
  }
}
