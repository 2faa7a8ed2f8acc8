import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { AlertableCase, SeenAlert } from "../../src/main/emulation/match-alerts.ts";
import { matchAlerts, mostRivals, readHosts } from "../../src/main/emulation/match-alerts.ts";

const minute = 60_000;
const window = { skew: 2 * minute, window: 240 * minute };

const aCase = (id: number, changes: Partial<AlertableCase> = {}): AlertableCase => ({
  id,
  start: 600 * minute,
  hosts: ["ws-014"],
  technique: "T1059.001",
  outcome: "not-assessed",
  alertAt: null,
  ...changes,
});
const anAlert = (minutes: number | null, changes: Partial<SeenAlert> = {}): SeenAlert => ({
  at: minutes === null ? null : minutes * minute,
  hosts: ["ws-014"],
  techniques: ["T1059.001"],
  ...changes,
});
const match = (alerts: readonly SeenAlert[], cases: readonly AlertableCase[]) => {
  const { matches, unmatched } = matchAlerts(alerts, cases, window);
  return { matches, unmatched: [...unmatched] };
};

describe("an alert", () => {
  test("on the host of a test, of its technique, after its start, is certain", () => {
    expect(match([anAlert(603)], [aCase(1)])).toEqual({
      matches: [
        {
          ...{ testCase: 0, alert: 0, strength: "certain", sameHost: true, relation: "same" },
          ...{ contradicts: false, held: false, others: [], further: 0 },
        },
      ],
      unmatched: [],
    });
  });

  test.each([
    ["before the clocks can differ that much", 597.9, []],
    ["within what the clocks may differ", 598, [0]],
    ["at the end of the window", 840, [0]],
    ["after it", 840.1, []],
  ])("%s, at minute %d", (_when, at, matched) => {
    const { matches, unmatched } = match([anAlert(at)], [aCase(1)]);
    expect(matches.map(({ testCase }) => testCase)).toEqual(matched);
    if (matched.length === 0) expect(unmatched).toEqual([[0, "other-time"]]);
  });

  // What the alert says and what the test is, how they relate, and how sure that is.
  test.each([
    ["T1059", "T1059.001", "family", "likely"],
    ["T1059.001", "T1059", "family", "likely"],
    [null, "T1059.001", "unsaid", "weak"],
    ["T1059.001", null, "unsaid", "weak"],
  ] as const)("of %s fits a test of %s as %s, %s", (said, technique, relation, strength) => {
    const alert = anAlert(603, { techniques: said === null ? [] : [said] });
    expect(match([alert], [aCase(1, { technique })]).matches).toMatchObject([
      { relation, strength, sameHost: true },
    ]);
  });

  test("of a sibling technique, or of another one, is of no test", () => {
    for (const other of ["T1059.003", "T1003"]) {
      const { matches, unmatched } = match([anAlert(603, { techniques: [other] })], [aCase(1)]);
      expect([matches, unmatched]).toEqual([[], [[0, "other-technique"]]]);
    }
  });

  test("is weak where one of both names no host, and needs the technique then", () => {
    const nowhere = aCase(1, { hosts: [] });
    expect(match([anAlert(603)], [nowhere]).matches).toMatchObject([
      { strength: "weak", sameHost: false, relation: "same" },
    ]);
    expect(match([anAlert(603, { hosts: [] })], [aCase(1)]).matches).toHaveLength(1);
    expect(match([anAlert(603, { techniques: [] })], [nowhere]).matches).toEqual([]);
    expect(match([anAlert(603, { hosts: ["srv-003"] })], [aCase(1)]).unmatched).toEqual([
      [0, "other-host"],
    ]);
  });

  test("that fits several tests goes to the one that began last, and names the others", () => {
    const cases = [aCase(1), aCase(2, { start: 602 * minute }), aCase(3, { start: 700 * minute })];
    expect(match([anAlert(603)], cases).matches).toMatchObject([
      { testCase: 1, strength: "likely", others: [0] },
    ]);
  });

  test("without a time belongs to none", () => {
    expect(match([anAlert(null)], [aCase(1)]).unmatched).toEqual([[0, "no-time"]]);
  });
});

describe("a test case", () => {
  test("takes the first of the alerts that fit it best, and counts the others", () => {
    const alerts = [anAlert(605), anAlert(603), anAlert(601, { techniques: [] })];
    expect(match(alerts, [aCase(1)]).matches).toMatchObject([{ alert: 1, further: 2 }]);
  });

  test("that says otherwise is no certain match, and one that has the alert says so", () => {
    const said = (changes: Partial<AlertableCase>) =>
      match([anAlert(603)], [aCase(1, changes)]).matches[0];
    expect(said({ outcome: "missed" })).toMatchObject({ contradicts: true, strength: "likely" });
    expect(said({ outcome: "blocked" })).toMatchObject({ contradicts: false, held: false });
    expect(said({ outcome: "alerted", alertAt: 603 * minute })).toMatchObject({ held: true });
    expect(said({ outcome: "alerted", alertAt: 601 * minute })).toMatchObject({
      held: false,
      contradicts: true,
    });
  });
});

