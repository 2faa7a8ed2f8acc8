import type { Provenance } from "../../../shared/model/actor.ts";
import type { Reference } from "../../../shared/model/catalogue.ts";
import type { ReportBlock } from "../../../shared/model/report-document.ts";
import type { FactsActor, ReportFacts } from "../../../shared/model/report-facts.ts";
import { heading, lead, list, note, paragraph, table } from "../blocks.ts";
import { plainWords } from "../plain-text.ts";
import type { Portions } from "../portions.ts";
import type { SectionKind } from "../section.ts";
import { listProfile, withDomain } from "../section.ts";
import { counted, dayWords, fullName, idCell, joinWords, wayWords } from "../words.ts";

/** How each actor uses each of its techniques, by every way, with what is cited. */
export const profiles: SectionKind = {
  title: "Actor profiles",
  isAppendix: true,
  build: ({ facts, content, described, portions }) => {
    if (described.length === 0) return [lead("No actor is chosen.")];
    const { procedures } = content.depth;
    return [
      lead(
        `The techniques of ${joinWords(
          described.map(({ name }) => name),
          4,
        )}, and the way by which each came.`,
      ),
      note(
        procedures
          ? "Text is that of ATT&CK and of the named sources; names in brackets are what it cites, listed at the end of each profile."
          : "Procedure texts are left out.",
      ),
      ...described.flatMap((actor, index) => profileOf(facts, portions, actor, index, procedures)),
    ];
  },
};

function profileOf(
  facts: ReportFacts,
  portions: Portions,
  actor: FactsActor,
  index: number,
  withProcedures: boolean,
): ReportBlock[] {
  const used = listProfile(actor);
  const id = `profile-${index + 1}`;
  const { marking } = actor;
  const title = portions.only(marking, [heading(2, id, `${actor.name} (${actor.id})`)]);
  const none = "It has no technique in the releases of this assessment.";
  if (used.length === 0) return [...title, ...portions.beside([marking], [paragraph(none)])];
  return [
    ...title,
    // Beside what its source says stands what the analyst added.
    ...portions.beside(
      [marking],
      [
        paragraph(`${counted(used.length, "technique")}.`),
        wayTable(facts, actor, id, withProcedures),
      ],
    ),
    ...portions.only(marking, withProcedures ? sources(used, id) : []),
  ];
}

/** A row for each way by which each technique came. */
function wayTable(
  facts: ReportFacts,
  actor: FactsActor,
  id: string,
  withProcedures: boolean,
): ReportBlock {
  return table({
    id: `${id}-table`,
    caption: `How ${actor.name} uses each technique, by every way.`,
    columns: [
      ["id", "ID", 10],
      ["technique", "Technique", withProcedures ? 22 : 50],
      ["way", "Way", withProcedures ? 16 : 40],
      ...(withProcedures ? [["procedure", "Procedure", 52] as const] : []),
    ],
    rows: listProfile(actor).flatMap((technique) =>
      technique.via.map((via) => [
        idCell(technique.id),
        withDomain(fullName(technique), technique.domain, facts),
        wayOf(via),
        ...(withProcedures ? [via.procedure === null ? "" : plainWords(via.procedure)] : []),
      ]),
    ),
    empty: "It has no technique in the releases of this assessment.",
  });
}

/** "Direct"; "Campaign: Operation Dream Job (C0022)"; "Own: our incident 12, high confidence, 1 May 2026". */
function wayOf({ kind, id, name, date, confidence }: Provenance): string {
  if (kind === "direct") return wayWords.direct;
  if (kind !== "own") return `${wayWords[kind]}: ${name} (${id})`;
  const said = [
    ...(name === "" ? [] : [name]),
    ...(confidence === null ? [] : [`${confidence} confidence`]),
    ...(date === null ? [] : [dayWords(date)]),
  ];
  return `${wayWords.own}${said.length === 0 ? "" : `: ${said.join(", ")}`}`;
}

/** What the procedures of a profile cite, each once. */
function sources(used: FactsActor["techniques"], id: string): ReportBlock[] {
  const cited = new Map<string, Reference>();
  for (const { via } of used) {
    for (const { references } of via) {
      for (const reference of references) cited.set(reference.source, reference);
    }
  }
  const sorted = [...cited.values()].sort((a, b) =>
    a.source < b.source ? -1 : a.source > b.source ? 1 : 0,
  );
  return sorted.length === 0
    ? []
    : [
        heading(3, `${id}-sources`, "Cited"),
        ...list(
          sorted.map(({ source, description, url }) =>
            [`[${source}]`, plainWords(description ?? ""), url ?? ""]
              .filter((part) => part !== "")
              .join(" "),
          ),
        ),
      ];
}
