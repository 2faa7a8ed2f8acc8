import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { expectAccessible } from "./support/accessibility.ts";
import type { Casemate } from "./support/launch.ts";
import { answerOf, launchSample } from "./support/sample.ts";

/** Opens the matrix as a user does by keys. */
async function openMatrix({ page }: Casemate): Promise<void> {
  await page.keyboard.press("Control+5");
  await page.getByRole("grid", { name: /^Coverage of/ }).waitFor();
  await page.locator(".matrix-cell").first().waitFor();
}

/** IDs of the techniques that have a cell with a fill. */
async function filledIds({ page }: Casemate): Promise<string[]> {
  const ids = await page
    .locator(".matrix-cell[data-fill]")
    .evaluateAll((cells) => cells.map((cell) => cell.getAttribute("data-id") ?? ""));
  return [...new Set(ids)].sort();
}

describe("the matrix", () => {
  test("shows the answer's figures for each tactic, level and part", async () => {
    const casemate = await launchSample({ size: { width: 1440, height: 900 }, theme: "light" });
    const { page } = casemate;
    await openMatrix(casemate);
    const { coverage, tactics, techniques } = await answerOf(casemate);

    for (const { name, covered, techniques: total } of tactics) {
      await page
        .getByRole("rowheader", {
          name: `${name}, ${String(covered)} of ${String(total)} covered`,
          exact: true,
        })
        .waitFor();
    }
    await page
      .getByText(`${String(coverage.covered)} of ${String(coverage.techniques)}`)
      .first()
      .waitFor();
    await casemate.screenshot("coverage-light");
    await expectAccessible(casemate);

    await page
      .getByRole("button", { name: `None ${String(coverage.levels.none)}`, exact: true })
      .click();
    const wanted = techniques
      .filter((technique) => technique.inDenominator && technique.level === "none")
      .map(({ id }) => id);
    await expect.poll(() => filledIds(casemate)).toEqual(wanted.sort());
    await page.getByRole("button", { name: "Show all" }).click();

    await page.getByRole("button", { name: /^before compromise/ }).click();
    const { beforeCompromise } = coverage;
    await page
      .getByText(`${String(beforeCompromise.covered)} of ${String(beforeCompromise.techniques)}`)
      .waitFor();
    await page.getByRole("button", { name: /^before compromise/ }).click();

    await casemate.setTheme("dark");
    await casemate.screenshot("coverage-dark");
    await expectAccessible(casemate);
  });

  test("is reached, walked, searched and inspected by keys", async () => {
    const casemate = await launchSample({ size: { width: 1440, height: 900 } });
    const { page } = casemate;
    await openMatrix(casemate);

    await page.keyboard.press("Control+f");
    await page.keyboard.type("over c2 channel");
    await page.getByText("1 technique found").waitFor();
    await page.keyboard.press("Enter");
    await page.getByText("1 of 1", { exact: true }).waitFor();
    await page.keyboard.press("Escape");
    expect(await page.getByLabel("Find techniques").inputValue()).toBe("");

    const grid = page.getByRole("grid", { name: /^Coverage of/ });
    await grid.locator('[tabindex="0"]').focus();
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("ArrowRight");
    const focused = page.locator(".matrix-cell:focus");
    const id = (await focused.getAttribute("data-id")) ?? "";
    await page.keyboard.press("Enter");
    await page.getByRole("complementary", { name: `Technique ${id}` }).waitFor();
    await casemate.screenshot("coverage-inspector");
    await page.keyboard.press("Escape");
    await page
      .getByRole("complementary", { name: `Technique ${id}` })
      .waitFor({ state: "detached" });
    expect(await focused.getAttribute("data-id")).toBe(id);
  });

  test("shows every technique and actors' use, and writes what it shows", async () => {
    const casemate = await launchSample({ size: { width: 1920, height: 1080 } });
    const { page, home } = casemate;
    await openMatrix(casemate);
    const { techniques, actors } = await answerOf(casemate);

    await page.getByRole("button", { name: /^Scope/ }).click();
    await page.getByRole("menuitemradio", { name: /^All techniques/ }).click();
    await page.getByRole("button", { name: /^Sub-techniques/ }).click();
    await page.getByRole("menuitemradio", { name: "All", exact: true }).click();
    await expect
      .poll(() => page.locator(".matrix-cell").count(), { timeout: 20_000 })
      .toBeGreaterThan(800);
    await page.getByRole("radio", { name: /^Actors/ }).check({ force: true });
    const all = techniques.filter(
      (technique) => technique.inDenominator && technique.actors.length === actors.length,
    );
    await page
      .getByRole("button", {
        name: `${String(actors.length)} actors ${String(all.length)}`,
        exact: true,
      })
      .waitFor();
    await casemate.screenshot("coverage-actors-all");

    const path = join(home, "coverage.csv");
    await casemate.answerDialogs([path]);
    await page.getByRole("button", { name: "Export" }).click();
    await page.getByRole("menuitem", { name: /as CSV/ }).click();
    await page.getByText(/^Exported to/).waitFor();
    expect(existsSync(path)).toBe(true);
    const lines = readFileSync(path, "utf8").split("\r\n").slice(1, -1);
    expect(lines.filter((line) => line.includes(",counted,"))).toHaveLength(
      techniques.filter(({ inDenominator }) => inDenominator).length,
    );
    expect(lines.length).toBeGreaterThan(600);
  });

  test("opens from a figure of the overview on the techniques behind it", async () => {
    const casemate = await launchSample();
    const { page } = casemate;
    const { tactics } = await answerOf(casemate);
    const tactic = tactics.find(({ shortname }) => shortname === "collection");
    if (tactic === undefined) throw new Error("The sample covers no collection.");
    await page
      .getByRole("grid", { name: "Coverage by tactic" })
      .getByRole("row", { name: tactic.name })
      .click();
    await page
      .getByRole("button", { name: `${String(tactic.techniques)} selected`, exact: true })
      .waitFor();
  });
});
