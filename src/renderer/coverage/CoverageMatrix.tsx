import { Menu } from "@mantine/core";
import { IconDownload, IconFilter } from "@tabler/icons-react";
import { useDeferredValue, useEffect, useMemo, useRef, useState } from "react";
import type { AssessmentResult } from "../../shared/model/assessment.ts";
import { type Domain, officialDomains, techniqueId } from "../../shared/model/attack-id.ts";
import type { Matrix as MatrixOfRelease, Release } from "../../shared/model/catalogue.ts";
import { type Focus, useApp } from "../app/app-state.ts";
import { layOutMatrix, prepareMatrix } from "../matrix/columns.ts";
import { Matrix, type MatrixHandle } from "../matrix/Matrix.tsx";
import {
  type MatrixDisplay,
  type MatrixLayout,
  type MatrixOrder,
  plainDisplay,
  type SubtechniqueDisplay,
} from "../matrix/matrix-display.ts";
import { buildMatrixView, type MatrixView } from "../matrix/matrix-view.ts";
import { actorsPainter } from "../matrix/painters/actors-painter.ts";
import { levelPainter } from "../matrix/painters/level-painter.ts";
import { keysOf, plainSelection, techniqueOf, techniquesOf } from "../matrix/selection.ts";
import { EmptyState } from "../ui/EmptyState.tsx";
import { ErrorNotice } from "../ui/ErrorNotice.tsx";
import { formatNoun } from "../ui/figures.ts";
import {
  type Choice,
  ChoiceMenu,
  MultiChoiceMenu,
  SegmentedControl,
  Toolbar,
} from "../ui/Toolbar.tsx";
import { showDone } from "../ui/toasts.tsx";
import { problemOf } from "../use-operation.ts";
import { useTableExport } from "../use-table-export.ts";
import { workbench } from "../workbench.ts";
import type { Problem } from "../../shared/problem.ts";
import { FindField, type MatchPlace } from "./FindField.tsx";
import {
  coverageColumns,
  describeSelection,
  listShown,
  listSubsets,
  narrowView,
  type Subset,
  subsetOf,
} from "./matrix-model.ts";

type MatrixMode = "level" | "actors";

const modes: readonly Choice<MatrixMode>[] = [
  { value: "level", label: "Level", note: "What of it we would see" },
  { value: "actors", label: "Actors’ use", note: "How many of the chosen actors use it" },
];
const layouts: readonly Choice<MatrixLayout>[] = [
  { value: "side", label: "Side", note: "Sub-techniques beside their technique" },
  { value: "flat", label: "Flat", note: "Sub-techniques below their technique" },
  { value: "mini", label: "Mini", note: "Every technique a small square" },
];
const subtechniqueChoices: readonly Choice<SubtechniqueDisplay>[] = [
  { value: "strips", label: "As strips", note: "A segment for each used one" },
  { value: "annotated", label: "Used", note: "Those of the chosen actors" },
  { value: "all", label: "All" },
  { value: "none", label: "None", note: "Without strips" },
];
const orders: readonly Choice<MatrixOrder>[] = [
  { value: "attack", label: "ATT&CK", note: "By name, as ATT&CK does" },
  { value: "gaps", label: "Gaps first", note: "What is not covered on top" },
];

/** How the matrix is drawn: kept while the window is open, whatever screen is shown between. */
interface Display extends MatrixDisplay {
  readonly mode: MatrixMode;
}

const remembered: { display: Display } = {
  display: { ...plainDisplay, mode: "level" },
};

