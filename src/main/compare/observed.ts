import type { AttackId, TechniqueId } from "../../shared/model/attack-id.ts";
import type { ActorRef } from "../../shared/model/actor.ts";
import type { FittingActor } from "../../shared/model/actor-comparison.ts";
import type { AssessedTechnique } from "../../shared/model/coverage.ts";
import { countLevels } from "../coverage/coverage.ts";
import { prepareBaseRates, scoreOf } from "./base-rates.ts";
import type { GroupUse } from "./rarity.ts";
import { rarityOf } from "./rarity.ts";

/** An actor that may fit, with what it uses. */
export interface CandidateActor extends ActorRef {
  readonly name: string;
  readonly aliases: readonly string[];
  /** As the catalogue says it. */
  readonly techniques: ReadonlySet<TechniqueId>;
  /** As it is compared: sub-techniques may count as their techniques. */
  readonly comparedBy: ReadonlySet<TechniqueId>;
}

/** What candidates are held against. */
export interface Observation {
  readonly observed: readonly TechniqueId[];
  /** Every technique that a profile can hold. */
  readonly techniques: readonly TechniqueId[];
  /** How many groups use each: the base rates. */
  readonly use: GroupUse;
  /** Techniques as the assessment sees them; null without one. */
  readonly assessed: ReadonlyMap<TechniqueId, AssessedTechnique> | null;
  readonly chosen: ReadonlySet<AttackId>;
}

/** The actors that use any of the observed techniques, the best fit first, and what chance does. */
export interface FittingActors {
  readonly actors: FittingActor[];
  /** Groups that by chance alone would share as many as the best one: expected. */
  readonly byChance: number;
}

/**
 * Ranks actors by how well their profiles fit observed techniques.
 *
 * By score, then by chance, then by ATT&CK ID; equal scores have equal places.
 */
export function findFittingActors(
  candidates: readonly CandidateActor[],
  { observed, techniques, use, assessed, chosen }: Observation,
): FittingActors {
  const rates = prepareBaseRates(use, techniques, observed);
  const byRarity = [...observed].sort(
    (a, b) => rarityOf(b, use).weight - rarityOf(a, use).weight || (a < b ? -1 : 1),
  );
  const fitting = candidates.flatMap((actor): Omit<FittingActor, "place">[] => {
    const shared = byRarity.filter((id) => actor.comparedBy.has(id));
    if (shared.length === 0) return [];
    const { kind, domain, id, name, aliases } = actor;
    const used = [...actor.techniques].flatMap((one) => assessed?.get(one) ?? []);
    return [
      {
        ...{ kind, domain, id, name, aliases: [...aliases] },
        techniques: actor.comparedBy.size,
        shared,
        score: scoreOf(rates, shared, observed.length - shared.length),
        chance: rates.chanceOf(actor.comparedBy.size, shared.length),
        levels:
          assessed === null ? null : countLevels(used.filter(({ inDenominator }) => inDenominator)),
        chosen: chosen.has(id),
      },
    ];
  });
  const ordered = fitting.sort(
    (a, b) => b.score - a.score || a.chance - b.chance || (a.id < b.id ? -1 : 1),
  );
  const most = Math.max(0, ordered[0]?.shared.length ?? 0);
  return {
    actors: ordered.map((actor) => ({
      ...actor,
      place: ordered.findIndex(({ score }) => score === actor.score) + 1,
    })),
    byChance: candidates
      .filter(({ kind }) => kind === "group")
      .reduce((sum, { comparedBy }) => sum + rates.chanceOf(comparedBy.size, most), 0),
  };
}
