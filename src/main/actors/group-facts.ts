import type { ActorContext } from "../../shared/model/actor.ts";

/** What a source says of one group, in words and country codes. */
export interface GroupFacts {
  /** ATT&CK ID. */
  readonly id: string;
  /** The group's name in the source. */
  readonly value: string;
  readonly sectors: readonly string[];
  /** ISO 3166-1 alpha-2. */
  readonly countries: readonly string[];
  readonly motives: readonly string[];
}

/** Sectors, countries and motives of groups, by ATT&CK ID; a group without data is not in it. */
export type GroupContext = ReadonlyMap<string, ActorContext>;

/** Facts about groups and where they are from, as a sentence's end says it. */
export interface FactsInUse {
  readonly source: string;
  /** Version of the cluster that the newest of them are from; null where it has none. */
  readonly version: number | null;
  readonly groups: GroupContext;
}

/** A group without data. */
export const noContext: ActorContext = { sectors: [], countries: [], motives: [] };

const regions = new Intl.DisplayNames(["en"], { type: "region", fallback: "code" });

/** Lays what a source says of groups over what is known; groups that it does not name stay. */
export function layFacts(
  known: GroupContext,
  facts: readonly GroupFacts[],
  source: string,
): GroupContext {
  const laid = new Map(known);
  for (const { id, value, sectors, countries, motives } of facts) {
    const sourced = (values: readonly string[]) =>
      values.map((word) => ({ value: word, source: `${source}: ${value}` }));
    const names = countries.map((code) =>
      /^[A-Z]{2}$/.test(code) ? (regions.of(code) ?? code) : code,
    );
    if (sectors.length + countries.length + motives.length === 0) laid.delete(id);
    else {
      laid.set(id, {
        sectors: sourced(sectors),
        countries: sourced(names),
        motives: sourced(motives),
      });
    }
  }
  return laid;
}
