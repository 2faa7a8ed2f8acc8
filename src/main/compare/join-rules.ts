import type { JoinedRule } from "../../shared/model/environment-comparison.ts";
import type { DetectionState } from "../../shared/model/detection.ts";
import type { InventoryDetection } from "../coverage/standing.ts";
import { plainWords } from "../telemetry/source-words.ts";

/** The rules of several inventories, each once, and which detection became which of them. */
export interface JoinedRules {
  readonly rules: readonly JoinedRule[];
  /** Index into `rules` by the detection's number. */
  readonly ruleOf: ReadonlyMap<number, number>;
}

interface Group {
  readonly key: string;
  readonly name: string;
  readonly byEnvironment: Map<number, InventoryDetection[]>;
  matchedBy: JoinedRule["matchedBy"];
}

/**
 * Joins the rules of several environments: those with the same key are one, and those that a key
 * leaves apart are one if they are called the same and no environment has two of that name.
 *
 * Counts and claims stand for no rule that could be told again. By name, then by key.
 */
export function joinRules(
  inventory: readonly InventoryDetection[],
  environments: readonly string[],
): JoinedRules {
  const byKey = new Map<string, Group>();
  for (const detection of inventory) {
    const at = environments.indexOf(detection.environment);
    if (detection.kind !== "rule" || at === -1) continue;
    const key = plainWords(detection.key);
    let group = byKey.get(key);
    if (group === undefined) {
      const { name } = detection;
      group = { key: detection.key, name, byEnvironment: new Map(), matchedBy: null };
      byKey.set(key, group);
    } else if (!group.byEnvironment.has(at)) group.matchedBy = "key";
    push(group.byEnvironment, at, detection);
  }
  const groups = joinByName([...byKey.values()]);
  groups.sort((a, b) => compareTexts(a.name, b.name) || compareTexts(a.key, b.key));
  const ruleOf = new Map<number, number>();
  const rules = groups.map((group, index): JoinedRule => {
    const detections = [...group.byEnvironment.values()].flat();
    for (const { id } of detections) ruleOf.set(id, index);
    return {
      key: group.key,
      name: group.name,
      matchedBy: group.matchedBy,
      states: environments.map((_, at) => bestState(group.byEnvironment.get(at) ?? [])),
      written: [...new Set(detections.flatMap(({ written }) => written))].sort(),
    };
  });
  return { rules, ruleOf };
}

function joinByName(groups: readonly Group[]): Group[] {
  const byName = new Map<string, Group[]>();
  for (const group of groups) push(byName, plainWords(group.name), group);
  return [...byName.values()].flatMap((sameName) => {
    const [first, ...others] = sameName;
    const places = sameName.flatMap(({ byEnvironment }) => [...byEnvironment.keys()]);
    if (first === undefined || others.length === 0) return sameName;
    if (new Set(places).size < places.length) return sameName;
    const joined: Group = { ...first, byEnvironment: new Map(), matchedBy: "name" };
    for (const { byEnvironment } of sameName) {
      for (const [at, detections] of byEnvironment) joined.byEnvironment.set(at, detections);
    }
    return [joined];
  });
}

const states: readonly DetectionState[] = ["enabled", "disabled", "available"];

/** Of several records of a rule in one environment, what is most: one that runs, runs. */
function bestState(detections: readonly InventoryDetection[]): DetectionState | null {
  return states.find((state) => detections.some((one) => one.state === state)) ?? null;
}

function push<Key, Value>(map: Map<Key, Value[]>, key: Key, value: Value): void {
  const known = map.get(key);
  if (known === undefined) map.set(key, [value]);
  else known.push(value);
}

function compareTexts(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
