import type { CoverageLevel, Gap, TacticCoverage } from "../../shared/model/coverage.ts";
import type { ReportFacts } from "../../shared/model/report-facts.ts";
import { findPriorityTactics, investmentSentence } from "../assessments/assessment-text.ts";
import { withDomain } from "./section.ts";
import { counted, digits, inPercent, joinWords, shareWords } from "./words.ts";

/** Names that a sentence has room for. */
const mostNames = 4;

/** "FIN7, APT38 and Lazarus Group", or "the 60 chosen actors". */
export function chosenActors({ result: { actors } }: ReportFacts): string {
  return actors.length > mostNames
    ? `the ${digits(actors.length)} chosen actors`
    : joinWords(actors.map(({ name }) => name));
}

/** What of the denominator is covered, in part and not at all, and on what that rests. */
export function coverageSentences(facts: ReportFacts): string[] {
  const { actors, coverage } = facts.result;
  const { techniques, covered, levels, tested } = coverage;
  if (actors.length === 0) {
    return ["No actor is chosen, so there are no techniques to measure coverage against."];
  }
  const use = `${actors.length === 1 ? "is" : "are"} known to use`;
  if (techniques === 0) {
    return [`There is no technique in scope that ${chosenActors(facts)} ${use}.`];
  }
  const named = levels.validated > 0 ? "names, or a test validated," : "names";
  return [
    `At least one deployed rule ${named} ${digits(covered)} of the ${counted(techniques, "technique")} that ${chosenActors(facts)} ${use}: ${inPercent(covered, techniques)}.`,
    ...uncoveredSentence(levels),
    testedSentence(tested, facts),
  ];
}

const uncoveredWords: readonly (readonly [CoverageLevel, (count: number) => string])[] = [
  ["partial", (count) => `${digits(count)} ${count === 1 ? "is" : "are"} covered in part`],
  ["available", (count) => `for ${digits(count)} a rule is available and not known to be deployed`],
  ["telemetry", (count) => `for ${digits(count)} only a log source is collected`],
  ["failed", (count) => `${digits(count)} failed ${count === 1 ? "its" : "their"} tests`],
  ["none", (count) => `for ${digits(count)} there is nothing`],
];

function uncoveredSentence(levels: ReportFacts["result"]["coverage"]["levels"]): string[] {
  const parts = uncoveredWords.flatMap(([level, inWords]) =>
    levels[level] === 0 ? [] : [inWords(levels[level])],
  );
  return parts.length === 0 ? [] : [`Of the others ${joinWords(parts)}.`];
}

function testedSentence(tested: number, { result }: ReportFacts): string {
  const { techniques, levels } = result.coverage;
  if (tested === 0) return "None of them was tested, so these figures rest on the rules alone.";
  const verdicts = [
    ...(levels.validated > 0 ? [`${digits(levels.validated)} validated`] : []),
    ...(levels.failed > 0 ? [`${digits(levels.failed)} failed`] : []),
  ];
  return (
    `Tests that hold decide the level of ${digits(tested)} of the ${digits(techniques)}` +
    `${verdicts.length === 0 ? "" : `: ${joinWords(verdicts)}`}; the others rest on the rules alone.`
  );
}

/** What stands beside the headline: techniques before compromise, and those that left it. */
export function besidesSentences({ result }: ReportFacts): string[] {
  const { coverage, scope } = result;
  const { beforeCompromise: before, notApplicable, assumed, techniques } = coverage;
  return [
    ...(before.techniques === 0
      ? []
      : [
          `Before compromise: ${shareWords(before.covered, before.techniques)} covered, ${scope.beforeCompromise ? "which the figures above hold" : "apart from the figures above"}.`,
        ]),
    ...(notApplicable === 0
      ? []
      : [
          `${counted(notApplicable, "technique")} ${notApplicable === 1 ? "is" : "are"} set not applicable and left out.`,
        ]),
    ...(assumed === 0
      ? []
      : [
          `The level of ${digits(assumed)} of ${counted(techniques, "technique")} rests on a state of rules that was assumed.`,
        ]),
  ];
}

/** In which tactics the weight of the gaps lies. */
export function tacticSentence(facts: ReportFacts): string | null {
  const { tactics } = facts.result;
  const heavy = [...findPriorityTactics(tactics)].sort(
    (a, b) => tactics.indexOf(a) - tactics.indexOf(b),
  );
  if (heavy.length === 0) return null;
  const nameOf = (tactic: TacticCoverage) =>
    `${withDomain(tactic.name, tactic.domain, facts)} (${digits(tactic.covered)} of ${digits(tactic.techniques)} covered)`;
  return `By priority, half of the weight of the gaps lies in ${joinWords(heavy.map(nameOf))}.`;
}

/** The gaps that nobody accepted or mitigated, by rank. */
export function openGaps({ result }: ReportFacts): Gap[] {
  return result.gaps.filter(({ status }) => status === "open");
}

/** How many gaps there are, and what became of them. */
export function gapSentence(facts: ReportFacts): string {
  const { gaps, coverage } = facts.result;
  if (gaps.length === 0) {
    return coverage.techniques === 0
      ? "There are no techniques in scope, and so no gaps."
      : `Each of the ${counted(coverage.techniques, "technique")} in scope is covered: there is no gap.`;
  }
  const withStatus = (status: Gap["status"]) => gaps.filter((one) => one.status === status).length;
  const beside = [
    ...(withStatus("accepted") > 0 ? [`${digits(withStatus("accepted"))} accepted`] : []),
    ...(withStatus("mitigated") > 0
      ? [`${digits(withStatus("mitigated"))} mitigated by another control`]
      : []),
  ];
  const all = `${digits(gaps.length)} of ${counted(coverage.techniques, "technique")} ${gaps.length === 1 ? "is a gap" : "are gaps"}`;
  return beside.length === 0
    ? `${all}${gaps.length === 1 ? "" : ", all of them open"}.`
    : `${all}: ${joinWords([`${digits(withStatus("open"))} open`, ...beside])}.`;
}

/** What to fund: the sentence with the money behind it; null without a gap to close. */
export function fundingSentence({ result }: ReportFacts): string | null {
  const { investment, coverage, settings } = result;
  return investment === null ? null : investmentSentence(investment, coverage, settings.target);
}
