import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { expect, test } from "vitest";
import { z } from "zod";
import { aTestCaseContent } from "../../src/main/emulation/read-emulation.ts";
import { attackId, domain } from "../../src/shared/model/attack-id.ts";
import { expectAccessible } from "./support/accessibility.ts";
import { type Casemate, launchCasemate } from "./support/launch.ts";
import { prepareWorkspace } from "./support/prepared-workspace.ts";

const sample = resolve("../shared/data/samples/vectr/DEMO_PURPLE_CE.csv");
const file = join(import.meta.dirname, "../emulation/expected/trends.json");
const expected = z
  .object({
    tactics: z.record(z.string(), z.object({ outcomes: z.record(z.string(), z.number()) })),
    techniques: z.record(z.string(), z.object({ stale: z.number() })),
    firstAndLast: z.object({ changes: z.record(z.string(), z.number()) }),
  })
  .parse(JSON.parse(readFileSync(file, "utf8")));

const rules = `Rule ID,Rule name,Technique IDs,State
r1,Encoded PowerShell,T1059.001,enabled
r2,LSASS memory read,T1003.001,enabled
r3,Never tried,T1047,enabled
`;

/** Yesterday, some minutes after nine. */
function yesterday(minutes: number): string {
  const day = new Date(Date.now() - 86_400_000).toISOString().slice(0, 10);
  return `${day}T09:${String(minutes).padStart(2, "0")}:00.000Z`;
}

/** VECTR's five quarters, and a week of our own whose rules are in the inventory. */
function prepareQuarters() {
  return prepareWorkspace(async (client) => {
    const { id: assessmentId } = await client.assessments.create({ name: "Amber Quay" });
    for (const id of ["G0046", "G0007"]) {
      await client.actors.choose({
        assessmentId,
        actor: { kind: "group", domain: domain.parse("enterprise-attack"), id: attackId.parse(id) },
        weight: 1,
        reason: "",
      });
    }
    await client.emulation.import({ paths: [sample] });
    const path = join((await client.workspace.current({}))?.path ?? "", "../rules.csv");
    writeFileSync(path, rules);
    await client.detections.import({ paths: [path] });
    const [environment] = await client.environments.list({});
    const { id: runId } = await client.emulation.addRun({
      environmentId: environment?.id ?? 0,
      run: {
        name: "Purple week 2",
        who: "Red team",
        tool: "Atomic Red Team",
        startedAt: yesterday(0),
        endedAt: null,
        version: null,
        notes: "",
      },
    });
    const aTest = (name: string, written: string, minute: number) => ({
      source: "own" as const,
      testKey: name,
      name,
      written,
      host: "WS-014",
      startAt: yesterday(minute),
      endAt: yesterday(minute),
    });
    await client.emulation.addCases({
      runId,
      cases: [
        aTestCaseContent({
          ...aTest("Encoded command", "T1059.001", 10),
          outcome: "alerted",
          alertAt: yesterday(14),
          fired: { id: null, name: "encoded powershell" },
        }),
        aTestCaseContent({
          ...aTest("Download cradle", "T1059.001", 20),
          outcome: "alerted",
          alertAt: yesterday(51),
          fired: { id: null, name: "Encoded PowerShell" },
        }),
        aTestCaseContent({ ...aTest("Dump LSASS", "T1003.001", 30), outcome: "missed" }),
        aTestCaseContent(aTest("Spearphishing", "T1566.001", 40)),
      ],
    });
  });
}

async function pictures(casemate: Casemate, name: string): Promise<void> {
  for (const [theme, width, height] of [
    ["dark", 1920, 1080],
    ["light", 1280, 800],
  ] as const) {
    await casemate.setTheme(theme);
    await casemate.setSize(width, height);
    await casemate.page.waitForTimeout(250);
    await casemate.screenshot(`emulation-${name}-${theme}-${String(width)}`);
  }
}

