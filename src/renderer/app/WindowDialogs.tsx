import type { Problem } from "../../shared/problem.ts";
import { About } from "../settings/About.tsx";
import { Dialog } from "../ui/Dialog.tsx";
import { ErrorNotice } from "../ui/ErrorNotice.tsx";
import { fileNameOf } from "./file-names.ts";
import { KeysDialog } from "./KeysDialog.tsx";

/** A dialog over the whole window, whether or not a workspace is open. */
export type WindowDialog =
  | { readonly kind: "about" }
  | { readonly kind: "keys" }
  | { readonly kind: "problem"; readonly problem: Problem }
  /** Files that were dropped while no workspace was open to take them. */
  | { readonly kind: "homeless"; readonly paths: readonly string[] };

/** The dialog that is open over the window. */
export function WindowDialogs({
  dialog,
  isOpen,
  onClose,
}: {
  readonly dialog: WindowDialog;
  /** Whether a workspace is open. */
  readonly isOpen: boolean;
  readonly onClose: () => void;
}) {
  switch (dialog.kind) {
    case "about":
      return (
        <Dialog opened title="Casemate" wide onClose={onClose}>
          <About withNotices={isOpen} />
        </Dialog>
      );
    case "keys":
      return <KeysDialog onClose={onClose} />;
    case "problem":
      return (
        <Dialog opened title="That did not work" onClose={onClose}>
          <ErrorNotice problem={dialog.problem} />
        </Dialog>
      );
    case "homeless":
      return (
        <Dialog opened title="Open a workspace first" onClose={onClose}>
          <p>
            {dialog.paths.map(fileNameOf).join(", ")} can be imported into a workspace. Open one or
            make a new one, then drop the file again.
          </p>
        </Dialog>
      );
  }
}
