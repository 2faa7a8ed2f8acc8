import type { NeededLogSource } from "../../shared/model/catalogue.ts";
import type { OpenGap } from "./open-gap.ts";

/** What the catalogue says detects a technique: a detection strategy or, before 18, a component. */
export interface Strategy {
  readonly id: string | null;
  readonly name: string;
}

/** Channels are prose at times: longer ones are left out of what is meant to be short. */
const longestChannel = 60;
const shownSources = 4;
const shownChannels = 3;

/** The log sources with their channels that a gap's rule looks at, in short. */
export function describeDataSource({ needs, logSource }: OpenGap): string {
  const wanted = logSource === null ? needs : needs.filter(({ name }) => name === logSource);
  if (wanted.length === 0) return logSource ?? "No log source is named in the catalogue";
  return logSourcesWithChannels(wanted);
}

/** How a gap may be detected, in short: the catalogue's strategies and what they look at. */
export function describeApproach({ needs, gap }: OpenGap, strategies: readonly Strategy[]): string {
  if (strategies.length === 0) return gap.nextAction;
  const named = strategies.map(({ id, name }) => {
    // Some names end as sentences do; here they go on.
    const plain = name.replace(/\.\s*$/, "");
    return id === null ? plain : `${id} ${plain}`;
  });
  // Before 18 a data component is strategy and log source in one.
  const looksAt = strategies.every(({ name }) => needs.some((need) => need.name === name))
    ? ""
    : ` on ${logSourcesWithChannels(needs)}`;
  return `${shorten(named, shownSources)}${needs.length === 0 ? "" : looksAt}`;
}

function logSourcesWithChannels(needs: readonly NeededLogSource[]): string {
  const channels = new Map<string, Set<string>>();
  for (const { name, channel } of needs) {
    const known = channels.get(name) ?? new Set<string>();
    if (channel !== null && channel.length <= longestChannel) known.add(channel);
    channels.set(name, known);
  }
  const sources = [...channels].map(([name, known]) =>
    known.size === 0 ? name : `${name} (${shorten([...known], shownChannels)})`,
  );
  return shorten(sources, shownSources);
}

function shorten(texts: readonly string[], shown: number): string {
  const rest = texts.length - shown;
  return rest > 0 ? `${texts.slice(0, shown).join("; ")} and ${rest} more` : texts.join("; ");
}
