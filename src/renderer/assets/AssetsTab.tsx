import type { Environment } from "../../shared/model/workspace.ts";
import { EmptyState } from "../ui/EmptyState.tsx";
import { Card } from "../ui/Page.tsx";

/** The assets of an environment. */
export function AssetsTab({ environment }: { readonly environment: Environment }) {
  return (
    <Card grow>
      <EmptyState>{`No assets of ${environment.name} are known.`}</EmptyState>
    </Card>
  );
}
