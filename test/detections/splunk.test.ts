import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import type { DetectionRecord } from "../../src/shared/model/detection.ts";
import { readCsv } from "../../src/main/detections/csv.reader.ts";
import { readJsonValues } from "../../src/main/detections/json-values.reader.ts";
import type { ReadFileResult } from "../../src/main/detections/record.ts";
import { isSavedSearches, readSplunkConf } from "../../src/main/detections/splunk-conf.reader.ts";
import {
  isSplunkJson,
  isSplunkTable,
  readSplunkJson,
  readSplunkTable,
} from "../../src/main/detections/splunk-rest.reader.ts";
import { hasShared, samples } from "./samples.ts";

const annotations = JSON.stringify({ mitre_attack: ["T1059.001", "T1027"], nist: ["DE.CM"] });

function readJson(value: unknown): ReadFileResult {
  const text = typeof value === "string" ? value : JSON.stringify(value);
  const values = readJsonValues(text);
  const isSplunk = values.some(({ fault, value }) => fault !== null || isSplunkJson(value));
  if (!isSplunk) throw new Error("not recognised");
  return readSplunkJson("export.json", values);
}

function readRow(row: Readonly<Record<string, unknown>>): DetectionRecord {
  const [record] = readJson([{ title: "A search", search: "index=a", ...row }]).records;
  if (record === undefined) throw new Error("no record");
  return record;
}

function cell(text: string): string {
  return `"${text.replaceAll('"', '""')}"`;
}

describe("the shapes of Splunk's exports", () => {
  const content = {
    search: "index=a",
    disabled: false,
    is_scheduled: true,
    actions: "notable",
    "alert.severity": 3,
    "action.correlationsearch.annotations": annotations,
    "action.notable.param.severity": "high",
  };
  const expected = {
    key: "SplunkEnterpriseSecuritySuite/A search",
    name: "A search",
    format: "splunk-rest",
    state: "enabled",
    severity: "high",
    alerting: true,
    techniques: ["T1059.001", "T1027"],
    owner: "nobody",
  };

  test("the REST interface's JSON is read", () => {
    const { records } = readJson({
      links: {},
      entry: [
        {
          name: "A search",
          id: "https://host:8089/servicesNS/nobody/x/saved/searches/A%20search",
          updated: "2026-01-02T03:04:05+00:00",
          author: "someone",
          acl: { app: "SplunkEnterpriseSecuritySuite", owner: "nobody", sharing: "app" },
          content,
        },
      ],
      paging: { total: 1 },
    });
    expect(records).toMatchObject([{ ...expected, modified: "2026-01-02T03:04:05+00:00" }]);
  });

  const row = {
    title: "A search",
    "eai:acl.app": "SplunkEnterpriseSecuritySuite",
    "eai:acl.owner": "nobody",
    ...content,
    disabled: "0",
    is_scheduled: "1",
  };

  test("Splunk Web's export with a result a line is read, previews left out", () => {
    const lines = [
      { preview: true, offset: 0, result: { ...row, title: "A preview" } },
      { preview: false, offset: 0, result: row },
      { preview: false, offset: 1, lastrow: true, result: { ...row, title: "Another" } },
    ];
    const { records } = readJson(lines.map((line) => JSON.stringify(line)).join("\r\n"));
    expect(records.map(({ name }) => name)).toEqual(["A search", "Another"]);
    expect(records[0]).toMatchObject(expected);
  });

  test.each([
    ["a list of rows", [row]],
    ["a list of results", [{ result: row }]],
    ["results of a search", { preview: false, results: [row] }],
    ["rows and fields", { fields: Object.keys(row), rows: [Object.values(row)] }],
    ["one row", row],
  ])("%s in JSON are read", (_name, value) => {
    expect(readJson(value).records).toMatchObject([expected]);
  });

  test("CSV with doubled quotes inside of JSON and a search over several lines is read", () => {
    const names = ["title", "disabled", "is_scheduled", "actions", "eai:acl.app", "search"];
    const cells = ["A search", "0", "1", "notable", "app", '| tstats count\n where a="b"'];
    const text = [
      [...names, "action.correlationsearch.annotations"].join(","),
      [...cells, annotations].map(cell).join(","),
    ].join("\r\n");
    const { table } = readCsv(text, "rest.csv");
    expect(isSplunkTable(table.columns)).toBe(true);
    expect(readSplunkTable(table).records).toMatchObject([
      { key: "app/A search", state: "enabled", techniques: ["T1059.001", "T1027"], line: 2 },
    ]);
  });

  test.each([
    ["line breaks", "\n"],
    ["commas", ", "],
    ["nothing", ""],
  ])("one cell may hold many searches with %s between them", (_name, delimiter) => {
    const searches = ["First", "Sec}ond", 'Th"ird'].map((title) =>
      JSON.stringify({ title, disabled: "0", "action.correlationsearch.annotations": annotations }),
    );
    const text = `alertrules,other\n${cell(searches.join(delimiter))},x\n`;
    const { table } = readCsv(text, "rest.csv");
    const { records } = readSplunkTable(table);
    expect(records.map(({ name }) => name)).toEqual(["First", "Sec}ond", 'Th"ird']);
    expect(records.every(({ techniques }) => techniques.length === 2)).toBe(true);
  });

  test("a private search is another one than its owner's neighbour's", () => {
    const shared = { "eai:acl.app": "search", "eai:acl.sharing": "user" };
    const keys = ["ann", "bob"].map((owner) => readRow({ ...shared, "eai:acl.owner": owner }).key);
    expect(keys).toEqual(["ann/search/A search", "bob/search/A search"]);
  });

  test("the host that was asked is no part of the key", () => {
    const id = (host: string) =>
      readRow({ id: `https://${host}:8089/servicesNS/nobody/app/saved/searches/A%20search` }).key;
    expect([id("one"), id("two")]).toEqual(["app/A search", "app/A search"]);
  });

  test("JSON of another kind is left alone", () => {
    for (const text of ['{"type":"bundle","objects":[]}', "[1,2]", '{"techniques":[]}', "[]"]) {
      expect(readJsonValues(text).some(({ value }) => isSplunkJson(value))).toBe(false);
    }
  });

  test("broken lines are reported and the others read", () => {
    const text = `${JSON.stringify({ result: row })}\n{"result": {bad}}\n{"result": {"title":`;
    const { records, unreadable } = readJson(text);
    expect(records).toHaveLength(1);
    expect(unreadable.map(({ line }) => line)).toEqual([2, 3]);
  });

  test("JSON that is nested too deep is reported", () => {
    const text = `${'{"result":'.repeat(300)}1${"}".repeat(300)}`;
    expect(readJson(text).unreadable).toMatchObject([
      { line: 1, reason: expect.stringContaining("200 levels") as string },
    ]);
  });

  test("a setting called like JavaScript's own is a setting", () => {
    const { records } = readJson('[{"title":"a","search":"b","__proto__":{"polluted":1}}]');
    expect(records).toHaveLength(1);
    expect(Reflect.get({}, "polluted")).toBeUndefined();
  });
});

