import type { AssessmentSettings } from "../../shared/model/assessment.ts";
import type { TakeOver } from "../../shared/model/environment-comparison.ts";
import type { Gap } from "../../shared/model/coverage.ts";
import type { Answer } from "../assessments/question.ts";
import { standingOf } from "../coverage/standing.ts";
import { effortHundredths, type Hundredths } from "../plan/days.ts";
import { keyOf } from "../plan/open-gap.ts";
import type { JoinedRules } from "./join-rules.ts";

/** An environment with the answer that its own inventory alone gives. */
export interface AnsweredEnvironment {
  readonly id: number;
  readonly name: string;
  readonly answer: Answer;
}

/** A take-over before it has a window. */
export interface FoundTakeOver extends Omit<TakeOver, "window" | "days"> {
  readonly work: Hundredths;
}

/** A rule that would close gaps of an environment. */
interface Candidate {
  readonly from: number;
  readonly rule: number;
  readonly closes: Set<string>;
}

/**
 * Rules that run in one environment and would count in full in another, for gaps that are open there.
 *
 * Of each environment as few as bring the most: the rule that closes most first, and what it closed
 * is closed for those after it. What a test decided is left to tests.
 */
export function findTakeOvers(
  environments: readonly AnsweredEnvironment[],
  joined: JoinedRules,
  settings: Pick<AssessmentSettings, "effort">,
): { readonly takeOvers: readonly FoundTakeOver[]; readonly blind: number } {
  const effort = new Map(settings.effort.map(({ reason, days }) => [reason, days]));
  let blind = 0;
  const takeOvers = environments.flatMap((_, to) => {
    const open = openGaps(environments[to]);
    const found = listCandidates(environments, to, joined, open);
    blind += found.blind;
    return takeMostFirst(found.candidates, open).map(({ from, rule, closes }) => {
      const state = joined.rules[rule]?.states[to] ?? null;
      const reason = state === "disabled" ? "rule-disabled" : "available-not-deployed";
      return {
        from,
        to,
        key: joined.rules[rule]?.key ?? "",
        name: joined.rules[rule]?.name ?? "",
        state,
        closes: [...closes]
          .sort()
          .flatMap((key) => open.get(key) ?? [])
          .map(({ domain, id }) => ({ domain, techniqueId: id })),
        work: effortHundredths(effort.get(reason) ?? 0),
      };
    });
  });
  // Stable: within one number of gaps by environment, in the order in which they were found.
  takeOvers.sort((a, b) => b.closes.length - a.closes.length);
  return { takeOvers, blind };
}

/** The open gaps of an environment that no test decided, by key. */
function openGaps(environment: AnsweredEnvironment | undefined): Map<string, Gap> {
  const open = new Map<string, Gap>();
  if (environment === undefined) return open;
  const { result, releases } = environment.answer;
  for (const gap of result.gaps) {
    const release = releases.find(({ knowledge }) => knowledge.domain === gap.domain);
    const verdict = release?.judged.get(gap.id)?.tests?.verdict ?? null;
    if (gap.status === "open" && verdict === null) open.set(keyOf(gap.domain, gap.id), gap);
  }
  return open;
}

function listCandidates(
  environments: readonly AnsweredEnvironment[],
  to: number,
  { ruleOf, rules }: JoinedRules,
  open: ReadonlyMap<string, Gap>,
): { readonly candidates: readonly Candidate[]; readonly blind: number } {
  const target = environments[to];
  // One rule may name other techniques elsewhere: what it closes is told by whence it is taken.
  const candidates = new Map<string, Candidate>();
  const seeing = new Set<number>();
  const blind = new Set<number>();
  for (const [from, { answer }] of environments.entries()) {
    if (from === to || target === undefined) continue;
    for (const { knowledge, namings, rules: own } of answer.releases) {
      const there = target.answer.releases.find(
        (release) => release.knowledge.domain === knowledge.domain,
      );
      if (there === undefined) continue;
      for (const { domain, id } of open.values()) {
        const platforms = knowledge.techniques.get(id)?.platforms;
        if (domain !== knowledge.domain || platforms === undefined) continue;
        for (const { detection } of namings.named.get(id) ?? []) {
          const rule = ruleOf.get(detection.id);
          if (rule === undefined || rules[rule]?.states[to] === "enabled") continue;
          if (standingOf(detection, platforms, own).counts !== "full") continue;
          const moved = { ...detection, environmentId: target.id, environment: target.name };
          const { counts, partReason } = standingOf(moved, platforms, there.rules);
          if (partReason === "rule-blind") blind.add(rule);
          if (counts !== "full") continue;
          const key = `${from} ${rule}`;
          const known = candidates.get(key) ?? { from, rule, closes: new Set<string>() };
          known.closes.add(keyOf(knowledge.domain, id));
          candidates.set(key, known);
          seeing.add(rule);
        }
      }
    }
  }
  return {
    candidates: [...candidates.values()],
    blind: [...blind].filter((rule) => !seeing.has(rule)).length,
  };
}

/** Takes, again and again, the candidate that closes most of what is still open. */
function takeMostFirst(
  candidates: readonly Candidate[],
  open: ReadonlyMap<string, Gap>,
): Candidate[] {
  // In an order of their own, so that of equals always the same is taken.
  const left = candidates
    .map(({ closes, ...others }) => ({ ...others, closes: new Set(closes) }))
    .sort((a, b) => a.rule - b.rule || a.from - b.from);
  const worthOf = ({ closes }: Candidate) =>
    [...closes].reduce((sum, key) => sum + Math.round((open.get(key)?.priority ?? 0) * 10), 0);
  const taken: Candidate[] = [];
  for (;;) {
    const best = left.reduce<Candidate | undefined>((most, one) => {
      if (most === undefined || one.closes.size > most.closes.size) return one;
      if (one.closes.size < most.closes.size) return most;
      return worthOf(one) > worthOf(most) ? one : most;
    }, undefined);
    if (best === undefined || best.closes.size === 0) return taken;
    const closed = new Set(best.closes);
    taken.push({ from: best.from, rule: best.rule, closes: closed });
    for (const one of left) for (const key of closed) one.closes.delete(key);
  }
}