describe("a host", () => {
  test.each([
    ["WS-014.corp.example", ["ws-014"]],
    ["CORP\\WS-014$", ["ws-014"]],
    ["10.0.1.15", ["10.0.1.15"]],
    ["fe80::1", ["fe80::1"]],
    ["ws-014, srv-003.corp.example; 10.0.1.15", ["ws-014", "srv-003", "10.0.1.15"]],
    ["Web server 1", ["web server 1"]],
    [" - ", []],
    ["", []],
  ])("%j is %j", (written, hosts) => {
    expect(readHosts(written)).toEqual(hosts);
  });
});

/** The rules once more, as they are written down: every alert against every test case. */
function matchOneByOne(alerts: readonly SeenAlert[], cases: readonly AlertableCase[]) {
  const family = (a: string, b: string) =>
    a !== b && (a === b.split(".")[0] || b === a.split(".")[0]);
  const rankOf = ({ at, hosts, techniques }: SeenAlert, one: AlertableCase): number | null => {
    if (at === null || one.start > at + window.skew || one.start < at - window.window) return null;
    const isSame = hosts.some((host) => one.hosts.includes(host));
    const isOpen = hosts.length === 0 || one.hosts.length === 0;
    if (!isSame && !isOpen) return null;
    const { technique } = one;
    const says =
      technique !== null && techniques.includes(technique)
        ? "same"
        : technique !== null && techniques.some((id) => family(id, technique))
          ? "family"
          : techniques.length === 0 || technique === null
            ? "unsaid"
            : "other";
    const ranks = isSame ? { same: 0, family: 1, unsaid: 3 } : { same: 2, family: 4 };
    return new Map(Object.entries(ranks)).get(says) ?? null;
  };
  const taken = new Map<number, { alert: number; rank: number; others: number[] }[]>();
  const unmatched: number[] = [];
  for (const [place, alert] of alerts.entries()) {
    const fits = cases
      .map((one, at) => ({ at, one, rank: rankOf(alert, one) }))
      .flatMap(({ at, one, rank }) => (rank === null ? [] : [{ at, one, rank }]));
    const best = Math.min(...fits.map(({ rank }) => rank));
    const [first, ...others] = fits
      .filter(({ rank }) => rank === best)
      .sort((a, b) => b.one.start - a.one.start || a.one.id - b.one.id)
      .slice(0, mostRivals);
    if (first === undefined) unmatched.push(place);
    else {
      const claim = { alert: place, rank: best, others: others.map(({ at }) => at) };
      taken.set(first.at, [...(taken.get(first.at) ?? []), claim]);
    }
  }
  const chosen = [...taken]
    .sort(([a], [b]) => a - b)
    .map(([testCase, claims]) => {
      const at = (claim: { alert: number }) => alerts[claim.alert]?.at ?? 0;
      const [first] = claims.sort((a, b) => a.rank - b.rank || at(a) - at(b) || a.alert - b.alert);
      return { testCase, alert: first?.alert, others: first?.others, further: claims.length - 1 };
    });
  return { chosen, unmatched };
}

const technique = fc.constantFrom("T1059", "T1059.001", "T1059.003", "T1003", "T1003.001");
const host = fc.constantFrom("a", "b", "c");
const someCases = fc.array(
  fc.record({
    start: fc.integer({ min: 0, max: 900 }).map((minutes) => minutes * minute),
    hosts: fc.uniqueArray(host, { maxLength: 2 }),
    technique: fc.option(technique),
    outcome: fc.constantFrom("not-assessed", "blocked", "missed"),
    alertAt: fc.constant(null),
  }),
  { maxLength: 40 },
);
const someAlerts = fc.array(
  fc.record({
    at: fc.option(fc.integer({ min: 0, max: 1200 }).map((minutes) => minutes * minute)),
    hosts: fc.uniqueArray(host, { maxLength: 2 }),
    techniques: fc.uniqueArray(technique, { maxLength: 2 }),
  }),
  { maxLength: 60 },
);

describe("looking alerts up", () => {
  test("finds what comparing each with every test case finds", () => {
    fc.assert(
      fc.property(someCases, someAlerts, (given, alerts) => {
        const cases = given.map((one, at) => ({ ...one, id: at + 1 }));
        const { matches, unmatched } = matchAlerts(alerts, cases, window);
        const expected = matchOneByOne(alerts, cases);
        expect(
          matches.map(({ testCase, alert, others, further }) => ({
            ...{ testCase, alert, others, further },
          })),
        ).toEqual(expected.chosen);
        expect([...unmatched.keys()]).toEqual(expected.unmatched);
      }),
      { numRuns: 400 },
    );
  });

  test("takes time that grows with their number, not with that of the pairs", () => {
    // All on one host and of one technique within one window: the worst there is.
    const cases = Array.from({ length: 10_000 }, (_, at) => aCase(at, { start: at * 1000 }));
    const time = (count: number) => {
      const alerts = Array.from({ length: count }, (_, at) => anAlert(at / 60));
      const begun = performance.now();
      matchAlerts(alerts, cases, window);
      return performance.now() - begun;
    };
    time(1000);
    const [some, many] = [time(5000), time(100_000)];
    // Twenty times as many alerts; pairs would be a thousand million.
    expect(many).toBeLessThan(Math.max(some, 5) * 80);
  });
});
