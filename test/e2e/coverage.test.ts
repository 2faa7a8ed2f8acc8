import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { expectAccessible } from "./support/accessibility.ts";
import type { Casemate } from "./support/launch.ts";
import type { Matrix, Release } from "../../src/shared/model/catalogue.ts";
import { answerOf, launchSample, valueOf } from "./support/sample.ts";

/** Opens the matrix as a user does by keys. */
async function openMatrix({ page }: Casemate): Promise<void> {
  await page.keyboard.press("Control+5");
  await page.getByRole("grid", { name: /^Coverage of/ }).waitFor();
  await page.locator(".matrix-cell").first().waitFor();
}

/** IDs of the techniques that have a cell with a fill, from top to bottom: what is in view is drawn. */
async function filledIds({ page }: Casemate): Promise<string[]> {
  const ids = await page
    .getByRole("grid", { name: /^Coverage of/ })
    .evaluate(async (grid: HTMLElement) => {
      const found = new Set<string>();
      const nextFrame = () => new Promise((resolve) => requestAnimationFrame(resolve));
      for (let top = 0; top < grid.scrollHeight; top += grid.clientHeight / 2) {
        grid.scrollTop = top;
        await nextFrame();
        await nextFrame();
        for (const cell of grid.querySelectorAll(".matrix-cell[data-fill]")) {
          found.add(cell.getAttribute("data-id") ?? "");
        }
      }
      grid.scrollTop = 0;
      return [...found];
    });
  return ids.sort();
}

/** How many cells the matrix has, drawn or not. */
async function cellCount({ page }: Casemate): Promise<number> {
  const grid = page.getByRole("grid", { name: /^Coverage of/ });
  return Number(await grid.getAttribute("data-cells"));
}

/** Shows every technique of the release with every sub-technique. */
async function showEverything({ page }: Casemate): Promise<void> {
  await page.getByRole("button", { name: /^Scope/ }).click();
  await page.getByRole("menuitemradio", { name: /^All techniques/ }).click();
  await page.getByRole("button", { name: /^Sub-techniques/ }).click();
  await page.getByRole("menuitemradio", { name: "All", exact: true }).click();
}

/** The matrix of the sample's release, as the backend knows it. */
async function releaseMatrix(casemate: Casemate): Promise<Matrix> {
  const { catalogues } = await answerOf(casemate);
  const releases = await valueOf<Release[]>(casemate, "catalogue.list", {});
  const release = releases.find(({ domain }) => domain === catalogues[0]?.domain);
  return valueOf<Matrix>(casemate, "catalogue.matrix", { releaseId: release?.id ?? 0 });
}

