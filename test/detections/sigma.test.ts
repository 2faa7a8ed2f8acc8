import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import type { DetectionRecord } from "../../src/shared/model/detection.ts";
import { readSigma, silenceBases } from "../../src/main/detections/sigma.reader.ts";
import { readAnyYaml, readYaml } from "../../src/main/detections/yaml.reader.ts";
import { hasShared, samples } from "./samples.ts";

function readText(file: string, text: string) {
  return readSigma(file, readYaml(text));
}

function aRule(lines: readonly string[]): string {
  return [
    "title: A rule",
    "id: 0F06A3A5-6A09-413F-8743-E6CF35561297",
    ...lines,
    "logsource: {product: windows, category: process_creation}",
    "detection: {selection: {Image: a.exe}, condition: selection}",
    "",
  ].join("\n");
}

function only(text: string, file = "rules/a.yml"): DetectionRecord {
  const { records, unreadable } = readText(file, text);
  expect(unreadable).toEqual([]);
  const [record, ...others] = records;
  expect(others).toEqual([]);
  if (record === undefined) throw new Error("no record");
  return record;
}

describe("a Sigma rule", () => {
  test("is keyed by its id, not by its file", () => {
    expect(only(aRule([])).key).toBe("0f06a3a5-6a09-413f-8743-e6cf35561297");
  });

  test("without an id is keyed by its title", () => {
    const text = "title: No id\ndetection: {a: b}\n";
    expect(only(text).key).toBe("title:No id");
  });

  test("names techniques and tactics by its tags, and keeps the other tags", () => {
    const record = only(
      aRule([
        "tags: [attack.t1059.001, attack.T1003, attack.defense_evasion, attack.stealth,",
        "  attack.g0032, attack.s0154, attack.ds0005, attack.ta0002, cve.2021-43798, car.2013-05-002,",
        "  detection.emerging-threats, stp.1k]",
      ]),
    );
    expect(record.techniques).toEqual(["T1059.001", "T1003"]);
    expect(record.tactics).toEqual(["defense-evasion", "stealth", "TA0002"]);
    expect(record.ownFields).toContainEqual({
      name: "tags",
      value:
        "attack.g0032, attack.s0154, attack.ds0005, cve.2021-43798, car.2013-05-002, " +
        "detection.emerging-threats, stp.1k",
    });
  });

  test("keeps a technique tag that is malformed, to be reported", () => {
    const record = only(aRule(["tags: [attack.t10590, attack.t1059.1, attack.t1059.0011]"]));
    expect(record.techniques).toEqual(["t10590", "t1059.1", "t1059.0011"]);
  });

  test("counts a technique once that is tagged twice", () => {
    expect(only(aRule(["tags: [attack.t1059, attack.T1059]"])).techniques).toEqual(["T1059"]);
  });

  test.each(["tags:", "tags: null", "tags: []"])("may have no tags: %s", (tags) => {
    expect(only(aRule([tags])).techniques).toEqual([]);
  });

  test("may have a plain text for tags and for references", () => {
    const record = only(aRule(["tags: attack.t1059", "references: https://example.org/a"]));
    expect(record.techniques).toEqual(["T1059"]);
    expect(record.ownFields).toEqual([{ name: "references", value: "https://example.org/a" }]);
  });

  test.each([
    ["stable", "stable", null],
    ["test", "test", null],
    ["experimental", "experimental", null],
    ["deprecated", "deprecated", "disabled"],
    ["unsupported", "unsupported", "disabled"],
  ])("with status %s has maturity %s and state %s", (status, maturity, state) => {
    const record = only(aRule([`status: ${status}`]));
    expect([record.maturity, record.state]).toEqual([maturity, state]);
  });

  test("in a folder of retired rules does not run, whatever its status says", () => {
    const record = only(aRule(["status: test"]), "sigma/deprecated/windows/a.yml");
    expect([record.maturity, record.state]).toEqual(["deprecated", "disabled"]);
  });

  test("with a status or level that nobody knows says so", () => {
    const { records, warnings } = readText("a.yml", aRule(["status: fine", "level: huge"]));
    expect(records[0]).toMatchObject({ maturity: null, severity: null });
    expect(warnings.map(({ code }) => code)).toEqual(["unknown-word", "unknown-word"]);
  });

  test("has one form of date, whichever it was written in", () => {
    expect(only(aRule(["date: 2017/11/01"])).modified).toBe("2017-11-01");
    expect(only(aRule(["date: 2017-11-01", "modified: 2020-02-03"])).modified).toBe("2020-02-03");
  });

  test("keeps texts that look like numbers, dates or yes and no", () => {
    const record = only("title: 2020-01-01\nid: 1e3\nname: yes\ndetection: {a: b}\n");
    expect([record.name, record.key]).toEqual(["2020-01-01", "1e3"]);
  });

  test("for hunting raises no alert", () => {
    expect(only(aRule(["tags: [detection.threat-hunting]"])).alerting).toBe(false);
  });

  test.each([
    ["product: windows, service: security", ["Windows"]],
    ["product: azure, service: signinlogs", ["Identity Provider"]],
    ["product: azure, service: activitylogs", ["IaaS"]],
    ["product: gcp, service: google_workspace.admin", ["Office Suite"]],
    ["product: zeek, service: dns", []],
    ["category: proxy", []],
    ["category: registry_set", ["Windows"]],
    ["product: something-new", []],
  ])("of %s is for %j", (source, platforms) => {
    const text = `title: a\nlogsource: {${source}}\ndetection: {a: b}\n`;
    expect(only(text).platforms).toEqual(platforms);
  });
});

