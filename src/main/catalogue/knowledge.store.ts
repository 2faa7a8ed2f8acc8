import type { AttackId, TechniqueId } from "../../shared/model/attack-id.ts";
import {
  attackId as attackIdSchema,
  techniqueId as techniqueIdSchema,
} from "../../shared/model/attack-id.ts";
import type { NeededLogSource } from "../../shared/model/catalogue.ts";
import type { ReadableDatabase } from "../database/database.ts";
import type { StoredRelease } from "./catalogue.store.ts";
import { getRawObject, getStoredRelease } from "./catalogue.store.ts";
import type {
  Knowledge,
  KnownActor,
  KnownTactic,
  KnownTechnique,
  RetiredTechnique,
  Use,
} from "./knowledge.ts";
import { isJsonObject } from "./stix-object.ts";

/** Pictures by release, overlays and hash: what was imported does not change. */
const cache = new Map<string, Knowledge>();
const mostCached = 8;

/**
 * A release with its overlays as the analysis sees it; read once and kept.
 *
 * Throws `not-found`.
 */
export function loadKnowledge(db: ReadableDatabase, releaseId: number): Knowledge {
  const release = getStoredRelease(db, releaseId);
  const key = fingerprint(db, release);
  const known = cache.get(key);
  if (known !== undefined) return known;
  const knowledge = new KnowledgeReader(db, release).read();
  const oldest = cache.keys().next();
  if (cache.size >= mostCached && oldest.done !== true) cache.delete(oldest.value);
  cache.set(key, knowledge);
  return knowledge;
}

/** Differs for whatever differs in content, row numbers included, across workspaces too. */
function fingerprint(db: ReadableDatabase, release: StoredRelease): string {
  const overlays = db.all<{ id: number; sha256: string; name: string }>(
    "SELECT id, sha256, name FROM overlay WHERE release_id = ? ORDER BY id",
    release.id,
  );
  const rows = db.get<{ count: number; sum: number | null }>(
    "SELECT count(*) AS count, sum(id) AS sum FROM object WHERE release_id = ?",
    release.id,
  );
  const { id, domain, version, sha256, authenticity } = release;
  return JSON.stringify([id, domain, version, sha256, authenticity, rows, overlays]);
}

function rangeOf(db: ReadableDatabase, releaseId: number): [number, number] {
  const row = db.get<{ first: number | null; last: number | null }>(
    "SELECT min(id) AS first, max(id) AS last FROM object WHERE release_id = ?",
    releaseId,
  );
  return [row?.first ?? 0, row?.last ?? 0];
}

interface ObjectRow {
  readonly id: number;
  readonly type: string;
  readonly attackId: string | null;
  readonly name: string | null;
  readonly revoked: number;
  readonly deprecated: number;
  readonly overlay: string | null;
}

interface Edge {
  readonly id: number;
  readonly type: string;
  readonly sourceId: number;
  readonly targetId: number;
}

/** An actor while its edges are still being collected. */
interface ActorDraft extends KnownActor {
  readonly uses: Use[];
  readonly software: { readonly id: AttackId; readonly relationshipId: number }[];
  readonly campaigns: AttackId[];
  readonly groups: AttackId[];
}

const actorKinds: ReadonlyMap<string, KnownActor["kind"]> = new Map([
  ["intrusion-set", "group"],
  ["campaign", "campaign"],
  ["malware", "software"],
  ["tool", "software"],
]);

class KnowledgeReader {
  readonly #db: ReadableDatabase;
  readonly #release: StoredRelease;
  /** All objects of the release but relationships, by row. */
  readonly #objects: ReadonlyMap<number, ObjectRow>;
  readonly #edges: readonly Edge[];
  /** The first and the last row of the release; rows of others may lie between them. */
  readonly #range: readonly [number, number];
  readonly #techniques = new Map<number, KnownTechnique>();
  readonly #actors = new Map<number, ActorDraft>();

