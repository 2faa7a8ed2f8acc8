import type { ActorSummary } from "../../shared/model/actor.ts";
import { formatNoun } from "../ui/figures.ts";

/**
 * Actors in the order in which they are looked at for a sector: those that are chosen, those that
 * facts tie to the sector, then the others; among them groups and own profiles first, and those that
 * use most techniques.
 */
export function rankActors(
  actors: readonly ActorSummary[],
  sector: string | null,
): readonly ActorSummary[] {
  return actors
    .filter(({ kind, chosen }) => kind === "group" || kind === "own" || chosen)
    .toSorted(
      (a, b) =>
        Number(b.chosen) - Number(a.chosen) ||
        Number(isTiedTo(b, sector)) - Number(isTiedTo(a, sector)) ||
        b.counts.withCampaigns - a.counts.withCampaigns ||
        (a.name < b.name ? -1 : 1),
    );
}

function isTiedTo({ context }: ActorSummary, sector: string | null): boolean {
  return sector !== null && context.sectors.some(({ value }) => value === sector);
}

/** Why an actor matters to a sector, as far as facts say it; empty where they do not. */
export function reasonOf({ context, counts }: ActorSummary, sector: string | null): string {
  const fact = context.sectors.find(({ value }) => value === sector);
  if (fact === undefined) return "";
  return `Known to target ${fact.value} (${fact.source}); uses ${formatNoun(counts.withCampaigns, "technique")}.`;
}
