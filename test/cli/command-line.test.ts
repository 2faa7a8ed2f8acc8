/**
 * The command line as a process of its own, on real files: names and fields, exit codes, what goes
 * to which stream.
 */
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { writeSmallBundle } from "../analysis/small-bundle.ts";
import { runCasemate } from "../support/command-line.ts";

const data = resolve("../shared/data");
const isThere = existsSync(data);
if (!isThere) console.warn(`${data} is missing: the command line was not run on official files`);

const folder = mkdtempSync(join(tmpdir(), "casemate-cli-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const casemate = (...args: string[]) => runCasemate(folder, ...args);

/** Runs with `--json` and gives the one document on standard output. */
function json(...args: string[]): unknown {
  const { code, out, err } = casemate(...args, "--json");
  expect([code, err]).toEqual([0, ""]);
  return JSON.parse(out);
}

function file(name: string): unknown {
  return JSON.parse(readFileSync(join(folder, name), "utf8"));
}

describe("the command line", () => {
  beforeAll(() => {
    writeSmallBundle(join(folder, "small.json"));
    writeFileSync(
      join(folder, "rules.csv"),
      "Rule ID,Name,Techniques,State,Severity\nR1,One,T1001,enabled,high\nR2,Two,T1002,disabled,high\n",
    );
    expect(json("import", "small.json", "--workspace", "small.casemate")).toMatchObject([
      { domain: "enterprise-attack", authenticity: "inferred", objects: { read: 17, skipped: 0 } },
    ]);
    json("detections", "rules.csv", "--workspace", "small.casemate");
  }, 120_000);

  it("takes no arguments, unknown commands and missing options for bad usage", () => {
    for (const args of [
      ["frobnicate"],
      ["group"],
      ["group", "G0001"],
      ["catalogue"],
      ["assess", "--workspace", "small.casemate", "--out", "o"],
      ["assess", "--workspace", "small.casemate", "--actor", "G0001:0", "--out", "o"],
      [
        "assess",
        "--workspace",
        "small.casemate",
        "--actor",
        "G0001",
        "--threshold",
        "1",
        "--out",
        "o",
      ],
      [
        "assess",
        "--workspace",
        "small.casemate",
        "--actor",
        "G0001",
        "--now",
        "soon",
        "--out",
        "o",
      ],
      ["detections", "rules.csv", "--workspace", "small.casemate", "--state", "maybe"],
    ]) {
      const { code, out, err } = casemate(...args);
      expect([args, code, out]).toEqual([args, 2, ""]);
      expect(err).not.toBe("");
    }
  });

  it("shows its help and is done", () => {
    expect(casemate("--help")).toMatchObject({ code: 0, err: "" });
    expect(casemate("assess", "--help").code).toBe(0);
  });

  it("refuses a workspace that is missing, and makes none", () => {
    for (const args of [
      ["catalogue"],
      ["group", "G0001"],
      ["compare", "G0001"],
      ["detections", "rules.csv"],
      ["assess", "--actor", "G0001", "--out", "o"],
    ]) {
      const { code, out, err } = casemate(...args, "--workspace", "missing.casemate");
      expect([code, out]).toEqual([2, ""]);
      expect(err).toContain("missing.casemate does not exist");
      expect(existsSync(join(folder, "missing.casemate"))).toBe(false);
    }
  });

  it("leaves no workspace behind where the only bundle was refused", () => {
    writeFileSync(join(folder, "broken.json"), "{");
    const { code, err } = casemate("import", "broken.json", "--workspace", "new.casemate");
    expect(code).toBe(2);
    expect(err).toContain("broken.json");
    expect(err).not.toMatch(/^\s+at /m);
    expect(existsSync(join(folder, "new.casemate"))).toBe(false);
  });

  it("imports what it can where one of several bundles is refused, and says so", () => {
    writeFileSync(join(folder, "broken.json"), "{");
    const { code, out, err } = casemate(
      "import",
      "broken.json",
      "small.json",
      "--workspace",
      "partly.casemate",
      "--json",
    );
    expect(code).toBe(2);
    expect(JSON.parse(out)).toHaveLength(1);
    expect(err).toContain("broken.json");
  });

  it("adds no starter catalogue", () => {
    expect(json("catalogue", "--workspace", "small.casemate")).toMatchObject([
      { domain: "enterprise-attack", counts: { techniques: 2, groups: 2, tactics: 1 } },
    ]);
  });

  it("finds a second import of the same file unchanged", () => {
    expect(json("import", "small.json", "--workspace", "small.casemate")).toMatchObject([
      { objects: { read: 17, imported: 0, unchanged: 17, skipped: 0 } },
    ]);
  });

  it("asks before a different file of the same release takes its place", () => {
    const text = readFileSync(join(folder, "small.json"), "utf8").replace("Prevent it", "Stop it");
    writeFileSync(join(folder, "other.json"), text);
    const args = ["import", "other.json", "--workspace", "small.casemate"];
    const { code, out, err } = casemate(...args);
    expect([code, out]).toEqual([2, ""]);
    expect(err).toContain("--on-conflict replace");
    expect(json(...args, "--on-conflict", "keep")).toBeInstanceOf(Array);
    expect(json(...args, "--on-conflict", "replace")).toMatchObject([{ replaced: true }]);
  });

  it("names the candidates of an ambiguous name", () => {
    const { code, out, err } = casemate("group", "shared alias", "--workspace", "small.casemate");
    expect([code, out]).toEqual([2, ""]);
    expect(err).toContain("G0001 Amber Quay");
    expect(err).toContain("G0002 Birch Lantern");
  });

  it("says that no actor is called so", () => {
    const args = ["--workspace", "small.casemate", "--out", "o"];
    expect(casemate("assess", "--actor", "nobody", ...args)).toMatchObject({ code: 2, out: "" });
    expect(existsSync(join(folder, "o"))).toBe(false);
  });

  it("keeps the assessment of that name where a new one cannot be made", () => {
    const args = ["--workspace", "small.casemate", "--name", "Kept", "--out", "kept"];
    expect(casemate("assess", "--actor", "G0001", ...args).code).toBe(0);
    expect(casemate("assess", "--actor", "nobody", ...args).code).toBe(2);
    expect(casemate("assess", "--actor", "G0001", ...args).code).toBe(0);
  });

  it("gives the same bytes for the same --now", () => {
    for (const out of ["first", "second"]) {
      const args = ["--workspace", "small.casemate", "--now", "2026-11-21T12:00:00Z", "--out", out];
      expect(casemate("assess", "--actor", "Amber Quay:2.5", "G0002", ...args).code).toBe(0);
    }
    const names = readdirSync(join(folder, "first")).sort();
    expect(names).toEqual([
      "NOTICE.txt",
      "assessment.json",
      "assessment.txt",
      "gaps.csv",
      "layer-G0001.json",
      "layer-G0002.json",
      "layer-coverage.json",
      "layer-gaps.json",
    ]);
    expect(readdirSync(join(folder, "second")).sort()).toEqual(names);
    for (const name of names) {
      expect(readFileSync(join(folder, "second", name))).toEqual(
        readFileSync(join(folder, "first", name)),
      );
    }
    expect(file("first/assessment.json")).toMatchObject({
      schema: "casemate-assessment/1",
      generatedAt: "2026-11-21T12:00:00.000Z",
      name: "Assessment",
      actors: [
        { id: "G0001", weight: 2.5, techniques: 2, inScope: 2, covered: 1, percent: 50 },
        { id: "G0002", weight: 1, techniques: 1, inScope: 1, covered: 0, percent: 0 },
      ],
      coverage: { techniques: 2, covered: 1, percent: 50, gaps: 1, weightedPercent: 41.7 },
      gaps: [{ id: "T1002", reason: "rule-disabled", effortDays: 0.5 }],
    });
  });

  it("makes text of a hostile bundle inert in tables, text and CSV", () => {
    const { out } = casemate("group", "G0001", "--workspace", "small.casemate");
    for (const acting of ["\u001b", "\u202e"]) expect(out).not.toContain(acting);
    casemate(
      ...["assess", "--actor", "G0001", "--severity-floor", "critical"],
      ...["--workspace", "small.casemate", "--out", "hostile"],
    );
    const text = readFileSync(join(folder, "hostile/assessment.txt"), "utf8");
    for (const acting of ["\u001b", "\u202e"]) expect(text).not.toContain(acting);
    expect(readFileSync(join(folder, "hostile/gaps.csv"), "utf8")).toContain(
      `,"'=HYPERLINK(""x"")",`,
    );
  });

  it("takes platforms as the catalogue writes them, and refuses others with a list", () => {
    const args = ["assess", "--actor", "G0001", "--workspace", "small.casemate", "--out", "o2"];
    expect(casemate(...args, "--platform", "windows").code).toBe(0);
    const { code, err } = casemate(...args, "--platform", "Amiga");
    expect(code).toBe(2);
    expect(err).toContain("Windows");
  });
});

describe("the sample", () => {
  it("runs on the starter catalogue without anything from outside", () => {
    const { code, out } = casemate("sample", "--out", "sample", "--now", "2026-11-21T12:00:00Z");
    expect(code).toBe(0);
    expect(out).toContain("covered");
    const { coverage, catalogues } = file("sample/assessment.json") as {
      coverage: { percent: number };
      catalogues: unknown;
    };
    expect(coverage.percent).toBeGreaterThan(30);
    expect(coverage.percent).toBeLessThan(70);
    expect(catalogues).toMatchObject([{ authenticity: "starter" }]);
    expect(existsSync(join(folder, "sample/sample.casemate"))).toBe(true);
  }, 180_000);
});

describe.skipIf(!isThere)("the command line on the official files", () => {
  const workspace = ["--workspace", "official.casemate"];

  beforeAll(() => {
    const attack = (name: string) => join(data, "attack", name);
    const reports = json(
      "import",
      attack("enterprise-attack-18.1.stix20.json.gz"),
      attack("mobile-attack-18.1.stix20.json.gz"),
      attack("ics-attack-18.1.stix21.json.gz"),
      ...workspace,
    );
    expect(reports).toMatchObject([
      { domain: "enterprise-attack", version: "18.1", objects: { read: 24771, imported: 24771 } },
      { domain: "mobile-attack", version: "18.1" },
      { domain: "ics-attack", version: "18.1", authenticity: "official" },
    ]);
  }, 300_000);

  it("counts the catalogues as published", () => {
    expect(json("catalogue", ...workspace)).toMatchObject([
      {
        domain: "enterprise-attack",
        stixVersion: "2.0",
        counts: {
          tactics: 14,
          techniques: 216,
          subtechniques: 475,
          groups: 172,
          software: 784,
          campaigns: 52,
          mitigations: 44,
          detectionStrategies: 691,
          analytics: 1739,
          dataComponents: 106,
        },
      },
      { domain: "mobile-attack" },
      { domain: "ics-attack", stixVersion: "2.1" },
    ]);
  });

  it.each([
    ["FIN7", "G0046", 67, 67, 181],
    ["APT38", "G0082", 56, 56, 109],
    ["Lazarus Group", "G0032", 93, 119, 166],
    ["APT29", "G0016", 66, 119, 249],
    ["APT28", "G0007", 91, 99, 184],
  ])(
    "counts the techniques of %s as published",
    (name, id, direct, withCampaigns, withSoftware) => {
      const shown = json("group", name, ...workspace) as { techniques: unknown[] };
      expect(shown).toMatchObject({ id, counts: { direct, withCampaigns, withSoftware } });
      expect(shown.techniques).toHaveLength(withCampaigns);
    },
  );

  it("lists the techniques by the flags, each with its ways, and counts all the same", () => {
    const shown = (...flags: string[]) =>
      json("group", "G0032", ...workspace, ...flags) as {
        techniques: { via: { kind: string; procedure: string | null }[] }[];
      };
    const direct = shown("--no-campaigns");
    const all = shown("--software");
    for (const { counts } of [direct, all] as { counts?: unknown }[]) {
      expect(counts).toEqual({ direct: 93, withCampaigns: 119, withSoftware: 166 });
    }
    expect([direct.techniques.length, all.techniques.length]).toEqual([93, 166]);
    expect(all.techniques.every(({ via }) => via.length > 0)).toBe(true);
    expect(all.techniques.flatMap(({ via }) => via).every(({ procedure }) => procedure)).toBe(true);
  });

  it("looks an actor up by alias, and in the domain that is asked for", () => {
    expect(json("group", "carbon spider", ...workspace)).toMatchObject({ id: "G0046" });
    expect(json("group", "G0034", "--domain", "ics-attack", ...workspace)).toMatchObject({
      counts: { direct: 3, withCampaigns: 26, withSoftware: 47 },
    });
  });

  it("compares groups as published", () => {
    const compared = (...groups: string[]) =>
      json("compare", ...groups, "--no-campaigns", ...workspace) as {
        union: string[];
        common: string[];
        pairs: { shared: number; jaccard: number }[];
      };
    const financial = compared("FIN7", "APT38", "Lazarus Group");
    expect([financial.union.length, financial.common.length]).toEqual([146, 18]);
    expect(financial.pairs[0]).toMatchObject({
      a: "G0046",
      b: "G0082",
      shared: 21,
      jaccard: 21 / 102,
    });
    expect(compared("APT29", "APT28", "Lazarus Group").common).toHaveLength(15);
  });

  it("imports the Sigma archive and assesses as published", () => {
    const report = json(
      "detections",
      join(data, "sigma", "sigma-rules.zip"),
      "--state",
      "enabled",
      ...workspace,
    ) as { techniques: Record<string, number>; unknownIds: { detections: number }[] };
    expect(report).toMatchObject({
      read: 3141,
      imported: 3141,
      updated: 0,
      duplicates: 0,
      assumedState: "enabled",
      mapped: 2611,
      mappedFully: 2571,
      mappedInPart: 40,
      newerOnly: 184,
      otherOnly: 0,
      tacticOnly: 345,
      untagged: 1,
      disabled: 0,
      experimental: 225,
      unreadable: [],
    });
    const pairs = Object.values(report.techniques).reduce((sum, count) => sum + count, 0);
    const newer = report.unknownIds.reduce((sum, { detections }) => sum + detections, 0);
    expect([Object.keys(report.techniques).length, pairs, report.unknownIds.length, newer]).toEqual(
      [378, 3555, 12, 231],
    );

    const { code } = casemate(
      ...["assess", "--actor", "FIN7", "--actor", "APT38", "--actor", "Lazarus Group"],
      ...["--out", "answer", "--now", "2026-11-21T12:00:00Z", "--target", "90", ...workspace],
    );
    expect(code).toBe(0);
    const answer = file("answer/assessment.json") as {
      techniques: { beforeCompromise: boolean }[];
      gaps: { id: string; priority: number }[];
      tactics: { shortname: string }[];
      investment: { top: number; to: number };
    };
    expect(answer).toMatchObject({
      coverage: {
        techniques: 144,
        covered: 118,
        percent: 81.9,
        levels: { several: 101, detected: 17, partial: 14, none: 12 },
        beforeCompromise: { techniques: 21, covered: 4 },
      },
      actors: [
        { id: "G0046", techniques: 67 },
        { id: "G0082", techniques: 56 },
        { id: "G0032", techniques: 119 },
      ],
    });
    expect(answer.techniques).toHaveLength(165);
    expect(answer.techniques.filter(({ beforeCompromise }) => beforeCompromise)).toHaveLength(21);
    expect(answer.gaps[0]).toMatchObject({ id: "T1562.004", priority: 72.8 });
    expect(answer.tactics[0]?.shortname).toBe("initial-access");
    expect(answer.investment).toMatchObject({ top: 12, from: 81.9, to: 90.3 });

    const text = readFileSync(join(folder, "answer/assessment.txt"), "utf8");
    expect(text).toContain("118 of 144 (82 %)");
    expect(text).toContain("4 of 21");
    expect(text).toContain("<-- priority gap");
    expect(text).toContain("used by 3 of 3 actors, 0 detections");
    expect(text).toMatch(/Closing the top 12 gaps needs 2 engineers for \d+ days .*: 82 % → 90 %/);

    const layer = file("answer/layer-coverage.json") as {
      versions: unknown;
      techniques: { techniqueID: string; tactic: string; score: number }[];
    };
    expect(layer.versions).toEqual({ attack: "18", navigator: "5.1.0", layer: "4.5" });
    expect(new Set(layer.techniques.map(({ techniqueID }) => techniqueID)).size).toBe(165);
  }, 300_000);
});
