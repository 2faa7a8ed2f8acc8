import { environmentSetWords } from "../../../shared/environment-set.ts";
import type { ReportBlock } from "../../../shared/model/report-document.ts";
import type { JoinedFacts, ReportFacts } from "../../../shared/model/report-facts.ts";
import { reasonWords } from "../../gaps/reason-words.ts";
import { heading, lead, paragraph, table } from "../blocks.ts";
import type { SectionKind } from "../section.ts";
import { withDomain } from "../section.ts";
import {
  counted,
  dayWords,
  digits,
  fullName,
  idCell,
  joinWords,
  levelsCell,
  percentCell,
  shareWords,
} from "../words.ts";

/** Environments joined: who sees what, what only one has, and the first days. */
export const environments: SectionKind = {
  title: "Environments joined",
  isAppendix: false,
  build: ({ facts, content }) => {
    const { joined } = facts;
    if (joined === null) return null;
    return [
      lead(coverageWords(joined)),
      eachTable(joined),
      setTable(joined),
      ...inventoryTables(joined, content.depth.rules),
      ...onlyOneSees(facts, joined),
      ...nobodySees(facts, joined, content.depth.gaps),
      ...firstDays(joined),
    ];
  },
};

function coverageWords({ environments: each, joined }: JoinedFacts): string {
  const alone = each.map(
    ({ name, coverage }) => `${name} alone ${shareWords(coverage.covered, coverage.techniques)}`,
  );
  return (
    `Together ${joinWords(each.map(({ name }) => name))} cover ` +
    `${shareWords(joined.covered, joined.techniques)} of techniques; ${joinWords(alone)}.`
  );
}

function eachTable({ environments: each, joined, rules, logSources }: JoinedFacts): ReportBlock {
  const running = rules.filter(({ states }) => states.includes("enabled")).length;
  const row = (name: string, numbers: readonly (number | string)[], coverage: typeof joined) => [
    name,
    ...numbers,
    levelsCell(coverage.levels),
    `${digits(coverage.covered)} of ${digits(coverage.techniques)}`,
    percentCell(coverage.percent),
  ];
  return table({
    id: "environments-each",
    caption: "What each environment has, and what it covers with that alone.",
    columns: [
      ["name", "Environment", 20],
      ["rules", "Rules", 9, "end"],
      ["enabled", "Enabled", 10, "end"],
      ["sources", "Log sources", 11, "end"],
      ["levels", "Techniques by level", 25],
      ["covered", "Covered", 14, "end"],
      ["share", "Share", 11, "end"],
    ],
    rows: [
      ...each.map((one) =>
        row(
          one.name,
          [
            one.rules.enabled + one.rules.disabled + one.rules.available,
            one.rules.enabled,
            one.logSources ?? "not stated",
          ],
          one.coverage,
        ),
      ),
      row("Together", [rules.length, running, logSources.length], joined),
    ],
    note: "Together: a rule that several have counts once, and so does a log source. Enabled: in at least one of them.",
    empty: "There is no environment.",
  });
}

function setTable(joined: JoinedFacts): ReportBlock {
  const { techniques } = joined.joined;
  return table({
    id: "environments-sets",
    caption: `Who covers what of ${counted(techniques, "technique")}; each technique stands in one row.`,
    columns: [
      ["who", "Covered by", 60],
      ["techniques", "Techniques", 20, "end"],
      ["share", "Share", 20, "end"],
    ],
    rows: joined.coverageSets
      .toReversed()
      .map(({ environments: set, techniques: count }) => [
        environmentSetWords(joined, set),
        count,
        percentCell(techniques === 0 ? null : Math.round((count * 1000) / techniques) / 10),
      ]),
    note: null,
    empty: "No technique is asked about.",
  });
}

function inventoryTables(joined: JoinedFacts, withRules: boolean): ReportBlock[] {
  const { ruleSets, rules, logSources, environments: each } = joined;
  const inSeveral = rules.filter(
    ({ states }) => states.filter((state) => state !== null).length > 1,
  );
  const onlyOne = logSources.filter(
    ({ collected }) => collected.filter((one) => one === true).length === 1,
  );
  return [
    heading(2, "environments-inventory", "Joined inventory"),
    paragraph(
      `${counted(rules.length, "rule")} together, ${digits(inSeveral.length)} of them in several environments: ` +
        "the same by their key, or by their name where no key joins them.",
    ),
    table({
      id: "environments-rules",
      caption: "Rules by the environments that have them.",
      columns: [
        ["who", "Where", 60],
        ["rules", "Rules", 20, "end"],
        ["enabled", "Enabled there", 20, "end"],
      ],
      rows: ruleSets
        .toReversed()
        .map(({ environments: set, rules: count, enabled }) => [
          environmentSetWords(joined, set),
          count,
          enabled,
        ]),
      empty: "No environment has rules.",
    }),
    ...(withRules && inSeveral.length > 0
      ? [
          table({
            id: "environments-shared-rules",
            caption: "Rules that several environments have.",
            columns: [
              ["rule", "Rule", 46],
              ["by", "Known by", 12],
              ...each.map(
                ({ name }, at) => [`state-${String(at)}`, name, 42 / each.length] as const,
              ),
            ],
            rows: inSeveral.map(({ name, matchedBy, states }) => [
              name,
              matchedBy ?? "",
              ...states.map((state) => state ?? "–"),
            ]),
            empty: "None.",
          }),
        ]
      : []),
    ...(logSources.length === 0
      ? []
      : [
          table({
            id: "environments-log-sources",
            caption: "Log sources that only one environment collects.",
            columns: [
              ["source", "Log source", 56],
              ["who", "Collected by", 26],
              ["techniques", "Techniques", 18, "end"],
            ],
            rows: onlyOne.map(({ title, collected, techniques }) => [
              title,
              environmentSetWords(
                joined,
                collected.flatMap((one, at) => (one === true ? [at] : [])),
              ).replace(/^Only /, ""),
              techniques,
            ]),
            note: "Techniques: those in scope that it serves.",
            empty: "Whatever one collects, another does too.",
          }),
        ]),
  ];
}

