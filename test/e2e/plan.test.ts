import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import type { Assessment } from "../../src/shared/model/assessment.ts";
import type { Plan, PlanItem } from "../../src/shared/model/plan.ts";
import { expectAccessible } from "./support/accessibility.ts";
import { type Casemate, ownFile } from "./support/launch.ts";
import { answerOf, launchSample, valueOf } from "./support/sample.ts";

const planOf = async (casemate: Casemate): Promise<Plan> => {
  const { assessmentId } = await answerOf(casemate);
  return valueOf<Plan>(casemate, "plan.get", { assessmentId });
};

const itemOf = (plan: Plan, id: string): PlanItem => {
  const item = plan.items.find(({ techniqueId }) => techniqueId === id);
  if (item === undefined) throw new Error(`${id} is not in the plan.`);
  return item;
};

async function openPlan(casemate: Casemate): Promise<void> {
  await casemate.page.keyboard.press("Control+6");
  await casemate.page.getByRole("grid", { name: "Gaps" }).waitFor();
}

/** Waits until the plan is as wanted: a command answers before the screen shows its effect. */
async function expectPlan(casemate: Casemate, isThere: (plan: Plan) => boolean): Promise<Plan> {
  for (let left = 50; left > 0; left -= 1) {
    const plan = await planOf(casemate);
    if (isThere(plan)) return plan;
    await casemate.page.waitForTimeout(100);
  }
  throw new Error("The plan did not become as expected.");
}