describe("a file of several documents", () => {
  const global = [
    "action: global",
    "title: Global",
    "id: 4a3a2b96-d7fc-4cb9-80e4-4a545fe95f46",
    "tags: [attack.t1543.003]",
    "level: high",
    "---",
    "logsource: {product: windows, service: security}",
    "detection: {selection: {EventID: 4697}}",
    "---",
    "logsource: {product: linux}",
    "detection: {selection: {EventID: 7045}}",
  ];

  test("gives every rule the fields of its global document, and a key of its own", () => {
    const { records } = readText("a.yml", global.join("\n"));
    expect(
      records.map(({ key, techniques, severity, platforms }) => [
        key,
        techniques,
        severity,
        platforms,
      ]),
    ).toEqual([
      ["4a3a2b96-d7fc-4cb9-80e4-4a545fe95f46", ["T1543.003"], "high", ["Windows"]],
      ["4a3a2b96-d7fc-4cb9-80e4-4a545fe95f46#2", ["T1543.003"], "high", ["Linux"]],
    ]);
  });

  test("forgets the global document at action: reset", () => {
    const text = [...global, "---", "action: reset", "---", "title: Other", "detection: {a: b}"];
    const { records } = readText("a.yml", text.join("\n"));
    expect(records[2]).toMatchObject({ key: "title:Other", techniques: [], severity: null });
  });

  test("repeats the last rule at action: repeat", () => {
    const text = [...global, "---", "action: repeat", "logsource: {product: macos}"];
    const { records } = readText("a.yml", text.join("\n"));
    expect(records[2]).toMatchObject({ techniques: ["T1543.003"], platforms: ["macOS"] });
  });

  test("with a global document alone is reported", () => {
    const { unreadable } = readText("a.yml", "action: global\ntitle: a\n");
    expect(unreadable).toEqual([
      { file: "a.yml", line: 1, reason: "action: global has no rule after it" },
    ]);
  });

  test("loses a broken document and keeps the others", () => {
    const text = "title: a\ndetection: {a: b}\n---\ntitle: *b\n---\ntitle: c\ndetection: {a: b}\n";
    const { records, unreadable } = readText("a.yml", text);
    expect(records.map(({ name }) => name)).toEqual(["a", "c"]);
    expect(unreadable).toMatchObject([{ file: "a.yml", line: 4 }]);
  });
});

describe("a correlation", () => {
  const correlate = (extra: string) =>
    [
      "title: Many",
      "id: 23179f25-6fce-4827-bae1-b219deaf563e",
      "tags: [attack.t1110.003]",
      `correlation: {type: event_count, rules: [base_name, 5B0B75DC-9190-4047-B9A8-14164CEE8A31]${extra}}`,
      "---",
      "title: Base by name",
      "name: base_name",
      "id: a1",
      "detection: {a: b}",
      "---",
      "title: Base by id",
      "id: 5b0b75dc-9190-4047-b9a8-14164cee8a31",
      "detection: {a: b}",
    ].join("\n");

  test.each([
    ["", [true, false, false]],
    [", generate: false", [true, false, false]],
    [", generate: true", [true, true, true]],
  ])("silences the rules that it is made of%s", (extra, alerting) => {
    const { records, silentBases, names } = readText("a.yml", correlate(extra));
    const silenced = silenceBases(records, new Set(silentBases), names);
    expect(silenced.map((record) => record.alerting)).toEqual(alerting);
  });
});

describe("what is not a rule", () => {
  test.each([
    [
      "a filter",
      "title: f\nlogsource: {product: windows}\nfilter: {rules: [a], selection: {a: b}}",
    ],
    ["regression data", "id: 1\ndescription: d\nrule_metadata:\n  - id: 2\n    title: t\n"],
    ["a list", "- a\n- b\n"],
    ["nothing", "# only a comment\n"],
  ])("gives no record: %s", (_name, text) => {
    const { records, unreadable } = readText("a.yml", text);
    expect([records, unreadable]).toEqual([[], []]);
  });

  test("a rule without detection is reported", () => {
    const { unreadable } = readText("a.yml", "title: p\ntags: [attack.t1059]\n");
    expect(unreadable).toEqual([
      { file: "a.yml", line: 1, reason: "has neither detection nor correlation" },
    ]);
  });
});

