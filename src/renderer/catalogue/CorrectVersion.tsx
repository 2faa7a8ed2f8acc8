import { Button, TextInput } from "@mantine/core";
import { type SubmitEvent, useId, useState } from "react";
import type { Release } from "../../shared/model/catalogue.ts";
import { Dialog } from "../ui/Dialog.tsx";
import { ErrorNotice } from "../ui/ErrorNotice.tsx";
import { showDone } from "../ui/toasts.tsx";
import { problemOf, useCommand } from "../use-operation.ts";

/** Names the release of a bundle that could not say it. */
export function CorrectVersion({
  release,
  onClose,
}: {
  readonly release: Release;
  readonly onClose: () => void;
}) {
  const correct = useCommand("catalogue", "correctVersion");
  const [version, setVersion] = useState(release.version === "unknown" ? "" : release.version);
  const form = useId();
  const giveVersion = (name: string, undo?: () => void) =>
    correct.mutate(
      { releaseId: release.id, version: name },
      {
        onSuccess: () => {
          onClose();
          showDone(`The release is now ${release.domain} ${name}.`, undo);
        },
      },
    );
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    if (version.trim() !== "") {
      giveVersion(version.trim(), () => giveVersion(release.version));
    }
  };
  return (
    <Dialog
      opened
      title="Which release is this?"
      onClose={onClose}
      foot={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button
            type="submit"
            form={form}
            variant="filled"
            loading={correct.isPending}
            disabled={version.trim() === ""}
          >
            Correct the version
          </Button>
        </>
      }
    >
      <form id={form} onSubmit={submit}>
        <TextInput
          data-autofocus
          label={`Release of ${release.domain}`}
          description={
            release.newestModified === null
              ? "The bundle holds no date."
              : `The newest date in the bundle is ${release.newestModified.slice(0, 10)}.`
          }
          placeholder="18.1"
          maxLength={20}
          value={version}
          onChange={(event) => setVersion(event.currentTarget.value)}
        />
      </form>
      {correct.error !== null && <ErrorNotice problem={problemOf(correct.error)} />}
    </Dialog>
  );
}
