import { IconFilter, IconStack2 } from "@tabler/icons-react";
import { useDeferredValue, useMemo, useRef, useState } from "react";
import type { AssessmentResult } from "../../shared/model/assessment.ts";
import { type Domain, officialDomains, techniqueId } from "../../shared/model/attack-id.ts";
import type { Matrix as MatrixOfRelease, Release } from "../../shared/model/catalogue.ts";
import type { LayerSource } from "../../shared/model/layer.ts";
import { useApp } from "../app/app-state.ts";
import { useShownLayer } from "../layers/shown-layers.ts";
import { layOutMatrix, prepareMatrix } from "../matrix/columns.ts";
import { Matrix, type MatrixHandle } from "../matrix/Matrix.tsx";
import {
  type MatrixDisplay,
  type MatrixLayout,
  plainDisplay,
  type SubtechniqueDisplay,
} from "../matrix/matrix-display.ts";
import { buildMatrixView } from "../matrix/matrix-view.ts";
import { keysOf, techniqueOf, techniquesOf } from "../matrix/selection.ts";
import { EmptyState } from "../ui/EmptyState.tsx";
import { ErrorNotice } from "../ui/ErrorNotice.tsx";
import { isCovered } from "../ui/levels.ts";
import { loadable } from "../ui/loadable.tsx";
import {
  type Choice,
  ChoiceMenu,
  MultiChoiceMenu,
  SegmentedControl,
  Toolbar,
} from "../ui/Toolbar.tsx";
import { useOperation } from "../use-operation.ts";
import { useTableExport } from "../use-table-export.ts";
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
} from "./matrix-model.ts";
import { ModeHelp } from "./ModeHelp.tsx";
import { type CoverageMode, isComparing, isComplete, modes, sourceOf } from "./modes.ts";
import { SelectionMenu } from "./SelectionMenu.tsx";
import { SelectMenu } from "./SelectMenu.tsx";
import { DifferenceChooser, LayerChooser } from "./SubjectChooser.tsx";
import { beginDomain, scopeOf } from "./begin-domain.ts";
import { ExportMenu } from "./ExportMenu.tsx";
import { FullScreenButton } from "./FullScreenButton.tsx";
import { StarterLabel } from "./StarterLabel.tsx";
import { Unchosen } from "./Unchosen.tsx";
import { useFullScreenKeys } from "./use-full-screen-keys.ts";
import { useLayerCommands } from "./use-layer-commands.ts";
import { useShownAtFirst } from "./use-shown-at-first.ts";
import { usePainter } from "./use-painter.ts";

const LayersPanel = loadable(
  async () => (await import("../layers/LayersPanel.tsx")).LayersPanel,
  <div className="coverage-panel" />,
);
const PictureDialog = loadable(
  async () => (await import("../layers/PictureDialog.tsx")).PictureDialog,
);
const SelectDialog = loadable(async () => (await import("./SelectDialog.tsx")).SelectDialog);

const layouts: readonly Choice<MatrixLayout>[] = [
  { value: "side", label: "Side", note: "Sub-techniques beside their technique" },
  { value: "flat", label: "Flat", note: "Sub-techniques below their technique" },
  { value: "mini", label: "Mini", note: "Every technique a small square" },
];
/** Whose sub-techniques there are: those that actors use, or those that layers annotate. */
const subtechniqueChoices = (word: "used" | "annotated"): Choice<SubtechniqueDisplay>[] => [
  { value: "strips", label: "As strips", note: `A segment for each ${word} one` },
  {
    value: "annotated",
    label: word === "used" ? "Used" : "Annotated",
    note: "Those that the mode speaks of",
  },
  { value: "all", label: "All" },
  { value: "none", label: "None", note: "Without strips" },
];

const none: ReadonlySet<string> = new Set();
const noPlatforms: readonly string[] = [];

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
      : focus.layerId !== undefined
        ? "layer"
        : focus.only === "tested"
          ? "outcomes"
          : "level",
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
  const [drawing, setDrawing] = useState<LayerSource | null>(null);
  const [picking, setPicking] = useState<ReadonlySet<string> | null>(null);
  const { exportTable, problem: exportProblem } = useTableExport(`coverage-${domain}`);
  // The field follows the keys at once, the matrix as soon as it can.
  const searched = useDeferredValue(find);
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
  const commands = useLayerCommands(layers.data ?? [], showLayer);
  const layerOfSelection = (): void => {
    const text = [...selectedIds].sort().join("\n");
    commands.keep({ kind: "list", domain, version, text }, "Selection");
  };
  const word = modes.find(({ value }) => value === mode)?.label ?? mode;
  const named = mode === "layer" ? (layer?.name ?? "") : `${answer.name}: ${word}`;
  const source = sourceOf({ mode, assessmentId, domain, layerId: layer?.id ?? null, difference });
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
  const failed = commands.problem ?? exportProblem ?? readProblem;
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
              <ExportMenu
                noun={mode === "layer" ? "This layer" : "This mode"}
                source={source}
                onTable={() => exportShown(null)}
                onLayerFile={(of) => commands.write(of, named)}
                onPicture={setDrawing}
                onKeep={mode === "layer" ? undefined : (of) => commands.keep(of, named)}
              />
              <FullScreenButton />
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
                onCopy={() => commands.copyIds(selectedIds)}
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
            choices={subtechniqueChoices(comparing ? "annotated" : "used")}
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
        <PictureDialog
          opened
          source={drawing}
          title={named}
          start={{ hiddenTactics: [...display.hiddenTactics] }}
          onClose={() => setDrawing(null)}
        />
      )}
      {picking !== null && (
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
      )}
    </div>
  );
}
