import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { attackId, domain } from "../../src/shared/model/attack-id.ts";
import { expectAccessible } from "./support/accessibility.ts";
import { launchCasemate, ownFile } from "./support/launch.ts";
import { prepareWorkspace } from "./support/prepared-workspace.ts";
import { valueOf } from "./support/sample.ts";

/** One log source connected, one planned: by the layout of DeTT&CT's data-source administration. */
const administration = `version: 1.1
file_type: data-source-administration
name: Amber Quay
domain: enterprise-attack
systems:
  - applicable_to: Workstations
    platform: [Windows]
data_sources:
  - data_source_name: Module Load
    data_source:
      - applicable_to: [Workstations]
        date_registered: 2026-01-01
        date_connected: 2026-02-01
        products: [Sysmon]
        available_for_data_analytics: true
        comment: ''
        data_quality: {device_completeness: 4, data_field_completeness: 3, timeliness: 3, consistency: 4, retention: 2}
  - data_source_name: Process Creation
    data_source:
      - applicable_to: [Workstations]
        date_registered: 2026-01-01
        date_connected: null
        products: []
        available_for_data_analytics: false
        comment: ''
        data_quality: {device_completeness: 0, data_field_completeness: 0, timeliness: 0, consistency: 0, retention: 0}
`;

test("log sources that are loaded change the reasons of gaps, and say what to collect next", async () => {
  const prepared = await prepareWorkspace(async (client) => {
    const { id: assessmentId } = await client.assessments.create({ name: "Amber Quay" });
    await client.actors.choose({
      assessmentId,
      actor: {
        kind: "group",
        domain: domain.parse("enterprise-attack"),
        id: attackId.parse("G0046"),
      },
      weight: 1,
      reason: "",
    });
  });
  const path = join(prepared.home, "Documents", "data-sources.yaml");
  writeFileSync(path, administration);
  ownFile(path);
  const casemate = await launchCasemate({ ...prepared, size: { width: 1440, height: 900 } });
  const { page, answerDialogs } = casemate;
  const screens = page.getByRole("navigation", { name: "Screens" });
  const openLogSources = async () => {
    await screens.getByText("Detections", { exact: true }).click();
    await page.getByRole("tab", { name: "Log sources" }).click();
  };
  const openGaps = () => screens.getByText("Gaps & plan", { exact: true }).click();

  await openGaps();
  await page.getByText("No rule", { exact: true }).first().waitFor();
  expect(await page.getByText("No telemetry", { exact: true }).count()).toBe(0);

  await openLogSources();
  await page.getByText("Nobody has said which log sources Main collects.").waitFor();
  await answerDialogs([path]);
  await page.getByRole("button", { name: "Import log sources" }).click();
  const dialog = page.getByRole("dialog", { name: "Import data-sources.yaml?" });
  await dialog.getByRole("button", { name: "Import log sources" }).click();
  await page.getByText("DeTT&CT data sources 1.1 of Main").waitFor();
  await page.getByText("Not collected").first().waitFor();
  await casemate.screenshot("telemetry-report-light");

  await openGaps();
  await page.getByText("No telemetry", { exact: true }).first().waitFor();

  await openLogSources();
  const table = page.getByRole("grid", { name: "Log sources of Main" });
  await table.getByRole("row", { name: /Module Load.*Collected.*Windows/ }).waitFor();
  await table.getByRole("row", { name: /Process Creation.*Not collected/ }).waitFor();
  await expectAccessible(casemate);
  await casemate.screenshot("telemetry-stated-light");

  await page.getByRole("radio", { name: "What to collect next" }).check();
  await page.getByText(/log sources, newly collected, would make \d+ of \d+ gaps/).waitFor();
  await casemate.screenshot("telemetry-next-light");
  await expectAccessible(casemate);

  // Marking it collected opens the gaps that name it, and Undo closes them again.
  const waiting = async (): Promise<number> => {
    const [assessment] = await valueOf<{ id: number }[]>(casemate, "assessments.list", {});
    const answer = await valueOf<{ gaps: { reason: string }[] }>(casemate, "assessments.answer", {
      assessmentId: assessment?.id ?? 0,
    });
    return answer.gaps.filter(({ reason }) => reason === "no-telemetry").length;
  };
  const before = await waiting();
  await page.getByRole("radio", { name: "What the catalogue needs" }).check();
  await page.getByLabel("Filter by any text").fill("Process Creation");
  const needed = page.getByRole("grid", { name: "What the catalogue needs collected" });
  const row = needed.getByRole("row", { name: /^.*Process Creation.*Not collected/ }).first();
  await row.getByRole("checkbox").check();
  await casemate.screenshot("telemetry-needed-light");
  await page.getByRole("button", { name: "Mark collected" }).click();
  await page.getByText("1 log source marked collected in Main").waitFor();
  const after = await waiting();
  expect(after).toBeLessThan(before);
  await page.getByRole("button", { name: "Undo" }).click();
  await expect.poll(waiting, { timeout: 30_000 }).toBe(before);

  await page.getByRole("radio", { name: "Stated" }).check();
  await page.getByRole("button", { name: "Add log source" }).click();
  await page.getByRole("combobox", { name: "Data component" }).fill("File Creation");
  await casemate.screenshot("telemetry-add-light");
  await expectAccessible(casemate);
  await page.getByRole("dialog").getByRole("button", { name: "Add log source" }).click();
  await table.getByRole("row", { name: /File Creation.*Collected.*Any/ }).waitFor();
});
