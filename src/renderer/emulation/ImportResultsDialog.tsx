import "./MatchAlerts.css";
import { Select } from "@mantine/core";
import { useEffect, useState } from "react";
import type { Outcome } from "../../shared/model/emulation.ts";
import type { ResultMapping } from "../../shared/model/result-table.ts";
import type { RecordImportReport } from "../../shared/model/import-report.ts";
import type { Environment } from "../../shared/model/workspace.ts";
import { fileNameOf } from "../app/file-names.ts";
import { MappingStep } from "../detections/MappingStep.tsx";
import { EnvironmentSelect } from "../imports/EnvironmentSelect.tsx";
import { ImportFrame } from "../imports/ImportFrame.tsx";
import { Notice } from "../ui/ErrorNotice.tsx";
import { formatCount, formatNoun } from "../ui/figures.ts";
import { Facts } from "../ui/Page.tsx";
import { queryClient, useLongWork, useOperation } from "../use-operation.ts";
import { outcomes, outcomeWords } from "./outcome-words.ts";
import { DateOrderSelect, ZoneSelect, ownZone } from "./ReadTimes.tsx";
import { resultFieldChoices } from "./result-words.ts";

const outcomeChoices = outcomes.map((value) => ({ value, label: outcomeWords[value] }));

/**
 * From chosen files to an import of tests and results. What tools wrote tells all by itself and is
 * read at once; of a table that somebody made, the columns and words are asked about.
 */
export function ImportResultsDialog({
  paths,
  environments,
  environment: suggested,
  runId,
  onClose,
  onImported,
}: {
  readonly paths: readonly string[];
  readonly environments: readonly Environment[];
  /** The environment to suggest, by name. */
  readonly environment: string | undefined;
  /** The run that takes the results. */
  readonly runId: number | undefined;
  readonly onClose: () => void;
  readonly onImported: (report: RecordImportReport) => void;
}) {
  const [sheet, setSheet] = useState<string>();
  const [mapping, setMapping] = useState<ResultMapping>();
  const [meanings, setMeanings] = useState<ReadonlyMap<string, Outcome>>(new Map());
  const [zone, setZone] = useState(ownZone);
  const [dayFirst, setDayFirst] = useState<boolean>();
  const [environment, setEnvironment] = useState(suggested ?? environments[0]?.name ?? "");
  const work = useLongWork("emulation", "import");
  const chosen = {
    ...{ paths: [...paths], zone },
    ...(sheet === undefined ? {} : { sheet }),
    ...(mapping === undefined ? {} : { mapping }),
    ...(dayFirst === undefined ? {} : { dayFirst }),
  };
  const preview = useOperation("emulation", "preview", chosen, { keepPrevious: true });
  // A file may change between two visits; what was seen of it is forgotten with the dialog.
  useEffect(() => () => queryClient.removeQueries({ queryKey: ["emulation", "preview"] }), []);
  const start = async () => {
    const report = await work.start({
      ...chosen,
      environment,
      ...(runId === undefined ? {} : { runId }),
      outcomes: [...meanings].map(([word, outcome]) => ({ word, outcome })),
    });
    if (report !== undefined) onImported(report);
  };
  const table = preview.data ?? undefined;
  const isReady =
    preview.data !== undefined &&
    !preview.isPlaceholderData &&
    (table === undefined || (table.missing === null && !table.orderUnclear));
  const [first = ""] = paths;
  return (
    <ImportFrame
      title={`Import ${paths.length === 1 ? fileNameOf(first) : formatNoun(paths.length, "file")}?`}
      verb="Import results"
      reading="Reading results"
      isReady={isReady}
      work={work}
      preview={preview}
      onStart={() => void start()}
      onClose={onClose}
    >
      {table !== undefined && (
        <>
          <Facts
            facts={[
              { word: "Rows", value: formatCount(table.rowCount) },
              { word: "Environment", value: environment },
            ]}
          />
          <MappingStep
            table={table}
            mapping={table.mapping}
            fields={resultFieldChoices}
            missing={table.missing}
            isRemembered={false}
            onSheet={(next) => {
              setSheet(next);
              setMapping(undefined);
            }}
            onMapping={setMapping}
          />
          {!table.mapping.some(({ field }) => isOfOutcome(field)) && (
            <p className="muted">
              No column says what the defence did: every test arrives as not assessed.
            </p>
          )}
          {table.unknownWords.length > 0 && (
            <section aria-label="Words of the outcome column">
              <h3 className="match-alerts-title">What these words mean</h3>
              <div className="match-alerts-options">
                {table.unknownWords.slice(0, 30).map(({ word, rows }) => (
                  <Select
                    key={word}
                    label={`${word}, ${formatNoun(rows, "row")}`}
                    data={outcomeChoices}
                    allowDeselect={false}
                    value={meanings.get(word) ?? "not-assessed"}
                    onChange={(value) => {
                      const outcome = outcomes.find((each) => each === value);
                      if (outcome !== undefined) {
                        setMeanings(new Map([...meanings, [word, outcome]]));
                      }
                    }}
                  />
                ))}
              </div>
            </section>
          )}
          {table.orderUnclear && (
            <Notice tone="warning">
              Nothing in the file tells day from month. Say what 03/04 means.
            </Notice>
          )}
          <div className="match-alerts-options">
            {table.zoneless > 0 && <ZoneSelect value={zone} onChange={setZone} />}
            {(table.orderUnclear || dayFirst !== undefined) && (
              <DateOrderSelect value={dayFirst} onChange={setDayFirst} />
            )}
          </div>
          {runId === undefined && (
            <EnvironmentSelect
              environments={environments}
              value={environment}
              description="Where the tests were run"
              onChange={setEnvironment}
            />
          )}
        </>
      )}
    </ImportFrame>
  );
}

const isOfOutcome = (field: string): boolean =>
  ["outcome", "blocked", "alerted", "logged"].includes(field);
