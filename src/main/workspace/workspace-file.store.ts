import Database from "better-sqlite3";
import {
  chmodSync,
  closeSync,
  constants,
  existsSync,
  fstatSync,
  fsyncSync,
  lstatSync,
  openSync,
  readSync,
  renameSync,
  rmSync,
  statSync,
} from "node:fs";
import { basename, dirname, join } from "node:path";
import type { WorkspaceInfo } from "../../shared/model/workspace.ts";
import { Problem } from "../../shared/problem.ts";
import type { Connection } from "../database/connection.store.ts";
import { applicationId, longLog, openConnection } from "../database/connection.store.ts";
import {
  findForeignDefinitions,
  migrateToNewest,
  newestSchemaVersion,
} from "../database/migrate.store.ts";

/** What opening a workspace needs beside its path. */
export interface WorkspaceOptions {
  /** The application's root: its migrations. */
  readonly root: string;
  readonly nativeBinding: string | undefined;
  readonly now: () => Date;
}

/** An open workspace: one connection that reads, one that writes. */
export interface OpenWorkspace {
  readonly path: string;
  readonly reader: Connection;
  readonly writer: Connection;
  readonly backup: string | null;
}

const sqliteMagic = "SQLite format 3\0";

interface Header {
  readonly applicationId: number;
  readonly schemaVersion: number;
}

/** Reads what a file says of itself from its first hundred bytes, without SQLite. */
function readHeader(path: string): Header {
  const name = basename(path);
  let file: number;
  try {
    file = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
  } catch (error) {
    throw missingOrUnreadable(path, error);
  }
  try {
    const stats = fstatSync(file);
    if (stats.isDirectory()) {
      throw new Problem("workspace-not-sqlite", `${name} is a folder, not a workspace.`, {
        file: path,
      });
    }
    const bytes = Buffer.alloc(100);
    const length = stats.isFile() ? readSync(file, bytes, 0, 100, 0) : 0;
    if (length < 100 || bytes.toString("latin1", 0, 16) !== sqliteMagic) {
      throw new Problem(
        "workspace-not-sqlite",
        `${name} is not a Casemate workspace: it is no SQLite file, or it is encrypted. Nothing was changed.`,
        { file: path, remedy: "Choose a file that Casemate made; its name ends in .casemate." },
      );
    }
    return { applicationId: bytes.readUInt32BE(68), schemaVersion: bytes.readUInt32BE(60) };
  } finally {
    closeSync(file);
  }
}

function missingOrUnreadable(path: string, error: unknown): Problem {
  const code = error instanceof Error && "code" in error ? error.code : undefined;
  const name = basename(path);
  return code === "ENOENT"
    ? new Problem("workspace-missing", `${name} does not exist.`, {
        file: path,
        remedy: "Check the path, or create a workspace with `casemate import`.",
      })
    : new Problem("workspace-missing", `${name} cannot be read (${String(code)}).`, { file: path });
}

/** Refuses a file that is not a workspace of this or an earlier version; changes no byte of it. */
function checkFile(path: string, options: WorkspaceOptions): Header {
  const header = readHeader(path);
  const name = basename(path);
  if (header.applicationId !== applicationId) {
    throw new Problem(
      "workspace-foreign",
      `${name} is a SQLite file of another application. Nothing was changed.`,
      { file: path, remedy: "Choose a file that Casemate made." },
    );
  }
  const newest = newestSchemaVersion(options.root);
  if (header.schemaVersion > newest) {
    throw new Problem(
      "workspace-newer",
      `${name} was made by a newer version (schema ${header.schemaVersion}, this one reads ${newest}). Nothing was changed.`,
      { file: path, remedy: "Open it with the newer Casemate." },
    );
  }
  const hadLog = existsSync(`${path}-wal`);
  let connection: Connection | undefined;
  try {
    connection = openConnection(path, { readonly: true, nativeBinding: options.nativeBinding });
    const findings = connection.raw.pragma("quick_check", { simple: true });
    if (findings !== "ok") throw damaged(path, findings);
    const foreign = findForeignDefinitions(
      connection.raw,
      header.schemaVersion,
      options.root,
      options.nativeBinding,
    );
    if (foreign.length > 0) {
      throw new Problem(
        "workspace-foreign",
        `${name} holds definitions that Casemate did not write (${foreign.slice(0, 3).join(", ")}). Nothing was changed.`,
        { file: path, remedy: "Ask for a copy from the person who made the workspace." },
      );
    }
  } catch (error) {
    throw error instanceof Problem ? error : damaged(path, error);
  } finally {
    connection?.close();
    if (!hadLog) clearLog(path, options);
  }
  return header;
}

/**
 * Clears away the empty log that reading a WAL file makes beside it and a reader cannot remove.
 *
 * SQLite does it itself when the last connection that may write closes, and only then is it certain
 * that no other program is using the log.
 */
function clearLog(path: string, options: WorkspaceOptions): void {
  const connection = new Database(path, {
    fileMustExist: true,
    ...(options.nativeBinding === undefined ? {} : { nativeBinding: options.nativeBinding }),
  });
  try {
    connection.pragma("schema_version");
  } catch {
    // A damaged file: that is what its reader is told already.
  } finally {
    connection.close();
  }
}

function damaged(path: string, finding: unknown): Problem {
  const words = finding instanceof Error ? finding.message : String(finding);
  return new Problem(
    "workspace-damaged",
    `${basename(path)} failed the integrity check (${words.slice(0, 200)}). Nothing was changed.`,
    { file: path, remedy: "Open a backup or an earlier copy; keep this file for a specialist." },
  );
}

