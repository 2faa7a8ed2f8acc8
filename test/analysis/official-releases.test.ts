/**
 * The analysis on the official 18.1 releases and the Sigma archive, through the contract, against
 * an oracle that shares no code with the product.
 */
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { findApplicationRoot } from "../../src/main/application-root.reader.ts";
import { startWorkbench } from "../../src/main/backend/start-workbench.ts";
import type { Workbench } from "../../src/main/backend/workbench.ts";
import { clientOf } from "../../src/main/backend/workbench.ts";
import type { Client } from "../../src/shared/client.ts";
import type { CasemateContract } from "../../src/shared/contract.ts";
import type { AssessmentResult } from "../../src/shared/model/assessment.ts";
import { attackId, domain as domainSchema } from "../../src/shared/model/attack-id.ts";
import type { OracleDetection, OracleRelease } from "../support/oracle/attack-oracle.ts";
import {
  assess,
  compareActors,
  listGroups,
  readLaterRelease,
  readRelease,
  techniquesOf,
} from "../support/oracle/attack-oracle.ts";
import { readSigmaRules, sigmaDetections } from "../support/oracle/sigma-oracle.ts";

const data = "../shared/data";
const isThere = existsSync(data);
if (!isThere) console.warn(`${data} is missing: the analysis was not held against the oracle`);

const bundles = {
  "enterprise-attack": `${data}/attack/enterprise-attack-18.1.stix20.json.gz`,
  "mobile-attack": `${data}/attack/mobile-attack-18.1.stix20.json.gz`,
  "ics-attack": `${data}/attack/ics-attack-18.1.stix21.json.gz`,
};
type OracleAnswer = ReturnType<typeof assess>;
type OfficialDomain = keyof typeof bundles;
const domains: OfficialDomain[] = ["enterprise-attack", "mobile-attack", "ics-attack"];

/** Group and weight; and whether campaigns and software are taken in. */
interface Question {
  readonly domain: OfficialDomain;
  readonly actors: readonly (readonly [id: string, weight: number])[];
  readonly way: "direct" | "withCampaigns" | "withSoftware";
  readonly environment: "Deployed" | "Repository";
  readonly threshold?: number;
}

const financial = [
  ["G0046", 1],
  ["G0082", 1],
  ["G0032", 1],
] as const;

const questions: Question[] = [
  { domain: "enterprise-attack", actors: financial, way: "withCampaigns", environment: "Deployed" },
  { domain: "enterprise-attack", actors: financial, way: "direct", environment: "Repository" },
  { domain: "enterprise-attack", actors: financial, way: "withSoftware", environment: "Deployed" },
  {
    domain: "enterprise-attack",
    actors: [
      ["G0016", 2.5],
      ["G0007", 0.1],
      ["G0049", 1],
    ],
    way: "withCampaigns",
    environment: "Deployed",
    threshold: 5,
  },
  {
    domain: "enterprise-attack",
    actors: [["G0034", 3]],
    way: "withSoftware",
    environment: "Repository",
  },
  {
    domain: "mobile-attack",
    actors: [
      ["G0112", 3],
      ["G0034", 1],
      ["G0056", 0.3],
    ],
    way: "withSoftware",
    environment: "Deployed",
  },
  {
    domain: "ics-attack",
    actors: [
      ["G0034", 1],
      ["G0088", 1.7],
    ],
    way: "withCampaigns",
    environment: "Deployed",
  },
];

