/** Copies, snapshots and comparisons on the command line. */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import {
  aCollection,
  aMatrix,
  anObject,
  aRelationship,
  aTechnique,
  writeBundle,
} from "../catalogue/bundles.ts";
import { actorRef } from "../../src/shared/model/actor.ts";
import { techniqueId } from "../../src/shared/model/attack-id.ts";
import { enterprise } from "../analysis/builders.ts";
import { runCasemate } from "../support/command-line.ts";
import { openWorkbench } from "../support/workbench.ts";

it("an assessment is kept, copied onto another release and compared, up to a layer", async () => {
  const { client, workbench, folder, path } = await openWorkbench();
  const domains = { x_mitre_domains: ["enterprise-attack"] };
  const group = anObject("intrusion-set", "G0001", { name: "Amber", ...domains });
  const [one, two, five] = [aTechnique("T1001"), aTechnique("T1002"), aTechnique("T1005")];
  const uses = (technique: typeof one) => aRelationship("uses", group, technique);
  const head = [...aMatrix(), group, two, uses(two)];
  const earlier = [aCollection("1.0"), ...head, one, uses(one)];
  const later = [
    ...[aCollection("2.0"), ...head, { ...one, revoked: true }, five],
    ...[aRelationship("revoked-by", one, five), uses(five)],
  ];
  for (const [version, objects] of [
    ["1.0", earlier],
    ["2.0", later],
  ] as const) {
    const file = writeBundle(folder, `${version}.json`, objects);
    await client.catalogue.import({ paths: [file], onConflict: "ask", version });
  }
  const rules = join(folder, "rules.csv");
  writeFileSync(rules, "Rule ID,Name,Techniques,State,Severity\nR1,First,T1001,enabled,high\n");
  await client.detections.import({ paths: [rules] });
  await client.environments.create({ name: "Harbour" });
  const theirs = join(folder, "theirs.csv");
  writeFileSync(theirs, "Rule ID,Name,Techniques,State,Severity\nR2,Second,T1002,enabled,high\n");
  await client.detections.import({ paths: [theirs], environment: "Harbour" });
  const { id: assessmentId } = await client.assessments.create({
    name: "Ours",
    scope: {
      releases: [{ domain: enterprise, version: "1.0" }],
      environments: ["Main"],
      platforms: [],
      segments: [],
      beforeCompromise: false,
    },
  });
  const actor = actorRef.parse({ kind: "group", domain: enterprise, id: "G0001" });
  await client.actors.choose({ assessmentId, actor, weight: 1, reason: "" });
  await client.gaps.decide({
    assessmentId,
    decisions: [
      {
        domain: enterprise,
        techniqueId: techniqueId.parse("T1001"),
        status: "mitigated",
        reason: "known",
        who: "Ana",
        expires: null,
        takenIn: false,
      },
    ],
    withdrawn: [],
  });
  await workbench.close();

  const run = (...args: string[]) => {
    return runCasemate(folder, ...args, "--workspace", path);
  };
  const works = (...args: string[]) => {
    const { code, out, err } = run(...args);
    expect([code, err]).toEqual([0, ""]);
    return out;
  };
  expect(works("snapshot", "take", "Then", "--assessment", "Ours", "--now", "2026-01-01")).toMatch(
    /Then +Ours +2026-01-01 00:00 +1 of 2/,
  );
  works("snapshot", "export", "Then", "--out", "then.json");
  expect(JSON.parse(readFileSync(join(folder, "then.json"), "utf8"))).toMatchObject({
    schema: "casemate-report/1",
    generatedAt: "2026-01-01T00:00:00.000Z",
  });
  const onto = ["--onto", "enterprise-attack@2.0"];
  const settled = ["--settle", "technique:T1001=T1002", "--dry-run", "--json"];
  expect(JSON.parse(works("assess", "rebase", "Ours", "Dry", ...onto, ...settled))).toMatchObject({
    changes: [{ from: "T1001", to: [{ id: "T1002" }], why: "chosen" }],
  });
  const rebased = works("assess", "rebase", "Ours", "Next", ...onto);
  expect(rebased).toContain("technique T1001 -> T1005 Name of T1005 (a decision: mitigated)");
  expect(rebased).toContain("First (Main): T1001 -> T1005 Name of T1005\n");
  expect(rebased).toContain("Copied to Next.");
  works("assess", "copy", "Ours", "Again");
  expect(
    run("assess", "copy", "Ours", "Dry").err + run("assess", "copy", "Ours", "Again").err,
  ).toBe("casemate: There is an assessment called Again already.\n");
  // By hand: 1 of 2 is covered; the gap takes 2 days at 100, which win 50 points.
  const option = ["--option", "One:1:90", "--option", "None:1:1:0", "--day-rate", "100"];
  expect(JSON.parse(works("funding", "--assessment", "Ours", ...option, "--json"))).toMatchObject({
    from: { covered: 1, techniques: 2 },
    options: [
      { to: { covered: 2 }, price: { personDays: 2, total: 200, points: 50, costPerPoint: 4 } },
      { to: { covered: 1 }, closes: [] },
    ],
  });
  const joined = works("compare", "environments", "--assessment", "Ours");
  expect(joined).toContain("Together: 2 of 2");
  expect(joined).toMatch(/Only Main +1\n/);
  expect(joined).toMatch(/Only Harbour +1 +1\n/);
  expect(joined).toMatch(/Harbour -> Main: Second, closes T1002, [\d.]+ days/);
  const answers = works("compare", "answers", "snapshot:Then", "Next");
  expect(answers).toMatch(/T1001 .*Revoked in enterprise-attack 2\.0: it became T1005\./);
  expect(answers).toContain("T1005 Name of T1005: New in enterprise-attack 2.0.");
  const releases: unknown = JSON.parse(
    works("compare", "releases", "1.0", "2.0", "--assessment", "Ours", "--format", "json"),
  );
  expect(releases).toMatchObject({
    objects: [
      { id: "T1001", fate: "revoked", becomes: { id: "T1005" }, touches: { rules: 1 } },
      { id: "T1005", fate: "added" },
    ],
  });
  works("compare", "releases", "1.0", "2.0", "--format", "layer", "--out", "layer.json");
  expect(readFileSync(join(folder, "layer.json"), "utf8")).toContain("T1005");
  expect(run("assess", "--out", "x")).toMatchObject({
    code: 2,
    err: expect.stringContaining("--actor") as unknown,
  });
  expect(run("snapshot", "import", "then.json").err).toContain("the very same report");
}, 180_000);
