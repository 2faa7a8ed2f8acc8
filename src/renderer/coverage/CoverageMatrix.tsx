import { Menu } from "@mantine/core";
import {
  IconArrowsMaximize,
  IconArrowsMinimize,
  IconDownload,
  IconFilter,
  IconStack2,
} from "@tabler/icons-react";
import {
  lazy,
  Suspense,
  useDeferredValue,
  useEffect,
  useEffectEvent,
  useMemo,
  useRef,
  useState,
} from "react";
import type { AssessmentResult } from "../../shared/model/assessment.ts";
import { type Domain, officialDomains, techniqueId } from "../../shared/model/attack-id.ts";
import type { Matrix as MatrixOfRelease, Release } from "../../shared/model/catalogue.ts";
import type { LayerSource } from "../../shared/model/layer.ts";
import type { Problem } from "../../shared/problem.ts";
import { type Focus, useApp } from "../app/app-state.ts";
import { safeFileName } from "../app/file-names.ts";
import { isEscTaken } from "../frame/esc-key.ts";
import { setFullScreen, useFullScreen } from "../frame/full-screen.ts";
import { useShownLayer } from "../layers/shown-layers.ts";
import { layOutMatrix, type MatrixScope, prepareMatrix } from "../matrix/columns.ts";
import { Matrix, type MatrixHandle } from "../matrix/Matrix.tsx";
import {
  type MatrixDisplay,
  type MatrixLayout,
  nothingFolded,
  plainDisplay,
  type SubtechniqueDisplay,
} from "../matrix/matrix-display.ts";
import { buildMatrixView, type MatrixView } from "../matrix/matrix-view.ts";
import { keysOf, techniqueOf, techniquesOf } from "../matrix/selection.ts";
import { EmptyState } from "../ui/EmptyState.tsx";
import { ErrorNotice } from "../ui/ErrorNotice.tsx";
import { formatNoun } from "../ui/figures.ts";
import { isCovered } from "../ui/levels.ts";
import {
  type Choice,
  ChoiceMenu,
  MultiChoiceMenu,
  SegmentedControl,
  Toolbar,
} from "../ui/Toolbar.tsx";
import { showDone } from "../ui/toasts.tsx";
import { problemOf, useOperation } from "../use-operation.ts";
import { useTableExport } from "../use-table-export.ts";
import { workbench } from "../workbench.ts";
import {
  type DomainState,
  recallDomain,
  recallScreen,
  rememberDomain,
  rememberScreen,
} from "./coverage-state.ts";
import { DisplayMenu } from "./DisplayMenu.tsx";
import { explainMode } from "./explain-mode.ts";
import { FindField, type MatchPlace } from "./FindField.tsx";
import {
  coverageColumns,
  describeSelection,
  listLegendPicks,
  listShown,
  listSubsets,
  narrowView,
  type Subset,
  subsetOf,
} from "./matrix-model.ts";
import { ModeHelp } from "./ModeHelp.tsx";
import { type CoverageMode, isComparing, isComplete, modes, sourceOf } from "./modes.ts";
import { SelectionMenu } from "./SelectionMenu.tsx";
import { SelectMenu } from "./SelectMenu.tsx";
import { DifferenceChooser, LayerChooser } from "./SubjectChooser.tsx";
import { usePainter } from "./use-painter.ts";

const LayersPanel = lazy(async () => ({
  default: (await import("../layers/LayersPanel.tsx")).LayersPanel,
}));
const PictureDialog = lazy(async () => ({
  default: (await import("../layers/PictureDialog.tsx")).PictureDialog,
}));
const SelectDialog = lazy(async () => ({
  default: (await import("./SelectDialog.tsx")).SelectDialog,
}));

const layouts: readonly Choice<MatrixLayout>[] = [
  { value: "side", label: "Side", note: "Sub-techniques beside their technique" },
  { value: "flat", label: "Flat", note: "Sub-techniques below their technique" },
  { value: "mini", label: "Mini", note: "Every technique a small square" },
];
const subtechniqueChoices: readonly Choice<SubtechniqueDisplay>[] = [
  { value: "strips", label: "As strips", note: "A segment for each used one" },
  { value: "annotated", label: "Used", note: "Those that the mode speaks of" },
  { value: "all", label: "All" },
  { value: "none", label: "None", note: "Without strips" },
];

