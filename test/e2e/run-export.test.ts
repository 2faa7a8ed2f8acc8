import { copyFileSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import type { Run, TestCase } from "../../src/shared/model/emulation.ts";
import { bareCase, toldCase } from "../emulation/export-support.ts";
import { openWorkbench } from "../support/workbench.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";
import { expectAccessible } from "./support/accessibility.ts";
import { dropFiles } from "./support/drop.ts";
import { launchCasemate, ownFile } from "./support/launch.ts";
import { prepareWorkspace } from "./support/prepared-workspace.ts";
import { valueOf } from "./support/sample.ts";

const hidden = [
  "DC01",
  "jdoe",
  "Sentinel",
  "Zeek",
  "LSASS memory access",
  "Mira Falk",
  "second line",
];

test("a run leaves redacted, and as a package that comes back and is merged by decision", async () => {
  const sent = join(temporaryFolder(), "sent.casemate-run");
  const prepared = await prepareWorkspace(async (client) => {
    await client.assessments.create({ name: "Amber Quay, Q4" });
    const [environment] = await client.environments.list({});
    const run = await client.emulation.addRun({
      environmentId: environment?.id ?? 0,
      run: {
        name: "Purple day",
        who: "Mira Falk",
        tool: "Atomic Red Team",
        startedAt: "2026-11-12T09:00:00.000Z",
        endedAt: null,
        version: "18.1",
        notes: "",
      },
    });
    const cases = await client.emulation.addCases({
      runId: run.id,
      cases: [
        { ...toldCase, name: "Dump LSASS on DC01" },
        bareCase,
        { ...bareCase, name: "Third" },
      ],
    });
    await client.emulation.export({ runIds: [run.id], format: "package", path: sent });
    await client.emulation.editCases({
      ids: cases.slice(1).map(({ id }) => id),
      change: { outcome: "missed", blueNotes: "nothing in the SIEM" },
      who: "Mira Falk",
    });
  });
  // The blue team's laptop says otherwise of one of them, and more of another.
  const blue = await openWorkbench();
  await blue.client.emulation.merge({ path: sent, decisions: [], who: "" });
  const [run] = await blue.client.emulation.runs({});
  const theirs = await blue.client.emulation.cases({ runId: run?.id ?? 0 });
  const idOf = (name: string) => theirs.find((one) => one.name === name)?.id ?? 0;
  const say = (name: string, change: object) =>
    blue.client.emulation.editCases({ ids: [idOf(name)], change, who: "Jo Blue" });
  await say("Bare", { outcome: "logged", blueNotes: "found in Zeek" });
  await say("Third", { host: "WS-7" });
  await say("Dump LSASS on DC01", { redNotes: "as SYSTEM" });
  const back = join(prepared.home, "Documents", "back.casemate-run");
  const filled = join(temporaryFolder(), "back.casemate-run");
  await blue.client.emulation.export({ runIds: [run?.id ?? 0], format: "package", path: filled });
  copyFileSync(filled, back);
  ownFile(back);

  const casemate = await launchCasemate({
    ...prepared,
    size: { width: 1280, height: 800 },
    theme: "light",
  });
  const { page } = casemate;
  await page.getByRole("navigation").getByText("Emulation").click();
  const runs = page.getByRole("grid", { name: "Runs" });
  await runs.getByText("Purple day").waitFor();
  await runs.focus();
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Enter");
  await page
    .getByRole("grid", { name: /^Test cases of/ })
    .getByText("Third")
    .waitFor();
  const openExport = async () => {
    await page.getByRole("button", { name: "More about the run" }).click();
    await page.getByRole("menuitem", { name: "Export run…" }).click();
    return page.getByRole("dialog", { name: "How should “Purple day” be exported?" });
  };

  // Redacted: what is hidden is shown before it is written, and is not in the file.
  let dialog = await openExport();
  await dialog.getByText("Everything that is said of the test cases").waitFor();
  await casemate.screenshot("run-export-light");
  await dialog.getByRole("combobox", { name: "Hide" }).click();
  await page.getByRole("option", { name: "For a partner" }).click();
  await dialog.getByText(/^Hidden: .*Hosts \(3\)/).waitFor();
  const sample = dialog.getByRole("table", { name: "The test case that changes most" });
  await sample.getByRole("cell", { name: "Host 1", exact: true }).waitFor();
  await dialog.getByRole("button", { name: "Choose what is hidden" }).click();
  await expectAccessible(casemate);
  await casemate.screenshot("run-export-redacted-light");
  await casemate.setSize(1920, 1080);
  await casemate.setTheme("dark");
  await casemate.screenshot("run-export-redacted-dark-1920");
  const redacted = join(prepared.home, "Documents", "partner.json");
  await casemate.answerDialogs([redacted]);
  await dialog.getByRole("button", { name: "Export redacted" }).click();
  await dialog.waitFor({ state: "detached" });
  await page.getByText(`written to ${redacted}`).waitFor();
  const text = readFileSync(redacted, "utf8");
  expect(text).toContain('"outcome": "alerted"');
  expect(text).toContain("Host 1");
  expect(hidden.filter((value) => text.toLowerCase().includes(value.toLowerCase()))).toEqual([]);

  // The profile is remembered, and a package holds everything where nothing is hidden.
  dialog = await openExport();
  await expect
    .poll(() => dialog.getByRole("combobox", { name: "Hide" }).inputValue())
    .toBe("For a partner");
  await dialog.getByRole("combobox", { name: "Hide" }).click();
  await page.getByRole("option", { name: /^Nothing/ }).click();
  await dialog.getByRole("radio", { name: /^Run package/ }).check();
  const out = join(prepared.home, "Documents", "out.casemate-run");
  await casemate.answerDialogs([out]);
  await dialog.getByRole("button", { name: "Export", exact: true }).click();
  await dialog.waitFor({ state: "detached" });
  await page.getByText(`written to ${out}`).waitFor();
  expect(statSync(out).mode & 0o777).toBe(0o600);

  // What came back is dropped, asked about where both changed the same, and merged.
  await dropFiles(casemate, [back]);
  dialog = page.getByRole("dialog", { name: "Merge back.casemate-run?" });
  await dialog.getByText("2 fields changed there alone, taken over").waitFor();
  const merge = dialog.getByRole("button", { name: "Merge", exact: true });
  expect(await merge.isDisabled()).toBe(true);
  await casemate.screenshot("run-merge-dark-1920");
  await casemate.setSize(1280, 800);
  await dialog
    .getByRole("radiogroup", { name: "Bare: Outcome" })
    .getByRole("radio", { name: "Theirs" })
    .check();
  await dialog.getByText("1 of 2 decided").waitFor();
  // By keyboard: into the next choice, and along it.
  await dialog
    .getByRole("radiogroup", { name: "Bare: Blue notes" })
    .getByRole("radio", { name: "Ours" })
    .check();
  await page.keyboard.press("ArrowRight");
  await page.keyboard.press("ArrowRight");
  await expectAccessible(casemate);
  await casemate.screenshot("run-merge-dark");
  await casemate.setTheme("light");
  await casemate.screenshot("run-merge-light");
  await merge.click();
  await dialog.waitFor({ state: "detached" });
  await page.getByRole("heading", { name: /back\.casemate-run/ }).waitFor();
  const [merged] = await valueOf<Run[]>(casemate, "emulation.runs", {});
  const cases = await valueOf<TestCase[]>(casemate, "emulation.cases", { runId: merged?.id });
  expect(cases).toMatchObject([
    { redNotes: "as SYSTEM", outcome: "alerted" },
    { outcome: "logged", blueNotes: "nothing in the SIEM\nfound in Zeek" },
    { outcome: "missed", host: "WS-7" },
  ]);
});
