import type { ActorProfile } from "../../shared/model/actor.ts";
import type { Domain, TechniqueId } from "../../shared/model/attack-id.ts";
import type { EnvironmentComparison } from "../../shared/model/environment-comparison.ts";
import type { FundingComparison } from "../../shared/model/funding.ts";
import type { ActorOrigin } from "../../shared/model/intelligence.ts";
import type { Marking } from "../../shared/model/marking.ts";
import type { Plan } from "../../shared/model/plan.ts";
import type { Run } from "../../shared/model/emulation.ts";
import type {
  FactsActor,
  FactsDetection,
  FactsEmulation,
  FactsEnvironment,
  FactsImport,
  FactsMarking,
  FactsRelease,
  ReportFacts,
} from "../../shared/model/report-facts.ts";
import { describeProfile } from "../actors/actor-profile.ts";
import type { ProfiledActor, Texts } from "../actors/actor-profile.ts";
import type { OwnActor } from "../actors/actors.store.ts";
import type { FactsInUse } from "../actors/group-facts.ts";
import { noContext } from "../actors/group-facts.ts";
import { findKnownActor } from "../actors/profile.ts";
import { techniqueReaderOf, testRulesOf } from "../assessments/answer.ts";
import type { DocumentLabels } from "../assessments/assessment-document.ts";
import type { Answer, AnsweredProfile, Question } from "../assessments/question.ts";
import { seeTechniques } from "../assessments/see-techniques.ts";
import { countAssets } from "../assets/exposure.ts";
import { compareActors } from "../compare/compare.ts";
import { listEvidence } from "../coverage/evidence.ts";
import { explainLevel } from "../coverage/why.ts";
import { weighClaims } from "../emulation/claims.ts";
import { findTrends } from "../emulation/trends.ts";
import { isCollected } from "../telemetry/collected.ts";

/** What the facts of a report are made from beside an assessment's question and its answer. */
export interface ReportInput {
  readonly question: Question;
  readonly answer: Answer;
  readonly plan: Plan;
  /** By chosen actor, in their order. */
  readonly actors: readonly FactsActor[];
  readonly contextSource: string;
  /** Of the assessment's environments. */
  readonly runs: readonly Run[];
  readonly imports: readonly FactsImport[];
  /** Null where the assessment asks about one environment alone. */
  readonly joined: EnvironmentComparison | null;
  /** Null where no way of paying was named. */
  readonly funding: FundingComparison | null;
  readonly marking: FactsMarking;
  /** What runs are marked with of their own, by their numbers. */
  readonly runMarkings: ReadonlyMap<number, Marking>;
  readonly labels: Omit<DocumentLabels, "marking">;
}

/** Everything that a report says of an assessment. The same input gives the same facts. */
export function buildReportFacts(input: ReportInput): ReportFacts {
  const { question, answer, plan, labels } = input;
  const { assessmentId: _, ...result } = answer.result;
  const { assessmentId: __, ...planned } = plan;
  const { name, createdAt, reviewOn, decisions } = question.assessment;
  return {
    schema: "casemate-report/1",
    generatedAt: labels.generatedAt,
    tool: labels.tool,
    notices: [labels.notice],
    marking: input.marking,
    assessment: { name, createdAt, reviewOn, decisions: sortDecisions(decisions) },
    result,
    releases: answer.releases.map(({ knowledge }) => releaseOf(input, knowledge.domain)),
    actors: [...input.actors],
    contextSource: input.contextSource,
    overlap: compareActors(
      input.actors.map(({ kind, domain, id, name: actorName, techniques }) => ({
        kind,
        domain,
        id,
        name: actorName,
        techniques: new Set(
          techniques.filter(({ excluded }) => excluded === null).map((one) => one.id),
        ),
      })),
    ),
    plan: planned,
    ...evidenceOf(input),
    emulation: emulationOf(input),
    environments: environmentsOf(question),
    joined: input.joined === null ? null : withoutQuestion(input.joined),
    funding: input.funding === null ? null : withoutQuestion(input.funding),
    comparison: null,
    imports: [...input.imports],
  };
}

/** What the facts say of their assessment already, and its number, are left out. */
function withoutQuestion<Asked extends { assessmentId: number; name: string; today: string }>({
  assessmentId: _,
  name: __,
  today: ___,
  ...rest
}: Asked): Omit<Asked, "assessmentId" | "name" | "today"> {
  return rest;
}

