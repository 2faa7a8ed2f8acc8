import type { AttackId, Domain, TechniqueId } from "../../shared/model/attack-id.ts";
import type {
  AssessmentComparison,
  CauseEffect,
  CauseGroup,
  ChangeCause,
  ComparedActor,
  ComparedStanding,
  ComparedTactic,
  ComparedTechnique,
  MovementCounts,
  NamedCause,
  TechniqueMovement,
} from "../../shared/model/compare.ts";
import { causeGroup, changeCause } from "../../shared/model/compare.ts";
import type { ActorCoverage, AssessedTechnique, Share } from "../../shared/model/coverage.ts";
import { isCovered } from "../coverage/level.ts";
import { levelsWorstFirst } from "../layers/layer-palette.ts";
import type { AnswerSide, Standings } from "./answer-side.ts";
import { standingsOfSide } from "./answer-side.ts";
import { listInputDifferences } from "./input-differences.ts";
import { explainLevel, explainPresence } from "./explain-change.ts";

/** What exchanging one kind of input makes of each answer. */
export interface SwappedStandings {
  readonly cause: ChangeCause;
  /** The first answer with the second's input. */
  readonly forward: Standings;
  /** The second answer with the first's input. */
  readonly backward: Standings;
}

/** Where answers differ and nothing of what is known says why. */
const unknownWords: Readonly<Record<ChangeCause, string>> = {
  detections: "Rules or log sources differ.",
  attack: "The releases differ.",
  threat: "The actors, or what is known of them, differ.",
  tests: "Tests, or what decides whether they hold, differ.",
  scope: "Scope, decisions or settings differ.",
};

/**
 * Compares two answers: what changed, and because of what.
 *
 * With `swapped`, one entry for each kind of input that differs, causes are computed: an input is a
 * cause where exchanging it alone moves one of the answers towards the other. Without it they are
 * told from what both sides say. Same input, same output.
 */
export function compareAnswers(
  before: AnswerSide,
  after: AnswerSide,
  swapped: readonly SwappedStandings[] | null,
): AssessmentComparison {
  const inputs = listInputDifferences(before, after);
  const techniques = pairTechniques(before, after).map((pair) =>
    compareTechnique(pair, { before, after, inputs, swapped }),
  );
  return {
    before: before.about,
    after: after.about,
    inputs,
    causesAre: swapped === null ? "told" : "computed",
    effects: sumEffects(techniques),
    techniques,
    tactics: compareTactics(before, after),
    actors: compareActors(before, after),
  };
}

interface Pair {
  readonly domain: Domain;
  readonly id: TechniqueId;
  readonly was: AssessedTechnique | undefined;
  readonly is: AssessedTechnique | undefined;
}

/** Techniques that are in the denominator of one answer or of both, by domain and ID. */
function pairTechniques(before: AnswerSide, after: AnswerSide): Pair[] {
  const pairs = new Map<string, Pair>();
  for (const was of before.result.techniques) {
    pairs.set(keyOf(was), { domain: was.domain, id: was.id, was, is: undefined });
  }
  for (const is of after.result.techniques) {
    const known = pairs.get(keyOf(is));
    pairs.set(keyOf(is), { domain: is.domain, id: is.id, was: known?.was, is });
  }
  return [...pairs.values()]
    .filter(({ was, is }) => was?.inDenominator === true || is?.inDenominator === true)
    .sort((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1));
}

function keyOf({ domain, id }: { readonly domain: Domain; readonly id: TechniqueId }): string {
  return `${domain} ${id}`;
}

interface Sides {
  readonly before: AnswerSide;
  readonly after: AnswerSide;
  readonly inputs: readonly NamedCause[];
  readonly swapped: readonly SwappedStandings[] | null;
}

