import { readFileSync } from "node:fs";
import { zipSync, strToU8, unzipSync } from "fflate";
import { describe, expect, test } from "vitest";
import writeWorkbook from "write-excel-file/node";
import { decodeTable, findDelimiter, readCsv } from "../../src/main/detections/csv.reader.ts";
import type { ReadFileResult } from "../../src/main/detections/record.ts";
import {
  isComplete,
  parseCount,
  recogniseColumns,
  shapeOf,
} from "../../src/main/detections/table-columns.ts";
import { readTable } from "../../src/main/detections/table-records.ts";
import { readWorkbook } from "../../src/main/detections/workbook.reader.ts";
import { hasShared, samples } from "./samples.ts";

function readText(text: string): ReadFileResult {
  const { table } = readCsv(text, "rules.csv");
  return readTable(table, recogniseColumns(table), "csv");
}

function mappingOf(heading: string, rows: readonly string[] = ["a,b,c"]): Record<string, string[]> {
  const { table } = readCsv([heading, ...rows].join("\n"), "rules.csv");
  const fields: Record<string, string[]> = {};
  for (const { field, column } of recogniseColumns(table)) (fields[field] ??= []).push(column);
  return fields;
}

describe("columns", () => {
  test.each([
    ["Rule Name,MITRE ATT&CK Technique(s),Status", "Rule Name", "MITRE ATT&CK Technique(s)"],
    ["title,mitre_attack_id,enabled", "title", "mitre_attack_id"],
    ["Use case,Technique ID,State", "Use case", "Technique ID"],
    ["DETECTION NAME,ATT&CK,x", "DETECTION NAME", "ATT&CK"],
    ["Alert name,MITRE Technique IDs,x", "Alert name", "MITRE Technique IDs"],
    ["rule,ttp,x", "rule", "ttp"],
    ["Name,mitre_attack_technique,x", "Name", "mitre_attack_technique"],
  ])("%s are recognised", (heading, name, techniques) => {
    expect(mappingOf(heading)).toMatchObject({ name: [name], techniques: [techniques] });
  });

  test("the name of a technique is not the name of a rule", () => {
    expect(mappingOf("Technique Name,Technique ID,Rule", ["PowerShell,T1059.001,r"])).toEqual({
      techniques: ["Technique ID"],
      name: ["Rule"],
    });
  });

  test("techniques and sub-techniques may stand in two columns", () => {
    const fields = mappingOf("Name,Technique,Sub-technique", ["a,T1059,T1059.001"]);
    expect(fields["techniques"]).toEqual(["Technique", "Sub-technique"]);
  });

  test("a column of technique IDs is found by what it holds", () => {
    expect(mappingOf("Name,Mapping", ["a,T1059", "b,T1003 T1021", "c,"])).toEqual({
      name: ["Name"],
      techniques: ["Mapping"],
    });
  });

  test("a table without headings is read by what it holds", () => {
    const { records } = readText("T1574.011,Service registry\nT1059,Shell\n");
    expect(records.map(({ name, techniques, line }) => [name, techniques, line])).toEqual([
      ["Service registry", ["T1574.011"], 1],
      ["Shell", ["T1059"], 2],
    ]);
  });

  test("titles may stand above the headings", () => {
    const { records } = readText("Inventory\nas of 2026\n\nRule,Technique,Enabled\nA,T1059,yes\n");
    expect(records).toMatchObject([{ name: "A", state: "enabled", line: 5 }]);
  });

  test("a name without techniques does not suffice, nor the other way round", () => {
    const complete = (heading: string) =>
      isComplete(recogniseColumns(readCsv(`${heading}\nx,y`, "a").table));
    expect([
      complete("Name,Colour"),
      complete("Technique,Colour"),
      complete("Colour,Size"),
    ]).toEqual([false, false, false]);
    expect(complete("Name,Tactic")).toBe(true);
  });
});

