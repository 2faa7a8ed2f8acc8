import { mkdirSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Locator, Page } from "playwright";
import { describe, expect, test } from "vitest";
import type { ActorRef } from "../../src/shared/model/actor.ts";
import { expectAccessible } from "./support/accessibility.ts";
import { ownFile } from "./support/launch.ts";
import { answerOf, launchSample, valueOf } from "./support/sample.ts";

describe("settings", () => {
  test("of the assessment change its answer when saved, and come back by Undo", async () => {
    const casemate = await launchSample({ size: { width: 1440, height: 900 }, theme: "light" });
    const { page } = casemate;
    const before = await answerOf(casemate);
    await page.keyboard.press("Control+,");
    await page.getByRole("heading", { name: "Scope" }).waitFor();
    await casemate.screenshot("settings-light");
    await expectAccessible(casemate);

    await page.getByLabel("Take techniques before compromise into the headline").check();
    expect((await answerOf(casemate)).coverage).toEqual(before.coverage);
    await page.getByRole("button", { name: "Save", exact: true }).click();
    await page.getByText("Saved the settings of").waitFor();
    const after = await answerOf(casemate);
    expect(after.coverage.techniques).toBe(
      before.coverage.techniques + before.coverage.beforeCompromise.techniques,
    );
    await page.getByRole("button", { name: "Undo" }).click();
    await expect
      .poll(async () => (await answerOf(casemate)).coverage, { timeout: 20_000 })
      .toEqual(before.coverage);

    await casemate.setTheme("dark");
    await casemate.screenshot("settings-dark");
    await expectAccessible(casemate);
  });

  test("of the assessment hold the day of its review, and the overview says when it has come", async () => {
    const casemate = await launchSample();
    const { page } = casemate;
    await page.keyboard.press("Control+,");
    await page.getByLabel("Look at this assessment again on").fill("2020-02-29");
    await page.getByRole("button", { name: "Save", exact: true }).click();
    await page.getByText("Saved the settings of").waitFor();
    await page.keyboard.press("Control+1");
    await page.getByText("The review was due on 29 Feb 2020.").waitFor();
    await page.getByRole("button", { name: "Set the next day" }).click();
    await page.getByLabel("Look at this assessment again on").waitFor();
  });

  test("of markings hold for the window and for all that leaves, and what was lowered stands there", async () => {
    const casemate = await launchSample({ size: { width: 1280, height: 800 }, theme: "light" });
    const { page } = casemate;
    const documents = join(casemate.home, "Documents");
    mkdirSync(documents, { recursive: true });
    ownFile(documents);
    const shown = (text: string) =>
      expect
        .poll(() => page.locator(".frame > .marking").allInnerTexts(), { timeout: 20_000 })
        .toEqual([text, text]);
    const mark = async (within: Locator | Page, level: string) => {
      await within.getByRole("combobox", { name: "Marking scheme" }).click();
      await page.getByRole("option", { name: "United States" }).click();
      await within.getByRole("combobox", { name: "Level", exact: true }).click();
      await page.getByRole("option", { name: level, exact: true }).click();
    };

    // The workspace, then the assessment in its place, then an actor of one's own in it.
    await page.keyboard.press("Control+,");
    await page.getByRole("button", { name: /^Workspace/ }).click();
    await mark(page, "UNCLASSIFIED");
    await page.getByRole("button", { name: "Save", exact: true }).click();
    await shown("UNCLASSIFIED");
    const sections = page.getByRole("navigation", { name: "Settings" });
    await sections.getByRole("button", { name: /^Assessment/ }).click();
    await mark(page, "CONFIDENTIAL");
    await page.getByRole("button", { name: "Save", exact: true }).click();
    await shown("CONFIDENTIAL");
    const { assessmentId, name } = await answerOf(casemate);
    const { actor } = await valueOf<{ actor: ActorRef }>(casemate, "actors.createOwn", {
      ...{ assessmentId, name: "Night Heron", domain: "enterprise-attack", text: "T1566 T1059" },
      ...{ source: "Incident 12", confidence: "high" },
    });
    await valueOf(casemate, "actors.choose", { assessmentId, actor, weight: 1, reason: "" });
    await page.keyboard.press("Control+3");
    await page
      .getByRole("grid", { name: "Chosen actors" })
      .getByRole("button", { name: /^Night Heron/ })
      .click();
    await page.getByRole("button", { name: "Marking", exact: true }).click();
    const marking = page.getByRole("dialog", { name: "How is “Night Heron” marked?" });
    await mark(marking, "SECRET");
    await marking.getByRole("button", { name: "Save marking" }).click();
    await marking.waitFor({ state: "detached" });
    await shown("SECRET");

    // A table says what it carries and which part asks for it, and carries that.
    const table = join(documents, "actors.csv");
    await page.getByRole("button", { name: "Export", exact: true }).first().click();
    const leaving = page.getByRole("dialog", { name: /^How should “Table profile-OWN-\d+” leave/ });
    await leaving.getByText('Own actor "Night Heron" is SECRET').waitFor();
    await casemate.screenshot("marking-question-light");
    await expectAccessible(casemate);
    await casemate.answerDialogs([table]);
    await leaving.getByRole("button", { name: "Export", exact: true }).click();
    await leaving.waitFor({ state: "detached" });
    await page.getByText(`Exported to ${table}`).waitFor();
    const lines = readFileSync(table, "utf8").trimEnd().split("\r\n");
    expect(lines.filter((line) => !line.includes("SECRET"))).toHaveLength(1);

    // A report is lower only with a reason.
    await valueOf(casemate, "reports.setExportChoice", {
      ...{ formats: ["json"], archive: false, portionPrefix: false },
    });
    await page.keyboard.press("Control+9");
    await page.getByRole("button", { name: "Export…" }).click();
    const report = page.getByRole("dialog", { name: /leave\?$/ });
    await report.getByRole("note", { name: "Marking" }).waitFor();
    await report.getByRole("button", { name: "Mark it differently…" }).click();
    await mark(report, "UNCLASSIFIED");
    await casemate.screenshot("marking-report-light");
    await casemate.setTheme("dark");
    await casemate.setSize(1920, 1080);
    await casemate.screenshot("marking-report-dark-wide");
    await casemate.answerDialogs([documents]);
    await report.getByRole("button", { name: "Export", exact: true }).click();
    await report.getByText('"UNCLASSIFIED" is lower than "SECRET"').waitFor();
    expect(readdirSync(documents)).toEqual(["actors.csv"]);
    await report.getByLabel("Why it may be lower").fill("Names were changed for the partner");
    await report.getByLabel("Whose decision it is").fill("Ana");
    await casemate.answerDialogs([documents]);
    await report.getByRole("button", { name: "Export", exact: true }).click();
    const written = page.getByRole("dialog", { name: /files written$/ });
    await written.waitFor({ timeout: 60_000 });
    await written.getByRole("button", { name: "Done" }).click();
    await written.waitFor({ state: "detached" });
    const [folder = ""] = readdirSync(documents).filter((each) => each !== "actors.csv");
    const [json = ""] = readdirSync(join(documents, folder)).filter(
      (each) => each.endsWith(".json") && each !== "manifest.json",
    );
    const facts: unknown = JSON.parse(readFileSync(join(documents, folder, json), "utf8"));
    expect(facts).toMatchObject({ marking: { banner: { text: "UNCLASSIFIED" } } });

    // That is recorded, and stands in the settings of the workspace.
    await page.keyboard.press("Control+,");
    await page.getByRole("button", { name: /^Workspace/ }).click();
    const history = page.getByRole("region", { name: "Lowered markings" });
    await history.getByText("SECRET → UNCLASSIFIED").waitFor();
    expect(await history.getByRole("listitem").innerText()).toMatch(
      new RegExp(`^Report ${name}\\s+.*\\s+.*, Ana: Names were changed for the partner$`),
    );
    await casemate.screenshot("settings-markings-dark-wide");
    await history.scrollIntoViewIfNeeded();
    await casemate.setSize(1280, 800);
    await casemate.setTheme("light");
    await history.scrollIntoViewIfNeeded();
    await casemate.screenshot("settings-lowered-light");
    await expectAccessible(casemate);
  });

  test("name, add and remove environments", async () => {
    const { page } = await launchSample();
    await page.keyboard.press("Control+,");
    await page.getByRole("button", { name: /^Environments/ }).click();
    await page.getByLabel("Name of a new environment").fill("Laboratory");
    await page.getByRole("button", { name: "Add environment" }).click();
    const name = page.getByLabel("Name of Laboratory");
    await name.waitFor();
    await name.fill("Test range");
    await name.press("Enter");
    await page.getByText("The environment is now called “Test range”.").waitFor();
    await page
      .getByRole("listitem")
      .filter({ has: page.getByLabel("Name of Test range") })
      .getByRole("button", { name: "Remove…" })
      .click();
    await page.getByRole("button", { name: "Remove environment" }).click();
    await expect.poll(() => page.getByLabel("Name of Test range").count()).toBe(0);
  });

  test("of the assessment name, rename and delete it from the switcher", async () => {
    const { page } = await launchSample();
    await page.locator(".switcher").click();
    await page.getByRole("menuitem", { name: "Rename…" }).click();
    const rename = page.getByRole("dialog", { name: "What shall the assessment be called?" });
    await rename.getByLabel("Name").fill("Payment fraud");
    await rename.getByRole("button", { name: "Rename assessment" }).click();
    await page.locator(".switcher", { hasText: "Payment fraud" }).click();
    await page.getByRole("menuitem", { name: "Delete…" }).click();
    await page.getByRole("button", { name: "Delete assessment" }).click();
    await page.getByText("No assessment yet.").waitFor();
  });
});
