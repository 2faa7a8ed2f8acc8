import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { expectAccessible } from "./support/accessibility.ts";
import { launchCasemate } from "./support/launch.ts";
import { prepareWorkspace } from "./support/prepared-workspace.ts";
import { valueOf } from "./support/sample.ts";

test("three actors and all 172 groups are compared in every view, and exported", async () => {
  const prepared = await prepareWorkspace(async (client) => {
    const { id: assessmentId } = await client.assessments.create({ name: "Amber Quay" });
    for (const text of ["G0046", "G0082", "G0032"]) {
      const [actor] = await client.actors.list({ assessmentId, text, kinds: ["group"] });
      if (actor === undefined) throw new Error(`${text} is in the starter catalogue.`);
      const { kind, domain, id } = actor;
      await client.actors.choose({
        assessmentId,
        actor: { kind, domain, id },
        weight: 1,
        reason: "",
      });
    }
  });
  const casemate = await launchCasemate({ ...prepared, size: { width: 1280, height: 800 } });
  const { page } = casemate;
  const screens = page.getByRole("navigation", { name: "Screens" });
  await screens.getByText("Actors", { exact: true }).click();
  await page
    .getByRole("region", { name: "Overlap of the chosen actors" })
    .getByRole("button", { name: "Compare", exact: true })
    .click();
  const figures = page.getByRole("region", { name: "The comparison in figures" });
  const choose = (name: string) => page.getByRole("radio", { name, exact: true }).check();
  await figures.getByText("techniques of 3 actors").waitFor();
  // With campaigns: 165 together, 19 common, as the Actors screen says too.
  expect(await figures.innerText()).toMatch(/Together\s+165[\s\S]*Common to all\s+19/);
  await casemate.screenshot("compare-actors-1280-light");
  const shown = page.getByRole("region", { name: "Techniques of the set" });
  await shown.getByRole("heading", { name: /^Common to all three, not covered/ }).waitFor();
  const actors = page.getByRole("grid", { name: "Compared actors" });
  await actors.getByRole("row", { name: /^Lazarus Group G0032 119 / }).waitFor();
  // Only Lazarus Group uses 63 of them, as the set of the overlap says.
  await actors.getByRole("button", { name: "63", exact: true }).click();
  await shown.getByRole("heading", { name: /^Lazarus Group alone/ }).waitFor();
  await shown.getByRole("button", { name: /^T1/ }).first().click();
  await page.getByRole("heading", { name: /^Why this level/ }).waitFor();
  await page.keyboard.press("Escape");
  await expectAccessible(casemate);

  await choose("UpSet");
  await page.getByRole("button", { name: "All three actors: 19 techniques" }).click();
  await shown.getByRole("heading", { name: /^Common to all three/ }).waitFor();
  await casemate.screenshot("compare-upset-1280-light");
  await choose("Smallest set");
  await page.getByText("1 technique: every actor that has any uses at least one").waitFor();
  await page.getByRole("checkbox", { name: "Attributed campaigns" }).click();
  await expect.poll(() => figures.innerText()).toMatch(/Together\s+146[\s\S]*Common to all\s+18/);
  await page.getByRole("checkbox", { name: "Attributed campaigns" }).click();
  await expect.poll(() => figures.innerText()).toMatch(/Together\s+165/);

  await choose("All groups");
  await figures.getByText("techniques of 172 actors").waitFor();
  expect(await figures.innerText()).toMatch(/Together\s+509[\s\S]*Smallest set\s+16/);
  await casemate.setSize(1920, 1080);
  await choose("Heat map");
  const map = page.getByRole("application", { name: /^Heat map of 172 actors/ });
  await map.focus();
  for (const key of ["ArrowRight", "ArrowDown", "ArrowRight"]) await page.keyboard.press(key);
  const words = page.getByRole("status").filter({ hasText: "shared of" });
  await words.waitFor();
  await casemate.screenshot("compare-heat-1920-light");
  await choose("Numbers");
  await page.keyboard.press("End");
  await casemate.setTheme("dark");
  await expectAccessible(casemate);
  await casemate.screenshot("compare-heat-numbers-1920-dark");
  await casemate.setSize(1280, 800);
  await choose("Fit");
  await casemate.screenshot("compare-heat-1280-dark");
  await choose("Pairs");
  const pairs = page.getByRole("grid", { name: "Pairs of actors" });
  expect(await pairs.getAttribute("aria-rowcount")).toBe("14707");
  // Counted by compare-groups.py: with campaigns no two are more alike than these.
  await pairs.press("Home");
  await pairs.getByRole("row", { name: /^Elderwood Mofang 5 10 0\.50 / }).waitFor();
  await shown.getByRole("heading", { name: /^Shared by Elderwood and Mofang/ }).waitFor();
  await casemate.screenshot("compare-pairs-1280-dark");
  await choose("What each adds");
  const adds = page.getByRole("grid", { name: "What each actor adds" });
  await adds.getByRole("row", { name: /^1 APT29 119 119 / }).waitFor();
  await adds.getByRole("row", { name: /^2 Lazarus Group 119 74 / }).click();
  await shown.getByRole("heading", { name: /^Lazarus Group adds/ }).waitFor();
  const table = join(prepared.home, "Documents", "adds.csv");
  await casemate.answerDialogs([table]);
  await page.getByRole("button", { name: "Export", exact: true }).last().click();
  await page.getByText(`Exported to ${table}`).waitFor();
  expect(readFileSync(table, "utf8").split("\r\n")[2]).toMatch(/^2,Lazarus Group,119,74,/);
  await casemate.screenshot("compare-adds-1280-dark");
  await choose("UpSet");
  await page.getByText(/^The 40 largest of 429 sets/).waitFor();
  await casemate.screenshot("compare-upset-1280-dark");
  await choose("Smallest set");
  await page.getByText("No smaller set does: that was proven.").waitFor();
  await page.getByRole("grid", { name: "Smallest set of techniques" }).press("ArrowDown");
  await page.getByRole("region", { name: "Actors of the set" }).waitFor();
  await casemate.setTheme("light");
  await casemate.screenshot("compare-smallest-1280-light");
  await page.getByRole("button", { name: "As layer" }).click();
  await page.getByText("Layer made with 1 technique").waitFor();
  expect(await valueOf<unknown[]>(casemate, "layers.list", {})).toHaveLength(1);

  await page.getByRole("tab", { name: "Observed techniques" }).click();
  await page
    .getByLabel("Technique IDs")
    .fill("T1059.001 and T1105, then T1566.001; T1003.001 T1021.002, T1574.002, T9999.");
  const fitting = page.getByRole("grid", { name: "Actors that fit" });
  await fitting.getByRole("row").nth(1).waitFor();
  await page.getByText("enterprise-attack 18.1 has no such technique.").first().waitFor();
  const first = fitting.getByRole("row").nth(1);
  await first.click();
  await page.getByRole("heading", { name: /techniques of these, the rarest first$/ }).waitFor();
  await expectAccessible(casemate);
  await casemate.screenshot("observed-1280-light");
  await first.getByRole("button", { name: /^Choose / }).click();
  const done = page.getByText(/ chosen$/);
  await done.waitFor();
  await first.getByRole("img", { name: "Chosen" }).waitFor();
  await done.locator("..").getByRole("button", { name: "Undo" }).click();
  await first.getByRole("button", { name: /^Choose / }).waitFor();
  await casemate.setTheme("dark");
  await casemate.setSize(1920, 1080);
  await expectAccessible(casemate);
  await casemate.screenshot("observed-1920-dark");
});
