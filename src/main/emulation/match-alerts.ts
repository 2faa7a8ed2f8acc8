import type { Outcome } from "../../shared/model/emulation.ts";
import type {
  MatchStrength,
  TechniqueRelation,
  UnmatchedReason,
} from "../../shared/model/alert.ts";

/** An alert as far as its match depends on it. */
export interface SeenAlert {
  /** Milliseconds since 1970; null where its time could not be read. */
  readonly at: number | null;
  /** Names and addresses, as {@link readHosts} gives them; empty where it names none. */
  readonly hosts: readonly string[];
  /** Techniques that it, or the inventory's rule of its name, says. */
  readonly techniques: readonly string[];
}

/** A test case as far as its match depends on it. */
export interface AlertableCase {
  readonly id: number;
  /** Milliseconds since 1970. */
  readonly start: number;
  readonly hosts: readonly string[];
  /** Null where it names none. */
  readonly technique: string | null;
  readonly outcome: Outcome;
  /** When its alert fired as it says; null where it does not, or says so of every test. */
  readonly alertAt: number | null;
}

/** How far from the start of a test its alert may lie, in milliseconds. */
export interface AlertWindow {
  readonly skew: number;
  readonly window: number;
}

/** The alert that is suggested for a test case. */
export interface MatchedAlert {
  /** Places in the lists that were given. */
  readonly testCase: number;
  readonly alert: number;
  readonly strength: MatchStrength;
  readonly sameHost: boolean;
  readonly relation: TechniqueRelation;
  readonly contradicts: boolean;
  readonly held: boolean;
  /** Places of other test cases that fit the alert as well. */
  readonly others: readonly number[];
  readonly further: number;
}

/** Test cases of one rank that are looked at for an alert: those that began last. */
export const mostRivals = 10;

/** The short names and addresses of machines that a text names. */
export function readHosts(text: string): readonly string[] {
  const names = text
    .slice(0, 2000)
    .split(/[,;|\r\n\t]+/)
    .map((word) => shortName(word.trim()))
    .filter((name) => name !== "");
  return [...new Set(names)];
}

/** `WS-014` of `ws-014.corp.example`, `CORP\WS-014` and `WS-014$`; an address as it is written. */
function shortName(word: string): string {
  const name = word.toLowerCase().replace(/^.*\\/, "").replace(/\$$/, "");
  const isAddress = /^\d{1,3}(?:\.\d{1,3}){3}$/.test(name) || name.includes(":");
  if (/^(?:-|n\/a|null|none|unknown)$/.test(name)) return "";
  return isAddress || /\s/.test(name) ? name : (name.split(".")[0] ?? "");
}

/** The ways in which an alert can fit a test case, the best first. */
const ranks: readonly { readonly sameHost: boolean; readonly relation: TechniqueRelation }[] = [
  { sameHost: true, relation: "same" },
  { sameHost: true, relation: "family" },
  { sameHost: false, relation: "same" },
  { sameHost: true, relation: "unsaid" },
  { sameHost: false, relation: "family" },
];

/** Alerts that are looked at before others may have their turn. */
const alertsAtOnce = 1000;

/**
 * Suggests for each test case the alert that it raised.
 *
 * An alert fits a test case that began within the window before it, on its host, by its technique,
 * by the parent or a sub-technique of it, or where one of both names none. A host that one of both
 * does not name fits where the technique does. An alert belongs to one test case: of those that fit
 * it best the one that began last. A test case takes the first of the alerts that fit it best.
 *
 * `certain`: same host, same technique, no rival, and the test case says nothing else. Cases and
 * alerts are looked up by host, technique and time: the work grows with their number alone.
 */
export function matchAlerts(
  alerts: readonly SeenAlert[],
  cases: readonly AlertableCase[],
  window: AlertWindow,
): MatchedAlerts {
  const steps = matchAlertsInSteps(alerts, cases, window);
  for (;;) {
    const { done, value } = steps.next();
    if (done === true) return value;
  }
}

/** What alerts were matched with, and why others were not. */
interface MatchedAlerts {
  readonly matches: readonly MatchedAlert[];
  /** By place in the list of alerts. */
  readonly unmatched: ReadonlyMap<number, UnmatchedReason>;
}

/** The same, with a rest now and then: yields how many alerts were looked at. */
export function* matchAlertsInSteps(
  alerts: readonly SeenAlert[],
  cases: readonly AlertableCase[],
  window: AlertWindow,
): Generator<number, MatchedAlerts> {
  const index = new CaseIndex(cases);
  const unmatched = new Map<number, UnmatchedReason>();
  const byCase = new Map<number, Claim[]>();
  for (const [place, alert] of alerts.entries()) {
    if (place % alertsAtOnce === alertsAtOnce - 1) yield place;
    const claim = claimOf(place, alert, index, window);
    if (typeof claim === "string") {
      unmatched.set(place, claim);
      continue;
    }
    const known = byCase.get(claim.testCase);
    if (known === undefined) byCase.set(claim.testCase, [claim]);
    else known.push(claim);
  }
  const matches = [...byCase]
    .sort(([a], [b]) => a - b)
    .flatMap(([testCase, claims]): MatchedAlert[] => {
      const [first] = claims.sort((a, b) => a.rank - b.rank || a.at - b.at || a.alert - b.alert);
      const held = cases[testCase];
      return first === undefined || held === undefined
        ? []
        : [describeClaim(first, held, claims.length - 1)];
    });
  return { matches, unmatched };
}

