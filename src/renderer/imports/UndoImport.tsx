import type { ImportKind } from "../../shared/model/import-report.ts";
import { ConfirmDialog } from "../ui/Dialog.tsx";
import { ErrorNotice } from "../ui/ErrorNotice.tsx";
import { showDone } from "../ui/toasts.tsx";
import { problemOf, useCommand } from "../use-operation.ts";

/** What leaves the workspace with an import. */
const effects: Readonly<Record<ImportKind, string>> = {
  detections:
    "The detections that it brought leave the inventory, with what was changed in them since. Coverage is computed without them. The report stays.",
  catalogue:
    "The overlay's objects leave the catalogue. The release beside it and your own data stay.",
  layers:
    "The layers that it brought leave the workspace, with what was changed in them since. The report stays.",
};

/** Asks before an import is taken back. */
export function UndoImport({
  importId,
  title,
  kind,
  onClose,
  onUndone,
}: {
  readonly importId: number;
  readonly title: string;
  readonly kind: ImportKind;
  readonly onClose: () => void;
  readonly onUndone?: () => void;
}) {
  const undo = useCommand("imports", "undo");
  return (
    <ConfirmDialog
      opened
      destructive
      title={`Undo the import of ${title}?`}
      verb="Undo import"
      busy={undo.isPending}
      onCancel={onClose}
      onConfirm={() =>
        undo.mutate(
          { id: importId },
          {
            onSuccess: () => {
              onClose();
              showDone(`Took back the import of ${title}.`);
              onUndone?.();
            },
          },
        )
      }
    >
      <p>{effects[kind]}</p>
      {undo.error !== null && <ErrorNotice problem={problemOf(undo.error)} />}
    </ConfirmDialog>
  );
}