/** The counted techniques of the tactic that a focus names, or the technique that it names. */
function selectionOf(view: MatrixView, focus: Focus | undefined): ReadonlySet<string> {
  if (focus?.techniqueId !== undefined) {
    return keysOf(view.techniques.filter(({ id }) => id === focus.techniqueId));
  }
  const tactic = focus?.tactic;
  if (tactic === undefined) return new Set();
  return keysOf(
    view.techniques.filter(
      ({ answer, tactics }) => answer?.inDenominator === true && tactics.includes(tactic),
    ),
  );
}

const none: ReadonlySet<string> = new Set();
const noPlatforms: readonly string[] = [];

/** The state of a visit: what a figure was counted from is what it begins with. */
function beginDomain(state: DomainState, view: MatrixView, focus: Focus | undefined): DomainState {
  if (focus === undefined) return state;
  return {
    ...state,
    subset: subsetOf(focus),
    platforms: noPlatforms,
    hiddenTactics: [],
    folds: nothingFolded,
    selected: selectionOf(view, focus),
  };
}

function scopeOf(subset: Subset): MatrixScope {
  return subset === "all" || subset === "annotated" ? subset : "chosen";
}

/** The matrix of one domain with its toolbar. */
export function CoverageMatrix({
  answer,
  release,
  matrix,
  onDomain,
}: {
  readonly answer: AssessmentResult;
  readonly release: Release;
  readonly matrix: MatrixOfRelease;
  readonly onDomain: (domain: Domain) => void;
}) {
  const { focus, inspect, inspected, workspace, preferences, setPreferences } = useApp();
  const { assessmentId } = answer;
  const { domain, version } = release;
  const name = `${domain} ${version}`;

  const assessed = useMemo(
    () => answer.techniques.filter((technique) => technique.domain === domain),
    [answer, domain],
  );
  const whole = useMemo(
    () => buildMatrixView(matrix, assessed, answer.actors.length),
    [matrix, assessed, answer],
  );

  const [mode, setMode] = useState<CoverageMode>(() =>
    focus === undefined
      ? recallScreen(workspace).mode
      : focus.layerId === undefined
        ? "level"
        : "layer",
  );
  const [selecting, setSelecting] = useState(() => recallScreen(workspace).selecting);
  const [layersOpen, setLayersOpen] = useState(
    () => focus?.layerId !== undefined || recallScreen(workspace).layersOpen,
  );
  const [state, setState] = useState(() =>
    beginDomain(recallDomain(workspace, assessmentId, domain), whole, focus),
  );
  const { platforms, selected, difference } = state;
  // What a figure was counted from is not hidden in strips, for this visit.
  const [unfolded, setUnfolded] = useState(focus !== undefined);
  const [layerId, setLayerId] = useShownLayer(domain, focus?.layerId);
  const [only, setOnly] = useState<ReadonlySet<string>>(
    () => new Set(focus?.levels?.map((level) => `cov-${level}`)),
  );
  const [find, setFind] = useState("");
  const [place, setPlace] = useState<MatchPlace | null>(null);
  const [problem, setProblem] = useState<Problem>();
  const [drawing, setDrawing] = useState<LayerSource | null>(null);
  const [picking, setPicking] = useState<ReadonlySet<string> | null>(null);
  const { exportTable, problem: exportProblem } = useTableExport(`coverage-${domain}`);
  // The field follows the keys at once, the matrix as soon as it can.
  const searched = useDeferredValue(find);
  const full = useFullScreen();
  const layers = useOperation("layers", "list", {});
  const assessments = useOperation("assessments", "list", {});

  const set = (change: Partial<DomainState>): void => {
    const next = { ...state, ...change };
    rememberDomain(workspace, assessmentId, domain, next);
    setState(next);
  };
  const setSelected = (next: ReadonlySet<string>): void => set({ selected: next });

  const comparing = isComparing(mode);
  const subset = comparing ? state.layerSubset : state.subset;
  const scope = scopeOf(subset);
  const view = useMemo(() => narrowView(whole, subset), [whole, subset]);
  const subsets = useMemo(
    () => listSubsets(whole, answer.actors, comparing),
    [whole, answer, comparing],
  );
  const display = useMemo((): MatrixDisplay => {
    const { hiddenTactics } = state;
    const kept = { ...plainDisplay, ...preferences.matrix, hiddenTactics };
    // Squares of 12 px have no strips.
    const inStrips = kept.subtechniques === "strips" && (kept.layout === "mini" || unfolded);
    return inStrips ? { ...kept, subtechniques: "annotated" } : kept;
  }, [preferences.matrix, state, unfolded]);
  const {
    painter,
    groups,
    seen,
    problem: readProblem,
  } = usePainter({ mode, view: whole, scope, answer, domain, layerId, difference });
  const selectedIds = useMemo(() => techniquesOf(selected), [selected]);
  const domainLayers = useMemo(
    () => layers.data?.filter((each) => each.domain === domain) ?? [],
    [layers.data, domain],
  );
  const layer = domainLayers.find(({ id }) => id === layerId);

  const grid = useRef<MatrixHandle>(null);
  const findForm = useRef<HTMLFormElement>(null);
  useShownAtFirst(grid, focus, domain);
  useFullScreenKeys();

  const draw = (change: Partial<MatrixDisplay>): void => {
    const { hiddenTactics, ...kept } = { ...plainDisplay, ...preferences.matrix, ...change };
    if (change.hiddenTactics !== undefined) set({ hiddenTactics: change.hiddenTactics });
    if (change.subtechniques !== undefined) setUnfolded(false);
    setPreferences({ matrix: kept });
  };
  const chooseMode = (next: CoverageMode): void => {
    rememberScreen(workspace, { mode: next });
    setMode(next);
    setOnly(none);
    if (next === "difference" && difference.kind === "layers" && difference.first === null) {
      const first = layerId ?? domainLayers[0]?.id ?? null;
      const second = domainLayers.find(({ id }) => id !== first)?.id ?? null;
      set({ difference: { kind: "layers", first, second } });
    }
    if (next === "layer" && layer === undefined) setLayerId(domainLayers[0]?.id ?? null);
  };
  const showLayer = (id: number | null): void => {
    if (id !== null) chooseMode("layer");
    else if (mode === "layer") chooseMode("level");
    // A layer that was just made is not in the list yet: the mode would begin with another one.
    setLayerId(id);
  };
  const toggleLayers = (): void => {
    rememberScreen(workspace, { layersOpen: !layersOpen });
    setLayersOpen(!layersOpen);
  };
  const chooseSubset = (next: Subset): void => {
    set(comparing ? { layerSubset: next } : { subset: next });
    setOnly(none);
    setPlace(null);
  };
  const clear = (): void => {
    set({
      platforms: noPlatforms,
      hiddenTactics: [],
      ...(comparing ? { layerSubset: "all" } : { subset: "chosen" }),
    });
    setOnly(none);
    setPlace(null);
    setFind("");
  };

  const walk = (by: 1 | -1): void => {
    const keys = grid.current?.found() ?? [];
    if (keys.length === 0) return;
    const here = place?.at ?? (by === 1 ? 0 : 1);
    const at = (here - 1 + by + keys.length) % keys.length;
    const key = keys[at] ?? "";
    const id = techniqueOf(key);
    setPlace({ at: at + 1, of: keys.length });
    setSelected(keysOf(view.techniques.filter((technique) => technique.id === id)));
    grid.current?.reveal({ cell: key });
  };

  const layOutShown = (subtechniques: "all" | "annotated") =>
    layOutMatrix(prepareMatrix(view, painter, platforms), {
      ...display,
      scope,
      subtechniques,
      toggled: none,
      only,
      find: "",
    });
  const exportShown = (ids: ReadonlySet<string> | null): void => {
    const all = ids !== null || display.subtechniques === "all";
    const rows = listShown(layOutShown(all ? "all" : "annotated"), assessed);
    exportTable({
      columns: coverageColumns(view, answer, seen),
      rows: ids === null ? rows : rows.filter(({ technique }) => ids.has(technique.id)),
    });
  };
  const attempt = (work: Promise<void>): void => {
    setProblem(undefined);
    work.catch((error: unknown) => setProblem(problemOf(error)));
  };
  const copyIds = (): void =>
    attempt(
      workbench.shell
        .copyText({ text: [...selectedIds].sort().join("\n") })
        .then(() => showDone(`Copied ${formatNoun(selectedIds.size, "ID")}.`)),
    );
  const layerOfSelection = (): void =>
    attempt(
      workbench.layers
        .create({
          source: { kind: "list", domain, version, text: [...selectedIds].sort().join("\n") },
          name: freeName("Selection", new Set(layers.data?.map((each) => each.name))),
          group: "",
        })
        .then(({ layer: made }) => {
          showLayer(made.id);
          showDone(`Made the layer “${made.name}”.`);
        }),
    );
  const word = modes.find(({ value }) => value === mode)?.label ?? mode;
  const named = mode === "layer" ? (layer?.name ?? "") : `${answer.name}: ${word}`;
  const source = sourceOf({ mode, assessmentId, domain, layerId: layer?.id ?? null, difference });
  const layerOfMode = (): void => {
    const names = new Set(layers.data?.map((each) => each.name));
    if (source === null) return;
    attempt(
      workbench.layers
        .create({ source, name: freeName(named, names), group: "" })
        .then(({ layer: made }) => {
          showLayer(made.id);
          showDone(`Saved as the layer “${made.name}”.`);
        }),
    );
  };
  const writeLayerFile = (): void => {
    if (source === null) return;
    const suggested = `${safeFileName(named)}.json`;
    attempt(
      workbench.shell.chooseSaveFile({ suggested, extension: "json" }).then(async (path) => {
        if (path === null) return;
        await workbench.layers.export({ sources: [source], path });
        showDone(`Exported to ${path}`);
      }),
    );
  };
  const legendPicks = () => listLegendPicks(layOutShown("all"), painter);

  const figures = useMemo(() => {
    const counted = view.techniques.flatMap(({ answer: own }) =>
      own?.inDenominator === true ? [own] : [],
    );
    return {
      counted: counted.length,
      covered: counted.filter(({ level }) => isCovered(level)).length,
    };
  }, [view]);
  const explanation = explainMode({
    mode,
    answer,
    painter,
    figures,
    groups,
    seen,
    layer,
    difference,
    release: name,
  });
  const visible = (): ReadonlySet<string> => new Set(grid.current?.shown() ?? []);
  const failed = problem ?? exportProblem ?? readProblem;
  const said = describeSelection(view, selectedIds);
  return (
    <div className="coverage">
      <div className="coverage-bars">
        <Toolbar
          end={
            <>
              <FindField
                value={find}
                onChange={(value) => {
                  setFind(value);
                  setPlace(null);
                }}
                place={place}
                onStep={walk}
                form={findForm}
              />
              <button
                type="button"
                className="toolbar-button"
                aria-pressed={layersOpen}
                onClick={toggleLayers}
              >
                <IconStack2 size={16} stroke={1.75} aria-hidden="true" />
                <b>Layers</b>
              </button>
              <Menu position="bottom-end">
                <Menu.Target>
                  <button
                    type="button"
                    className="toolbar-button"
                    aria-label="Export"
                    title="Export"
                  >
                    <IconDownload size={16} stroke={1.75} aria-hidden="true" />
                  </button>
                </Menu.Target>
                <Menu.Dropdown>
                  <Menu.Item onClick={() => exportShown(null)}>What is shown, as CSV…</Menu.Item>
                  <Menu.Item disabled={source === null} onClick={writeLayerFile}>
                    {mode === "layer" ? "This layer" : "This mode"}, as a Navigator layer…
                  </Menu.Item>
                  <Menu.Item disabled={source === null} onClick={() => setDrawing(source)}>
                    Picture or table…
                  </Menu.Item>
                  {mode !== "layer" && (
                    <Menu.Item disabled={source === null} onClick={layerOfMode}>
                      Save this mode as a layer
                    </Menu.Item>
                  )}
                </Menu.Dropdown>
              </Menu>
              <button
                type="button"
                className="toolbar-button"
                aria-label={full ? "Leave full screen" : "Full screen"}
                title={full ? "Leave full screen (Esc)" : "Full screen (F11)"}
                aria-pressed={full}
                onClick={() => setFullScreen(!full)}
              >
                {full ? (
                  <IconArrowsMinimize size={16} stroke={1.75} aria-hidden="true" />
                ) : (
                  <IconArrowsMaximize size={16} stroke={1.75} aria-hidden="true" />
                )}
              </button>
            </>
          }
        >
          <div className="coverage-title">
            <h1>Coverage</h1>
            {!release.hasDescriptions && <StarterLabel release={release} />}
          </div>
          <SegmentedControl label="Mode" value={mode} choices={modes} onChange={chooseMode} />
          <ModeHelp explanation={explanation} />
        </Toolbar>
        <Toolbar
          end={
            selected.size > 0 && (
              <SelectionMenu
                ids={selectedIds}
                said={said}
                onCopy={copyIds}
                onExport={() => exportShown(selectedIds)}
                onLayer={layerOfSelection}
                onAnnotate={mode === "layer" && !layersOpen ? toggleLayers : undefined}
                onInspect={(id) => inspect(domain, techniqueId.parse(id))}
                onClear={() => setSelected(none)}
              />
            )
          }
        >
          {answer.catalogues.length > 1 && (
            <ChoiceMenu
              label="Domain"
              value={domain}
              choices={answer.catalogues.map((catalogue) => ({
                value: catalogue.domain,
                label: officialDomains.get(catalogue.domain) ?? catalogue.domain,
                note: `${catalogue.domain} ${catalogue.version}`,
              }))}
              onChange={onDomain}
            />
          )}
          {mode === "layer" && (
            <LayerChooser
              label="Layer"
              layers={domainLayers}
              layerId={layerId}
              onChoose={setLayerId}
            />
          )}
          {mode === "difference" && (
            <DifferenceChooser
              layers={domainLayers}
              assessments={assessments.data ?? []}
              domain={domain}
              assessmentId={assessmentId}
              difference={difference}
              onChange={(next) => {
                set({ difference: next });
                setOnly(none);
              }}
            />
          )}
          <ChoiceMenu
            label="Scope"
            icon={<IconFilter size={16} stroke={1.75} aria-hidden />}
            value={subset}
            choices={subsets}
            onChange={chooseSubset}
          />
          <MultiChoiceMenu
            label="Platforms"
            values={matrix.platforms}
            chosen={platforms}
            onChange={(next) => set({ platforms: next })}
          />
          <ChoiceMenu
            label="Sub-techniques"
            value={display.subtechniques}
            choices={subtechniqueChoices}
            onChange={(subtechniques) => draw({ subtechniques })}
          />
          <SegmentedControl
            label="Layout"
            value={display.layout}
            choices={layouts}
            onChange={(next) => draw({ layout: next })}
          />
          <DisplayMenu display={display} tactics={view.tactics} onChange={draw} />
          <SelectMenu
            selected={selected}
            techniques={view.techniques}
            visible={visible}
            selecting={selecting}
            onSelected={setSelected}
            onSelecting={(next) => {
              rememberScreen(workspace, { selecting: next });
              setSelecting(next);
            }}
            onPick={() => setPicking(visible())}
          />
        </Toolbar>
      </div>
      {failed !== undefined && (
        <div className="coverage-problem">
          <ErrorNotice problem={failed} />
        </div>
      )}
      <div className="coverage-work">
        {layersOpen && (
          <Suspense fallback={<div className="coverage-panel" />}>
            <LayersPanel
              domain={domain}
              version={version}
              assessmentId={assessmentId}
              shownLayerId={mode === "layer" ? layerId : null}
              onShow={showLayer}
              onCompare={(first, second) => {
                set({ difference: { kind: "layers", first, second } });
                rememberScreen(workspace, { mode: "difference" });
                setMode("difference");
                setOnly(none);
              }}
              selectedKeys={selected}
              onSelect={setSelected}
              onClose={toggleLayers}
            />
          </Suspense>
        )}
        <div className="coverage-stage">
          <Matrix
            label={`Coverage of ${name}`}
            view={view}
            painter={painter}
            display={display}
            folds={state.folds}
            onFolds={(folds) => set({ folds })}
            onDisplay={({ zoom, hiddenTactics }) => draw({ zoom, hiddenTactics })}
            scope={scope}
            platforms={platforms}
            find={searched}
            only={only}
            onOnly={setOnly}
            part={subset === "assumed" || subset === "before-compromise" ? subset : null}
            onPart={(part) => chooseSubset(subset === part ? "chosen" : part)}
            selected={selected}
            selecting={selecting}
            handle={grid}
            onSelected={setSelected}
            openId={inspected?.domain === domain ? inspected.techniqueId : null}
            clickSelects={layersOpen && mode === "layer"}
            onOpen={(id) => inspect(domain, techniqueId.parse(id))}
            empty={
              <EmptyState action="Show all" onAction={clear}>
                {scope === "annotated"
                  ? "Nothing is annotated under these filters."
                  : "No technique of the chosen actors is left under these filters."}
              </EmptyState>
            }
            note={null}
          />
          {mode === "layer" && layer === undefined && layers.data !== undefined && (
            <Unchosen
              text={
                domainLayers.length === 0
                  ? `No layers of ${domain} yet. Make one from data, or import Navigator’s.`
                  : "No layer is chosen."
              }
              onLayers={layersOpen ? undefined : toggleLayers}
            />
          )}
          {mode === "difference" && !isComplete(difference) && (
            <Unchosen
              text={
                difference.kind === "layers"
                  ? `A difference needs two layers of ${domain}.`
                  : `A difference needs another assessment that asks about ${domain}.`
              }
              onLayers={difference.kind === "layers" && !layersOpen ? toggleLayers : undefined}
            />
          )}
        </div>
      </div>
      {drawing !== null && (
        <Suspense fallback={null}>
          <PictureDialog
            opened
            source={drawing}
            title={named}
            start={{ hiddenTactics: [...display.hiddenTactics] }}
            onClose={() => setDrawing(null)}
          />
        </Suspense>
      )}
      {picking !== null && (
        <Suspense fallback={null}>
          <SelectDialog
            releaseId={release.id}
            release={name}
            techniques={whole.techniques}
            platforms={matrix.platforms}
            legend={legendPicks()}
            visible={picking}
            selected={selected}
            assessmentWays={answer.settings.ways}
            withSubtechniques={selecting.withSubtechniques}
            onSelect={setSelected}
            onClose={() => setPicking(null)}
          />
        </Suspense>
      )}
    </div>
  );
}

