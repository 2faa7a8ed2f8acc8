import { Button, Menu, TextInput, Textarea } from "@mantine/core";
import { useState } from "react";
import type { TechniqueDecision } from "../../shared/model/assessment.ts";
import type { GapStatus, TechniqueInspection } from "../../shared/model/coverage.ts";
import { useApp } from "../app/app-state.ts";
import { statusWords } from "../gaps/reason-words.ts";
import { Dialog } from "../ui/Dialog.tsx";
import { ErrorNotice } from "../ui/ErrorNotice.tsx";
import { showDone } from "../ui/toasts.tsx";
import { MenuButton } from "../ui/Toolbar.tsx";
import { problemOf, useCommand, useOperation } from "../use-operation.ts";

type Decided = Exclude<GapStatus, "open">;

const questions: Readonly<Record<Decided, string>> = {
  accepted: "Accept the risk of this gap?",
  mitigated: "Which control mitigates it?",
  "not-applicable": "Why is it not applicable here?",
};

const effects: Readonly<Record<Decided, string>> = {
  accepted: "It stays in the denominator, leaves the plan, and comes back when it expires.",
  mitigated: "It is shown as mitigated and does not count as detected.",
  "not-applicable": "It leaves the denominator; the headline says how many did.",
};

/** What the analyst decided about the technique in this assessment, and the way to decide. */
export function GapDecision({ inspection }: { readonly inspection: TechniqueInspection }) {
  const { assessmentId } = useApp();
  const [asking, setAsking] = useState<Decided>();
  const assessment = useOperation(
    "assessments",
    "get",
    { assessmentId: assessmentId ?? 0 },
    { enabled: assessmentId !== undefined },
  );
  const decide = useCommand("gaps", "decide");
  const withdraw = useCommand("gaps", "withdraw");
  const { domain, id: techniqueId, assessed, gap } = inspection;
  const decision = assessment.data?.decisions.find(
    (each) => each.domain === domain && each.techniqueId === techniqueId,
  );
  if (assessmentId === undefined || assessment.data === undefined) return null;

  const restore = (former: TechniqueDecision | undefined) => {
    if (former === undefined) withdraw.mutate({ assessmentId, domain, techniqueId });
    else decide.mutate({ assessmentId, decision: former });
  };
  const save = (next: TechniqueDecision, message: string) => {
    decide.mutate(
      { assessmentId, decision: next },
      { onSuccess: () => showDone(message, () => restore(decision)) },
    );
  };
  const blank: TechniqueDecision = decision ?? {
    domain,
    techniqueId,
    status: "open",
    reason: "",
    who: "",
    expires: null,
    takenIn: false,
  };
  const isDecided = decision !== undefined && decision.status !== "open";
  const choices: readonly Decided[] =
    gap === null ? ["not-applicable"] : ["accepted", "mitigated", "not-applicable"];
  const problem = decide.error ?? withdraw.error;
  return (
    <div className="inspector-decision">
      {isDecided && (
        <p>
          <b>{statusWords[decision.status]}</b>
          {decision.who !== "" && ` by ${decision.who}`}
          {decision.expires !== null && `, until ${decision.expires}`}: {decision.reason}
        </p>
      )}
      {decision?.takenIn === true && <p>Taken into the headline, though before compromise.</p>}
      <div className="inspector-decision-actions">
        <MenuButton label={isDecided ? "Change decision" : "Decide"}>
          {choices.map((status) => (
            <Menu.Item key={status} onClick={() => setAsking(status)}>
              {statusWords[status]}…
            </Menu.Item>
          ))}
        </MenuButton>
        {assessed?.beforeCompromise === true && (
          <Button
            size="xs"
            onClick={() =>
              save(
                { ...blank, takenIn: !blank.takenIn },
                blank.takenIn
                  ? `${techniqueId} stands before compromise again`
                  : `${techniqueId} taken into the headline`,
              )
            }
          >
            {blank.takenIn ? "Leave out of headline" : "Take into headline"}
          </Button>
        )}
        {decision !== undefined && (
          <Button
            size="xs"
            onClick={() =>
              withdraw.mutate(
                { assessmentId, domain, techniqueId },
                {
                  onSuccess: () =>
                    showDone(`Decision on ${techniqueId} withdrawn`, () => restore(decision)),
                },
              )
            }
          >
            Withdraw
          </Button>
        )}
      </div>
      {problem !== null && <ErrorNotice problem={problemOf(problem)} />}
      {asking !== undefined && (
        <DecisionDialog
          status={asking}
          decision={blank}
          onClose={() => setAsking(undefined)}
          onSave={(next) => {
            save(next, `${techniqueId}: ${statusWords[next.status].toLowerCase()}`);
            setAsking(undefined);
          }}
        />
      )}
    </div>
  );
}

function DecisionDialog({
  status,
  decision,
  onClose,
  onSave,
}: {
  readonly status: Decided;
  readonly decision: TechniqueDecision;
  readonly onClose: () => void;
  readonly onSave: (decision: TechniqueDecision) => void;
}) {
  const [reason, setReason] = useState(decision.reason);
  const [who, setWho] = useState(decision.who);
  const [expires, setExpires] = useState(decision.expires ?? "");
  const isComplete = reason.trim() !== "" && who.trim() !== "";
  return (
    <Dialog
      opened
      title={questions[status]}
      onClose={onClose}
      foot={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button
            variant="filled"
            disabled={!isComplete}
            onClick={() =>
              onSave({
                ...decision,
                status,
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
      <div className="inspector-decision-form">
        <p className="muted">{effects[status]}</p>
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
