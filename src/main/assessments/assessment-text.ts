import type { AssessmentResult } from "../../shared/model/assessment.ts";
import type { Gap, Investment, Share, TacticCoverage } from "../../shared/model/coverage.ts";
import { plainLine } from "../../shared/plain-line.ts";
import { wholePercentOf } from "../coverage/exact.ts";
import type { DocumentLabels } from "./assessment-document.ts";
import { reasonWords } from "../gaps/reason-words.ts";

const barLength = 20;
const shownGaps = 10;
const lineLength = 96;
const labelWidth = 20;

/** An answer, whatever number its assessment has where it is stored. */
type SaidResult = Omit<AssessmentResult, "assessmentId">;

/** The answer of an assessment as a consultant hands it over: plain text, one screen wide. */
export function buildAssessmentText(result: SaidResult, labels: DocumentLabels): string {
  const marked = labels.marking === null ? [] : [[labels.marking]];
  const sections = [
    ...marked,
    head(result, labels),
    figures(result),
    tacticBars(result),
    topGaps(result),
    investment(result),
    section(
      "ASSUMPTIONS",
      result.assumptions.flatMap((sentence) => bullet(sentence)),
    ),
    [labels.tool, ...wrap(labels.notice, "")],
    ...marked,
  ];
  const text = sections.filter((lines) => lines.length > 0).map((lines) => lines.join("\n"));
  return `${text.join("\n\n")}\n`;
}

function head(result: SaidResult, { generatedAt }: DocumentLabels): string[] {
  const { name, catalogues, scope, actors } = result;
  const title = `THREAT-INFORMED DEFENCE ASSESSMENT: ${plainLine(name)}`;
  const releases = catalogues.map(
    ({ domain, version, authenticity }) => `${domain} ${version} (${authenticity})`,
  );
  const platforms = scope.platforms.length === 0 ? "all" : scope.platforms.join(", ");
  return [
    title,
    "=".repeat(Math.min(title.length, lineLength)),
    row("Date", generatedAt.slice(0, 10)),
    row("Catalogue", releases.join(", ") || "none"),
    row("Environments", scope.environments.map(plainLine).join(", ")),
    row("Platforms", platforms),
    ...actors.map((actor, index) =>
      row(
        index === 0 ? "Actors" : "",
        `${plainLine(actor.name)} (${actor.id})${actor.weight === 1 ? "" : `, weight ${actor.weight}`}: ` +
          `${actor.covered} of ${actor.inScope} covered${inPercent(actor.covered, actor.inScope)}`,
      ),
    ),
  ];
}

function row(label: string, value: string): string {
  return (label === "" ? "" : `${label}:`).padEnd(labelWidth) + value;
}

function inPercent(part: number, whole: number): string {
  const percent = wholePercentOf(part, whole);
  return percent === null ? "" : ` (${percent} %)`;
}

function figures({ coverage, scope }: SaidResult): string[] {
  const { techniques, covered, gaps, tested, potential, parents, beforeCompromise } = coverage;
  const before =
    `${beforeCompromise.covered} of ${beforeCompromise.techniques} covered` +
    (scope.beforeCompromise ? ", counted above" : ", apart from the figures above");
  return [
    row("Techniques", String(techniques)),
    row("Covered", `${covered} of ${techniques}${inPercent(covered, techniques)}`),
    row("Gaps", `${gaps} of ${techniques}${inPercent(gaps, techniques)}`),
    row("Before compromise", before),
    row("Potential", `${potential} of ${techniques} if every available rule were enabled`),
    row("Parents", `${parents.covered} of ${parents.techniques} parent techniques`),
    ...(coverage.notApplicable === 0
      ? []
      : [row("Left out", `${coverage.notApplicable} techniques set not applicable`)]),
    "",
    ...wrap(
      `At least one deployed rule names ${covered} of ${techniques} techniques; ` +
        `${tested === 0 ? "none" : String(tested)} of them ${tested < 2 ? "was" : "were"} tested.`,
      "",
    ),
  ];
}

