import "../ui/pills-style.ts";
import { ActionIcon, Button, MultiSelect, Popover } from "@mantine/core";
import { IconCheck, IconFilter, IconPlus } from "@tabler/icons-react";
import { useMemo } from "react";
import type {
  ActorContext,
  ActorKind,
  ActorRef,
  ActorSummary,
  Ways,
} from "../../shared/model/actor.ts";
import { DataTable, TableTools } from "../ui/DataTable.tsx";
import { EmptyState } from "../ui/EmptyState.tsx";
import { ErrorNotice } from "../ui/ErrorNotice.tsx";
import { formatCount, formatNoun } from "../ui/figures.ts";
import { Card } from "../ui/Page.tsx";
import { Badge } from "../ui/Tag.tsx";
import { type DataColumn, useDataTable } from "../ui/table-model.ts";
import { ChoiceMenu, FilterField } from "../ui/Toolbar.tsx";
import { useTableExport } from "../use-table-export.ts";
import {
  type ActorFilter,
  actorKindWords,
  countNarrowing,
  countryName,
  everyActor,
  factWords,
  filterActors,
} from "./actor-words.ts";
import "./Actors.css";

const kindChoices = [
  { value: "all", label: "All" },
  { value: "group", label: "Groups" },
  { value: "campaign", label: "Campaigns" },
  { value: "software", label: "Software" },
  { value: "own", label: "Own profiles" },
] as const satisfies readonly { readonly value: ActorKind | "all"; readonly label: string }[];

/** Text and filter of the list to choose from; kept by the page, so that a visit is not lost. */
export interface CatalogueSearch {
  readonly text: string;
  readonly filter: ActorFilter;
}

function rowId(actor: ActorSummary): string {
  return `${actor.kind} ${actor.domain} ${actor.id}`;
}

const kindOrder: Readonly<Record<ActorKind, number>> = {
  own: 0,
  group: 1,
  campaign: 2,
  software: 3,
};

/**
 * Those called by the text before those whose description holds it; own profiles and groups first;
 * those with most techniques on top.
 */
function inListOrder(actors: readonly ActorSummary[], text: string): readonly ActorSummary[] {
  const wanted = text.trim().toLocaleLowerCase("en");
  const called = new Set(
    actors.filter(({ id, name, aliases }) =>
      [id, name, ...aliases].some((word) => word.toLocaleLowerCase("en").includes(wanted)),
    ),
  );
  return [...actors].sort(
    (a, b) =>
      Number(called.has(b)) - Number(called.has(a)) ||
      kindOrder[a.kind] - kindOrder[b.kind] ||
      b.counts.withCampaigns - a.counts.withCampaigns,
  );
}

