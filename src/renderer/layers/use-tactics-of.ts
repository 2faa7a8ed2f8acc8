import { useMemo } from "react";
import type { Domain } from "../../shared/model/attack-id.ts";
import { useOperation } from "../use-operation.ts";
import type { TacticsOf } from "./annotation-edit.ts";

/** The tactics of every technique of a release that is in the workspace. */
export function useTacticsOf(domain: Domain, version: string): TacticsOf {
  const releases = useOperation("catalogue", "list", {});
  const release = releases.data?.find((each) => each.domain === domain && each.version === version);
  const matrix = useOperation(
    "catalogue",
    "matrix",
    { releaseId: release?.id ?? 0 },
    { enabled: release !== undefined },
  );
  return useMemo(() => {
    const tactics = new Map<string, readonly string[]>(
      matrix.data?.techniques.map((technique) => [technique.id, technique.tactics]),
    );
    return (techniqueId) => tactics.get(techniqueId) ?? [];
  }, [matrix.data]);
}
