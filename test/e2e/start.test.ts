import { readFileSync, readdirSync, readlinkSync, statSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, inject, test } from "vitest";
import { callFromPage, launchCasemate } from "./support/launch.ts";

describe("the window", () => {
  test("opens with its title and its place is remembered", async () => {
    const first = await launchCasemate();
    expect(await first.page.title()).toContain("Casemate");
    await first.setSize(1234, 777);
    await first.close();

    const second = await launchCasemate({ home: first.home });
    expect(await second.page.evaluate(() => [innerWidth, innerHeight])).toEqual([1234, 777]);
  });

  test("a second start gives way to the first", async () => {
    const { app, home } = await launchCasemate();
    await expect(launchCasemate({ home })).rejects.toThrow();
    expect(app.windows()).toHaveLength(1);
  });

  test("keeps what it remembers from everyone but its owner", async () => {
    const { home, close } = await launchCasemate();
    await close();
    const open = filesUnder(join(home, ".config", "Casemate")).filter(
      (path) => (statSync(path).mode & 0o077) !== 0,
    );
    expect(open).toEqual([]);
  });
});

describe("the page", () => {
  test("has neither Node nor Electron, only the bridge", async () => {
    const { page } = await launchCasemate();
    const found = await page.evaluate(() => {
      const world = globalThis as unknown as Record<string, unknown>;
      return {
        globals: ["require", "process", "module", "Buffer", "electron"].filter(
          (name) => typeof world[name] !== "undefined",
        ),
        bridge: Object.keys(world["casemate"] as object).sort(),
      };
    });
    expect(found).toEqual({ globals: [], bridge: ["pathOf", "send", "subscribe"] });
  });

  test("runs in a sandbox of its own", async () => {
    const { app } = await launchCasemate();
    const [main, renderer] = await app.evaluate(({ BrowserWindow }) => [
      process.pid,
      BrowserWindow.getAllWindows()[0]?.webContents.getOSProcessId() ?? 0,
    ]);
    expect(readFileSync(`/proc/${renderer}/status`, "utf8")).toMatch(/^Seccomp:\s+2$/m);
    expect(readlinkSync(`/proc/${renderer}/ns/user`)).not.toBe(
      readlinkSync(`/proc/${main}/ns/user`),
    );
    const { userId } = inject("stage");
    if (userId !== null) expect(statSync(`/proc/${main}`).uid).toBe(userId);
  });

  test("runs no script and no markup but its own", async () => {
    const casemate = await launchCasemate();
    const { page } = casemate;
    const found = await page.evaluate(async () => {
      const seen: string[] = [];
      document.addEventListener("securitypolicyviolation", (violation) => {
        seen.push(violation.effectiveDirective);
      });
      /** Adds an element, lets it do what it would, and takes it away again. */
      const add = async (name: string, prepare: (element: HTMLElement) => void) => {
        const element = document.createElement(name);
        try {
          prepare(element);
          document.body.append(element);
          element.click();
        } catch (error) {
          seen.push(error instanceof Error ? error.name : String(error));
        }
        // Each of these violates a directive, and the page is told when it gets to it.
        const isTold = () => seen.some((each) => each.includes("-"));
        for (let wait = 0; !isTold() && wait < 100; wait += 1) {
          await new Promise((resolve) => setTimeout(resolve, 50));
        }
        element.remove();
        return seen.splice(0);
      };
      const run = "document.documentElement.dataset.ran = 'yes'";
      return {
        script: await add("script", (script) => script.append(run)),
        scriptAddress: await add("script", (script) => script.setAttribute("src", "data:," + run)),
        handler: await add("button", (button) => button.setAttribute("onclick", run)),
        markup: await add("div", (div) => {
          div.innerHTML = `<img src=x onerror="${run}">`;
        }),
        style: await add("style", (style) => style.append("body { display: none }")),
        frame: await add("iframe", (frame) => frame.setAttribute("src", "https://casemate.test/")),
        image: await add("img", (image) => image.setAttribute("src", "https://casemate.test/")),
      };
    });
    expect(found).toEqual({
      script: ["TypeError", "require-trusted-types-for"],
      scriptAddress: ["TypeError", "require-trusted-types-for"],
      handler: ["TypeError", "require-trusted-types-for"],
      markup: ["TypeError", "require-trusted-types-for"],
      style: ["style-src-elem"],
      frame: ["frame-src"],
      image: ["img-src"],
    });
    // As text: what is tried here is what the linter and the bundler would not let stand.
    await expect(page.evaluate("import('data:text/javascript,1')")).rejects.toThrow();
    const evaluated = page.evaluate(
      "new Promise((done, failed) => setTimeout(() => { try { done(eval('1')) } catch (e) { failed(e) } }))",
    );
    await expect(evaluated).rejects.toThrow("EvalError");
    expect(await page.evaluate(() => document.documentElement.dataset["ran"])).toBeUndefined();
    casemate.errors.length = 0;
  });

  test("opens no second window and goes nowhere", async () => {
    const casemate = await launchCasemate();
    const { app, page } = casemate;
    const address = page.url();
    expect(await page.evaluate(() => window.open("https://casemate.test/"))).toBeNull();
    await page.evaluate(() => {
      const link = document.createElement("a");
      link.href = "app://casemate/other.html";
      document.body.append(link);
      link.click();
      link.target = "_blank";
      link.click();
      link.remove();
      location.href = "https://casemate.test/";
    });
    await page.waitForTimeout(500);
    expect(page.url()).toBe(address);
    expect(app.windows()).toHaveLength(1);
    casemate.errors.length = 0;
  });

  test("is served from a list of files and nothing else", async () => {
    const { app } = await launchCasemate();
    const statuses = await app.evaluate(async ({ session }) => {
      const ours = session.fromPartition("casemate", { cache: false });
      const addresses = [
        "app://casemate/index.html",
        "app://casemate/",
        "app://casemate/index.html?a",
        "app://casemate/../package.json",
        "app://casemate/%2e%2e/package.json",
        "app://casemate/..%5cpackage.json",
        "app://casemate/%00",
        "app://casemate//etc/passwd",
        "app://other/index.html",
      ];
      return Promise.all(addresses.map(async (address) => (await ours.fetch(address)).status));
    });
    expect(statuses).toEqual([200, ...Array<number>(8).fill(404)]);
  });

  test("has no permission of the system's", async () => {
    const { page } = await launchCasemate();
    const refused = await page.evaluate(async () => {
      const answers: Record<string, string> = {};
      for (const name of ["geolocation", "notifications", "camera", "microphone", "midi"]) {
        // The list is wider than the names that the type knows.
        const status = await navigator.permissions.query({ name: name as PermissionName });
        answers[name] = status.state;
      }
      return answers;
    });
    expect(new Set(Object.values(refused))).toEqual(new Set(["denied"]));
  });
});

describe("calls", () => {
  test("of an unknown operation or a file that nobody chose are refused", async () => {
    const { page } = await launchCasemate();
    expect(await callFromPage(page, "shell.constructor", {})).toMatchObject({
      ok: false,
      problem: { code: "bad-input" },
    });
    expect(await callFromPage(page, "workspace.open", { path: "/etc/passwd" })).toMatchObject({
      ok: false,
      problem: { code: "bad-input", message: expect.stringContaining("/etc/passwd") as string },
    });
  });

  test("answer with what the shell knows", async () => {
    const { page, home } = await launchCasemate();
    expect(await callFromPage(page, "shell.about", {})).toMatchObject({
      ok: true,
      value: { dataFolder: join(home, ".config", "Casemate") },
    });
  });
});

function filesUnder(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: "utf8" }).map((name) =>
    join(folder, name),
  );
}