  constructor(db: ReadableDatabase, release: StoredRelease) {
    this.#db = db;
    this.#release = release;
    const rows = db.all<ObjectRow>(
      `SELECT object.id, type, attack_id AS attackId, object.name, revoked, deprecated,
         overlay.name AS overlay
       FROM object LEFT JOIN overlay ON overlay.id = overlay_id
       WHERE object.release_id = ? AND in_domain = 1
         AND type IN ('attack-pattern', 'intrusion-set', 'campaign', 'malware', 'tool',
           'course-of-action', 'x-mitre-tactic', 'x-mitre-data-source',
           'x-mitre-data-component', 'x-mitre-detection-strategy', 'x-mitre-analytic')
       ORDER BY attack_id, overlay_id IS NOT NULL, modified DESC, object.id`,
      release.id,
    );
    this.#objects = new Map(rows.map((row) => [row.id, row]));
    this.#range = rangeOf(db, release.id);
    // By range of rows, not by joining: the object table is long, and its rows of one release lie
    // together.
    this.#edges = db
      .all<Edge>(
        `SELECT object_id AS id, type, source_id AS sourceId, target_id AS targetId
         FROM relationship WHERE object_id BETWEEN ? AND ? AND active = 1 ORDER BY object_id`,
        ...this.#range,
      )
      .filter(({ sourceId }) => this.#objects.has(sourceId));
  }

  read(): Knowledge {
    const { id, domain, version, sha256, authenticity } = this.#release;
    this.#readTechniques();
    this.#readActors();
    const ofKind = (kind: KnownActor["kind"]) =>
      new Map([...this.#actors.values()].filter((a) => a.kind === kind).map((a) => [a.id, a]));
    return {
      releaseId: id,
      domain,
      version,
      sha256,
      authenticity,
      tactics: this.#readTactics(),
      techniques: new Map([...this.#techniques.values()].map((known) => [known.id, known])),
      retired: this.#readRetired(),
      groups: ofKind("group"),
      campaigns: ofKind("campaign"),
      software: ofKind("software"),
      needs: this.#readNeeds(),
      mitigations: this.#readMitigations(),
    };
  }

  /** An object of the release that counts. */
  #active(id: number | undefined): ObjectRow | undefined {
    const row = id === undefined ? undefined : this.#objects.get(id);
    return row !== undefined && isActive(row) ? row : undefined;
  }

  #readTactics(): KnownTactic[] {
    return this.#db
      .all<{ attackId: string | null; shortname: string; name: string | null }>(
        `SELECT attack_id AS attackId, shortname, name
         FROM tactic JOIN object ON object.id = object_id
         WHERE release_id = ? AND tactic.position IS NOT NULL AND revoked = 0 AND deprecated = 0
         ORDER BY tactic.position`,
        this.#release.id,
      )
      .map(({ attackId, shortname, name }) => ({
        attackId: attackIdSchema.parse(attackId ?? shortname),
        shortname,
        name: name ?? shortname,
      }));
  }

  /** Active techniques with an ATT&CK ID; of several with the same one, the first. */
  #readTechniques(): void {
    const tactics = this.#lists("technique_tactic", "technique_id", "shortname");
    const platforms = this.#lists("platform", "object_id", "platform");
    const parents = new Map(
      this.#db
        .all<{ id: number; parentId: number }>(
          `SELECT object_id AS id, parent_id AS parentId FROM subtechnique
           WHERE object_id BETWEEN ? AND ? AND parent_id IS NOT NULL`,
          ...this.#range,
        )
        .map(({ id, parentId }) => [id, parentId]),
    );
    const seen = new Set<string>();
    for (const row of this.#objects.values()) {
      if (row.type !== "attack-pattern" || !isActive(row) || row.attackId === null) continue;
      if (seen.has(row.attackId)) continue;
      seen.add(row.attackId);
      const parentId = this.#active(parents.get(row.id))?.attackId ?? null;
      this.#techniques.set(row.id, {
        id: techniqueIdSchema.parse(row.attackId),
        objectId: row.id,
        name: row.name ?? row.attackId,
        parentId: parentId === null ? null : techniqueIdSchema.parse(parentId),
        tactics: tactics.get(row.id) ?? [],
        platforms: platforms.get(row.id) ?? [],
        overlay: row.overlay,
      });
    }
  }

