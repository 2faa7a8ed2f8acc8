import { describe, expect, test } from "vitest";
import { readJsonValues } from "../../src/main/detections/json-values.reader.ts";
import type { ReadFileResult } from "../../src/main/detections/record.ts";
import { isSentinelArm, readSentinelArm } from "../../src/main/detections/sentinel-arm.reader.ts";
import { readSentinelYaml } from "../../src/main/detections/sentinel-yaml.reader.ts";
import { readYaml } from "../../src/main/detections/yaml.reader.ts";
import type { DetectionRecord } from "../../src/shared/model/detection.ts";

const guid = "0ee2aafb-4500-4e36-bcb1-e90eec2f0b9b";

describe("an analytics rule in YAML", () => {
  const only = (lines: readonly string[], file = "Detections/a.yaml"): DetectionRecord => {
    const { records, unreadable } = readSentinelYaml(file, readYaml(lines.join("\n")));
    expect(unreadable).toEqual([]);
    const [record] = records;
    if (record === undefined) throw new Error("no record");
    return record;
  };
  const head = [`id: ${guid.toUpperCase()}`, "name: A rule", "query: SecurityEvent"];

  test("says what it needs and names", () => {
    const record = only([
      ...head,
      "description: |",
      "  'Sees it.'",
      "severity: High",
      "requiredDataConnectors:",
      "- {connectorId: SecurityEvents, dataTypes: [SecurityEvent]}",
      "- {connectorId: MicrosoftThreatProtection, dataTypes: [DeviceProcessEvents, SecurityEvent]}",
      "queryFrequency: 1h",
      "triggerOperator: gt",
      "tactics: [DefenseEvasion, CommandAndControl]",
      "relevantTechniques: [T1562, T1562.001]",
      "version: 1.0.2",
      "kind: Scheduled",
      "metadata: {author: {name: Ann}}",
    ]);
    expect(record).toMatchObject({
      key: guid,
      format: "sentinel-yaml",
      state: null,
      severity: "high",
      alerting: true,
      techniques: ["T1562", "T1562.001"],
      tactics: ["defense-evasion", "command-and-control"],
      platforms: ["Windows"],
      logSource: "SecurityEvent, DeviceProcessEvents",
      owner: "Ann",
      description: "Sees it.",
    });
    expect(record.ownFields).toEqual([
      { name: "connectors", value: "SecurityEvents, MicrosoftThreatProtection" },
      { name: "queryFrequency", value: "1h" },
      { name: "triggerOperator", value: "gt" },
      { name: "version", value: "1.0.2" },
      { name: "kind", value: "Scheduled" },
    ]);
  });

  test("that sets its tactics when it runs keeps the column's name", () => {
    const record = only([
      ...head,
      "kind: NRT",
      "tactics: []",
      "alertDetailsOverride: {alertTacticsColumnName: ThreatPurpose}",
    ]);
    expect(record).toMatchObject({ techniques: [], tactics: [], alerting: true });
    expect(record.ownFields).toContainEqual({
      name: "alertTacticsColumnName",
      value: "ThreatPurpose",
    });
  });

  test("without severity, kind and trigger is a hunting query and raises no alert", () => {
    expect(only([...head, "tactics: [Impact]", "relevantTechniques: []"]).alerting).toBe(false);
    const file = "Solutions/A/Hunting Queries/b.yaml";
    expect(only([...head, "severity: Low"], file).alerting).toBe(false);
  });

  test("marked as deprecated is retired", () => {
    const lines = [`id: ${guid}`, 'name: "[Deprecated] - A rule"', "query: T", "severity: Low"];
    expect(only(lines)).toMatchObject({ maturity: "deprecated", state: "disabled" });
    expect(only([...head, "status: Available"])).toMatchObject({ maturity: null, state: null });
  });
});

const properties = {
  displayName: "A rule",
  description: "d",
  severity: "Medium",
  enabled: true,
  query: "SecurityEvent\r\n| take 1",
  queryFrequency: "PT1H",
  triggerOperator: "GreaterThan",
  triggerThreshold: 0,
  tactics: ["InitialAccess", "DefenseEvasion"],
  techniques: ["T1078", "T1562"],
  subTechniques: ["T1562.001"],
  alertRuleTemplateName: null,
};
const resource = {
  id: `[concat(resourceId('Microsoft.OperationalInsights/workspaces/providers', parameters('workspace'), 'Microsoft.SecurityInsights'),'/alertRules/${guid}')]`,
  name: `[concat(parameters('workspace'),'/Microsoft.SecurityInsights/${guid}')]`,
  type: "Microsoft.OperationalInsights/workspaces/providers/alertRules",
  kind: "Scheduled",
  apiVersion: "2023-12-01-preview",
  properties,
};
const schema = "https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#";

