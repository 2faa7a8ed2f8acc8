import { plainWords } from "./source-words.ts";

/** Pairs of neighbouring letters and digits. */
function pairsOf(text: string): Map<string, number> {
  const letters = plainWords(text.replace(/\[[^\]]*\]/g, "")).replace(/[^\p{L}\p{N}]+/gu, "");
  const pairs = new Map<string, number>();
  for (let at = 0; at + 1 < letters.length; at += 1) {
    const pair = letters.slice(at, at + 2);
    pairs.set(pair, (pairs.get(pair) ?? 0) + 1);
  }
  return pairs;
}

const total = (pairs: ReadonlyMap<string, number>) =>
  [...pairs.values()].reduce((sum, count) => sum + count, 0);

/** Share of what two names have in common, 0 to 1; a name within the other is near as well. */
function likenessOf(a: ReadonlyMap<string, number>, b: ReadonlyMap<string, number>): number {
  let common = 0;
  for (const [pair, count] of a) common += Math.min(count, b.get(pair) ?? 0);
  const [smaller, both] = [Math.min(total(a), total(b)), total(a) + total(b)];
  if (both === 0) return 0;
  const within = smaller >= 4 && common === smaller ? 0.6 : 0;
  return Math.max(within, (2 * common) / both);
}

function wordsOf(text: string): string[] {
  return plainWords(text.replace(/\[[^\]]*\]/g, ""))
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word.length >= 3);
}

/**
 * The names most like a given one, the likest first: those that have half of their letters, or a
 * whole word, in common.
 */
export function findNearNames(name: string, names: readonly string[], most = 3): string[] {
  const pairs = pairsOf(name);
  const words = wordsOf(name);
  return names
    .map((candidate) => {
      const isSharing = wordsOf(candidate).some((word) => words.includes(word));
      const likeness = likenessOf(pairs, pairsOf(candidate));
      return { candidate, likeness: isSharing ? Math.max(0.5, likeness) : likeness };
    })
    .filter(({ likeness }) => likeness >= 0.5)
    .sort((a, b) => b.likeness - a.likeness || (a.candidate < b.candidate ? -1 : 1))
    .slice(0, most)
    .map(({ candidate }) => candidate);
}
