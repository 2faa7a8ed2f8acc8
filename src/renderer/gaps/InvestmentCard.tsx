import type { AssessmentResult } from "../../shared/model/assessment.ts";
import { useApp } from "../app/app-state.ts";
import { formatNoun, formatPercent } from "../ui/figures.ts";
import { Card } from "../ui/Page.tsx";

/** What closing the first gaps costs and brings, towards the target of the settings. */
export function InvestmentCard({ answer }: { readonly answer: AssessmentResult }) {
  const { go } = useApp();
  const { investment, settings } = answer;
  return (
    <Card
      title="What it takes"
      aside={
        <button
          type="button"
          className="link"
          onClick={() => go("settings", { section: "assessment" })}
        >
          Target {settings.target} %
        </button>
      }
    >
      {investment === null ? (
        <p className="muted">No open gap to close.</p>
      ) : (
        <p>
          Closing the first <b>{formatNoun(investment.top, "gap")}</b> needs{" "}
          <b>{formatNoun(investment.engineers, "engineer")}</b> for{" "}
          <b>{formatNoun(investment.days, "day")}</b> (
          {formatNoun(investment.personDays, "person-day")})
          {investment.from !== null && investment.to !== null && (
            <>
              : coverage goes from <b>{formatPercent(investment.from)}</b> to{" "}
              <b>{formatPercent(investment.to)}</b> of {answer.coverage.techniques} techniques
            </>
          )}
          .
        </p>
      )}
    </Card>
  );
}
