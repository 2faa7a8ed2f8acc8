import type { Environment } from "../../shared/model/workspace.ts";
import { EmptyState } from "../ui/EmptyState.tsx";
import { Card } from "../ui/Page.tsx";

/** The log sources that an environment collects. */
export function LogSourcesTab({ environment }: { readonly environment: Environment }) {
  return (
    <Card grow>
      <EmptyState>{`Nobody has said which log sources ${environment.name} collects.`}</EmptyState>
    </Card>
  );
}
