import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import type { Assessment, AssessmentSummary } from "../../src/shared/model/assessment.ts";
import { attackId, domain } from "../../src/shared/model/attack-id.ts";
import type { FundingComparison } from "../../src/shared/model/funding.ts";
import type { ReportDocument } from "../../src/shared/model/report-document.ts";
import type { ReportDraft } from "../../src/shared/model/report-template.ts";
import type { SnapshotSummary } from "../../src/shared/model/snapshot.ts";
import { findApplicationRoot } from "../../src/main/application-root.reader.ts";
import { expectAccessible } from "./support/accessibility.ts";
import { type Casemate, launchCasemate, makeHome, ownFile } from "./support/launch.ts";
import { prepareWorkspace } from "./support/prepared-workspace.ts";
import { valueOf } from "./support/sample.ts";

const enterprise = domain.parse("enterprise-attack");
const sample = join(findApplicationRoot(import.meta.url), "resources/sample");

const all = (casemate: Casemate) => valueOf<AssessmentSummary[]>(casemate, "assessments.list", {});

/** The assessment of a name, with its next report as a document. */
async function madeBy(casemate: Casemate, name: string) {
  const found = (await all(casemate)).find((one) => one.name === name);
  if (found === undefined) throw new Error(`There is no assessment called ${name}.`);
  const assessmentId = found.id;
  const assessment = await valueOf<Assessment>(casemate, "assessments.get", { assessmentId });
  const draft = await valueOf<ReportDraft>(casemate, "reports.draft", { assessmentId });
  const document = await valueOf<ReportDocument>(casemate, "reports.document", {
    assessmentId,
    content: draft.content,
  });
  return { assessment, draft, sections: document.sections.map(({ id }) => id), document };
}

