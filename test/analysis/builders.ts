import type { KnownActor, Knowledge, KnownTechnique } from "../../src/main/catalogue/knowledge.ts";
import type { InventoryDetection } from "../../src/main/coverage/standing.ts";
import type { AskedActor, Question } from "../../src/main/assessments/question.ts";
import { answerAssessment } from "../../src/main/assessments/answer.ts";
import { defaultSettings } from "../../src/main/assessments/default-settings.ts";
import { emptyPlan } from "../../src/main/plan/stored-plan.ts";
import type { AssessmentSettings, Scope } from "../../src/shared/model/assessment.ts";
import type { AssessmentResult, TechniqueDecision } from "../../src/shared/model/assessment.ts";
import { attackId, domain, techniqueId } from "../../src/shared/model/attack-id.ts";

export const enterprise = domain.parse("enterprise-attack");

/** A technique; a dot in its ID makes it a sub-technique. */
export function aTechnique(id: string, changes: Partial<KnownTechnique> = {}): KnownTechnique {
  return {
    id: techniqueId.parse(id),
    objectId: 0,
    name: `Technique ${id}`,
    parentId: id.includes(".") ? techniqueId.parse(id.split(".")[0]) : null,
    tactics: ["execution"],
    platforms: ["Windows", "Linux"],
    overlay: null,
    ...changes,
  };
}

/** A group, campaign (`C…`) or software (`S…`) that uses techniques. */
export function anActor(
  id: string,
  uses: readonly string[],
  changes: Partial<Omit<KnownActor, "software" | "campaigns">> & {
    readonly software?: readonly string[];
    readonly campaigns?: readonly string[];
  } = {},
): KnownActor {
  const { software = [], campaigns = [], ...others } = changes;
  return {
    id: attackId.parse(id),
    objectId: 0,
    name: `Actor ${id}`,
    aliases: [],
    kind: id.startsWith("C") ? "campaign" : id.startsWith("S") ? "software" : "group",
    uses: uses.map((used, index) => ({
      techniqueId: techniqueId.parse(used),
      relationshipId: index,
    })),
    groups: [],
    ...others,
    software: software.map((one) => ({ id: attackId.parse(one), relationshipId: 0 })),
    campaigns: campaigns.map((one) => attackId.parse(one)),
  };
}

/** A release of the given techniques and actors. */
export function aKnowledge(
  techniques: readonly KnownTechnique[],
  actors: readonly KnownActor[] = [],
  changes: Partial<Knowledge> = {},
): Knowledge {
  const ofKind = (kind: KnownActor["kind"]) =>
    new Map(actors.filter((actor) => actor.kind === kind).map((actor) => [actor.id, actor]));
  return {
    releaseId: 1,
    domain: enterprise,
    version: "18.1",
    sha256: "0".repeat(64),
    authenticity: "official",
    tactics: [
      { attackId: attackId.parse("TA0001"), shortname: "initial-access", name: "Initial Access" },
      { attackId: attackId.parse("TA0002"), shortname: "execution", name: "Execution" },
      { attackId: attackId.parse("TA0040"), shortname: "impact", name: "Impact" },
    ],
    techniques: new Map(techniques.map((technique) => [technique.id, technique])),
    retired: new Map(),
    groups: ofKind("group"),
    campaigns: ofKind("campaign"),
    software: ofKind("software"),
    needs: new Map(),
    mitigations: new Map(),
    ...changes,
  };
}

let detections = 0;

/** An enabled rule, known to run, that names techniques. */
export function aDetection(
  written: readonly string[],
  changes: Partial<InventoryDetection> = {},
): InventoryDetection {
  detections += 1;
  return {
    id: detections,
    environmentId: 1,
    environment: "Main",
    key: `rule-${detections}`,
    name: `Rule ${detections}`,
    file: "rules.csv",
    kind: "rule",
    ruleCount: 1,
    state: "enabled",
    stateAssumed: false,
    maturity: "stable",
    severity: "high",
    alerting: true,
    quality: null,
    platforms: [],
    logSource: null,
    written,
    ...changes,
  };
}

/** An actor chosen with a weight. */
export function aChosenActor(actor: KnownActor, weight = 1): AskedActor {
  const { id, kind, name } = actor;
  return { id, kind, domain: enterprise, name, weight, reason: "", own: [] };
}

/** What a question is made of; what is left out takes the defaults. */
export interface QuestionParts {
  readonly knowledge: Knowledge;
  readonly actors: readonly AskedActor[];
  readonly inventory?: readonly InventoryDetection[];
  readonly settings?: Partial<AssessmentSettings>;
  readonly scope?: Partial<Scope>;
  readonly decisions?: readonly TechniqueDecision[];
  readonly question?: Partial<Question>;
}

export function aQuestion(parts: QuestionParts): Question {
  const { knowledge, actors, inventory = [], settings, scope, decisions = [], question } = parts;
  const { domain: of, version } = knowledge;
  return {
    assessment: {
      id: 1,
      name: "Test",
      createdAt: "2026-11-21T12:00:00.000Z",
      updatedAt: "2026-11-21T12:00:00.000Z",
      reviewOn: null,
      scope: {
        releases: [{ domain: of, version }],
        environments: ["Main"],
        platforms: [],
        segments: [],
        beforeCompromise: false,
        ...scope,
      },
      settings: { ...defaultSettings, ...settings },
      actors: [...actors],
      decisions: [...decisions],
    },
    releases: [knowledge],
    actors,
    inventory,
    telemetry: [],
    assets: [],
    tests: [],
    accepted: new Map(),
    laterIds: new Map(),
    plan: emptyPlan,
    today: "2026-11-21",
    ...question,
  };
}

export function answer(parts: QuestionParts): AssessmentResult {
  return answerAssessment(aQuestion(parts)).result;
}
