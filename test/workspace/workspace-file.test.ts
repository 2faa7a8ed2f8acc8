import Database from "better-sqlite3";
import { createHash } from "node:crypto";
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  statSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import { findApplicationRoot } from "../../src/main/application-root.reader.ts";
import type {
  OpenWorkspace,
  WorkspaceOptions,
} from "../../src/main/workspace/workspace-file.store.ts";
import {
  closeWorkspaceFile,
  createWorkspaceFile,
  describeWorkspace,
  openWorkspaceFile,
  saveCopy,
} from "../../src/main/workspace/workspace-file.store.ts";
import { Problem } from "../../src/shared/problem.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

const root = findApplicationRoot(import.meta.url);
const options: WorkspaceOptions = {
  root,
  nativeBinding: undefined,
  now: () => new Date("2026-11-21T12:00:00.000Z"),
};

function fresh(): { path: string; folder: string } {
  const folder = temporaryFolder();
  return { folder, path: join(folder, "amber-quay.casemate") };
}

/** A closed workspace file with a row to lose. */
function closedWorkspace(): { path: string; folder: string } {
  const place = fresh();
  const workspace = createWorkspaceFile(place.path, options);
  addRows(workspace, 50);
  closeWorkspaceFile(workspace);
  return place;
}

function addRows(workspace: OpenWorkspace, count: number): void {
  for (let index = 0; index < count; index += 1) {
    workspace.writer.writable.run(
      "INSERT INTO environment (name, created_at) VALUES (?, '2026-01-01')",
      `row-${index}-${"x".repeat(500)}`,
    );
  }
}

function rowsOf(path: string): number {
  const database = new Database(path, { readonly: true });
  try {
    const row = database
      .prepare<[], { count: number }>("SELECT count(*) AS count FROM environment")
      .get();
    return row?.count ?? -1;
  } finally {
    database.close();
  }
}

const hashOf = (path: string) => createHash("sha256").update(readFileSync(path)).digest("hex");

function problemOf(work: () => unknown): Problem {
  try {
    work();
  } catch (error) {
    if (error instanceof Problem) return error;
    throw error;
  }
  throw new Error("Nothing was refused.");
}

function open(path: string): OpenWorkspace {
  const workspace = openWorkspaceFile(path, options);
  onTestFinished(() => closeWorkspaceFile(workspace));
  return workspace;
}

const expectedSchema = readdirSync(join(root, "migrations")).filter((name) =>
  name.endsWith(".sql"),
).length;

