import type {
  LoweringRequest,
  MarkedThing,
  Marking,
  MarkingLowering,
  MarkingScheme,
} from "../../shared/model/marking.ts";
import {
  markedThings,
  marking,
  markingLowering,
  markingScheme,
} from "../../shared/model/marking.ts";
import { z } from "zod";
import { Problem } from "../../shared/problem.ts";
import type { ReadableDatabase, WritableDatabase } from "../database/database.ts";

const tables = {
  assessment: "assessment",
  run: "emulation_run",
  layer: "layer",
  "own-actor": "own_actor",
} as const satisfies Record<MarkedThing["kind"], string>;

/** A thing of the workspace, by its name, with the marking it has of its own. */
export interface NamedMarking {
  readonly kind: MarkedThing["kind"];
  readonly id: number;
  readonly name: string;
  readonly marking: Marking | null;
}

/** The schemes of the site, by ID. */
export function listSiteSchemes(db: ReadableDatabase): MarkingScheme[] {
  return db
    .all<{ content: string }>("SELECT content FROM marking_scheme ORDER BY id")
    .map(({ content }) => markingScheme.parse(JSON.parse(content)));
}

/** Keeps a scheme of the site, in the place of one with the same ID. */
export function setSiteScheme(db: WritableDatabase, scheme: MarkingScheme): void {
  db.run(
    `INSERT INTO marking_scheme (id, content) VALUES (?, ?)
     ON CONFLICT (id) DO UPDATE SET content = excluded.content`,
    scheme.id,
    JSON.stringify(scheme),
  );
}

/** Takes a scheme of the site away. Throws `not-found`. */
export function removeSiteScheme(db: WritableDatabase, id: string): void {
  if (db.run("DELETE FROM marking_scheme WHERE id = ?", id).changes === 0) {
    throw new Problem("not-found", `There is no marking scheme "${id}" of the site.`);
  }
}

/** All that has a marking of its own. */
export function listMarkedThings(db: ReadableDatabase): NamedMarking[] {
  return kinds().flatMap((kind) =>
    readThings(db, kind, `SELECT id, name, marking FROM ${tables[kind]} WHERE marking IS NOT NULL`),
  );
}

function kinds(): MarkedThing["kind"][] {
  return ["assessment", "run", "layer", "own-actor"];
}

/** Things by their numbers. Throws `not-found`. */
export function listThings(
  db: ReadableDatabase,
  kind: MarkedThing["kind"],
  ids: readonly number[],
): NamedMarking[] {
  const wanted = [...new Set(ids)];
  const found = readThings(
    db,
    kind,
    `SELECT id, name, marking FROM ${tables[kind]}
     WHERE id IN (SELECT value FROM json_each(?)) ORDER BY id`,
    JSON.stringify(wanted),
  );
  if (found.length < wanted.length) throw gone();
  return found;
}

function gone(): Problem {
  return new Problem("not-found", "What is to be marked is no longer there.");
}

/** The runs and own actors that an assessment takes in and that have markings of their own. */
export function listPartsOfAssessment(db: ReadableDatabase, assessmentId: number): NamedMarking[] {
  return [
    ...readThings(
      db,
      "own-actor",
      `SELECT own_actor.id, own_actor.name, own_actor.marking FROM assessment_actor
       JOIN own_actor ON 'OWN-' || own_actor.id = attack_id
       WHERE assessment_id = ? AND kind = 'own' AND own_actor.marking IS NOT NULL
       ORDER BY own_actor.id`,
      assessmentId,
    ),
    ...readThings(
      db,
      "run",
      `SELECT emulation_run.id, name, marking FROM assessment_environment
       JOIN emulation_run USING (environment_id)
       WHERE assessment_id = ? AND marking IS NOT NULL ORDER BY emulation_run.id`,
      assessmentId,
    ),
  ];
}

function readThings(
  db: ReadableDatabase,
  kind: MarkedThing["kind"],
  sql: string,
  ...parameters: (string | number)[]
): NamedMarking[] {
  return db
    .all<{ id: number; name: string; marking: string | null }>(sql, ...parameters)
    .map(({ id, name, marking: json }) => ({
      kind,
      id,
      name,
      marking: json === null ? null : marking.parse(JSON.parse(json)),
    }));
}

/** Gives a thing its marking, or takes it away. Throws `not-found`. */
export function setMarking(
  db: WritableDatabase,
  { kind, id }: MarkedThing,
  value: Marking | null,
): void {
  const { changes } = db.run(
    `UPDATE ${tables[kind]} SET marking = ? WHERE id = ?`,
    value === null ? null : JSON.stringify(value),
    id,
  );
  if (changes === 0) throw gone();
}

/** A lowering with what it was given for. */
export interface StoredLowering {
  readonly things: LoweringRequest["things"];
  readonly markings: readonly Marking[];
  readonly required: string;
}

/** Records that a file leaves with a lower marking. */
export function addLowering(
  db: WritableDatabase,
  { what, things, markings, reason, who }: LoweringRequest,
  { at, required, written }: Pick<MarkingLowering, "at" | "required" | "written">,
): MarkingLowering {
  const { lastInsertRowid } = db.run(
    `INSERT INTO marking_lowering (at, what, things, markings, required, written, reason, who)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
    at,
    what,
    JSON.stringify(things),
    JSON.stringify(markings),
    required,
    written,
    reason,
    who,
  );
  return { id: lastInsertRowid, at, what, required, written, reason, who };
}

/** All lowerings, the latest first. */
export function listLowerings(db: ReadableDatabase): MarkingLowering[] {
  return db
    .all(
      `SELECT id, at, what, required, written, reason, who FROM marking_lowering
       ORDER BY id DESC`,
    )
    .map((row) => markingLowering.parse(row));
}

/** What a lowering was given for; undefined where there is none of this number. */
export function findLowering(db: ReadableDatabase, id: number): StoredLowering | undefined {
  const row = db.get<{ things: string; markings: string; required: string }>(
    "SELECT things, markings, required FROM marking_lowering WHERE id = ?",
    id,
  );
  if (row === undefined) return undefined;
  return {
    things: markedThings.parse(JSON.parse(row.things)),
    markings: z.array(marking).parse(JSON.parse(row.markings)),
    required: row.required,
  };
}
