import { compareVersions } from "../../shared/compare-versions.ts";
import type { AttackId, Domain, TechniqueId } from "../../shared/model/attack-id.ts";
import type { NamedCause } from "../../shared/model/compare.ts";
import type { CountsAs, CoverageLevel } from "../../shared/model/coverage.ts";
import { countsAs } from "../../shared/model/coverage.ts";
import type { DetectionState } from "../../shared/model/detection.ts";
import type { AnswerSide, SideRelease, SideRule, SideTechnique } from "./answer-side.ts";

/** Names of a sentence; the others are counted. */
const mostNamed = 3;

/** Names in a sentence: the first of them, and how many there are besides. */
export function nameSome(names: readonly string[]): string {
  const rest = names.length - mostNamed;
  if (rest > 1) return `${names.slice(0, mostNamed).join(", ")} and ${rest} more`;
  const last = names.at(-1) ?? "";
  return names.length < 2 ? last : `${names.slice(0, -1).join(", ")} and ${last}`;
}

export function countRules(count: number): string {
  return `${count} rule${count === 1 ? "" : "s"}`;
}

/** A release in words. */
export function titleOfRelease({ domain, version }: Pick<SideRelease, "domain" | "version">) {
  return `${domain} ${version}`;
}

function findRelease({ releases }: AnswerSide, domain: Domain): SideRelease | undefined {
  return releases.find((release) => release.domain === domain);
}

/**
 * Why a technique is in the denominator of one answer and not in that of the other.
 *
 * `isEntering` where the one that has it is the later. Empty where what is known does not tell.
 */
export function explainPresence(
  domain: Domain,
  id: TechniqueId,
  inside: AnswerSide,
  outside: AnswerSide,
  isEntering: boolean,
): NamedCause[] {
  const here = findRelease(inside, domain);
  const there = findRelease(outside, domain);
  if (there === undefined) {
    return [
      {
        cause: "scope",
        text: `${domain} ${isEntering ? "came into scope" : "left the scope"}.`,
      },
    ];
  }
  const own = here?.techniques.get(id);
  const other = there.techniques.get(id);
  if (here === undefined || own === undefined) return [];
  if (other === undefined)
    return [{ cause: "attack", text: explainAbsence(id, here, there, isEntering) }];
  const pair: PresencePair = { own, other, here, there, inside, outside };
  return [
    ...(other.actors.length === 0 ? explainUse(id, pair, isEntering) : []),
    ...explainScope(id, pair, isEntering),
  ];
}

function explainAbsence(
  id: TechniqueId,
  here: SideRelease,
  there: SideRelease,
  isEntering: boolean,
): string {
  const fate = there.fateOf(id) ?? `${titleOfRelease(there)} has no such technique.`;
  if (!isEntering) return fate;
  return compareVersions(here.version, there.version) > 0
    ? `New in ${titleOfRelease(here)}.`
    : `Active in ${titleOfRelease(here)}. ${fate}`;
}

/** A technique that one answer counts and the other does not, as each has it. */
interface PresencePair {
  readonly own: SideTechnique;
  readonly other: SideTechnique;
  readonly here: SideRelease;
  readonly there: SideRelease;
  readonly inside: AnswerSide;
  readonly outside: AnswerSide;
}

