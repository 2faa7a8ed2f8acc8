import "./Layers.css";
import { ActionIcon, Button, Menu } from "@mantine/core";
import {
  IconAlertTriangle,
  IconArrowBackUp,
  IconArrowForwardUp,
  IconArrowsSort,
  IconPlus,
  IconX,
} from "@tabler/icons-react";
import { useMemo, useState } from "react";
import { thingsOfSources } from "../../shared/marked-source.ts";
import type { Domain } from "../../shared/model/attack-id.ts";
import type { LayerSummary } from "../../shared/model/layer.ts";
import type { Problem } from "../../shared/problem.ts";
import { safeFileName } from "../app/file-names.ts";
import { useApp } from "../app/app-state.ts";
import { writeMarkedFile } from "../markings/ask-marking.ts";
import { ErrorNotice } from "../ui/ErrorNotice.tsx";
import { formatNoun } from "../ui/figures.ts";
import { loadable } from "../ui/loadable.tsx";
import { FilterField } from "../ui/Toolbar.tsx";
import { showDone } from "../ui/toasts.tsx";
import { problemOf, useOperation } from "../use-operation.ts";
import { useUndoKeys } from "../use-undo-keys.ts";
import { workbench } from "../workbench.ts";
import { annotatedKeys } from "./annotation-edit.ts";
import { AnnotationEditor } from "./AnnotationEditor.tsx";
import type { LayerDialog } from "./layer-dialog.ts";
import { arrangeLayers, type LayerOrder } from "./layer-list.ts";
import { LayerTree } from "./LayerTree.tsx";
import { useTacticsOf } from "./use-tactics-of.ts";
import { useLayerEdits, useLayerHistory } from "./use-layer-edits.ts";

const LayerDialogs = loadable(async () => (await import("./LayerDialogs.tsx")).LayerDialogs);

/** How the list is ordered and what of it is closed: kept while the window is open. */
const remembered: { order: LayerOrder; closed: ReadonlySet<string> } = {
  order: "name",
  closed: new Set(),
};

/**
 * The layers of the workspace, left of the matrix, and the editor of the one that it shows.
 * Cells are named by keys `tactic/ID`.
 */
