import { coverageLevel } from "../../../shared/model/coverage.ts";
import type { CoverageLevel } from "../../../shared/model/coverage.ts";
import { levelLooks } from "../../layers/layer-palette.ts";
import { heading, list, paragraph, table } from "../blocks.ts";
import type { SectionKind } from "../section.ts";
import { counted, joinWords } from "../words.ts";

/** How the figures come about, with the thresholds that the assessment sets. */
export const method: SectionKind = {
  title: "Method",
  isAppendix: false,
  build: ({ facts }) => {
    const { settings, scope } = facts.result;
    const { threshold, severityFloor, alertSlaMinutes, validityDays, parentOnly } = settings;
    const meanings: Readonly<Record<CoverageLevel, string>> = {
      none: "None of the below.",
      telemetry: "A log source that it needs is collected.",
      available: "Detections exist, and none is known to be deployed.",
      partial: `Detections count in part${parentOnly ? ", or only the parent of a sub-technique is detected" : ""}, or only some sub-techniques are; or some of its tests met what was expected.`,
      detected: "One detection counts in full.",
      several: `At least ${threshold} detections count in full.`,
      validated: "Every test that holds met what was expected.",
      failed: "No test that holds met what was expected.",
    };
    return [
      heading(2, "method-denominator", "What is counted"),
      paragraph(
        "Percentages are over the techniques and sub-techniques that the chosen actors are known to use, active in the release" +
          `${scope.platforms.length === 0 ? "" : ` and on one of the platforms in scope (${joinWords(scope.platforms)})`}. ` +
          "Each counts once, whoever and however many use it; under tactics, once under each of its own. " +
          `${scope.beforeCompromise ? "Techniques before compromise are among them." : "Techniques before compromise form a line of their own."} ` +
          "What somebody set not applicable leaves the denominator.",
      ),
      heading(2, "method-levels", "Levels"),
      table({
        id: "method-level-table",
        caption:
          "Levels of coverage: a technique has the highest that its evidence reaches, unless tests decide.",
        columns: [
          ["level", "Level", 22],
          ["meaning", "What it means", 78],
        ],
        rows: coverageLevel.options.map((level) => [{ kind: "level", level }, meanings[level]]),
        note: `Covered: ${joinWords(["detected", "several", "validated"].map((level) => levelLooks[coverageLevel.parse(level)].label))}.`,
        empty: "There are no levels.",
      }),
      heading(2, "method-detections", "How detections count"),
      ...list([
        "An enabled detection counts in full, unless it counts in part: experimental by its source's word while its deployment is assumed; below the severity floor, or raising no alert; a claim without a rule; of low quality; or blind, since none of the log sources that it needs is collected.",
        `The severity floor is ${severityFloor}: what is below it counts in part.`,
        "An available detection exists and is not known to be deployed; a disabled one counts for nothing. Where platforms are in scope, a detection must be for one of them.",
        "A rule says that something would raise an alert. Whether it does, tests show.",
      ]),
      heading(2, "method-gaps", "Gaps and priority"),
      paragraph(
        "A gap is a technique in scope that is not covered. Its reason is the first that holds, so that the next action follows. Priority, 0 to 100, is the weighted mean of actor use (share of the chosen actors' weights that use it), choke point, prevalence among all groups of the domain, how early its tactics stand in an intrusion, exposure of assets, and failed tests; a part without data is left out of the mean. Bands go by rank among the open gaps: the first 10 % are critical, to 30 % high, to 60 % medium, the rest low.",
      ),
      heading(2, "method-plan", "Plan"),
      paragraph(
        "Open gaps fill windows of 30, 60 and 90 days by priority within the capacity of the engineers, a log source before its rules and a rule before its test. A log source is paid once for all the gaps that it opens. Expected coverage takes each gap that is closed for covered.",
      ),
      heading(2, "method-emulation", "Emulation"),
      paragraph(
        `Blocked, alerted, logged and missed are verdicts; everything else decides nothing, and whether a command ran is never taken for an outcome of the defence. Per test and host the latest verdict holds. An alert later than ${counted(alertSlaMinutes, "minute")} counts as logged. What a test showed to work holds ${counted(validityDays, "day")}; a failure holds until it is tested again.`,
      ),
      heading(2, "method-limits", "What this does not say"),
      paragraph(
        "ATT&CK holds what was seen and reported. An actor may use techniques that nobody has written of, and one technique has more procedures than any rule. The figures are evidence about rules, log sources and tests, not a verdict on the defence.",
      ),
    ];
  },
};
