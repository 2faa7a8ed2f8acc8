import type { TechniqueId } from "../../shared/model/attack-id.ts";
import type { Knowledge, KnownTechnique } from "../catalogue/knowledge.ts";
import type { ReleaseChange } from "./release-change.ts";

/** What of a rule says which technique it is about. */
export interface RuleText {
  readonly name: string;
  readonly description: string | null;
  /** As written. */
  readonly tactics: readonly string[];
  /** Techniques that it names already. */
  readonly named: ReadonlySet<string>;
}

/** A technique that a rule may be about. */
export interface RankedTechnique {
  readonly technique: KnownTechnique;
  readonly words: readonly string[];
  readonly ofTactic: boolean;
  readonly groups: number;
}

/** Words that stand in many rules and techniques and tell none apart. */
const emptyWords = new Set(
  "a an and any as at by for from in into is it its of on or other over the this through to via with using use detects detect rule suspicious possible potential".split(
    " ",
  ),
);

/** A name with its parent's: "Command and Scripting Interpreter: PowerShell". */
export function fullName(
  { name, parentId }: KnownTechnique,
  techniques: Knowledge["techniques"],
): string {
  const parent = parentId === null ? undefined : techniques.get(parentId);
  return parent === undefined ? name : `${parent.name}: ${name}`;
}

/**
 * The techniques that a rule may be about, the likeliest first.
 *
 * By the share of a technique's name that stands in the rule's name or description, rare words
 * counting for more; a tactic that the rule names comes before others. Where no word matches, the
 * techniques of its tactics that most groups use.
 */
export function rankTechniques(
  rule: RuleText,
  knowledge: Knowledge,
  change: ReleaseChange,
  limit: number,
): RankedTechnique[] {
  const title = new Set(wordsOf(rule.name));
  const body = new Set(wordsOf(rule.description ?? ""));
  const tactics = tacticsOf(rule.tactics, knowledge, change);
  const weightOf = wordWeights(knowledge);
  const groups = countGroups(knowledge);
  const ranked = [...knowledge.techniques.values()]
    .filter(({ id }) => !rule.named.has(id))
    .map((technique) => {
      const own = wordsOf(technique.name);
      const ofTactic = technique.tactics.some((tactic) => tactics.has(tactic));
      const words = own.filter((word) => title.has(word) || body.has(word));
      const [all, found] = [own, words].map((list) =>
        list.reduce(
          (sum, word) => sum + weightOf(word) * (list === own || title.has(word) ? 1 : 0.5),
          0,
        ),
      );
      const share = all === undefined || found === undefined || all === 0 ? 0 : found / all;
      // A long name that stands there whole says more than a short one.
      const score = share * Math.sqrt(found ?? 0) * (ofTactic ? 2 : tactics.size === 0 ? 1 : 0.7);
      return { technique, words, ofTactic, groups: groups.get(technique.id) ?? 0, score, share };
    });
  const byWords = ranked.filter(({ share }) => share >= 0.3);
  const byTactic = ranked.filter((each) => each.share < 0.3 && each.ofTactic);
  byWords.sort((a, b) => b.score - a.score || b.groups - a.groups || byId(a, b));
  byTactic.sort((a, b) => b.groups - a.groups || byId(a, b));
  return [...byWords, ...byTactic.map((each) => ({ ...each, words: [] }))]
    .slice(0, limit)
    .map(({ technique, words, ofTactic, groups: count }) => ({
      technique,
      words,
      ofTactic,
      groups: count,
    }));
}

function byId(a: { technique: KnownTechnique }, b: { technique: KnownTechnique }): number {
  return a.technique.id < b.technique.id ? -1 : 1;
}

/** Words in their plain form: "Scheduled Tasks" and "scheduled task" are alike. */
function wordsOf(text: string): string[] {
  const words = (text.match(/[\p{L}\p{N}]+/gu) ?? []).map((word) =>
    word.toLowerCase().replace(/(?<=\p{L}{3}[^\Ws])s$/u, ""),
  );
  return [...new Set(words.filter((word) => word.length > 1 && !emptyWords.has(word)))];
}

const weightsOf = new WeakMap<Knowledge, ReadonlyMap<string, number>>();

/** The rarer a word among the names of techniques, the more it says. */
function wordWeights(knowledge: Knowledge): (word: string) => number {
  let weights = weightsOf.get(knowledge);
  if (weights === undefined) {
    const counts = new Map<string, number>();
    for (const { name } of knowledge.techniques.values()) {
      for (const word of wordsOf(name)) counts.set(word, (counts.get(word) ?? 0) + 1);
    }
    const all = knowledge.techniques.size;
    weights = new Map([...counts].map(([word, count]) => [word, Math.log(1 + all / count)]));
    weightsOf.set(knowledge, weights);
  }
  const known = weights;
  return (word) => known.get(word) ?? 0;
}

function countGroups({ groups }: Knowledge): Map<TechniqueId, number> {
  const counts = new Map<TechniqueId, number>();
  for (const { uses } of groups.values()) {
    for (const id of new Set(uses.map(({ techniqueId }) => techniqueId))) {
      counts.set(id, (counts.get(id) ?? 0) + 1);
    }
  }
  return counts;
}

/** Short names of a release's tactics for tactics as rules write them, of other releases too. */
function tacticsOf(
  written: readonly string[],
  { tactics, domain }: Knowledge,
  change: ReleaseChange,
): Set<string> {
  const found = new Set<string>();
  for (const each of written) {
    const text = each
      .trim()
      .toLowerCase()
      .replace(/^attack\./, "");
    const short = text.replace(/[\s_]+/g, "-");
    const later = change.domain === domain ? (change.tactics.get(short) ?? []) : [];
    const earlier =
      change.domain === domain
        ? [...change.tactics].filter(([, became]) => became.includes(short)).map(([name]) => name)
        : [];
    for (const { shortname, name, attackId } of tactics) {
      const isIt =
        [short, ...later, ...earlier].includes(shortname) ||
        name.toLowerCase() === text ||
        attackId.toLowerCase() === text;
      if (isIt) found.add(shortname);
    }
  }
  return found;
}