function compareTechnique(pair: Pair, sides: Sides): ComparedTechnique {
  const { domain, id, was, is } = pair;
  const named = is ?? was;
  if (named === undefined) throw new Error("a pair has a technique");
  const movement = movementOf(was, is);
  const because = movement === "same" ? [] : explain(pair, movement, sides);
  const [only, ...others] = [...new Set(because.map(({ cause }) => cause))];
  return {
    domain,
    id,
    name: named.name,
    parentName: named.parentName,
    tactics: named.tactics,
    before: standingOn(sides.before, was),
    after: standingOn(sides.after, is),
    movement,
    group: movement === "same" ? null : only === undefined || others.length > 0 ? "several" : only,
    because,
  };
}

function movementOf(
  was: AssessedTechnique | undefined,
  is: AssessedTechnique | undefined,
): TechniqueMovement {
  if (was?.inDenominator !== true) return "entered";
  if (is?.inDenominator !== true) return "left";
  const step = Number(isCovered(is.level)) - Number(isCovered(was.level));
  if (step !== 0) return step > 0 ? "closed" : "opened";
  const higher = rankOf(is) - rankOf(was);
  return higher === 0 ? "same" : higher > 0 ? "better" : "worse";
}

function rankOf({ level }: Pick<AssessedTechnique, "level">): number {
  return levelsWorstFirst.indexOf(level);
}

function standingOn(
  { releases }: AnswerSide,
  technique: AssessedTechnique | undefined,
): ComparedStanding | null {
  if (technique === undefined) return null;
  const { domain, id, level, inDenominator, actors, detections, tests } = technique;
  const release = releases.find((one) => one.domain === domain);
  return {
    level,
    inDenominator,
    actors,
    detections,
    verdict: tests?.verdict ?? null,
    status: release?.techniques.get(id)?.status ?? "open",
  };
}

function explain(pair: Pair, movement: TechniqueMovement, sides: Sides): NamedCause[] {
  const told = tell(pair, movement, sides);
  const { swapped, inputs } = sides;
  if (swapped !== null) {
    const causes = computeCauses(pair, movement, sides, swapped);
    return changeCause.options
      .filter((cause) => causes.has(cause))
      .flatMap((cause) => {
        const sentences = told.filter((one) => one.cause === cause);
        return sentences.length > 0 ? sentences : [{ cause, text: unknownWords[cause] }];
      });
  }
  if (told.length > 0) return told;
  const possible = new Set(inputs.map(({ cause }) => cause));
  return changeCause.options
    .filter((cause) => possible.has(cause))
    .map((cause) => ({ cause, text: unknownWords[cause] }));
}

/** What both sides say about a change, in sentences. */
function tell(
  { domain, id }: Pair,
  movement: TechniqueMovement,
  { before, after }: Sides,
): NamedCause[] {
  switch (movement) {
    case "entered":
      return explainPresence(domain, id, after, before, true);
    case "left":
      return explainPresence(domain, id, before, after, false);
    case "closed":
    case "better":
      return explainLevel(domain, id, before, after, true);
    case "opened":
    case "worse":
      return explainLevel(domain, id, before, after, false);
    case "same":
      return [];
  }
}

/**
 * Inputs that alone move the first answer towards the second, or the second back to the first.
 *
 * Where no single one does, all that differ do it together.
 */
function computeCauses(
  { domain, id }: Pair,
  movement: TechniqueMovement,
  { before, after }: Sides,
  swapped: readonly SwappedStandings[],
): Set<ChangeCause> {
  const valueIn = (standings: Standings): number => {
    if (movement === "entered" || movement === "left") {
      return Number(standings.isInDenominator(domain, id));
    }
    const level = standings.levelOf(domain, id);
    if (level === null) return 0;
    if (movement === "closed" || movement === "opened") return Number(isCovered(level));
    return rankOf({ level });
  };
  const start = valueIn(standingsOfSide(before));
  const end = valueIn(standingsOfSide(after));
  const direction = Math.sign(end - start);
  const alone = swapped.filter(
    ({ forward, backward }) =>
      Math.sign(valueIn(forward) - start) === direction ||
      Math.sign(end - valueIn(backward)) === direction,
  );
  return new Set((alone.length > 0 ? alone : swapped).map(({ cause }) => cause));
}

