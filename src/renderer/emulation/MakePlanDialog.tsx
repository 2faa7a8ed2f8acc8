import { Button, Select, Textarea, TextInput } from "@mantine/core";
import { useState } from "react";
import type { Run } from "../../shared/model/emulation.ts";
import type { PlannedTest } from "../../shared/model/test-plan.ts";
import type { Environment } from "../../shared/model/workspace.ts";
import { useApp } from "../app/app-state.ts";
import { Dialog } from "../ui/Dialog.tsx";
import { ErrorNotice } from "../ui/ErrorNotice.tsx";
import { formatNoun } from "../ui/figures.ts";
import { showDone } from "../ui/toasts.tsx";
import { problemOf, useCommand } from "../use-operation.ts";
import "./PlanTests.css";

/** Asks for name, day and people of a day of tests, and makes its run; or adds to the run there is. */
export function MakePlanDialog({
  title,
  into,
  tests,
  environments,
  environmentId,
  onEnvironment,
  onClose,
  onMade,
}: {
  /** What it is planned from, in words: the run's name to begin with. */
  readonly title: string;
  readonly into: Run | undefined;
  readonly tests: PlannedTest[];
  readonly environments: readonly Environment[];
  readonly environmentId: number | undefined;
  readonly onEnvironment: (id: number) => void;
  readonly onClose: () => void;
  readonly onMade: (runId: number) => void;
}) {
  const { preferences } = useApp();
  const [name, setName] = useState(title);
  const [day, setDay] = useState("");
  const [who, setWho] = useState(preferences.analyst);
  const [tool, setTool] = useState("");
  const [notes, setNotes] = useState("");
  const plan = useCommand("emulation", "plan");
  const removeRuns = useCommand("emulation", "removeRuns");
  const removeCases = useCommand("emulation", "removeCases");
  const count = formatNoun(tests.length, "test case");
  const make = () => {
    const target =
      into !== undefined
        ? ({ kind: "run", runId: into.id } as const)
        : ({
            kind: "new",
            environmentId: environmentId ?? 0,
            run: {
              name: name.trim(),
              who: who.trim(),
              tool: tool.trim(),
              // A day begins where the analyst is.
              startedAt: day === "" ? null : new Date(`${day}T00:00`).toISOString(),
              endedAt: null,
              version: null,
              notes,
            },
          } as const);
    plan.mutate(
      { into: target, tests },
      {
        onSuccess: ({ run, caseIds }) => {
          onMade(run.id);
          showDone(
            into === undefined
              ? `Planned ${count} in ${run.name}`
              : `Added ${count} to ${run.name}`,
            () =>
              into === undefined
                ? removeRuns.mutate({ ids: [run.id] })
                : removeCases.mutate({ ids: caseIds }),
          );
        },
      },
    );
  };
  return (
    <Dialog
      opened
      title={into === undefined ? `Make a plan of ${count}?` : `Add ${count} to ${into.name}?`}
      onClose={onClose}
      foot={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button
            variant="filled"
            loading={plan.isPending}
            disabled={into === undefined && (name.trim() === "" || environmentId === undefined)}
            {...(into === undefined ? {} : { "data-autofocus": true })}
            onClick={make}
          >
            {into === undefined ? "Make plan" : "Add to run"}
          </Button>
        </>
      }
    >
      {plan.error !== null && <ErrorNotice problem={problemOf(plan.error)} />}
      {into !== undefined ? (
        <p>They come after the {formatNoun(into.cases, "test case")} that it has.</p>
      ) : (
        <div className="own-test">
          <TextInput
            className="wide-field"
            label="Name"
            data-autofocus
            maxLength={500}
            value={name}
            onChange={({ currentTarget: { value } }) => setName(value)}
          />
          <TextInput
            label="Day"
            type="date"
            value={day}
            onChange={({ currentTarget: { value } }) => setDay(value)}
          />
          <Select
            label="Environment"
            allowDeselect={false}
            data={environments.map((each) => ({ value: String(each.id), label: each.name }))}
            value={environmentId === undefined ? null : String(environmentId)}
            onChange={(value) => {
              if (value !== null) onEnvironment(Number(value));
            }}
          />
          <TextInput
            label="Who leads it"
            maxLength={500}
            value={who}
            onChange={({ currentTarget: { value } }) => setWho(value)}
          />
          <TextInput
            label="Tool"
            maxLength={500}
            placeholder="Atomic Red Team"
            value={tool}
            onChange={({ currentTarget: { value } }) => setTool(value)}
          />
          <Textarea
            className="wide-field"
            label="Notes"
            autosize
            minRows={2}
            maxRows={6}
            maxLength={100_000}
            value={notes}
            onChange={({ currentTarget: { value } }) => setNotes(value)}
          />
        </div>
      )}
    </Dialog>
  );
}
