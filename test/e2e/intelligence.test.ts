import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { expectAccessible } from "./support/accessibility.ts";
import { launchCasemate, ownFile } from "./support/launch.ts";
import { prepareWorkspace } from "./support/prepared-workspace.ts";

const pattern = (id: string, name: string) => ({
  type: "attack-pattern",
  id: `attack-pattern--${id}`,
  name,
  external_references: [{ source_name: "mitre-attack", external_id: id }],
});
const tie = (number: number, source: string, verb: string, target: string) => ({
  type: "relationship",
  id: `relationship--${String(number)}`,
  relationship_type: verb,
  source_ref: source,
  target_ref: target,
});
const report = {
  type: "bundle",
  id: "bundle--1",
  objects: [
    {
      type: "intrusion-set",
      id: "intrusion-set--1",
      name: "Night Heron",
      description: "By night.",
    },
    pattern("T1055", "Process Injection"),
    pattern("T1574.002", "DLL Side-Loading"),
    {
      type: "indicator",
      id: "indicator--1",
      name: "heron.dll",
      pattern: "[file:name = 'heron.dll']",
      valid_from: "2026-03-04T00:00:00Z",
    },
    tie(1, "intrusion-set--1", "uses", "attack-pattern--T1055"),
    tie(2, "indicator--1", "indicates", "intrusion-set--1"),
    tie(3, "indicator--1", "indicates", "attack-pattern--T1574.002"),
  ],
};

test("a report becomes an own actor, with what it is tied by", async () => {
  const prepared = await prepareWorkspace((client) =>
    client.assessments.create({ name: "Amber Quay" }),
  );
  const file = join(prepared.home, "Documents", "report.json");
  writeFileSync(file, JSON.stringify(report));
  ownFile(file);
  const casemate = await launchCasemate({ ...prepared, size: { width: 1440, height: 900 } });
  const { page } = casemate;
  const screens = page.getByRole("navigation", { name: "Screens" });
  await screens.getByText("Actors", { exact: true }).click();
  await casemate.answerDialogs([file]);
  await page.getByRole("button", { name: "Import", exact: true }).click();
  await page.getByRole("menuitem", { name: "Reports as own actors" }).click();
  const dialog = page.getByRole("dialog", { name: "Make own actors of report.json?" });
  await dialog.getByText("Night Heron").waitFor();
  await dialog.getByText("1 technique of enterprise-attack 18.1, 1 of other releases").waitFor();
  await dialog.getByRole("button", { name: "Accept the 1 certain one" }).click();
  await dialog.getByLabel("Choose them for this assessment").check();
  await expectAccessible(casemate);
  await casemate.screenshot("intelligence-dialog-light");
  await dialog.getByRole("button", { name: "Import report" }).click();
  await page.getByText("Taken as another ID").first().waitFor();

  await screens.getByText("Actors", { exact: true }).click();
  await page
    .getByRole("button", { name: /^Night Heron OWN/ })
    .first()
    .click();
  await page.getByText("2 techniques").first().waitFor();
  await page.getByText("Open the import report").waitFor();
  const techniques = page.getByRole("grid", { name: "Techniques of Night Heron" });
  await techniques.getByText("T1574.001").click();
  await page.getByText("[file:name = 'heron.dll']").waitFor();
  await page.getByText("indicates, valid from 2026-03-04").waitFor();
  await expectAccessible(casemate);
  await casemate.screenshot("intelligence-profile-light");
  expect(await techniques.getByRole("row").count()).toBeGreaterThan(1);
});
