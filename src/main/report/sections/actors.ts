import type { ReportBlock } from "../../../shared/model/report-document.ts";
import type { FactsActor, ReportFacts } from "../../../shared/model/report-facts.ts";
import { facts as factRows, heading, lead, note, paragraph, table } from "../blocks.ts";
import { plainBlocks, plainWords } from "../plain-text.ts";
import type { Portions } from "../portions.ts";
import type { SectionKind } from "../section.ts";
import { levelCell, listProfile, tacticNames, withDomain } from "../section.ts";
import {
  counted,
  digits,
  fullName,
  idCell,
  joinWords,
  levelsCell,
  percentCell,
  shareWords,
  wayWords,
} from "../words.ts";

const kindWords: Readonly<Record<FactsActor["kind"], string>> = {
  group: "Group",
  campaign: "Campaign",
  software: "Software",
  own: "Own profile",
};

/** Gaps of an actor that are named with it. */
const shownGaps = 5;

/** The chosen actors, and what is known of each. */
export const actors: SectionKind = {
  title: "Threat actors",
  isAppendix: false,
  build: ({ facts, content, described, portions }) => {
    if (facts.actors.length === 0) return [lead("No actor is chosen.")];
    return [
      lead(chosenSentences(facts).join(" ")),
      actorTable(facts),
      ...(described.length === facts.actors.length
        ? []
        : [
            note(
              `Figures are over all ${counted(facts.actors.length, "chosen actor")}; ${digits(described.length)} of them ${described.length === 1 ? "is" : "are"} described below.`,
            ),
          ]),
      ...described.flatMap((actor, index) =>
        describeActor(facts, portions, actor, `actor-${index + 1}`, content.depth.actorTechniques),
      ),
    ];
  },
};

function chosenSentences({ result, contextSource, actors: chosen }: ReportFacts): string[] {
  const { ways } = result.settings;
  const taken = [
    "those that it uses directly",
    ...(ways.campaigns ? ["those of campaigns attributed to it"] : []),
    ...(ways.software ? ["those of its software"] : []),
  ];
  const hasContext = chosen.some(
    ({ context }) => context.sectors.length + context.countries.length + context.motives.length > 0,
  );
  return [
    `${counted(chosen.length, "actor")} ${chosen.length === 1 ? "was" : "were"} chosen.`,
    `An actor's techniques are ${joinWords(taken)}, with the analyst's own additions and exclusions.`,
    ...(hasContext ? [`Sectors, countries and motives are from ${contextSource}.`] : []),
  ];
}

function actorTable({ result }: ReportFacts): ReportBlock {
  return table({
    id: "actors-table",
    caption: "The chosen actors, and what is covered of their techniques in scope.",
    columns: [
      ["actor", "Actor", 24],
      ["id", "ID", 10],
      ["weight", "Weight", 9, "end"],
      ["techniques", "Techniques", 12, "end"],
      ["levels", "In scope by level", 23],
      ["covered", "Covered", 12, "end"],
      ["share", "Share", 10, "end"],
    ],
    rows: result.actors.map((actor) => [
      actor.name,
      idCell(actor.id),
      actor.weight,
      actor.techniques,
      levelsCell(actor.levels),
      `${digits(actor.covered)} of ${digits(actor.inScope)}`,
      percentCell(actor.percent),
    ]),
    note: "Techniques: all of the profile, those out of scope and before compromise too. Covered and Share are of those in scope.",
    empty: "No actor is chosen.",
  });
}