describe("the plan", () => {
  test("shows expected coverage, windows and every part of a priority, and filters", async () => {
    const casemate = await launchSample({ size: { width: 1920, height: 1080 }, theme: "light" });
    const { page } = casemate;
    await openPlan(casemate);
    const plan = await planOf(casemate);
    const { gaps } = await answerOf(casemate);

    const chart = page.getByRole("region", { name: "Expected coverage" });
    await chart.locator("svg.recharts-surface").waitFor();
    for (const { window, expected } of plan.windows) {
      if (window === "beyond" || expected.percent === null) continue;
      await chart.getByText(expected.percent.toFixed(1)).first().waitFor();
    }
    await chart.getByRole("button", { name: "Show as table" }).click();
    const rows = chart.getByRole("row");
    // Head, now, and three windows.
    expect(await rows.count()).toBe(5);
    expect(await rows.nth(1).innerText()).toContain(String(plan.coverage.covered));
    await chart.getByRole("button", { name: "Show as chart" }).click();
    await chart.getByRole("radio", { name: "By effort" }).check();
    await chart.locator("svg.recharts-surface").waitFor();
    await casemate.screenshot("plan-effort-light");
    await chart.getByRole("radio", { name: "By window" }).check();

    const windows = page.getByRole("region", { name: "Windows" });
    for (const { window, items } of plan.windows) {
      const label = window === "beyond" ? "Beyond" : `${window} days`;
      const row = await windows.getByRole("button", { name: label }).innerText();
      expect(row).toContain(`${String(items)} gap`);
    }
    await casemate.screenshot("plan-light-1920");
    await expectAccessible(casemate);
    await casemate.setTheme("dark");
    await casemate.screenshot("plan-dark-1920");
    await expectAccessible(casemate);
    await casemate.setTheme("light");
    await casemate.setSize(1280, 800);
    await casemate.screenshot("plan-light-1280");

    await windows.getByRole("button", { name: "30 days" }).click();
    const soon = plan.items.filter(({ window }) => window === "30").length;
    await page
      .getByRole("button", { name: `${String(soon)} of ${String(gaps.length)}, show all` })
      .click();
    await page.getByRole("button", { name: "Actor Any" }).click();
    await page.getByRole("menuitemradio").nth(1).click();
    const [chosen] = (await answerOf(casemate)).actors;
    const used = gaps.filter((gap) => chosen !== undefined && gap.actors.includes(chosen.id));
    await page.getByText(`${String(used.length)} of ${String(gaps.length)}, show all`).waitFor();
  });

  test("orders gaps by changed weights, shown before they are saved", async () => {
    const casemate = await launchSample({ size: { width: 1440, height: 900 }, theme: "light" });
    const { page } = casemate;
    await openPlan(casemate);
    const before = await answerOf(casemate);
    await page.getByRole("button", { name: "Priority settings" }).click();
    const dialog = page.getByRole("dialog");
    const order = dialog.getByRole("region", { name: "Order by these weights" });
    await order.getByText("The order as it is").waitFor();
    await dialog.getByLabel("Choke point, 15 %").fill("400");
    await order.getByText("to another band", { exact: false }).waitFor();
    await casemate.screenshot("priority-light");
    await expectAccessible(casemate);
    const shown = await order.getByRole("listitem").first().innerText();
    expect((await answerOf(casemate)).gaps).toEqual(before.gaps);
    await dialog.getByRole("button", { name: "Save" }).click();
    await dialog.waitFor({ state: "detached" });
    const after = await answerOf(casemate);
    await page.getByRole("button", { name: "Undo" }).click();
    expect(after.settings.priorityWeights.chokePoint).toBe(400);
    expect(shown).toContain(after.gaps[0]?.id);
    expect(after.gaps.map(({ id }) => id)).not.toEqual(before.gaps.map(({ id }) => id));
    // With such a weight the choke points stand before everything else.
    const points = after.gaps.filter(({ parts }) => parts.chokePoint.value === 1).length;
    expect(after.gaps.slice(0, points).every(({ parts }) => parts.chokePoint.value === 1)).toBe(
      true,
    );
    await page.getByRole("radio", { name: "Gap", exact: true }).check();
    await page.getByRole("region", { name: `${before.gaps[0]?.id ?? ""} Why` }).waitFor();
    expect((await answerOf(casemate)).gaps).toEqual(before.gaps);
  });

  test("keeps what was decided about several gaps at once, and takes it back", async () => {
    const casemate = await launchSample({ size: { width: 1440, height: 900 }, theme: "light" });
    const { page } = casemate;
    await openPlan(casemate);
    const { gaps, assessmentId } = await answerOf(casemate);
    const two = gaps.slice(0, 2).map(({ id }) => id);
    const boxes = page.getByRole("checkbox", { name: "Select row" });
    await boxes.nth(0).check();
    await boxes.nth(1).check();
    await page.getByText("2 selected").waitFor();
    await casemate.screenshot("plan-selection-light");
    await page.getByRole("button", { name: "Decide", exact: true }).click();
    await page.getByRole("menuitem", { name: "Accepted…" }).click();
    const dialog = page.getByRole("dialog");
    await dialog.getByLabel("Reason").fill("Moved out by spring.");
    await dialog.getByLabel("Decided by").fill("C. Owner");
    await dialog.getByLabel("Until (empty: no expiry)").fill("2199-12-31");
    await dialog.getByRole("button", { name: "Set accepted" }).click();
    const accepted = await expectPlan(
      casemate,
      (plan) => !plan.items.some(({ techniqueId }) => two.includes(techniqueId)),
    );
    expect(accepted.coverage.techniques).toBeGreaterThan(0);
    const decisions = async () =>
      (await valueOf<Assessment>(casemate, "assessments.get", { assessmentId })).decisions;
    expect(await decisions()).toHaveLength(2);
    await page.getByRole("radio", { name: "Decisions, 2" }).check();
    const grid = page.getByRole("grid", { name: "Decisions" });
    await grid.getByText("31 Dec 2199").first().waitFor();
    await casemate.screenshot("plan-decisions-light");
    await page.getByRole("button", { name: "Undo" }).click();
    await page.getByText("Nothing decided yet", { exact: false }).waitFor();
    expect(await decisions()).toEqual([]);
    await expectAccessible(casemate);
  });

  test("keeps the window that a gap was put into by drag, by key and by menu", async () => {
    const casemate = await launchSample({ size: { width: 1440, height: 900 }, theme: "light" });
    const { page } = casemate;
    await openPlan(casemate);
    await page.getByRole("radio", { name: "Board" }).check();
    const board = (name: string) => page.getByRole("region", { name, exact: true });
    await board("30 days").waitFor();
    const before = await planOf(casemate);
    const dragged = before.items.find(({ window }) => window === "30");
    if (dragged === undefined) throw new Error("The first window is empty.");
    const card = (id: string) => page.locator(`[data-item$=" ${id}"]`);
    await casemate.screenshot("board-light-1440");
    await card(dragged.techniqueId).dragTo(board("90 days"));
    const moved = await expectPlan(
      casemate,
      (plan) => itemOf(plan, dragged.techniqueId).window === "90",
    );
    expect(itemOf(moved, dragged.techniqueId).windowFixed).toBe(true);
    await board("90 days").getByText(dragged.techniqueId, { exact: true }).waitFor();

    await card(dragged.techniqueId).focus();
    await page.keyboard.press("Shift+ArrowLeft");
    await expectPlan(casemate, (plan) => itemOf(plan, dragged.techniqueId).window === "60");
    await board("60 days").getByText(dragged.techniqueId, { exact: true }).waitFor();
    await page.getByRole("button", { name: `Move or edit ${dragged.techniqueId}` }).click();
    await page.getByRole("menuitem", { name: "Beyond" }).click();
    await expectPlan(casemate, (plan) => itemOf(plan, dragged.techniqueId).window === "beyond");
    await casemate.setTheme("dark");
    await casemate.setSize(1280, 800);
    await casemate.screenshot("board-dark-1280");
    await expectAccessible(casemate);
    await card(dragged.techniqueId).focus();
    await page.keyboard.press("Delete");
    const back = await expectPlan(
      casemate,
      (plan) => !itemOf(plan, dragged.techniqueId).windowFixed,
    );
    expect(back.items).toEqual(before.items);
  });

  test("follows its capacity, and answers what other numbers would bring", async () => {
    const casemate = await launchSample({ size: { width: 1440, height: 900 }, theme: "light" });
    const { page } = casemate;
    await openPlan(casemate);
    const before = await planOf(casemate);
    const chart = page.getByRole("region", { name: "Expected coverage" });
    const percentOf = (plan: Plan) => plan.windows[0]?.expected.percent ?? 0;
    await chart.getByText(percentOf(before).toFixed(1)).first().waitFor();
    await page.getByRole("button", { name: "Plan", exact: true }).click();
    await page.getByRole("menuitem", { name: "Capacity and money…" }).click();
    const dialog = page.getByRole("dialog");
    await dialog.getByLabel("Engineers").fill(String(before.settings.engineers + 2));
    await dialog.getByLabel("Price of a person-day (empty: none)").fill("800");
    await casemate.screenshot("plan-settings-light");
    await expectAccessible(casemate);
    await dialog.getByRole("button", { name: "Save" }).click();
    const after = await expectPlan(
      casemate,
      ({ settings }) => settings.engineers === before.settings.engineers + 2,
    );
    expect(percentOf(after)).toBeGreaterThan(percentOf(before));
    await chart.getByText(percentOf(after).toFixed(1)).first().waitFor();
    const spent = after.windows[0]?.plannedDays ?? 0;
    expect(after.windows[0]?.cost.labour).toBeCloseTo(spent * 800, 6);

    await page.getByRole("button", { name: "Undo" }).click();
    await expectPlan(casemate, ({ settings }) => settings.engineers === before.settings.engineers);

    await page.getByRole("radio", { name: "What if" }).check();
    const whatIf = page.getByRole("region", { name: "What if" });
    await whatIf.getByLabel("Engineers").fill("1");
    await whatIf.getByLabel("Days", { exact: true }).fill("45");
    const { assessmentId } = await answerOf(casemate);
    const asked = await valueOf<{ readonly to: { readonly percent: number } }>(
      casemate,
      "plan.whatIf",
      { assessmentId, engineers: 1, days: 45 },
    );
    const people = whatIf.getByRole("region", { name: "With more or fewer people" });
    await people.getByText(`${asked.to.percent.toFixed(1)} %`).waitFor();
    await whatIf.getByLabel("Percent to reach").fill("90");
    const target = await valueOf<{ readonly gaps: number }>(casemate, "plan.target", {
      assessmentId,
      percent: 90,
    });
    await whatIf
      .getByRole("region", { name: "What a percentage takes" })
      .getByText(new RegExp(`^${String(target.gaps)} gaps?$`))
      .waitFor();
    await whatIf.getByLabel("Person-days").fill("12");
    await whatIf.getByRole("button", { name: "Find" }).click();
    const best = whatIf.getByRole("region", { name: "The best set for a budget" });
    await best.getByText("Most coverage per day first", { exact: false }).waitFor();
    await best.scrollIntoViewIfNeeded();
    await casemate.screenshot("plan-what-if-light");
  });

  test("is written in every format, and reads its status back", async () => {
    const casemate = await launchSample({ size: { width: 1440, height: 900 }, theme: "light" });
    const { page, home } = casemate;
    await openPlan(casemate);
    const plan = await planOf(casemate);
    const folder = join(home, "tmp");
    const written: readonly (readonly [label: RegExp, name: string])[] = [
      [/^YAML/, "plan.yaml"],
      [/^Excel workbook/, "plan.xlsx"],
      [/^CSV\s*one line/, "plan.csv"],
      [/^CSV for an issue tracker/, "plan-issues.csv"],
      [/^JSON/, "plan.json"],
    ];
    for (const [label, name] of written) {
      await casemate.answerDialogs([join(folder, name)]);
      await page.getByRole("button", { name: "Export", exact: true }).first().click();
      await page.getByRole("menuitem", { name: label }).click();
      await page.getByText(join(folder, name)).first().waitFor();
      expect(existsSync(join(folder, name))).toBe(true);
    }
    expect(readFileSync(join(folder, "plan.yaml"), "utf8")).toContain(
      "threat_model_remediation_plan:",
    );
    expect(readFileSync(join(folder, "plan.xlsx")).subarray(0, 2).toString()).toBe("PK");

    // What a manager does: the first line of the plan is done, and somebody owns it.
    const path = join(folder, "plan.csv");
    const text = readFileSync(path, "utf8");
    const [first] = plan.items;
    if (first === undefined) throw new Error("The plan is empty.");
    const answered = join(folder, "answered.csv");
    writeFileSync(
      answered,
      `Technique,Domain,Status,Owner\r\n${first.techniqueId},${first.domain},Done,C. Owner\r\n`,
    );
    ownFile(answered);
    expect(text).toContain(first.techniqueId);
    await casemate.answerDialogs([answered]);
    await page.getByRole("button", { name: "Plan", exact: true }).click();
    await page.getByRole("menuitem", { name: /Import status/ }).click();
    const done = await expectPlan(casemate, (now) =>
      now.items.some(({ status, owner }) => status === "done" && owner === "C. Owner"),
    );
    expect(itemOf(done, first.techniqueId).status).toBe("done");
  });
});
