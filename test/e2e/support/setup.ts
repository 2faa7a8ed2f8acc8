import {
  chmodSync,
  cpSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import type { TestProject } from "vitest/node";
import { buildApplication } from "../../../scripts/build.ts";
import {
  findElectron,
  requireSandbox,
  userNamespacesRestricted,
} from "../../../scripts/runtime/electron.ts";
import { capture } from "../../../scripts/runtime/run.ts";
import { fillWorkspaces } from "../../support/filled-workspaces.ts";
import { startVirtualDisplay, type VirtualDisplay } from "./display.ts";

/** What the tests need to start the application; see launch.ts. */
export interface Stage {
  readonly executable: string;
  /** The build that Playwright can drive. */
  readonly application: string;
  /** The build that users get. */
  readonly release: string;
  /** The folder in which each start gets a home of its own. */
  readonly homes: string;
  /** Who the application runs as where the tests run as root. */
  readonly userId: number | null;
  /** One for each test file that runs at a time: windows of one display take the focus from each other. */
  readonly displays: readonly Pick<VirtualDisplay, "display" | "authority">[];
}

declare module "vitest" {
  // Vitest's own way of typing what a global set-up hands to its tests.
  interface ProvidedContext {
    stage: Stage;
  }
}

/**
 * Builds the application, finds an Electron and starts the displays.
 *
 * As root, both are copied to where an ordinary user can read them and started as one, because
 * Chromium's sandbox, which the tests want on, does not serve root.
 */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const runtime = await findElectron();
  const built = {
    application: await buildApplication("test", runtime),
    release: await buildApplication("release", runtime),
  };
  const folder = mkdtempSync(join(tmpdir(), "casemate-e2e-"));
  const isRoot = process.getuid?.() === 0;
  const userId = isRoot ? freeUserId() : null;
  let { executable } = runtime;
  let { application, release } = built;
  chmodSync(folder, 0o755);
  if (isRoot) {
    const runtimeCopy = join(folder, "runtime");
    application = join(folder, "application");
    release = join(folder, "release");
    cpSync(runtime.folder, runtimeCopy, { recursive: true });
    cpSync(built.application, application, { recursive: true });
    cpSync(built.release, release, { recursive: true });
    await capture("chmod", ["-R", "a+rX", runtimeCopy, application, release]);
    if (userNamespacesRestricted()) chmodSync(join(runtimeCopy, "chrome-sandbox"), 0o4755);
    const user = String(userId);
    executable = join(folder, "casemate");
    writeFileSync(
      executable,
      `#!/bin/sh\nexec setpriv --reuid ${user} --regid ${user} --clear-groups -- '${runtimeCopy}/electron' "$@"\n`,
      { mode: 0o755 },
    );
  } else {
    requireSandbox(runtime);
  }
  project.provide("filledWorkspaces", await fillWorkspaces(folder, () => new Date()));
  const displays: VirtualDisplay[] = [];
  for (let number = 0; number < project.config.maxWorkers; number += 1) {
    const display = await startVirtualDisplay(mkdtempSync(join(folder, "display-")));
    chmodSync(dirname(display.authority), 0o755);
    if (userId !== null) await capture("chown", [String(userId), display.authority]);
    displays.push(display);
  }
  project.provide("stage", {
    executable,
    application,
    release,
    homes: folder,
    userId,
    displays: displays.map(({ display, authority }) => ({ display, authority })),
  });
  return async () => {
    for (const display of displays) await display.stop();
    rmSync(folder, { recursive: true, force: true });
  };
}

/** A number that no account and no file's owner in the temporary folder has. */
function freeUserId(): number {
  const taken = new Set(
    readFileSync("/etc/passwd", "utf8")
      .split("\n")
      .map((line) => Number(line.split(":")[2])),
  );
  taken.add(statSync(tmpdir()).uid);
  let id = 61_184;
  while (taken.has(id)) id += 1;
  return id;
}
