import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import writeWorkbook from "write-excel-file/node";
import { openWorkbench } from "../support/workbench.ts";
import { anEntry } from "./builders.ts";

const data = "../shared/data/samples/dettect";
const isThere = existsSync(data);
if (!isThere) console.warn(`${data} is missing: DeTT&CT's own files were not read`);

interface ExpectedReport {
  readonly format: string;
  readonly read: number;
  readonly unknownNames: readonly string[];
  readonly unknownPlatforms: readonly string[];
  readonly rows: readonly {
    readonly dataComponent: string;
    readonly systems: readonly string[];
    readonly platforms: readonly string[];
    readonly collected: boolean;
    readonly connectedOn: string | null;
    readonly products: readonly string[];
    readonly quality: readonly number[];
  }[];
}
const expectations = JSON.parse(
  readFileSync("test/telemetry/expected/dettect.json", "utf8"),
) as Record<string, ExpectedReport>;

describe.skipIf(!isThere)("DeTT&CT's own administrations of data sources", () => {
  it.each(Object.entries(expectations))("%s is read as computed apart", async (file, expected) => {
    const { client } = await openWorkbench({ starter: true });
    const report = await client.telemetry.import({ paths: [join(data, file)] });
    const { format, read, unknownNames, unknownPlatforms, rows } = expected;
    expect(report).toMatchObject({
      ...{ kind: "telemetry", environment: "Main", format, read, added: read, changed: 0 },
      ...{ unchanged: 0, duplicates: 0, skipped: 0, unreadable: [] },
    });
    const listed = (kind: string) => report.items.filter((item) => item.class === kind);
    expect(listed("unknown name").map(({ what }) => what)).toEqual(unknownNames);
    expect(listed("unknown platform")).toHaveLength(unknownPlatforms.length);
    const sources = await client.telemetry.list({ environmentId: 1 });
    expect(
      sources.map(({ entry }) => ({
        dataComponent: entry.dataComponent,
        systems: entry.systems,
        platforms: [...entry.platforms].sort(),
        collected: entry.collected,
        connectedOn: entry.connectedOn,
        products: entry.products,
        quality: [
          entry.quality.deviceCompleteness,
          entry.quality.fieldCompleteness,
          entry.quality.timeliness,
          entry.quality.consistency,
          entry.quality.retention,
        ],
      })),
    ).toEqual(rows);
  });

  it("add nothing when they are read again, and leave nothing when they are undone", async () => {
    const { client } = await openWorkbench({ starter: true });
    const paths = [join(data, "sample-data", "data-sources-endpoints.yaml")];
    const first = await client.telemetry.import({ paths });
    expect(await client.telemetry.import({ paths })).toMatchObject({ added: 0, unchanged: 17 });
    await client.imports.undo({ id: first.id });
    expect(await client.telemetry.list({ environmentId: 1 })).toEqual([]);
    expect(await client.imports.get({ id: first.id })).toMatchObject({ kind: "telemetry" });
  });
});

/** Imports a text as a file, and says what is then there. */
async function importText(name: string, text: string, starter = true) {
  const workbench = await openWorkbench({ starter });
  const path = join(workbench.folder, name);
  writeFileSync(path, text);
  const report = await workbench.client.telemetry.import({ paths: [path] });
  const sources = await workbench.client.telemetry.list({ environmentId: 1 });
  return { ...workbench, path, report, entries: sources.map(({ entry }) => entry), sources };
}
type Imported = Awaited<ReturnType<typeof importText>>;
const classesOf = ({ report }: Imported) => report.items.map((item) => item.class);