/** Groups, campaigns, software and own profiles to choose from. */
export function AddFromCatalogue({
  actors,
  loading,
  problem: listProblem,
  context,
  ways,
  union,
  search,
  onSearch,
  wide,
  onOpen,
  onChoose,
}: {
  readonly actors: readonly ActorSummary[];
  readonly loading: boolean;
  readonly problem: { readonly code: string; readonly message: string } | undefined;
  readonly context: (ActorContext & { readonly source: string }) | undefined;
  readonly ways: Ways;
  /** Techniques that the chosen actors use together. */
  readonly union: number;
  readonly search: CatalogueSearch;
  readonly onSearch: (search: CatalogueSearch) => void;
  /** All columns, for when the list has the page's width. */
  readonly wide: boolean;
  readonly onOpen: (actor: ActorRef) => void;
  readonly onChoose: (actor: ActorSummary) => void;
}) {
  const { exportTable, problem } = useTableExport("actors");
  const { text, filter } = search;
  const rows = useMemo(
    () => inListOrder(filterActors(actors, filter), text),
    [actors, filter, text],
  );
  const columns = useMemo(
    () => listColumns(ways, wide, { onOpen, onChoose }),
    [ways, wide, onOpen, onChoose],
  );
  const own = useDataTable({ rows, columns, rowId });
  const model = {
    ...own,
    filter: text,
    setFilter: (next: string) => onSearch({ ...search, text: next }),
  };
  const kinds = new Map<ActorKind, number>();
  for (const { kind } of actors) kinds.set(kind, (kinds.get(kind) ?? 0) + 1);
  const shown = [
    formatNoun(kinds.get("group") ?? 0, "group"),
    formatNoun(kinds.get("campaign") ?? 0, "campaign"),
    `${formatCount(kinds.get("software") ?? 0)} software`,
  ].join(", ");
  const filters = (
    <>
      <ChoiceMenu
        label="Show"
        value={filter.kind}
        choices={kindChoices}
        onChange={(kind) => onSearch({ ...search, filter: { ...filter, kind } })}
      />
      <ContextFilter
        context={context}
        filter={filter}
        onChange={(next) => onSearch({ ...search, filter: next })}
      />
    </>
  );

  return (
    <Card
      title="Add from the catalogue"
      flush
      grow
      aside={
        wide ? (
          <TableTools model={model} filterLabel="Name, alias, ID or text" onExport={exportTable}>
            {filters}
          </TableTools>
        ) : (
          <>
            <FilterField
              label="Name, alias, ID or text"
              placeholder="Name, alias, ID or text"
              value={text}
              onChange={model.setFilter}
            />
            {filters}
          </>
        )
      }
      foot={
        <span>
          {`Direct / all: all by the chosen ways. Shared and new: against the ${formatCount(union)} techniques of the chosen actors.`}
          {wide &&
            context !== undefined &&
            ` Sectors, countries and motives: ${context.source}; a profile names each source.`}
        </span>
      }
    >
      {problem !== undefined && <ErrorNotice problem={problem} />}
      {listProblem !== undefined && <ErrorNotice problem={listProblem} />}
      <DataTable
        model={model}
        label={`Actors to choose from: ${shown}`}
        rowHeight={40}
        bare
        onSelect={() => undefined}
        onOpen={onOpen}
        empty={
          loading ? (
            <EmptyState>Reading the catalogue…</EmptyState>
          ) : (
            <EmptyState
              action="Clear filter"
              onAction={() => onSearch({ text: "", filter: everyActor })}
            >
              {text === "" ? "No actor meets the filter." : `Nothing matches “${text}”.`}
            </EmptyState>
          )
        }
      />
    </Card>
  );
}

function ContextFilter({
  context,
  filter,
  onChange,
}: {
  readonly context: ActorContext | undefined;
  readonly filter: ActorFilter;
  readonly onChange: (filter: ActorFilter) => void;
}) {
  const narrowing = countNarrowing(filter);
  const values = (facts: readonly { readonly value: string }[] | undefined) => [
    ...new Set((facts ?? []).map((fact) => fact.value)),
  ];
  const countries = values(context?.countries)
    .map((value) => ({ value, label: countryName(value) }))
    .sort((a, b) => a.label.localeCompare(b.label, "en"));
  return (
    <Popover width={320} position="bottom-end" trapFocus withinPortal>
      <Popover.Target>
        <Button size="xs" leftSection={<IconFilter aria-hidden="true" />}>
          {narrowing === 0 ? "Filter" : `Filtered by ${String(narrowing)}`}
        </Button>
      </Popover.Target>
      <Popover.Dropdown>
        <div className="context-filter">
          <MultiSelect
            label="Sectors targeted"
            placeholder={filter.sectors.length === 0 ? "Any" : ""}
            searchable
            clearable
            openOnFocus={false}
            comboboxProps={{ withinPortal: false }}
            maxDropdownHeight={200}
            data={values(context?.sectors)}
            value={[...filter.sectors]}
            onChange={(sectors) => onChange({ ...filter, sectors })}
          />
          <MultiSelect
            label="Suspected country"
            placeholder={filter.countries.length === 0 ? "Any" : ""}
            searchable
            clearable
            openOnFocus={false}
            comboboxProps={{ withinPortal: false }}
            maxDropdownHeight={200}
            data={countries}
            value={[...filter.countries]}
            onChange={(next) => onChange({ ...filter, countries: next })}
          />
          <MultiSelect
            label="Motive"
            placeholder={filter.motives.length === 0 ? "Any" : ""}
            searchable
            clearable
            openOnFocus={false}
            comboboxProps={{ withinPortal: false }}
            maxDropdownHeight={200}
            data={values(context?.motives)}
            value={[...filter.motives]}
            onChange={(motives) => onChange({ ...filter, motives })}
          />
          <p className="faint">
            Only groups have these facts; a group without them is left out by a filter.
          </p>
          <Button
            size="xs"
            disabled={narrowing === 0}
            onClick={() => onChange({ ...everyActor, kind: filter.kind })}
          >
            Clear
          </Button>
        </div>
      </Popover.Dropdown>
    </Popover>
  );
}

