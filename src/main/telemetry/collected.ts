import type { NeededLogSource } from "../../shared/model/catalogue.ts";
import type {
  TelemetryEntry,
  TelemetrySource,
  TelemetryStanding,
} from "../../shared/model/telemetry.ts";
import { realPlatforms } from "../catalogue/real-platforms.ts";
import type { RuleNeed } from "./rule-need.ts";
import { isServedBy, needOfRule } from "./rule-need.ts";
import { isSameChannel, plainWords } from "./source-words.ts";

/** What somebody said of the log sources of one environment; empty where nobody did. */
export interface EnvironmentTelemetry {
  readonly environmentId: number;
  readonly environment: string;
  readonly sources: readonly TelemetrySource[];
}

/** A log source that is collected, with the environment that collects it. */
export interface CollectedSource {
  readonly environment: string;
  readonly source: TelemetrySource;
}

/** What of a detection decides whether it can see anything. */
export interface WatchingRule {
  readonly environmentId: number;
  readonly kind: "rule" | "count" | "claim";
  readonly platforms: readonly string[];
  readonly logSource: string | null;
}

/** Whether something stated is collected: so marked, and of some quality where quality is stated. */
export function isCollected({ collected, quality }: TelemetryEntry): boolean {
  const { deviceCompleteness, fieldCompleteness, timeliness, consistency, retention } = quality;
  const stated = [deviceCompleteness, fieldCompleteness, timeliness, consistency, retention];
  return collected && !stated.every((value) => value === 0);
}

/** Names by which an inventory may state what is needed: log source, data component, data source. */
function keysOf(need: NeededLogSource): Set<string> {
  const { analytic, analyticName, dataComponent, name } = need;
  const keys = dataComponent === null ? [] : [dataComponent];
  // Before 18 the need is a data component of a data source, or a data source alone.
  if (analytic === null) keys.push(name, analyticName);
  return new Set(keys.map(plainWords));
}

/** `Process: Process Creation` states the data component as well. */
function componentKeys(dataComponent: string): string[] {
  const whole = plainWords(dataComponent);
  const [, component] = whole.split(": ");
  return component === undefined ? [whole] : [whole, component];
}

/**
 * The log sources of the environments of a question, ready to be asked.
 *
 * `platforms` are those in scope; empty = every platform.
 */
export class TelemetryView {
  /** Whether somebody has said of every environment what it collects. */
  readonly isKnown: boolean;
  /** Environments of which somebody has said what they collect. */
  readonly #known: ReadonlySet<number>;
  readonly #platforms: ReadonlySet<string>;
  readonly #collected: readonly CollectedSource[];
  readonly #byComponent = new Map<string, CollectedSource[]>();
  readonly #byName = new Map<string, CollectedSource[]>();
  readonly #needs = new Map<string, RuleNeed | null>();
  readonly #blind = new Map<string, boolean>();

  constructor(environments: readonly EnvironmentTelemetry[], platforms: ReadonlySet<string>) {
    const known = environments.filter(({ sources }) => sources.length > 0);
    this.isKnown = known.length === environments.length && known.length > 0;
    this.#known = new Set(known.map(({ environmentId }) => environmentId));
    this.#platforms = platforms;
    this.#collected = known.flatMap(({ environment, sources }) =>
      sources
        .filter(({ entry }) => isCollected(entry) && this.#isInScope(entry.platforms))
        .map((source) => ({ environment, source })),
    );
    for (const one of this.#collected) {
      const { name, dataComponent } = one.source.entry;
      if (name !== null) add(this.#byName, plainWords(name), one);
      if (dataComponent !== null) {
        for (const key of componentKeys(dataComponent)) add(this.#byComponent, key, one);
      }
    }
  }

  /** Whether somebody has said of an environment what it collects. */
  isKnownOf(environmentId: number): boolean {
    return this.#known.has(environmentId);
  }

  /** What is collected of a need, given the platforms of the technique. */
  listCollecting(need: NeededLogSource, techniquePlatforms: readonly string[]): CollectedSource[] {
    if (this.#collected.length === 0) return [];
    const own = realPlatforms(need.platforms);
    const platforms = own.length > 0 ? own : realPlatforms(techniquePlatforms);
    const found = new Set<CollectedSource>();
    const named = this.#byName.get(plainWords(need.name)) ?? [];
    for (const one of named) {
      if (isSameChannel(need.channel, one.source.entry.channel)) found.add(one);
    }
    for (const key of keysOf(need)) {
      for (const one of this.#byComponent.get(key) ?? []) {
        if (this.#isOn(one.source.entry.platforms, platforms)) found.add(one);
      }
    }
    return [...found];
  }

  /** Whether a log source that a technique needs is collected. */
  standingOf(
    needs: readonly NeededLogSource[],
    techniquePlatforms: readonly string[],
  ): TelemetryStanding {
    if (needs.length === 0) return "unnamed";
    if (needs.some((need) => this.listCollecting(need, techniquePlatforms).length > 0)) {
      return "collected";
    }
    return this.isKnown ? "missing" : "unsaid";
  }

  /** What a rule needs; null where its log source does not tell. */
  needOf({ logSource, kind }: WatchingRule): RuleNeed | null {
    if (logSource === null || kind !== "rule") return null;
    const known = this.#needs.get(logSource);
    if (known !== undefined) return known;
    const need = needOfRule(logSource);
    this.#needs.set(logSource, need);
    return need;
  }

  /**
   * Whether a rule can see nothing: its environment's log sources are known, what it needs is told,
   * and none of that is collected.
   */
  isBlind(rule: WatchingRule): boolean {
    if (!this.#known.has(rule.environmentId)) return false;
    const need = this.needOf(rule);
    if (need === null) return false;
    const key = `${rule.environmentId}\n${rule.platforms.join("\t")}\n${rule.logSource ?? ""}`;
    const known = this.#blind.get(key);
    if (known !== undefined) return known;
    const blind = !this.#collected.some(
      ({ source }) =>
        source.environmentId === rule.environmentId &&
        isServedBy(need, source.entry, rule.platforms),
    );
    this.#blind.set(key, blind);
    return blind;
  }

  #isInScope(platforms: readonly string[]): boolean {
    return (
      platforms.length === 0 ||
      this.#platforms.size === 0 ||
      platforms.some((platform) => this.#platforms.has(platform))
    );
  }

  /** Whether one platform is stated, in scope and among those asked for; unknown ones are any. */
  #isOn(stated: readonly string[], asked: readonly string[]): boolean {
    return (
      stated.length === 0 ||
      asked.length === 0 ||
      stated.some(
        (platform) =>
          asked.includes(platform) && (this.#platforms.size === 0 || this.#platforms.has(platform)),
      )
    );
  }
}

function add<Value>(map: Map<string, Value[]>, key: string, value: Value): void {
  const list = map.get(key);
  if (list === undefined) map.set(key, [value]);
  else list.push(value);
}

/** Environments as if everything that is stated of them were collected. */
export function asIfCollected(
  environments: readonly EnvironmentTelemetry[],
): readonly EnvironmentTelemetry[] {
  return environments.map((environment) => ({
    ...environment,
    sources: environment.sources.map((source) => ({
      ...source,
      entry: { ...source.entry, collected: true, quality: unsaidQuality },
    })),
  }));
}

const unsaidQuality = {
  deviceCompleteness: null,
  fieldCompleteness: null,
  timeliness: null,
  consistency: null,
  retention: null,
};
