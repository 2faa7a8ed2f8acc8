import type { Authenticity } from "../../shared/model/catalogue.ts";
import type { WritableDatabase, WriteStatement } from "../database/database.ts";
import type { Pace } from "./bundle.reader.ts";
import type { StixObject } from "./stix-object.ts";
import { bytesOf } from "./stix-object.ts";

/** What a release is stored with beside its objects. */
export interface NewRelease {
  readonly domain: string;
  readonly version: string;
  readonly stixVersion: string;
  readonly sha256: string;
  readonly authenticity: Authenticity;
  readonly fileName: string;
  readonly importedAt: string;
  readonly newestModified: string | null;
  readonly hasDescriptions: boolean;
  readonly bundle: string;
}

/** What an overlay is stored with beside its objects. */
export interface NewOverlay {
  readonly releaseId: number;
  readonly name: string;
  readonly fileName: string;
  readonly sha256: string;
  readonly importedAt: string;
  readonly importId: number;
}

/** Objects to store, and what was found out about them as a whole. */
export interface ObjectsToWrite {
  readonly releaseId: number;
  readonly overlayId: number | null;
  readonly objects: readonly { readonly object: StixObject; readonly inDomain: boolean }[];
  /** Rows by STIX ID of the objects that the release has already. */
  readonly existing: ReadonlyMap<string, number>;
  /** Parents of sub-techniques by STIX ID. */
  readonly parents: ReadonlyMap<string, string | null>;
  /** Places of tactics in the matrix, by STIX ID. */
  readonly tacticOrder: ReadonlyMap<string, number>;
}