describe("a workspace on disk", () => {
  const pragmas = (workspace: OpenWorkspace) =>
    [workspace.writer, workspace.reader].map(({ raw }) =>
      Object.fromEntries(
        [
          "journal_mode",
          "synchronous",
          "foreign_keys",
          "trusted_schema",
          "cell_size_check",
          "temp_store",
          "mmap_size",
          "secure_delete",
          "application_id",
          "user_version",
        ].map((name) => [name, raw.pragma(name, { simple: true })]),
      ),
    );
  const expected = {
    journal_mode: "wal",
    foreign_keys: 1,
    trusted_schema: 0,
    cell_size_check: 1,
    temp_store: 2,
    mmap_size: 0,
    secure_delete: 2,
    application_id: 0x43415345,
    user_version: expectedSchema,
  };

  test("has every safety pragma on its first and on its second open", () => {
    const { path } = fresh();
    const created = createWorkspaceFile(path, options);
    const first = pragmas(created);
    closeWorkspaceFile(created);
    const second = pragmas(open(path));
    for (const [writer, reader] of [first, second]) {
      expect(writer).toEqual({ ...expected, synchronous: 2 });
      // The reader cannot write, so how it would sync does not matter.
      expect(reader).toMatchObject(expected);
    }
  });

  test("cannot be written through the connection that queries get", () => {
    const workspace = open(closedWorkspace().path);
    expect(() => workspace.reader.raw.exec("DELETE FROM environment")).toThrow(/readonly/);
  });

  test.skipIf(process.platform === "win32")("can be read by its owner alone", () => {
    const { path, folder } = fresh();
    const workspace = createWorkspaceFile(path, options);
    addRows(workspace, 5);
    const modes = readdirSync(folder).map((name) => statSync(join(folder, name)).mode & 0o777);
    expect(modes.length).toBeGreaterThan(1);
    expect(new Set(modes)).toEqual(new Set([0o600]));
    saveCopy(workspace, join(folder, "copy.casemate"), false);
    expect(statSync(join(folder, "copy.casemate")).mode & 0o777).toBe(0o600);
    closeWorkspaceFile(workspace);
  });

  test("is one whole file once it is closed", () => {
    const { folder, path } = closedWorkspace();
    expect(readdirSync(folder)).toEqual(["amber-quay.casemate"]);
    expect(rowsOf(path)).toBe(51);
  });

  test("says what it is", () => {
    const { path } = closedWorkspace();
    expect(describeWorkspace(open(path))).toMatchObject({
      path,
      fileName: "amber-quay.casemate",
      createdAt: "2026-11-21T12:00:00.000Z",
      backup: null,
    });
  });

  test("is not made over a file that exists", () => {
    const { path } = closedWorkspace();
    const before = hashOf(path);
    expect(problemOf(() => createWorkspaceFile(path, options)).code).toBe("workspace-exists");
    expect(hashOf(path)).toBe(before);
  });
});

describe("a workspace of an earlier schema", () => {
  test("is copied aside before it is brought to this one", () => {
    const { path } = fresh();
    const database = new Database(path);
    database.pragma(`application_id = 1128354629`);
    database.pragma("journal_mode = WAL");
    database.close();
    const workspace = open(path);
    const { backup, schemaVersion } = describeWorkspace(workspace);
    expect(schemaVersion).toBe(expectedSchema);
    expect(backup).toBe(`${path}.before-20261121T120000`);
    const kept = new Database(backup ?? "", { readonly: true });
    expect(kept.pragma("user_version", { simple: true })).toBe(0);
    kept.close();
  });
});

describe("save a copy", () => {
  test("gives one file with every row, where a plain copy of the open file has lost some", () => {
    const { folder, path } = fresh();
    const workspace = createWorkspaceFile(path, options);
    addRows(workspace, 230);
    const plain = join(folder, "plain.sqlite");
    copyFileSync(path, plain);
    const copy = join(folder, "copy.casemate");
    saveCopy(workspace, copy, false);
    expect(rowsOf(copy)).toBe(231);
    expect(rowsOf(plain)).toBeLessThan(231);
    expect(readdirSync(folder).filter((name) => name.startsWith("copy."))).toEqual([
      "copy.casemate",
    ]);
    closeWorkspaceFile(workspace);
    const reopened = open(copy);
    expect(reopened.reader.raw.pragma("integrity_check", { simple: true })).toBe("ok");
  });

  test("replaces a file only where that was said, and never the open workspace", () => {
    const { folder, path } = closedWorkspace();
    const workspace = open(path);
    const target = join(folder, "copy.casemate");
    writeFileSync(target, "mine");
    expect(problemOf(() => saveCopy(workspace, target, false)).code).toBe("workspace-exists");
    expect(readFileSync(target, "utf8")).toBe("mine");
    saveCopy(workspace, target, true);
    expect(rowsOf(target)).toBe(51);
    expect(problemOf(() => saveCopy(workspace, path, true)).code).toBe("bad-input");
  });

  test("into a folder that is not there says so and leaves nothing", () => {
    const { folder, path } = closedWorkspace();
    const workspace = open(path);
    const problem = problemOf(() => saveCopy(workspace, join(folder, "no", "copy"), false));
    expect(problem.message).toContain("ENOENT");
  });
});