describe("a table of rules", () => {
  test.each([
    ["enabled", "enabled"],
    ["Yes", "enabled"],
    ["TRUE", "enabled"],
    ["1", "enabled"],
    ["In production", "enabled"],
    ["Disabled", "disabled"],
    ["no", "disabled"],
    ["retired", "disabled"],
    ["Not deployed", "available"],
    ["planned", "available"],
    ["", null],
    ["n/a", null],
    ["whatever", null],
  ])("with the state %j is %s", (word, state) => {
    expect(readText(`Name,Technique,Status\na,T1059,${word}\n`).records[0]?.state).toBe(state);
  });

  test("under a heading that negates, yes means no", () => {
    const { records } = readText("Name,Technique,Disabled\na,T1059,true\nb,T1059,false\n");
    expect(records.map(({ state }) => state)).toEqual(["disabled", "enabled"]);
  });

  test("may give maturity in the column of states", () => {
    const rows = "a,T1,experimental\nb,T1,deprecated\nc,T1,stable\n";
    const { records } = readText(`Name,Technique,Status\n${rows}`);
    expect(records.map(({ state, maturity }) => [state, maturity])).toEqual([
      [null, "experimental"],
      ["disabled", "deprecated"],
      [null, "stable"],
    ]);
  });

  test("does not run what its maturity gave up, whatever its state", () => {
    const { records } = readText("Name,Technique,State,Maturity\na,T1059,enabled,unsupported\n");
    expect(records[0]).toMatchObject({ state: "disabled", maturity: "unsupported" });
  });

  test("keeps words that are not known, and says so", () => {
    const { records, warnings } = readText(
      "Name,Technique,Severity,Platform\na,T1059,enormous,Commodore 64\n",
    );
    expect(records[0]).toMatchObject({ severity: null, platforms: [] });
    expect(records[0]?.ownFields).toEqual([
      { name: "Platform", value: "Commodore 64" },
      { name: "Severity", value: "enormous" },
    ]);
    expect(warnings).toHaveLength(2);
  });

  test("keeps columns that it does not know", () => {
    const { records } = readText("Name,Technique,Ticket\na,T1059,#12\n");
    expect(records[0]?.ownFields).toEqual([{ name: "Ticket", value: "#12" }]);
  });

  test("reads platforms in the words that people use", () => {
    const { records } = readText("Name,Technique,OS\na,T1059,Windows / macOS\nb,T1059,all\n");
    expect(records.map(({ platforms }) => platforms)).toEqual([["Windows", "macOS"], []]);
  });

  test("knows building blocks and hunts by their column", () => {
    const { records } = readText(
      "Name,Technique,Alerting\na,T1059,no\nb,T1059,hunting\nc,T1,yes\n",
    );
    expect(records.map(({ alerting }) => alerting)).toEqual([false, false, true]);
  });

  test("takes no number beside a name for a number of rules", () => {
    const { records } = readText("Name,Technique,Count\na,T1059,14\n");
    expect(records).toMatchObject([
      { kind: "rule", ruleCount: 1, ownFields: [{ name: "Count", value: "14" }] },
    ]);
  });

  test("reports a row without a name with its line", () => {
    const { unreadable } = readText('Name,Technique\n"a\nb",T1059\n\n,T1003\n');
    expect(unreadable).toEqual([{ file: "rules.csv", line: 5, reason: "has no name" }]);
  });
});

describe("a table of counts", () => {
  const text = [
    "Technique,Technique name,Number of rules",
    'T1059,Interpreter,"1,200"',
    "T1003,,3",
    "T1105,Transfer,0",
    "Unmapped,,7",
    ",,5",
    "T1078,,many",
    "Total,,1215",
  ].join("\n");

  test("is taken as counts without names", () => {
    const { table } = readCsv(text, "counts.csv");
    expect(shapeOf(recogniseColumns(table))).toBe("counts");
    const { records } = readText(text);
    expect(records.map(({ kind, techniques, ruleCount }) => [kind, techniques, ruleCount])).toEqual(
      [
        ["count", ["T1059"], 1200],
        ["count", ["T1003"], 3],
      ],
    );
  });

  test("reports rules that are mapped to nothing, and what is no number", () => {
    const { unmappedCount, unreadable, warnings } = readText(text);
    expect(unmappedCount).toBe(12);
    expect(unreadable).toEqual([{ file: "rules.csv", line: 7, reason: '"many" is not a number' }]);
    expect(warnings.map(({ code }) => code)).toEqual(["no-rules"]);
  });

  test.each([
    ["14", 14],
    ["14.0", 14],
    ["1,200", 1200],
    ["1.200", 1200],
    ["1 200", 1200],
    ["1200000", 1_200_000],
    ["-1", null],
    ["1.5", null],
    ["", null],
    ["x", null],
  ])("the count %j is %j", (cell, count) => {
    expect(parseCount(cell)).toBe(count);
  });
});

