/** Imports of what cannot be read, and `casemate detections without a path`, as processes of their own. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { writeSmallBundle } from "../analysis/small-bundle.ts";
import { runCasemate } from "../support/command-line.ts";

const folder = mkdtempSync(join(tmpdir(), "casemate-detections-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const casemate = (...args: string[]) => runCasemate(folder, ...args);
const workspace = ["--workspace", "small.casemate"];

beforeAll(() => {
  writeSmallBundle(join(folder, "small.json"));
  expect(casemate("import", "small.json", ...workspace).code).toBe(0);
  writeFileSync(join(folder, "broken.yml"), "title: a\nlogsource: {product: windows\ntags: [\n");
  writeFileSync(join(folder, "broken.json"), '{\n "type": "bundle",\n "objects": [,]\n}');
  writeFileSync(join(folder, "open.csv"), 'Name,Platform\n"never closed,Windows\n');
  writeFileSync(join(folder, "sources.yml"), "file_type: data-source-administration\n\tx: [\n");
  writeFileSync(join(folder, "layer.json"), '{"versions": {"layer": "4.5"},\n"techniques": [,]}');
  mkdirSync(join(folder, "both"));
  for (const name of ["one", "two"]) {
    writeFileSync(join(folder, "both", `${name}.yml`), "title: a\nlogsource: {\n");
  }
}, 120_000);

describe("an import of which nothing can be read fails, and names file and line", () => {
  it.each([
    ["detections", ["broken.yml"], "broken.yml, line 3"],
    ["telemetry", ["sources.yml"], "sources.yml, line 2"],
    ["assets", ["open.csv"], "open.csv, line 2"],
    ["actors import", ["broken.json"], "line 3"],
    ["layer import", ["layer.json"], "line 2"],
    ["detections", ["broken.yml", "both"], "one.yml"],
  ])("casemate %s %s", (command, paths, place) => {
    const { code, out, err } = casemate(...command.split(" "), ...paths, ...workspace);
    expect([code, out]).toEqual([2, ""]);
    expect(err).toContain(place);
    expect(err).not.toContain("the rest was");
    expect(casemate("detections", ...workspace).out).toMatch(/^0 rules; to decide:$/m);
  });

  it("and what can be read of several files comes in, with a word on the rest", () => {
    writeFileSync(join(folder, "sound.csv"), "Name,Technique\nSound,T1001\n");
    const { code, out } = casemate(
      ...["detections", "broken.yml", "both", "sound.csv", "--environment", "Mixed"],
      ...workspace,
    );
    expect(code).toBe(0);
    expect(out).toContain("1 detection read into Mixed");
    expect(out).toContain("3 files could not be read, or not all of it; the rest was.");
  });
});

describe("casemate detections without a path", () => {
  beforeAll(() => {
    writeFileSync(
      join(folder, "rules.csv"),
      "Rule ID,Name,Techniques,Tactics,State,Severity\n" +
        'R1,Named,T1001,,enabled,high\nR2,Nowhere,"T1001, T9999",,,low\n' +
        "R3,By tactic,,Execution,disabled,\nR4,Bare,,,enabled,\n",
    );
    expect(casemate("detections", "rules.csv", ...workspace).code).toBe(0);
  }, 60_000);

  it("lists rules with state, IDs and what they leave to decide", () => {
    const { code, out, err } = casemate("detections", ...workspace, "--environment", "Main");
    expect([code, err]).toEqual([0, ""]);
    expect(out).toMatch(/^Named +enabled +high +T1001$/m);
    expect(out).toMatch(/^Nowhere +available\* +low +T1001, \(T9999\) +unknown IDs$/m);
    expect(out).toMatch(/^By tactic +disabled +tactic only$/m);
    expect(out).toMatch(/^4 rules; to decide:$/m);
    expect(out).toMatch(/^no tag +1 +0$/m);
  });

  it("gives all of it as one JSON document, and the work list alone where asked", () => {
    const list = (...args: string[]) => {
      const { code, out } = casemate("detections", ...workspace, "--json", ...args);
      expect(code).toBe(0);
      return JSON.parse(out) as {
        detections: { name: string; environment: string }[];
        work: { kind: string; open: number; done: number }[];
      };
    };
    const all = list();
    expect(all.detections.map(({ environment, name }) => [environment, name])).toEqual([
      ["Main", "Bare"],
      ["Main", "By tactic"],
      ["Main", "Named"],
      ["Main", "Nowhere"],
      ["Mixed", "Sound"],
    ]);
    const work = list("--work", "--environment", "Main");
    expect(work.detections.map(({ name }) => name)).toEqual(["Bare", "By tactic", "Nowhere"]);
    expect(work.work).toEqual([
      { kind: "other-release", open: 0, done: 0 },
      { kind: "unknown-id", open: 1, done: 0 },
      { kind: "deprecated", open: 0, done: 0 },
      { kind: "tactic-only", open: 1, done: 0 },
      { kind: "untagged", open: 1, done: 0 },
    ]);
  });

  it("refuses an environment that is not there, and names those that are", () => {
    const { code, err } = casemate("detections", ...workspace, "--environment", "Nowhere");
    expect(code).toBe(2);
    expect(err).toContain("Main");
  });
});
