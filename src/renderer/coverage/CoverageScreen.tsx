import "./Coverage.css";
import { Button } from "@mantine/core";
import { type ReactNode, useState } from "react";
import type { AssessmentResult } from "../../shared/model/assessment.ts";
import type { Domain } from "../../shared/model/attack-id.ts";
import { useAnswer, useApp } from "../app/app-state.ts";
import { EmptyState } from "../ui/EmptyState.tsx";
import { ErrorNotice } from "../ui/ErrorNotice.tsx";
import { Page, PageHeader } from "../ui/Page.tsx";
import { problemOf, useOperation } from "../use-operation.ts";
import { recallScreen, rememberScreen } from "./coverage-state.ts";
import { CoverageMatrix } from "./CoverageMatrix.tsx";

/** The matrix of the current assessment: coverage of every technique, or its use by the actors. */
export function CoverageScreen() {
  const { assessmentId, createAssessment, go, importCatalogue } = useApp();
  const releases = useOperation("catalogue", "list", {});
  const answer = useAnswer();

  if (releases.data?.length === 0) {
    return (
      <Instead>
        <EmptyState action="Import ATT&CK bundle" onAction={importCatalogue}>
          No catalogue yet. Import an ATT&CK bundle, or add the starter from the catalogue screen.
        </EmptyState>
      </Instead>
    );
  }
  if (assessmentId === undefined) {
    return (
      <Instead>
        <EmptyState action="New assessment" onAction={createAssessment}>
          No assessment yet. An assessment asks what of the chosen adversaries you would see.
        </EmptyState>
      </Instead>
    );
  }
  if (answer.error !== null) {
    return (
      <Instead>
        <Failed error={answer.error} onRetry={() => void answer.refetch()} />
      </Instead>
    );
  }
  if (answer.data === undefined) {
    return <Waiting />;
  }
  if (answer.data.actors.length === 0) {
    return (
      <Instead>
        <EmptyState action="Choose actors" onAction={() => go("actors")}>
          No actor chosen. Coverage needs at least one.
        </EmptyState>
      </Instead>
    );
  }
  return <Answered answer={answer.data} />;
}

/** The matrix of one of the assessment's domains. */
function Answered({ answer }: { readonly answer: AssessmentResult }) {
  const { focus, go, workspace } = useApp();
  const [chosen, setChosen] = useState<Domain | null>(
    () => focus?.domain ?? recallScreen(workspace).domain,
  );
  const releases = useOperation("catalogue", "list", {});
  const catalogue =
    answer.catalogues.find(({ domain }) => domain === chosen) ?? answer.catalogues[0];
  const release = releases.data?.find(
    ({ domain, version }) => domain === catalogue?.domain && version === catalogue.version,
  );
  const matrix = useOperation(
    "catalogue",
    "matrix",
    { releaseId: release?.id ?? 0 },
    { enabled: release !== undefined },
  );
  const error = releases.error ?? matrix.error;

  if (error !== null) {
    return (
      <Instead>
        <Failed
          error={error}
          onRetry={() => void (releases.error === null ? matrix : releases).refetch()}
        />
      </Instead>
    );
  }
  if (releases.data !== undefined && release === undefined) {
    return (
      <Instead>
        <EmptyState
          action="Open settings"
          onAction={() => go("settings", { section: "assessment" })}
        >
          The assessment asks about a release that is not in this workspace.
        </EmptyState>
      </Instead>
    );
  }
  if (matrix.data === undefined || release === undefined) return <Waiting />;
  return (
    <CoverageMatrix
      key={`${String(answer.assessmentId)} ${String(release.id)}`}
      answer={answer}
      release={release}
      matrix={matrix.data}
      onDomain={(domain) => {
        rememberScreen(workspace, { domain });
        setChosen(domain);
      }}
    />
  );
}

/** What stands in the matrix's place. */
function Instead({ children }: { readonly children: ReactNode }) {
  return (
    <Page header={<PageHeader title="Coverage" />} fill>
      {children}
    </Page>
  );
}

function Waiting() {
  return (
    <Page header={<PageHeader title="Coverage" answer="Computing coverage…" />} fill>
      <div className="coverage-waiting" aria-hidden="true" />
    </Page>
  );
}

function Failed({ error, onRetry }: { readonly error: Error; readonly onRetry: () => void }) {
  return (
    <div>
      <ErrorNotice
        problem={problemOf(error)}
        actions={<Button onClick={onRetry}>Try again</Button>}
      />
    </div>
  );
}
