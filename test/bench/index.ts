/*
 * npm run bench: prints ratios, each measured against a floor in the same run. It judges nothing:
 * a missed goal is marked, and the exit code says only whether everything could be measured.
 */
import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { gunzipSync } from "node:zlib";
import {
  requireSystemPackages,
  testPackages,
  windowPackages,
} from "../../scripts/runtime/system-packages.ts";
import { findApplicationRoot } from "../../src/main/application-root.reader.ts";
import { startWorkbench } from "../../src/main/backend/start-workbench.ts";
import { clientOf } from "../../src/main/backend/workbench.ts";
import { actorRef } from "../../src/shared/model/actor.ts";
import { writeManyCases } from "./many-cases.ts";
import { writeRuleArchives, writeRuleFolder } from "./many-rules.ts";
import { measure, printRatios } from "./measure.ts";

const shared = resolve(import.meta.dirname, "../../../shared/data");
const bundle = join(shared, "attack/enterprise-attack-18.1.stix20.json.gz");
const rules = join(shared, "sigma/sigma-rules.zip");
const runs = 5;
const manyRules = 20_000;
const manyGroups = 60;
const manyCases = 10_000;
const manyAlerts = 100_000;

if (!existsSync(bundle) || !existsSync(rules)) {
  console.log(`Skipped: the benchmark needs the real files in ${shared}.`);
  process.exit(0);
}

const folder = mkdtempSync(join(tmpdir(), "casemate-bench-"));
try {
  const file = join(folder, "enterprise-attack-18.1.json");
  writeFileSync(file, gunzipSync(readFileSync(bundle)));

  const parsed = await measure("parse", [file], runs);
  const bare = await measure("bareInsert", [file], runs);
  const imported = await measure("importBundle", [file], runs);
  const { parse = 0, insert = 0, rows = 0 } = bare.parts;
  printRatios("Import of Enterprise 18.1, median of runs in processes of their own", [
    {
      name: "import ÷ (parse + bare insert of the same rows)",
      value: imported.milliseconds / bare.milliseconds,
      goal: 1.5,
      unit: "×",
      note: `${imported.milliseconds.toFixed(0)} ms ÷ (${parse.toFixed(0)} + ${insert.toFixed(0)} ms, ${rows} statements)`,
    },
    {
      name: "import ÷ reading and parsing alone",
      value: imported.milliseconds / parsed.milliseconds,
      goal: 5,
      unit: "×",
      note: `${imported.milliseconds.toFixed(0)} ms ÷ ${parsed.milliseconds.toFixed(0)} ms`,
    },
    {
      name: "peak memory of import ÷ of parsing alone",
      value: imported.peakMegabytes / parsed.peakMegabytes,
      goal: 1.5,
      unit: "×",
      note: `${imported.peakMegabytes.toFixed(0)} MB ÷ ${parsed.peakMegabytes.toFixed(0)} MB`,
    },
  ]);

  const ruleFolder = writeRuleFolder(rules, manyRules, join(folder, "rules"));
  const ruleArchives = writeRuleArchives(rules, manyRules, join(folder, "archives"));
  const parsedRules = await measure("parseRules", [ruleFolder], 3);
  const fromFolder = await measure("importRules", [ruleFolder], 3);
  const fromArchives = await measure("importRules", ruleArchives, 3);
  printRatios(`Import of ${manyRules} Sigma rules into a new workspace`, [
    ...[
      { what: "a folder", measured: fromFolder },
      { what: `${ruleArchives.length} archives`, measured: fromArchives },
    ].map(({ what, measured }) => ({
      name: `import of ${what}`,
      value: measured.milliseconds / 1000,
      goal: 20,
      unit: "s",
      note:
        `${measured.parts["imported"] ?? 0} imported, ` +
        `${measured.peakMegabytes.toFixed(0)} MB at most`,
    })),
    {
      name: "import ÷ reading and parsing alone",
      value: fromFolder.milliseconds / parsedRules.milliseconds,
      goal: null,
      unit: "×",
      note: `${fromFolder.milliseconds.toFixed(0)} ms ÷ ${parsedRules.milliseconds.toFixed(0)} ms`,
    },
    {
      name: "looking at the folder before",
      value: (fromFolder.parts["preview"] ?? Number.NaN) / 1000,
      goal: null,
      unit: "s",
      note: "",
    },
    {
      name: "listing the inventory",
      value: fromFolder.parts["list"] ?? Number.NaN,
      goal: null,
      unit: "ms",
      note: `${fromFolder.parts["listed"] ?? 0} detections`,
    },
  ]);

  const workspace = await prepareWorkspace(join(folder, "bench.casemate"), file);
  const large = await prepareLargeAssessment(join(folder, "large.casemate"), file);
  const gaps = await measure("gapsOfEveryGroup", [workspace], runs);
  const { groups = 0, bareSql = 0 } = gaps.parts;
  const opened = await measure("openWorkspace", [workspace], runs);
  printRatios("Answers, with Enterprise 18.1 and 3,141 rules", [
    {
      name: `gaps of all ${groups} groups ÷ bare SQL that counts them`,
      value: gaps.milliseconds / bareSql,
      goal: 4,
      unit: "×",
      note: `${gaps.milliseconds.toFixed(1)} ms ÷ ${bareSql.toFixed(1)} ms`,
    },
    { name: "gaps of all groups", value: gaps.milliseconds, goal: 100, unit: "ms", note: "" },
    {
      name: "opening a workspace ÷ parsing its bundle",
      value: opened.milliseconds / parsed.milliseconds,
      goal: null,
      unit: "×",
      note: `${opened.milliseconds.toFixed(0)} ms, integrity check included`,
    },
  ]);

  const plan = await measure("plan", [large], runs);
  const part = (name: string) => plan.parts[name] ?? Number.NaN;
  printRatios(
    `Plan of ${manyGroups} groups: ${part("gaps")} gaps, ${part("logSources")} log sources to choose from`,
    [
      {
        name: "plan",
        value: plan.milliseconds,
        goal: null,
        unit: "ms",
        note: `${part("cold").toFixed(0)} ms the first time`,
      },
      {
        name: "best set for 240 person-days",
        value: part("best") / 1000,
        goal: 1,
        unit: "s",
        note: `${part("weighted")} % weighted; none reaches more than ${part("bound")} %`,
      },
      {
        name: "longest time in which nothing else is answered",
        value: part("longest"),
        goal: null,
        unit: "ms",
        note: "",
      },
    ],
  );
  const { results, alerts } = writeManyCases(manyCases, manyAlerts, folder);
  const parsedResults = await measure("parseResults", [results], runs);
  const parsedAlerts = await measure("parseResults", [alerts], runs);
  const emulation = await measure("manyCases", [results, alerts], 3);
  const took = (name: string) => emulation.parts[name] ?? Number.NaN;
  printRatios(`A run of ${took("cases")} test cases`, [
    {
      name: "import ÷ reading and parsing alone",
      value: emulation.milliseconds / parsedResults.milliseconds,
      goal: null,
      unit: "×",
      note: `${emulation.milliseconds.toFixed(0)} ms ÷ ${parsedResults.milliseconds.toFixed(0)} ms`,
    },
    {
      name: "the same import once more",
      value: took("reimport"),
      goal: null,
      unit: "ms",
      note: `${took("unchanged")} unchanged`,
    },
    { name: "list of runs", value: took("list"), goal: 50, unit: "ms", note: "" },
    {
      name: "opening the run ÷ its JSON there and back",
      value: took("open") / took("json"),
      goal: 5,
      unit: "×",
      note: `${took("open").toFixed(0)} ms ÷ ${took("json").toFixed(0)} ms`,
    },
    { name: "outcome of one", value: took("one"), goal: 16, unit: "ms", note: "" },
    { name: "outcome of all", value: took("all") / 1000, goal: null, unit: "s", note: "" },
    { name: "trends", value: took("trends"), goal: 500, unit: "ms", note: "" },
    {
      name: `matching ${manyAlerts} alerts ÷ reading and parsing them`,
      value: took("match") / parsedAlerts.milliseconds,
      goal: null,
      unit: "×",
      note: `${took("match").toFixed(0)} ms ÷ ${parsedAlerts.milliseconds.toFixed(0)} ms, ${took("matches")} matches`,
    },
  ]);
} finally {
  rmSync(folder, { recursive: true, force: true });
}

