import { cpSync, existsSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { describe, expect, test } from "vitest";
import { expectAccessible } from "./support/accessibility.ts";
import { makeHome, ownFile } from "./support/launch.ts";
import { launchSample, valueOf } from "./support/sample.ts";

const shared = resolve(import.meta.dirname, "../../../shared/data");
const bundle = join(shared, "attack/enterprise-attack-18.1.stix20.json.gz");
const sigma = join(shared, "sigma/sigma-rules.zip");
const hasData = existsSync(bundle) && existsSync(sigma);
if (!hasData) console.log(`SKIPPED the imports of real files: ${shared} is not here`);

/** A copy of a file in a home, as the user's own. */
function copyInto(home: string, path: string, name: string): string {
  const copy = join(home, name);
  cpSync(path, copy);
  ownFile(copy);
  return copy;
}

describe("an import", () => {
  test.skipIf(!hasData)(
    "of the Enterprise bundle shows progress, can be cancelled, and ends in its report",
    async () => {
      const home = makeHome();
      const file = copyInto(home, bundle, "enterprise.json.gz");
      const casemate = await launchSample({ home, size: { width: 1440, height: 900 } });
      const { page } = casemate;
      await page.keyboard.press("Control+2");
      const start = page.getByRole("button", { name: "Import ATT&CK bundle" }).first();

      const before = await valueOf(casemate, "catalogue.list", {});
      await casemate.answerDialogs([file]);
      await start.click();
      await page.getByRole("progressbar").waitFor();
      await casemate.screenshot("import-progress");
      const asked = Date.now();
      await page.locator(".import-status").getByRole("button", { name: "Cancel" }).click();
      await page.getByText("Import cancelled. The workspace is unchanged.").waitFor();
      console.log(`  cancelled within ${String(Date.now() - asked)} ms`);
      expect(await valueOf(casemate, "catalogue.list", {})).toEqual(before);

      await casemate.answerDialogs([file]);
      await start.click();
      await page.getByRole("heading", { name: "enterprise.json.gz" }).waitFor({ timeout: 90_000 });
      const objects = page.getByRole("region", { name: "Objects", exact: true });
      expect(await objects.innerText()).toContain("24,771");
      await page.getByText("216", { exact: true }).waitFor();
      await page.getByText("475", { exact: true }).waitFor();
      await casemate.screenshot("import-report-catalogue");
      await expectAccessible(casemate);

      await page.keyboard.press("Control+2");
      await casemate.answerDialogs([file]);
      await start.click();
      await page.getByText("Nothing changed: this file is already in the workspace.").waitFor({
        timeout: 90_000,
      });
    },
  );

  test("of a broken file names the file and changes nothing", async () => {
    const home = makeHome();
    const file = join(home, "broken.json");
    writeFileSync(file, '{"type": "bundle", "objects": [{');
    ownFile(file);
    const casemate = await launchSample({ home });
    const { page } = casemate;
    const before = await valueOf(casemate, "catalogue.list", {});
    await casemate.chooseMenu("File", "Import…");
    const chooser = page.getByRole("dialog", { name: "What do you want to import?" });
    await chooser.waitFor();
    await casemate.answerDialogs([file]);
    await chooser.getByRole("button", { name: /ATT&CK bundles/ }).click();
    const alert = page.getByRole("alert");
    await alert.waitFor();
    expect(await alert.innerText()).toContain("broken.json");
    await casemate.screenshot("import-error");
    expect(await valueOf(casemate, "catalogue.list", {})).toEqual(before);
    await page.getByRole("button", { name: "Close", exact: true }).click();
    expect(await alert.count()).toBe(0);
  });

  test.skipIf(!hasData)("of Sigma rules accounts for every rule, and can be undone", async () => {
    const home = makeHome();
    const file = copyInto(home, sigma, "sigma-rules.zip");
    const casemate = await launchSample({ home, size: { width: 1440, height: 900 } });
    const { page } = casemate;
    await casemate.answerDialogs([file]);
    await valueOf(casemate, "shell.chooseDetections", { folder: false });
    const { id } = await valueOf<{ id: number }>(casemate, "detections.import", {
      paths: [file],
      state: "enabled",
    });
    expect(id).toBeGreaterThan(0);

    await page.keyboard.press("Control+4");
    await page.getByRole("button", { name: "Import reports" }).click();
    await page.getByRole("button", { name: "sigma-rules.zip" }).click();
    const figures = page.getByRole("region", { name: "Rules", exact: true });
    await figures.waitFor();
    const words = await figures.innerText();
    for (const count of ["3,141", "2,611", "184", "346"]) expect(words).toContain(count);
    const classes = page.getByRole("region", { name: "What happened to the rules" });
    for (const [name, count] of [
      ["Mapped", "2,571"],
      ["Mapped in part", "40"],
      ["IDs of a later release", "184"],
      ["Tactic only", "345"],
      ["No tag", "1"],
      ["Experimental", "225"],
    ]) {
      const entry = classes.getByRole("button").filter({ hasText: new RegExp(`^${String(name)}`) });
      expect((await entry.first().innerText()).split("\n").at(-1)).toBe(count);
    }
    await casemate.screenshot("import-report-light");
    await expectAccessible(casemate);
    await casemate.setTheme("dark");
    await casemate.screenshot("import-report-dark");
    await expectAccessible(casemate);

    await classes.getByRole("button", { name: /^Experimental/ }).click();
    await page.getByText("of 225").waitFor();
    await page.getByRole("button", { name: "Undo import" }).click();
    await page.getByRole("dialog").getByRole("button", { name: "Undo import" }).click();
    await page.getByText("Took back the import of sigma-rules.zip.").waitFor({ timeout: 30_000 });
  });
});
