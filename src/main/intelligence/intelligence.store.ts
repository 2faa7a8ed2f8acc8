import type { ActorRef } from "../../shared/model/actor.ts";
import { attackId } from "../../shared/model/attack-id.ts";
import type { EarlierActor } from "../../shared/model/import-report.ts";
import { earlierActor } from "../../shared/model/import-report.ts";
import type { ActorIndicator, ActorOrigin } from "../../shared/model/intelligence.ts";
import { actorIndicator, actorOrigin } from "../../shared/model/intelligence.ts";
import type { Marking } from "../../shared/model/marking.ts";
import { Problem } from "../../shared/problem.ts";
import type { NewOwnActor } from "../actors/actors.store.ts";
import { addOwnActor, ownActorNumber, removeOwnActor } from "../actors/actors.store.ts";
import type { ReadableDatabase, WritableDatabase } from "../database/database.ts";
import { listThings, setMarking } from "../markings/markings.store.ts";

/** An own actor that an import brings. */
export interface ImportedActor extends NewOwnActor {
  readonly description: string;
  readonly indicators: readonly ActorIndicator[];
  readonly marking: Marking | null;
}

/** What was done with an actor of an import. */
export interface StoredActor {
  readonly ref: ActorRef;
  readonly outcome: "added" | "changed" | "unchanged";
  /** The actor as it was, where it was changed. */
  readonly earlier: EarlierActor | null;
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
  const number = findImportedActor(db, actor);
  if (number === undefined) {
    const ref = addOwnActor(db, { ...actor, importId });
    const added = ownActorNumber(ref.id);
    addIndicators(db, added, actor.indicators);
    setMarking(db, { kind: "own-actor", id: added }, actor.marking);
    return { ref, outcome: "added", earlier: null };
  }
  const ref: ActorRef = {
    kind: "own",
    domain: actor.domain,
    id: attackId.parse(`OWN-${number}`),
  };
  const earlier = getEarlier(db, number);
  if (contentOf(earlier) === contentOf(actor)) return { ref, outcome: "unchanged", earlier: null };
  setContent(db, number, { ...actor, importId });
  return { ref, outcome: "changed", earlier };
}

function findImportedActor(
  db: ReadableDatabase,
  { domain, name, source }: Pick<ImportedActor, "domain" | "name" | "source">,
): number | undefined {
  const row = db.get<{ number: number }>(
    `SELECT id AS number FROM own_actor
     WHERE domain = ? AND name = ? AND source = ? AND import_id IS NOT NULL`,
    domain,
    name,
    source,
  );
  return row?.number;
}

/** Writes what an import says of an actor in place of what stands there. */
function setContent(
  db: WritableDatabase,
  number: number,
  actor: Omit<EarlierActor, "id" | "techniques" | "indicators"> &
    Pick<ImportedActor, "techniques" | "indicators">,
): void {
  if (actor.marking !== undefined) {
    setMarking(db, { kind: "own-actor", id: number }, actor.marking);
  }
  db.run(
    "UPDATE own_actor SET description = ?, confidence = ?, created_at = ?, import_id = ? WHERE id = ?",
    actor.description,
    actor.confidence,
    actor.createdAt,
    actor.importId,
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

function getEarlier(db: ReadableDatabase, number: number): EarlierActor {
  const actor = db.get(
    `SELECT description, confidence, created_at AS createdAt, import_id AS importId
     FROM own_actor WHERE id = ?`,
    number,
  );
  const marking = getActorMarking(db, number);
  const techniques = db.all(
    `SELECT technique_id AS techniqueId, text FROM own_actor_technique
     WHERE own_actor_id = ? ORDER BY position`,
    number,
  );
  const indicators = listIndicatorsOf(db, number);
  const id = `OWN-${number}`;
  return earlierActor.parse({ ...Object(actor), id, marking, techniques, indicators });
}

/** The marking that an own actor has; null = none of its own. Throws `not-found`. */
function getActorMarking(db: ReadableDatabase, number: number): Marking | null {
  return listThings(db, "own-actor", [number])[0]?.marking ?? null;
}

/** The marking of the actor that an import of this name, source and domain changes; null = none. */
export function findImportedMarking(
  db: ReadableDatabase,
  { domain, name, source }: Pick<ImportedActor, "domain" | "name" | "source">,
): Marking | null {
  const number = findImportedActor(db, { domain, name, source });
  return number === undefined ? null : getActorMarking(db, number);
}

/** All that an import says of an actor, as one text to compare. */
function contentOf({
  description,
  confidence,
  marking = null,
  techniques,
  indicators,
}: Pick<ImportedActor, "description" | "confidence" | "techniques" | "indicators"> &
  Pick<EarlierActor, "marking">): string {
  return JSON.stringify([
    description,
    confidence,
    marking,
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

/**
 * Takes an import of actors back: those that it added leave the workspace and every assessment,
 * those that it changed are as they were.
 *
 * Throws `bad-input` where a later import changed one of them again.
 */
export function undoActorImport(
  db: WritableDatabase,
  importId: number,
  earlier: readonly EarlierActor[],
): void {
  const later = db.get<{ title: string }>(
    `SELECT title FROM import_report JOIN json_each(report, '$.earlierActors') AS actor
     WHERE kind = 'intelligence' AND undoable = 1
       AND json_extract(actor.value, '$.importId') = ? LIMIT 1`,
    importId,
  );
  if (later !== undefined) {
    throw new Problem(
      "bad-input",
      `A later import (${later.title}) changed some of these actors. Undo that one first.`,
    );
  }
  const before = new Map(earlier.map((actor) => [ownActorNumber(actor.id), actor]));
  for (const { number } of db.all<{ number: number }>(
    "SELECT id AS number FROM own_actor WHERE import_id = ? ORDER BY id",
    importId,
  )) {
    const actor = before.get(number);
    if (actor === undefined) removeOwnActor(db, attackId.parse(`OWN-${number}`));
    else setContent(db, number, actor);
  }
}
