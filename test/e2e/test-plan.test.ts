import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { capture } from "../../scripts/runtime/run.ts";
import type { EmulationTest } from "../../src/shared/model/emulation-test.ts";
import type { Run, TestCase } from "../../src/shared/model/emulation.ts";
import type { WorkspaceSettings } from "../../src/shared/model/workspace.ts";
import { siteMarking, siteScheme } from "../support/site-scheme.ts";
import { expectAccessible } from "./support/accessibility.ts";
import { ownFile } from "./support/launch.ts";
import { answerOf, launchSample, valueOf } from "./support/sample.ts";

const guids = ["f3132740-55bc-48c4-bcc0-758a459cd027", "bf8c1441-4674-4dab-8e4e-39d93d08f9b7"];
const ability = "6469befa-748a-4b9c-a96d-f191fde47d89";

/** An atomic file for techniques: the first has two tests, one of which reaches for a network. */
function atomicsOf([first = "", second = ""]: readonly string[]): string {
  return (
    `attack_technique: ${first}\ndisplay_name: First\natomic_tests:\n` +
    `- name: Reads a file\n  auto_generated_guid: ${guids[0] ?? ""}\n  description: |\n    Reads it.\n` +
    "  supported_platforms:\n  - windows\n  input_arguments:\n    path:\n      description: what\n" +
    "      type: path\n      default: C:\\secret.txt\n" +
    "  dependencies:\n  - description: The file must be there\n    prereq_command: 'Test-Path #{path}'\n" +
    "    get_prereq_command: 'New-Item #{path}'\n" +
    "  executor:\n    name: powershell\n    elevation_required: true\n" +
    "    command: 'Get-Content #{path}'\n    cleanup_command: 'Remove-Item #{path}'\n" +
    "- name: Fetches a file\n  auto_generated_guid: 11111111-1111-4111-8111-111111111111\n" +
    "  description: d\n  supported_platforms:\n  - windows\n" +
    "  executor:\n    name: powershell\n    command: Invoke-WebRequest https://example.org/a\n" +
    `---\nattack_technique: ${second}\ndisplay_name: Second\natomic_tests:\n` +
    `- name: Lists accounts\n  auto_generated_guid: ${guids[1] ?? ""}\n  description: d\n` +
    "  supported_platforms:\n  - windows\n  executor:\n    name: command_prompt\n    command: net user\n"
  );
}

