import type { Environment } from "../../shared/model/workspace.ts";
import { Problem } from "../../shared/problem.ts";
import type { ReadableDatabase, WritableDatabase } from "../database/database.ts";

const columns = `SELECT environment.id, environment.name,
  (SELECT count(*) FROM detection WHERE detection.environment_id = environment.id) AS detections,
  (SELECT count(*) FROM telemetry_source
   WHERE telemetry_source.environment_id = environment.id) AS logSources,
  (SELECT count(*) FROM asset WHERE asset.environment_id = environment.id) AS assets
  FROM environment`;

/** All environments, in the order in which they were made. */
export function listEnvironments(db: ReadableDatabase): Environment[] {
  return db.all<Environment>(`${columns} ORDER BY environment.id`);
}

/** An environment by its number. Throws `not-found`. */
export function getEnvironment(db: ReadableDatabase, id: number): Environment {
  const found = db.get<Environment>(`${columns} WHERE environment.id = ?`, id);
  if (found === undefined) throw new Problem("not-found", "That environment is no longer there.");
  return found;
}

/** An environment by name, or the workspace's first. Throws `not-found`, naming those there are. */
export function getEnvironmentByName(db: ReadableDatabase, name: string | undefined): Environment {
  const environments = listEnvironments(db);
  const found =
    name === undefined
      ? environments[0]
      : environments.find((environment) => environment.name === name);
  if (found === undefined) {
    throw new Problem("not-found", `There is no environment called ${name ?? "anything"}.`, {
      candidates: environments.map((environment) => environment.name),
    });
  }
  return found;
}

/** Adds an environment. Throws `bad-input` where the name is taken. */
export function addEnvironment(db: WritableDatabase, name: string, createdAt: string): Environment {
  refuseTakenName(db, name);
  const { lastInsertRowid } = db.run(
    "INSERT INTO environment (name, created_at) VALUES (?, ?)",
    name,
    createdAt,
  );
  return getEnvironment(db, lastInsertRowid);
}

/** Renames an environment. Throws `not-found`, or `bad-input` where the name is taken. */
export function setEnvironmentName(db: WritableDatabase, id: number, name: string): Environment {
  if (getEnvironment(db, id).name !== name) {
    refuseTakenName(db, name);
    db.run("UPDATE environment SET name = ? WHERE id = ?", name, id);
  }
  return getEnvironment(db, id);
}

/** Removes an environment that holds nothing. Throws `bad-input` for the last or a filled one. */
export function removeEnvironment(db: WritableDatabase, id: number): void {
  const { name, detections, logSources, assets } = getEnvironment(db, id);
  const runs = db.get<{ count: number }>(
    "SELECT count(*) AS count FROM emulation_run WHERE environment_id = ?",
    id,
  );
  const held = [
    [detections, "detection"],
    [assets, "asset"],
    [logSources, "log source"],
    [runs?.count ?? 0, "emulation run"],
  ] as const;
  const words = held.flatMap(([number, word]) =>
    number === 0 ? [] : [`${number} ${word}${number === 1 ? "" : "s"}`],
  );
  if (words.length > 0) {
    throw new Problem("bad-input", `${name} holds ${words.join(", ")}. Remove or move them first.`);
  }
  if (listEnvironments(db).length === 1) {
    throw new Problem("bad-input", "A workspace keeps at least one environment.");
  }
  db.run("DELETE FROM environment WHERE id = ?", id);
}

function refuseTakenName(db: ReadableDatabase, name: string): void {
  if (db.get("SELECT 1 FROM environment WHERE name = ?", name) !== undefined) {
    throw new Problem("bad-input", `There is an environment called ${name} already.`);
  }
}
