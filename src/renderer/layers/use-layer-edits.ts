import { useCallback, useLayoutEffect, useSyncExternalStore } from "react";
import { useApp } from "../app/app-state.ts";
import { workbench } from "../workbench.ts";
import { createLayerEdits, type HistoryOwner, type LayerEdits } from "./layer-edits.ts";
import type { LayerHistory } from "./layer-history.ts";

const edits = createLayerEdits(workbench.layers);
let openWorkspace: string | undefined;

/** Histories are of one workspace: another one begins without any. */
function keepFor(workspace: string): void {
  if (openWorkspace !== undefined && openWorkspace !== workspace) edits.forget();
  openWorkspace = workspace;
}

/** The edits of the open workspace's layers; their history survives a switch of screens. */
export function useLayerEdits(): LayerEdits {
  const { path, createdAt } = useApp().workspace;
  useLayoutEffect(() => keepFor(`${path} ${createdAt}`), [path, createdAt]);
  return edits;
}

/** What can be undone and done again. */
export function useLayerHistory(owner: HistoryOwner): LayerHistory {
  const get = useCallback(() => edits.historyOf(owner), [owner]);
  return useSyncExternalStore(edits.subscribe, get);
}
