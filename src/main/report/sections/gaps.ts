import type { Gap, GapParts, GapReason } from "../../../shared/model/coverage.ts";
import { gapReason } from "../../../shared/model/coverage.ts";
import type { ReportBlock } from "../../../shared/model/report-document.ts";
import type { ReportFacts } from "../../../shared/model/report-facts.ts";
import { reasonWords } from "../../gaps/reason-words.ts";
import { levelLooks } from "../../layers/layer-palette.ts";
import { facts as factRows, heading, lead, paragraph, table } from "../blocks.ts";
import type { SectionKind } from "../section.ts";
import { actorNames, tacticNames, withDomain } from "../section.ts";
import { gapSentence, openGaps } from "../sentences.ts";
import { bandWords, counted, dayWords, digits, fullName, idCell, joinWords } from "../words.ts";
import { windowLabel } from "./plan.ts";

/** What each reason means, as a sentence's end. */
export const reasonMeanings: Readonly<Record<GapReason, string>> = {
  "test-failed": "no test that holds met what was expected",
  "rule-blind": "no log source that its rules need is collected",
  "not-alerting": "its rules raise no alert, or stand below the severity floor",
  "experimental-only": "its rules are experimental, and their deployment is assumed",
  "claimed-only": "coverage is claimed, and no rule stands behind it",
  "parent-only": "only its parent technique is detected",
  "sub-only": "only some of its sub-techniques are detected",
  "rule-disabled": "its rules are disabled",
  "available-not-deployed": "rules exist, and none is known to be deployed",
  "other-release-id": "rules name it by an ID of another release alone",
  "no-rule": "no rule names it",
  "no-telemetry": "no rule names it, and no log source that it needs is collected",
};

/** What is not covered, by priority, each with its reason. */
export const gaps: SectionKind = {
  title: "Gaps by priority",
  isAppendix: false,
  build: ({ facts, content }) => {
    const open = openGaps(facts);
    const told = content.depth.gaps === null ? open : open.slice(0, content.depth.gaps);
    return [
      lead(gapSentence(facts)),
      ...byReason(facts),
      ...openTable(facts, open),
      ...setAside(facts),
      ...(told.length === 0
        ? []
        : [
            heading(2, "gaps-in-full", "Reasons in full"),
            paragraph(
              told.length === open.length
                ? "Every open gap, with what its priority is made of."
                : `The ${counted(told.length, "open gap")} of highest priority, of ${digits(open.length)}, with what each priority is made of.`,
            ),
            ...told.flatMap((gap, index) => inFull(facts, gap, index)),
          ]),
    ];
  },
};

function byReason({ result }: ReportFacts): ReportBlock[] {
  if (result.gaps.length === 0) return [];
  const counts = gapReason.options.flatMap((reason) => {
    const count = result.gaps.filter((gap) => gap.reason === reason).length;
    return count === 0 ? [] : [{ reason, count }];
  });
  return [
    heading(2, "gaps-reasons", "Why they are gaps"),
    table({
      id: "gaps-by-reason",
      caption: `${counted(result.gaps.length, "gap")} by reason; each has the first that holds.`,
      columns: [
        ["reason", "Reason", 24],
        ["meaning", "What it means", 60],
        ["gaps", "Gaps", 16, "end"],
      ],
      rows: counts.map(({ reason, count }) => [reasonWords[reason], reasonMeanings[reason], count]),
      empty: "There is no gap.",
    }),
  ];
}

function openTable(facts: ReportFacts, open: readonly Gap[]): ReportBlock[] {
  const actors = facts.result.actors.length;
  return [
    heading(2, "gaps-open", "Open gaps"),
    table({
      id: "gaps-open-table",
      caption: `${counted(open.length, "open gap")}, the highest priority first.`,
      columns: [
        ["priority", "Priority", 11],
        ["id", "ID", 11],
        ["technique", "Technique", 29],
        ["users", "Used by", 9, "end"],
        ["level", "Level", 18],
        ["reason", "Reason", 15],
        ["effort", "Days", 7, "end"],
      ],
      rows: open.map((gap) => [
        { kind: "priority", band: gap.band, value: gap.priority },
        idCell(gap.id),
        withDomain(fullName(gap), gap.domain, facts),
        `${digits(gap.actors.length)} of ${digits(actors)}`,
        { kind: "level", level: gap.level },
        reasonWords[gap.reason],
        gap.effortDays,
      ]),
      note: "Priority: 0 to 100. Used by: chosen actors that use it. Days: person-days of its own work and of the log source that it waits for.",
      empty: "No gap is open.",
    }),
  ];
}

