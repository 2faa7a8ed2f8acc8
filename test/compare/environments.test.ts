import fc from "fast-check";
import { expect, test } from "vitest";
import { compareEnvironments } from "../../src/main/compare/environments.ts";
import type { InventoryDetection } from "../../src/main/coverage/standing.ts";
import { emptyPlan } from "../../src/main/plan/stored-plan.ts";
import { planSettingsOf } from "../../src/main/plan/gather-plan.store.ts";
import type { Question } from "../../src/main/assessments/question.ts";
import type { AssessmentSettings } from "../../src/shared/model/assessment.ts";
import type { TelemetryEntry } from "../../src/shared/model/telemetry.ts";
import {
  aChosenActor,
  aDetection,
  aKnowledge,
  anActor,
  aQuestion,
  aTechnique,
} from "../analysis/builders.ts";

const ids = ["T1001", "T1002", "T1003", "T1004", "T1005"] as const;
const group = anActor("G0001", ids);
const knowledge = aKnowledge(
  ids.map((id) => aTechnique(id)),
  [group],
);

const places = ["North", "South", "East"] as const;

function aRule(
  environment: (typeof places)[number],
  written: readonly string[],
  changes: Partial<InventoryDetection> = {},
): InventoryDetection {
  return aDetection(written, {
    environment,
    environmentId: places.indexOf(environment) + 1,
    ...changes,
  });
}

function ask(
  inventory: readonly InventoryDetection[],
  environments: readonly string[] = ["North", "South"],
  changes: { settings?: Partial<AssessmentSettings>; question?: Partial<Question> } = {},
) {
  const question = aQuestion({
    knowledge,
    actors: [aChosenActor(group)],
    inventory,
    scope: { environments: [...environments] },
    ...(changes.settings === undefined ? {} : { settings: changes.settings }),
    question: {
      telemetry: environments.map((environment, index) => ({
        environmentId: index + 1,
        environment,
        sources: [],
      })),
      ...changes.question,
    },
  });
  return compareEnvironments(question, planSettingsOf(question.assessment, emptyPlan));
}

/** Two estates: both cover T1001, the north alone T1002, the south alone T1003. */
const twoEstates = [
  aRule("North", ["T1001"], { key: "a-1", name: "Shared by key" }),
  aRule("South", ["T1001"], { key: "A-1", name: "Called otherwise" }),
  aRule("North", ["T1002"], { key: "n-2", name: "Shared by name" }),
  aRule("South", ["T1002"], { key: "s-2", name: "shared  by NAME", state: "disabled" }),
  aRule("South", ["T1003"], { key: "s-3", name: "South alone" }),
  aRule("North", ["T1004"], { key: "n-4", name: "North in part", alerting: false }),
];

test("every technique is covered by both, by one alone, or by nobody", () => {
  const { coverageSets, techniques, joined, environments } = ask(twoEstates);
  expect(coverageSets).toEqual([
    { environments: [], techniques: 2 },
    { environments: [0], techniques: 1 },
    { environments: [1], techniques: 1 },
    { environments: [0, 1], techniques: 1 },
  ]);
  expect(techniques.map(({ id, levels, joined: level }) => [id, ...levels, level])).toEqual([
    ["T1001", "detected", "detected", "several"],
    ["T1002", "detected", "none", "detected"],
    ["T1003", "none", "detected", "detected"],
    ["T1004", "partial", "none", "partial"],
    ["T1005", "none", "none", "none"],
  ]);
  expect(joined).toMatchObject({ techniques: 5, covered: 3, percent: 60, gaps: 2 });
  expect(environments.map(({ name, coverage }) => [name, coverage.covered])).toEqual([
    ["North", 2],
    ["South", 2],
  ]);
  expect(techniques.filter(({ gap }) => gap !== null).map(({ id }) => id)).toEqual([
    "T1004",
    "T1005",
  ]);
});

test("rules are joined by their key, and those that a key leaves apart by their name", () => {
  const { rules, ruleSets } = ask(twoEstates);
  expect(rules.map(({ name, matchedBy, states }) => [name, matchedBy, ...states])).toEqual([
    ["North in part", null, "enabled", null],
    ["Shared by key", "key", "enabled", "enabled"],
    ["Shared by name", "name", "enabled", "disabled"],
    ["South alone", null, null, "enabled"],
  ]);
  expect(ruleSets).toEqual([
    { environments: [0], rules: 1, enabled: 1 },
    { environments: [1], rules: 1, enabled: 1 },
    { environments: [0, 1], rules: 2, enabled: 1 },
  ]);
});

