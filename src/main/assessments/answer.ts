import type { AttackId, Domain, TechniqueId } from "../../shared/model/attack-id.ts";
import { attackId } from "../../shared/model/attack-id.ts";
import type {
  AssessmentResult,
  AssessmentSettings,
  TechniqueDecision,
} from "../../shared/model/assessment.ts";
import type {
  ActorCoverage,
  AssessedTechnique,
  CoverageFigures,
  Gap,
  GapStatus,
  TacticCoverage,
} from "../../shared/model/coverage.ts";
import type { NeededLogSource } from "../../shared/model/catalogue.ts";
import { findKnownActor, buildProfile } from "../actors/profile.ts";
import { shortestUniqueNames } from "../actors/short-names.ts";
import { prepareExposure } from "../assets/exposure.ts";
import type { Knowledge } from "../catalogue/knowledge.ts";
import { isOnNoPlatform } from "../catalogue/real-platforms.ts";
import type { JudgedTechnique, LevelRules } from "../coverage/coverage.ts";
import {
  countLevels,
  judgeTechniques,
  rollUpCoverage,
  shareCovered,
} from "../coverage/coverage.ts";
import type { Fraction } from "../coverage/exact.ts";
import { fraction, percentOf, scaleToWhole } from "../coverage/exact.ts";
import { isCovered } from "../coverage/level.ts";
import type { TechniqueReader } from "../coverage/naming.ts";
import { nameTechniques, prepareTechniqueReader } from "../coverage/naming.ts";
import { standingOf } from "../coverage/standing.ts";
import { judgeTests } from "../emulation/judge-tests.ts";
import type { TestRules } from "../emulation/judge-tests.ts";
import { testFieldsOf } from "../emulation/test-fields.ts";
import type { AskedTechnique, GapRules } from "../gaps/gaps.ts";
import { findGaps } from "../gaps/gaps.ts";
import { prepareReleaseParts, prepareRules } from "../gaps/priority.ts";
import { drawCurve, reckonInvestment } from "../plan/curve.ts";
import type { Hundredths } from "../plan/days.ts";
import { daysOf } from "../plan/days.ts";
import type { Workload } from "../plan/open-gap.ts";
import { keyOf, logSourceEffort, prepareWork } from "../plan/open-gap.ts";
import { TelemetryView } from "../telemetry/collected.ts";
import { describeNeed, isServedBy } from "../telemetry/rule-need.ts";
import { stateAssumptions } from "./assumptions.ts";
import { askOfEnvironment } from "./environment-question.ts";
import type { AnsweredProfile, AnsweredRelease, Answer, AskedActor, Question } from "./question.ts";

/** Answers an assessment. Same input, same output, whatever the order of the rules. */
export function answerAssessment(question: Question): Answer {
  const releases = prepareReleases(question);
  const { profiles, used } = askTechniques(question, releases);
  const { result, workload } = buildResult(question, releases, profiles, used);
  return { result, workload, releases, profiles };
}

/**
 * The gaps of every group of a question's releases, each as if it were the only chosen actor.
 *
 * By ATT&CK ID. What does not depend on the actor is computed once.
 */
export function findGapsOfEveryGroup(question: Question): Map<AttackId, Gap[]> {
  const releases = prepareReleases(question);
  const rules = gapRulesOf(question);
  const gaps = new Map<AttackId, Gap[]>();
  for (const { groups, domain } of question.releases) {
    for (const { id, kind, name } of groups.values()) {
      if (gaps.has(id)) continue;
      const actor: AskedActor = { id, kind, domain, name, weight: 1, reason: "", own: [] };
      const { used } = askTechniques({ ...question, actors: [actor] }, releases);
      gaps.set(id, findGapsAmong(used, rules));
    }
  }
  return gaps;
}

/**
 * Techniques of a domain as an assessment sees them if an actor that uses them is chosen. What is
 * outside the assessment's scope is left out.
 */
