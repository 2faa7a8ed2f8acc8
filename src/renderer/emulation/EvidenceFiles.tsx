import { ActionIcon, Button } from "@mantine/core";
import { IconCopy, IconDownload, IconFile, IconPaperclip, IconTrash } from "@tabler/icons-react";
import { useState } from "react";
import type { EvidenceFile, TestCase } from "../../shared/model/emulation.ts";
import { formatMoment } from "../app/times.ts";
import { ConfirmDialog } from "../ui/Dialog.tsx";
import { ErrorNotice } from "../ui/ErrorNotice.tsx";
import { showDone } from "../ui/toasts.tsx";
import { problemOf, useCommand } from "../use-operation.ts";

const units = ["bytes", "KB", "MB", "GB"] as const;

/** A size in the unit that suits it: "812 bytes", "14 KB", "2.1 MB". */
function formatBytes(bytes: number): string {
  let [size, unit] = [bytes, 0];
  while (size >= 1000 && unit < units.length - 1) {
    size /= 1000;
    unit += 1;
  }
  const digits = unit > 0 && size < 10 ? 1 : 0;
  return `${size.toFixed(digits)} ${units[unit] ?? ""}`;
}

/** The files that prove what a test case says: added, saved as a copy, removed. */
export function EvidenceFiles({
  testCase,
  files,
  onAdd,
}: {
  readonly testCase: TestCase;
  readonly files: readonly EvidenceFile[];
  readonly onAdd: (paths: readonly string[]) => void;
}) {
  const choose = useCommand("shell", "chooseEvidence");
  const place = useCommand("shell", "chooseSaveFile");
  const save = useCommand("emulation", "saveEvidence");
  const remove = useCommand("emulation", "removeEvidence");
  const copy = useCommand("shell", "copyText");
  const [removing, setRemoving] = useState<EvidenceFile>();
  const failure = choose.error ?? place.error ?? save.error ?? remove.error;

  const saveCopy = async (file: EvidenceFile) => {
    const extension = /\.([^.]+)$/.exec(file.name)?.[1] ?? "";
    const path = await place.mutateAsync({ suggested: file.name, extension });
    if (path === null) return;
    await save.mutateAsync({ id: file.id, path });
    showDone(`Saved to ${path}`);
  };

  return (
    <>
      {failure !== null && <ErrorNotice problem={problemOf(failure)} />}
      {files.length === 0 && (
        <p className="muted">No file yet. Drop screenshots, logs or exported alerts here.</p>
      )}
      {files.length > 0 && (
        <ul className="plain evidence-files">
          {files.map((file) => (
            <li key={file.id}>
              <IconFile size={17} stroke={1.5} aria-hidden="true" />
              <span className="evidence-file">
                <b title={file.name}>{file.name}</b>
                <span className="muted">
                  {formatBytes(file.bytes)}, {formatMoment(file.addedAt)}
                  {file.who === "" ? "" : `, ${file.who}`}
                </span>
                <span className="mono-id" title={`SHA-256 ${file.sha256}`}>
                  SHA-256 {file.sha256.slice(0, 8)}…{file.sha256.slice(-6)}
                </span>
              </span>
              <span className="evidence-actions">
                <ActionIcon
                  size="sm"
                  aria-label={`Copy the SHA-256 of ${file.name}`}
                  title="Copy the SHA-256"
                  onClick={() =>
                    copy.mutate(
                      { text: file.sha256 },
                      { onSuccess: () => showDone("SHA-256 copied") },
                    )
                  }
                >
                  <IconCopy aria-hidden="true" />
                </ActionIcon>
                <ActionIcon
                  size="sm"
                  aria-label={`Save a copy of ${file.name}`}
                  title="Save a copy"
                  onClick={() => void saveCopy(file).catch(() => undefined)}
                >
                  <IconDownload aria-hidden="true" />
                </ActionIcon>
                <ActionIcon
                  size="sm"
                  aria-label={`Remove ${file.name}`}
                  title="Remove"
                  onClick={() => setRemoving(file)}
                >
                  <IconTrash aria-hidden="true" />
                </ActionIcon>
              </span>
            </li>
          ))}
        </ul>
      )}
      <div className="case-actions">
        <Button
          size="xs"
          data-field="evidence"
          leftSection={<IconPaperclip aria-hidden="true" />}
          onClick={() =>
            choose.mutate(
              {},
              {
                onSuccess: (paths) => {
                  if (paths.length > 0) onAdd(paths);
                },
              },
            )
          }
        >
          Add files
        </Button>
      </div>
      {removing !== undefined && (
        <ConfirmDialog
          opened
          destructive
          title={`Remove ${removing.name} from “${testCase.name}”?`}
          verb="Remove file"
          busy={remove.isPending}
          onCancel={() => setRemoving(undefined)}
          onConfirm={() =>
            remove.mutate({ id: removing.id }, { onSuccess: () => setRemoving(undefined) })
          }
        >
          The workspace’s copy of the file goes for good.
        </ConfirmDialog>
      )}
    </>
  );
}
