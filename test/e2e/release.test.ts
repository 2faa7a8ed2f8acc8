import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { readdirSync, readFileSync } from "node:fs";
import { connect } from "node:net";
import { expect, inject, onTestFinished, test } from "vitest";
import { environment, makeHome } from "./support/launch.ts";

test("the build that users get cannot be driven from outside, the one for tests can", async () => {
  const { release, application } = inject("stage");
  expect(await listensWhenAsked(application, 9377)).toBe(true);
  expect(await listensWhenAsked(release, 9378)).toBe(false);
});

/** Starts a build with the switch that opens it for a debugger, and tries to get in. */
async function listensWhenAsked(application: string, port: number): Promise<boolean> {
  const { executable } = inject("stage");
  const home = makeHome();
  const child = spawn(
    executable,
    [`--remote-debugging-port=${port}`, "--disable-gpu", application],
    { cwd: home, env: environment(home), stdio: "ignore" },
  );
  const stop = async () => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    const ended = once(child, "exit");
    child.kill();
    await ended;
  };
  onTestFinished(stop);
  await expect.poll(() => hasRenderer(child), { timeout: 20_000 }).toBe(true);
  // The port opens before the page does; a moment more cannot hurt.
  await new Promise((resolve) => setTimeout(resolve, 1000));
  const listens = await accepts(port);
  await stop();
  return listens;
}

/** Whether one of the application's processes shows a page. */
function hasRenderer(child: ChildProcess): boolean {
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name) && commandOf(name).includes("--type=renderer"))
    .some((pid) => parentsOf(pid).includes(String(child.pid)));
}

function commandOf(pid: string): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, "utf8");
  } catch {
    return "";
  }
}

/** The processes above one, nearest first. */
function parentsOf(pid: string): string[] {
  const parents: string[] = [];
  let next: string | undefined = pid;
  while (next !== undefined && next !== "0") {
    try {
      next = /^PPid:\s+(\d+)$/m.exec(readFileSync(`/proc/${next}/status`, "utf8"))?.[1];
    } catch {
      return parents;
    }
    if (next !== undefined) parents.push(next);
  }
  return parents;
}

async function accepts(port: number): Promise<boolean> {
  const socket = connect({ host: "127.0.0.1", port });
  const accepted = await new Promise<boolean>((resolve) => {
    socket.once("connect", () => resolve(true));
    socket.once("error", () => resolve(false));
  });
  socket.destroy();
  return accepted;
}
