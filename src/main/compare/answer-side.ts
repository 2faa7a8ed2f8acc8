import type { AttackId, Domain, TechniqueId } from "../../shared/model/attack-id.ts";
import type { AssessmentResult, TechniqueDecision } from "../../shared/model/assessment.ts";
import type { ComparedAnswer } from "../../shared/model/compare.ts";
import type {
  CountsAs,
  CoverageLevel,
  CoverageTechnique,
  PartReason,
} from "../../shared/model/coverage.ts";
import type { DetectionState } from "../../shared/model/detection.ts";
import type { ProfileEntry } from "../actors/profile.ts";
import type { Answer, Question } from "../assessments/question.ts";
import { seeTechniques } from "../assessments/see-techniques.ts";
import { listEvidence } from "../coverage/evidence.ts";
import { describeFate } from "../layers/technique-fate.ts";

/** A rule behind a technique's level, as far as telling one change from another needs it. */
export interface SideRule {
  readonly environment: string;
  readonly key: string;
  readonly name: string;
  readonly state: DetectionState;
  readonly counts: CountsAs;
  readonly partReason: PartReason | null;
  /** The technique that it names, where that is not this one. */
  readonly through: string | null;
}

/** A technique of a release as an answer sees it, whoever uses it. */
export interface SideTechnique extends Pick<
  CoverageTechnique,
  "actors" | "beforeCompromise" | "detections" | "inDenominator" | "level" | "status" | "tests"
> {
  readonly platforms: readonly string[];
}

/** What an answer says of one of its releases. */
export interface SideRelease {
  readonly domain: Domain;
  readonly version: string;
  /** Every active technique. */
  readonly techniques: ReadonlyMap<TechniqueId, SideTechnique>;
  /** Why an ID is no active technique here, in a sentence; null where that is not known. */
  readonly fateOf: (id: TechniqueId) => string | null;
}

/** Techniques of a chosen actor on which the analyst has a word: whether added or excluded. */
export interface SideActor {
  readonly id: AttackId;
  readonly ownWords: ReadonlyMap<TechniqueId, string>;
}

/** One of two answers that are compared: live or frozen, it is told from this alone. */
export interface AnswerSide {
  readonly about: ComparedAnswer;
  readonly result: Pick<
    AssessmentResult,
    "actors" | "coverage" | "scope" | "settings" | "tactics" | "techniques"
  >;
  readonly decisions: readonly TechniqueDecision[];
  readonly releases: readonly SideRelease[];
  /** In the order of the result's actors. */
  readonly actors: readonly SideActor[];
  /** Every rule behind its techniques. */
  readonly inventory: readonly Pick<SideRule, "environment" | "key" | "name" | "state">[];
  readonly rulesOf: (domain: Domain, id: TechniqueId) => readonly SideRule[];
}

/** What an answer says of a technique, whoever uses it. */
export interface Standings {
  /** Null where its releases have no such technique. */
  readonly levelOf: (domain: Domain, id: TechniqueId) => CoverageLevel | null;
  readonly isInDenominator: (domain: Domain, id: TechniqueId) => boolean;
}

/** A live answer as one of two sides. */
export function sideOfAnswer(
  about: Omit<ComparedAnswer, "coverage" | "environments" | "platforms" | "releases">,
  question: Question,
  answer: Answer,
): AnswerSide {
  const { result, releases } = answer;
  const { scope } = question.assessment;
  const rulesOf: AnswerSide["rulesOf"] = (domain, id) => {
    const release = releases.find(({ knowledge }) => knowledge.domain === domain);
    return release === undefined ? [] : listEvidence(release, id);
  };
  return {
    about: {
      ...about,
      releases: scope.releases,
      environments: scope.environments,
      platforms: scope.platforms,
      coverage: result.coverage,
    },
    result,
    decisions: question.assessment.decisions,
    releases: releases.map(({ knowledge }): SideRelease => {
      const { domain, version, techniques } = knowledge;
      const seen = seeTechniques(answer, question, domain).techniques;
      return {
        domain,
        version,
        techniques: new Map(
          seen.map((one) => [
            one.id,
            { ...one, platforms: techniques.get(one.id)?.platforms ?? [] },
          ]),
        ),
        fateOf: (id) => describeFate(id, knowledge),
      };
    }),
    actors: question.actors.map(({ id }, index) => ({
      id,
      ownWords: new Map((answer.profiles[index] ?? []).flatMap(({ entries }) => wordsOf(entries))),
    })),
    inventory: listRules(result.techniques, rulesOf),
    rulesOf,
  };
}

/** The analyst's word on techniques of a profile. */
function wordsOf(entries: ReadonlyMap<TechniqueId, ProfileEntry>): [TechniqueId, string][] {
  return [...entries.values()].flatMap(({ techniqueId, via, excluded }) => {
    const words = [
      ...(via.some(({ kind }) => kind === "own") ? ["added"] : []),
      ...(excluded === null ? [] : ["excluded"]),
    ];
    return words.length === 0 ? [] : [[techniqueId, words.join(" and ")]];
  });
}

/** Rules behind techniques, each once: the same that a frozen answer keeps. */
function listRules(
  techniques: AnswerSide["result"]["techniques"],
  rulesOf: AnswerSide["rulesOf"],
): SideRule[] {
  const rules = new Map<string, SideRule>();
  for (const { domain, id } of techniques) {
    for (const rule of rulesOf(domain, id)) {
      rules.set(JSON.stringify([rule.environment, rule.key]), rule);
    }
  }
  return [...rules.values()];
}

/** What a live answer says of techniques, without the texts behind it. */
export function standingsOf({ result, releases }: Answer): Standings {
  const judged = new Map(
    releases.map(({ knowledge, judged: ofRelease }) => [knowledge.domain, ofRelease]),
  );
  const inside = new Map<Domain, Set<TechniqueId>>();
  for (const { domain, id, inDenominator } of result.techniques) {
    if (!inDenominator) continue;
    const known = inside.get(domain);
    if (known === undefined) inside.set(domain, new Set([id]));
    else known.add(id);
  }
  return {
    levelOf: (domain, id) => judged.get(domain)?.get(id)?.level ?? null,
    isInDenominator: (domain, id) => inside.get(domain)?.has(id) ?? false,
  };
}

/** What a side says of techniques. */
export function standingsOfSide({ releases }: AnswerSide): Standings {
  const find = (domain: Domain, id: TechniqueId) =>
    releases.find((release) => release.domain === domain)?.techniques.get(id);
  return {
    levelOf: (domain, id) => find(domain, id)?.level ?? null,
    isInDenominator: (domain, id) => find(domain, id)?.inDenominator ?? false,
  };
}
