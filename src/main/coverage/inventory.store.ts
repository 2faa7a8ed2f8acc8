import type { Domain } from "../../shared/model/attack-id.ts";
import { techniqueId } from "../../shared/model/attack-id.ts";
import type { ReadableDatabase } from "../database/database.ts";
import type { AcceptedResolution } from "./naming.ts";
import type { InventoryDetection } from "./standing.ts";

interface DetectionRow extends Omit<
  InventoryDetection,
  "written" | "platforms" | "stateAssumed" | "alerting"
> {
  readonly platforms: string;
  readonly stateAssumed: number;
  readonly alerting: number;
}

/** Every detection of some environments, as far as coverage depends on it, in the rows' order. */
export function listInventory(
  db: ReadableDatabase,
  environments: readonly string[],
): InventoryDetection[] {
  const names = JSON.stringify(environments);
  const written = new Map<number, string[]>();
  for (const row of db.all<{ id: number; written: string }>(
    `SELECT detection_id AS id, written FROM detection_technique
     WHERE detection_id IN (SELECT detection.id FROM detection
       JOIN environment ON environment.id = environment_id
       WHERE environment.name IN (SELECT value FROM json_each(?)))
     ORDER BY detection_id, position`,
    names,
  )) {
    const known = written.get(row.id);
    if (known === undefined) written.set(row.id, [row.written]);
    else known.push(row.written);
  }
  // Thousands of rows name a handful of platform lists.
  const platformLists = new Map<string, readonly string[]>();
  const platformsOf = (json: string): readonly string[] => {
    const known = platformLists.get(json);
    if (known !== undefined) return known;
    const parsed: unknown = JSON.parse(json);
    const list = Array.isArray(parsed) ? parsed.map(String) : [];
    platformLists.set(json, list);
    return list;
  };
  return db
    .all<DetectionRow>(
      `SELECT detection.id, environment_id AS environmentId, environment.name AS environment,
         key, detection.name, file, kind, rule_count AS ruleCount, state,
         state_assumed AS stateAssumed, maturity, severity, alerting, quality, platforms,
         log_source AS logSource
       FROM detection JOIN environment ON environment.id = environment_id
       WHERE environment.name IN (SELECT value FROM json_each(?)) ORDER BY detection.id`,
      names,
    )
    .map((row) => ({
      ...row,
      stateAssumed: row.stateAssumed !== 0,
      alerting: row.alerting !== 0,
      platforms: platformsOf(row.platforms),
      written: written.get(row.id) ?? [],
    }));
}

/** The accepted resolutions of some environments for a release. */
export function listAcceptedResolutions(
  db: ReadableDatabase,
  environments: readonly string[],
  domain: Domain,
  version: string,
): AcceptedResolution[] {
  return db
    .all<{ environmentId: number; written: string; techniqueId: string }>(
      `SELECT environment_id AS environmentId, written, technique_id AS techniqueId
       FROM accepted_resolution JOIN environment ON environment.id = environment_id
       WHERE environment.name IN (SELECT value FROM json_each(?)) AND domain = ? AND version = ?
       ORDER BY environment_id, written`,
      JSON.stringify(environments),
      domain,
      version,
    )
    .map((row) => ({ ...row, techniqueId: techniqueId.parse(row.techniqueId) }));
}