/** An alert that a test case may take. */
interface Claim {
  readonly testCase: number;
  readonly alert: number;
  readonly at: number;
  readonly rank: number;
  readonly others: readonly number[];
}

function describeClaim(
  { testCase, alert, at, rank, others }: Claim,
  known: AlertableCase,
  further: number,
): MatchedAlert {
  const { sameHost, relation } = ranks[rank] ?? { sameHost: false, relation: "unsaid" as const };
  const { outcome, alertAt } = known;
  const isAlert = outcome === "alerted" || outcome === "blocked";
  const held = isAlert && alertAt !== null && Math.abs(alertAt - at) < 1000;
  const contradicts =
    outcome === "logged" ||
    outcome === "missed" ||
    outcome === "error" ||
    (isAlert && alertAt !== null && !held);
  const isClear = others.length === 0 && !contradicts;
  return {
    testCase,
    alert,
    strength: rank === 0 && isClear ? "certain" : rank <= 1 ? "likely" : "weak",
    sameHost,
    relation,
    contradicts,
    held,
    others,
    further,
  };
}

function claimOf(
  place: number,
  { at, hosts, techniques }: SeenAlert,
  index: CaseIndex,
  { skew, window }: AlertWindow,
): Claim | UnmatchedReason {
  if (at === null) return "no-time";
  const span = { from: at - window, to: at + skew };
  const kinds: Readonly<Record<TechniqueRelation, readonly string[]>> = {
    same: techniques.map((id) => `is ${id}`),
    family: techniques.map(relativesOf),
    unsaid: techniques.length === 0 ? ["any"] : ["none"],
  };
  const isNamed = hosts.length > 0;
  for (const [rank, { sameHost, relation }] of ranks.entries()) {
    if (sameHost && !isNamed) continue;
    const places = sameHost ? hosts.map((host) => `at ${host}`) : [isNamed ? "nowhere" : "all"];
    const [testCase, ...others] = index.find(places, kinds[relation], span);
    if (testCase !== undefined) return { testCase, alert: place, at, rank, others };
  }
  const reach = isNamed ? [...hosts.map((host) => `at ${host}`), "nowhere"] : ["all"];
  if (!index.holds(reach)) return "other-host";
  return index.find(reach, ["any"], span).length === 0 ? "other-time" : "other-technique";
}

/** The key of the cases whose technique is the parent of another, or a sub-technique of it. */
function relativesOf(id: string): string {
  const [parent = id] = id.split(".");
  return parent === id ? `of ${id}` : `is ${parent}`;
}

/** Test cases by place and technique, each list in the order in which they began. */
class CaseIndex {
  readonly #lists = new Map<string, number[]>();
  readonly #cases: readonly AlertableCase[];

  constructor(cases: readonly AlertableCase[]) {
    this.#cases = cases;
    const order = cases
      .map((_, place) => place)
      .sort((a, b) => this.#startOf(a) - this.#startOf(b) || this.#idOf(b) - this.#idOf(a));
    for (const place of order) {
      const one = cases[place];
      if (one === undefined) continue;
      const where = one.hosts.length === 0 ? ["nowhere"] : one.hosts.map((host) => `at ${host}`);
      for (const at of [...where, "all"]) {
        for (const kind of kindsOf(one.technique)) this.#add(`${at}\n${kind}`, place);
      }
    }
  }

  /** Whether there is a test case at one of these places. */
  holds(places: readonly string[]): boolean {
    return places.some((at) => this.#lists.has(`${at}\nany`));
  }

  /** Those that began within a span, the last first, at most {@link mostRivals}. */
  find(
    places: readonly string[],
    kinds: readonly string[],
    { from, to }: { readonly from: number; readonly to: number },
  ): number[] {
    const found = new Set<number>();
    for (const at of places) {
      for (const kind of kinds) {
        const list = this.#lists.get(`${at}\n${kind}`);
        if (list === undefined) continue;
        const end = this.#firstAfter(list, to);
        for (let back = end - 1; back >= Math.max(0, end - mostRivals); back -= 1) {
          const place = list[back];
          if (place === undefined || this.#startOf(place) < from) break;
          found.add(place);
        }
      }
    }
    return [...found]
      .sort((a, b) => this.#startOf(b) - this.#startOf(a) || this.#idOf(a) - this.#idOf(b))
      .slice(0, mostRivals);
  }

  #add(key: string, place: number): void {
    const list = this.#lists.get(key);
    if (list === undefined) this.#lists.set(key, [place]);
    else list.push(place);
  }

  #startOf(place: number): number {
    return this.#cases[place]?.start ?? 0;
  }

  #idOf(place: number): number {
    return this.#cases[place]?.id ?? 0;
  }

  /** The place in a list of the first that began after a moment. */
  #firstAfter(list: readonly number[], moment: number): number {
    let [low, high] = [0, list.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.#startOf(list[middle] ?? 0) <= moment) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

function kindsOf(technique: string | null): readonly string[] {
  if (technique === null) return ["any", "none"];
  const [parent = technique] = technique.split(".");
  return parent === technique
    ? ["any", `is ${technique}`]
    : ["any", `is ${technique}`, `of ${parent}`];
}
