import { copyFileSync } from "node:fs";
import { join } from "node:path";
import { inject, onTestFinished } from "vitest";
import { findApplicationRoot } from "../../src/main/application-root.reader.ts";
import { startWorkbench } from "../../src/main/backend/start-workbench.ts";
import type { Workbench } from "../../src/main/backend/workbench.ts";
import { clientOf } from "../../src/main/backend/workbench.ts";
import type { Client } from "../../src/shared/client.ts";
import type { CasemateContract } from "../../src/shared/contract.ts";
import type { FilledWorkspaces } from "./filled-workspaces.ts";
import { temporaryFolder } from "./temporary-folder.ts";
import { testTime } from "./test-time.ts";

/** A workbench over a temporary workspace, as a test uses it. */
export interface TestWorkbench {
  readonly client: Client<CasemateContract>;
  readonly workbench: Workbench;
  /** A folder that goes when the test ends. */
  readonly folder: string;
  readonly path: string;
}

/**
 * Opens a fresh workspace: real database, real migrations, real handlers, no window.
 *
 * `starter` fills it with the shipped catalogue, `sample` with the shipped sample: see
 * filled-workspaces.ts.
 */
export async function openWorkbench(
  options: { starter?: boolean; sample?: boolean } = {},
): Promise<TestWorkbench> {
  const folder = temporaryFolder();
  const path = join(folder, "test.casemate");
  const workbench = startWorkbench({
    root: findApplicationRoot(import.meta.url),
    nativeBinding: undefined,
    now: testTime,
  });
  onTestFinished(() => workbench.close());
  const client = clientOf(workbench);
  const filled: keyof FilledWorkspaces | undefined = options.sample
    ? "sample"
    : options.starter
      ? "starter"
      : undefined;
  if (filled === undefined) await client.workspace.create({ path, starter: false });
  else {
    copyFileSync(inject("filledWorkspaces")[filled], path);
    await client.workspace.open({ path });
  }
  return { client, workbench, folder, path };
}
