import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "csv-parse/sync";
import { describe, expect, test } from "vitest";
import type { Plan } from "../../src/shared/model/plan.ts";
import type { TelemetrySource } from "../../src/shared/model/telemetry.ts";
import { expectAccessible } from "./support/accessibility.ts";
import { type Casemate, ownFile } from "./support/launch.ts";
import { answerOf, launchSample, valueOf } from "./support/sample.ts";

async function planOf(casemate: Casemate): Promise<Plan> {
  const { assessmentId } = await answerOf(casemate);
  return valueOf<Plan>(casemate, "plan.get", { assessmentId });
}

async function openPlan({ page }: Casemate): Promise<void> {
  await page.keyboard.press("Control+6");
  await page.getByRole("grid", { name: "Gaps" }).waitFor();
}

async function importStatus(casemate: Casemate, name: string, lines: readonly string[]) {
  const path = join(casemate.home, "tmp", name);
  writeFileSync(path, lines.join("\r\n"));
  ownFile(path);
  await casemate.answerDialogs([path]);
  await casemate.page.getByRole("button", { name: "Plan", exact: true }).click();
  await casemate.page.getByRole("menuitem", { name: /Import status/ }).click();
}

describe("a plan that was agreed on", () => {
  test("shows its slip when fewer people work on it", async () => {
    const casemate = await launchSample({ size: { width: 1440, height: 900 }, theme: "light" });
    const { page } = casemate;
    await openPlan(casemate);
    await page.getByRole("button", { name: "Plan", exact: true }).click();
    await page.getByRole("menuitem", { name: "Agree on this plan" }).click();
    await page.getByText("Agreed on the plan as it is now").waitFor();
    const agreed = await planOf(casemate);
    expect(agreed.items.every(({ slip }) => slip === null)).toBe(true);

    await page.getByRole("button", { name: "Plan", exact: true }).click();
    await page.getByRole("menuitem", { name: "Capacity and money…" }).click();
    const dialog = page.getByRole("dialog");
    const engineers = dialog.getByLabel("Engineers");
    await engineers.click();
    await page.keyboard.press("Control+a");
    // With a decimal comma, as half of the world writes it.
    await page.keyboard.type("0,5");
    await dialog.getByText("10 person-days in each window").waitFor();
    await dialog.getByRole("button", { name: "Save" }).click();
    await dialog.waitFor({ state: "detached" });
    const slipped = await planOf(casemate);
    expect(slipped.settings.engineers).toBe(0.5);
    // A window later is 30 days later; what fits into none fell out.
    const order = ["30", "60", "90", "beyond"];
    const windowOf = new Map(agreed.items.map(({ techniqueId, window }) => [techniqueId, window]));
    const behind = slipped.items.map(({ techniqueId, window }) => {
      const windows = order.indexOf(window) - order.indexOf(windowOf.get(techniqueId) ?? window);
      return windows <= 0
        ? null
        : window === "beyond"
          ? "Fell out of the plan"
          : `${String(30 * windows)} days later`;
    });
    const [later, fell] = [/later$/, /^Fell/].map((word) =>
      behind.filter((words) => words !== null && word.test(words)),
    );
    expect(later?.length).toBeGreaterThan(0);
    expect(fell?.length).toBeGreaterThan(0);
    await page.getByRole("radio", { name: "Board" }).check();
    const board = page.getByRole("region", { name: "60 days", exact: true });
    await board.getByText("30 days later").first().waitFor();
    const counts = async (name: string) =>
      (await page.getByRole("region", { name, exact: true }).innerText()).match(/days later/g)
        ?.length ?? 0;
    expect((await counts("30 days")) + (await counts("60 days")) + (await counts("90 days"))).toBe(
      later?.length,
    );
    await casemate.screenshot("plan-slip-board-light");
    await page.getByRole("radio", { name: "Table" }).check();
    await page.getByRole("columnheader", { name: "Slip" }).waitFor();
    await casemate.screenshot("plan-slip-light");
  });
});

