import "./CatalogueImportStatus.css";
import { Button } from "@mantine/core";
import { ErrorNotice, Notice } from "../ui/ErrorNotice.tsx";
import { Progress } from "../ui/Progress.tsx";
import type { LayerImport } from "./layer-import.ts";

/** An import of layers, above whichever screen is open: progress, and how it failed. */
export function LayerImportStatus({ work }: { readonly work: LayerImport }) {
  const { problem, progress } = work;
  if (work.running) {
    return (
      <div className="import-status">
        <Progress
          label={progress?.phase ?? "Reading layers"}
          done={progress?.done ?? 0}
          total={progress?.total ?? null}
          {...(progress?.file === undefined ? {} : { detail: progress.file })}
          onCancel={work.cancel}
          cancelling={work.cancelling}
        />
      </div>
    );
  }
  if (problem === undefined) return null;
  const dismiss = (
    <Button size="xs" onClick={work.dismiss}>
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
