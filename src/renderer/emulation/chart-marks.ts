import type { FocusEvent, KeyboardEvent } from "react";

/** Where a mark stands in its chart. */
export interface MarkPlace {
  readonly row: number;
  readonly column: number;
}

/** What makes bars and points of a chart reachable by keys: one tab stop, arrows move. */
export interface ChartMarks {
  /** For the element around the chart. */
  readonly onKeyDown: (event: KeyboardEvent<HTMLElement>) => void;
  /** For a mark, an element of the drawing. */
  readonly markProps: (
    place: MarkPlace,
    name: string,
    onOpen: () => void,
  ) => {
    readonly role: "button";
    readonly className: "chart-mark";
    readonly tabIndex: number;
    readonly "aria-label": string;
    readonly "data-mark": string;
    readonly onFocus: (event: FocusEvent<SVGElement>) => void;
    readonly onClick: () => void;
  };
}

const keyOf = ({ row, column }: MarkPlace): string => `${String(row)} ${String(column)}`;

function placeOf(mark: Element): MarkPlace {
  const [row = 0, column = 0] = (mark.getAttribute("data-mark") ?? "").split(" ").map(Number);
  return { row, column };
}

/** The mark that an arrow leads to: along the row, or to the nearest of the next row that has any. */
function nextMark(marks: readonly Element[], from: Element, key: string): Element | undefined {
  const at = placeOf(from);
  const others = marks.map((mark) => ({ mark, ...placeOf(mark) }));
  const inRow = others.filter(({ row }) => row === at.row).sort((a, b) => a.column - b.column);
  const place = inRow.findIndex(({ mark }) => mark === from);
  switch (key) {
    case "ArrowRight":
      return inRow[place + 1]?.mark;
    case "ArrowLeft":
      return inRow[place - 1]?.mark;
    case "Home":
      return inRow[0]?.mark;
    case "End":
      return inRow.at(-1)?.mark;
    case "ArrowDown":
    case "ArrowUp": {
      const rows = others
        .map(({ row }) => row)
        .filter((row) => (key === "ArrowDown" ? row > at.row : row < at.row));
      const next = key === "ArrowDown" ? Math.min(...rows) : Math.max(...rows);
      return others
        .filter(({ row }) => row === next)
        .sort((a, b) => Math.abs(a.column - at.column) - Math.abs(b.column - at.column))[0]?.mark;
    }
    default:
      return undefined;
  }
}

/** The tab stop of a chart goes with the focus. Nothing is drawn anew for it: a press would miss. */
function moveTabStop({ currentTarget }: FocusEvent<SVGElement>): void {
  const marks = currentTarget.closest("figure")?.querySelectorAll('[data-mark][tabindex="0"]');
  for (const mark of marks ?? []) mark.setAttribute("tabindex", "-1");
  currentTarget.setAttribute("tabindex", "0");
}

function onKeyDown(event: KeyboardEvent<HTMLElement>): void {
  const from = event.target instanceof Element ? event.target.closest("[data-mark]") : null;
  if (from === null || event.altKey || event.ctrlKey || event.metaKey) return;
  if (event.key === "Enter" || event.key === " ") {
    event.preventDefault();
    from.dispatchEvent(new MouseEvent("click", { bubbles: true }));
    return;
  }
  const marks = [...event.currentTarget.querySelectorAll("[data-mark]")];
  const next = nextMark(marks, from, event.key);
  if (!(next instanceof SVGElement)) return;
  event.preventDefault();
  next.focus();
}

/** The marks of a chart; `first`: the one that Tab reaches at first. */
export function chartMarks(first: MarkPlace): ChartMarks {
  return {
    onKeyDown,
    markProps: (place, name, onOpen) => ({
      role: "button",
      className: "chart-mark",
      tabIndex: keyOf(place) === keyOf(first) ? 0 : -1,
      "aria-label": name,
      "data-mark": keyOf(place),
      onFocus: moveTabStop,
      onClick: onOpen,
    }),
  };
}
