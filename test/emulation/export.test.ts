import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { parse } from "csv-parse/sync";
import { describe, expect, test } from "vitest";
import { testCaseContent } from "../../src/shared/model/emulation.ts";
import { addToldRun } from "./export-support.ts";
import { openRange } from "./range.ts";

describe("runs as JSON", () => {
  test("hold everything that is said of a test case, its history and the hash of its evidence", async () => {
    const range = await openRange();
    const { runId, cases } = await addToldRun(range);
    const path = range.at("run.json");
    expect(await range.client.emulation.export({ runIds: [runId], format: "json", path })).toEqual({
      path,
      runs: 1,
      cases: 2,
    });
    const sha256 = createHash("sha256").update("alert 4711").digest("hex");
    expect(JSON.parse(readFileSync(path, "utf8"))).toMatchObject({
      schema: "casemate-emulation/1",
      redacted: false,
      runs: [
        {
          name: "Purple day",
          who: "Mira Falk",
          environment: "Main",
          cases: [
            {
              ...testCaseContent.parse(cases[0]),
              uuid: cases[0]?.uuid,
              history: [],
              evidence: [{ name: "alert.txt", bytes: 10, sha256, who: "Jo Blue" }],
            },
            {
              outcome: "blocked",
              seen: "log",
              edited: ["outcome", "seen"],
              history: [
                { who: "Jo Blue", field: "outcome", before: '"not-assessed"', after: '"blocked"' },
                { who: "Jo Blue", field: "seen", before: "null", after: '"log"' },
              ],
            },
          ],
        },
      ],
    });
  });

  test("that are not as they are written are refused by the place that is wrong", async () => {
    const range = await openRange();
    const { runId } = await addToldRun(range);
    const path = range.at("run.json");
    await range.client.emulation.export({ runIds: [runId], format: "json", path });
    const text = readFileSync(path, "utf8");
    const broken = text.replace('"outcome": "alerted"', '"outcome": "seen"');
    const { report } = await range.importText("broken.json", broken);
    expect(report.added).toBe(0);
    expect(report.unreadable[0]?.reason).toMatch(/runs\.0\.cases\.0\.outcome/);
    const later = await range.importText("later.json", text.replace("emulation/1", "emulation/9"));
    expect(later.report.unreadable[0]?.reason).toMatch(/another version/);
  });
});

describe.each(["json", "csv"] as const)("runs as %s", (format) => {
  test("come back unchanged into another workspace, and a second time add nothing", async () => {
    const range = await openRange();
    const { runId, cases } = await addToldRun(range);
    const path = range.at(`run.${format}`);
    await range.client.emulation.export({ runIds: [runId], format, path });
    const other = await openRange();
    const report = await other.client.emulation.import({ paths: [path] });
    expect(report).toMatchObject({ added: 2, unreadable: [] });
    expect((await other.listCases()).map((one) => testCaseContent.parse(one))).toEqual(
      cases.map((one) => testCaseContent.parse(one)),
    );
    const [run] = await other.client.emulation.runs({});
    expect(run).toMatchObject({
      name: "Purple day",
      who: "Mira Falk",
      tool: "Atomic Red Team",
      startedAt: "2026-11-12T09:00:00.000Z",
      endedAt: null,
      version: "18.1",
      notes: "+1 for the blue team",
    });
    expect(await other.client.emulation.import({ paths: [path] })).toMatchObject({
      added: 0,
      unchanged: 2,
    });
    expect(await other.client.imports.recognise({ paths: [path] })).toMatchObject([
      { kinds: ["emulation"], isClear: true },
    ]);
  });

  test("are the same bytes twice, and hold neither path nor folder of this machine", async () => {
    const range = await openRange();
    const { runId } = await addToldRun(range);
    const [one, two] = [range.at(`one.${format}`), range.at(`two.${format}`)];
    await range.client.emulation.export({ runIds: [runId], format, path: one });
    await range.client.emulation.export({ runIds: [runId], format, path: two });
    expect(readFileSync(one).equals(readFileSync(two))).toBe(true);
    expect(readFileSync(one, "utf8")).not.toContain(range.folder);
  });
});

test("no cell of a run's CSV is evaluated by a spreadsheet", async () => {
  const range = await openRange();
  const { runId } = await addToldRun(range);
  const path = range.at("run.csv");
  await range.client.emulation.export({ runIds: [runId], format: "csv", path });
  const text = readFileSync(path, "utf8");
  expect(text.startsWith("\uFEFFRun,Technique,Test,")).toBe(true);
  const rows: string[][] = parse(text, { bom: true });
  const cells = rows.flat();
  expect(cells.filter((cell) => /^[=+\-@＝\t\r\n]/.test(cell))).toEqual([]);
  expect(text).toContain(`"'=Dump, LSASS; ""quoted"""`);
});
