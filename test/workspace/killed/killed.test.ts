import Database from "better-sqlite3";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { expect, test } from "vitest";
import { findApplicationRoot } from "../../../src/main/application-root.reader.ts";
import {
  closeWorkspaceFile,
  createWorkspaceFile,
  openWorkspaceFile,
} from "../../../src/main/workspace/workspace-file.store.ts";
import { temporaryFolder } from "../../support/temporary-folder.ts";

const runs = 60;
const longestMilliseconds = 900;

const options = {
  root: findApplicationRoot(import.meta.url),
  nativeBinding: undefined,
  now: () => new Date("2026-11-21T12:00:00.000Z"),
};

/** Starts the worker, kills it at the given time after it opened, and returns what it said. */
async function workUntilKilled(
  path: string,
  run: number,
  rules: string,
  milliseconds: number,
): Promise<string[]> {
  const worker = join(import.meta.dirname, "worker.ts");
  const child = spawn(process.execPath, [worker, path, String(run), rules], {
    stdio: ["ignore", "pipe", "inherit"],
    // Compiled once: what is killed is the work, not the start.
    env: { ...process.env, NODE_COMPILE_CACHE: join(dirname(path), "compiled") },
  });
  let said = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    said += text;
  });
  const ended = once(child, "close");
  await Promise.race([once(child.stdout, "data"), ended]);
  await setTimeout(milliseconds);
  child.kill("SIGKILL");
  const [, signal] = (await ended) as [number | null, string | null];
  // A worker that ended by itself failed, and killed nothing.
  expect(signal).toBe("SIGKILL");
  // The last line may be cut: it was not acknowledged whole.
  return said.split("\n").slice(0, -1);
}

test(
  `${runs} kills in the middle of imports and edits lose nothing that was acknowledged`,
  { timeout: 900_000 },
  async () => {
    const folder = temporaryFolder();
    const path = join(folder, "killed.casemate");
    const rules = join(folder, "rules.csv");
    writeFileSync(
      rules,
      `id,name,technique\n${Array.from({ length: 400 }, (_, n) => `r${n},Rule ${n},T1059`).join("\n")}\n`,
    );
    closeWorkspaceFile(createWorkspaceFile(path, options));
    let environments = 0;
    let imports = 0;
    let midImport = 0;
    for (let run = 0; run < runs; run += 1) {
      // Spread over the whole cycle of edits and imports, the same on every machine.
      const said = await workUntilKilled(
        path,
        run,
        rules,
        (longestMilliseconds * ((run * 37) % runs)) / runs,
      );
      const database = new Database(path);
      expect(database.pragma("integrity_check", { simple: true })).toBe("ok");
      expect(database.pragma("foreign_key_check")).toEqual([]);
      const has = (sql: string, value: string) => database.prepare(sql).get(value) !== undefined;
      for (const line of said) {
        const [what = "", ...rest] = line.split(" ");
        const value = rest.join(" ");
        if (what === "environment") {
          expect(has("SELECT 1 FROM environment WHERE name = ?", value)).toBe(true);
          environments += 1;
        } else if (what === "import") {
          expect(has("SELECT 1 FROM import_report WHERE id = ?", value)).toBe(true);
          imports += 1;
        }
      }
      if (said.at(-1)?.endsWith("edit 9") === true) midImport += 1;
      // An import is whole or not there at all.
      const partial = database
        .prepare(
          `SELECT import_id FROM detection GROUP BY import_id HAVING count(*) <> 400
           UNION ALL
           SELECT release.id FROM release WHERE NOT EXISTS
             (SELECT 1 FROM object WHERE object.release_id = release.id)`,
        )
        .all();
      expect(partial).toEqual([]);
      database.close();
    }
    // The test is void where the kills fell before any work.
    expect(environments).toBeGreaterThan(runs);
    expect(imports).toBeGreaterThan(10);
    expect(midImport).toBeGreaterThan(0);
    const workspace = openWorkspaceFile(path, options);
    closeWorkspaceFile(workspace);
    console.log(
      `${runs} kills: ${environments} edits and ${imports} imports acknowledged, ${midImport} kills within an import; none lost`,
    );
  },
);
