import { ActionIcon, Button, Menu } from "@mantine/core";
import { IconPlus, IconX } from "@tabler/icons-react";
import type { KeyboardEvent } from "react";
import type { BlockSeen, Observation, Outcome, TestCase } from "../../shared/model/emulation.ts";
import { SegmentedControl } from "../ui/Toolbar.tsx";
import { CaseText } from "./CaseText.tsx";
import { FiredField } from "./FiredField.tsx";
import { OutcomeTag } from "./OutcomeTag.tsx";
import { outcomeKeys, outcomes, outcomeWords } from "./outcome-words.ts";
import { bestOfTools, type ToolsVerdict } from "./run-cases.ts";
import { TimeField } from "./TimeField.tsx";

/** What each of several watching tools made of a test. */
export function ToolRows({
  testCase,
  environmentId,
  techniqueId,
  onWrite,
  onTake,
  onLeave,
}: {
  readonly testCase: TestCase;
  readonly environmentId: number;
  readonly techniqueId: string | null;
  readonly onWrite: (observations: Observation[], label: string, stretch?: string) => void;
  /** The test case takes what its tools say together. */
  readonly onTake: (verdict: ToolsVerdict) => void;
  readonly onLeave: () => void;
}) {
  const { observations } = testCase;
  const verdict = bestOfTools(observations);
  const isTaken =
    verdict !== null && verdict.outcome === testCase.outcome && verdict.seen === testCase.seen;
  const change = (index: number, words: Partial<Observation>, label: string, stretch?: string) =>
    onWrite(
      observations.map((each, place) => (place === index ? { ...each, ...words } : each)),
      label,
      stretch,
    );
  return (
    <>
      {observations.length > 0 && (
        <ul className="plain tool-rows">
          {observations.map((observation, index) => (
            <ToolRow
              key={index}
              observation={observation}
              near={testCase.startAt}
              environmentId={environmentId}
              techniqueId={techniqueId}
              onChange={(words, label, stretch) => change(index, words, label, stretch)}
              onRemove={() =>
                onWrite(
                  observations.filter((_each, place) => place !== index),
                  `${observation.tool} removed`,
                )
              }
              onLeave={onLeave}
            />
          ))}
        </ul>
      )}
      <div className="case-actions">
        <Button
          size="xs"
          leftSection={<IconPlus aria-hidden="true" />}
          onClick={() =>
            onWrite([...observations, newObservation(observations)], "Watching tool added")
          }
        >
          Tool
        </Button>
        {verdict !== null && (
          <Button size="xs" disabled={isTaken} onClick={() => onTake(verdict)}>
            {isTaken
              ? `The case says ${outcomeWords[verdict.outcome].toLowerCase()} as well`
              : `Take ${outcomeWords[verdict.outcome].toLowerCase()} for the case`}
          </Button>
        )}
      </div>
    </>
  );
}

function newObservation(known: readonly Observation[]): Observation {
  let number = known.length + 1;
  while (known.some(({ tool }) => tool === `Tool ${String(number)}`)) number += 1;
  return {
    tool: `Tool ${String(number)}`,
    outcome: "not-assessed",
    seen: null,
    alertAt: null,
    fired: null,
    note: "",
  };
}

function ToolRow({
  observation,
  near,
  environmentId,
  techniqueId,
  onChange,
  onRemove,
  onLeave,
}: {
  readonly observation: Observation;
  readonly near: string | null;
  readonly environmentId: number;
  readonly techniqueId: string | null;
  readonly onChange: (words: Partial<Observation>, label: string, stretch?: string) => void;
  readonly onRemove: () => void;
  readonly onLeave: () => void;
}) {
  const { tool, outcome, seen, alertAt, fired, note } = observation;
  const setOutcome = (next: Outcome) =>
    onChange(
      { outcome: next, seen: next === "blocked" ? seen : null },
      `${tool}: ${outcomeWords[next].toLowerCase()}`,
    );
  // On the row's own button a digit is the tool's outcome, not the test case's.
  const onKey = (event: KeyboardEvent) => {
    const next = outcomes.find((each) => outcomeKeys[each] === event.key);
    if (next === undefined || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    event.stopPropagation();
    setOutcome(next);
  };
  return (
    <li className="tool-row">
      <div className="tool-row-head">
        <CaseText
          bare
          label="Tool"
          value={tool}
          maxLength={500}
          onWrite={(value, stretch) => {
            if (value.trim() !== "") onChange({ tool: value }, `${value} named`, stretch);
          }}
          onLeave={onLeave}
        />
        <Menu>
          <Menu.Target>
            <button
              type="button"
              className="toolbar-button"
              aria-label={`Outcome of ${tool}: ${outcomeWords[outcome]}`}
              aria-keyshortcuts="0 1 2 3 4 5 6"
              onKeyDown={onKey}
            >
              <OutcomeTag outcome={outcome} />
            </button>
          </Menu.Target>
          <Menu.Dropdown>
            {outcomes.map((each) => (
              <Menu.Item key={each} onClick={() => setOutcome(each)}>
                <OutcomeTag outcome={each} />
              </Menu.Item>
            ))}
          </Menu.Dropdown>
        </Menu>
        <ActionIcon size="sm" aria-label={`Remove ${tool}`} title="Remove" onClick={onRemove}>
          <IconX aria-hidden="true" />
        </ActionIcon>
      </div>
      {outcome === "blocked" && (
        <SegmentedControl<BlockSeen>
          label={`What ${tool} saw of it`}
          value={seen ?? "none"}
          choices={[
            { value: "alert", label: "Alert" },
            { value: "log", label: "Log" },
            { value: "none", label: "Not seen" },
          ]}
          onChange={(next) => onChange({ seen: next }, `${tool}: what was seen`)}
        />
      )}
      <details className="tool-row-more">
        <summary>
          {[
            ...(alertAt === null ? [] : ["alert time"]),
            ...(fired === null ? [] : [fired.name]),
            ...(note === "" ? [] : ["note"]),
          ].join(", ") || "Alert, detection, note"}
        </summary>
        <div className="case-fields">
          <TimeField
            label="Alert"
            value={alertAt}
            near={near}
            onChange={(value) => onChange({ alertAt: value }, `${tool}: alert time`)}
          />
          <FiredField
            label="Detection that fired"
            fired={fired}
            environmentId={environmentId}
            techniqueId={techniqueId}
            onChange={(value) => onChange({ fired: value }, `${tool}: detection`)}
            onLeave={onLeave}
          />
          <CaseText
            area
            label="Note"
            value={note}
            maxLength={100_000}
            onWrite={(value, stretch) => onChange({ note: value }, `${tool}: note`, stretch)}
            onLeave={onLeave}
          />
        </div>
      </details>
    </li>
  );
}
