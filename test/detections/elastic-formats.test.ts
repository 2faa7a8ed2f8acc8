import { describe, expect, test } from "vitest";
import { readDettectTechniques } from "../../src/main/detections/dettect.reader.ts";
import { isElasticToml, readElasticToml } from "../../src/main/detections/elastic-toml.reader.ts";
import { readJsonValues } from "../../src/main/detections/json-values.reader.ts";
import { isKibanaExport, readKibana } from "../../src/main/detections/kibana.reader.ts";
import { readToml } from "../../src/main/detections/toml.reader.ts";
import { readYaml } from "../../src/main/detections/yaml.reader.ts";

const readRule = (text: string, file = "rules/a.toml") => readElasticToml(file, [readToml(text)]);
const readExport = (text: string) => readKibana("export.ndjson", readJsonValues(text));
const readScores = (text: string) => readDettectTechniques("scores.yaml", readYaml(text));

const aRule = (metadata: string, rule: string) =>
  `[metadata]\nmaturity = "production"\n${metadata}\n[rule]\nname = "A"\nrule_id = "R-1"\n${rule}\n`;

describe("a rule of Elastic's repository", () => {
  test("names its techniques once, whatever the number of tactics", () => {
    const threat = (tactic: string) => `
[[rule.threat]]
framework = "MITRE ATT&CK"
[[rule.threat.technique]]
id = "T1078"
[[rule.threat.technique.subtechnique]]
id = "T1078.004"
[rule.threat.tactic]
id = "TA0001"
name = "${tactic}"
`;
    const text = aRule("", threat("Initial Access") + threat("Defense Evasion"));
    expect(readRule(text).records).toMatchObject([
      {
        key: "r-1",
        techniques: ["T1078", "T1078.004"],
        tactics: ["initial-access", "defense-evasion"],
        state: null,
        maturity: "stable",
        alerting: true,
      },
    ]);
  });

  test("is disabled where it is deprecated, by its word or by its folder", () => {
    const [byFolder] = readRule(aRule("", ""), "x/rules/_deprecated/a.toml").records;
    const [byWord] = readRule(aRule("", "").replace("production", "deprecated")).records;
    for (const record of [byFolder, byWord]) {
      expect(record).toMatchObject({ state: "disabled", maturity: "deprecated" });
    }
  });

  test("raises no alert as a building block or as a hunt", () => {
    expect(readRule(aRule("", 'building_block_type = "default"')).records).toMatchObject([
      { alerting: false },
    ]);
    const hunt =
      '[hunt]\nname = "H"\nuuid = "U"\nintegration = ["aws"]\nmitre = ["T1078.004", "T1078.004"]\n' +
      'query = ["from logs"]\n';
    expect(isElasticToml(readToml(hunt).value)).toBe(true);
    expect(readRule(hunt).records).toMatchObject([
      { key: "u", alerting: false, techniques: ["T1078.004"], platforms: ["IaaS"] },
    ]);
  });

  test("is of the platforms of its tags, else of its integrations where all are known", () => {
    const platforms = (metadata: string, rule: string) =>
      readRule(aRule(metadata, rule)).records[0]?.platforms;
    const integration = 'integration = ["endpoint", "windows"]';
    expect(platforms(integration, 'tags = ["OS: Linux", "OS: macOS"]')).toEqual(["Linux", "macOS"]);
    expect(platforms(integration, "")).toEqual([]);
    expect(
      platforms('integration = ["azure"]', 'tags = ["Data Source: Microsoft Entra ID"]'),
    ).toEqual(["IaaS", "Identity Provider"]);
  });

  test("may give its day as a date of TOML's", () => {
    const days = ['updated_date = "2026/04/01"', "updated_date = 2026-04-01"];
    for (const day of days) {
      expect(readRule(aRule(day, "")).records[0]?.modified).toBe("2026-04-01");
    }
  });
});

describe("hostile TOML", () => {
  test.each([
    ["breaks off", '[rule]\nname = "a', /./],
    ["gives a table twice", "[rule]\na = 1\n[rule]\nb = 2\n", /redefine/],
    ["nests lists", `[rule]\na = ${"[".repeat(5000)}`, /./],
    ["nests dotted keys", `[rule]\n${"a.".repeat(5000)}b = 1\n`, /deeper than 100/],
    ["is too long", `# ${"x".repeat(1_000_000)}`, /more than 1000000/],
  ])("that %s is a fault, not a failure", (_, text, reason) => {
    const { unreadable, records } = readRule(text);
    expect(records).toEqual([]);
    expect(unreadable).toHaveLength(1);
    expect(unreadable[0]?.reason).toMatch(reason);
  });

  test("sets nothing that objects inherit, and wrong types are no values", () => {
    const { records } = readRule(
      aRule(
        "",
        'severity = 3\ntags = "OS: Linux"\nthreat = "T1059"\n[rule.__proto__]\nenabled = true',
      ),
    );
    expect(records).toMatchObject([{ severity: null, techniques: [], state: null }]);
    expect(Reflect.get({}, "enabled")).toBeUndefined();
  });
});

