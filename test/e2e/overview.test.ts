import { describe, expect, test } from "vitest";
import { expectAccessible } from "./support/accessibility.ts";
import { answerOf, launchSample } from "./support/sample.ts";

const percent = (part: number, total: number): string =>
  `${String(Math.floor((part * 100) / total + 0.5))} %`;

describe("the overview", () => {
  test("shows the answer's own figures, each with its denominator", async () => {
    const casemate = await launchSample({ size: { width: 1440, height: 900 }, theme: "light" });
    const { page } = casemate;
    const { coverage, tactics, actors, gaps } = await answerOf(casemate);

    const figures = page.getByRole("region", { name: "Coverage", exact: true });
    const words = await figures.innerText();
    expect(words).toContain(percent(coverage.covered, coverage.techniques));
    expect(words).toContain(
      `${String(coverage.covered)} of ${String(coverage.techniques)} techniques`,
    );
    const { beforeCompromise } = coverage;
    expect(words).toContain(
      `${String(beforeCompromise.covered)} of ${String(beforeCompromise.techniques)}, ` +
        percent(beforeCompromise.covered, beforeCompromise.techniques),
    );

    const rows = page.getByRole("grid", { name: "Coverage by tactic" }).getByRole("row");
    const texts = (await rows.allInnerTexts()).slice(1).map((text) => text.split("\n")[0]);
    expect(texts).toEqual(tactics.map((tactic) => tactic.name));

    await page.getByRole("button", { name: `All ${String(gaps.length)} gaps` }).waitFor();
    for (const actor of actors) {
      const row = page
        .getByRole("grid", { name: "Chosen actors" })
        .getByRole("row", { name: actor.id });
      expect(await row.innerText()).toContain(percent(actor.covered, actor.inScope));
    }

    await casemate.screenshot("overview-light");
    await expectAccessible(casemate);
    await casemate.setTheme("dark");
    await casemate.screenshot("overview-dark");
    await expectAccessible(casemate);
  });

  test("says what it rests on and what needs attention", async () => {
    const { page } = await launchSample();
    const foundations = page.getByRole("region", { name: "What this rests on" });
    await foundations.getByText("Starter: facts only").waitFor();
    expect(await foundations.innerText()).toMatch(/released 13 Nov 2025, .+ ago; imported today/);
    const attention = page.getByRole("region", { name: "Needs your attention" });
    await attention.getByText("Nothing is validated yet.").waitFor();
    await attention.getByText("rest on an assumed state").waitFor();
    await attention.getByText("from another release than 18.1 do not count").waitFor();
    await attention.getByRole("button", { name: "Open import report" }).click();
    await page.getByRole("heading", { name: "What happened to the rules" }).waitFor();
    await page.keyboard.press("Alt+ArrowLeft");
    await attention.waitFor();
  });

  test("finds everything by Ctrl+K and goes anywhere by keys", async () => {
    const { page } = await launchSample();
    await page.keyboard.press("Control+k");
    await page.keyboard.type("fin7");
    await page.getByRole("option", { name: /G0046.*FIN7/ }).waitFor();
    await page.keyboard.press("Enter");
    await page.getByRole("heading", { name: /^FIN7/ }).first().waitFor();
    await page.keyboard.press("Control+k");
    await page.keyboard.type("go to settings");
    // What a search finds later may still move the choice.
    await page.getByRole("option", { name: /Go to Settings/, selected: true }).waitFor();
    await page.keyboard.press("Enter");
    await page.getByRole("heading", { name: "Settings" }).waitFor();
    for (const [key, name] of [
      ["1", "Overview"],
      ["2", "Catalogue"],
      ["3", "Actors"],
      ["4", "Detections"],
      ["7", "Emulation"],
      ["8", "Compare"],
      ["9", "Reports"],
      [",", "Settings"],
    ] as const) {
      await page.keyboard.press(`Control+${key}`);
      await page.getByRole("heading", { name, exact: true }).waitFor();
    }
  });
});
