import { useQueries } from "@tanstack/react-query";
import type { Release } from "../../shared/model/catalogue.ts";
import { workbench } from "../workbench.ts";

/** Platforms of several releases, each once, in order. */
export function usePlatforms(releases: readonly Release[]): readonly string[] {
  return useQueries({
    queries: releases.map(({ id }) => ({
      queryKey: ["catalogue", "matrix", { releaseId: id }],
      queryFn: () => workbench.catalogue.matrix({ releaseId: id }),
    })),
    combine: (results) =>
      [...new Set(results.flatMap((result) => result.data?.platforms ?? []))].sort(),
  });
}