/** Why actors use a technique on one side alone. */
function explainUse(
  id: TechniqueId,
  { own, here, there, inside, outside }: PresencePair,
  isEntering: boolean,
): NamedCause[] {
  const chosenThere = new Set(outside.result.actors.map((actor) => actor.id));
  const kept = own.actors.filter((actor) => chosenThere.has(actor));
  const names = (actors: readonly AttackId[]) =>
    nameSome(actors.map((actor) => nameOf(inside, actor)));
  const came = own.actors.filter((actor) => !chosenThere.has(actor));
  const causes: NamedCause[] = [];
  if (came.length > 0) {
    const verb = `${came.length === 1 ? "was" : "were"} ${isEntering ? "added" : "removed"}`;
    causes.push({ cause: "threat", text: `${names(came)} ${verb}.` });
  }
  const reworded = kept.filter((actor) => wordOf(inside, actor, id) !== wordOf(outside, actor, id));
  const reread = kept.filter((actor) => !reworded.includes(actor));
  if (reworded.length > 0) {
    const verb = isEntering ? "put into" : "taken out of";
    causes.push({
      cause: "threat",
      text: `The analyst has ${verb} the profile of ${names(reworded)}.`,
    });
  }
  if (reread.length === 0) return causes;
  const [ways, others] = [inside.result.settings.ways, outside.result.settings.ways];
  const newWays = [
    ...(ways.campaigns && !others.campaigns ? ["campaigns"] : []),
    ...(ways.software && !others.software ? ["software"] : []),
  ];
  if (newWays.length > 0) {
    const verb = isEntering ? "is taken in" : "is left out";
    causes.push({
      cause: "threat",
      text: `What ${newWays.join(" and ")} of ${names(reread)} use ${verb}.`,
    });
    return causes;
  }
  if (here.version !== there.version) {
    const use = `${names(reread)} use${reread.length === 1 ? "s" : ""} it.`;
    causes.push({
      cause: "attack",
      text: isEntering
        ? `${titleOfRelease(here)} says that ${use}`
        : `${titleOfRelease(there)} no longer says that ${use}`,
    });
  } else {
    causes.push({
      cause: "threat",
      text: `The profile of ${names(reread)} ${isEntering ? "has" : "no longer has"} it.`,
    });
  }
  return causes;
}

function nameOf({ result }: AnswerSide, id: AttackId): string {
  return result.actors.find((actor) => actor.id === id)?.name ?? id;
}

function wordOf({ actors }: AnswerSide, actor: AttackId, id: TechniqueId): string | null {
  return actors.find((one) => one.id === actor)?.ownWords.get(id) ?? null;
}

/** Why a technique that is used is counted on one side alone. */
function explainScope(id: TechniqueId, pair: PresencePair, isEntering: boolean): NamedCause[] {
  const { own, other, here, there, inside, outside } = pair;
  const scope = outside.result.scope;
  const causes: NamedCause[] = [];
  if (other.status === "not-applicable" && own.status !== "not-applicable") {
    causes.push({ cause: "scope", text: notApplicable(id, there.domain, outside, isEntering) });
  }
  const isRenamed = [...own.platforms].sort().join() !== [...other.platforms].sort().join();
  const later = titleOfRelease(isEntering ? here : there);
  const platforms: NamedCause = {
    cause: "attack",
    text: `${later} names other platforms for it: ${nameSome(isEntering ? own.platforms : other.platforms) || "none"}.`,
  };
  if (other.beforeCompromise) {
    const isTakenIn = scope.beforeCompromise || isTakenInAlone(outside, there.domain, id);
    if (!isTakenIn && own.beforeCompromise) {
      causes.push({
        cause: "scope",
        text: isEntering
          ? "Before compromise, it was taken in."
          : "Before compromise, it is no longer taken in.",
      });
    } else if (!isTakenIn) causes.push(platforms);
    return causes;
  }
  const isOut =
    scope.platforms.length > 0 && !other.platforms.some((name) => scope.platforms.includes(name));
  if (!isOut) return causes;
  const [wide, narrow] = [inside.result.scope.platforms, scope.platforms];
  if ([...wide].sort().join() !== [...narrow].sort().join()) {
    const names = own.platforms.filter((name) => wide.length === 0 || wide.includes(name));
    causes.push({
      cause: "scope",
      text: `${nameSome(names)} ${isEntering ? "came into scope" : "left the scope"}.`,
    });
  }
  if (isRenamed) causes.push(platforms);
  return causes;
}

function isTakenInAlone({ decisions }: AnswerSide, domain: Domain, id: TechniqueId): boolean {
  return decisions.some(
    (decision) => decision.domain === domain && decision.techniqueId === id && decision.takenIn,
  );
}

function notApplicable(
  id: TechniqueId,
  domain: Domain,
  { decisions }: AnswerSide,
  isEntering: boolean,
): string {
  if (isEntering) return "It is no longer set not applicable.";
  const reason = decisions.find(
    (decision) => decision.domain === domain && decision.techniqueId === id,
  )?.reason;
  return `It was set not applicable${reason === undefined || reason === "" ? "" : `: ${reason}`}.`;
}

