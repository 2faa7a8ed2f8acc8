import type { CasemateContract } from "../../shared/contract.ts";
import type { DetectionOrigin, DetectionPreview } from "../../shared/model/detection.ts";
import type { Unreadable } from "../../shared/model/import-report.ts";
import type { HandlerOf } from "../backend/handler.ts";
import { startPacing } from "../catalogue/pacer.ts";
import { getEnvironmentByName } from "../environments/environments.store.ts";
import { listEditedKeys } from "./detection-edits.store.ts";
import { nothingRead } from "../imports/import-words.ts";
import { findColumnMapping } from "./detections.store.ts";
import { gatherDetections } from "./gather-detections.reader.ts";
import type { ChosenTable, DetectionInput } from "./inputs.reader.ts";
import { chooseTable, readableFormats, readInputs } from "./inputs.reader.ts";
import { isComplete, shapeOf } from "./table-columns.ts";

/** Rows of a table that a preview shows. */
const previewRows = 20;

/** Says what files hold without reading their detections: format, and a table's columns. */
export const previewDetections: HandlerOf<CasemateContract["detections"]["preview"]> = async (
  { paths, format, sheet, mapping },
  { db, breathe, progress },
) => {
  const files = new Map<DetectionOrigin, number>();
  let table: ChosenTable | undefined;
  let sheets: string[] = [];
  let saysState = false;
  let seen = 0;
  const unreadable: Unreadable[] = [];
  const step = startPacing({
    clock: () => performance.now(),
    breathe,
    report: (done) => progress({ phase: "Looking at files", done, unit: "files" }),
  });
  for await (const input of readInputs(paths, format)) {
    seen += 1;
    await step(seen, -1);
    if (input.kind === "unreadable") unreadable.push(input);
    const found = formatOf(input);
    if (found === null) continue;
    const isOwnTable = input.kind === "table" && input.format !== "splunk-rest";
    const chosen = isOwnTable
      ? chooseTable(input.tables, sheet, mapping, (columns) => findColumnMapping(db, columns))
      : undefined;
    // Within a folder, a table of something else is passed over, as the import does.
    if (chosen !== undefined && !isComplete(chosen.mapping) && !paths.includes(input.file))
      continue;
    files.set(found, (files.get(found) ?? 0) + 1);
    saysState ||=
      chosen === undefined
        ? saysStateOf(input)
        : chosen.mapping.some(({ field }) => field === "state");
    if (chosen !== undefined && input.kind === "table" && table === undefined) {
      table = chosen;
      sheets = input.tables.flatMap((one) => one.sheet ?? []);
    }
  }
  if (files.size === 0) {
    const otherwise = `No detections were found in ${paths.join(", ")}. ${readableFormats}`;
    throw nothingRead(paths, unreadable, otherwise);
  }
  return {
    formats: [...files]
      .map(([found, count]) => ({ format: found, files: count }))
      .sort((a, b) => b.files - a.files),
    table: table === undefined ? null : previewOf(table, sheets),
    saysState,
  };
};

/** Says how many rules of files carry the analyst's own word, which an import leaves standing. */
export const foretellDetections: HandlerOf<CasemateContract["detections"]["foretell"]> = async (
  { paths, environment, format, sheet, mapping },
  { db, breathe, progress },
) => {
  const { id } = getEnvironmentByName(db, environment);
  const edited = new Set(listEditedKeys(db, id).map((each) => `${each.format}\n${each.key}`));
  // Reading all the files again is worth it only where there is something to find.
  if (edited.size === 0) return { edited: 0 };
  const step = startPacing({
    clock: () => performance.now(),
    breathe,
    report: (done) => progress({ phase: "Looking for edited rules", done, unit: "files" }),
  });
  const { records } = await gatherDetections(
    { paths, format, sheet, mapping, remembered: (columns) => findColumnMapping(db, columns) },
    (files) => step(files, -1),
  );
  return {
    edited: records.filter((record) => edited.has(`${record.format}\n${record.key}`)).length,
  };
};

function formatOf(input: DetectionInput): DetectionOrigin | null {
  switch (input.kind) {
    case "splunk-conf":
      return input.kind;
    case "rules":
    case "table":
      return input.format;
    case "unreadable":
    case "ignored":
      return null;
  }
}

/** Whether a file that is no table of columns says which of its rules run. */
function saysStateOf(input: DetectionInput): boolean {
  return input.kind === "rules" ? input.saysState : true;
}

function previewOf({ table, mapping }: ChosenTable, sheets: string[]): DetectionPreview["table"] {
  return {
    sheets,
    sheet: table.sheet,
    columns: [...table.columns],
    mapping,
    complete: isComplete(mapping),
    shape: shapeOf(mapping),
    rows: table.rows.slice(0, previewRows).map(({ cells }) => [...cells]),
  };
}
