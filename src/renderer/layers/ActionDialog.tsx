import { Button } from "@mantine/core";
import { type ReactNode, useState } from "react";
import type { Problem } from "../../shared/problem.ts";
import { Dialog } from "../ui/Dialog.tsx";
import { ErrorNotice } from "../ui/ErrorNotice.tsx";
import { problemOf } from "../use-operation.ts";

/**
 * A dialog with one thing to do, which may take a while and fail: the button waits for it, and what
 * went wrong stands below the fields. `act` closes the dialog, or shows what came of it.
 */
export function ActionDialog({
  title,
  verb,
  wide = false,
  disabled,
  act,
  onClose,
  children,
}: {
  readonly title: string;
  readonly verb: string;
  readonly wide?: boolean;
  /** Something that it needs is missing. */
  readonly disabled: boolean;
  readonly act: () => Promise<void>;
  readonly onClose: () => void;
  readonly children: ReactNode;
}) {
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem>();
  return (
    <Dialog
      opened
      wide={wide}
      title={title}
      onClose={onClose}
      foot={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button
            variant="filled"
            loading={busy}
            disabled={disabled}
            onClick={() => {
              setBusy(true);
              setProblem(undefined);
              act()
                .catch((error: unknown) => setProblem(problemOf(error)))
                .finally(() => setBusy(false));
            }}
          >
            {verb}
          </Button>
        </>
      }
    >
      <div className="dialog-fields">
        {children}
        {problem !== undefined && <ErrorNotice problem={problem} />}
      </div>
    </Dialog>
  );
}
