import { Radio } from "@mantine/core";
import { useEffect, useState } from "react";
import type {
  ColumnMapping,
  DetectionPreview,
  DetectionState,
} from "../../shared/model/detection.ts";
import { tableField } from "../../shared/model/detection.ts";
import type { DetectionImportReport } from "../../shared/model/import-report.ts";
import type { Environment } from "../../shared/model/workspace.ts";
import { fileNameOf } from "../app/file-names.ts";
import { EnvironmentSelect } from "../imports/EnvironmentSelect.tsx";
import { ImportFrame } from "../imports/ImportFrame.tsx";
import { Notice } from "../ui/ErrorNotice.tsx";
import { formatNoun } from "../ui/figures.ts";
import { Facts } from "../ui/Page.tsx";
import { queryClient, useLongWork, useOperation } from "../use-operation.ts";
import { fieldWords, formatWords, stateChoices } from "./detection-words.ts";
import { MappingStep } from "./MappingStep.tsx";
import { missingWords } from "./mapping.ts";
import "./Detections.css";

const fieldChoices = tableField.options.map((field) => ({
  value: field,
  label: fieldWords[field],
}));

/**
 * From chosen files to an import of detections: what they are, in which state they arrive, which
 * column of a table is what, then progress.
 */
export function ImportDetectionsDialog({
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
  readonly onImported: (report: DetectionImportReport) => void;
}) {
  const [sheet, setSheet] = useState<string>();
  const [mapping, setMapping] = useState<ColumnMapping>();
  const [state, setState] = useState<DetectionState>("available");
  const [environment, setEnvironment] = useState(suggested ?? environments[0]?.name ?? "");
  const work = useLongWork("detections", "import");

  const chosen = {
    paths: [...paths],
    ...(sheet === undefined ? {} : { sheet }),
    ...(mapping === undefined ? {} : { mapping }),
  };
  const preview = useOperation("detections", "preview", chosen, { keepPrevious: true });
  // A file may change between two visits; what was seen of it is forgotten with the dialog.
  useEffect(
    () => () => {
      queryClient.removeQueries({ queryKey: ["detections", "preview"] });
      queryClient.removeQueries({ queryKey: ["detections", "foretell"] });
    },
    [],
  );

  const start = async () => {
    const report = await work.start({
      ...chosen,
      state,
      environment,
    });
    if (report !== undefined) onImported(report);
  };

  const [first = ""] = paths;
  const what =
    paths.length === 1 ? fileNameOf(first) : `${formatNoun(paths.length, "file")} of detections`;
  const table = preview.data?.table ?? null;
  const current = mapping ?? table?.mapping ?? [];
  const isReady =
    preview.data !== undefined &&
    !preview.isPlaceholderData &&
    (table === null || table.complete || (mapping !== undefined && missingWords(mapping) === null));
  // Foretelling reads every file, so it waits until it is settled how.
  const foretold = useOperation(
    "detections",
    "foretell",
    { ...chosen, environment },
    { enabled: isReady },
  );
  const edited = foretold.data?.edited ?? 0;

  return (
    <ImportFrame
      title={`Import ${what}?`}
      verb="Import rules"
      reading="Reading"
      isReady={isReady}
      work={work}
      preview={preview}
      onStart={() => void start()}
      onClose={onClose}
    >
      {preview.data !== undefined && (
        <>
          <Recognised preview={preview.data} />
          {table !== null && (
            <MappingStep
              table={table}
              mapping={current}
              fields={fieldChoices}
              missing={table.complete ? null : missingWords(current)}
              onSheet={(next) => {
                setSheet(next);
                setMapping(undefined);
              }}
              onMapping={setMapping}
            />
          )}
          {edited > 0 && (
            <Notice tone="info">
              {`${formatNoun(edited, "rule")} of these ${edited === 1 ? "carries" : "carry"} your own word. It stays; the report lists where the files say otherwise.`}
            </Notice>
          )}
          <StateStep saysState={preview.data.saysState} state={state} onState={setState} />
          <EnvironmentSelect
            environments={environments}
            value={environment}
            description="The estate that these rules watch"
            onChange={setEnvironment}
          />
        </>
      )}
    </ImportFrame>
  );
}

function Recognised({ preview }: { readonly preview: DetectionPreview }) {
  const { table } = preview;
  return (
    <Facts
      facts={[
        {
          word: "Recognised as",
          value: preview.formats
            .map(
              ({ format, files }) =>
                `${formatWords[format]}${files > 1 || preview.formats.length > 1 ? `, ${formatNoun(files, "file")}` : ""}`,
            )
            .join("; "),
        },
        ...(table === null
          ? []
          : [
              {
                word: "A row is",
                value:
                  table.shape === "rules"
                    ? "a rule"
                    : "a technique and a number of rules: counts without names lift a technique to Detected at most, and are marked",
              },
            ]),
      ]}
    />
  );
}

function StateStep({
  saysState,
  state,
  onState,
}: {
  readonly saysState: boolean;
  readonly state: DetectionState;
  readonly onState: (state: DetectionState) => void;
}) {
  return (
    <Radio.Group
      label={
        saysState
          ? "State of the rules whose row does not say it"
          : "These files cannot say whether the rules run. Import them as"
      }
      {...(saysState
        ? { description: "Where the file names a state, that stands." }
        : { description: "This is an assumption; every figure that rests on it is marked." })}
      value={state}
      onChange={(value) => {
        const choice = stateChoices.find((each) => each.value === value);
        if (choice !== undefined) onState(choice.value);
      }}
    >
      <div className="state-choices">
        {stateChoices.map(({ value, label, note }) => (
          <Radio key={value} value={value} label={label} description={note} />
        ))}
      </div>
    </Radio.Group>
  );
}
