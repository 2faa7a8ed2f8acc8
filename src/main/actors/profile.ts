import type { AttackId, TechniqueId } from "../../shared/model/attack-id.ts";
import type { ActorRef, OwnTechnique, ProfileCounts, Way, Ways } from "../../shared/model/actor.ts";
import type { Knowledge, KnownActor, Use } from "../catalogue/knowledge.ts";

/** One way by which a technique came into a profile. */
export interface Via {
  readonly kind: Way;
  /** The group, campaign or software that uses it; for `own` the source that the analyst named. */
  readonly id: string;
  readonly name: string;
  /** Row of the relationship that holds the procedure text; null for `own`. */
  readonly relationshipId: number | null;
  /** The analyst's word, for `own` alone. */
  readonly own: OwnTechnique | null;
}

/** A technique of a profile: how it came, and whether the analyst took it out. */
export interface ProfileEntry {
  readonly techniqueId: TechniqueId;
  readonly via: readonly Via[];
  /** Set where the analyst excluded it: it stays listed and does not count. */
  readonly excluded: OwnTechnique | null;
}

/** Every way at once: what the counts by way are made of. */
export const allWays: Ways = { campaigns: true, software: true };

/** The group, campaign or software of a release that carries an ATT&CK ID. */
export function findKnownActor(knowledge: Knowledge, id: AttackId): KnownActor | undefined {
  return knowledge.groups.get(id) ?? knowledge.campaigns.get(id) ?? knowledge.software.get(id);
}

/**
 * Walks every use that an actor's profile is made of, way by way.
 *
 * Software is the actor's own alone: what only a campaign of a group uses is left out. A technique
 * that comes by several ways, or several times by one, is visited each time.
 */
function visitUses(
  knowledge: Knowledge,
  actor: KnownActor,
  ways: Ways,
  visit: (kind: "direct" | "campaign" | "software", user: KnownActor, use: Use) => void,
): void {
  for (const use of actor.uses) visit("direct", actor, use);
  if (ways.campaigns) {
    for (const id of actor.campaigns) {
      const campaign = knowledge.campaigns.get(id);
      for (const use of campaign?.uses ?? []) if (campaign) visit("campaign", campaign, use);
    }
  }
  if (ways.software) {
    for (const { id } of actor.software) {
      const software = knowledge.software.get(id);
      for (const use of software?.uses ?? []) if (software) visit("software", software, use);
    }
  }
}

/** The techniques that an actor of the catalogue uses by the given ways. */
export function listTechniquesUsedByActor(
  knowledge: Knowledge,
  actor: KnownActor,
  ways: Ways,
): Set<TechniqueId> {
  const techniques = new Set<TechniqueId>();
  visitUses(knowledge, actor, ways, (_kind, _user, use) => techniques.add(use.techniqueId));
  return techniques;
}

/** How many techniques an actor uses, each figure taking in one way more. */
export function countTechniquesByWay(knowledge: Knowledge, actor: KnownActor): ProfileCounts {
  const count = (ways: Ways) => listTechniquesUsedByActor(knowledge, actor, ways).size;
  return {
    direct: count({ campaigns: false, software: false }),
    withCampaigns: count({ campaigns: true, software: false }),
    withSoftware: count(allWays),
  };
}

/**
 * The techniques of an actor by the given ways, joined with the analyst's own word on them.
 *
 * Own additions of techniques that the release does not hold are left out. Ordered by ATT&CK ID.
 */
export function buildProfile(
  knowledge: Knowledge,
  actor: KnownActor | null,
  ways: Ways,
  own: readonly OwnTechnique[],
): Map<TechniqueId, ProfileEntry> {
  const via = new Map<TechniqueId, Via[]>();
  const add = (techniqueId: TechniqueId, one: Via) => {
    const known = via.get(techniqueId);
    if (known === undefined) via.set(techniqueId, [one]);
    else known.push(one);
  };
  if (actor !== null) {
    visitUses(knowledge, actor, ways, (kind, user, { techniqueId, relationshipId }) =>
      add(techniqueId, { kind, id: user.id, name: user.name, relationshipId, own: null }),
    );
  }
  const excluded = new Map<TechniqueId, OwnTechnique>();
  for (const word of own) {
    if (!knowledge.techniques.has(word.techniqueId)) continue;
    if (word.action === "exclude") excluded.set(word.techniqueId, word);
    else {
      const { source } = word;
      add(word.techniqueId, {
        kind: "own",
        id: source,
        name: source,
        relationshipId: null,
        own: word,
      });
    }
  }
  const profile = new Map<TechniqueId, ProfileEntry>();
  for (const techniqueId of [...via.keys()].sort()) {
    profile.set(techniqueId, {
      techniqueId,
      via: via.get(techniqueId) ?? [],
      excluded: excluded.get(techniqueId) ?? null,
    });
  }
  return profile;
}

/** Techniques that count of an actor: in all releases that hold it, keyed by domain. */
export function listUsedInAll(
  releases: readonly Knowledge[],
  ref: ActorRef,
  own: readonly OwnTechnique[],
  ways: Ways,
): Set<TechniqueId> {
  const used = new Set<TechniqueId>();
  for (const knowledge of releases) {
    const known = ref.kind === "own" ? undefined : findKnownActor(knowledge, ref.id);
    if (known === undefined && knowledge.domain !== ref.domain) continue;
    for (const { techniqueId, excluded } of buildProfile(
      knowledge,
      known ?? null,
      ways,
      own,
    ).values()) {
      if (excluded === null) used.add(techniqueId);
    }
  }
  return used;
}