test("two rules of one name in one environment are not joined by it", () => {
  const { rules } = ask([
    aRule("North", [], { key: "1", name: "Same" }),
    aRule("North", [], { key: "2", name: "Same" }),
    aRule("South", [], { key: "3", name: "Same" }),
  ]);
  expect(rules.map(({ key, matchedBy }) => [key, matchedBy])).toEqual([
    ["1", null],
    ["2", null],
    ["3", null],
  ]);
});

test("what runs on one side and would close a gap on the other comes first", () => {
  const { firstDays } = ask(twoEstates);
  // North takes T1003 over, South enables what it has for T1002; half a day each.
  expect(
    firstDays.takeOvers.map(({ from, to, key, state, closes, days, window }) => [
      [from, to, key, state, days, window],
      closes.map(({ techniqueId }) => techniqueId),
    ]),
  ).toEqual([
    [[1, 0, "s-3", null, 0.5, 0], ["T1003"]],
    [[0, 1, "n-2", "disabled", 0.5, 0], ["T1002"]],
  ]);
  const [first, ...others] = firstDays.windows;
  expect(first).toMatchObject({
    from: "2026-11-21",
    until: "2026-12-20",
    takeOvers: 2,
    environments: [
      { covered: 3, percent: 60 },
      { covered: 3, percent: 60 },
    ],
  });
  expect(others.map(({ from, until }) => [from, until])).toEqual([
    ["2026-12-21", "2027-01-19"],
    ["2027-01-20", "2027-02-18"],
    ["2027-02-19", "2027-02-28"],
  ]);
});

test("a hundred days hold what their capacity holds, quick wins before what is built", () => {
  // One engineer with a thirtieth of a day for each day: 1 person-day in a window, a third in the last.
  const { firstDays } = ask(twoEstates, ["North", "South"], {
    settings: {
      engineers: 1,
      workingDays: 1,
      timeShare: 100,
      effort: [
        { reason: "available-not-deployed", days: 0.5 },
        { reason: "rule-disabled", days: 0.25 },
        { reason: "not-alerting", days: 1 },
        { reason: "no-rule", days: 0.3 },
      ],
    },
  });
  expect(firstDays.windows.map(({ capacityDays }) => capacityDays)).toEqual([1, 1, 1, 0.33]);
  // 0.5 + 0.25 of the first window; T1005's 0.3 no longer fits there, T1004's 1 only alone.
  expect(firstDays.windows.map(({ takeOvers, gaps }) => [takeOvers, gaps])).toEqual([
    [2, 0],
    [0, 1],
    [0, 1],
    [0, 0],
  ]);
  expect(firstDays.windows.map(({ expected }) => expected.covered)).toEqual([3, 4, 5, 5]);
  expect(firstDays.sentence).toBe(
    "100 days with 1 engineer: 2 rules taken over, 2 gaps closed that nobody covers, together 60 % → 100 %.",
  );
});

test("of rules that close the same gaps the one that closes most is taken over", () => {
  const { firstDays } = ask([
    aRule("North", ["T1001"], { key: "one", name: "One" }),
    aRule("North", ["T1001", "T1002"], { key: "two", name: "Two" }),
    aRule("North", ["T1002", "T1003"], { key: "three", name: "Three" }),
  ]);
  expect(
    firstDays.takeOvers.map(({ name, closes }) => [name, closes.map((one) => one.techniqueId)]),
  ).toEqual([
    ["Three", ["T1002", "T1003"]],
    ["One", ["T1001"]],
  ]);
});

const entry = (name: string, collected: boolean): TelemetryEntry => ({
  name,
  channel: null,
  dataComponent: null,
  platforms: [],
  collected,
  quality: {
    deviceCompleteness: null,
    fieldCompleteness: null,
    timeliness: null,
    consistency: null,
    retention: null,
  },
  registeredOn: null,
  connectedOn: null,
  products: [],
  systems: [],
  comment: "",
});
const source = (id: number, environmentId: number, name: string, collected: boolean) => ({
  id,
  environmentId,
  importId: null,
  entry: entry(name, collected),
});

