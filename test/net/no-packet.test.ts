import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { findElectron } from "../../scripts/runtime/electron.ts";
import { projectFolder } from "../../scripts/runtime/paths.ts";
import { run } from "../../scripts/runtime/run.ts";
import { startVirtualDisplay, type VirtualDisplay } from "../e2e/support/display.ts";
import { canObserveNetwork, observeNetwork, type ObservedNetwork } from "./observe.ts";
import { tryWaysOut } from "./ways-out.ts";

const obstacle = await canObserveNetwork();
if (obstacle !== undefined) console.log(`SKIPPED the proof that no packet is sent: ${obstacle}`);

/** How many of the ways out an unlocked window finds at least; fewer, and the proof proves nothing. */
const openWays = 20;

describe.skipIf(obstacle !== undefined)("in a network where every packet is seen", () => {
  let network: ObservedNetwork;
  let display: VirtualDisplay;
  let folder: string;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), "casemate-net-"));
    network = await observeNetwork();
    display = await startVirtualDisplay(folder);
  });
  afterAll(async () => {
    await display.stop();
    await network.close();
    rmSync(folder, { recursive: true, force: true });
  });

  const inNetwork = (...command: string[]) => {
    const [program, ...args] = network.prefix;
    return run(program, [...args, ...command], {
      cwd: projectFolder,
      env: { ...process.env, DISPLAY: display.display, XAUTHORITY: display.authority },
      stdio: ["ignore", "inherit", "ignore"],
    });
  };
  const stockWindow = async (...args: string[]) => {
    const { executable } = await findElectron();
    const application = join(import.meta.dirname, "stock-window");
    return inNetwork(
      executable,
      "--no-sandbox",
      "--disable-gpu",
      `--user-data-dir=${mkdtempSync(join(folder, "profile-"))}`,
      application,
      ...args,
    );
  };

  test("a stock window that does nothing is seen to ask for a dictionary", async () => {
    expect(await stockWindow()).toBe(0);
    const packets = await network.takePackets();
    expect(packets.map(({ name }) => name)).toContain("redirector.gvt1.com");
  });

  test("a stock window that tries the ways out is seen to find them", async () => {
    const script = join(folder, "ways-out.txt");
    writeFileSync(script, tryWaysOut.toString());
    expect(await stockWindow(script)).toBe(0);
    const packets = await network.takePackets();
    const ports = new Set(packets.flatMap(({ port = 0 }) => (port > 2000 ? [port] : [])));
    expect(ports.size).toBeGreaterThanOrEqual(openWays);
  });

  test("the application sends nothing through all its end-to-end tests", async () => {
    const vitest = join(projectFolder, "node_modules", "vitest", "vitest.mjs");
    const code = await inNetwork(
      process.execPath,
      vitest,
      ...["run", "--project", "e2e", "--reporter=default", "--reporter=json"],
      `--outputFile.json=${join(projectFolder, "test-results", "e2e.json")}`,
    );
    expect(await network.takePackets()).toEqual([]);
    expect(code, "the end-to-end tests").toBe(0);
  });
});