/** Cells that overlap another one, and names that stand out of their cell. */
async function misplaced({ page }: Casemate): Promise<string[]> {
  return page.locator(".matrix-cell").evaluateAll((cells) => {
    const wrong: string[] = [];
    const boxes = cells.map((cell) => ({ cell, box: cell.getBoundingClientRect() }));
    for (const { cell, box } of boxes) {
      const id = cell.getAttribute("data-key") ?? "";
      const name = cell.querySelector(".matrix-name");
      if (name !== null && name.getClientRects().length > 0) {
        const range = document.createRange();
        range.selectNodeContents(name);
        for (const line of range.getClientRects()) {
          if (line.right > box.right || line.bottom > box.bottom + 0.5) wrong.push(`${id}: text`);
        }
      }
      for (const other of boxes) {
        if (other.cell === cell) continue;
        if (
          box.left < other.box.right - 0.01 &&
          other.box.left < box.right - 0.01 &&
          box.top < other.box.bottom - 0.01 &&
          other.box.top < box.bottom - 0.01
        ) {
          wrong.push(`${id} overlaps`);
        }
      }
    }
    return wrong;
  });
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
      .getByRole("button", {
        name: `Telemetry only ${String(coverage.levels.telemetry)}`,
        exact: true,
      })
      .click();
    const wanted = techniques
      .filter((technique) => technique.inDenominator && technique.level === "telemetry")
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
    await expect.poll(() => cellCount(casemate), { timeout: 20_000 }).toBeGreaterThan(800);
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

  test("draws every cell in time, and reaches each by keys before", async () => {
    const casemate = await launchSample({ size: { width: 1280, height: 800 } });
    const { page } = casemate;
    await openMatrix(casemate);
    await showEverything(casemate);
    const { tactics, techniques } = await releaseMatrix(casemate);
    const places = techniques.flatMap(({ id, tactics: under }) =>
      under.map((tactic) => `${tactic}/${id}`),
    );
    await expect.poll(() => cellCount(casemate)).toBe(places.length);

    // The longest column, from its header down to its last cell and back.
    const longest = tactics
      .map(({ shortname }) => ({
        shortname,
        held: places.filter((place) => place.startsWith(`${shortname}/`)),
      }))
      .sort((a, b) => b.held.length - a.held.length)[0];
    if (longest === undefined) throw new Error("The release has no tactics.");
    const column = page.locator(`.matrix-column[data-tactic="${longest.shortname}"]`);
    await column.getByRole("rowheader").click();
    const focused = page.locator(".matrix-cell:focus");
    await page.keyboard.press("End");
    expect(await focused.getAttribute("aria-colindex")).toBe(String(longest.held.length + 1));
    const last = await focused.boundingBox();
    expect(last?.y ?? 0).toBeGreaterThan(300);
    expect((last?.y ?? 0) + (last?.height ?? 0)).toBeLessThan(800);
    await page.keyboard.press("Home");
    expect(await focused.getAttribute("aria-colindex")).toBe("2");

    const passed = new Set<string>();
    for (let step = 0; step < longest.held.length; step += 1) {
      passed.add((await focused.getAttribute("data-key")) ?? "");
      await page.keyboard.press("ArrowDown");
    }
    expect([...passed].sort()).toEqual([...longest.held].sort());

    // Letters of a name that stands far away.
    const letters = Array.from("web service", (letter) => (letter === " " ? "Space" : letter));
    // Sent at once: on a busy machine each alone may take longer than one waits between letters.
    await Promise.all(letters.map((letter) => page.keyboard.press(letter)));
    expect(await focused.getAttribute("data-id")).toMatch(/^T\d{4}/);
    expect(await focused.getAttribute("aria-label")).toContain(", Web Service");

    // Scrolled out of sight, the cell keeps the focus.
    const key = await focused.getAttribute("data-key");
    const grid = page.getByRole("grid", { name: /^Coverage of/ });
    await grid.evaluate((scroller) => scroller.scrollTo({ top: 0, left: 0 }));
    await page
      .locator(`.matrix-column[data-tactic="${tactics[0]?.shortname ?? ""}"] .matrix-cell`)
      .first()
      .waitFor();
    // What is around the view is drawn a moment later: after that nothing changes any more.
    await page.waitForTimeout(500);
    expect(await focused.getAttribute("data-key")).toBe(key);
    expect((await focused.boundingBox())?.y ?? 0).toBeGreaterThan(800);

    // While nothing else is to do, the rest comes too, each cell once and in reading order.
    await expect
      .poll(() => page.locator(".matrix-cell").count(), { timeout: 20_000 })
      .toBe(places.length);
    const inOrder = await column
      .locator(".matrix-cell")
      .evaluateAll((cells) => cells.map((cell) => Number(cell.getAttribute("aria-colindex"))));
    expect(inOrder).toEqual(longest.held.map((_, index) => index + 2));

    await page.keyboard.press("Control+a");
    await page
      .getByRole("button", { name: `${String(techniques.length)} selected`, exact: true })
      .waitFor();
  });

  test("selects the cells of a box, and a range", async () => {
    const casemate = await launchSample({ size: { width: 1440, height: 900 } });
    const { page } = casemate;
    await openMatrix(casemate);
    const box = { left: 300, top: 200, right: 720, bottom: 520 };
    const wanted = await page.locator(".matrix-cell").evaluateAll(
      (cells, { left, top, right, bottom }) =>
        cells
          .filter((cell) => {
            const at = cell.getBoundingClientRect();
            return at.left < right && at.right > left && at.top < bottom && at.bottom > top;
          })
          .map((cell) => cell.getAttribute("data-id") ?? ""),
      box,
    );
    const drag = async (): Promise<void> => {
      await page.mouse.move(box.left, box.top);
      await page.mouse.down();
      await page.mouse.move(500, 400, { steps: 4 });
      await page.mouse.move(box.right, box.bottom, { steps: 4 });
      await page.locator(".matrix-box:visible").waitFor();
    };
    await drag();
    await page.keyboard.press("Escape");
    await page.mouse.up();
    expect(await page.locator('.matrix-cell[aria-selected="true"]').count()).toBe(0);

    await drag();
    await casemate.screenshot("coverage-box");
    await page.mouse.up();
    const count = new Set(wanted).size;
    expect(count).toBeGreaterThan(8);
    await page.getByRole("button", { name: `${String(count)} selected`, exact: true }).waitFor();
    const selectedIds = await page
      .locator('.matrix-cell[aria-selected="true"]')
      .evaluateAll((cells) => cells.map((cell) => cell.getAttribute("data-id") ?? ""));
    expect([...new Set(selectedIds)].sort()).toEqual([...new Set(wanted)].sort());

    // A range along a column by Shift and arrows.
    const column = page.locator('.matrix-column[data-tactic="execution"]');
    await column.locator(".matrix-cell").first().click();
    await page.keyboard.press("Shift+ArrowDown");
    await page.keyboard.press("Shift+ArrowDown");
    await page.getByRole("button", { name: "3 selected", exact: true }).waitFor();
    await page.keyboard.press("Shift+ArrowUp");
    await page.getByRole("button", { name: "2 selected", exact: true }).waitFor();
  });

  test("zooms by keys, hides a tactic from its header and shows it again", async () => {
    const casemate = await launchSample({ size: { width: 1440, height: 900 } });
    const { page } = casemate;
    await openMatrix(casemate);
    const cell = page.locator(".matrix-cell").first();
    await cell.focus();
    const size = () =>
      cell.evaluate((element) => ({
        font: Number.parseFloat(getComputedStyle(element).fontSize),
        height: element.getBoundingClientRect().height,
      }));
    const plain = await size();
    expect(plain.font).toBe(11);
    for (let press = 0; press < 3; press += 1) await page.keyboard.press("Control+=");
    expect((await size()).font).toBeCloseTo(16.5, 5);
    expect(await misplaced(casemate)).toEqual([]);
    await casemate.screenshot("coverage-zoom-150");
    await page.keyboard.press("Control+0");
    expect(await size()).toEqual(plain);
    for (let press = 0; press < 8; press += 1) await page.keyboard.press("Control+-");
    expect((await size()).font).toBeCloseTo(6.6, 5);
    expect(await misplaced(casemate)).toEqual([]);
    await page.keyboard.press("Control+0");

    const columns = page.locator(".matrix-column");
    const before = await columns.count();
    await page.getByRole("rowheader", { name: /^Execution/ }).click({ button: "right" });
    await page.getByRole("menuitem", { name: "Hide" }).click();
    await expect.poll(() => columns.count()).toBe(before - 1);
    expect(await page.getByRole("rowheader", { name: /^Execution/ }).count()).toBe(0);
    await page.getByRole("rowheader").first().click({ button: "right" });
    await page.getByRole("menuitem", { name: "Show all tactics (1 hidden)" }).click();
    await expect.poll(() => columns.count()).toBe(before);
  });

  test("places every cell apart in every layout, theme and size", async () => {
    const casemate = await launchSample({ size: { width: 1280, height: 800 }, theme: "light" });
    const { page } = casemate;
    await openMatrix(casemate);
    await page.getByRole("button", { name: /^Sub-techniques/ }).click();
    await page.getByRole("menuitemradio", { name: /^Used/ }).click();
    for (const layout of ["Side", "Flat", "Mini"]) {
      await page.getByRole("radio", { name: layout }).check({ force: true });
      for (const [width, height] of [
        [1280, 800],
        [1920, 1080],
      ] as const) {
        await casemate.setSize(width, height);
        for (const theme of ["light", "dark"] as const) {
          await casemate.setTheme(theme);
          await casemate.screenshot(`matrix-${layout.toLowerCase()}-${theme}-${String(width)}`);
        }
        expect(await misplaced(casemate), `${layout} at ${String(width)}`).toEqual([]);
      }
    }
    await expectAccessible(casemate);
  });
});
