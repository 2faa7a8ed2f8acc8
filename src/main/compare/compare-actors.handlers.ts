import type { ComparedActors } from "../../shared/model/actor-comparison.ts";
import type { ActorRef } from "../../shared/model/actor.ts";
import { findActor } from "../actors/find-actor.ts";
import { listUsedInAll } from "../actors/profile.ts";
import type { HandlersOf } from "../backend/handler.ts";
import { describeComparison } from "./actor-comparison.ts";
import type { ComparedActor } from "./compare.ts";
import type { ComparedScope } from "./gather-compared.store.ts";
import { gatherComparedScope } from "./gather-compared.store.ts";

/** The actors that are asked for, each once. Throws `not-found` and `ambiguous`. */
function listCompared(
  { assessment, releases, ways, chosen, choosable, ownOf }: ComparedScope,
  who: ComparedActors,
): ComparedActor[] {
  // Without an assessment an actor has the techniques of the first release that holds it.
  const heldBy = (ref: ActorRef) =>
    assessment === null ? releases.filter(({ domain }) => domain === ref.domain) : releases;
  const named = () => {
    if (who.kind === "chosen") return chosen;
    if (who.kind === "groups") return choosable.filter(({ kind }) => kind === "group");
    return who.names.map((text) => findActor(choosable, text));
  };
  const once = new Map(named().map((actor) => [`${actor.kind} ${actor.id}`, actor]));
  return [...once.values()].map(({ kind, domain, id, name }) => {
    const ref = { kind, domain, id };
    return { ...ref, name, techniques: listUsedInAll(heldBy(ref), ref, ownOf(ref), ways) };
  });
}

/** Answers `compare.actors`. */
export const compareActorsIn: HandlersOf<"compare">["actors"] = (
  { who, ...place },
  { db, root, now },
) => {
  const today = now().toISOString().slice(0, 10);
  const scope = gatherComparedScope(db, place, { root, today });
  return describeComparison(listCompared(scope, who), scope);
};
