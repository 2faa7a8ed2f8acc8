import { Button } from "@mantine/core";
import { IconFileImport, IconPlus } from "@tabler/icons-react";
import { useMemo, useState } from "react";
import type { Asset } from "../../shared/model/asset.ts";
import type { Environment } from "../../shared/model/workspace.ts";
import { useApp } from "../app/app-state.ts";
import { DataTable, TableTools } from "../ui/DataTable.tsx";
import { ConfirmDialog } from "../ui/Dialog.tsx";
import { EmptyState } from "../ui/EmptyState.tsx";
import { ErrorNotice } from "../ui/ErrorNotice.tsx";
import { FigureRow } from "../ui/FigureRow.tsx";
import { formatCount, formatNoun } from "../ui/figures.ts";
import { Card } from "../ui/Page.tsx";
import { type DataColumn, useDataTable } from "../ui/table-model.ts";
import { showDone } from "../ui/toasts.tsx";
import { ChoiceMenu } from "../ui/Toolbar.tsx";
import { problemOf, useCommand, useOperation } from "../use-operation.ts";
import { useTableExport } from "../use-table-export.ts";
import { AddAssetDialog, EditAssetsDialog } from "./AssetDialogs.tsx";
import {
  type AssetFilter,
  countMachines,
  everyAsset,
  filterAssets,
  type SegmentFigures,
  summariseSegments,
} from "./asset-list.ts";
import { criticalityChoices, criticalityOrder, criticalityWords } from "./asset-words.ts";
import "../detections/Detections.css";
import "./Assets.css";

const noAssets: readonly Asset[] = [];
const assetId = ({ id }: Asset): string => String(id);

