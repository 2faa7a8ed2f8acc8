import { ActionIcon, Autocomplete, Button, Checkbox, Textarea, TextInput } from "@mantine/core";
import { IconPlus, IconX } from "@tabler/icons-react";
import { useState } from "react";
import type {
  EmulationTest,
  OwnTest,
  TestExecutor,
  TestInput,
  TestPrerequisite,
} from "../../shared/model/emulation-test.ts";
import { TechniqueSelect } from "../detections/TechniqueSelect.tsx";
import { Dialog } from "../ui/Dialog.tsx";
import { ErrorNotice } from "../ui/ErrorNotice.tsx";
import { showDone } from "../ui/toasts.tsx";
import { problemOf, useCommand } from "../use-operation.ts";
import "./PlanTests.css";

const noExecutor: TestExecutor = {
  platforms: ["windows"],
  name: "powershell",
  command: "",
  cleanup: "",
  elevated: false,
};

/** A test of which nothing is said yet. */
export const blankTest: OwnTest = {
  name: "",
  description: "",
  written: [],
  tactic: null,
  executors: [noExecutor],
  inputs: [],
  prerequisites: [],
};

const executorNames = ["powershell", "command_prompt", "sh", "bash", "manual"];

/** Names as a person lists them: parted by commas. */
function listOf(text: string): string[] {
  return text
    .split(",")
    .map((word) => word.trim())
    .filter((word) => word !== "");
}

/** Writes a test of one's own, anew or after another, or changes one. */
export function OwnTestDialog({
  draft: first,
  changes,
  onClose,
}: {
  readonly draft: OwnTest;
  /** The number of the test that is changed; without it a new one is made. */
  readonly changes?: number;
  /** With the test that was written; without one where it was left. */
  readonly onClose: (made?: EmulationTest) => void;
}) {
  const [draft, setDraft] = useState<OwnTest>(() => ({
    name: first.name,
    description: first.description,
    written: first.written,
    tactic: first.tactic,
    executors: first.executors.length === 0 ? [noExecutor] : first.executors,
    inputs: first.inputs,
    prerequisites: first.prerequisites,
  }));
  const [platforms, setPlatforms] = useState((draft.executors[0]?.platforms ?? []).join(", "));
  const add = useCommand("emulation", "addTest");
  const set = useCommand("emulation", "setTest");
  const remove = useCommand("emulation", "removeTests");
  const restore = useCommand("emulation", "restoreTests");
  const change = (part: Partial<OwnTest>) => setDraft((before) => ({ ...before, ...part }));
  const [executor = noExecutor, ...others] = draft.executors;
  const changeExecutor = (part: Partial<TestExecutor>) =>
    change({ executors: [{ ...executor, ...part }, ...others] });
  const isReady = draft.name.trim() !== "" && draft.written.length > 0;
  const save = () => {
    const test = {
      ...draft,
      executors: [{ ...executor, platforms: listOf(platforms) }, ...others],
    };
    if (changes === undefined) {
      add.mutate(
        { test },
        {
          onSuccess: (made) => {
            onClose(made);
            showDone(`Added ${made.name}`, () => remove.mutate({ ids: [made.id] }));
          },
        },
      );
    } else {
      set.mutate(
        { id: changes, test },
        {
          onSuccess: (before) => {
            onClose(before);
            showDone(`Saved ${test.name}`, () => restore.mutate({ tests: [before] }));
          },
        },
      );
    }
  };
  const error = add.error ?? set.error;
  return (
    <Dialog
      opened
      wide
      title={changes === undefined ? "Write a test of your own?" : `Change ${first.name}?`}
      onClose={() => onClose()}
      foot={
        <>
          <Button onClick={() => onClose()}>Cancel</Button>
          <Button
            variant="filled"
            disabled={!isReady}
            loading={add.isPending || set.isPending}
            onClick={save}
          >
            {changes === undefined ? "Add test" : "Save"}
          </Button>
        </>
      }
    >
      {error !== null && <ErrorNotice problem={problemOf(error)} />}
      <div className="own-test">
        <TextInput
          className="wide-field"
          data-autofocus
          label="Name"
          maxLength={500}
          value={draft.name}
          onChange={({ currentTarget: { value } }) => change({ name: value })}
        />
        <div className="wide-field test-part">
          <span className="muted">Techniques</span>
          {draft.written.map((id) => (
            <span key={id} className="test-part">
              <span className="mono">{id}</span>
              <ActionIcon
                size="sm"
                aria-label={`Take ${id} away`}
                onClick={() => change({ written: draft.written.filter((each) => each !== id) })}
              >
                <IconX aria-hidden="true" />
              </ActionIcon>
            </span>
          ))}
          <TechniqueSelect
            label="Add a technique"
            placeholder={draft.written.length === 0 ? "Choose a technique" : "Another technique"}
            without={new Set(draft.written)}
            onChoose={(id) => change({ written: [...draft.written, id] })}
          />
        </div>
        <TextInput
          label="Platforms"
          description="Several after commas: windows, linux, macos"
          maxLength={500}
          value={platforms}
          onChange={({ currentTarget: { value } }) => setPlatforms(value)}
        />
        <Autocomplete
          label="Executor"
          description="What the command is for"
          maxLength={500}
          data={executorNames}
          value={executor.name}
          onChange={(name) => changeExecutor({ name })}
        />
        <Textarea
          className="wide-field mono-area"
          label="Command, or steps to take by hand"
          description="Shown and printed, never run by Casemate. #{name} stands for an input."
          autosize
          minRows={3}
          maxRows={10}
          maxLength={100_000}
          spellCheck={false}
          value={executor.command}
          onChange={({ currentTarget: { value } }) => changeExecutor({ command: value })}
        />
        <Textarea
          className="wide-field mono-area"
          label="Cleanup"
          autosize
          minRows={1}
          maxRows={6}
          maxLength={100_000}
          spellCheck={false}
          value={executor.cleanup}
          onChange={({ currentTarget: { value } }) => changeExecutor({ cleanup: value })}
        />
        <Checkbox
          className="wide-field"
          label="Needs elevation"
          checked={executor.elevated === true}
          onChange={({ currentTarget: { checked } }) => changeExecutor({ elevated: checked })}
        />
        {others.length > 0 && (
          <p className="wide-field muted">
            {others.length === 1 ? "One more executor is" : `${others.length} more executors are`}{" "}
            kept as they are: {others.map(({ name }) => name).join(", ")}.
          </p>
        )}
        <Textarea
          className="wide-field"
          label="Description"
          autosize
          minRows={2}
          maxRows={8}
          maxLength={100_000}
          value={draft.description}
          onChange={({ currentTarget: { value } }) => change({ description: value })}
        />
        <Inputs inputs={draft.inputs} onChange={(inputs) => change({ inputs })} />
        <Prerequisites
          prerequisites={draft.prerequisites}
          onChange={(prerequisites) => change({ prerequisites })}
        />
      </div>
    </Dialog>
  );
}

