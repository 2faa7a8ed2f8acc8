import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { expectAccessible } from "./support/accessibility.ts";
import { launchSample } from "./support/sample.ts";

describe("the catalogue", () => {
  test("lists each release with what it is worth, and every object by kind", async () => {
    const casemate = await launchSample({ size: { width: 1440, height: 900 }, theme: "light" });
    const { page } = casemate;
    await page.keyboard.press("Control+2");
    await page.getByRole("heading", { name: "Catalogue", exact: true }).waitFor();
    await page.getByRole("button", { name: /^enterprise-attack 18\.1/ }).waitFor();
    await page.getByText("of 691").waitFor();
    await page.getByText("The MITRE Corporation").first().waitFor();

    // At the smallest size every column is in view, and of a name its parent gives way first.
    await casemate.setSize(1280, 800);
    const techniques = page.getByRole("grid", { name: "Techniques" });
    await techniques.getByRole("row", { name: /^T1003\.008 / }).waitFor();
    expect(
      await techniques.evaluate(({ scrollWidth, clientWidth }) => scrollWidth - clientWidth),
    ).toBe(0);
    const cut = await techniques
      .locator(".technique-own")
      .evaluateAll((names) =>
        names.filter((name) => name.scrollWidth > name.clientWidth).map((name) => name.textContent),
      );
    expect(cut).toEqual([]);
    for (const theme of ["dark", "light"] as const) {
      await casemate.setTheme(theme);
      await casemate.screenshot(`catalogue-techniques-${theme}-1280`);
    }
    await casemate.setSize(1440, 900);

    await page.getByRole("button", { name: /^Show/ }).click();
    await page.getByRole("menuitemradio", { name: "Groups" }).click();
    await page.getByPlaceholder("Name, ID, alias or text").fill("lazarus");
    await page.getByRole("row", { name: /G0032/ }).click();
    const object = page.getByRole("region", { name: "Lazarus Group" });
    await object.getByRole("heading", { name: /^Uses/ }).waitFor();
    await object.getByRole("heading", { name: /^Campaigns attributed to it/ }).waitFor();
    await casemate.screenshot("catalogue-light");
    await casemate.setSize(1280, 800);
    await casemate.screenshot("catalogue-1280");
    await casemate.setSize(1440, 900);
    await expectAccessible(casemate);
    await casemate.setTheme("dark");
    await casemate.screenshot("catalogue-dark");
    await expectAccessible(casemate);
  });

  test("writes a release back as a bundle", async () => {
    const casemate = await launchSample();
    const { page, home } = casemate;
    await page.keyboard.press("Control+2");
    await page.getByRole("button", { name: /^ics-attack 18\.1/ }).click();
    const path = join(home, "ics.json");
    await casemate.answerDialogs([path]);
    await page.getByRole("button", { name: "Actions for ics-attack 18.1" }).click();
    await page.getByRole("menuitem", { name: "Export as STIX bundle…" }).click();
    await page.getByText(/Wrote [\d,]+ objects/).waitFor({ timeout: 60_000 });
    const bundle = JSON.parse(readFileSync(path, "utf8")) as { type: string; objects: unknown[] };
    expect(bundle.type).toBe("bundle");
    expect(bundle.objects.length).toBeGreaterThan(1500);
  });

  test("removes a release only when asked twice, and nothing of the user's with it", async () => {
    const { page } = await launchSample();
    await page.keyboard.press("Control+2");
    await page.getByRole("button", { name: /^mobile-attack 18\.1/ }).click();
    await page.getByRole("button", { name: "Actions for mobile-attack 18.1" }).click();
    await page.getByRole("menuitem", { name: "Remove from this workspace…" }).click();
    const dialog = page.getByRole("dialog", { name: "Remove mobile-attack 18.1?" });
    await dialog.getByRole("button", { name: "Cancel" }).click();
    await page.getByRole("button", { name: "Actions for mobile-attack 18.1" }).click();
    await page.getByRole("menuitem", { name: "Remove from this workspace…" }).click();
    await dialog.getByRole("button", { name: "Remove release" }).click();
    await page.getByText("Removed mobile-attack 18.1.").waitFor();
    await page.getByText("2 releases,").waitFor();
  });
});
