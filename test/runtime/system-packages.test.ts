import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { requireSystemPackages } from "../../scripts/runtime/system-packages.ts";

let folder: string;

/** Stands in for Debian's tools: what is installed, and what the release has to offer. */
function pretendApt(installed: readonly string[], available: readonly string[]): void {
  const script = (name: string, body: string) => {
    writeFileSync(join(folder, name), `#!/bin/sh\n${body}\n`);
    chmodSync(join(folder, name), 0o755);
  };
  const lines = installed.map((name) => `ii ${name}`).join("\n");
  script("dpkg-query", `cat <<'END'\n${lines}\nEND`);
  const blocks = available.map((name) => `${name}:\n  Installed: (none)\n  Candidate: 1.0`);
  const virtual = "libgtk-3-0:\n  Installed: (none)\n  Candidate: (none)\n  Version table:";
  script("apt-cache", `cat <<'END'\n${[...blocks, virtual].join("\n")}\nEND`);
  script("apt-get", `echo "$@" >> '${join(folder, "log")}'`);
}

const log = () => {
  const file = join(folder, "log");
  return existsSync(file) ? readFileSync(file, "utf8").trim().split("\n") : [];
};

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "casemate-apt-"));
  vi.stubEnv("PATH", `${folder}:${process.env["PATH"] ?? ""}`);
});
afterEach(() => {
  vi.unstubAllEnvs();
  vi.restoreAllMocks();
  rmSync(folder, { recursive: true });
});

describe.skipIf(process.platform !== "linux")("system packages", () => {
  test("that are installed, under either name, are left alone", async () => {
    pretendApt(["libnss3", "libgtk-3-0t64"], []);
    vi.spyOn(process, "getuid").mockReturnValue(0);
    await requireSystemPackages(["libnss3", "libgtk-3-0"]);
    expect(log()).toEqual([]);
  });

  test("are installed by root under the name that this release has", async () => {
    pretendApt(["libnss3"], ["libnss3", "libgtk-3-0t64", "xvfb"]);
    vi.spyOn(process, "getuid").mockReturnValue(0);
    await requireSystemPackages(["libnss3", "libgtk-3-0", "xvfb"]);
    expect(log().at(-1)).toMatch(/^install .* libgtk-3-0t64 xvfb$/);
  });

  test("stop everyone else with the one line to run", async () => {
    pretendApt([], ["libgtk-3-0t64", "xvfb"]);
    vi.spyOn(process, "getuid").mockReturnValue(1000);
    await expect(requireSystemPackages(["libgtk-3-0", "xvfb"])).rejects.toThrow(
      "sudo apt-get install -y --no-install-recommends libgtk-3-0t64 xvfb",
    );
    expect(log()).toEqual([]);
  });
});
