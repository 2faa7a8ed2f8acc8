/** Layers on the command line, as a process of its own: import, list and upgrade. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { runCasemate } from "../support/command-line.ts";

const starter = resolve("resources/starter/enterprise-attack-18.1.json.gz");
const folder = mkdtempSync(join(tmpdir(), "casemate-layers-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const casemate = (...args: string[]) => runCasemate(folder, ...args);

const layer = (name: string, ...techniques: object[]) => ({
  name,
  versions: { attack: "18", navigator: "5.1.0", layer: "4.5" },
  domain: "enterprise-attack",
  techniques,
});

describe("layers on the command line", () => {
  beforeAll(() => {
    writeFileSync(
      join(folder, "old.json"),
      JSON.stringify(
        layer(
          "Old",
          { techniqueID: "T1086", tactic: "execution", score: 1 },
          { techniqueID: "T1064", score: 2 },
          { techniqueID: "T1685", score: 3 },
          { techniqueID: "T1059", score: "4" },
        ),
      ),
    );
    writeFileSync(
      join(folder, "twins.json"),
      JSON.stringify([layer("Twin", { techniqueID: "T1003", score: 1 }), layer("Twin")]),
    );
    writeFileSync(join(folder, "broken.json"), '{"name": "x",\n "domain": }');
    const { code, err } = casemate("import", starter, "--workspace", "w.casemate");
    expect([code, err]).toEqual([0, ""]);
  }, 120_000);

  test("are imported with what became of each annotation, one by one", () => {
    const text = casemate("layer", "import", "old.json", "--workspace", "w.casemate");
    expect(text.code).toBe(0);
    expect(text.out.split("\n")).toEqual([
      "1  Old: 4 annotations read against enterprise-attack 18.1, 1 placed, 3 without a place",
      "  T1086 under execution: revoked, now T1059.001",
      "  T1064: deprecated",
      "  T1685: of a later release",
      '  techniques[3].score: A number was expected, not the text "4": left out.',
      'warning claimed-release: "Old": it says ATT&CK 18, and 1 of its annotations name techniques that came with 19 (T1685).',
      "",
    ]);
  });

  test("that cannot be read are named with file and line, and the others come in", () => {
    const alone = casemate("layer", "import", "broken.json", "--workspace", "w.casemate");
    expect([alone.code, alone.out]).toEqual([2, ""]);
    expect(alone.err).toMatch(/broken\.json is not valid JSON.*line 2, column 12/);
    const { code, out } = casemate(
      ...["layer", "import", "broken.json", "twins.json", "--workspace", "w.casemate"],
      ...["--group", "Both", "--meaning", "count", "--json"],
    );
    expect(code).toBe(0);
    expect(JSON.parse(out)).toMatchObject({
      kind: "layers",
      layers: [
        { name: "Twin", index: 0, placed: 1 },
        { name: "Twin", index: 1, placed: 0 },
      ],
      unreadable: [{ line: 2 }],
    });
  });

  test("are listed with their release and what has no place", () => {
    const { out } = casemate("layer", "list", "--workspace", "w.casemate", "--json");
    expect(JSON.parse(out)).toMatchObject([
      { id: 1, name: "Old", group: "", version: "18.1", annotations: 4, scored: 3, unplaced: 3 },
      { id: 2, name: "Twin", group: "Both", scoreMeaning: "count", annotations: 1, unplaced: 0 },
      { id: 3, name: "Twin", group: "Both", annotations: 0 },
    ]);
    const table = casemate("layer", "list", "--workspace", "w.casemate").out.split("\n");
    expect(table[0]).toMatch(/^Number {2}Name +Group +Release/);
    expect(table[1]).toMatch(/^ +1 {2}Old .* enterprise-attack 18\.1 +4 +3 +3$/);
  });

  test("are upgraded by what is certain alone, and the rest is listed to decide", () => {
    const first = casemate("layer", "upgrade", "Old", "--workspace", "w.casemate");
    expect(first.code).toBe(0);
    expect(first.out.split("\n")).toEqual([
      "Old: enterprise-attack 18.1 to 18.1, 1 annotation moved",
      "  T1086 under execution to T1059.001 under execution",
      "Left to decide:",
      "  T1064: deprecated; nothing took its place",
      "  T1685: unknown; --accept T1685=T1562 (Impair Defenses) or --accept T1685=T1562.001 (Disable or Modify Tools) or --accept T1685=T1562.006 (Indicator Blocking)",
      "",
    ]);
    const second = casemate(
      ...["layer", "upgrade", "1", "--workspace", "w.casemate", "--to", "18.1"],
      ...["--accept", "t1685=T1562.001", "--json"],
    );
    expect(JSON.parse(second.out)).toMatchObject({
      layerId: 1,
      moves: [
        {
          from: { techniqueId: "T1685", tactic: null },
          to: [{ techniqueId: "T1562.001", tactic: null }],
          met: false,
        },
      ],
      left: [{ techniqueId: "T1064", kind: "none" }],
    });
  });

  test("are named so that there is no doubt, or the candidates are listed", () => {
    const upgrade = (name: string, ...more: string[]) =>
      casemate("layer", "upgrade", name, "--workspace", "w.casemate", ...more);
    const several = upgrade("twin");
    expect(several.code).toBe(2);
    expect(several.err).toMatch(/\n {2}2 {2}Twin\n {2}3 {2}Twin\n/);
    expect(upgrade("nothing").code).toBe(2);
    const release = upgrade("1", "--to", "3.0");
    expect(release.code).toBe(2);
    expect(release.err).toMatch(
      /no release of enterprise-attack 3\.0.*\n {2}enterprise-attack 18\.1/,
    );
    expect(upgrade("1", "--accept", "T1064").code).toBe(2);
    expect(upgrade("1", "--accept", "T1059=T1003").err).toMatch(/T1059 needs no decision/);
  });
});