describe("a table of log sources", () => {
  it("that ships with the sample is read whole", async () => {
    const { client } = await openWorkbench({ starter: true });
    const report = await client.telemetry.import({ paths: ["resources/sample/log-sources.csv"] });
    expect(report).toMatchObject({ read: 35, added: 35, items: [] });
    const [first] = await client.telemetry.list({ environmentId: 1 });
    expect(first?.entry).toEqual(
      anEntry({
        name: "WinEventLog:Sysmon",
        channel: "EventCode=1",
        dataComponent: "Process Creation",
        platforms: ["Windows"],
        quality: {
          deviceCompleteness: 4,
          fieldCompleteness: 4,
          timeliness: 4,
          consistency: 4,
          retention: 4,
        },
      }),
    );
  });

  it("says by words, scores and dates what is collected", async () => {
    const { entries, report } = await importText(
      "sources.csv",
      "\uFEFFData component;Collected;Device completeness;Retention;Platform;Date connected\r\n" +
        "Process Creation;yes;3;2;windows, RHEL;2026-02-03\r\n" +
        "Module Load;no;;;all;\r\n" +
        "File Creation;perhaps;9;-1;Windows;31.12.2026\r\n" +
        ";yes;;;;\r\n",
    );
    expect(entries.map(({ collected }) => collected)).toEqual([true, false, false]);
    expect(entries[0]).toMatchObject({ connectedOn: "2026-02-03" });
    expect(entries[0]?.quality).toMatchObject({
      deviceCompleteness: 3,
      retention: 2,
      timeliness: null,
    });
    expect(entries[0]?.platforms).toContain("Windows");
    expect(entries[1]?.platforms).toEqual([]);
    expect(report).toMatchObject({ read: 4, added: 3, skipped: 1 });
    expect(report.items.map((item) => item.class).sort()).toEqual([
      ...["not collected", "not collected", "skipped", "unknown date"],
      ...["unknown platform", "unknown score", "unknown score", "unknown state"],
    ]);
  });

  it("is not connected where its date of connection is empty", async () => {
    const { entries } = await importText(
      "sources.csv",
      "Log source,Connected on\nWinEventLog:Sysmon,2026-01-01\nauditd:SYSCALL,\n",
    );
    expect(entries.map(({ collected }) => collected)).toEqual([true, false]);
  });

  it("keeps names that the catalogue does not know, and says what they are like", async () => {
    const imported = await importText(
      "sources.csv",
      "Name,Channel\nSysmon,EventCode=1\nProces Creation,\nProcess Creation,\nFrobnicator 9,\n",
    );
    const { report, entries } = imported;
    expect(classesOf(imported)).toEqual(["unknown name", "unknown name", "unknown name"]);
    const messages = report.items.map(({ message }) => message);
    expect(messages[0]).toContain("WinEventLog:Sysmon");
    expect(messages[1]).toContain("Process Creation");
    expect(messages[2]).toContain("No name is like it");
    // A data component in the place of a log source goes where it belongs.
    expect(entries[2]).toMatchObject({ name: null, dataComponent: "Process Creation" });
    expect(entries).toHaveLength(4);
  });

  it("counts what it says twice once", async () => {
    const imported = await importText(
      "sources.csv",
      "Data component,Platform\nModule Load,Windows\nmodule load,Windows\nModule Load,Linux\n",
    );
    expect(imported.report).toMatchObject({ read: 3, added: 2, duplicates: 1 });
  });

  it("changes what it says otherwise the next time, but nobody's own word", async () => {
    const imported = await importText(
      "sources.csv",
      "Data component,Quality\nModule Load,1\nFile Access,1\nDrive Access,1\n",
    );
    const { client, path, sources, report } = imported;
    const [own] = sources;
    if (own === undefined) throw new Error("nothing was imported");
    await client.telemetry.set({
      environmentId: 1,
      sources: [{ id: own.id, entry: { ...own.entry, comment: "mine", collected: false } }],
    });
    writeFileSync(path, "Data component,Quality\nModule Load,5\nFile Access,5\nDrive Access,1\n");
    const again = await client.telemetry.import({ paths: [path] });
    expect(again).toMatchObject({ added: 0, changed: 1, unchanged: 2 });
    expect(again.items.map((item) => [item.class, item.what])).toEqual([
      ["edited by hand", "Module Load"],
      ["changed", "File Access"],
    ]);
    const qualities = async () =>
      (await client.telemetry.list({ environmentId: 1 })).map(
        ({ entry }) => entry.quality.retention,
      );
    expect(await qualities()).toEqual([1, 5, 1]);
    await expect(client.imports.undo({ id: report.id })).rejects.toThrow("Undo that one first");
    await client.imports.undo({ id: again.id });
    expect(await qualities()).toEqual([1, 1, 1]);
    await client.imports.undo({ id: report.id });
    const left = await client.telemetry.list({ environmentId: 1 });
    expect(left.map(({ entry }) => entry.comment)).toEqual(["mine"]);
  });

  it("can be undone for log sources that were removed or edited in between and put back", async () => {
    const { client, path, sources, report } = await importText(
      "sources.csv",
      "Data component,Quality\nModule Load,1\nFile Access,2\n",
    );
    writeFileSync(path, "Data component,Quality\nModule Load,5\nFile Access,4\n");
    const again = await client.telemetry.import({ paths: [path] });
    const [first, second] = sources;
    if (first === undefined || second === undefined) throw new Error("nothing was imported");
    const removed = await client.telemetry.remove({ ids: [first.id] });
    await client.telemetry.restore({ change: removed });
    const edited = await client.telemetry.set({
      environmentId: 1,
      sources: [{ id: second.id, entry: { ...second.entry, comment: "mine" } }],
    });
    await client.telemetry.restore({ change: edited });
    await client.imports.undo({ id: again.id });
    const list = () => client.telemetry.list({ environmentId: 1 });
    const qualityOf = async () => (await list()).map(({ entry }) => entry.quality.retention);
    expect((await qualityOf()).sort()).toEqual([1, 2]);
    await client.imports.undo({ id: report.id });
    expect(await list()).toEqual([]);
  });

  it("is read from a workbook, and by columns that somebody mapped", async () => {
    const { client, folder } = await openWorkbench({ starter: true });
    const path = join(folder, "sources.xlsx");
    const rows = [
      ["What we get", "Where"],
      ["Module Load", "Windows"],
    ].map((row) => row.map((value) => ({ value })));
    await writeWorkbook(rows).toFile(path);
    await expect(client.telemetry.import({ paths: [path] })).rejects.toThrow(
      '"What we get", "Where"',
    );
    expect(await client.telemetry.columns({ paths: [path] })).toMatchObject({
      columns: ["What we get", "Where"],
      complete: false,
      rows: [["Module Load", "Windows"]],
    });
    const mapping = [
      { field: "dataComponent" as const, column: "What we get" },
      { field: "platforms" as const, column: "Where" },
    ];
    const first = await client.telemetry.import({ paths: [path], mapping });
    expect(first).toMatchObject({ read: 1, added: 1 });
    // The mapping is remembered for these headings.
    expect(await client.telemetry.import({ paths: [path] })).toMatchObject({ unchanged: 1 });
  });
});

