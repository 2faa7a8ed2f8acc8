import { useLayoutEffect, useSyncExternalStore } from "react";
import type { Domain } from "../../shared/model/attack-id.ts";

const shown = new Map<string, number>();
const listeners = new Set<() => void>();

/** Makes a layer the one that the matrix of its domain shows; null = none. */
function showLayer(domain: Domain, layerId: number | null): void {
  if (layerId === null) shown.delete(domain);
  else shown.set(domain, layerId);
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/**
 * The layer that the matrix of a domain shows; kept while screens are switched. `wanted` is the one
 * that the visit asked for.
 */
export function useShownLayer(
  domain: Domain,
  wanted: number | undefined,
): readonly [number | null, (layerId: number | null) => void] {
  const layerId = useSyncExternalStore(subscribe, () => shown.get(domain) ?? null);
  useLayoutEffect(() => {
    if (wanted !== undefined) showLayer(domain, wanted);
  }, [domain, wanted]);
  return [layerId, (next) => showLayer(domain, next)];
}
