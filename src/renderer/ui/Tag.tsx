import "./Tag.css";
import type { CoverageLevel, PriorityBand } from "../../shared/model/coverage.ts";
import { Glyph, glyphOf } from "./Glyph.tsx";
import { type Fill, levelWords, priorityWords } from "./levels.ts";

/**
 * The coloured square of a datum with its glyph.
 * Without `word` it is decoration beside a word; with it, it stands alone and says it.
 */
export function Swatch({
  fill,
  word,
  small = false,
}: {
  readonly fill: Fill;
  readonly word?: string;
  readonly small?: boolean;
}) {
  const glyph = glyphOf(fill);
  const named =
    word === undefined ? { "aria-hidden": true } : { role: "img", "aria-label": word, title: word };
  return (
    <span className="swatch" data-fill={fill} data-small={small || undefined} {...named}>
      {glyph !== undefined && !small && <Glyph name={glyph} size={12} />}
    </span>
  );
}

/** A level: square, glyph and word. */
export function LevelTag({ level }: { readonly level: CoverageLevel }) {
  return (
    <span className="tag">
      <Swatch fill={`cov-${level}`} />
      {levelWords[level]}
    </span>
  );
}

/**
 * A priority: square with bars and the number beside it, or the band's word.
 * `score` is 0 to 100 with one decimal; it is shown as the list orders it.
 */
export function PriorityTag({
  band,
  score,
  withWord = false,
}: {
  readonly band: PriorityBand;
  readonly score?: number;
  readonly withWord?: boolean;
}) {
  const word = priorityWords[band];
  return (
    <span className="tag">
      {withWord ? <Swatch fill={`prio-${band}`} /> : <Swatch fill={`prio-${band}`} word={word} />}
      {withWord && <span>{score === undefined ? word : `${word},`}</span>}
      {score !== undefined && <b className="tag-score">{score.toFixed(1)}</b>}
    </span>
  );
}

/** A quiet word in a box: "Direct", "12 IDs", "starter". */
export function Badge({
  children,
  tone = "plain",
}: {
  readonly children: React.ReactNode;
  readonly tone?: "plain" | "accent" | "ok" | "warning" | "error";
}) {
  return (
    <span className="badge" data-tone={tone}>
      {children}
    </span>
  );
}