describe("an administration of data sources from elsewhere", () => {
  const head = "version: 1.0\nfile_type: data-source-administration\nname: x\n";

  it("in version 1.0 says beside the name what 1.1 lists", async () => {
    const { entries, report } = await importText(
      "ds.yaml",
      `${head}data_sources:\n  - data_source_name: Module Load\n    date_connected: 2019-03-01\n    products: [Sysmon]\n    available_for_data_analytics: True\n    data_quality: {device_completeness: 2, data_field_completeness: 3, timeliness: 3, consistency: 3, retention: 0}\n  - data_source_name: File Access\n    date_connected: null\n`,
    );
    expect(report.format).toBe("DeTT&CT data sources 1.0");
    expect(entries.map(({ collected }) => collected)).toEqual([true, false]);
    expect(entries[0]).toMatchObject({ connectedOn: "2019-03-01", products: ["Sysmon"] });
  });

  it("with wrong types, unknown systems and no names is read as far as it goes", async () => {
    const imported = await importText(
      "ds.yaml",
      `${head}systems: no list\ndata_sources:\n  - 5\n  - data_source_name: [a]\n  - data_source_name: Module Load\n    data_source:\n      - applicable_to: Laptops\n        date_connected: soon\n        data_quality: {retention: 77, timeliness: .inf}\n  - data_source_name: __proto__\n    data_source: {date_connected: 2020-01-01, available_for_data_analytics: false}\n`,
    );
    expect(imported.report).toMatchObject({ read: 4, skipped: 2, added: 2 });
    expect(classesOf(imported)).toEqual([
      ...["skipped", "skipped", "unknown system", "unknown score", "unknown score"],
      ...["unknown date", "not available for analytics", "not collected", "unknown name"],
      "not collected",
    ]);
    expect(imported.entries.map(({ collected }) => collected)).toEqual([false, false]);
  });

  it.each([
    ["an alias", "a: &a [1]\nb: *a\n"],
    ["a tag", "a: !!js/function 'x'\n"],
    ["a key twice", "name: y\n"],
  ])("with %s cannot be read, and the refusal names the line", async (_, more) => {
    const refused = importText("ds.yaml", head + more);
    await expect(refused).rejects.toThrow(/ds\.yaml, line \d+: /);
  });

  it("that is about techniques is refused by name", async () => {
    const refused = importText("t.yaml", "file_type: technique-administration\n");
    await expect(refused).rejects.toThrow("t.yaml holds no log sources");
  });

  it("is read without any catalogue", async () => {
    const { entries, report } = await importText(
      "ds.yaml",
      `${head}data_sources:\n  - data_source_name: Anything\n    date_connected: 2020-01-01\n`,
      false,
    );
    expect(entries).toHaveLength(1);
    expect(report.items).toEqual([]);
  });
});

describe("log sources by hand", () => {
  it("are added, changed and removed, and every step leads back", async () => {
    const { client } = await openWorkbench({ starter: true });
    const list = () => client.telemetry.list({ environmentId: 1 });
    const added = await client.telemetry.set({
      environmentId: 1,
      sources: ["Module Load", "File Access"].map((dataComponent) => ({
        id: null,
        entry: anEntry({ dataComponent }),
      })),
    });
    const two = await list();
    expect(two.map(({ entry }) => entry.dataComponent)).toEqual(["Module Load", "File Access"]);
    const [first] = two;
    if (first === undefined) throw new Error("nothing was added");
    const changed = await client.telemetry.set({
      environmentId: 1,
      sources: [{ id: first.id, entry: { ...first.entry, products: ["Sysmon"] } }],
    });
    const removed = await client.telemetry.remove({ ids: two.map(({ id }) => id) });
    expect(await list()).toEqual([]);
    await client.telemetry.restore({ change: removed });
    expect((await list())[0]?.entry.products).toEqual(["Sysmon"]);
    await client.telemetry.restore({ change: changed });
    expect(await list()).toEqual(two);
    await client.telemetry.restore({ change: added });
    expect(await list()).toEqual([]);
    const nameless = { id: null, entry: anEntry() };
    await expect(client.telemetry.set({ environmentId: 1, sources: [nameless] })).rejects.toThrow();
  });
});
