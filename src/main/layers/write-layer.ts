import type { Annotation, LayerContent, LayerFact, LayerLink } from "../../shared/model/layer.ts";
import { techniqueId } from "../../shared/model/attack-id.ts";
import type { PlacingRelease } from "./place-layer.ts";

/**
 * How an annotation without a tactic is written: as it stands, or once for each tactic of its
 * technique, as the Navigator writes its own.
 *
 * Both show the same. As it stands it comes back as one annotation, so what was read is written
 * back; MITRE's own readers refuse a mark that would say so beside the single ones.
 */
export type WrittenTactics = "as-it-stands" | "each";

/** A layer as the ATT&CK Navigator reads it, format 4.5; only ever made into text. */
export type LayerJson = Readonly<Record<string, unknown>>;

type Property = readonly [key: string, value: unknown];

/**
 * A layer as format 4.5 writes it.
 *
 * What has no place in the release is written too, as it came, and so are fields that nobody knows.
 * Without the release nothing can be spread over tactics.
 */
export function writeLayer(
  content: LayerContent,
  release: PlacingRelease | undefined,
  tactics: WrittenTactics = "as-it-stands",
): LayerJson {
  const { name, domain, version, properties, annotations } = content;
  const extra = readExtra(properties.extra);
  /** Unknown fields of a known part are kept under the part's name. */
  const withExtra = (key: string, known: readonly Property[]): Property => {
    const kept = extra.get(key);
    const more = typeof kept === "object" && kept !== null ? Object.entries(kept) : [];
    return [key, objectOf([...known, ...more])];
  };
  const major = /^\d+/.exec(version)?.[0];
  const hasFilters = properties.platforms.length > 0 || extra.has("filters");
  const parts = new Set(["versions", "filters", "layout", "gradient"]);
  const { colours, least, most } = properties.gradient;
  return objectOf([
    ["name", name],
    withExtra("versions", [
      ...(major === undefined ? [] : [["attack", major] as const]),
      ["navigator", "5.1.0"],
      ["layer", "4.5"],
    ]),
    ["domain", domain],
    ["description", properties.description],
    ...(properties.customDataUrl === null
      ? []
      : [["customDataURL", properties.customDataUrl] as const]),
    ...(hasFilters
      ? [
          withExtra(
            "filters",
            properties.platforms.length === 0 ? [] : [["platforms", properties.platforms]],
          ),
        ]
      : []),
    ["sorting", properties.sorting],
    withExtra("layout", [
      ["layout", properties.layout],
      ["aggregateFunction", properties.aggregateFunction],
      ["showID", properties.showId],
      ["showName", properties.showName],
      ["showAggregateScores", properties.showAggregateScores],
      ["countUnscored", properties.countUnscored],
      ["expandedSubtechniques", properties.expandedSubtechniques],
    ]),
    ["hideDisabled", properties.hideDisabled],
    ["techniques", writeAnnotations(annotations, release, tactics)],
    withExtra("gradient", [
      ["colors", colours.map(withAlpha)],
      ["minValue", least],
      ["maxValue", most],
    ]),
    ["legendItems", properties.legend.map(({ label, colour }) => ({ label, color: colour }))],
    ["metadata", properties.metadata.map(writeFact)],
    ["links", properties.links.flatMap(writeLink)],
    ["showTacticRowBackground", properties.showTacticRowBackground],
    ["tacticRowBackground", properties.tacticRowBackground],
    ["selectTechniquesAcrossTactics", properties.selectTechniquesAcrossTactics],
    ["selectSubtechniquesWithParent", properties.selectSubtechniquesWithParent],
    ["selectVisibleTechniques", properties.selectVisibleTechniques],
    ...[...extra].filter(([key]) => !parts.has(key)),
  ]);
}

/** Layers as the text of one file: one object for one layer, a list for several. */
export function layerFileText(layers: readonly LayerJson[]): string {
  const [only, ...more] = layers;
  const value = only !== undefined && more.length === 0 ? only : layers;
  return `${JSON.stringify(value, null, "\t")}\n`;
}

/**
 * An object that is only ever made into text.
 *
 * Its names may come from a file: `Object.fromEntries` makes each an own property, `__proto__` too.
 */
function objectOf(properties: readonly Property[]): LayerJson {
  return Object.fromEntries(properties);
}

function readExtra(extra: string | null): ReadonlyMap<string, unknown> {
  const value: unknown = extra === null ? null : JSON.parse(extra);
  return new Map(typeof value === "object" && value !== null ? Object.entries(value) : []);
}

/** The Navigator writes the colours of a gradient with their alpha. */
function withAlpha(colour: string): string {
  return /^#[0-9a-f]{6}$/.test(colour) ? `${colour}ff` : colour;
}

function writeAnnotations(
  annotations: readonly Annotation[],
  release: PlacingRelease | undefined,
  tactics: WrittenTactics,
): LayerJson[] {
  const ownTactics = new Map<string, Set<string>>();
  for (const { techniqueId: id, tactic } of annotations) {
    if (tactic !== null) ownTactics.set(id, (ownTactics.get(id) ?? new Set()).add(tactic));
  }
  return generalFirst(annotations, ownTactics).flatMap((annotation) => {
    const { techniqueId: id, tactic } = annotation;
    const known =
      tactics === "each" && tactic === null
        ? release?.techniques.get(techniqueId.parse(id))?.tactics
        : undefined;
    if (known === undefined || known.length === 0) return [writeAnnotation(annotation, tactic)];
    return known
      .filter((each) => ownTactics.get(id)?.has(each) !== true)
      .map((each) => writeAnnotation(annotation, each));
  });
}

/**
 * The annotations in their order, but one for every tactic before those for single ones: the
 * Navigator takes the last entry about a place, and the single one is to hold.
 */
function generalFirst(
  annotations: readonly Annotation[],
  ownTactics: ReadonlyMap<string, ReadonlySet<string>>,
): Annotation[] {
  const general = new Map<string, Annotation>();
  for (const each of annotations) {
    if (each.tactic === null && ownTactics.has(each.techniqueId)) {
      general.set(each.techniqueId, each);
    }
  }
  if (general.size === 0) return [...annotations];
  const written = new Set<Annotation>();
  return annotations.flatMap((each) => {
    const before = general.get(each.techniqueId);
    const due = before === undefined ? [each] : [before, each];
    return due.filter((one) => {
      const isNew = !written.has(one);
      written.add(one);
      return isNew;
    });
  });
}

function writeAnnotation(annotation: Annotation, tactic: string | null): LayerJson {
  const { score, colour, comment, enabled, metadata, links, showSubtechniques } = annotation;
  return objectOf([
    ["techniqueID", annotation.techniqueId],
    ...(tactic === null ? [] : [["tactic", tactic] as const]),
    ...(score === null ? [] : [["score", score] as const]),
    ["color", colour],
    ["comment", comment],
    ["enabled", enabled],
    ["metadata", metadata.map(writeFact)],
    ["links", links.flatMap(writeLink)],
    ["showSubtechniques", showSubtechniques],
    ...readExtra(annotation.extra),
  ]);
}

/** The Navigator passes over metadata without a name or value; what a file held is written back. */
function writeFact(fact: LayerFact): object {
  return fact === null ? { divider: true } : { name: fact.name, value: fact.value };
}

function writeLink(link: LayerLink): object[] {
  if (link === null) return [{ divider: true }];
  return link.label === "" || link.url === "" ? [] : [{ label: link.label, url: link.url }];
}