/** The assets of an environment: what there is to protect, and what it is worth. */
export function AssetsTab({ environment }: { readonly environment: Environment }) {
  const { importFrom } = useApp();
  const list = useOperation("assets", "list", { environmentId: environment.id });
  const assets = list.data ?? noAssets;
  const [filter, setFilter] = useState<AssetFilter>(everyAsset);
  const [checked, setChecked] = useState<ReadonlySet<string>>(new Set());
  const [adding, setAdding] = useState(false);
  const [editing, setEditing] = useState<readonly Asset[]>();
  const [removing, setRemoving] = useState(false);
  const { exportTable, problem } = useTableExport(`assets-${environment.name}`);
  const remove = useCommand("assets", "remove");
  const restore = useCommand("assets", "restore");

  const rows = useMemo(() => filterAssets(assets, filter), [assets, filter]);
  const columns = useMemo(() => assetColumns((asset) => setEditing([asset])), []);
  const model = useDataTable({
    rows,
    columns,
    rowId: assetId,
    order: [{ column: "name", descending: false }],
  });
  const segments = useMemo(() => summariseSegments(assets), [assets]);
  const chosen = useMemo(
    () => assets.filter(({ id }) => checked.has(String(id))),
    [assets, checked],
  );
  const choose = () => importFrom("assets", { environment: environment.name });
  const takeBack = (before: Asset[]) => restore.mutate({ assets: before });
  const error = list.error ?? remove.error ?? restore.error ?? problem ?? null;
  const count = (holds: (asset: Asset) => boolean) => countMachines(assets.filter(holds));

  return (
    <>
      {error !== null && <ErrorNotice problem={problemOf(error)} />}
      <FigureRow
        label="The assets in figures"
        figures={[
          {
            label: "Assets",
            value: formatCount(countMachines(assets)),
            note:
              countMachines(assets) === assets.length
                ? `in ${environment.name}`
                : `in ${formatNoun(assets.length, "row")}`,
            onOpen: () => setFilter(everyAsset),
          },
          {
            label: "Critical",
            value: formatCount(count(({ criticality }) => criticality === "critical")),
            note: `${formatCount(count(({ criticality }) => criticality === "high"))} high`,
            onOpen: () => setFilter({ ...everyAsset, criticality: "critical" }),
          },
          {
            label: "Segments",
            value: formatCount(segments.filter(({ segment }) => segment !== "").length),
            note: `${formatCount(count(({ segment }) => segment === ""))} in none`,
          },
          {
            label: "Criticality unsaid",
            value: formatCount(count(({ criticality }) => criticality === null)),
            note: "weigh as medium",
            onOpen: () => setFilter({ ...everyAsset, criticality: "unsaid" }),
          },
          {
            label: "No ATT&CK platform",
            value: formatCount(count(({ platforms }) => platforms.length === 0)),
            note: "count for no exposure",
            onOpen: () => setFilter({ ...everyAsset, withoutPlatform: true }),
          },
        ]}
      />
      <div className="inventory-tools">
        <TableTools model={model} filterLabel="Filter by any text" onExport={exportTable}>
          <ChoiceMenu
            label="Criticality"
            value={filter.criticality ?? "all"}
            choices={[
              { value: "all", label: "All" },
              ...criticalityChoices,
              { value: "unsaid", label: "Unsaid" },
            ]}
            onChange={(value) =>
              setFilter({ ...filter, criticality: value === "all" ? null : value })
            }
          />
          <Button
            size="xs"
            leftSection={<IconPlus size={15} aria-hidden="true" />}
            onClick={() => setAdding(true)}
          >
            Add asset
          </Button>
          <Button
            size="xs"
            leftSection={<IconFileImport size={15} aria-hidden="true" />}
            onClick={choose}
          >
            Import assets
          </Button>
        </TableTools>
      </div>
      <div className="assets">
        <Card flush grow>
          {chosen.length > 0 && (
            <div className="bulk-bar" role="toolbar" aria-label="Change the selected assets">
              <b>{formatNoun(chosen.length, "asset")} selected</b>
              <Button size="xs" onClick={() => setEditing(chosen)}>
                Edit…
              </Button>
              <Button size="xs" onClick={() => setRemoving(true)}>
                Remove
              </Button>
              <Button size="xs" variant="subtle" onClick={() => setChecked(new Set())}>
                Clear selection
              </Button>
            </div>
          )}
          <DataTable
            model={model}
            label={`Assets of ${environment.name}`}
            checked={checked}
            onCheck={setChecked}
            onOpen={(asset) => setEditing([asset])}
            empty={
              list.isPending ? (
                <EmptyState>Reading the assets…</EmptyState>
              ) : assets.length === 0 ? (
                <EmptyState action="Import assets" onAction={choose}>
                  No assets yet. Import a list of them, so that gaps on what matters most come
                  first.
                </EmptyState>
              ) : (
                <EmptyState action="Clear filter" onAction={() => setFilter(everyAsset)}>
                  No asset meets the filter.
                </EmptyState>
              )
            }
          />
        </Card>
        <Segments
          segments={segments}
          chosen={filter.segment}
          onChoose={(segment) => setFilter({ ...filter, segment })}
        />
      </div>
      {adding && <AddAssetDialog environmentId={environment.id} onClose={() => setAdding(false)} />}
      {editing !== undefined && (
        <EditAssetsDialog
          assets={editing}
          onClose={() => setEditing(undefined)}
          onEdited={(before) => {
            setEditing(undefined);
            showDone(`${formatNoun(before.length, "asset")} changed`, () => takeBack(before));
          }}
        />
      )}
      <ConfirmDialog
        opened={removing}
        title={`Remove ${formatNoun(chosen.length, "asset")}?`}
        verb="Remove assets"
        destructive
        busy={remove.isPending}
        onCancel={() => setRemoving(false)}
        onConfirm={() =>
          remove.mutate(
            { ids: chosen.map(({ id }) => id) },
            {
              onSuccess: (before) => {
                setRemoving(false);
                setChecked(new Set());
                showDone(`${formatNoun(before.length, "asset")} removed`, () => takeBack(before));
              },
            },
          )
        }
      >
        They no longer count for the exposure of any technique.
      </ConfirmDialog>
    </>
  );
}