export function LayersPanel({
  domain,
  version,
  assessmentId,
  shownLayerId,
  onShow,
  onCompare,
  selectedKeys,
  onSelect,
  onClose,
}: {
  readonly domain: Domain;
  readonly version: string;
  readonly assessmentId: number | undefined;
  readonly shownLayerId: number | null;
  readonly onShow: (layerId: number | null) => void;
  readonly onCompare: (a: number, b: number) => void;
  readonly selectedKeys: ReadonlySet<string>;
  readonly onSelect: (keys: ReadonlySet<string>) => void;
  readonly onClose: () => void;
}) {
  const { importLayers } = useApp();
  const layers = useOperation("layers", "list", {});
  const edits = useLayerEdits();
  const [text, setText] = useState("");
  const [order, setOrder] = useState(remembered.order);
  const [closed, setClosed] = useState(remembered.closed);
  const [dialog, setDialog] = useState<LayerDialog>();
  const [problem, setProblem] = useState<Problem>();
  const model = useMemo(
    () => arrangeLayers(layers.data ?? [], domain, text.trim(), order),
    [layers.data, domain, text, order],
  );
  const shown = layers.data?.find(({ id }) => id === shownLayerId);

  const attempt = (work: () => Promise<void>): void => {
    setProblem(undefined);
    work().catch((error: unknown) => setProblem(problemOf(error)));
  };
  const undo = () =>
    attempt(async () => {
      const label = await edits.undo(shownLayerId ?? "deleted");
      if (label !== undefined) showDone(`Undone: ${label}.`);
    });
  const redo = () =>
    attempt(async () => {
      const label = await edits.redo(shownLayerId ?? "deleted");
      if (label !== undefined) showDone(`Done again: ${label}.`);
    });
  useUndoKeys(undo, redo);

  const createEmpty = () =>
    attempt(async () => {
      const names = new Set(layers.data?.map(({ name }) => name));
      const { layer } = await workbench.layers.create({
        source: { kind: "empty", domain, version },
        name: freeName("New layer", names),
        group: "",
      });
      onShow(layer.id);
    });
  const duplicate = (layer: LayerSummary) =>
    attempt(async () => {
      const names = new Set(layers.data?.map(({ name }) => name));
      const made = await workbench.layers.create({
        source: { kind: "layer", layerId: layer.id },
        name: freeName(`${layer.name}, copy`, names),
        group: layer.group,
      });
      if (layer.domain === domain) onShow(made.layer.id);
    });
  const remove = (gone: readonly LayerSummary[]) =>
    attempt(async () => {
      const what =
        gone.length === 1 ? `“${gone[0]?.name ?? ""}”` : formatNoun(gone.length, "layer");
      await edits.remove(
        gone.map(({ id }) => id),
        `deletion of ${what}`,
      );
      if (gone.some(({ id }) => id === shownLayerId)) onShow(null);
      showDone(`Deleted ${what}.`, () =>
        attempt(async () => {
          await edits.undo("deleted");
        }),
      );
    });
  const rename = (layer: LayerSummary, name: string) =>
    attempt(() => edits.set(layer.id, "the name", { name }));

  const exportFile = (chosen: readonly LayerSummary[]) =>
    attempt(async () => {
      const [first] = chosen;
      if (first === undefined) return;
      const sources = chosen.map(({ id }) => ({ kind: "layer" as const, layerId: id }));
      const written = await writeMarkedFile({
        things: thingsOfSources(sources),
        what: chosen.length === 1 ? `Layer ${first.name}` : formatNoun(chosen.length, "layer"),
        suggested: `${chosen.length === 1 ? safeFileName(first.name) : "layers"}.json`,
        extension: "json",
        write: (path, marked) => workbench.layers.export({ sources, path, ...marked }),
      });
      if (written === null) return;
      showDone(
        `Exported ${formatNoun(written.layers, "layer")} with ${formatNoun(written.annotations, "annotation")} to ${written.path}`,
      );
    });

  return (
    <aside className="layers-panel" aria-label="Layers">
      <header className="layers-head">
        <h2>Layers</h2>
        <UndoButtons owner={shownLayerId ?? "deleted"} onUndo={undo} onRedo={redo} />
        <ActionIcon aria-label="Close layers" onClick={onClose}>
          <IconX aria-hidden="true" />
        </ActionIcon>
      </header>
      <div className="layers-tools">
        <Menu>
          <Menu.Target>
            <Button size="xs" leftSection={<IconPlus aria-hidden="true" />}>
              Add
            </Button>
          </Menu.Target>
          <Menu.Dropdown>
            <Menu.Item onClick={createEmpty}>Empty layer</Menu.Item>
            <Menu.Item onClick={() => setDialog({ kind: "make" })}>Make from data…</Menu.Item>
            <Menu.Item
              disabled={selectedKeys.size === 0}
              onClick={() => setDialog({ kind: "make", from: "selection" })}
            >
              Make from the selection…
            </Menu.Item>
            <Menu.Item onClick={() => setDialog({ kind: "combine", layers: [] })}>
              Combine layers…
            </Menu.Item>
            <Menu.Divider />
            <Menu.Item onClick={() => importLayers()}>Import files…</Menu.Item>
          </Menu.Dropdown>
        </Menu>
        <FilterField label="Find a layer" value={text} onChange={setText} width={128} />
        <Menu position="bottom-end">
          <Menu.Target>
            <ActionIcon aria-label="Order of the layers">
              <IconArrowsSort aria-hidden="true" />
            </ActionIcon>
          </Menu.Target>
          <Menu.Dropdown>
            <Menu.RadioGroup
              value={order}
              onChange={(next) => {
                remembered.order = next === "changed" ? "changed" : "name";
                setOrder(remembered.order);
              }}
            >
              <Menu.RadioItem closeMenuOnClick value="name">
                By name
              </Menu.RadioItem>
              <Menu.RadioItem closeMenuOnClick value="changed">
                Last changed first
              </Menu.RadioItem>
            </Menu.RadioGroup>
          </Menu.Dropdown>
        </Menu>
      </div>
      {problem !== undefined && (
        <div className="layers-problem">
          <ErrorNotice problem={problem} />
        </div>
      )}
      {layers.error !== null && (
        <div className="layers-problem">
          <ErrorNotice problem={problemOf(layers.error)} />
        </div>
      )}
      {layers.data?.length === 0 ? (
        <div className="layers-empty">
          <p>
            No layers yet. A layer holds scores, colours and comments on techniques, as ATT&amp;CK
            Navigator writes them.
          </p>
          <Button size="xs" onClick={() => setDialog({ kind: "make" })}>
            Make from data…
          </Button>
          <Button size="xs" onClick={() => importLayers()}>
            Import files…
          </Button>
          <Button size="xs" onClick={createEmpty}>
            Empty layer
          </Button>
        </div>
      ) : (
        <LayerTree
          model={model}
          closed={closed}
          onClosed={(next) => {
            remembered.closed = next;
            setClosed(next);
          }}
          text={text.trim()}
          onClearText={() => setText("")}
          shownLayerId={shownLayerId}
          actions={{
            show: (layer) => {
              if (layer.domain === domain) onShow(layer.id);
            },
            hide: () => onShow(null),
            rename,
            duplicate,
            remove,
            compare: onCompare,
            exportFile,
            open: setDialog,
          }}
        />
      )}
      {shown !== undefined && (
        <ShownLayer
          key={shown.id}
          summary={shown}
          domain={domain}
          version={version}
          selectedKeys={selectedKeys}
          onSelect={onSelect}
          onDialog={setDialog}
        />
      )}
      {dialog !== undefined && (
        <LayerDialogs
          dialog={dialog}
          domain={domain}
          version={version}
          assessmentId={assessmentId}
          shownLayerId={shownLayerId}
          selectedKeys={selectedKeys}
          layers={layers.data ?? []}
          onShow={onShow}
          onDialog={setDialog}
          onClose={() => setDialog(undefined)}
        />
      )}
    </aside>
  );
}

