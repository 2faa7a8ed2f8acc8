import { ActionIcon, Menu } from "@mantine/core";
import { IconDots, IconPinned } from "@tabler/icons-react";
import { type DragEvent, type KeyboardEvent, useRef, useState } from "react";
import type { PlanWindow } from "../../shared/model/plan-mark.ts";
import type { Plan, PlanItem } from "../../shared/model/plan.ts";
import { planWindow } from "../../shared/model/plan-mark.ts";
import { formatDay } from "../app/times.ts";
import { formatNoun, formatPercent } from "../ui/figures.ts";
import { priorityWords } from "../ui/levels.ts";
import { MonoId, TechniqueName } from "../ui/MonoId.tsx";
import { Badge, Swatch } from "../ui/Tag.tsx";
import { decisionKey } from "./gap-key.ts";
import { daysInWords, formatDays, type PlanEdits } from "./plan.ts";
import "./PlanBoard.css";
import { EditItems, moveItems, WindowItems } from "./PlanMenus.tsx";
import { describeSlip, windowWords, workWords } from "./reason-words.ts";

/** So many items of a window are drawn at once; the rest on demand. */
const page = 120;

const dragType = "application/x-casemate-plan-item";

/**
 * The plan's windows side by side: items are dragged between them, or moved by Shift and the
 * arrows, or by their menu. What was moved by hand keeps its window.
 */
