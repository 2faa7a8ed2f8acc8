import "./Overview.css";
import { Button } from "@mantine/core";
import { IconCompass, IconFileExport, IconFileText } from "@tabler/icons-react";
import { useState } from "react";
import type { AssessmentResult } from "../../shared/model/assessment.ts";
import type { Problem } from "../../shared/problem.ts";
import { useAnswer, useApp } from "../app/app-state.ts";
import { problemOf, useOperation } from "../use-operation.ts";
import { EmptyState } from "../ui/EmptyState.tsx";
import { ErrorNotice } from "../ui/ErrorNotice.tsx";
import { Page, PageHeader } from "../ui/Page.tsx";
import { showDone } from "../ui/toasts.tsx";
import { workbench } from "../workbench.ts";
import { describeDenominator } from "./answer-words.ts";
import { Attention } from "./Attention.tsx";
import { ChosenActors } from "./ChosenActors.tsx";
import { CoverageByTactic } from "./CoverageByTactic.tsx";
import { CoverageFigures } from "./CoverageFigures.tsx";
import { FirstGaps } from "./FirstGaps.tsx";
import { Foundations } from "./Foundations.tsx";
import { PlanCard } from "./PlanCard.tsx";

/** How the current assessment stands: coverage, tactics, gaps, actors, what needs attention. */
export function Overview() {
  const { assessmentId, createAssessment, go, importCatalogue } = useApp();
  const releases = useOperation("catalogue", "list", {});
  const answer = useAnswer();

  if (releases.data?.length === 0) {
    return (
      <Page header={<PageHeader title="Overview" />} fill>
        <EmptyState action="Import ATT&CK bundle" onAction={importCatalogue}>
          No catalogue yet. Import an ATT&CK bundle, or add the starter from the catalogue screen.
        </EmptyState>
      </Page>
    );
  }
  if (assessmentId === undefined) {
    return (
      <Page header={<PageHeader title="Overview" />} fill>
        <EmptyState action="New assessment" onAction={createAssessment}>
          No assessment yet. An assessment asks what of the chosen adversaries you would see.{" "}
          <button
            type="button"
            className="link"
            onClick={() => go("reports", { reportsTab: "situations" })}
          >
            What do you have to decide?
          </button>
        </EmptyState>
      </Page>
    );
  }
  if (answer.error !== null) {
    return (
      <Page header={<PageHeader title="Overview" />}>
        <ErrorNotice
          problem={problemOf(answer.error)}
          actions={<Button onClick={() => void answer.refetch()}>Try again</Button>}
        />
      </Page>
    );
  }
  if (answer.data === undefined) {
    return (
      <Page header={<PageHeader title="Overview" answer="Computing coverage…" />}>
        <div className="overview-waiting" aria-hidden="true" />
      </Page>
    );
  }
  if (answer.data.actors.length === 0) {
    return (
      <Page header={<PageHeader title="Overview" answer={answer.data.name} />} fill>
        <EmptyState action="Choose actors" onAction={() => go("actors")}>
          No actor chosen. Coverage needs at least one.
        </EmptyState>
      </Page>
    );
  }
  return <AnsweredOverview answer={answer.data} />;
}

function AnsweredOverview({ answer }: { readonly answer: AssessmentResult }) {
  const { go } = useApp();
  const [problem, setProblem] = useState<Problem>();
  const [exporting, setExporting] = useState(false);

  const exportResults = async () => {
    setProblem(undefined);
    try {
      const directory = await workbench.shell.chooseFolder({});
      if (directory === null) return;
      setExporting(true);
      const { files } = await workbench.assessments.export({
        assessmentId: answer.assessmentId,
        directory,
      });
      showDone(`Wrote ${String(files.length)} files to ${directory}.`);
    } catch (error) {
      setProblem(problemOf(error));
    } finally {
      setExporting(false);
    }
  };

  return (
    <Page
      header={
        <PageHeader
          title="Overview"
          answer={describeDenominator(answer)}
          actions={
            <>
              <Button
                leftSection={<IconCompass aria-hidden="true" />}
                title="Guided starts: annual assessment, cloud, merger, budget, OT, purple team"
                onClick={() => go("reports", { reportsTab: "situations" })}
              >
                Start from a situation
              </Button>
              <Button
                leftSection={<IconFileExport aria-hidden="true" />}
                title="Assessment as JSON and text, gaps as CSV, Navigator layers"
                loading={exporting}
                onClick={() => void exportResults()}
              >
                Export results
              </Button>
              <Button
                leftSection={<IconFileText aria-hidden="true" />}
                title="What leaves the room, as PDF and other files"
                onClick={() => go("reports", { reportsTab: "report" })}
              >
                Report
              </Button>
            </>
          }
        />
      }
    >
      {problem !== undefined && <ErrorNotice problem={problem} />}
      <CoverageFigures answer={answer} />
      <div className="overview-columns">
        <div className="overview-column">
          <CoverageByTactic answer={answer} />
          <Foundations answer={answer} />
        </div>
        <div className="overview-column">
          <FirstGaps answer={answer} />
          <PlanCard answer={answer} />
          <ChosenActors answer={answer} />
          <Attention answer={answer} />
        </div>
      </div>
    </Page>
  );
}
