import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { unpackPinnedPackage } from "../../scripts/runtime/pinned-package.ts";

/** A folder with a program `npm` in it that hands out one tarball, and where to unpack it. */
const folder = mkdtempSync(join(tmpdir(), "casemate-pinned-"));
const target = join(folder, "target");
let integrity = "";

beforeAll(() => {
  mkdirSync(join(folder, "package", "include"), { recursive: true });
  mkdirSync(target);
  writeFileSync(join(folder, "package", "package.json"), "{}");
  writeFileSync(join(folder, "package", "include", "header.h"), "// header");
  const tarball = join(folder, "thing-1.0.0.tgz");
  execFileSync("tar", ["-czf", tarball, "-C", folder, "package"]);
  integrity = `sha512-${createHash("sha512").update(readFileSync(tarball)).digest("base64")}`;
  const npm = join(folder, "npm");
  writeFileSync(npm, `#!/bin/sh\n[ "$2" = thing@1.0.0 ] && cp '${tarball}' "$4"\n`);
  chmodSync(npm, 0o755);
  vi.stubEnv("PATH", `${folder}:${process.env["PATH"] ?? ""}`);
});
afterAll(() => {
  vi.unstubAllEnvs();
  rmSync(folder, { recursive: true });
});

test("a package of the pinned hash is unpacked, the wanted part of it", async () => {
  await unpackPinnedPackage({ name: "thing", version: "1.0.0", integrity }, target, "include");
  expect(readFileSync(join(target, "include", "header.h"), "utf8")).toBe("// header");
  expect(() => readFileSync(join(target, "package.json"))).toThrow("ENOENT");
});

test("a package of another hash is refused, both hashes named", async () => {
  const pinned = { name: "thing", version: "1.0.0", integrity: "sha512-AAAA" };
  const refused = unpackPinnedPackage(pinned, target);
  await expect(refused).rejects.toThrow("is not the package this project pinned");
  await expect(refused).rejects.toThrow(integrity);
});

test("a package that the registry does not have says so", async () => {
  const pinned = { name: "thing", version: "2.0.0", integrity };
  await expect(unpackPinnedPackage(pinned, target)).rejects.toThrow("could not fetch thing@2.0.0");
});