describe("CSV", () => {
  test.each([
    [",", "a,b,c\n1,2,3\n"],
    [";", 'a;b;c\n"1;x";2,5;3\n'],
    ["\t", "a\tb, c\n1\t2, 3\n"],
    ["|", "a|b\n1|2\n"],
  ])("with the delimiter %j is recognised", (delimiter, text) => {
    expect(findDelimiter(text)).toBe(delimiter);
  });

  test("may name its delimiter in Excel's own line", () => {
    const { table } = readCsv('sep=;\r\nName;Technique\r\n"a, b";T1059\r\n', "a.csv");
    expect([table.columns, table.rows]).toEqual([
      ["Name", "Technique"],
      [{ line: 3, cells: ["a, b", "T1059"] }],
    ]);
  });

  test("holds cells of several lines, doubled quotes and CRLF beside bare LF", () => {
    const text = 'Name,Technique\r\n"Say ""hi""\nnow",T1059\r\nb,"T1003\nT1021"\r\n';
    const { records } = readText(text);
    expect(records.map(({ name, techniques, line }) => [name, techniques, line])).toEqual([
      ['Say "hi" now', ["T1059"], 2],
      ["b", ["T1003", "T1021"], 4],
    ]);
  });

  test("may have a byte order mark, be UTF-16 or Windows-1252", () => {
    const text = "Name,Technique\nPrüfung – a,T1059\n";
    const utf16 = Buffer.from(`\ufeff${text}`, "utf16le");
    const bigEndian = Buffer.from(utf16).swap16();
    const windows = Buffer.from("Name,Technique\nPr\xfcfung \x96 a,T1059\n", "latin1");
    for (const bytes of [Buffer.from(text), Buffer.from(`\ufeff${text}`), utf16, bigEndian]) {
      expect(decodeTable(bytes, "a.csv")).toEqual({ text, warnings: [] });
    }
    const read = decodeTable(windows, "a.csv");
    expect(read.text).toBe(text);
    expect(read.warnings.map(({ code }) => code)).toEqual(["encoding-assumed"]);
  });

  test("that is no text at all is refused", () => {
    const oldWorkbook = Buffer.from([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1]);
    expect(() => decodeTable(oldWorkbook, "a.xls")).toThrow(/old format/);
    const picture = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
    expect(() => decodeTable(picture, "a.png")).toThrow(/not valid UTF-8/);
  });

  test("with a quotation mark that is never closed keeps what stands before it", () => {
    const { table, unreadable } = readCsv('Name,Technique\na,T1059\nb,"T1003\nc,T1021\n', "a.csv");
    expect(table.rows).toHaveLength(1);
    expect(unreadable).toEqual([
      { file: "a.csv", line: 3, reason: "a quotation mark opens a cell and none closes it" },
    ]);
  });

  test("of rows that differ in length is read", () => {
    const { records } = readText("Name,Technique,Owner\na,T1059\nb,T1003,me,extra\n");
    expect(records.map(({ owner }) => owner)).toEqual([null, "me"]);
  });

  test("keeps formulas as text, and takes the guard of our own export away", () => {
    const cells = ["'=1+1", "'@me", "'+1", "'-1", "=cmd|' /C calc'!A0", "'quoted'"];
    const rows = cells.map((cell) => `"${cell}",T1059`).join("\n");
    const { records } = readText(`Name,Technique\n${rows}\n`);
    expect(records.map(({ name }) => name)).toEqual([
      "=1+1",
      "@me",
      "+1",
      "-1",
      "=cmd|' /C calc'!A0",
      "'quoted'",
    ]);
  });

  test("with headings like JavaScript's own names is read", () => {
    const { records } = readText("Name,Technique,__proto__,constructor\na,T1059,x,y\n");
    expect(records[0]?.ownFields).toEqual([
      { name: "__proto__", value: "x" },
      { name: "constructor", value: "y" },
    ]);
  });

  test.skipIf(!hasShared)(
    "of a real export with a byte order mark and multi-line cells is read",
    () => {
      const bytes = readFileSync(`${samples}/vectr/DEMO_PURPLE_CE.csv`);
      const { table, unreadable } = readCsv(decodeTable(bytes, "v.csv").text, "v.csv");
      expect([table.columns.length, table.rows.length, unreadable]).toEqual([37, 765, []]);
      expect(table.columns[0]).toBe("AssessmentGroup");
    },
  );
});

