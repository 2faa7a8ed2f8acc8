import { Button, TextInput } from "@mantine/core";
import { type SubmitEvent, useState } from "react";
import { Dialog } from "../ui/Dialog.tsx";

/** Asks once whose word the test cases take at this machine. */
export function AnalystQuestion({
  onAnswer,
  onClose,
}: {
  /** Empty = without a name. */
  readonly onAnswer: (analyst: string) => void;
  readonly onClose: () => void;
}) {
  const [name, setName] = useState("");
  const answer = (event: SubmitEvent) => {
    event.preventDefault();
    if (name.trim() !== "") onAnswer(name.trim());
  };
  return (
    <Dialog opened title="Whose word is it?" onClose={onClose}>
      <form className="dialog-fields" onSubmit={answer}>
        <p className="muted">
          Every change of a test case is kept with a name. It is asked once; the settings change it.
        </p>
        <TextInput
          label="Your name"
          maxLength={200}
          data-autofocus
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <div className="dialog-foot">
          <Button onClick={() => onAnswer("")}>Without a name</Button>
          <Button type="submit" variant="filled" disabled={name.trim() === ""}>
            Keep the name
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
