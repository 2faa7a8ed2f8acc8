import type { ActorSummary, ProfileTechnique, Way, Ways } from "../../shared/model/actor.ts";
import type { BarPart } from "../ui/StackedBar.tsx";
import { wayWords } from "./actor-words.ts";

/** The colours in which an actor's techniques are told apart by the way they came. */
export const wayFills = {
  direct: "use-4",
  campaign: "use-2",
  software: "use-1",
  own: "use-5",
} as const satisfies Record<Way, BarPart["fill"]>;

/** The ways in the order in which each adds to those before it. */
export const wayOrder = ["direct", "campaign", "software", "own"] as const satisfies readonly Way[];

function part(way: Way, count: number): BarPart {
  return { fill: wayFills[way], word: wayWords[way], count };
}

/**
 * An actor's techniques by the first way that brought each, adding up to `total`.
 *
 * `total` counts the analyst's additions and exclusions, which the catalogue's own counts do not
 * know: what exceeds them is own, what is missing is taken from the last way.
 */
export function wayParts(
  actor: Pick<ActorSummary, "kind" | "counts">,
  ways: Ways,
  total: number,
): readonly BarPart[] {
  if (actor.kind === "own") return [part("own", total)];
  const { direct, withCampaigns, withSoftware } = actor.counts;
  const campaign = ways.campaigns ? withCampaigns - direct : 0;
  // Without campaigns nobody has counted what software adds to direct uses: it is what is left.
  const software = !ways.software
    ? 0
    : ways.campaigns
      ? withSoftware - withCampaigns
      : Math.min(Math.max(0, total - direct), withSoftware - direct);
  let left = total;
  const parts = (
    [
      ["direct", direct],
      ["campaign", campaign],
      ["software", software],
    ] as const
  ).map(([way, count]) => {
    const taken = Math.max(0, Math.min(count, left));
    left -= taken;
    return part(way, taken);
  });
  return [...parts, part("own", left)];
}

/** The ways by which a technique came, each once, in order. */
export function waysOf(technique: Pick<ProfileTechnique, "via">): readonly Way[] {
  return wayOrder.filter((way) => technique.via.some((via) => via.kind === way));
}