describe("a file that is no workspace of ours is refused with its own message, unchanged", () => {
  const cases: {
    name: string;
    code: string;
    words: RegExp;
    make: (path: string) => void;
  }[] = [
    {
      name: "a newer schema",
      code: "workspace-newer",
      words: /newer version \(schema 99, this one reads \d+\)/,
      make: (path) => alter(path, (database) => database.pragma("user_version = 99")),
    },
    {
      name: "another application's SQLite file",
      code: "workspace-foreign",
      words: /another application/,
      make: (path) => alter(path, (database) => database.pragma("application_id = 7")),
    },
    {
      name: "a trigger that we did not write",
      code: "workspace-foreign",
      words: /definitions that Casemate did not write \(trigger planted\)/,
      make: (path) =>
        alter(path, (database) =>
          database.exec(
            "CREATE TRIGGER planted AFTER INSERT ON setting BEGIN DELETE FROM environment; END",
          ),
        ),
    },
    {
      name: "a table that is missing",
      code: "workspace-foreign",
      words: /table column_mapping/,
      make: (path) => alter(path, (database) => database.exec("DROP TABLE column_mapping")),
    },
    {
      name: "a text file",
      code: "workspace-not-sqlite",
      words: /not a Casemate workspace/,
      make: (path) => writeFileSync(path, "name;technique\n".repeat(50)),
    },
    {
      name: "an empty file",
      code: "workspace-not-sqlite",
      words: /not a Casemate workspace/,
      make: (path) => writeFileSync(path, ""),
    },
    {
      name: "a failed integrity check",
      code: "workspace-damaged",
      words: /failed the integrity check/,
      make: (path) => {
        const bytes = readFileSync(path);
        // Every page but the first two: the header stays readable, the content does not.
        for (let at = 8192; at < bytes.length; at += 512) bytes.fill(0xa5, at, at + 64);
        writeFileSync(path, bytes);
      },
    },
    {
      name: "a truncated file",
      code: "workspace-damaged",
      words: /failed the integrity check/,
      make: (path) => truncateSync(path, 4096 * 5),
    },
  ];

  for (const { name, code, words, make } of cases) {
    test(name, () => {
      const { path, folder } = closedWorkspace();
      make(path);
      const before = hashOf(path);
      const problem = problemOf(() => openWorkspaceFile(path, options));
      expect(problem.code).toBe(code);
      expect(problem.message).toMatch(words);
      expect(problem.message).toContain("amber-quay.casemate");
      expect(hashOf(path)).toBe(before);
      expect(readdirSync(folder)).toEqual(["amber-quay.casemate"]);
    });
  }

  test("a folder, and nothing at all", () => {
    const { folder } = fresh();
    const path = join(folder, "folder.casemate");
    mkdirSync(path);
    expect(problemOf(() => openWorkspaceFile(path, options)).message).toContain("is a folder");
    expect(problemOf(() => openWorkspaceFile(join(folder, "none"), options)).code).toBe(
      "workspace-missing",
    );
  });

  const encrypted =
    "../shared/data/samples/stix-negative/sqlite-encrypted/persons-aegis-testkey.db3";
  const missing = !existsSync(join(root, encrypted));
  if (missing) console.log(`Skipped: an encrypted SQLite file (${encrypted} is not here).`);
  test.skipIf(missing)("an encrypted SQLite file", () => {
    const { folder } = fresh();
    const path = join(folder, "encrypted.casemate");
    copyFileSync(join(root, encrypted), path);
    const before = hashOf(path);
    expect(problemOf(() => openWorkspaceFile(path, options)).code).toBe("workspace-not-sqlite");
    expect(hashOf(path)).toBe(before);
  });
});

function alter(path: string, change: (database: Database.Database) => unknown): void {
  const database = new Database(path);
  database.pragma("journal_mode = DELETE");
  change(database);
  database.pragma("journal_mode = WAL");
  database.close();
}
