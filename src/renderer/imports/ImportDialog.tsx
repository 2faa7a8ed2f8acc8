import { ImportIntelligenceDialog } from "../actors/ImportIntelligenceDialog.tsx";
import { ImportAssetsDialog } from "../assets/ImportAssetsDialog.tsx";
import { ImportDetectionsDialog } from "../detections/ImportDetectionsDialog.tsx";
import { ImportResultsDialog } from "../emulation/ImportResultsDialog.tsx";
import { MergeDialog } from "../emulation/MergeDialog.tsx";
import { ImportTelemetryDialog } from "../telemetry/ImportTelemetryDialog.tsx";
import { useOperation } from "../use-operation.ts";
import { isRunPackage, type ImportStep } from "./file-doors.ts";

/** What is asked before files of a kind are imported, over whichever screen is open. */
export function ImportDialog({
  step,
  assessmentId,
  onDone,
}: {
  readonly step: ImportStep;
  readonly assessmentId: number | undefined;
  /** With the number of the report where something was imported. */
  readonly onDone: (importId?: number) => void;
}) {
  const environments = useOperation("environments", "list", {});
  if (environments.data === undefined) return null;
  const shared = {
    paths: step.paths,
    environments: environments.data,
    environment:
      step.environment ?? environments.data.find(({ detections }) => detections > 0)?.name,
    onClose: () => onDone(),
    onImported: ({ id }: { readonly id: number }) => onDone(id),
  };
  switch (step.kind) {
    case "telemetry":
      return <ImportTelemetryDialog {...shared} />;
    case "assets":
      return <ImportAssetsDialog {...shared} />;
    case "detections":
      return <ImportDetectionsDialog {...shared} />;
    case "intelligence":
      return (
        <ImportIntelligenceDialog
          assessmentId={assessmentId}
          paths={step.paths}
          onClose={shared.onClose}
          onImported={({ report }) => onDone(report.id)}
        />
      );
    case "catalogue":
    case "layers":
    case "sectors":
    case "plan":
      return null;
    case "emulation": {
      if (!step.paths.some(isRunPackage)) {
        return <ImportResultsDialog {...shared} runId={step.runId} />;
      }
      const {
        paths: [path = ""],
        environments: known,
        ...rest
      } = shared;
      return (
        <MergeDialog
          path={path}
          environments={known}
          environment={step.environment}
          onClose={rest.onClose}
          onMerged={rest.onImported}
        />
      );
    }
  }
}