export function addRelease(db: WritableDatabase, release: NewRelease): number {
  return db.run(
    `INSERT INTO release (domain, version, stix_version, sha256, authenticity, file_name,
       imported_at, newest_modified, has_descriptions, bundle)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    release.domain,
    release.version,
    release.stixVersion,
    release.sha256,
    release.authenticity,
    release.fileName,
    release.importedAt,
    release.newestModified,
    release.hasDescriptions ? 1 : 0,
    release.bundle,
  ).lastInsertRowid;
}

export function addOverlay(db: WritableDatabase, overlay: NewOverlay): number {
  return db.run(
    `INSERT INTO overlay (release_id, name, file_name, sha256, imported_at, import_id)
     VALUES (?, ?, ?, ?, ?, ?)`,
    overlay.releaseId,
    overlay.name,
    overlay.fileName,
    overlay.sha256,
    overlay.importedAt,
    overlay.importId,
  ).lastInsertRowid;
}

/**
 * Stores objects with everything that is looked up of them later, and their text in the index.
 *
 * First all objects, then what refers to them, then the texts.
 */
export async function addObjects(
  db: WritableDatabase,
  work: ObjectsToWrite,
  pace: Pace,
): Promise<void> {
  const { objects, existing } = work;
  const newest = db.get<{ id: number | null }>("SELECT max(id) AS id FROM object");
  const firstId = (newest?.id ?? 0) + 1;
  const own = new Map<string, number>();
  for (const [index, { object }] of objects.entries()) own.set(object.stixId, firstId + index);
  const writer = new ObjectWriter(db, work, (id) => own.get(id) ?? existing.get(id));
  const total = objects.length * 3;
  let done = 0;
  for (const step of ["object", "parts", "text"] as const) {
    let id = firstId;
    for (const { object, inDomain } of objects) {
      if (step === "object") writer.writeObject(id, object, inDomain);
      else if (inDomain && step === "parts") writer.writeParts(id, object);
      else if (inDomain) writer.writeText(id, object);
      id++;
      const pause = pace(++done, total);
      if (pause !== undefined) await pause;
    }
  }
}

class ObjectWriter {
  readonly #work: ObjectsToWrite;
  readonly #rowOf: (stixId: string) => number | undefined;
  readonly #object: WriteStatement;
  readonly #text: WriteStatement;
  readonly #alias: WriteStatement;
  readonly #platform: WriteStatement;
  readonly #relationship: WriteStatement;
  readonly #tactic: WriteStatement;
  readonly #techniqueTactic: WriteStatement;
  readonly #subtechnique: WriteStatement;
  readonly #strategyAnalytic: WriteStatement;
  readonly #logSource: WriteStatement;

  constructor(
    db: WritableDatabase,
    work: ObjectsToWrite,
    rowOf: (stixId: string) => number | undefined,
  ) {
    this.#work = work;
    this.#rowOf = rowOf;
    this.#object = db.prepare(
      `INSERT INTO object (id, release_id, overlay_id, position, stix_id, type, attack_id, name,
         created, modified, version, revoked, deprecated, in_domain, raw)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    );
    this.#text = db.prepare(
      "INSERT INTO catalogue_text (rowid, name, attack_id, aliases, body) VALUES (?, ?, ?, ?, ?)",
    );
    this.#alias = db.prepare("INSERT INTO alias (object_id, position, alias) VALUES (?, ?, ?)");
    this.#platform = db.prepare(
      "INSERT INTO platform (object_id, position, platform) VALUES (?, ?, ?)",
    );
    this.#relationship = db.prepare(
      "INSERT INTO relationship (object_id, type, active, source_id, target_id) VALUES (?, ?, ?, ?, ?)",
    );
    this.#tactic = db.prepare(
      "INSERT INTO tactic (object_id, shortname, position) VALUES (?, ?, ?)",
    );
    this.#techniqueTactic = db.prepare(
      "INSERT INTO technique_tactic (technique_id, position, shortname) VALUES (?, ?, ?)",
    );
    this.#subtechnique = db.prepare(
      "INSERT INTO subtechnique (object_id, parent_id) VALUES (?, ?)",
    );
    this.#strategyAnalytic = db.prepare(
      "INSERT INTO strategy_analytic (strategy_id, position, analytic_id) VALUES (?, ?, ?)",
    );
    this.#logSource = db.prepare(
      `INSERT INTO log_source (object_id, position, name, channel, data_component_id)
       VALUES (?, ?, ?, ?, ?)`,
    );
  }

  writeObject(id: number, object: StixObject, inDomain: boolean): void {
    this.#object.run(
      id,
      this.#work.releaseId,
      this.#work.overlayId,
      object.position,
      object.stixId,
      object.type,
      object.attackId,
      object.name,
      object.created,
      object.modified,
      object.version,
      object.revoked ? 1 : 0,
      object.deprecated ? 1 : 0,
      inDomain ? 1 : 0,
      bytesOf(object.source),
    );
  }

  writeParts(id: number, object: StixObject): void {
    object.aliases.forEach((alias, position) => this.#alias.run(id, position, alias));
    object.platforms.forEach((platform, position) => this.#platform.run(id, position, platform));
    const parent = this.#work.parents.get(object.stixId);
    if (parent !== undefined) {
      this.#subtechnique.run(id, parent === null ? null : (this.#rowOf(parent) ?? null));
    }
    this.#writeFacts(id, object);
  }

  #writeFacts(id: number, object: StixObject): void {
    const { facts } = object;
    switch (facts.kind) {
      case "relationship": {
        const source = this.#rowOf(facts.source);
        const target = this.#rowOf(facts.target);
        if (source !== undefined && target !== undefined) {
          const active = object.revoked || object.deprecated ? 0 : 1;
          this.#relationship.run(id, facts.type, active, source, target);
        }
        return;
      }
      case "technique":
        facts.tactics.forEach((tactic, position) =>
          this.#techniqueTactic.run(id, position, tactic),
        );
        return;
      case "tactic":
        this.#tactic.run(id, facts.shortname, this.#work.tacticOrder.get(object.stixId) ?? null);
        return;
      case "strategy": {
        const rows = new Set(facts.analytics.flatMap((analytic) => this.#rowOf(analytic) ?? []));
        [...rows].forEach((row, position) => this.#strategyAnalytic.run(id, position, row));
        return;
      }
      case "log-sources":
        facts.logSources.forEach(({ name, channel, dataComponent }, position) => {
          const row = dataComponent === null ? undefined : this.#rowOf(dataComponent);
          this.#logSource.run(id, position, name, channel, row ?? null);
        });
        return;
      case "matrix":
      case "collection":
      case "starter":
      case "other":
        return;
    }
  }

  /** Of a relationship its procedure text; of what has neither name nor text nothing. */
  writeText(id: number, object: StixObject): void {
    if (object.name === null && (object.description === null || object.description === "")) return;
    this.#text.run(
      id,
      object.name ?? "",
      object.attackId ?? "",
      object.aliases.join("\n"),
      object.description ?? "",
    );
  }
}

/** Takes a release away with everything that came with it, its overlays too. */
export async function removeRelease(
  db: WritableDatabase,
  releaseId: number,
  pace: Pace,
): Promise<void> {
  await removeObjects(db, "release_id", releaseId, pace);
  db.run("DELETE FROM release WHERE id = ?", releaseId);
}

/** Takes an overlay away. */
export async function removeOverlayRows(
  db: WritableDatabase,
  overlayId: number,
  pace: Pace,
): Promise<void> {
  await removeObjects(db, "overlay_id", overlayId, pace);
  db.run("DELETE FROM overlay WHERE id = ?", overlayId);
}

async function removeObjects(
  db: WritableDatabase,
  owner: "release_id" | "overlay_id",
  id: number,
  pace: Pace,
): Promise<void> {
  const ids = db.all<{ id: number }>(`SELECT id FROM object WHERE ${owner} = ? ORDER BY id`, id);
  const removeText = db.prepare("DELETE FROM catalogue_text WHERE rowid = ?");
  const removeObject = db.prepare("DELETE FROM object WHERE id = ?");
  for (const [index, row] of ids.entries()) {
    removeText.run(row.id);
    removeObject.run(row.id);
    const pause = pace(index + 1, ids.length);
    if (pause !== undefined) await pause;
  }
}
