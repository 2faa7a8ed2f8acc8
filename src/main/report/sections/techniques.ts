import type { CountsAs } from "../../../shared/model/coverage.ts";
import type { ReportBlock, ReportCell } from "../../../shared/model/report-document.ts";
import type { FactsRelease, ReportFacts } from "../../../shared/model/report-facts.ts";
import { officialDomains } from "../../../shared/model/attack-id.ts";
import { reasonWords } from "../../gaps/reason-words.ts";
import { heading, lead, table } from "../blocks.ts";
import type { SectionKind } from "../section.ts";
import { tacticNames, withDomain } from "../section.ts";
import { counted, digits, fullName, idCell } from "../words.ts";

/** Every technique: those that the actors use, with their rules, and the rest of each release. */
export const techniques: SectionKind = {
  title: "Every technique",
  isAppendix: true,
  build: ({ facts, content }) => [
    lead(
      `${counted(facts.result.techniques.length, "technique")} that the chosen actors use within the scope, and the rest of each release.`,
    ),
    ...askedTable(facts),
    ...(content.depth.rules ? ruleTable(facts) : []),
    ...facts.releases.flatMap((release) => restTable(facts, release)),
  ],
};

function askedTable(facts: ReportFacts): ReportBlock[] {
  const { result } = facts;
  const gaps = new Map(result.gaps.map((gap) => [`${gap.domain} ${gap.id}`, gap]));
  return [
    heading(2, "techniques-asked", "Used by the chosen actors"),
    table({
      id: "techniques-asked-table",
      caption: `${counted(result.techniques.length, "technique")} by ATT&CK ID.`,
      columns: [
        ["id", "ID", 10],
        ["technique", "Technique", 26],
        ["tactics", "Tactics", 17],
        ["users", "Used by", 8, "end"],
        ["rules", "Rules", 7, "end"],
        ["level", "Level", 18],
        ["standing", "Standing", 14],
      ],
      rows: result.techniques.map((technique) => {
        const { domain, id } = technique;
        const names = tacticNames(facts, domain);
        const gap = gaps.get(`${domain} ${id}`);
        return [
          idCell(id),
          withDomain(fullName(technique), domain, facts),
          technique.tactics.map((tactic) => names.get(tactic) ?? tactic).join(", "),
          `${digits(technique.actors.length)} of ${digits(result.actors.length)}`,
          technique.detections,
          { kind: "level", level: technique.level },
          technique.notApplicable
            ? "Not applicable"
            : !technique.inDenominator
              ? "Before compromise"
              : gap === undefined
                ? "Covered"
                : gap.status === "open"
                  ? reasonWords[gap.reason]
                  : gap.status === "accepted"
                    ? "Accepted"
                    : "Mitigated",
        ];
      }),
      note: "Rules: those that count in full. Standing: for a gap, its reason or what was decided about it.",
      empty: "The chosen actors use no technique in scope.",
    }),
  ];
}

/** How a detection counts, in words. */
const countsWords: Readonly<Record<CountsAs, string>> = {
  full: "In full",
  part: "In part",
  available: "Available",
  disabled: "Disabled",
  "out-of-scope": "Out of scope",
  "other-release": "Other release's ID",
};

function ruleTable(facts: ReportFacts): ReportBlock[] {
  const rows = facts.evidence.flatMap(({ techniqueId, detections }) =>
    detections.map((one): ReportCell[] => {
      const detection = facts.detections[one.detection];
      const part = one.partReason === null ? "" : `, ${reasonWords[one.partReason].toLowerCase()}`;
      return [
        idCell(techniqueId),
        detection?.name ?? "",
        idCell(detection?.key ?? ""),
        detection?.environment ?? "",
        `${countsWords[one.counts]}${part}`,
        one.through === null ? "" : idCell(one.through),
      ];
    }),
  );
  return [
    heading(2, "techniques-rules", "Rules behind the levels"),
    table({
      id: "techniques-rule-table",
      caption: `${counted(facts.detections.length, "detection")} behind the levels, ${counted(rows.length, "time")} in all, by technique.`,
      columns: [
        ["id", "ID", 10],
        ["rule", "Detection", 34],
        ["key", "Key", 20],
        ["environment", "Environment", 12],
        ["counts", "Counts", 14],
        ["through", "Through", 10],
      ],
      rows,
      note: "Through: the parent or sub-technique that the detection names, where it is not this one.",
      empty: "No detection names a technique that the chosen actors use.",
    }),
  ];
}

function restTable(facts: ReportFacts, release: FactsRelease): ReportBlock[] {
  const { domain, version } = release;
  const asked = new Set(
    facts.result.techniques.filter((one) => one.domain === domain).map(({ id }) => id),
  );
  const rest = release.techniques.filter(({ id }) => !asked.has(id));
  const names = new Map(release.techniques.map(({ id, name }) => [id, name]));
  const title = officialDomains.get(domain) ?? domain;
  return [
    heading(2, `techniques-${domain}`, `The rest of ${title} ${version}`),
    table({
      id: `techniques-${domain}-table`,
      caption: `${counted(rest.length, "technique")} of ${title} ATT&CK ${version} that no chosen actor uses within the scope.`,
      columns: [
        ["id", "ID", 12],
        ["technique", "Technique", 49],
        ["groups", "Groups", 11, "end"],
        ["rules", "Rules", 10, "end"],
        ["level", "Level", 18],
      ],
      rows: rest.map((technique) => [
        idCell(technique.id),
        fullName({
          name: technique.name,
          parentName: technique.parentId === null ? null : (names.get(technique.parentId) ?? null),
        }),
        technique.groupsUsing,
        technique.detections,
        { kind: "level", level: technique.level },
      ]),
      note: `Groups: how many of the ${digits(release.groups)} groups of the release use it by the assessment's ways.`,
      empty: "The chosen actors use every technique of the release.",
    }),
  ];
}
