import { describe, expect, test } from "vitest";
import { expectAccessible } from "./support/accessibility.ts";
import { answerOf, launchSample } from "./support/sample.ts";

describe("the gaps", () => {
  test("are listed by rank with the parts of their priority, and filter", async () => {
    const casemate = await launchSample({ size: { width: 1440, height: 900 }, theme: "light" });
    const { page } = casemate;
    const { gaps, coverage } = await answerOf(casemate);
    await page.keyboard.press("Control+6");
    const grid = page.getByRole("grid", { name: "Gaps" });
    await grid.waitFor();
    await page
      .getByText(
        `${String(gaps.length)} of ${String(coverage.techniques)} techniques are not covered`,
      )
      .waitFor();
    const [first, second] = gaps;
    if (first === undefined || second === undefined) throw new Error("The sample has no gaps.");
    const rows = grid.getByRole("row");
    expect(await rows.nth(1).innerText()).toContain(first.id);
    expect(await rows.nth(2).innerText()).toContain(second.id);

    await page.getByRole("radio", { name: "Gap", exact: true }).check();
    const why = page.getByRole("region", { name: `${first.id} Why` });
    const words = await why.innerText();
    expect(words).toContain(first.priority.toFixed(1));
    expect(words).toContain(first.nextAction);
    expect(words).toContain("failed tests (it was never tested)");
    const { on, inScope } = first.exposedAssets ?? { on: 0, inScope: 0 };
    expect(inScope).toBe(42);
    expect(words).toContain(`${String(on)} of 42 assets, weighted`);
    // The shown parts make the shown priority.
    const parts = Object.values(first.parts).filter(({ value }) => value !== null);
    const sum = parts.reduce((total, { value, weight }) => total + (value ?? 0) * weight, 0);
    const weights = parts.reduce((total, { weight }) => total + weight, 0);
    expect(Math.abs((100 * sum) / weights - first.priority)).toBeLessThanOrEqual(0.05001);
    await casemate.screenshot("gaps-light");
    await expectAccessible(casemate);

    await page.getByRole("button", { name: "Reason Any" }).click();
    await page.getByRole("menuitemradio", { name: "Parent only" }).click();
    const parentOnly = gaps.filter(({ reason }) => reason === "parent-only").length;
    await page.getByText(`${String(parentOnly)} of ${String(gaps.length)}, show all`).click();

    await casemate.setTheme("dark");
    await casemate.screenshot("gaps-dark");
    await expectAccessible(casemate);
    await casemate.setSize(1280, 800);
    await casemate.screenshot("gaps-1280");
  });

  test("are decided with a reason, which can be undone", async () => {
    const casemate = await launchSample();
    const { page } = casemate;
    const before = await answerOf(casemate);
    const [first] = before.gaps;
    if (first === undefined) throw new Error("The sample has no gaps.");
    await page.keyboard.press("Control+6");
    await page.getByRole("grid", { name: "Gaps" }).waitFor();
    await page.getByRole("radio", { name: "Gap", exact: true }).check();
    await page.getByRole("button", { name: "Open in the inspector" }).click();
    const inspector = page.getByRole("complementary", { name: `Technique ${first.id}` });
    await inspector.getByRole("button", { name: "Decide", exact: true }).first().click();
    await page.getByRole("menuitem", { name: "Not applicable…" }).click();
    const dialog = page.getByRole("dialog");
    await dialog.getByLabel("Reason").fill("We run no such system.");
    await dialog.getByLabel("Decided by").fill("A. Analyst");
    await dialog.getByRole("button", { name: "Set not applicable" }).click();
    await inspector.getByText("We run no such system.").waitFor();
    const decided = await answerOf(casemate);
    expect(decided.coverage.techniques).toBe(before.coverage.techniques - 1);
    expect(decided.coverage.notApplicable).toBe(1);
    await page.getByRole("button", { name: "Undo" }).click();
    await inspector.getByText("We run no such system.").waitFor({ state: "detached" });
    expect((await answerOf(casemate)).coverage).toEqual(before.coverage);
  });
});

describe("the inspector", () => {
  test("says why a technique has its level, who uses it and what sees it", async () => {
    const casemate = await launchSample({ size: { width: 1440, height: 900 }, theme: "light" });
    const { page } = casemate;
    const { techniques } = await answerOf(casemate);
    const covered = techniques.find(({ level, id }) => level === "several" && id.includes("."));
    if (covered === undefined) throw new Error("The sample covers no sub-technique twice.");
    await page.keyboard.press("Control+k");
    await page.keyboard.type(covered.id);
    await page
      .getByRole("option", { name: new RegExp(covered.id.replace(".", "\\.")), selected: true })
      .first()
      .waitFor();
    await page.keyboard.press("Enter");
    const inspector = page.getByRole("complementary", { name: `Technique ${covered.id}` });
    await inspector.waitFor();
    for (const section of [
      "Why this level",
      "Used by",
      "Our detections",
      "Analytics and log sources",
      "Tests",
      "Description",
      "Mitigations",
    ]) {
      await inspector.getByRole("heading", { name: section }).waitFor();
    }
    await inspector.getByText("Several rules").waitFor();
    await inspector
      .getByText("Descriptions come with the official bundle.", { exact: false })
      .waitFor();
    expect(await inspector.getByText("In full", { exact: true }).count()).toBe(covered.detections);
    await casemate.screenshot("inspector-light");
    await expectAccessible(casemate);
    await casemate.setTheme("dark");
    await casemate.screenshot("inspector-dark");
    await expectAccessible(casemate);
    await page.keyboard.press("Escape");
    await inspector.waitFor({ state: "detached" });
  });
});
