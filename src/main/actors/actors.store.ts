import type { AttackId, Domain, TechniqueId } from "../../shared/model/attack-id.ts";
import type { ActorRef, ChosenActor, OwnTechnique } from "../../shared/model/actor.ts";
import { actorRef, chosenActor, ownTechnique } from "../../shared/model/actor.ts";
import { Problem } from "../../shared/problem.ts";
import type { ReadableDatabase, WritableDatabase } from "../database/database.ts";

/** The actors chosen for an assessment, in the order in which they were chosen. */
export function listChosenActors(db: ReadableDatabase, assessmentId: number): ChosenActor[] {
  return db
    .all(
      `SELECT kind, domain, attack_id AS id, name, weight, reason FROM assessment_actor
       WHERE assessment_id = ? ORDER BY assessment_actor.id`,
      assessmentId,
    )
    .map((row) => chosenActor.parse(row));
}

/** Chooses an actor, or sets the weight and reason of a chosen one, in whichever domain it is. */
export function setChosenActor(
  db: WritableDatabase,
  assessmentId: number,
  { kind, domain, id, name, weight, reason }: ChosenActor,
): void {
  const { changes } = db.run(
    `UPDATE assessment_actor SET name = ?, weight = ?, reason = ?
     WHERE assessment_id = ? AND kind = ? AND attack_id = ?`,
    name,
    weight,
    reason,
    assessmentId,
    kind,
    id,
  );
  if (changes > 0) return;
  db.run(
    `INSERT INTO assessment_actor (assessment_id, kind, domain, attack_id, name, weight, reason)
     VALUES (?, ?, ?, ?, ?, ?, ?)`,
    assessmentId,
    kind,
    domain,
    id,
    name,
    weight,
    reason,
  );
}

/** Takes an actor out of an assessment, with the analyst's word on its techniques. */
export function removeChosenActor(
  db: WritableDatabase,
  assessmentId: number,
  { kind, id }: ActorRef,
): void {
  db.run(
    "DELETE FROM assessment_actor WHERE assessment_id = ? AND kind = ? AND attack_id = ?",
    assessmentId,
    kind,
    id,
  );
}

function getChosenRow(db: ReadableDatabase, assessmentId: number, { kind, id }: ActorRef): number {
  const row = db.get<{ id: number }>(
    `SELECT id FROM assessment_actor WHERE assessment_id = ? AND kind = ? AND attack_id = ?`,
    assessmentId,
    kind,
    id,
  );
  if (row === undefined) {
    throw new Problem("not-found", `${id} is not among the chosen actors. Choose it first.`);
  }
  return row.id;
}

/** The analyst's word on techniques of a chosen actor, by technique. */
export function listOwnTechniques(
  db: ReadableDatabase,
  assessmentId: number,
  { kind, id }: Pick<ActorRef, "kind" | "id">,
): OwnTechnique[] {
  return db
    .all(
      `SELECT technique_id AS techniqueId, action, source, date, confidence, text
       FROM actor_technique JOIN assessment_actor ON assessment_actor.id = assessment_actor_id
       WHERE assessment_id = ? AND kind = ? AND attack_id = ? ORDER BY technique_id`,
      assessmentId,
      kind,
      id,
    )
    .map((row) => ownTechnique.parse(row));
}

/** Sets the analyst's word on a technique of a chosen actor. Throws `not-found`. */
export function setOwnTechnique(
  db: WritableDatabase,
  assessmentId: number,
  actor: ActorRef,
  { techniqueId, action, source, date, confidence, text }: OwnTechnique,
): void {
  db.run(
    `INSERT INTO actor_technique
       (assessment_actor_id, technique_id, action, source, date, confidence, text)
     VALUES (?, ?, ?, ?, ?, ?, ?)
     ON CONFLICT (assessment_actor_id, technique_id) DO UPDATE SET action = excluded.action,
       source = excluded.source, date = excluded.date, confidence = excluded.confidence,
       text = excluded.text`,
    getChosenRow(db, assessmentId, actor),
    techniqueId,
    action,
    source,
    date,
    confidence,
    text,
  );
}

