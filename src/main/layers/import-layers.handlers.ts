import { basename } from "node:path";
import type { CasemateContract } from "../../shared/contract.ts";
import { groupDigits } from "../../shared/group-digits.ts";
import type {
  ImportedLayer,
  ImportWarning,
  LayerImportReport,
  ReportedAnnotation,
  Unreadable,
} from "../../shared/model/import-report.ts";
import type { LayerContent, LayerFieldIssue, ScoreMeaning } from "../../shared/model/layer.ts";
import type { Problem } from "../../shared/problem.ts";
import type { CommandContext, HandlerContext, HandlerOf } from "../backend/handler.ts";
import { listStoredReleases } from "../catalogue/catalogue.store.ts";
import { startPacing } from "../catalogue/pacer.ts";
import type { ReadableDatabase } from "../database/database.ts";
import { hashOfInput } from "../detections/inputs.reader.ts";
import { readReleaseChange } from "../detections/official-facts.reader.ts";
import type { ReleaseChange } from "../detections/release-change.ts";
import { addImportReport } from "../imports/import-report.store.ts";
import { nothingRead, titleOfFiles } from "../imports/import-words.ts";
import { readLayerFiles } from "./layer-file.reader.ts";
import { findReleaseOf } from "./layer-release.store.ts";
import { addAnnotations, addLayerHead } from "./layers.store.ts";
import { majorOf, pinRelease } from "./pin-release.ts";
import { placeAnnotations } from "./place-layer.ts";
import type { ReadLayer } from "./read-layer.ts";

/** A layer of a file with where it came from. */
interface Arrival {
  readonly file: string;
  readonly index: number | null;
  readonly layer: ReadLayer;
  readonly issues: readonly LayerFieldIssue[];
}

/** Everything that the files of one import hold. */
interface Gathered {
  readonly arrivals: Arrival[];
  readonly problems: Problem[];
  ignoredFiles: number;
}

/** A comment in a report is a reminder; the layer has the whole one. */
const mostOfComment = 500;

/** Reads layers from files and stores each with what became of it, in the command's transaction. */
export const importLayers: HandlerOf<CasemateContract["layers"]["import"]> = async (
  { paths, group, scoreMeaning },
  context,
) => {
  const begun = performance.now();
  const startedAt = context.now().toISOString();
  const gathered = await gather(paths, context);
  refuseNothing(paths, gathered);
  const layers: ImportedLayer[] = [];
  const warnings: ImportWarning[] = [];
  const change = readReleaseChange(context.root);
  for (const [done, arrival] of gathered.arrivals.entries()) {
    const total = gathered.arrivals.length;
    context.progress({ phase: "Storing layers", done, total, unit: "layers" });
    const imported = await store(context, arrival, change, { group, scoreMeaning, at: startedAt });
    layers.push(imported);
    warnings.push(...warningsAbout(imported, change));
    warnings.push(...warnOfPlatforms(context.db, imported, arrival.layer));
    await context.breathe();
  }
  const report: Omit<LayerImportReport, "id"> = {
    kind: "layers",
    files: [...paths],
    sha256: await hashOfInput(paths),
    startedAt,
    milliseconds: Math.round(performance.now() - begun),
    layers,
    unreadable: gathered.problems.map(asUnreadable),
    ignoredFiles: gathered.ignoredFiles,
    warnings,
  };
  const id = addImportReport(context.db, report, {
    title: titleOfFiles(paths),
    summary: summaryOf(report),
    undoable: true,
  });
  return { ...report, id };
};

/** The layers of files as they would be imported; nothing is stored. */
export const readLayersOfFiles: HandlerOf<CasemateContract["layers"]["read"]> = async (
  { paths },
  context,
) => {
  const gathered = await gather(paths, context);
  refuseNothing(paths, gathered);
  return gathered.arrivals.map((arrival) => contentOf(context.db, arrival, undefined));
};

