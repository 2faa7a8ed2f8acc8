import { Button } from "@mantine/core";
import { useMediaQuery } from "@mantine/hooks";
import { IconDownload } from "@tabler/icons-react";
import { useEffect, useMemo, useState } from "react";
import type { ObjectKind, ObjectSummary, Release } from "../../shared/model/catalogue.ts";
import { useApp } from "../app/app-state.ts";
import { formatDay } from "../app/times.ts";
import { DataTable } from "../ui/DataTable.tsx";
import { EmptyState } from "../ui/EmptyState.tsx";
import { ErrorNotice } from "../ui/ErrorNotice.tsx";
import { TechniqueName } from "../ui/MonoId.tsx";
import { Card } from "../ui/Page.tsx";
import { Badge } from "../ui/Tag.tsx";
import { type DataColumn, useDataTable } from "../ui/table-model.ts";
import { ChoiceMenu, FilterField, ToggleButton } from "../ui/Toolbar.tsx";
import { problemOf, useOperation } from "../use-operation.ts";
import { useTableExport } from "../use-table-export.ts";
import { findObject } from "./find-object.ts";
import { kindWords } from "./kind-words.ts";
import { ObjectPanel } from "./ObjectPanel.tsx";

const rowId = (object: ObjectSummary): string => object.stixId;
const noRows: readonly ObjectSummary[] = [];

/** How long typing rests before the full text is searched, in milliseconds. */
const typingRest = 150;

function useRested(value: string): string {
  const [rested, setRested] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setRested(value), typingRest);
    return () => clearTimeout(timer);
  }, [value]);
  return rested;
}

/** Every object of a release by kind, found by full text; one is open beside the list. */
export function ObjectBrowser({ release }: { readonly release: Release }) {
  const { focus } = useApp();
  const [kind, setKind] = useState<ObjectKind>(focus?.objectKind ?? "technique");
  const [text, setText] = useState(focus?.text ?? "");
  const [withInactive, setWithInactive] = useState(false);
  const [opened, setOpened] = useState<string>();
  const objects = useOperation(
    "catalogue",
    "browse",
    { releaseId: release.id, kind, text: useRested(text.trim()), withInactive },
    { keepPrevious: true },
  );
  const { exportTable, problem } = useTableExport(`${release.domain}-${release.version}-${kind}`);

  const wantedId = focus?.attackId;
  const wantedKind = focus?.objectKind;
  useEffect(() => {
    if (wantedId === undefined) return;
    let gone = false;
    findObject(release.id, wantedId, wantedKind).then(
      (found) => {
        if (!gone && found !== null) setOpened(found.stixId);
      },
      // The list says what is wrong with the catalogue.
      () => undefined,
    );
    return () => {
      gone = true;
    };
  }, [release.id, wantedId, wantedKind]);

  const matrix = useOperation("catalogue", "matrix", { releaseId: release.id });
  const columns = useMemo(() => {
    const names = new Map(matrix.data?.tactics.map(({ shortname, name }) => [shortname, name]));
    return columnsFor(kind, (shortname) => names.get(shortname) ?? shortname);
  }, [kind, matrix.data]);
  const model = useDataTable({
    rows: objects.data ?? noRows,
    columns,
    rowId,
  });
  const wide = useMediaQuery("(min-width: 1360px)", true, { getInitialValueInEffect: false });
  // Beside an open object only what tells objects apart has room, and the date gives way first.
  const shown = {
    ...model,
    columns: model.columns.filter((column) =>
      opened === undefined ? wide || column.id !== "modified" : column.fixed === true,
    ),
  };
  const kindWord = kindWords.find(([each]) => each === kind)?.[1] ?? "Objects";

  return (
    <div className="catalogue-browser" data-open={opened !== undefined}>
      <Card
        flush
        grow
        title={
          <ChoiceMenu
            label="Show"
            value={kind}
            choices={kindWords.map(([value, label]) => ({ value, label }))}
            onChange={setKind}
          />
        }
        aside={
          <>
            <FilterField
              label={`Search ${kindWord.toLowerCase()}`}
              placeholder="Name, ID, alias or text"
              value={text}
              onChange={setText}
              width={220}
            />
            <ToggleButton pressed={withInactive} onChange={setWithInactive}>
              Revoked and deprecated
            </ToggleButton>
            <Button
              size="xs"
              leftSection={<IconDownload aria-hidden="true" />}
              onClick={() =>
                exportTable({ columns: [...model.columns, ...exportedOnly], rows: model.rows })
              }
            >
              Export
            </Button>
          </>
        }
      >
        {problem !== undefined && <ErrorNotice problem={problem} />}
        {objects.error !== null ? (
          <ErrorNotice problem={problemOf(objects.error)} />
        ) : (
          <DataTable
            key={kind}
            model={shown}
            label={kindWord}
            compact
            selectedId={opened ?? null}
            onSelect={(object) => setOpened(object.stixId)}
            onOpen={(object) => setOpened(object.stixId)}
            empty={
              objects.data === undefined ? null : text === "" ? (
                <EmptyState>This release holds no {kindWord.toLowerCase()}.</EmptyState>
              ) : (
                <EmptyState action="Clear search" onAction={() => setText("")}>
                  Nothing matches “{text}”.
                </EmptyState>
              )
            }
          />
        )}
      </Card>
      {opened !== undefined && (
        <ObjectPanel
          key={opened}
          release={release}
          stixId={opened}
          onOpen={setOpened}
          onClose={() => setOpened(undefined)}
        />
      )}
    </div>
  );
}

