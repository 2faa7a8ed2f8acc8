import { formatNoun } from "../../ui/figures.ts";
import { actorUseFill, type Fill } from "../../ui/levels.ts";
import type { MatrixTechnique } from "../matrix-view.ts";
import {
  blankPaint,
  type CellPaint,
  type MatrixPainter,
  type PainterLegendEntry,
  type PatternName,
} from "../painter.ts";
import { inScope, outOfScope } from "./in-scope.ts";

const patterns = new Map<Fill, PatternName>([
  ["use-2", "dots"],
  ["use-3", "rising"],
  ["use-4", "rows"],
  ["use-5", "cross"],
]);

function patternOf(fill: Fill | null): PatternName | null {
  return fill === null ? null : (patterns.get(fill) ?? null);
}

/** The names of actors by ID. */
export type ActorNames = ReadonlyMap<string, string>;

/** So many names are read at a glance; the inspector lists all. */
const mostNamed = 12;

function namesOf(ids: Iterable<string>, names: ActorNames): string {
  const all = Array.from(ids, (id) => names.get(id) ?? id);
  const more = all.length - mostNamed;
  return more > 1
    ? `${all.slice(0, mostNamed).join(", ")} and ${String(more)} more`
    : all.join(", ");
}

function ownPaint(users: readonly string[], actors: number, names: ActorNames): CellPaint {
  const count = users.length;
  const use = `${String(count)} of ${formatNoun(actors, "actor")}: ${namesOf(users, names)}`;
  const fill = actorUseFill(count, actors);
  return {
    ...blankPaint,
    fill,
    pattern: patternOf(fill),
    value: String(count),
    words: `used by ${use}`,
    title: `Used by ${use}`,
    key: fill,
  };
}

function parentPaint(
  used: readonly MatrixTechnique[],
  actors: number,
  names: ActorNames,
): CellPaint {
  const users = new Set(used.flatMap(({ answer }) => answer?.actors ?? []));
  const most = Math.max(...used.map(({ answer }) => answer?.actors.length ?? 0));
  const words = `${String(users.size)} of ${formatNoun(actors, "actor")} use its sub-techniques: ${namesOf(users, names)}`;
  return {
    ...blankPaint,
    tint: actorUseFill(most, actors),
    value: String(users.size),
    part: "parent",
    words,
    title: words,
  };
}

function legendOf(actors: number): PainterLegendEntry[] {
  const entries = new Map<Fill, PainterLegendEntry>();
  for (let count = 1; count <= actors; count += 1) {
    const fill = actorUseFill(count, actors);
    if (fill === null || entries.has(fill)) continue;
    const open = actors > count && actorUseFill(count + 1, actors) === fill;
    const word = open ? `${String(count)} or more actors` : formatNoun(count, "actor");
    const sample = { fill, colour: null, pattern: patternOf(fill), glyph: null };
    entries.set(fill, { key: fill, word, sample });
  }
  return [...entries.values()];
}

/** The mode "Actors' use": how many of the chosen actors use each technique, and which. */
export function actorsPainter(actors: number, names: ActorNames = new Map()): MatrixPainter {
  return {
    ...inScope,
    mode: "actors",
    note: "Number: chosen actors. Strip: used sub-techniques",
    paint: ({ answer }, _tactic, used) => {
      if (answer === null) {
        return used.length > 0
          ? parentPaint(used, actors, names)
          : outOfScope("not used by a chosen actor");
      }
      if (answer.notApplicable) return outOfScope("set not applicable");
      return ownPaint(answer.actors, actors, names);
    },
    score: ({ answer }) => answer?.actors.length ?? null,
    legend: legendOf(actors),
  };
}
