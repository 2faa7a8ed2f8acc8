import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import type { ActorProfile } from "../../src/shared/model/actor.ts";
import type { LayerSummary } from "../../src/shared/model/layer.ts";
import { dropFiles } from "./support/drop.ts";
import { type Casemate, ownFile } from "./support/launch.ts";
import { answerOf, launchSample, valueOf } from "./support/sample.ts";

async function openMatrix({ page }: Casemate): Promise<void> {
  await page.keyboard.press("Control+5");
  await page.locator(".matrix-cell").first().waitFor({ timeout: 30_000 });
}

/** Chooses from the screen's export menu. */
async function exportAs({ page }: Casemate, item: RegExp): Promise<void> {
  await page.getByRole("button", { name: "Export", exact: true }).click();
  await page.getByRole("menuitem", { name: item }).click();
}

describe("the matrix", () => {
  test("keeps folded tactics and opened techniques while other screens are shown", async () => {
    const casemate = await launchSample({ size: { width: 1440, height: 900 }, theme: "light" });
    const { page } = casemate;
    await openMatrix(casemate);
    const grid = page.getByRole("grid", { name: /^Coverage of/ });
    const cells = async () => Number(await grid.getAttribute("data-cells"));
    const all = await cells();
    const strip = page.locator('.matrix-column[data-tactic="collection"] .matrix-strip').first();
    await strip.click();
    await expect.poll(cells).toBeGreaterThan(all);
    const opened = await cells();
    const folded = page.locator('.matrix-column[data-tactic="execution"]');
    const held = await folded.locator(".matrix-cell").count();
    expect(held).toBeGreaterThan(0);
    await page.getByRole("rowheader", { name: /^Execution/ }).dblclick();
    await page.locator('.matrix-column[data-tactic="execution"][data-collapsed]').waitFor();
    const left = await cells();
    expect(left).toBe(opened - held);

    await page.keyboard.press("Control+1");
    await page.getByRole("region", { name: "Coverage by tactic" }).waitFor();
    await openMatrix(casemate);
    await page.locator('.matrix-column[data-tactic="execution"][data-collapsed]').waitFor();
    expect(await cells()).toBe(left);

    await casemate.setSize(1280, 800);
    // Eight levels and the figures stand in one line.
    const legend = await page.locator(".matrix-legend").boundingBox();
    await casemate.screenshot("matrix-legend-1280");
    expect(legend?.height ?? 0).toBeLessThan(45);
  });

  test("is written as a Navigator layer and as a picture from its own menu", async () => {
    const casemate = await launchSample({ size: { width: 1440, height: 900 } });
    const { page, home } = casemate;
    await openMatrix(casemate);
    const { techniques } = await answerOf(casemate);
    const levels = new Map<string, string>(techniques.map(({ id, level }) => [id, level]));

    const layer = join(home, "level.json");
    await casemate.answerDialogs([layer]);
    await exportAs(casemate, /as a Navigator layer/);
    await page.getByText(`Exported to ${layer}`).waitFor();
    const written = JSON.parse(readFileSync(layer, "utf8")) as {
      versions: { layer: string };
      techniques: { techniqueID: string; score?: number; color: string }[];
    };
    expect(written.versions.layer).toBe("4.5");
    const scored = new Map(written.techniques.map((each) => [each.techniqueID, each.score]));
    expect([...scored.keys()].sort()).toEqual([...levels.keys()].sort());
    const zero = [...scored].filter(([, score]) => score === 0).map(([id]) => id);
    expect(zero.sort()).toEqual(
      [...levels.keys()].filter((id) => levels.get(id) === "none").sort(),
    );

    const picture = join(home, "level.svg");
    await casemate.answerDialogs([picture]);
    await exportAs(casemate, /^Picture or table/);
    await page.getByRole("button", { name: "Save SVG" }).click({ timeout: 30_000 });
    await page
      .getByText(/level\.svg/)
      .first()
      .waitFor();
    const svg = readFileSync(picture, "utf8");
    const drawn = techniques.filter(({ inDenominator }) => inDenominator).map(({ id }) => id);
    expect(drawn.filter((id) => id.length === 5 && !svg.includes(id))).toEqual([]);
  });

  test("takes a layer file that is dropped on it, and the layer makes a profile", async () => {
    const casemate = await launchSample({ size: { width: 1440, height: 900 } });
    const { page, home } = casemate;
    await openMatrix(casemate);
    const path = join(home, "hunt.json");
    writeFileSync(
      path,
      JSON.stringify({
        name: "Hunt of March",
        versions: { attack: "18", navigator: "5.1.0", layer: "4.5" },
        domain: "enterprise-attack",
        techniques: [
          { techniqueID: "T1566", score: 40 },
          { techniqueID: "T1110", score: 80 },
        ],
      }),
    );
    ownFile(path);
    await dropFiles(casemate, [path]);
    await page.getByRole("button", { name: "Export report" }).waitFor({ timeout: 30_000 });
    const layers = await valueOf<LayerSummary[]>(casemate, "layers.list", {});
    expect(layers.map(({ name, annotations }) => [name, annotations])).toEqual([
      ["Hunt of March", 2],
    ]);

    await openMatrix(casemate);
    const panel = page.getByRole("complementary", { name: "Layers" });
    if (!(await panel.isVisible())) {
      await page.getByRole("button", { name: "Layers", exact: true }).click();
    }
    await panel.getByRole("treeitem", { name: "Hunt of March" }).click({ button: "right" });
    await page.getByRole("menuitem", { name: "Use as actor profile…" }).click();
    await page.getByLabel("Name of the actor").fill("March crew");
    await page.getByLabel("Used from a score of").fill("50");
    await page.getByText("1 technique would be taken.").waitFor();
    await page.getByRole("button", { name: "Make profile" }).click();
    await page.getByText("1 technique taken. Left out:").waitFor();
    await page.getByRole("button", { name: "Open the profile" }).click();

    const { assessmentId, actors } = await answerOf(casemate);
    const actor = actors.find(({ name }) => name === "March crew");
    expect(actor).toBeDefined();
    const profile = await valueOf<ActorProfile>(casemate, "actors.profile", {
      assessmentId,
      actor: { kind: "own", domain: actor?.domain, id: actor?.id },
    });
    expect(profile.techniques.map(({ id }) => id)).toEqual(["T1110"]);
  });
});
