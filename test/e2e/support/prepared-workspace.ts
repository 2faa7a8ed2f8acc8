import { copyFileSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import { inject } from "vitest";
import { findApplicationRoot } from "../../../src/main/application-root.reader.ts";
import { startWorkbench } from "../../../src/main/backend/start-workbench.ts";
import { clientOf } from "../../../src/main/backend/workbench.ts";
import type { Client } from "../../../src/shared/client.ts";
import type { CasemateContract } from "../../../src/shared/contract.ts";
import { makeHome, ownFile } from "./launch.ts";

/** A home of the application's user with a workspace in it. */
export interface PreparedWorkspace {
  readonly home: string;
  readonly workspace: string;
}

/** Makes a workspace on the starter catalogue without a window, for a test of a later screen. */
export async function prepareWorkspace(
  fill: (client: Client<CasemateContract>) => Promise<unknown>,
): Promise<PreparedWorkspace> {
  const home = makeHome();
  const folder = join(home, "Documents");
  mkdirSync(folder, { mode: 0o700 });
  const workspace = join(folder, "amber-quay.casemate");
  const workbench = startWorkbench({
    root: findApplicationRoot(import.meta.url),
    nativeBinding: undefined,
    now: () => new Date(),
  });
  try {
    const client = clientOf(workbench);
    copyFileSync(inject("filledWorkspaces").starter, workspace);
    await client.workspace.open({ path: workspace });
    await fill(client);
  } finally {
    await workbench.close();
  }
  ownFile(folder);
  ownFile(workspace);
  return { home, workspace };
}