  #readRetired(): Map<TechniqueId, RetiredTechnique> {
    const next = new Map<number, number>();
    for (const { type, sourceId, targetId } of this.#edges) {
      if (type === "revoked-by") next.set(sourceId, targetId);
    }
    const active = new Set([...this.#techniques.values()].map(({ id }) => id));
    const retired = new Map<TechniqueId, RetiredTechnique>();
    for (const row of this.#objects.values()) {
      if (row.type !== "attack-pattern" || row.attackId === null || isActive(row)) continue;
      const id = techniqueIdSchema.parse(row.attackId);
      // An ID may live on in an active object: it counts as active.
      if (active.has(id) || retired.get(id)?.status === "revoked") continue;
      retired.set(id, {
        id,
        name: row.name ?? row.attackId,
        status: row.revoked === 1 ? "revoked" : "deprecated",
        replacedBy: this.#endOfChain(row.id, next),
      });
    }
    return retired;
  }

  /** The active technique at the end of a `revoked-by` chain; null for circles and dead ends. */
  #endOfChain(start: number, next: ReadonlyMap<number, number>): TechniqueId | null {
    const visited = new Set<number>([start]);
    for (let id = next.get(start); id !== undefined && !visited.has(id); id = next.get(id)) {
      const technique = this.#techniques.get(id);
      if (technique !== undefined) return technique.id;
      visited.add(id);
    }
    return null;
  }

