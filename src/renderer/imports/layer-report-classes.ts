import type {
  ImportedLayer,
  LayerImportReport,
  ReportedAnnotation,
} from "../../shared/model/import-report.ts";
import type { LayerFieldIssue } from "../../shared/model/layer.ts";
import { formatNoun } from "../ui/figures.ts";
import type { ClassOf } from "./ClassList.tsx";

/** What became of the annotations and fields of imported layers. */
export type LayerClassKey =
  | "layers"
  | "revoked"
  | "later"
  | "tactic"
  | "deprecated"
  | "unknown"
  | "unreleased"
  | "repeated"
  | "unusable"
  | "fields"
  | "unreadable"
  | "ignored"
  | "warnings";

export type LayerClass = ClassOf<LayerClassKey>;

/** An annotation without a place, and the layer that it is of. */
export interface UnplacedRow extends ReportedAnnotation {
  readonly number: number;
  readonly layer: ImportedLayer;
}

/** A field that was not taken as it stands, and the layer that it is of. */
export interface FieldRow extends LayerFieldIssue {
  readonly number: number;
  readonly layer: ImportedLayer;
}

/** The class of an annotation without a place. */
export function classOfUnplaced({ reason, later }: ReportedAnnotation): LayerClassKey {
  switch (reason) {
    case "revoked":
    case "deprecated":
      return reason;
    case "not-in-tactic":
    case "unknown-tactic":
      return "tactic";
    case "unknown":
    case "malformed":
      return later ? "later" : "unknown";
  }
}

/** Every annotation without a place. */
export function unplacedRows({ layers }: LayerImportReport): readonly UnplacedRow[] {
  return layers
    .flatMap((layer) => layer.unplaced.map((each) => ({ ...each, layer })))
    .map((row, number) => ({ ...row, number }));
}

/** Every field that is listed. */
export function fieldRows({ layers }: LayerImportReport): readonly FieldRow[] {
  return layers
    .flatMap((layer) => layer.issues.map((each) => ({ ...each, layer })))
    .map((row, number) => ({ ...row, number }));
}

/** The sum of a figure over all layers of an import. */
export function sumOf(
  { layers }: LayerImportReport,
  figure: (layer: ImportedLayer) => number,
): number {
  return layers.reduce((sum, layer) => sum + figure(layer), 0);
}

/** The classes of a report in the order in which they are shown. */
export function layerClasses(report: LayerImportReport): readonly LayerClass[] {
  const unplaced = unplacedRows(report);
  const count = (key: LayerClassKey) =>
    unplaced.filter((each) => classOfUnplaced(each) === key).length;
  const kept = "Kept in the layer, not shown in the matrix";
  return [
    {
      key: "layers",
      word: "Layers",
      count: report.layers.length,
      cause: `${formatNoun(
        sumOf(report, ({ placed }) => placed),
        "annotation",
      )} with a place in their release`,
      effect: "Shown in the matrix, and ready to combine",
    },
    {
      key: "revoked",
      word: "Revoked IDs",
      count: count("revoked"),
      cause: "The release says what each became",
      effect: "Not shown until you upgrade the layer",
    },
    {
      key: "later",
      word: "IDs of a later release",
      count: count("later"),
      cause: "Techniques that came after the release",
      effect: "Not shown until you upgrade the layer",
    },
    {
      key: "tactic",
      word: "Other tactic",
      count: count("tactic"),
      cause: "The technique is there, not under that tactic",
      effect: "Not shown until you upgrade the layer",
    },
    {
      key: "deprecated",
      word: "Deprecated IDs",
      count: count("deprecated"),
      cause: "Nothing took their place",
      effect: kept,
    },
    {
      key: "unknown",
      word: "Unknown IDs",
      count: count("unknown"),
      cause: "In no release that is known here, or malformed",
      effect: kept,
    },
    {
      key: "unreleased",
      word: "No release here",
      count: sumOf(report, (layer) => (layer.released ? 0 : layer.annotations)),
      cause: "The workspace holds no release of the layer's domain",
      effect: "Not shown until you import one and upgrade the layer",
    },
    {
      key: "repeated",
      word: "Repeated",
      count: sumOf(report, ({ repeated }) => repeated),
      cause: "A later entry says something else about the same place",
      effect: "The last one counts, as in the Navigator",
    },
    {
      key: "unusable",
      word: "Entries without technique",
      count: sumOf(report, ({ unusable }) => unusable),
      cause: "They name no technique",
      effect: "Left out",
    },
    {
      key: "fields",
      word: "Fields",
      count: sumOf(
        report,
        ({ issueCount, repeated, unusable }) => issueCount - repeated - unusable,
      ),
      cause: "Of a wrong type, misspelt, or of an old format",
      effect: "Each says what became of it; the rest of its layer was read",
    },
    {
      key: "unreadable",
      word: "Unreadable",
      count: report.unreadable.length,
      cause: "Not JSON, or no layer",
      effect: "Left out",
    },
    {
      key: "ignored",
      word: "Other files",
      count: report.ignoredFiles,
      cause: "Files beside the layers that are no JSON",
      effect: "Not looked into",
    },
    {
      key: "warnings",
      word: "Warnings",
      count: report.warnings.length,
      cause: "About the releases that the layers state",
      effect: "Nothing was stopped",
    },
  ];
}