function tacticBars({ tactics, catalogues }: SaidResult): string[] {
  const marked = findPriorityTactics(tactics);
  const nameOf = (tactic: TacticCoverage) =>
    catalogues.length > 1 ? `${tactic.name} (${tactic.domain})` : tactic.name;
  const width = Math.max(0, ...tactics.map((tactic) => plainLine(nameOf(tactic)).length));
  const lines = tactics.map((tactic) => {
    const { covered, techniques } = tactic;
    const filled = Math.round((covered / techniques) * barLength);
    const bar = `[${"#".repeat(filled)}${"-".repeat(barLength - filled)}]`;
    const percent = `${wholePercentOf(covered, techniques) ?? 0} %`.padStart(5);
    const note = marked.has(tactic) ? "  <-- priority gap" : "";
    return `${plainLine(nameOf(tactic)).padEnd(width)}  ${bar} ${percent}  ${`${covered} of ${techniques}`.padEnd(10)}${note}`.trimEnd();
  });
  return section("COVERAGE BY TACTIC", lines);
}

/** The tactics that, heaviest first, together hold half of the gaps' priority. */
export function findPriorityTactics(tactics: readonly TacticCoverage[]): Set<TacticCoverage> {
  const tenths = (tactic: TacticCoverage) => Math.round(tactic.gapPriority * 10);
  const total = tactics.reduce((sum, tactic) => sum + tenths(tactic), 0);
  const marked = new Set<TacticCoverage>();
  let held = 0;
  // Sorting keeps the matrix's order among equals.
  for (const tactic of [...tactics].sort((a, b) => tenths(b) - tenths(a))) {
    if (2 * held >= total || tenths(tactic) === 0) break;
    held += tenths(tactic);
    marked.add(tactic);
  }
  return marked;
}

function topGaps({ gaps, actors }: SaidResult): string[] {
  const open = gaps.filter(({ status }) => status === "open");
  const shown = open.slice(0, shownGaps);
  const lines = shown.flatMap((gap, index) => [
    `${`${index + 1}.`.padStart(3)} ${gap.id}  ${plainLine(fullName(gap))}  [${gap.band}, ${gap.priority.toFixed(1)}]`,
    `    used by ${gap.actors.length} of ${actors.length} ${actors.length === 1 ? "actor" : "actors"}, ${gap.detections} ${gap.detections === 1 ? "detection" : "detections"}: ${reasonWords[gap.reason]}`,
    ...wrap(plainLine(gap.nextAction), "    "),
  ]);
  return section(`TOP GAPS (${shown.length} of ${open.length} open)`, lines);
}

/** A sub-technique is written with its parent. */
function fullName({ name, parentName }: Gap): string {
  return parentName === null ? name : `${parentName}: ${name}`;
}

function investment({ investment: plan, settings, coverage }: SaidResult): string[] {
  return plan === null
    ? []
    : section("INVESTMENT", wrap(investmentSentence(plan, coverage, settings.target), ""));
}

/** "Closing the top N needs X engineers for Y days: A % → B %", or that there is nothing to close. */
export function investmentSentence(
  { top, engineers, days, personDays }: Investment,
  { techniques, covered }: Share,
  target: number,
): string {
  const inWhole = (count: number) => `${wholePercentOf(count, techniques) ?? 0} %`;
  if (top === 0) {
    return `Nothing to close: ${inWhole(covered)} is at or above the target of ${target} %.`;
  }
  return (
    `Closing the top ${counted(top, "gap")} needs ${counted(engineers, "engineer")} for ` +
    `${counted(days, "day")} (${counted(personDays, "person-day")}): ` +
    `${inWhole(covered)} → ${inWhole(covered + top)}.`
  );
}

function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? "" : "s"}`;
}

function section(title: string, lines: readonly string[]): string[] {
  return lines.length === 0 ? [] : [title, "-".repeat(title.length), ...lines];
}

function bullet(sentence: string): string[] {
  const [first = "", ...rest] = wrap(plainLine(sentence), "  ");
  return [`- ${first.trimStart()}`, ...rest];
}

/** Breaks a sentence between words. */
function wrap(sentence: string, indent: string): string[] {
  const lines: string[] = [];
  let line = "";
  for (const word of sentence.split(" ")) {
    if (line !== "" && indent.length + line.length + 1 + word.length > lineLength) {
      lines.push(indent + line);
      line = word;
    } else line = line === "" ? word : `${line} ${word}`;
  }
  return [...lines, indent + line];
}
