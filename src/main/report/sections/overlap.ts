import type { ReportBlock } from "../../../shared/model/report-document.ts";
import type { ReportFacts } from "../../../shared/model/report-facts.ts";
import { heading, lead, paragraph, table } from "../blocks.ts";
import type { SectionKind } from "../section.ts";
import { levelCell } from "../section.ts";
import { actorNames } from "../section.ts";
import { counted, digits, idCell, joinWords, percentCell } from "../words.ts";

/** Pairs and groups of techniques that tables have room for. */
const mostPairs = 45;
const mostGroups = 20;

/** What the chosen actors have in common, and what each has of its own. */
export const overlap: SectionKind = {
  title: "What the actors share",
  isAppendix: false,
  build: ({ facts }) => {
    const { actors, union, common } = facts.overlap;
    if (actors.length < 2) {
      return [
        lead(
          actors.length === 0
            ? "No actor is chosen."
            : `${actors[0]?.name ?? ""} is the only chosen actor: there is nothing to compare it with.`,
        ),
      ];
    }
    const names = actors.map(({ name }) => name);
    return [
      lead(
        `Together ${joinWords(names, 4)} use ${counted(union.length, "technique")}; ` +
          `${common.length === 0 ? "none is" : common.length === 1 ? "1 is" : `${digits(common.length)} are`} common to all of them. ` +
          "All techniques of the profiles count here, those out of scope and before compromise too.",
      ),
      ...commonTable(facts),
      ...ownTable(facts),
      ...pairTable(facts),
      ...groupTable(facts),
    ];
  },
};

/** A technique by its ID in whichever release has it. */
function findTechnique({ releases }: ReportFacts, id: string) {
  for (const { domain, techniques } of releases) {
    const technique = techniques.find((one) => one.id === id);
    if (technique === undefined) continue;
    const parent = techniques.find((one) => one.id === technique.parentId);
    const { name } = technique;
    return { domain, name: parent === undefined ? name : `${parent.name}: ${name}` };
  }
  return null;
}

function commonTable(facts: ReportFacts): ReportBlock[] {
  const { common } = facts.overlap;
  return [
    heading(2, "overlap-common", "Common to all"),
    table({
      id: "overlap-common-table",
      caption: `${counted(common.length, "technique")} that all of the chosen actors use.`,
      columns: [
        ["id", "ID", 14],
        ["technique", "Technique", 66],
        ["level", "Level", 20],
      ],
      rows: common.map((id) => {
        const found = findTechnique(facts, id);
        return [
          idCell(id),
          found?.name ?? "",
          found === null ? null : levelCell(facts, found.domain, id),
        ];
      }),
      empty: "No technique is used by all of them.",
    }),
  ];
}

function ownTable({ overlap: { actors } }: ReportFacts): ReportBlock[] {
  return [
    heading(2, "overlap-own", "Of its own"),
    table({
      id: "overlap-own-table",
      caption: "Techniques of each actor, and those that no other chosen actor uses.",
      columns: [
        ["actor", "Actor", 28],
        ["techniques", "Techniques", 12, "end"],
        ["own", "Its own", 10, "end"],
        ["ids", "Which", 50],
      ],
      rows: actors.map(({ name, techniques, unique }) => [
        name,
        techniques,
        unique.length,
        unique.join(", "),
      ]),
      empty: "No actor is chosen.",
    }),
  ];
}

function pairTable({ overlap: { actors, pairs } }: ReportFacts): ReportBlock[] {
  const names = new Map<string, string>(actors.map(({ id, name }) => [id, name]));
  const shown =
    pairs.length <= mostPairs
      ? pairs
      : pairs.toSorted((a, b) => b.jaccard - a.jaccard).slice(0, mostPairs);
  return [
    heading(2, "overlap-pairs", "Pair by pair"),
    paragraph(
      "Similarity is the share of the techniques of either actor that both use (Jaccard). Similar techniques do not make two actors one.",
    ),
    table({
      id: "overlap-pair-table",
      caption:
        shown.length === pairs.length
          ? "Techniques that both of two actors use."
          : `The ${digits(shown.length)} most similar of ${counted(pairs.length, "pair")}.`,
      columns: [
        ["a", "Actor", 35],
        ["b", "And", 35],
        ["shared", "Shared", 15, "end"],
        ["similarity", "Similarity", 15, "end"],
      ],
      rows: shown.map(({ a, b, shared, jaccard }) => [
        names.get(a) ?? a,
        names.get(b) ?? b,
        shared,
        percentCell(Math.round(jaccard * 1000) / 10),
      ]),
      empty: "There is no pair.",
    }),
  ];
}

function groupTable(facts: ReportFacts): ReportBlock[] {
  const { actors, intersections } = facts.overlap;
  const shown = intersections.slice(0, mostGroups);
  return [
    heading(2, "overlap-groups", "Used by exactly these"),
    table({
      id: "overlap-group-table",
      caption:
        shown.length === intersections.length
          ? "Techniques by exactly which of the chosen actors use them."
          : `The ${digits(shown.length)} largest of ${digits(intersections.length)} groups of techniques, by exactly which actors use them.`,
      columns: [
        ["actors", "Actors", 50],
        ["count", "Techniques", 12, "end"],
        ["ids", "Which", 38],
      ],
      rows: shown.map(({ actors: places, techniques }) => [
        joinWords(
          actorNames(
            facts,
            places.map((place) => actors[place]?.id ?? ""),
          ),
          6,
        ),
        techniques.length,
        techniques.length > 12
          ? `${techniques.slice(0, 10).join(", ")} and ${techniques.length - 10} more`
          : techniques.join(", "),
      ]),
      empty: "No technique is used by anybody.",
    }),
  ];
}
