import Database from "better-sqlite3";
import { drizzle } from "drizzle-orm/better-sqlite3";
import { migrate } from "drizzle-orm/better-sqlite3/migrator";
import { readMigrationFiles } from "drizzle-orm/migrator";
import { join } from "node:path";
import { Problem } from "../../shared/problem.ts";
import { applicationId } from "./connection.store.ts";

/** The number of the newest schema: how many migrations there are. */
export function newestSchemaVersion(root: string): number {
  return migrationsOf(root).length;
}

function migrationsOf(root: string): ReturnType<typeof readMigrationFiles> {
  return readMigrationFiles({ migrationsFolder: join(root, "migrations") });
}

/**
 * Brings a workspace to the newest schema.
 *
 * Foreign keys are off meanwhile: drizzle migrates inside a transaction, where SQLite ignores a
 * change of that pragma, and rebuilding a table with keys on deletes the rows that point to it.
 */
export function migrateToNewest(raw: Database.Database, root: string): void {
  raw.pragma("foreign_keys = OFF");
  try {
    migrate(drizzle(raw), { migrationsFolder: join(root, "migrations") });
    const broken = raw.pragma("foreign_key_check");
    if (Array.isArray(broken) && broken.length > 0) {
      throw new Problem(
        "workspace-damaged",
        `Bringing the workspace to this version left ${broken.length} rows without what they point to. Open the backup that was made beside it.`,
      );
    }
    raw.pragma(`application_id = ${applicationId}`);
    raw.pragma(`user_version = ${newestSchemaVersion(root)}`);
  } finally {
    raw.pragma("foreign_keys = ON");
  }
}

/** One definition of a table, index, trigger or view. */
interface Definition {
  readonly type: string;
  readonly name: string;
  readonly sql: string | null;
}

function definitionsOf(raw: Database.Database): string[] {
  const rows = raw
    .prepare<[], Definition>(
      // drizzle's own list of what was applied: its text follows drizzle's version, not ours.
      `SELECT type, name, sql FROM sqlite_schema
       WHERE name NOT IN ('__drizzle_migrations', 'sqlite_autoindex___drizzle_migrations_1')
       ORDER BY type, name`,
    )
    .all();
  return rows.map((row) => `${row.type} ${row.name} ${row.sql ?? ""}`);
}

/**
 * Names of what a file defines beyond, or instead of, the schema of its version.
 *
 * A file from elsewhere may carry a trigger or view that runs when a table is used; whatever this
 * application did not write itself is a reason to refuse the file.
 */
export function findForeignDefinitions(
  raw: Database.Database,
  version: number,
  root: string,
  nativeBinding: string | undefined,
): string[] {
  const reference = new Database(":memory:", nativeBinding === undefined ? {} : { nativeBinding });
  try {
    for (const migration of migrationsOf(root).slice(0, version)) {
      for (const statement of migration.sql) reference.exec(statement);
    }
    const expected = new Set(definitionsOf(reference));
    const actual = new Set(definitionsOf(raw));
    const differing = [
      ...[...actual].filter((definition) => !expected.has(definition)),
      ...[...expected].filter((definition) => !actual.has(definition)),
    ];
    return differing.map((definition) => definition.split(" ").slice(0, 2).join(" "));
  } finally {
    reference.close();
  }
}
