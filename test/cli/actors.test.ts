/** `casemate actors import` as a process of its own. */
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { writeSmallBundle } from "../analysis/small-bundle.ts";

const cli = resolve("src/main/cli/index.ts");
const folder = mkdtempSync(join(tmpdir(), "casemate-cli-actors-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function casemate(...args: string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [cli, ...args], {
    cwd: folder,
    encoding: "utf8",
  });
  return { code: status, out: stdout, err: stderr };
}

describe("casemate actors import", () => {
  test("makes own actors, prints one document, and refuses what is no report", () => {
    writeSmallBundle(join(folder, "small.json"));
    expect(casemate("import", "small.json", "--workspace", "w.casemate").code).toBe(0);
    writeFileSync(
      join(folder, "groups.yaml"),
      "file_type: group-administration\ngroups:\n- group_name: Red team\n  technique_id: [T1059, T9999]\n",
    );
    const imported = casemate(
      "actors",
      "import",
      "groups.yaml",
      "--workspace",
      "w.casemate",
      "--json",
    );
    expect([imported.code, imported.err]).toEqual([0, ""]);
    expect(JSON.parse(imported.out)).toMatchObject({
      report: { kind: "intelligence", read: 1, added: 1, format: "DeTT&CT groups" },
      actors: [{ id: "OWN-1", name: "Red team" }],
    });
    const again = casemate("actors", "import", "groups.yaml", "--workspace", "w.casemate");
    expect(again.out).toContain("1 actor read (DeTT&CT groups): 0 added, 0 changed, 1 unchanged");
    const refused = casemate("actors", "import", "small.json", "--workspace", "w.casemate");
    expect([refused.code, refused.out]).toEqual([2, ""]);
    expect(refused.err).toMatch(/catalogue/);
  }, 180_000);
});
