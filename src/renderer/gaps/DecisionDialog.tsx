import { Button, TextInput, Textarea } from "@mantine/core";
import { useState } from "react";
import type { TechniqueDecision } from "../../shared/model/assessment.ts";
import { Dialog } from "../ui/Dialog.tsx";
import type { Decided } from "./decisions.ts";
import "./DecisionDialog.css";
import { statusWords } from "./reason-words.ts";

const questions: Readonly<Record<Decided, readonly [one: string, several: string]>> = {
  accepted: ["Accept the risk of this gap?", "Accept the risk of these gaps?"],
  mitigated: ["Which control mitigates it?", "Which control mitigates them?"],
  "not-applicable": ["Why is it not applicable here?", "Why are they not applicable here?"],
};

const effects: Readonly<Record<Decided, string>> = {
  accepted: "It stays in the denominator, leaves the plan, and comes back when it expires.",
  mitigated: "It is shown as mitigated, leaves the plan and does not count as detected.",
  "not-applicable": "It leaves the denominator; the headline says how many did.",
};

/** What a decision says, whichever technique it is about. */
export type DecisionWords = Pick<TechniqueDecision, "reason" | "who" | "expires">;

/** Asks for the words of a decision about one technique or several. */
export function DecisionDialog({
  status,
  count,
  initial,
  onClose,
  onSave,
}: {
  readonly status: Decided;
  /** How many techniques it is about. */
  readonly count: number;
  readonly initial: DecisionWords;
  readonly onClose: () => void;
  readonly onSave: (words: DecisionWords) => void;
}) {
  const [reason, setReason] = useState(initial.reason);
  const [who, setWho] = useState(initial.who);
  const [expires, setExpires] = useState(initial.expires ?? "");
  const isComplete = reason.trim() !== "" && who.trim() !== "";
  return (
    <Dialog
      opened
      title={questions[status][count === 1 ? 0 : 1]}
      onClose={onClose}
      foot={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button
            variant="filled"
            disabled={!isComplete}
            onClick={() =>
              onSave({
                reason: reason.trim(),
                who: who.trim(),
                expires: status === "accepted" && expires !== "" ? expires : null,
              })
            }
          >
            Set {statusWords[status].toLowerCase()}
          </Button>
        </>
      }
    >
      <div className="decision-form">
        <p className="muted">
          {count > 1 && `${String(count)} gaps. `}
          {effects[status]}
        </p>
        <Textarea
          label={status === "mitigated" ? "Control" : "Reason"}
          value={reason}
          onChange={(event) => setReason(event.currentTarget.value)}
          autosize
          minRows={2}
          data-autofocus
        />
        <TextInput
          label="Decided by"
          value={who}
          onChange={(event) => setWho(event.currentTarget.value)}
        />
        {status === "accepted" && (
          <TextInput
            type="date"
            label="Until (empty: no expiry)"
            value={expires}
            onChange={(event) => setExpires(event.currentTarget.value)}
          />
        )}
      </div>
    </Dialog>
  );
}
