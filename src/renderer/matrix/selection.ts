import { cellKey, type PreparedMatrix } from "./columns.ts";

/** What a cell that is selected takes along. */
export interface SelectionOptions {
  /** The technique under all of its tactics. */
  readonly acrossTactics: boolean;
  readonly withSubtechniques: boolean;
  /** Only cells that are on the grid: what a strip, a fold or a filter hides is left out. */
  readonly visibleOnly: boolean;
}

/** What a selection takes along until somebody changes it. */
export const plainSelection: SelectionOptions = {
  acrossTactics: true,
  withSubtechniques: false,
  visibleOnly: true,
};

/** The ID of the technique behind a cell key. */
export function techniqueOf(key: string): string {
  return key.slice(key.indexOf("/") + 1);
}

/** The distinct IDs of the techniques behind cell keys. */
export function techniquesOf(keys: Iterable<string>): ReadonlySet<string> {
  return new Set(Array.from(keys, techniqueOf));
}

/** Cell keys of techniques under all of their tactics. */
export function keysOf(
  techniques: Iterable<{ readonly id: string; readonly tactics: readonly string[] }>,
): ReadonlySet<string> {
  const keys = new Set<string>();
  for (const { id, tactics } of techniques) {
    for (const tactic of tactics) keys.add(cellKey(tactic, id));
  }
  return keys;
}

/** Cell keys with all that the options take along; `visible` are the keys on the grid. */
export function completeSelection(
  keys: Iterable<string>,
  { painted, subtechniques }: PreparedMatrix,
  visible: ReadonlySet<string>,
  { acrossTactics, withSubtechniques, visibleOnly }: SelectionOptions,
): ReadonlySet<string> {
  const completed = new Set<string>();
  const take = (tactics: readonly string[], id: string): void => {
    for (const tactic of tactics) {
      const key = cellKey(tactic, id);
      if (visibleOnly ? visible.has(key) : painted.has(key)) completed.add(key);
    }
  };
  for (const key of keys) {
    const id = techniqueOf(key);
    const technique = painted.get(key)?.technique;
    if (technique === undefined) continue;
    const own = key.slice(0, key.indexOf("/"));
    const tactics = acrossTactics ? technique.tactics : [own];
    completed.add(key);
    take(tactics, id);
    if (!withSubtechniques) continue;
    for (const sub of subtechniques.get(id) ?? []) {
      take(acrossTactics ? sub.tactics : [own], sub.id);
    }
  }
  return completed;
}

/** A selection without some keys, or with them if one of them is not in it. */
export function toggleSelection(
  selected: ReadonlySet<string>,
  keys: ReadonlySet<string>,
): ReadonlySet<string> {
  const next = new Set(selected);
  const isAllIn = [...keys].every((key) => selected.has(key));
  for (const key of keys) {
    if (isAllIn) next.delete(key);
    else next.add(key);
  }
  return next;
}

/** The cells of the grid that are not selected. */
export function invertSelection(
  selected: ReadonlySet<string>,
  visible: ReadonlySet<string>,
): ReadonlySet<string> {
  return new Set([...visible].filter((key) => !selected.has(key)));
}
