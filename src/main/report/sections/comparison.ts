import { causeWords } from "../../../shared/cause-words.ts";
import type {
  AssessmentComparison,
  ComparedStanding,
  ComparedTechnique,
  TechniqueMovement,
} from "../../../shared/model/compare.ts";
import type { Share } from "../../../shared/model/coverage.ts";
import type { ReportBlock, ReportCell } from "../../../shared/model/report-document.ts";
import { facts as factRows, heading, lead, note, paragraph, table } from "../blocks.ts";
import type { SectionKind } from "../section.ts";
import { counted, dayWords, fullName, idCell } from "../words.ts";

/** What changed between two answers, and because of what. */
export const comparison: SectionKind = {
  title: "What changed",
  isAppendix: false,
  markings: ({ marking: { compared } }) => compared ?? [],
  build: ({ facts: { comparison: compared } }) => {
    if (compared === null) return null;
    return [
      lead(headline(compared)),
      ...sides(compared),
      ...causes(compared),
      ...movements.flatMap(({ movement, title, empty }) => moved(compared, movement, title, empty)),
      ...byTactic(compared),
      ...byActor(compared),
    ];
  },
};

const movements: readonly {
  readonly movement: TechniqueMovement;
  readonly title: string;
  readonly empty: boolean;
}[] = [
  { movement: "opened", title: "Gaps that opened", empty: true },
  { movement: "closed", title: "Gaps that were closed", empty: true },
  { movement: "entered", title: "Techniques that came in", empty: false },
  { movement: "left", title: "Techniques that left", empty: false },
  { movement: "worse", title: "Levels that fell", empty: false },
  { movement: "better", title: "Levels that rose", empty: false },
];

function shareText({ covered, techniques, percent }: Share): string {
  const inPercent = percent === null ? "" : `, ${Math.floor(percent + 0.5)} %`;
  return `${covered} of ${techniques}${inPercent}`;
}

function headline({ before, after, techniques }: AssessmentComparison): string {
  const count = (movement: TechniqueMovement) =>
    techniques.filter((technique) => technique.movement === movement).length;
  return (
    `Covered were ${shareText(before.coverage)} techniques; now ${shareText(after.coverage)} are. ` +
    `${counted(count("closed"), "gap")} closed, ${count("opened")} opened; ` +
    `${counted(count("entered"), "technique")} came in and ${count("left")} left.`
  );
}

function sides({ before, after, inputs }: AssessmentComparison): ReportBlock[] {
  const titleOf = ({ name, detail, at }: AssessmentComparison["before"]) =>
    `${name}${detail === "" || detail === name ? "" : `, ${detail}`}, ${dayWords(at)}`;
  const releasesOf = ({ releases }: AssessmentComparison["before"]) =>
    releases.map(({ domain, version }) => `${domain} ${version}`).join(", ");
  return [
    ...factRows([
      ["Before", titleOf(before)],
      ["After", titleOf(after)],
      ["ATT&CK before", releasesOf(before)],
      ["ATT&CK after", releasesOf(after)],
      ...inputs.map(({ cause, text }): [string, string] => [causeWords[cause], text]),
    ]),
  ];
}

function causes({ effects, causesAre }: AssessmentComparison): ReportBlock[] {
  const signed = (number: number) => (number > 0 ? `+${number}` : String(number));
  return [
    heading(2, "comparison-causes", "Because of what"),
    table({
      id: "comparison-effects",
      caption: "What each cause did, in techniques",
      columns: [
        ["cause", "Cause", 3],
        ["opened", "Gaps opened", 1.4, "end"],
        ["closed", "Gaps closed", 1.4, "end"],
        ["in", "Came in", 1.2, "end"],
        ["out", "Left", 1.2, "end"],
        ["levels", "Other level", 1.4, "end"],
        ["covered", "Covered", 1.4, "end"],
        ["techniques", "Of", 1.2, "end"],
      ],
      rows: effects.map((effect): ReportCell[] => [
        causeWords[effect.group],
        effect.opened,
        effect.closed,
        effect.enteredCovered + effect.enteredAsGap,
        effect.leftCovered + effect.leftAsGap,
        effect.better + effect.worse,
        signed(effect.covered),
        signed(effect.techniques),
      ]),
      note:
        causesAre === "computed"
          ? "Each technique is counted once. Causes were computed by exchanging one kind of input at a time."
          : "Each technique is counted once. Causes are told from what both sides keep.",
      empty: "No technique changed.",
    }),
  ];
}

function levelCell(standing: ComparedStanding | null): ReportCell {
  return standing === null ? "Not asked about" : { kind: "level", level: standing.level };
}

function moved(
  { techniques }: AssessmentComparison,
  movement: TechniqueMovement,
  title: string,
  isNamedWhenEmpty: boolean,
): ReportBlock[] {
  const own = techniques.filter((technique) => technique.movement === movement);
  if (own.length === 0 && !isNamedWhenEmpty) return [];
  const id = `comparison-${movement}`;
  if (own.length === 0) return [heading(2, id, title), paragraph("None.")];
  return [
    heading(2, id, title),
    table({
      id: `${id}-table`,
      caption: title,
      columns: [
        ["id", "ID", 1.2],
        ["technique", "Technique", 3],
        ["before", "Before", 1.7],
        ["after", "After", 1.7],
        ["because", "Because", 4],
      ],
      rows: own.map((technique): ReportCell[] => [
        idCell(technique.id),
        fullName(technique),
        levelCell(technique.before),
        levelCell(technique.after),
        becauseOf(technique),
      ]),
      empty: "None.",
    }),
  ];
}

function becauseOf({ because }: ComparedTechnique): string {
  return because.map(({ text }) => text).join(" ");
}

function byTactic({ tactics }: AssessmentComparison): ReportBlock[] {
  return [
    heading(2, "comparison-tactics", "By tactic"),
    table({
      id: "comparison-tactic-table",
      caption: "Covered of the techniques asked about, by tactic",
      columns: [
        ["tactic", "Tactic", 3],
        ["before", "Before", 2, "end"],
        ["after", "After", 2, "end"],
      ],
      rows: tactics.map(({ name, before, after }): ReportCell[] => [
        name,
        before === null ? "–" : shareText(before),
        after === null ? "–" : shareText(after),
      ]),
      empty: "Neither asks about a technique.",
    }),
    note("A technique counts under each of its tactics."),
  ];
}

function byActor({ actors }: AssessmentComparison): ReportBlock[] {
  return [
    heading(2, "comparison-actors", "By actor"),
    table({
      id: "comparison-actor-table",
      caption: "Covered of the techniques asked about, by actor",
      columns: [
        ["actor", "Actor", 3],
        ["before", "Before", 2, "end"],
        ["after", "After", 2, "end"],
      ],
      rows: actors.map(({ name, before, after }): ReportCell[] => [
        name,
        before === null ? "Not chosen" : shareText(before),
        after === null ? "Not chosen" : shareText(after),
      ]),
      empty: "Neither has an actor.",
    }),
  ];
}