const noMovement: MovementCounts = {
  opened: 0,
  closed: 0,
  enteredCovered: 0,
  enteredAsGap: 0,
  leftCovered: 0,
  leftAsGap: 0,
  worse: 0,
  better: 0,
};

function figureOf({ movement, before, after }: ComparedTechnique): keyof MovementCounts | null {
  switch (movement) {
    case "same":
      return null;
    case "entered":
      return after !== null && isCovered(after.level) ? "enteredCovered" : "enteredAsGap";
    case "left":
      return before !== null && isCovered(before.level) ? "leftCovered" : "leftAsGap";
    default:
      return movement;
  }
}

/** What each cause did, in their order; those without effect are left out. */
function sumEffects(techniques: readonly ComparedTechnique[]): CauseEffect[] {
  const counts = new Map<CauseGroup, Record<keyof MovementCounts, number>>();
  for (const technique of techniques) {
    const figure = figureOf(technique);
    if (figure === null || technique.group === null) continue;
    const known = counts.get(technique.group) ?? { ...noMovement };
    known[figure] += 1;
    counts.set(technique.group, known);
  }
  return causeGroup.options.flatMap((group) => {
    const count = counts.get(group);
    if (count === undefined) return [];
    const { enteredCovered, enteredAsGap, leftCovered, leftAsGap, closed, opened } = count;
    return [
      {
        group,
        ...count,
        techniques: enteredCovered + enteredAsGap - leftCovered - leftAsGap,
        covered: enteredCovered + closed - leftCovered - opened,
      },
    ];
  });
}

function shareOf({ techniques, covered, percent }: Share): Share {
  return { techniques, covered, percent };
}

/** Tactics of both, in the later one's order; what only the earlier has comes last. */
function compareTactics(before: AnswerSide, after: AnswerSide): ComparedTactic[] {
  const key = ({ domain, shortname }: Pick<ComparedTactic, "domain" | "shortname">) =>
    `${domain} ${shortname}`;
  const earlier = new Map(before.result.tactics.map((tactic) => [key(tactic), tactic]));
  const later = after.result.tactics.map((tactic): ComparedTactic => {
    const was = earlier.get(key(tactic));
    earlier.delete(key(tactic));
    const { domain, shortname, name } = tactic;
    return {
      domain,
      shortname,
      name,
      before: was === undefined ? null : shareOf(was),
      after: shareOf(tactic),
    };
  });
  const gone = [...earlier.values()].map((tactic): ComparedTactic => {
    const { domain, shortname, name } = tactic;
    return { domain, shortname, name, before: shareOf(tactic), after: null };
  });
  return [...later, ...gone];
}

/** Actors of both, in the later one's order; what only the earlier has comes last. */
function compareActors(before: AnswerSide, after: AnswerSide): ComparedActor[] {
  const earlier = new Map<AttackId, ActorCoverage>(
    before.result.actors.map((actor) => [actor.id, actor]),
  );
  const compared = (
    { id, kind, domain, name }: ActorCoverage,
    was: ActorCoverage | undefined,
    is: ActorCoverage | undefined,
  ): ComparedActor => ({
    id,
    kind,
    domain,
    name,
    before: was === undefined ? null : coverageOf(was),
    after: is === undefined ? null : coverageOf(is),
  });
  const later = after.result.actors.map((actor) => {
    const was = earlier.get(actor.id);
    earlier.delete(actor.id);
    return compared(actor, was, actor);
  });
  return [...later, ...[...earlier.values()].map((actor) => compared(actor, actor, undefined))];
}

function coverageOf({
  inScope,
  covered,
  percent,
  weight,
}: ActorCoverage): NonNullable<ComparedActor["before"]> {
  return { techniques: inScope, covered, percent, weight };
}
