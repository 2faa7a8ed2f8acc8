import type { ReportBlock } from "../../../shared/model/report-document.ts";
import type { ReportFacts } from "../../../shared/model/report-facts.ts";
import type { ReportContent, ReportSectionKind } from "../../../shared/model/report-template.ts";
import { reasonWords } from "../../gaps/reason-words.ts";
import { heightOf } from "../block-heights.ts";
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

/** How much the one page that executives read says. */
interface Extent {
  /** Actors, and gaps. */
  readonly rows: number;
  readonly threats?: false;
  readonly tactics: boolean;
  readonly windows: boolean;
}

/** From all that is told to the least, tried in turn. */
const extents: readonly Extent[] = [
  ...[5, 4, 3, 2].map((rows) => ({ rows, tactics: true, windows: true })),
  { rows: 2, tactics: false, windows: true },
  { rows: 2, tactics: false, windows: false },
  { rows: 1, tactics: false, windows: false },
  // A turned sheet under a long marking: the first sentence names the actors.
  { rows: 1, threats: false, tactics: false, windows: false },
];

/** The title of the section with what follows it, in millimetres. */
const titleHeight = 11;

/** One page, whatever it must carry: threats, coverage, top gaps, what to fund. */
export const summary: SectionKind = {
  title: "Summary",
  isAppendix: false,
  build: ({ facts, content, room }: SectionInput) => {
    const said = withShortNames(facts);
    const portion = content.portionMarks ? facts.marking.portion : null;
    const tries = extents.map((extent) => blocksOf(said, content, extent));
    const fits = (blocks: readonly ReportBlock[]) =>
      blocks.reduce(
        (sum, block) =>
          sum + heightOf(block.kind === "figures" ? block : { ...block, portion }, room.width),
        titleHeight,
      ) <= room.height;
    return tries.find(fits) ?? tries.at(-1) ?? [];
  },
};

function blocksOf(facts: ReportFacts, content: ReportContent, extent: Extent): ReportBlock[] {
  return [
    lead(coverageSentences(facts).join(" ")),
    ...figures(facts),
    ...(extent.threats === false ? [] : threats(facts, content, extent)),
    ...(extent.tactics ? coverage(facts) : []),
    ...topGaps(facts, content, extent),
    ...funding(facts, extent),
  ];
}

const longestName = 60;

function shorten(name: string, most = longestName): string {
  const letters = Array.from(name);
  return letters.length <= most ? name : `${letters.slice(0, most - 1).join("")}…`;
}

function withShortNames(facts: ReportFacts): ReportFacts {
  const { result } = facts;
  const actors = result.actors.map((actor) => ({ ...actor, name: shorten(actor.name) }));
  return { ...facts, result: { ...result, actors } };
}

/** Where all of them stand, where the report has that section. */
function allIn(content: ReportContent, kind: ReportSectionKind, title: string): string {
  return content.sections.includes(kind) ? `; all stand in “${title}”` : "";
}

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

function threats(
  { result }: ReportFacts,
  content: ReportContent,
  { rows: most }: Extent,
): ReportBlock[] {
  const { actors } = result;
  const uncovered = (actor: (typeof actors)[number]) => actor.inScope - actor.covered;
  const shown =
    actors.length <= most
      ? actors
      : actors.toSorted((a, b) => uncovered(b) - uncovered(a)).slice(0, most);
  return [
    heading(2, "summary-threats", "Threats"),
    table({
      id: "summary-actors",
      caption:
        actors.length <= most
          ? "The chosen actors, and what is covered of the techniques in scope that each uses."
          : `Of ${digits(actors.length)} chosen actors, the ${most === 1 ? "one" : digits(most)} with the most uncovered techniques${allIn(content, "actors", "Threat actors")}.`,
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

function topGaps(
  facts: ReportFacts,
  content: ReportContent,
  { rows: most }: Extent,
): ReportBlock[] {
  const open = openGaps(facts);
  return [
    heading(2, "summary-gaps", "Top gaps"),
    table({
      id: "summary-top-gaps",
      caption: `${gapSentence(facts)}${open.length > most ? ` The ${most === 1 ? "one" : digits(most)} of highest priority${allIn(content, "gaps", "Gaps by priority")}:` : ""}`,
      columns: [
        ["priority", "Priority", 12],
        ["id", "ID", 13],
        ["technique", "Technique", 43],
        ["reason", "Reason", 20],
        ["effort", "Effort", 12, "end"],
      ],
      rows: open
        .slice(0, most)
        .map((gap) => [
          { kind: "priority", band: gap.band, value: gap.priority },
          idCell(gap.id),
          shorten(fullName(gap), 2 * longestName),
          reasonWords[gap.reason],
          counted(gap.effortDays, "day"),
        ]),
      empty: "No gap is open.",
    }),
  ];
}

function funding(facts: ReportFacts, { windows }: Extent): ReportBlock[] {
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
            (windows ? planned : []).map((window) => [
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
