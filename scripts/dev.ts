import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { watch } from "node:fs/promises";
import { join } from "node:path";
import { buildApplication } from "./build.ts";
import { findDisplay } from "./runtime/display.ts";
import { findElectron, type ElectronRuntime } from "./runtime/electron.ts";
import { projectFolder } from "./runtime/paths.ts";
import { runScript, Stop } from "./runtime/stop.ts";
import { requireSystemPackages, windowPackages } from "./runtime/system-packages.ts";
import { windowArguments } from "./runtime/window-arguments.ts";

/*
 * npm run dev: the window with its tools, built anew and opened again whenever a source changes.
 *
 * There is no server in it: what is seen runs under the same locks as what is shipped.
 */
await runScript(async () => {
  const display = await findDisplay();
  if (display === undefined) throw new Stop("There is no display to open a window on.");
  await requireSystemPackages(windowPackages);
  const runtime = await findElectron();
  const switches = windowArguments(runtime, display);
  let window = await open(runtime, switches);
  let due: NodeJS.Timeout | undefined;
  let turn: Promise<unknown> = Promise.resolve();
  for await (const _ of watch(join(projectFolder, "src"), { recursive: true })) {
    clearTimeout(due);
    due = setTimeout(() => {
      turn = turn.then(async () => {
        if (window?.exitCode === null) {
          window.kill();
          await once(window, "exit");
        }
        window = await open(runtime, switches);
      });
    }, 200);
  }
  return 0;
});

/** Builds and opens; a build that fails says why and leaves no window. */
async function open(
  runtime: ElectronRuntime,
  switches: readonly string[],
): Promise<ChildProcess | undefined> {
  try {
    const application = await buildApplication("development", runtime);
    return spawn(runtime.executable, [...switches, application], { stdio: "inherit" });
  } catch (error) {
    console.error(error);
    return undefined;
  }
}
