import type { Page } from "playwright";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { expectAccessible } from "./support/accessibility.ts";
import { launchCasemate } from "./support/launch.ts";
import { prepareWorkspace } from "./support/prepared-workspace.ts";

/** Waits until the page shows a text. */
async function expectText(page: Page, text: string): Promise<void> {
  await page.getByText(text).first().waitFor();
}

async function choose(page: Page, text: string, name: string): Promise<void> {
  await page.getByLabel("Name, alias, ID or text").fill(text);
  await page.getByRole("button", { name: `Choose ${name}`, exact: true }).click();
  await page
    .getByRole("table")
    .or(page.getByRole("grid", { name: "Chosen actors" }))
    .waitFor();
  await page
    .getByRole("grid", { name: "Chosen actors" })
    .getByRole("button", { name: new RegExp(`^${name} G`) })
    .waitFor();
}

test("actors are chosen by name, alias and ID, weighed, compared and kept", async () => {
  const prepared = await prepareWorkspace((client) =>
    client.assessments.create({ name: "Amber Quay" }),
  );
  const casemate = await launchCasemate({ ...prepared, size: { width: 1440, height: 900 } });
  const { page } = casemate;
  const screens = page.getByRole("navigation", { name: "Screens" });
  await screens.getByText("Actors", { exact: true }).click();
  await expectText(page, "No actor chosen. Coverage needs at least one");
  await expectText(page, "starter: facts only");
  await casemate.screenshot("actors-empty-light");

  await choose(page, "G0046", "FIN7");
  await choose(page, "apt38", "APT38");
  await choose(page, "HIDDEN COBRA", "Lazarus Group");
  await expectText(page, "Together they use 165 techniques; 19 are common to all three");

  const weight = page.getByLabel("Weight of APT38");
  await weight.fill("2.5");
  await weight.press("Enter");
  const reason = page.getByLabel("Reason for APT38");
  await reason.fill("Financial institutions, same region");
  await reason.press("Enter");

  await page.getByRole("button", { name: "Back to the overlap" }).click();
  const all = page.getByRole("button", { name: "All three actors: 19 techniques" });
  await all.waitFor();
  expect(await all.getAttribute("aria-pressed")).toBe("true");
  await expectAccessible(casemate);
  await casemate.screenshot("actors-light");
  await page.getByRole("radio", { name: "Pairs" }).check();
  // FIN7 and Lazarus Group share 41 of the 145 techniques that either uses: 67 + 119 − 41.
  const pairs = page.getByRole("grid", { name: "Pairs of actors" });
  await pairs.getByRole("row", { name: /^FIN7 Lazarus Group 41 .*145 0\.28/ }).click();
  await page.getByRole("heading", { name: /^Shared by FIN7 and Lazarus Group/ }).waitFor();
  await pairs.getByRole("button", { name: "Shared" }).click();
  await expect
    .poll(() => pairs.getByRole("columnheader", { name: "Shared" }).getAttribute("aria-sort"))
    .toBe("descending");
  const pairsFile = join(prepared.home, "Documents", "pairs.csv");
  await casemate.answerDialogs([pairsFile]);
  const overlap = page.getByRole("region", { name: "Overlap of the chosen actors" });
  await overlap.getByRole("button", { name: "Export" }).click();
  await expectText(page, `Exported to ${pairsFile}`);
  const lines = readFileSync(pairsFile, "utf8").split("\r\n");
  expect(lines.some((line) => /^FIN7,Lazarus Group,41,.*\b145,0\.283\b/.test(line))).toBe(true);
  await casemate.screenshot("actors-pairs-light");
  await page.getByRole("radio", { name: "Table" }).check();
  const sets = page.getByRole("grid", { name: "Sets of actors" });
  await sets.getByRole("row", { name: /^Lazarus Group 63 / }).click();
  await page.getByRole("heading", { name: /^Lazarus Group alone/ }).waitFor();
  await sets.getByRole("button", { name: "Techniques" }).click();
  // Now the smallest first: FIN7 and APT38 share two that Lazarus Group does not use.
  await expect.poll(() => sets.getByRole("row").nth(1).innerText()).toContain("FIN7 and APT38");
  await casemate.setTheme("dark");
  await expectAccessible(casemate);
  await casemate.screenshot("actors-dark");

  await page.getByRole("checkbox", { name: "Their software" }).click();
  await page
    .getByRole("grid", { name: "Chosen actors" })
    .getByText("181", { exact: true })
    .waitFor();
  await page.getByRole("checkbox", { name: "Their software" }).click();
  await expectText(page, "Together they use 165 techniques; 19 are common to all three");

  const file = join(prepared.home, "Documents", "chosen.csv");
  await casemate.answerDialogs([file]);
  await page.getByRole("button", { name: "Export" }).first().click();
  await expectText(page, `Exported to ${file}`);
  const table = readFileSync(file, "utf8");
  expect(table).toContain("APT38,");
  expect(table).toContain('"Financial institutions, same region",2.5,');

  await casemate.close();
  const again = await launchCasemate(prepared);
  await again.page
    .getByRole("navigation", { name: "Screens" })
    .getByText("Actors", { exact: true })
    .click();
  await again.page.getByLabel("Weight of APT38").waitFor();
  expect(await again.page.getByLabel("Weight of APT38").inputValue()).toBe("2.5");
});