describe("hostile YAML", () => {
  const faultOf = (text: string) => readYaml(text).find(({ fault }) => fault !== null);

  test.each([
    ["an alias", "a: 1\nb: *a\n", 2, /aliases/],
    ["an anchor", "a: &a 1\n", 1, /anchors/],
    ["a merge key", "a:\n  <<: {b: c}\n", 2, /merge keys/],
    ["a custom tag", 'a: 1\nb: !!js/function "x"\n', 2, /tag/],
    ["a local tag", "b: !thing x\n", 1, /tag/],
    ["a key that comes twice", "a: 1\nb: 2\na: 3\n", 3, /twice/],
    ["a key that is a list", "? [a, b]\n: c\n", 1, /key is not a text/],
    ["a tab for indentation", "a:\n\tb: c\n", 2, /[Tt]ab/],
    ["an open quote", 'a: "b\n', 2, /./],
  ])("%s makes a document faulty, with its line", (_name, text, line, fault) => {
    const found = faultOf(text);
    expect(found?.fault).toMatch(fault);
    expect(found?.line).toBe(line);
  });

  test("a hundred levels of nesting are read, more are not", () => {
    const nested = (levels: number) => `x: ${"[".repeat(levels)}${"]".repeat(levels)}`;
    expect(readYaml(nested(99))).toMatchObject([{ fault: null }]);
    expect(faultOf(nested(101))?.fault).toMatch(/nested deeper/);
    expect(faultOf("- ".repeat(5000))?.fault).toMatch(/nested deeper/);
    expect(faultOf(nested(10_000))?.fault).toMatch(/nested deeper/);
  });

  test("a file of more than a million characters is not read", () => {
    expect(readText("a.yml", "#".repeat(1_000_001)).unreadable).toMatchObject([
      { reason: expect.stringContaining("1000000") as string },
    ]);
  });

  test("keys of JavaScript's own objects are keys like others", () => {
    const text =
      "title: p\n__proto__: {polluted: yes}\nconstructor: {prototype: {polluted: yes}}\n" +
      "tags: [attack.t1059, __proto__]\ndetection: {toString: a}\n";
    expect(only(text).techniques).toEqual(["T1059"]);
    expect(Reflect.get({}, "polluted")).toBeUndefined();
  });

  test.each([
    ["sound", (text: string) => readYaml(text)],
    ["any", (text: string) => readAnyYaml(text)],
  ])("wide maps take time in proportion to their size in the reader of %s files", (_, read) => {
    const timeFor = (keys: number) => {
      const wide = Array.from({ length: keys }, (_key, at) => `k${at}: v`).join("\n");
      const times = Array.from({ length: 5 }, () => {
        const begun = process.cpuUsage();
        expect(read(wide)).toMatchObject([{ fault: null }]);
        const { user, system } = process.cpuUsage(begun);
        return user + system;
      });
      // The least of several: what else runs, and the collector, only ever add.
      return Math.min(...times);
    };
    // Four times the keys: four times as long in proportion, sixteen times were every key compared.
    expect(timeFor(16_000) / timeFor(4000)).toBeLessThan(10);
  });
});

describe.skipIf(!hasShared)("real files", () => {
  test("every sample is read, and none is lost", () => {
    const files = readdirSync(`${samples}/sigma`, { recursive: true, encoding: "utf8" }).filter(
      (file) => file.endsWith(".yml"),
    );
    expect(files.length).toBe(62);
    for (const file of files) {
      const result = readText(file, readFileSync(`${samples}/sigma/${file}`, "utf8"));
      expect(result.unreadable).toEqual([]);
      expect(result.records.length).toBeGreaterThan(0);
      if (/^(?:deprecated|unsupported)\//.test(file)) {
        expect(result.records.every(({ state }) => state === "disabled")).toBe(true);
      }
    }
  });

  test("the same rule before and after 19 names the IDs of its release", () => {
    const pair = (name: string) =>
      ["v18", "v19"].map((release) => {
        const file = `${samples}/sigma/v18_v19_pairs/${name}.${release}.yml`;
        return only(readFileSync(file, "utf8")).techniques;
      });
    expect(pair("proc_creation_win_iis_appcmd_http_logging")).toEqual([
      ["T1562.002"],
      ["T1685.001"],
    ]);
  });

  test("each hostile file is refused in the file's own line", () => {
    const folder = `${samples}/stix-negative/made-here/rules`;
    const outcomes = readdirSync(folder).map((file) => {
      const { records, unreadable } = readText(file, readFileSync(`${folder}/${file}`, "utf8"));
      expect(records).toEqual([]);
      return [file, unreadable.length, unreadable[0]?.line];
    });
    expect(outcomes).toEqual([
      ["alias-bomb.yml", 1, 2],
      ["deep-flow.yml", 1, 2],
      ["js-tag.yml", 1, 2],
      ["merge-key-empty-fan.yml", 1, 1],
      ["proto-key.yml", 1, 1],
      ["tabs-and-cr.yml", 1, 2],
    ]);
  });
});
