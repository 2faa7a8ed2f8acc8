import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import {
  cpSync,
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { _electron, type ElectronApplication, type Locator, type Page } from "playwright";
import { inject, test } from "vitest";
import { findApplicationRoot } from "../../../src/main/application-root.reader.ts";
import { startWorkbench } from "../../../src/main/backend/start-workbench.ts";
import { clientOf } from "../../../src/main/backend/workbench.ts";
import { actorRef } from "../../../src/shared/model/actor.ts";
import { environment, makeHome, ownFile } from "../../e2e/support/launch.ts";
import { writeManyCases } from "../many-cases.ts";
import { printRatios, type Ratio } from "../measure.ts";

const projectFolder = join(import.meta.dirname, "../../..");
const rules = join(projectFolder, "../shared/data/sigma/sigma-rules.zip");
const bundle = join(projectFolder, "../shared/data/attack/enterprise-attack-18.1.stix20.json.gz");
const commandLine = join(projectFolder, "src/main/cli/index.ts");
const runs = 5;
const manyActors = 60;
const manyName = "Sixty actors";

interface Started {
  readonly app: ElectronApplication;
  readonly page: Page;
  /** From the start of the process until the page shows what was waited for. */
  readonly milliseconds: number;
}

/** Starts an application folder and waits until `ready` is on the page and painted. */
async function start(
  application: string,
  args: readonly string[],
  ready: (page: Page) => Promise<unknown>,
): Promise<Started> {
  const home = makeHome();
  const from = performance.now();
  const app = await _electron.launch({
    executablePath: inject("stage").executable,
    chromiumSandbox: true,
    args: ["--disable-gpu", application, ...args],
    cwd: home,
    env: environment(home),
  });
  const page = await app.firstWindow();
  await ready(page);
  await painted(page);
  return { app, page, milliseconds: performance.now() - from };
}

/** Resolves once the page has painted what it holds now. */
async function painted(page: Page): Promise<void> {
  await page.evaluate(
    () =>
      new Promise((resolve) => {
        requestAnimationFrame(() => requestAnimationFrame(resolve));
      }),
  );
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}

/** Proportional memory of a process and all it started, in megabytes. */
function proportionalMegabytes(root: number): number {
  const children = new Map<number, number[]>();
  for (const name of readdirSync("/proc")) {
    if (!/^\d+$/.test(name)) continue;
    try {
      const stat = readFileSync(`/proc/${name}/stat`, "utf8");
      const parent = Number(stat.slice(stat.lastIndexOf(")") + 2).split(" ")[1]);
      children.set(parent, [...(children.get(parent) ?? []), Number(name)]);
    } catch {
      // The process ended meanwhile.
    }
  }
  let kilobytes = 0;
  const waiting = [root];
  for (let pid = waiting.pop(); pid !== undefined; pid = waiting.pop()) {
    waiting.push(...(children.get(pid) ?? []));
    try {
      const rollup = readFileSync(`/proc/${String(pid)}/smaps_rollup`, "utf8");
      kilobytes += Number(/^Pss:\s+(\d+)/m.exec(rollup)?.[1] ?? 0);
    } catch {
      // As above.
    }
  }
  return kilobytes / 1024;
}

/** Memory of an application that has been left alone for a while. */
async function memoryAtRest({ app }: Started): Promise<number> {
  await new Promise((resolve) => setTimeout(resolve, 4000));
  return proportionalMegabytes(app.process().pid ?? 0);
}

/** Bytes of script and style that the page loads, by loading it again. */
async function loadedBytes(page: Page): Promise<number> {
  const bodies: Promise<Buffer>[] = [];
  page.on("response", (response) => {
    if (/\.(js|css)$/.test(new URL(response.url()).pathname)) bodies.push(response.body());
  });
  await page.reload();
  await startScreen(page);
  return (await Promise.all(bodies)).reduce((sum, { length }) => sum + length, 0);
}

async function prepareWorkspace(): Promise<string> {
  const folder = makeHome();
  const path = join(folder, "bench.casemate");
  const workbench = startWorkbench({
    root: findApplicationRoot(import.meta.url),
    nativeBinding: undefined,
    now: () => new Date(),
  });
  const client = clientOf(workbench);
  await client.workspace.create({ path, starter: true });
  if (existsSync(rules)) await client.detections.import({ paths: [rules], state: "enabled" });
  const { id: assessmentId } = await client.assessments.create({ name: "Benchmark" });
  for (const id of ["G0046", "G0082", "G0032"]) {
    const actor = actorRef.parse({ kind: "group", domain: "enterprise-attack", id });
    await client.actors.choose({ assessmentId, actor, weight: 1, reason: "" });
  }
  await workbench.close();
  ownFile(path);
  return path;
}

/** Waits for a text in an element, looking at every frame: the driver's own waits look twice a second. */
async function shows(page: Page, selector: string, text: string): Promise<void> {
  await page.waitForFunction(
    ([where, words]) =>
      [...document.querySelectorAll(where)].some((element) => element.textContent.includes(words)),
    [selector, text] as const,
  );
}

async function overview(page: Page): Promise<void> {
  await shows(page, "h2", "Coverage by tactic");
}

/** Goes to the matrix, and waits for its first cell. */
async function openMatrix(page: Page): Promise<void> {
  await overview(page);
  await page.keyboard.press("Control+5");
  await shows(page, ".matrix-cell", "");
}

const startScreen = (page: Page) => shows(page, "button", "Open the sample assessment");

test("start and memory", { timeout: 900_000 }, async () => {
  const { application, homes } = inject("stage");
  const bareFolder = join(homes, "bare-window");
  mkdirSync(bareFolder, { recursive: true });
  cpSync(join(import.meta.dirname, "bare-window"), bareFolder, { recursive: true });
  const workspace = await prepareWorkspace();

  const bareTimes: number[] = [];
  const firstTimes: number[] = [];
  const matrixTimes: number[] = [];
  let bareMemory = 0;
  let memory = 0;
  let scriptAndStyle = 0;
  // In turn, so that a slower moment of the machine meets all three.
  for (let run = 0; run < runs; run += 1) {
    const bare = await start(bareFolder, [], (page) => shows(page, "#ready", ""));
    bareTimes.push(bare.milliseconds);
    if (run === 0) bareMemory = await memoryAtRest(bare);
    await bare.app.close();

    const first = await start(application, [], startScreen);
    firstTimes.push(first.milliseconds);
    if (run === 0) {
      memory = await memoryAtRest(first);
      scriptAndStyle = await loadedBytes(first.page);
    }
    await first.app.close();

    const matrix = await start(application, [workspace], openMatrix);
    matrixTimes.push(matrix.milliseconds);
    await matrix.app.close();
  }
  const bare = median(bareTimes);
  printRatios("Start and memory, in turn with an empty Electron window", [
    {
      name: "start to first screen ÷ empty window",
      value: median(firstTimes) / bare,
      goal: 1.25,
      unit: "×",
      note: `${median(firstTimes).toFixed(0)} ms ÷ ${bare.toFixed(0)} ms`,
    },
    {
      name: "start over a workspace to a painted matrix ÷ empty",
      value: median(matrixTimes) / bare,
      goal: 1.5,
      unit: "×",
      note: `${median(matrixTimes).toFixed(0)} ms ÷ ${bare.toFixed(0)} ms`,
    },
    {
      name: "memory at rest (PSS) ÷ empty window",
      value: memory / bareMemory,
      goal: 1.35,
      unit: "×",
      note: `${memory.toFixed(0)} MB ÷ ${bareMemory.toFixed(0)} MB`,
    },
    {
      name: "script and style of the first screen",
      value: scriptAndStyle / 1e6,
      goal: 0.6,
      unit: "MB",
      note: "",
    },
  ]);
});

/** Runs the command line, which must succeed; resolves to its milliseconds from start to end. */
async function runCommandLine(
  args: readonly string[],
  watch?: (child: ChildProcess) => void,
): Promise<number> {
  const from = performance.now();
  const child = spawn(process.execPath, [commandLine, ...args], { stdio: "ignore" });
  watch?.(child);
  const [code] = (await once(child, "exit")) as [number | null];
  if (code !== 0) throw new Error(`casemate ${args.join(" ")} ended with ${String(code)}`);
  return performance.now() - from;
}

/** A workspace with an assessment of many groups over the whole release. */
async function prepareManyActors(path: string): Promise<void> {
  const workbench = startWorkbench({
    root: findApplicationRoot(import.meta.url),
    nativeBinding: undefined,
    now: () => new Date("2026-11-21T12:00:00.000Z"),
  });
  const client = clientOf(workbench);
  const file = `${path}.json`;
  writeFileSync(file, gunzipSync(readFileSync(bundle)));
  await client.workspace.create({ path, starter: false });
  await client.catalogue.import({ paths: [file], onConflict: "ask" });
  await client.detections.import({ paths: [rules], state: "enabled" });
  const { id: assessmentId } = await client.assessments.create({ name: manyName });
  const groups = await client.actors.list({ assessmentId, text: "", kinds: ["group"] });
  const used = groups.toSorted((a, b) => (a.id < b.id ? -1 : 1)).slice(0, manyActors);
  for (const { kind, domain, id } of used) {
    const actor = actorRef.parse({ kind, domain, id });
    await client.actors.choose({ assessmentId, actor, weight: 1, reason: "" });
  }
  await workbench.close();
}

test("report", { timeout: 900_000 }, async () => {
  const home = makeHome();
  const sample = join(home, "sample.casemate");
  const workbench = startWorkbench({
    root: findApplicationRoot(import.meta.url),
    nativeBinding: undefined,
    now: () => new Date("2026-11-21T12:00:00.000Z"),
  });
  const client = clientOf(workbench);
  await client.workspace.createSample({ path: sample });
  const [assessment] = await client.assessments.list({});
  const [template] = await client.reports.templates({});
  await workbench.close();
  if (assessment === undefined || template === undefined) throw new Error("The sample is empty.");
  const report = (workspace: string, name: string, formats: string, out: string) => [
    "report",
    "--workspace",
    workspace,
    "--assessment",
    name,
    "--format",
    formats,
    "--out",
    out,
  ];

  const printed: number[] = [];
  const whole: number[] = [];
  for (let run = 0; run < 3; run += 1) {
    const out = (name: string) => join(home, `${name}-${String(run)}`);
    printed.push(await runCommandLine(report(sample, assessment.name, "pdf", out("pdf"))));
    whole.push(await runCommandLine(report(sample, assessment.name, "all", out("all"))));
  }

  const inWindow: number[] = [];
  ownFile(sample);
  const { app, page } = await start(inject("stage").application, [sample], overview);
  for (let run = 0; run < 3; run += 1) {
    const directory = join(home, `window-${String(run)}`);
    await app.evaluate(({ dialog }, path) => {
      dialog.showOpenDialog = () => Promise.resolve({ canceled: false, filePaths: [path] });
    }, directory);
    const send = (operation: string, input: unknown) =>
      page.evaluate((call) => window.casemate.send(call), { callId: "bench", operation, input });
    await send("shell.chooseFolder", {});
    const from = performance.now();
    const reply = await send("reports.export", {
      of: { kind: "assessment", assessmentId: assessment.id },
      content: template.content,
      formats: ["pdf"],
      directory,
    });
    if (!reply.startsWith('{"ok":true')) throw new Error(reply);
    inWindow.push(performance.now() - from);
  }
  await app.close();

  const figures: Ratio[] = [
    { name: "PDF in the window", values: inWindow, note: "the first time" },
    { name: "PDF by the command line, started for it", values: printed, note: "the first time" },
    { name: "every form by the command line", values: whole, note: "the first time" },
  ].map(({ name, values, note }) => ({
    name,
    value: median(values) / 1000,
    goal: 10,
    unit: "s",
    note: `${((values[0] ?? Number.NaN) / 1000).toFixed(1)} s ${note}`,
  }));
  if (existsSync(bundle) && existsSync(rules)) {
    const many = join(home, "many.casemate");
    await prepareManyActors(many);
    const out = join(home, "many");
    let megabytes = 0;
    // To look costs time: only where memory is the question.
    const milliseconds = await runCommandLine(report(many, manyName, "pdf", out), (child) => {
      const looking = setInterval(() => {
        megabytes = Math.max(megabytes, proportionalMegabytes(child.pid ?? 0));
      }, 500);
      child.once("exit", () => clearInterval(looking));
    });
    const [pdf = ""] = readdirSync(out).filter((name) => name.endsWith(".pdf"));
    const info = spawnSync("pdfinfo", [join(out, pdf)], { encoding: "utf8" }).stdout;
    figures.push({
      name: `PDF of ${String(manyActors)} actors with appendices`,
      value: milliseconds / 1000,
      goal: null,
      unit: "s",
      note: `${/Pages:\s+(\d+)/.exec(info)?.[1] ?? "?"} pages, ${(statSync(join(out, pdf)).size / 1e6).toFixed(0)} MB, ${megabytes.toFixed(0)} MB of memory at most`,
    });
  }
  printRatios("Report of the sample assessment", figures);
});

test("matrix", { timeout: 300_000 }, async () => {
  const { application } = inject("stage");
  const { app, page } = await start(application, [await prepareWorkspace()], openMatrix);
  const grid = page.locator(".matrix-scroller");
  /** Opens a menu of the toolbar; what is clicked in it is the caller's to measure. */
  const openMenu = async (menu: RegExp, choice: RegExp): Promise<Locator> => {
    await page.getByRole("menu").waitFor({ state: "detached" });
    await page.getByRole("button", { name: menu }).click();
    const item = page.getByRole("menuitemradio", { name: choice });
    await item.waitFor();
    return item;
  };
  await (await openMenu(/^Scope/, /^All techniques/)).click();
  await painted(page);

  const expand: number[] = [];
  const plain: number[] = [];
  let cells = 0;
  for (let run = 0; run < runs; run += 1) {
    expand.push(await clickUntilPainted(await openMenu(/^Sub-techniques/, /^All/)));
    cells = Number(await grid.getAttribute("data-cells"));
    await settled(page);
    plain.push(await plainRender(page));
    await clickUntilPainted(await openMenu(/^Sub-techniques/, /^As strips/));
    await settled(page);
  }
  await clickUntilPainted(await openMenu(/^Sub-techniques/, /^All/));
  await settled(page);
  const drawn = await page.locator(".matrix-cell").count();
  const modes: number[] = [];
  for (let run = 0; run < 2 * runs; run += 1) {
    const name = run % 2 === 0 ? "Actors’ use" : "Level";
    modes.push(await clickUntilPainted(page.getByRole("radio", { name })));
    await settled(page);
  }
  const selects: number[] = [];
  for (let run = 0; run < runs; run += 1) {
    selects.push(await clickUntilPainted(page.locator(".matrix-cell").nth(20 + run)));
    await settled(page);
  }
  await page.keyboard.press("Escape");
  await settled(page);
  const frames = await framesWhileScrolling(grid, 120);
  const fast = await framesWhileScrolling(grid, 30);
  const jumps: number[] = [];
  for (let run = 0; run < 2 * runs; run += 1) {
    jumps.push(await jumpUntilPainted(grid, run % 2 === 0 ? "start" : "end"));
    await settled(page);
  }
  const hover = await framesWhileHovering(page);
  await app.close();
  const refresh = 1000 / 60;
  printRatios(
    `Matrix with every sub-technique, ${String(cells)} cells, ${String(drawn)} of them drawn, without a GPU`,
    [
      {
        name: "paint of every sub-technique",
        value: median(expand),
        goal: 100,
        unit: "ms",
        note: `${spread(expand)}; ${(median(expand) / median(plain)).toFixed(2)} × a plain render of the cells drawn`,
      },
      { name: "mode switch", value: median(modes), goal: 100, unit: "ms", note: spread(modes) },
      {
        name: "click on a cell: selection and inspector",
        value: median(selects),
        goal: 100,
        unit: "ms",
        note: spread(selects),
      },
      {
        name: "longest frame while scrolling through in 2 s",
        value: Math.max(...frames),
        goal: 50,
        unit: "ms",
        note: `${String(frames.length)} frames, median ${median(frames).toFixed(1)} ms`,
      },
      {
        name: "longest frame while scrolling through in half a second",
        value: Math.max(...fast),
        goal: 50,
        unit: "ms",
        note: `${String(fast.length)} frames, median ${median(fast).toFixed(1)} ms`,
      },
      {
        name: "jump from one end to the other",
        value: median(jumps),
        goal: 100,
        unit: "ms",
        note: spread(jumps),
      },
      {
        name: "median frame while hovering ÷ a frame of the screen",
        value: median(hover) / refresh,
        goal: 1.2,
        unit: "×",
        note: `longest ${Math.max(...hover).toFixed(1)} ms`,
      },
    ],
  );
});

const manyRules = 20_000;

/** A workspace with an inventory of many rules, made up. */
async function prepareInventory(): Promise<string> {
  const folder = makeHome();
  const path = join(folder, "inventory.casemate");
  const workbench = startWorkbench({
    root: findApplicationRoot(import.meta.url),
    nativeBinding: undefined,
    now: () => new Date(),
  });
  const client = clientOf(workbench);
  await client.workspace.create({ path, starter: true });
  const known = (await client.detections.techniques({})).map(({ techniqueId }) => techniqueId);
  const states = ["enabled", "disabled", "available"];
  const rows = Array.from({ length: manyRules }, (_, at) => {
    const named = at % 9 === 0 ? "" : `${known[at % 600] ?? ""} ${known[(at * 7) % 600] ?? ""}`;
    const name = `Process ${String(at)} started by service ${String(at % 97)}`;
    return `R${String(at)},${name},${named},Execution,${states[at % 3] ?? ""},Team ${String(at % 12)}`;
  });
  const table = join(folder, "rules.csv");
  writeFileSync(table, ["ID,Name,Technique,Tactic,State,Owner", ...rows].join("\n"));
  await client.detections.import({ paths: [table] });
  await client.assessments.create({ name: "Benchmark" });
  await workbench.close();
  ownFile(path);
  return path;
}

test("inventory", { timeout: 300_000 }, async () => {
  const { application } = inject("stage");
  const door = (opened: Page) => opened.locator(".navigation-item", { hasText: "Detections" });
  // Keys before the window is drawn reach nobody.
  const { app, page } = await start(application, [await prepareInventory()], (opened) =>
    door(opened).waitFor({ timeout: 60_000 }),
  );
  await settled(page);
  const asked = await page.evaluate(async () => {
    const from = performance.now();
    const call = { callId: "bench", operation: "detections.list", input: { environmentId: 1 } };
    JSON.parse(await window.casemate.send(call));
    return performance.now() - from;
  });
  const opening = performance.now();
  await door(page).click();
  await page.locator(".table-row").first().waitFor({ timeout: 60_000 });
  const opened = performance.now() - opening;
  await settled(page);
  const sorts: number[] = [];
  const checks: number[] = [];
  const filters: number[] = [];
  for (let run = 0; run < 2 * runs; run += 1) {
    sorts.push(await clickUntilPainted(page.locator(".table-sort", { hasText: "Name" })));
    await settled(page);
    checks.push(await clickUntilPainted(page.getByLabel("Select all rows")));
    await settled(page);
  }
  const scrolls = await framesWhileScrolling(page.locator(".table-scroller"), 120);
  const field = page.getByLabel("Filter by any text");
  for (const text of ["s", "se", "service 9", "service 96", "service 9", ""]) {
    filters.push(await typeUntilPainted(field, text));
    await settled(page);
  }
  await app.close();
  printRatios(`Inventory of ${String(manyRules)} rules`, [
    {
      name: "opening the table",
      value: opened,
      goal: null,
      unit: "ms",
      note: `${asked.toFixed(0)} ms of it until the rules are in the window`,
    },
    {
      name: "longest frame while scrolling through in 2 s",
      value: Math.max(...scrolls),
      goal: 50,
      unit: "ms",
      note: `${String(scrolls.length)} frames, median ${median(scrolls).toFixed(1)} ms`,
    },
    { name: "sort", value: median(sorts), goal: 100, unit: "ms", note: spread(sorts) },
    {
      name: "check or clear all",
      value: median(checks),
      goal: 100,
      unit: "ms",
      note: spread(checks),
    },
    {
      name: "filter while typing",
      value: median(filters),
      goal: 100,
      unit: "ms",
      note: spread(filters),
    },
  ]);
});

/** The workspace of the benchmark with two official releases, as far as their files are there. */
async function prepareReleases(): Promise<string> {
  const path = await prepareWorkspace();
  const workbench = startWorkbench({
    root: findApplicationRoot(import.meta.url),
    nativeBinding: undefined,
    now: () => new Date(),
  });
  const client = clientOf(workbench);
  await client.workspace.open({ path });
  for (const version of comparedVersions) {
    const packed = join(rules, `../../attack/enterprise-attack-${version}.stix20.json.gz`);
    if (!existsSync(packed)) continue;
    const file = join(makeHome(), `enterprise-attack-${version}.json`);
    writeFileSync(file, gunzipSync(readFileSync(packed)));
    await client.catalogue.import({ paths: [file], onConflict: "replace" });
  }
  await workbench.close();
  ownFile(path);
  return path;
}

const comparedVersions = ["17.1", "18.1"];

test("compare", { timeout: 300_000 }, async () => {
  const { application } = inject("stage");
  const { app, page } = await start(application, [await prepareReleases()], overview);
  await settled(page);
  /** An operation from the window and back, parsed. */
  const ask = (operation: string, input: unknown) =>
    page.evaluate(
      async ([name, asked]) => {
        const from = performance.now();
        const call = { callId: `bench ${String(from)}`, operation: name, input: asked };
        const reply = JSON.parse(await window.casemate.send(call)) as { problem?: unknown };
        if (reply.problem !== undefined) throw new Error(JSON.stringify(reply.problem));
        return performance.now() - from;
      },
      [operation, input] as const,
    );
  await page.keyboard.press("Control+8");
  await page.getByText("techniques of 3 actors").waitFor();
  await settled(page);
  const radio = (name: string) => page.getByRole("radio", { name, exact: true });
  const opening = performance.now();
  await radio("All groups").check();
  await page.getByText("techniques of 172 actors").waitFor();
  await painted(page);
  const opened = performance.now() - opening;
  await settled(page);
  const actors = await ask("compare.actors", { assessmentId: 1, who: { kind: "groups" } });
  const scroller = page.locator(".table-scroller").first();
  const views: { view: string; shown: number; frames: number[] }[] = [];
  for (const [view, moving] of [
    ["UpSet", page.locator(".compare-upset")],
    ["Heat map", page.locator(".heat-map")],
    ["Pairs", scroller],
    ["What each adds", scroller],
  ] as const) {
    const shown = await clickUntilPainted(radio(view));
    if (view === "Heat map") await radio("Numbers").check();
    await settled(page);
    views.push({ view, shown, frames: await framesWhileScrolling(moving, 120) });
  }
  const side = { kind: "assessment", assessmentId: 1 };
  const without = { kind: "environment", assessmentId: 1, environment: "Main" };
  const results = await ask("compare.results", { before: without, after: side });
  const [before, after] = comparedVersions;
  const releases = await ask("compare.releases", { domain: "enterprise-attack", before, after });
  await app.close();
  printRatios("Comparison of all 172 groups", [
    {
      name: "first paint of the result",
      value: opened,
      goal: 1000,
      unit: "ms",
      note: `${actors.toFixed(0)} ms of it until the answer is in the window`,
    },
    ...views.flatMap(({ view, shown, frames }) => [
      { name: `${view}: shown`, value: shown, goal: null, unit: "ms", note: "" },
      {
        name: `${view}: longest frame while scrolling through in 2 s`,
        value: Math.max(...frames),
        goal: 50,
        unit: "ms",
        note: `${String(frames.length)} frames, median ${median(frames).toFixed(1)} ms`,
      },
    ]),
    {
      name: "compare.results, two answers and what changed",
      value: results,
      goal: null,
      unit: "ms",
      note: "an assessment and its environment alone",
    },
    {
      name: `compare.releases, Enterprise ${comparedVersions.join(" and ")}`,
      value: releases,
      goal: null,
      unit: "ms",
      note: "as JSON in the window",
    },
  ]);
});

const manyCases = 10_000;

/** A workspace with one run of many test cases, made up, and an assessment that asks about it. */
async function prepareRun(): Promise<string> {
  const folder = makeHome();
  const path = join(folder, "run.casemate");
  const workbench = startWorkbench({
    root: findApplicationRoot(import.meta.url),
    nativeBinding: undefined,
    now: () => new Date(),
  });
  const client = clientOf(workbench);
  await client.workspace.create({ path, starter: true });
  const { results } = writeManyCases(manyCases, 0, folder);
  await client.emulation.import({ paths: [results] });
  const { id: assessmentId } = await client.assessments.create({ name: "Benchmark" });
  for (const id of ["G0046", "G0082", "G0032"]) {
    const actor = actorRef.parse({ kind: "group", domain: "enterprise-attack", id });
    await client.actors.choose({ assessmentId, actor, weight: 1, reason: "" });
  }
  await workbench.close();
  ownFile(path);
  return path;
}

test("emulation", { timeout: 300_000 }, async () => {
  const { application } = inject("stage");
  const door = (opened: Page) => opened.locator(".navigation-item", { hasText: "Emulation" });
  const { app, page } = await start(application, [await prepareRun()], (opened) =>
    door(opened).waitFor({ timeout: 60_000 }),
  );
  await settled(page);
  await door(page).click();
  const row = page.locator(".table-row").first();
  await row.waitFor();
  await settled(page);
  const opening = performance.now();
  await row.dblclick();
  await page
    .getByRole("grid", { name: /^Test cases of/ })
    .locator(".table-row")
    .first()
    .waitFor();
  const opened = performance.now() - opening;
  await settled(page);
  await page
    .getByRole("grid", { name: /^Test cases of/ })
    .locator(".table-row")
    .first()
    .click();
  await settled(page);

  // The first word of all asks whose it is.
  await page.keyboard.press("2");
  const question = page.getByRole("dialog", { name: "Whose word is it?" });
  await question.getByLabel("Your name").fill("Ann");
  await page.keyboard.press("Enter");
  await question.waitFor({ state: "detached" });
  await settled(page);
  await page.getByRole("grid", { name: /^Test cases of/ }).focus();
  const place = () => page.getByText(/^Test case [\d,]+ of/).innerText();
  const first = await place();

  const moves: number[] = [];
  const outcomes: number[] = [];
  const after: number[] = [];
  for (let run = 0; run < 2 * runs; run += 1) {
    moves.push((await pressUntilPainted(page, "j", 0)).painted);
    await settled(page);
    const { painted: milliseconds, frames } = await pressUntilPainted(
      page,
      String(1 + (run % 4)),
      60,
    );
    outcomes.push(milliseconds);
    after.push(...frames);
    await settled(page);
  }
  if ((await place()) === first) throw new Error(`The keys reached nobody: still ${first}`);
  const scrolls = await framesWhileScrolling(page.locator(".table-scroller"), 120);
  const sorts: number[] = [];
  const filters: number[] = [];
  for (let run = 0; run < runs; run += 1) {
    sorts.push(await clickUntilPainted(page.locator(".table-sort", { hasText: "Host" })));
    await settled(page);
  }
  const field = page.getByLabel("Filter by any text");
  for (const text of ["t", "te", "test 9", "test 99", ""]) {
    filters.push(await typeUntilPainted(field, text));
    await settled(page);
  }
  await page.getByRole("button", { name: "All runs" }).click();
  await page.getByRole("tab", { name: "Trends" }).click();
  const drawing = performance.now();
  await page.getByText("Outcomes by tactic").waitFor();
  await painted(page);
  const trends = performance.now() - drawing;
  await app.close();
  printRatios(`A run of ${String(manyCases)} test cases`, [
    { name: "opening the run", value: opened, goal: null, unit: "ms", note: "" },
    {
      name: "next test case by key",
      value: median(moves),
      goal: 100,
      unit: "ms",
      note: spread(moves),
    },
    {
      name: "outcome by key",
      value: median(outcomes),
      goal: 100,
      unit: "ms",
      note: spread(outcomes),
    },
    {
      name: "longest frame in the second after an outcome",
      value: Math.max(...after),
      goal: 50,
      unit: "ms",
      note: `median ${median(after).toFixed(1)} ms`,
    },
    {
      name: "longest frame while scrolling through in 2 s",
      value: Math.max(...scrolls),
      goal: 50,
      unit: "ms",
      note: `${String(scrolls.length)} frames, median ${median(scrolls).toFixed(1)} ms`,
    },
    { name: "sort", value: median(sorts), goal: 100, unit: "ms", note: spread(sorts) },
    {
      name: "filter while typing",
      value: median(filters),
      goal: 100,
      unit: "ms",
      note: spread(filters),
    },
    { name: "trends", value: trends, goal: null, unit: "ms", note: "" },
  ]);
});

/** Presses a key inside the page, and measures until painted and the frames that follow. */
function pressUntilPainted(
  page: Page,
  key: string,
  following: number,
): Promise<{ readonly painted: number; readonly frames: readonly number[] }> {
  return page.evaluate(
    ({ pressed, count }) =>
      new Promise<{ painted: number; frames: number[] }>((resolve) => {
        const target = document.activeElement ?? document.body;
        const from = performance.now();
        target.dispatchEvent(
          new KeyboardEvent("keydown", { key: pressed, bubbles: true, cancelable: true }),
        );
        const frames: number[] = [];
        let shown = 0;
        let last = 0;
        const frame = () => {
          const now = performance.now();
          frames.push(now - last);
          last = now;
          if (frames.length < count) requestAnimationFrame(frame);
          else resolve({ painted: shown, frames });
        };
        requestAnimationFrame(() => {
          const channel = new MessageChannel();
          channel.port1.onmessage = () => {
            last = performance.now();
            shown = last - from;
            if (count === 0) resolve({ painted: shown, frames });
            else requestAnimationFrame(frame);
          };
          channel.port2.postMessage(null);
        });
      }),
    { pressed: key, count: following },
  );
}

/** Puts a text into a field inside the page and measures until two frames later. */
function typeUntilPainted(field: Locator, text: string): Promise<number> {
  return field.evaluate(
    (element: HTMLInputElement, value) =>
      new Promise<number>((resolve) => {
        const from = performance.now();
        Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, "value")?.set?.call(
          element,
          value,
        );
        element.dispatchEvent(new Event("input", { bubbles: true }));
        requestAnimationFrame(() => {
          const channel = new MessageChannel();
          channel.port1.onmessage = () => resolve(performance.now() - from);
          channel.port2.postMessage(null);
        });
      }),
    text,
  );
}

