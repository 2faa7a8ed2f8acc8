/*
 * Works on a workspace until it is killed: edits and imports by turns. A line on stdout says that
 * the workbench has acknowledged a change; what is not said may be lost, what is said may not.
 */
import { findApplicationRoot } from "../../../src/main/application-root.reader.ts";
import { startWorkbench } from "../../../src/main/backend/start-workbench.ts";
import { clientOf } from "../../../src/main/backend/workbench.ts";
import { writeSync } from "node:fs";

const [path = "", run = "", rules = ""] = process.argv.slice(2);
const say = (line: string) => writeSync(1, `${line}\n`);

const workbench = startWorkbench({
  root: findApplicationRoot(import.meta.url),
  nativeBinding: undefined,
  now: () => new Date("2026-11-21T12:00:00.000Z"),
});
const client = clientOf(workbench);
await client.workspace.open({ path });
say("opened");
for (let step = 0; ; step += 1) {
  for (let edit = 0; edit < 10; edit += 1) {
    const name = `run ${run} step ${step} edit ${edit}`;
    await client.environments.create({ name });
    say(`environment ${name}`);
  }
  const environment = `run ${run} step ${step} edit 0`;
  const { id } = await client.detections.import({ paths: [rules], environment });
  say(`import ${id}`);
  const [release] = await client.catalogue.list({});
  if (release === undefined) {
    const reports = await client.catalogue.addStarter({});
    say(`catalogue ${reports.length}`);
  } else {
    await client.catalogue.remove({ releaseId: release.id });
    say("removed");
  }
}
