/**
 * Sectors, countries and motives of ATT&CK groups, from the MISP galaxy's threat-actor cluster: of
 * the one behind the shipped facts, and of newer ones that are imported.
 */

/** A value of the cluster with the fields that are read; an incident's kind is sometimes one text. */
export interface ThreatActor {
  readonly value: string;
  readonly uuid: string;
  readonly meta?: {
    readonly synonyms?: readonly string[];
    readonly country?: string;
    readonly motive?: string;
    readonly "cfr-suspected-state-sponsor"?: string;
    readonly "cfr-suspected-victims"?: readonly string[];
    readonly "cfr-target-category"?: readonly string[];
    readonly "cfr-type-of-incident"?: string | readonly string[];
    readonly "targeted-sector"?: readonly string[];
  };
}

/** An active ATT&CK group. */
export interface Group {
  readonly id: string;
  readonly name: string;
  readonly aliases: readonly string[];
  /** IDs of groups that were revoked in favour of this one. */
  readonly formerIds: readonly string[];
}

/**
 * How a group and a value were taken for the same, the surest first: the value lists the group's
 * ATT&CK ID, or the ID of a group revoked in its favour; has its name; has its name as a synonym;
 * shares another name with it.
 */
const joins = ["attack-id", "former-attack-id", "name", "synonym", "alias"] as const;
export type Join = (typeof joins)[number];

/** What the cluster says of a group; a field without data is absent. */
export interface JoinedContext {
  readonly name: string;
  readonly source: { readonly value: string; readonly uuid: string; readonly joinedBy: Join };
  /** Suspected origin, ISO 3166-1 alpha-2. */
  readonly countries?: readonly string[];
  readonly sectors?: readonly string[];
  readonly motives?: readonly string[];
  /** Countries and regions of known victims, in the source's words. */
  readonly victims?: readonly string[];
}

/** The source's spelling to ours; a spelling that is not listed stays as it is. */
export const sectorSpellings: Readonly<Record<string, string>> = {
  "Academia - University": "Education",
  Activists: "Civil society",
  Bank: "Finance",
  Business: "Private sector",
  "Civil Society": "Civil society",
  "Critical manufacturing": "Manufacturing",
  "Defense Contractor": "Defense",
  "Defense industrial base": "Defense",
  Dissident: "Dissidents",
  Electric: "Energy",
  Electronic: "Electronics",
  "Electronics Manufacturers": "Electronics",
  "Energy Company": "Energy",
  Financial: "Finance",
  "Financial services": "Finance",
  "Gambling Websites": "Gambling",
  "Gambling companies": "Gambling",
  Gas: "Oil and gas",
  "Government Administration": "Government",
  "Government Institutions": "Government",
  "Government agencies and services": "Government",
  "Government, Administration": "Government",
  Health: "Healthcare",
  "High tech": "Technology",
  "High-Tech": "Technology",
  "Information Technology": "Information technology",
  Intergovernmental: "Intergovernmental organizations",
  Investment: "Finance",
  Journalist: "Journalists",
  "Media and Entertainment": "Media",
  Medical: "Healthcare",
  NGOs: "Non-governmental organizations",
  "News - Media": "Media",
  "Non-profit organisation": "Non-governmental organizations",
  Oil: "Oil and gas",
  Payment: "Finance",
  Petroleum: "Oil and gas",
  Pharmacy: "Pharmaceuticals",
  "Private Sector": "Private sector",
  "Religious Organizations": "Religious organizations",
  "Religious organization": "Religious organizations",
  "Research - Innovation": "Research",
  "Scientific Research": "Research",
  Telecomms: "Telecommunications",
  Telecoms: "Telecommunications",
  "Transportation systems": "Transportation",
  Universities: "Education",
};

/** Words in sector fields that name no sector. */
export const droppedSectors: readonly string[] = ["Country", "Other"];