/** The range of some times. */
function spread(values: readonly number[]): string {
  return `${Math.min(...values).toFixed(0)} to ${Math.max(...values).toFixed(0)} ms`;
}

/** Resolves once nothing is left to draw: the matrix draws what is around the view a moment later. */
async function settled(page: Page): Promise<void> {
  await page.waitForTimeout(500);
  await painted(page);
}

/** Clicks inside the page and measures until the frame after is painted, transport left out. */
function clickUntilPainted(target: Locator): Promise<number> {
  return target.evaluate(
    (element: HTMLElement) =>
      new Promise<number>((resolve) => {
        const from = performance.now();
        element.click();
        requestAnimationFrame(() => {
          const channel = new MessageChannel();
          channel.port1.onmessage = () => resolve(performance.now() - from);
          // A message after a frame's callbacks arrives when that frame is painted.
          channel.port2.postMessage(null);
        });
      }),
  );
}

/** Jumps to an end of a scroller, and measures until the frame after it has begun. */
function jumpUntilPainted(scroller: Locator, to: "start" | "end"): Promise<number> {
  return scroller.evaluate(
    (moving: HTMLElement, end) =>
      new Promise<number>((resolve) => {
        const from = performance.now();
        moving.scrollTop = end === "end" ? moving.scrollHeight : 0;
        requestAnimationFrame(() => {
          requestAnimationFrame(() => resolve(performance.now() - from));
        });
      }),
    to,
  );
}

