import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Locator } from "playwright";
import { describe, expect, test } from "vitest";
import { capture } from "../../scripts/runtime/run.ts";
import type { AssessmentSummary } from "../../src/shared/model/assessment.ts";
import { defaultPictureOptions, type DrawnPicture } from "../../src/shared/model/picture.ts";
import { expectAccessible } from "./support/accessibility.ts";
import type { Casemate } from "./support/launch.ts";
import { launchSample, valueOf } from "./support/sample.ts";

/** The coverage of the sample assessment as a picture. */
async function drawSample(casemate: Casemate, options = {}): Promise<DrawnPicture> {
  const [only] = await valueOf<AssessmentSummary[]>(casemate, "assessments.list", {});
  return valueOf<DrawnPicture>(casemate, "layers.draw", {
    source: { kind: "mode", assessmentId: only?.id, domain: "enterprise-attack", mode: "coverage" },
    options: { ...defaultPictureOptions, ...options },
  });
}

async function save(
  casemate: Casemate,
  { svg, width, height }: DrawnPicture,
  format: "svg" | "png" | "pdf",
  scale = 1,
): Promise<string> {
  const path = join(casemate.home, `matrix.${format}`);
  await casemate.answerDialogs([path]);
  const saved = await valueOf<string | null>(casemate, "shell.savePicture", {
    svg,
    width,
    height,
    format,
    suggested: "matrix",
    scale,
  });
  expect(saved).toBe(path);
  return path;
}

/** Width and height that the header of a PNG states. */
function pngSize(bytes: Buffer): readonly [number, number] {
  expect(bytes.subarray(0, 8).toString("latin1")).toBe("\u0089PNG\r\n\u001a\n");
  return [bytes.readUInt32BE(16), bytes.readUInt32BE(20)];
}

describe("the dialog", () => {
  test("shows the picture with every text inside of its cell, whatever the type and sheet", async () => {
    const casemate = await launchSample({ size: { width: 1440, height: 900 }, theme: "light" });
    const dialog = await openDialog(casemate);
    const preview = dialog.locator(".picture-preview svg");
    await settled(casemate);
    await casemate.screenshot("picture-dialog-light");
    for (const [font, sheet] of [
      ["Sans serif", "As large as needed"],
      ["Serif", "A4"],
      ["Monospaced", "A4"],
    ] as const) {
      await choose(casemate, "Type", font);
      await choose(casemate, "Sheet", sheet);
      await choose(casemate, "Sub-techniques", "All");
      await settled(casemate);
      // Measured by the browser, with the fonts themselves.
      const { cells, outside } = await preview.evaluate((svg) => {
        let seen = 0;
        const found: string[] = [];
        for (const cell of svg.querySelectorAll<SVGGElement>("[data-part=cell]")) {
          seen += 1;
          const rect = cell.querySelector("rect")?.getBBox();
          for (const text of cell.querySelectorAll("text")) {
            const box = text.getBBox();
            if (
              rect === undefined ||
              box.x < rect.x - 0.5 ||
              box.x + box.width > rect.x + rect.width + 0.5 ||
              box.y + box.height > rect.y + rect.height + 2
            ) {
              found.push(`${cell.querySelector("title")?.textContent ?? ""}: ${text.textContent}`);
            }
          }
        }
        return { cells: seen, outside: found };
      });
      expect(cells).toBeGreaterThan(800);
      expect(outside, font).toEqual([]);
    }
  }, 300_000);

  test("is accessible, light and dark, and saves what it shows and tables of it", async () => {
    const casemate = await launchSample({ size: { width: 1440, height: 900 }, theme: "light" });
    const { page } = casemate;
    const dialog = await openDialog(casemate);
    await choose(casemate, "Sub-techniques", "As strips");
    await dialog.getByRole("checkbox", { name: "Annotated techniques alone" }).check();
    await settled(casemate);
    await expectAccessible(casemate);
    await casemate.setTheme("dark");
    await choose(casemate, "Colours", "Dark");
    await settled(casemate);
    await casemate.screenshot("picture-dialog-dark");

    const workbook = join(casemate.home, "matrix.xlsx");
    await casemate.answerDialogs([workbook], [join(casemate.home, "shown.svg")]);
    await dialog.getByRole("button", { name: "Table" }).click();
    await page.getByRole("menuitem", { name: "Workbook in the shape of the matrix" }).click();
    await page.getByText(`Saved as ${workbook}`).waitFor();
    expect(readFileSync(workbook).subarray(0, 2).toString()).toBe("PK");
    await dialog.getByRole("button", { name: "Save SVG" }).click();
    await page.getByText("shown.svg").waitFor();
    expect(readFileSync(join(casemate.home, "shown.svg"), "utf8")).toContain("T1059");
    await page.keyboard.press("Escape");
    await dialog.waitFor({ state: "detached" });
  }, 300_000);
});

