import type { Domain, TechniqueId } from "../../shared/model/attack-id.ts";
import type { TechniqueDecision } from "../../shared/model/assessment.ts";
import { techniqueDecision } from "../../shared/model/assessment.ts";
import type { ReadableDatabase, WritableDatabase } from "../database/database.ts";

/** What the analyst decided about techniques of an assessment, by domain and technique. */
export function listDecisions(db: ReadableDatabase, assessmentId: number): TechniqueDecision[] {
  return db
    .all<{ takenIn: number }>(
      `SELECT domain, technique_id AS techniqueId, status, reason, who, expires,
         taken_in AS takenIn FROM technique_decision
       WHERE assessment_id = ? ORDER BY domain, technique_id`,
      assessmentId,
    )
    .map((row) => techniqueDecision.parse({ ...row, takenIn: row.takenIn !== 0 }));
}

/** Sets what the analyst decided about a technique. */
export function setDecision(
  db: WritableDatabase,
  assessmentId: number,
  { domain, techniqueId, status, reason, who, expires, takenIn }: TechniqueDecision,
): void {
  db.run(
    `INSERT INTO technique_decision
       (assessment_id, domain, technique_id, status, reason, who, expires, taken_in)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?)
     ON CONFLICT (assessment_id, domain, technique_id) DO UPDATE SET status = excluded.status,
       reason = excluded.reason, who = excluded.who, expires = excluded.expires,
       taken_in = excluded.taken_in`,
    assessmentId,
    domain,
    techniqueId,
    status,
    reason,
    who,
    expires,
    takenIn ? 1 : 0,
  );
}

/** Withdraws a decision: the technique is as if nobody had decided. */
export function removeDecision(
  db: WritableDatabase,
  assessmentId: number,
  domain: Domain,
  techniqueId: TechniqueId,
): void {
  db.run(
    "DELETE FROM technique_decision WHERE assessment_id = ? AND domain = ? AND technique_id = ?",
    assessmentId,
    domain,
    techniqueId,
  );
}
