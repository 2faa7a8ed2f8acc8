import type { Gap } from "../../shared/model/coverage.ts";
import type { NeededLogSource } from "../../shared/model/catalogue.ts";
import type {
  AdvicePoint,
  GapWorth,
  TelemetryAdvice,
  TelemetryUnit,
} from "../../shared/model/telemetry.ts";
import { findBestSets } from "./best-sets.ts";
import { unitOf } from "./served.ts";
import { isSameChannel } from "./source-words.ts";

/** An open gap with what it needs collected on platforms in scope. */
export interface NeedyGap {
  readonly gap: Gap;
  readonly needs: readonly NeededLogSource[];
  readonly isCollected: boolean;
}

/** What advice is made from. */
export interface AdviceInput {
  /** Open gaps, by rank. */
  readonly gaps: readonly NeedyGap[];
  readonly unit: TelemetryUnit;
  readonly worth: GapWorth;
  /** Size of the largest set. */
  readonly count: number;
  /** Environments of which nobody has said what they collect. */
  readonly unsaid: readonly string[];
}

/** Units of worth to one: actor use is a share, priority has one decimal. */
const scales: Readonly<Record<GapWorth, number>> = {
  "actor-use": 1_000_000,
  priority: 10,
  gaps: 1,
};

function worthOf({ parts, priority }: Gap, worth: GapWorth): number {
  switch (worth) {
    case "actor-use":
      return Math.round((parts.actorUse.value ?? 0) * scales[worth]);
    case "priority":
      return Math.round(priority * scales[worth]);
    case "gaps":
      return 1;
  }
}

/**
 * The log sources that make the most of the gaps detectable: a gap is once a log source that it needs
 * is collected.
 *
 * Gaps with one collected already, and those that name none, have nothing to gain.
 */
export function adviseTelemetry(input: AdviceInput): TelemetryAdvice {
  const { gaps, unit, worth, count, unsaid } = input;
  const waiting = gaps.filter(({ needs, isCollected }) => needs.length > 0 && !isCollected);
  const candidates = listCandidates(waiting, unit);
  const weights = waiting.map(({ gap }) => worthOf(gap, worth));
  const sets = findBestSets(candidates, weights, count);
  const scale = scales[worth];
  const sum = (of: readonly NeedyGap[]) =>
    of.reduce((total, { gap }) => total + worthOf(gap, worth), 0) / scale;
  const open = new Set<number>();
  const steps = (sets.at(-1)?.chosen ?? []).flatMap((place) => {
    const candidate = candidates[place];
    if (candidate === undefined) return [];
    const opens = candidate.opens.filter((at) => !open.has(at));
    for (const at of opens) open.add(at);
    return [
      {
        domain: candidate.domain,
        name: candidate.name,
        channel: candidate.channel,
        opens: opens.flatMap((at) => {
          const gap = waiting[at]?.gap;
          return gap === undefined ? [] : [{ id: gap.id, name: gap.name }];
        }),
        worth: opens.reduce((total, at) => total + (weights[at] ?? 0), 0) / scale,
      },
    ];
  });
  return {
    unit,
    worth,
    gaps: gaps.length,
    named: gaps.filter(({ needs }) => needs.length > 0).length,
    waiting: waiting.length,
    totalWorth: sum(gaps),
    waitingWorth: sum(waiting),
    unsaid: [...unsaid],
    candidates: candidates.length,
    steps,
    curve: sets.map((set, at): AdvicePoint => {
      const opened = new Set(set.chosen.flatMap((place) => candidates[place]?.opens ?? []));
      return {
        count: at + 1,
        gaps: opened.size,
        worth: set.worth / scale,
        greedyWorth: set.greedyWorth / scale,
        atMost: set.atMost / scale,
        proven: set.atMost === set.worth,
      };
    }),
  };
}

interface Candidate {
  readonly domain: Gap["domain"];
  readonly name: string;
  readonly channel: string | null;
  readonly opens: number[];
}

/** What can be collected for some gaps, by name, each with the places of the gaps that it opens. */
function listCandidates(waiting: readonly NeedyGap[], unit: TelemetryUnit): Candidate[] {
  const candidates = new Map<string, Candidate>();
  for (const [at, { gap, needs }] of waiting.entries()) {
    for (const need of needs) {
      const own = unitOf(need, unit);
      if (own === null) continue;
      const key = `${own.key}\n${gap.domain}`;
      const candidate = candidates.get(key) ?? {
        domain: gap.domain,
        name: own.name,
        channel: own.channel,
        opens: [],
      };
      if (candidate.opens.at(-1) !== at) candidate.opens.push(at);
      candidates.set(key, candidate);
    }
  }
  if (unit === "channel") openSharedChannels(waiting, [...candidates.values()]);
  return [...candidates].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, candidate]) => candidate);
}

/** `EventCode=3` is collected with `EventCode=3, 22`: it opens the gaps of both. */
function openSharedChannels(waiting: readonly NeedyGap[], candidates: readonly Candidate[]): void {
  for (const { domain, name, channel, opens } of candidates) {
    const open = new Set(opens);
    for (const [at, { gap, needs }] of waiting.entries()) {
      const isOpened =
        gap.domain === domain &&
        needs.some((need) => need.name === name && isSameChannel(need.channel, channel));
      if (isOpened && !open.has(at)) opens.push(at);
    }
    opens.sort((a, b) => a - b);
  }
}