/** Withdraws the analyst's word on a technique of a chosen actor. Throws `not-found`. */
export function removeOwnTechnique(
  db: WritableDatabase,
  assessmentId: number,
  actor: ActorRef,
  techniqueId: TechniqueId,
): void {
  db.run(
    "DELETE FROM actor_technique WHERE assessment_actor_id = ? AND technique_id = ?",
    getChosenRow(db, assessmentId, actor),
    techniqueId,
  );
}

/** An actor that the analyst made of a list of techniques. */
export interface OwnActor extends ActorRef {
  readonly kind: "own";
  readonly name: string;
  readonly source: string;
  /** Its techniques, in the order given, as additions. */
  readonly techniques: readonly OwnTechnique[];
}

interface OwnActorTechnique {
  readonly techniqueId: string;
  readonly text: string;
}

interface OwnActorRow {
  readonly number: number;
  readonly domain: string;
  readonly name: string;
  readonly source: string;
  readonly confidence: string;
  readonly createdAt: string;
}

/** All own actors of the workspace. */
export function listOwnActors(db: ReadableDatabase): OwnActor[] {
  const rows = db.all<OwnActorRow>(
    `SELECT id AS number, domain, name, source, confidence, created_at AS createdAt
     FROM own_actor ORDER BY id`,
  );
  const techniques = new Map<number, OwnActorTechnique[]>();
  for (const { number, ...technique } of db.all<OwnActorTechnique & { number: number }>(
    `SELECT own_actor_id AS number, technique_id AS techniqueId, text
     FROM own_actor_technique ORDER BY own_actor_id, position`,
  )) {
    const known = techniques.get(number);
    if (known === undefined) techniques.set(number, [technique]);
    else known.push(technique);
  }
  return rows.map(({ number, domain, name, source, confidence, createdAt }) => ({
    ...actorRef.parse({ kind: "own", domain, id: ownActorId(number) }),
    kind: "own",
    name,
    source,
    techniques: (techniques.get(number) ?? []).map(({ techniqueId, text }) =>
      ownTechnique.parse({
        techniqueId,
        action: "add",
        source,
        date: createdAt.slice(0, 10),
        confidence,
        text,
      }),
    ),
  }));
}

/** The number of an own actor by its ID; -1, which none has, for any other ID. */
export function ownActorNumber(id: string): number {
  return Number(/^OWN-(\d{1,15})$/.exec(id)?.[1] ?? -1);
}

function ownActorId(number: number): string {
  return `OWN-${number}`;
}

/** What an own actor is made of. */
export interface NewOwnActor {
  readonly domain: Domain;
  readonly name: string;
  readonly source: string;
  readonly confidence: OwnTechnique["confidence"];
  readonly createdAt: string;
  readonly techniques: readonly NewOwnTechnique[];
  readonly description?: string;
  /** The import that brings it. */
  readonly importId?: number;
}

/** A technique of a new own actor, with what is known of how it uses it. */
interface NewOwnTechnique {
  readonly techniqueId: TechniqueId;
  readonly text: string;
}

/** Adds an own actor and says by which ID it goes. */
export function addOwnActor(db: WritableDatabase, actor: NewOwnActor): ActorRef {
  const { domain, name, source, confidence, createdAt, techniques } = actor;
  const { lastInsertRowid } = db.run(
    `INSERT INTO own_actor
       (domain, name, source, confidence, created_at, description, import_id)
     VALUES (?, ?, ?, ?, ?, ?, ?)`,
    domain,
    name,
    source,
    confidence,
    createdAt,
    actor.description ?? "",
    actor.importId ?? null,
  );
  const add = db.prepare(
    `INSERT INTO own_actor_technique (own_actor_id, position, technique_id, text)
     VALUES (?, ?, ?, ?)`,
  );
  for (const [position, { techniqueId, text }] of techniques.entries()) {
    add.run(lastInsertRowid, position, techniqueId, text);
  }
  return actorRef.parse({ kind: "own", domain, id: ownActorId(lastInsertRowid) });
}

/** Removes an own actor, from every assessment too. Throws `not-found`. */
export function removeOwnActor(db: WritableDatabase, id: AttackId): void {
  const { changes } = db.run("DELETE FROM own_actor WHERE id = ?", ownActorNumber(id));
  if (changes === 0) throw new Problem("not-found", `There is no own actor ${id}.`);
  db.run("DELETE FROM assessment_actor WHERE kind = 'own' AND attack_id = ?", id);
}
