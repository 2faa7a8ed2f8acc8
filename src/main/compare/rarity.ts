import type { TechniqueId } from "../../shared/model/attack-id.ts";
import type { ComparedTechnique } from "../../shared/model/actor-comparison.ts";

/** How many groups use each technique, of how many. */
export interface GroupUse {
  readonly groups: number;
  readonly groupsUsing: ReadonlyMap<TechniqueId, number>;
}

/** Counts the groups that use each technique; each group comes with its set. */
export function countGroupUse(profiles: Iterable<ReadonlySet<TechniqueId>>): GroupUse {
  const groupsUsing = new Map<TechniqueId, number>();
  let groups = 0;
  for (const profile of profiles) {
    groups += 1;
    for (const id of profile) groupsUsing.set(id, (groupsUsing.get(id) ?? 0) + 1);
  }
  return { groups, groupsUsing };
}

/**
 * How much a technique tells, by how rare it is: −ln(share of the groups that use it).
 *
 * What every group uses tells nothing: 0. What no group uses, such as a technique of an own actor
 * alone, has no share to take the logarithm of, and counts as what a single group uses.
 */
export function rarityOf(
  id: TechniqueId,
  use: GroupUse,
): Pick<ComparedTechnique, "groupsUsing" | "groups" | "weight"> {
  const { groups } = use;
  const groupsUsing = use.groupsUsing.get(id) ?? 0;
  const weight = groups === 0 ? 0 : Math.log(groups / Math.max(1, groupsUsing));
  return { groupsUsing, groups, weight };
}