test(
  "each situation leads by its steps to its report, and leaves what was there as it was",
  { timeout: 240_000 },
  async () => {
    const lastYear = join(makeHome(), "last-year.json");
    const prepared = await prepareWorkspace(async (client) => {
      const { id: assessmentId } = await client.assessments.create({ name: "Amber Quay" });
      for (const id of ["G0046", "G0034"]) {
        await client.actors.choose({
          assessmentId,
          actor: { kind: "group", domain: enterprise, id: attackId.parse(id) },
          weight: 1,
          reason: "Seen in our sector",
        });
      }
      await client.detections.import({ paths: [join(sample, "detections.csv")] });
      await client.telemetry.import({ paths: [join(sample, "log-sources.csv")] });
      await client.environments.create({ name: "Harbour" });
      const path = join(makeHome(), "harbour.csv");
      writeFileSync(
        path,
        "Rule ID,Name,Techniques,State,Severity\n" +
          "TFG-1001,Macro document opened from the mail client,T1566.001; T1204.002,enabled,high\n" +
          "H-1,Copy of the domain database,T1003.003,enabled,high\n",
      );
      await client.detections.import({ paths: [path], environment: "Harbour" });
      const { scope } = await client.assessments.get({ assessmentId });
      await client.assessments.setScope({
        assessmentId,
        scope: { ...scope, environments: ["Main"] },
      });
      // As another machine wrote it.
      const { id } = await client.snapshots.take({ assessmentId, name: "Last year", note: "" });
      await client.snapshots.export({ id, path: lastYear });
      await client.snapshots.remove({ id });
    });
    ownFile(lastYear);
    const casemate = await launchCasemate({
      ...prepared,
      size: { width: 1280, height: 800 },
      theme: "light",
    });
    const { page } = casemate;
    page.setDefaultTimeout(30_000);
    const dialog = page.getByRole("dialog");
    const press = (key: string) => page.keyboard.press(key);
    const openTab = async () => {
      await press("Control+9");
      await page.getByRole("tab", { name: "Situations" }).click();
    };
    /** Opens a start; Enter leads from step to step. */
    const start = async (title: string) => {
      await page.getByRole("button", { name: `Start: ${title}` }).click();
      await dialog.getByRole("list", { name: "Steps" }).waitFor();
    };
    const next = () => dialog.getByRole("button", { name: "Next" }).click();
    const back = () => dialog.getByRole("button", { name: "Back" }).click();
    const finish = async (verb: string) => {
      await dialog.getByRole("button", { name: verb }).click();
      await dialog.waitFor({ state: "detached" });
      await page.getByRole("tab", { name: "Report", selected: true }).waitFor();
    };
    /** Has the preview of the report show a section, from the outline beside it or from its menu. */
    const showSection = async (title: string) => {
      await page.getByRole("region", { name: "Preview" }).waitFor();
      const outline = page.getByRole("navigation", { name: "Contents of the report" });
      if (await outline.isVisible()) {
        await outline.getByRole("button", { name: new RegExp(title) }).click();
      } else {
        await page.getByRole("button", { name: "Contents" }).click();
        await page.getByRole("menuitem", { name: new RegExp(title) }).click();
      }
      await page
        .getByRole("heading", { name: new RegExp(title) })
        .last()
        .waitFor();
    };
    const first = await all(casemate);
    const [base] = first;
    if (base === undefined) throw new Error("There is no assessment.");
    const before = await valueOf<Assessment>(casemate, "assessments.get", {
      assessmentId: base.id,
    });

    await page.getByRole("button", { name: "Start from a situation" }).click();
    await page.getByRole("heading", { name: "Merger or acquisition" }).waitFor();
    await page.getByText("Two environments with rules: 2 of 2").waitFor();
    await page.getByText("Tests: none imported").waitFor();
    await expectAccessible(casemate);
    await casemate.screenshot("situations-1280-light");
    await casemate.setSize(1920, 1080);
    await casemate.setTheme("dark");
    await casemate.screenshot("situations-1920-dark");

    // Merger: to and fro without losing what was typed.
    await start("Merger or acquisition");
    await expectAccessible(casemate);
    await casemate.screenshot("situation-merger-dark");
    await next();
    await dialog.getByText("Only Harbour: 1", { exact: false }).first().waitFor();
    await casemate.screenshot("situation-merger-seen-dark");
    await next();
    await dialog.getByLabel("Name of the assessment that is made").fill("Two harbours");
    await back();
    await next();
    expect(await dialog.getByLabel("Name of the assessment that is made").inputValue()).toBe(
      "Two harbours",
    );
    await finish("Make it and open the report");
    const merger = await madeBy(casemate, "Two harbours");
    expect(merger.assessment.scope.environments).toEqual(["Main", "Harbour"]);
    expect(merger.sections).toContain("environments");
    const take = merger.document.sections
      .flatMap(({ blocks }) => blocks)
      .find((block) => block.kind === "table" && block.id === "environments-sets");
    expect(take?.kind === "table" ? take.rows.map(([who]) => who) : []).toEqual([
      "Both",
      "Only Harbour",
      "Only Main",
      "Nobody",
    ]);

    await showSection("Environments joined");
    await casemate.screenshot("situation-merger-report-dark");

    await casemate.setTheme("light");
    await press("Control+8");
    await page.getByRole("tab", { name: "Environments" }).click();
    await page.getByRole("grid", { name: "Techniques by environment" }).waitFor();
    await casemate.screenshot("environments-1920-light");
    await page
      .getByRole("button", { name: /^Only Harbour/ })
      .last()
      .click();
    const only = page.getByRole("grid", { name: "Techniques by environment" });
    await only.getByRole("row", { name: /T1003\.003/ }).waitFor();
    expect(await only.getByRole("row").count()).toBe(2);
    await page.getByRole("radio", { name: "First 100 days" }).check();
    await page
      .getByRole("grid", { name: "Rules to take over" })
      .getByRole("row", { name: /Copy of the domain database/ })
      .waitFor();
    await casemate.setSize(1280, 800);
    await expectAccessible(casemate);
    await casemate.screenshot("environments-days-1280-light");
    await page.getByRole("radio", { name: "Rules", exact: true }).check();
    await page.getByRole("grid", { name: "Rules by environment" }).waitFor();
    await casemate.setTheme("dark");
    await casemate.screenshot("environments-rules-1280-dark");

    // The others begin from the assessment that was there first.
    const switchToBase = async () => {
      await page.locator("button.switcher").click();
      await page
        .getByRole("menuitemradio", { name: /^Amber Quay/ })
        .first()
        .click();
    };
    await switchToBase();
    await openTab();
    await start("Cloud migration");
    await dialog.getByRole("checkbox", { name: "Cloud" }).waitFor();
    expect(await dialog.getByRole("checkbox", { name: "Cloud" }).isChecked()).toBe(true);
    await casemate.screenshot("situation-cloud-dark");
    await next();
    await dialog
      .getByText(/techniques? leaves?/)
      .first()
      .waitFor();
    await casemate.screenshot("situation-cloud-changes-dark");
    await next();
    await finish("Make it and open the report");
    const copy = (await all(casemate)).find(({ name }) => name === "Amber Quay, cloud");
    const assessmentId = copy?.id ?? 0;
    const cloud = await valueOf<Assessment>(casemate, "assessments.get", { assessmentId });
    const draft = await valueOf<ReportDraft>(casemate, "reports.draft", { assessmentId });
    // Taken back, it is as if nothing had been made.
    await page.locator(".toast").getByRole("button", { name: "Undo" }).last().click();
    await page.getByRole("heading", { name: "Cloud migration" }).waitFor();
    expect((await all(casemate)).map(({ name }) => name)).not.toContain("Amber Quay, cloud");
    expect(cloud.scope.platforms).toEqual([
      "Containers",
      "IaaS",
      "Identity Provider",
      "Office Suite",
      "SaaS",
    ]);
    expect(draft.content.comparedWith).toEqual({ kind: "assessment", assessmentId: base.id });
    expect(draft.content.sections).toContain("comparison");

    await switchToBase();
    await openTab();
    await start("OT integration");
    await casemate.screenshot("situation-ot-dark");
    await next();
    await dialog.getByRole("grid", { name: "Groups that act against plants" }).waitFor();
    await casemate.screenshot("situation-ot-actors-dark");
    await next();
    await finish("Make it and open the report");
    const ot = await madeBy(casemate, "Amber Quay, office and plant");
    expect(ot.assessment.scope.releases.map((release) => release.domain).sort()).toEqual([
      "enterprise-attack",
      "ics-attack",
    ]);
    // Sandworm Team, in both, is there once.
    expect(ot.assessment.actors.filter(({ id }) => id === "G0034")).toHaveLength(1);
    expect(ot.assessment.actors.length).toBeGreaterThan(2);

    await switchToBase();
    await openTab();
    await casemate.setTheme("light");
    await start("Annual threat assessment");
    await dialog.getByRole("combobox", { name: "Our sector" }).click();
    await page.getByRole("option", { name: "Finance", exact: true }).click();
    await casemate.screenshot("situation-annual-light");
    await expectAccessible(casemate);
    await next();
    await casemate.answerDialogs([lastYear]);
    await dialog.getByRole("button", { name: "Import last year’s report…" }).click();
    const beside = dialog.getByRole("combobox", { name: "Set it beside" });
    await expect.poll(() => beside.inputValue()).toMatch(/^Amber Quay/);
    await casemate.screenshot("situation-annual-beside-light");
    await next();
    const year = String(new Date().getUTCFullYear());
    await finish("Make it and open the report");
    const annual = await madeBy(casemate, `Amber Quay, ${year}`);
    expect(annual.assessment.actors).toHaveLength(10);
    for (const { reason } of annual.assessment.actors.slice(2)) {
      expect(reason).toMatch(/^Known to target Finance \(.+\); uses \d+ techniques?\.$/);
    }

    // What was chosen is frozen for next year.
    const frozen = await valueOf<SnapshotSummary[]>(casemate, "snapshots.list", {});
    expect(frozen.map(({ assessmentId }) => assessmentId)).toContain(annual.assessment.id);
    // Last year's came from its file, and is what this year is set beside.
    const imported = frozen.find(({ assessmentId }) => assessmentId !== annual.assessment.id);
    expect(imported?.assessmentName).toBe("Amber Quay");
    expect(annual.draft.content.comparedWith).toEqual({
      kind: "snapshot",
      snapshotId: imported?.id,
    });
    expect(annual.sections).toContain("comparison");

    await switchToBase();
    await press("Control+k");
    await page.getByRole("combobox", { name: "Search everything" }).fill("Start: budget");
    await press("Enter");
    await dialog.getByLabel("A person-day costs").fill("800");
    await casemate.screenshot("situation-budget-light");
    await next();
    await dialog.getByRole("columnheader", { name: "A point costs" }).waitFor();
    await casemate.screenshot("situation-budget-options-light");
    await expectAccessible(casemate);
    await next();
    await finish("Open the report");
    const budget = await madeBy(casemate, "Amber Quay");
    expect(budget.sections).toContain("funding");
    await showSection("Funding options");
    await casemate.screenshot("situation-budget-report-light");
    const funding = await valueOf<FundingComparison>(casemate, "plan.options", {
      assessmentId: base.id,
      options: budget.draft.content.fundingOptions,
    });
    expect(funding.dayRate).toBe(800);
    for (const { price, closes } of funding.options) {
      const points = (closes.length * 100) / funding.from.techniques;
      expect(Math.abs((price.costPerPoint ?? 0) * points - (price.total ?? 0))).toBeLessThan(1);
    }

    await openTab();
    await start("Purple-team planning");
    await casemate.screenshot("situation-purple-light");
    await next();
    await dialog.getByRole("button", { name: "Plan the tests" }).click();
    await page.getByRole("heading", { name: "Plan a test day" }).waitFor();
    const purple = await madeBy(casemate, "Amber Quay");
    expect(purple.draft.template).toBe("Purple-team exercise");
    expect(purple.draft.content.sections).toContain("emulation");

    // Whatever was made, the first assessment asks what it asked.
    const after = await valueOf<Assessment>(casemate, "assessments.get", { assessmentId: base.id });
    expect({ ...after, updatedAt: "" }).toEqual({ ...before, updatedAt: "" });
  },
);
