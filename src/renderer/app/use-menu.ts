import { useEffectEvent, useLayoutEffect } from "react";
import type { MenuCommand } from "../../shared/operation.ts";
import { subscribe } from "../workbench.ts";

/** Files that the application was started with; the shell tells of them at the page's first call. */
let early: readonly string[] = [];
const stopWaiting = subscribe((event) => {
  if (event.type === "openFiles") early = [...early, ...event.paths];
});

/**
 * Hears what is chosen from the application's menu, and which files it is asked to open.
 *
 * Files that it was asked for before anything was there to hear of them are kept until now.
 */
export function useMenu(
  onCommand: (command: MenuCommand) => void,
  onFiles: (paths: readonly string[]) => void,
): void {
  const command = useEffectEvent(onCommand);
  const files = useEffectEvent(onFiles);
  useLayoutEffect(() => {
    stopWaiting();
    if (early.length > 0) files(early);
    early = [];
    return subscribe((event) => {
      if (event.type === "menu") command(event.command);
      else if (event.type === "openFiles") files(event.paths);
    });
  }, []);
}