function contextCell(words: string, hasData: boolean) {
  return hasData ? <span title={words}>{words}</span> : <span className="faint">{words}</span>;
}

function listColumns(
  ways: Ways,
  wide: boolean,
  actions: {
    readonly onOpen: (actor: ActorRef) => void;
    readonly onChoose: (actor: ActorSummary) => void;
  },
): readonly DataColumn<ActorSummary>[] {
  const all = ({ counts }: ActorSummary) =>
    ways.software ? counts.withSoftware : ways.campaigns ? counts.withCampaigns : counts.direct;
  return [
    {
      id: "name",
      header: "Name",
      fixed: true,
      width: 168,
      grow: 1.3,
      value: ({ name }) => name,
      searchText: ({ id }) => id,
      cell: (actor) => (
        <>
          <button
            type="button"
            className="actor-button"
            title="Open the profile"
            onClick={(event) => {
              event.stopPropagation();
              actions.onOpen(actor);
            }}
          >
            <b>{actor.name}</b> <span className="mono-id">{actor.id}</span>
          </button>
          {actor.mentioned && (
            <span
              className="faint"
              title="Its description or procedures hold the words; that is no fact about it"
            >
              {" "}
              mentions it
            </span>
          )}
        </>
      ),
    },
    {
      id: "kind",
      header: "Kind",
      width: 96,
      hidden: !wide,
      value: ({ kind }) => actorKindWords[kind],
      cell: ({ kind }) => <Badge>{actorKindWords[kind]}</Badge>,
    },
    {
      id: "aliases",
      header: "Also known as",
      width: 110,
      grow: 1.4,
      value: ({ aliases }) => aliases.join(", "),
      cell: ({ aliases }) => {
        const words = aliases.join(", ");
        return (
          <span className="muted" title={words}>
            {words}
          </span>
        );
      },
    },
    {
      id: "sectors",
      header: "Sectors",
      width: 110,
      grow: 1.2,
      hidden: !wide,
      value: ({ context }) => (context.sectors.length === 0 ? null : factWords(context.sectors)),
      cell: ({ context }) => contextCell(factWords(context.sectors), context.sectors.length > 0),
    },
    {
      id: "countries",
      header: "Country",
      width: 100,
      hidden: !wide,
      value: ({ context }) =>
        context.countries.length === 0 ? null : factWords(context.countries, countryName),
      cell: ({ context }) =>
        contextCell(factWords(context.countries, countryName), context.countries.length > 0),
    },
    {
      id: "motives",
      header: "Motive",
      width: 100,
      hidden: !wide,
      value: ({ context }) => (context.motives.length === 0 ? null : factWords(context.motives)),
      cell: ({ context }) => contextCell(factWords(context.motives), context.motives.length > 0),
    },
    {
      id: "techniques",
      header: "Direct / all",
      width: 92,
      numeric: true,
      value: all,
      cell: (actor) => (
        <span>
          {actor.counts.direct} <span className="muted">/ {all(actor)}</span>
        </span>
      ),
    },
    {
      id: "shared",
      header: "Shared",
      width: 70,
      numeric: true,
      value: ({ shared }) => shared,
      cell: ({ shared }) => <span className="muted">{shared}</span>,
    },
    {
      id: "added",
      header: "New",
      width: 64,
      numeric: true,
      value: ({ added }) => added,
      cell: ({ added }) => <b>+{added}</b>,
    },
    {
      id: "choose",
      header: "",
      fixed: true,
      unsortable: true,
      width: 48,
      value: () => null,
      cell: (actor) =>
        actor.chosen ? (
          <span className="chosen-mark" role="img" aria-label="Chosen" title="Chosen">
            <IconCheck size={16} stroke={1.75} aria-hidden="true" />
          </span>
        ) : (
          <ActionIcon
            color="indigo"
            aria-label={`Choose ${actor.name}`}
            title="Choose for this assessment"
            onDoubleClick={(event) => event.stopPropagation()}
            onClick={(event) => {
              event.stopPropagation();
              actions.onChoose(actor);
            }}
          >
            <IconPlus aria-hidden="true" />
          </ActionIcon>
        ),
    },
  ];
}
