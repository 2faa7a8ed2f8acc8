import { useEffectEvent, useLayoutEffect } from "react";
import type { MenuCommand } from "../../shared/operation.ts";
import { subscribe } from "../workbench.ts";

/**
 * Hears what is chosen from the application's menu, and which files it is asked to open.
 *
 * It listens before the first operation is called, because files named at the start arrive then.
 */
export function useMenu(
  onCommand: (command: MenuCommand) => void,
  onFiles: (paths: readonly string[]) => void,
): void {
  const command = useEffectEvent(onCommand);
  const files = useEffectEvent(onFiles);
  useLayoutEffect(
    () =>
      subscribe((event) => {
        if (event.type === "menu") command(event.command);
        else if (event.type === "openFiles") files(event.paths);
      }),
    [],
  );
}
