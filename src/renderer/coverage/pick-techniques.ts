import type { MatrixTechnique } from "../matrix/matrix-view.ts";
import { keysOf, techniquesOf } from "../matrix/selection.ts";

/** What becomes of a selection when techniques are picked. */
export type PickWay = "replace" | "add" | "remove" | "intersect";

/** What a pick takes along. */
export interface PickOptions {
  readonly withSubtechniques: boolean;
  /** Only cells that are on the grid. */
  readonly visibleOnly: boolean;
}

/** Cell keys of the picked techniques, under all of their tactics. */
export function keysOfPicked(
  ids: ReadonlySet<string>,
  techniques: readonly MatrixTechnique[],
  visible: ReadonlySet<string>,
  { withSubtechniques, visibleOnly }: PickOptions,
): ReadonlySet<string> {
  const picked = techniques.filter(
    ({ id, parentId }) =>
      ids.has(id) || (withSubtechniques && parentId !== null && ids.has(parentId)),
  );
  const keys = keysOf(picked);
  return visibleOnly ? new Set([...keys].filter((key) => visible.has(key))) : keys;
}

/** A selection after a pick. */
export function pickInto(
  selected: ReadonlySet<string>,
  picked: ReadonlySet<string>,
  way: PickWay,
): ReadonlySet<string> {
  switch (way) {
    case "replace":
      return picked;
    case "add":
      return new Set([...selected, ...picked]);
    case "remove":
      return new Set([...selected].filter((key) => !picked.has(key)));
    case "intersect":
      return new Set([...selected].filter((key) => picked.has(key)));
  }
}

/** The selection with the sub-techniques of what is in it, or with their parents. */
export function withRelatives(
  selected: ReadonlySet<string>,
  techniques: readonly MatrixTechnique[],
  relatives: "subtechniques" | "parents",
): ReadonlySet<string> {
  const ids = techniquesOf(selected);
  const parents = new Set(
    techniques.flatMap(({ id, parentId }) => (ids.has(id) && parentId !== null ? [parentId] : [])),
  );
  const more = techniques.filter(({ id, parentId }) =>
    relatives === "parents" ? parents.has(id) : parentId !== null && ids.has(parentId),
  );
  return new Set([...selected, ...keysOf(more)]);
}

/** Whether every word is in the ID, the name or the parent's name. */
export function isNamed(technique: MatrixTechnique, words: readonly string[]): boolean {
  const { id, name, parentName } = technique;
  const text = `${id} ${name} ${parentName ?? ""}`.toLocaleLowerCase("en");
  return words.every((word) => text.includes(word));
}
