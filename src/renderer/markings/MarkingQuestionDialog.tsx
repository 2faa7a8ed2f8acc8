import { Button } from "@mantine/core";
import { useState } from "react";
import type { Problem } from "../../shared/problem.ts";
import { Dialog } from "../ui/Dialog.tsx";
import { ErrorNotice } from "../ui/ErrorNotice.tsx";
import { problemOf } from "../use-operation.ts";
import type { MarkingQuestion } from "./ask-marking.ts";
import { chooseMarking, ExportMarking, type MarkingDraft } from "./ExportMarking.tsx";

/** Says what a file must carry before it leaves, and takes another marking for it. */
export function MarkingQuestionDialog({ question }: { readonly question: MarkingQuestion }) {
  const { things, what, answer } = question;
  const [draft, setDraft] = useState<MarkingDraft | null>(null);
  const [problem, setProblem] = useState<Problem>();
  const leave = async () => {
    setProblem(undefined);
    try {
      // A lowering is recorded when the file leaves; anything else is refused here already.
      if (draft?.reason.trim() === "") await chooseMarking(draft, things, what);
      answer(() => chooseMarking(draft, things, what));
    } catch (error) {
      setProblem(problemOf(error));
    }
  };
  return (
    <Dialog
      opened
      title={`How should “${what}” leave?`}
      onClose={() => answer(null)}
      foot={
        <>
          <Button onClick={() => answer(null)}>Cancel</Button>
          <Button variant="filled" data-autofocus onClick={() => void leave()}>
            Export
          </Button>
        </>
      }
    >
      <ExportMarking things={things} draft={draft} onChange={setDraft} />
      {problem !== undefined && <ErrorNotice problem={problem} />}
    </Dialog>
  );
}
