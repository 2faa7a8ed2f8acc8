import type { ReportBlock } from "../../../shared/model/report-document.ts";
import type { ReportFacts } from "../../../shared/model/report-facts.ts";
import { levelLooks } from "../../layers/layer-palette.ts";
import { heading, lead, list, paragraph, table } from "../blocks.ts";
import type { SectionKind } from "../section.ts";
import { withDomain } from "../section.ts";
import { besidesSentences, coverageSentences, tacticSentence } from "../sentences.ts";
import { digits, inPercent, levelParts, levelsCell, percentCell, shareWords } from "../words.ts";

/** What is covered: in all, by tactic, by actor and by environment. */
export const coverage: SectionKind = {
  title: "Detection coverage",
  isAppendix: false,
  build: ({ facts }) => [
    lead(coverageSentences(facts).join(" ")),
    ...figures(facts),
    ...list(besides(facts)),
    ...byTactic(facts),
    ...byActor(facts),
    ...byEnvironment(facts),
  ],
};

function figures({ result }: ReportFacts): ReportBlock[] {
  const { techniques, covered, levels } = result.coverage;
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
        ...levelParts(levels).map(({ level, count }) => ({
          value: digits(count),
          label: levelLooks[level].label,
          level,
        })),
      ],
    },
  ];
}

function besides(facts: ReportFacts): string[] {
  const { potential, techniques, covered, parents, weightedPercent } = facts.result.coverage;
  if (techniques === 0) return besidesSentences(facts);
  return [
    ...besidesSentences(facts),
    ...(potential === covered
      ? []
      : [
          `If every available rule were enabled, ${shareWords(potential, techniques)} would be covered.`,
        ]),
    `Rolled up to parent techniques, ${shareWords(parents.covered, parents.techniques)} are covered.`,
    ...(weightedPercent === null
      ? []
      : [
          `Weighted by how many of the chosen actors use each of the ${digits(techniques)} techniques, and by the weights of these, ${Math.round(weightedPercent)} % is covered.`,
        ]),
  ];
}

function byTactic(facts: ReportFacts): ReportBlock[] {
  const { tactics } = facts.result;
  const sentence = tacticSentence(facts);
  return [
    heading(2, "coverage-tactics", "By tactic"),
    ...(sentence === null ? [] : [paragraph(sentence)]),
    table({
      id: "coverage-by-tactic",
      caption: "Coverage by tactic. A technique counts under each of its tactics.",
      columns: [
        ["tactic", "Tactic", 28],
        ["levels", "Techniques by level", 42],
        ["covered", "Covered", 10, "end"],
        ["scope", "In scope", 10, "end"],
        ["share", "Share", 10, "end"],
      ],
      rows: tactics.map((tactic) => [
        withDomain(tactic.name, tactic.domain, facts),
        levelsCell(tactic.levels),
        tactic.covered,
        tactic.techniques,
        percentCell(tactic.percent),
      ]),
      empty: "No technique is in scope.",
    }),
  ];
}

function byActor({ result }: ReportFacts): ReportBlock[] {
  return [
    heading(2, "coverage-actors", "By actor"),
    table({
      id: "coverage-by-actor",
      caption: "Coverage of the techniques in scope that each chosen actor uses.",
      columns: [
        ["actor", "Actor", 28],
        ["levels", "Techniques by level", 42],
        ["covered", "Covered", 10, "end"],
        ["scope", "In scope", 10, "end"],
        ["share", "Share", 10, "end"],
      ],
      rows: result.actors.map((actor) => [
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

function byEnvironment({ result }: ReportFacts): ReportBlock[] {
  const { environments } = result;
  if (environments === undefined) return [];
  return [
    heading(2, "coverage-environments", "By environment"),
    table({
      id: "coverage-by-environment",
      caption: "Coverage of the same techniques by the inventory of one environment alone.",
      columns: [
        ["environment", "Environment", 28],
        ["levels", "Techniques by level", 42],
        ["covered", "Covered", 10, "end"],
        ["scope", "In scope", 10, "end"],
        ["share", "Share", 10, "end"],
      ],
      rows: environments.map(({ name, coverage: figure }) => [
        name,
        levelsCell(figure.levels),
        figure.covered,
        figure.techniques,
        percentCell(figure.percent),
      ]),
      empty: "No environment is in scope.",
    }),
  ];
}