function fullName({ name, parentName }: ObjectSummary): string {
  return parentName === null ? name : `${parentName}: ${name}`;
}

const listed = (values: readonly string[]): string => values.join(", ");

/** What stands as a badge at the name in the window, and in columns of its own in a file. */
const exportedOnly: readonly DataColumn<ObjectSummary>[] = [
  { id: "status", header: "Status", value: ({ status }) => status },
  { id: "overlay", header: "Overlay", value: ({ overlay }) => overlay },
];

/** The columns that a kind of object fills. */
function columnsFor(
  kind: ObjectKind,
  nameTactic: (shortname: string) => string,
): readonly DataColumn<ObjectSummary>[] {
  const lists: readonly DataColumn<ObjectSummary>[] = [
    ...(kind === "technique"
      ? [
          {
            id: "tactics",
            header: "Tactics",
            value: (object: ObjectSummary) => listed(object.tactics.map(nameTactic)),
            width: 152,
            grow: 1,
          },
        ]
      : []),
    ...(kind === "technique" || kind === "software" || kind === "analytic" || kind === "asset"
      ? [
          {
            id: "platforms",
            header: "Platforms",
            value: (object: ObjectSummary) => listed(object.platforms),
            width: 104,
            grow: 1,
          },
        ]
      : []),
    ...(kind === "group" || kind === "software" || kind === "campaign" || kind === "asset"
      ? [
          {
            id: "aliases",
            header: "Aliases",
            value: (object: ObjectSummary) => listed(object.aliases),
            width: 150,
            grow: 1,
          },
        ]
      : []),
  ];
  return [
    {
      id: "id",
      header: "ID",
      value: (object) => object.attackId,
      mono: true,
      width: 88,
      fixed: true,
    },
    {
      id: "name",
      header: "Name",
      value: fullName,
      cell: (object) => (
        <span className="object-name" title={fullName(object)}>
          <TechniqueName name={object.name} parentName={object.parentName} />
          {object.status !== "active" && <Badge tone="warning">{object.status}</Badge>}
          {object.overlay !== null && (
            <span className="object-overlay" title={`Of the overlay ${object.overlay}`}>
              <Badge tone="accent">overlay {object.overlay}</Badge>
            </span>
          )}
        </span>
      ),
      width: 270,
      grow: 3,
      fixed: true,
    },
    ...lists,
    {
      id: "modified",
      header: "Modified",
      value: (object) => object.modified,
      cell: (object) => (object.modified === null ? "–" : formatDay(object.modified)),
      width: 98,
    },
  ];
}
