import { copyFileSync, existsSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { projectFolder } from "../../scripts/runtime/paths.ts";
import { type Casemate, launchCasemate, makeHome, ownFile } from "./support/launch.ts";

const shared = join(projectFolder, "..", "shared", "data");
const bundle = join(shared, "attack", "enterprise-attack-18.1.stix20.json.gz");
const sigma = join(shared, "sigma", "sigma-rules.zip");
const hasData = existsSync(bundle) && existsSync(sigma);
if (!hasData) console.log(`SKIPPED the main job on real files: ${shared} is not here`);

/** Shows a screen in both themes at the three sizes that are looked at. */
async function photograph({ setSize, setTheme, screenshot }: Casemate, name: string) {
  for (const theme of ["light", "dark"] as const) {
    await setTheme(theme);
    for (const [width, height] of [
      [1280, 800],
      [1440, 900],
      [1920, 1080],
    ] as const) {
      await setSize(width, height);
      await screenshot(`main-${name}-${theme}-${String(width)}`);
    }
  }
}

test.skipIf(!hasData)(
  "from a bundle on disk to gaps: the published numbers stand in the window",
  { timeout: 600_000 },
  async () => {
    const home = makeHome();
    const files = new Map(
      [bundle, sigma].map((path) => {
        const copy = join(home, path === bundle ? "enterprise-18.1.json.gz" : "sigma.zip");
        copyFileSync(path, copy);
        ownFile(copy);
        return [path, copy];
      }),
    );
    const fileOf = (path: string) => files.get(path) ?? "";
    const casemate = await launchCasemate({ home, size: { width: 1440, height: 900 } });
    const { page } = casemate;
    page.setDefaultTimeout(90_000);

    await casemate.answerDialogs([join(home, "amber-quay.casemate")]);
    await page.getByRole("button", { name: "New workspace…" }).click();
    await page.getByRole("button", { name: "New assessment" }).click();
    const name = page.getByRole("dialog", { name: "What do you want to assess?" });
    await name.getByLabel("Name").fill("Amber Quay, Q4");
    await name.getByRole("button", { name: "Create assessment" }).click();
    await page.getByRole("heading", { name: "Actors", exact: true }).waitFor();

    // The official bundle takes the starter's place, and the assessment does not notice.
    await page.keyboard.press("Control+2");
    await casemate.answerDialogs([fileOf(bundle)]);
    await page.getByRole("button", { name: "Import ATT&CK bundle" }).first().click();
    await page.getByRole("heading", { name: "enterprise-18.1.json.gz" }).waitFor();

    await page.keyboard.press("Control+3");
    for (const actor of ["FIN7", "APT38", "Lazarus Group"]) {
      const search = page.getByLabel("Name, alias, ID or text");
      if ((await search.count()) === 0) {
        await page.getByRole("button", { name: "Add actor" }).click();
      }
      await search.fill(actor);
      await page.getByRole("button", { name: `Choose ${actor}`, exact: true }).click();
      await page
        .getByRole("grid", { name: "Chosen actors" })
        .getByRole("button", { name: new RegExp(`^${actor} G`) })
        .waitFor();
    }
    const chosen = page.getByRole("grid", { name: "Chosen actors" });
    for (const count of ["67", "56", "119"]) {
      await chosen.getByText(count, { exact: true }).first().waitFor();
    }
    await photograph(casemate, "actors");

    await page.keyboard.press("Control+4");
    await casemate.answerDialogs([fileOf(sigma)]);
    await page.getByRole("button", { name: "Import rules" }).first().click();
    await page.getByRole("menuitem", { name: /^Files/ }).click();
    const dialog = page.getByRole("dialog");
    await dialog.getByRole("radio", { name: "Enabled" }).check();
    await dialog.getByRole("button", { name: "Import rules" }).click();
    const figures = page.getByRole("region", { name: "Rules", exact: true });
    await figures.waitFor();
    const words = await figures.innerText();
    for (const count of ["3,141", "2,611", "184"]) expect(words).toContain(count);
    await photograph(casemate, "import-report");

    await page.keyboard.press("Control+1");
    const coverage = page.getByRole("region", { name: "Coverage", exact: true });
    await coverage.waitFor();
    const headline = await coverage.innerText();
    expect(headline).toContain("118 of 144 techniques");
    expect(headline).toContain("82 %");
    expect(headline).toContain("4 of 21");
    for (const [word, count] of [
      ["Several rules", "101"],
      ["Detected", "17"],
      ["Partial", "14"],
      ["None", "12"],
    ]) {
      expect(headline).toMatch(new RegExp(`${String(word)}\\s+${String(count)}\\b`));
    }
    await photograph(casemate, "overview");

    await page.keyboard.press("Control+5");
    const matrix = page.getByRole("grid", { name: /^Coverage of/ });
    await matrix.waitFor();
    await page.getByText("118 of 144").first().waitFor();
    expect(await matrix.getByRole("rowheader").count()).toBe(14);
    await photograph(casemate, "coverage");

    await page.keyboard.press("Control+6");
    await page.getByText("26 of 144 techniques are not covered").waitFor();
    await photograph(casemate, "gaps");

    // A wide window shows the gap beside the plan, without tabs.
    await casemate.setSize(1440, 900);
    await page.getByRole("radio", { name: "Gap", exact: true }).check();
    await page.getByRole("button", { name: "Open in the inspector" }).click();
    const inspector = page.getByRole("complementary", { name: "Technique T1562.004" });
    await inspector.getByText("3 of 3 chosen, 20 of 172 groups").waitFor();
    // Procedure text comes with the official bundle.
    await inspector.getByText("59999", { exact: false }).waitFor();
    await photograph(casemate, "inspector");

    await page.keyboard.press("Control+2");
    await page.getByText("Inferred", { exact: false }).first().waitFor();
    await photograph(casemate, "catalogue");
    await page.keyboard.press("Control+,");
    await page.getByRole("heading", { name: "Settings" }).waitFor();
    await photograph(casemate, "settings");
  },
);
