import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { headRecordImport } from "../../src/main/imports/record-report.ts";
import { buildReportCsv } from "../../src/main/imports/report-table.ts";
import { writeReport } from "../../src/main/imports/report.writer.ts";
import { recordClasses } from "../../src/renderer/imports/record-report-classes.ts";
import type { RecordImportReport } from "../../src/shared/model/import-report.ts";
import { importReport } from "../../src/shared/model/import-report.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

function aReport(more: Partial<RecordImportReport> = {}): RecordImportReport {
  return {
    kind: "assets",
    id: 7,
    files: ["estate.csv"],
    sha256: null,
    startedAt: "2026-11-22T01:00:00.000Z",
    milliseconds: 12,
    environment: "Main",
    format: "CSV",
    read: 6,
    added: 2,
    changed: 1,
    unchanged: 1,
    duplicates: 1,
    skipped: 1,
    items: [
      {
        class: "unknown platform",
        what: "plc-1",
        file: "estate.csv",
        line: 4,
        message: '"SIMATIC" is no platform of ATT&CK.',
        effect: "Counts on no platform.",
      },
      {
        class: "unknown platform",
        what: "=cmd()",
        file: "estate.csv",
        line: 5,
        message: '"S7" is no platform of ATT&CK.',
        effect: "Counts on no platform.",
      },
      {
        class: "skipped",
        what: "row",
        file: "estate.csv",
        line: 6,
        message: "It has no name.",
        effect: null,
      },
    ],
    unreadable: [{ file: "estate.csv", line: 9, reason: "a quote is not closed" }],
    ignoredFiles: 3,
    warnings: [],
    ...more,
  };
}

describe("a report of records", () => {
  test("is one of the reports, whichever of its kinds it is", () => {
    for (const kind of ["telemetry", "assets", "intelligence", "sectors", "plan"] as const) {
      expect(importReport.parse(aReport({ kind }))).toEqual(aReport({ kind }));
    }
  });

  test("is headed by what became of its records, and can be undone where something did", () => {
    expect(headRecordImport(aReport(), "estate.csv")).toEqual({
      title: "estate.csv",
      summary: "2 added, 1 changed, 1 unchanged, 1 repeated, 1 skipped, 1 unreadable",
      undoable: true,
    });
    const nothing = aReport({ read: 1200, added: 0, changed: 0, unchanged: 1200 });
    expect(
      headRecordImport({ ...nothing, duplicates: 0, skipped: 0, unreadable: [] }, "x"),
    ).toEqual({ title: "x", summary: "0 added, 0 changed, 1,200 unchanged", undoable: false });
  });

  test("has its five figures as classes, then its own, then what every report has", () => {
    const classes = recordClasses(aReport());
    expect(classes.map(({ word, count }) => `${word} ${count}`)).toEqual([
      "Added 2",
      "Changed 1",
      "Unchanged 1",
      "Duplicates 1",
      "Skipped 1",
      "Unknown platform 2",
      "Unreadable 1",
      "Other files 3",
      "Warnings 0",
    ]);
    const own = classes.find(({ word }) => word === "Unknown platform");
    expect(own).toMatchObject({ cause: "Each says why", effect: "Counts on no platform" });
    expect(classes.find(({ key }) => key === "skipped")?.items).toHaveLength(1);
  });

  test("is written item by item as CSV, in which no cell is a formula", () => {
    const lines = buildReportCsv(aReport(), null).split("\r\n");
    expect(lines).toContain("read,,,6,");
    expect(lines).toContain("skipped,row,estate.csv:6,,It has no name.");
    expect(lines.filter((line) => line.startsWith("unknown platform"))).toHaveLength(2);
    expect(lines.some((line) => /(?:^|,)"?=cmd/.test(line))).toBe(false);
    expect(lines).toContain("unreadable,,estate.csv:9,,a quote is not closed");
  });

  test("is written whole as JSON", async () => {
    const path = join(temporaryFolder(), "report.json");
    await writeReport(path, aReport(), "SECRET//NOFORN");
    expect(JSON.parse(readFileSync(path, "utf8"))).toEqual({
      marking: "SECRET//NOFORN",
      ...aReport(),
    });
  });
});
