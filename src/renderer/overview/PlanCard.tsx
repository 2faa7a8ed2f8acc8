import type { AssessmentResult } from "../../shared/model/assessment.ts";
import { useApp } from "../app/app-state.ts";
import { formatCost, formatDays, usePlan } from "../gaps/plan.ts";
import { windowWords } from "../gaps/reason-words.ts";
import { ErrorNotice } from "../ui/ErrorNotice.tsx";
import { formatNoun, formatPercent } from "../ui/figures.ts";
import { Card } from "../ui/Page.tsx";
import { problemOf } from "../use-operation.ts";

/** What the plan brings window by window, and what reaching the target takes. */
export function PlanCard({ answer }: { readonly answer: AssessmentResult }) {
  const { go } = useApp();
  const { data: plan, error } = usePlan();
  const { investment, settings } = answer;
  const slipped = plan?.items.filter(({ slip }) => slip !== null).length ?? 0;
  return (
    <Card
      title="Plan"
      aside={
        <button type="button" className="link" onClick={() => go("gaps", { gapsView: "board" })}>
          Open the plan
        </button>
      }
    >
      {error !== null && <ErrorNotice problem={problemOf(error)} />}
      {plan !== undefined && plan.items.length > 0 && (
        <table className="overview-plan">
          <tbody>
            {plan.windows
              .filter(({ window }) => window !== "beyond")
              .map(({ window, items, done, plannedDays, expected, cost }) => {
                const price = formatCost(cost, plan.settings.money.currency);
                return (
                  <tr key={window}>
                    <th scope="row">{windowWords[window]}</th>
                    <td>
                      {formatNoun(items, "gap")}
                      {done > 0 && `, ${String(done)} done`}
                    </td>
                    <td className="muted">
                      {formatDays(plannedDays)} person-days
                      {price !== undefined && `, ${price}`}
                    </td>
                    <td>
                      <b>{expected.percent === null ? "–" : formatPercent(expected.percent)}</b>
                    </td>
                  </tr>
                );
              })}
          </tbody>
        </table>
      )}
      {investment === null || investment.top === 0 ? (
        <p className="muted">
          {answer.gaps.length === 0
            ? "No open gap to close."
            : `The target of ${String(settings.target)} % is reached.`}
        </p>
      ) : (
        <p>
          Closing the first <b>{formatNoun(investment.top, "gap")}</b> needs{" "}
          <b>{formatNoun(investment.engineers, "engineer")}</b> for{" "}
          <b>{formatNoun(investment.days, "day")}</b>
          {investment.from !== null && investment.to !== null && (
            <>
              : coverage goes from <b>{formatPercent(investment.from)}</b> to{" "}
              <b>{formatPercent(investment.to)}</b> of {answer.coverage.techniques} techniques
            </>
          )}
          .
        </p>
      )}
      {slipped > 0 && <p className="overview-plan-slip">{formatNoun(slipped, "item")} behind.</p>}
    </Card>
  );
}
