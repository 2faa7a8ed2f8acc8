import type { ActorRef } from "../../shared/model/actor.ts";
import { attackId } from "../../shared/model/attack-id.ts";
import type { ActorIndicator, ActorOrigin } from "../../shared/model/intelligence.ts";
import { actorIndicator, actorOrigin } from "../../shared/model/intelligence.ts";
import type { NewOwnActor } from "../actors/actors.store.ts";
import { addOwnActor, ownActorNumber, removeOwnActor } from "../actors/actors.store.ts";
import type { ReadableDatabase, WritableDatabase } from "../database/database.ts";

/** An own actor that an import brings. */
export interface ImportedActor extends NewOwnActor {
  readonly description: string;
  readonly indicators: readonly ActorIndicator[];
}

/** What was done with an actor of an import. */
export interface StoredActor {
  readonly ref: ActorRef;
  readonly outcome: "added" | "changed" | "unchanged";
}

/**
 * Stores an actor of an import. One of the same name, source and domain that an import brought
 * before keeps its ID, so that assessments that chose it follow.
 */
export function setImportedActor(
  db: WritableDatabase,
  importId: number,
  actor: ImportedActor,
): StoredActor {
  const known = db.get<{ number: number }>(
    `SELECT id AS number FROM own_actor
     WHERE domain = ? AND name = ? AND source = ? AND import_id IS NOT NULL`,
    actor.domain,
    actor.name,
    actor.source,
  );
  if (known === undefined) {
    const ref = addOwnActor(db, { ...actor, importId });
    addIndicators(db, ownActorNumber(ref.id), actor.indicators);
    return { ref, outcome: "added" };
  }
  const { number } = known;
  const ref: ActorRef = {
    kind: "own",
    domain: actor.domain,
    id: attackId.parse(`OWN-${number}`),
  };
  if (contentOf(db, number) === contentOfNew(actor)) return { ref, outcome: "unchanged" };
  db.run(
    "UPDATE own_actor SET description = ?, confidence = ?, created_at = ?, import_id = ? WHERE id = ?",
    actor.description,
    actor.confidence,
    actor.createdAt,
    importId,
    number,
  );
  db.run("DELETE FROM own_actor_technique WHERE own_actor_id = ?", number);
  db.run("DELETE FROM own_actor_indicator WHERE own_actor_id = ?", number);
  for (const [position, { techniqueId, text }] of actor.techniques.entries()) {
    db.run(
      `INSERT INTO own_actor_technique (own_actor_id, position, technique_id, text)
       VALUES (?, ?, ?, ?)`,
      number,
      position,
      techniqueId,
      text,
    );
  }
  addIndicators(db, number, actor.indicators);
  return { ref, outcome: "changed" };
}

function addIndicators(
  db: WritableDatabase,
  number: number,
  indicators: readonly ActorIndicator[],
): void {
  const add = db.prepare(
    `INSERT INTO own_actor_indicator
       (own_actor_id, position, technique_id, verb, name, pattern, valid_from)
     VALUES (?, ?, ?, ?, ?, ?, ?)`,
  );
  for (const [position, { techniqueId, verb, name, pattern, validFrom }] of indicators.entries()) {
    add.run(number, position, techniqueId, verb, name, pattern, validFrom);
  }
}

/** All that an import says of an actor, as one text to compare. */
function contentOf(db: ReadableDatabase, number: number): string {
  const actor = db.get<{ description: string; confidence: string }>(
    "SELECT description, confidence FROM own_actor WHERE id = ?",
    number,
  );
  const techniques = db.all<{ techniqueId: string; text: string }>(
    `SELECT technique_id AS techniqueId, text FROM own_actor_technique
     WHERE own_actor_id = ? ORDER BY position`,
    number,
  );
  return JSON.stringify([
    actor?.description,
    actor?.confidence,
    techniques.map(({ techniqueId, text }) => [techniqueId, text]),
    listIndicatorsOf(db, number).map(Object.values),
  ]);
}

function contentOfNew({ description, confidence, techniques, indicators }: ImportedActor): string {
  return JSON.stringify([
    description,
    confidence,
    techniques.map(({ techniqueId, text }) => [techniqueId, text]),
    indicators.map(({ techniqueId, verb, name, pattern, validFrom }) => [
      techniqueId,
      verb,
      name,
      pattern,
      validFrom,
    ]),
  ]);
}

function listIndicatorsOf(db: ReadableDatabase, number: number): ActorIndicator[] {
  return db
    .all(
      `SELECT technique_id AS techniqueId, verb, name, pattern, valid_from AS validFrom
       FROM own_actor_indicator WHERE own_actor_id = ? ORDER BY position`,
      number,
    )
    .map((row) => actorIndicator.parse(row));
}

/** Where an own actor comes from; undefined where there is none of the ID. */
export function findActorOrigin(
  db: ReadableDatabase,
  id: string,
): Omit<ActorOrigin, "otherIds"> | undefined {
  const number = ownActorNumber(id);
  const row = db.get<{ confidence: string }>(
    `SELECT description, source, confidence, import_id AS importId FROM own_actor WHERE id = ?`,
    number,
  );
  return row === undefined
    ? undefined
    : actorOrigin
        .omit({ otherIds: true })
        .parse({ ...row, indicators: listIndicatorsOf(db, number) });
}

/** Takes the own actors that an import brought out of the workspace and every assessment. */
export function removeActorsOfImport(db: WritableDatabase, importId: number): void {
  for (const { number } of db.all<{ number: number }>(
    "SELECT id AS number FROM own_actor WHERE import_id = ? ORDER BY id",
    importId,
  )) {
    removeOwnActor(db, attackId.parse(`OWN-${number}`));
  }
}
