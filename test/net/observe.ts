import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { capture } from "../../scripts/runtime/run.ts";

/** A packet that left the observed network. */
export interface Packet {
  readonly protocol: string;
  readonly destination?: string;
  readonly port?: number;
  /** The name that a DNS question asked for. */
  readonly name?: string;
}

/**
 * A network namespace whose only way out is a cable to a second one, where every packet is seen and
 * every name is answered.
 */
export interface ObservedNetwork {
  /** Put before a command, it runs it in that network. */
  readonly prefix: readonly [string, ...string[]];
  /** The packets since the last call; waits a moment for those that are under way. */
  readonly takePackets: () => Promise<Packet[]>;
  readonly close: () => Promise<void>;
}

const address = { inside: "10.77.0.1", outside: "10.77.0.2" };

/** Why no network can be observed here; undefined where one can. */
export async function canObserveNetwork(): Promise<string | undefined> {
  if (process.platform !== "linux") return "it needs Linux network namespaces";
  if (process.getuid?.() !== 0) return "it needs root, to make a network namespace";
  const name = `casemate-try-${process.pid}`;
  try {
    const made = await ip("netns", "add", name);
    if (made !== undefined) return `no network namespace can be made here (${made})`;
    await ip("netns", "delete", name);
    return undefined;
  } catch {
    return "it needs the program ip (Debian's iproute2)";
  }
}

/** Lays the cable and starts to watch; root only. */
export async function observeNetwork(): Promise<ObservedNetwork> {
  const inside = `casemate-in-${process.pid}`;
  const outside = `casemate-out-${process.pid}`;
  const configuration = join("/etc/netns", inside);
  mkdirSync(configuration, { recursive: true });
  // In the namespace this stands in for /etc/resolv.conf.
  writeFileSync(join(configuration, "resolv.conf"), `nameserver ${address.outside}\n`);

  const steps: readonly (readonly string[])[] = [
    ["netns", "add", inside],
    ["netns", "add", outside],
    ["link", "add", "cable", "netns", inside, "type", "veth", "peer", "cable", "netns", outside],
    ["-n", inside, "address", "add", `${address.inside}/24`, "dev", "cable"],
    ["-n", outside, "address", "add", `${address.outside}/24`, "dev", "cable"],
    ["-n", inside, "address", "add", "fd77::1/64", "dev", "cable", "nodad"],
    ["-n", outside, "address", "add", "fd77::2/64", "dev", "cable", "nodad"],
    // Its own, which Playwright needs to talk to the application; it is not watched.
    ["-n", inside, "link", "set", "lo", "up"],
    ["-n", outside, "link", "set", "lo", "up"],
    ["-n", inside, "link", "set", "cable", "up"],
    ["-n", outside, "link", "set", "cable", "up"],
    ["-n", inside, "route", "add", "default", "via", address.outside],
    ["-n", inside, "-6", "route", "add", "default", "via", "fd77::2"],
  ];
  const takeDown = async () => {
    for (const name of [inside, outside]) await ip("netns", "delete", name);
    rmSync(configuration, { recursive: true, force: true });
  };
  for (const step of steps) {
    const failure = await ip(...step);
    if (failure === undefined) continue;
    await takeDown();
    throw new Error(`ip ${step.join(" ")}: ${failure}`);
  }

  const script = join(import.meta.dirname, "observer.py");
  const observer = spawn(
    "ip",
    ["netns", "exec", outside, "python3", script, "cable", address.outside],
    { stdio: ["ignore", "pipe", "inherit"] },
  );
  let packets: Packet[] = [];
  const ready = Promise.withResolvers<undefined>();
  observer.once("exit", (code) => ready.reject(new Error(`The observer ended: ${String(code)}`)));
  createInterface(observer.stdout).on("line", (line) => {
    // Written by our own script, one packet a line.
    const message = JSON.parse(line) as Packet | { ready: true };
    if ("ready" in message) ready.resolve(undefined);
    else packets.push(message);
  });
  await ready.promise;

  return {
    prefix: ["ip", "netns", "exec", inside],
    takePackets: async () => {
      await new Promise((resolve) => setTimeout(resolve, 1000));
      const taken = packets;
      packets = [];
      return taken;
    },
    close: async () => {
      await stop(observer);
      await takeDown();
    },
  };
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null) return;
  const ended = once(child, "exit");
  child.kill();
  await ended;
}

/** Runs ip; undefined where it worked, else what it complained of. */
async function ip(...args: string[]): Promise<string | undefined> {
  const { code, all } = await capture("ip", args);
  return code === 0 ? undefined : all.trim();
}