/** What a motive or a kind of incident says about why; one that is not listed stays as it is. */
export const motiveSpellings: Readonly<Record<string, readonly string[]>> = {
  "Business Email Compromise": ["Financial gain"],
  Cybercrime: ["Financial gain"],
  "Denial of service": ["Disruption"],
  Defacement: ["Disruption"],
  Extortion: ["Financial gain"],
  "Financial Theft": ["Financial gain"],
  "Hacktivists-Nationalists": ["Hacktivism"],
  "Information Operations": ["Influence"],
  "mainly financially motivated, additional espionage objective.": ["Financial gain", "Espionage"],
  "state-sponsored espionage and financially motivated": ["Espionage", "Financial gain"],
};

/** State sponsors by name to their country's code; "Unknown" says nothing. */
export const sponsorCodes: Readonly<Record<string, string>> = {
  Belarus: "BY",
  China: "CN",
  France: "FR",
  India: "IN",
  "Iran (Islamic Republic of)": "IR",
  Israel: "IL",
  "Korea (Democratic People's Republic of)": "KP",
  "Korea (Republic of)": "KR",
  Lebanon: "LB",
  Pakistan: "PK",
  Palestine: "PS",
  "People's Republic of China": "CN",
  "Russian Federation": "RU",
  Spain: "ES",
  US: "US",
  "United Arab Emirates": "AE",
  "United States": "US",
  Vietnam: "VN",
};

/** A word in our spelling, where ours differs; words of a file are no keys to trust. */
function spell<Spelling>(
  spellings: Readonly<Record<string, Spelling>>,
  word: string,
): Spelling | undefined {
  return Object.hasOwn(spellings, word) ? spellings[word] : undefined;
}

/** A name as compared: letters and digits only, lower case. */
function comparable(name: string): string {
  return name.toLowerCase().replace(/[^\p{L}\p{N}]/gu, "");
}

function sortedSet(values: readonly string[]): string[] {
  return [...new Set(values.map((value) => value.trim()).filter((value) => value !== ""))].sort();
}

/** What the cluster says of one value; fields without data are absent. */
function contextOf(actor: ThreatActor) {
  const meta = actor.meta ?? {};
  const sponsor = meta["cfr-suspected-state-sponsor"] ?? "";
  const countries = sortedSet([meta.country ?? "", spell(sponsorCodes, sponsor) ?? ""]);
  const sectors = sortedSet(
    [...(meta["cfr-target-category"] ?? []), ...(meta["targeted-sector"] ?? [])]
      .map((sector) => sector.trim())
      .filter((sector) => !droppedSectors.includes(sector))
      .map((sector) => spell(sectorSpellings, sector) ?? sector),
  );
  const motives = sortedSet(
    [meta.motive ?? [], meta["cfr-type-of-incident"] ?? []]
      .flat()
      .flatMap((motive) => spell(motiveSpellings, motive) ?? [motive]),
  );
  const victims = sortedSet(meta["cfr-suspected-victims"] ?? []);
  return {
    ...(countries.length > 0 && { countries }),
    ...(sectors.length > 0 && { sectors }),
    ...(motives.length > 0 && { motives }),
    ...(victims.length > 0 && { victims }),
  };
}

/** Values by what names them: the names as written, which hold ATT&CK IDs, and as compared. */
interface ActorIndex {
  readonly written: ReadonlyMap<string, readonly ThreatActor[]>;
  readonly compared: ReadonlyMap<string, readonly ThreatActor[]>;
}

function indexActors(actors: readonly ThreatActor[]): ActorIndex {
  const written = new Map<string, ThreatActor[]>();
  const compared = new Map<string, ThreatActor[]>();
  const add = (index: Map<string, ThreatActor[]>, key: string, actor: ThreatActor) => {
    const known = index.get(key);
    if (known === undefined) index.set(key, [actor]);
    else known.push(actor);
  };
  for (const actor of actors) {
    const synonyms = actor.meta?.synonyms ?? [];
    for (const synonym of new Set(synonyms)) add(written, synonym, actor);
    const names = new Set([actor.value, ...synonyms].map(comparable));
    names.delete("");
    for (const name of names) add(compared, name, actor);
  }
  return { written, compared };
}

/** A group, a value that may be the same, and every way in which it is. */
interface Candidate {
  readonly group: Group;
  readonly actor: ThreatActor;
  readonly joinedBy: ReadonlySet<Join>;
}

