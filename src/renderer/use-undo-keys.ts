import { useEffect, useEffectEvent } from "react";

/** Ctrl+Z undoes, Ctrl+Shift+Z and Ctrl+Y do again; a text field undoes its own text. */
export function useUndoKeys(undo: () => void, redo: () => void): void {
  const onKey = useEffectEvent((event: KeyboardEvent) => {
    if ((!event.ctrlKey && !event.metaKey) || event.altKey) return;
    const { target } = event;
    if (
      target instanceof HTMLElement &&
      (target.matches("input:not([type=checkbox], [type=radio]), textarea") ||
        target.closest('[role="dialog"]') !== null)
    ) {
      return;
    }
    const key = event.key.toLowerCase();
    if (key === "z" && !event.shiftKey) undo();
    else if (key === "y" || (key === "z" && event.shiftKey)) redo();
    else return;
    event.preventDefault();
  });
  useEffect(() => {
    const listener = (event: KeyboardEvent) => onKey(event);
    window.addEventListener("keydown", listener);
    return () => window.removeEventListener("keydown", listener);
  }, []);
}
