import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import type { AssessmentResult } from "../../src/shared/model/assessment.ts";
import { attackId } from "../../src/shared/model/attack-id.ts";
import { enterprise } from "../analysis/builders.ts";
import {
  assess,
  type OracleAsset,
  type OracleDetection,
  readRelease,
} from "../support/oracle/attack-oracle.ts";
import { openWorkbench } from "../support/workbench.ts";

const oracle = readRelease("resources/starter/enterprise-attack-18.1.json.gz", enterprise);
const actors = [
  { id: "G0046", weight: 2 },
  { id: "G0082", weight: 0.5 },
  { id: "G0032", weight: 1 },
];

/** Two estates: what stands in them, and what is said of it by nobody. */
const assets: readonly (OracleAsset & { readonly name: string })[] = [
  {
    name: "dc-01",
    platform: "Windows",
    criticality: "critical",
    environment: "Main",
    segment: "Servers",
  },
  {
    name: "ws",
    platform: "Windows",
    criticality: "low",
    environment: "Main",
    segment: "Office",
    count: 250,
  },
  { name: "macs", platform: "macOS", environment: "Main", segment: "Office", count: 7 },
  {
    name: "db-01",
    platform: "Linux",
    criticality: "high",
    environment: "Main",
    segment: "Servers",
  },
  { name: "what-is-this", environment: "Main", segment: "Servers", criticality: "critical" },
  {
    name: "tenant",
    platform: "IaaS",
    criticality: "critical",
    environment: "Plant",
    segment: "Cloud",
    count: 3,
  },
  {
    name: "hv-01",
    platform: "ESXi",
    criticality: "high",
    environment: "Plant",
    segment: "Servers",
  },
  { name: "boxes", platform: "Linux", environment: "Plant", segment: "Cloud", count: 40 },
  {
    name: "not-asked",
    platform: "Windows",
    criticality: "critical",
    environment: "Lab",
    segment: "Office",
    count: 99,
  },
];
const rules: Readonly<Record<string, readonly string[]>> = {
  Main: ["T1059.001", "T1486", "T1105", "T1021.001", "T1021.001", "T1566"],
  Plant: ["T1059.004", "T1105", "T1078"],
  Lab: ["T1003.001"],
};

const detectionsOf = (environments: readonly string[]): OracleDetection[] =>
  environments.flatMap((name) =>
    (rules[name] ?? []).map((technique) => ({
      techniques: [technique],
      otherIds: [],
      state: "enabled",
      isStateAssumed: false,
      isExperimental: false,
      severity: "high",
    })),
  );

/** What the oracle says of environments and, where asked, segments and platforms alone. */
const answerOf = (
  environments: readonly string[],
  scope: { readonly segments?: readonly string[]; readonly platforms?: readonly string[] } = {},
) =>
  assess(oracle, {
    actors,
    way: "withCampaigns",
    detections: detectionsOf(environments),
    assets,
    environments,
    ...scope,
  });

async function openEstates() {
  const { client, folder } = await openWorkbench({ starter: true });
  for (const environment of ["Main", "Plant", "Lab"]) {
    if (environment !== "Main") await client.environments.create({ name: environment });
    const write = (name: string, lines: readonly string[]) => {
      const path = join(folder, `${environment}-${name}`);
      writeFileSync(path, lines.join("\n"));
      return path;
    };
    await client.detections.import({
      environment,
      paths: [
        write("rules.csv", [
          "Rule ID,Name,Techniques,State,Severity",
          ...(rules[environment] ?? []).map((id, at) => `R${at},Rule ${at},${id},enabled,high`),
        ]),
      ],
    });
    await client.assets.import({
      environment,
      paths: [
        write("assets.csv", [
          "Name;Platform;Criticality;Segment;Count",
          ...assets
            .filter((asset) => asset.environment === environment)
            .map(({ name, platform = "", criticality = "", segment = "", count = 1 }) =>
              [name, platform, criticality, segment, count].join(";"),
            ),
        ]),
      ],
    });
  }
  const { id: assessmentId } = await client.assessments.create({ name: "Estates" });
  for (const { id, weight } of actors) {
    const actor = { kind: "group" as const, domain: enterprise, id: attackId.parse(id) };
    await client.actors.choose({ assessmentId, actor, weight, reason: "" });
  }
  const { scope } = await client.assessments.get({ assessmentId });
  const ask = async (part: Partial<typeof scope>): Promise<AssessmentResult> => {
    await client.assessments.setScope({ assessmentId, scope: { ...scope, ...part } });
    return client.assessments.answer({ assessmentId });
  };
  return { ask };
}

function compare(answer: AssessmentResult, expected: ReturnType<typeof assess>): void {
  expect(answer.coverage).toMatchObject({ techniques: expected.total, covered: expected.covered });
  expect(
    answer.gaps.map(({ id, priority, band, exposedAssets }) => [
      id,
      priority.toFixed(1),
      band,
      exposedAssets?.on ?? 0,
    ]),
  ).toEqual(
    expected.gaps.map(({ id, priority, band, assetsOn }) => [id, priority, band, assetsOn]),
  );
  for (const [at, { id, parts }] of answer.gaps.entries()) {
    const exposure = expected.gaps[at]?.exposure ?? null;
    if (exposure === null) expect(parts.exposure.value, id).toBeNull();
    else expect(parts.exposure.value, id).toBeCloseTo(exposure.of / exposure.worth, 12);
  }
}

describe("an assessment over several estates", () => {
  test("weighs the assets of its environments, segments and platforms as counted apart", async () => {
    const { ask } = await openEstates();
    const both = ["Main", "Plant"];
    const joint = answerOf(both);
    // By hand: 4 + 250 + 7 × 2 + 3 in Main, 3 × 4 + 3 + 40 × 2 in Plant.
    expect(joint.gaps[0]?.exposure?.worth).toBe(271 + 95);
    compare(await ask({ environments: both }), joint);
    compare(
      await ask({ environments: both, segments: ["Servers", "Cloud"] }),
      answerOf(both, { segments: ["Servers", "Cloud"] }),
    );
    const platforms = ["Linux", "ESXi", "macOS"];
    compare(await ask({ environments: both, platforms }), answerOf(both, { platforms }));
    // Nobody has an asset there: the part is left out of the mean.
    const nowhere = answerOf(both, { segments: ["Nowhere"] });
    expect(nowhere.gaps.every(({ exposure }) => exposure === null)).toBe(true);
    compare(await ask({ environments: both, segments: ["Nowhere"] }), nowhere);
  });

  test("shows of each what it would be alone, with its own rules and assets", async () => {
    const { ask } = await openEstates();
    const { environments } = await ask({ environments: ["Main", "Plant", "Lab"] });
    expect(
      environments?.map(({ name, coverage }) => [name, coverage.covered, coverage.techniques]),
    ).toEqual(
      ["Main", "Plant", "Lab"].map((name) => {
        const { covered, total } = answerOf([name]);
        return [name, covered, total];
      }),
    );
    compare(await ask({ environments: ["Plant"] }), answerOf(["Plant"]));
  });
});
