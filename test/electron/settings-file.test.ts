import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { SettingsFile } from "../../src/main/electron/settings-file.ts";

let folder: string;
let path: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "casemate-settings-"));
  path = join(folder, "Casemate", "settings.json");
});
afterEach(() => rmSync(folder, { recursive: true }));

test("what is remembered is there at the next start, for its owner alone", () => {
  const first = new SettingsFile(path);
  first.update({ preferences: { ...first.current.preferences, theme: "dark" } });
  expect(new SettingsFile(path).current.preferences.theme).toBe("dark");
  expect(statSync(path).mode & 0o777).toBe(0o600);
  expect(statSync(join(folder, "Casemate")).mode & 0o777).toBe(0o700);
});

test.each([
  ["nothing", ""],
  ["no JSON", "{ half"],
  ["not settings", "[1, 2]"],
  ["a window of no size", '{"window":{"width":-5,"height":"tall","zoom":0}}'],
])("a file that holds %s takes the defaults", (_, content) => {
  new SettingsFile(path).update({});
  writeFileSync(path, content);
  const { current } = new SettingsFile(path);
  expect(current.preferences.theme).toBe("system");
  expect(current.window).toMatchObject({ width: 1440, height: 900, maximised: false });
});

test("a part that cannot be read leaves the others as they are", () => {
  const first = new SettingsFile(path);
  first.update({ preferences: { ...first.current.preferences, theme: "light" } });
  // Written by the line above.
  const written = JSON.parse(readFileSync(path, "utf8")) as object;
  writeFileSync(path, JSON.stringify({ ...written, window: "gone" }));
  expect(new SettingsFile(path).current.preferences.theme).toBe("light");
});
