import type { ImportKind } from "../../shared/model/import-report.ts";
import { ConfirmDialog } from "../ui/Dialog.tsx";
import { ErrorNotice } from "../ui/ErrorNotice.tsx";
import { showDone } from "../ui/toasts.tsx";
import { problemOf, useCommand } from "../use-operation.ts";
import { importKinds } from "./import-kinds.ts";

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
      <p>{importKinds[kind].undo}</p>
      {undo.error !== null && <ErrorNotice problem={problemOf(undo.error)} />}
    </ConfirmDialog>
  );
}