function assetColumns(onOpen: (asset: Asset) => void): readonly DataColumn<Asset>[] {
  return [
    {
      id: "name",
      header: "Name",
      value: ({ name }) => name,
      cell: (asset) => (
        <button
          type="button"
          className="link"
          tabIndex={-1}
          title={asset.name}
          onClick={() => onOpen(asset)}
        >
          {asset.name}
        </button>
      ),
      width: 160,
      grow: 2,
      fixed: true,
    },
    {
      id: "platforms",
      header: "Platform",
      value: ({ platforms, platform }) =>
        platforms.length > 0 ? platforms.join(", ") : platform === "" ? null : `${platform} ?`,
      searchText: ({ platform }) => platform,
      cell: ({ platforms, platform }) => (
        <span
          title={platforms.length > 0 ? platform : `${platform}: no platform of ATT&CK`}
          className={platforms.length > 0 ? undefined : "faint"}
        >
          {platforms.length > 0 ? platforms.join(", ") : platform === "" ? "–" : `${platform} ?`}
        </span>
      ),
      width: 120,
      grow: 1,
    },
    {
      id: "criticality",
      header: "Criticality",
      value: ({ criticality }) => (criticality === null ? null : criticalityOrder[criticality]),
      searchText: ({ criticality }) => criticality ?? "",
      cell: ({ criticality }) =>
        criticality === null ? <span className="faint">–</span> : criticalityWords[criticality],
      width: 92,
    },
    {
      id: "segment",
      header: "Segment",
      value: ({ segment }) => (segment === "" ? null : segment),
      width: 118,
      grow: 1,
    },
    {
      id: "owner",
      header: "Owner",
      value: ({ owner }) => (owner === "" ? null : owner),
      width: 118,
      grow: 1,
    },
    { id: "count", header: "Machines", value: ({ count }) => count, numeric: true, width: 84 },
    {
      id: "written",
      header: "Platform as written",
      value: ({ platform }) => platform,
      width: 150,
      hidden: true,
    },
    {
      id: "edited",
      header: "Edited by hand",
      value: ({ edited, importId }) => (importId === null ? "added" : edited.join(", ")),
      width: 120,
      hidden: true,
    },
  ];
}

const segmentColumns: readonly DataColumn<SegmentFigures>[] = [
  {
    id: "segment",
    header: "Segment",
    value: ({ segment }) => (segment === "" ? "In no segment" : segment),
    cell: ({ segment, platforms }) => (
      <span title={platforms.join(", ")}>{segment === "" ? "In no segment" : segment}</span>
    ),
    width: 110,
    grow: 1,
    fixed: true,
  },
  { id: "assets", header: "Assets", value: ({ assets }) => assets, numeric: true, width: 70 },
  { id: "critical", header: "Critical", value: (row) => row.critical, numeric: true, width: 72 },
];
const segmentId = ({ segment }: SegmentFigures): string => segment;

function Segments({
  segments,
  chosen,
  onChoose,
}: {
  readonly segments: readonly SegmentFigures[];
  readonly chosen: string | null;
  readonly onChoose: (segment: string | null) => void;
}) {
  const model = useDataTable({ rows: segments, columns: segmentColumns, rowId: segmentId });
  return (
    <Card
      title="Segments"
      flush
      grow
      aside={
        chosen === null ? undefined : (
          <button type="button" className="link" onClick={() => onChoose(null)}>
            Show all
          </button>
        )
      }
    >
      <DataTable
        model={model}
        label="Segments"
        compact
        selectedId={chosen}
        onSelect={({ segment }) => onChoose(segment)}
        empty={<EmptyState>No segments yet.</EmptyState>}
      />
    </Card>
  );
}
