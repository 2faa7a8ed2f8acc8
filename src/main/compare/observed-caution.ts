import type { ComparedTechnique, FittingActor } from "../../shared/model/actor-comparison.ts";

/** What the sentences speak of. */
export interface ObservedResult {
  /** The rarest first. */
  readonly observed: readonly ComparedTechnique[];
  readonly actors: readonly FittingActor[];
  readonly groups: number;
  readonly byChance: number;
}

/** Fewer observed techniques than this tell actors apart badly. */
const few = 5;
/** From this share of the groups on a technique is called common, and up to this one rare. */
const common = 0.25;
const rare = 0.05;

/** Says in sentences how little observed techniques prove of who was at work. */
export function describeCaution({ observed, actors, groups, byChance }: ObservedResult): string[] {
  const [best, second] = actors;
  if (observed.length === 0) return [];
  const groupsThatFit = actors.filter(({ kind }) => kind === "group");
  const sharing = (least: number) =>
    groupsThatFit.filter(({ shared }) => shared.length >= least).length;
  const half = Math.ceil(observed.length / 2);
  const sentences: string[] = [];
  if (best === undefined || second === undefined) {
    sentences.push(
      best === undefined
        ? "No actor of the catalogue is known to use any of these: that says nothing about who was at work."
        : `Only ${best.name} is known to use any of these; who has not been described may use them too.`,
    );
  }
  if (groups > 0 && best !== undefined) {
    sentences.push(
      observed.length === 1
        ? `${sharing(1)} of ${groups} groups use the one technique observed.`
        : `${sharing(half)} of ${groups} groups use at least ${half} of the ${observed.length} techniques observed; ${sharing(observed.length)} use all of them.`,
      `By chance alone ${aboutWords(byChance)} of ${groups} groups would share as many as ${best.name} does (${best.shared.length} of ${observed.length}): profiles of their sizes, made at the rates at which all groups use these techniques.`,
    );
  }
  const tied = actors.filter(({ score }) => score === best?.score);
  if (best !== undefined && tied.length > 1) {
    sentences.push(
      `${listNames(tied)} fit equally well: what was observed does not tell them apart.`,
    );
  } else if (best !== undefined && second !== undefined) {
    const ratio = Math.exp(best.score - second.score);
    sentences.push(
      `${best.name} explains what was observed ${ratio < 1000 ? `${roundWords(ratio)} times as well as` : "over 1000 times better than"} ${second.name}, the next: a step of this model, no probability of who it was.`,
    );
  }
  sentences.push(...describeRarity(observed));
  if (observed.length < few) {
    sentences.push(
      `${observed.length === 1 ? "One technique was" : `${observed.length} techniques were`} observed: too few to tell actors apart, whatever the order.`,
    );
  }
  sentences.push(
    "A profile holds what was reported of an actor, and long ones fit more. Actors share tools, copy each other, and most are not in the catalogue: use this to decide what to look for next, never to name who it was.",
  );
  return sentences;
}

function describeRarity(observed: readonly ComparedTechnique[]): string[] {
  const share = ({ groupsUsing, groups }: ComparedTechnique) =>
    groups === 0 ? 0 : groupsUsing / groups;
  const usedByMany = observed.filter((one) => share(one) >= common).toReversed();
  const usedByFew = observed.filter((one) => share(one) <= rare);
  const [most] = usedByMany;
  const sentences: string[] = [];
  if (most !== undefined) {
    const percent = Math.floor(share(most) * 100 + 0.5);
    sentences.push(
      `${most.id} ${most.name} is used by ${percent} % of all groups: it tells little${usedByMany.length > 1 ? `, as do ${usedByMany.length - 1} more that a quarter of the groups or more use` : ""}.`,
    );
  }
  const [rarest] = usedByFew;
  if (rarest === undefined) {
    sentences.push("None of the techniques is rare: at least one group in twenty uses each.");
  } else {
    sentences.push(
      `What tells most is ${rarest.id} ${rarest.name}, used by ${rarest.groupsUsing} of ${rarest.groups} groups.`,
    );
  }
  return sentences;
}

function aboutWords(expected: number): string {
  if (expected < 0.05) return "fewer than 0.1";
  return `about ${roundWords(expected)}`;
}

function roundWords(ratio: number): string {
  return ratio < 9.95 ? ratio.toFixed(1) : ratio.toFixed(0);
}

function listNames(actors: readonly FittingActor[]): string {
  const names = actors.slice(0, 4).map(({ name }) => name);
  const more = actors.length - names.length;
  if (more > 0) return `${names.join(", ")} and ${more} more`;
  return `${names.slice(0, -1).join(", ")} and ${names.at(-1) ?? ""}`;
}
