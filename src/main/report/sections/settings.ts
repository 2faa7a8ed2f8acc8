import { gapReason } from "../../../shared/model/coverage.ts";
import { reasonWords } from "../../gaps/reason-words.ts";
import { facts as factRows, heading, lead, list, paragraph, table } from "../blocks.ts";
import type { SectionKind } from "../section.ts";
import { counted, dayWords, digits, joinWords } from "../words.ts";

/** What somebody set, and what was assumed. */
export const settings: SectionKind = {
  title: "Settings and assumptions",
  isAppendix: false,
  build: ({ facts }) => {
    const { result, plan, assessment } = facts;
    const { settings: set, scope } = result;
    const weights = set.priorityWeights;
    const criticality = set.criticalityWeights;
    const assumed = [...result.assumptions, ...plan.assumptions];
    return [
      lead(
        assumed.length === 0
          ? "Nothing was assumed."
          : `The figures rest on ${counted(assumed.length, "assumption")}, and on what is set below.`,
      ),
      heading(2, "settings-assumptions", "Assumptions"),
      ...(assumed.length === 0 ? [paragraph("None.")] : list([...new Set(assumed)])),
      heading(2, "settings-scope", "Scope"),
      ...factRows([
        [
          "Releases",
          joinWords(scope.releases.map(({ domain, version }) => `${domain} ${version}`)),
        ],
        ["Environments", joinWords(scope.environments)],
        ["Platforms", scope.platforms.length === 0 ? "All" : joinWords(scope.platforms)],
        ["Segments", scope.segments.length === 0 ? "All" : joinWords(scope.segments)],
        ["Before compromise", scope.beforeCompromise ? "Counted" : "Apart from the headline"],
        ["Assessed since", dayWords(assessment.createdAt)],
        ["To be reviewed", assessment.reviewOn === null ? "" : dayWords(assessment.reviewOn)],
      ]),
      heading(2, "settings-coverage", "Coverage"),
      ...factRows([
        [
          "Techniques of actors",
          joinWords([
            "direct uses",
            ...(set.ways.campaigns ? ["campaigns"] : []),
            ...(set.ways.software ? ["software"] : []),
            "the analyst's own",
          ]),
        ],
        ["Several rules from", counted(set.threshold, "rule")],
        ["Severity floor", set.severityFloor],
        ["Rules for the parent", set.parentOnly ? "Make a sub-technique partial" : "Do not count"],
        ["Alert in time", `within ${counted(set.alertSlaMinutes, "minute")}`],
        ["A validation holds", counted(set.validityDays, "day")],
        ["A log is enough for", joinWords(set.logOnlyTactics)],
      ]),
      heading(2, "settings-priority", "Priority"),
      ...factRows([
        [
          "Weights",
          `actor use ${digits(weights.actorUse)}, choke point ${digits(weights.chokePoint)}, prevalence ${digits(weights.prevalence)}, tactic ${digits(weights.tactic)}, exposure ${digits(weights.exposure)}, failed tests ${digits(weights.failure)}`,
        ],
        ["Choke points", set.chokePoints.join(", ")],
        [
          "Criticality of assets",
          `low ${digits(criticality.low)}, medium ${digits(criticality.medium)}, high ${digits(criticality.high)}, critical ${digits(criticality.critical)}`,
        ],
      ]),
      heading(2, "settings-plan", "Plan"),
      ...factRows([
        [
          "Capacity",
          `${counted(set.engineers, "engineer")} for ${digits(set.timeShare)} % of their time, ${counted(set.workingDays, "working day")} in 30 days`,
        ],
        ["Target", `${digits(set.target)} % covered`],
        ["A log source takes", counted(set.logSourceDays, "person-day")],
        [
          "Day rate",
          plan.settings.money.dayRate === null
            ? ""
            : `${plan.settings.money.currency} ${digits(plan.settings.money.dayRate)}`,
        ],
      ]),
      table({
        id: "settings-effort",
        caption: "Person-days of work by the reason of a gap.",
        columns: [
          ["reason", "Reason", 70],
          ["days", "Person-days", 30, "end"],
        ],
        rows: gapReason.options.flatMap((reason) => {
          const found = set.effort.find((one) => one.reason === reason);
          return found === undefined ? [] : [[reasonWords[reason], found.days]];
        }),
        empty: "No effort is set.",
      }),
    ];
  },
};
