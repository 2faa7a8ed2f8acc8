import { join } from "node:path";
import { onTestFinished } from "vitest";
import { findApplicationRoot } from "../../src/main/application-root.reader.ts";
import { startWorkbench } from "../../src/main/backend/start-workbench.ts";
import type { Workbench } from "../../src/main/backend/workbench.ts";
import { clientOf } from "../../src/main/backend/workbench.ts";
import type { Client } from "../../src/shared/client.ts";
import type { CasemateContract } from "../../src/shared/contract.ts";
import { temporaryFolder } from "./temporary-folder.ts";

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
 * `starter` fills it with the shipped catalogue.
 */
export async function openWorkbench(options: { starter?: boolean } = {}): Promise<TestWorkbench> {
  const folder = temporaryFolder();
  const path = join(folder, "test.casemate");
  const workbench = startWorkbench({
    root: findApplicationRoot(import.meta.url),
    nativeBinding: undefined,
    now: () => new Date("2026-11-21T12:00:00.000Z"),
  });
  onTestFinished(() => workbench.close());
  const client = clientOf(workbench);
  await client.workspace.create({ path, starter: options.starter ?? false });
  return { client, workbench, folder, path };
}
