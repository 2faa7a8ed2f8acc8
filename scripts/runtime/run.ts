import { spawn, type SpawnOptions } from "node:child_process";

/**
 * Lets Node trust the certificate authorities that the system trusts: networks with a registry of
 * their own often have an authority of their own too, and npm may run under another Node than ours.
 */
export const systemTrust = { NODE_USE_SYSTEM_CA: "1" } as const;

/** How a program ended: its exit code, or 128 plus the signal's number as a shell says it. */
export async function run(
  program: string,
  args: readonly string[],
  options: SpawnOptions = {},
): Promise<number> {
  const child = spawn(program, args, { stdio: "inherit", ...options });
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (code, signal) => resolve(code ?? (signal === null ? 1 : 130)));
  });
}

/** A program's exit code and what it wrote, both streams together in `all`. */
export async function capture(
  program: string,
  args: readonly string[],
  options: SpawnOptions = {},
): Promise<{ code: number; stdout: string; all: string }> {
  const child = spawn(program, args, { ...options, stdio: ["ignore", "pipe", "pipe"] });
  let stdout = "";
  let all = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    stdout += text;
    all += text;
  });
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    all += text;
  });
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (code) => resolve({ code: code ?? 1, stdout, all }));
  });
}