describe("status that comes from a tracker", () => {
  test("is listed line by line and leaves nothing when its import is undone", async () => {
    const casemate = await launchSample({ size: { width: 1280, height: 800 }, theme: "light" });
    const { page } = casemate;
    await openPlan(casemate);
    const before = await planOf(casemate);
    const [a, b, c] = before.items;
    if (a === undefined || b === undefined || c === undefined) throw new Error("No plan.");
    const id = (item: typeof a) => `casemate:${item.domain}:${item.techniqueId}`;
    // As Jira gives it: its own order, further columns, a status that it alone knows, a line too many.
    await importStatus(casemate, "jira.csv", [
      "Issue key,Resolution,Custom field (External ID),Assignee,Summary,Status,Sprint",
      `SOC-1,Done,${id(a)},C. Owner,${a.techniqueId},Done,1`,
      `SOC-2,Won't Do,${id(b)},,${b.techniqueId},Closed,1`,
      `SOC-3,,${id(c)},,${c.techniqueId},Waiting for CAB,2`,
      "SOC-4,,,,Buy a coffee machine,To Do,2",
    ]);
    await page.getByRole("button", { name: "Undo import" }).waitFor();
    const words = await page.locator("main").innerText();
    expect(words).toContain("Waiting for CAB");
    await casemate.screenshot("plan-status-report-light");
    await expectAccessible(casemate);
    const told = await planOf(casemate);
    const statusOf = (plan: Plan, item: typeof a) =>
      plan.items.find(({ techniqueId }) => techniqueId === item.techniqueId);
    expect(statusOf(told, a)).toMatchObject({ status: "done", owner: "C. Owner" });
    // Closed without being done: it left the plan.
    expect(statusOf(told, b)?.status).toBe("dropped");
    expect(statusOf(told, c)?.status).toBe("planned");
    await page.getByRole("button", { name: "Undo import" }).click();
    await page.getByRole("dialog").getByRole("button", { name: "Undo import" }).click();
    await expect
      .poll(async () => (await planOf(casemate)).items, { timeout: 30_000 })
      .toEqual(before.items);
  });

  test("moves the log source that is paid once, and the gaps that it opens", async () => {
    const casemate = await launchSample({ size: { width: 1280, height: 800 }, theme: "light" });
    const { page } = casemate;
    // Of the sample's log sources one is left: gaps wait for the others.
    const stated = await valueOf<TelemetrySource[]>(casemate, "telemetry.list", {
      environmentId: 1,
    });
    await valueOf(casemate, "telemetry.remove", { ids: stated.slice(1).map(({ id }) => id) });
    await openPlan(casemate);
    const before = await planOf(casemate);
    const source = before.logSources.find(({ opens }) => opens.length > 1);
    if (source === undefined) throw new Error("No log source opens several gaps.");

    const path = join(casemate.home, "tmp", "plan-issues.csv");
    await casemate.answerDialogs([path]);
    await page.getByRole("button", { name: "Export", exact: true }).first().click();
    await page.getByRole("menuitem", { name: /^CSV for an issue tracker/ }).click();
    await page.getByText(path).first().waitFor();
    const issues: Record<string, string>[] = parse(readFileSync(path), {
      columns: true,
      bom: true,
    });
    expect(issues).toHaveLength(before.logSources.length + before.items.length);
    const issue = issues.find(({ Summary }) => Summary === `Collect ${source.name}`);
    expect(issue).toMatchObject({
      Status: "To Do",
      "Original Estimate (days)": String(source.days),
    });
    for (const { techniqueId, name } of source.opens) {
      expect(issue?.["Description"]).toContain(`- ${techniqueId} ${name}`);
    }
    const waiting = issues.filter((one) => one["Blocked By"] === issue?.["External ID"]);
    expect(waiting).toHaveLength(source.opens.length);

    // As GitHub gives it: no field of ours, but the title.
    await importStatus(casemate, "github.csv", [
      "number,title,state,stateReason,assignees",
      `7,Collect ${source.name},CLOSED,COMPLETED,log-team`,
    ]);
    await page.getByRole("button", { name: "Undo import" }).waitFor();
    const done = await planOf(casemate);
    const after = done.logSources.find(({ name }) => name === source.name);
    expect(after).toMatchObject({ status: "done", owner: "log-team", doneOn: done.today });
    // Its days are spent; what waits for it can be worked on.
    const total = (plan: Plan) => plan.curve.at(-1)?.personDays ?? 0;
    expect(total(before) - total(done)).toBeCloseTo(source.days, 6);
    const opened = done.items.filter(({ logSource }) => logSource === source.name);
    expect(opened.every(({ steps }) => steps[0]?.state === "done")).toBe(true);

    await openPlan(casemate);
    await page.getByRole("radio", { name: /^Log sources/ }).check();
    const row = page
      .getByRole("grid", { name: "Log sources of the plan" })
      .getByRole("row", { name: new RegExp(`${source.name}.*Done.*log-team`) });
    await row.getByRole("checkbox").check();
    await casemate.screenshot("plan-log-sources-light");
    await expectAccessible(casemate);
    await page.getByRole("button", { name: "Work", exact: true }).click();
    await page.getByRole("menuitem", { name: "Dropped" }).click();
    await expect
      .poll(
        async () =>
          (await planOf(casemate)).items.filter(
            ({ logSource, window }) => logSource === source.name && window !== "beyond",
          ).length,
        { timeout: 30_000 },
      )
      .toBe(0);
    await page.getByRole("button", { name: "Work", exact: true }).click();
    await page.getByRole("menuitem", { name: "Done" }).click();
    await expect
      .poll(async () => (await planOf(casemate)).curve.at(-1)?.personDays, { timeout: 30_000 })
      .toBe(done.curve.at(-1)?.personDays);
    await page.getByRole("button", { name: "Show gaps" }).click();
    await page.getByText(`waiting for ${source.name}, show all`, { exact: false }).waitFor();
    const [first] = opened;
    await page
      .getByRole("grid", { name: "Gaps" })
      .getByRole("row", { name: new RegExp(first?.techniqueId ?? "") })
      .click();
    const steps = page.getByRole("list", { name: "Steps" }).getByRole("listitem");
    expect(await steps.nth(0).innerText()).toBe(
      `Collect ${source.name} ${String(source.days)} days, paid once, done`,
    );
    expect(await steps.count()).toBe(3);
    await casemate.screenshot("plan-steps-light");
    await expectAccessible(casemate);
  });
});

