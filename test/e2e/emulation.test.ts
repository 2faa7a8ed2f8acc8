import { createHash } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import type { AssessmentResult } from "../../src/shared/model/assessment.ts";
import type { Run, TestCase } from "../../src/shared/model/emulation.ts";
import { actorRef } from "../../src/shared/model/actor.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";
import { expectAccessible } from "./support/accessibility.ts";
import { dropFiles } from "./support/drop.ts";
import { launchCasemate, ownFile } from "./support/launch.ts";
import { prepareWorkspace } from "./support/prepared-workspace.ts";
import { answerOf, valueOf } from "./support/sample.ts";

/** What Invoke-AtomicRedTeam logged: six executions on two hosts. */
const log = [
  '"Execution Time (UTC)","Execution Time (Local)","Technique","Test Number","Test Name","Hostname","IP Address","Username","GUID","ProcessId","ExitCode"',
  ...[
    ["09:02:00", "T1566.001", "Download Macro-Enabled Phishing Attachment", "WS-014", "114ccff9"],
    ["09:10:00", "T1059.001", "Mimikatz", "WS-014", "f3132740"],
    ["09:21:00", "T1053.005", "Scheduled Task Startup Script", "WS-014", "fec27f65"],
    ["09:47:00", "T1547.001", "Reg Key Run", "WS-014", "e55be3fd"],
    ["10:05:00", "T1082", "System Information Discovery", "SRV-003", "66703791"],
    ["10:14:00", "T1105", "certutil download", "SRV-003", "dd3b61dd"],
  ].map(
    ([time = "", technique = "", name = "", host = "", guid = ""], index) =>
      `"2026-11-12T${time}Z","2026-11-12T${time}Z","${technique}","${String(index + 1)}","${name}","${host}","10.0.0.4","CORP\\ann","${guid}-3a3a-4ff2-8f2c-1fd4b0d4c6d1","4242","0"`,
  ),
].join("\r\n");

/** An edit is stored while answers are computed anew. */
const patient = { timeout: 20_000 };

const fin7 = actorRef.parse({ kind: "group", domain: "enterprise-attack", id: "G0046" });

