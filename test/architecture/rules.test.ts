import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join, resolve } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { z } from "zod";

const projectRoot = resolve(import.meta.dirname, "../..");
const configuration = join(projectRoot, ".dependency-cruiser.cjs");

/** For each rule a file that breaks it, and what that file holds. */
const planted: Readonly<Record<string, { readonly file: string; readonly source: string }>> = {
  "electron-stays-outermost": {
    file: "src/main/catalogue/window.store.ts",
    source: 'import { app } from "electron";\nexport const name = app.name;\n',
  },
  "shell-is-used-by-nobody": {
    file: "src/main/backend/menu.ts",
    source: 'export { shell } from "../electron/shell.ts";\n',
  },
  "shared-depends-on-zod-alone": {
    file: "src/shared/clock.ts",
    source: 'export { hostname } from "node:os";\n',
  },
  "renderer-sees-only-shared": {
    file: "src/renderer/actors/direct.ts",
    source: 'export { shell } from "../../main/electron/shell.ts";\n',
  },
  "renderer-has-no-node": {
    file: "src/renderer/actors/files.ts",
    source: 'export { readFileSync } from "node:fs";\n',
  },
  "preload-is-thin": {
    file: "src/preload/thick.ts",
    source: 'export { shell } from "../main/electron/shell.ts";\n',
  },
  "pure-files-do-no-io": {
    file: "src/main/gaps/impure.ts",
    source: 'export { readFileSync } from "node:fs";\n',
  },
  "pure-files-use-no-io-files": {
    file: "src/main/gaps/gathering.ts",
    source: 'export { rows } from "./rows.store.ts";\n',
  },
  "only-stores-know-sql": {
    file: "src/main/cli/direct-sql.ts",
    source: 'export { default as Database } from "better-sqlite3";\n',
  },
  "only-the-backend-registers-handlers": {
    file: "src/main/workspace/shortcut.store.ts",
    source: 'export { handle } from "../gaps/gaps.handlers.ts";\n',
  },
  "cli-goes-through-the-contract": {
    file: "src/main/cli/shortcut.ts",
    source: 'export { rows } from "../gaps/rows.store.ts";\n',
  },
  "no-cycles": {
    file: "src/main/layers/left.ts",
    source: 'import { right } from "./right.ts";\nexport const left: number = right + 1;\n',
  },
  "no-orphans": { file: "src/main/compare/forgotten.ts", source: "export const forgotten = 1;\n" },
  "not-to-unresolvable": {
    file: "src/main/coverage/broken.ts",
    source: 'export { missing } from "./is-not-there.ts";\n',
  },
};

const innocent: Readonly<Record<string, string>> = {
  "src/main/electron/shell.ts": "export const shell = 1;\n",
  "src/main/gaps/rows.store.ts": "export const rows = 1;\n",
  "src/main/gaps/gaps.handlers.ts": "export const handle = 1;\n",
  "src/main/layers/right.ts":
    'import { left } from "./left.ts";\nexport const right: number = left - 1;\n',
};

const output = z.object({
  summary: z.object({
    violations: z.array(z.object({ from: z.string(), rule: z.object({ name: z.string() }) })),
  }),
});

let folder: string;
let found: ReadonlySet<string>;

beforeAll(() => {
  folder = mkdtempSync(join(projectRoot, ".planted-"));
  symlinkSync(join(projectRoot, "node_modules"), join(folder, "node_modules"));
  writeFileSync(join(folder, "package.json"), '{"type":"module"}');
  writeFileSync(join(folder, "tsconfig.base.json"), "{}");
  const files = [
    ...Object.entries(innocent),
    ...Object.values(planted).map(({ file, source }) => [file, source] as const),
  ];
  for (const [file, source] of files) {
    mkdirSync(dirname(join(folder, file)), { recursive: true });
    writeFileSync(join(folder, file), source);
  }
  const cli = join(projectRoot, "node_modules/dependency-cruiser/bin/dependency-cruiser.mjs");
  const arguments_ = [cli, "src", "--config", configuration, "--output-type", "json"];
  // dependency-cruiser's JSON output exits with 0 whatever it found.
  const json = execFileSync(process.execPath, arguments_, {
    cwd: folder,
    encoding: "utf8",
    maxBuffer: 64 * 1024 * 1024,
  });
  const { violations } = output.parse(JSON.parse(json)).summary;
  found = new Set(violations.map(({ from, rule }) => `${rule.name} ${from}`));
}, 60_000);

afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe("the architecture's rules", () => {
  for (const [rule, { file }] of Object.entries(planted)) {
    test(`${rule} catches ${file}`, () => {
      expect([...found]).toContain(`${rule} ${file}`);
    });
  }

  test("every rule has a planted violation", () => {
    const require = createRequire(import.meta.url);
    const { forbidden } = z
      .object({ forbidden: z.array(z.object({ name: z.string() })) })
      .parse(require(configuration));
    expect(forbidden.map(({ name }) => name).sort()).toEqual(Object.keys(planted).sort());
  });
});
