import { existsSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, expect, test, vi } from "vitest";
import { cached } from "../../scripts/runtime/cache.ts";

// The cache's folder is read when its module is, so it is set before any import.
const folder = await vi.hoisted(async () => {
  const { mkdtempSync } = await import("node:fs");
  const { tmpdir } = await import("node:os");
  const temporary = mkdtempSync(`${tmpdir()}/casemate-cache-`);
  process.env["CASEMATE_CACHE"] = temporary;
  return temporary;
});

afterAll(() => rmSync(folder, { recursive: true }));

test("two runs that want the same folder at once make it once", async () => {
  let made = 0;
  const make = async (target: string) => {
    made += 1;
    await sleep(100);
    writeFileSync(join(target, "whole"), "");
  };
  const [first, second] = await Promise.all([cached("twice", make), cached("twice", make)]);
  expect(first).toBe(second);
  expect(made).toBe(1);
  expect(existsSync(join(first, "whole"))).toBe(true);
});

test("what could not be made whole is not taken for whole, and is tried again", async () => {
  const half = (target: string) => {
    writeFileSync(join(target, "half"), "");
    return Promise.reject(new Error("no more disk"));
  };
  await expect(cached("half", half)).rejects.toThrow("no more disk");
  expect(existsSync(join(folder, "half"))).toBe(false);
  const whole = await cached("half", () => Promise.resolve());
  expect(readdirSync(whole)).toEqual([]);
});

test("the lock of a run that was killed is taken over", async () => {
  const noProcess = 2 ** 22 + 1;
  writeFileSync(join(folder, "killed.lock"), String(noProcess));
  const made = await cached("killed", () => Promise.resolve());
  expect(existsSync(made)).toBe(true);
  expect(existsSync(join(folder, "killed.lock"))).toBe(false);
});
