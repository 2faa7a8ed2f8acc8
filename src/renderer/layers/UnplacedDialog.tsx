import { Button } from "@mantine/core";
import { useState } from "react";
import type { LayerSummary } from "../../shared/model/layer.ts";
import type { Problem } from "../../shared/problem.ts";
import { Dialog } from "../ui/Dialog.tsx";
import { ErrorNotice } from "../ui/ErrorNotice.tsx";
import { formatNoun } from "../ui/figures.ts";
import { showDone } from "../ui/toasts.tsx";
import { problemOf, useOperation } from "../use-operation.ts";
import { workbench } from "../workbench.ts";
import type { LayerDialog } from "./layer-dialog.ts";
import { unplacedWords } from "./layer-words.ts";
import { useLayerEdits } from "./use-layer-edits.ts";

/** What of a layer finds no place in its release, with the reason, and what can be done about it. */
export function UnplacedDialog({
  layer,
  onDialog,
  onClose,
}: {
  readonly layer: LayerSummary;
  readonly onDialog: (dialog: LayerDialog) => void;
  readonly onClose: () => void;
}) {
  const unplaced = useOperation("layers", "unplaced", { layerId: layer.id });
  const edits = useLayerEdits();
  const [problem, setProblem] = useState<Problem>();
  const list = unplaced.data ?? [];
  const attempt = (work: () => Promise<void>) => {
    setProblem(undefined);
    work().catch((error: unknown) => setProblem(problemOf(error)));
  };
  const copy = () =>
    attempt(async () => {
      await workbench.shell.copyText({
        text: list
          .map((each) =>
            [each.techniqueId, each.tactic ?? "", unplacedWords(each, layer.version), each.comment]
              .join("\t")
              .trimEnd(),
          )
          .join("\n"),
      });
      showDone(`Copied ${formatNoun(list.length, "line")}.`);
    });
  const remove = () =>
    attempt(async () => {
      await edits.annotate(layer.id, "the removal of what has no place", () =>
        list.map(({ techniqueId, tactic }) => ({ place: { techniqueId, tactic }, marks: null })),
      );
      showDone(
        `Removed ${formatNoun(list.length, "annotation")}.`,
        () => void edits.undo(layer.id).catch(() => undefined),
      );
      onClose();
    });

  return (
    <Dialog
      opened
      wide
      title={`What of “${layer.name}” has no place in ${layer.version}?`}
      onClose={onClose}
      foot={
        <>
          <Button disabled={list.length === 0} onClick={copy}>
            Copy list
          </Button>
          <Button color="red" variant="outline" disabled={list.length === 0} onClick={remove}>
            Remove from the layer
          </Button>
          <Button
            variant="filled"
            data-autofocus
            onClick={() => onDialog({ kind: "upgrade", layer, version: null })}
          >
            Upgrade…
          </Button>
        </>
      }
    >
      {unplaced.error !== null && <ErrorNotice problem={problemOf(unplaced.error)} />}
      {unplaced.data !== undefined && (
        <>
          <p className="muted unplaced-note">
            {list.length === 0
              ? "Every annotation has its place."
              : `${formatNoun(list.length, "annotation")} of ${String(layer.annotations)}. They stay in the layer and are written back when it is exported.`}
          </p>
          {list.length > 0 && (
            // A region that scrolls can be reached by keyboard.
            // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex
            <div className="unplaced-list" tabIndex={0} role="region" aria-label="Without a place">
              <table>
                <thead>
                  <tr>
                    <th scope="col">ID</th>
                    <th scope="col">Tactic</th>
                    <th scope="col">Why</th>
                    <th scope="col" className="number">
                      Score
                    </th>
                    <th scope="col">Comment</th>
                  </tr>
                </thead>
                <tbody>
                  {list.map((each) => (
                    <tr key={`${each.techniqueId} ${each.tactic ?? ""}`}>
                      <td className="mono">{each.techniqueId}</td>
                      <td>{each.tactic ?? "Every"}</td>
                      <td>{unplacedWords(each, layer.version)}</td>
                      <td className="number">{each.score ?? ""}</td>
                      <td className="unplaced-comment" title={each.comment}>
                        {each.comment}
                      </td>
                    </tr>
                  ))}
                </tbody>
              </table>
            </div>
          )}
        </>
      )}
      {problem !== undefined && <ErrorNotice problem={problem} />}
    </Dialog>
  );
}
