import type { Assessment } from "../../shared/model/assessment.ts";
import type { WritableDatabase } from "../database/database.ts";
import { addAssessment, getAssessment } from "./assessments.store.ts";

/**
 * Copies an assessment under another name: its question, actors with the analyst's word on them,
 * decisions and plan. What was agreed on and its day of review stay with the first one.
 *
 * Throws `not-found`, or `bad-input` where the name is taken.
 */
export function copyAssessment(
  db: WritableDatabase,
  assessmentId: number,
  name: string,
  createdAt: string,
): Assessment {
  const { scope, settings } = getAssessment(db, assessmentId);
  const { id } = addAssessment(db, { name, createdAt, reviewOn: null, scope, settings });
  db.run(
    `UPDATE assessment SET marking = (SELECT marking FROM assessment WHERE id = ?) WHERE id = ?`,
    assessmentId,
    id,
  );
  db.run(
    `INSERT INTO assessment_actor (assessment_id, kind, domain, attack_id, name, weight, reason)
     SELECT ?, kind, domain, attack_id, name, weight, reason FROM assessment_actor
     WHERE assessment_id = ? ORDER BY id`,
    id,
    assessmentId,
  );
  db.run(
    `INSERT INTO actor_technique
       (assessment_actor_id, technique_id, action, source, date, confidence, text)
     SELECT copied.id, technique_id, action, source, date, confidence, text
     FROM actor_technique
     JOIN assessment_actor AS first ON first.id = assessment_actor_id
     JOIN assessment_actor AS copied ON copied.assessment_id = ?
       AND copied.kind = first.kind AND copied.attack_id = first.attack_id
     WHERE first.assessment_id = ?`,
    id,
    assessmentId,
  );
  db.run(
    `INSERT INTO technique_decision
       (assessment_id, domain, technique_id, status, reason, who, expires, taken_in)
     SELECT ?, domain, technique_id, status, reason, who, expires, taken_in
     FROM technique_decision WHERE assessment_id = ?`,
    id,
    assessmentId,
  );
  db.run(
    `INSERT INTO plan (assessment_id, starts_on, settings)
     SELECT ?, starts_on, settings FROM plan WHERE assessment_id = ?`,
    id,
    assessmentId,
  );
  db.run(
    `INSERT INTO plan_item (assessment_id, domain, technique_id, window, status, owner, due_on,
       done_on, effort_days, note)
     SELECT ?, domain, technique_id, window, status, owner, due_on, done_on, effort_days, note
     FROM plan_item WHERE assessment_id = ?`,
    id,
    assessmentId,
  );
  return getAssessment(db, id);
}
