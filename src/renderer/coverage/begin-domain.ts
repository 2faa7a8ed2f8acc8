import type { Focus } from "../app/app-state.ts";
import type { MatrixScope } from "../matrix/columns.ts";
import { nothingFolded } from "../matrix/matrix-display.ts";
import type { MatrixView } from "../matrix/matrix-view.ts";
import { keysOf } from "../matrix/selection.ts";
import type { DomainState } from "./coverage-state.ts";
import { type Subset, subsetOf } from "./matrix-model.ts";

/** The counted techniques of the tactic that a focus names, or the technique that it names. */
function selectionOf(view: MatrixView, focus: Focus | undefined): ReadonlySet<string> {
  if (focus?.techniqueId !== undefined) {
    return keysOf(view.techniques.filter(({ id }) => id === focus.techniqueId));
  }
  const tactic = focus?.tactic;
  if (tactic === undefined) return new Set();
  return keysOf(
    view.techniques.filter(
      ({ answer, tactics }) => answer?.inDenominator === true && tactics.includes(tactic),
    ),
  );
}

/** The state of a visit: what a figure was counted from is what it begins with. */
export function beginDomain(
  state: DomainState,
  view: MatrixView,
  focus: Focus | undefined,
): DomainState {
  if (focus === undefined) return state;
  return {
    ...state,
    subset: subsetOf(focus),
    platforms: [],
    hiddenTactics: [],
    folds: nothingFolded,
    selected: selectionOf(view, focus),
  };
}

export function scopeOf(subset: Subset): MatrixScope {
  return subset === "all" || subset === "annotated" ? subset : "chosen";
}
