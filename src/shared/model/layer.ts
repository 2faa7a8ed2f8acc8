import { z } from "zod";
import { attackId, domain, techniqueId } from "./attack-id.ts";
import { comparisonSide } from "./comparison-side.ts";
import { marking } from "./marking.ts";

/** A name and a value beside an annotation or a layer; `null` is a divider between them. */
export const layerFact = z.object({ name: z.string(), value: z.string() }).nullable();
export type LayerFact = z.infer<typeof layerFact>;

/** A labelled address beside an annotation or a layer; `null` is a divider between them. */
export const layerLink = z.object({ label: z.string(), url: z.string() }).nullable();
export type LayerLink = z.infer<typeof layerLink>;

/** `#rrggbb` or `#rrggbbaa` in lower case; empty = none. */
export const layerColour = z.string().regex(/^(#[0-9a-f]{6}([0-9a-f]{2})?)?$/);

/** What an annotation says, wherever it stands. */
export const annotationMarks = z.object({
  /** Null = unscored; 0 is a score. */
  score: z.number().nullable(),
  /** Wins over the gradient. */
  colour: layerColour,
  comment: z.string(),
  enabled: z.boolean(),
  metadata: z.array(layerFact),
  links: z.array(layerLink),
  showSubtechniques: z.boolean(),
  /** Fields of the file that Casemate does not know, as a JSON object; null where there is none. */
  extra: z.string().nullable(),
});
export type AnnotationMarks = z.infer<typeof annotationMarks>;

/** Where an annotation stands: a technique as it was written, under one tactic or under all of its. */
export const annotationPlace = z.object({
  techniqueId: z.string().min(1).max(200),
  /** Short name; null = every tactic of the technique. */
  tactic: z.string().min(1).max(200).nullable(),
});
export type AnnotationPlace = z.infer<typeof annotationPlace>;

/** One entry of a layer. */
export const annotation = annotationPlace.extend(annotationMarks.shape);
export type Annotation = z.infer<typeof annotation>;

export const layerGradient = z.object({
  /** At least two, from the least score to the most. */
  colours: z.array(z.string()).min(2),
  least: z.number(),
  most: z.number(),
});
export type LayerGradient = z.infer<typeof layerGradient>;

export const layerArrangement = z.enum(["side", "flat", "mini"]);
export const aggregateFunction = z.enum(["average", "min", "max", "sum"]);
export const expandedSubtechniques = z.enum(["none", "annotated", "all"]);
/** By name up and down, by score up and down, in the numbering of the layer format: 0 to 3. */
export const layerSorting = z.union([z.literal(0), z.literal(1), z.literal(2), z.literal(3)]);

/** What a layer says beside its annotations: everything that format 4.5 holds. */
export const layerProperties = z.object({
  description: z.string(),
  /** Platforms as the release writes them; empty = all. */
  platforms: z.array(z.string()),
  sorting: layerSorting,
  layout: layerArrangement,
  showId: z.boolean(),
  showName: z.boolean(),
  showAggregateScores: z.boolean(),
  countUnscored: z.boolean(),
  aggregateFunction,
  expandedSubtechniques,
  hideDisabled: z.boolean(),
  gradient: layerGradient,
  legend: z.array(z.object({ label: z.string(), colour: z.string() })),
  metadata: z.array(layerFact),
  links: z.array(layerLink),
  showTacticRowBackground: z.boolean(),
  tacticRowBackground: z.string(),
  selectTechniquesAcrossTactics: z.boolean(),
  selectSubtechniquesWithParent: z.boolean(),
  selectVisibleTechniques: z.boolean(),
  customDataUrl: z.string().nullable(),
  /** Fields of the file that Casemate does not know, as a JSON object; null where there is none. */
  extra: z.string().nullable(),
});
export type LayerProperties = z.infer<typeof layerProperties>;

/** What the scores of a layer mean, as far as somebody said. */
export const scoreMeaning = z.enum(["unknown", "presence", "count", "quality", "percent"]);
export type ScoreMeaning = z.infer<typeof scoreMeaning>;

/** A layer without its place in a workspace: what is read from files, made from data and combined. */
export const layerContent = z.object({
  name: z.string(),
  domain,
  /** The release that its IDs are read against. */
  version: z.string(),
  scoreMeaning,
  /** Where it came from, in words. */
  origin: z.string(),
  properties: layerProperties,
  annotations: z.array(annotation),
});
export type LayerContent = z.infer<typeof layerContent>;

/** A layer of the workspace. */
export const layer = layerContent.extend({
  id: z.number().int(),
  /** Empty = in no group. */
  group: z.string(),
  createdAt: z.string(),
  updatedAt: z.string(),
  /** Of its own; null or left out = none. */
  marking: marking.nullable().optional(),
});
export type Layer = z.infer<typeof layer>;

/** A layer as lists name it. */
export const layerSummary = layer.omit({ properties: true, annotations: true }).extend({
  annotations: z.number().int(),
  scored: z.number().int(),
  /** Distinct techniques that are annotated. */
  techniques: z.number().int(),
  /** Annotations that find no place in the release; null where it is not in the workspace. */
  unplaced: z.number().int().nullable(),
});
export type LayerSummary = z.infer<typeof layerSummary>;

/**
 * Why an annotation finds no place in a release.
 *
 * `not-in-tactic`: the technique is there, and no longer under that tactic. `unknown-tactic`: the
 * release has no such tactic.
 */
export const unplacedReason = z.enum([
  "revoked",
  "deprecated",
  "unknown",
  "malformed",
  "not-in-tactic",
  "unknown-tactic",
]);
export type UnplacedReason = z.infer<typeof unplacedReason>;

/** An annotation that finds no place in the release of its layer. */
export const unplacedAnnotation = annotationPlace.extend({
  reason: unplacedReason,
  /** What a revoked technique became. */
  replacedBy: techniqueId.nullable(),
  score: z.number().nullable(),
  comment: z.string(),
});
export type UnplacedAnnotation = z.infer<typeof unplacedAnnotation>;

/** A field of a layer file that was not taken as it stands, and why. */
export const layerFieldIssue = z.object({
  /** JSON path, such as `techniques[3].score`. */
  path: z.string(),
  message: z.string(),
  /** A field, or a whole entry: one that a later one replaced, or that names no technique. */
  about: z.enum(["field", "repeated", "unusable"]),
});
export type LayerFieldIssue = z.infer<typeof layerFieldIssue>;

/** What the window, a picture or a file can be made from. */
export const matrixMode = z.enum([
  "coverage",
  "actors",
  "demand-supply",
  "gaps",
  "outcomes",
  "prevalence",
]);
export type MatrixMode = z.infer<typeof matrixMode>;

const ofAssessment = { assessmentId: z.number().int(), domain };
const ofRelease = { domain, version: z.string().min(1) };

/** Where the content of a layer comes from. */
export const layerSource = z.discriminatedUnion("kind", [
  /** A layer of the workspace as it is. */
  z.object({ kind: z.literal("layer"), layerId: z.number().int() }),
  z.object({ kind: z.literal("empty"), ...ofRelease }),
  /** A mode of the matrix; `gaps` is the priority, `outcomes` what tests showed. */
  z.object({ kind: z.literal("mode"), ...ofAssessment, mode: matrixMode }),
  /** One chosen actor with procedures and provenance. */
  z.object({ kind: z.literal("actor"), ...ofAssessment, actor: attackId }),
  /** A list or a table with IDs, and maybe scores and comments. */
  z.object({ kind: z.literal("list"), ...ofRelease, text: z.string().max(10_000_000) }),
  /** Detections of an environment: how many rules name each technique. */
  z.object({ kind: z.literal("inventory"), ...ofRelease, environmentId: z.number().int() }),
  /** Techniques whose texts hold the words. */
  z.object({ kind: z.literal("search"), ...ofRelease, text: z.string().max(1000) }),
  /** The first layer's score less the second's. */
  z.object({
    kind: z.literal("layer-difference"),
    layerId: z.number().int(),
    minusLayerId: z.number().int(),
  }),
  /** Levels of one assessment against those of another. */
  z.object({
    kind: z.literal("assessment-difference"),
    ...ofAssessment,
    minusAssessmentId: z.number().int(),
  }),
  /** What changed between two answers. */
  z.object({
    kind: z.literal("comparison"),
    domain,
    before: comparisonSide,
    after: comparisonSide,
  }),
  /** What a release changed since another; on the later one. */
  z.object({
    kind: z.literal("release-change"),
    domain,
    before: z.string().min(1).max(100),
    after: z.string().min(1).max(100),
  }),
]);
export type LayerSource = z.infer<typeof layerSource>;

/** The name under which an expression speaks of a layer: `a`, `b`, … */
export const layerVariable = z.string().regex(/^[a-z]{1,2}$/);

/** What is wrong with an expression over layers, and where; in UTF-16 units. */
export const expressionIssue = z.object({
  message: z.string(),
  from: z.number().int(),
  length: z.number().int(),
});
export type ExpressionIssue = z.infer<typeof expressionIssue>;

const fromLayer = layerVariable.nullable();

/** How layers become one: the scores by an expression, the rest from one of the layers or none. */
export const layerCombination = z.object({
  /** Over the variables; the grammar of the ATT&CK Navigator. */
  expression: z.string().max(10_000),
  layers: z
    .array(z.object({ variable: layerVariable, layerId: z.number().int() }))
    .min(1)
    .max(400),
  /** Null: from the least score to the most. */
  gradientFrom: fromLayer,
  coloursFrom: fromLayer,
  commentsFrom: fromLayer,
  linksFrom: fromLayer,
  metadataFrom: fromLayer,
  /** Enabled and disabled; null: all enabled. */
  statesFrom: fromLayer,
  /** Platforms; null: all. */
  filtersFrom: fromLayer,
  legendFrom: fromLayer,
});
export type LayerCombination = z.infer<typeof layerCombination>;

/** What was left out or kept unplaced while a layer was made, such as a line without a technique. */
export const rejectedEntry = z.object({ text: z.string(), reason: z.string() });
export type RejectedEntry = z.infer<typeof rejectedEntry>;

/**
 * How the annotations of one technique could move to another release.
 *
 * `not-in-tactic` and `unknown-tactic` are about the tactics; the candidate is the technique itself
 * then, and taking it means every tactic of the technique where no tactic follows the old one.
 */
export const upgradeOffer = unplacedAnnotation
  .pick({ techniqueId: true, reason: true, replacedBy: true })
  .extend({
    name: z.string().nullable(),
    /** How many annotations of the layer it is about. */
    annotations: z.number().int(),
    /** Tactics that these annotations name. */
    tactics: z.array(z.string()),
    kind: z.enum(["certain", "by-name", "choice", "none"]),
    candidates: z.array(z.object({ techniqueId, name: z.string() })),
    preselected: techniqueId.nullable(),
  });
export type UpgradeOffer = z.infer<typeof upgradeOffer>;

/** What the analyst lets an ID become. */
export const upgradeChoice = z.object({ from: z.string().min(1).max(200), to: techniqueId });
export type UpgradeChoice = z.infer<typeof upgradeChoice>;

/** One annotation that an upgrade moved. */
export const upgradeMove = z.object({
  from: annotationPlace,
  /** Where it stands now: one place, or several where a tactic was split. */
  to: z.array(annotationPlace).min(1),
  /** Whether another annotation stood at one of these, and took its comment, metadata and links. */
  met: z.boolean(),
});
export type UpgradeMove = z.infer<typeof upgradeMove>;
