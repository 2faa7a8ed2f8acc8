import "./ExportRunDialog.css";
import { Button, Radio } from "@mantine/core";
import { useState } from "react";
import type { HiddenPart } from "../../shared/model/redaction.ts";
import { type RunFormat, runFormat, runFormats } from "../../shared/model/run-export.ts";
import type { Problem } from "../../shared/problem.ts";
import { safeFileName } from "../app/file-names.ts";
import { chooseMarking, ExportMarking, type MarkingDraft } from "../markings/ExportMarking.tsx";
import { Dialog } from "../ui/Dialog.tsx";
import { ErrorNotice } from "../ui/ErrorNotice.tsx";
import { formatNoun } from "../ui/figures.ts";
import { Progress } from "../ui/Progress.tsx";
import { showDone } from "../ui/toasts.tsx";
import { problemOf, useLongWork, useOperation } from "../use-operation.ts";
import { workbench } from "../workbench.ts";
import { RedactionFields } from "./RedactionFields.tsx";

/** Asks as what runs are written and what of them is hidden, and writes them. */
export function ExportRunDialog({
  runIds,
  onClose,
}: {
  readonly runIds: readonly number[];
  readonly onClose: () => void;
}) {
  const runs = useOperation("emulation", "runs", {});
  const choice = useOperation("emulation", "redaction", {});
  const writing = useLongWork("emulation", "export");
  const [format, setFormat] = useState<RunFormat>("json");
  const [picked, setPicked] = useState<readonly HiddenPart[]>();
  const [marking, setMarking] = useState<MarkingDraft | null>(null);
  const [problem, setProblem] = useState<Problem>();
  const things = { runIds: [...runIds] };
  const chosen = runs.data?.filter(({ id }) => runIds.includes(id)) ?? [];
  const [first] = chosen;
  const what =
    chosen.length === 1 && first !== undefined
      ? `“${first.name}”`
      : formatNoun(runIds.length, "run");
  const remembered = choice.data?.profiles.find(({ name }) => name === choice.data.chosen);
  const hidden = picked ?? remembered?.hidden ?? [];

  const write = async () => {
    setProblem(undefined);
    const { extension } = runFormats[format];
    const isNamed = chosen.length === 1 && first !== undefined && !hidden.includes("run");
    const name = isNamed ? first.name : hidden.length > 0 ? "Redacted run" : "Runs";
    try {
      const path = await workbench.shell.chooseSaveFile({
        suggested: `${safeFileName(name)}.${extension}`,
        extension,
      });
      if (path === null) return;
      const marked = await chooseMarking(marking, things, `Export of ${what}`);
      const written = await writing.start({
        runIds: [...runIds],
        format,
        hidden: [...hidden],
        path,
        ...marked,
      });
      if (written === undefined) return;
      showDone(`${formatNoun(written.cases, "test case")} written to ${written.path}`);
      onClose();
    } catch (error) {
      setProblem(problemOf(error));
    }
  };

  return (
    <Dialog
      opened
      wide
      title={`How should ${what} be exported?`}
      onClose={onClose}
      foot={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button
            variant="filled"
            data-autofocus
            loading={writing.running}
            onClick={() => void write()}
          >
            {hidden.length === 0 ? "Export" : "Export redacted"}
          </Button>
        </>
      }
    >
      <div className="export-run">
        <Radio.Group
          label="Format"
          value={format}
          onChange={(value) => setFormat(runFormat.parse(value))}
        >
          <div className="export-run-formats" data-compact={hidden.length > 0 || undefined}>
            {runFormat.options.map((each) => (
              <Radio
                key={each}
                value={each}
                label={runFormats[each].word}
                // Room is left for what is hidden, where something is.
                description={
                  hidden.length === 0 || each === format ? runFormats[each].holds : undefined
                }
              />
            ))}
          </div>
        </Radio.Group>
        {choice.data !== undefined && (
          <RedactionFields
            runIds={runIds}
            choice={choice.data}
            hidden={hidden}
            onChange={setPicked}
          />
        )}
        <ExportMarking things={things} draft={marking} onChange={setMarking} />
        {writing.progress !== undefined && writing.running && (
          <Progress
            label={writing.progress.phase}
            done={writing.progress.done ?? 0}
            total={writing.progress.total ?? null}
            onCancel={writing.cancel}
          />
        )}
        {[problem, writing.problem].map(
          (each) => each !== undefined && <ErrorNotice key={each.message} problem={each} />,
        )}
      </div>
    </Dialog>
  );
}
