import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { unzipSync } from "fflate";
import { expect, test } from "vitest";
import type { ReportDraft } from "../../src/shared/model/report-template.ts";
import { expectAccessible } from "./support/accessibility.ts";
import { ownFile } from "./support/launch.ts";
import { answerOf, launchSample, valueOf } from "./support/sample.ts";

/** An SVG that would do harm anywhere but in an image. */
const logoText = `<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" width="200" height="60" onload="document.title='taken'">
<script>top.document.title = "taken"</script>
<image xlink:href="http://203.0.113.1/beacon.png" width="1" height="1"/>
<rect width="200" height="60" rx="8" fill="#1b5296"/>
<text x="20" y="38" font-size="24" font-family="sans-serif" fill="#fff">Amber Quay</text></svg>`;

const sumOf = (bytes: Uint8Array) => createHash("sha256").update(bytes).digest("hex");

test("a report is chosen, previewed, kept as a template and leaves with its sums", async () => {
  const casemate = await launchSample({ size: { width: 1280, height: 800 }, theme: "light" });
  const { page } = casemate;
  const documents = join(casemate.home, "Documents");
  mkdirSync(documents, { recursive: true });
  ownFile(documents);
  const logo = join(documents, "logo.svg");
  writeFileSync(logo, logoText);
  ownFile(logo);
  const answer = await answerOf(casemate);
  const { covered, techniques } = answer.coverage;

  // From the overview to the report, which shows the figures of the assessment at once.
  await page.getByRole("button", { name: "Report", exact: true }).click();
  const preview = page.getByRole("region", { name: "Preview" });
  const choices = page.getByRole("region", { name: "What the report holds" });
  const sheets = preview.getByRole("region", { name: "Sheets" });
  const jump = async (name: string | RegExp) => {
    const isBusy = () => preview.getAttribute("aria-busy");
    await expect.poll(isBusy, { timeout: 20_000 }).toBe("false");
    await preview.getByRole("button", { name: "Contents" }).click();
    await page.getByRole("menuitem", { name }).first().click();
  };
  await sheets.getByRole("heading", { name: answer.name }).waitFor();
  await jump(/Detection coverage/);
  await sheets.getByText(`${covered} of ${techniques} covered`).first().waitFor();
  await casemate.screenshot("report-coverage-light");

  // The cover: title, lines in their order by keyboard, and a logo in which nothing runs.
  await choices.getByLabel("Title", { exact: true }).fill("Threats to Amber Quay");
  await choices.getByRole("button", { name: "Add “Prepared for”" }).click();
  await choices.getByLabel("Line 1: what it says").fill("The board");
  await choices.getByRole("button", { name: "Add “Prepared by”" }).click();
  await choices.getByLabel("Line 2: what it says").fill("Detection engineering");
  await page.keyboard.press("Alt+ArrowUp");
  expect(await choices.getByLabel("Line 1: what it says").inputValue()).toBe(
    "Detection engineering",
  );
  await casemate.answerDialogs([logo]);
  await choices.getByRole("button", { name: "Choose a logo…" }).click();
  const shown = choices.getByRole("img", { name: "Logo" });
  await shown.waitFor();
  await expect
    .poll(() => shown.evaluate((image) => (image as HTMLImageElement).naturalWidth))
    .toBe(200);
  expect(await page.title()).toContain("Casemate");
  await sheets.evaluate((element) => element.scrollTo(0, 0));
  await sheets.getByRole("heading", { name: "Threats to Amber Quay" }).waitFor();
  await casemate.screenshot("report-cover-light");

  // The order of the sections by keyboard: the numbers of the headings follow.
  const coverage = choices.getByRole("checkbox", { name: "Detection coverage" });
  await coverage.focus();
  for (let place = 0; place < 4; place++) await page.keyboard.press("Alt+ArrowUp");
  expect(await coverage.evaluate((element) => element === document.activeElement)).toBe(true);
  await jump(/Detection coverage/);
  await sheets.getByRole("heading", { name: "1 Detection coverage" }).waitFor();
  await page.keyboard.press("Escape");
  await coverage.focus();
  await page.keyboard.press("Alt+ArrowDown");
  expect(await coverage.evaluate((element) => element === document.activeElement)).toBe(true);
  await preview.getByText(/Sheet/).click();
  await page.keyboard.press("Control+z");
  await expect
    .poll(() => choices.getByRole("listitem").first().innerText())
    .toContain("Detection coverage");
  await expectAccessible(casemate);

  // Kept as a template: it is changed no more, and it is there when the workspace opens again.
  await page.getByText("changed", { exact: true }).waitFor();
  await page.getByRole("button", { name: "Template", exact: true }).click();
  await page.getByRole("menuitem", { name: "Save as…" }).click();
  const naming = page.getByRole("dialog", { name: "Under which name is this report kept?" });
  await naming.getByLabel("Name").fill("Board, yearly");
  await naming.getByRole("button", { name: "Save template" }).click();
  await naming.waitFor({ state: "detached" });
  await page.getByText("changed", { exact: true }).waitFor({ state: "detached" });
  await choices.getByLabel("Subtitle").fill("Fourth quarter");
  await page.getByText("changed", { exact: true }).waitFor();
  await page.getByRole("button", { name: "Save template" }).waitFor();
  await casemate.chooseMenu("File", "Close workspace");
  await page.getByRole("button", { name: /^Sample assessment\.casemate/ }).click();
  await page.getByRole("region", { name: "Coverage by tactic" }).waitFor();
  await page.keyboard.press("Control+9");
  await expect
    .poll(() => page.getByRole("combobox", { name: "Template" }).inputValue())
    .toBe("Board, yearly");
  await page.getByRole("combobox", { name: "Template" }).click();
  await casemate.screenshot("report-templates-light");
  await page.keyboard.press("Escape");
  expect(await choices.getByLabel("Subtitle").inputValue()).toBe("Fourth quarter");
  const { content } = await valueOf<ReportDraft>(casemate, "reports.draft", {
    assessmentId: answer.assessmentId,
  });
  expect(content).toMatchObject({
    title: "Threats to Amber Quay",
    subtitle: "Fourth quarter",
    titleBlock: [
      { label: "Prepared by", text: "Detection engineering" },
      { label: "Prepared for", text: "The board" },
    ],
    logo: { mediaType: "image/svg+xml" },
  });
  expect(content.sections[0]).toBe("coverage");

  // Exported, by the palette, into a folder of its own; and again as an archive, asked before.
  await page.keyboard.press("Control+k");
  await page.keyboard.type("Export report");
  await page.keyboard.press("Enter");
  const exporting = page.getByRole("dialog", { name: /^How should “Threats to Amber Quay” leave/ });
  for (const format of ["HTML", "Excel workbook", "Markdown", "Plain text", "Navigator layers"]) {
    await exporting.getByRole("checkbox", { name: format, exact: true }).check();
  }
  await expectAccessible(casemate);
  await casemate.screenshot("report-export-light");
  await casemate.answerDialogs([documents]);
  await exporting.getByRole("button", { name: "Export", exact: true }).click();
  const written = page.getByRole("dialog", { name: /files written$/ });
  await written.waitFor({ timeout: 60_000 });
  await casemate.screenshot("report-written-light");
  await expectAccessible(casemate);
  const folder = join(documents, "Threats-to-Amber-Quay");
  const files = readdirSync(folder);
  for (const ending of [".pdf", ".html", ".json", ".xlsx", ".md", ".txt"]) {
    expect(files.filter((name) => name.endsWith(ending)).length).toBeGreaterThan(0);
  }
  const manifest = JSON.parse(readFileSync(join(folder, "manifest.json"), "utf8")) as {
    files: { name: string; bytes: number; sha256: string }[];
  };
  expect(manifest.files.length).toBeGreaterThan(6);
  for (const { name, bytes, sha256 } of manifest.files) {
    const file = readFileSync(join(folder, name));
    expect([name, file.length, sumOf(file)]).toEqual([name, bytes, sha256]);
    await written.getByText(sha256).waitFor();
  }
  expect(readFileSync(join(folder, "Threats-to-Amber-Quay.html"), "utf8")).not.toContain("<script");
  await written.getByRole("button", { name: "Done" }).click();
  await written.waitFor({ state: "detached" });

  // The choice is remembered; a name that is taken is asked about; cancelled, nothing is written.
  await page.getByRole("button", { name: "Export…" }).click();
  expect(await exporting.getByRole("checkbox", { name: "Markdown", exact: true }).isChecked()).toBe(
    true,
  );
  await exporting.getByRole("checkbox", { name: "PDF", exact: true }).uncheck();
  await casemate.answerDialogs([documents]);
  await exporting.getByRole("button", { name: "Export", exact: true }).click();
  await exporting.getByRole("button", { name: "Replace" }).waitFor({ timeout: 30_000 });
  await casemate.screenshot("report-replace-light");
  await exporting.getByRole("radio", { name: "One zip archive" }).check();
  const archive = join(documents, "amber.zip");
  await casemate.answerDialogs([archive]);
  await exporting.getByRole("button", { name: "Export", exact: true }).click();
  await written.waitFor({ timeout: 60_000 });
  await written.getByRole("button", { name: "Done" }).click();
  await written.waitFor({ state: "detached" });
  const packed = unzipSync(readFileSync(archive));
  const inside = JSON.parse(
    Buffer.from(packed["manifest.json"] ?? []).toString(),
  ) as typeof manifest;
  for (const { name, sha256 } of inside.files) {
    expect([name, sumOf(packed[name] ?? new Uint8Array())]).toEqual([name, sha256]);
  }
  await page.getByRole("button", { name: "Export…" }).click();
  await exporting.getByRole("checkbox", { name: "PDF", exact: true }).check();
  const cancelled = join(documents, "cancelled.zip");
  await casemate.answerDialogs([cancelled]);
  await exporting.getByRole("button", { name: "Export", exact: true }).click();
  await exporting.getByRole("progressbar").waitFor();
  await casemate.screenshot("report-exporting-light");
  await exporting.getByRole("button", { name: "Cancel" }).click();
  await exporting.getByRole("progressbar").waitFor({ state: "detached" });
  expect(existsSync(cancelled)).toBe(false);
  await page.keyboard.press("Escape");
  await exporting.waitFor({ state: "detached" });

  // A snapshot is taken, reported again, and comes back after it was deleted.
  await page.getByRole("tab", { name: "Snapshots" }).click();
  await page.getByText("No snapshot yet.").waitFor();
  await page.getByRole("button", { name: "Take snapshot…" }).last().click();
  const taking = page.getByRole("dialog", { name: "What is this snapshot called?" });
  await taking.getByLabel("Name").fill("Before the budget");
  await taking.getByLabel("Note").fill("For the board");
  await taking.getByRole("button", { name: "Take snapshot" }).click();
  await taking.waitFor({ state: "detached" });
  const snapshots = page.getByRole("grid", { name: "Snapshots" });
  await snapshots.getByText("Before the budget").click();
  await casemate.screenshot("snapshots-light");
  await expectAccessible(casemate);
  const bar = page.getByRole("toolbar", { name: "The selected snapshot" });
  const out = join(documents, "budget.json");
  await casemate.answerDialogs([out]);
  await bar.getByRole("button", { name: "Export as JSON…" }).click();
  await page.getByText(`Written to ${out}`).waitFor();
  await bar.getByRole("button", { name: "Delete" }).click();
  await page.getByText("No snapshot yet.").waitFor();
  await page.getByText("“Before the budget” deleted").waitFor();
  await page.getByRole("button", { name: "Undo" }).last().click();
  await snapshots.getByText("Before the budget").click();
  await bar.getByRole("button", { name: "Report again" }).click();
  await page.getByText(/^A report of the snapshot “Before the budget”/).waitFor();
  await preview.waitFor();

  // As wide as a desk's display, and dark: the paper stays white.
  await casemate.setSize(1920, 1080);
  await casemate.setTheme("dark");
  await preview.getByRole("button", { name: /Gaps by priority/ }).click();
  await sheets.getByRole("heading", { name: /Gaps by priority/ }).waitFor();
  await casemate.screenshot("report-gaps-dark-1920");
  await expectAccessible(casemate);
  const outline = page.getByRole("navigation", { name: "Contents of the report" });
  for (const name of ["Remediation plan", "The matrix"]) {
    await outline.getByRole("button", { name }).click();
    await sheets.getByRole("heading", { name }).waitFor();
    // Its drawing stands beside the words that say the same.
    await sheets.getByRole("figure").first().locator("svg").first().waitFor();
    await casemate.screenshot(`report-${name.split(" ").at(-1) ?? ""}-dark-1920`);
  }
  await page.getByRole("button", { name: "Report of today" }).click();
  await page.getByRole("tab", { name: "Snapshots" }).click();
  await snapshots.getByText("Before the budget").click();
  await casemate.screenshot("snapshots-dark-1920");
});
