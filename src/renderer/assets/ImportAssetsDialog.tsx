import { useEffect, useState } from "react";
import type { AssetMapping } from "../../shared/model/asset.ts";
import type { RecordImportReport } from "../../shared/model/import-report.ts";
import type { Environment } from "../../shared/model/workspace.ts";
import { fileNameOf } from "../app/file-names.ts";
import { MappingStep } from "../detections/MappingStep.tsx";
import { EnvironmentSelect } from "../imports/EnvironmentSelect.tsx";
import { ImportFrame } from "../imports/ImportFrame.tsx";
import { formatCount, formatNoun } from "../ui/figures.ts";
import { Facts } from "../ui/Page.tsx";
import { queryClient, useLongWork, useOperation } from "../use-operation.ts";
import { assetFieldChoices } from "./asset-words.ts";

/** From chosen files to an import of assets: which column of the table is what, then progress. */
export function ImportAssetsDialog({
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
  const [mapping, setMapping] = useState<AssetMapping>();
  const [environment, setEnvironment] = useState(suggested ?? environments[0]?.name ?? "");
  const work = useLongWork("assets", "import");
  const chosen = {
    paths: [...paths],
    ...(sheet === undefined ? {} : { sheet }),
    ...(mapping === undefined ? {} : { mapping }),
  };
  const preview = useOperation("assets", "preview", chosen, { keepPrevious: true });
  // A file may change between two visits; what was seen of it is forgotten with the dialog.
  useEffect(() => () => queryClient.removeQueries({ queryKey: ["assets", "preview"] }), []);
  const current = mapping ?? preview.data?.mapping ?? [];
  const hasName = current.some(({ field }) => field === "name");
  const start = async () => {
    const report = await work.start({ ...chosen, environment });
    if (report !== undefined) onImported(report);
  };
  const [first = ""] = paths;
  return (
    <ImportFrame
      title={`Import ${paths.length === 1 ? fileNameOf(first) : formatNoun(paths.length, "file")}?`}
      verb="Import assets"
      reading="Reading assets"
      isReady={preview.data !== undefined && !preview.isPlaceholderData && hasName}
      work={work}
      preview={preview}
      onStart={() => void start()}
      onClose={onClose}
    >
      {preview.data !== undefined && (
        <>
          <Facts
            facts={[
              { word: "Rows", value: formatCount(preview.data.rowCount) },
              { word: "Environment", value: environment },
            ]}
          />
          <MappingStep
            table={preview.data}
            mapping={current}
            fields={assetFieldChoices}
            missing={hasName ? null : "Say which column holds the asset's name."}
            onSheet={(next) => {
              setSheet(next);
              setMapping(undefined);
            }}
            onMapping={setMapping}
          />
          <EnvironmentSelect
            environments={environments}
            value={environment}
            description="The estate that they belong to"
            onChange={setEnvironment}
          />
        </>
      )}
    </ImportFrame>
  );
}