export function assessAsUsed(
  question: Question,
  domain: Domain,
  techniques: Iterable<TechniqueId>,
): AssessedTechnique[] {
  const own = [...techniques].map((id) => ({
    techniqueId: id,
    action: "add" as const,
    source: "",
    date: question.today,
    confidence: "medium" as const,
    text: "",
  }));
  const id = attackId.parse("OWN-0");
  const actor: AskedActor = { id, kind: "own", domain, name: "", weight: 1, reason: "", own };
  const releases = question.releases.filter((knowledge) => knowledge.domain === domain);
  const asked = { ...question, releases, actors: [actor] };
  return askTechniques(asked, prepareReleases(asked)).used.map(assessedTechniqueOf);
}

/** What of an assessment decides levels. */
export function levelRulesOf({
  assessment: { scope, settings },
  telemetry,
}: Pick<Question, "assessment" | "telemetry">): LevelRules {
  const platforms = new Set(scope.platforms);
  return {
    platforms,
    telemetry: new TelemetryView(telemetry, platforms),
    severityFloor: settings.severityFloor,
    threshold: settings.threshold,
    parentOnly: settings.parentOnly,
  };
}

/** Reads IDs as an assessment reads them against one of its releases. */
export function techniqueReaderOf(
  { accepted, laterIds }: Pick<Question, "accepted" | "laterIds">,
  knowledge: Knowledge,
): TechniqueReader {
  return prepareTechniqueReader(
    knowledge,
    accepted.get(knowledge.domain) ?? [],
    laterIds.get(knowledge.domain) ?? new Map<string, TechniqueId[]>(),
  );
}

/** What of an assessment decides what a test says. */
export function testRulesOf({
  settings,
  platforms,
  today,
}: {
  readonly settings: AssessmentSettings;
  readonly platforms: readonly string[];
  readonly today: string;
}): TestRules {
  return {
    slaMinutes: settings.alertSlaMinutes,
    validityDays: settings.validityDays,
    logOnlyTactics: new Set(settings.logOnlyTactics),
    platforms: new Set(platforms),
    today,
  };
}

/** What the answer takes from each release whatever the actors are. */
function prepareReleases(question: Question): AnsweredRelease[] {
  const { settings, scope } = question.assessment;
  const rules = levelRulesOf(question);
  const { platforms } = scope;
  const testRules = testRulesOf({ settings, platforms, today: question.today });
  return question.releases.map((knowledge) => {
    const read = techniqueReaderOf(question, knowledge);
    const namings = nameTechniques(question.inventory, read);
    const tests = judgeTests(knowledge, question.tests, read, testRules);
    return {
      knowledge,
      namings,
      testsByOtherId: question.tests.filter(
        ({ environmentId, written }) => read(environmentId, written).mayStandFor.length > 0,
      ).length,
      judged: judgeTechniques(knowledge, namings, rules, tests),
      rules,
      parts: prepareReleaseParts(knowledge, settings.ways),
    };
  });
}

/** The chosen actors' profiles, and the techniques that these ask about. */
function askTechniques(
  question: Question,
  releases: readonly AnsweredRelease[],
): { profiles: AnsweredProfile[][]; used: UsedTechnique[] } {
  const profiles = question.actors.map((actor) => profilesOf(actor, question));
  const use = actorUse(question.actors);
  const { scope, settings } = question.assessment;
  const exposureOf = prepareExposure(question.assets, {
    segments: scope.segments,
    platforms: scope.platforms,
    weights: settings.criticalityWeights,
  });
  return {
    profiles,
    used: releases.flatMap((release) =>
      listUsedTechniques(release, profiles, question, use, exposureOf),
    ),
  };
}

/** The profile of a chosen actor in each release that holds it. */
function profilesOf(actor: AskedActor, { releases, assessment }: Question): AnsweredProfile[] {
  return releases.flatMap((knowledge) => {
    const known = actor.kind === "own" ? undefined : findKnownActor(knowledge, actor.id);
    const isHere =
      actor.kind === "own" ? knowledge.domain === actor.domain : known?.kind === actor.kind;
    if (!isHere && knowledge.domain !== actor.domain) return [];
    const entries = buildProfile(
      knowledge,
      isHere ? (known ?? null) : null,
      assessment.settings.ways,
      actor.own,
    );
    return [{ domain: knowledge.domain, entries }];
  });
}

