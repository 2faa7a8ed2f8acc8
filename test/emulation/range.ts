import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { RecordImportReport } from "../../src/shared/model/import-report.ts";
import type { TestCase } from "../../src/shared/model/emulation.ts";
import type { TestWorkbench } from "../support/workbench.ts";
import { openWorkbench } from "../support/workbench.ts";

/** A workspace that is ready for tests and results. */
export interface Range extends TestWorkbench {
  readonly environmentId: number;
  readonly at: (name: string) => string;
  /** Writes a file, imports it, and gives the report with every test case there is. */
  readonly importText: (
    name: string,
    text: string,
  ) => Promise<{ readonly report: RecordImportReport; readonly cases: readonly TestCase[] }>;
  readonly listCases: () => Promise<TestCase[]>;
}

/** Opens a workspace; `starter` fills it with the shipped catalogue. */
export async function openRange(options: { starter?: boolean } = {}): Promise<Range> {
  const bench = await openWorkbench(options);
  const { client, folder } = bench;
  const [environment] = await client.environments.list({});
  if (environment === undefined) throw new Error("A new workspace has an environment.");
  const at = (name: string) => join(folder, name);
  const listCases = async () => {
    const cases: TestCase[] = [];
    for (const { id } of await client.emulation.runs({})) {
      cases.push(...(await client.emulation.cases({ runId: id })));
    }
    return cases;
  };
  return {
    ...bench,
    environmentId: environment.id,
    at,
    listCases,
    importText: async (name, text) => {
      writeFileSync(at(name), text);
      const report = await client.emulation.import({ paths: [at(name)] });
      return { report, cases: await listCases() };
    },
  };
}
