import { useSyncExternalStore } from "react";
import { workbench } from "../workbench.ts";

let isFull = false;
const listeners = new Set<() => void>();

/**
 * Shows a screen alone on the whole display, or the frame around it again. The marking banners stay
 * in both.
 */
export function setFullScreen(on: boolean): void {
  if (on === isFull) return;
  isFull = on;
  for (const listener of listeners) listener();
  // Where the display cannot, the screen still has the window to itself.
  workbench.shell.setFullScreen({ on }).catch(() => undefined);
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** Whether a screen has the whole display. */
export function useFullScreen(): boolean {
  return useSyncExternalStore(subscribe, () => isFull);
}
