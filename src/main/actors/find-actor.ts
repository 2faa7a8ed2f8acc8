import type { ActorRef } from "../../shared/model/actor.ts";
import { Problem } from "../../shared/problem.ts";
import type { Knowledge, KnownActor } from "../catalogue/knowledge.ts";

/** An actor as far as finding it by what a user types needs. */
export interface NamedActor extends ActorRef {
  readonly name: string;
  readonly aliases: readonly string[];
}

/** Every group, campaign and software of releases; one that several domains hold comes once. */
export function listNamedActors(releases: readonly Knowledge[]): NamedActor[] {
  const actors = new Map<string, NamedActor>();
  for (const { domain, groups, campaigns, software } of releases) {
    for (const known of [groups, campaigns, software]) {
      for (const { id, kind, name, aliases } of known.values()) {
        if (!actors.has(id)) actors.set(id, { id, kind, domain, name, aliases });
      }
    }
  }
  return [...actors.values()];
}

/** The same actor of every release that holds it, in the releases' order. */
export function listKnownActors(
  releases: readonly Knowledge[],
  ref: Pick<ActorRef, "id" | "kind">,
): { readonly knowledge: Knowledge; readonly actor: KnownActor }[] {
  return releases.flatMap((knowledge) => {
    const actor =
      knowledge.groups.get(ref.id) ??
      knowledge.campaigns.get(ref.id) ??
      knowledge.software.get(ref.id);
    return actor?.kind === ref.kind ? [{ knowledge, actor }] : [];
  });
}

/** Letters and digits alone, in lower case: "Lazarus Group" and "lazarus-group" are the same. */
function fold(text: string): string {
  return text
    .normalize("NFKD")
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, "");
}

/**
 * Finds the one actor that a text means: by ATT&CK ID, name or alias.
 *
 * A group goes before software and campaigns of the same name, since groups are what the word
 * actor means first, and a name before an alias. Throws `ambiguous` where several fit equally, and
 * `not-found`; both name candidates.
 */
export function findActor(actors: readonly NamedActor[], text: string): NamedActor {
  const byId = actors.filter(({ id }) => id.toUpperCase() === text.trim().toUpperCase());
  const wanted = fold(text);
  const isNamed = (actor: NamedActor) => fold(actor.name) === wanted;
  const isAliased = (actor: NamedActor) => actor.aliases.some((alias) => fold(alias) === wanted);
  const isFirst = ({ kind }: NamedActor) => kind === "group" || kind === "own";
  const first = actors.filter(isFirst);
  const others = actors.filter((actor) => !isFirst(actor));
  const tiers =
    wanted === ""
      ? [byId]
      : [
          byId,
          first.filter(isNamed),
          first.filter(isAliased),
          others.filter(isNamed),
          others.filter(isAliased),
        ];
  const found = tiers.find((tier) => tier.length > 0) ?? [];
  const [only, ...more] = found;
  if (only === undefined) {
    const near = actors.filter(
      ({ name, aliases }) =>
        wanted.length > 2 && [name, ...aliases].some((one) => fold(one).includes(wanted)),
    );
    throw new Problem("not-found", `No actor is called "${text}".`, {
      ...(near.length === 0 ? {} : { candidates: near.slice(0, 10).map(describe) }),
      remedy: "Give an ATT&CK ID such as G0046, or a name or alias as the catalogue writes it.",
    });
  }
  if (more.length > 0) {
    throw new Problem("ambiguous", `"${text}" may mean ${found.map(describe).join(" or ")}.`, {
      candidates: found.map(describe),
      remedy: "Give the ATT&CK ID.",
    });
  }
  return only;
}

function describe({ id, name }: NamedActor): string {
  return `${id} ${name}`;
}
