import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TestProject } from "vitest/node";
import { findApplicationRoot } from "../../src/main/application-root.reader.ts";
import { startWorkbench } from "../../src/main/backend/start-workbench.ts";
import { clientOf } from "../../src/main/backend/workbench.ts";
import { testTime } from "./test-time.ts";

/** Workspaces that tests begin with: paths of files that are copied and never changed. */
export interface FilledWorkspaces {
  /** The shipped catalogue and nothing else. */
  readonly starter: string;
  /** The shipped sample. */
  readonly sample: string;
}

declare module "vitest" {
  export interface ProvidedContext {
    filledWorkspaces: FilledWorkspaces;
  }
}

/** Hands them to the tests of a project; they go when its last test has ended. */
export async function setup(project: TestProject): Promise<() => void> {
  const folder = mkdtempSync(join(tmpdir(), "casemate-filled-"));
  project.provide("filledWorkspaces", await fillWorkspaces(folder, testTime));
  return () => rmSync(folder, { recursive: true, force: true });
}

/** Fills each of them once for all tests: the catalogue takes seconds to import, a copy none. */
export async function fillWorkspaces(folder: string, now: () => Date): Promise<FilledWorkspaces> {
  const filled = {
    starter: join(folder, "starter.casemate"),
    sample: join(folder, "sample.casemate"),
  };
  const workbench = startWorkbench({
    root: findApplicationRoot(import.meta.url),
    nativeBinding: undefined,
    now,
  });
  const { workspace } = clientOf(workbench);
  await workspace.create({ path: filled.starter, starter: true });
  await workspace.createSample({ path: filled.sample });
  await workbench.close();
  return filled;
}
