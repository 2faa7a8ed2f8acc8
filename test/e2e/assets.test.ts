import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { attackId, domain } from "../../src/shared/model/attack-id.ts";
import { expectAccessible } from "./support/accessibility.ts";
import { launchCasemate, ownFile } from "./support/launch.ts";
import { prepareWorkspace } from "./support/prepared-workspace.ts";
import { answerOf } from "./support/sample.ts";

const table = `Hostname;OS;Criticality;Zone;Team
DC-01;Windows Server 2019;critical;Server;IT
DB-01;RHEL 9;low;Server;Databases
LAB-01;Windows 11;medium;Lab;IT
`;

/** What the table above makes of a gap, by hand: critical 4, low 1, medium 2. */
function exposureOf(platforms: readonly string[], windows: number, linux: number): number {
  const on =
    (platforms.includes("Windows") ? windows : 0) + (platforms.includes("Linux") ? linux : 0);
  return on / (windows + linux);
}

test("assets that are loaded decide the exposure of gaps, and narrow them down by segment", async () => {
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
  const path = join(prepared.home, "Documents", "assets.csv");
  writeFileSync(path, table);
  ownFile(path);
  const casemate = await launchCasemate({
    ...prepared,
    size: { width: 1280, height: 800 },
    theme: "light",
  });
  const { page, answerDialogs } = casemate;
  const screens = page.getByRole("navigation", { name: "Screens" });
  const exposures = async () =>
    (await answerOf(casemate)).gaps.map(({ platforms, parts }) => ({
      platforms,
      value: parts.exposure.value,
    }));
  expect((await exposures()).every(({ value }) => value === null)).toBe(true);

  await screens.getByText("Detections", { exact: true }).click();
  await page.getByRole("tab", { name: "Assets" }).click();
  await page.getByText(/^No assets yet/).waitFor();
  await casemate.screenshot("assets-empty-light");
  await answerDialogs([path]);
  await page.getByRole("button", { name: "Import assets" }).first().click();
  const dialog = page.getByRole("dialog", { name: "Import assets.csv?" });
  await dialog.getByText("DC-01").waitFor();
  await casemate.screenshot("assets-import-light");
  await expectAccessible(casemate);
  await dialog.getByRole("button", { name: "Import assets" }).click();
  await page.getByRole("button", { name: "Undo import" }).waitFor();
  await casemate.screenshot("assets-report-light");
  await expectAccessible(casemate);

  for (const { platforms, value } of await exposures()) {
    if (platforms.length === 0 || platforms.join() === "PRE") continue;
    expect(value, platforms.join()).toBeCloseTo(exposureOf(platforms, 6, 1), 10);
  }

  await screens.getByText("Detections", { exact: true }).click();
  await page.getByRole("tab", { name: "Assets" }).click();
  const assets = page.getByRole("grid", { name: "Assets of Main" });
  await assets.getByRole("row", { name: /DB-01.*Linux.*Low.*Server.*Databases/ }).waitFor();
  await casemate.screenshot("assets-light");
  await expectAccessible(casemate);
  await casemate.setTheme("dark");
  await casemate.screenshot("assets-dark");
  await casemate.setTheme("light");

  // One that nobody can use any more changes every share, and Undo brings it back.
  await assets
    .getByRole("row", { name: /LAB-01/ })
    .getByRole("checkbox")
    .check();
  await page.getByRole("button", { name: "Remove", exact: true }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Remove assets" }).click();
  const windowsAlone = async () =>
    (await exposures()).find(({ platforms }) => platforms.join() === "Windows")?.value;
  await expect.poll(windowsAlone, { timeout: 30_000 }).toBeCloseTo(4 / 5, 10);
  await page.getByRole("button", { name: "Undo" }).click();
  await expect.poll(windowsAlone, { timeout: 30_000 }).toBeCloseTo(6 / 7, 10);

  await screens.getByText("Gaps & plan", { exact: true }).click();
  await page.getByRole("radio", { name: "Gap", exact: true }).check();
  await page.getByText(/^\d of 3 assets, weighted \d\.\d\d$/).waitFor();
  await page.getByRole("button", { name: "Segment Any" }).click();
  await page.getByRole("menuitemradio", { name: "Lab" }).click();
  const expected = (await exposures()).filter(({ platforms }) => platforms.includes("Windows"));
  const all = (await exposures()).length;
  await page.getByText(`${String(expected.length)} of ${String(all)}, show all`).waitFor();
  await casemate.screenshot("gaps-segment-light");
});