/** What actors' weights say of a technique that a set of them uses. */
interface ActorUse {
  /** In whole units of the smallest step among the weights. */
  readonly weightOf: (indexes: readonly number[]) => bigint;
  /** Share of all weights. */
  readonly shareOf: (indexes: readonly number[]) => Fraction | null;
}

function actorUse(actors: readonly AskedActor[]): ActorUse {
  const weights = scaleToWhole(actors.map(({ weight }) => weight));
  const total = weights.reduce((sum, weight) => sum + weight, 0n);
  const weightOf = (indexes: readonly number[]) =>
    indexes.reduce((sum, index) => sum + (weights[index] ?? 0n), 0n);
  const shares = new Map<bigint, Fraction>();
  const shareOf = (indexes: readonly number[]): Fraction | null => {
    if (total === 0n) return null;
    const weight = weightOf(indexes);
    const known = shares.get(weight);
    if (known !== undefined) return known;
    const share = fraction(weight, total);
    shares.set(weight, share);
    return share;
  };
  return { weightOf, shareOf };
}

/** A technique that a chosen actor uses, and how the assessment sees it. */
interface UsedTechnique extends AskedTechnique {
  /** Indexes of the chosen actors that use it. */
  readonly users: readonly number[];
  readonly weight: bigint;
  readonly level: JudgedTechnique["level"];
  readonly inDenominator: boolean;
  readonly notApplicable: boolean;
  /** Log sources that it needs and that a blind rule for it would see something on. */
  readonly servingBlind: readonly string[];
}

function listUsedTechniques(
  release: AnsweredRelease,
  profiles: readonly (readonly AnsweredProfile[])[],
  { assessment, actors, today }: Question,
  use: ActorUse,
  exposureOf: ReturnType<typeof prepareExposure>,
): UsedTechnique[] {
  const { knowledge, judged, namings, parts, rules } = release;
  const { domain, techniques } = knowledge;
  const { platforms, beforeCompromise } = assessment.scope;
  const users = new Map<TechniqueId, number[]>();
  for (const [index, ofActor] of profiles.entries()) {
    for (const { domain: ofDomain, entries } of ofActor) {
      if (ofDomain !== domain) continue;
      for (const { techniqueId, excluded } of entries.values()) {
        if (excluded !== null) continue;
        const known = users.get(techniqueId);
        if (known === undefined) users.set(techniqueId, [index]);
        else known.push(index);
      }
    }
  }
  const decisions = new Map(
    assessment.decisions
      .filter((decision) => decision.domain === domain)
      .map((decision) => [decision.techniqueId, decision]),
  );
  return [...users.keys()].sort().flatMap((id) => {
    const indexes = users.get(id) ?? [];
    const one = judged.get(id);
    if (one === undefined) return [];
    const { technique, isBeforeCompromise, level } = one;
    const isOnPlatform =
      platforms.length === 0 ||
      isOnNoPlatform(technique.platforms) ||
      technique.platforms.some((name) => platforms.includes(name));
    if (!isBeforeCompromise && !isOnPlatform) return [];
    const decision = decisions.get(id);
    const status = statusOn(today, decision);
    const isTakenIn = !isBeforeCompromise || beforeCompromise || (decision?.takenIn ?? false);
    const { parentId } = technique;
    return [
      {
        judged: one,
        level,
        domain,
        parentName: parentId === null ? null : (techniques.get(parentId)?.name ?? null),
        users: indexes,
        actors: indexes.flatMap((index) => actors[index]?.id ?? []),
        actorUse: use.shareOf(indexes),
        weight: use.weightOf(indexes),
        status,
        release: parts,
        needs: collectedFirst(
          needsOnPlatforms(knowledge, id, platforms),
          technique.platforms,
          rules.telemetry,
        ),
        ...listBlindNeeds(release, one),
        exposure: exposureOf(technique.platforms),
        byOtherId: namings.namedByOtherId.get(id) ?? [],
        inDenominator: isTakenIn && status !== "not-applicable",
        notApplicable: status === "not-applicable" && isTakenIn,
      },
    ];
  });
}

