import { attackIdKinds, domain as domainSchema } from "../../shared/model/attack-id.ts";
import type { StixObject } from "./stix-object.ts";
import { instantOf } from "./stix-object.ts";
import type { WarningList } from "./warning-list.ts";
import { shorten } from "./warning-list.ts";

/** The domain of a bundle that holds no matrix and so no domain of ATT&CK. */
export const noDomain = "other";

/** What of a bundle goes into the release of one domain. */
export interface DomainShare<Kept extends StixObject> {
  readonly domain: string;
  readonly objects: readonly { readonly object: Kept; readonly inDomain: boolean }[];
}

/** The matrices in force: neither revoked nor deprecated. */
export function matricesInForce<Kept extends StixObject>(objects: readonly Kept[]): Kept[] {
  return objects.filter(
    (object) => object.facts.kind === "matrix" && !object.revoked && !object.deprecated,
  );
}

/**
 * The domains that a bundle holds: those of its matrices in force.
 *
 * By the matrix's `x_mitre_domains`; older matrices name their domain only by their ATT&CK ID.
 */
export function heldDomains(objects: readonly StixObject[]): string[] {
  const domains = new Set<string>();
  for (const matrix of matricesInForce(objects)) {
    const named = matrix.domains ?? [matrix.attackId ?? ""];
    for (const name of named) if (domainSchema.safeParse(name).success) domains.add(name);
  }
  return [...domains];
}

/**
 * Shares the objects of a bundle out among the domains that it holds.
 *
 * An object belongs to those that it names, to all where it names none; a relationship to those of
 * both its ends. What belongs to none of them goes along with the first, outside of its domain, so
 * that nothing is lost.
 */
export function shareOut<Kept extends StixObject>(
  objects: readonly Kept[],
  domains: readonly string[],
): DomainShare<Kept>[] {
  const domainsOf = new Map<string, readonly string[]>();
  for (const object of objects) {
    if (object.facts.kind === "relationship" || object.domains === null) continue;
    if (domains.includes(noDomain)) continue;
    const named = object.domains;
    const held = domains.filter((domain) => named.includes(domain));
    // Whoever belongs to all of them is not written down.
    if (held.length < domains.length) domainsOf.set(object.stixId, held);
  }
  const shares = domains.map((domain) => ({
    domain,
    objects: [] as { object: Kept; inDomain: boolean }[],
  }));
  for (const object of objects) {
    const { facts } = object;
    let member: readonly string[];
    if (facts.kind === "relationship") {
      const from = domainsOf.get(facts.source) ?? domains;
      const to = domainsOf.get(facts.target) ?? domains;
      member = from === to ? from : from.filter((domain) => to.includes(domain));
    } else member = domainsOf.get(object.stixId) ?? domains;
    for (const [index, share] of shares.entries()) {
      const inDomain = member.includes(share.domain);
      if (inDomain || (index === 0 && member.length === 0)) {
        share.objects.push({ object, inDomain });
      }
    }
  }
  return shares;
}

/** Releases of a domain that the collections in a bundle, or the starter's mark, claim to be. */
export function claimedReleases(
  objects: readonly StixObject[],
  domain: string,
  domains: readonly string[],
): string[] {
  const claims: string[] = [];
  for (const object of objects) {
    if (object.facts.kind === "starter" && object.facts.release !== null) {
      claims.push(object.facts.release);
    }
    if (object.facts.kind !== "collection" || object.version === null) continue;
    if (!/^\d+(\.\d+)*$/.test(object.version)) continue;
    const concerns =
      domains.length === 1 ||
      (object.domains?.includes(domain) ??
        object.name?.toLowerCase().includes(domain.replace(/-attack$/, "")));
    if (concerns === true) claims.push(object.version);
  }
  return claims;
}

/** Day of the newest `modified`, or null where none is a time. */
export function newestDay(objects: readonly StixObject[]): string | null {
  let newest: number | null = null;
  for (const object of objects) {
    const instant = instantOf(object.modified);
    if (instant !== null && (newest === null || instant > newest)) newest = instant;
  }
  return newest === null ? null : new Date(newest).toISOString().slice(0, 10);
}

/** Place of each tactic, by STIX ID, in the matrices in force. */
export function tacticOrder(objects: readonly StixObject[]): Map<string, number> {
  const order = new Map<string, number>();
  for (const { facts } of matricesInForce(objects)) {
    if (facts.kind !== "matrix") continue;
    for (const id of facts.tactics) if (!order.has(id)) order.set(id, order.size);
  }
  return order;
}

/**
 * The parent of each sub-technique by STIX ID; null where there is none.
 *
 * By `subtechnique-of` between objects that are both here, `existing` ones included. Where that is
 * missing, the technique whose ATT&CK ID is the part before the dot. Circles are reported and cut.
 */
