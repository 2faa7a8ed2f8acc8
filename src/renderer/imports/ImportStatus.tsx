import "./CatalogueImportStatus.css";
import { Button } from "@mantine/core";
import { useState } from "react";
import type { Progress as Done } from "../../shared/operation.ts";
import type { Problem } from "../../shared/problem.ts";
import { ErrorNotice, Notice } from "../ui/ErrorNotice.tsx";
import { Progress } from "../ui/Progress.tsx";

/** Work with files as the window follows it, whichever screen is open. */
export interface FileWork {
  readonly running: boolean;
  readonly progress: Done | undefined;
  readonly problem: Problem | undefined;
  readonly cancel: () => void;
  readonly clear: () => void;
}

/** Work with files, above whichever screen is open: progress, and how it failed. */
export function ImportStatus({
  work,
  label,
}: {
  readonly work: FileWork;
  /** What is being done, until the work says it itself. */
  readonly label: string;
}) {
  const { problem } = work;
  if (work.running) return <Running work={work} label={label} />;
  if (problem === undefined) return null;
  const dismiss = (
    <Button size="xs" onClick={work.clear}>
      Close
    </Button>
  );
  return (
    <div className="import-status">
      {problem.code === "cancelled" ? (
        <Notice tone="info" actions={dismiss}>
          <p role="status">Import cancelled. The workspace is unchanged.</p>
        </Notice>
      ) : (
        <ErrorNotice problem={problem} actions={dismiss} />
      )}
    </div>
  );
}

function Running({ work, label }: { readonly work: FileWork; readonly label: string }) {
  const [cancelling, setCancelling] = useState(false);
  const { progress } = work;
  return (
    <div className="import-status">
      <Progress
        label={progress?.phase ?? label}
        done={progress?.done ?? 0}
        total={progress?.total ?? null}
        {...(progress?.file === undefined ? {} : { detail: progress.file })}
        onCancel={() => {
          setCancelling(true);
          work.cancel();
        }}
        cancelling={cancelling}
      />
    </div>
  );
}