/** The display of a visit: what a figure was counted from is not hidden in strips. */
function displayOf(focus: Focus | undefined): Display {
  const { display } = remembered;
  if (focus === undefined) return display;
  return {
    ...display,
    mode: "level",
    subtechniques: display.subtechniques === "strips" ? "annotated" : display.subtechniques,
  };
}

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
  const { focus, go, inspect, inspected } = useApp();
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

  const [display, setDisplay] = useState(() => displayOf(focus));
  const [subset, setSubset] = useState(() => subsetOf(focus));
  const [platforms, setPlatforms] = useState(noPlatforms);
  const [only, setOnly] = useState<ReadonlySet<string>>(
    () => new Set(focus?.levels?.map((level) => `cov-${level}`)),
  );
  const [find, setFind] = useState("");
  const [place, setPlace] = useState<MatchPlace | null>(null);
  const [selected, setSelected] = useState(() => selectionOf(whole, focus));
  const [problem, setProblem] = useState<Problem>();
  const { exportTable, problem: exportProblem } = useTableExport(`coverage-${domain}`);
  // The field follows the keys at once, the matrix as soon as it can.
  const searched = useDeferredValue(find);

  const view = useMemo(() => narrowView(whole, subset), [whole, subset]);
  const subsets = useMemo(() => listSubsets(whole, answer.actors), [whole, answer]);
  const scope = subset === "all" ? "all" : "chosen";
  // Squares of 12 px have no strips.
  const drawn = useMemo(
    (): MatrixDisplay =>
      display.layout === "mini" && display.subtechniques === "strips"
        ? { ...display, subtechniques: "annotated" }
        : display,
    [display],
  );
  const { actors } = view;
  const painter = useMemo(
    () => (display.mode === "level" ? levelPainter(actors) : actorsPainter(actors)),
    [display.mode, actors],
  );
  const chosenIds = techniquesOf(selected);

  const grid = useRef<MatrixHandle>(null);
  const findForm = useRef<HTMLFormElement>(null);
  useShownAtFirst(grid, focus, domain);

  const draw = (change: Partial<Display>): void => {
    const next = { ...display, ...change };
    remembered.display = next;
    setDisplay(next);
  };
  const chooseSubset = (next: Subset): void => {
    setSubset(next);
    setOnly(none);
    setPlace(null);
  };
  const clear = (): void => {
    chooseSubset("chosen");
    setPlatforms(noPlatforms);
    setFind("");
  };

  const walk = (by: 1 | -1): void => {
    const ids = grid.current?.found() ?? [];
    if (ids.length === 0) return;
    const here = place?.at ?? (by === 1 ? 0 : 1);
    const at = (here - 1 + by + ids.length) % ids.length;
    const key = ids[at] ?? "";
    const id = techniqueOf(key);
    setPlace({ at: at + 1, of: ids.length });
    setSelected(keysOf(view.techniques.filter((technique) => technique.id === id)));
    grid.current?.reveal({ cell: key });
  };

  const exportShown = (ids: ReadonlySet<string> | null): void => {
    const layout = layOutMatrix(prepareMatrix(view, painter, platforms), {
      ...display,
      scope,
      subtechniques: ids !== null || display.subtechniques === "all" ? "all" : "annotated",
      toggled: none,
      only,
      find: "",
    });
    const rows = listShown(layout, assessed);
    exportTable({
      columns: coverageColumns(view, answer),
      rows: ids === null ? rows : rows.filter(({ technique }) => ids.has(technique.id)),
    });
  };
  const copyIds = (): void => {
    setProblem(undefined);
    workbench.shell
      .copyText({ text: [...chosenIds].sort().join("\n") })
      .then(() => showDone(`Copied ${formatNoun(chosenIds.size, "ID")}.`))
      .catch((error: unknown) => setProblem(problemOf(error)));
  };

  const failed = problem ?? exportProblem;
  return (
    <div className="coverage">
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
            <Menu position="bottom-end">
              <Menu.Target>
                <button type="button" className="toolbar-button" aria-label="Export" title="Export">
                  <IconDownload size={16} stroke={1.75} aria-hidden />
                </button>
              </Menu.Target>
              <Menu.Dropdown>
                <Menu.Item onClick={() => exportShown(null)}>What is shown, as CSV…</Menu.Item>
                <Menu.Item onClick={() => go("overview")}>
                  Results and Navigator layers: on the overview
                </Menu.Item>
              </Menu.Dropdown>
            </Menu>
          </>
        }
      >
        <div className="coverage-title">
          <h1>Coverage</h1>
          {!release.hasDescriptions && <StarterLabel release={release} />}
        </div>
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
        <SegmentedControl
          label="Mode"
          value={display.mode}
          choices={modes}
          onChange={(mode) => {
            draw({ mode });
            setOnly(none);
          }}
        />
        <SegmentedControl
          label="Layout"
          value={display.layout}
          choices={layouts}
          onChange={(layout) => draw({ layout })}
        />
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
          onChange={setPlatforms}
        />
        <ChoiceMenu
          label="Sub-techniques"
          value={display.subtechniques}
          choices={subtechniqueChoices}
          onChange={(subtechniques) => draw({ subtechniques })}
        />
        <ChoiceMenu
          label="Order"
          value={display.order}
          choices={orders}
          onChange={(order) => draw({ order })}
        />
      </Toolbar>
      {failed !== undefined && (
        <div className="coverage-problem">
          <ErrorNotice problem={failed} />
        </div>
      )}
      <div className="coverage-stage">
        <Matrix
          label={`Coverage of ${name}`}
          view={view}
          painter={painter}
          display={drawn}
          onDisplay={({ zoom, hiddenTactics }) => draw({ zoom, hiddenTactics })}
          scope={scope}
          platforms={platforms}
          find={searched}
          only={only}
          onOnly={setOnly}
          part={subset === "assumed" || subset === "before-compromise" ? subset : null}
          onPart={(part) => chooseSubset(subset === part ? "chosen" : part)}
          selected={selected}
          selecting={plainSelection}
          handle={grid}
          onSelected={setSelected}
          openId={inspected?.domain === domain ? inspected.techniqueId : null}
          onOpen={(id) => inspect(domain, techniqueId.parse(id))}
          empty={
            <EmptyState action="Show all" onAction={clear}>
              No technique of the chosen actors is left under these filters.
            </EmptyState>
          }
          note={
            chosenIds.size > 1 && (
              <Menu position="top-end">
                <Menu.Target>
                  <button type="button" title={describeSelection(view, chosenIds)}>
                    <b>{chosenIds.size}</b> selected
                  </button>
                </Menu.Target>
                <Menu.Dropdown>
                  <Menu.Label>{describeSelection(view, chosenIds)}</Menu.Label>
                  <Menu.Item onClick={copyIds}>Copy IDs</Menu.Item>
                  <Menu.Item onClick={() => exportShown(chosenIds)}>Export as CSV…</Menu.Item>
                  <Menu.Item onClick={() => setSelected(none)}>Clear selection</Menu.Item>
                </Menu.Dropdown>
              </Menu>
            )
          }
        />
      </div>
    </div>
  );
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
