import { createHash } from "node:crypto";
import { openConnection } from "../../src/main/database/connection.store.ts";

/** One hash over every row of every table of a workspace, the full-text index's own included. */
export function contentHash(path: string): string {
  const connection = openConnection(path, { readonly: true, nativeBinding: undefined });
  const { raw } = connection;
  const sum = createHash("sha256");
  const tables = raw
    .prepare<[], { name: string }>(
      `SELECT name FROM sqlite_schema WHERE type = 'table' AND sql NOT LIKE 'CREATE VIRTUAL%'
       ORDER BY name`,
    )
    .all();
  for (const { name } of tables) {
    sum.update(`\n${name}\n`);
    const width = raw
      .prepare<[], { n: number }>(`SELECT count(*) AS n FROM pragma_table_info('${name}')`)
      .get();
    const order = Array.from({ length: width?.n ?? 1 }, (_, index) => index + 1).join(", ");
    for (const row of raw.prepare(`SELECT * FROM "${name}" ORDER BY ${order}`).raw().iterate()) {
      for (const value of row as unknown[]) {
        if (Buffer.isBuffer(value)) sum.update(value);
        else sum.update(JSON.stringify(value));
        sum.update("\0");
      }
    }
  }
  connection.close();
  return sum.digest("hex");
}
