import "./DataTable.css";
import { Button, Menu } from "@mantine/core";
import { IconArrowDown, IconArrowUp, IconColumns3, IconDownload } from "@tabler/icons-react";
import { useVirtualizer } from "@tanstack/react-virtual";
import {
  type KeyboardEvent,
  type ReactNode,
  useEffect,
  useEffectEvent,
  useId,
  useMemo,
  useRef,
  useState,
} from "react";
import { EmptyState } from "./EmptyState.tsx";
import { formatCount } from "./figures.ts";
import type { CellValue, DataColumn, DataTableModel } from "./table-model.ts";
import { FilterField } from "./Toolbar.tsx";

/** From this many rows on only the ones in view are in the document. */
const virtualFrom = 200;
/** Rows beyond the view, above and below, that are drawn ahead. */
const overscan = 5;

/** What an export takes: the shown columns and the rows in view order. */
export interface TableView<Row> {
  readonly columns: readonly DataColumn<Row>[];
  readonly rows: readonly Row[];
}

/** Filter, column chooser and export of a table, for its title row. */
export function TableTools<Row>({
  model,
  filterLabel = "Filter",
  onExport,
  children,
}: {
  readonly model: DataTableModel<Row>;
  readonly filterLabel?: string;
  readonly onExport?: (view: TableView<Row>) => void;
  readonly children?: ReactNode;
}) {
  return (
    <div className="table-tools">
      <FilterField
        label={filterLabel}
        placeholder={filterLabel}
        value={model.filter}
        onChange={model.setFilter}
      />
      {children}
      <Menu closeOnItemClick={false} position="bottom-end">
        <Menu.Target>
          <Button size="xs" leftSection={<IconColumns3 aria-hidden="true" />}>
            Columns
          </Button>
        </Menu.Target>
        <Menu.Dropdown className="toolbar-long-menu">
          {model.choices.map((choice) => (
            <Menu.CheckboxItem
              key={choice.id}
              checked={choice.shown}
              disabled={choice.fixed}
              onChange={() => model.toggleColumn(choice.id)}
            >
              {choice.header}
            </Menu.CheckboxItem>
          ))}
        </Menu.Dropdown>
      </Menu>
      {onExport !== undefined && (
        <Button
          size="xs"
          leftSection={<IconDownload aria-hidden="true" />}
          onClick={() => onExport({ columns: model.columns, rows: model.rows })}
        >
          Export
        </Button>
      )}
    </div>
  );
}

function showValue(value: CellValue): ReactNode {
  if (value === null) return <span className="faint">–</span>;
  return typeof value === "number" ? formatCount(value) : <span title={value}>{value}</span>;
}

function orderWords<Row>(model: DataTableModel<Row>): string {
  const words = model.order.map(
    ({ column }) => model.choices.find((choice) => choice.id === column)?.header ?? column,
  );
  return words.length === 0 ? "" : `, by ${words.join(" then ").toLocaleLowerCase("en")}`;
}

/**
 * A table: sticky head, sorting, one selected row, arrows to move, Enter to open.
 *
 * Made for `useDataTable`. It fills its parent's height and scrolls inside. Above 200 rows only
 * those in view exist, so a row has one height (34 px, compact 30, or `rowHeight`).
 */
