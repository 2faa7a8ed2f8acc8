import { spawnSync } from "node:child_process";
import { dirname, join, resolve } from "node:path";
import { inject } from "vitest";

const commandLine = resolve("src/main/cli/index.ts");

/** How a run of the command line ended, and what it wrote to which stream. */
export interface Run {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

/** Runs the command line as a process of its own in a folder, from its sources. */
export function runCasemate(folder: string, ...args: readonly string[]): Run {
  const shared = dirname(inject("filledWorkspaces").starter);
  const { status, stdout, stderr } = spawnSync(process.execPath, [commandLine, ...args], {
    cwd: folder,
    // Hundreds of processes run the same code: compiled once, it starts in a third of the time.
    env: { ...process.env, NODE_COMPILE_CACHE: join(shared, "compiled") },
    encoding: "utf8",
    maxBuffer: 256 * 1024 * 1024,
  });
  return { code: status, out: stdout, err: stderr };
}
