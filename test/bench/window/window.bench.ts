import { cpSync, existsSync, mkdirSync, readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { _electron, type ElectronApplication, type Locator, type Page } from "playwright";
import { inject, test } from "vitest";
import { findApplicationRoot } from "../../../src/main/application-root.reader.ts";
import { startWorkbench } from "../../../src/main/backend/start-workbench.ts";
import { clientOf } from "../../../src/main/backend/workbench.ts";
import { actorRef } from "../../../src/shared/model/actor.ts";
import { environment, makeHome, ownFile } from "../../e2e/support/launch.ts";
import { printRatios } from "../measure.ts";

const projectFolder = join(import.meta.dirname, "../../..");
const rules = join(projectFolder, "../shared/data/sigma/sigma-rules.zip");
const runs = 5;

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
    const rollup = readFileSync(`/proc/${String(pid)}/smaps_rollup`, "utf8");
    kilobytes += Number(/^Pss:\s+(\d+)/m.exec(rollup)?.[1] ?? 0);
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
  await page.getByRole("button", { name: "Open the sample assessment" }).waitFor();
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

test("window", { timeout: 900_000 }, async () => {
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
    const bare = await start(bareFolder, [], (page) => page.locator("#ready").waitFor());
    bareTimes.push(bare.milliseconds);
    if (run === 0) bareMemory = await memoryAtRest(bare);
    await bare.app.close();

    const first = await start(application, [], (page) =>
      page.getByRole("button", { name: "Open the sample assessment" }).waitFor(),
    );
    firstTimes.push(first.milliseconds);
    if (run === 0) {
      memory = await memoryAtRest(first);
      scriptAndStyle = await loadedBytes(first.page);
    }
    await first.app.close();

    const matrix = await start(application, [workspace], async (page) => {
      await page.getByRole("region", { name: "Coverage by tactic" }).waitFor();
      await page.keyboard.press("Control+5");
      await page.getByRole("gridcell").first().waitFor();
    });
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

  const { app, page } = await start(application, [workspace], async (shown) => {
    await shown.getByRole("region", { name: "Coverage by tactic" }).waitFor();
    await shown.keyboard.press("Control+5");
    await shown.getByRole("gridcell").first().waitFor();
  });
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
    expand.push(await clickUntilPainted(await openMenu(/^Sub-techniques/, /^All$/)));
    cells = await page.getByRole("gridcell").count();
    plain.push(await plainRender(page));
    await clickUntilPainted(await openMenu(/^Sub-techniques/, /^As strips/));
  }
  await clickUntilPainted(await openMenu(/^Sub-techniques/, /^All$/));
  const modes: number[] = [];
  for (let run = 0; run < runs; run += 1) {
    const name = run % 2 === 0 ? "Actors’ use" : "Level";
    modes.push(await clickUntilPainted(page.getByRole("radio", { name })));
  }
  const frames = await framesWhileScrolling(page);
  await app.close();
  printRatios(`Matrix with every sub-technique, ${String(cells)} cells, without a GPU`, [
    {
      name: "paint of every sub-technique",
      value: median(expand),
      goal: 100,
      unit: "ms",
      note: `${(median(expand) / median(plain)).toFixed(2)} × a plain render of the same cells`,
    },
    {
      name: "mode switch ÷ plain render of the same cells",
      value: median(modes) / median(plain),
      goal: 3,
      unit: "×",
      note: `${median(modes).toFixed(0)} ms ÷ ${median(plain).toFixed(0)} ms`,
    },
    { name: "mode switch", value: median(modes), goal: 100, unit: "ms", note: "" },
    {
      name: "longest frame while scrolling",
      value: Math.max(...frames),
      goal: 50,
      unit: "ms",
      note: `${String(frames.length)} frames, median ${median(frames).toFixed(1)} ms`,
    },
  ]);
});

/** Clicks inside the page and measures until two frames later, transport left out. */
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

/** Sets the matrix's own markup into an empty element of the page, and measures until painted. */
function plainRender(page: Page): Promise<number> {
  return page.getByRole("grid").evaluate(
    (grid: HTMLElement) =>
      new Promise<number>((resolve) => {
        const texts = [...grid.querySelectorAll("[role=gridcell]")].map((cell) => [
          cell.className,
          cell.textContent,
        ]);
        const host = document.createElement("div");
        host.style.cssText = "position:fixed;inset:0;overflow:auto;columns:14;z-index:9999";
        document.body.append(host);
        const from = performance.now();
        for (const [className, text] of texts) {
          const cell = document.createElement("div");
          cell.className = className ?? "";
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

/** Scrolls the matrix from top to bottom over 120 frames; the time of each. */
function framesWhileScrolling(page: Page): Promise<number[]> {
  return page.getByRole("grid").evaluate(
    (grid: HTMLElement) =>
      new Promise<number[]>((resolve, reject) => {
        let scroller: HTMLElement | null = grid;
        while (scroller !== null && scroller.scrollHeight <= scroller.clientHeight + 1) {
          scroller = scroller.parentElement;
        }
        if (scroller === null) {
          reject(new Error("Nothing of the matrix scrolls."));
          return;
        }
        const moving = scroller;
        const step = (moving.scrollHeight - moving.clientHeight) / 120;
        const frames: number[] = [];
        let last = performance.now();
        const frame = () => {
          const now = performance.now();
          frames.push(now - last);
          last = now;
          moving.scrollTop += step;
          if (frames.length < 120) requestAnimationFrame(frame);
          else resolve(frames.slice(2));
        };
        requestAnimationFrame(frame);
      }),
  );
}
