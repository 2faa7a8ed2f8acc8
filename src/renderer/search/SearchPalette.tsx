import { useMemo } from "react";
import { useApp } from "../app/app-state.ts";
import { CommandPalette, type PaletteCommand } from "../frame/CommandPalette.tsx";
import { useOperation } from "../use-operation.ts";
import { makeSearch } from "./search-everything.ts";

/** Search everything and do everything, over the open workspace. */
export function SearchPalette({
  opened,
  onClose,
  commands,
}: {
  readonly opened: boolean;
  readonly onClose: () => void;
  readonly commands: readonly PaletteCommand[];
}) {
  const app = useApp();
  const releases = useOperation("catalogue", "list", {});
  const assessments = useOperation("assessments", "list", {});
  const search = useMemo(
    () =>
      makeSearch({
        app,
        releases: releases.data ?? [],
        asked:
          assessments.data?.find((assessment) => assessment.id === app.assessmentId)?.releases ??
          [],
      }),
    [app, releases.data, assessments.data],
  );
  return <CommandPalette opened={opened} onClose={onClose} search={search} commands={commands} />;
}