test("a rule that would see nothing on the other side is not taken over", () => {
  const inventory = [aRule("North", ["T1001"], { key: "w", logSource: "windows/security" })];
  const telemetry = (southCollects: boolean) => [
    {
      environmentId: 1,
      environment: "North",
      sources: [source(1, 1, "WinEventLog:Security", true)],
    },
    {
      environmentId: 2,
      environment: "South",
      sources: [
        source(2, 2, "WinEventLog:Security", southCollects),
        source(3, 2, "auditd:SYSCALL", true),
      ],
    },
  ];
  const blind = ask(inventory, ["North", "South"], { question: { telemetry: telemetry(false) } });
  expect(blind.firstDays.takeOvers).toEqual([]);
  expect(blind.blindTakeOvers).toBe(1);
  expect(blind.logSources.map(({ title, collected }) => [title, ...collected])).toEqual([
    ["WinEventLog:Security", true, false],
    ["auditd:SYSCALL", null, true],
  ]);
  const seeing = ask(inventory, ["North", "South"], { question: { telemetry: telemetry(true) } });
  expect(seeing.firstDays.takeOvers).toHaveLength(1);
  expect(seeing.blindTakeOvers).toBe(0);
});

test("three environments are told apart by exactly who covers what", () => {
  const { coverageSets } = ask(
    [
      aRule("North", ["T1001", "T1002"]),
      aRule("South", ["T1002", "T1003"]),
      aRule("East", ["T1002", "T1003", "T1004"]),
    ],
    places,
  );
  expect(coverageSets.map(({ environments, techniques }) => [environments, techniques])).toEqual([
    [[], 1],
    [[0], 1],
    [[1], 0],
    [[2], 1],
    [[1, 2], 1],
    [[0, 1, 2], 1],
  ]);
});

test("whatever is where, the sets sum to the denominator and a take-over closes what was open", () => {
  const rule = fc.record({
    environment: fc.constantFrom(...places),
    written: fc.subarray([...ids], { minLength: 1, maxLength: 3 }),
    state: fc.constantFrom("enabled" as const, "disabled" as const, "available" as const),
    key: fc.constantFrom("k1", "k2", "k3", "k4"),
    name: fc.constantFrom("One", "Two", "Three"),
  });
  fc.assert(
    fc.property(fc.array(rule, { maxLength: 14 }), (rules) => {
      const inventory = rules.map(({ environment, written, ...others }) =>
        aRule(environment, written, others),
      );
      const {
        coverageSets,
        techniques,
        joined,
        environments,
        firstDays,
        rules: all,
      } = ask(inventory, places);
      const sum = coverageSets.reduce((total, one) => total + one.techniques, 0);
      expect(sum).toBe(joined.techniques);
      for (const [at, { coverage }] of environments.entries()) {
        const own = coverageSets
          .filter((one) => one.environments.includes(at))
          .reduce((total, one) => total + one.techniques, 0);
        expect(own).toBe(coverage.covered);
      }
      const nobody = coverageSets.find((one) => one.environments.length === 0)?.techniques;
      // Without tests, what all cover together is what at least one covers.
      expect(joined.techniques - (nobody ?? 0)).toBe(joined.covered);
      const closed = new Set<string>();
      for (const { from, to, closes } of firstDays.takeOvers) {
        for (const { techniqueId } of closes) {
          const technique = techniques.find(({ id }) => id === techniqueId);
          expect(technique?.coveredBy).toContain(from);
          expect(technique?.coveredBy).not.toContain(to);
          expect(closed).not.toContain(`${String(to)} ${techniqueId}`);
          closed.add(`${String(to)} ${techniqueId}`);
        }
      }
      // Each rule of the inventory stands in exactly one joined rule of its environment.
      for (const [at, name] of places.entries()) {
        const here = new Set(
          inventory.filter((one) => one.environment === name).map(({ key }) => key),
        );
        expect(all.filter(({ states }) => states[at] !== null)).toHaveLength(here.size);
      }
    }),
    { numRuns: 200 },
  );
});