/** What a decision says on a day: an accepted gap returns once its day is over. */
export function statusOn(today: string, decision: TechniqueDecision | undefined): GapStatus {
  if (decision === undefined) return "open";
  const { status, expires } = decision;
  return status === "accepted" && expires !== null && expires < today ? "open" : status;
}

/** Log sources that a technique needs; where platforms are in scope, those of them alone. */
function needsOnPlatforms(
  { needs }: Knowledge,
  id: TechniqueId,
  platforms: readonly string[],
): readonly NeededLogSource[] {
  const all = needs.get(id) ?? [];
  if (platforms.length === 0) return all;
  const onPlatforms = all.filter(
    (need) =>
      need.platforms.length === 0 || need.platforms.some((name) => platforms.includes(name)),
  );
  return onPlatforms.length === 0 ? all : onPlatforms;
}

/** Log sources that are collected already come before those that are not. */
function collectedFirst(
  needs: readonly NeededLogSource[],
  techniquePlatforms: readonly string[],
  telemetry: TelemetryView,
): readonly NeededLogSource[] {
  const collected = needs.filter(
    (need) => telemetry.listCollecting(need, techniquePlatforms).length > 0,
  );
  if (collected.length === 0) return needs;
  const first = new Set(collected);
  return [...collected, ...needs.filter((need) => !first.has(need))];
}

/**
 * What the rules need that name a technique and can see nothing: in words, and the catalogue's log
 * sources for the technique that would serve one of them; each once.
 */
function listBlindNeeds(
  { knowledge, namings, rules }: AnsweredRelease,
  { technique, tally }: JudgedTechnique,
): { readonly blindNeeds: readonly string[]; readonly servingBlind: readonly string[] } {
  if (tally.part["rule-blind"] === 0) return { blindNeeds: [], servingBlind: [] };
  const words = new Set<string>();
  const names = new Set<string>();
  for (const { detection } of namings.named.get(technique.id) ?? []) {
    const { partReason } = standingOf(detection, technique.platforms, rules);
    const need = partReason === "rule-blind" ? rules.telemetry.needOf(detection) : null;
    if (need === null) continue;
    words.add(describeNeed(need));
    for (const one of knowledge.needs.get(technique.id) ?? []) {
      if (isServedBy(need, one, detection.platforms)) names.add(one.name);
    }
  }
  return { blindNeeds: [...words], servingBlind: [...names] };
}

function buildResult(
  question: Question,
  releases: readonly AnsweredRelease[],
  profiles: readonly (readonly AnsweredProfile[])[],
  used: readonly UsedTechnique[],
): { result: AssessmentResult; workload: Workload } {
  const { assessment, inventory, plan } = question;
  const { scope, settings } = assessment;
  const asked = used.filter(({ inDenominator }) => inDenominator);
  const found = findGapsAmong(used, gapRulesOf(question));
  const workload = workloadOf(question, asked, found);
  const effortOf = logSourceEffort(settings, plan.money);
  const gaps = withOwnLogSourceDays(found, workload, effortOf);
  const coverage = figuresOf(used, asked, gaps);
  const curve = drawCurve(workload, effortOf);
  const result: AssessmentResult = {
    assessmentId: assessment.id,
    name: assessment.name,
    catalogues: releases.map(({ knowledge }) => ({
      domain: knowledge.domain,
      version: knowledge.version,
      sha256: knowledge.sha256,
      authenticity: knowledge.authenticity,
    })),
    scope,
    settings,
    assumptions: stateAssumptions({
      assessment,
      releases,
      inventory,
      telemetry: question.telemetry,
      assets: question.assets,
      used: asked,
      profiles,
      actors: question.actors,
    }),
    actors: actorsCoverage(question, profiles, asked),
    coverage,
    ...figuresByEnvironment(question),
    tactics: releases.flatMap((release) => tacticsCoverage(release, asked, gaps)),
    techniques: used.map(assessedTechniqueOf),
    gaps,
    investment: reckonInvestment(curve, coverage, settings),
  };
  return { result, workload };
}

