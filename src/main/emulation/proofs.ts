import type { TechniqueId } from "../../shared/model/attack-id.ts";
import type { DetectionProof, ProofCase, ProofState } from "../../shared/model/test-meaning.ts";
import type { Knowledge } from "../catalogue/knowledge.ts";
import type { NamedTechniques } from "../coverage/naming.ts";
import type { CountingRules, InventoryDetection } from "../coverage/standing.ts";
import { standingOf } from "../coverage/standing.ts";
import type { JudgedTests, RunTestCase, TestRules } from "./judge-tests.ts";
import { isVerdict, placeOf, readCase } from "./judge-tests.ts";

/** A detection that somebody said fired in a test case, by hand or of a watching tool. */
export interface Firing {
  readonly caseId: number;
  /** Of the inventory, where it was known. */
  readonly detectionId: number | null;
  readonly name: string;
}

/** A release with the detections that name its techniques, and what their tests say. */
export interface ProvingRelease {
  readonly knowledge: Knowledge;
  readonly namings: NamedTechniques;
  readonly tests: ReadonlyMap<TechniqueId, JudgedTests>;
}

/** What proofs are found from. */
export interface ProofInput {
  readonly inventory: readonly InventoryDetection[];
  readonly releases: readonly ProvingRelease[];
  readonly cases: readonly RunTestCase[];
  readonly firings: readonly Firing[];
  /** Atomic tests that detections name, by detection. */
  readonly atomics: ReadonlyMap<number, ReadonlySet<string>>;
  readonly counting: CountingRules;
  readonly rules: TestRules;
}

/** A test case that says something of a detection, with what tells its test and machine. */
export interface Saying extends ProofCase {
  readonly place: string;
}

const day = 86_400_000;

/** The detection that a name stands for, in its environment; null where it is none's, or several's. */
function prepareNames(inventory: readonly InventoryDetection[]) {
  const byId = new Map(inventory.map((detection) => [detection.id, detection]));
  const byName = new Map<string, InventoryDetection | null>();
  const keyOf = (environmentId: number, name: string) =>
    `${environmentId} ${name.trim().toLowerCase()}`;
  for (const detection of inventory) {
    const key = keyOf(detection.environmentId, detection.name);
    byName.set(key, byName.has(key) ? null : detection);
  }
  return ({ detectionId, name }: Firing, { environmentId }: RunTestCase) => {
    const known = detectionId === null ? undefined : byId.get(detectionId);
    return known?.environmentId === environmentId
      ? known
      : (byName.get(keyOf(environmentId, name)) ?? null);
  };
}

/**
 * What test cases say of each detection that they say something of.
 *
 * A detection fired in a case that names it as fired and that the defence saw: by number, else by
 * its exact name, whatever the letters' case, where one rule of the environment alone has it. It
 * did not fire in a held case that raised no alert though one was expected, of a technique that it
 * names, where it is an enabled rule that raises alerts on a platform in scope. A block without an
 * alert says nothing: there may have been nothing left to see.
 */
export function findSayings(input: ProofInput): Map<number, Saying[]> {
  const { inventory, releases, cases, firings, atomics, counting, rules } = input;
  const sayings = new Map<number, Saying[]>();
  const firedIn = new Map<number, Set<number>>();
  const say = (detectionId: number, testCase: RunTestCase, fired: boolean) => {
    const { at, isLate } = readCase(testCase, "alert", rules.slaMinutes);
    const saying: Saying = {
      caseId: testCase.id,
      runId: testCase.runId,
      run: testCase.run,
      name: testCase.name,
      host: testCase.host,
      written: testCase.written,
      at,
      outcome: testCase.outcome,
      late: isLate,
      fired,
      namesTest:
        testCase.source === "atomic" &&
        (atomics.get(detectionId)?.has(testCase.testKey.toLowerCase()) ?? false),
      place: placeOf(testCase),
    };
    const known = sayings.get(detectionId);
    if (known === undefined) sayings.set(detectionId, [saying]);
    else known.push(saying);
  };

  const detectionOf = prepareNames(inventory);
  const byCase = new Map(cases.map((testCase) => [testCase.id, testCase]));
  for (const firing of firings) {
    const testCase = byCase.get(firing.caseId);
    if (testCase === undefined) continue;
    const { outcome } = testCase;
    if (!isVerdict(outcome) || outcome === "missed") continue;
    const detection = detectionOf(firing, testCase);
    if (detection === null) continue;
    const known = firedIn.get(testCase.id) ?? new Set();
    firedIn.set(testCase.id, known);
    if (known.has(detection.id)) continue;
    known.add(detection.id);
    say(detection.id, testCase, true);
  }

  const silentIn = new Map<number, Set<number>>();
  for (const { knowledge, namings, tests } of releases) {
    for (const [id, { cases: judged }] of tests) {
      const platforms = knowledge.techniques.get(id)?.platforms ?? [];
      const able = (namings.named.get(id) ?? []).filter(
        ({ detection }) =>
          detection.state === "enabled" &&
          detection.kind === "rule" &&
          detection.alerting &&
          standingOf(detection, platforms, counting).counts !== "out-of-scope",
      );
      for (const { testCase, expected, standing } of judged) {
        if (expected !== "alert" || standing !== "unmet") continue;
        for (const { detection } of able) {
          if (detection.environmentId !== testCase.environmentId) continue;
          if (firedIn.get(testCase.id)?.has(detection.id) === true) continue;
          const known = silentIn.get(detection.id) ?? new Set();
          silentIn.set(detection.id, known);
          if (known.has(testCase.id)) continue;
          known.add(testCase.id);
          say(detection.id, testCase, false);
        }
      }
    }
  }
  for (const own of sayings.values()) {
    own.sort((a, b) => Date.parse(b.at) - Date.parse(a.at) || b.caseId - a.caseId);
  }
  return sayings;
}

/** What the cases of one detection say together. The days are those for which a proof holds. */
export function proofOf(
  detectionId: number,
  cases: readonly Saying[],
  { validityDays, today }: Pick<TestRules, "validityDays" | "today">,
): DetectionProof {
  const fired = cases.filter((one) => one.fired);
  const silent = cases.filter((one) => !one.fired);
  const lastProvenAt = fired[0]?.at ?? null;
  return {
    detectionId,
    state: stateOf(fired, silent, Date.parse(today) - validityDays * day),
    lastProvenAt,
    fired: fired.length,
    silent: silent.length,
  };
}

function stateOf(fired: readonly Saying[], silent: readonly Saying[], oldest: number): ProofState {
  const [latest] = fired;
  if (latest === undefined) return silent.length > 0 ? "did-not-fire" : "untested";
  const hasRegressed = silent.some((one) =>
    fired.some(({ place, at }) => place === one.place && at < one.at),
  );
  if (hasRegressed) return "did-not-fire";
  return Date.parse(latest.at.slice(0, 10)) < oldest ? "stale" : "proven";
}
