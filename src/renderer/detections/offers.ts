import type { TechniqueId } from "../../shared/model/attack-id.ts";
import type { ResolutionOffer } from "../../shared/model/detection.ts";

/** A written ID with the technique that it is to count for. */
export interface OfferPair {
  readonly written: string;
  readonly techniqueId: TechniqueId;
}

/** The technique that an offer stands on now: accepted, else picked on screen, else preselected. */
export function standingChoice(
  offer: ResolutionOffer,
  picked: ReadonlyMap<string, TechniqueId>,
): TechniqueId | null {
  return offer.accepted ?? picked.get(offer.written) ?? offer.preselected;
}

/**
 * The pairs of one kind that are not accepted yet and can be. An ID for which something else was
 * picked is decided by that, and no longer by its name.
 */
export function openPairs(
  offers: readonly ResolutionOffer[],
  kind: "certain" | "by-name",
  picked: ReadonlyMap<string, TechniqueId>,
): readonly OfferPair[] {
  return offers.flatMap((offer) => {
    if (offer.kind !== kind || offer.accepted !== null) return [];
    const techniqueId =
      standingChoice(offer, picked) ??
      (kind === "certain" ? (offer.candidates[0]?.techniqueId ?? null) : null);
    if (techniqueId === null || (kind === "by-name" && techniqueId !== offer.preselected))
      return [];
    return [{ written: offer.written, techniqueId }];
  });
}

/** The pairs that are accepted. */
export function acceptedPairs(offers: readonly ResolutionOffer[]): readonly OfferPair[] {
  return offers.flatMap(({ written, accepted }) =>
    accepted === null ? [] : [{ written, techniqueId: accepted }],
  );
}

/** How many rules and tests name the written IDs of pairs: what they take in. */
export function countRulePairs(
  offers: readonly ResolutionOffer[],
  pairs: readonly OfferPair[],
): number {
  const taken = new Set(pairs.map(({ written }) => written));
  return offers.reduce(
    (total, offer) => total + (taken.has(offer.written) ? offer.detections + offer.tests : 0),
    0,
  );
}

const kindOrder: Readonly<Record<ResolutionOffer["kind"], number>> = {
  certain: 0,
  "by-name": 1,
  choice: 2,
  none: 3,
};

/** Offers in the order of a decision: certain first, then by name, choices, and those without. */
export function inDecisionOrder(offers: readonly ResolutionOffer[]): readonly ResolutionOffer[] {
  return [...offers].sort(
    (a, b) =>
      kindOrder[a.kind] - kindOrder[b.kind] ||
      b.detections - a.detections ||
      b.tests - a.tests ||
      (a.written < b.written ? -1 : 1),
  );
}