/** A name that no layer has yet: "Selection", "Selection 2". */
function freeName(name: string, taken: ReadonlySet<string>): string {
  let free = name;
  for (let count = 2; taken.has(free); count += 1) free = `${name} ${String(count)}`;
  return free;
}

/** Says over the matrix what the mode lacks, and where to get it. */
function Unchosen({
  text,
  onLayers,
}: {
  readonly text: string;
  readonly onLayers: (() => void) | undefined;
}) {
  return (
    <div className="coverage-unchosen" role="status">
      <span>{text}</span>
      {onLayers !== undefined && (
        <button type="button" className="toolbar-button" onClick={onLayers}>
          <b>Open layers</b>
        </button>
      )}
    </div>
  );
}

/** F11 shows the matrix alone, F11 again or Esc brings the frame back; so does leaving the screen. */
function useFullScreenKeys(): void {
  const full = useFullScreen();
  const { inspected } = useApp();
  const onKey = useEffectEvent((event: KeyboardEvent) => {
    if (event.key === "F11") setFullScreen(!full);
    else if (event.key === "Escape" && full && inspected === null && !isEscTaken(event)) {
      setFullScreen(false);
    } else return;
    event.preventDefault();
  });
  useEffect(() => {
    const listener = (event: KeyboardEvent) => onKey(event);
    window.addEventListener("keydown", listener);
    return () => {
      window.removeEventListener("keydown", listener);
      setFullScreen(false);
    };
  }, []);
}

