import type { PlanWindow } from "../../shared/model/plan-mark.ts";
import type { Plan } from "../../shared/model/plan.ts";
import { formatDay } from "../app/times.ts";
import { formatNoun, formatPercent } from "../ui/figures.ts";
import { Card } from "../ui/Page.tsx";
import { Meter } from "../ui/Progress.tsx";
import { formatCost, formatDays } from "./plan.ts";
import { windowWords } from "./reason-words.ts";

/** How full each window is, what it brings and costs; each opens its gaps. */
export function WindowsCard({
  plan,
  onWindow,
  onSettings,
}: {
  readonly plan: Plan;
  readonly onWindow: (window: PlanWindow) => void;
  readonly onSettings: () => void;
}) {
  const { engineers, workingDays, timeShare, money } = plan.settings;
  const days = (workingDays * timeShare) / 100;
  const total = formatCost(plan.cost, money.currency);
  return (
    <Card
      title="Windows"
      aside={
        <button type="button" className="link" title="Change the capacity" onClick={onSettings}>
          {formatNoun(engineers, "engineer")} × {formatDays(days)} days each
        </button>
      }
    >
      <ul className="plain gaps-windows">
        {plan.windows.map((window) => {
          const { capacityDays, plannedDays, overDays } = window;
          const cost = formatCost(window.cost, money.currency);
          return (
            <li key={window.window} data-over={overDays > 0 || undefined}>
              <button
                type="button"
                className="gaps-window-row"
                title={
                  window.from === null || window.until === null
                    ? "What no window holds"
                    : `${formatDay(window.from)} to ${formatDay(window.until)}`
                }
                onClick={() => onWindow(window.window)}
              >
                <b>{windowWords[window.window]}</b>
                <span className="muted">
                  {formatNoun(window.items, "gap")}
                  {window.logSources > 0 && `, ${formatNoun(window.logSources, "log source")}`}
                  {window.done > 0 && `, ${String(window.done)} done`}
                </span>
                <span className="gaps-window-days">
                  <b>{formatDays(plannedDays)}</b>
                  {capacityDays !== null && ` of ${formatDays(capacityDays)}`} d
                </span>
              </button>
              {capacityDays !== null && (
                <Meter value={capacityDays === 0 ? 0 : plannedDays / capacityDays} />
              )}
              <div className="gaps-window-notes">
                {overDays > 0 && (
                  <span className="gaps-slip">
                    {formatDays(overDays)} over capacity: fixed by hand
                  </span>
                )}
                {cost !== undefined && <span className="muted">{cost}</span>}
                {window.window === "beyond" &&
                  window.items > 0 &&
                  window.expected.percent !== null && (
                    <span className="muted">
                      all closed: {formatPercent(window.expected.percent)}
                    </span>
                  )}
              </div>
            </li>
          );
        })}
      </ul>
      {total !== undefined && (
        <p className="gaps-total">
          30 to 90 days together: <b>{total}</b>
        </p>
      )}
    </Card>
  );
}
