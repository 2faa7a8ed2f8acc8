import { Button } from "@mantine/core";
import { Dialog } from "../ui/Dialog.tsx";
import type { CatalogueImport } from "./catalogue-import.ts";
import { ImportStatus } from "./ImportStatus.tsx";

/** An import of bundles, above whichever screen is open: progress, the decision, how it failed. */
export function CatalogueImportStatus({ work }: { readonly work: CatalogueImport }) {
  const { problem } = work;
  if (work.running || problem?.code !== "needs-decision") {
    return <ImportStatus work={{ ...work, clear: work.dismiss }} label="Reading the file" />;
  }
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
