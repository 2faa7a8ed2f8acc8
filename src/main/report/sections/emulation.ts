import type { ReportBlock } from "../../../shared/model/report-document.ts";
import type { FactsEmulation, ReportFacts } from "../../../shared/model/report-facts.ts";
import type { ClaimStanding, OutcomeFigures } from "../../../shared/model/test-meaning.ts";
import { drawOutcomes } from "../charts/outcomes.ts";
import { facts as factRows, heading, lead, list, paragraph, table } from "../blocks.ts";
import type { Portions } from "../portions.ts";
import type { SectionKind } from "../section.ts";
import { levelCell, withDomain } from "../section.ts";
import { counted, dayWords, digits, idCell, inPercent, joinWords, shareWords } from "../words.ts";

/** What emulation showed: runs, outcomes, and what of the claimed coverage it proves. */
export const emulation: SectionKind = {
  title: "Emulation results",
  isAppendix: false,
  // What runs showed together is no lower than any of them.
  markings: ({ emulation: { runs } }) => runs.flatMap(({ marking }) => marking ?? []),
  build: ({ facts, portions }) => {
    const { all } = facts.emulation;
    if (all.cases === 0) {
      return [
        lead(
          "No test was run in the environments of this assessment: every level rests on what rules and log sources say of themselves.",
        ),
      ];
    }
    return [
      lead(sentences(facts).join(" ")),
      ...list(besides(facts)),
      ...runTable(facts.emulation, portions),
      ...tacticTable(facts),
      ...claimTable(facts),
      ...unmetTable(facts),
    ];
  },
};

function sentences({ emulation: { all, runs } }: ReportFacts): string[] {
  const begun = runs.filter(({ verdicts }) => verdicts > 0).length;
  return [
    `${counted(all.cases, "test case")} in ${counted(runs.length, "run")}, ${digits(begun)} of which ${begun === 1 ? "has" : "have"} verdicts.`,
    ...(all.verdicts === 0
      ? ["No test case has a verdict yet."]
      : [
          `Of ${counted(all.verdicts, "verdict")} ${shareWords(all.met, all.verdicts)} met what was expected of the defence; in ${shareWords(all.detected, all.verdicts)} an alert was raised in time.`,
        ]),
  ];
}

function besides({ emulation: { all, unplaced, slaMinutes } }: ReportFacts): string[] {
  const time = all.timeToAlert;
  return [
    ...(time === null
      ? []
      : [
          `Time to alert over ${counted(time.cases, "alert")}: half within ${seconds(time.medianSeconds)}, nine of ten within ${seconds(time.percentile90Seconds)}. An alert later than ${counted(slaMinutes, "minute")} counts as logged.`,
        ]),
    ...(all.untimed === 0
      ? []
      : [`The times of ${counted(all.untimed, "alert")} are not held against that limit.`]),
    ...(unplaced === 0
      ? []
      : [
          `${counted(unplaced, "test case")} ${unplaced === 1 ? "names" : "name"} a technique that no release of this assessment has.`,
        ]),
    "Whether a command ran is not taken for an outcome of the defence.",
  ];
}

/** "45 s", "12 min", "1.5 h". */
function seconds(value: number): string {
  if (value < 120) return `${digits(Math.round(value))} s`;
  return value < 7200
    ? `${digits(Math.round(value / 60))} min`
    : `${digits(Math.round(value / 360) / 10)} h`;
}

type OutcomeColumn = readonly [id: string, label: string, width: number, align?: "end"];
const outcomeColumns: readonly OutcomeColumn[] = [
  ["cases", "Tests", 9, "end"],
  ["blocked", "Blocked", 10, "end"],
  ["alerted", "Alerted", 10, "end"],
  ["logged", "Logged", 10, "end"],
  ["missed", "Missed", 10, "end"],
  ["other", "No verdict", 11, "end"],
  ["met", "As expected", 14, "end"],
];

function outcomeCells({ cases, outcomes, verdicts, met }: OutcomeFigures) {
  return [
    cases,
    outcomes.blocked,
    outcomes.alerted,
    outcomes.logged,
    outcomes.missed,
    cases - verdicts,
    verdicts === 0 ? "–" : `${digits(met)} of ${digits(verdicts)}`,
  ];
}