/** Sets the matrix's own markup into an empty element of the page, and measures until painted. */
function plainRender(page: Page): Promise<number> {
  return page.locator(".matrix-scroller").evaluate(
    (grid: HTMLElement) =>
      new Promise<number>((resolve) => {
        const texts = [...grid.querySelectorAll("[role=gridcell]")].map((cell) => [
          cell.className,
          cell.textContent,
        ]);
        const host = document.createElement("div");
        host.style.cssText =
          "position:fixed;inset:0;overflow:auto;columns:14;z-index:9999;--zoom:1";
        document.body.append(host);
        const from = performance.now();
        for (const [className, text] of texts) {
          const cell = document.createElement("div");
          cell.className = className ?? "";
          cell.style.cssText = "position:static;contain:none;min-height:43px";
          cell.textContent = text ?? "";
          host.append(cell);
        }
        requestAnimationFrame(() => {
          const channel = new MessageChannel();
          channel.port1.onmessage = () => {
            const milliseconds = performance.now() - from;
            host.remove();
            resolve(milliseconds);
          };
          channel.port2.postMessage(null);
        });
      }),
  );
}

/** Scrolls an element at rest from top to bottom over some frames; the time of each. */
async function framesWhileScrolling(scroller: Locator, count: number): Promise<number[]> {
  await scroller.evaluate((moving: HTMLElement) => {
    moving.scrollTop = 0;
  });
  await settled(scroller.page());
  return scroller.evaluate(
    (moving: HTMLElement, frameCount) =>
      new Promise<number[]>((resolve) => {
        const step = (moving.scrollHeight - moving.clientHeight) / frameCount;
        const frames: number[] = [];
        let last = performance.now();
        const frame = () => {
          const now = performance.now();
          frames.push(now - last);
          last = now;
          moving.scrollTop += step;
          if (frames.length < frameCount) requestAnimationFrame(frame);
          else resolve(frames.slice(2));
        };
        requestAnimationFrame(frame);
      }),
    count,
  );
}

/** Moves the mouse over the cells of the matrix; the time of each frame meanwhile. */
async function framesWhileHovering(page: Page): Promise<number[]> {
  const recorded = page.evaluate(
    () =>
      new Promise<number[]>((resolve) => {
        const frames: number[] = [];
        let last = performance.now();
        const frame = () => {
          const now = performance.now();
          frames.push(now - last);
          last = now;
          if (frames.length < 120) requestAnimationFrame(frame);
          else resolve(frames.slice(2));
        };
        requestAnimationFrame(frame);
      }),
  );
  for (let move = 0; move < 80; move += 1) {
    await page.mouse.move(150 + 9 * move, 320 + 3 * (move % 40));
  }
  return recorded;
}
