import { Button } from "@mantine/core";
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

  const isOpen = opened !== undefined;
  const matrix = useOperation("catalogue", "matrix", { releaseId: release.id });
  const columns = useMemo(() => {
    const names = new Map(matrix.data?.tactics.map(({ shortname, name }) => [shortname, name]));
    const all = columnsFor(kind, (shortname) => names.get(shortname) ?? shortname);
    // Beside an open object only what tells objects apart has room.
    return isOpen ? all.filter((column) => column.fixed === true) : all;
  }, [kind, matrix.data, isOpen]);
  const model = useDataTable({
    rows: objects.data ?? noRows,
    columns,
    rowId,
  });
  const kindWord = kindWords.find(([each]) => each === kind)?.[1] ?? "Objects";

  return (
    <div className="catalogue-browser" data-open={isOpen}>
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
              onClick={() => exportTable({ columns: model.columns, rows: model.rows })}
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
            model={model}
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

const listed = (values: readonly string[]): string => values.join(", ");

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
            width: 130,
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
            width: 130,
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
      width: 92,
      fixed: true,
    },
    {
      id: "name",
      header: "Name",
      value: (object) =>
        object.parentName === null ? object.name : `${object.parentName}: ${object.name}`,
      cell: (object) => (
        <span title={object.name}>
          <TechniqueName name={object.name} parentName={object.parentName} />{" "}
          {object.status !== "active" && <Badge tone="warning">{object.status}</Badge>}{" "}
          {object.overlay !== null && <Badge tone="accent">overlay {object.overlay}</Badge>}
        </span>
      ),
      width: 190,
      grow: 2,
      fixed: true,
    },
    ...lists,
    {
      id: "modified",
      header: "Modified",
      value: (object) => object.modified,
      cell: (object) => (object.modified === null ? "–" : formatDay(object.modified)),
      width: 104,
    },
  ];
}
