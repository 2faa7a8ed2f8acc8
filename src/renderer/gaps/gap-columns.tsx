import { IconPinned } from "@tabler/icons-react";
import type { AssessmentResult } from "../../shared/model/assessment.ts";
import { formatDay } from "../app/times.ts";
import { ActorChips } from "../ui/ActorChips.tsx";
import { formatNoun } from "../ui/figures.ts";
import { levelWords, priorityWords } from "../ui/levels.ts";
import { TechniqueName, techniqueName } from "../ui/MonoId.tsx";
import { LevelTag, PriorityTag } from "../ui/Tag.tsx";
import type { DataColumn } from "../ui/table-model.ts";
import { nameTactics } from "./gap-list.ts";
import type { GapRow } from "./gap-rows.ts";
import { rowStatus, rowStatusWords } from "./gap-rows.ts";
import { formatDays } from "./plan.ts";
import { describeSlip, reasonWords, windowWords } from "./reason-words.ts";

/** From this width of the window on the table shows who does what by when. */
const roomy = 1680;
/** From this width on it shows who uses it; below, names need the room. */
const snug = 1360;
/** From this width on it shows the level beside the reason. */
const ample = 1500;

/**
 * The columns of the gaps. What is hidden at first depends on the room there is, and on whether
 * there is anything to show.
 */
export function gapColumns(
  answer: AssessmentResult,
  rows: readonly GapRow[],
  windowWidth: number,
): readonly DataColumn<GapRow>[] {
  const tacticsOf = nameTactics(answer);
  const isRoomy = windowWidth >= roomy;
  const hasSlip = rows.some((row) => slipOf(row) !== null);
  const actorsWidth = 24 + answer.actors.reduce((sum, { short }) => sum + 13 + 6 * short.length, 0);
  return [
    {
      id: "priority",
      header: "Priority",
      width: 80,
      fixed: true,
      numeric: true,
      value: ({ priority }) => priority,
      cell: ({ band, priority }) => <PriorityTag band={band} score={priority} />,
      searchText: ({ band }) => priorityWords[band],
    },
    { id: "id", header: "ID", width: 82, fixed: true, mono: true, value: ({ id }) => id },
    {
      id: "name",
      header: "Technique",
      width: 150,
      grow: 3,
      fixed: true,
      value: (gap) => techniqueName(gap),
      cell: (gap) => (
        <span className="table-two-lines" title={techniqueName(gap)}>
          <TechniqueName name={gap.name} parentName={gap.parentName} />
        </span>
      ),
    },
    {
      id: "tactics",
      header: "Tactics",
      width: 130,
      grow: 1,
      hidden: true,
      value: (gap) => tacticsOf(gap).join(", "),
    },
    {
      id: "actors",
      header: "Actors",
      width: actorsWidth,
      hidden: windowWidth < snug || (!isRoomy && (hasSlip || actorsWidth > 130)),
      value: ({ actors }) => actors.length,
      cell: ({ actors }) => <ActorChips actors={answer.actors} using={actors} />,
      searchText: ({ actors }) =>
        answer.actors
          .filter(({ id }) => actors.includes(id))
          .map(({ name }) => name)
          .join(" "),
    },
    {
      id: "level",
      header: "Level",
      width: 126,
      hidden: windowWidth < ample,
      value: ({ level }) => levelWords[level],
      cell: ({ level }) => <LevelTag level={level} />,
    },
    {
      id: "reason",
      header: "Reason",
      width: isRoomy ? 140 : 112,
      value: ({ reason }) => reasonWords[reason],
      cell: ({ reason }) => <span className="table-two-lines">{reasonWords[reason]}</span>,
    },
    {
      id: "effort",
      header: "Effort",
      width: 60,
      numeric: true,
      value: ({ item, effortDays }) => item?.effortDays ?? effortDays,
      cell: ({ item, effortDays }) => {
        const days = formatDays(item?.effortDays ?? effortDays);
        const logSource = item?.logSource ?? null;
        return logSource === null ? (
          `${days} d`
        ) : (
          <span
            title={`${days} days, and its log source ${logSource}, paid once for all the gaps that it opens`}
          >
            {days} d +
          </span>
        );
      },
    },
    {
      id: "window",
      header: "Window",
      width: 80,
      value: ({ item }) => (item === null ? null : windowWords[item.window]),
      cell: ({ item }) =>
        item === null ? (
          <span className="faint">–</span>
        ) : (
          <span className="gaps-window">
            {windowWords[item.window]}
            {item.windowFixed && (
              <IconPinned size={13} stroke={1.75} role="img" aria-label="fixed by hand" />
            )}
          </span>
        ),
    },
    {
      id: "owner",
      header: "Owner",
      width: 110,
      grow: 1,
      hidden: !isRoomy && rows.every(({ item }) => (item?.owner ?? "") === ""),
      value: ({ item }) => (item?.owner ?? "") || null,
    },
    {
      id: "due",
      header: "Due",
      width: 106,
      hidden: !isRoomy,
      value: ({ item }) => item?.dueOn ?? null,
      cell: ({ item }) => <Day day={item?.dueOn ?? null} />,
    },
    {
      id: "status",
      header: "Status",
      width: 104,
      hidden: !isRoomy && rows.every((row) => rowStatus(row) === "planned"),
      value: (row) => rowStatusWords[rowStatus(row)],
    },
    {
      id: "slip",
      header: "Slip",
      width: 106,
      hidden: !hasSlip,
      value: slipOf,
      cell: (row) =>
        slipOf(row) === null ? (
          <span className="faint">–</span>
        ) : (
          <span className="gaps-slip">{slipOf(row)}</span>
        ),
    },
    {
      id: "until",
      header: "Accepted until",
      width: 104,
      hidden: rows.every(({ decision }) => (decision?.expires ?? null) === null),
      value: ({ decision }) => decision?.expires ?? null,
      cell: ({ decision }) => <Day day={decision?.expires ?? null} />,
    },
    {
      id: "source",
      header: "Data source",
      width: 200,
      grow: 1,
      hidden: true,
      value: ({ item }) => (item?.dataSource ?? "") || null,
    },
    {
      id: "approach",
      header: "Detection approach",
      width: 220,
      grow: 1,
      hidden: true,
      value: ({ item }) => (item?.detectionApproach ?? "") || null,
    },
    {
      id: "next",
      header: "Next action",
      width: 220,
      grow: 2,
      hidden: true,
      value: ({ nextAction }) => nextAction,
    },
    {
      id: "note",
      header: "Note",
      width: 180,
      grow: 1,
      hidden: true,
      value: ({ item }) => (item?.note ?? "") || null,
    },
    {
      id: "rules",
      header: "Rules",
      width: 66,
      numeric: true,
      hidden: true,
      value: ({ detections }) => detections,
      cell: ({ detections }) => formatNoun(detections, "rule"),
    },
    {
      id: "platforms",
      header: "Platforms",
      width: 140,
      hidden: true,
      value: ({ platforms }) => platforms.join(", "),
    },
    { id: "domain", header: "Domain", width: 130, hidden: true, value: ({ domain }) => domain },
  ];
}

function slipOf({ item }: GapRow): string | null {
  const slip = item?.slip ?? null;
  return slip === null ? null : describeSlip(slip);
}

function Day({ day }: { readonly day: string | null }) {
  return day === null ? <span className="faint">–</span> : formatDay(day);
}
