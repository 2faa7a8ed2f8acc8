import { copyFileSync, existsSync, readFileSync, writeFileSync } from "node:fs";
import { basename, join, resolve } from "node:path";
import { expect, test } from "vitest";
import { z } from "zod";
import type { Run, TestCase } from "../../src/shared/model/emulation.ts";
import type { ImportSummary, RecordImportReport } from "../../src/shared/model/import-report.ts";
import { expectAccessible } from "./support/accessibility.ts";
import { dropFiles } from "./support/drop.ts";
import { launchCasemate, ownFile } from "./support/launch.ts";
import { prepareWorkspace } from "./support/prepared-workspace.ts";
import { valueOf } from "./support/sample.ts";

const data = resolve("../shared/data");
const expectedFolder = resolve("test/emulation/expected");
const read = (name: string): unknown =>
  JSON.parse(readFileSync(join(expectedFolder, `${name}.json`), "utf8"));
const list = z.array(z.unknown());
const operation = z.object({ cases: list, cleanup: z.number(), skipped: z.number() });

const log =
  '"Execution Time (UTC)","Execution Time (Local)","Technique","Test Number","Test Name","Hostname","IP Address","Username","GUID","ProcessId","ExitCode"\n' +
  '"2026-11-12T08:00:00Z","2026-11-12T09:00:00Z","T1087.002","9","Enumerate admins","ar-win-2","10.0.1.15","a","c70ab9fd-19e2-4e02-a83c-9cfa8eaa8fef","4384","0"\n';
const purple = [{ mitreid: "T1057", actions: "ps", name: "Processes", state: "Complete", id: "1" }];
const night =
  "Technique ID,Test name,Host,Start,Outcome\n" +
  "T1059.001,Encoded command,WS-014,2026-11-12 09:00:00,TBD\n" +
  "T1003.001,Dump,SRV-003,2026-11-12 09:10:00,Seen by luck\n";
const alerts =
  "_time,rule_name,host,technique\n" +
  "2026-11-12T09:02:00Z,Encoded PowerShell,ws-014.corp.example,T1059.001\n" +
  "2026-11-12T09:40:00Z,Memory read,srv-003,\n" +
  "2026-11-12T09:05:00Z,Mail,mail-1,T1566\n";

