import type { BetterSQLite3Database } from "drizzle-orm/better-sqlite3";

/** What SQLite takes and gives. */
export type SqlValue = string | number | bigint | Uint8Array | null;

/** The part of drizzle that reads. */
export type ReadableOrm = Pick<
  BetterSQLite3Database,
  "select" | "selectDistinct" | "$count" | "with"
>;
/** The part of drizzle that reads and writes; transactions belong to the workbench. */
export type WritableOrm = Omit<BetterSQLite3Database, "transaction" | "$client">;

/** What a statement that writes says it did. */
export interface Written {
  readonly changes: number;
  readonly lastInsertRowid: number;
}

/** A statement that is compiled once and run many times. */
export interface WriteStatement {
  run(...parameters: SqlValue[]): Written;
}

/** An open workspace that a query may read: the type has nothing that writes. */
export interface ReadableDatabase {
  readonly orm: ReadableOrm;
  /** The rows of a SELECT; its caller names their shape. */
  all<Row>(sql: string, ...parameters: SqlValue[]): Row[];
  /** The first row of a SELECT. */
  // eslint-disable-next-line @typescript-eslint/no-unnecessary-type-parameters -- the SQL's author names the row
  get<Row>(sql: string, ...parameters: SqlValue[]): Row | undefined;
  /** The rows of a SELECT one by one, for results too large to hold. */
  iterate<Row>(sql: string, ...parameters: SqlValue[]): IterableIterator<Row>;
}

/** An open workspace inside a command's transaction. */
export interface WritableDatabase extends Omit<ReadableDatabase, "orm"> {
  readonly orm: WritableOrm;
  run(sql: string, ...parameters: SqlValue[]): Written;
  prepare(sql: string): WriteStatement;
}