/** A name that no layer has yet: "New layer", "New layer 2". */
function freeName(name: string, taken: ReadonlySet<string>): string {
  let free = name;
  for (let count = 2; taken.has(free); count += 1) free = `${name} ${String(count)}`;
  return free;
}

function UndoButtons({
  owner,
  onUndo,
  onRedo,
}: {
  readonly owner: number | "deleted";
  readonly onUndo: () => void;
  readonly onRedo: () => void;
}) {
  const { undo, redo } = useLayerHistory(owner);
  const undoable = undo.at(-1)?.label;
  const redoable = redo.at(-1)?.label;
  return (
    <>
      <ActionIcon
        aria-label={undoable === undefined ? "Undo" : `Undo: ${undoable}`}
        title={undoable === undefined ? "Undo (Ctrl+Z)" : `Undo: ${undoable} (Ctrl+Z)`}
        disabled={undoable === undefined}
        onClick={onUndo}
      >
        <IconArrowBackUp aria-hidden="true" />
      </ActionIcon>
      <ActionIcon
        aria-label={redoable === undefined ? "Redo" : `Redo: ${redoable}`}
        title={redoable === undefined ? "Redo (Ctrl+Y)" : `Redo: ${redoable} (Ctrl+Y)`}
        disabled={redoable === undefined}
        onClick={onRedo}
      >
        <IconArrowForwardUp aria-hidden="true" />
      </ActionIcon>
    </>
  );
}

/** The layer that the matrix shows: how it stands, and the editor of what is selected. */
function ShownLayer({
  summary,
  domain,
  version,
  selectedKeys,
  onSelect,
  onDialog,
}: {
  readonly summary: LayerSummary;
  readonly domain: Domain;
  readonly version: string;
  readonly selectedKeys: ReadonlySet<string>;
  readonly onSelect: (keys: ReadonlySet<string>) => void;
  readonly onDialog: (dialog: LayerDialog) => void;
}) {
  const layer = useOperation("layers", "get", { layerId: summary.id });
  const tacticsOf = useTacticsOf(domain, version);
  return (
    <section className="shown-layer" aria-label={`Layer ${summary.name}`}>
      <header className="shown-layer-head">
        <div className="shown-layer-words">
          <h3 title={summary.name}>{summary.name}</h3>
          <p className="faint">
            {selectedKeys.size === 0
              ? `${summary.domain} ${summary.version}`
              : `${formatNoun(selectedKeys.size, "cell")} selected`}
          </p>
        </div>
        <Button size="xs" onClick={() => onDialog({ kind: "properties", layer: summary })}>
          Properties…
        </Button>
      </header>
      {summary.unplaced !== null && summary.unplaced > 0 && (
        <button
          type="button"
          className="unplaced-notice"
          onClick={() => onDialog({ kind: "unplaced", layer: summary })}
        >
          <IconAlertTriangle size={15} stroke={1.75} aria-hidden="true" />
          {`${formatNoun(summary.unplaced, "annotation")} without a place in ${summary.version}`}
        </button>
      )}
      {summary.version !== version && (
        <button
          type="button"
          className="unplaced-notice"
          onClick={() => onDialog({ kind: "upgrade", layer: summary, version })}
        >
          <IconAlertTriangle size={15} stroke={1.75} aria-hidden="true" />
          {`Made for ${summary.version}, the matrix shows ${version}`}
        </button>
      )}
      <div className="shown-layer-body">
        {layer.error !== null && <ErrorNotice problem={problemOf(layer.error)} />}
        {layer.data !== undefined && selectedKeys.size > 0 && (
          <AnnotationEditor layer={layer.data} selectedKeys={selectedKeys} tacticsOf={tacticsOf} />
        )}
        {layer.data !== undefined && selectedKeys.size === 0 && (
          <p className="muted">
            {`${formatNoun(summary.annotations, "annotation")} on ${formatNoun(summary.techniques, "technique")}, ${String(summary.scored)} scored. Select techniques in the matrix to annotate them.`}
          </p>
        )}
        {layer.data !== undefined && summary.annotations > 0 && (
          <button
            type="button"
            className="link"
            onClick={() => onSelect(annotatedKeys(layer.data.annotations, tacticsOf))}
          >
            Select annotated
          </button>
        )}
      </div>
    </section>
  );
}
