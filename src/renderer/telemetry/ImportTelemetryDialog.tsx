import { useEffect, useState } from "react";
import type { RecordImportReport } from "../../shared/model/import-report.ts";
import type { TelemetryMapping } from "../../shared/model/telemetry.ts";
import { telemetryField } from "../../shared/model/telemetry.ts";
import type { Environment } from "../../shared/model/workspace.ts";
import { fileNameOf } from "../app/file-names.ts";
import { EnvironmentSelect } from "../imports/EnvironmentSelect.tsx";
import { MappingStep } from "../detections/MappingStep.tsx";
import { ImportFrame } from "../imports/ImportFrame.tsx";
import { formatNoun } from "../ui/figures.ts";
import { queryClient, useLongWork, useOperation } from "../use-operation.ts";
import { fieldWords } from "./telemetry-words.ts";

const fieldChoices = telemetryField.options.map((value) => ({ value, label: fieldWords[value] }));

/** From chosen files to an import of log sources: which column of a table is what, then progress. */
export function ImportTelemetryDialog({
  paths,
  environments,
  environment: suggested,
  onClose,
  onImported,
}: {
  readonly paths: readonly string[];
  readonly environments: readonly Environment[];
  /** The environment to suggest, by name. */
  readonly environment: string | undefined;
  readonly onClose: () => void;
  readonly onImported: (report: RecordImportReport) => void;
}) {
  const [sheet, setSheet] = useState<string>();
  const [mapping, setMapping] = useState<TelemetryMapping>();
  const [environment, setEnvironment] = useState(suggested ?? environments[0]?.name ?? "");
  const work = useLongWork("telemetry", "import");
  const chosen = { paths: [...paths], ...(sheet === undefined ? {} : { sheet }) };
  const columns = useOperation("telemetry", "columns", chosen, { keepPrevious: true });
  // A file may change between two visits; what was seen of it is forgotten with the dialog.
  useEffect(() => () => queryClient.removeQueries({ queryKey: ["telemetry", "columns"] }), []);
  const table = columns.data ?? null;
  const current = mapping ?? table?.mapping ?? [];
  const isNamed =
    table === null || current.some(({ field }) => field === "name" || field === "dataComponent");
  const start = async () => {
    const report = await work.start({
      ...chosen,
      environment,
      ...(mapping === undefined ? {} : { mapping }),
    });
    if (report !== undefined) onImported(report);
  };
  const [first = ""] = paths;
  return (
    <ImportFrame
      title={`Import ${paths.length === 1 ? fileNameOf(first) : formatNoun(paths.length, "file")}?`}
      verb="Import log sources"
      reading="Reading log sources"
      isReady={columns.data !== undefined && !columns.isPlaceholderData && isNamed}
      work={work}
      preview={columns}
      onStart={() => void start()}
      onClose={onClose}
    >
      {columns.data !== undefined && (
        <>
          {table === null ? (
            <p className="muted">
              DeTT&amp;CT says itself what is collected, with what quality and on which systems.
            </p>
          ) : (
            <MappingStep
              table={table}
              mapping={current}
              fields={fieldChoices}
              missing={
                isNamed ? null : "Say which column names the log source or the data component."
              }
              onSheet={(next) => {
                setSheet(next);
                setMapping(undefined);
              }}
              onMapping={setMapping}
            />
          )}
          <EnvironmentSelect
            environments={environments}
            value={environment}
            description="The estate that collects them"
            onChange={setEnvironment}
          />
        </>
      )}
    </ImportFrame>
  );
}
