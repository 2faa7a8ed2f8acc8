import { aggregateScore } from "../../../shared/aggregate-score.ts";
import {
  type Colour,
  colourOn,
  contrastBetween,
  gradientColour,
  inkOn,
  parseColour,
} from "../../../shared/colour.ts";
import type { Annotation, Layer, LayerGradient } from "../../../shared/model/layer.ts";
import { formatNoun } from "../../ui/figures.ts";
import type { MatrixTechnique } from "../matrix-view.ts";
import {
  blankPaint,
  type CellColour,
  type CellPaint,
  type LegendSample,
  type MatrixPainter,
  type PainterLegendEntry,
} from "../painter.ts";
import { annotationsOf, formatScore } from "./layer-marks.ts";

/** A layer's colour as it stands in the window: ink by contrast, an edge that is seen. */
export function cellColour(colour: Colour, ground: string): CellColour {
  const fill = colourOn(colour, ground);
  return {
    fill,
    edge: contrastBetween(fill, ground) >= 3 ? fill : "var(--strong)",
    ink: inkOn(fill),
  };
}

/** What the surroundings decide about a layer's looks. */
export interface LayerSurroundings {
  /** The surface behind cells, as `#rrggbb`: transparent colours show it. */
  readonly ground: string;
  /** Only the chosen actors' techniques are shown, so the legend counts no others. */
  readonly chosenOnly: boolean;
}

/** Ranges that a gradient's legend names where there are too many scores to name each. */
const ranges = 5;
const mostNamed = 8;
/** Lines of a comment in a tooltip. */
const mostLines = 8;

const plainKey = "plain";
const disabledKey = "disabled";
const otherKey = "other";

/** A fifth of a gradient: a score belongs to the last one that begins at or below it. */
interface Fifth {
  readonly at: number;
  readonly from: number;
  readonly middle: number;
  readonly word: string;
}

/** The fifths of a gradient, in words that no score fits twice; those at the ends take the rest. */
function fifthsOf({ least, most }: LayerGradient, scores: readonly number[]): readonly Fifth[] {
  if (most <= least) {
    const word = `${formatScore(least)} to ${formatScore(most)}`;
    return [{ at: 0, from: least, middle: least, word }];
  }
  const areWhole = scores.every(Number.isInteger);
  const begin = (at: number): number => least + (at * (most - least)) / ranges;
  const isUnder = scores.some((score) => score < least);
  const isOver = scores.some((score) => score > most);
  return Array.from({ length: ranges }, (_, at) => {
    const last = at === ranges - 1;
    const [from, to] = [begin(at), last ? most : begin(at + 1)];
    const first = areWhole ? Math.ceil(from) : from;
    const end = areWhole ? (last ? Math.floor(to) : Math.ceil(to) - 1) : to;
    const upTo = areWhole || last ? formatScore(end) : `under ${formatScore(end)}`;
    const word =
      at === 0 && isUnder
        ? areWhole
          ? `${upTo} or less`
          : upTo
        : last && isOver
          ? `${formatScore(first)} or more`
          : first === end
            ? upTo
            : `${formatScore(first)} to ${upTo}`;
    return { at, from, middle: (from + to) / 2, word };
  });
}

/** What of a layer a cell shows. */
interface Shown {
  readonly annotation: Annotation;
  readonly score: number | null;
  /** Whether the score is that of several: the technique's and its sub-techniques'. */
  readonly aggregated: boolean;
}

const hexOf = (colour: Colour): string => colourOn({ ...colour, opacity: 1 }, "#ffffff");

function sampleOf(colour: CellColour | null, glyph: LegendSample["glyph"] = null): LegendSample {
  return { fill: null, colour, pattern: null, glyph };
}

/** A text as long as a tooltip has room for: its first lines, without empty ones. */
function shorten(text: string, most: number): string {
  const lines = text.split(/\s*\n\s*/).filter((line) => line !== "");
  const short = lines.slice(0, mostLines).join("\n");
  const isWhole = lines.length <= mostLines && short.length <= most;
  return isWhole ? short : `${short.slice(0, most).trimEnd()}…`;
}

/** Says what an annotation holds beside its score, in short and in full. */
function wordsOf({ comment, metadata, links, enabled }: Annotation): {
  readonly words: readonly string[];
  readonly lines: readonly string[];
} {
  const facts = metadata.filter((fact) => fact !== null);
  const addresses = links.filter((link) => link !== null);
  return {
    words: [
      ...(enabled ? [] : ["disabled"]),
      ...(comment === "" ? [] : ["has a comment"]),
      ...(addresses.length === 0 ? [] : [formatNoun(addresses.length, "link")]),
    ],
    lines: [
      ...(enabled ? [] : ["Disabled"]),
      ...(comment === "" ? [] : [shorten(comment, 400)]),
      ...facts
        .slice(0, 6)
        .map(({ name, value }) => shorten(name === "" ? value : `${name}: ${value}`, 120)),
      ...(facts.length > 6 ? [`and ${formatNoun(facts.length - 6, "more", "more")}`] : []),
      ...(addresses.length === 0 ? [] : [formatNoun(addresses.length, "link")]),
    ],
  };
}