function replaced<Of>(list: readonly Of[], place: number, by: Of): Of[] {
  return list.map((each, index) => (index === place ? by : each));
}

function without<Of>(list: readonly Of[], place: number): Of[] {
  return list.filter((_each, index) => index !== place);
}

function Inputs({
  inputs,
  onChange,
}: {
  readonly inputs: readonly TestInput[];
  readonly onChange: (inputs: TestInput[]) => void;
}) {
  return (
    <div className="wide-field own-list">
      {inputs.map((input, place) => (
        <div key={place} className="own-list-row">
          <TextInput
            label={`Input ${place + 1}`}
            maxLength={200}
            value={input.name}
            onChange={({ currentTarget: { value } }) =>
              onChange(replaced(inputs, place, { ...input, name: value }))
            }
          />
          <Textarea
            className="mono-area"
            autosize
            minRows={1}
            maxRows={4}
            label="Default"
            value={input.default}
            onChange={({ currentTarget: { value } }) =>
              onChange(replaced(inputs, place, { ...input, default: value }))
            }
          />
          <ActionIcon
            aria-label={`Take input ${place + 1} away`}
            onClick={() => onChange(without(inputs, place))}
          >
            <IconX aria-hidden="true" />
          </ActionIcon>
        </div>
      ))}
      <div>
        <Button
          size="compact-xs"
          variant="subtle"
          leftSection={<IconPlus aria-hidden="true" />}
          onClick={() =>
            onChange([...inputs, { name: "", description: "", type: "string", default: "" }])
          }
        >
          Add an input
        </Button>
      </div>
    </div>
  );
}

function Prerequisites({
  prerequisites,
  onChange,
}: {
  readonly prerequisites: readonly TestPrerequisite[];
  readonly onChange: (prerequisites: TestPrerequisite[]) => void;
}) {
  return (
    <div className="wide-field own-list">
      {prerequisites.map((need, place) => {
        const change = (part: Partial<TestPrerequisite>) =>
          onChange(replaced(prerequisites, place, { ...need, ...part }));
        return (
          <div key={place} className="own-list-row" data-three>
            <TextInput
              label={`Prerequisite ${place + 1}`}
              value={need.description}
              onChange={({ currentTarget: { value } }) => change({ description: value })}
            />
            <Textarea
              className="mono-area"
              autosize
              minRows={1}
              maxRows={4}
              label="Check"
              value={need.check}
              onChange={({ currentTarget: { value } }) => change({ check: value })}
            />
            <Textarea
              className="mono-area"
              autosize
              minRows={1}
              maxRows={4}
              label="Get"
              value={need.get}
              onChange={({ currentTarget: { value } }) => change({ get: value })}
            />
            <ActionIcon
              aria-label={`Take prerequisite ${place + 1} away`}
              onClick={() => onChange(without(prerequisites, place))}
            >
              <IconX aria-hidden="true" />
            </ActionIcon>
          </div>
        );
      })}
      <div>
        <Button
          size="compact-xs"
          variant="subtle"
          leftSection={<IconPlus aria-hidden="true" />}
          onClick={() => onChange([...prerequisites, { description: "", check: "", get: "" }])}
        >
          Add a prerequisite
        </Button>
      </div>
    </div>
  );
}
