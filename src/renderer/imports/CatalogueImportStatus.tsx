import "./CatalogueImportStatus.css";
import { Button } from "@mantine/core";
import { Dialog } from "../ui/Dialog.tsx";
import { ErrorNotice, Notice } from "../ui/ErrorNotice.tsx";
import { Progress } from "../ui/Progress.tsx";
import type { CatalogueImport } from "./catalogue-import.ts";

/** An import of bundles, above whichever screen is open: progress, the decision, how it failed. */
export function CatalogueImportStatus({ work }: { readonly work: CatalogueImport }) {
  const { problem, progress } = work;
  if (work.running) {
    return (
      <div className="import-status">
        <Progress
          label={progress?.phase ?? "Reading the file"}
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
  if (problem.code === "cancelled") {
    return (
      <div className="import-status">
        <Notice tone="info" actions={dismiss}>
          <p role="status">Import cancelled. The workspace is unchanged.</p>
        </Notice>
      </div>
    );
  }
  if (problem.code === "needs-decision") {
    return (
      <Dialog
        opened
        title="Replace the file that is there?"
        onClose={work.dismiss}
        foot={
          <>
            <Button data-autofocus onClick={work.dismiss}>
              Cancel
            </Button>
            <Button onClick={() => work.decide("keep")}>Keep what is there</Button>
            <Button variant="filled" onClick={() => work.decide("replace")}>
              Replace it
            </Button>
          </>
        }
      >
        <p>{problem.message}</p>
        {problem.place?.remedy !== undefined && <p className="muted">{problem.place.remedy}</p>}
        <p className="muted">
          Your assessments, actors and detections refer to ATT&amp;CK by ID and lose nothing either
          way.
        </p>
      </Dialog>
    );
  }
  return (
    <div className="import-status">
      <ErrorNotice problem={problem} actions={dismiss} />
    </div>
  );
}
