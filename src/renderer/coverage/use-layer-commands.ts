import { useState } from "react";
import type { LayerSource, LayerSummary } from "../../shared/model/layer.ts";
import { thingsOfSources } from "../../shared/marked-source.ts";
import type { Problem } from "../../shared/problem.ts";
import { safeFileName } from "../app/file-names.ts";
import { writeMarkedFile } from "../markings/ask-marking.ts";
import { formatNoun } from "../ui/figures.ts";
import { showDone } from "../ui/toasts.tsx";
import { problemOf } from "../use-operation.ts";
import { workbench } from "../workbench.ts";

/** A name that no layer has yet: "Selection", "Selection 2". */
function freeName(name: string, layers: readonly LayerSummary[]): string {
  const taken = new Set(layers.map((layer) => layer.name));
  let free = name;
  for (let count = 2; taken.has(free); count += 1) free = `${name} ${String(count)}`;
  return free;
}

/** What the coverage screen makes of a mode or a selection, and why the last of it failed. */
export interface LayerCommands {
  readonly problem: Problem | undefined;
  /** Puts the IDs onto the clipboard, one a line. */
  readonly copyIds: (ids: ReadonlySet<string>) => void;
  /** Keeps a source as a layer of the workspace. */
  readonly keep: (source: LayerSource, name: string) => void;
  /** Writes a source into a file that the user names. */
  readonly write: (source: LayerSource, name: string) => void;
}

/** `onMade` gets the layer that was kept. */
export function useLayerCommands(
  layers: readonly LayerSummary[],
  onMade: (layerId: number) => void,
): LayerCommands {
  const [problem, setProblem] = useState<Problem>();
  const attempt = (work: Promise<void>): void => {
    setProblem(undefined);
    work.catch((error: unknown) => setProblem(problemOf(error)));
  };
  return {
    problem,
    copyIds: (ids) =>
      attempt(
        workbench.shell
          .copyText({ text: [...ids].sort().join("\n") })
          .then(() => showDone(`Copied ${formatNoun(ids.size, "ID")}.`)),
      ),
    keep: (source, name) =>
      attempt(
        workbench.layers
          .create({ source, name: freeName(name, layers), group: "" })
          .then(({ layer }) => {
            onMade(layer.id);
            showDone(`Saved as the layer “${layer.name}”.`);
          }),
      ),
    write: (source, name) =>
      attempt(
        writeMarkedFile({
          things: thingsOfSources([source]),
          what: `Layer ${name}`,
          ...{ suggested: `${safeFileName(name)}.json`, extension: "json" },
          write: (path, marked) => workbench.layers.export({ sources: [source], path, ...marked }),
        }).then((written) => {
          if (written !== null) showDone(`Exported to ${written.path}`);
        }),
      ),
  };
}