/** Makes a new, empty workspace file that only its owner can read. */
export function createWorkspaceFile(path: string, options: WorkspaceOptions): OpenWorkspace {
  let file: number;
  try {
    file = openSync(path, "wx", 0o600);
  } catch (error) {
    const code = error instanceof Error && "code" in error ? error.code : undefined;
    if (code === "EEXIST") {
      throw new Problem("workspace-exists", `${basename(path)} exists already.`, {
        file: path,
        remedy: "Choose another name, or open the existing workspace.",
      });
    }
    throw new Problem("bad-input", `${basename(path)} cannot be created (${String(code)}).`, {
      file: path,
      remedy: "Choose a folder that exists and that you may write to.",
    });
  }
  closeSync(file);
  try {
    const writer = openConnection(path, { readonly: false, nativeBinding: options.nativeBinding });
    try {
      migrateToNewest(writer.raw, options.root);
      writer.writable.run(
        "INSERT INTO environment (name, created_at) VALUES ('Main', ?)",
        options.now().toISOString(),
      );
      writer.writable.run(
        "INSERT INTO setting (key, value) VALUES ('created-at', ?)",
        JSON.stringify(options.now().toISOString()),
      );
      writer.raw.pragma("wal_checkpoint(TRUNCATE)");
    } finally {
      writer.close();
    }
  } catch (error) {
    rmSync(path, { force: true });
    throw error;
  }
  return openWorkspaceFile(path, options);
}

/**
 * Opens a workspace: checks it read-only first, keeps a copy aside before a migration.
 *
 * Errors: `workspace-missing`, `workspace-not-sqlite`, `workspace-foreign`, `workspace-newer`,
 * `workspace-damaged`, each with no byte changed.
 */
export function openWorkspaceFile(path: string, options: WorkspaceOptions): OpenWorkspace {
  const header = checkFile(path, options);
  const writer = openConnection(path, { readonly: false, nativeBinding: options.nativeBinding });
  try {
    let backup: string | null = null;
    if (header.schemaVersion < newestSchemaVersion(options.root)) {
      const stamp = options.now().toISOString().replaceAll(/[-:]/g, "").slice(0, 15);
      backup = `${path}.before-${stamp}`;
      writeCopy(writer.raw, backup);
      migrateToNewest(writer.raw, options.root);
      writer.raw.pragma("wal_checkpoint(TRUNCATE)");
    }
    const reader = openConnection(path, { readonly: true, nativeBinding: options.nativeBinding });
    return { path, reader, writer, backup };
  } catch (error) {
    writer.close();
    throw error;
  }
}

/** Closes a workspace so that one whole file remains: nothing in a write-ahead log beside it. */
export function closeWorkspaceFile(workspace: OpenWorkspace): void {
  workspace.reader.close();
  workspace.writer.rollback();
  workspace.writer.raw.pragma("wal_checkpoint(TRUNCATE)");
  workspace.writer.close();
}

/** Moves a long write-ahead log into the workspace file, as far as nobody reads from it. */
export function settleWorkspaceFile(workspace: OpenWorkspace): void {
  const log = statSync(`${workspace.path}-wal`, { throwIfNoEntry: false });
  if (log !== undefined && log.size > longLog) {
    workspace.writer.raw.pragma("wal_checkpoint(PASSIVE)");
  }
}

/**
 * Writes a whole copy of an open workspace beside others: a plain copy of the open file would lose
 * the rows that still stand in its write-ahead log.
 */
export function saveCopy(workspace: OpenWorkspace, target: string, replace: boolean): void {
  if (isSameFile(workspace.path, target)) {
    throw new Problem("bad-input", "A copy cannot replace the workspace that is open.", {
      file: target,
      remedy: "Choose another name.",
    });
  }
  if (existsSync(target) && !replace) {
    throw new Problem("workspace-exists", `${basename(target)} exists already.`, {
      file: target,
      remedy: "Choose another name, or say that it may be replaced.",
    });
  }
  writeCopy(workspace.writer.raw, target);
}

function isSameFile(a: string, b: string): boolean {
  if (!existsSync(b)) return false;
  const left = statSync(a);
  const right = statSync(b);
  return left.ino === right.ino && left.dev === right.dev;
}

function writeCopy(raw: Database.Database, target: string): void {
  const folder = dirname(target);
  const temporary = join(folder, `.${basename(target)}.part`);
  rmSync(temporary, { force: true });
  let file: number;
  try {
    file = openSync(temporary, "wx", 0o600);
  } catch (error) {
    const code = error instanceof Error && "code" in error ? error.code : undefined;
    throw new Problem("bad-input", `${basename(target)} cannot be written (${String(code)}).`, {
      file: target,
      remedy: "Choose a folder that exists and that you may write to.",
    });
  }
  try {
    raw.prepare("VACUUM INTO ?").run(temporary);
    fsyncSync(file);
    closeSync(file);
    chmodSync(temporary, 0o600);
    renameSync(temporary, target);
    syncFolder(folder);
  } catch (error) {
    rmSync(temporary, { force: true });
    throw error;
  }
}

/** A rename is on disk only when its folder is. Windows has no handle for a folder. */
function syncFolder(folder: string): void {
  if (process.platform === "win32") return;
  const handle = openSync(folder, "r");
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}

/** What the window shows of an open workspace. */
export function describeWorkspace(workspace: OpenWorkspace): WorkspaceInfo {
  const created = workspace.reader.readable.get<{ value: string }>(
    "SELECT value FROM setting WHERE key = 'created-at'",
  );
  const version = workspace.reader.raw.pragma("user_version", { simple: true });
  return {
    path: workspace.path,
    fileName: basename(workspace.path),
    createdAt: created === undefined ? "" : String(JSON.parse(created.value)),
    schemaVersion: Number(version),
    backup: workspace.backup,
    sizeBytes: lstatSync(workspace.path).size,
  };
}
