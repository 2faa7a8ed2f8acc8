import { join } from "node:path";
import { buildApplication } from "./build.ts";
import { findDisplay } from "./runtime/display.ts";
import { findElectron } from "./runtime/electron.ts";
import { projectFolder } from "./runtime/paths.ts";
import { run } from "./runtime/run.ts";
import { runScript } from "./runtime/stop.ts";
import { requireSystemPackages, windowPackages } from "./runtime/system-packages.ts";
import { windowArguments } from "./runtime/window-arguments.ts";

/*
 * npm start: opens the window; where there is no display, does the main job without one.
 */
await runScript(async () => {
  const display = await findDisplay();
  if (display === undefined) return runSampleJob();
  await requireSystemPackages(windowPackages);
  const runtime = await findElectron();
  const application = await buildApplication("release", runtime);
  return run(runtime.executable, [
    ...windowArguments(runtime, display),
    application,
    ...process.argv.slice(2),
  ]);
});

/** The sample assessment on the starter catalogue, under Node and without Electron. */
async function runSampleJob(): Promise<number> {
  const folder = "./casemate-out";
  console.log(
    "No display here (neither DISPLAY nor WAYLAND_DISPLAY answers), so no window is opened.\n" +
      `Running the sample assessment instead, into ${folder}\n`,
  );
  const cli = join(projectFolder, "src", "main", "cli", "index.ts");
  return run(process.execPath, [cli, "sample", "--out", folder]);
}
