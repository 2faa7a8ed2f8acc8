import type { ReportBlock } from "../../../shared/model/report-document.ts";
import type { ReportFacts } from "../../../shared/model/report-facts.ts";
import { reasonWords } from "../../gaps/reason-words.ts";
import { facts as factRows, heading, lead, paragraph, table } from "../blocks.ts";
import type { SectionInput, SectionKind } from "../section.ts";
import {
  besidesSentences,
  coverageSentences,
  fundingSentence,
  gapSentence,
  openGaps,
  tacticSentence,
} from "../sentences.ts";
import {
  counted,
  dayWords,
  digits,
  fullName,
  idCell,
  inPercent,
  levelsCell,
  money,
  percentCell,
  personDays,
} from "../words.ts";
import { windowLabel } from "./plan.ts";

/** What fits the one page that executives read. */
const shownActors = 5;
const shownGaps = 5;

/** One page: threats, coverage, top gaps, what to fund. */
export const summary: SectionKind = {
  title: "Summary",
  isAppendix: false,
  build: ({ facts }: SectionInput) => [
    lead(coverageSentences(facts).join(" ")),
    ...figures(facts),
    ...threats(facts),
    ...coverage(facts),
    ...topGaps(facts),
    ...funding(facts),
  ],
};

function figures({ result }: ReportFacts): ReportBlock[] {
  const { techniques, covered, beforeCompromise: before, tested, gaps } = result.coverage;
  if (techniques === 0) return [];
  return [
    {
      kind: "figures",
      figures: [
        {
          value: inPercent(covered, techniques),
          label: `${digits(covered)} of ${digits(techniques)} covered`,
          level: null,
        },
        { value: digits(gaps), label: `gaps of ${digits(techniques)}`, level: null },
        { value: digits(tested), label: `tested of ${digits(techniques)}`, level: null },
        ...(before.techniques === 0
          ? []
          : [
              {
                value: `${digits(before.covered)} of ${digits(before.techniques)}`,
                label: "before compromise",
                level: null,
              },
            ]),
      ],
    },
  ];
}

function threats({ result }: ReportFacts): ReportBlock[] {
  const { actors } = result;
  const uncovered = (actor: (typeof actors)[number]) => actor.inScope - actor.covered;
  const shown =
    actors.length <= shownActors
      ? actors
      : actors.toSorted((a, b) => uncovered(b) - uncovered(a)).slice(0, shownActors);
  return [
    heading(2, "summary-threats", "Threats"),
    table({
      id: "summary-actors",
      caption:
        actors.length <= shownActors
          ? "The chosen actors, and what is covered of the techniques in scope that each uses."
          : `Of ${digits(actors.length)} chosen actors, the ${digits(shownActors)} with the most uncovered techniques.`,
      columns: [
        ["actor", "Actor", 30],
        ["levels", "Techniques by level", 34],
        ["covered", "Covered", 12, "end"],
        ["scope", "In scope", 12, "end"],
        ["share", "Share", 12, "end"],
      ],
      rows: shown.map((actor) => [
        actor.name,
        levelsCell(actor.levels),
        actor.covered,
        actor.inScope,
        percentCell(actor.percent),
      ]),
      empty: "No actor is chosen.",
    }),
  ];
}

function coverage(facts: ReportFacts): ReportBlock[] {
  const sentences = [tacticSentence(facts) ?? [], besidesSentences(facts)].flat();
  return sentences.length === 0
    ? []
    : [heading(2, "summary-coverage", "Coverage"), paragraph(sentences.join(" "))];
}

function topGaps(facts: ReportFacts): ReportBlock[] {
  const open = openGaps(facts);
  return [
    heading(2, "summary-gaps", "Top gaps"),
    table({
      id: "summary-top-gaps",
      caption: `${gapSentence(facts)}${open.length > shownGaps ? ` The ${digits(shownGaps)} of highest priority:` : ""}`,
      columns: [
        ["priority", "Priority", 12],
        ["id", "ID", 13],
        ["technique", "Technique", 43],
        ["reason", "Reason", 20],
        ["effort", "Effort", 12, "end"],
      ],
      rows: open
        .slice(0, shownGaps)
        .map((gap) => [
          { kind: "priority", band: gap.band, value: gap.priority },
          idCell(gap.id),
          fullName(gap),
          reasonWords[gap.reason],
          counted(gap.effortDays, "day"),
        ]),
      empty: "No gap is open.",
    }),
  ];
}

function funding(facts: ReportFacts): ReportBlock[] {
  const { plan } = facts;
  const sentence = fundingSentence(facts);
  const { currency, dayRate } = plan.settings.money;
  const planned = plan.windows.filter(({ until }) => until !== null);
  const [, last] = [planned[0], planned.at(-1)];
  return [
    heading(2, "summary-funding", "What to fund"),
    ...(sentence === null ? [] : [paragraph(sentence)]),
    ...(plan.items.length === 0 || last === undefined
      ? [paragraph("There is no open gap to plan for.")]
      : [
          ...factRows(
            planned.map((window) => [
              windowLabel(window.window),
              `${counted(window.items, "gap")} closed for ${personDays(window.plannedDays)}` +
                (dayRate === null || window.cost.labour === null
                  ? ""
                  : ` (${money(window.cost.labour + window.cost.oneOff, currency)} once)`) +
                `: ${inPercent(window.expected.covered, window.expected.techniques)} covered expected` +
                (window.until === null ? "" : ` by ${dayWords(window.until)}`),
            ]),
          ),
        ]),
  ];
}