test("a run is assessed by keyboard alone, undone, proven by files, and moves coverage", async () => {
  const prepared = await prepareWorkspace(async (client) => {
    const { id: assessmentId } = await client.assessments.create({ name: "Amber Quay, Q4" });
    await client.actors.choose({ assessmentId, actor: fin7, weight: 1, reason: "" });
    const path = join(temporaryFolder(), "Invoke-AtomicTest-ExecutionLog.csv");
    writeFileSync(path, log);
    await client.emulation.import({ paths: [path] });
  });
  const evidence = join(prepared.home, "Documents", "siem-alert-0947.json");
  writeFileSync(evidence, '{"rule":"Run key modification"}\n');
  ownFile(evidence);
  const sha256 = createHash("sha256").update(readFileSync(evidence)).digest("hex");

  const casemate = await launchCasemate({
    ...prepared,
    size: { width: 1440, height: 900 },
    theme: "dark",
  });
  const { page } = casemate;
  const press = async (...keys: readonly string[]) => {
    for (const key of keys) await page.keyboard.press(key);
  };
  const runs = await valueOf<Run[]>(casemate, "emulation.runs", {});
  const runId = runs[0]?.id ?? 0;
  const listCases = () => valueOf<TestCase[]>(casemate, "emulation.cases", { runId });
  const listOutcomes = async () => (await listCases()).map(({ outcome }) => outcome);

  await page.getByRole("navigation", { name: "Screens" }).waitFor();
  await press("Control+7");
  await page.getByRole("grid", { name: "Runs" }).waitFor();
  await casemate.screenshot("emulation-runs-dark");
  await page.getByRole("grid", { name: "Runs" }).focus();
  await press("ArrowDown", "Enter");
  const table = page.getByRole("grid", { name: /^Test cases of/ });
  await table.getByText("Reg Key Run").waitFor();
  await expect
    .poll(() => table.evaluate((each) => each === document.activeElement), patient)
    .toBe(true);

  // The first word asks whose it is, and is then given.
  await press("j", "1");
  const question = page.getByRole("dialog", { name: "Whose word is it?" });
  await question.getByLabel("Your name").fill("Ann");
  await press("Enter");
  await question.waitFor({ state: "detached" });
  await expect.poll(listOutcomes, patient).toContain("blocked");
  await table.focus();
  await press("7");
  await page.getByRole("heading", { name: "Mimikatz" }).waitFor();
  await press("2", "3");
  await page.getByRole("heading", { name: "Reg Key Run" }).waitFor();
  await press("4", "3");
  await expect
    .poll(listOutcomes, patient)
    .toEqual(["blocked", "alerted", "logged", "missed", "logged", "not-assessed"]);
  await page.getByRole("heading", { name: "certutil download" }).waitFor();

  // Undo and redo, one stroke each.
  await press("Control+z");
  await expect.poll(async () => (await listOutcomes())[4], patient).toBe("not-assessed");
  await press("Control+z");
  await expect.poll(async () => (await listOutcomes())[3], patient).toBe("not-assessed");
  await press("Control+Shift+z", "Control+y");
  await expect
    .poll(listOutcomes, patient)
    .toEqual(["blocked", "alerted", "logged", "missed", "logged", "not-assessed"]);

  // What the page says of coverage is what the assessment answers.
  const answered = await answerOf(casemate);
  const shares = ({ coverage }: AssessmentResult) => `${(coverage.percent ?? 0).toFixed(1)} %`;
  expect(answered.coverage.covered).toBeGreaterThan(0);
  const figures = page.getByRole("region", { name: "The run in figures" });
  await figures.getByText(`0.0 % → ${shares(answered)}`).click();
  const moved = page.getByRole("dialog", { name: "What does the run do to coverage?" });
  await moved.getByText(`With the run ${String(answered.coverage.covered)} of`).waitFor();
  const tested = answered.techniques.filter(
    ({ inDenominator, tests }) => inDenominator && (tests?.verdict ?? null) !== null,
  );
  const shown = await moved.getByRole("listitem").allTextContents();
  for (const { id } of tested) expect(shown.some((line) => line.includes(id))).toBe(true);
  await press("Escape");
  await moved.waitFor({ state: "detached" });

  // A late alert, its tools, its evidence, its notes.
  await table.getByText("Reg Key Run").click();
  const inspector = page.getByRole("complementary", { name: "Test case Reg Key Run" });
  await inspector.getByLabel("Alert", { exact: true }).fill("2026-11-12 10:18:05");
  await press("Enter");
  await table.focus();
  await press("2");
  await table.getByText("Reg Key Run").click();
  await inspector.getByText("later than the SLA of 15:00.", { exact: false }).waitFor();
  await inspector.getByRole("button", { name: "Tool", exact: true }).click();
  await inspector.getByLabel("Tool", { exact: true }).fill("EDR");
  await inspector.getByRole("button", { name: "Outcome of EDR: Not assessed" }).focus();
  await press("1");
  await inspector.getByRole("button", { name: "Outcome of EDR: Blocked" }).waitFor();
  await inspector.getByRole("radio", { name: "Log" }).click();
  await expect
    .poll(async () => (await listCases())[3]?.observations, patient)
    .toMatchObject([{ tool: "EDR", outcome: "blocked", seen: "log" }]);
  expect((await listOutcomes())[3]).toBe("alerted");
  await inspector.getByRole("button", { name: "Take blocked for the case" }).click();
  await expect
    .poll(async () => (await listCases())[3], patient)
    .toMatchObject({ outcome: "blocked", seen: "log", observations: [{ tool: "EDR" }] });
  await table.focus();
  await press("Control+z");
  await expect.poll(async () => (await listOutcomes())[3], patient).toBe("alerted");

  await casemate.answerDialogs([evidence]);
  await inspector.getByRole("button", { name: "Add files" }).click();
  await inspector.getByTitle(`SHA-256 ${sha256}`).waitFor();
  // Files that are dropped on the inspector are evidence; nothing is imported.
  const second = join(prepared.home, "Documents", "screenshot.png");
  writeFileSync(second, Buffer.from([0x89, 0x50, 0x4e, 0x47]));
  ownFile(second);
  await dropFiles(casemate, [second], { x: 1250, y: 500 });
  await inspector.getByText("2 files", { exact: true }).waitFor();
  expect(await page.getByRole("dialog").count()).toBe(0);
  const notes = "Alert held in the enrichment queue. 2 retests after the queue fix.";
  await inspector.getByLabel("Blue").fill(notes);
  // A digit in a note is text; leaving the note at once loses nothing.
  await table.getByText("Mimikatz").click();
  await expect.poll(async () => (await listCases())[3]?.blueNotes, patient).toBe(notes);
  expect((await listOutcomes())[3]).toBe("alerted");
  await table.getByText("Reg Key Run").click();
  await inspector.getByText("Blue notes:", { exact: false }).waitFor();

  await casemate.screenshot("emulation-run-dark");
  await casemate.setSize(1280, 800);
  await casemate.screenshot("emulation-run-dark-1280");
  await casemate.setSize(1920, 1080);
  await casemate.screenshot("emulation-run-dark-1920");
  await casemate.setTheme("light");
  await casemate.screenshot("emulation-run-light-1920");
  await expectAccessible(casemate);
  await casemate.setSize(1280, 800);
  await casemate.screenshot("emulation-run-light-1280");

  // New rows by keyboard: a technique, a host, Enter; the row stays for the next.
  await table.focus();
  await press("n");
  const picker = page.getByRole("combobox", { name: "Technique or test" });
  await expect
    .poll(() => picker.evaluate((each) => each === document.activeElement), patient)
    .toBe(true);
  await page.keyboard.type("T1021.001");
  await page.getByRole("option", { name: /^T1021\.001/ }).waitFor();
  await press("Enter");
  await page.keyboard.type("SRV-003");
  await press("Enter");
  await expect.poll(async () => (await listCases()).length, patient).toBe(7);
  await expect
    .poll(() => picker.evaluate((each) => each === document.activeElement), patient)
    .toBe(true);
  await press("Escape");
  await page.getByRole("form", { name: "New test case" }).waitFor({ state: "detached" });
  await press("Alt+ArrowUp");
  await expect.poll(async () => (await listCases())[5]?.written, patient).toBe("T1021.001");

  // Many at once, and back.
  await table.getByRole("checkbox", { name: "Select all rows" }).check();
  const bulk = page.getByRole("toolbar", { name: "Change the selected test cases" });
  await bulk.getByRole("button", { name: "Assignee" }).click();
  await page.getByLabel("Assignee of the selected test cases").fill("Blue team");
  await press("Enter");
  await expect
    .poll(async () => new Set((await listCases()).map(({ assignee }) => assignee)), patient)
    .toEqual(new Set(["Blue team"]));
  await casemate.screenshot("emulation-bulk-light");
  await bulk.getByRole("button", { name: "Clear selection" }).click();
  // What is typed when the window closes is kept.
  await table.getByText("Reg Key Run").click();
  const before = await listCases();
  await inspector.getByLabel("Red", { exact: true }).fill("Closed in the middle");
  await casemate.close();

  const again = await launchCasemate({ ...prepared, size: { width: 1440, height: 900 } });
  await again.page.getByRole("navigation", { name: "Screens" }).getByText("Emulation").click();
  await again.page.getByRole("grid", { name: "Runs" }).getByText("Atomic Red Team").first().click();
  await again.page.getByText("Reg Key Run").click();
  await again.page.getByTitle(`SHA-256 ${sha256}`).waitFor();
  const kept = await valueOf<TestCase[]>(again, "emulation.cases", { runId });
  expect(kept).toMatchObject(
    before.map(({ id, outcome, seen, host, assignee, blueNotes, observations, position }) => ({
      ...{ id, outcome, seen, host, assignee, blueNotes, observations, position },
    })),
  );
  expect(kept[3]?.redNotes).toBe("Closed in the middle");
  const { history } = await valueOf<{ history: { who: string }[] }>(again, "emulation.case", {
    id: before[3]?.id ?? 0,
  });
  expect(new Set(history.map(({ who }) => who))).toEqual(new Set(["Ann"]));
  await again.setTheme("light");
  await again.screenshot("emulation-run-light");

  // A run by hand, and its end.
  await again.page.getByRole("button", { name: "All runs" }).click();
  await again.page.getByRole("button", { name: "New run" }).click();
  const asked = again.page.getByRole("dialog", { name: "What run is it?" });
  await expect.poll(() => asked.getByLabel("Who ran it").inputValue(), patient).toBe("Ann");
  await asked.getByLabel("Name", { exact: false }).first().fill("Lab day");
  await again.page.keyboard.press("Enter");
  await again.page.getByRole("heading", { name: "Lab day" }).waitFor();
  await again.page.getByText("No test cases in this run yet.", { exact: false }).waitFor();
  await again.page.getByRole("button", { name: "All runs" }).click();
  const runTable = again.page.getByRole("grid", { name: "Runs" });
  const labDay = runTable.getByRole("row", { name: /Lab day.*Planned/ });
  await labDay.getByRole("checkbox").check();
  await again.page.getByRole("button", { name: "Delete", exact: true }).click();
  const sure = again.page.getByRole("dialog", { name: "Delete “Lab day”?" });
  await sure.getByRole("button", { name: "Delete run" }).click();
  await sure.waitFor({ state: "detached" });
  await labDay.waitFor({ state: "detached" });
  expect(await valueOf<Run[]>(again, "emulation.runs", {})).toHaveLength(1);
});