/** Gaps that were decided about, and techniques that were taken out. */
function setAside({ assessment, result }: ReportFacts): ReportBlock[] {
  const names = new Map(
    result.techniques.map((technique) => [`${technique.domain} ${technique.id}`, technique]),
  );
  const rows = assessment.decisions.flatMap((decision) => {
    const technique = names.get(`${decision.domain} ${decision.techniqueId}`);
    if (technique === undefined || decision.status === "open") return [];
    return [
      [
        idCell(decision.techniqueId),
        fullName(technique),
        statusWords[decision.status],
        decision.reason,
        decision.who,
        decision.expires === null ? "" : dayWords(decision.expires),
      ],
    ];
  });
  return rows.length === 0
    ? []
    : [
        heading(2, "gaps-aside", "Decided about"),
        table({
          id: "gaps-decided",
          caption: "Techniques that were accepted, mitigated or set not applicable.",
          columns: [
            ["id", "ID", 12],
            ["technique", "Technique", 28],
            ["status", "Decision", 14],
            ["reason", "Reason", 22],
            ["who", "Who", 12],
            ["until", "Until", 12],
          ],
          rows,
          note: "An accepted gap stays in the denominator and returns to the plan once its day is over. What is mitigated is not counted as covered. What is not applicable leaves the denominator.",
          empty: "Nothing was decided.",
        }),
      ];
}

const statusWords: Readonly<Record<Gap["status"], string>> = {
  open: "Open",
  accepted: "Accepted",
  mitigated: "Mitigated",
  "not-applicable": "Not applicable",
};

function inFull(facts: ReportFacts, gap: Gap, index: number): ReportBlock[] {
  const names = tacticNames(facts, gap.domain);
  const item = facts.plan.items.find(
    ({ domain, techniqueId }) => domain === gap.domain && techniqueId === gap.id,
  );
  const evidence = facts.evidence.find(
    ({ domain, techniqueId }) => domain === gap.domain && techniqueId === gap.id,
  );
  return [
    heading(3, `gap-${index + 1}`, `${gap.id} ${fullName(gap)}`),
    ...factRows([
      [
        "Priority",
        `${gap.priority.toFixed(1)}, ${bandWords[gap.band].toLowerCase()}: ${partWords(gap)}`,
      ],
      ["Used by", joinWords(actorNames(facts, gap.actors), 8)],
      ["Tactics", joinWords(gap.tactics.map((tactic) => names.get(tactic) ?? tactic))],
      ["Level", `${levelLooks[gap.level].label}. ${evidence?.why ?? ""}`.trim()],
      ["Reason", `${reasonWords[gap.reason]}: ${reasonMeanings[gap.reason]}`],
      ["Next action", gap.nextAction],
      ["Data source", item?.dataSource ?? ""],
      ["Detection", item?.detectionApproach ?? ""],
      [
        "Planned",
        item === undefined || item.status === "dropped"
          ? ""
          : `${windowLabel(item.window)}${item.dueOn === null ? "" : `, by ${dayWords(item.dueOn)}`}${item.owner === "" ? "" : `, ${item.owner}`}`,
      ],
    ]),
  ];
}

const parts: readonly (readonly [keyof GapParts, string])[] = [
  ["actorUse", "actor use"],
  ["chokePoint", "choke point"],
  ["prevalence", "prevalence"],
  ["tactic", "tactic"],
  ["exposure", "exposure"],
  ["failure", "failed tests"],
];

/** "actor use 1.00 × 35, choke point 0.00 × 15, …": what has no data is left out of the mean. */
function partWords({ parts: values }: Gap): string {
  const told = parts.flatMap(([part, label]) => {
    const { value, weight } = values[part];
    return value === null ? [] : [`${label} ${value.toFixed(2)} × ${digits(weight)}`];
  });
  const missing = parts.filter(([part]) => values[part].value === null).map(([, label]) => label);
  return (
    `the mean of ${told.join(", ")}` +
    (missing.length === 0 ? "" : `; no data on ${joinWords(missing)}`)
  );
}