test("a test day is planned from the gaps, ordered, assigned, printed and scripted", async () => {
  const casemate = await launchSample({ size: { width: 1280, height: 800 }, theme: "light" });
  const { page } = casemate;
  const { gaps } = await answerOf(casemate);
  const open = gaps.filter(({ status }) => status === "open");
  const wanted = open.slice(0, 3).map(({ id }) => id);
  const atomics = join(casemate.home, "atomics.yaml");
  writeFileSync(atomics, atomicsOf(wanted));
  ownFile(atomics);
  const abilities = join(casemate.home, "ability.yml");
  writeFileSync(
    abilities,
    `- id: ${ability}\n  name: Stages a file\n  description: d\n  tactic: collection\n` +
      `  technique:\n    attack_id: ${wanted[2] ?? ""}\n    name: x\n` +
      "  platforms:\n    windows:\n      psh:\n        command: mkdir staged\n",
  );
  ownFile(abilities);

  // The door of the screen takes the library in.
  await page.keyboard.press("Control+7");
  await page.getByRole("tab", { name: "Tests" }).click();
  await page.getByText("No tests yet.").waitFor();
  await casemate.answerDialogs([atomics, abilities]);
  const paths = await valueOf<string[]>(casemate, "shell.chooseEmulation", {});
  await valueOf(casemate, "emulation.import", { paths });
  const library = page.getByRole("grid", { name: "Tests" });
  await library.getByRole("row").filter({ hasText: "Fetches a file" }).click();
  await page.getByRole("heading", { name: "Needs a network" }).waitFor();
  await page.getByText("Invoke-WebRequest https://example.org/a").waitFor();
  await expectAccessible(casemate);
  await casemate.screenshot("tests-1280-light");

  // A test of one's own, after one of the library.
  await page.getByRole("button", { name: "Copy as own test" }).click();
  const writing = page.getByRole("dialog");
  await writing.getByLabel("Name").fill("Reads it by hand");
  await casemate.screenshot("own-test");
  await writing.getByRole("button", { name: "Add test" }).click();
  await writing.waitFor({ state: "detached" });
  const tests = await valueOf<EmulationTest[]>(casemate, "emulation.tests", {});
  expect(tests.filter(({ source }) => source === "own")).toMatchObject([
    { name: "Reads it by hand", written: [wanted[0]], network: [{}, {}] },
  ]);

  // From the gaps: the three first have tests, what needs a network is left out.
  await page.keyboard.press("Control+7");
  await page.getByRole("button", { name: "Plan a test day" }).click();
  const plan = page.getByRole("grid", { name: "Tests of the plan" });
  await plan.getByRole("row").filter({ hasText: "Reads a file" }).click();
  await page
    .getByText(
      "Left out by the filter: 2 tests that need a network, or of which that is not known.",
    )
    .waitFor();
  const rows = plan.locator('[role="row"].table-row');
  expect(await rows.count()).toBe(10);
  await page.getByRole("combobox", { name: "Host" }).fill("WS-014");
  await page.getByLabel("Assignee").fill("Ana");
  await page.getByLabel("path", { exact: true }).fill("D:\\other's.txt");
  await page.getByLabel("On several hosts").fill("WS-014, SRV-003");
  await page.getByRole("button", { name: "Once for each of 2" }).click();
  expect(await rows.count()).toBe(11);
  await plan.focus();
  await page.keyboard.press("Control+z");
  expect(await rows.count()).toBe(10);
  await page.keyboard.press("Control+Shift+Z");
  expect(await rows.count()).toBe(11);
  await plan.getByRole("row").filter({ hasText: "Lists accounts" }).click();
  await page.getByRole("button", { name: "Move up" }).click();
  await page.getByRole("button", { name: "Move up" }).click();
  await expectAccessible(casemate);
  await casemate.screenshot("plan-tests-1280-light");
  await casemate.setTheme("dark");
  await casemate.setSize(1920, 1080);
  await casemate.screenshot("plan-tests-1920-dark");
  await page.getByRole("button", { name: "Make the plan…" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Name").fill("Purple day <1>");
  await dialog.getByLabel("Day").fill("2026-12-01");
  await dialog.getByLabel("Who leads it").fill("Ben");
  await casemate.screenshot("make-plan-dark");
  await dialog.getByRole("button", { name: "Make plan" }).click();
  await dialog.waitFor({ state: "detached" });
  await page.getByRole("heading", { name: "Purple day <1>" }).waitFor();
  const [run] = await valueOf<Run[]>(casemate, "emulation.runs", {});
  if (run === undefined) throw new Error("The plan made a run.");
  const cases = await valueOf<TestCase[]>(casemate, "emulation.cases", { runId: run.id });
  expect(cases.map(({ name, host, assignee }) => [name, host, assignee])).toEqual([
    ["Lists accounts", "", ""],
    ["Reads a file", "WS-014", "Ana"],
    ["Reads a file", "SRV-003", "Ana"],
    ["Stages a file", "", ""],
  ]);
  expect(cases[1]?.command).toBe("Get-Content D:\\other's.txt");
  expect(run.outcomes["not-assessed"]).toBe(4);

  // The run sheet: on every page the marking, and each page its number.
  const settings = await valueOf<WorkspaceSettings>(casemate, "settings.get", {});
  const scheme = join(casemate.home, "scheme.json");
  writeFileSync(scheme, JSON.stringify(siteScheme('EXERCISE - "SECRET" <b>')));
  await casemate.answerDialogs([scheme]);
  await valueOf(casemate, "shell.chooseFiles", {});
  await valueOf(casemate, "markings.importScheme", { path: scheme });
  await valueOf(casemate, "settings.set", { ...settings, marking: siteMarking });
  const pdf = join(casemate.home, "sheet.pdf");
  await casemate.answerDialogs([pdf]);
  await page.getByRole("button", { name: "More about the run" }).click();
  await page.getByRole("menuitem", { name: "Run sheet as PDF…" }).click();
  const leaving = page.getByRole("dialog", { name: /^How should “Sheet of / });
  await leaving.getByRole("note", { name: "Marking" }).waitFor();
  await leaving.getByRole("button", { name: "Export" }).click();
  await leaving.waitFor({ state: "detached" });
  await page.getByText(`Saved as ${pdf}`).waitFor();
  expect(readFileSync(pdf).subarray(0, 5).toString("latin1")).toBe("%PDF-");
  const layout = await capture("pdftotext", ["-layout", pdf, "-"]).catch(() => undefined);
  if (layout === undefined || layout.code !== 0) {
    console.log("pdftotext is not here: the text of the run sheet was not read.");
  } else {
    await capture("pdftoppm", ["-r", "80", "-png", pdf, "test-results/screens/run-sheet"]);
    const pages = layout.all.split("\f").slice(0, -1);
    expect(pages.length).toBeGreaterThan(1);
    for (const [index, text] of pages.entries()) {
      expect(text.split('EXERCISE - "SECRET" <b>')).toHaveLength(3);
      expect(text).toContain(`Page ${String(index + 1)} of ${String(pages.length)}`);
    }
    const text = layout.all.replace(/\s+/g, " ");
    for (const part of [
      "Purple day <1>",
      "1 December 2026",
      "Led by Ben",
      "Reads a file",
      `atomic ${guids[0] ?? ""}`,
      "Get-Content D:\\other's.txt",
      "Test-Path D:\\other's.txt",
      "Remove-Item D:\\other's.txt",
      "The file must be there",
      "WS-014",
      "SRV-003",
      "Elevation Needed",
      "Should fire",
      "Not run",
      "Rule that fired",
    ]) {
      expect(text).toContain(part);
    }
    const info = (await capture("pdfinfo", [pdf])).all;
    expect(info).toMatch(/Title:\s+Run sheet: Purple day <1>/);
    expect(info).toMatch(/Tagged:\s+yes/);
    expect(info).toMatch(/Page size:\s+59[45].* x 84[12].*A4/);
  }

  // What the runners take, written by the table of formats.
  const written = async (format: string, name: string) => {
    const path = join(casemate.home, name);
    await casemate.answerDialogs([path]);
    await valueOf(casemate, "shell.chooseSaveFile", { suggested: name, extension: "txt" });
    await valueOf(casemate, "emulation.export", { runIds: [run.id], format, path });
    return readFileSync(path, "utf8");
  };
  const script = await written("atomic-script", "day.ps1");
  expect(script.match(/^Invoke-Planned /gm)).toHaveLength(3);
  expect(script).toContain("'path' = 'D:\\other''s.txt'");
  const schedule = await written("atomic-schedule", "day.csv");
  expect(schedule.trim().split("\r\n")).toHaveLength(3);
  expect(schedule).toContain("path=D:\\\\other's.txt");
  expect(await written("caldera-adversary", "day.yml")).toContain(`- ${ability}\n`);
}, 300_000);