async function gather(
  paths: readonly string[],
  { progress, breathe }: HandlerContext,
): Promise<Gathered> {
  const gathered: Gathered = { arrivals: [], problems: [], ignoredFiles: 0 };
  let files = 0;
  const pace = startPacing({ clock: () => performance.now(), breathe, report: () => undefined });
  for await (const found of readLayerFiles(paths, () => pace(0, 1))) {
    if (found.kind === "ignored") gathered.ignoredFiles += 1;
    else if (found.kind === "problem") gathered.problems.push(found.problem);
    else {
      gathered.problems.push(...found.problems);
      for (const [position, { index, layer }] of found.layers.entries()) {
        gathered.arrivals.push({
          file: found.file,
          index: found.isList ? index : null,
          layer,
          // They are told once for the file.
          issues: position === 0 ? found.issues : [],
        });
      }
    }
    files += 1;
    progress({ phase: "Reading layers", done: files, unit: "files", file: basename(found.file) });
    await breathe();
  }
  return gathered;
}

function refuseNothing(paths: readonly string[], { arrivals, problems }: Gathered): void {
  if (arrivals.length > 0) return;
  const [problem, ...others] = problems;
  // One problem says more than its line of a report.
  if (problem !== undefined && others.length === 0) throw problem;
  const otherwise =
    `No layer was found in ${paths.join(", ")}. Casemate reads layers of ATT&CK Navigator: ` +
    ".json, .json.gz and .zip.";
  throw nothingRead(paths, problems.map(asUnreadable), otherwise);
}

/** Annotations that are stored between two pauses: some hundredths of a second. */
const batch = 200;

async function store(
  context: CommandContext,
  { file, index, layer, issues }: Arrival,
  change: ReleaseChange,
  given: {
    readonly group: string | undefined;
    readonly scoreMeaning: ScoreMeaning | undefined;
    readonly at: string;
  },
): Promise<ImportedLayer> {
  const { domain, annotations, written } = layer;
  const content = contentOf(context.db, { file, index, layer }, given.scoreMeaning);
  const release = findReleaseOf(context.db, content);
  const layerId = addLayerHead(context.db, content, {
    id: null,
    group: given.group ?? "",
    createdAt: given.at,
    updatedAt: given.at,
  });
  let placed = 0;
  const unplaced: ReportedAnnotation[] = [];
  for (let first = 0; first < annotations.length; first += batch) {
    const some = annotations.slice(first, first + batch);
    addAnnotations(context.db, layerId, some, first);
    const placing = release === undefined ? undefined : placeAnnotations(some, release);
    placed += placing?.placed.length ?? 0;
    for (const each of placing?.unplaced ?? []) {
      const isUnknown = each.reason === "unknown" && change.domain === domain;
      const later = isUnknown && change.added.has(each.techniqueId);
      unplaced.push({ ...each, comment: each.comment.slice(0, mostOfComment), later });
    }
    await context.breathe();
  }
  return {
    layerId,
    name: content.name,
    file,
    index,
    format: written.layer,
    domain,
    claimed: written.attack,
    version: content.version,
    released: release !== undefined,
    entries: layer.entries,
    annotations: annotations.length,
    placed,
    unplaced,
    repeated: layer.repeated,
    unusable: layer.unusable,
    issues: [...issues, ...layer.issues],
    issueCount: issues.length + layer.issueCount,
  };
}

/** A layer of a file as it is kept, on the release that it is read against. */
function contentOf(
  db: ReadableDatabase,
  { file, index, layer }: Pick<Arrival, "file" | "index" | "layer">,
  scoreMeaning: ScoreMeaning | undefined,
): LayerContent {
  const { domain, annotations, written } = layer;
  return {
    name: layer.name ?? nameAfter(file, index),
    domain,
    version: pinRelease(listStoredReleases(db), domain, written.attack),
    scoreMeaning: scoreMeaning ?? "unknown",
    origin: `Imported from ${basename(file)}`,
    properties: layer.properties,
    annotations: [...annotations],
  };
}

