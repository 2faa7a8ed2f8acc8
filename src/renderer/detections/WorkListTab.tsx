import type { Environment } from "../../shared/model/workspace.ts";
import { useApp } from "../app/app-state.ts";
import { EmptyState } from "../ui/EmptyState.tsx";
import { Card } from "../ui/Page.tsx";
import { useOperation } from "../use-operation.ts";
import { ResolutionOffersPanel } from "./ResolutionOffersPanel.tsx";

/** What of an environment's rules counts for nothing until somebody decides about it. */
export function WorkListTab({ environment }: { readonly environment: Environment }) {
  const { assessmentId, createAssessment } = useApp();
  const assessment = useOperation(
    "assessments",
    "get",
    { assessmentId: assessmentId ?? 0 },
    { enabled: assessmentId !== undefined },
  );
  const domain = assessment.data?.scope.releases[0]?.domain;
  if (assessmentId === undefined || domain === undefined) {
    return (
      <Card grow>
        <EmptyState action="New assessment" onAction={createAssessment}>
          What an ID of another release stands for is decided for an assessment, and there is none
          yet.
        </EmptyState>
      </Card>
    );
  }
  return (
    <ResolutionOffersPanel
      assessmentId={assessmentId}
      domain={domain}
      environment={environment.name}
    />
  );
}
