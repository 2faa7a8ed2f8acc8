import { z } from "zod";
import type { Domain, TechniqueId } from "../../shared/model/attack-id.ts";
import type { LogSourceMark, PlanMark } from "../../shared/model/plan-mark.ts";
import type { PlanBaseline } from "../../shared/model/plan.ts";
import { logSourceMark, planMark } from "../../shared/model/plan-mark.ts";
import { planBaseline, planMoney } from "../../shared/model/plan.ts";
import type { ReadableDatabase, WritableDatabase } from "../database/database.ts";
import type { Strategy } from "./approach.ts";
import type { StoredPlan } from "./stored-plan.ts";
import { defaultMoney } from "./stored-plan.ts";

/** What is kept in the plan's settings: all else belongs to the assessment's. */
const storedSettings = z.object({
  money: planMoney,
  logSourceMarks: z.array(logSourceMark).default([]),
});

/** What is kept of an assessment's plan. */
export function getStoredPlan(db: ReadableDatabase, assessmentId: number): StoredPlan {
  const row = db.get<{ startsOn: string | null; settings: string; baseline: string | null }>(
    "SELECT starts_on AS startsOn, settings, baseline FROM plan WHERE assessment_id = ?",
    assessmentId,
  );
  const settings =
    row === undefined
      ? { money: defaultMoney, logSourceMarks: [] }
      : storedSettings.parse(JSON.parse(row.settings));
  const baseline: unknown =
    row === undefined || row.baseline === null ? null : JSON.parse(row.baseline);
  return {
    startsOn: row?.startsOn ?? null,
    money: settings.money,
    baseline: planBaseline.nullable().parse(baseline),
    marks: listMarks(db, assessmentId),
    logSourceMarks: settings.logSourceMarks,
  };
}

function listMarks(db: ReadableDatabase, assessmentId: number): PlanMark[] {
  return db
    .all<object>(
      `SELECT domain, technique_id AS techniqueId, window, status, owner, due_on AS dueOn,
         done_on AS doneOn, effort_days AS effortDays, note
       FROM plan_item WHERE assessment_id = ? ORDER BY domain, technique_id`,
      assessmentId,
    )
    .map((row) => planMark.parse(row));
}

/** Sets when a plan starts, what it is reckoned in, and its log sources; its baseline stays. */
export function setPlan(
  db: WritableDatabase,
  assessmentId: number,
  { startsOn, money, logSourceMarks }: Pick<StoredPlan, "startsOn" | "money" | "logSourceMarks">,
): void {
  db.run(
    `INSERT INTO plan (assessment_id, starts_on, settings) VALUES (?, ?, ?)
     ON CONFLICT (assessment_id) DO UPDATE
     SET starts_on = excluded.starts_on, settings = excluded.settings`,
    assessmentId,
    startsOn,
    JSON.stringify({ money, logSourceMarks }),
  );
}

/** Sets what was agreed; null takes it away. The plan must have been set. */
export function setPlanBaseline(
  db: WritableDatabase,
  assessmentId: number,
  baseline: PlanBaseline | null,
): void {
  db.run(
    "UPDATE plan SET baseline = ? WHERE assessment_id = ?",
    baseline === null ? null : JSON.stringify(baseline),
    assessmentId,
  );
}

/** Sets what is fixed about a gap. */
export function setMark(db: WritableDatabase, assessmentId: number, mark: PlanMark): void {
  db.run(
    `INSERT INTO plan_item (assessment_id, domain, technique_id, window, status, owner, due_on,
       done_on, effort_days, note)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
     ON CONFLICT (assessment_id, domain, technique_id) DO UPDATE SET window = excluded.window,
       status = excluded.status, owner = excluded.owner, due_on = excluded.due_on,
       done_on = excluded.done_on, effort_days = excluded.effort_days, note = excluded.note`,
    assessmentId,
    mark.domain,
    mark.techniqueId,
    mark.window,
    mark.status,
    mark.owner,
    mark.dueOn,
    mark.doneOn,
    mark.effortDays,
    mark.note,
  );
}

/** Sets what is fixed about the plan's log sources, in place of all that was. */
export function setLogSourceMarks(
  db: WritableDatabase,
  assessmentId: number,
  logSourceMarks: readonly LogSourceMark[],
): void {
  setPlan(db, assessmentId, { ...getStoredPlan(db, assessmentId), logSourceMarks });
}

/** Forgets what was fixed about a gap. */
export function removeMark(
  db: WritableDatabase,
  assessmentId: number,
  domain: Domain,
  techniqueId: TechniqueId,
): void {
  db.run(
    "DELETE FROM plan_item WHERE assessment_id = ? AND domain = ? AND technique_id = ?",
    assessmentId,
    domain,
    techniqueId,
  );
}

/** What the catalogue says detects techniques, by the techniques' rows. */
export function listStrategies(
  db: ReadableDatabase,
  techniques: readonly number[],
): Map<number, Strategy[]> {
  const rows = db.all<{ techniqueId: number; id: string | null; name: string | null }>(
    `SELECT target_id AS techniqueId, source.attack_id AS id, source.name
     FROM relationship
     JOIN object AS link ON link.id = relationship.object_id
     JOIN object AS source ON source.id = relationship.source_id
     WHERE target_id IN (SELECT value FROM json_each(?)) AND relationship.type = 'detects'
       AND link.revoked = 0 AND link.deprecated = 0
       AND source.revoked = 0 AND source.deprecated = 0
     ORDER BY target_id, source.attack_id, source.name`,
    JSON.stringify(techniques),
  );
  const strategies = new Map<number, Strategy[]>();
  for (const { techniqueId, id, name } of rows) {
    const known = strategies.get(techniqueId) ?? [];
    known.push({ id, name: name ?? "" });
    strategies.set(techniqueId, known);
  }
  return strategies;
}
