import type { Hundredths } from "./days.ts";

/** A gap that any of several log sources opens. */
export interface WaitingGap {
  readonly key: string;
  readonly weight: bigint;
  readonly logSources: readonly string[];
}

/**
 * Which log source each gap waits for, where any of several opens it.
 *
 * Takes, again and again, the log source that opens the most weighted gaps for a day of its effort
 * among those that still wait; then the one that opens more, then by name. So few log sources open
 * many gaps, and the order of the gaps decides nothing.
 */
export function chooseLogSources(
  gaps: readonly WaitingGap[],
  daysOf: (logSource: string) => Hundredths,
): Map<string, string> {
  const waiting = new Map<string, WaitingGap[]>();
  for (const gap of gaps) {
    for (const name of gap.logSources) {
      const known = waiting.get(name);
      if (known === undefined) waiting.set(name, [gap]);
      else known.push(gap);
    }
  }
  const chosen = new Map<string, string>();
  const isOpen = ({ key }: WaitingGap) => !chosen.has(key);
  while (waiting.size > 0) {
    let best: Candidate | undefined;
    for (const [name, all] of waiting) {
      const left = all.filter(isOpen);
      if (left.length === 0) {
        waiting.delete(name);
        continue;
      }
      waiting.set(name, left);
      const weight = left.reduce((sum, gap) => sum + gap.weight, 0n);
      const candidate = { name, gaps: left, weight, days: BigInt(daysOf(name)) };
      if (best === undefined || isBetter(candidate, best)) best = candidate;
    }
    if (best === undefined) break;
    for (const { key } of best.gaps) chosen.set(key, best.name);
    waiting.delete(best.name);
  }
  return chosen;
}

interface Candidate {
  readonly name: string;
  readonly gaps: readonly WaitingGap[];
  readonly weight: bigint;
  readonly days: bigint;
}

function isBetter(a: Candidate, b: Candidate): boolean {
  // Weight for a day, multiplied out: a log source that costs nothing is the best of all.
  const [ofA, ofB] = [a.weight * b.days, b.weight * a.days];
  if (ofA !== ofB) return ofA > ofB;
  if (a.weight !== b.weight) return a.weight > b.weight;
  return a.name < b.name;
}