function onlyOneSees(facts: ReportFacts, joined: JoinedFacts): ReportBlock[] {
  const { environments: each, techniques } = joined;
  return [
    heading(2, "environments-only-one", "What only one sees"),
    ...each.map(({ name }, at) => {
      const own = techniques.filter(
        ({ coveredBy }) => coveredBy.length === 1 && coveredBy[0] === at,
      );
      return table({
        id: `environments-only-${String(at)}`,
        caption: `${counted(own.length, "technique")} that only ${name} covers.`,
        columns: [
          ["id", "ID", 12],
          ["technique", "Technique", 38],
          ...each.map(
            (other, index) => [`level-${String(index)}`, other.name, 50 / each.length] as const,
          ),
        ],
        rows: own.map((technique) => [
          idCell(technique.id),
          withDomain(fullName(technique), technique.domain, facts),
          ...technique.levels.map((level) => ({ kind: "level" as const, level })),
        ]),
        empty: `${name} covers nothing that no other covers.`,
      });
    }),
  ];
}

function nobodySees(
  facts: ReportFacts,
  { techniques }: JoinedFacts,
  most: number | null,
): ReportBlock[] {
  const gaps = techniques
    .flatMap((technique) => (technique.gap === null ? [] : [{ ...technique, gap: technique.gap }]))
    .sort((a, b) => b.gap.priority - a.gap.priority || (a.id < b.id ? -1 : 1));
  const told = most === null ? gaps : gaps.slice(0, most);
  return [
    heading(2, "environments-nobody", "What nobody sees"),
    table({
      id: "environments-gaps",
      caption:
        told.length === gaps.length
          ? `${counted(gaps.length, "gap")} of all together, the highest priority first.`
          : `The ${counted(told.length, "gap")} of highest priority, of ${digits(gaps.length)} of all together.`,
      columns: [
        ["priority", "Priority", 12],
        ["id", "ID", 13],
        ["technique", "Technique", 40],
        ["users", "Used by", 10, "end"],
        ["reason", "Reason", 25],
      ],
      rows: told.map((technique) => [
        { kind: "priority", band: technique.gap.band, value: technique.gap.priority },
        idCell(technique.id),
        withDomain(fullName(technique), technique.domain, facts),
        technique.actors,
        reasonWords[technique.gap.reason],
      ]),
      note: "Used by: chosen actors.",
      empty: "Together they cover every technique in scope.",
    }),
  ];
}

function firstDays(joined: JoinedFacts): ReportBlock[] {
  const { firstDays: first, environments: each, blindTakeOvers } = joined;
  return [
    heading(2, "environments-first-days", `The first ${digits(first.days)} days`),
    paragraph(
      `From ${dayWords(first.startsOn)}. ${first.sentence}` +
        (blindTakeOvers === 0
          ? ""
          : ` ${counted(blindTakeOvers, "rule")} more would see nothing on the other side until a log source is collected there.`),
    ),
    table({
      id: "environments-windows",
      caption: "What is taken over and built by when, and what is covered then.",
      columns: [
        ["until", "Until", 18],
        ["planned", "Person-days", 12, "end"],
        ["taken", "Taken over", 11, "end"],
        ["gaps", "Gaps closed", 11, "end"],
        ["sources", "Log sources", 11, "end"],
        ...each.map(
          ({ name }, at) => [`covered-${String(at)}`, name, 24 / each.length, "end"] as const,
        ),
        ["together", "Together", 13, "end"],
      ],
      rows: first.windows.map((window) => [
        dayWords(window.until),
        window.plannedDays,
        window.takeOvers,
        window.gaps,
        window.logSources,
        ...window.environments.map(({ percent }) => percentCell(percent)),
        percentCell(window.expected.percent),
      ]),
      note: "Each environment: with what it takes over. Together: with the gaps closed that nobody covers.",
      empty: "No window is planned.",
    }),
    table({
      id: "environments-take-overs",
      caption:
        "Rules that run in one environment and would close gaps in another, those first that close most.",
      columns: [
        ["rule", "Rule", 34],
        ["from", "Runs in", 15],
        ["to", "Take over to", 15],
        ["closes", "Closes", 26],
        ["days", "Days", 10, "end"],
      ],
      rows: first.takeOvers.map(({ name, from, to, closes, days }) => [
        name,
        each[from]?.name ?? "",
        each[to]?.name ?? "",
        closes.map(({ techniqueId }) => techniqueId).join(", "),
        days,
      ]),
      note: "Days: person-days.",
      empty: "Nothing runs in one environment that would close a gap in another.",
    }),
  ];
}
