#!/usr/bin/env node
// The command line of Casemate, under whatever Node started it: one too old for it hands over to
// the Node that was installed with the project.
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";

const cli = fileURLToPath(new URL("../src/main/cli/index.ts", import.meta.url));
const bundledNode = fileURLToPath(
  new URL(
    process.platform === "win32"
      ? "../node_modules/node/bin/node.exe"
      : "../node_modules/node/bin/node",
    import.meta.url,
  ),
);

const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);
const runsHere = major > 22 || (major === 22 && minor >= 18);
const node = runsHere || !existsSync(bundledNode) ? process.execPath : bundledNode;

const { status, signal, error } = spawnSync(node, [cli, ...process.argv.slice(2)], {
  stdio: "inherit",
});
if (error !== undefined) throw error;
if (signal !== null) process.kill(process.pid, signal);
process.exitCode = status ?? 1;
