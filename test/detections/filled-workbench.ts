import { copyFileSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll } from "vitest";
import type { TestWorkbench } from "../support/workbench.ts";
import { openWorkbench } from "../support/workbench.ts";

const folder = mkdtempSync(join(tmpdir(), "casemate-filled-"));
const template = join(folder, "filled.casemate");
let isMade = false;

afterAll(() => rmSync(folder, { recursive: true, force: true }));

/**
 * A workspace with the starter catalogue.
 *
 * The catalogue is imported once for a file of tests; every test opens a copy of its own.
 */
export async function openFilledWorkbench(): Promise<TestWorkbench> {
  if (!isMade) {
    const first = await openWorkbench({ starter: true });
    await first.client.workspace.saveCopy({ path: template, replace: false });
    isMade = true;
    return first;
  }
  const bench = await openWorkbench();
  const path = join(bench.folder, "filled.casemate");
  copyFileSync(template, path);
  await bench.client.workspace.open({ path });
  return { ...bench, path };
}