if (process.platform === "linux") {
  await requireSystemPackages([...windowPackages, ...testPackages]);
  const vitest = join(import.meta.dirname, "../../node_modules/vitest/vitest.mjs");
  const { status } = spawnSync(
    process.execPath,
    [vitest, "run", "--project", "bench", "--reporter", "dot", "--disable-console-intercept"],
    { stdio: "inherit", cwd: join(import.meta.dirname, "../..") },
  );
  process.exitCode = status ?? 1;
} else {
  console.log("Skipped: start, memory and matrix are measured on Linux alone.");
}

/** A workspace with the release, the rules and one assessment of three groups. */
async function prepareWorkspace(path: string, file: string): Promise<string> {
  const workbench = startWorkbench({
    root: findApplicationRoot(import.meta.url),
    nativeBinding: undefined,
    now: () => new Date("2026-11-21T12:00:00.000Z"),
  });
  const client = clientOf(workbench);
  await client.workspace.create({ path, starter: false });
  await client.catalogue.import({ paths: [file], onConflict: "ask" });
  await client.detections.import({ paths: [rules], state: "enabled" });
  const { id: assessmentId } = await client.assessments.create({ name: "Benchmark" });
  for (const id of ["G0046", "G0082", "G0032"]) {
    const actor = actorRef.parse({ kind: "group", domain: "enterprise-attack", id });
    await client.actors.choose({ assessmentId, actor, weight: 1, reason: "" });
  }
  await workbench.close();
  return path;
}

/**
 * A workspace with an assessment of many groups and no rule, whose environment collects one log
 * source: nearly every technique is a gap that waits for a choice of log sources.
 */
async function prepareLargeAssessment(path: string, file: string): Promise<string> {
  const workbench = startWorkbench({
    root: findApplicationRoot(import.meta.url),
    nativeBinding: undefined,
    now: () => new Date("2026-11-21T12:00:00.000Z"),
  });
  const client = clientOf(workbench);
  await client.workspace.create({ path, starter: false });
  await client.catalogue.import({ paths: [file], onConflict: "ask" });
  const table = join(folder, "log-sources.csv");
  writeFileSync(table, "Name,Collected\nnobody needs this,yes\n");
  await client.telemetry.import({ paths: [table] });
  const { id: assessmentId } = await client.assessments.create({ name: "Benchmark" });
  const groups = await client.actors.list({ assessmentId, text: "", kinds: ["group"] });
  for (const { kind, domain, id } of groups.slice(0, manyGroups)) {
    const actor = actorRef.parse({ kind, domain, id });
    await client.actors.choose({ assessmentId, actor, weight: 1, reason: "" });
  }
  await workbench.close();
  return path;
}