describe("annotations", () => {
  const named = (text: string) => {
    const { techniques, tactics } = readRow({ "action.correlationsearch.annotations": text });
    return [techniques, tactics];
  };

  test.each([
    ["an object", '{"mitre_attack": ["T1059.001"]}', ["T1059.001"], []],
    [
      "an object with a text",
      '{"mitre_attack": "T1059.001, t1027 | T1105"}',
      ["T1059.001", "T1027", "T1105"],
      [],
    ],
    ["a text", "T1059.001, t1027 | T1105", ["T1059.001", "T1027", "T1105"], []],
    ["a list", '["T1059"]', ["T1059"], []],
    [
      "addresses",
      '{"mitre_attack": ["https://attack.mitre.org/techniques/T1059/001"]}',
      ["T1059.001"],
      [],
    ],
    ["only tactics", '{"mitre_attack": ["TA0002", "Execution"]}', [], ["TA0002", "execution"]],
    ["only a tactic's ID in a list", '["TA0002"]', [], ["TA0002"]],
    ["nothing", "", [], []],
    ["an empty object", "{}", [], []],
    ["not JSON", "{mitre_attack: T1059", ["T1059"], []],
    ["another form", '{"mitre_attack": {"a": 1}}', [], []],
  ])("may be %s", (_name, text, techniques, tactics) => {
    expect(named(text)).toEqual([techniques, tactics]);
  });

  test("that name no technique let the title and the description speak", () => {
    const record = readRow({ title: "T1003.001 dump", description: "Sees T1055 too." });
    expect(record.techniques).toEqual(["T1003.001", "T1055"]);
    const annotated = readRow({
      title: "T1003.001 dump",
      "action.correlationsearch.annotations": annotations,
    });
    expect(annotated.techniques).toEqual(["T1059.001", "T1027"]);
  });

  test("may stand in a column of their own", () => {
    expect(readRow({ mitre_technique: "T1059" }).techniques).toEqual(["T1059"]);
    expect(readRow({ "annotations.mitre_attack": ["T1059", "T1003"] }).techniques).toEqual([
      "T1059",
      "T1003",
    ]);
  });

  test("of other frameworks are kept", () => {
    const { ownFields } = readRow({ "action.correlationsearch.annotations": annotations });
    expect(ownFields).toContainEqual({ name: "nist", value: "DE.CM" });
  });
});