test("what is no number has no answer, and a number beyond what there is goes back into it", async () => {
  const casemate = await launchSample({ size: { width: 1280, height: 800 }, theme: "light" });
  const { page } = casemate;
  await openPlan(casemate);
  await page.getByRole("radio", { name: "What if" }).check();
  const whatIf = page.getByRole("region", { name: "What if" });
  const people = whatIf.getByRole("region", { name: "With more or fewer people" });
  const { assessmentId } = await answerOf(casemate);
  const put = async (label: string, text: string) => {
    await whatIf.getByLabel(label, { exact: true }).click();
    await page.keyboard.press("Control+a");
    await page.keyboard.press("Delete");
    await page.keyboard.type(text);
  };
  for (const text of ["0", "-3", "", "1000000000"]) {
    await put("Engineers", text);
    await people.getByText("Engineers: a number from 0.1 to 100,000.").waitFor();
    expect(await people.innerText()).not.toContain("→");
  }
  await casemate.screenshot("plan-nonsense-light");
  await expectAccessible(casemate);
  await page.keyboard.press("Tab");
  expect(await whatIf.getByLabel("Engineers").inputValue()).toBe("100000");
  await put("Engineers", "0,5");
  const half = await valueOf<{ to: { percent: number } }>(casemate, "plan.whatIf", {
    assessmentId,
    engineers: 0.5,
    days: 60,
  });
  await people.getByText(`${half.to.percent.toFixed(1)} %`).waitFor();
  await put("Days", "1,5");
  await people.getByText("Days: a whole number from 1 to 3,650.").waitFor();
  await put("Percent to reach", "101");
  await whatIf.getByText("Percent: a number from 0 to 100.").waitFor();
  await put("Percent to reach", "80");
  const { gaps } = await valueOf<{ gaps: number }>(casemate, "plan.target", {
    assessmentId,
    percent: 80,
  });
  await whatIf.getByText(`${String(gaps)} gaps`, { exact: true }).waitFor();
});
