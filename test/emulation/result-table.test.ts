import { writeFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import writeWorkbook from "write-excel-file/node";
import { recogniseResultColumns } from "../../src/main/emulation/result-columns.ts";
import { openRange } from "./range.ts";

const guid = "f3132740-55bc-48c4-bcc0-758a459cd027";
const head = "Technique ID,Test name,GUID,Host,Start,Outcome,Alert time,Rule,Notes,Expected,Ticket";
const table = [
  head,
  `T1059.001,Mimikatz,${guid},WS-014,2026-11-12T09:00:00Z,Detected,2026-11-12T09:03:00Z,Mimi,ok,Alert,X-1`,
  "T1003.001,Dump,,SRV-003,2026-11-12T09:10:00Z,Prevented,,,,,",
  "T1082,Info,,SRV-003,2026-11-12T09:20:00Z,Seen by luck,,,,Log,",
  "T1082,Info,,SRV-003,2026-11-12T09:20:00Z,Seen by luck,,,,Log,",
  ",,,,,,,,,,X-9",
].join("\n");

describe("a table of results that somebody made", () => {
  test("is read by its headings, its words as what they mean, what is left as it is", async () => {
    const { client, importText } = await openRange();
    const { report, cases } = await importText("night.csv", table);
    expect(report).toMatchObject({
      format: "Table of results",
      ...{ read: 5, added: 3, duplicates: 1, skipped: 1 },
    });
    expect(cases).toMatchObject([
      {
        ...{ source: "atomic", testKey: guid, name: "Mimikatz", written: "T1059.001" },
        ...{ host: "WS-014", startAt: "2026-11-12T09:00:00.000Z", outcome: "alerted" },
        ...{ alertAt: "2026-11-12T09:03:00.000Z", timed: true, original: "Detected" },
        ...{ fired: { id: null, name: "Mimi" }, blueNotes: "ok", expected: "alert" },
        ownFields: [{ name: "Ticket", value: "X-1" }],
      },
      { source: "own", testKey: "T1003.001: Dump", outcome: "blocked", seen: null },
      { outcome: "not-assessed", original: "Seen by luck", expected: "log" },
    ]);
    expect(report.items.filter((item) => item.class === "unknown outcome")).toHaveLength(1);
    expect(await client.emulation.runs({})).toMatchObject([
      { name: "night", startedAt: "2026-11-12T09:00:00.000Z", cases: 3 },
    ]);
  });

  test("adds nothing the second time, under the name of a second download too", async () => {
    const { importText } = await openRange();
    await importText("night.csv", table);
    for (const name of ["night.csv", "night (1).csv"]) {
      const { report, cases } = await importText(name, table);
      expect(report).toMatchObject({ added: 0, changed: 0, unchanged: 3 });
      expect(cases).toHaveLength(3);
    }
    const later = await importText("night.csv", table.replace("Prevented", "Missed"));
    expect(later.report).toMatchObject({ added: 0, changed: 1, unchanged: 2 });
    expect(later.cases.map(({ outcome }) => outcome)).toEqual([
      "alerted",
      "missed",
      "not-assessed",
    ]);
  });

  test("takes columns and words as somebody says", async () => {
    const { client, at, listCases } = await openRange();
    const text = "What,Wo,Wann,Urteil\nT1082,ws-1,12.11.2026 10:00,gut\nT1057,ws-1,,mau\n";
    writeFileSync(at("own.csv"), text);
    const paths = [at("own.csv")];
    const before = await client.emulation.preview({ paths });
    expect(before).toMatchObject({ rowCount: 2, mapping: [] });
    expect(before?.missing).toContain("the technique or the name of the test");
    const reading = {
      mapping: [
        { field: "technique" as const, column: "What" },
        { field: "host" as const, column: "Wo" },
        { field: "start" as const, column: "Wann" },
        { field: "outcome" as const, column: "Urteil" },
      ],
      zone: "Europe/Berlin",
    };
    expect(await client.emulation.preview({ paths, ...reading })).toMatchObject({
      missing: null,
      zoneless: 1,
      unknownWords: [
        { word: "gut", rows: 1 },
        { word: "mau", rows: 1 },
      ],
    });
    const outcomes = [{ word: "GUT", outcome: "alerted" as const }];
    await client.emulation.import({ paths, ...reading, outcomes });
    expect(await listCases()).toMatchObject([
      { name: "T1082", startAt: "2026-11-12T09:00:00.000Z", outcome: "alerted", original: "gut" },
      { name: "T1057", startAt: null, outcome: "not-assessed", original: "mau" },
    ]);
  });

  test("without an outcome arrives as not assessed, with marks as what they say together", async () => {
    const { importText } = await openRange();
    const plain = await importText("plain.csv", "Technique,Test,Host\nT1082,Info,ws-1\n");
    expect(plain.cases).toMatchObject([{ outcome: "not-assessed", original: null }]);
    const { cases } = await importText(
      "marks.csv",
      "Technique,Test,Blocked,Alerted,Logged\nT1082,A,no,no,yes\nT1057,B,yes,yes,no\nT1033,C,no,no,no\n",
    );
    const marked = cases.filter(({ name }) => ["A", "B", "C"].includes(name));
    expect(marked.map(({ outcome, seen }) => [outcome, seen])).toEqual([
      ["logged", null],
      ["blocked", "alert"],
      ["missed", null],
    ]);
  });

  test("comes as a workbook as well", async () => {
    const { client, at, listCases } = await openRange();
    const rows = table.split("\n").map((line) => line.split(","));
    const workbook = await writeWorkbook(
      rows.map((cells) => cells.map((value) => ({ value, type: String }))),
    ).toBuffer();
    writeFileSync(at("night.xlsx"), workbook);
    const paths = [at("night.xlsx")];
    expect(await client.imports.recognise({ paths })).toMatchObject([{ kinds: ["emulation"] }]);
    await client.emulation.import({ paths });
    expect((await listCases()).map(({ outcome }) => outcome)).toEqual([
      ...["alerted", "blocked", "not-assessed"],
    ]);
  });
});

describe("the door", () => {
  // What each table is, as headings and one row.
  test.each([
    [["emulation"], "Technique,Test,Outcome\nT1059,A,Blocked\n"],
    [["emulation"], "TTP,Procedure,Host,Start\nT1059,A,ws-1,2026-11-12T09:00:00Z\n"],
    [["detections"], "Rule name,Technique,Status\nA,T1059,enabled\n"],
    [["detections"], "Name,Technique,Severity,Date\nA,T1059,high,2026-11-12\n"],
    [["assets"], "Host,OS,Owner,Criticality\nws-1,Windows,Ann,high\n"],
    [["emulation"], "AssessmentGroup,Campaign,Variant,MitreID,Outcome\nQ1,P,M,T1204,Blocked\n"],
  ])("takes for %j what is headed so", async (kinds, text) => {
    const { client, at } = await openRange();
    writeFileSync(at("table.csv"), text);
    expect(await client.imports.recognise({ paths: [at("table.csv")] })).toMatchObject([{ kinds }]);
  });

  test("asks about the columns of no table that a tool wrote", async () => {
    const { client, at } = await openRange();
    writeFileSync(
      at("dump.csv"),
      "AssessmentGroup,Campaign,Variant,MitreID,Outcome\nQ1,P,M,T1204,Blocked\n",
    );
    expect(await client.emulation.preview({ paths: [at("dump.csv")] })).toBeNull();
  });
});

test("a column has one field, the plainest heading wins", () => {
  const mapping = recogniseResultColumns(["Notes", "Detection time", "Comment", "Test", "Result"]);
  expect(Object.fromEntries(mapping.map(({ field, column }) => [field, column]))).toEqual({
    ...{ test: "Test", outcome: "Result", alertAt: "Detection time", blueNotes: "Notes" },
  });
});
