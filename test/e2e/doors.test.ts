import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import type { ImportReport, ImportSummary } from "../../src/shared/model/import-report.ts";
import { expectAccessible } from "./support/accessibility.ts";
import { dropFiles } from "./support/drop.ts";
import { launchCasemate, ownFile } from "./support/launch.ts";
import { prepareWorkspace } from "./support/prepared-workspace.ts";
import { valueOf } from "./support/sample.ts";

const pattern = {
  type: "attack-pattern",
  id: "attack-pattern--1",
  name: "Process Injection",
  external_references: [{ source_name: "mitre-attack", external_id: "T1055" }],
};
const report = {
  type: "bundle",
  id: "bundle--1",
  objects: [
    { type: "report", id: "report--1", name: "Night Heron at the quay", object_refs: [] },
    { type: "intrusion-set", id: "intrusion-set--1", name: "Night Heron" },
    pattern,
    {
      type: "relationship",
      id: "relationship--1",
      relationship_type: "uses",
      source_ref: "intrusion-set--1",
      target_ref: "attack-pattern--1",
    },
  ],
};
const files: Readonly<Record<string, string>> = {
  "rule.yml":
    "title: Injected\nid: 5f4e2c0a-0000-4000-8000-000000000001\nlogsource:\n  product: windows\n" +
    "detection:\n  selection:\n    Image: x\n  condition: selection\ntags:\n  - attack.t1055\n",
  "collected.yaml":
    "version: 1.1\nfile_type: data-source-administration\nname: Quay\nsystems:\n" +
    "  - applicable_to: servers\n    platform: [Windows]\ndata_sources:\n" +
    "  - data_source_name: Process Creation\n    data_source:\n      - applicable_to: [servers]\n" +
    "        date_registered: 2026-01-02\n        date_connected: 2026-01-03\n" +
    "        available_for_data_analytics: true\n        data_quality: {device_completeness: 3}\n",
  "hosts.csv": "Hostname,OS,Criticality\nDC-01,Windows,high\nDB-01,Linux,low\n",
  "report.json": JSON.stringify(report),
  "cluster.json": JSON.stringify({
    type: "threat-actor",
    uuid: "1",
    version: 9000,
    values: [{ value: "FIN7", uuid: "2", meta: { synonyms: ["G0046"], country: "KP" } }],
  }),
  "layer.json": JSON.stringify({
    name: "Quay",
    domain: "enterprise-attack",
    versions: { attack: "18", navigator: "5.1.0", layer: "4.5" },
    techniques: [{ techniqueID: "T1055", score: 1 }],
  }),
  "unclear.csv": "Name,OS,Status\nWEB-01,Linux,active\n",
  "empty.csv": "",
};

test("a drop of every kind goes to each its own dialog, one after another, and nothing is left out", async () => {
  const prepared = await prepareWorkspace((client) =>
    client.assessments.create({ name: "Amber Quay" }),
  );
  const paths = Object.entries(files).map(([name, content]) => {
    const path = join(prepared.home, "Documents", name);
    writeFileSync(path, content);
    ownFile(path);
    return path;
  });
  const casemate = await launchCasemate({
    ...prepared,
    size: { width: 1280, height: 800 },
    theme: "light",
  });
  const { page } = casemate;
  await page.getByRole("navigation", { name: "Screens" }).waitFor();
  await dropFiles(casemate, paths);

  // What the content does not decide is asked, the likeliest first and focused.
  const unclear = page.getByRole("dialog", { name: "What is unclear.csv?" });
  await unclear.waitFor();
  const choices = unclear.locator(".import-chooser button b");
  expect(await choices.allInnerTexts()).toEqual(["Assets", "Log sources"]);
  await casemate.screenshot("doors-question-light");
  await expectAccessible(casemate);
  await page.keyboard.press("Enter");
  const empty = page.getByRole("dialog", { name: "empty.csv cannot be imported" });
  await empty.getByText("empty.csv is empty: there is nothing in it to import.").waitFor();
  await casemate.screenshot("doors-nothing-light");
  await empty.getByRole("button", { name: "Leave it out" }).click();

  const logSources = page.getByRole("dialog", { name: "Import collected.yaml?" });
  await logSources.getByText("DeTT&CT says itself").waitFor();
  await casemate.screenshot("doors-log-sources-light");
  await logSources.getByRole("button", { name: "Import log sources" }).click();

  const assets = page.getByRole("dialog", { name: "Import 2 files?" });
  await assets.getByText("DC-01").waitFor();
  await assets.getByRole("button", { name: "Import assets" }).click();

  const actors = page.getByRole("dialog", { name: "Make own actors of report.json?" });
  await actors.getByText("Night Heron", { exact: true }).waitFor();
  await actors.getByRole("button", { name: "Import report" }).click();

  const rules = page.getByRole("dialog", { name: "Import rule.yml?" });
  await rules.getByText("Sigma").waitFor();
  await rules.getByRole("button", { name: "Import rules" }).click();
  await page.getByRole("heading", { name: "rule.yml", exact: true }).waitFor();

  const imports = await valueOf<ImportSummary[]>(casemate, "imports.list", {});
  const brought = imports.filter(({ kind }) => kind !== "catalogue");
  expect(brought.map(({ kind, title }) => [kind, title]).sort()).toEqual([
    ["assets", "hosts.csv, unclear.csv"],
    ["detections", "rule.yml"],
    ["intelligence", "report.json"],
    ["layers", "layer.json"],
    ["sectors", "cluster.json"],
    ["telemetry", "collected.yaml"],
  ]);
  const added = async (kind: string) => {
    const id = brought.find((each) => each.kind === kind)?.id;
    const whole = await valueOf<ImportReport>(casemate, "imports.get", { id });
    return "added" in whole ? whole.added : null;
  };
  expect(await added("assets")).toBe(3);
  expect(await added("telemetry")).toBe(1);
});

test("what is imported is chosen from the palette, and a status without an assessment says so", async () => {
  const prepared = await prepareWorkspace(() => Promise.resolve());
  const path = join(prepared.home, "Documents", "status.csv");
  writeFileSync(path, "Summary,Status,External ID\nx,Done,casemate:enterprise-attack:T1059\n");
  ownFile(path);
  const casemate = await launchCasemate({ ...prepared, size: { width: 1440, height: 900 } });
  const { page } = casemate;
  await page.getByRole("navigation", { name: "Screens" }).waitFor();
  await casemate.chooseMenu("File", "Import…");
  const chooser = page.getByRole("dialog", { name: "What do you want to import?" });
  await chooser.getByRole("button", { name: /Files of any kind/ }).waitFor();
  await casemate.screenshot("doors-chooser-light");
  await expectAccessible(casemate);
  await casemate.answerDialogs([path]);
  await page.keyboard.press("Enter");
  const status = page.locator(".import-status");
  await status.getByText("The status of a plan belongs to an assessment.").waitFor();
  await casemate.screenshot("doors-no-assessment-light");

  // A failure that is still there does not hold up what is dropped next.
  const hosts = join(prepared.home, "Documents", "hosts.csv");
  writeFileSync(hosts, "Hostname,OS\nDC-01,Windows\n");
  ownFile(hosts);
  await dropFiles(casemate, [hosts]);
  await page.getByRole("dialog", { name: "Import hosts.csv?" }).getByText("DC-01").waitFor();
});