/** Opens the dialog on what the Coverage screen shows. */
async function openDialog({ page }: Casemate): Promise<Locator> {
  await page.keyboard.press("Control+5");
  await page.getByRole("button", { name: "Export" }).first().click();
  await page.getByRole("menuitem", { name: "Picture or table…" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.locator(".picture-preview svg").waitFor();
  return dialog;
}

/** Waits until the preview shows what the fields say. */
async function settled({ page }: Casemate): Promise<void> {
  await page.waitForFunction(
    () => document.querySelector(".picture-preview")?.getAttribute("aria-busy") === "false",
  );
}

async function choose({ page }: Casemate, field: string, value: string): Promise<void> {
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("combobox", { name: field, exact: true }).click();
  await page.getByRole("option", { name: value, exact: true }).click();
}

describe("a picture of the matrix", () => {
  test("is saved as SVG, as PNG of the asked size, and as PDF whose text is text", async () => {
    const casemate = await launchSample();
    const picture = await drawSample(casemate, { sheet: "A4", subtechniques: "none" });
    expect(readFileSync(await save(casemate, picture, "svg"), "utf8")).toBe(picture.svg);

    const png = readFileSync(await save(casemate, picture, "png", 2));
    expect(pngSize(png)).toEqual([Math.round(picture.width * 2), Math.round(picture.height * 2)]);
    // A page that stayed blank packs into next to nothing.
    expect(png.length).toBeGreaterThan(100_000);

    const pdf = await save(casemate, picture, "pdf");
    const bytes = readFileSync(pdf);
    expect(bytes.subarray(0, 5).toString("latin1")).toBe("%PDF-");
    const raw = bytes.toString("latin1");
    // A4 in landscape, in points.
    const [, width, height] = /\/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]/.exec(raw) ?? [];
    expect(Math.abs(Number(width) - 841.89)).toBeLessThan(1);
    expect(Math.abs(Number(height) - 595.28)).toBeLessThan(1);
    expect(raw).not.toContain(casemate.home);
    const text = await capture("pdftotext", ["-layout", pdf, "-"]).catch(() => undefined);
    if (text === undefined || text.code !== 0) {
      console.log("pdftotext is not here: the text of the PDF was not read.");
      return;
    }
    expect(text.all).toContain("T1059");
    const info = await capture("pdfinfo", [pdf]);
    expect(info.all).toMatch(/Pages:\s+1\n/);
    expect(info.all).toMatch(/Tagged:\s+yes/);
    // Each font is inside, and says which letters its shapes are.
    const fonts = (await capture("pdffonts", [pdf])).all.trim().split("\n").slice(2);
    expect(fonts.length).toBeGreaterThan(0);
    for (const font of fonts) expect(font).toMatch(/ yes (yes|no) +yes +\d+ +0$/);
  });

  test("neither acts nor reaches anything while it is painted, whatever the window hands over", async () => {
    const casemate = await launchSample();
    const requests = await casemate.app.evaluate(({ session }) => {
      const seen: string[] = [];
      Object.assign(globalThis, { seenRequests: seen });
      session.fromPartition("casemate-print").webRequest.onErrorOccurred(({ url }) => {
        seen.push(url);
      });
      return seen.length;
    });
    expect(requests).toBe(0);
    const evil =
      `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 50 40"><title>x</title>` +
      `<rect width="50" height="40" fill="#ff0000"/>` +
      `<script>document.querySelector("rect").setAttribute("fill","#0000ff")</script>` +
      `<image href="http://127.0.0.1:9/x.png" width="50" height="40"/></svg>` +
      `<meta http-equiv="refresh" content="0;url=http://127.0.0.1:9/"><iframe src="http://127.0.0.1:9/"></iframe>` +
      `<img src="http://127.0.0.1:9/y.png" onerror="document.body.remove()">`;
    const path = await save(casemate, { svg: evil, width: 50, height: 40, warnings: [] }, "png");
    const pixel = await casemate.app.evaluate(({ nativeImage }, file) => {
      const [blue, green, red] = nativeImage.createFromPath(file).toBitmap();
      return [red, green, blue];
    }, path);
    expect(pixel).toEqual([255, 0, 0]);
    const windows = await casemate.app.evaluate(
      ({ BrowserWindow }) => BrowserWindow.getAllWindows().length,
    );
    expect(windows).toBe(1);
    // Whatever was asked for went nowhere: nothing was answered from outside of the application.
    const seen = await casemate.app.evaluate(
      () => (globalThis as unknown as { seenRequests: string[] }).seenRequests,
    );
    expect(seen.filter((url) => url.startsWith("app:"))).toEqual([]);
  });

  test("that is too large to be painted is refused with what to do", async () => {
    const casemate = await launchSample();
    await casemate.answerDialogs([join(casemate.home, "huge.png")]);
    await expect(
      valueOf(casemate, "shell.savePicture", {
        svg: "<svg/>",
        width: 9000,
        height: 9000,
        format: "png",
        suggested: "huge",
        scale: 2,
      }),
    ).rejects.toThrow("too large to be painted");
  });
});
