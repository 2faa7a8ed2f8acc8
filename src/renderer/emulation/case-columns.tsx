import { IconClockExclamation } from "@tabler/icons-react";
import type { TestCase } from "../../shared/model/emulation.ts";
import { MonoId } from "../ui/MonoId.tsx";
import type { DataColumn } from "../ui/table-model.ts";
import { formatClock, formatDayClock, formatSpan } from "./case-times.ts";
import { OutcomeTag } from "./OutcomeTag.tsx";
import { expectedWords, outcomeWords, seenWords } from "./outcome-words.ts";
import { alertDelay, expectedOf, isLate, type TestedTechniques, tacticsOf } from "./run-cases.ts";

/** What the columns of a run's table need to know. */
export interface CaseColumnRules {
  readonly techniques: TestedTechniques;
  readonly slaMinutes: number;
  /** Whether all of it happened on one day, so that a time of day says when. */
  readonly oneDay: boolean;
  /** Where the inspector stands beside the table, which then shows the fewest columns. */
  readonly narrow: boolean;
}

/** The columns of a run's test cases. */
export function caseColumns({
  techniques,
  slaMinutes,
  oneDay,
  narrow,
}: CaseColumnRules): DataColumn<TestCase>[] {
  const clock = (iso: string | null) =>
    iso === null ? (
      <span className="faint">–</span>
    ) : (
      <span title={formatDayClock(iso)}>{oneDay ? formatClock(iso) : formatDayClock(iso)}</span>
    );
  const nameOf = (written: string) => {
    const known = techniques.get(written);
    if (known === undefined) return null;
    return known.parentName === null ? known.name : `${known.parentName}: ${known.name}`;
  };
  return [
    {
      id: "position",
      header: "No.",
      value: ({ position }) => position + 1,
      numeric: true,
      width: 44,
      hidden: narrow,
    },
    {
      id: "written",
      header: "Technique",
      value: ({ written }) => written,
      cell: ({ written }) => (
        <span
          title={nameOf(written) ?? "No technique of the release"}
          className={written !== "" && !techniques.has(written) ? "case-unread" : undefined}
        >
          <MonoId>{written}</MonoId>
        </span>
      ),
      width: 86,
      fixed: true,
    },
    {
      id: "technique",
      header: "Technique’s name",
      value: ({ written }) => nameOf(written),
      width: 160,
      grow: 1,
      hidden: true,
    },
    {
      id: "name",
      header: "Test",
      value: ({ name }) => name,
      width: 150,
      grow: 3,
      fixed: true,
    },
    {
      id: "testKey",
      header: "Key",
      value: ({ testKey }) => testKey,
      // A test that somebody typed has no key but its name.
      cell: ({ source, testKey }) =>
        source === "own" ? (
          <span className="faint">–</span>
        ) : (
          <span title={testKey}>
            <MonoId>{testKey.slice(0, 8)}</MonoId>
          </span>
        ),
      width: 78,
      hidden: narrow,
    },
    {
      id: "tactic",
      header: "Tactic",
      value: (testCase) =>
        tacticsOf(testCase, techniques)
          .map(({ name }) => name)
          .join(", ") || null,
      width: 140,
      hidden: true,
    },
    { id: "group", header: "Group", value: ({ group }) => group || null, width: 140, hidden: true },
    { id: "host", header: "Host", value: ({ host }) => host || null, width: 84 },
    {
      id: "platform",
      header: "Platform",
      value: ({ platform }) => platform || null,
      width: 100,
      hidden: true,
    },
    {
      id: "assignee",
      header: "Assignee",
      value: ({ assignee }) => assignee || null,
      width: 110,
      hidden: true,
    },
    {
      id: "startAt",
      header: "Start",
      value: ({ startAt }) => startAt,
      cell: ({ startAt }) => clock(startAt),
      numeric: true,
      width: oneDay ? 58 : 104,
      hidden: narrow && !oneDay,
    },
    {
      id: "endAt",
      header: "End",
      value: ({ endAt }) => endAt,
      cell: ({ endAt }) => clock(endAt),
      numeric: true,
      width: oneDay ? 58 : 104,
      hidden: true,
    },
    {
      id: "expected",
      header: "Expected",
      value: (testCase) => expectedWords[expectedOf(testCase, techniques)],
      width: 84,
      hidden: true,
    },
    {
      id: "outcome",
      header: "Outcome",
      value: ({ outcome }) => outcomeWords[outcome],
      cell: ({ outcome }) => <OutcomeTag outcome={outcome} />,
      width: 126,
      fixed: true,
    },
    {
      id: "seen",
      header: "Seen",
      value: ({ seen }) => (seen === null ? null : seenWords[seen]),
      width: 104,
      hidden: true,
    },
    {
      id: "delay",
      header: "To alert",
      value: (testCase) => {
        const delay = alertDelay(testCase);
        return delay === null ? null : Math.round(delay / 1000);
      },
      cell: (testCase) => {
        const delay = alertDelay(testCase);
        if (delay === null) return <span className="faint">–</span>;
        if (!isLate(testCase, slaMinutes)) {
          return <span className={testCase.timed ? "" : "faint"}>{formatSpan(delay)}</span>;
        }
        return (
          <span
            className="case-late"
            title={`Later than the SLA of ${formatSpan(slaMinutes * 60_000)}: counts as logged`}
          >
            <IconClockExclamation size={14} stroke={1.75} aria-hidden="true" />
            {formatSpan(delay)}
            <span className="visually-hidden">, late</span>
          </span>
        );
      },
      numeric: true,
      width: 80,
    },
    {
      id: "fired",
      header: "Detection",
      value: ({ fired }) => fired?.name ?? null,
      width: 160,
      hidden: true,
    },
    {
      id: "evidence",
      header: "Evidence",
      value: ({ evidence }) => evidence,
      numeric: true,
      width: 78,
      hidden: true,
    },
    {
      id: "redNotes",
      header: "Red notes",
      value: ({ redNotes }) => redNotes || null,
      width: 180,
      hidden: true,
    },
    {
      id: "blueNotes",
      header: "Blue notes",
      value: ({ blueNotes }) => blueNotes || null,
      width: 180,
      hidden: true,
    },
  ];
}
