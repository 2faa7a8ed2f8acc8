import fc from "fast-check";
import type { PlanInput } from "../../src/main/plan/build-plan.ts";
import type { OpenGap } from "../../src/main/plan/open-gap.ts";
import { keyOf, prepareWork } from "../../src/main/plan/open-gap.ts";
import { emptyPlan } from "../../src/main/plan/stored-plan.ts";
import { defaultSettings } from "../../src/main/assessments/default-settings.ts";
import type { Gap, GapReason } from "../../src/shared/model/coverage.ts";
import type { LogSourceMark, PlanMark } from "../../src/shared/model/plan-mark.ts";
import type { PlanSettings } from "../../src/shared/model/plan.ts";
import { techniqueId } from "../../src/shared/model/attack-id.ts";
import { enterprise } from "./builders.ts";

/** The day on which plans of the tests are made. */
export const today = "2026-11-21";

/** A gap; what is left out is an open one without a rule. */
export function aGap(id: string, changes: Partial<Gap> = {}): Gap {
  const part = { value: 1, weight: 1 };
  return {
    id: techniqueId.parse(id),
    name: `Technique ${id}`,
    parentName: null,
    domain: enterprise,
    tactics: [],
    platforms: [],
    actors: [],
    level: "none",
    detections: 0,
    reason: "no-rule",
    status: "open",
    priority: 50,
    band: "low",
    parts: {
      actorUse: part,
      chokePoint: part,
      prevalence: part,
      tactic: part,
      exposure: part,
      failure: part,
    },
    exposedAssets: null,
    effortDays: 2,
    nextAction: "Write a rule.",
    ...changes,
  };
}

/** What the analyst fixed about a gap; what is left out is not fixed. */
export function aMark(id: string, changes: Partial<PlanMark> = {}): PlanMark {
  return {
    domain: enterprise,
    techniqueId: techniqueId.parse(id),
    window: null,
    status: "planned",
    owner: "",
    dueOn: null,
    doneOn: null,
    effortDays: null,
    note: "",
    ...changes,
  };
}

/** What the analyst fixed about a log source; what is left out is not fixed. */
export function aSourceMark(name: string, changes: Partial<LogSourceMark> = {}): LogSourceMark {
  return { name, status: "planned", owner: "", dueOn: null, doneOn: null, note: "", ...changes };
}

/** A gap of a plan in a test. */
export interface WorkParts {
  readonly id: string;
  readonly reason?: GapReason;
  readonly weight?: number;
  readonly needs?: readonly string[];
  readonly mark?: Partial<PlanMark>;
  readonly gap?: Partial<Gap>;
}

/** The settings of plans in tests: two engineers with all their time. */
export const settings: PlanSettings = {
  engineers: 2,
  timeShare: 100,
  workingDays: 20,
  effort: defaultSettings.effort,
  logSourceDays: 8,
  target: 90,
  startsOn: today,
  money: emptyPlan.money,
};

/** Everything that a plan is made from, by rank; `covered` techniques of weight 1 stand beside. */
export function aPlanInput(
  gaps: readonly WorkParts[],
  changes: Partial<PlanSettings> = {},
  others: Partial<PlanInput> & {
    readonly covered?: number;
    readonly logSourceMarks?: readonly LogSourceMark[];
  } = {},
): PlanInput {
  const { covered = 0, logSourceMarks = [], ...input } = others;
  const all: PlanSettings = { ...settings, ...changes };
  const marks = gaps.flatMap(({ id, mark }) => (mark === undefined ? [] : [aMark(id, mark)]));
  const parts = new Map(gaps.map((one) => [keyOf(enterprise, one.id), one]));
  const partsOf = ({ domain, id }: Gap) => parts.get(keyOf(domain, id));
  const work = prepareWork({
    gaps: gaps.map(({ id, reason = "no-rule", gap = {} }) => aGap(id, { reason, ...gap })),
    weightOf: (gap) => BigInt(partsOf(gap)?.weight ?? 1),
    needsOf: (gap) =>
      (partsOf(gap)?.needs ?? []).map((name) => ({
        analytic: null,
        analyticName: "",
        platforms: [],
        dataComponent: null,
        name,
        channel: null,
      })),
    openedBy: (gap) => partsOf(gap)?.needs ?? [],
    settings: all,
    plan: { marks, money: all.money, logSourceMarks },
  });
  const weight = work.reduce((sum, gap) => sum + gap.weight, BigInt(covered));
  return {
    result: {
      assessmentId: 1,
      name: "Test",
      catalogues: [],
      scope: {
        releases: [],
        environments: [],
        platforms: [],
        segments: [],
        beforeCompromise: false,
      },
      settings: defaultSettings,
      assumptions: [],
      actors: [],
      coverage: {
        techniques: 0,
        covered: 0,
        percent: null,
        potential: 0,
        gaps: 0,
        tested: 0,
        weightedPercent: null,
        levels: {
          none: 0,
          telemetry: 0,
          available: 0,
          partial: 0,
          detected: 0,
          several: 0,
          validated: 0,
          failed: 0,
        },
        parents: { techniques: 0, covered: 0, percent: null },
        beforeCompromise: { techniques: 0, covered: 0, percent: null },
        notApplicable: 0,
        assumed: 0,
      },
      tactics: [],
      techniques: [],
      gaps: work.map(({ gap }) => gap),
      investment: null,
    },
    workload: {
      standing: {
        techniques: gaps.length + covered,
        covered,
        weight,
        coveredWeight: BigInt(covered),
      },
      gaps: work,
      logSourceMarks,
    },
    settings: all,
    baseline: null,
    marks,
    today,
    strategies: new Map(),
    ...input,
  };
}

