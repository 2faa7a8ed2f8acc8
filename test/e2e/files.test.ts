import { cpSync, existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { projectFolder } from "../../scripts/runtime/paths.ts";
import { capture } from "../../scripts/runtime/run.ts";
import {
  callFromPage,
  launchCasemate,
  makeHome,
  ownFile,
  type Casemate,
} from "./support/launch.ts";

let folder: string;
let sample: string;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "casemate-files-"));
  const cli = join(projectFolder, "src", "main", "cli", "index.ts");
  const made = await capture(process.execPath, [cli, "sample", "--out", folder]);
  expect(made.code, made.all).toBe(0);
  sample = join(folder, "sample.casemate");
});
afterAll(() => rmSync(folder, { recursive: true }));

/** A home with the sample workspace in it, as the user's own file. */
function homeWithSample(): { home: string; path: string } {
  const home = makeHome();
  const path = join(home, "acme.casemate");
  cpSync(sample, path);
  ownFile(path);
  return { home, path };
}

describe("a workspace", () => {
  test("named at the start is opened, and closed into one whole file", async () => {
    const { home, path } = homeWithSample();
    const { page, close } = await launchCasemate({ home, workspace: path });
    await expect
      .poll(() => callFromPage(page, "workspace.current", {}), { timeout: 30_000 })
      .toMatchObject({ ok: true, value: { path, fileName: "acme.casemate" } });
    await close();
    expect(existsSync(`${path}-wal`)).toBe(false);
    expect(existsSync(path)).toBe(true);
  });

  test("that the window makes up is refused, one that the user drops is opened", async () => {
    const { home, path } = homeWithSample();
    const { page } = await launchCasemate({ home });
    expect(await callFromPage(page, "workspace.open", { path })).toMatchObject({
      ok: false,
      problem: { code: "bad-input" },
    });
    expect(await callFromPage(page, "bridge.drop", { path }).catch(String)).toContain(
      "Not an operation",
    );

    // A file that a person names is a File with a path behind it, however it was named.
    await page.evaluate(() => {
      const input = document.createElement("input");
      input.type = "file";
      input.id = "named";
      document.body.append(input);
    });
    await page.setInputFiles("#named", path);
    const named = await page.evaluate(async () => {
      const input = document.querySelector<HTMLInputElement>("#named");
      const file = input?.files?.[0];
      input?.remove();
      return file === undefined ? "" : window.casemate.pathOf(file);
    });
    expect(named).toBe(path);
    expect(await callFromPage(page, "workspace.open", { path })).toMatchObject({ ok: true });
  });

  test("is chosen by a dialog, and so is where its copy goes", async () => {
    const { home, path } = homeWithSample();
    const copy = join(home, "copy.casemate");
    const { page, answerDialogs } = await launchCasemate({ home });
    await answerDialogs([path], [copy], []);
    expect(await callFromPage(page, "shell.chooseWorkspace", {})).toEqual({
      ok: true,
      value: path,
    });
    expect(await callFromPage(page, "workspace.open", { path })).toMatchObject({ ok: true });
    const input = { suggested: "copy.casemate", extension: "casemate" };
    expect(await callFromPage(page, "shell.chooseSaveFile", input)).toEqual({
      ok: true,
      value: copy,
    });
    expect(
      await callFromPage(page, "workspace.saveCopy", { path: copy, replace: false }),
    ).toMatchObject({
      ok: true,
    });
    expect(existsSync(copy)).toBe(true);
    expect(await callFromPage(page, "shell.chooseWorkspace", {})).toEqual({
      ok: true,
      value: null,
    });
  });
});

test("the theme of the menu is remembered", async () => {
  const first = await launchCasemate({ theme: "dark" });
  const scheme = (page: Casemate["page"]) =>
    page.evaluate(() => matchMedia("(prefers-color-scheme: dark)").matches);
  expect(await scheme(first.page)).toBe(true);
  await first.screenshot("start-dark");
  await first.setTheme("light");
  expect(await scheme(first.page)).toBe(false);
  await first.screenshot("start-light");
  await first.setTheme("dark");
  await first.close();
  const second = await launchCasemate({ home: first.home });
  expect(await scheme(second.page)).toBe(true);
});