async function aWorkbook(
  sheets: Readonly<Record<string, readonly (readonly (string | number | boolean | Date)[])[]>>,
): Promise<Buffer> {
  const data = Object.entries(sheets).map(([sheet, rows]) => ({
    sheet,
    data: rows.map((row) =>
      row.map((value) => (value instanceof Date ? { value, format: "yyyy-mm-dd" } : { value })),
    ),
  }));
  return writeWorkbook(data).toBuffer();
}

/** A workbook with another text for its first sheet. */
async function withSheet(change: (xml: string) => string): Promise<Buffer> {
  const parts = unzipSync(
    await aWorkbook({
      Rules: [
        ["Name", "Technique"],
        ["a", "T1059"],
      ],
    }),
  );
  const name = "xl/worksheets/sheet1.xml";
  const sheet = parts[name];
  if (sheet === undefined) throw new Error("no sheet");
  parts[name] = strToU8(change(Buffer.from(sheet).toString("utf8")));
  return Buffer.from(zipSync(parts));
}

describe("a workbook", () => {
  test("is read sheet by sheet, with its numbers, days and yes and no", async () => {
    const bytes = await aWorkbook({
      Notes: [["Written by"], ["us"]],
      Rules: [
        ["Name", "Technique", "Enabled", "Modified", "Quality"],
        ["a", "T1059", true, new Date("2026-03-01T00:00:00Z"), 4],
      ],
    });
    const tables = await readWorkbook(bytes, "rules.xlsx");
    expect(tables.map(({ sheet }) => sheet)).toEqual(["Notes", "Rules"]);
    const table = tables[1];
    if (table === undefined) throw new Error("no sheet");
    const { records } = readTable(table, recogniseColumns(table), "xlsx");
    expect(records).toMatchObject([
      {
        format: "xlsx",
        name: "a",
        file: "rules.xlsx (Rules)",
        line: 2,
        state: "enabled",
        modified: "2026-03-01",
        quality: 4,
      },
    ]);
  });

  test.each([
    ["a row far down", (xml: string) => xml.replace(/<row r="2"/, '<row r="900000000"')],
    ["a cell far right", (xml: string) => xml.replace(/r="B2"/, 'r="ZZZ2"')],
    ["a cell beyond every sheet", (xml: string) => xml.replace(/r="B2"/, 'r="ZZZZZZZ2"')],
    ["an address in disguise", (xml: string) => xml.replace(/r="B2"/, 'r="&#90;ZZ99999"')],
    ["a sheet cut in half", (xml: string) => xml.slice(0, xml.length / 2)],
  ])("with %s is refused", async (_name, change) => {
    const bytes = await withSheet(change);
    await expect(readWorkbook(bytes, "a.xlsx")).rejects.toMatchObject({
      code: expect.stringMatching(/^(?:bad-format|too-large)$/) as string,
    });
  });

  test("that is none, or half of one, is refused by name", async () => {
    const whole = await aWorkbook({ Rules: [["Name"]] });
    const others = [whole.subarray(0, whole.length / 2), Buffer.from("PK\x03\x04nothing")];
    for (const bytes of others) {
      await expect(readWorkbook(bytes, "a.xlsx")).rejects.toMatchObject({ code: "bad-format" });
    }
  });
});