function sortDecisions(decisions: Question["assessment"]["decisions"]) {
  const keyOf = ({ domain, techniqueId }: (typeof decisions)[number]) => `${domain} ${techniqueId}`;
  return decisions.toSorted((a, b) => compareText(keyOf(a), keyOf(b)));
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function releaseOf({ question, answer }: ReportInput, domain: Domain): FactsRelease {
  const seen = seeTechniques(answer, question, domain);
  const knowledge = answer.releases.find((one) => one.knowledge.domain === domain)?.knowledge;
  if (knowledge === undefined) throw new Error("a domain that was seen has a release");
  return {
    ...seen,
    tactics: knowledge.tactics.map(({ attackId: id, shortname, name }) => ({
      id,
      shortname,
      name,
    })),
    techniques: seen.techniques.flatMap((one) => {
      const technique = knowledge.techniques.get(one.id);
      if (technique === undefined) return [];
      const { name, parentId, tactics, platforms } = technique;
      return [{ ...one, name, parentId, tactics: [...tactics], platforms: [...platforms] }];
    }),
  };
}

/** A chosen actor in each of the releases that holds it, with its words to be read. */
export function profileActor(
  { question, answer }: Pick<ReportInput, "question" | "answer">,
  index: number,
): ProfiledActor[] {
  const actor = question.actors[index];
  if (actor === undefined) return [];
  return (answer.profiles[index] ?? []).flatMap(({ domain, entries }: AnsweredProfile) => {
    const knowledge = question.releases.find((release) => release.domain === domain);
    if (knowledge === undefined) return [];
    const known = actor.kind === "own" ? undefined : findKnownActor(knowledge, actor.id);
    const { id, kind, name } = actor;
    return [{ ref: { kind, domain, id }, name, knowledge, actor: known ?? null, entries }];
  });
}

/** A chosen actor with all that is said of it: one profile over the releases that hold it. */
export function describeActor(
  { question }: Pick<ReportInput, "question">,
  index: number,
  profiled: readonly ProfiledActor[],
  {
    texts,
    facts,
    own,
    origin,
    marking,
  }: {
    readonly texts: Texts;
    readonly facts: FactsInUse;
    readonly own: OwnActor | undefined;
    readonly origin: Omit<ActorOrigin, "otherIds"> | undefined;
    readonly marking: Marking | undefined;
  },
): FactsActor {
  const actor = question.actors[index];
  if (actor === undefined) throw new Error("an actor is described by its place among the chosen");
  const { id, kind, domain, name } = actor;
  const context = facts.groups.get(id) ?? noContext;
  const profiles = profiled.map((one) => ({
    domain: one.ref.domain,
    profile: describeProfile(one, texts, context),
  }));
  const all = <Part>(part: (profile: ActorProfile) => readonly Part[]): Part[] =>
    profiles.flatMap(({ profile }) => part(profile));
  const sum = (part: (profile: ActorProfile) => number) =>
    profiles.reduce((total, { profile }) => total + part(profile), 0);
  return {
    kind,
    domain,
    id,
    name,
    aliases: [...new Set(all(({ aliases }) => aliases))],
    description:
      profiles.find(({ profile }) => profile.description !== null)?.profile.description ?? null,
    references: distinct(all(({ references }) => references)),
    context,
    counts: {
      direct: sum(({ counts }) => counts.direct),
      withCampaigns: sum(({ counts }) => counts.withCampaigns),
      withSoftware: sum(({ counts }) => counts.withSoftware),
    },
    techniques: profiles.flatMap(({ domain: of, profile }) =>
      profile.techniques.map((technique) => ({ ...technique, domain: of })),
    ),
    software: distinct(all(({ software }) => software)),
    campaigns: distinct(all(({ campaigns }) => campaigns)),
    origin:
      origin === undefined
        ? null
        : {
            description: origin.description,
            source: origin.source,
            confidence: origin.confidence,
            indicators: origin.indicators,
            otherIds: listOtherIds(own, question),
          },
    ...markedWith(marking),
  };
}

/** Only what is marked says so. */
function markedWith(marking: Marking | undefined): { readonly marking?: Marking } {
  return marking === undefined ? {} : { marking };
}

/** Each value once, by what it says. */
function distinct<Value>(values: readonly Value[]): Value[] {
  return [...new Map(values.map((value) => [JSON.stringify(value), value])).values()];
}

function listOtherIds(own: OwnActor | undefined, { releases }: Question): TechniqueId[] {
  return (own?.techniques ?? [])
    .map(({ techniqueId }) => techniqueId)
    .filter((id) => !releases.some(({ techniques }) => techniques.has(id)));
}

/** The detections behind the levels of the techniques that are asked about. */
function evidenceOf({
  question,
  answer,
}: ReportInput): Pick<ReportFacts, "detections" | "evidence"> {
  const { result, releases } = answer;
  const { threshold } = question.assessment.settings;
  const listed = result.techniques.map(({ domain, id }) => {
    const release = releases.find(({ knowledge }) => knowledge.domain === domain);
    const judged = release?.judged.get(id);
    return {
      domain,
      techniqueId: id,
      why: judged === undefined ? "" : explainLevel(judged, threshold),
      found: release === undefined ? [] : listEvidence(release, id),
    };
  });
  const detections = new Map<number, FactsDetection>();
  for (const { found } of listed) {
    for (const one of found) {
      if (detections.has(one.detectionId)) continue;
      detections.set(one.detectionId, {
        name: one.name,
        key: one.key,
        environment: one.environment,
        state: one.state,
        stateAssumed: one.stateAssumed,
        maturity: one.maturity,
        severity: one.severity,
        logSource: one.logSource,
        file: fileName(one.file),
      });
    }
  }
  const sorted = [...detections].sort(([, a], [, b]) => compareDetections(a, b));
  const places = new Map(sorted.map(([id], place) => [id, place]));
  return {
    detections: sorted.map(([, detection]) => detection),
    evidence: listed.map(({ found, ...of }) => ({
      ...of,
      detections: found.map(({ detectionId, written, counts, partReason, through }) => ({
        detection: places.get(detectionId) ?? 0,
        written,
        counts,
        partReason,
        through,
      })),
    })),
  };
}

function compareDetections(a: FactsDetection, b: FactsDetection): number {
  return (
    compareText(a.environment, b.environment) ||
    compareText(a.name, b.name) ||
    compareText(a.key, b.key)
  );
}

/** The last part of a path, however it is written: folders say where somebody keeps files. */
function fileName(path: string): string {
  return path.slice(Math.max(path.lastIndexOf("/"), path.lastIndexOf("\\")) + 1);
}

function emulationOf({ question, answer, runs, runMarkings }: ReportInput): FactsEmulation {
  const { settings, scope } = question.assessment;
  const trends = findTrends({
    runs,
    cases: question.tests,
    reading: {
      releases: question.releases.map((knowledge) => ({
        knowledge,
        read: techniqueReaderOf(question, knowledge),
      })),
      rules: testRulesOf({ settings, platforms: scope.platforms, today: question.today }),
    },
    withUntimed: false,
  });
  const byId = new Map(runs.map((run) => [run.id, run]));
  const places = new Map(trends.runs.map(({ runId }, place) => [runId, place]));
  return {
    all: trends.all,
    tactics: trends.tactics,
    unplaced: trends.unplaced,
    slaMinutes: trends.slaMinutes,
    runs: trends.runs.map(({ runId, ...figures }) => ({
      ...figures,
      environment: byId.get(runId)?.environment ?? "",
      tool: byId.get(runId)?.tool ?? "",
      ...markedWith(runMarkings.get(runId)),
    })),
    cases: trends.cases.map(({ caseId: _, runId, host: __, ...one }) => ({
      ...one,
      run: places.get(runId) ?? 0,
    })),
    claims: weighClaims(answer.result, question.releases),
  };
}

function environmentsOf(question: Question): FactsEnvironment[] {
  return question.assessment.scope.environments.map((name) => {
    const inventory = question.inventory.filter(({ environment }) => environment === name);
    const sources = question.telemetry
      .filter(({ environment }) => environment === name)
      .flatMap((one) => one.sources);
    const inState = (state: string) => inventory.filter((one) => one.state === state).length;
    return {
      name,
      detections: inventory.length,
      enabled: inState("enabled"),
      disabled: inState("disabled"),
      available: inState("available"),
      assumed: inventory.filter(({ stateAssumed }) => stateAssumed).length,
      logSources: sources.length,
      collected: sources.filter(({ entry }) => isCollected(entry)).length,
      assets: countAssets(question.assets.filter(({ environment }) => environment === name)),
    };
  });
}
