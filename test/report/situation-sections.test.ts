import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { attackId, domain } from "../../src/shared/model/attack-id.ts";
import type { ReportDocument, ReportTable } from "../../src/shared/model/report-document.ts";
import type { ReportContent } from "../../src/shared/model/report-template.ts";
import { openWorkbench } from "../support/workbench.ts";

const enterprise = domain.parse("enterprise-attack");
const header = "Rule ID,Name,Techniques,State,Severity";

/** FIN7 against two estates: one rule of both, one of each alone. */
async function openTwoEstates() {
  const { client, folder } = await openWorkbench({ starter: true });
  await client.environments.create({ name: "Harbour" });
  const { id: assessmentId } = await client.assessments.create({ name: "Amber Quay" });
  await client.actors.choose({
    assessmentId,
    actor: { kind: "group", domain: enterprise, id: attackId.parse("G0046") },
    weight: 1,
    reason: "",
  });
  const rules = {
    Main: ["1,Office spawns a shell,T1059.001,enabled,high", "2,Both,T1204.002,enabled,high"],
    Harbour: ["9,both,T1204.002,enabled,high", "3,Script from a share,T1059.003,enabled,high"],
  };
  for (const [environment, lines] of Object.entries(rules)) {
    const path = join(folder, `${environment}.csv`);
    writeFileSync(path, [header, ...lines].join("\n"));
    await client.detections.import({ paths: [path], environment });
  }
  const [first] = await client.reports.templates({});
  if (first === undefined) throw new Error("No template ships.");
  const document = (change: Partial<ReportContent>) =>
    client.reports.document({ assessmentId, content: { ...first.content, ...change } });
  return { client, assessmentId, document };
}

function tablesOf(document: ReportDocument): Map<string, ReportTable> {
  const blocks = document.sections.flatMap((section) => section.blocks);
  return new Map(
    blocks.flatMap((block) => (block.kind === "table" ? [[block.id, block] as const] : [])),
  );
}

/** The words of a cell. */
function words(cell: ReportTable["rows"][number][number] | undefined): string {
  if (cell === null || cell === undefined || typeof cell !== "object") return String(cell ?? "");
  return "text" in cell ? cell.text : "value" in cell ? String(cell.value) : cell.kind;
}

test("the section of joined environments says who sees what and what to take over", async () => {
  const { client, assessmentId, document } = await openTwoEstates();
  const { techniques } = (await client.assessments.answer({ assessmentId })).coverage;
  const made = await document({ sections: ["environments"] });
  expect(made.sections.map(({ id, title }) => [id, title])).toEqual([
    ["environments", "Environments joined"],
  ]);
  const tables = tablesOf(made);
  const rows = (id: string) => tables.get(id)?.rows.map((row) => row.map(words)) ?? [];
  expect(rows("environments-sets").map(([who, count]) => [who, count])).toEqual([
    ["Both", "1"],
    ["Only Harbour", "1"],
    ["Only Main", "1"],
    ["Nobody", String(techniques - 3)],
  ]);
  expect(rows("environments-only-0").map(([id]) => id)).toEqual(["T1059.001"]);
  expect(rows("environments-only-1").map(([id]) => id)).toEqual(["T1059.003"]);
  expect(rows("environments-rules").map((row) => row.slice(0, 2))).toEqual([
    ["Both", "1"],
    ["Only Harbour", "1"],
    ["Only Main", "1"],
  ]);
  expect(rows("environments-take-overs").map((row) => row.slice(0, 4))).toEqual([
    ["Script from a share", "Harbour", "Main", "T1059.003"],
    ["Office spawns a shell", "Main", "Harbour", "T1059.001"],
  ]);
  expect(rows("environments-gaps")).toHaveLength(Math.min(50, techniques - 3));
  const facts = await client.reports.facts({ assessmentId });
  expect(facts.joined?.techniques).toHaveLength(techniques);
  expect(facts.joined).not.toHaveProperty("assessmentId");

  // With one environment there is nothing to join, and without options nothing to pay: no section.
  const { scope } = await client.assessments.get({ assessmentId });
  await client.assessments.setScope({ assessmentId, scope: { ...scope, environments: ["Main"] } });
  const alone = await document({ sections: ["environments", "funding"] });
  expect(alone.sections).toEqual([]);
  expect((await client.reports.facts({ assessmentId })).joined).toBeNull();
});

test("the section of funding sets options side by side and lists what each leaves open", async () => {
  const { client, assessmentId, document } = await openTwoEstates();
  const { settings } = await client.plan.get({ assessmentId });
  await client.plan.setSettings({
    assessmentId,
    settings: { money: { ...settings.money, dayRate: 1000, currency: "EUR" } },
  });
  const { gaps } = (await client.assessments.answer({ assessmentId })).coverage;
  // A gap without a rule takes 2 person-days; one engineer has 20 in 30 days.
  const made = await document({
    sections: ["funding"],
    depth: {
      gaps: 5,
      actorTechniques: false,
      procedures: false,
      rules: false,
      matrixModes: [],
    },
    fundingOptions: [
      { name: "One month", engineers: 1, days: 30 },
      { name: "Two months", engineers: 1, days: 60 },
      { name: "Little money", engineers: 1, days: 60, budget: 9000 },
    ],
  });
  const tables = tablesOf(made);
  const options = tables.get("funding-options");
  expect(options?.columns.map(({ label }) => label)).toEqual([
    "Measure",
    "One month",
    "Two months",
    "Little money",
  ]);
  const row = (label: string) =>
    options?.rows
      .find(([first]) => first === label)
      ?.slice(1)
      .map(words);
  expect(row("Gaps closed")).toEqual(["10", "20", "4"]);
  expect(row("Person-days used")).toEqual(["20", "40", "8"]);
  expect(row("Cost with the first year, EUR")).toEqual(["20,000", "40,000", "8,000"]);
  expect(row("Gaps that stay open")).toEqual([gaps - 10, gaps - 20, gaps - 4].map(String));
  // 1,000 for half a technique: 2,000 for each of them, of which one is 100 / techniques points.
  const { techniques } = (await client.assessments.answer({ assessmentId })).coverage;
  const price = String(20 * techniques).replace(/\B(?=(?:\d{3})+$)/g, ",");
  expect(row("A point of coverage, EUR")).toEqual([price, price, price]);
  expect(row("A point beyond the option before, EUR")).toEqual(["–", price, "–"]);
  expect(tables.get("funding-left-table-0")?.rows).toHaveLength(5);
  expect(tables.get("funding-left-table-2")?.caption).toContain(`of ${String(gaps - 4)} that it`);
});

test("every guided start's report ships as a template under its name", async () => {
  const { client } = await openWorkbench();
  const names = (await client.reports.templates({})).map(({ name }) => name);
  for (const name of [
    "Annual threat assessment",
    "Cloud migration",
    "Merger or acquisition",
    "Budget justification",
    "OT integration",
    "Purple-team exercise",
  ]) {
    expect(names).toContain(name);
  }
});