function arm(value: unknown): ReadFileResult {
  expect(isSentinelArm(value)).toBe(true);
  return readSentinelArm("export.json", readJsonValues(JSON.stringify(value)));
}

describe("analytics rules in ARM templates and REST answers", () => {
  const expected = {
    key: guid,
    name: "A rule",
    format: "sentinel-arm",
    state: "enabled",
    severity: "medium",
    alerting: true,
    techniques: ["T1078", "T1562", "T1562.001"],
    tactics: ["initial-access", "defense-evasion"],
  };
  const restId = `/subscriptions/11111111-2222-3333-4444-555555555555/resourceGroups/g/providers/Microsoft.OperationalInsights/workspaces/w/providers/Microsoft.SecurityInsights/alertRules/${guid}`;

  test.each([
    [
      "the portal's export",
      {
        $schema: schema,
        contentVersion: "1.0.0.0",
        parameters: { workspace: { type: "String" } },
        resources: [resource],
      },
    ],
    ["a resource alone", resource],
    ["a list of resources", [resource]],
    ["the REST answer", { value: [{ id: restId, name: guid, kind: "Scheduled", properties }] }],
    [
      "a template with named resources",
      { $schema: schema, resources: { rule: resource }, languageVersion: "2.0" },
    ],
    [
      "a nested deployment",
      {
        $schema: schema,
        resources: [
          {
            type: "Microsoft.Resources/deployments",
            properties: { template: { $schema: schema, resources: [resource] } },
          },
        ],
      },
    ],
  ])("%s is read", (_name, value) => {
    const { records, unreadable } = arm(value);
    expect(unreadable).toEqual([]);
    expect(records).toMatchObject([expected]);
  });

  test("the key is the rule's own ID, not that of the subscription", () => {
    const rule = { id: restId.toUpperCase().replace("ALERTRULES", "alertRules"), kind: "NRT" };
    expect(arm({ value: [{ ...rule, properties }] }).records[0]?.key).toBe(guid);
  });

  test("a rule without techniques, as of machine learning, is read and names none", () => {
    const { records } = arm({
      value: [
        {
          id: restId.replace(guid, "BuiltInFusion"),
          kind: "Fusion",
          properties: { displayName: "Attacks in several stages", enabled: false },
        },
      ],
    });
    expect(records).toMatchObject([
      { key: "builtinfusion", techniques: [], state: "disabled", severity: null },
    ]);
  });

  test.each([
    [{ enabled: true }, "enabled"],
    [{ enabled: false }, "disabled"],
    [{ enabled: "true" }, "enabled"],
    [{ enabled: "[parameters('on')]" }, "disabled"],
    [{ enabled: "[parameters('unknown')]" }, null],
    [{ enabled: null }, null],
  ])("%j is %s", (given, state) => {
    const { records } = arm({
      $schema: schema,
      parameters: { on: { type: "bool", defaultValue: false } },
      resources: [{ ...resource, properties: { ...properties, ...given } }],
    });
    expect(records[0]?.state).toBe(state);
  });

  test("a solution's template is on offer, with its names looked up in variables", () => {
    const { records } = arm({
      $schema: schema,
      parameters: { title: { defaultValue: "Named by a parameter" } },
      variables: {
        rule1: { contentId: guid, idAgain: "[variables('rule1').contentId]" },
        hunting: "58fe8fc8-54fa-48cd-bac3-197f8d862429",
      },
      resources: [
        {
          type: "Microsoft.OperationalInsights/workspaces/providers/contentTemplates",
          name: "[variables('rule1').templateSpecName]",
          properties: {
            contentKind: "AnalyticsRule",
            mainTemplate: {
              $schema: schema,
              parameters: {},
              variables: {},
              resources: [
                {
                  type: "Microsoft.SecurityInsights/AlertRuleTemplates",
                  name: "[variables('rule1').idAgain]",
                  kind: "Scheduled",
                  location: "[parameters('workspace-location')]",
                  properties: {
                    ...properties,
                    enabled: false,
                    displayName: "[parameters('title')]",
                    requiredDataConnectors: [
                      { connectorId: "AWS", dataTypes: ["AWSCloudTrail"] },
                      { connectorId: "AWSS3", dataTypes: ["AWSCloudTrail"] },
                    ],
                  },
                },
                { type: "Microsoft.OperationalInsights/workspaces/providers/metadata" },
              ],
            },
          },
        },
        {
          type: "Microsoft.OperationalInsights/workspaces/providers/contentTemplates",
          properties: {
            mainTemplate: {
              resources: [
                {
                  type: "Microsoft.OperationalInsights/savedSearches",
                  name: "[concat('a_Hunting_Query_1', '58fe8fc8-54fa-48cd-bac3-197f8d862429')]",
                  properties: {
                    category: "Hunting Queries",
                    displayName: "[[A hunt]",
                    query: "SecurityEvent",
                    tags: [
                      { name: "description", value: "Look for it." },
                      { name: "tactics", value: "CredentialAccess,Discovery" },
                      { name: "techniques", value: "T1003,T1087.002" },
                    ],
                  },
                },
                {
                  type: "Microsoft.OperationalInsights/savedSearches",
                  properties: { category: "Functions", displayName: "A parser" },
                },
              ],
            },
          },
        },
      ],
    });
    expect(records).toMatchObject([
      {
        key: guid,
        name: "Named by a parameter",
        state: null,
        alerting: true,
        platforms: ["IaaS"],
        logSource: "AWSCloudTrail",
      },
      {
        key: "58fe8fc8-54fa-48cd-bac3-197f8d862429",
        name: "[A hunt]",
        state: null,
        alerting: false,
        description: "Look for it.",
        techniques: ["T1003", "T1087.002"],
        tactics: ["credential-access", "discovery"],
      },
    ]);
    expect(records).toHaveLength(2);
  });

  test("a rule within what a solution brings is on offer too, whatever its default is", () => {
    const content = {
      type: "Microsoft.OperationalInsights/workspaces/providers/contentTemplates",
      properties: { mainTemplate: { resources: [resource] } },
    };
    expect(arm({ $schema: schema, resources: [content] }).records[0]?.state).toBeNull();
  });

  test("variables that name each other in a circle, or JavaScript's own, resolve to nothing", () => {
    const { records } = arm({
      $schema: schema,
      variables: { a: "[variables('b')]", b: "[variables('a')]" },
      resources: [
        { ...resource, id: "", name: "[variables('a')]" },
        { ...resource, id: "", name: "[variables('__proto__')]" },
        { ...resource, id: "", name: "[variables('constructor').name]" },
      ],
    });
    expect(records.map(({ key }) => key)).toEqual(Array(3).fill("name:A rule"));
  });

  test("wrong types where texts and lists belong lose nothing but themselves", () => {
    const { records, unreadable, warnings } = arm({
      value: [
        {
          kind: "Scheduled",
          id: restId,
          properties: {
            displayName: "Odd",
            severity: "Huge",
            enabled: 1,
            techniques: "T1059",
            subTechniques: [1, null, "T1059.001"],
            tactics: { a: 1 },
            requiredDataConnectors: "x",
            tags: 3,
          },
        },
        { kind: "Scheduled", id: 5, name: [], properties: { displayName: "" } },
        { type: "Microsoft.SecurityInsights/alertRules", properties: { enabled: true } },
      ],
    });
    expect(records).toMatchObject([
      { name: "Odd", techniques: ["T1059", "T1059.001"], tactics: [], state: null, severity: null },
    ]);
    expect(warnings.map(({ code }) => code)).toEqual(["unknown-word"]);
    expect(unreadable).toEqual([
      { file: "export.json", line: 1, reason: "a rule has neither name nor ID" },
    ]);
  });

  test.each([
    ["another deployment", { $schema: schema, resources: [{ type: "Microsoft.Storage/x" }] }],
    ["a STIX bundle", { type: "bundle", objects: [{ type: "indicator" }] }],
    ["saved searches of Splunk", { entry: [{ name: "a", content: { search: "b" } }] }],
    ["a list of numbers", [1, 2]],
  ])("%s is left alone", (_name, value) => {
    expect(isSentinelArm(value)).toBe(false);
  });
});