function runTable({ runs, all }: FactsEmulation, portions: Portions): ReportBlock[] {
  const markings = runs.map(({ marking }) => marking);
  const drawn = runs.filter(({ verdicts }) => verdicts > 0);
  return [
    heading(2, "emulation-runs", "Runs"),
    table({
      id: "emulation-run-table",
      caption: "Outcomes by run, the earliest first.",
      columns: [["run", "Run", 26], ["begun", "Begun", 15], ...outcomeColumns],
      rowPortions: [
        ...markings.map((marking) => portions.of([marking])),
        ...(runs.length < 2 ? [] : [portions.of(markings)]),
      ],
      rows: [
        ...runs.map((run) => [
          run.tool === "" ? run.name : `${run.name} (${run.tool})`,
          run.startedAt === null ? "Not yet" : dayWords(run.startedAt),
          ...outcomeCells(run),
        ]),
        ...(runs.length < 2 ? [] : [["All", "", ...outcomeCells(all)]]),
      ],
      note: "As expected: verdicts that met what was expected, of all verdicts.",
      empty: "There is no run.",
    }),
    ...(drawn.length < 2 ? [] : [drawOutcomes(drawn)]),
  ];
}

function tacticTable(facts: ReportFacts): ReportBlock[] {
  const tactics = facts.emulation.tactics.filter(({ cases }) => cases > 0);
  return [
    heading(2, "emulation-tactics", "By tactic"),
    table({
      id: "emulation-tactic-table",
      caption: "Outcomes by tactic. A test case counts under each tactic of its technique.",
      columns: [["tactic", "Tactic", 36], ...outcomeColumns],
      rows: tactics.map((tactic) => [
        withDomain(tactic.name, tactic.domain, facts),
        ...outcomeCells(tactic),
      ]),
      empty: "No test case is of a technique in these releases.",
    }),
  ];
}

const standingWords: Readonly<Record<ClaimStanding, string>> = {
  validated: "Validated: every test that holds met what was expected",
  partly: "Partly: some tests met it",
  failed: "Failed: none did",
  claimed: "Claimed by rules, and no test decides",
  unclaimed: "Neither claimed nor tested",
};

function claimTable({ emulation: { claims } }: ReportFacts): ReportBlock[] {
  const { techniques, claimed, tested, standings } = claims.all;
  return [
    heading(2, "emulation-claims", "Claimed and proven"),
    paragraph(
      `Rules claim ${shareWords(claimed, techniques)} of the techniques in scope; tests decide ${digits(tested)} of ${digits(techniques)}.`,
    ),
    ...factRows(
      (["validated", "partly", "failed", "claimed", "unclaimed"] as const).map((standing) => [
        standingWords[standing],
        `${digits(standings[standing])} of ${digits(techniques)}, ${inPercent(standings[standing], techniques)}`,
      ]),
    ),
  ];
}

/** Techniques of which a test did not meet what was expected: what to mend first. */
function unmetTable(facts: ReportFacts): ReportBlock[] {
  const tested = facts.emulation.claims.techniques.filter(
    ({ met, unmet, prevented, stale }) => met + unmet + prevented + stale > 0,
  );
  const latest = new Map(
    facts.releases.flatMap(({ domain, techniques }) =>
      techniques.flatMap(({ id, tests }) =>
        tests?.latest === undefined ? [] : [[`${domain} ${id}`, tests.latest] as const],
      ),
    ),
  );
  return [
    heading(2, "emulation-techniques", "Tested techniques"),
    table({
      id: "emulation-technique-table",
      caption: `${counted(tested.length, "technique")} in scope with a verdict, those that failed first.`,
      columns: [
        ["id", "ID", 12],
        ["technique", "Technique", 33],
        ["latest", "Latest outcome", 16],
        ["met", "As expected", 12, "end"],
        ["beside", "Beside", 12],
        ["level", "Level", 18],
      ],
      rows: tested
        .toSorted((a, b) => Number(b.unmet > 0) - Number(a.unmet > 0))
        .map((one) => {
          const outcome = latest.get(`${one.domain} ${one.id}`) ?? null;
          return [
            idCell(one.id),
            withDomain(one.name, one.domain, facts),
            outcome === null ? null : { kind: "outcome", outcome },
            one.met + one.unmet === 0
              ? "–"
              : `${digits(one.met)} of ${digits(one.met + one.unmet)}`,
            joinWords([
              ...(one.prevented > 0 ? [`${digits(one.prevented)} prevented`] : []),
              ...(one.stale > 0 ? [`${digits(one.stale)} stale`] : []),
            ]),
            levelCell(facts, one.domain, one.id),
          ];
        }),
      note: "Prevented: blocked without the alert or trace that was expected, which proves and refutes nothing. Stale: shown too long ago to hold.",
      empty: "No technique in scope has a verdict.",
    }),
  ];
}
