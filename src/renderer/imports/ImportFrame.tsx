import { Button } from "@mantine/core";
import { type ReactNode, useState } from "react";
import { fileNameOf } from "../app/file-names.ts";
import { Dialog } from "../ui/Dialog.tsx";
import { ErrorNotice, Notice } from "../ui/ErrorNotice.tsx";
import { Progress } from "../ui/Progress.tsx";
import { type LongWork, problemOf } from "../use-operation.ts";

/**
 * The dialog between chosen files and their import: what they hold, what is asked about them, how far
 * the import is, and what came of it. While it runs it cannot be closed, only cancelled.
 */
export function ImportFrame({
  title,
  verb,
  reading,
  isReady,
  work,
  preview,
  onStart,
  onClose,
  children,
}: {
  readonly title: string;
  /** "Import rules". */
  readonly verb: string;
  /** What it does before it says what it does: "Reading rules". */
  readonly reading: string;
  readonly isReady: boolean;
  readonly work: Pick<LongWork<never, unknown>, "cancel" | "problem" | "progress" | "running">;
  readonly preview: { readonly error: Error | null; readonly isPending: boolean };
  readonly onStart: () => void;
  readonly onClose: () => void;
  /** What is asked, while the import does not run. */
  readonly children: ReactNode;
}) {
  const [cancelling, setCancelling] = useState(false);
  const { running, problem, progress } = work;
  return (
    <Dialog
      opened
      wide
      title={title}
      onClose={() => {
        if (!running) onClose();
      }}
      foot={
        running ? undefined : (
          <>
            <Button onClick={onClose}>Cancel</Button>
            <Button
              variant="filled"
              data-autofocus
              disabled={!isReady}
              onClick={() => {
                setCancelling(false);
                onStart();
              }}
            >
              {verb}
            </Button>
          </>
        )
      }
    >
      <div className="dialog-fields">
        {problem !== undefined &&
          (problem.code === "cancelled" ? (
            <Notice tone="info">Import cancelled. The workspace is unchanged.</Notice>
          ) : (
            <ErrorNotice problem={problem} />
          ))}
        {running ? (
          <Progress
            label={progress?.phase ?? reading}
            done={progress?.done ?? 0}
            total={progress?.total ?? null}
            {...(progress?.file === undefined ? {} : { detail: fileNameOf(progress.file) })}
            cancelling={cancelling}
            onCancel={() => {
              setCancelling(true);
              work.cancel();
            }}
          />
        ) : (
          <>
            {preview.error !== null && <ErrorNotice problem={problemOf(preview.error)} />}
            {preview.isPending && <Progress label="Looking at what it is" done={0} total={null} />}
            {children}
          </>
        )}
      </div>
    </Dialog>
  );
}
