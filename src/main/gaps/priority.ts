import type { TechniqueId } from "../../shared/model/attack-id.ts";
import type { Ways } from "../../shared/model/actor.ts";
import type { PriorityWeights } from "../../shared/model/assessment.ts";
import type { CoverageLevel, GapParts, TacticStanding } from "../../shared/model/coverage.ts";
import { listTechniquesUsedByActor } from "../actors/profile.ts";
import type { Knowledge, KnownTechnique } from "../catalogue/knowledge.ts";
import type { Fraction, WeightedValue } from "../coverage/exact.ts";
import { decimal, fraction, weightedMeanInPercent } from "../coverage/exact.ts";

/** Where in an intrusion a tactic of Enterprise stands: the earlier, the more a detection saves. */
const enterpriseRanks: ReadonlyMap<string, number> = new Map([
  ["initial-access", 1],
  ["execution", 2],
  ["persistence", 3],
  ["privilege-escalation", 4],
  ["defense-evasion", 5],
  ["stealth", 5],
  ["defense-impairment", 5],
  ["credential-access", 6],
  ["discovery", 7],
  ["lateral-movement", 8],
  ["collection", 9],
  ["exfiltration", 10],
  ["command-and-control", 11],
  ["impact", 12],
]);
const beforeCompromise: ReadonlySet<string> = new Set(["reconnaissance", "resource-development"]);

/** The last place among the ranks. */
const lastRank = 12;

const nothing = fraction(0, 1);
const whole = fraction(1, 1);
const half = fraction(1, 2);

/** What the priority of a technique takes from its release alone; the same for all actors. */
export interface ReleaseParts {
  /** Of the domain's active groups, how many use each technique by the assessment's ways. */
  readonly groupsUsing: ReadonlyMap<TechniqueId, number>;
  readonly groups: number;
  /** Null where no group uses any technique. */
  readonly prevalence: (id: TechniqueId) => Fraction | null;
  /** Null for a technique without a tactic. */
  readonly tactic: (technique: KnownTechnique) => Fraction | null;
  /** Where a tactic stands, by its short name. */
  readonly standing: (shortname: string) => TacticStanding;
}

/** Counts, once for a release, what priorities of its techniques are made of. */
export function prepareReleaseParts(knowledge: Knowledge, ways: Ways): ReleaseParts {
  const groupsUsing = new Map<TechniqueId, number>();
  for (const group of knowledge.groups.values()) {
    for (const id of listTechniquesUsedByActor(knowledge, group, ways)) {
      groupsUsing.set(id, (groupsUsing.get(id) ?? 0) + 1);
    }
  }
  const shares = shareUsedByNoMore([...groupsUsing.values()]);
  const tactics = new Map<string, Standing>();
  const standing = (shortname: string): Standing => {
    const known = tactics.get(shortname);
    if (known !== undefined) return known;
    const found = standingOfTactic(knowledge, shortname);
    tactics.set(shortname, found);
    return found;
  };
  return {
    groupsUsing,
    groups: knowledge.groups.size,
    prevalence: (id) =>
      groupsUsing.size === 0 ? null : (shares.get(groupsUsing.get(id) ?? 0) ?? nothing),
    tactic: ({ tactics: shortnames }) =>
      shortnames
        .map((shortname) => standing(shortname).value)
        .reduce<Fraction | null>(greater, null),
    standing: (shortname) => {
      const { value, ...place } = standing(shortname);
      return { ...place, value: value.value };
    },
  };
}

/** For each number of groups, the share of used techniques that no more groups use. */
function shareUsedByNoMore(counts: readonly number[]): Map<number, Fraction> {
  const howMany = new Map<number, number>();
  for (const count of counts) howMany.set(count, (howMany.get(count) ?? 0) + 1);
  const shares = new Map<number, Fraction>();
  let soFar = 0;
  for (const [count, techniques] of [...howMany].sort(([a], [b]) => a - b)) {
    soFar += techniques;
    shares.set(count, fraction(soFar, counts.length));
  }
  return shares;
}

function greater(a: Fraction | null, b: Fraction): Fraction {
  return a !== null && a.value >= b.value ? a : b;
}

interface Standing {
  readonly place: number | null;
  readonly of: number;
  readonly value: Fraction;
}

function standingOfTactic({ domain, tactics }: Knowledge, shortname: string): Standing {
  if (domain === "enterprise-attack") {
    const place = enterpriseRanks.get(shortname) ?? null;
    const value = place === null ? null : fraction(lastRank + 1 - place, lastRank);
    return {
      place,
      of: lastRank,
      value: value ?? (beforeCompromise.has(shortname) ? nothing : half),
    };
  }
  const index = tactics.findIndex((tactic) => tactic.shortname === shortname);
  return index === -1
    ? { place: null, of: tactics.length, value: half }
    : {
        place: index + 1,
        of: tactics.length,
        value: fraction(tactics.length - index, tactics.length),
      };
}

/** What the priority of a gap is made of, before it is put together. */
export interface PriorityInput {
  readonly technique: KnownTechnique;
  readonly level: CoverageLevel;
  /** Share of the chosen actors' weights that use it; null without an actor. */
  readonly actorUse: Fraction | null;
  readonly release: ReleaseParts;
  /** Share of the assets in scope, weighted by criticality; null where no asset is known. */
  readonly exposure: Fraction | null;
}

/** The weights and the choke points of the settings, ready for exact sums. */
export interface PriorityRules {
  readonly weights: Readonly<Record<keyof PriorityWeights, Fraction>>;
  readonly chokePoints: ReadonlySet<string>;
}

export function prepareRules(
  weights: PriorityWeights,
  chokePoints: readonly string[],
): PriorityRules {
  return {
    weights: {
      actorUse: decimal(weights.actorUse),
      chokePoint: decimal(weights.chokePoint),
      prevalence: decimal(weights.prevalence),
      tactic: decimal(weights.tactic),
      exposure: decimal(weights.exposure),
      failure: decimal(weights.failure),
    },
    chokePoints: new Set(chokePoints),
  };
}

/** The priority of a gap, 0 to 100 with one decimal, with its parts. */
export function prioritise(
  { technique, level, actorUse, release, exposure }: PriorityInput,
  { weights, chokePoints }: PriorityRules,
): { readonly priority: number; readonly parts: GapParts } {
  const { id, parentId } = technique;
  const isChokePoint = chokePoints.has(id) || (parentId !== null && chokePoints.has(parentId));
  const values: Readonly<Record<keyof PriorityWeights, Fraction | null>> = {
    actorUse,
    chokePoint: isChokePoint ? whole : nothing,
    prevalence: release.prevalence(id),
    tactic: release.tactic(technique),
    exposure,
    failure: level === "failed" ? whole : level === "validated" ? nothing : null,
  };
  const known: WeightedValue[] = [];
  const part = (name: keyof PriorityWeights) => {
    const value = values[name];
    const weight = weights[name];
    if (value !== null) known.push({ weight, value });
    return { value: value?.value ?? null, weight: weight.value };
  };
  const parts: GapParts = {
    actorUse: part("actorUse"),
    chokePoint: part("chokePoint"),
    prevalence: part("prevalence"),
    tactic: part("tactic"),
    exposure: part("exposure"),
    failure: part("failure"),
  };
  return { priority: weightedMeanInPercent(known), parts };
}
