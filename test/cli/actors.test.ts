/** `casemate actors import` as a process of its own. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { writeSmallBundle } from "../analysis/small-bundle.ts";
import { runCasemate } from "../support/command-line.ts";

const folder = mkdtempSync(join(tmpdir(), "casemate-cli-actors-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const casemate = (...args: string[]) => runCasemate(folder, ...args);

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

describe("casemate actors sectors", () => {
  test("lays a cluster over the shipped facts, prints one document, and refuses what is none", () => {
    writeSmallBundle(join(folder, "groups.json"));
    expect(casemate("import", "groups.json", "--workspace", "s.casemate").code).toBe(0);
    const values = [
      { value: "Somebody", uuid: "1", meta: { synonyms: ["G9999"], country: "FR" } },
      { value: "Amber Quay", uuid: "2", meta: { country: "FR", "targeted-sector": ["Bank"] } },
    ];
    const json = JSON.stringify({ type: "threat-actor", version: 350, values });
    writeFileSync(join(folder, "threat-actor.json"), json);
    const sectors = (...args: string[]) =>
      casemate("actors", "sectors", ...args, "--workspace", "s.casemate");
    const imported = sectors("threat-actor.json", "--json");
    expect([imported.code, imported.err]).toEqual([0, ""]);
    expect(JSON.parse(imported.out)).toMatchObject({
      kind: "sectors",
      ...{ read: 2, added: 0, changed: 1, unchanged: 0, duplicates: 0, skipped: 1 },
    });
    expect(sectors("threat-actor.json").out).toMatch(
      /^2 actors read \(MISP galaxy threat-actor cluster, version 350\): 0 added, 0 changed, 1 unchanged, 0 repeated, 1 skipped\n/,
    );
    const refused = sectors("groups.json");
    expect([refused.code, refused.out]).toEqual([2, ""]);
    expect(refused.err).toMatch(/is a STIX bundle, no MISP galaxy cluster/);
  }, 180_000);
});
