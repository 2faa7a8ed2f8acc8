import { describe, expect, test } from "vitest";
import { expectAccessible } from "./support/accessibility.ts";
import { answerOf, launchSample } from "./support/sample.ts";

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

  test("of the workspace put the marking at the top and bottom of the window", async () => {
    const { page } = await launchSample();
    await page.keyboard.press("Control+,");
    await page.getByRole("button", { name: /^Workspace/ }).click();
    await page.getByRole("combobox", { name: "Marking scheme" }).click();
    await page.getByRole("option", { name: "United States" }).click();
    await page.getByRole("combobox", { name: "Level" }).click();
    await page.getByRole("option", { name: "SECRET", exact: true }).click();
    await page.getByRole("button", { name: "Save", exact: true }).click();
    await expect
      .poll(() => page.getByRole("note", { name: "Marking" }).allInnerTexts())
      .toEqual(["SECRET", "SECRET"]);
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
