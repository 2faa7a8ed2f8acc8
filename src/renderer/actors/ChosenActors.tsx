import { ActionIcon } from "@mantine/core";
import { IconX } from "@tabler/icons-react";
import { useMemo } from "react";
import type { ActorRef, ActorSummary, ChosenActor, Ways } from "../../shared/model/actor.ts";
import type { ActorCoverage } from "../../shared/model/coverage.ts";
import { DataTable, TableTools } from "../ui/DataTable.tsx";
import { ErrorNotice } from "../ui/ErrorNotice.tsx";
import { formatCount, formatOf, formatShare } from "../ui/figures.ts";
import { Card } from "../ui/Page.tsx";
import { BarLegend, type BarPart, LevelBar, StackedBar } from "../ui/StackedBar.tsx";
import { type DataColumn, useDataTable } from "../ui/table-model.ts";
import { useTableExport } from "../use-table-export.ts";
import { actorKindWords } from "./actor-words.ts";
import { InlineText, InlineWeight } from "./InlineFields.tsx";
import { wayFills, wayParts } from "./profile-ways.ts";
import "./Actors.css";

/** A chosen actor with what the answer and the catalogue say of it. */
interface ChosenRow {
  readonly actor: ChosenActor;
  readonly coverage: ActorCoverage | undefined;
  readonly summary: ActorSummary | undefined;
}

/** What can be done with a chosen actor. */
export interface ChosenActions {
  readonly open: (actor: ActorRef) => void;
  readonly choose: (actor: ChosenActor) => void;
  readonly unchoose: (actor: ChosenActor) => void;
  /** Shows the techniques of an actor on the matrix. */
  readonly showCoverage: (actor: ChosenActor) => void;
}

function rowId({ actor }: ChosenRow): string {
  return `${actor.kind} ${actor.domain} ${actor.id}`;
}

function directPart({ actor, summary, coverage }: ChosenRow): number | null {
  if (actor.kind === "own") return 0;
  return summary === undefined
    ? null
    : Math.min(summary.counts.direct, coverage?.techniques ?? summary.counts.direct);
}

/** The chosen actors with weight and reason, and how much of each is covered. */
export function ChosenActors({
  chosen,
  coverage,
  summaries,
  ways,
  actions,
}: {
  readonly chosen: readonly ChosenActor[];
  readonly coverage: readonly ActorCoverage[];
  readonly summaries: readonly ActorSummary[];
  readonly ways: Ways;
  readonly actions: ChosenActions;
}) {
  const { exportTable, problem } = useTableExport("chosen-actors");
  const rows = useMemo(() => {
    const key = (actor: Pick<ActorRef, "kind" | "id">) => `${actor.kind} ${actor.id}`;
    const answered = new Map(coverage.map((each) => [key(each), each]));
    const listed = new Map(summaries.map((each) => [key(each), each]));
    return chosen.map((actor): ChosenRow => ({
      actor,
      coverage: answered.get(key(actor)),
      summary: listed.get(key(actor)),
    }));
  }, [chosen, coverage, summaries]);
  const columns = useMemo(() => chosenColumns(rows, ways, actions), [rows, ways, actions]);
  const model = useDataTable({ rows, columns, rowId });
  const legend = useMemo(() => sumParts(rows, ways), [rows, ways]);

  return (
    <Card
      flush
      title="Chosen actors"
      aside={
        <>
          <BarLegend all parts={legend} />
          <TableTools model={model} filterLabel="Filter chosen actors" onExport={exportTable} />
        </>
      }
    >
      {problem !== undefined && <ErrorNotice problem={problem} />}
      <div className="chosen-actors">
        <DataTable
          model={model}
          label="Chosen actors"
          rowHeight={40}
          bare
          onOpen={({ actor }) => actions.open(actor)}
          onSelect={() => undefined}
          empty={null}
        />
      </div>
    </Card>
  );
}

/** The ways that bring a technique to at least one chosen actor; direct use always. */
function sumParts(rows: readonly ChosenRow[], ways: Ways): readonly BarPart[] {
  const sums = new Map<string, BarPart>();
  for (const { summary, coverage } of rows) {
    if (summary === undefined || coverage === undefined) continue;
    for (const part of wayParts(summary, ways, coverage.techniques)) {
      const count = part.count + (sums.get(part.fill)?.count ?? 0);
      sums.set(part.fill, { ...part, count });
    }
  }
  return [...sums.values()].filter(({ count, fill }) => count > 0 || fill === wayFills.direct);
}

