import { Button, TextInput } from "@mantine/core";
import { type SubmitEvent, useId, useState } from "react";
import type { AssessmentSummary } from "../../shared/model/assessment.ts";
import { ConfirmDialog, Dialog } from "../ui/Dialog.tsx";
import { ErrorNotice } from "../ui/ErrorNotice.tsx";
import { loadable } from "../ui/loadable.tsx";
import { showDone } from "../ui/toasts.tsx";
import { problemOf, useCommand } from "../use-operation.ts";
import { workbench } from "../workbench.ts";

const RebaseDialog = loadable(
  async () => (await import("../compare/RebaseDialog.tsx")).RebaseDialog,
);

/** Which dialog about assessments is open. */
export type AssessmentDialog =
  | { readonly kind: "create" }
  | { readonly kind: "copy"; readonly assessment: AssessmentSummary }
  | { readonly kind: "rebase"; readonly assessment: AssessmentSummary }
  | { readonly kind: "rename"; readonly assessment: AssessmentSummary }
  | { readonly kind: "remove"; readonly assessment: AssessmentSummary };

/** Creates, copies, renames and deletes assessments. */
export function AssessmentDialogs({
  dialog,
  onClose,
  onCreated,
  onCopied,
}: {
  readonly dialog: AssessmentDialog | undefined;
  readonly onClose: () => void;
  readonly onCreated: (assessmentId: number) => void;
  readonly onCopied: (assessmentId: number) => void;
}) {
  switch (dialog?.kind) {
    case undefined:
      return null;
    case "create":
      return <CreateAssessment onClose={onClose} onCreated={onCreated} />;
    case "copy":
      return <CopyDialog assessment={dialog.assessment} onClose={onClose} onCopied={onCopied} />;
    case "rebase":
      return <RebaseDialog assessment={dialog.assessment} onClose={onClose} onMade={onCopied} />;
    case "rename":
      return <RenameDialog assessment={dialog.assessment} onClose={onClose} />;
    case "remove":
      return <RemoveDialog assessment={dialog.assessment} onClose={onClose} />;
  }
}

/** Asks what an assessment is called, and makes it. */
export function CreateAssessment({
  onClose,
  onCreated,
}: {
  readonly onClose: () => void;
  readonly onCreated: (assessmentId: number) => void;
}) {
  const create = useCommand("assessments", "create");
  return (
    <NameDialog
      title="What do you want to assess?"
      verb="Create assessment"
      hint="Begins with every environment and the newest Enterprise release; settings change both."
      busy={create.isPending}
      error={create.error}
      onClose={onClose}
      onName={(name) =>
        create.mutate(
          { name },
          {
            onSuccess: (assessment) => {
              onClose();
              onCreated(assessment.id);
            },
          },
        )
      }
    />
  );
}

function CopyDialog({
  assessment,
  onClose,
  onCopied,
}: {
  readonly assessment: AssessmentSummary;
  readonly onClose: () => void;
  readonly onCopied: (assessmentId: number) => void;
}) {
  const copy = useCommand("assessments", "copy");
  return (
    <NameDialog
      title={`What shall the copy of “${assessment.name}” be called?`}
      verb="Make copy"
      initial={`Copy of ${assessment.name}`.slice(0, 200)}
      hint="With its actors, scope, settings, decisions and plan."
      busy={copy.isPending}
      error={copy.error}
      onClose={onClose}
      onName={(name) =>
        copy.mutate(
          { assessmentId: assessment.id, name },
          {
            onSuccess: (made) => {
              onClose();
              onCopied(made.id);
              showDone(
                `“${made.name}” made.`,
                () => void workbench.assessments.remove({ assessmentId: made.id }),
              );
            },
          },
        )
      }
    />
  );
}

function RenameDialog({
  assessment,
  onClose,
}: {
  readonly assessment: AssessmentSummary;
  readonly onClose: () => void;
}) {
  const rename = useCommand("assessments", "rename");
  const giveName = (name: string, undo?: () => void) =>
    rename.mutate(
      { assessmentId: assessment.id, name },
      {
        onSuccess: () => {
          onClose();
          showDone(`The assessment is now called “${name}”.`, undo);
        },
      },
    );
  return (
    <NameDialog
      title="What shall the assessment be called?"
      verb="Rename assessment"
      initial={assessment.name}
      busy={rename.isPending}
      error={rename.error}
      onClose={onClose}
      onName={(name) => giveName(name, () => giveName(assessment.name))}
    />
  );
}

function RemoveDialog({
  assessment,
  onClose,
}: {
  readonly assessment: AssessmentSummary;
  readonly onClose: () => void;
}) {
  const remove = useCommand("assessments", "remove");
  return (
    <ConfirmDialog
      opened
      destructive
      title={`Delete “${assessment.name}”?`}
      verb="Delete assessment"
      busy={remove.isPending}
      onCancel={onClose}
      onConfirm={() =>
        remove.mutate(
          { assessmentId: assessment.id },
          {
            onSuccess: () => {
              onClose();
              showDone(`Deleted “${assessment.name}”.`);
            },
          },
        )
      }
    >
      <p>
        Its chosen actors, scope, settings and decisions go with it and cannot be brought back.
        Catalogue and detections stay.
      </p>
      {remove.error !== null && <ErrorNotice problem={problemOf(remove.error)} />}
    </ConfirmDialog>
  );
}

function NameDialog({
  title,
  verb,
  initial = "",
  hint,
  busy,
  error,
  onClose,
  onName,
}: {
  readonly title: string;
  readonly verb: string;
  readonly initial?: string;
  readonly hint?: string;
  readonly busy: boolean;
  readonly error: unknown;
  readonly onClose: () => void;
  readonly onName: (name: string) => void;
}) {
  const [name, setName] = useState(initial);
  const form = useId();
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    if (name.trim() !== "") onName(name.trim());
  };
  return (
    <Dialog
      opened
      title={title}
      onClose={onClose}
      foot={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button
            type="submit"
            form={form}
            variant="filled"
            loading={busy}
            disabled={name.trim() === ""}
          >
            {verb}
          </Button>
        </>
      }
    >
      <form id={form} onSubmit={submit}>
        <TextInput
          data-autofocus
          label="Name"
          maxLength={200}
          value={name}
          {...(hint === undefined ? {} : { description: hint })}
          onChange={(event) => setName(event.currentTarget.value)}
        />
      </form>
      {error !== null && <ErrorNotice problem={problemOf(error)} />}
    </Dialog>
  );
}
