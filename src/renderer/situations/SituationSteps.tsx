import "./Situations.css";
import { Button } from "@mantine/core";
import { type ReactNode, type SubmitEvent, useId, useState } from "react";
import type { Problem } from "../../shared/problem.ts";
import type { Assessment } from "../../shared/model/assessment.ts";
import { useApp } from "../app/app-state.ts";
import { Dialog } from "../ui/Dialog.tsx";
import { ErrorNotice, Notice } from "../ui/ErrorNotice.tsx";

/** One step of a guided start. */
export interface Step {
  readonly label: string;
  readonly content: ReactNode;
  /** Why it does not go on from here. */
  readonly blocked?: string | undefined;
}

/** A few steps to and fro, each keeping what was chosen in it; Enter goes on. */
export function SituationSteps({
  title,
  steps,
  verb,
  busy,
  problem,
  onFinish,
  onClose,
}: {
  readonly title: string;
  readonly steps: readonly Step[];
  /** What the last step does. */
  readonly verb: string;
  readonly busy: boolean;
  readonly problem: Problem | undefined;
  readonly onFinish: () => void;
  readonly onClose: () => void;
}) {
  const [reached, setReached] = useState(0);
  const form = useId();
  const at = Math.min(reached, steps.length - 1);
  const step = steps[at];
  const isLast = at === steps.length - 1;
  const blocked = step?.blocked;
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    if (blocked !== undefined || busy) return;
    if (isLast) onFinish();
    else setReached(at + 1);
  };
  return (
    <Dialog
      opened
      wide
      title={title}
      onClose={() => {
        if (!busy) onClose();
      }}
      foot={
        <>
          {blocked !== undefined && <span className="situation-blocked">{blocked}</span>}
          <Button disabled={at === 0 || busy} onClick={() => setReached(at - 1)}>
            Back
          </Button>
          <Button
            type="submit"
            form={form}
            variant="filled"
            loading={busy}
            disabled={blocked !== undefined}
          >
            {isLast ? verb : "Next"}
          </Button>
        </>
      }
    >
      <ol className="situation-steps" aria-label="Steps">
        {steps.map(({ label }, index) => (
          <li key={label} {...(index === at ? { "aria-current": "step" as const } : {})}>
            <button type="button" disabled={index >= at || busy} onClick={() => setReached(index)}>
              <span>{index + 1}</span> {label}
            </button>
          </li>
        ))}
      </ol>
      <form id={form} className="situation-form" onSubmit={submit}>
        {step?.content}
      </form>
      {problem !== undefined && <ErrorNotice problem={problem} />}
    </Dialog>
  );
}

/** Said where a start has nothing to ask about: nobody is chosen whose techniques would count. */
export function NoActors({
  assessment,
  onClose,
}: {
  readonly assessment: Assessment;
  readonly onClose: () => void;
}) {
  const { go } = useApp();
  if (assessment.actors.length > 0) return null;
  return (
    <Notice
      tone="info"
      actions={
        <Button
          size="xs"
          onClick={() => {
            onClose();
            go("actors");
          }}
        >
          Choose actors
        </Button>
      }
    >
      No actor is chosen in “{assessment.name}”: nothing is asked yet, so that every figure is 0.
    </Notice>
  );
}