describe("whether a saved search runs", () => {
  test.each([
    [{ disabled: "0", is_scheduled: "1" }, "enabled"],
    [{ disabled: false, is_scheduled: true }, "enabled"],
    [{ disabled: "false", is_scheduled: "true" }, "enabled"],
    [{ disabled: "1", is_scheduled: "1" }, "disabled"],
    [{ disabled: "0", is_scheduled: "0" }, "disabled"],
    [{ disabled: true }, "disabled"],
    [{ disabled: "0" }, "enabled"],
    [{ is_scheduled: "1" }, "enabled"],
    [{}, null],
  ])("%j is %s", (settings, state) => {
    expect(readRow(settings).state).toBe(state);
  });

  test.each([
    [{ actions: "notable,risk" }, true],
    [{ actions: "summary_index" }, false],
    [{ actions: "" }, false],
    [{ actions: "", "alert.track": "1" }, true],
    [{ "action.email": "1" }, true],
    [{ "action.email": "0", "action.risk": 0 }, false],
    [{}, true],
  ])("%j raises an alert: %s", (settings, alerting) => {
    expect(readRow(settings).alerting).toBe(alerting);
  });

  test.each([
    [{ "alert.severity": "1" }, "informational"],
    [{ "alert.severity": 4 }, "high"],
    [{ "alert.severity": "6" }, "critical"],
    [{ "alert.severity": "6", "action.notable.param.severity": "low" }, "low"],
    [{ "alert.severity": "6", "action.notable.param.severity": "unknown" }, "critical"],
    [{}, null],
  ])("%j is of severity %s", (settings, severity) => {
    expect(readRow(settings).severity).toBe(severity);
  });
});

describe("savedsearches.conf", () => {
  const read = (text: string) => readSplunkConf([{ path: "savedsearches.conf", text }]);

  test("has stanzas, comments and lines that go on", () => {
    const { records, unreadable } = read(
      [
        "# [not a stanza]",
        "",
        "[A rule]",
        "description = first \\",
        "# second, no comment \\",
        "third",
        "disabled = 0",
        "enableSched = 1",
        "action.notable = 1",
        `action.correlationsearch.annotations = ${annotations}`,
        "search = index=a \\",
        "| stats count by b=c",
      ].join("\r\n"),
    );
    expect(unreadable).toEqual([]);
    expect(records).toMatchObject([
      {
        key: "A rule",
        line: 3,
        state: "enabled",
        description: "first \n# second, no comment \nthird",
        techniques: ["T1059.001", "T1027"],
      },
    ]);
  });

  test("takes from [default] what a stanza does not say", () => {
    const { records } = read(
      "[default]\ndisabled = 1\nenableSched = 1\n[a]\nsearch = x\n[b]\ndisabled = 0\nsearch = y\n",
    );
    expect(records.map(({ name, state }) => [name, state])).toEqual([
      ["a", "disabled"],
      ["b", "enabled"],
    ]);
  });

  test("without a word on it is neither disabled nor scheduled, and does not run", () => {
    expect(read("[a]\nsearch = x\n").records[0]?.state).toBe("disabled");
  });

  test("in local changes what default says, setting by setting", () => {
    const defaults = `[a]\ndisabled = 1\nenableSched = 1\naction.risk = 1\nsearch = x\n`;
    for (const order of [0, 1]) {
      const files = [
        { path: "apps/escu/default/savedsearches.conf", text: defaults },
        { path: "apps/escu/local/savedsearches.conf", text: "[a]\ndisabled = 0\n" },
        { path: "apps/other/default/savedsearches.conf", text: defaults },
      ];
      const { records } = readSplunkConf(order === 0 ? files : files.reverse());
      const states = new Map(records.map(({ key, state }) => [key, state]));
      expect(states).toEqual(
        new Map([
          ["escu/a", "enabled"],
          ["other/a", "disabled"],
        ]),
      );
    }
  });

  test("with a stanza twice is one search", () => {
    const { records } = read("[a]\nsearch = x\n[b]\nsearch = y\n[a]\nenableSched = 1\n");
    expect(records.map(({ name, state }) => [name, state])).toEqual([
      ["a", "enabled"],
      ["b", "disabled"],
    ]);
  });

  test("reports a line that is neither stanza nor setting", () => {
    expect(read("[a]\nsearch = x\nnonsense\n").unreadable).toMatchObject([{ line: 3 }]);
  });

  test("is told from other configuration by its settings", () => {
    expect(isSavedSearches("[a]\nsearch = x\n")).toBe(true);
    expect(isSavedSearches("[a]\ndefinition = x\n")).toBe(false);
    expect(isSavedSearches("search = x\n")).toBe(false);
  });

  test.skipIf(!hasShared)("of ESCU is content that does not run, its helpers no detections", () => {
    const path = `${samples}/splunk/savedsearches_2022-06_excerpt.conf`;
    const { records, warnings, unreadable } = readSplunkConf([
      { path, text: readFileSync(path, "utf8") },
    ]);
    expect(unreadable).toEqual([]);
    expect(records).toHaveLength(24);
    expect(records.every(({ state }) => state === "disabled")).toBe(true);
    expect(records.filter(({ techniques }) => techniques.length === 0)).toHaveLength(8);
    expect(warnings.map(({ code }) => code)).toEqual(Array(16).fill("not-a-detection"));
    expect(records[1]).toMatchObject({ techniques: ["T1059"], logSource: "Splunk_Audit" });
  });
});