  #readActors(): void {
    const aliases = this.#lists("alias", "object_id", "alias");
    const seen = new Set<string>();
    for (const row of this.#objects.values()) {
      const kind = actorKinds.get(row.type);
      if (kind === undefined || !isActive(row) || row.attackId === null) continue;
      if (seen.has(`${kind} ${row.attackId}`)) continue;
      seen.add(`${kind} ${row.attackId}`);
      this.#actors.set(row.id, {
        id: attackIdSchema.parse(row.attackId),
        objectId: row.id,
        name: row.name ?? row.attackId,
        aliases: aliases.get(row.id) ?? [],
        kind,
        uses: [],
        software: [],
        campaigns: [],
        groups: [],
      });
    }
    for (const edge of this.#edges) this.#addEdge(edge);
  }

  #addEdge({ id, type, sourceId, targetId }: Edge): void {
    const source = this.#actors.get(sourceId);
    if (source === undefined) return;
    const actor = this.#actors.get(targetId);
    if (type === "uses") {
      const technique = this.#techniques.get(targetId);
      if (technique !== undefined) {
        source.uses.push({ techniqueId: technique.id, relationshipId: id });
      } else if (actor?.kind === "software" && source.kind !== "software") {
        source.software.push({ id: actor.id, relationshipId: id });
      }
    } else if (type === "attributed-to" && source.kind === "campaign" && actor?.kind === "group") {
      source.groups.push(actor.id);
      actor.campaigns.push(source.id);
    }
  }

  #readNeeds(): Map<TechniqueId, NeededLogSource[]> {
    const analytics = this.#readAnalytics();
    const components = this.#readComponents();
    const needs = new Map<TechniqueId, NeededLogSource[]>();
    for (const { type, sourceId, targetId } of this.#edges) {
      const technique = this.#techniques.get(targetId);
      if (type !== "detects" || technique === undefined) continue;
      if (this.#active(sourceId) === undefined) continue;
      const component = components.get(sourceId);
      const found = component === undefined ? (analytics.get(sourceId) ?? []) : [component];
      if (found.length === 0) continue;
      const list = needs.get(technique.id) ?? [];
      list.push(...found);
      needs.set(technique.id, list);
    }
    return needs.size === 0 ? this.#readDataSources() : needs;
  }

  /** Before 9 nothing detects a technique: it lists the names of data sources itself. */
  #readDataSources(): Map<TechniqueId, NeededLogSource[]> {
    const needs = new Map<TechniqueId, NeededLogSource[]>();
    for (const { id, objectId } of this.#techniques.values()) {
      const raw: unknown = JSON.parse(getRawObject(this.#db, objectId).toString());
      const names = isJsonObject(raw) ? raw["x_mitre_data_sources"] : undefined;
      if (!Array.isArray(names)) continue;
      const list = names.filter((name) => typeof name === "string" && name.trim() !== "");
      if (list.length === 0) continue;
      needs.set(
        id,
        list.map((name: string) => ({
          analytic: null,
          analyticName: name,
          platforms: [],
          dataComponent: null,
          name,
          channel: null,
        })),
      );
    }
    return needs;
  }

  /** What the active analytics of each detection strategy name. */
  #readAnalytics(): Map<number, NeededLogSource[]> {
    const platforms = this.#lists("platform", "object_id", "platform");
    const rows = this.#db.all<{
      strategyId: number;
      analyticId: number;
      name: string;
      channel: string | null;
      dataComponentId: number | null;
    }>(
      `SELECT strategy_id AS strategyId, analytic_id AS analyticId, log_source.name, channel,
         data_component_id AS dataComponentId
       FROM strategy_analytic
       JOIN log_source ON log_source.object_id = analytic_id
       WHERE strategy_id BETWEEN ? AND ?
       ORDER BY strategy_id, strategy_analytic.position, log_source.position`,
      ...this.#range,
    );
    const needed = new Map<number, NeededLogSource[]>();
    for (const { strategyId, analyticId, name, channel, dataComponentId } of rows) {
      const analytic = this.#active(analyticId);
      if (analytic === undefined) continue;
      const list = needed.get(strategyId) ?? [];
      list.push({
        analytic: analytic.attackId === null ? null : attackIdSchema.parse(analytic.attackId),
        analyticName: analytic.name ?? analytic.attackId ?? "",
        platforms: [...(platforms.get(analyticId) ?? [])],
        dataComponent:
          dataComponentId === null ? null : (this.#objects.get(dataComponentId)?.name ?? null),
        name,
        channel,
      });
      needed.set(strategyId, list);
    }
    return needed;
  }

  /** Before 18 data components detect techniques themselves: each is a log source to collect. */
  #readComponents(): Map<number, NeededLogSource> {
    const detecting = new Set(
      this.#edges.filter(({ type }) => type === "detects").map(({ sourceId }) => sourceId),
    );
    const byStixId = new Map(
      this.#db
        .all<{ id: number; stixId: string }>(
          `SELECT id, stix_id AS stixId FROM object
           WHERE release_id = ? AND type = 'x-mitre-data-source'`,
          this.#release.id,
        )
        .map(({ id, stixId }) => [stixId, id]),
    );
    const needed = new Map<number, NeededLogSource>();
    for (const row of this.#objects.values()) {
      if (row.type !== "x-mitre-data-component" || !detecting.has(row.id)) continue;
      const raw: unknown = JSON.parse(getRawObject(this.#db, row.id).toString());
      const reference = isJsonObject(raw) ? raw["x_mitre_data_source_ref"] : undefined;
      const source =
        typeof reference === "string"
          ? this.#objects.get(byStixId.get(reference) ?? -1)
          : undefined;
      const sourceName = source?.name ?? null;
      const name = row.name ?? "";
      needed.set(row.id, {
        analytic: null,
        analyticName: sourceName ?? name,
        platforms: [],
        dataComponent: name,
        name: sourceName === null ? name : `${sourceName}: ${name}`,
        channel: null,
      });
    }
    return needed;
  }

  #readMitigations(): Map<TechniqueId, AttackId[]> {
    const mitigations = new Map<TechniqueId, AttackId[]>();
    for (const { type, sourceId, targetId } of this.#edges) {
      const technique = this.#techniques.get(targetId);
      const mitigation = this.#active(sourceId)?.attackId ?? null;
      if (type !== "mitigates" || technique === undefined || mitigation === null) continue;
      const list = mitigations.get(technique.id) ?? [];
      list.push(attackIdSchema.parse(mitigation));
      mitigations.set(technique.id, list);
    }
    for (const list of mitigations.values()) list.sort();
    return mitigations;
  }

  /** Values of a list table by object, in the order of the list. */
  #lists(
    table: "technique_tactic" | "platform" | "alias",
    key: "technique_id" | "object_id",
    column: "shortname" | "platform" | "alias",
  ): Map<number, string[]> {
    const lists = new Map<number, string[]>();
    const rows = this.#db.all<{ id: number; value: string }>(
      `SELECT ${key} AS id, ${column} AS value FROM ${table}
       WHERE ${key} BETWEEN ? AND ? ORDER BY ${key}, position`,
      ...this.#range,
    );
    for (const { id, value } of rows) {
      const list = lists.get(id);
      if (list === undefined) lists.set(id, [value]);
      else list.push(value);
    }
    return lists;
  }
}

function isActive(row: ObjectRow): boolean {
  return row.revoked === 0 && row.deprecated === 0;
}
