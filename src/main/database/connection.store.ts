import Database from "better-sqlite3";
import { drizzle } from "drizzle-orm/better-sqlite3";
import type {
  ReadableDatabase,
  SqlValue,
  WritableDatabase,
  Written,
  WriteStatement,
} from "./database.ts";

/** `CASE` in ASCII: marks a SQLite file as a Casemate workspace. */
export const applicationId = 0x43415345;

/** From this many bytes on a write-ahead log is moved into its file. */
export const longLog = 16 * 1024 * 1024;

/** What a connection is opened with beside its path. */
export interface ConnectionOptions {
  readonly readonly: boolean;
  /** The SQLite module to load where the package's own does not fit the runtime. */
  readonly nativeBinding: string | undefined;
}

/** An open connection: both faces of the database, and what only the workspace itself may do. */
export interface Connection {
  readonly readable: ReadableDatabase;
  readonly writable: WritableDatabase;
  readonly raw: Database.Database;
  begin(): void;
  commit(): void;
  rollback(): void;
  close(): void;
}

/**
 * Opens a connection and sets, on every open, what SQLite forgets: a WAL file reopens with
 * `synchronous=NORMAL`, under which a power cut loses acknowledged work.
 */
export function openConnection(path: string, options: ConnectionOptions): Connection {
  const raw = new Database(path, {
    readonly: options.readonly,
    fileMustExist: true,
    timeout: 5000,
    ...(options.nativeBinding === undefined ? {} : { nativeBinding: options.nativeBinding }),
  });
  try {
    raw.pragma("trusted_schema = OFF");
    raw.pragma("cell_size_check = ON");
    raw.pragma("mmap_size = 0");
    raw.pragma("temp_store = MEMORY");
    raw.pragma("foreign_keys = ON");
    raw.pragma("secure_delete = FAST");
    raw.pragma("cache_size = -65536");
    if (!options.readonly) {
      // Only a file without content takes it: objects of a bundle are a few kilobytes each.
      raw.pragma("page_size = 16384");
      raw.pragma("journal_mode = WAL");
      raw.pragma("synchronous = FULL");
      // The workbench moves the log into the file between commands, when nobody waits for a reply.
      raw.pragma("wal_autocheckpoint = 0");
      raw.pragma(`journal_size_limit = ${longLog}`);
    }
  } catch (error) {
    raw.close();
    throw error;
  }
  return connectionOf(raw);
}

/** Wraps a connection that is open already. */
export function connectionOf(raw: Database.Database): Connection {
  const statements = new Map<string, Database.Statement<SqlValue[]>>();
  const statement = (sql: string): Database.Statement<SqlValue[]> => {
    const known = statements.get(sql);
    if (known !== undefined) return known;
    const compiled = raw.prepare<SqlValue[]>(sql);
    statements.set(sql, compiled);
    return compiled;
  };
  const written = (result: Database.RunResult): Written => ({
    changes: result.changes,
    lastInsertRowid: Number(result.lastInsertRowid),
  });
  const orm = drizzle(raw);
  // SQLite's rows have no type of their own: whoever writes the SQL names their shape.
  const all = <Row>(sql: string, ...parameters: SqlValue[]): Row[] =>
    statement(sql).all(...parameters) as Row[];
  // eslint-disable-next-line @typescript-eslint/no-unnecessary-type-parameters -- the SQL's author names the row
  const get = <Row>(sql: string, ...parameters: SqlValue[]): Row | undefined =>
    statement(sql).get(...parameters) as Row | undefined;
  // A compiled statement that is being walked cannot be run again, so each walk has its own.
  const iterate = <Row>(sql: string, ...parameters: SqlValue[]): IterableIterator<Row> =>
    raw.prepare<SqlValue[]>(sql).iterate(...parameters) as IterableIterator<Row>;
  const run = (sql: string, ...parameters: SqlValue[]): Written =>
    written(statement(sql).run(...parameters));
  const prepare = (sql: string): WriteStatement => {
    const compiled = statement(sql);
    return { run: (...parameters) => written(compiled.run(...parameters)) };
  };
  return {
    readable: { orm, all, get, iterate },
    writable: { orm, all, get, iterate, run, prepare },
    raw,
    begin: () => void raw.exec("BEGIN IMMEDIATE"),
    commit: () => void raw.exec("COMMIT"),
    rollback: () => {
      if (raw.inTransaction) raw.exec("ROLLBACK");
    },
    close: () => {
      statements.clear();
      raw.close();
    },
  };
}