function chosenColumns(
  rows: readonly ChosenRow[],
  ways: Ways,
  actions: ChosenActions,
): readonly DataColumn<ChosenRow>[] {
  const heaviest = Math.max(1, ...rows.map(({ actor }) => actor.weight));
  const most = Math.max(1, ...rows.map((row) => row.coverage?.techniques ?? 0));
  return [
    {
      id: "name",
      header: "Actor",
      fixed: true,
      width: 150,
      grow: 1.1,
      value: ({ actor }) => actor.name,
      searchText: ({ actor, summary }) =>
        `${actor.id} ${actorKindWords[actor.kind]} ${summary?.aliases.join(" ") ?? ""}`,
      cell: ({ actor }) => (
        <button
          type="button"
          className="actor-button"
          title="Open the profile"
          onClick={(event) => {
            event.stopPropagation();
            actions.open(actor);
          }}
        >
          <b>{actor.name}</b> <span className="mono-id">{actor.id}</span>
        </button>
      ),
    },
    {
      id: "reason",
      header: "Reason",
      width: 110,
      grow: 2,
      value: ({ actor }) => actor.reason,
      cell: ({ actor }) => (
        <InlineText
          label={`Reason for ${actor.name}`}
          value={actor.reason}
          placeholder="Why this actor?"
          onKeep={(reason) => actions.choose({ ...actor, reason })}
        />
      ),
    },
    {
      id: "weight",
      header: "Weight",
      width: 122,
      numeric: true,
      value: ({ actor }) => actor.weight,
      cell: ({ actor }) => (
        <InlineWeight
          label={`Weight of ${actor.name}`}
          value={actor.weight}
          heaviest={heaviest}
          onKeep={(weight) => actions.choose({ ...actor, weight })}
        />
      ),
    },
    {
      id: "ways",
      header: "Techniques by way",
      width: 100,
      grow: 0.8,
      unsortable: true,
      value: ({ coverage, summary }) =>
        coverage === undefined || summary === undefined
          ? null
          : wayParts(summary, ways, coverage.techniques)
              .filter((part) => part.count > 0)
              .map((part) => `${part.word} ${formatCount(part.count)}`)
              .join(", "),
      cell: ({ actor, coverage, summary }) =>
        coverage === undefined || summary === undefined ? (
          <span className="faint">–</span>
        ) : (
          <StackedBar
            label={`Techniques of ${actor.name}`}
            parts={wayParts(summary, ways, coverage.techniques)}
            max={most}
          />
        ),
    },
    {
      id: "total",
      header: "Total",
      width: 60,
      numeric: true,
      value: ({ coverage }) => coverage?.techniques ?? null,
      cell: ({ coverage }) => <b>{coverage?.techniques ?? "–"}</b>,
    },
    {
      id: "direct",
      header: "Direct + added",
      width: 104,
      numeric: true,
      value: directPart,
      cell: (row) => {
        const direct = directPart(row);
        return direct === null || row.coverage === undefined ? (
          <span className="faint">–</span>
        ) : (
          <span className="muted">
            {direct} + {row.coverage.techniques - direct}
          </span>
        );
      },
    },
    {
      id: "levels",
      header: "Coverage by level",
      width: 110,
      grow: 0.8,
      unsortable: true,
      value: ({ coverage }) =>
        coverage === undefined ? null : formatOf(coverage.covered, coverage.inScope),
      cell: ({ actor, coverage }) =>
        coverage === undefined ? (
          <span className="faint">–</span>
        ) : (
          <LevelBar counts={coverage.levels} label={`Coverage of ${actor.name}`} />
        ),
    },
    {
      id: "covered",
      header: "Covered, in scope",
      width: 140,
      numeric: true,
      value: ({ coverage }) => coverage?.percent ?? null,
      searchText: ({ coverage }) =>
        coverage === undefined ? "" : formatOf(coverage.covered, coverage.inScope),
      cell: ({ actor, coverage }) =>
        coverage === undefined ? (
          <span className="faint">–</span>
        ) : (
          <button
            type="button"
            className="figure-link"
            title={`Show the ${formatCount(coverage.inScope)} techniques of ${actor.name} in scope`}
            onClick={(event) => {
              event.stopPropagation();
              actions.showCoverage(actor);
            }}
          >
            <span className="muted">
              {coverage.covered} of {coverage.inScope}
            </span>{" "}
            <b>{formatShare(coverage.covered, coverage.inScope)}</b>
          </button>
        ),
    },
    {
      id: "remove",
      header: "",
      fixed: true,
      unsortable: true,
      width: 44,
      value: () => null,
      cell: ({ actor }) => (
        <ActionIcon
          aria-label={`Remove ${actor.name} from the assessment`}
          title="Remove from the assessment"
          onClick={(event) => {
            event.stopPropagation();
            actions.unchoose(actor);
          }}
        >
          <IconX aria-hidden="true" />
        </ActionIcon>
      ),
    },
  ];
}