/** The gaps with the effort of the very log source that each waits for. */
function withOwnLogSourceDays(
  gaps: readonly Gap[],
  workload: Workload,
  effortOf: (logSource: string) => Hundredths,
): Gap[] {
  const days = new Map(
    workload.gaps.flatMap(({ key, work, logSource }) =>
      logSource === null ? [] : [[key, daysOf(work + effortOf(logSource))]],
    ),
  );
  return gaps.map((gap) => ({
    ...gap,
    effortDays: days.get(keyOf(gap.domain, gap.id)) ?? gap.effortDays,
  }));
}

/** Log sources any of which opens a gap: what its blind rules wait for, else what it needs. */
function openedBy({ reason }: Gap, asked: UsedTechnique | undefined): readonly string[] {
  const { needs = [], blindNeeds = [], servingBlind = [] } = asked ?? {};
  if (reason !== "rule-blind") return needs.map(({ name }) => name);
  return servingBlind.length > 0 ? servingBlind : blindNeeds;
}

/** The open gaps as work to plan. */
function workloadOf(
  { assessment: { settings }, plan }: Question,
  asked: readonly UsedTechnique[],
  gaps: readonly Gap[],
): Workload {
  const byKey = new Map(asked.map((one) => [keyOf(one.domain, one.judged.technique.id), one]));
  const askedOf = ({ domain, id }: Gap) => byKey.get(keyOf(domain, id));
  const covered = asked.filter(({ level }) => isCovered(level));
  const weightOf = (techniques: readonly UsedTechnique[]) =>
    techniques.reduce((sum, { weight }) => sum + weight, 0n);
  return {
    standing: {
      techniques: asked.length,
      covered: covered.length,
      weight: weightOf(asked),
      coveredWeight: weightOf(covered),
    },
    logSourceMarks: plan.logSourceMarks,
    gaps: prepareWork({
      gaps,
      weightOf: (gap) => askedOf(gap)?.weight ?? 0n,
      needsOf: (gap) => askedOf(gap)?.needs ?? [],
      openedBy: (gap) => openedBy(gap, askedOf(gap)),
      settings,
      plan,
    }),
  };
}

/** The figures of each of several environments, with its own inventory alone. */
function figuresByEnvironment(question: Question): Pick<AssessmentResult, "environments"> {
  const { environments } = question.assessment.scope;
  if (environments.length < 2) return {};
  return {
    environments: environments.map((name) => {
      const alone = askOfEnvironment(question, name);
      const { used } = askTechniques(alone, prepareReleases(alone));
      const asked = used.filter(({ inDenominator }) => inDenominator);
      return { name, coverage: figuresOf(used, asked, findGapsAmong(used, gapRulesOf(alone))) };
    }),
  };
}

/** What of an assessment decides about gaps. */
function gapRulesOf({ assessment: { settings }, plan }: Question): GapRules {
  const marks = new Map(plan.marks.map((mark) => [keyOf(mark.domain, mark.techniqueId), mark]));
  return {
    priority: prepareRules(settings.priorityWeights, settings.chokePoints),
    effortByReason: new Map(settings.effort.map(({ reason, days }) => [reason, days])),
    logSourceDays: settings.logSourceDays,
    ownEffort: (domain, id) => marks.get(keyOf(domain, id))?.effortDays ?? null,
  };
}

function findGapsAmong(used: readonly UsedTechnique[], rules: GapRules): Gap[] {
  return findGaps(
    used.filter(({ inDenominator }) => inDenominator),
    rules,
  );
}