describe("Kibana's export", () => {
  const rule = (id: string, enabled: boolean) => ({
    rule_id: id,
    name: `Rule ${id}`,
    type: "query",
    enabled,
    immutable: true,
    severity: "high",
    threat: [{ framework: "MITRE ATT&CK", tactic: { id: "TA0002", name: "Execution" } }],
  });
  const summary = { exported_count: 5, exported_rules_count: 2, missing_rules_count: 0 };
  const others = [
    { list_id: "l", _version: "1", type: "detection" },
    { list_id: "l", item_id: "i", type: "simple" },
    { id: "c", type: "action", attributes: {} },
  ];
  const objects = [rule("a", true), rule("b", false), ...others, summary];
  const shapes: readonly (readonly [string, string])[] = [
    ["one object a line", objects.map((each) => JSON.stringify(each)).join("\n")],
    ["laid out over lines", objects.map((each) => JSON.stringify(each, null, 2)).join("\n")],
    ["a list", JSON.stringify(objects, null, 1)],
    ["joined by commas", objects.map((each) => JSON.stringify(each)).join(",\n")],
    ["an answer of the interface", JSON.stringify({ page: 1, data: objects })],
  ];

  test.each(shapes)("is read as %s, and says which rules run", (_, text) => {
    expect(readJsonValues(text).some(({ value }) => isKibanaExport(value))).toBe(true);
    const { records, unreadable, warnings } = readExport(text);
    expect(unreadable).toEqual([]);
    expect(records.map(({ key, state, tactics }) => [key, state, tactics])).toEqual([
      ["a", "enabled", ["execution"]],
      ["b", "disabled", ["execution"]],
    ]);
    expect(warnings.map(({ message }) => message)).toEqual([
      "Beside its rules it holds 1 exception list, 1 exception item, 1 connector.",
    ]);
  });

  test("that its summary does not fit is not whole, and one line of nonsense stops nothing", () => {
    const text = [JSON.stringify(rule("a", true)), "{nonsense}", JSON.stringify(summary)].join(
      "\n",
    );
    const { records, unreadable, warnings } = readExport(text);
    expect(records).toHaveLength(1);
    expect(unreadable.map(({ line }) => line)).toEqual([2]);
    expect(warnings.map(({ code }) => code)).toEqual(["summary-differs"]);
  });

  test("of an older version counts only rules in its summary", () => {
    const old = { exported_count: 1, missing_rules: [], missing_rules_count: 2 };
    const text = `${JSON.stringify(rule("a", true))}\n${JSON.stringify(old)}`;
    expect(readExport(text).warnings.map(({ code }) => code)).toEqual(["missing-rules"]);
  });

  test("without summary or prebuilt rules says what may be missing", () => {
    const text = JSON.stringify({ ...rule("a", true), immutable: false });
    expect(readExport(text).warnings.map(({ code }) => code)).toEqual([
      "no-summary",
      "no-prebuilt-rules",
    ]);
  });

  test("with wrong types, deep nesting and no key loses only what is wrong", () => {
    const text = [
      JSON.stringify({
        ...rule("a", true),
        enabled: "yes",
        threat: [1, { technique: [{ id: 5 }] }],
      }),
      '{"type":"query","risk_score":1,"severity":"low","name":"no key"}',
      `{"rule_id":"d","type":"query","threat":${"[".repeat(300)}`,
    ].join("\n");
    const { records, unreadable } = readExport(text);
    expect(records).toMatchObject([{ key: "a", state: null, techniques: [] }]);
    expect(unreadable.map(({ line }) => line)).toEqual([2, 3]);
  });
});

describe("DeTT&CT's technique administration", () => {
  const file = (techniques: string, head = "version: 1.2\nplatform: [Windows]\n") =>
    `%YAML 1.2\n---\n${head}file_type: technique-administration\nname: own\ntechniques:\n${techniques}`;

  test("counts the latest dated score, whatever the order and the kind of date", () => {
    const text = file(`
- technique_id: T1059
  technique_name: Interpreter
  detection:
    applicable_to: [all]
    location: [SIEM]
    score_logbook:
    - {date: 2024-01-01, score: 2, comment: newer}
    - {date: 2021-05-05T10:00:00.000Z, score: 5, comment: older}
    - {date: null, score: 4, comment: undated}
  visibility:
  - {applicable_to: [all], score_logbook: {date: 2020-01-01, score: 3}}
`);
    const { records } = readScores(text);
    expect(records).toMatchObject([
      {
        key: "own T1059",
        name: "T1059 Interpreter",
        kind: "claim",
        state: "enabled",
        quality: 2,
        alerting: true,
        modified: "2024-01-01",
        platforms: ["Windows"],
      },
    ]);
    expect(records[0]?.ownFields).toContainEqual({ name: "Visibility", value: "3 (all)" });
  });

  test("claims nothing by -1, raises no alert by 0, and keeps systems apart", () => {
    const detection = (systems: string, score: number) =>
      `  - {applicable_to: [${systems}], location: [], score_logbook: [{date: null, score: ${score}}]}\n`;
    const text = file(
      `- technique_id: T1003\n  detection:\n${detection("servers", 0)}${detection("clients", 3)}` +
        `- technique_id: T1021\n  detection:\n${detection("all", -1)}` +
        `- technique_id: T1018\n  detection: []\n` +
        `- technique_id: T1033\n  detection:\n${detection("all", 9)}`,
    );
    const { records, unreadable, warnings } = readScores(text);
    expect(records.map(({ key, quality, alerting }) => [key, quality, alerting])).toEqual([
      ["own T1003 (servers)", 0, false],
      ["own T1003 (clients)", 3, true],
    ]);
    expect(unreadable.map(({ reason }) => reason)).toEqual([
      'T1033: the detection score "9" is not -1 to 5',
    ]);
    expect(warnings.map(({ message }) => message)).toEqual([
      "2 techniques have no detection score above -1: nothing is claimed by them.",
    ]);
  });

  test.each(["version: 1\nplatform: all\n", "version: 1.0\n", "version: 1.1\nplatform: Windows\n"])(
    "of an older version has its score beside its date: %s",
    (head) => {
      const text = file(
        "- {technique_id: T1059, detection: {date_implemented: 2019-03-01, score: 4}}\n",
        head,
      );
      const { records, warnings } = readScores(text);
      expect(records).toMatchObject([{ quality: 4, modified: "2019-03-01" }]);
      expect(warnings).toEqual([]);
    },
  );
});
