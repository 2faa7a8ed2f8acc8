import { cpSync, existsSync, readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { describe, expect, test } from "vitest";
import type { LayerSummary } from "../../src/shared/model/layer.ts";
import { expectAccessible } from "./support/accessibility.ts";
import { makeHome, ownFile } from "./support/launch.ts";
import { launchSample, valueOf } from "./support/sample.ts";

const samples = resolve(import.meta.dirname, "../../../shared/data/samples/navigator");
const hasData = existsSync(samples);
if (!hasData) console.log(`SKIPPED the report of real layers: ${samples} is not here`);

const files = [
  "v2.2_dettect_Kaspersky_Incident_Response_report_2018_json.json",
  "v4.5_art-navigator-layer.json",
  "spec_example_v4.5_list.json",
  "spec_example_v2.1.json",
];

describe("the report of an import of layers", () => {
  test.skipIf(!hasData)(
    "counts what was placed, lists the rest by its cause, and can be exported and undone",
    async () => {
      const home = makeHome();
      const paths = files.map((name) => {
        const copy = join(home, name);
        cpSync(join(samples, name), copy);
        ownFile(copy);
        return copy;
      });
      const size = { width: 1440, height: 900 };
      const casemate = await launchSample({ home, size, theme: "light" });
      const { page } = casemate;
      await casemate.answerDialogs(paths);
      await casemate.chooseMenu("File", "Import…");
      await page
        .getByRole("dialog")
        .getByRole("button", { name: /Navigator layers/ })
        .click();
      await page.getByRole("button", { name: "Export report" }).waitFor({ timeout: 30_000 });

      // Counted in test/layers/expected: 95 + 380 + 6 + 6 entries, of which 51 + 369 + 5 + 5 placed.
      const figures = page.getByRole("region", { name: "Annotations", exact: true });
      const figureText = await figures.innerText();
      for (const figure of ["4", "487", "430", "57"]) expect(figureText).toContain(figure);
      const classes = page.getByRole("list").filter({ hasText: "Revoked IDs" });
      const counts = await classes.locator(".report-class-count").allInnerTexts();
      expect(counts).toEqual(["4", "38", "11", "4", "4", "0", "0", "0", "0", "1", "1", "0", "3"]);
      await casemate.screenshot("layer-report-light");
      await expectAccessible(casemate);

      await classes.getByRole("button", { name: /Revoked IDs/ }).click();
      const rows = page.getByRole("grid", { name: "Revoked IDs" });
      await rows.getByText("T1059.001").first().waitFor();
      await casemate.setTheme("dark");
      await casemate.screenshot("layer-report-revoked-dark");
      await expectAccessible(casemate);
      await casemate.setTheme("light");
      await classes.getByRole("button", { name: /IDs of a later release/ }).click();
      await page.getByText("T1685.001").first().waitFor();
      await classes.getByRole("button", { name: /Unreadable/ }).click();
      await page.getByText(/line 49, column 5/).waitFor();
      await classes.getByRole("button", { name: /Warnings/ }).click();
      await page.getByText(/that came with 19/).waitFor();
      await casemate.screenshot("layer-report-warnings");

      const csv = join(home, "report.csv");
      await casemate.answerDialogs([csv]);
      await page.getByRole("button", { name: "Export report" }).click();
      await page.getByRole("menuitem", { name: "As CSV, item by item" }).click();
      await page.getByText(/Exported to/).waitFor();
      const lines = readFileSync(csv, "utf8").split("\r\n");
      expect(lines.filter((line) => line.startsWith("no place,")).length).toBe(57);

      await page.getByRole("button", { name: "Undo import" }).click();
      await page.getByRole("dialog").getByRole("button", { name: "Undo import" }).click();
      await page.getByRole("heading", { name: "Imports" }).waitFor();
      expect(await valueOf<LayerSummary[]>(casemate, "layers.list", {})).toEqual([]);
    },
  );

  test("of a file that is none names the file and the place", async () => {
    const home = makeHome();
    const path = join(home, "broken-layer.json");
    writeFileSync(path, '{\n"name": "x",\n"techniques": [,]}');
    ownFile(path);
    const casemate = await launchSample({ home });
    const { page } = casemate;
    await casemate.answerDialogs([path]);
    await casemate.chooseMenu("File", "Import…");
    await page
      .getByRole("dialog")
      .getByRole("button", { name: /Navigator layers/ })
      .click();
    const alert = page.getByRole("alert");
    await alert.waitFor();
    expect(await alert.innerText()).toMatch(/broken-layer\.json.*line 3, column 16/);
  });
});