/**
 * The mode "Layer": a layer of the workspace in its own colours, the score printed.
 *
 * A colour of an annotation wins over the gradient. The legend is the layer's own where it has one;
 * otherwise it names the scores, or ranges of them, and the colours.
 */
export function layerPainter(
  layer: Layer,
  techniques: readonly MatrixTechnique[],
  { ground, chosenOnly }: LayerSurroundings,
): MatrixPainter {
  const { properties } = layer;
  const { gradient } = properties;
  const annotationOf = annotationsOf(layer);
  const subtechniques = new Map<string, MatrixTechnique[]>();
  for (const technique of techniques) {
    if (technique.parentId === null) continue;
    const known = subtechniques.get(technique.parentId);
    if (known === undefined) subtechniques.set(technique.parentId, [technique]);
    else known.push(technique);
  }

  /** A technique's score under a tactic; with its sub-techniques' where the layer says so. */
  const scoreOf = (id: string, tactic: string, own: number | null): [number | null, boolean] => {
    const subs = properties.showAggregateScores ? (subtechniques.get(id) ?? []) : [];
    const under = subs.filter((sub) => sub.tactics.includes(tactic));
    if (under.length === 0) return [own, false];
    const scores = under.map((sub) => annotationOf(sub.id, tactic)?.score ?? null);
    const score = aggregateScore(properties, own, scores);
    return [score, score !== null];
  };
  const shownOf = ({ id }: MatrixTechnique, tactic: string): Shown | null => {
    const annotation = annotationOf(id, tactic);
    const [score, aggregated] = scoreOf(id, tactic, annotation?.score ?? null);
    if (annotation === undefined && score === null) return null;
    return { annotation: annotation ?? unsaid(id, tactic), score, aggregated };
  };
  const colourOf = ({ annotation, score }: Shown): Colour | null => {
    if (annotation.colour !== "") return parseColour(annotation.colour);
    return score === null ? null : gradientColour(gradient, score);
  };

  const legend = legendOf();
  const colours = new Map<string, CellColour>();
  const drawn = (colour: Colour): CellColour => {
    const key = `${hexOf(colour)} ${String(colour.opacity)}`;
    const known = colours.get(key) ?? cellColour(colour, ground);
    colours.set(key, known);
    return known;
  };

  function keyOf(shown: Shown): string {
    if (!shown.annotation.enabled) return disabledKey;
    const colour = colourOf(shown);
    if (colour === null) return plainKey;
    return legend.keyOf(shown, colour);
  }

  /** The legend's entries, and to which of them a coloured cell belongs. */
  function legendOf(): {
    readonly entries: readonly PainterLegendEntry[];
    readonly keyOf: (shown: Shown, colour: Colour) => string;
  } {
    const named = new Map<string, PainterLegendEntry>();
    for (const [index, { label, colour }] of properties.legend.entries()) {
      const read = parseColour(colour);
      if (read === null || named.has(hexOf(read))) continue;
      const sample = sampleOf(cellColour(read, ground));
      named.set(hexOf(read), { key: `legend-${String(index)}`, word: label, sample });
    }
    const cells = techniques.flatMap((technique) =>
      technique.tactics.flatMap((tactic) => shownOf(technique, tactic) ?? []),
    );
    const coloured = cells.flatMap((shown) => {
      const colour = shown.annotation.enabled ? colourOf(shown) : null;
      return colour === null ? [] : [{ shown, colour }];
    });
    const isPlain = cells.some((shown) => shown.annotation.enabled && colourOf(shown) === null);
    const rest = [
      ...(isPlain ? [{ key: plainKey, word: "Without colour", sample: sampleOf(null) }] : []),
      ...(cells.some(({ annotation }) => !annotation.enabled)
        ? [{ key: disabledKey, word: "Disabled", sample: sampleOf(null, "not-run") }]
        : []),
    ];
    const colourKey = (colour: Colour): string => `colour-${hexOf(colour)}`;

    if (named.size > 0) {
      const used = new Set(coloured.map(({ colour }) => hexOf(colour)));
      const others = coloured.filter(({ colour }) => !named.has(hexOf(colour)));
      const areScores = others.every(({ shown }) => shown.annotation.colour === "");
      const other = {
        key: otherKey,
        word: areScores ? "Other scores" : "Other colours",
        sample: sampleOf(null, "second"),
      };
      return {
        entries: [
          ...Array.from(named, ([hex, entry]) =>
            used.has(hex) ? entry : { ...entry, uncounted: true as const },
          ),
          ...(others.length > 0 ? [other] : []),
          ...rest,
        ],
        keyOf: (_shown, colour) => named.get(hexOf(colour))?.key ?? otherKey,
      };
    }

    const byGradient = coloured.filter(({ shown }) => shown.annotation.colour === "");
    const scores = [...new Set(byGradient.flatMap(({ shown: { score } }) => score ?? []))];
    scores.sort((a, b) => a - b);
    const fifths = fifthsOf(gradient, scores);
    const isNamed = scores.length <= mostNamed;
    const entryOf = (key: string, word: string, score: number): PainterLegendEntry => {
      const colour = gradientColour(gradient, score);
      return { key, word, sample: sampleOf(colour === null ? null : cellColour(colour, ground)) };
    };
    const scored = isNamed
      ? scores.map((score) =>
          entryOf(`score-${String(score)}`, `Score ${formatScore(score)}`, score),
        )
      : fifths.map(({ at, word, middle }) => entryOf(`range-${String(at)}`, word, middle));
    const own = new Map<string, PainterLegendEntry>();
    for (const { shown, colour } of coloured) {
      const key = colourKey(colour);
      if (shown.annotation.colour === "" || own.has(key)) continue;
      own.set(key, { key, word: hexOf(colour), sample: sampleOf(cellColour(colour, ground)) });
    }
    const few = own.size <= mostNamed;
    const own1 = few
      ? [...own.values()]
      : [{ key: otherKey, word: "Own colours", sample: sampleOf(null, "second") }];
    return {
      entries: [...scored, ...own1, ...rest],
      keyOf: ({ annotation, score }, colour) => {
        if (annotation.colour !== "" || score === null) return few ? colourKey(colour) : otherKey;
        if (isNamed) return `score-${String(score)}`;
        const range = fifths.findLast(({ from }) => from <= score) ?? fifths[0];
        return `range-${String(range?.at)}`;
      },
    };
  }

  const paintShown = (shown: Shown): CellPaint => {
    const { annotation, score, aggregated } = shown;
    const { enabled, comment } = annotation;
    const colour = enabled ? colourOf(shown) : null;
    const said = wordsOf(annotation);
    const scoreWords =
      score === null
        ? "unscored"
        : `${aggregated ? `${properties.aggregateFunction} ` : ""}score ${formatScore(score)}`;
    return {
      ...blankPaint,
      colour: colour === null ? null : drawn(colour),
      value: score === null ? "" : formatScore(score),
      disabled: !enabled,
      noted: comment !== "",
      words: [scoreWords, ...said.words].join(", "),
      title: [scoreWords.charAt(0).toUpperCase() + scoreWords.slice(1), ...said.lines].join("\n"),
      key: keyOf(shown),
    };
  };

  const parentPaint = (used: readonly MatrixTechnique[]): CellPaint => {
    const words = `${formatNoun(used.length, "sub-technique")} annotated`;
    return { ...blankPaint, part: "parent", words, title: words };
  };
  const nothing: CellPaint = {
    ...blankPaint,
    words: "not annotated",
    title: "Not annotated",
  };

  const isAnnotated = ({ id }: MatrixTechnique, tactic: string): boolean =>
    annotationOf(id, tactic) !== undefined;
  return {
    mode: `layer:${String(layer.id)}`,
    note: "Number: score. Strip: annotated sub-techniques",
    paint: (technique, tactic, used) => {
      const shown = shownOf(technique, tactic);
      if (shown !== null) return paintShown(shown);
      return used.length > 0 ? parentPaint(used) : nothing;
    },
    score: (technique, tactic) => shownOf(technique, tactic)?.score ?? null,
    isAnnotated,
    isDisabled: ({ id }, tactic) => annotationOf(id, tactic)?.enabled === false,
    isCounted: (technique, tactic) =>
      isAnnotated(technique, tactic) && (!chosenOnly || technique.answer !== null),
    legend: legend.entries,
  };
}

/** The annotation of a cell of which a layer says nothing itself. */
function unsaid(techniqueId: string, tactic: string): Annotation {
  return {
    techniqueId,
    tactic,
    score: null,
    colour: "",
    comment: "",
    enabled: true,
    metadata: [],
    links: [],
    showSubtechniques: false,
    extra: null,
  };
}
