import { cpSync, existsSync, readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { describe, expect, test } from "vitest";
import type { Layer, LayerSummary, UnplacedAnnotation } from "../../src/shared/model/layer.ts";
import { expectAccessible } from "./support/accessibility.ts";
import { type Casemate, launchCasemate, ownFile } from "./support/launch.ts";
import { answerOf, launchSample, valueOf } from "./support/sample.ts";

const samples = resolve(import.meta.dirname, "../../../shared/data/samples/navigator");
const kaspersky = "v2.2_dettect_Kaspersky_Incident_Response_report_2018_json.json";
const fireEye = "v4.1_dettect_20210413-FireEye.json";

/** A layer as another tool writes it: two techniques scored, one retired long ago. */
const handmade = {
  name: "Hunt of March",
  versions: { attack: "18", navigator: "5.1.0", layer: "4.5" },
  domain: "enterprise-attack",
  techniques: [
    { techniqueID: "T1566", score: 40, comment: "Mail" },
    { techniqueID: "T1110", score: 80, color: "#5eade5" },
    { techniqueID: "T1086", score: 10 },
  ],
  gradient: { colors: ["#c1e6fd", "#1b5296"], minValue: 0, maxValue: 100 },
};

/** A file in the home of the user that the application runs as. */
function homeFile({ home }: Casemate, name: string, content?: string): string {
  const path = join(home, name);
  if (content === undefined) cpSync(join(samples, name), path);
  else writeFileSync(path, content);
  ownFile(path);
  return path;
}

const panelOf = ({ page }: Casemate) => page.getByRole("complementary", { name: "Layers" });
const rowOf = (casemate: Casemate, name: string) =>
  panelOf(casemate).getByRole("treeitem", { name });
const listLayers = (casemate: Casemate) => valueOf<LayerSummary[]>(casemate, "layers.list", {});

/** Opens the matrix with the layers beside it. */
async function openLayers(casemate: Casemate): Promise<void> {
  const { page } = casemate;
  await page.keyboard.press("Control+5");
  await page.locator(".matrix-cell").first().waitFor({ timeout: 30_000 });
  if (!(await panelOf(casemate).isVisible())) {
    await page.getByRole("button", { name: "Layers", exact: true }).click();
  }
  await panelOf(casemate).waitFor();
}

/** Imports files by the panel's menu; the report opens. */
async function importFiles(casemate: Casemate, ...paths: readonly string[]): Promise<void> {
  const { page } = casemate;
  await casemate.answerDialogs(paths);
  await panelOf(casemate).getByRole("button", { name: "Add", exact: true }).click();
  await page.getByRole("menuitem", { name: "Import files…" }).click();
  await page.getByRole("button", { name: "Export report" }).waitFor({ timeout: 30_000 });
}

async function openMenu(casemate: Casemate, layer: string, item: string): Promise<void> {
  await rowOf(casemate, layer).click({ button: "right" });
  await casemate.page.getByRole("menuitem", { name: item }).click();
}

async function getLayer(casemate: Casemate, name: string): Promise<Layer> {
  const found = (await listLayers(casemate)).find((each) => each.name === name);
  if (found === undefined) throw new Error(`There is no layer ${name}.`);
  return valueOf<Layer>(casemate, "layers.get", { layerId: found.id });
}

/** What the workspace holds, once it is so. */
async function until<Value>(read: () => Promise<Value>, wanted: Value): Promise<void> {
  await expect.poll(read, { timeout: 10_000 }).toEqual(wanted);
}

/** A picture of the light theme in a small window and of the dark one in a large window. */
async function pictures(casemate: Casemate, name: string): Promise<void> {
  await casemate.screenshot(`layers-${name}-light-1280`);
  await casemate.setTheme("dark");
  await casemate.setSize(1920, 1080);
  await casemate.page.waitForTimeout(200);
  await casemate.screenshot(`layers-${name}-dark-1920`);
  await casemate.setSize(1280, 800);
  await casemate.setTheme("light");
}

const smallLayer = JSON.stringify(handmade);

describe("layers in the window", () => {
  test("a layer file comes in, several cells are edited at once, and it is there after a restart", async () => {
    const casemate = await launchSample({ size: { width: 1280, height: 800 }, theme: "light" });
    const { page, home } = casemate;
    await openLayers(casemate);
    await panelOf(casemate).getByText("No layers yet.").waitFor();
    await pictures(casemate, "empty");
    await expectAccessible(casemate);

    await importFiles(casemate, homeFile(casemate, "hunt.json", smallLayer));
    await openLayers(casemate);
    await rowOf(casemate, "Hunt of March").click();
    // The matrix shows the score where the layer has one.
    const cell = (id: string) => page.locator(`.matrix-cell[data-id="${id}"]`).first();
    await expect.poll(() => cell("T1566").getAttribute("aria-label")).toContain("40");

    // Where cells are edited a click selects; what lies behind the cell opens by a second one.
    const inspector = page.getByRole("complementary", { name: "Technique T1566" });
    await cell("T1566").click();
    expect(await inspector.count()).toBe(0);
    await cell("T1566").dblclick();
    await inspector.waitFor();
    await page.keyboard.press("Escape");
    await inspector.waitFor({ state: "detached" });
    await cell("T1110").click({ modifiers: ["Control"] });
    const editor = panelOf(casemate).getByRole("group", { name: /^Annotation of/ });
    expect(await editor.getByLabel("Score", { exact: true }).getAttribute("placeholder")).toBe(
      "Several",
    );
    await pictures(casemate, "editor");
    await expectAccessible(casemate);

    const scores = async () => {
      const { annotations } = await getLayer(casemate, "Hunt of March");
      return Object.fromEntries(annotations.map((each) => [each.techniqueId, each.score]));
    };
    await editor.getByLabel("Score", { exact: true }).fill("55");
    await editor.getByLabel("Score", { exact: true }).press("Enter");
    await until(scores, { T1566: 55, T1110: 55, T1086: 10 });
    await editor.getByRole("button", { name: "Deep blue" }).click();
    await until(
      async () =>
        (await getLayer(casemate, "Hunt of March")).annotations.map(({ colour }) => colour).sort(),
      ["", "#1b5296", "#1b5296"],
    );
    await editor.getByLabel("Comment").fill("Both looked at in March");
    await editor.getByLabel("Comment").blur();
    await editor.getByRole("button", { name: "Add to metadata" }).click();
    await page.getByRole("menuitem", { name: "Entry" }).click();
    await editor.getByLabel("Name").fill("Analyst");
    await editor.getByLabel("Value").fill("Q");
    await editor.getByLabel("Value").press("Enter");
    await until(
      async () =>
        (await getLayer(casemate, "Hunt of March")).annotations
          .filter(({ techniqueId }) => techniqueId !== "T1086")
          .map(({ comment, metadata }) => ({ comment, metadata })),
      [1, 2].map(() => ({
        comment: "Both looked at in March",
        metadata: [{ name: "Analyst", value: "Q" }],
      })),
    );
    // Who only reads finds it in the inspector.
    await cell("T1566").dblclick();
    await inspector.getByText("Score 55", { exact: true }).waitFor();
    await inspector.getByText("Both looked at in March", { exact: true }).waitFor();
    await inspector.getByRole("term").filter({ hasText: "Analyst" }).waitFor();
    await expectAccessible(casemate);
    await page.keyboard.press("Escape");
    await cell("T1110").click({ modifiers: ["Control"] });
    await editor.getByLabel("Enabled").uncheck();
    await until(
      async () =>
        (await getLayer(casemate, "Hunt of March")).annotations.filter(({ enabled }) => !enabled)
          .length,
      2,
    );

    const opened = async () =>
      (await getLayer(casemate, "Hunt of March")).annotations
        .filter(({ showSubtechniques }) => showSubtechniques)
        .map(({ techniqueId }) => techniqueId)
        .sort();
    await editor.getByLabel("Sub-techniques opened in the Navigator").check();
    await until(opened, ["T1110", "T1566"]);

    // Six steps back: the layer is as it came.
    await page.locator(".matrix-cell").first().focus();
    for (let step = 0; step < 6; step += 1) await page.keyboard.press("Control+z");
    await until(scores, { T1566: 40, T1110: 80, T1086: 10 });
    expect((await getLayer(casemate, "Hunt of March")).annotations).toMatchObject([
      { techniqueId: "T1566", comment: "Mail", colour: "", enabled: true, metadata: [] },
      { techniqueId: "T1110", comment: "", colour: "#5eade5", enabled: true, metadata: [] },
      { techniqueId: "T1086", comment: "", enabled: true },
    ]);
    await until(opened, []);
    // So do the fields: none shows what was typed into it and taken back.
    await expect.poll(() => editor.getByLabel("Enabled").isChecked()).toBe(true);
    expect(await editor.getByLabel("Sub-techniques opened in the Navigator").isChecked()).toBe(
      false,
    );
    expect(await editor.getByLabel("Score", { exact: true }).inputValue()).toBe("");
    expect(await editor.getByLabel("Comment").inputValue()).toBe("");
    await page.keyboard.press("Control+Shift+z");
    await until(scores, { T1566: 55, T1110: 55, T1086: 10 });

    // The history outlives a look at another screen.
    await page.keyboard.press("Control+1");
    await openLayers(casemate);
    await panelOf(casemate)
      .getByRole("button", { name: /^Redo: / })
      .click();
    await until(
      async () => (await getLayer(casemate, "Hunt of March")).annotations[1]?.colour,
      "#1b5296",
    );

    const { path } = await valueOf<{ path: string }>(casemate, "workspace.current", {});
    await casemate.close();
    const again = await launchCasemate({ home, workspace: path });
    await again.page
      .getByRole("region", { name: "Coverage by tactic" })
      .waitFor({ timeout: 60_000 });
    const kept = await getLayer(again, "Hunt of March");
    expect(
      kept.annotations.map(({ techniqueId, score, colour }) => [techniqueId, score, colour]),
    ).toEqual([
      ["T1566", 55, "#1b5296"],
      ["T1110", 55, "#1b5296"],
      ["T1086", 10, ""],
    ]);
    // The palette finds it and shows it.
    await again.page.keyboard.press("Control+k");
    await again.page.getByRole("combobox", { name: "Search everything" }).fill("Hunt of");
    await again.page.getByRole("option", { name: "Hunt of March" }).click();
    await again.page.getByRole("region", { name: "Layer Hunt of March" }).waitFor();
  });

  test("two layers become one by an expression; a wrong one says where", async () => {
    const casemate = await launchSample({ size: { width: 1280, height: 800 }, theme: "light" });
    const { page } = casemate;
    await openLayers(casemate);
    const second = {
      ...handmade,
      name: "Hunt of April",
      techniques: [{ techniqueID: "T1110", score: 90 }],
    };
    await importFiles(
      casemate,
      homeFile(casemate, "both.json", JSON.stringify([handmade, second])),
    );
    await openLayers(casemate);
    await rowOf(casemate, "Hunt of March").click({ modifiers: ["Control"] });
    await rowOf(casemate, "Hunt of April").click({ modifiers: ["Control"] });
    await openMenu(casemate, "Hunt of April", "Combine…");
    const dialog = page.getByRole("dialog", { name: "How should the layers become one?" });
    const field = dialog.getByLabel("Score");
    await field.fill("a + c");
    await dialog.locator("mark").getByText("c", { exact: true }).waitFor();
    expect(await dialog.getByRole("button", { name: "Combine layers" }).isDisabled()).toBe(true);
    await pictures(casemate, "combine");
    await expectAccessible(casemate);

    const operands = await dialog
      .getByLabel(/^Layer [ab]$/)
      .evaluateAll((inputs) =>
        inputs.map((input) => (input instanceof HTMLInputElement ? input.value : "")),
      );
    // The higher of the two, whatever stands first.
    await field.fill("max(a, b) - 5");
    await dialog.getByLabel("Name").fill("Both hunts");
    await dialog.getByRole("button", { name: "Combine layers" }).click();
    await dialog.waitFor({ state: "hidden" });
    expect(operands.map((value) => value.split(",")[0]).sort()).toEqual([
      "Hunt of April",
      "Hunt of March",
    ]);
    const made = await getLayer(casemate, "Both hunts");
    const placed = made.annotations.filter(({ score }) => score !== null);
    // 40 and 0, 80 and 90: less 5 each. T1086 is retired, so that it has no cell.
    expect(Object.fromEntries(placed.map((each) => [each.techniqueId, each.score]))).toMatchObject({
      T1566: 35,
      T1110: 85,
    });
    await page.getByRole("region", { name: "Layer Both hunts" }).waitFor();
  });

  test("a layer is exported as Navigator reads it, deleted, and brought back", async () => {
    const casemate = await launchSample({ size: { width: 1280, height: 800 }, theme: "light" });
    const { page, home } = casemate;
    await openLayers(casemate);
    await importFiles(casemate, homeFile(casemate, "hunt.json", smallLayer));
    await openLayers(casemate);
    const path = join(home, "written.json");
    await casemate.answerDialogs([path]);
    await openMenu(casemate, "Hunt of March", "Export Navigator layer…");
    await page.getByText(/^Exported 1 layer with 3 annotations/).waitFor();
    const written = JSON.parse(readFileSync(path, "utf8")) as typeof handmade;
    expect(written).toMatchObject({
      name: "Hunt of March",
      domain: "enterprise-attack",
      versions: { layer: "4.5", attack: "18" },
      gradient: { minValue: 0, maxValue: 100 },
    });
    const scores = new Map(written.techniques.map((each) => [each.techniqueID, each.score]));
    expect([...scores].sort()).toEqual([
      ["T1086", 10],
      ["T1110", 80],
      ["T1566", 40],
    ]);

    const before = await getLayer(casemate, "Hunt of March");
    await rowOf(casemate, "Hunt of March").focus();
    await page.keyboard.press("Delete");
    await until(() => listLayers(casemate), []);
    await page.getByRole("button", { name: "Undo", exact: true }).last().click();
    await until(() => getLayer(casemate, "Hunt of March"), before);

    // F2 renames in place, and is undone as every edit is.
    await rowOf(casemate, "Hunt of March").focus();
    await page.keyboard.press("F2");
    await page.keyboard.type("Renamed");
    await page.keyboard.press("Enter");
    await until(async () => (await listLayers(casemate)).map(({ name }) => name), ["Renamed"]);
  });

  test("a layer as claims raises a level to partial, and the import can be undone", async () => {
    const casemate = await launchSample({ size: { width: 1280, height: 800 }, theme: "light" });
    const { page } = casemate;
    const before = await answerOf(casemate);
    const unseen = before.techniques.find(
      ({ level, inDenominator, id }) => level === "telemetry" && inDenominator && !id.includes("."),
    );
    if (unseen === undefined) throw new Error("The sample sees everything.");
    await openLayers(casemate);
    const claims = {
      ...handmade,
      name: "Vendor says",
      techniques: [{ techniqueID: unseen.id, score: 3 }],
    };
    await importFiles(casemate, homeFile(casemate, "vendor.json", JSON.stringify(claims)));
    await openLayers(casemate);
    await openMenu(casemate, "Vendor says", "Use as coverage claims…");
    const dialog = page.getByRole("dialog", { name: "What do the scores of “Vendor says” mean?" });
    await dialog.getByLabel(/^A quality/).check();
    await dialog.getByLabel("Claimed from a score of").fill("4");
    await dialog.getByText("0 techniques would be claimed.").waitFor();
    await dialog.getByLabel("Claimed from a score of").fill("3");
    await dialog.getByText("1 technique would be claimed.").waitFor();
    await pictures(casemate, "claim");
    await expectAccessible(casemate);
    await dialog.getByRole("button", { name: "Import claims" }).click();
    await page.getByRole("button", { name: "Undo import" }).waitFor({ timeout: 30_000 });
    const levelOf = async () =>
      (await answerOf(casemate)).techniques.find(({ id }) => id === unseen.id)?.level;
    expect(await levelOf()).toBe("partial");
    await page.getByRole("button", { name: "Undo import" }).click();
    await page.getByRole("dialog").getByRole("button", { name: /Undo/ }).click();
    await until(levelOf, "telemetry");
  });

  test("a pasted table is counted before the layer is made, with what is not taken", async () => {
    const casemate = await launchSample({ size: { width: 1280, height: 800 }, theme: "light" });
    const { page } = casemate;
    const { actors } = await answerOf(casemate);
    await openLayers(casemate);
    const open = async () => {
      await panelOf(casemate).getByRole("button", { name: "Add", exact: true }).click();
      await page.getByRole("menuitem", { name: "Make from data…" }).click();
    };
    await open();
    const dialog = page.getByRole("dialog", { name: "What should the layer be made from?" });
    await dialog.getByLabel(/^Actors’ use/).check({ force: true });
    await pictures(casemate, "make");
    await expectAccessible(casemate);
    await dialog.getByRole("button", { name: "Make layer" }).click();
    await dialog.waitFor({ state: "hidden" });
    const [use] = await listLayers(casemate);
    if (use === undefined) throw new Error("No layer was made.");
    const content = await valueOf<Layer>(casemate, "layers.get", { layerId: use.id });
    const most = Math.max(...content.annotations.map(({ score }) => score ?? 0));
    expect(most).toBeLessThanOrEqual(actors.length);
    expect(most).toBeGreaterThan(0);

    await open();
    await dialog.getByLabel(/^A list or table/).check({ force: true });
    await dialog
      .getByLabel("IDs, or a table with a heading")
      .fill("ID,score,comment\nT1566,3,Seen\nT1110,5,\nXYZ,1,no such thing");
    await dialog.getByText("2 annotations").waitFor();
    await dialog.getByText("XYZ, 1, no such thing", { exact: true }).waitFor();
    await pictures(casemate, "list");
    await dialog.getByLabel("Name", { exact: true }).fill("Pasted");
    await dialog.getByRole("button", { name: "Make layer" }).click();
    await dialog.waitFor({ state: "hidden" });
    const pasted = await getLayer(casemate, "Pasted");
    expect(
      pasted.annotations.map(({ techniqueId, score, comment }) => [techniqueId, score, comment]),
    ).toEqual([
      ["T1566", 3, "Seen"],
      ["T1110", 5, ""],
    ]);

    // What a layer says of itself is edited in its sheet, and undone beside the matrix.
    await panelOf(casemate).getByRole("button", { name: "Properties…" }).click();
    const sheet = page.getByRole("dialog", { name: "What does “Pasted” say of itself?" });
    await pictures(casemate, "properties");
    await sheet.getByRole("tab", { name: "Colours and legend" }).click();
    await sheet.getByRole("button", { name: "Pale to deep violet" }).click();
    await sheet.getByRole("button", { name: /^Fit to the scores/ }).click();
    const gradient = async () => (await getLayer(casemate, "Pasted")).properties.gradient;
    await until(gradient, { colours: ["#f5efff", "#996eca", "#440c5e"], least: 3, most: 5 });
    await pictures(casemate, "colours");
    await expectAccessible(casemate);
    await sheet.getByRole("tab", { name: "Display" }).click();
    await pictures(casemate, "display");
    await sheet.getByRole("button", { name: "Done" }).click();
    await page.keyboard.press("Control+z");
    await page.keyboard.press("Control+z");
    await until(gradient, pasted.properties.gradient);
  });
});

describe.skipIf(!existsSync(samples))("layers of long ago (needs ../shared/data)", () => {
  test("what has no place is listed, and an upgrade by one click moves what is certain", async () => {
    const casemate = await launchSample({ size: { width: 1280, height: 800 }, theme: "light" });
    const { page } = casemate;
    await openLayers(casemate);
    await importFiles(casemate, homeFile(casemate, kaspersky));
    await openLayers(casemate);
    const [layer] = await listLayers(casemate);
    if (layer === undefined) throw new Error("Nothing was imported.");
    // formats.md counts them apart from the product: 42 of 95 are retired in 18.1.
    expect(layer.annotations).toBe(95);
    expect(layer.unplaced ?? 0).toBeGreaterThanOrEqual(42);
    const unplaced = await valueOf<UnplacedAnnotation[]>(casemate, "layers.unplaced", {
      layerId: layer.id,
    });

    await rowOf(casemate, layer.name).click();
    await panelOf(casemate)
      .getByRole("button", { name: /annotations without a place in 18\.1$/ })
      .click();
    const list = page.getByRole("dialog", { name: /has no place in 18\.1\?$/ });
    await list.getByText(`${String(unplaced.length)} annotations of 95`).waitFor();
    expect(await list.getByRole("row").count()).toBe(unplaced.length + 1);
    await pictures(casemate, "unplaced");
    await expectAccessible(casemate);
    await list.getByRole("button", { name: "Upgrade…" }).click();

    const dialog = page.getByRole("dialog", { name: /^To which release should/ });
    await dialog.getByText("After the upgrade").waitFor();
    await pictures(casemate, "upgrade");
    await expectAccessible(casemate);
    const figures = await dialog.locator(".upgrade-figures dd").allInnerTexts();
    expect(figures[0]).toBe(String(95 - unplaced.length));
    const after = Number(figures[1]?.split(" ")[0]);
    await dialog.getByRole("button", { name: "Upgrade to 18.1" }).click();
    await dialog.waitFor({ state: "hidden" });
    const [moved] = await listLayers(casemate);
    // Two annotations that meet become one, so that the sum may fall and what is left may not rise.
    expect(moved?.unplaced).toBe(95 - after);
    await page.getByRole("button", { name: "Undo", exact: true }).last().click();
    await until(async () => (await listLayers(casemate))[0]?.unplaced, layer.unplaced);
  });

  test("a dropped or opened layer goes to the layers without a question", async () => {
    const casemate = await launchSample({ size: { width: 1920, height: 1080 }, theme: "dark" });
    const { page, app } = casemate;
    const path = homeFile(casemate, fireEye);
    await casemate.answerDialogs([path]);
    // The chooser of imports offers layers beside bundles and detections.
    await casemate.chooseMenu("File", "Import…");
    await page
      .getByRole("dialog")
      .getByRole("button", { name: /Navigator layers/ })
      .click();
    await page.getByRole("button", { name: "Export report" }).waitFor({ timeout: 30_000 });
    await casemate.screenshot("layers-report-dark-1920");
    expect((await listLayers(casemate)).map(({ annotations }) => annotations)).toEqual([211]);
    expect(app.windows()).toHaveLength(1);
  });
});
