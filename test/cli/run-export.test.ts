/** `casemate emulation export` and `merge` as processes of their own. */
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import type { Range } from "../emulation/range.ts";
import { openRange } from "../emulation/range.ts";
import { addToldRun } from "../emulation/export-support.ts";
import { runCasemate } from "../support/command-line.ts";

function casemate(range: Range, ...args: string[]) {
  return runCasemate(range.folder, "emulation", ...args, "--workspace", "test.casemate");
}

/** A workspace that is closed, so that a process can open it. */
async function closed(fill: (range: Range) => Promise<unknown>): Promise<Range> {
  const range = await openRange();
  await fill(range);
  await range.client.workspace.close({});
  return range;
}

test("runs are written by name, all of them, and redacted by the name of a profile", async () => {
  const range = await closed((open) => addToldRun(open));
  const one = casemate(range, "export", "--run", "Purple day", "--format", "csv", "--out", "a.csv");
  expect([one.code, one.err]).toEqual([0, ""]);
  expect(one.out).toContain("1 run with 2 test cases");
  expect(readFileSync(join(range.folder, "a.csv"), "utf8")).toContain("DC01.corp.example");
  const hidden = casemate(
    range,
    ...["export", "--all", "--format", "json", "--redact", "For a partner", "--out", "out/b.json"],
    "--json",
  );
  expect(JSON.parse(hidden.out)).toMatchObject({ runs: 1, cases: 2 });
  expect(readFileSync(join(range.folder, "out/b.json"), "utf8")).not.toContain("DC01");
  const unknown = casemate(
    range,
    ...["export", "--all", "--format", "json", "--redact", "Nobody", "--out", "c.json"],
  );
  expect([unknown.code, unknown.err]).toEqual([2, expect.stringContaining("For a partner")]);
  const none = casemate(range, "export", "--format", "json", "--out", "c.json");
  expect([none.code, existsSync(join(range.folder, "c.json"))]).toEqual([2, false]);
});

test("a package with conflicts is listed and not merged until a side is preferred", async () => {
  let path = "";
  const blue = await openRange();
  const main = await closed(async (open) => {
    const { cases } = await addToldRun(open);
    const [run] = await open.client.emulation.runs({});
    path = open.at("back.casemate-run");
    const runIds = [run?.id ?? 0];
    await open.client.emulation.export({ runIds, format: "package", path });
    await blue.client.emulation.merge({ path, decisions: [], who: "" });
    const ids = [cases[1]?.id ?? 0];
    await open.client.emulation.editCases({ ids, change: { host: "WS-1" }, who: "Mira" });
  });
  const [run] = await blue.client.emulation.runs({});
  const theirs = await blue.client.emulation.cases({ runId: run?.id ?? 0 });
  const ids = [theirs[1]?.id ?? 0];
  await blue.client.emulation.editCases({ ids, change: { host: "WS-2" }, who: "Jo" });
  await blue.client.emulation.export({ runIds: [run?.id ?? 0], format: "package", path });

  const asked = casemate(main, "merge", "back.casemate-run");
  expect([asked.code, asked.err]).toEqual([1, ""]);
  expect(asked.out).toMatch(/1 conflict: .*\n.*\nBare +host +WS-1 +WS-2\n/);
  const listed = casemate(main, "merge", "back.casemate-run", "--json");
  expect([listed.code, JSON.parse(listed.out)]).toMatchObject([
    1,
    { conflicts: [{ testCase: "Bare", field: "host" }] },
  ]);
  const merged = casemate(main, "merge", "back.casemate-run", "--prefer", "theirs", "--json");
  expect([merged.code, JSON.parse(merged.out)]).toMatchObject([0, { changed: 1, added: 0 }]);
  const cases = casemate(main, "list", "--run", "Purple day", "--json");
  expect(cases.out).toContain("WS-2");
  expect(cases.out).not.toContain("WS-1");
});
