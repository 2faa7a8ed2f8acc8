import { EmptyState } from "../ui/EmptyState.tsx";
import { ErrorNotice } from "../ui/ErrorNotice.tsx";
import { Card } from "../ui/Page.tsx";
import { BarLegend, StackedBar } from "../ui/StackedBar.tsx";
import { problemOf, useOperation } from "../use-operation.ts";
import { outcomeParts } from "./outcome-words.ts";

/** What the outcomes of the runs say together. */
export function TrendsTab() {
  const runs = useOperation("emulation", "runs", {});
  if (runs.error !== null) return <ErrorNotice problem={problemOf(runs.error)} />;
  return (
    <Card title="Outcomes" grow>
      {runs.data?.length === 0 ? (
        <EmptyState>No runs yet.</EmptyState>
      ) : (
        runs.data?.map((run) => (
          <div key={run.id}>
            {run.name}
            <StackedBar parts={outcomeParts(run.outcomes)} label={run.name} />
            <BarLegend parts={outcomeParts(run.outcomes)} withCounts />
          </div>
        ))
      )}
    </Card>
  );
}
