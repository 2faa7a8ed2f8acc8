import type { TechniqueId } from "../../shared/model/attack-id.ts";
import type { NeededLogSource } from "../../shared/model/catalogue.ts";
import type { ServedSource, ServedTelemetry, TelemetryUnit } from "../../shared/model/telemetry.ts";
import type { Knowledge } from "../catalogue/knowledge.ts";
import type { TelemetryView } from "./collected.ts";

/** What of a release is asked about. */
export interface ServedInput {
  readonly knowledge: Knowledge;
  readonly view: TelemetryView;
  /** Whether somebody has said what any of the environments collects. */
  readonly isSaid: boolean;
  /** Platforms in scope; empty = every platform. */
  readonly platforms: readonly string[];
  /** Open gaps of the assessment in this domain. */
  readonly gaps: ReadonlySet<TechniqueId>;
}

/** A unit of what can be collected: how it is told apart, and what it is called. */
interface Unit {
  readonly key: string;
  readonly name: string;
  readonly channel: string | null;
  /** Data component of a log source, log source of a data component. */
  readonly other: string | null;
}

/** The unit that a need belongs to; null where it names no data component. */
export function unitOf(need: NeededLogSource, unit: TelemetryUnit): Unit | null {
  const { name, dataComponent } = need;
  const channel = need.channel?.trim().toLowerCase() === "none" ? null : need.channel;
  switch (unit) {
    case "log-source":
      return { key: name, name, channel: null, other: dataComponent };
    case "channel":
      return { key: JSON.stringify([name, channel]), name, channel, other: dataComponent };
    case "data-component":
      return dataComponent === null
        ? null
        : { key: dataComponent, name: dataComponent, channel: null, other: name };
  }
}

/** Needs of a technique on platforms in scope. */
export function needsInScope(
  needs: readonly NeededLogSource[],
  platforms: readonly string[],
): readonly NeededLogSource[] {
  if (platforms.length === 0) return needs;
  return needs.filter(
    (need) =>
      need.platforms.length === 0 ||
      need.platforms.includes("None") ||
      need.platforms.some((platform) => platforms.includes(platform)),
  );
}

interface Draft extends Omit<Unit, "key" | "other"> {
  readonly others: Set<string>;
  readonly platforms: Set<string>;
  readonly techniques: Set<TechniqueId>;
  collected: number;
  needs: number;
}

/** Each log source, channel and data component that a release needs, with the techniques it serves. */
export function listServed(input: ServedInput): ServedSource[] {
  const { knowledge } = input;
  return (["log-source", "channel", "data-component"] as const).flatMap((unit) =>
    listServedBy(input, unit).map((one) => ({ ...one, unit, domain: knowledge.domain })),
  );
}

function listServedBy(
  { knowledge, view, isSaid, platforms, gaps }: ServedInput,
  unit: TelemetryUnit,
): Omit<ServedSource, "unit" | "domain">[] {
  const drafts = new Map<string, Draft>();
  const waiting = new Set<TechniqueId>();
  for (const technique of knowledge.techniques.values()) {
    const needs = needsInScope(knowledge.needs.get(technique.id) ?? [], platforms);
    if (gaps.has(technique.id) && view.standingOf(needs, technique.platforms) !== "collected") {
      waiting.add(technique.id);
    }
    for (const need of needs) {
      const own = unitOf(need, unit);
      if (own === null) continue;
      const draft = drafts.get(own.key) ?? {
        name: own.name,
        channel: own.channel,
        others: new Set<string>(),
        platforms: new Set<string>(),
        techniques: new Set<TechniqueId>(),
        collected: 0,
        needs: 0,
      };
      if (own.other !== null) draft.others.add(own.other);
      for (const platform of need.platforms) draft.platforms.add(platform);
      draft.techniques.add(technique.id);
      draft.needs += 1;
      if (isSaid && view.listCollecting(need, technique.platforms).length > 0) {
        draft.collected += 1;
      }
      drafts.set(own.key, draft);
    }
  }
  return [...drafts]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([, { name, channel, collected, needs, ...lists }]) => {
      const techniques = [...lists.techniques].sort();
      return {
        name,
        channel,
        others: [...lists.others].sort(),
        platforms: [...lists.platforms].sort(),
        collected: !isSaid ? null : collected === 0 ? "none" : collected === needs ? "all" : "some",
        techniques,
        gaps: techniques.filter((id) => gaps.has(id)),
        opens: techniques.filter((id) => waiting.has(id)),
      };
    });
}

/** What each stated log source serves; the view takes all of them as collected. */
export function listServedByStated(
  releases: readonly {
    readonly knowledge: Knowledge;
    readonly gaps: ReadonlySet<TechniqueId>;
  }[],
  view: TelemetryView,
): ServedTelemetry["stated"] {
  const served = new Map<number, { techniques: Set<TechniqueId>; gaps: Set<TechniqueId> }>();
  for (const { knowledge, gaps } of releases) {
    for (const [id, needs] of knowledge.needs) {
      const platforms = knowledge.techniques.get(id)?.platforms ?? [];
      for (const need of needs) {
        for (const { source } of view.listCollecting(need, platforms)) {
          const known = served.get(source.id) ?? { techniques: new Set(), gaps: new Set() };
          known.techniques.add(id);
          if (gaps.has(id)) known.gaps.add(id);
          served.set(source.id, known);
        }
      }
    }
  }
  return [...served]
    .sort(([a], [b]) => a - b)
    .map(([id, { techniques, gaps }]) => ({
      id,
      techniques: [...techniques].sort(),
      gaps: [...gaps].sort(),
    }));
}
