import {
  type KeyboardEvent,
  useEffect,
  useEffectEvent,
  useId,
  useMemo,
  useRef,
  useState,
} from "react";
import { useApp } from "../app/app-state.ts";
import { formatNoun } from "../ui/figures.ts";
import { Swatch } from "../ui/Tag.tsx";
import { useScheme } from "../ui/ThemeProvider.tsx";
import { FilterField, SegmentedControl } from "../ui/Toolbar.tsx";
import type { ComparisonViewProps } from "./comparison-view.ts";
import {
  edgeOf,
  hasNumbers,
  type HeatMapLayout,
  type HeatMapZoom,
  layOutHeatMap,
  likenessSteps,
  placeAt,
  stepOf,
} from "./heat-map.ts";

/** A cell, by places of the shown rows and columns. */
interface Cell {
  readonly row: number;
  readonly column: number;
}

/**
 * How alike every two actors are, those alike beside each other. Drawn, since it may have thousands
 * of cells; arrows move, and what a cell says stands below. The same as a table: Pairs.
 */
export function HeatMap({ comparison, profiles, shownKey, onShow }: ComparisonViewProps) {
  const { preferences } = useApp();
  const scheme = useScheme(preferences.theme);
  const { actors, byLikeness, pairs } = comparison;
  const count = actors.length;
  const [measure, setMeasure] = useState<"jaccard" | "weighted">("jaccard");
  const [zoom, setZoom] = useState<HeatMapZoom>("fit");
  const [filter, setFilter] = useState("");
  const [reached, setReached] = useState<Cell>();
  const [hovered, setHovered] = useState<Cell>();
  const [box, setBox] = useState({ width: 0, height: 0 });
  const scroller = useRef<HTMLDivElement>(null);
  const canvas = useRef<HTMLCanvasElement>(null);
  const wordsId = useId();

  const likeness = useMemo(() => {
    const values = new Float64Array(count * count).fill(1);
    let pair = 0;
    for (let a = 0; a < count; a += 1) {
      for (let b = a + 1; b < count; b += 1) {
        const value = pairs[pair]?.[measure] ?? 0;
        values[a * count + b] = value;
        values[b * count + a] = value;
        pair += 1;
      }
    }
    return values;
  }, [pairs, count, measure]);
  const shown = useMemo(() => {
    const wanted = filter.trim().toLocaleLowerCase("en");
    return byLikeness.filter((index) => {
      const actor = actors[index];
      return `${actor?.name ?? ""} ${actor?.id ?? ""}`.toLocaleLowerCase("en").includes(wanted);
    });
  }, [byLikeness, actors, filter]);
  const layout = useMemo(() => layOutHeatMap(shown.length, zoom, box), [shown, zoom, box]);

  useEffect(() => {
    const element = scroller.current;
    if (element === null) return;
    const measureBox = () => setBox({ width: element.clientWidth, height: element.clientHeight });
    measureBox();
    const observer = new ResizeObserver(measureBox);
    observer.observe(element);
    return () => observer.disconnect();
  }, []);

  const draw = useEffectEvent(() => {
    if (scroller.current === null || canvas.current === null) return;
    drawHeatMap(canvas.current, scroller.current, {
      layout,
      names: shown.map((index) => actors[index]?.name ?? ""),
      valueAt: ({ row, column }) => likeness[(shown[row] ?? 0) * count + (shown[column] ?? 0)] ?? 0,
      isSelf: ({ row, column }) => row === column,
      reached,
    });
  });
  useEffect(() => {
    draw();
  }, [layout, likeness, shown, reached, scheme]);
  useEffect(() => {
    const element = scroller.current;
    const onScroll = () => draw();
    element?.addEventListener("scroll", onScroll);
    return () => element?.removeEventListener("scroll", onScroll);
  }, []);

  const cellAt = (clientX: number, clientY: number): Cell | undefined => {
    const element = scroller.current;
    if (element === null) return undefined;
    const edge = element.getBoundingClientRect();
    // Names stay in view: what lies under them cannot be reached.
    if (clientX - edge.left < layout.names || clientY - edge.top < layout.names) return undefined;
    const column = placeAt(layout, shown.length, clientX - edge.left + element.scrollLeft);
    const row = placeAt(layout, shown.length, clientY - edge.top + element.scrollTop);
    return row === null || column === null ? undefined : { row, column };
  };
  const wordsOf = ({ row, column }: Cell): string => {
    const [a, b] = [shown[row] ?? 0, shown[column] ?? 0];
    const name = actors[a]?.name ?? "";
    if (a === b) return `${name}: ${formatNoun(actors[a]?.techniques ?? 0, "technique")}`;
    const value = likeness[a * count + b] ?? 0;
    const { shared, either } = sharedBy(profiles, a, b);
    return `${name} and ${actors[b]?.name ?? ""}: ${value.toFixed(3)}, ${formatNoun(shared.length, "technique")} shared of ${String(either)}`;
  };
  const reach = (cell: Cell) => {
    setReached(cell);
    const [a, b] = [shown[cell.row] ?? 0, shown[cell.column] ?? 0];
    const name = actors[a]?.name ?? "";
    if (a === b) {
      onShow({ key: `all ${String(a)}`, who: name, ids: profiles[a] ?? [] });
      return;
    }
    onShow({
      key: `pair ${String(Math.min(a, b))} ${String(Math.max(a, b))}`,
      who: `Shared by ${name} and ${actors[b]?.name ?? ""}`,
      ids: sharedBy(profiles, a, b).shared,
    });
    showCell(scroller.current, layout, cell);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const { row, column } = reached ?? { row: 0, column: 0 };
    const last = shown.length - 1;
    const moves: Readonly<Record<string, Cell>> = {
      ArrowRight: { row, column: Math.min(last, column + 1) },
      ArrowLeft: { row, column: Math.max(0, column - 1) },
      ArrowDown: { row: Math.min(last, row + 1), column },
      ArrowUp: { row: Math.max(0, row - 1), column },
      Home: { row, column: 0 },
      End: { row, column: last },
    };
    const next = moves[event.key];
    if (next === undefined || last < 0 || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    reach(next);
  };
  const told = hovered ?? reached;
  return (
    <>
      <div className="compare-view-tools">
        <SegmentedControl
          label="Likeness"
          value={measure}
          choices={[
            { value: "jaccard", label: "Jaccard", note: "Shared by both, of used by either" },
            {
              value: "weighted",
              label: "By rarity",
              note: "The same, each technique counting −ln(share of all groups that use it)",
            },
          ]}
          onChange={setMeasure}
        />
        <SegmentedControl
          label="Zoom"
          value={zoom}
          choices={[
            { value: "fit", label: "Fit" },
            { value: "names", label: "Names" },
            { value: "numbers", label: "Numbers" },
          ]}
          onChange={setZoom}
        />
        <FilterField
          label="Filter by actor"
          placeholder="Filter by actor"
          width={150}
          value={filter}
          onChange={(value) => {
            setFilter(value);
            setReached(undefined);
            setHovered(undefined);
          }}
        />
      </div>
      {/* Keys move over drawn cells, which no element stands for. */}
      {/* eslint-disable-next-line jsx-a11y/no-noninteractive-element-interactions */}
      <div
        ref={scroller}
        className="heat-map"
        // A scrolling region has to be reachable by keyboard.
        // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex
        tabIndex={0}
        role="application"
        aria-label={`Heat map of ${formatNoun(shown.length, "actor")}; arrows move`}
        aria-describedby={wordsId}
        onKeyDown={onKeyDown}
        onMouseMove={(event) => setHovered(cellAt(event.clientX, event.clientY))}
        onMouseLeave={() => setHovered(undefined)}
        onClick={(event) => {
          const cell = cellAt(event.clientX, event.clientY);
          if (cell !== undefined) reach(cell);
        }}
      >
        <div style={{ width: layout.size, height: layout.size }}>
          <canvas ref={canvas} aria-hidden="true" data-shown={shownKey ?? undefined} />
        </div>
      </div>
      <div className="heat-map-foot">
        <span id={wordsId} role="status" className="heat-map-words">
          {told === undefined ? "Point at a cell, or move with the arrows." : wordsOf(told)}
        </span>
        <ul className="bar-legend plain">
          {likenessSteps.map(({ fill, word }) => (
            <li key={fill}>
              <Swatch fill={fill} small />
              {word}
            </li>
          ))}
        </ul>
      </div>
    </>
  );
}

function sharedBy(
  profiles: ComparisonViewProps["profiles"],
  a: number,
  b: number,
): { readonly shared: ComparisonViewProps["profiles"][number]; readonly either: number } {
  const first = profiles[a] ?? [];
  const second = new Set(profiles[b] ?? []);
  const shared = first.filter((id) => second.has(id));
  return { shared, either: first.length + second.size - shared.length };
}

/** Scrolls as little as it takes to have a cell in view, beside the names. */
function showCell(box: HTMLDivElement | null, { cell, names }: HeatMapLayout, at: Cell): void {
  if (box === null) return;
  const inView = (start: number, scroll: number, room: number) => {
    if (start < scroll) return start;
    return start + cell > scroll + room ? start + cell - room : scroll;
  };
  box.scrollLeft = inView(at.column * cell, box.scrollLeft, box.clientWidth - names);
  box.scrollTop = inView(at.row * cell, box.scrollTop, box.clientHeight - names);
}

interface Drawing {
  readonly layout: HeatMapLayout;
  readonly names: readonly string[];
  readonly valueAt: (cell: Cell) => number;
  readonly isSelf: (cell: Cell) => boolean;
  readonly reached: Cell | undefined;
}

/** Draws the part in view; the canvas stays where it is while the box scrolls under it. */
function drawHeatMap(
  element: HTMLCanvasElement,
  box: HTMLDivElement,
  { layout, names, valueAt, isSelf, reached }: Drawing,
): void {
  const { cell, names: room, size } = layout;
  const width = Math.min(box.clientWidth, size);
  const height = Math.min(box.clientHeight, size);
  const ratio = window.devicePixelRatio;
  element.width = Math.round(width * ratio);
  element.height = Math.round(height * ratio);
  element.style.width = `${String(width)}px`;
  element.style.height = `${String(height)}px`;
  const context = element.getContext("2d");
  if (context === null) return;
  const style = getComputedStyle(box);
  const colour = (name: string) => style.getPropertyValue(name);
  const fills = likenessSteps.map(({ fill }) => colour(`--${fill}`));
  const inks = likenessSteps.map(({ fill }) => colour(`--${fill}-ink`));
  const [surface, sunken, line, text, muted] = ["surface", "sunken", "line", "text", "muted"].map(
    (name) => colour(`--${name}`),
  );
  context.scale(ratio, ratio);
  context.fillStyle = surface ?? "";
  context.fillRect(0, 0, width, height);
  const gap = cell >= 8 ? 1 : 0;
  const first = (scroll: number) => Math.max(0, Math.floor(scroll / cell));
  const last = (scroll: number, extent: number) =>
    Math.min(names.length, Math.ceil((scroll + extent - room) / cell));
  const { scrollLeft, scrollTop } = box;
  const rows = [first(scrollTop), last(scrollTop, height)] as const;
  const columns = [first(scrollLeft), last(scrollLeft, width)] as const;
  const numbered = hasNumbers(layout);
  const span = (place: number, scroll: number) =>
    [room + edgeOf(layout, place) - scroll, room + edgeOf(layout, place + 1) - scroll] as const;
  context.font = `500 10.5px ${style.fontFamily}`;
  context.textBaseline = "middle";
  context.textAlign = "center";
  context.save();
  context.beginPath();
  context.rect(room, room, width - room, height - room);
  context.clip();
  for (let row = rows[0]; row < rows[1]; row += 1) {
    for (let column = columns[0]; column < columns[1]; column += 1) {
      const [x, right] = span(column, scrollLeft);
      const [y, bottom] = span(row, scrollTop);
      const at = { row, column };
      const value = valueAt(at);
      const step = stepOf(value);
      const self = isSelf(at);
      context.fillStyle = (self ? line : (fills[step] ?? sunken)) ?? "";
      context.fillRect(x, y, right - x - gap, bottom - y - gap);
      if (!numbered || self || step === -1) continue;
      context.fillStyle = inks[step] ?? "";
      context.fillText(value.toFixed(2).slice(1), x + cell / 2, y + cell / 2);
    }
  }
  if (reached !== undefined) {
    const [x, right] = span(reached.column, scrollLeft);
    const [y, bottom] = span(reached.row, scrollTop);
    context.strokeStyle = text ?? "";
    context.lineWidth = 2;
    context.strokeRect(x - 1, y - 1, right - x - gap + 2, bottom - y - gap + 2);
  }
  context.restore();
  if (room === 0) return;
  context.font = `400 11px ${style.fontFamily}`;
  context.textAlign = "right";
  for (let row = rows[0]; row < rows[1]; row += 1) {
    const y = room + row * cell - scrollTop + cell / 2;
    if (y < room) continue;
    context.fillStyle = (reached?.row === row ? text : muted) ?? "";
    context.fillText(shorten(context, names[row] ?? "", room - 10), room - 6, y);
  }
  context.textAlign = "left";
  for (let column = columns[0]; column < columns[1]; column += 1) {
    const x = room + column * cell - scrollLeft + cell / 2;
    if (x < room) continue;
    context.save();
    context.translate(x, room - 6);
    context.rotate(-Math.PI / 2);
    context.fillStyle = (reached?.column === column ? text : muted) ?? "";
    context.fillText(shorten(context, names[column] ?? "", room - 10), 0, 0);
    context.restore();
  }
}

function shorten(context: CanvasRenderingContext2D, name: string, room: number): string {
  if (context.measureText(name).width <= room) return name;
  let kept = name;
  while (kept.length > 1 && context.measureText(`${kept}…`).width > room) kept = kept.slice(0, -1);
  return `${kept}…`;
}
