import { cpSync, existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { basename, join, resolve } from "node:path";
import { parse as parseCsv } from "csv-parse/sync";
import readWorkbook from "read-excel-file/node";
import { expect, test } from "vitest";
import { parse as parseYaml } from "yaml";
import { projectFolder } from "../../scripts/runtime/paths.ts";
import { capture } from "../../scripts/runtime/run.ts";
import type { AssessmentResult } from "../../src/shared/model/assessment.ts";
import type { DetectionSummary } from "../../src/shared/model/detection.ts";
import type {
  DetectionImportReport,
  ImportReport,
  ImportSummary,
} from "../../src/shared/model/import-report.ts";
import type { Plan } from "../../src/shared/model/plan.ts";
import type { TelemetrySource } from "../../src/shared/model/telemetry.ts";
import { dropFiles } from "./support/drop.ts";
import { type Casemate, launchCasemate, ownFile } from "./support/launch.ts";
import { prepareWorkspace } from "./support/prepared-workspace.ts";
import { answerOf, valueOf } from "./support/sample.ts";

const samples = resolve(import.meta.dirname, "../../../shared/data/samples");
const hasData = existsSync(samples);
if (!hasData) console.log(`SKIPPED the way from an inventory to a plan: ${samples} is not here`);

const tools = ["elastic", "sentinel", "sigma", "splunk"] as const;
const dettect = "sample-data/techniques-administration-endpoints.yaml";

const classWords: Readonly<Record<string, string>> = {
  "mapped-fully": "mappedFully",
  "mapped-in-part": "mappedInPart",
  "newer-only": "newerOnly",
  "other-only": "otherOnly",
  "tactic-only": "tacticOnly",
};

interface ExpectedRules {
  readonly keys: ReadonlySet<string>;
  /** Rules by class; those that come twice count once. */
  readonly classes: Readonly<Record<string, number>>;
}

/**
 * What the mixed folder holds, from what scripts of other languages worked out of each file: Sigma,
 * Splunk and Sentinel rule by rule, Elastic and DeTT&CT file by file.
 */
function expectedRules(): ExpectedRules {
  const read = (name: string): unknown =>
    JSON.parse(readFileSync(join(projectFolder, `test/detections/expected/${name}.json`), "utf8"));
  const keys = new Set<string>();
  const classes: Record<string, number> = {};
  const count = (word: string, by: number) => {
    classes[word] = (classes[word] ?? 0) + by;
  };
  for (const name of ["sentinel", "sigma", "splunk"]) {
    const files = read(name) as Record<string, { key: string; class: string }[]>;
    for (const [, rules] of Object.entries(files).sort(([a], [b]) => (a < b ? -1 : 1))) {
      for (const rule of rules) {
        if (keys.has(rule.key)) continue;
        keys.add(rule.key);
        count(classWords[rule.class] ?? rule.class, 1);
      }
    }
  }
  for (const name of ["elastic", "dettect"]) {
    const { files } = read(name) as {
      files: Record<string, { is?: string; classes: object; detections: [string][] }>;
    };
    for (const [file, expected] of Object.entries(files)) {
      if (expected.is !== undefined || (name === "dettect" && file !== dettect)) continue;
      for (const [key] of expected.detections) keys.add(key);
      for (const [word, rules] of Object.entries(expected.classes)) count(word, Number(rules));
    }
  }
  return { keys, classes };
}

const hosts = [
  "Hostname;OS;Criticality;Segment",
  ...Array.from({ length: 8 }, (_, at) => `WS-${String(at)};Windows 11;medium;Office`),
  "DC-01;Windows Server 2022;critical;Servers",
  "DB-01;Ubuntu 24.04;high;Servers",
].join("\r\n");

const planOf = async (casemate: Casemate): Promise<Plan> => {
  const { assessmentId } = await answerOf(casemate);
  return valueOf<Plan>(casemate, "plan.get", { assessmentId });
};

const coveredLevels = new Set(["detected", "several", "validated"]);
const coveredIn = ({ techniques }: AssessmentResult): number =>
  techniques.filter(({ level, inDenominator }) => inDenominator && coveredLevels.has(level)).length;

/** Days that are planned never exceed capacity, and closed gaps are what coverage rises by. */
function expectSound({ windows, items, logSources, coverage }: Plan): void {
  let [covered, days, capacity] = [coverage.covered, 0, 0];
  for (const { window, capacityDays, expected } of windows) {
    if (window === "beyond") continue;
    const closed = items.filter((item) => item.window === window);
    const sources = logSources.filter((source) => source.window === window);
    covered += closed.length;
    capacity += capacityDays ?? 0;
    days += closed.reduce((sum, { effortDays }) => sum + effortDays, 0);
    days += sources.reduce((sum, source) => sum + source.days, 0);
    expect(days, window).toBeLessThanOrEqual(capacity + 1e-9);
    expect(expected.covered, window).toBe(covered);
    expect(expected.percent, window).toBe(Math.round((covered / coverage.techniques) * 1000) / 10);
  }
}

test.skipIf(!hasData)(
  "from a mixed folder of rules to a plan that a manager signs",
  { timeout: 900_000 },
  async () => {
    const prepared = await prepareWorkspace(async (client) => {
      const { id: assessmentId } = await client.assessments.create({ name: "Amber Quay" });
      for (const text of ["G0046", "G0082", "G0032"]) {
        const [found] = await client.actors.list({ assessmentId, text, kinds: ["group"] });
        if (found === undefined) throw new Error(`The starter has no ${text}.`);
        const { kind, domain, id } = found;
        const actor = { kind, domain, id };
        await client.actors.choose({ assessmentId, actor, weight: 1, reason: "" });
      }
    });
    const documents = join(prepared.home, "Documents");
    const folder = join(documents, "mixed");
    mkdirSync(folder);
    for (const tool of tools) cpSync(join(samples, tool), join(folder, tool), { recursive: true });
    cpSync(join(samples, "dettect", dettect), join(folder, basename(dettect)));
    const collected = join(documents, "collected.yaml");
    cpSync(join(samples, "dettect/sample-data/data-sources-endpoints.yaml"), collected);
    const assets = join(documents, "hosts.csv");
    writeFileSync(assets, hosts);
    for (const path of [folder, collected, assets]) ownFile(path);

    const casemate = await launchCasemate({
      ...prepared,
      size: { width: 1440, height: 900 },
      theme: "light",
    });
    const { page } = casemate;
    page.setDefaultTimeout(90_000);
    const screens = page.getByRole("navigation", { name: "Screens" });
    const openDetections = () => screens.getByText("Detections", { exact: true }).click();
    const reportOf = async <Report extends ImportReport>(kind: string): Promise<Report> => {
      const list = await valueOf<ImportSummary[]>(casemate, "imports.list", {});
      const id = list.find((each) => each.kind === kind)?.id;
      return valueOf<Report>(casemate, "imports.get", { id });
    };

    // The folder comes in as one import, and holds what was worked out of it apart.
    await openDetections();
    await casemate.answerDialogs([folder]);
    await page.getByRole("button", { name: "Import rules" }).first().click();
    await page.getByRole("menuitem", { name: "A folder of rules" }).click();
    const importing = page.getByRole("dialog", { name: "Import mixed?" });
    await importing.getByRole("radio", { name: "Enabled" }).check();
    await casemate.screenshot("journey-import-light");
    await importing.getByRole("button", { name: "Import rules" }).click();
    await page.getByText("What happened to the rules").waitFor();
    const expected = expectedRules();
    const report = await reportOf<DetectionImportReport>("detections");
    expect(report.imported).toBe(expected.keys.size);
    for (const [word, rules] of Object.entries(expected.classes)) {
      expect(Reflect.get(report, word), word).toBe(rules);
    }
    const [environment] = await valueOf<{ id: number }[]>(casemate, "environments.list", {});
    const list = () =>
      valueOf<DetectionSummary[]>(casemate, "detections.list", { environmentId: environment?.id });
    expect(new Set((await list()).map(({ key }) => key))).toEqual(expected.keys);
    const figures = await page.getByRole("region", { name: "Rules", exact: true }).innerText();
    expect(figures).toContain(String(report.read));

    // Certain ones at once, one by choice, taken back, and then by its name.
    const accepted = async () =>
      (await list())
        .flatMap(({ techniques }) => techniques)
        .filter(({ written, techniqueId }) => written !== techniqueId && techniqueId !== null)
        .map(({ written, techniqueId }) => `${written} ${String(techniqueId)}`)
        .sort();
    expect(await accepted()).toEqual([]);
    const certain = ["T1050 T1543.003", "T1547.011 T1647", "T1547.011 T1647"];
    certain.push("T1574.002 T1574.001", "T1574.002 T1574.001");
    await page.getByRole("button", { name: "Accept 5 certain pairs" }).click();
    await expect.poll(accepted, { timeout: 60_000 }).toEqual(certain);
    await page.getByRole("combobox", { name: "What T1685 stands for" }).click();
    await page.getByRole("option", { name: /^T1562\.006/ }).click();
    await page.getByRole("button", { name: "Accept T1685", exact: true }).click();
    await expect
      .poll(accepted, { timeout: 60_000 })
      .toEqual([...certain, "T1685 T1562.006", "T1685 T1562.006"]);
    await casemate.screenshot("journey-offers-light");
    await page.getByRole("button", { name: "Withdraw T1685", exact: true }).click();
    await expect.poll(accepted, { timeout: 60_000 }).toEqual(certain);
    await page.getByRole("button", { name: "Accept 2 pairs by name" }).click();
    await expect
      .poll(accepted, { timeout: 60_000 })
      .toEqual([...certain, "T1685 T1562.001", "T1685 T1562.001"]);

    // What names no technique is worked through, one by hand.
    await openDetections();
    await page.getByRole("tab", { name: "Work list" }).click();
    // What was accepted above is done already.
    const words = await page.getByText(/^\d+ of \d+ rules done$/).innerText();
    const [done = 0, all = 0] = words.match(/\d+/g)?.map(Number) ?? [];
    await page.getByRole("button", { name: /^Tactic only/ }).click();
    await page.getByText("Looking for techniques…").waitFor({ state: "detached" });
    const another = page.getByRole("combobox", { name: "Another technique" });
    await another.click();
    await another.fill("T1053.005");
    await page.getByRole("option", { name: /^T1053\.005/ }).click();
    await page.getByText(`${String(done + 1)} of ${String(all)} rules done`).waitFor();
    await casemate.screenshot("journey-work-list-light");
    const byHand = (await list()).filter(({ edited }) => edited.length > 0);
    expect(byHand.map(({ techniques }) => techniques.map(({ techniqueId: id }) => id))).toEqual([
      ["T1053.005"],
    ]);

    // Log sources and assets in one drop, each in its dialog.
    const before = await answerOf(casemate);
    expect(before.gaps.filter(({ reason }) => reason === "no-telemetry")).toEqual([]);
    await dropFiles(casemate, [assets, collected]);
    await page
      .getByRole("dialog", { name: "Import collected.yaml?" })
      .getByRole("button", { name: "Import log sources" })
      .click();
    const ofAssets = page.getByRole("dialog", { name: "Import hosts.csv?" });
    await ofAssets.getByText("WS-0").waitFor();
    await ofAssets.getByRole("button", { name: "Import assets" }).click();
    await page.getByRole("heading", { name: "hosts.csv", exact: true }).waitFor();
    // Written by test/telemetry/expected/compute.py and by nothing else.
    const stated = JSON.parse(
      readFileSync(join(projectFolder, "test/telemetry/expected/dettect.json"), "utf8"),
    ) as Record<string, { read: number }>;
    const sources = await valueOf<TelemetrySource[]>(casemate, "telemetry.list", {
      environmentId: environment?.id,
    });
    expect(sources.length).toBe(stated["sample-data/data-sources-endpoints.yaml"]?.read);
    expect(await reportOf("assets")).toMatchObject({ read: 10, added: 10, skipped: 0 });

    const answer = await answerOf(casemate);
    expect(answer.gaps.some(({ reason }) => reason === "no-telemetry")).toBe(true);
    expect(coveredIn(answer)).toBe(answer.coverage.covered);
    expect(answer.gaps.length).toBe(answer.coverage.techniques - answer.coverage.covered);
    // Windows alone: eight of weight two and one of four, of these and one Linux machine of three.
    const windows = answer.gaps.find(({ platforms }) => platforms.join() === "Windows");
    expect(windows?.parts.exposure.value).toBeCloseTo((8 * 2 + 4) / (8 * 2 + 4 + 3), 10);

    // More people: windows and expected coverage follow.
    await page.keyboard.press("Control+6");
    await page.getByRole("grid", { name: "Gaps" }).waitFor();
    const small = await planOf(casemate);
    expectSound(small);
    const engineers = small.settings.engineers + 2;
    await page.getByRole("button", { name: "Plan", exact: true }).click();
    await page.getByRole("menuitem", { name: "Capacity and money…" }).click();
    const capacity = page.getByRole("dialog");
    await capacity.getByLabel("Engineers").fill(String(engineers));
    await capacity.getByRole("button", { name: "Save" }).click();
    await expect
      .poll(async () => (await planOf(casemate)).settings.engineers, { timeout: 60_000 })
      .toBe(engineers);
    const large = await planOf(casemate);
    expectSound(large);
    const after = (plan: Plan) => plan.windows.map(({ expected: one }) => one.covered);
    expect(after(large)[0]).toBeGreaterThan(after(small)[0] ?? 0);
    expect(large.windows[0]?.capacityDays).toBeCloseTo(
      ((small.windows[0]?.capacityDays ?? 0) / small.settings.engineers) * engineers,
      9,
    );
    const chart = page.getByRole("region", { name: "Expected coverage" });
    await chart
      .getByText((large.windows[0]?.expected.percent ?? 0).toFixed(1))
      .first()
      .waitFor();
    await casemate.screenshot("journey-plan-light");

    // Written in four formats, and each read back.
    const out = join(prepared.home, "tmp");
    const formats: readonly (readonly [label: RegExp, name: string])[] = [
      [/^YAML/, "plan.yaml"],
      [/^CSV\s*one line/, "plan.csv"],
      [/^Excel workbook/, "plan.xlsx"],
      [/^JSON/, "plan.json"],
    ];
    for (const [label, name] of formats) {
      await casemate.answerDialogs([join(out, name)]);
      await page.getByRole("button", { name: "Export", exact: true }).first().click();
      await page.getByRole("menuitem", { name: label }).click();
      await page.getByText(join(out, name)).first().waitFor();
    }
    const ids = large.items.map(({ techniqueId }) => String(techniqueId));
    const text = (name: string) => readFileSync(join(out, name), "utf8");
    const yaml = parseYaml(text("plan.yaml")) as Record<string, Record<string, unknown>>;
    const plan = yaml["threat_model_remediation_plan"] ?? {};
    expect(Object.keys(plan)).toEqual([
      ...["assessed_date", "primary_threats", "current_coverage", "target_coverage"],
      ...["priority_1_gaps", "priority_2_gaps", "priority_3_gaps"],
    ]);
    expect(plan["current_coverage"]).toBe(large.coverage.percent);
    for (const [at, window] of (["30", "60", "90"] as const).entries()) {
      const gaps = plan[`priority_${String(at + 1)}_gaps`] as { technique: string }[];
      expect(gaps.map(({ technique }) => technique)).toEqual(
        large.items.filter((item) => item.window === window).map(({ techniqueId }) => techniqueId),
      );
    }
    const csv = parseCsv<{ Technique: string }>(text("plan.csv"), { bom: true, columns: true });
    expect(csv.map(({ Technique: id }) => id)).toEqual(ids);
    const workbook = await readWorkbook(join(out, "plan.xlsx"));
    const sheet = workbook.find((each) => each.sheet === "Plan")?.data ?? [];
    const cells = sheet.map((row) => row.map(String));
    const head = cells.findIndex((row) => row.includes("Technique"));
    const column = cells[head]?.indexOf("Technique") ?? -1;
    expect(cells.slice(head + 1).flatMap((row) => row[column] ?? [])).toEqual(ids);
    const json = JSON.parse(text("plan.json")) as Pick<Plan, "windows" | "items">;
    expect(json.items.map(({ techniqueId }) => techniqueId)).toEqual(ids);

    // The command line plans the same of the same workspace.
    await casemate.close();
    const cli = join(projectFolder, "src", "main", "cli", "index.ts");
    const asked = await capture(process.execPath, [
      ...[cli, "plan", "--workspace", prepared.workspace, "--assessment", "Amber Quay"],
      ...["--engineers", String(engineers), "--days", "90", "--out", join(out, "cli")],
    ]);
    expect(asked.code, asked.all).toBe(0);
    const told = JSON.parse(readFileSync(join(out, "cli", "plan.json"), "utf8")) as typeof json;
    expect(told.windows).toEqual(json.windows);
    expect(told.items.map(({ techniqueId, window }) => [techniqueId, window])).toEqual(
      large.items.map(({ techniqueId, window }) => [techniqueId, window]),
    );
  },
);
