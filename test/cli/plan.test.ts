/** `casemate plan` as a process of its own. */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { writeSmallBundle } from "../analysis/small-bundle.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";
import { runCasemate } from "../support/command-line.ts";

describe("casemate plan", () => {
  it("writes plan.yaml, plan.csv and plan.json, and says what is reached", () => {
    const folder = temporaryFolder();
    writeSmallBundle(join(folder, "small.json"));
    writeFileSync(
      join(folder, "rules.csv"),
      "Rule ID,Name,Techniques,State,Severity\nR1,One,T1001,enabled,high\nR2,Two,T1002,disabled,high\n",
    );
    const workspace = ["--workspace", "small.casemate"];
    const now = ["--now", "2026-11-21T12:00:00Z"];
    runCasemate(folder, "import", "small.json", ...workspace);
    runCasemate(folder, "detections", "rules.csv", ...workspace);
    runCasemate(
      folder,
      ...["assess", "--actor", "G0001", "--name", "Ours", "--out", "answer"],
      ...workspace,
      ...now,
    );
    const asked = ["plan", "--assessment", "Ours", "--engineers", "1", "--days", "60"];
    const said = runCasemate(folder, ...asked, "--out", "a", ...workspace, ...now);
    expect([said.code, said.err]).toEqual([0, ""]);
    // One of two techniques is covered; enabling the disabled rule takes half a day.
    expect(said.out).toContain(
      "With 1 engineer and 60 days: 50 % → 100 %, 1 gap closed in 0.5 person-days.",
    );
    expect(said.out).toContain("Target: 90 % of 2 techniques takes 1 gap and 0.5 person-days");
    const again = runCasemate(
      folder,
      ...[...asked, "--out", "b", "--target", "40", "--json"],
      ...workspace,
      ...now,
    );
    const printed: unknown = JSON.parse(again.out);
    expect(printed).toMatchObject({
      files: ["plan.yaml", "plan.csv", "plan.json"],
      whatIf: { capacityDays: 40, usedDays: 0.5, from: { covered: 1 }, to: { covered: 2 } },
      target: { percent: 40, gaps: 0, personDays: 0 },
    });
    const read = (name: string) => readFileSync(join(folder, name), "utf8");
    expect(read("a/plan.csv")).toBe(read("b/plan.csv"));
    expect(read("a/plan.csv")).toContain("1,T1002,");
    expect(read("a/plan.yaml")).toContain("  current_coverage: 50\n  target_coverage: 90\n");
    expect(read("b/plan.yaml")).toContain("  target_coverage: 40\n");
    expect(read("a/plan.yaml")).toContain("    - technique: T1002\n");
    expect(JSON.parse(read("a/plan.json"))).toMatchObject({
      schema: "casemate-plan/1",
      generatedAt: "2026-11-21T12:00:00.000Z",
      windows: [{ window: "30", until: "2026-12-20" }, { window: "60" }, { window: "beyond" }],
      items: [{ techniqueId: "T1002", effortDays: 0.5, window: "30", logSource: null }],
    });
    for (const name of ["plan.yaml", "plan.csv", "plan.json"]) {
      expect(read(`a/${name}`)).not.toContain(folder);
    }
    const wrong = runCasemate(folder, ...asked, "--out", "c", "--days", "0", ...workspace);
    expect(wrong.code).toBe(2);
    const unknown = runCasemate(
      folder,
      ...["plan", "--assessment", "Theirs", "--engineers", "1", "--days", "9", "--out", "c"],
      ...workspace,
    );
    expect(unknown.code).toBe(2);
    expect(unknown.err).toContain("Ours");
  }, 200_000);
});
