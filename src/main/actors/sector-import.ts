import type { ActorContext } from "../../shared/model/actor.ts";
import type { ReportItem } from "../../shared/model/import-report.ts";
import type { GroupContext, GroupFacts } from "./group-facts.ts";
import { layFacts, noContext } from "./group-facts.ts";
import type { Group, Join, ThreatActor } from "./join-group-context.ts";
import { joinGroupContexts } from "./join-group-context.ts";
import type { ThreatActorCluster } from "./threat-actor-cluster.ts";

const joinWords: Readonly<Record<Join, string>> = {
  "attack-id": "by its ATT&CK ID",
  "former-attack-id": "by the ID of a group that was revoked in its favour",
  name: "by its name",
  synonym: "by a synonym",
  alias: "by another name of the group",
};

/** What the report says of a cluster and of each of its values. */
interface SectorImport {
  /** Values by what they do to the facts in use; they sum to the values read. */
  readonly counts: Readonly<
    Record<"read" | "added" | "changed" | "unchanged" | "duplicates" | "skipped", number>
  >;
  readonly items: readonly Omit<ReportItem, "file" | "line">[];
}

/** Takes a cluster's values for groups, and compares what they say with the facts in use. */
export function planSectorImport(
  cluster: ThreatActorCluster,
  groups: readonly Group[],
  inUse: GroupContext,
): SectorImport {
  const joined = joinGroupContexts(groups, cluster.actors);
  const groupsOf = new Map<ThreatActor, { group: Group; joinedBy: Join }[]>();
  for (const group of groups) {
    const match = joined.matches.get(group.id);
    if (match === undefined) continue;
    const { actor, joinedBy } = match;
    groupsOf.set(actor, [...(groupsOf.get(actor) ?? []), { group, joinedBy }]);
  }
  const after = layFacts(inUse, factsOf(groups, joined), "");
  const disputed = new Set(joined.ambiguous.flatMap(({ values }) => values));
  const counts = {
    read: cluster.actors.length + cluster.repeated.length,
    added: 0,
    changed: 0,
    unchanged: 0,
    duplicates: cluster.repeated.length,
    skipped: 0,
  };
  const items: Omit<ReportItem, "file" | "line">[] = [];
  for (const actor of cluster.actors) {
    const named = groupsOf.get(actor) ?? [];
    const changes = named.map(({ group: { id } }) =>
      compare(inUse.get(id) ?? noContext, after.get(id) ?? noContext),
    );
    const outcome = outcomes.find((each) => changes.some(({ kind }) => kind === each)) ?? "skipped";
    counts[outcome] += 1;
    const names = named.map(
      ({ group: { id, name }, joinedBy }) => `${id} ${name}, ${joinWords[joinedBy]}`,
    );
    const differences = [...new Set(changes.map(({ difference }) => difference))].filter(
      (difference) => difference !== "",
    );
    items.push({
      class: outcome,
      what: actor.value,
      message:
        names.length === 0
          ? disputed.has(actor.value)
            ? "may be a group for which others stand as well"
            : "names no group of the workspace's catalogue"
          : outcome === "skipped"
            ? `${names.join("; ")}: says no sector, country or motive`
            : `${names.join("; ")}${differences.length === 0 ? "" : `: ${differences.join("; ")}`}`,
      effect: null,
    });
  }
  for (const { value } of cluster.repeated) {
    items.push({ class: "duplicates", what: value, message: "stands there twice", effect: null });
  }
  const stays = "keeps the facts that it had";
  for (const { id, values } of joined.ambiguous) {
    const message = `may be ${anyOf(values)}`;
    items.push({ class: "ambiguous groups", what: nameOf(groups, id), message, effect: stays });
  }
  for (const id of joined.unknown) {
    const message = "no value of the file is about it alone";
    items.push({ class: "groups not named", what: nameOf(groups, id), message, effect: stays });
  }
  for (const { what, message } of cluster.faults) {
    items.push({ class: "fields left out", what, message, effect: "left out" });
  }
  return { counts, items };
}

/**
 * What values say of groups, for every group that one was taken for; one of which it says nothing
 * has empty lists.
 */
export function joinFacts(
  groups: readonly Group[],
  actors: readonly ThreatActor[],
): readonly GroupFacts[] {
  return factsOf(groups, joinGroupContexts(groups, actors));
}

function factsOf(
  groups: readonly Group[],
  joined: ReturnType<typeof joinGroupContexts>,
): GroupFacts[] {
  return groups.flatMap(({ id }) => {
    const value = joined.matches.get(id)?.actor.value;
    if (value === undefined) return [];
    const { sectors = [], countries = [], motives = [] } = joined.groups.get(id) ?? {};
    return [{ id, value, sectors, countries, motives }];
  });
}

/** What a value may do to a group, the most telling first. */
const outcomes = ["added", "changed", "unchanged"] as const;

const kinds = ["sectors", "countries", "motives"] as const;

function compare(
  before: ActorContext,
  after: ActorContext,
): { readonly kind: (typeof outcomes)[number] | "nothing"; readonly difference: string } {
  const words = (context: ActorContext, kind: (typeof kinds)[number]) =>
    context[kind].map(({ value }) => value).join(", ");
  const isEmpty = (context: ActorContext) => kinds.every((kind) => context[kind].length === 0);
  const differing = kinds.filter((kind) => words(before, kind) !== words(after, kind));
  if (differing.length === 0) {
    return { kind: isEmpty(after) ? "nothing" : "unchanged", difference: "" };
  }
  const difference = differing
    .map(
      (kind) => `${kind} ${words(after, kind) || "none"}, before ${words(before, kind) || "none"}`,
    )
    .join("; ");
  return { kind: isEmpty(before) ? "added" : "changed", difference };
}

/** Names as a sentence lists them, the first three in full. */
function anyOf(names: readonly string[]): string {
  const more = names.length - 3;
  return more > 0
    ? `${names.slice(0, 3).join(", ")} or ${more} ${more === 1 ? "other" : "others"}`
    : names.join(" or ");
}

function nameOf(groups: readonly Group[], id: string): string {
  return `${id} ${groups.find((group) => group.id === id)?.name ?? ""}`;
}