export function DataTable<Row>({
  model,
  label,
  compact = false,
  rowHeight = compact ? 30 : 34,
  selectedId,
  onSelect,
  onOpen,
  checked,
  onCheck,
  empty,
  foot,
  bare = false,
  recycling = false,
}: {
  readonly model: DataTableModel<Row>;
  /** What the table lists, for assistive technology: "Gaps". */
  readonly label: string;
  readonly compact?: boolean;
  readonly rowHeight?: number;
  readonly selectedId?: string | null;
  /** A row was clicked or reached by the arrows. */
  readonly onSelect?: (row: Row) => void;
  /** Enter or double click. */
  readonly onOpen?: (row: Row) => void;
  /** With `onCheck`: the checked rows, by ID; adds a column of boxes, Space checks. */
  readonly checked?: ReadonlySet<string>;
  readonly onCheck?: (checked: ReadonlySet<string>) => void;
  /** What to show where there are no rows at all. */
  readonly empty: ReactNode;
  /** Right side of the foot. */
  readonly foot?: ReactNode;
  /** Without the foot, for short tables in cards. */
  readonly bare?: boolean;
  /**
   * Lets a row that scrolls in take over the place in the document of one that scrolls out: to
   * write other words is much cheaper than to make a row. Only where no cell keeps anything of its
   * own, such as an open menu: it would stay for the other row.
   */
  readonly recycling?: boolean;
}) {
  const scroller = useRef<HTMLDivElement>(null);
  const range = useRef<HTMLSpanElement>(null);
  const gridId = useId();
  const [reached, setReached] = useState<string | null>(null);
  // Who selects a row from outside, by a key or a link, finds the arrows going on from there.
  const [followed, setFollowed] = useState(selectedId ?? null);
  if ((selectedId ?? null) !== followed) {
    setFollowed(selectedId ?? null);
    setReached(selectedId ?? reached);
  }
  const { rows, columns, rowId } = model;
  const virtual = rows.length > virtualFrom;

  // The virtualizer's functions are used in this component alone and never memoised.
  // eslint-disable-next-line react-hooks/incompatible-library
  const virtualizer = useVirtualizer({
    count: rows.length,
    enabled: virtual,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    scrollPaddingStart: 30,
    overscan,
  });
  const drawn = virtual ? virtualizer.getVirtualItems() : [];
  const fitting = Math.ceil((virtualizer.scrollRect?.height ?? 0) / rowHeight);
  const slots = Math.max(fitting + 2 * overscan + 2, drawn.length);

  const activeId = reached ?? selectedId ?? null;
  const activeIndex = useMemo(
    () => (activeId === null ? -1 : rows.findIndex((row) => rowId(row) === activeId)),
    [rows, rowId, activeId],
  );

  const showRange = (): void => {
    const box = scroller.current;
    if (box === null || range.current === null) return;
    const first = Math.min(rows.length, Math.floor(box.scrollTop / rowHeight) + 1);
    const fitting = Math.floor((box.scrollTop + box.clientHeight - 30) / rowHeight);
    const last = Math.max(first, Math.min(rows.length, fitting));
    range.current.textContent =
      rows.length === 0 ? "0" : `${formatCount(first)} to ${formatCount(last)}`;
  };
  useEffect(() => {
    showRange();
    const box = scroller.current;
    if (box === null) return;
    const observer = new ResizeObserver(showRange);
    observer.observe(box);
    return () => observer.disconnect();
  });

  const toggleCheck = (row: Row): void => {
    if (onCheck === undefined) return;
    const next = new Set(checked);
    if (!next.delete(rowId(row))) next.add(rowId(row));
    onCheck(next);
  };

  const show = (index: number): void => {
    const box = scroller.current;
    if (box === null || index === -1) return;
    const top = index * rowHeight;
    if (top < box.scrollTop) box.scrollTop = top;
    else if (top + rowHeight > box.scrollTop + box.clientHeight - 30) {
      box.scrollTop = top + rowHeight - box.clientHeight + 30;
    }
  };
  const showActive = useEffectEvent(() => show(activeIndex));
  const isThere = activeIndex !== -1;
  useEffect(() => {
    if (isThere) showActive();
  }, [selectedId, isThere]);

  const reach = (index: number): void => {
    const row = rows[index];
    if (row === undefined) return;
    setReached(rowId(row));
    onSelect?.(row);
    show(index);
  };

  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.target !== event.currentTarget || event.altKey || event.ctrlKey || event.metaKey) {
      return;
    }
    const page = Math.max(1, Math.floor((scroller.current?.clientHeight ?? 0) / rowHeight) - 2);
    const row = rows[activeIndex];
    switch (event.key) {
      case "ArrowDown":
        reach(Math.min(rows.length - 1, activeIndex + 1));
        break;
      case "ArrowUp":
        reach(Math.max(0, activeIndex - 1));
        break;
      case "PageDown":
        reach(Math.min(rows.length - 1, activeIndex + page));
        break;
      case "PageUp":
        reach(Math.max(0, activeIndex - page));
        break;
      case "Home":
        reach(0);
        break;
      case "End":
        reach(rows.length - 1);
        break;
      case "Enter":
        if (row !== undefined) onOpen?.(row);
        break;
      case " ":
        if (row !== undefined) toggleCheck(row);
        break;
      default:
        return;
    }
    event.preventDefault();
  };

  const template = [
    ...(onCheck === undefined ? [] : ["36px"]),
    ...columns.map(({ width = 120, grow }) =>
      grow === undefined ? `${String(width)}px` : `minmax(${String(width)}px, ${String(grow)}fr)`,
    ),
  ].join(" ");

  const renderRow = (row: Row, index: number, key: string | number, offset?: number) => {
    const id = rowId(row);
    const current = selectedId === undefined ? id === activeId : id === selectedId;
    return (
      // Keys reach rows through the grid's active descendant, so a row needs no key handler.
      // eslint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/interactive-supports-focus
      <div
        key={key}
        id={`${gridId}-${id}`}
        role="row"
        className="table-row"
        aria-rowindex={index + 2}
        aria-selected={current}
        data-active={id === activeId || undefined}
        style={offset === undefined ? undefined : { transform: `translateY(${String(offset)}px)` }}
        onClick={() => {
          setReached(id);
          (onSelect ?? onOpen)?.(row);
        }}
        onDoubleClick={() => onOpen?.(row)}
      >
        {onCheck !== undefined && (
          <div role="gridcell" className="table-cell table-check">
            <input
              type="checkbox"
              tabIndex={-1}
              aria-label="Select row"
              checked={checked?.has(id) === true}
              onClick={(event) => event.stopPropagation()}
              onChange={() => toggleCheck(row)}
            />
          </div>
        )}
        {columns.map((column) => (
          <div
            key={column.id}
            role="gridcell"
            className="table-cell"
            data-numeric={column.numeric || undefined}
            data-mono={column.mono || undefined}
          >
            {column.cell === undefined ? showValue(column.value(row)) : column.cell(row)}
          </div>
        ))}
      </div>
    );
  };

  const allChecked = useMemo(
    () =>
      rows.length > 0 &&
      checked !== undefined &&
      checked.size >= rows.length &&
      rows.every((row) => checked.has(rowId(row))),
    [rows, rowId, checked],
  );

  return (
    <div className="data-table">
      <div
        ref={scroller}
        role="grid"
        tabIndex={0}
        aria-label={label}
        aria-rowcount={rows.length + 1}
        aria-colcount={columns.length + (onCheck === undefined ? 0 : 1)}
        aria-multiselectable={onCheck === undefined ? undefined : true}
        aria-activedescendant={activeIndex === -1 ? undefined : `${gridId}-${activeId ?? ""}`}
        className="table-scroller"
        data-clickable={onSelect !== undefined || onOpen !== undefined || undefined}
        style={{
          ["--table-columns" as string]: template,
          ["--table-row-height" as string]: `${String(rowHeight)}px`,
        }}
        onKeyDown={onKeyDown}
        onScroll={showRange}
      >
        <div role="row" className="table-head" aria-rowindex={1}>
          {onCheck !== undefined && (
            <div role="columnheader" className="table-cell table-check">
              <input
                type="checkbox"
                aria-label="Select all rows"
                checked={allChecked}
                onChange={() => onCheck(new Set(allChecked ? [] : rows.map(rowId)))}
              />
            </div>
          )}
          {columns.map((column) => {
            const order = model.order.find((each) => each.column === column.id);
            const Arrow = order?.descending === true ? IconArrowDown : IconArrowUp;
            return (
              <div
                key={column.id}
                role="columnheader"
                className="table-cell"
                data-numeric={column.numeric || undefined}
                {...(column.unsortable === true
                  ? {}
                  : {
                      "aria-sort":
                        order === undefined
                          ? "none"
                          : order.descending
                            ? "descending"
                            : "ascending",
                    })}
              >
                {column.unsortable === true ? (
                  column.header
                ) : (
                  <button
                    type="button"
                    className="table-sort"
                    onClick={() => model.toggleOrder(column.id)}
                  >
                    {column.header}
                    {order !== undefined && <Arrow size={13} stroke={1.9} aria-hidden="true" />}
                  </button>
                )}
              </div>
            );
          })}
        </div>
        {virtual ? (
          <div
            role="rowgroup"
            className="table-virtual"
            style={{ height: virtualizer.getTotalSize() }}
          >
            {drawn.map(({ index, start }) => {
              const row = rows[index];
              if (row === undefined) return null;
              return renderRow(row, index, recycling ? index % slots : rowId(row), start);
            })}
          </div>
        ) : (
          <div role="rowgroup">{rows.map((row, index) => renderRow(row, index, rowId(row)))}</div>
        )}
        {rows.length === 0 && (
          <div role="row" className="table-empty">
            <div role="gridcell" className="table-empty-cell">
              {model.total === 0 ? (
                empty
              ) : (
                <EmptyState action="Clear filter" onAction={() => model.setFilter("")}>
                  Nothing matches “{model.filter}”.
                </EmptyState>
              )}
            </div>
          </div>
        )}
      </div>
      {!bare && (
        <div className="table-foot">
          <span>
            <span ref={range} /> of {formatCount(rows.length)}
            {rows.length !== model.total && ` (${formatCount(model.total)} without the filter)`}
            {orderWords(model)}
          </span>
          {foot !== undefined && <div className="table-foot-end">{foot}</div>}
        </div>
      )}
    </div>
  );
}