test.skipIf(!existsSync(data))(
  `every tool's file comes in through the window's door, and alerts after it (${data} is missing)`,
  async () => {
    const results = z
      .object({
        operation_report_2021_v2x: operation,
        operation_report_2022_v4x: operation,
        event_logs_2021_v4x: operation,
        "attire_1.1_readme_sample": list,
      })
      .parse(read("results"));
    const vectr = z
      .object({ rows: z.number(), runs: z.record(z.string(), z.object({ cases: z.number() })) })
      .parse(read("vectr"));
    const library = z
      .object({
        archive: z.object({ guids: z.number() }),
        plans: z.record(z.string(), z.object({ distinct: z.number() })),
      })
      .parse(read("library"));
    const operations = [
      results.operation_report_2021_v2x,
      results.operation_report_2022_v4x,
      results.event_logs_2021_v4x,
    ];
    const own = ["log.csv", "purple.json", "night.csv"];
    const prepared = await prepareWorkspace((client) =>
      client.assessments.create({ name: "Amber Quay" }),
    );
    const put = (name: string) => join(prepared.home, "Documents", name);
    const samples = [
      ...["vectr/DEMO_PURPLE_CE.csv", "attire/attire_1.1_readme_sample.json"],
      ...["caldera/reports/operation_report_2021_v2x.json"],
      ...["caldera/reports/operation_report_2022_v4x.json"],
      ...["caldera/reports/event_logs_2021_v4x.json", "emulation/ctid_library/Carbanak.yaml"],
    ].map((name) => join(data, "samples", name));
    const copied = [...samples, join(data, "atomics/atomics.zip")].map((path) => {
      copyFileSync(path, put(basename(path)));
      return put(basename(path));
    });
    writeFileSync(put("log.csv"), log);
    writeFileSync(put("purple.json"), JSON.stringify(purple));
    writeFileSync(put("night.csv"), night);
    writeFileSync(put("alerts.csv"), alerts);
    writeFileSync(put("broken.json"), '{"attire-version": "1.1",\n "execution-data": {');
    const paths = [...copied, ...own.map(put)];
    for (const path of [...paths, put("alerts.csv"), put("broken.json")]) ownFile(path);
    const cases =
      vectr.rows +
      operations.reduce((sum, each) => sum + each.cases.length, 0) +
      results["attire_1.1_readme_sample"].length +
      // The log's one, PurpleOps' one, and the two of the spreadsheet.
      4;
    const tests = library.archive.guids + (library.plans["Carbanak.yaml"]?.distinct ?? 0);

    const casemate = await launchCasemate({
      ...prepared,
      size: { width: 1280, height: 800 },
      theme: "light",
    });
    const { page } = casemate;
    await page.getByRole("navigation", { name: "Screens" }).waitFor();

    // Of what tools wrote nothing is asked; of the spreadsheet its columns and its own word are.
    await dropFiles(casemate, paths);
    const dialog = page.getByRole("dialog", { name: `Import ${String(paths.length)} files?` });
    await dialog.getByRole("combobox", { name: "What Test name holds" }).waitFor();
    await dialog.getByRole("combobox", { name: "Seen by luck, 1 row" }).click();
    await page.getByRole("option", { name: "Logged only" }).click();
    await dialog.getByRole("combobox", { name: "Zone of its times" }).fill("UTC");
    await page.getByRole("option", { name: "UTC", exact: true }).click();
    await casemate.screenshot("emulation-import-columns-light");
    await expectAccessible(casemate);
    await dialog.getByRole("button", { name: "Import results" }).click();
    await dialog.waitFor({ state: "detached", timeout: 60_000 });
    await page.getByRole("button", { name: "Undo import" }).waitFor();
    await casemate.screenshot("emulation-import-report-light");
    const latest = async () => {
      const imports = await valueOf<ImportSummary[]>(casemate, "imports.list", {});
      const id = Math.max(
        ...imports.filter(({ kind }) => kind === "emulation").map((each) => each.id),
      );
      return valueOf<RecordImportReport>(casemate, "imports.get", { id });
    };
    const first = await latest();
    // The plan is a sequence beside its tests.
    expect(first).toMatchObject({ added: cases + tests + 1, changed: 0, unreadable: [] });
    const runs = await valueOf<Run[]>(casemate, "emulation.runs", {});
    expect(runs.reduce((sum, run) => sum + run.cases, 0)).toBe(cases);
    for (const [name, run] of Object.entries(vectr.runs)) {
      expect(runs.find((each) => each.name === name)?.cases).toBe(run.cases);
    }

    // The same files once more add nothing.
    await dropFiles(casemate, paths);
    await dialog.getByRole("combobox", { name: "Zone of its times" }).fill("UTC");
    await page.getByRole("option", { name: "UTC", exact: true }).click();
    await dialog.getByRole("combobox", { name: "Seen by luck, 1 row" }).click();
    await page.getByRole("option", { name: "Logged only" }).click();
    await dialog.getByRole("button", { name: "Import results" }).click();
    await dialog.waitFor({ state: "detached", timeout: 60_000 });
    await expect.poll(async () => (await latest()).id).toBeGreaterThan(first.id);
    expect(await latest()).toMatchObject({ added: 0, changed: 0, unchanged: cases + tests + 1 });

    // What is broken is named.
    await dropFiles(casemate, [put("broken.json")]);
    const broken = page.getByRole("dialog", { name: "broken.json cannot be imported" });
    await broken.waitFor();
    await broken.getByRole("button", { name: "Leave it out" }).click();
    await broken.waitFor({ state: "detached" });

    // The night's alerts: one is certain, one fits by host and time, one is of no test.
    await page.keyboard.press("Control+k");
    await page.getByRole("combobox", { name: /Search/ }).fill("night");
    await page.getByRole("option", { name: /night/ }).first().click();
    await page.getByRole("button", { name: "More about the run" }).click();
    await page.getByRole("menuitem", { name: "Match alerts…" }).click();
    await casemate.answerDialogs([put("alerts.csv")]);
    await page.getByRole("button", { name: "Choose a file" }).click();
    const matching = page.getByRole("dialog", { name: "Match alerts.csv with this run?" });
    await matching.getByRole("button", { name: "Accept 1 alert" }).waitFor();
    await matching.getByText("1 alert of no test case").waitFor();
    await matching.getByText("Memory read").click();
    await casemate.screenshot("emulation-match-alerts-light");
    await expectAccessible(casemate);
    await casemate.setSize(1920, 1080);
    await casemate.setTheme("dark");
    await casemate.screenshot("emulation-match-alerts-dark");
    await matching.getByRole("button", { name: "Accept 1 alert" }).click();
    await matching.waitFor({ state: "detached" });
    const runId = runs.find(({ name }) => name === "night")?.id;
    const night1 = await valueOf<TestCase[]>(casemate, "emulation.cases", { runId });
    expect(night1.map(({ outcome, alertAt }) => [outcome, alertAt])).toEqual([
      ["alerted", "2026-11-12T09:02:00.000Z"],
      ["logged", null],
    ]);
    await page.getByRole("button", { name: "Undo", exact: true }).click();
    await expect
      .poll(async () => {
        const now = await valueOf<TestCase[]>(casemate, "emulation.cases", { runId });
        return now.map(({ outcome }) => outcome);
      })
      .toEqual(["not-assessed", "logged"]);
  },
);
