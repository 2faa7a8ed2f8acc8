import { Button, Menu, Popover, TextInput } from "@mantine/core";
import { type ReactNode, useState } from "react";
import { expectedOutcome, type TestCase } from "../../shared/model/emulation.ts";
import { formatNoun } from "../ui/figures.ts";
import { MenuButton } from "../ui/Toolbar.tsx";
import type { CaseChange } from "./case-edits.ts";
import { OutcomeTag } from "./OutcomeTag.tsx";
import { caseFieldWords, expectedWords, outcomes, outcomeWords } from "./outcome-words.ts";
import { TimeField } from "./TimeField.tsx";

const texts = ["host", "platform", "assignee", "group"] as const;
const times = ["startAt", "endAt", "alertAt"] as const;

/** What can be done to many test cases at once. */
export function CaseBulkBar({
  chosen,
  onEdit,
  onRemove,
  onClear,
}: {
  readonly chosen: readonly TestCase[];
  readonly onEdit: (change: CaseChange, label: string) => void;
  readonly onRemove: () => void;
  readonly onClear: () => void;
}) {
  const cases = formatNoun(chosen.length, "test case");
  const near = chosen.find(({ startAt }) => startAt !== null)?.startAt ?? null;
  return (
    <div className="case-bulk" role="toolbar" aria-label="Change the selected test cases">
      <b>{cases} selected</b>
      <MenuButton label="Outcome">
        {outcomes.map((each) => (
          <Menu.Item
            key={each}
            onClick={() =>
              onEdit({ outcome: each }, `${cases}: ${outcomeWords[each].toLowerCase()}`)
            }
          >
            <OutcomeTag outcome={each} />
          </Menu.Item>
        ))}
      </MenuButton>
      <MenuButton label="Expected">
        <Menu.Item onClick={() => onEdit({ expected: null }, `${cases}: expected by the tactics`)}>
          By the tactics
        </Menu.Item>
        {expectedOutcome.options.map((each) => (
          <Menu.Item
            key={each}
            onClick={() =>
              onEdit({ expected: each }, `${cases}: ${expectedWords[each].toLowerCase()} expected`)
            }
          >
            {expectedWords[each]}
          </Menu.Item>
        ))}
      </MenuButton>
      {texts.map((field) => (
        <TextButton
          key={field}
          label={caseFieldWords[field]}
          onKeep={(value) => onEdit({ [field]: value }, `${caseFieldWords[field]} of ${cases} set`)}
        />
      ))}
      <PopoverButton label="Times">
        {(close) => (
          <div className="case-fields">
            {times.map((field) => (
              <TimeField
                key={field}
                label={caseFieldWords[field]}
                value={null}
                near={near}
                onChange={(value) => {
                  close();
                  onEdit({ [field]: value }, `${caseFieldWords[field]} of ${cases} set`);
                }}
              />
            ))}
          </div>
        )}
      </PopoverButton>
      <Button size="xs" onClick={onRemove}>
        Delete
      </Button>
      <Button size="xs" variant="subtle" onClick={onClear}>
        Clear selection
      </Button>
    </div>
  );
}

function PopoverButton({
  label,
  children,
}: {
  readonly label: string;
  readonly children: (close: () => void) => ReactNode;
}) {
  const [opened, setOpened] = useState(false);
  return (
    <Popover
      width={320}
      position="bottom-start"
      trapFocus
      returnFocus
      opened={opened}
      onChange={setOpened}
    >
      <Popover.Target>
        <Button size="xs" onClick={() => setOpened((before) => !before)}>
          {label}
        </Button>
      </Popover.Target>
      <Popover.Dropdown>{children(() => setOpened(false))}</Popover.Dropdown>
    </Popover>
  );
}

function TextButton({
  label,
  onKeep,
}: {
  readonly label: string;
  readonly onKeep: (value: string) => void;
}) {
  const [value, setValue] = useState("");
  return (
    <PopoverButton label={label}>
      {(close) => (
        <form
          className="case-one"
          onSubmit={(event) => {
            event.preventDefault();
            close();
            onKeep(value.trim());
          }}
        >
          <TextInput
            size="xs"
            aria-label={`${label} of the selected test cases`}
            placeholder={label}
            maxLength={500}
            data-autofocus
            value={value}
            onChange={(event) => setValue(event.currentTarget.value)}
          />
          <Button size="xs" type="submit" variant="filled">
            {value.trim() === "" ? "Empty it" : "Set"}
          </Button>
        </form>
      )}
    </PopoverButton>
  );
}