function nameAfter(file: string, index: number | null): string {
  const name = basename(file).replace(/\.json(\.gz)?$/i, "");
  return (index === null ? name : `${name} ${index + 1}`).slice(0, 200);
}

/** Platforms of a layer's filter that its release does not have: they would hide without a word. */
function warnOfPlatforms(
  db: ReadableDatabase,
  imported: ImportedLayer,
  { properties }: ReadLayer,
): ImportWarning[] {
  const release = properties.platforms.length === 0 ? undefined : findReleaseOf(db, imported);
  if (release === undefined) return [];
  const known = new Set([...release.techniques.values()].flatMap(({ platforms }) => platforms));
  const unknown = properties.platforms.filter((platform) => !known.has(platform));
  if (unknown.length === 0) return [];
  const shown = unknown.slice(0, 10).map((each) => each.slice(0, 80));
  const shows = unknown.length < properties.platforms.length ? "they show" : "so it shows";
  return [
    warningOf(
      imported,
      "unknown-platform",
      `its filter names platforms that ${imported.domain} ${imported.version} does not have ` +
        `(${shown.join(", ")}${unknown.length > shown.length ? ", …" : ""}): ${shows} nothing.`,
    ),
  ];
}

function warningOf(
  { name, file, index }: ImportedLayer,
  code: string,
  message: string,
): ImportWarning {
  const path = index === null ? file : `${file} [${index}]`;
  return { code, objectId: null, path, message: `"${name}": ${message}` };
}

/** What an analyst must know about the release that a layer is read against. */
function warningsAbout(layer: ImportedLayer, change: ReleaseChange): ImportWarning[] {
  const { domain, version, claimed, released } = layer;
  const warn = (code: string, message: string) => warningOf(layer, code, message);
  if (!released) {
    return [
      warn(
        "no-release",
        `the workspace holds no release of ${domain}, so nothing could be placed. Import its ` +
          "bundle, then upgrade the layer.",
      ),
    ];
  }
  const claimedMajor = claimed === null ? null : majorOf(claimed);
  const later = layer.unplaced.filter((each) => each.later);
  const isLie =
    later.length > 0 && claimedMajor !== null && Number(claimedMajor) < Number(majorOf(change.to));
  return [
    ...(claimedMajor !== null && claimedMajor !== majorOf(version)
      ? [
          warn(
            "other-release",
            `it says ATT&CK ${claimed ?? ""}, which is not in this workspace; read against ` +
              `${domain} ${version}.`,
          ),
        ]
      : []),
    ...(isLie
      ? [
          warn(
            "claimed-release",
            `it says ATT&CK ${claimed ?? ""}, and ${groupDigits(later.length)} of its annotations ` +
              `name techniques that came with ${change.to} (${listed(later)}).`,
          ),
        ]
      : []),
  ];
}

function listed(annotations: readonly { readonly techniqueId: string }[]): string {
  const ids = [...new Set(annotations.map(({ techniqueId }) => techniqueId))].sort();
  return ids.length <= 3 ? ids.join(", ") : `${ids.slice(0, 3).join(", ")}, …`;
}

function asUnreadable(problem: Problem): Unreadable {
  const { file, line } = problem.place ?? {};
  return { file: file ?? "", line: line ?? null, reason: problem.message };
}

function summaryOf({ layers, unreadable }: Omit<LayerImportReport, "id">): string {
  const sum = (count: (layer: ImportedLayer) => number) =>
    groupDigits(layers.reduce((total, layer) => total + count(layer), 0));
  return [
    `${groupDigits(layers.length)} layer${layers.length === 1 ? "" : "s"}`,
    `${sum(({ annotations }) => annotations)} annotations`,
    `${sum(({ placed }) => placed)} placed`,
    ...(unreadable.length === 0 ? [] : [`${groupDigits(unreadable.length)} unreadable`]),
  ].join(", ");
}
