import { useCallback, useSyncExternalStore } from "react";
import type { WorkspaceInfo } from "../../shared/model/workspace.ts";
import { useApp } from "../app/app-state.ts";
import { workbench } from "../workbench.ts";
import { createLayerEdits, type HistoryOwner, type LayerEdits } from "./layer-edits.ts";
import type { LayerHistory } from "./layer-history.ts";

const edits = createLayerEdits(workbench.layers);
let workspaceOfEdits: WorkspaceInfo | undefined;

/** The edits of the open workspace's layers; their history survives a switch of screens. */
export function useLayerEdits(): LayerEdits {
  const { workspace } = useApp();
  if (
    workspaceOfEdits?.path !== workspace.path ||
    workspaceOfEdits.createdAt !== workspace.createdAt
  ) {
    if (workspaceOfEdits !== undefined) edits.forget();
    workspaceOfEdits = workspace;
  }
  return edits;
}

/** What can be undone and done again. */
export function useLayerHistory(owner: HistoryOwner): LayerHistory {
  const get = useCallback(() => edits.historyOf(owner), [owner]);
  return useSyncExternalStore(edits.subscribe, get);
}
