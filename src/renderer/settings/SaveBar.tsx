import { Button } from "@mantine/core";
import type { ReactNode } from "react";

/** The foot of a form: what is unsaved, discard, save. It stays in view while the form scrolls. */
export function SaveBar({
  dirty,
  busy,
  blocked,
  onSave,
  onDiscard,
  children,
}: {
  readonly dirty: boolean;
  readonly busy: boolean;
  /** Why the form cannot be saved as it is. */
  readonly blocked?: string | undefined;
  readonly onSave: () => void;
  readonly onDiscard: () => void;
  readonly children?: ReactNode;
}) {
  return (
    <div className="settings-save">
      {children}
      <span className="settings-save-words" role="status">
        {blocked ?? (dirty ? "Not saved yet" : "Saved")}
      </span>
      <Button disabled={!dirty || busy} onClick={onDiscard}>
        Discard changes
      </Button>
      <Button
        variant="filled"
        disabled={!dirty || blocked !== undefined}
        loading={busy}
        onClick={onSave}
      >
        Save
      </Button>
    </div>
  );
}
