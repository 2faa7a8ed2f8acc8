import type { CasemateContract } from "../../shared/contract.ts";
import type { ImportKind, RecognisedFile } from "../../shared/model/import-report.ts";
import { wordsOfMarking } from "../../shared/markings.ts";
import { Problem } from "../../shared/problem.ts";
import { removeImportedFacts } from "../actors/imported-facts.store.ts";
import { findAssetMapping, undoAssetImport } from "../assets/assets.store.ts";
import type { CommandContext, HandlerOf, HandlersOf } from "../backend/handler.ts";
import { removeOverlayRows } from "../catalogue/catalogue-write.store.ts";
import { findOverlayOfImport } from "../catalogue/catalogue.store.ts";
import { startPacing } from "../catalogue/pacer.ts";
import { findColumnMapping, undoDetectionImport } from "../detections/detections.store.ts";
import { undoEmulation } from "../emulation/merge-runs.handlers.ts";
import { undoActorImport } from "../intelligence/intelligence.store.ts";
import { getEnvironmentByName } from "../environments/environments.store.ts";
import { moveImport } from "../environments/move-import.store.ts";
import { getExportMarking } from "../markings/required-marking.store.ts";
import { removeLayer } from "../layers/layers.store.ts";
import { findTelemetryMapping, undoTelemetryImport } from "../telemetry/telemetry.store.ts";
import { undoPlanStatus } from "../plan/import-status.handlers.ts";
import {
  getImportReport,
  getUndoable,
  listImports,
  setImportUndone,
} from "./import-report.store.ts";
import { recogniseFiles } from "./recognise-files.reader.ts";
import { writeReport } from "./report.writer.ts";

/** Takes back what one import brought: each capability's own way, by the kind of its report. */
const undoes: Readonly<
  Record<ImportKind, (context: CommandContext, importId: number) => void | Promise<void>>
> = {
  detections: ({ db }, id) => undoDetectionImport(db, id),
  layers: ({ db }, id) => {
    const report = getImportReport(db, id);
    const imported = report.kind === "layers" ? report.layers : [];
    for (const { layerId } of imported) removeLayer(db, layerId);
  },
  catalogue: async ({ db, breathe, progress }, id) => {
    const overlayId = findOverlayOfImport(db, id);
    const pace = startPacing({
      clock: () => performance.now(),
      breathe,
      report: (done, total) => progress({ phase: "Removing", done, total, unit: "objects" }),
    });
    if (overlayId !== undefined) await removeOverlayRows(db, overlayId, pace);
  },
  telemetry: ({ db }, id) => undoTelemetryImport(db, id),
  assets: ({ db }, id) => undoAssetImport(db, id),
  intelligence: ({ db }, id) => {
    const report = getImportReport(db, id);
    const earlier = report.kind === "intelligence" ? report.earlierActors : undefined;
    undoActorImport(db, id, earlier ?? []);
  },
  sectors: ({ db }, id) => removeImportedFacts(db, id),
  plan: ({ db }, id) => undoPlanStatus(db, id),
  emulation: (context, id) => {
    const report = getImportReport(context.db, id);
    undoEmulation(context, id, report.kind === "emulation" ? report.merged : undefined);
  },
};

/** Kinds of import by which the columns of a table can be remembered. */
const findMappings = {
  detections: findColumnMapping,
  telemetry: findTelemetryMapping,
  assets: findAssetMapping,
} as const;

const recognise: HandlerOf<CasemateContract["imports"]["recognise"]> = async (
  { paths },
  { db, breathe, progress },
) => {
  let seen = 0;
  const pace = startPacing({
    clock: () => performance.now(),
    breathe,
    report: (done) => progress({ phase: "Looking at what it is", done, unit: "files" }),
  });
  const remembered = (columns: readonly string[]) =>
    (["detections", "telemetry", "assets"] as const).filter(
      (kind) => findMappings[kind](db, columns) !== undefined,
    );
  const recognised: RecognisedFile[] = [];
  for (const path of paths) {
    recognised.push(
      await recogniseFiles(path, remembered, () => {
        seen += 1;
        return pace(seen, -1);
      }),
    );
  }
  return recognised;
};

export const importsHandlers: HandlersOf<"imports"> = {
  recognise,

  list: (_input, { db }) => listImports(db),

  get: ({ id }, { db }) => getImportReport(db, id),

  undo: async ({ id }, context) => {
    const { db } = context;
    const { kind, undoable } = getUndoable(db, id);
    if (!undoable) {
      throw new Problem(
        "bad-input",
        "This import cannot be undone: it was undone before, or it brought a release, which is " +
          "removed in the catalogue.",
      );
    }
    await undoes[kind](context, id);
    setImportUndone(db, id);
    return null;
  },

  move: ({ id, environment: name }, { db }) => {
    const { kind } = getUndoable(db, id);
    if (
      kind !== "detections" &&
      kind !== "assets" &&
      kind !== "telemetry" &&
      kind !== "emulation"
    ) {
      throw new Problem("bad-input", "What this import brought belongs to the whole workspace.");
    }
    return moveImport(db, id, kind, getEnvironmentByName(db, name));
  },

  export: async ({ id, path, marked }, { db, root }) => {
    const marking = wordsOfMarking(getExportMarking({ db, root }, {}, marked));
    await writeReport(path, getImportReport(db, id), marking);
    return { path };
  },
};
