import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { expectAccessible } from "./support/accessibility.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";
import { launchCasemate, ownFile } from "./support/launch.ts";
import { prepareWorkspace } from "./support/prepared-workspace.ts";

/** Quality and technique of the first rule differ from import to import; the rest stays. */
const table = (quality: number, techniques: string) =>
  [
    "ID,Name,Technique,Tactic,State,Quality",
    `R1,Encoded shell,${techniques},Execution,enabled,${String(quality)}`,
    "R2,Scheduled task made by a user,,Persistence,enabled,3",
    "R3,Dump of LSASS memory,,Credential Access,enabled,3",
    "R4,House rule,,,enabled,3",
  ].join("\n");

test("rules are edited in bulk, worked through by keyboard, undone, and imported again", async () => {
  const prepared = await prepareWorkspace(async (client) => {
    const { id: assessmentId } = await client.assessments.create({ name: "Amber Quay" });
    const [fin7] = await client.actors.list({ assessmentId, text: "FIN7", kinds: ["group"] });
    if (fin7 === undefined) throw new Error("FIN7 is in the starter catalogue");
    const { domain, id, kind } = fin7;
    await client.actors.choose({
      assessmentId,
      actor: { domain, id, kind },
      weight: 1,
      reason: "",
    });
    const path = join(temporaryFolder(), "first.csv");
    writeFileSync(path, table(3, "T1059.001"));
    await client.detections.import({ paths: [path] });
  });
  const casemate = await launchCasemate({ ...prepared, size: { width: 1440, height: 900 } });
  const { page } = casemate;
  const screens = page.getByRole("navigation", { name: "Screens" });
  await screens.getByText("Detections", { exact: true }).click();

  const inventory = page.getByRole("grid", { name: "Detections of Main" });
  await inventory.getByRole("checkbox", { name: "Select all rows" }).check();
  const bulk = page.getByRole("toolbar", { name: "Change the selected rules" });
  await bulk.getByRole("button", { name: "Owner" }).click();
  await page.getByLabel("Owner of the selected rules").fill("Blue");
  await page.getByRole("button", { name: "Set owner" }).click();
  await page.getByText("4 rules given to Blue").first().waitFor();
  await bulk.getByRole("button", { name: "Quality" }).click();
  await page.getByRole("menuitem", { name: /^5/ }).click();
  await page.getByText("Quality of 4 rules set to 5").first().waitFor();
  await inventory.getByRole("button", { name: "House rule" }).click();
  await expect.poll(() => page.getByLabel("Owner", { exact: true }).inputValue()).toBe("Blue");
  await page.getByText("Edited; the file says: 3 of 5").waitFor();
  await expectAccessible(casemate);
  await casemate.screenshot("detections-edited-light");
  await inventory.focus();
  await page.keyboard.press("Control+z");
  await page.getByText("Undone: Quality of 4 rules set to 5").first().waitFor();
  await expect.poll(() => page.getByText("Edited; the file says: 3 of 5").count()).toBe(0);
  await page.keyboard.press("Control+y");
  await page.getByText("Edited; the file says: 3 of 5").waitFor();

  await page.getByRole("tab", { name: "Work list" }).click();
  await page.getByText("0 of 3 rules done").waitFor();
  const suggested = page.getByRole("listbox", { name: "What it may be about" });
  await suggested.getByRole("option", { name: /^T1003\.001/ }).waitFor();
  await casemate.screenshot("work-list-light");
  await expectAccessible(casemate);
  expect(await suggested.getByRole("option").first().textContent()).toContain("LSASS Memory");
  await suggested.focus();
  await page.keyboard.press("Enter");
  await page.getByText("Dump of LSASS memory mapped to T1003.001").first().waitFor();
  await page.getByText("1 of 3 rules done").waitFor();
  await suggested
    .getByRole("option", { name: /Scheduled Task/ })
    .first()
    .waitFor();
  await page.getByRole("button", { name: /^No tag/ }).click();
  await page.getByRole("button", { name: "Names none on purpose" }).click();
  await page.getByText("2 of 3 rules done").waitFor();
  await page.keyboard.press("Control+z");
  await page.getByText("1 of 3 rules done").waitFor();

  const second = join(prepared.home, "Documents", "second.csv");
  writeFileSync(second, table(1, "T1003"));
  ownFile(second);
  await casemate.answerDialogs([second]);
  await page.getByRole("button", { name: "Import rules" }).first().click();
  await page.getByRole("menuitem", { name: /^Files/ }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Import rules" }).click();
  await page.getByRole("button", { name: /^Edits kept/ }).click();
  const kept = page.getByRole("grid", { name: /Edits kept/ });
  await kept.getByRole("row", { name: /Encoded shell.*Quality.*5.*1/ }).waitFor();
  await casemate.screenshot("report-kept-edits-light");
  await kept.getByRole("checkbox", { name: "Select row" }).first().check();
  await page.getByRole("button", { name: /^Take the file’s word/ }).click();
  await page
    .getByText(/as the file says/)
    .first()
    .waitFor();
  await screens.getByText("Detections", { exact: true }).click();
  await inventory.getByRole("row", { name: /Encoded shell.*T1003/ }).waitFor();
  await inventory.getByRole("row", { name: /Dump of LSASS memory.*T1003\.001/ }).waitFor();
});
