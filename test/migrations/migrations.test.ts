import Database from "better-sqlite3";
import { cpSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { z } from "zod";
import { findApplicationRoot } from "../../src/main/application-root.reader.ts";
import { migrateToNewest, newestSchemaVersion } from "../../src/main/database/migrate.store.ts";
import { markingScheme } from "../../src/shared/model/marking.ts";
import { workspaceSettings } from "../../src/shared/model/workspace.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

const root = findApplicationRoot(import.meta.url);

const journal = z
  .looseObject({
    entries: z.array(z.looseObject({ idx: z.number(), when: z.number(), tag: z.string() })),
  })
  .parse(JSON.parse(readFileSync(join(root, "migrations/meta/_journal.json"), "utf8")));

function migrated(): Database.Database {
  const database = new Database(":memory:");
  migrateToNewest(database, root);
  return database;
}

/** A database as an application knew it that had the first migrations only. */
function migratedUpTo(count: number): Database.Database {
  const older = temporaryFolder();
  cpSync(join(root, "migrations"), join(older, "migrations"), { recursive: true });
  const { entries, ...head } = journal;
  writeFileSync(
    join(older, "migrations/meta/_journal.json"),
    JSON.stringify({ ...head, entries: entries.slice(0, count) }),
  );
  const database = new Database(":memory:");
  migrateToNewest(database, older);
  return database;
}

describe("the migrations", () => {
  test("rise in time: one that does not is skipped without a word", () => {
    const times = journal.entries.map(({ when }) => when);
    expect(times).toEqual([...new Set(times)].sort((a, b) => a - b));
    expect(journal.entries.map(({ idx }) => idx)).toEqual(times.map((_, index) => index));
  });

  test("are all applied, and the file says which schema it has", () => {
    const database = migrated();
    expect(newestSchemaVersion(root)).toBe(journal.entries.length);
    expect(database.pragma("user_version", { simple: true })).toBe(journal.entries.length);
    const applied = database
      .prepare<[], { count: number }>("SELECT count(*) AS count FROM __drizzle_migrations")
      .get();
    expect(applied?.count).toBe(journal.entries.length);
  });

  test("make only STRICT tables", () => {
    const loose = migrated()
      .prepare<[], { name: string }>(
        `SELECT name FROM pragma_table_list
         WHERE schema = 'main' AND type = 'table' AND strict = 0 AND name NOT LIKE 'sqlite_%'`,
      )
      .all()
      .map(({ name }) => name);
    // drizzle's own bookkeeping.
    expect(loose).toEqual(["__drizzle_migrations"]);
  });

  test("index every column that points to another table", () => {
    const database = migrated();
    const keys = database
      .prepare<[], { table: string; column: string }>(
        `SELECT list.name AS "table", key."from" AS "column"
         FROM pragma_table_list AS list, pragma_foreign_key_list(list.name) AS key
         WHERE list.schema = 'main' AND list.type = 'table'`,
      )
      .all();
    expect(keys.length).toBeGreaterThan(10);
    const slow = keys.filter(({ table, column }) => {
      const plan = database
        .prepare<[number], { detail: string }>(
          `EXPLAIN QUERY PLAN SELECT 1 FROM "${table}" WHERE "${column}" = ?`,
        )
        .all(1);
      return plan.some(({ detail }) => detail.startsWith("SCAN"));
    });
    // Tables of a handful of rows: an index would cost more than the scan.
    expect(slow.map(({ table, column }) => `${table}.${column}`).sort()).toEqual([
      "assessment_environment.environment_id",
      "overlay.release_id",
      "snapshot.assessment_id",
    ]);
  });

  test("keep the techniques of own actors, which say nothing of their use yet", () => {
    const database = migratedUpTo(2);
    database.exec(
      `INSERT INTO own_actor (id, domain, name, source, confidence, created_at)
         VALUES (1, 'enterprise-attack', 'Ours', 'IR', 'high', '2026-01-01T00:00:00.000Z');
       INSERT INTO own_actor_technique (own_actor_id, position, technique_id)
         VALUES (1, 0, 'T1059'), (1, 1, 'T1078')`,
    );
    migrateToNewest(database, root);
    expect(
      database
        .prepare("SELECT technique_id, text FROM own_actor_technique ORDER BY position")
        .all(),
    ).toEqual([
      { technique_id: "T1059", text: "" },
      { technique_id: "T1078", text: "" },
    ]);
  });

  test.each([
    { typed: " Harbour\tonly ", level: "site", banner: "Harbour only" },
    { typed: "X".repeat(200), level: "site", banner: "X".repeat(200) },
    { typed: "", level: "none", banner: null },
    { typed: " \t ", level: "none", banner: null },
  ])("keep a banner that was typed as a scheme of the site: %j", ({ typed, level, banner }) => {
    const database = migratedUpTo(5);
    database
      .prepare("INSERT INTO setting (key, value) VALUES ('settings', ?)")
      .run(JSON.stringify({ markingText: typed, markingColour: "#aa0011", staleAfterDays: 90 }));
    migrateToNewest(database, root);
    const [setting] = database.prepare<[], { value: string }>("SELECT value FROM setting").all();
    expect(workspaceSettings.parse(JSON.parse(setting?.value ?? ""))).toEqual({
      marking: { scheme: level, level, caveats: [], block: [] },
      staleAfterDays: 90,
    });
    const schemes = database
      .prepare<[], { content: string }>("SELECT content FROM marking_scheme")
      .all()
      .map(({ content }) => markingScheme.parse(JSON.parse(content)));
    expect(schemes.map(({ levels }) => levels.map(({ text, colour }) => [text, colour]))).toEqual(
      banner === null ? [] : [[[banner, "#aa0011"]]],
    );
  });
});
