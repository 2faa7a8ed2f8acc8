import { Checkbox } from "@mantine/core";
import type { ComparedWith } from "../../shared/model/report-template.ts";
import { ErrorNotice } from "../ui/ErrorNotice.tsx";
import { problemOf, useOperation } from "../use-operation.ts";

/** What the report must carry, and what asks for it. */
export function ReportMarking({
  of,
  portionPrefix,
  onPortionPrefix,
}: {
  readonly of: ComparedWith;
  readonly portionPrefix: boolean;
  readonly onPortionPrefix: (portionPrefix: boolean) => void;
}) {
  const required = useOperation(
    "markings",
    "required",
    of.kind === "assessment"
      ? { assessmentIds: [of.assessmentId] }
      : { snapshotIds: [of.snapshotId] },
  );
  if (required.error !== null) return <ErrorNotice problem={problemOf(required.error)} />;
  if (required.data === undefined) return null;
  const { banner, portion, parts } = required.data;
  return (
    <div className="export-report-marking" role="group" aria-label="Marking">
      {banner.text === "" ? (
        <p className="muted">Nothing in it is marked, so the files carry no marking.</p>
      ) : (
        <>
          <div className="export-report-banners">
            {(banner.parts.length === 0 ? [banner] : banner.parts).map(({ text, colour, ink }) => (
              <b key={text} style={{ background: colour, color: ink }}>
                {text}
              </b>
            ))}
          </div>
          <ul className="plain muted">
            {parts.map(({ what, text }) => (
              <li key={`${what} ${text}`}>{`${what}: ${text}`}</li>
            ))}
          </ul>
          {portion !== "" && (
            <Checkbox
              label={`Begin the names of files with (${portion})`}
              checked={portionPrefix}
              onChange={(event) => onPortionPrefix(event.currentTarget.checked)}
            />
          )}
        </>
      )}
    </div>
  );
}