/** Why a technique that both answers count has another level. */
export function explainLevel(
  domain: Domain,
  id: TechniqueId,
  before: AnswerSide,
  after: AnswerSide,
  isBetter: boolean,
): NamedCause[] {
  const [first, second] = [before, after].map((side) => findRelease(side, domain));
  const [was, is] = [first?.techniques.get(id), second?.techniques.get(id)];
  if (first === undefined || second === undefined || was === undefined || is === undefined) {
    return [];
  }
  const verdicts = [was.tests?.verdict ?? null, is.tests?.verdict ?? null];
  if (verdicts[0] !== verdicts[1]) return [{ cause: "tests", text: explainTests(was, is) }];
  const pair: RulesPair = {
    before,
    after,
    isBetter,
    isSameRelease: first.version === second.version,
    later: titleOfRelease(second),
    isSamePlatforms: [...was.platforms].sort().join() === [...is.platforms].sort().join(),
  };
  const causes = explainRules(before.rulesOf(domain, id), after.rulesOf(domain, id), pair);
  if (causes.length > 0) return causes;
  const settings = explainSettings(before, after, [was.level, is.level]);
  if (settings.length > 0) return settings;
  return explainTelemetry([was.level, is.level], pair);
}

function explainTests(was: SideTechnique, is: SideTechnique): string {
  const held = (technique: SideTechnique) => {
    const { met = 0, unmet = 0 } = technique.tests ?? {};
    return `${met} of ${met + unmet}`;
  };
  const stale = is.tests?.stale ?? 0;
  if ((is.tests?.verdict ?? null) === null) {
    return stale > 0
      ? `No test holds any more: what ${stale === 1 ? "a test" : `${stale} tests`} showed is stale.`
      : `No test holds any more; before, ${held(was)} met what was expected.`;
  }
  const earlier = (was.tests?.verdict ?? null) === null ? "no test held" : `${held(was)} did`;
  return `${held(is)} tests that hold met what was expected; before, ${earlier}.`;
}

interface RulesPair {
  readonly before: AnswerSide;
  readonly after: AnswerSide;
  readonly isBetter: boolean;
  readonly isSameRelease: boolean;
  readonly later: string;
  readonly isSamePlatforms: boolean;
}

/** A rule beside itself; undefined where a side has not got it. */
interface PairedRule {
  readonly was: SideRule | undefined;
  readonly is: SideRule | undefined;
}

const stateWords: Readonly<Record<DetectionState, string>> = {
  enabled: "enabled",
  disabled: "disabled",
  available: "available only",
};

/** Rules by what changed about them, in sentences; only changes in the level's direction. */
function explainRules(
  earlier: readonly SideRule[],
  later: readonly SideRule[],
  pair: RulesPair,
): NamedCause[] {
  const rules = new Map<string, PairedRule>();
  for (const [key, was] of bestByKey(earlier)) rules.set(key, { was, is: undefined });
  for (const [key, is] of bestByKey(later)) rules.set(key, { was: rules.get(key)?.was, is });
  const sentences = new Map<string, { cause: NamedCause["cause"]; names: string[] }>();
  for (const rule of rules.values()) {
    const step = rankOf(rule.is) - rankOf(rule.was);
    if (step === 0 || step > 0 !== pair.isBetter) continue;
    const { cause, words } = explainRule(rule, pair);
    const known = sentences.get(words) ?? { cause, names: [] };
    known.names.push((rule.is ?? rule.was)?.name ?? "");
    sentences.set(words, known);
  }
  return [...sentences].map(([words, { cause, names }]) => ({
    cause,
    text: `${countRules(names.length)} ${words}: ${nameSome(names.toSorted())}.`,
  }));
}

/** Rules by key and what they name; of several environments, the one that counts most. */
function bestByKey(rules: readonly SideRule[]): Map<string, SideRule> {
  const best = new Map<string, SideRule>();
  for (const rule of rules) {
    const key = JSON.stringify([rule.key, rule.through]);
    const known = best.get(key);
    if (known === undefined || rankOf(rule) > rankOf(known)) best.set(key, rule);
  }
  return best;
}

