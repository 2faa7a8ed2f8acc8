import { EmptyState } from "../ui/EmptyState.tsx";
import { Card } from "../ui/Page.tsx";
import { useOperation } from "../use-operation.ts";

/** Two runs beside each other. */
export function CompareRunsTab() {
  const runs = useOperation("emulation", "runs", {});
  return (
    <Card grow>
      <EmptyState>
        {runs.data !== undefined && runs.data.length < 2
          ? "Two runs are needed to compare."
          : "Reading the runs…"}
      </EmptyState>
    </Card>
  );
}