/** IDs of gaps. */
export function idsOf(gaps: readonly (OpenGap | { readonly techniqueId: string })[]): string[] {
  return gaps.map((one) => ("gap" in one ? one.gap.id : one.techniqueId));
}

const reasons: readonly GapReason[] = [
  "no-rule",
  "rule-disabled",
  "other-release-id",
  "not-alerting",
];

/** Gaps of any kind, some of which wait for any of a few log sources. */
export const anyWork: fc.Arbitrary<WorkParts[]> = fc
  .array(
    fc.record({
      reason: fc.oneof(
        fc.constantFrom(...reasons),
        fc.constantFrom<GapReason>("no-telemetry", "rule-blind"),
      ),
      weight: fc.integer({ min: 1, max: 7 }),
      needs: fc.uniqueArray(fc.constantFrom("Sysmon", "Zeek", "auditd", "CloudTrail", "Okta"), {
        maxLength: 3,
      }),
      mark: fc.option(
        fc.record({
          window: fc.constantFrom(
            null,
            null,
            "30" as const,
            "60" as const,
            "90" as const,
            "beyond" as const,
          ),
          status: fc.constantFrom(
            "planned" as const,
            "in-progress" as const,
            "done" as const,
            "dropped" as const,
          ),
          doneOn: fc.constant(null),
          dueOn: fc.constantFrom(null, null, null, "2026-11-01", "2026-12-30", "2027-05-01"),
          effortDays: fc.constantFrom(null, null, 0, 0.3, 5, 17.25),
        }),
        { nil: undefined, freq: 3 },
      ),
    }),
    { maxLength: 30 },
  )
  .map((gaps) =>
    gaps.map(({ mark, ...gap }, index) => ({
      id: `T${1001 + index}`,
      ...gap,
      ...(mark === undefined
        ? {}
        : { mark: { ...mark, doneOn: mark.status === "done" ? "2026-12-24" : null } }),
    })),
  );

/** What is fixed about some of those log sources. */
export const anySourceMarks: fc.Arbitrary<LogSourceMark[]> = fc
  .uniqueArray(
    fc.record({
      name: fc.constantFrom("Sysmon", "Zeek", "auditd", "CloudTrail"),
      status: fc.constantFrom("planned", "in-progress", "done", "dropped"),
      dueOn: fc.constantFrom(null, null, "2026-11-01", "2026-12-30", "2027-05-01"),
    }),
    { selector: ({ name }) => name, maxLength: 3 },
  )
  .map((marks) =>
    marks.map(({ name, status, dueOn }) =>
      aSourceMark(name, { status, dueOn, doneOn: status === "done" ? "2026-12-24" : null }),
    ),
  );

/** What people have for a plan. */
export const anyWorkforce = fc.record({
  engineers: fc.constantFrom(0.5, 1, 2, 3.5),
  timeShare: fc.constantFrom(100, 30, 12.5),
  workingDays: fc.constantFrom(20, 21.7),
  logSourceDays: fc.constantFrom(8, 0, 0.5, 60),
});