const ranks = new Map<CountsAs, number>(
  countsAs.options.toReversed().map((word, index) => [word, index + 1]),
);

/** How much a rule counts; nothing where it is not there. */
function rankOf(rule: SideRule | undefined): number {
  return rule === undefined ? 0 : (ranks.get(rule.counts) ?? 0);
}

function explainRule(
  { was, is }: PairedRule,
  { before, after, isSameRelease, later, isSamePlatforms }: RulesPair,
): { readonly cause: NamedCause["cause"]; readonly words: string } {
  if (was === undefined || is === undefined) {
    const rule = is ?? was;
    const other = was === undefined ? before : after;
    const { environment = "" } = rule ?? {};
    const isCompared = [before, after].some(({ about }) => about.kind === "environment");
    if (isCompared) return { cause: "detections", words: `only in ${environment}` };
    if (!other.about.environments.includes(environment)) {
      const verb = was === undefined ? "came into scope" : "left the scope";
      return { cause: "scope", words: `of ${environment}, which ${verb}` };
    }
    if (other.inventory.some((one) => one.environment === environment && one.key === rule?.key)) {
      // The same rule, which names other techniques, or the same ID means another one.
      return isSameRelease
        ? { cause: "detections", words: `with other techniques` }
        : { cause: "attack", words: `whose IDs ${later} reads otherwise` };
    }
    return { cause: "detections", words: was === undefined ? "added" : "no longer there" };
  }
  if (was.state !== is.state) return { cause: "detections", words: stateWords[is.state] };
  if (was.partReason === "rule-blind" || is.partReason === "rule-blind") {
    return {
      cause: "detections",
      words:
        is.partReason === "rule-blind"
          ? "without a collected log source"
          : "with its log source collected",
    };
  }
  if (was.counts === "other-release" || is.counts === "other-release") {
    return isSameRelease
      ? { cause: "detections", words: "with the map of its IDs decided on" }
      : { cause: "attack", words: `whose IDs ${later} reads otherwise` };
  }
  if (was.counts === "out-of-scope" || is.counts === "out-of-scope") {
    return isSamePlatforms
      ? { cause: "scope", words: "on other platforms in scope" }
      : { cause: "attack", words: `for which ${later} names other platforms` };
  }
  const [floor, other] = [before, after].map(({ result }) => result.settings.severityFloor);
  if (floor !== other) return { cause: "scope", words: "by another severity floor" };
  return { cause: "detections", words: `counted ${countsWords(is)} now` };
}

function countsWords({ counts }: SideRule): string {
  return counts === "full" ? "in full" : counts === "part" ? "in part" : counts;
}

type Levels = readonly [CoverageLevel, CoverageLevel];

function explainSettings(before: AnswerSide, after: AnswerSide, levels: Levels): NamedCause[] {
  const [was, is] = [before.result.settings, after.result.settings];
  const causes: NamedCause[] = [];
  if (was.threshold !== is.threshold && levels.includes("several")) {
    causes.push({
      cause: "scope",
      text: `Several begins at ${is.threshold} rules; before, at ${was.threshold}.`,
    });
  }
  if (was.parentOnly !== is.parentOnly && levels.includes("partial")) {
    causes.push({
      cause: "scope",
      text: is.parentOnly
        ? "A rule for its parent counts in part."
        : "A rule for its parent no longer counts.",
    });
  }
  return causes;
}

/** No rule moved: the level lies on what is collected, or on what is said to be needed. */
function explainTelemetry(
  levels: Levels,
  { isSameRelease, later, isBetter }: RulesPair,
): NamedCause[] {
  if (!levels.includes("telemetry")) return [];
  const collected: NamedCause = {
    cause: "detections",
    text: `A log source that it needs is ${isBetter ? "" : "no longer "}collected.`,
  };
  return isSameRelease
    ? [collected]
    : [collected, { cause: "attack", text: `${later} names other log sources that it needs.` }];
}
