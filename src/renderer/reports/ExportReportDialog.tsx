import "./ExportReportDialog.css";
import { Button, Checkbox } from "@mantine/core";
import { useState } from "react";
import { thingsOfReport } from "../../shared/marked-source.ts";
import type { ExportedReport, ReportRequest } from "../../shared/model/report-export.ts";
import type {
  ComparedWith,
  ExportChoice,
  ReportContent,
} from "../../shared/model/report-template.ts";
import { reportFormat } from "../../shared/model/report-template.ts";
import type { Problem } from "../../shared/problem.ts";
import { safeFileName } from "../app/file-names.ts";
import { chooseMarking, ExportMarking, type MarkingDraft } from "../markings/ExportMarking.tsx";
import { Dialog } from "../ui/Dialog.tsx";
import { ErrorNotice, Notice } from "../ui/ErrorNotice.tsx";
import { formatNoun } from "../ui/figures.ts";
import { Progress } from "../ui/Progress.tsx";
import { showDone } from "../ui/toasts.tsx";
import { SegmentedControl } from "../ui/Toolbar.tsx";
import { problemOf, queryClient, useLongWork, useOperation } from "../use-operation.ts";
import { workbench } from "../workbench.ts";
import { formatSize, sumsOf } from "./export-words.ts";
import { formatWords } from "./format-words.ts";

/** Asks as what the report is written and where to, writes it, and says what was written. */
export function ExportReportDialog({
  of,
  name,
  content,
  onClose,
}: {
  /** An assessment as it is now, or a snapshot. */
  readonly of: ComparedWith;
  readonly name: string;
  readonly content: ReportContent;
  readonly onClose: () => void;
}) {
  const remembered = useOperation("reports", "exportChoice", {});
  const writing = useLongWork("reports", "export");
  const [written, setWritten] = useState<ExportedReport>();
  const [asked, setAsked] = useState<ReportRequest>();
  const [problem, setProblem] = useState<Problem>();
  const [marking, setMarking] = useState<MarkingDraft | null>(null);
  const choice = remembered.data;
  const things = thingsOfReport({ of, content });

  const choose = (part: Partial<ExportChoice>) => {
    if (choice === undefined) return;
    const next = { ...choice, ...part };
    queryClient.setQueryData(["reports", "exportChoice", {}], next);
    workbench.reports.setExportChoice(next).catch((error: unknown) => setProblem(problemOf(error)));
  };
  const write = async (request: ReportRequest) => {
    setAsked(request);
    const report = await writing.start(request);
    if (report !== undefined) setWritten(report);
  };
  const begin = async ({ formats, archive, portionPrefix }: ExportChoice) => {
    setProblem(undefined);
    writing.clear();
    try {
      const path = archive
        ? await workbench.shell.chooseSaveFile({
            suggested: `${safeFileName(name)}.zip`,
            extension: "zip",
          })
        : await workbench.shell.chooseFolder({});
      if (path === null) return;
      await write({
        of,
        content,
        ...(await chooseMarking(marking, things, `Report ${name}`)),
        formats: [...formats],
        portionPrefix,
        // The dialog has asked about an archive that is there.
        ...(archive ? { path, replace: true } : { directory: path, apart: true }),
      });
    } catch (error) {
      setProblem(problemOf(error));
    }
  };

  if (written !== undefined) {
    return <WrittenDialog report={written} onClose={onClose} />;
  }
  const isTaken = writing.problem?.code === "needs-decision";
  const failures = [problem, remembered.error === null ? undefined : problemOf(remembered.error)];
  return (
    <Dialog
      opened
      wide
      title={`How should “${name}” leave?`}
      onClose={() => {
        writing.cancel();
        onClose();
      }}
      foot={
        <>
          {!writing.running && <Button onClick={onClose}>Cancel</Button>}
          <Button
            variant="filled"
            data-autofocus
            loading={writing.running}
            disabled={choice === undefined || choice.formats.length === 0}
            onClick={() => choice !== undefined && void begin(choice)}
          >
            Export
          </Button>
        </>
      }
    >
      {choice !== undefined && (
        <div className="export-report">
          <Checkbox.Group
            label="Files"
            value={choice.formats}
            onChange={(values) =>
              choose({ formats: reportFormat.options.filter((each) => values.includes(each)) })
            }
          >
            <div className="export-report-formats">
              {reportFormat.options.map((each) => (
                <Checkbox
                  key={each}
                  value={each}
                  disabled={writing.running}
                  label={formatWords[each][0]}
                  description={formatWords[each][1]}
                />
              ))}
            </div>
          </Checkbox.Group>
          <div className="export-report-where">
            <SegmentedControl
              label="Where to"
              value={choice.archive ? "archive" : "folder"}
              choices={[
                { value: "folder", label: "A folder" },
                { value: "archive", label: "One zip archive" },
              ]}
              onChange={(value) => choose({ archive: value === "archive" })}
            />
            <span className="muted">
              {choice.archive
                ? "Called as you say, with a manifest of SHA-256 sums inside"
                : "A new one in the folder that you choose, with a manifest of SHA-256 sums"}
            </span>
          </div>
          <ExportMarking things={things} draft={marking} onChange={setMarking} />
          <Checkbox
            label="Begin the names of files with the portion mark"
            checked={choice.portionPrefix}
            onChange={(event) => choose({ portionPrefix: event.currentTarget.checked })}
          />
          {writing.running && (
            <Progress
              label={writing.progress?.phase ?? "Beginning"}
              done={writing.progress?.done ?? 0}
              total={writing.progress?.total ?? null}
              onCancel={writing.cancel}
            />
          )}
          {writing.problem !== undefined &&
            (isTaken && asked !== undefined ? (
              <Notice
                tone="warning"
                actions={
                  <Button size="xs" onClick={() => void write({ ...asked, replace: true })}>
                    Replace
                  </Button>
                }
              >
                {writing.problem.message}
              </Notice>
            ) : (
              <ErrorNotice problem={writing.problem} />
            ))}
        </div>
      )}
      {failures.map(
        (each) => each !== undefined && <ErrorNotice key={each.message} problem={each} />,
      )}
    </Dialog>
  );
}

/** What was written, each file with its size and sum. */
function WrittenDialog({
  report: { path, files },
  onClose,
}: {
  readonly report: ExportedReport;
  readonly onClose: () => void;
}) {
  const copy = (text: string, what: string) =>
    void workbench.shell.copyText({ text }).then(() => showDone(`${what} copied`));
  return (
    <Dialog
      opened
      wide
      title={`${formatNoun(files.length, "file")} written`}
      onClose={onClose}
      foot={
        <>
          <Button onClick={() => copy(sumsOf(files), "Sums")}>Copy sums</Button>
          <Button onClick={() => copy(path, "Path")}>Copy path</Button>
          <Button variant="filled" data-autofocus onClick={onClose}>
            Done
          </Button>
        </>
      }
    >
      <p className="export-report-path mono">{path}</p>
      <div className="export-report-files">
        <table>
          <caption className="visually-hidden">Files that were written</caption>
          <thead>
            <tr>
              <th scope="col">File</th>
              <th scope="col">Size</th>
              <th scope="col">SHA-256</th>
            </tr>
          </thead>
          <tbody>
            {files.map(({ name, bytes, sha256 }) => (
              <tr key={name}>
                <td>{name}</td>
                <td>{formatSize(bytes)}</td>
                <td className="mono">{sha256}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </Dialog>
  );
}
