/** One technique of a layer. */
export interface LayerTechnique {
  readonly id: string;
  /** Short names of the matrix's tactics under which it is marked. */
  readonly tactics: readonly string[];
  readonly score: number;
  /** As `#RRGGBB`; wins over the gradient. */
  readonly colour: string | null;
  readonly comment: string;
  readonly metadata: readonly LayerFact[];
}

/** A name and a value that the Navigator shows with a technique or layer. */
export interface LayerFact {
  readonly name: string;
  readonly value: string;
}

/** What a layer is built from. */
export interface LayerInput {
  readonly name: string;
  readonly description: string;
  readonly domain: string;
  /** Release of ATT&CK, such as `18.1`. */
  readonly version: string;
  /** Platforms that the matrix shows; empty = all. */
  readonly platforms: readonly string[];
  readonly techniques: readonly LayerTechnique[];
  /** Colours as `#RRGGBB`, from the lowest score to the highest. */
  readonly gradient: {
    readonly colours: readonly string[];
    readonly least: number;
    readonly most: number;
  };
  readonly legend: readonly { readonly label: string; readonly colour: string }[];
  readonly metadata: readonly LayerFact[];
}

/** A layer as the ATT&CK Navigator reads it, format 4.5. */
export type Layer = Readonly<Record<string, unknown>>;

/**
 * Builds a layer of the ATT&CK Navigator, format 4.5.
 *
 * One object for each technique under each of its tactics, as the Navigator itself writes them; one
 * without a known tactic stands for all. Facts without a value are left out, since it drops them.
 */
export function buildLayer(input: LayerInput): Layer {
  const { name, description, domain, version, platforms, gradient, legend } = input;
  const major = /^\d+/.exec(version)?.[0];
  return {
    name,
    versions: {
      ...(major === undefined ? {} : { attack: major }),
      navigator: "5.1.0",
      layer: "4.5",
    },
    domain,
    description,
    ...(platforms.length === 0 ? {} : { filters: { platforms } }),
    sorting: 0,
    layout: {
      layout: "side",
      aggregateFunction: "average",
      showID: true,
      showName: true,
      showAggregateScores: false,
      countUnscored: false,
      expandedSubtechniques: "annotated",
    },
    hideDisabled: false,
    techniques: input.techniques.flatMap(layerTechniques),
    gradient: {
      colors: gradient.colours.map((colour) => `${colour.toLowerCase()}ff`),
      minValue: gradient.least,
      maxValue: gradient.most,
    },
    legendItems: legend.map(({ label, colour }) => ({ label, color: colour.toLowerCase() })),
    metadata: input.metadata.filter(hasValue),
    links: [],
    showTacticRowBackground: false,
    tacticRowBackground: "#dddddd",
    selectTechniquesAcrossTactics: true,
    selectSubtechniquesWithParent: false,
    selectVisibleTechniques: false,
  };
}

function layerTechniques(technique: LayerTechnique): object[] {
  const { id, tactics, score, colour, comment, metadata } = technique;
  const marks = {
    score,
    color: colour?.toLowerCase() ?? "",
    comment,
    enabled: true,
    metadata: metadata.filter(hasValue),
    links: [],
    showSubtechniques: false,
  };
  return tactics.length === 0
    ? [{ techniqueID: id, ...marks }]
    : tactics.map((tactic) => ({ techniqueID: id, tactic, ...marks }));
}

function hasValue({ value }: LayerFact): boolean {
  return value !== "";
}