test.skipIf(!existsSync(sample))(
  `what tests say is drawn, compared, laid over the matrix and told of rules, each leading to its cases (${sample} is missing)`,
  async () => {
    const casemate = await launchCasemate({
      ...(await prepareQuarters()),
      size: { width: 1280, height: 800 },
      theme: "light",
    });
    const { page } = casemate;
    const dialog = page.getByRole("dialog");
    const screens = page.getByRole("navigation", { name: "Screens" });
    await screens.getByText("Emulation", { exact: true }).click();
    await page.getByRole("tab", { name: "Trends" }).click();

    // Outcomes by tactic: a part of a bar opens to exactly its cases.
    const byTactic = page.getByRole("region", { name: "Outcomes by tactic" });
    const missed = expected.tactics["initial-access"]?.outcomes["missed"] ?? 0;
    const part = byTactic.getByRole("button", {
      name: `Initial Access: Missed, ${String(missed)}`,
    });
    await part.waitFor();
    await pictures(casemate, "trends");
    await expectAccessible(casemate);
    await part.click();
    await dialog.getByText(`Initial Access, missed: ${String(missed)} test cases`).waitFor();
    expect(await dialog.getByRole("grid").getAttribute("aria-rowcount")).toBe(String(missed + 1));
    await casemate.screenshot("emulation-trends-cases");
    await page.keyboard.press("Escape");
    await dialog.waitFor({ state: "detached" });

    // By keys alone: arrows move among the parts, Enter opens.
    await part.focus();
    await page.keyboard.press("ArrowLeft");
    const logged = expected.tactics["initial-access"]?.outcomes["logged"] ?? 0;
    await page.keyboard.press("Enter");
    await dialog.getByText(`Initial Access, logged only: ${String(logged)} test cases`).waitFor();
    await page.keyboard.press("Escape");
    await dialog.waitFor({ state: "detached" });

    // The table holds what the chart draws, and its rows open as well.
    const rate = page.getByRole("region", { name: "Detection rate over runs" });
    await rate.getByRole("button", { name: "Show as table" }).click();
    // 1 alert in time of the three verdicts of our own week; 77 of 153 in VECTR's last quarter.
    await rate.getByRole("gridcell", { name: "1 of 3, 33 %" }).first().waitFor();
    await rate.getByRole("gridcell", { name: "77 of 153, 50 %" }).waitFor();
    await rate.getByRole("row", { name: /Purple week 2/ }).click();
    await dialog.getByText("Purple week 2: 4 test cases").waitFor();
    await dialog.getByRole("row", { name: /Download cradle/ }).click();
    await dialog.waitFor({ state: "detached" });
    await page.getByRole("heading", { name: "Purple week 2" }).waitFor();

    // The last quarter against the first of VECTR's, by an independent count.
    await page.keyboard.press("Control+1");
    await page.keyboard.press("Control+7");
    await page.getByRole("tab", { name: "Compare" }).click();
    const choose = async (side: string, run: string) => {
      const field = page.getByRole("combobox", { name: side }).or(page.getByLabel(side)).first();
      await field.click();
      for (let index = 0; index < 2; index += 1) await page.keyboard.press("Backspace");
      await field.fill(run);
      await page.getByRole("option", { name: run }).click();
      await page.keyboard.press("Escape");
    };
    await choose("Before", "2017 Q1");
    await choose("After", "2019 Q1");
    const figures = page.getByRole("region", { name: "The comparison in figures" });
    const { better = 0, worse = 0 } = expected.firstAndLast.changes;
    await figures.getByText(`of 153 tests`).first().waitFor();
    const told = async (word: string) =>
      figures.locator(".figure", { hasText: word }).locator(".figure-value").first().textContent();
    expect([await told("Better"), await told("Worse")]).toEqual([String(better), String(worse)]);
    await pictures(casemate, "compare");
    await expectAccessible(casemate);
    await page.getByRole("grid", { name: "Tests" }).getByRole("row").nth(1).click();
    await dialog.getByRole("button", { name: /2019 Q1/ }).waitFor();
    await page.keyboard.press("Escape");
    await dialog.waitFor({ state: "detached" });

    // The matrix: what holds of each technique.
    await page.keyboard.press("Control+5");
    await page.locator(".matrix-cell").first().waitFor();
    await page.getByRole("radio", { name: "Emulation", exact: true }).check({ force: true });
    const cell = page.locator('.matrix-cell[data-id="T1059"]').first();
    await cell.waitFor();
    await pictures(casemate, "matrix");
    const legend = page.getByRole("group", { name: "Legend, filters the matrix" });
    await legend.getByRole("button", { name: /^Missed/ }).click();
    await page.waitForTimeout(100);
    await legend.getByRole("button", { name: "Show all" }).click();

    // Rules: proven, did not fire, never tested; each with its test cases.
    await page.keyboard.press("Control+4");
    const inventory = page.getByRole("grid", { name: /Detections of/ });
    await inventory.getByRole("row", { name: /Encoded PowerShell/ }).waitFor();
    const rowOf = (name: string) => inventory.getByRole("row", { name: new RegExp(name) });
    await rowOf("LSASS memory read").getByText("Did not fire").waitFor();
    await rowOf("Never tried").getByText("Never tested").waitFor();
    await rowOf("Encoded PowerShell").getByText(yesterday(0).slice(0, 10)).waitFor();
    await rowOf("Encoded PowerShell").click();
    const proof = page.getByRole("region", { name: "Tests of this rule" });
    await proof.getByText(/Last proven/).waitFor();
    await pictures(casemate, "proof");
    await page.getByRole("button", { name: "T1059.001" }).first().click();

    // The inspector: the verdict, and each test case with its standing, which opens in its run.
    // VECTR's tests of it were met years ago.
    const stale = String(expected.techniques["T1059.001"]?.stale ?? 0);
    const inspector = page.getByRole("complementary");
    await inspector.getByText(`1 of 2 tests met, ${stale} stale.`).waitFor();
    await inspector.getByText("counts as logged").scrollIntoViewIfNeeded();
    await pictures(casemate, "inspector");
    await expectAccessible(casemate);
    await inspector.getByRole("button", { name: "Download cradle" }).click();
    await page.getByRole("heading", { name: "Purple week 2" }).waitFor();

    // What tests are held to is a setting, and what it does shows at once.
    await casemate.setSize(1920, 1080);
    await screens.getByText("Settings", { exact: true }).click();
    const sla = page.getByLabel("Alert SLA, minutes");
    await sla.fill("60");
    await page
      .getByRole("combobox", { name: "Tactics of which a trace is enough" })
      .scrollIntoViewIfNeeded();
    await casemate.screenshot("emulation-settings");
    await page.getByRole("button", { name: "Save", exact: true }).click();
    await page.getByText("Saved the settings").first().waitFor();
    await inspector.getByText(`2 of 2 tests met, ${stale} stale.`).waitFor();
  },
);