export function PlanBoard({
  plan,
  shown,
  selectedKey,
  edits,
  onSelect,
  onOpen,
}: {
  readonly plan: Plan;
  /** Keys of the items that the filter leaves. */
  readonly shown: ReadonlySet<string>;
  readonly selectedKey: string | null;
  readonly edits: PlanEdits;
  readonly onSelect: (item: PlanItem) => void;
  readonly onOpen: (item: PlanItem) => void;
}) {
  const board = useRef<HTMLDivElement>(null);
  const [over, setOver] = useState<PlanWindow>();
  const [whole, setWhole] = useState<ReadonlySet<PlanWindow>>(new Set());
  const [editing, setEditing] = useState<PlanItem>();
  const live = plan.items.filter(
    (item) => item.status !== "dropped" && shown.has(decisionKey(item)),
  );
  const columns = planWindow.options.map((window) => {
    const all = live.filter((item) => item.window === window);
    return { window, all, items: whole.has(window) ? all : all.slice(0, page) };
  });
  const first = columns.flatMap(({ items }) => items)[0];
  const isThere = columns.some(({ items }) =>
    items.some((item) => decisionKey(item) === selectedKey),
  );
  const activeKey = isThere ? selectedKey : first === undefined ? null : decisionKey(first);

  const focus = (item: PlanItem | undefined) => {
    if (item === undefined) return;
    onSelect(item);
    const key = decisionKey(item);
    board.current
      ?.querySelector<HTMLElement>(`[data-item="${CSS.escape(key)}"]`)
      ?.focus({ preventScroll: false });
  };
  const onKeyDown = (event: KeyboardEvent, item: PlanItem) => {
    if (event.target !== event.currentTarget || event.altKey || event.ctrlKey || event.metaKey) {
      return;
    }
    const column = columns.findIndex(({ window }) => window === item.window);
    const place = columns[column]?.items.indexOf(item) ?? -1;
    const sideways = event.key === "ArrowLeft" ? -1 : event.key === "ArrowRight" ? 1 : 0;
    if (sideways !== 0 && event.shiftKey) {
      const to = planWindow.options[column + sideways];
      if (to !== undefined) moveItems([item], to, edits);
    } else if (sideways !== 0) {
      let next = column + sideways;
      while (columns[next]?.items.length === 0) next += sideways;
      const { items = [] } = columns[next] ?? {};
      focus(items[Math.min(place, items.length - 1)]);
    } else if (event.key === "ArrowUp" || event.key === "ArrowDown") {
      focus(columns[column]?.items[place + (event.key === "ArrowUp" ? -1 : 1)]);
    } else if (event.key === "Enter") {
      onOpen(item);
    } else if ((event.key === "Delete" || event.key === "Backspace") && item.windowFixed) {
      moveItems([item], null, edits);
    } else {
      return;
    }
    event.preventDefault();
  };
  const drop = (event: DragEvent, window: PlanWindow) => {
    const key = event.dataTransfer.getData(dragType);
    const item = plan.items.find((each) => decisionKey(each) === key);
    setOver(undefined);
    if (item === undefined) return;
    event.preventDefault();
    if (item.window !== window) moveItems([item], window, edits);
  };

  return (
    <div ref={board} className="plan-board">
      {columns.map(({ window, all, items }) => {
        const figures = plan.windows.find((each) => each.window === window);
        const percent = window === "beyond" ? null : (figures?.expected.percent ?? null);
        return (
          // Dropping is one of three ways; keys and the menu of a card are the others.
          // eslint-disable-next-line jsx-a11y/no-noninteractive-element-interactions
          <section
            key={window}
            className="plan-column"
            aria-label={windowWords[window]}
            data-over={over === window || undefined}
            onDragOver={(event) => {
              if (!event.dataTransfer.types.includes(dragType)) return;
              event.preventDefault();
              event.dataTransfer.dropEffect = "move";
              if (over !== window) setOver(window);
            }}
            onDragLeave={(event) => {
              const to = event.relatedTarget;
              if (!(to instanceof Node) || !event.currentTarget.contains(to)) setOver(undefined);
            }}
            onDrop={(event) => drop(event, window)}
          >
            <header className="plan-column-head">
              <h2>{windowWords[window]}</h2>
              <span>
                {formatNoun(all.length, "gap")}
                {percent !== null && ` → ${formatPercent(percent)}`}
              </span>
              {figures !== undefined && (
                <span className={figures.overDays > 0 ? "gaps-slip" : "muted"}>
                  {formatDays(figures.plannedDays)}
                  {figures.capacityDays !== null && ` of ${formatDays(figures.capacityDays)}`}{" "}
                  person-days
                  {figures.overDays > 0 && `, ${formatDays(figures.overDays)} over`}
                </span>
              )}
            </header>
            <ol className="plain plan-cards">
              {items.map((item) => {
                const key = decisionKey(item);
                const isActive = key === activeKey;
                return (
                  <li key={key} className="plan-card" data-selected={isActive || undefined}>
                    <button
                      type="button"
                      className="plan-card-button"
                      data-item={key}
                      draggable
                      tabIndex={isActive ? 0 : -1}
                      aria-current={key === selectedKey || undefined}
                      aria-keyshortcuts="Shift+ArrowLeft Shift+ArrowRight"
                      onClick={() => onSelect(item)}
                      onDoubleClick={() => onOpen(item)}
                      onKeyDown={(event) => onKeyDown(event, item)}
                      onDragStart={(event) => {
                        event.dataTransfer.setData(dragType, key);
                        event.dataTransfer.effectAllowed = "move";
                      }}
                      onDragEnd={() => setOver(undefined)}
                    >
                      <span className="plan-card-head">
                        <Swatch fill={`prio-${item.band}`} word={priorityWords[item.band]} />
                        <b>{item.priority.toFixed(1)}</b>
                        <MonoId>{item.techniqueId}</MonoId>
                        {item.windowFixed && (
                          <IconPinned
                            size={13}
                            stroke={1.75}
                            role="img"
                            aria-label="fixed by hand"
                          />
                        )}
                      </span>
                      <span className="plan-card-name">
                        <TechniqueName name={item.name} parentName={item.parentName} />
                      </span>
                      <span className="plan-card-facts muted">{describeNext(item)}</span>
                      {(item.owner !== "" || item.dueFixed || item.status !== "planned") && (
                        <span className="plan-card-facts muted">
                          {[
                            item.owner,
                            item.dueFixed && item.dueOn !== null
                              ? `due ${formatDay(item.dueOn)}`
                              : "",
                            item.status === "planned" ? "" : workWords[item.status],
                          ]
                            .filter((text) => text !== "")
                            .join(", ")}
                        </span>
                      )}
                      {item.slip !== null && (
                        <Badge tone="warning">{describeSlip(item.slip)}</Badge>
                      )}
                    </button>
                    {isActive && (
                      <Menu position="bottom-end">
                        <Menu.Target>
                          <ActionIcon
                            className="plan-card-menu"
                            aria-label={`Move or edit ${item.techniqueId}`}
                          >
                            <IconDots size={16} stroke={1.75} aria-hidden="true" />
                          </ActionIcon>
                        </Menu.Target>
                        <Menu.Dropdown>
                          <WindowItems onWindow={(to) => moveItems([item], to, edits)} />
                          <Menu.Divider />
                          <Menu.Item onClick={() => setEditing(item)}>Owner, due, note…</Menu.Item>
                          <Menu.Item onClick={() => onOpen(item)}>Open in the inspector</Menu.Item>
                        </Menu.Dropdown>
                      </Menu>
                    )}
                  </li>
                );
              })}
              {all.length === 0 && <li className="plan-empty muted">Nothing planned here.</li>}
              {items.length < all.length && (
                <li>
                  <button
                    type="button"
                    className="link"
                    onClick={() => setWhole(new Set([...whole, window]))}
                  >
                    Show all {all.length}
                  </button>
                </li>
              )}
            </ol>
          </section>
        );
      })}
      {editing !== undefined && (
        <EditItems items={[editing]} edits={edits} onClose={() => setEditing(undefined)} />
      )}
    </div>
  );
}

/** What comes next about an item, and how much work that is: "Write a rule, 2 days". */
function describeNext({ steps }: PlanItem): string {
  const next = steps.find(({ state }) => state !== "done");
  if (next === undefined) return "";
  const once = next.kind === "log-source" ? " once" : "";
  return next.days === null ? next.task : `${next.task}, ${daysInWords(next.days)}${once}`;
}