export function findParents(
  objects: readonly StixObject[],
  techniqueIdByAttackId: ReadonlyMap<string, string>,
  isThere: (stixId: string) => boolean,
  warnings: WarningList,
): Map<string, string | null> {
  const parents = new Map<string, string | null>();
  for (const object of objects) {
    const { facts } = object;
    if (facts.kind !== "relationship" || facts.type !== "subtechnique-of") continue;
    if (object.revoked || object.deprecated || !isThere(facts.source)) continue;
    if (facts.source === facts.target) {
      warn(warnings, "self-reference", object, "says of an object that it is part of itself.");
      continue;
    }
    if (!isThere(facts.target)) continue;
    const before = parents.get(facts.source);
    if (before === undefined) parents.set(facts.source, facts.target);
    else if (before !== facts.target) {
      warn(warnings, "two-parents", object, "gives a sub-technique a second parent; not taken.");
    }
  }
  for (const object of objects) {
    const { facts } = object;
    if (facts.kind !== "technique" || !facts.isSub || parents.has(object.stixId)) continue;
    const [before, after] = (object.attackId ?? "").split(".");
    const parent = after === undefined ? undefined : techniqueIdByAttackId.get(before ?? "");
    parents.set(object.stixId, parent ?? null);
    if (!object.revoked && !object.deprecated) {
      const what =
        parent === undefined
          ? "is a sub-technique, and nothing says of which technique."
          : "is a sub-technique without subtechnique-of; its ID names the technique.";
      warn(warnings, "no-parent", object, what);
    }
  }
  for (const id of findCircles(parents)) {
    parents.set(id, null);
    const message = `${shorten(id)} is, over others, a sub-technique of itself; the circle was cut.`;
    warnings.add("subtechnique-cycle", id, null, message);
  }
  return parents;
}

/** Reports `revoked-by` relationships that lead in a circle; nothing replaces what they revoke. */
export function warnRevokedByCircles(objects: readonly StixObject[], warnings: WarningList): void {
  const next = new Map<string, string | null>();
  for (const object of objects) {
    const { facts } = object;
    if (facts.kind !== "relationship" || facts.type !== "revoked-by") continue;
    next.set(facts.source, facts.target);
  }
  for (const id of findCircles(next)) {
    const message = `${shorten(id)} is, over others, revoked by itself; nothing replaces it.`;
    warnings.add("revoked-by-cycle", id, null, message);
  }
}

/** Those that lead back to themselves, each once; one visit per node. */
function findCircles(next: ReadonlyMap<string, string | null>): string[] {
  const circles: string[] = [];
  const visitedIn = new Map<string, string>();
  for (const start of next.keys()) {
    let id: string | null | undefined = start;
    while (id !== null && id !== undefined && !visitedIn.has(id)) {
      visitedIn.set(id, start);
      id = next.get(id);
    }
    if (id === null || id === undefined || visitedIn.get(id) !== start) continue;
    const first: string = id;
    do {
      circles.push(id);
      id = next.get(id) ?? first;
    } while (id !== first);
  }
  return circles;
}

/** Reports ATT&CK IDs that several active objects of one kind carry. */
export function warnSharedAttackIds(objects: readonly StixObject[], warnings: WarningList): void {
  const seen = new Set<string>();
  const kindOfType = new Map<string, string>();
  for (const [kind, { stixTypes }] of Object.entries(attackIdKinds)) {
    for (const type of stixTypes) kindOfType.set(type, kind);
  }
  for (const object of objects) {
    if (object.attackId === null) continue;
    const kind = kindOfType.get(object.type);
    if (kind === undefined || kind === "matrix") continue;
    if (object.revoked || object.deprecated) continue;
    const key = `${kind} ${object.attackId}`;
    if (seen.has(key)) {
      warn(warnings, "shared-attack-id", object, "has an ATT&CK ID that another object has too.");
    }
    seen.add(key);
  }
}

function warn(warnings: WarningList, code: string, object: StixObject, what: string): void {
  warnings.add(
    code,
    object.stixId,
    `objects[${String(object.position)}]`,
    `${shorten(object.stixId)} ${what}`,
  );
}

/** Reports references that lead nowhere, and relationships of an object to itself. */
export function warnBrokenReferences(
  objects: readonly StixObject[],
  isThere: (stixId: string) => boolean,
  warnings: WarningList,
): void {
  const check = (object: StixObject, property: string, id: string) => {
    if (isThere(id)) return;
    const what = `names ${shorten(id)} (${property}), which is not there.`;
    warn(warnings, "dangling-reference", object, what);
  };
  for (const object of objects) {
    const { facts } = object;
    switch (facts.kind) {
      case "relationship":
        if (facts.source === facts.target && facts.type !== "subtechnique-of") {
          warn(warnings, "self-reference", object, "relates an object to itself.");
        }
        check(object, "source_ref", facts.source);
        check(object, "target_ref", facts.target);
        break;
      case "matrix":
        for (const id of facts.tactics) check(object, "tactic_refs", id);
        break;
      case "strategy":
        for (const id of facts.analytics) check(object, "x_mitre_analytic_refs", id);
        break;
      case "log-sources":
        for (const { dataComponent: id } of facts.logSources) {
          if (id !== null) check(object, "x_mitre_data_component_ref", id);
        }
        break;
      case "technique":
      case "tactic":
      case "collection":
      case "starter":
      case "other":
        break;
    }
  }
}
