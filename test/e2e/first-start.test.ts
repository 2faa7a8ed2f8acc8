import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { expectAccessible } from "./support/accessibility.ts";
import { launchCasemate, makeHome, ownFile } from "./support/launch.ts";

describe("the first start", () => {
  test("says plainly that workspaces are not encrypted, until that was read", async () => {
    const first = await launchCasemate({ size: { width: 1440, height: 900 }, theme: "light" });
    const { page } = first;
    const notice = page.getByText("Workspaces are not encrypted.");
    await notice.waitFor();
    await first.screenshot("start-light");
    await expectAccessible(first);
    await first.setTheme("dark");
    await first.screenshot("start-dark");
    await expectAccessible(first);
    await page.getByRole("button", { name: "Understood" }).click();
    await page.getByText("keep them on an encrypted disk").waitFor();
    await first.close();

    const second = await launchCasemate({ home: first.home });
    await second.page.getByText("keep them on an encrypted disk").waitFor();
    expect(await second.page.getByRole("button", { name: "Understood" }).count()).toBe(0);
  });

  test("opens the sample by one click, and again from the recent ones", async () => {
    const casemate = await launchCasemate();
    const { page } = casemate;
    await page.getByRole("button", { name: "Open the sample assessment" }).click();
    await page.getByRole("region", { name: "Coverage by tactic" }).waitFor({ timeout: 60_000 });
    expect(await page.title()).toBe("Sample assessment.casemate – Casemate");
    await casemate.chooseMenu("File", "Close workspace");
    await page.getByRole("heading", { name: "Recent" }).waitFor();
    // Chosen and taken back, a situation leaves nothing behind.
    await page.getByRole("button", { name: "Cloud migration" }).click();
    await page.getByRole("button", { name: "Something else" }).click();
    await page.getByRole("button", { name: /^Sample assessment\.casemate/ }).click();
    await page.getByRole("region", { name: "Coverage by tactic" }).waitFor();
  });

  test("makes a workspace with the starter, for a situation whose guided start opens in it", async () => {
    const home = makeHome();
    const casemate = await launchCasemate({ home, size: { width: 1280, height: 800 } });
    const { page } = casemate;
    await casemate.answerDialogs([join(home, "amber-quay.casemate")]);
    await page.getByRole("button", { name: "Merger or acquisition" }).click();
    await page.getByText("Choose the workspace it begins in").waitFor();
    await casemate.setTheme("light");
    await casemate.screenshot("start-situation-1280-light");
    await casemate.setTheme("dark");
    await casemate.screenshot("start-situation-1280-dark");
    await expectAccessible(casemate);
    await page.getByRole("button", { name: "New workspace…" }).click();
    const dialog = page.getByRole("dialog", { name: "What do you want to assess?" });
    await dialog.getByLabel("Name").fill("Amber Quay, Q4", { timeout: 60_000 });
    await dialog.getByRole("button", { name: "Create assessment" }).click();
    const start = page.getByRole("dialog", { name: "Merger or acquisition" });
    await start.getByText("It takes two environments.").waitFor();
    await start.getByRole("button", { name: "Choose actors" }).click();
    await start.waitFor({ state: "detached" });
    await page.getByRole("heading", { name: "Actors", exact: true }).waitFor();
    await page.keyboard.press("Control+1");
    await page.getByText("No actor chosen. Coverage needs at least one.").waitFor();
    await page.keyboard.press("Control+2");
    await page.getByText("is the starter: facts only").waitFor();
    expect(await page.getByText("Starter: facts only", { exact: true }).count()).toBe(3);
  });

  test("names what is wrong with a file that is no workspace", async () => {
    const home = makeHome();
    const path = join(home, "notes.casemate");
    writeFileSync(path, "not a workspace");
    ownFile(path);
    const casemate = await launchCasemate({ home });
    await casemate.answerDialogs([path]);
    await casemate.page.getByRole("button", { name: "Open workspace…" }).click();
    await casemate.page.getByRole("alert").waitFor();
    expect(await casemate.page.getByRole("alert").innerText()).toContain("notes.casemate");
  });
});
