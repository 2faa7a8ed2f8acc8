import type {
  ActorContext,
  ActorProfile,
  ActorRef,
  ProfileTechnique,
  Provenance,
} from "../../shared/model/actor.ts";
import type { TechniqueId } from "../../shared/model/attack-id.ts";
import type { Knowledge, KnownActor } from "../catalogue/knowledge.ts";
import type { ObjectText } from "../catalogue/object-text.ts";
import { countTechniquesByWay } from "./profile.ts";
import type { ProfileEntry, Via } from "./profile.ts";

/** Words of objects and relationships, by row. */
export type Texts = ReadonlyMap<number, ObjectText>;

/** An actor in one release, as its profile is shown. */
export interface ProfiledActor {
  readonly ref: ActorRef;
  readonly name: string;
  readonly knowledge: Knowledge;
  /** Null for an own profile. */
  readonly actor: KnownActor | null;
  readonly entries: ReadonlyMap<TechniqueId, ProfileEntry>;
}

/** Rows whose words a profile shows. */
export function listTextRows({ actor, entries }: ProfiledActor): number[] {
  const rows = new Set<number>();
  if (actor !== null) {
    rows.add(actor.objectId);
    for (const { relationshipId } of actor.software) rows.add(relationshipId);
  }
  for (const { via } of entries.values()) {
    for (const { relationshipId } of via) if (relationshipId !== null) rows.add(relationshipId);
  }
  return [...rows];
}

/** One way with its procedure text; what an own technique says of itself stands for it. */
export function describeVia(
  { kind, id, name, relationshipId, own }: Via,
  texts: Texts,
): Provenance {
  const text = relationshipId === null ? undefined : texts.get(relationshipId);
  return {
    kind,
    id,
    name,
    procedure: own === null ? (text?.description ?? null) : own.text === "" ? null : own.text,
    references: text?.references ?? [],
    date: own?.date ?? null,
    confidence: own?.confidence ?? null,
  };
}

/** An actor's profile with the words of every way. Techniques are ordered by ATT&CK ID. */
export function describeProfile(
  profiled: ProfiledActor,
  texts: Texts,
  context: ActorContext,
): ActorProfile {
  const { ref, name, knowledge, actor, entries } = profiled;
  const text = actor === null ? undefined : texts.get(actor.objectId);
  const made = entries.size;
  return {
    ...ref,
    name,
    aliases: [...(actor?.aliases ?? [])],
    description: text?.description ?? null,
    references: text?.references ?? [],
    context,
    counts:
      actor === null
        ? { direct: made, withCampaigns: made, withSoftware: made }
        : countTechniquesByWay(knowledge, actor),
    techniques: [...entries.values()].flatMap((entry) =>
      describeTechnique(entry, knowledge, texts),
    ),
    software: (actor?.software ?? []).map(({ id, relationshipId }) => ({
      id,
      name: knowledge.software.get(id)?.name ?? id,
      procedure: texts.get(relationshipId)?.description ?? null,
    })),
    campaigns: (actor?.campaigns ?? []).map((id) => ({
      id,
      name: knowledge.campaigns.get(id)?.name ?? id,
    })),
  };
}

function describeTechnique(
  { techniqueId, via, excluded }: ProfileEntry,
  { techniques }: Knowledge,
  texts: Texts,
): ProfileTechnique[] {
  const technique = techniques.get(techniqueId);
  if (technique === undefined) return [];
  const { name, parentId, tactics, platforms } = technique;
  return [
    {
      id: techniqueId,
      name,
      parentName: parentId === null ? null : (techniques.get(parentId)?.name ?? null),
      tactics: [...tactics],
      platforms: [...platforms],
      via: via.map((one) => describeVia(one, texts)),
      excluded:
        excluded === null
          ? null
          : { reason: excluded.text, source: excluded.source, date: excluded.date },
    },
  ];
}