describe.skipIf(!isThere)("on ATT&CK 18.1 and the Sigma archive", () => {
  const folder = mkdtempSync(join(tmpdir(), "casemate-analysis-"));
  const oracles = new Map<OfficialDomain, OracleRelease>();
  const detections = new Map<string, readonly OracleDetection[]>();
  let workbench: Workbench;
  let client: Client<CasemateContract>;

  beforeAll(async () => {
    workbench = startWorkbench({
      root: findApplicationRoot(import.meta.url),
      nativeBinding: undefined,
      now: () => new Date("2026-11-21T12:00:00.000Z"),
    });
    client = clientOf(workbench);
    await client.workspace.create({ path: join(folder, "official.casemate"), starter: false });
    await client.catalogue.import({ paths: Object.values(bundles), onConflict: "ask" });
    for (const [environment, state] of [
      ["Deployed", "enabled"],
      ["Repository", "available"],
    ] as const) {
      await client.environments.create({ name: environment });
      await client.detections.import({
        paths: [`${data}/sigma/sigma-rules.zip`],
        environment,
        state,
      });
    }
    const rules = readSigmaRules(`${data}/sigma/sigma-rules.zip`);
    for (const domain of domains) {
      const oracle = readRelease(bundles[domain], domain);
      oracles.set(domain, oracle);
      detections.set(`${domain} Deployed`, sigmaDetections(rules, oracle, "enabled"));
      detections.set(`${domain} Repository`, sigmaDetections(rules, oracle, "available"));
    }
  }, 300_000);

  afterAll(async () => {
    await workbench.close();
    rmSync(folder, { recursive: true, force: true });
  });

  const oracleOf = (domain: OfficialDomain): OracleRelease => {
    const oracle = oracles.get(domain);
    if (oracle === undefined) throw new Error(`${domain} was not read`);
    return oracle;
  };

  /** Makes an assessment for a question and says its number. */
  async function make(question: Question): Promise<number> {
    const { domain, actors, way, environment, threshold } = question;
    const made = await client.assessments.create({
      name: JSON.stringify(question),
      scope: {
        releases: [{ domain: domainSchema.parse(domain), version: "18.1" }],
        environments: [environment],
        platforms: [],
        segments: [],
        beforeCompromise: false,
      },
    });
    const assessmentId = made.id;
    await client.assessments.setSettings({
      assessmentId,
      settings: {
        ...made.settings,
        ways: { campaigns: way !== "direct", software: way === "withSoftware" },
        threshold: threshold ?? made.settings.threshold,
      },
    });
    for (const [id, weight] of actors) {
      await client.actors.choose({
        assessmentId,
        actor: { kind: "group", domain: domainSchema.parse(domain), id: attackId.parse(id) },
        weight,
        reason: "",
      });
    }
    return assessmentId;
  }

  it.each(domains)(
    "every actor of %s uses as many techniques as the oracle counts",
    async (domain) => {
      const assessmentId = await make({
        domain,
        actors: [],
        way: "direct",
        environment: "Deployed",
      });
      const oracle = oracleOf(domain);
      const listed = await client.actors.list({
        assessmentId,
        text: "",
        kinds: ["group", "campaign"],
      });
      const counts = listed.map(({ id, counts: own }) => [id, own] as const);
      const campaigns = listed.filter(({ kind }) => kind === "campaign").map(({ id }) => id);
      const active = [...oracle.active.values()].filter(({ type }) => type === "campaign");
      expect(campaigns).toHaveLength(active.length);
      const expected = [...listGroups(oracle), ...campaigns].map((id) => {
        const { direct, withCampaigns, withSoftware } = techniquesOf(oracle, id);
        return [
          id,
          {
            direct: direct.size,
            withCampaigns: withCampaigns.size,
            withSoftware: withSoftware.size,
          },
        ] as const;
      });
      expect(new Map(counts)).toEqual(new Map(expected));
      expect(counts).toHaveLength(expected.length);
    },
  );

  it("FIN7, APT38 and Lazarus Group are covered as published", async () => {
    const [first] = questions;
    if (first === undefined) throw new Error("no question");
    const assessmentId = await make({ ...first, threshold: 2 });
    const { coverage } = await client.assessments.answer({ assessmentId });
    expect(coverage).toMatchObject({
      techniques: 144,
      covered: 118,
      percent: 81.9,
      gaps: 26,
      levels: { several: 101, detected: 17, partial: 14, none: 12 },
      beforeCompromise: { techniques: 21, covered: 4 },
    });
  });

  it.each(questions)("the answer is the oracle's: $domain $way $environment", async (question) => {
    const { domain, actors, way, environment, threshold } = question;
    const answer = await client.assessments.answer({ assessmentId: await make(question) });
    const expected = assess(oracleOf(domain), {
      actors: actors.map(([id, weight]) => ({ id, weight })),
      way,
      detections: detections.get(`${domain} ${environment}`) ?? [],
      predecessors: readLaterRelease(`${data}/attack/attack-v18-to-v19.json`).predecessors,
      ...(threshold === undefined ? {} : { threshold }),
    });
    expect(summariseAnswer(answer)).toEqual(summariseOracle(expected));
  });

  it("comparisons are the oracle's", async () => {
    const actors = ["G0046", "G0082", "G0032", "G0016"];
    for (const way of ["direct", "withCampaigns", "withSoftware"] as const) {
      const comparison = await client.compare.actors({
        who: { kind: "named", names: actors },
        domain: domainSchema.parse("enterprise-attack"),
        ways: { campaigns: way !== "direct", software: way === "withSoftware" },
      });
      const expected = compareActors(oracleOf("enterprise-attack"), actors, way);
      expect(comparison.union).toEqual(expected.union);
      expect(comparison.common).toEqual(expected.common);
      expect(comparison.pairs.map(({ weighted: _, ...pair }) => pair)).toEqual(expected.pairs);
      expect(new Map(comparison.actors.map(({ id, unique }) => [id, unique]))).toEqual(
        expected.unique,
      );
    }
  });

  it("a profile shows by which way and with which words each technique came", async () => {
    const { techniques, software, description } = await client.actors.find({
      text: "Lazarus Group",
      ways: { campaigns: true, software: true },
    });
    expect(techniques).toHaveLength(166);
    const kinds = new Set(techniques.flatMap(({ via }) => via.map(({ kind }) => kind)));
    expect([...kinds].sort()).toEqual(["campaign", "direct", "software"]);
    const vias = techniques.flatMap(({ via }) => via);
    expect(vias.filter(({ procedure }) => procedure === null)).toEqual([]);
    expect(vias.some(({ references }) => references.some(({ url }) => url !== null))).toBe(true);
    expect(software.length).toBeGreaterThan(10);
    expect(description).toContain("Lazarus Group");
  });

  it("several domains are one list of gaps, and an actor of both is one", async () => {
    const scope = ["enterprise-attack", "ics-attack"].map((domain) => ({
      domain: domainSchema.parse(domain),
      version: "18.1",
    }));
    const made = await client.assessments.create({
      name: "Both",
      scope: {
        releases: scope,
        environments: ["Deployed"],
        platforms: [],
        segments: [],
        beforeCompromise: false,
      },
    });
    await client.actors.choose({
      assessmentId: made.id,
      actor: {
        kind: "group",
        domain: domainSchema.parse("enterprise-attack"),
        id: attackId.parse("G0034"),
      },
      weight: 1,
      reason: "",
    });
    const answer = await client.assessments.answer({ assessmentId: made.id });
    expect(new Set(answer.gaps.map(({ domain }) => domain)).size).toBe(2);
    expect(answer.actors).toHaveLength(1);
    const apart = (["enterprise-attack", "ics-attack"] as const).map((domain) =>
      assess(oracleOf(domain), {
        actors: [{ id: "G0034", weight: 1 }],
        way: "withCampaigns",
        detections: detections.get(`${domain} Deployed`) ?? [],
      }),
    );
    const sum = (pick: (one: OracleAnswer) => number) =>
      apart.reduce((total, one) => total + pick(one), 0);
    expect(answer.coverage.techniques).toBe(sum(({ total }) => total));
    expect(answer.coverage.covered).toBe(sum(({ covered }) => covered));
    const priorities = new Map(
      apart.flatMap(({ gaps }) => gaps.map((gap) => [gap.id, gap.priority])),
    );
    for (const gap of answer.gaps) expect(gap.priority.toFixed(1)).toBe(priorities.get(gap.id));
  });
});

