import type { ReadableDatabase } from "../database/database.ts";
import type { RetiredActor } from "./rebase.ts";

interface RetiredRow {
  readonly id: string;
  readonly name: string | null;
  readonly revoked: number;
  readonly becomesId: string | null;
  readonly becomesName: string | null;
}

/** Groups, campaigns and software of a release that count no more, and what they became. */
export function listRetiredActors(
  db: ReadableDatabase,
  releaseId: number,
): Map<string, RetiredActor> {
  const rows = db.all<RetiredRow>(
    `SELECT old.attack_id AS id, old.name, old.revoked,
       became.attack_id AS becomesId, became.name AS becomesName
     FROM object AS old
     LEFT JOIN relationship ON relationship.source_id = old.id
       AND relationship.type = 'revoked-by' AND relationship.active = 1
     LEFT JOIN object AS became ON became.id = relationship.target_id
       AND became.revoked = 0 AND became.deprecated = 0 AND became.in_domain = 1
     WHERE old.release_id = ? AND old.in_domain = 1 AND old.attack_id IS NOT NULL
       AND old.type IN ('intrusion-set', 'campaign', 'malware', 'tool')
       AND (old.revoked = 1 OR old.deprecated = 1)
     ORDER BY old.attack_id, became.attack_id IS NULL, became.attack_id`,
    releaseId,
  );
  const goals = new Map<string, Set<string>>();
  for (const { id, becomesId } of rows) {
    if (becomesId !== null) goals.set(id, (goals.get(id) ?? new Set()).add(becomesId));
  }
  const retired = new Map<string, RetiredActor>();
  for (const { id, name, revoked, becomesId, becomesName } of rows) {
    if (retired.has(id)) continue;
    const isOne = goals.get(id)?.size === 1 && becomesId !== null;
    retired.set(id, {
      id,
      name: name ?? id,
      status: revoked === 1 ? "revoked" : "deprecated",
      replacedBy: isOne ? { id: becomesId, name: becomesName ?? becomesId } : null,
    });
  }
  return retired;
}