function figuresOf(
  used: readonly UsedTechnique[],
  asked: readonly UsedTechnique[],
  gaps: readonly Gap[],
): CoverageFigures {
  const covered = asked.filter(({ level }) => isCovered(level));
  const weightOf = (techniques: readonly UsedTechnique[]) =>
    techniques.reduce((sum, { weight }) => sum + weight, 0n);
  const levels = countLevels(asked);
  return {
    ...shareCovered(asked),
    potential: asked.filter(({ judged }) => judged.isPotential).length,
    gaps: gaps.length,
    tested: asked.filter(({ judged }) => judged.tests !== null && judged.tests.verdict !== null)
      .length,
    weightedPercent: percentOf(weightOf(covered), weightOf(asked)),
    levels,
    parents: rollUpInDomains(asked),
    beforeCompromise: shareCovered(
      used.filter(({ judged, status }) => judged.isBeforeCompromise && status !== "not-applicable"),
    ),
    notApplicable: used.filter(({ notApplicable }) => notApplicable).length,
    assumed: asked.filter(({ judged }) => judged.isAssumed).length,
  };
}

/** Parent techniques of several domains are never one, whatever their IDs. */
function rollUpInDomains(asked: readonly UsedTechnique[]): CoverageFigures["parents"] {
  const shares = [...new Set(asked.map(({ domain }) => domain))].map((domain) =>
    rollUpCoverage(asked.filter((one) => one.domain === domain).map(({ judged }) => judged)),
  );
  const techniques = shares.reduce((sum, share) => sum + share.techniques, 0);
  const covered = shares.reduce((sum, share) => sum + share.covered, 0);
  return { techniques, covered, percent: percentOf(covered, techniques) };
}

function actorsCoverage(
  { actors }: Question,
  profiles: readonly (readonly AnsweredProfile[])[],
  asked: readonly UsedTechnique[],
): ActorCoverage[] {
  const shortNames = shortestUniqueNames(actors.map(({ name }) => name));
  return actors.map(({ id, kind, domain, name, weight, reason }, index) => {
    const own = asked.filter(({ users }) => users.includes(index));
    const { techniques: inScope, covered, percent } = shareCovered(own);
    let techniques = 0;
    for (const { entries } of profiles[index] ?? []) {
      for (const { excluded } of entries.values()) if (excluded === null) techniques += 1;
    }
    return {
      id,
      kind,
      domain,
      name,
      short: shortNames[index] ?? name,
      weight,
      reason,
      techniques,
      inScope,
      covered,
      percent,
      levels: countLevels(own),
    };
  });
}

function tacticsCoverage(
  { knowledge, parts }: AnsweredRelease,
  asked: readonly UsedTechnique[],
  gaps: readonly Gap[],
): TacticCoverage[] {
  const { domain } = knowledge;
  return knowledge.tactics.flatMap(({ attackId, shortname, name }) => {
    const own = asked.filter(
      (one) => one.domain === domain && one.judged.technique.tactics.includes(shortname),
    );
    if (own.length === 0) return [];
    const tenths = gaps
      .filter((gap) => gap.domain === domain && gap.tactics.includes(shortname))
      .reduce((sum, gap) => sum + Math.round(gap.priority * 10), 0);
    return [
      {
        ...shareCovered(own),
        domain,
        id: attackId,
        shortname,
        name,
        levels: countLevels(own),
        gapPriority: tenths / 10,
        standing: parts.standing(shortname),
      },
    ];
  });
}

function assessedTechniqueOf(used: UsedTechnique): AssessedTechnique {
  const { judged, domain, parentName, inDenominator, notApplicable, level } = used;
  const { technique, tally, part, isAssumed, isBeforeCompromise } = judged;
  const actors: AttackId[] = [...used.actors];
  return {
    id: technique.id,
    name: technique.name,
    parentName,
    domain,
    tactics: [...technique.tactics],
    platforms: [...technique.platforms],
    actors,
    level,
    detections: tally.full + tally.counted,
    partialDetections: part,
    availableDetections: tally.available,
    disabledDetections: tally.disabled,
    beforeCompromise: isBeforeCompromise,
    inDenominator,
    notApplicable,
    assumed: isAssumed,
    ...testFieldsOf(judged),
  };
}