test("a profile says by which way each technique came, and takes the analyst's own", async () => {
  const prepared = await prepareWorkspace(async (client) => {
    const { id: assessmentId, scope } = await client.assessments.create({ name: "Amber Quay" });
    const [release] = scope.releases;
    if (release === undefined) throw new Error("The starter brings a release.");
    const found = await client.actors.list({ assessmentId, text: "G0032", kinds: ["group"] });
    const [{ kind, domain, id }] = found as [(typeof found)[number]];
    await client.actors.choose({
      assessmentId,
      actor: { kind, domain, id },
      weight: 1,
      reason: "",
    });
  });
  const casemate = await launchCasemate({ ...prepared, size: { width: 1440, height: 900 } });
  const { page } = casemate;
  await page
    .getByRole("navigation", { name: "Screens" })
    .getByText("Actors", { exact: true })
    .click();
  await page
    .getByRole("grid", { name: "Chosen actors" })
    .getByRole("button", { name: /^Lazarus Group/ })
    .click();
  await expectText(page, "93 techniques by direct use, 119 with campaigns, 166 with software");
  const grid = page.getByRole("grid", { name: "Techniques of Lazarus Group" });
  await grid.getByRole("row", { name: /^T1005 / }).click();
  await expectText(page, "Operation Dream Job");
  await page.getByRole("button", { name: "Exclude", exact: true }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Source").fill("Incident 14");
  await dialog.getByLabel("Reason").fill("Not seen in our region");
  await dialog.getByRole("button", { name: "Exclude technique" }).click();
  await grid.getByRole("row", { name: /^T1005 .*Excluded/ }).waitFor();
  await expectText(page, "Not seen in our region");
  await expectAccessible(casemate);
  await casemate.screenshot("actor-profile-light");
  await page.getByRole("button", { name: "Take it in again" }).click();
  await grid.getByRole("row", { name: /^T1005 .*Direct/ }).waitFor();

  await page.getByRole("button", { name: "Add technique" }).click();
  await dialog.getByPlaceholder("ID or name").fill("T1110.001");
  await page.getByRole("option", { name: /^T1110\.001 / }).click();
  await dialog.getByLabel("Source").fill("Incident 15");
  await dialog.getByRole("button", { name: "Add technique" }).click();
  await grid.getByRole("row", { name: /^T1110\.001 .*Own/ }).waitFor();
  await casemate.setTheme("dark");
  await casemate.screenshot("actor-profile-dark");
});

test("an own actor is made of pasted IDs, and those that name nothing are listed", async () => {
  const prepared = await prepareWorkspace((client) =>
    client.assessments.create({ name: "Amber Quay" }),
  );
  const { page, screenshot } = await launchCasemate(prepared);
  await page
    .getByRole("navigation", { name: "Screens" })
    .getByText("Actors", { exact: true })
    .click();
  await page.getByRole("button", { name: "Own profile" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Name").fill("Seen in our incidents");
  await dialog.getByLabel("Technique IDs").fill("t1003, T1059.001; T9999\nT1003");
  await dialog.getByLabel("Source").fill("Incident 14");
  await dialog.getByRole("button", { name: "Make profile" }).click();
  await expectText(page, "2 techniques taken. 1 ID names no technique of the catalogue:");
  expect(await dialog.getByRole("listitem").allTextContents()).toEqual(["T9999"]);
  await screenshot("own-actor-light");
  await dialog.getByRole("button", { name: "Done" }).click();
  await page
    .getByRole("grid", { name: "Chosen actors" })
    .getByRole("button", { name: /^Seen in our incidents/ })
    .waitFor();
  await expectText(page, "Uses 2 techniques");
});
