import type { UpgradeOffer } from "../../shared/model/layer.ts";

/** What tells one offer from another: one ID may be offered for itself and for its tactics. */
export function offerKey({ techniqueId, reason, tactics }: UpgradeOffer): string {
  return [techniqueId, reason, ...tactics].join(" ");
}

/** The candidate that was chosen for an offer; anything else leaves it. */
export type Decision = (offer: UpgradeOffer) => string;

function isTaken(offer: UpgradeOffer, decision: Decision): boolean {
  const value = decision(offer);
  return offer.candidates.some(({ techniqueId }) => techniqueId === value);
}

/** How many annotations have a place in the release, as they are and after the upgrade. */
export function countUpgrade(
  annotations: number,
  offers: readonly UpgradeOffer[],
  decision: Decision,
): { readonly before: number; readonly after: number } {
  const sum = (list: readonly UpgradeOffer[]) =>
    list.reduce((total, offer) => total + offer.annotations, 0);
  const stays = offers.filter((offer) => offer.kind !== "certain" && !isTaken(offer, decision));
  return { before: annotations - sum(offers), after: annotations - sum(stays) };
}

/** The choices that were made, without what is left. */
export function decidedChoices(
  offers: readonly UpgradeOffer[],
  decision: Decision,
): { readonly from: string; readonly to: string }[] {
  return offers
    .filter((offer) => isTaken(offer, decision))
    .map((offer) => ({ from: offer.techniqueId, to: decision(offer) }));
}