/** Says what the release lacks, and what brings it. */
function StarterLabel({ release }: { readonly release: Release }) {
  const { importCatalogue } = useApp();
  return (
    <Menu>
      <Menu.Target>
        <button type="button" className="coverage-starter">
          {release.authenticity === "starter" ? "Starter: facts only" : "No descriptions"}
        </button>
      </Menu.Target>
      <Menu.Dropdown>
        <div className="coverage-starter-note">
          {release.domain} {release.version} holds no descriptions and no procedure texts. They come
          with the official bundle.
        </div>
        <Menu.Item onClick={importCatalogue}>Import ATT&CK bundle…</Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}

/** Brings what a focus names into view, and the technique into the inspector, once. */
function useShownAtFirst(
  grid: { readonly current: MatrixHandle | null },
  focus: Focus | undefined,
  domain: Domain,
): void {
  const { inspect } = useApp();
  const isShown = useRef(false);
  useEffect(() => {
    if (isShown.current || focus === undefined) return;
    // The matrix paints once it knows its room.
    const frame = requestAnimationFrame(() => {
      isShown.current = true;
      if (focus.techniqueId !== undefined) grid.current?.reveal({ cell: focus.techniqueId });
      else if (focus.tactic !== undefined) grid.current?.reveal({ tactic: focus.tactic });
      if (focus.techniqueId !== undefined) inspect(domain, focus.techniqueId);
    });
    return () => cancelAnimationFrame(frame);
  }, [grid, focus, domain, inspect]);
}
