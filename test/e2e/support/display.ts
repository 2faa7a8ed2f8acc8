import { spawn, type ChildProcess } from "node:child_process";
import { randomBytes } from "node:crypto";
import { join } from "node:path";
import type { Readable } from "node:stream";
import { capture } from "../../../scripts/runtime/run.ts";

/** A display in memory, with the cookie that lets a client in. */
export interface VirtualDisplay {
  readonly display: string;
  readonly authority: string;
  readonly stop: () => Promise<void>;
}

/** Starts an X server without a screen, on the first free number, that listens to no network. */
export async function startVirtualDisplay(folder: string): Promise<VirtualDisplay> {
  const cookie = randomBytes(16).toString("hex");
  const serverAuthority = join(folder, "server.xauthority");
  await addCookie(serverAuthority, ":0", cookie);
  const server = spawn(
    "Xvfb",
    [
      ...["-displayfd", "3", "-screen", "0", "2560x1600x24", "-nolisten", "tcp"],
      ...["-auth", serverAuthority, "-noreset"],
    ],
    { stdio: ["ignore", "ignore", "ignore", "pipe"] },
  );
  const display = `:${await firstLine(server)}`;
  const authority = join(folder, "client.xauthority");
  await addCookie(authority, display, cookie);
  return {
    display,
    authority,
    stop: async () => {
      const ended = new Promise((resolve) => server.once("exit", resolve));
      server.kill();
      await ended;
    },
  };
}

async function addCookie(file: string, display: string, cookie: string): Promise<void> {
  const added = await capture("xauth", ["-q", "-f", file, "add", display, ".", cookie]);
  if (added.code !== 0) throw new Error(`xauth: ${added.all}`);
}

/** The display's number, which the server writes once it takes clients. */
async function firstLine(server: ChildProcess): Promise<string> {
  // The fourth stream was asked for as a pipe above.
  const stream = server.stdio[3] as Readable;
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.once("exit", (code) => reject(new Error(`Xvfb ended with code ${String(code)}`)));
    let text = "";
    stream.setEncoding("utf8").on("data", (part: string) => {
      text += part;
      if (text.includes("\n")) resolve(text.trim());
    });
  });
}