function listCandidates(group: Group, { written, compared }: ActorIndex): Candidate[] {
  const name = comparable(group.name);
  const byName = compared.get(name) ?? [];
  const found: Record<Join, readonly ThreatActor[]> = {
    "attack-id": written.get(group.id) ?? [],
    "former-attack-id": group.formerIds.flatMap((id) => written.get(id) ?? []),
    name: byName.filter((actor) => comparable(actor.value) === name),
    synonym: byName,
    alias: group.aliases.flatMap((alias) => compared.get(comparable(alias)) ?? []),
  };
  const joinsOf = new Map<ThreatActor, Set<Join>>();
  for (const join of joins) {
    for (const actor of found[join]) {
      joinsOf.set(actor, (joinsOf.get(actor) ?? new Set<Join>()).add(join));
    }
  }
  return [...joinsOf].map(([actor, joinedBy]) => ({ group, actor, joinedBy }));
}

function countBy<Key>(keys: readonly Key[]): ReadonlyMap<Key, number> {
  const counts = new Map<Key, number>();
  for (const key of keys) counts.set(key, (counts.get(key) ?? 0) + 1);
  return counts;
}

interface GroupContexts {
  /** By ATT&CK ID; a group without data is absent. */
  readonly groups: ReadonlyMap<string, JoinedContext>;
  /** The value that each group was taken for, with or without data. */
  readonly matches: ReadonlyMap<string, { readonly actor: ThreatActor; readonly joinedBy: Join }>;
  /** How many groups each kind of join found, with or without data. */
  readonly joined: ReadonlyMap<Join, number>;
  /** Groups for which several values are equally likely: left out. */
  readonly ambiguous: readonly { readonly id: string; readonly values: readonly string[] }[];
  /** Groups that no value names, or only values that are surely another group's. */
  readonly unknown: readonly string[];
}

/**
 * Joins groups and values, the surest kind of join first.
 *
 * A value that surely belongs to one group is not given to another by a weaker join: the cluster
 * lists subgroups among the synonyms of their parents. A value may list several ATT&CK IDs. Where
 * a join finds several values for a group, the next one may tell them apart.
 */
export function joinGroupContexts(
  groups: readonly Group[],
  actors: readonly ThreatActor[],
): GroupContexts {
  const found = new Map<string, { actor: ThreatActor; joinedBy: Join }>();
  const owned = new Set<ThreatActor>();
  const index = indexActors(actors);
  const candidatesOf = new Map(groups.map((group) => [group, listCandidates(group, index)]));
  const candidates = [...candidatesOf.values()].flat();
  for (const join of joins) {
    const ofJoin = candidates.filter(
      ({ group, actor, joinedBy }) =>
        joinedBy.has(join) && !found.has(group.id) && !owned.has(actor),
    );
    const values = countBy(ofJoin.map(({ group }) => group));
    const claims = countBy(ofJoin.map(({ actor }) => actor));
    for (const { group, actor } of ofJoin) {
      const isOnlyClaim = claims.get(actor) === 1 || join === "attack-id";
      if (values.get(group) === 1 && isOnlyClaim) {
        found.set(group.id, { actor, joinedBy: join });
        owned.add(actor);
      }
    }
  }
  const contexts = new Map<string, JoinedContext>();
  const joined = new Map<Join, number>(joins.map((join) => [join, 0]));
  const ambiguous: { id: string; values: string[] }[] = [];
  const unknown: string[] = [];
  for (const group of groups) {
    const match = found.get(group.id);
    if (match === undefined) {
      const open = (candidatesOf.get(group) ?? []).filter(({ actor }) => !owned.has(actor));
      if (open.length === 0) unknown.push(group.id);
      else ambiguous.push({ id: group.id, values: open.map(({ actor }) => actor.value) });
      continue;
    }
    const { actor, joinedBy } = match;
    joined.set(joinedBy, (joined.get(joinedBy) ?? 0) + 1);
    const context = contextOf(actor);
    if (Object.keys(context).length > 0) {
      const source = { value: actor.value, uuid: actor.uuid, joinedBy };
      contexts.set(group.id, { name: group.name, source, ...context });
    }
  }
  return { groups: contexts, matches: found, joined, ambiguous, unknown };
}
