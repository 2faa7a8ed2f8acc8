import type { Locator, Page } from "playwright";
import { copyFileSync, existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { expectAccessible } from "./support/accessibility.ts";
import { projectFolder } from "../../scripts/runtime/paths.ts";
import { type Casemate, launchCasemate, ownFile } from "./support/launch.ts";
import { type PreparedWorkspace, prepareWorkspace } from "./support/prepared-workspace.ts";

const sigma = join(projectFolder, "..", "shared", "data", "sigma", "sigma-rules.zip");
async function expectText(page: Page, text: string): Promise<void> {
  await page.getByText(text).first().waitFor({ timeout: 60_000 });
}

/** Puts a file of rules where the application's user can read it. */
function offerFile({ home }: PreparedWorkspace, name: string, content: string): string {
  const path = join(home, "Documents", name);
  writeFileSync(path, content);
  ownFile(path);
  return path;
}

async function openDetections({ page }: Casemate): Promise<void> {
  const screens = page.getByRole("navigation", { name: "Screens" });
  await screens.getByText("Detections", { exact: true }).click();
}

/** Chooses files in the import dialog; the file dialog answers with them. */
async function chooseFiles({ page, answerDialogs }: Casemate, path: string): Promise<void> {
  await answerDialogs([path]);
  await page.getByRole("button", { name: "Import rules" }).first().click();
  await page.getByRole("menuitem", { name: /^Files/ }).click();
}

/** Whether a table is wider than its place. */
function overflows(grid: Locator): Promise<boolean> {
  return grid.evaluate((element) => element.scrollWidth > element.clientWidth);
}

/** Every text of a kind is shown whole, in the width and lines that it has. */
async function expectNothingCut(page: Page, selector: string): Promise<void> {
  const cut = await page.locator(selector).evaluateAll((elements) =>
    elements
      .filter((element) => {
        const cell = element.closest(".table-cell")?.getBoundingClientRect();
        const { right, bottom } = element.getBoundingClientRect();
        return (
          element.scrollWidth > element.clientWidth ||
          element.scrollHeight > element.clientHeight ||
          (cell !== undefined && (right > cell.right || bottom > cell.bottom))
        );
      })
      .map((element) => element.textContent),
  );
  expect(cut).toEqual([]);
  expect(await page.locator(selector).count()).toBeGreaterThan(0);
}

const table = [
  "Regel;MITRE;Status;Team",
  '"Brute force; VPN";T1110.001, T1110;enabled;Blue',
  "PowerShell, encoded;T1059.001;disabled;Blue",
  "Firewall changed;T1686;enabled;Red",
  "Nothing named;;enabled;Red",
].join("\r\n");

test("a table whose columns are not known is mapped, imported, filtered and changed", async () => {
  const prepared = await prepareWorkspace((client) =>
    client.assessments.create({ name: "Amber Quay" }),
  );
  const casemate = await launchCasemate({ ...prepared, size: { width: 1440, height: 900 } });
  const { page } = casemate;
  await openDetections(casemate);
  await expectText(page, "No detections yet.");
  await casemate.screenshot("detections-empty-light");

  await chooseFiles(casemate, offerFile(prepared, "regeln.csv", table));
  const dialog = page.getByRole("dialog");
  await expectText(page, "Say which column holds the rule's name.");
  const start = dialog.getByRole("button", { name: "Import rules" });
  expect(await start.isDisabled()).toBe(true);
  await dialog.getByLabel("What Regel holds").click();
  await page.getByRole("option", { name: "Rule name" }).click();
  await dialog.getByLabel("What Team holds").click();
  await page.getByRole("option", { name: "Owner" }).click();
  await expectText(page, "Where the file names a state, that stands.");
  await expectAccessible(casemate);
  await casemate.screenshot("import-mapping-light");
  await start.click();
  await expectText(page, "What happened to the rules");

  await openDetections(casemate);
  const inventory = page.getByRole("grid", { name: "Detections of Main" });
  await inventory.getByRole("row", { name: /Brute force; VPN.*Enabled.*T1110\.001/ }).waitFor();
  await page.getByLabel("Filter by any text").fill("powershell");
  await expect.poll(() => inventory.getByRole("row").count()).toBe(2);
  await inventory.getByRole("checkbox", { name: "Select row" }).check();
  await page
    .getByRole("toolbar", { name: "Change the selected rules" })
    .getByRole("button", { name: "Enabled" })
    .click();
  await inventory.getByRole("row", { name: /PowerShell, encoded.*Enabled/ }).waitFor();
  await page.getByLabel("Filter by any text").fill("");
  await inventory.getByRole("button", { name: "Firewall changed" }).click();
  await expectText(page, "Of a later release; not counted until its map is accepted");
  await expectAccessible(casemate);
  await casemate.screenshot("detection-detail-light");

  const file = join(prepared.home, "Documents", "rules.csv");
  await casemate.answerDialogs([file]);
  await page.getByRole("button", { name: "Export" }).click();
  await expectText(page, "Exported to");
  expect(readFileSync(file, "utf8")).toContain('"T1110.001, T1110"');
});

test.skipIf(!existsSync(sigma))(
  "a Sigma archive is imported with progress, cancelled first, and its map is accepted",
  async () => {
    const prepared = await prepareWorkspace(async (client) => {
      const { id: assessmentId } = await client.assessments.create({ name: "Amber Quay" });
      for (const text of ["G0046", "G0082", "G0032"]) {
        const [found] = await client.actors.list({ assessmentId, text, kinds: ["group"] });
        if (found === undefined) throw new Error(`The starter has no ${text}.`);
        const { kind, domain, id } = found;
        await client.actors.choose({
          assessmentId,
          actor: { kind, domain, id },
          weight: 1,
          reason: "",
        });
      }
    });
    const archive = join(prepared.home, "Documents", "sigma-rules.zip");
    copyFileSync(sigma, archive);
    ownFile(archive);
    const casemate = await launchCasemate({ ...prepared, size: { width: 1440, height: 900 } });
    const { page } = casemate;
    page.setDefaultTimeout(60_000);
    await openDetections(casemate);
    await chooseFiles(casemate, archive);
    const dialog = page.getByRole("dialog");
    await dialog.getByRole("radio", { name: "Enabled" }).check();
    await casemate.screenshot("import-sigma-light");
    await dialog.getByRole("button", { name: "Import rules" }).click();
    await dialog.getByRole("progressbar").waitFor();
    // At once: an archive of some thousand rules is imported in a second.
    const asked = Date.now();
    await dialog.getByRole("button", { name: "Cancel" }).click();
    await expectText(page, "Import cancelled. The workspace is unchanged.");
    // A second is promised; what is added is the time of a busy machine to show it.
    expect(Date.now() - asked).toBeLessThan(3_000);

    await dialog.getByRole("button", { name: "Import rules" }).click();
    await expectText(page, "What happened to the rules");
    await expectText(page, "Accepting the certain map closes 3 gaps");
    await expectText(page, "118 of 144, 82 % to 121 of 144, 84 %");
    await casemate.screenshot("offers-light");
    for (const theme of ["light", "dark"] as const) {
      await casemate.setTheme(theme);
      await casemate.setSize(1280, 800);
      await casemate.screenshot(`offers-${theme}-1280`);
      await expectNothingCut(page, ".offer-name");
    }
    await casemate.setSize(1440, 900);
    await casemate.setTheme("light");
    await page.getByRole("button", { name: "Accept 57 certain pairs" }).click();
    await page.getByRole("button", { name: "Withdraw T1686", exact: true }).waitFor();
    await page.getByRole("button", { name: "Accept 157 pairs by name" }).click();
    await expectText(page, "Covered: 122 of 144, 85 %.");

    await openDetections(casemate);
    await expectText(page, "of 3,141, ");
    const inventory = page.getByRole("grid", { name: "Detections of Main" });
    await inventory.getByRole("row").nth(3).waitFor();
    // Only the rows in view are in the document, and the keyboard reaches the last.
    expect(await inventory.getByRole("row").count()).toBeLessThan(80);
    await inventory.focus();
    await inventory.press("End");
    const last = inventory.locator('[aria-rowindex="3142"]');
    await last.waitFor();
    expect(await last.getAttribute("aria-selected")).toBe("true");
    await expectAccessible(casemate);
    await casemate.screenshot("detections-light");
    await casemate.setTheme("dark");
    await casemate.screenshot("detections-dark");

    // At the smallest size nothing has to be scrolled to, with a rule open beside the list or not.
    await casemate.setSize(1280, 800);
    await casemate.screenshot("detections-dark-1280-open");
    expect(await overflows(inventory)).toBe(false);
    await page.getByRole("button", { name: "Close the rule" }).click();
    expect(await overflows(inventory)).toBe(false);
    await casemate.screenshot("detections-dark-1280");
    await casemate.setTheme("light");
    await casemate.screenshot("detections-light-1280");
  },
);
