import { Menu } from "@mantine/core";
import { useState } from "react";
import type { GapStatus } from "../../shared/model/coverage.ts";
import type { PlanStatus, PlanWindow } from "../../shared/model/plan-mark.ts";
import type { PlanChange, PlanItem } from "../../shared/model/plan.ts";
import { planStatus, planWindow } from "../../shared/model/plan-mark.ts";
import { formatNoun } from "../ui/figures.ts";
import { MenuButton } from "../ui/Toolbar.tsx";
import { blankDecision, type Decided, type Decisions } from "./decisions.ts";
import { DecisionDialog } from "./DecisionDialog.tsx";
import type { GapRow } from "./gap-rows.ts";
import type { PlanEdits } from "./plan.ts";
import { PlanItemDialog } from "./PlanItemDialog.tsx";
import { statusWords, windowWords, workWords } from "./reason-words.ts";

const decided: readonly Decided[] = ["accepted", "mitigated", "not-applicable"];

/** Names gaps in a toast: one by its ID, several by their number. */
export function nameItems(items: readonly { readonly techniqueId: string }[]): string {
  const [first] = items;
  return items.length === 1 && first !== undefined
    ? first.techniqueId
    : formatNoun(items.length, "gap");
}

function changesOf(
  items: readonly PlanItem[],
  fields: Omit<PlanChange, "domain" | "techniqueId">,
): PlanChange[] {
  return items.map(({ domain, techniqueId }) => ({ domain, techniqueId, ...fields }));
}

/** Puts items into a window, or (null) lets them be planned by priority again. */
export function moveItems(
  items: readonly PlanItem[],
  window: PlanWindow | null,
  { change }: PlanEdits,
): void {
  change(
    changesOf(items, { window }),
    window === null
      ? `${nameItems(items)} planned by priority again`
      : `${nameItems(items)} fixed: ${windowWords[window].toLowerCase()}`,
  );
}

function setWork(items: readonly PlanItem[], status: PlanStatus, { change }: PlanEdits): void {
  change(changesOf(items, { status }), `${nameItems(items)}: ${workWords[status].toLowerCase()}`);
}

/** Everything that can be done to the selected gaps at once. */
export function SelectionMenus({
  rows,
  decisions,
  edits,
}: {
  readonly rows: readonly GapRow[];
  readonly decisions: Decisions;
  readonly edits: PlanEdits;
}) {
  const [asking, setAsking] = useState<Decided>();
  const [editing, setEditing] = useState(false);
  const items = rows.flatMap(({ item }) => item ?? []);
  const refs = rows.map(({ domain, id }) => ({ domain, techniqueId: id }));
  const withDecision = rows.filter(({ decision }) => decision !== null);
  const decisionOf = (row: GapRow) =>
    row.decision ?? blankDecision({ domain: row.domain, techniqueId: row.id });
  const [first] = rows;
  const decide = (status: GapStatus, words: Partial<ReturnType<typeof blankDecision>>) =>
    decisions.change(
      { decisions: rows.map((row) => ({ ...decisionOf(row), ...words, status })), withdrawn: [] },
      `${nameItems(refs)}: ${statusWords[status].toLowerCase()}`,
    );
  return (
    <>
      {items.length > 0 && (
        <>
          <MenuButton label="Window">
            <WindowItems onWindow={(window) => moveItems(items, window, edits)} />
          </MenuButton>
          <MenuButton label="Work">
            {planStatus.options.map((status) => (
              <Menu.Item key={status} onClick={() => setWork(items, status, edits)}>
                {workWords[status]}
              </Menu.Item>
            ))}
          </MenuButton>
          <button type="button" className="toolbar-button" onClick={() => setEditing(true)}>
            <b>Owner, due, note…</b>
          </button>
        </>
      )}
      <MenuButton label="Decide">
        {decided.map((status) => (
          <Menu.Item key={status} onClick={() => setAsking(status)}>
            {statusWords[status]}…
          </Menu.Item>
        ))}
        {withDecision.length > 0 && (
          <Menu.Item
            onClick={() =>
              decisions.change(
                {
                  decisions: [],
                  withdrawn: withDecision.map(({ domain, id }) => ({ domain, techniqueId: id })),
                },
                `${nameItems(refs)}: decision withdrawn`,
              )
            }
          >
            Open again
          </Menu.Item>
        )}
      </MenuButton>
      {asking !== undefined && first !== undefined && (
        <DecisionDialog
          status={asking}
          count={rows.length}
          initial={rows.length === 1 ? decisionOf(first) : blankDecision(decisionOf(first))}
          onClose={() => setAsking(undefined)}
          onSave={(words) => {
            decide(asking, words);
            setAsking(undefined);
          }}
        />
      )}
      {editing && <EditItems items={items} edits={edits} onClose={() => setEditing(false)} />}
    </>
  );
}

/** The windows as items of a menu, and the way back to planning by priority. */
export function WindowItems({
  onWindow,
}: {
  readonly onWindow: (window: PlanWindow | null) => void;
}) {
  return (
    <>
      {planWindow.options.map((window) => (
        <Menu.Item key={window} onClick={() => onWindow(window)}>
          {windowWords[window]}
        </Menu.Item>
      ))}
      <Menu.Divider />
      <Menu.Item onClick={() => onWindow(null)}>By priority again</Menu.Item>
    </>
  );
}

/** The dialog that edits items, with what it says once it is done. */
export function EditItems({
  items,
  edits,
  onClose,
}: {
  readonly items: readonly PlanItem[];
  readonly edits: PlanEdits;
  readonly onClose: () => void;
}) {
  return (
    <PlanItemDialog
      items={items}
      onClose={onClose}
      onSave={(fields) => {
        edits.change(changesOf(items, fields), `Saved what is planned for ${nameItems(items)}`);
        onClose();
      }}
    />
  );
}
