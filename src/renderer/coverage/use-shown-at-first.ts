import { useEffect, useRef } from "react";
import type { Domain } from "../../shared/model/attack-id.ts";
import { type Focus, useApp } from "../app/app-state.ts";
import type { MatrixHandle } from "../matrix/Matrix.tsx";

/** Brings what a focus names into view, and the technique into the inspector, once. */
export function useShownAtFirst(
  grid: { readonly current: MatrixHandle | null },
  focus: Focus | undefined,
  domain: Domain,
): void {
  const { inspect } = useApp();
  const isShown = useRef(false);
  useEffect(() => {
    if (isShown.current || focus === undefined) return;
    // The matrix paints once it knows its room.
    const frame = requestAnimationFrame(() => {
      isShown.current = true;
      if (focus.techniqueId !== undefined) grid.current?.reveal({ cell: focus.techniqueId });
      else if (focus.tactic !== undefined) grid.current?.reveal({ tactic: focus.tactic });
      if (focus.techniqueId !== undefined) inspect(domain, focus.techniqueId);
    });
    return () => cancelAnimationFrame(frame);
  }, [grid, focus, domain, inspect]);
}