function describeActor(
  facts: ReportFacts,
  portions: Portions,
  actor: FactsActor,
  id: string,
  withTechniques: boolean,
): ReportBlock[] {
  const covered = facts.result.actors.find((one) => one.id === actor.id);
  const values = (list: FactsActor["context"]["sectors"]) =>
    joinWords([...new Set(list.map(({ value }) => value))]);
  const { context, counts, origin } = actor;
  const gaps = facts.result.gaps.filter(
    ({ status, actors: users }) => status === "open" && users.includes(actor.id),
  );
  const aliases = actor.aliases.filter((alias) => alias !== actor.name);
  const { marking } = actor;
  const inFigures = [
    ...(covered === undefined
      ? []
      : [
          paragraph(
            covered.inScope === 0
              ? "None of its techniques is in scope."
              : `${shareWords(covered.covered, covered.inScope)} of its techniques in scope are covered.`,
          ),
        ]),
    ...factRows([
      ["Kind", kindWords[actor.kind]],
      ["Also known as", aliases.join(", ")],
      ["Chosen because", covered?.reason ?? ""],
      ["Weight", covered === undefined || covered.weight === 1 ? "" : String(covered.weight)],
      ["Sectors", values(context.sectors)],
      ["Countries", values(context.countries)],
      ["Motives", values(context.motives)],
      [
        "Techniques",
        actor.kind === "own"
          ? counted(counts.direct, "technique")
          : `${digits(counts.direct)} directly, ${digits(counts.withCampaigns)} with campaigns, ${digits(counts.withSoftware)} with software`,
      ],
      [
        "Campaigns",
        joinWords(actor.campaigns.map((campaign) => `${campaign.name} (${campaign.id})`)),
      ],
      ["Software", joinWords(actor.software.map(({ name }) => name))],
      ["Source", origin?.source ?? ""],
      ["Confidence", origin?.confidence ?? ""],
      ["Top gaps", joinWords(gaps.slice(0, shownGaps).map((gap) => `${gap.id} ${fullName(gap)}`))],
    ]),
  ];
  const inTables = [
    ...(withTechniques ? [techniqueTable(facts, actor, id)] : []),
    ...excludedTable(actor, id),
  ];
  const description = plainBlocks(actor.description ?? origin?.description ?? "");
  return [
    ...portions.only(marking, [heading(2, id, `${actor.name} (${actor.id})`)]),
    ...portions.beside([marking], inFigures),
    ...portions.only(marking, description),
    ...portions.beside([marking], inTables),
  ];
}

function techniqueTable(facts: ReportFacts, actor: FactsActor, id: string): ReportBlock {
  const used = listProfile(actor);
  return table({
    id: `${id}-techniques`,
    caption: `Techniques of ${actor.name}: ${digits(used.length)}.`,
    columns: [
      ["id", "ID", 12],
      ["technique", "Technique", 34],
      ["tactics", "Tactics", 24],
      ["ways", "By way", 12],
      ["level", "Level", 18],
    ],
    rows: used.map((technique) => {
      const names = tacticNames(facts, technique.domain);
      return [
        idCell(technique.id),
        withDomain(fullName(technique), technique.domain, facts),
        technique.tactics.map((tactic) => names.get(tactic) ?? tactic).join(", "),
        [...new Set(technique.via.map(({ kind }) => wayWords[kind]))].join(", "),
        levelCell(facts, technique.domain, technique.id),
      ];
    }),
    empty: "It has no technique in the releases of this assessment.",
  });
}

/** What the analyst took out of a profile, with the reason. */
function excludedTable({ name, techniques }: FactsActor, id: string): ReportBlock[] {
  const excluded = techniques.flatMap((technique) =>
    technique.excluded === null ? [] : [{ technique, why: technique.excluded }],
  );
  return excluded.length === 0
    ? []
    : [
        table({
          id: `${id}-excluded`,
          caption: `Techniques that the analyst took out of ${name}'s profile.`,
          columns: [
            ["id", "ID", 12],
            ["technique", "Technique", 36],
            ["reason", "Reason", 30],
            ["source", "Source", 22],
          ],
          rows: excluded.map(({ technique, why }) => [
            idCell(technique.id),
            fullName(technique),
            plainWords(why.reason),
            why.source,
          ]),
          empty: "Nothing was taken out.",
        }),
      ];
}