/** What both sides say, in one shape. */
interface Summary {
  readonly figures: Readonly<Record<string, unknown>>;
  readonly actors: readonly unknown[];
  readonly tactics: readonly unknown[];
  readonly techniques: readonly unknown[];
  readonly gaps: readonly unknown[];
}

function summariseAnswer(answer: AssessmentResult): Summary {
  const { coverage, actors, tactics, techniques, gaps } = answer;
  const { none, telemetry, available, partial, detected, several } = coverage.levels;
  return {
    figures: {
      total: coverage.techniques,
      covered: coverage.covered,
      levels: { none, telemetry, available, partial, detected, several },
      beforeCompromise: [coverage.beforeCompromise.techniques, coverage.beforeCompromise.covered],
      parents: [coverage.parents.techniques, coverage.parents.covered],
      potential: coverage.potential,
      weighted: coverage.weightedPercent?.toFixed(1),
    },
    actors: actors.map(({ id, techniques: all, inScope, covered }) => [id, all, inScope, covered]),
    tactics: tactics.map(({ shortname, techniques: all, covered }) => [shortname, all, covered]),
    techniques: techniques.map((technique) => [
      technique.id,
      [...technique.tactics].sort(),
      technique.actors,
      technique.level,
      technique.detections,
      technique.partialDetections,
      technique.availableDetections,
      technique.beforeCompromise,
    ]),
    gaps: gaps.map(({ id, level, reason, priority, band, effortDays }) => [
      id,
      level,
      reason,
      priority.toFixed(1),
      band,
      effortDays,
    ]),
  };
}

function summariseOracle(oracle: OracleAnswer): Summary {
  return {
    figures: {
      total: oracle.total,
      covered: oracle.covered,
      levels: { ...oracle.levels },
      beforeCompromise: [oracle.beforeCompromise.techniques, oracle.beforeCompromise.covered],
      parents: [oracle.parents.techniques, oracle.parents.covered],
      potential: oracle.potential,
      weighted: (Math.round(oracle.weighted * 1000) / 10).toFixed(1),
    },
    actors: [...oracle.perActor].map(([id, one]) => [id, one.techniques, one.inScope, one.covered]),
    tactics: [...oracle.perTactic].map(([name, one]) => [name, one.techniques, one.covered]),
    techniques: oracle.techniques.map((technique) => [
      technique.id,
      [...technique.tactics].sort(),
      technique.actors,
      technique.level,
      technique.detections,
      technique.partialDetections,
      technique.availableDetections,
      technique.isBeforeCompromise,
    ]),
    gaps: oracle.gaps.map(({ id, level, reason, priority, band, effortDays }) => [
      id,
      level,
      reason,
      priority,
      band,
      effortDays,
    ]),
  };
}
