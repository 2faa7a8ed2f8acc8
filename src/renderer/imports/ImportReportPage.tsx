import { Button, Menu } from "@mantine/core";
import { IconArrowBackUp, IconDownload } from "@tabler/icons-react";
import { useState } from "react";
import type { ImportReport } from "../../shared/model/import-report.ts";
import type { Problem } from "../../shared/problem.ts";
import { type Focus, useApp } from "../app/app-state.ts";
import { fileNameOf } from "../app/file-names.ts";
import { formatDuration, formatMoment } from "../app/times.ts";
import { writeMarkedFile } from "../markings/ask-marking.ts";
import { ErrorNotice } from "../ui/ErrorNotice.tsx";
import { Page, PageHeader } from "../ui/Page.tsx";
import { showDone } from "../ui/toasts.tsx";
import { problemOf, useOperation } from "../use-operation.ts";
import { workbench } from "../workbench.ts";
import { CatalogueReport } from "./CatalogueReport.tsx";
import { DetectionReport } from "./DetectionReport.tsx";
import { importKinds } from "./import-kinds.ts";
import { LayerReport } from "./LayerReport.tsx";
import { MoveImport } from "./MoveImport.tsx";
import { RecordReport } from "./RecordReport.tsx";
import { isOfRecords } from "./record-report-classes.ts";
import { UndoImport } from "./UndoImport.tsx";

/** What a report is called: the file, or how many of them. */
function titleOf(report: ImportReport): string {
  if (report.kind === "catalogue") return fileNameOf(report.file);
  const [first] = report.files;
  if (first === undefined) return "Import";
  const more = report.files.length - 1;
  return more === 0 ? fileNameOf(first) : `${fileNameOf(first)} and ${String(more)} more`;
}

/** Whose things the import brought. */
function answerOf(report: ImportReport): { readonly answer?: string } {
  if (report.kind === "detections") return { answer: `Rules of ${report.environment}` };
  if (!isOfRecords(report)) return {};
  return {
    answer:
      report.environment === null ? report.format : `${report.format} of ${report.environment}`,
  };
}

/** The environment to which what an import brought belongs; null where it is the workspace's. */
function environmentOf(report: ImportReport): string | null {
  switch (report.kind) {
    case "detections":
    case "telemetry":
    case "assets":
      return report.environment;
    default:
      return null;
  }
}

/** The report of one import, with undo and export. */
export function ImportReportPage({
  importId,
  firstClass,
}: {
  readonly importId: number;
  readonly firstClass: Focus["importClass"];
}) {
  const { go } = useApp();
  const report = useOperation("imports", "get", { id: importId });
  const list = useOperation("imports", "list", {});
  const [undoing, setUndoing] = useState(false);
  const [moving, setMoving] = useState(false);
  const [problem, setProblem] = useState<Problem>();
  const undoable = list.data?.find((each) => each.id === importId)?.undoable === true;

  const home = importKinds[report.data?.kind ?? "detections"].home;
  const back = (
    <>
      <button type="button" className="link" onClick={() => go(home.screen)}>
        {home.word}
      </button>
      {" › "}
      <button type="button" className="link" onClick={() => go("imports")}>
        Imports
      </button>
    </>
  );
  if (report.error !== null) {
    return (
      <Page header={<PageHeader title="Import report" path={back} />}>
        <ErrorNotice problem={problemOf(report.error)} />
      </Page>
    );
  }
  if (report.data === undefined) {
    return (
      <Page header={<PageHeader title="Import report" path={back} answer="Reading…" />}>
        {null}
      </Page>
    );
  }
  const title = titleOf(report.data);
  const environment = environmentOf(report.data);

  const exportReport = async (extension: "json" | "csv") => {
    setProblem(undefined);
    try {
      const written = await writeMarkedFile({
        things: {},
        what: `Import report ${title}`.slice(0, 500),
        ...{ suggested: `Import report ${title}.${extension}`, extension },
        write: (path, marked) => workbench.imports.export({ id: importId, path, ...marked }),
      });
      if (written !== null) showDone(`Exported to ${written.path}`);
    } catch (error) {
      setProblem(problemOf(error));
    }
  };

  return (
    <Page
      fill
      header={
        <PageHeader
          title={title}
          path={back}
          {...answerOf(report.data)}
          aside={<ReadWhen report={report.data} />}
          actions={
            <>
              {undoable && environment !== null && (
                <Button onClick={() => setMoving(true)}>Move…</Button>
              )}
              {undoable && (
                <Button
                  leftSection={<IconArrowBackUp aria-hidden="true" />}
                  onClick={() => setUndoing(true)}
                >
                  Undo import
                </Button>
              )}
              <Menu position="bottom-end">
                <Menu.Target>
                  <Button leftSection={<IconDownload aria-hidden="true" />}>Export report</Button>
                </Menu.Target>
                <Menu.Dropdown>
                  <Menu.Item onClick={() => void exportReport("json")}>As JSON, complete</Menu.Item>
                  <Menu.Item onClick={() => void exportReport("csv")}>
                    As CSV, item by item
                  </Menu.Item>
                </Menu.Dropdown>
              </Menu>
            </>
          }
        />
      }
    >
      {problem !== undefined && <ErrorNotice problem={problem} />}
      {report.data.kind === "catalogue" && <CatalogueReport report={report.data} />}
      {report.data.kind === "detections" && (
        <DetectionReport report={report.data} firstClass={firstClass} />
      )}
      {report.data.kind === "layers" && <LayerReport report={report.data} />}
      {isOfRecords(report.data) && <RecordReport report={report.data} />}
      {moving && environment !== null && (
        <MoveImport
          importId={importId}
          environment={environment}
          onClose={() => setMoving(false)}
        />
      )}
      {undoing && (
        <UndoImport
          importId={importId}
          title={title}
          kind={report.data.kind}
          onClose={() => setUndoing(false)}
          onUndone={() => go("imports")}
        />
      )}
    </Page>
  );
}

function ReadWhen({ report }: { readonly report: ImportReport }) {
  return (
    <>
      Read {formatMoment(report.startedAt)} in {formatDuration(report.milliseconds)}
      {report.sha256 !== null && (
        <>
          , SHA-256{" "}
          <span className="mono" title={report.sha256}>
            {report.sha256.slice(0, 4)}…{report.sha256.slice(-4)}
          </span>
        </>
      )}
    </>
  );
}
