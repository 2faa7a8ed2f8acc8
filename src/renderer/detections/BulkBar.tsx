import { Button, Menu, Popover, Select, TextInput } from "@mantine/core";
import { type ReactNode, useMemo, useState } from "react";
import type { DetectionChange, DetectionSummary } from "../../shared/model/detection.ts";
import { formatNoun } from "../ui/figures.ts";
import { MenuButton } from "../ui/Toolbar.tsx";
import { qualityChoices, stateChoices } from "./detection-words.ts";
import { listNamedTechniques } from "./inventory.ts";
import { TechniqueSelect } from "./TechniqueSelect.tsx";
import type { DetectionEditing } from "./use-detection-edits.ts";

const nothing: ReadonlySet<string> = new Set();

/** What can be done to many rules at once. */
export function BulkBar({
  chosen,
  editing,
  onRemove,
  onClear,
}: {
  readonly chosen: readonly DetectionSummary[];
  readonly editing: DetectionEditing;
  readonly onRemove: () => void;
  readonly onClear: () => void;
}) {
  const ids = chosen.map(({ id }) => id);
  const rules = formatNoun(chosen.length, "rule");
  const edited = chosen.filter((detection) => detection.edited.length > 0);
  const set = (change: DetectionChange, label: string) => void editing.edit(ids, change, label);
  return (
    <div className="bulk-bar" role="toolbar" aria-label="Change the selected rules">
      <b>{rules} selected</b>
      <span className="muted">Set to</span>
      {stateChoices.map(({ value, label, note }) => (
        <Button
          key={value}
          size="xs"
          title={note}
          disabled={editing.busy}
          onClick={() => set({ state: value }, `${rules} set to ${value}`)}
        >
          {label}
        </Button>
      ))}
      <MenuButton label="Quality">
        {qualityChoices.map(({ value, label, note }) => (
          <Menu.Item
            key={label}
            onClick={() => set({ quality: value }, `Quality of ${rules} set to ${label}`)}
          >
            {label} <span className="muted">{note}</span>
          </Menu.Item>
        ))}
      </MenuButton>
      <OwnerButton
        onKeep={(owner) =>
          set(
            { owner },
            owner === null ? `${rules} without an owner` : `${rules} given to ${owner}`,
          )
        }
      />
      <PopoverButton label="Map">
        {(close) => (
          <TechniqueSelect
            label="Technique to name"
            placeholder="Technique by ID or name"
            without={nothing}
            takesFocus
            onChoose={(id) => {
              close();
              set({ addTechniques: [id] }, `${rules} mapped to ${id}`);
            }}
          />
        )}
      </PopoverButton>
      <PopoverButton label="Unmap">
        {(close) => (
          <NamedSelect
            chosen={chosen}
            onChoose={(id) => {
              close();
              set({ removeTechniques: [id] }, `${id} taken off ${rules}`);
            }}
          />
        )}
      </PopoverButton>
      <MenuButton label="More">
        <Menu.Item onClick={() => set({ alerting: true }, `${rules} raise an alert`)}>
          Raises an alert
        </Menu.Item>
        <Menu.Item onClick={() => set({ alerting: false }, `${rules} raise no alert`)}>
          Raises no alert
        </Menu.Item>
        <Menu.Divider />
        <Menu.Item onClick={() => set({ setAside: true }, `${rules} set aside`)}>
          Names no technique on purpose
        </Menu.Item>
        <Menu.Item onClick={() => set({ setAside: false }, `${rules} on the work list again`)}>
          Back to the work list
        </Menu.Item>
        <Menu.Divider />
        <Menu.Item
          disabled={edited.length === 0}
          onClick={() =>
            void editing.revert(
              edited.map(({ id }) => id),
              undefined,
              `${formatNoun(edited.length, "rule")} as the file says`,
            )
          }
        >
          Take the files’ word
        </Menu.Item>
      </MenuButton>
      <Button size="xs" onClick={onRemove}>
        Remove
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
      withinPortal
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

function OwnerButton({ onKeep }: { readonly onKeep: (owner: string | null) => void }) {
  const [owner, setOwner] = useState("");
  return (
    <PopoverButton label="Owner">
      {(close) => (
        <form
          className="owner-form"
          onSubmit={(event) => {
            event.preventDefault();
            close();
            onKeep(owner.trim() === "" ? null : owner.trim());
          }}
        >
          <TextInput
            size="xs"
            aria-label="Owner of the selected rules"
            placeholder="Who looks after them"
            maxLength={200}
            data-autofocus
            value={owner}
            onChange={(event) => setOwner(event.currentTarget.value)}
          />
          <Button size="xs" type="submit" variant="filled">
            {owner.trim() === "" ? "No owner" : "Set owner"}
          </Button>
        </form>
      )}
    </PopoverButton>
  );
}

function NamedSelect({
  chosen,
  onChoose,
}: {
  readonly chosen: readonly DetectionSummary[];
  readonly onChoose: (id: string) => void;
}) {
  const choices = useMemo(
    () =>
      listNamedTechniques(chosen).map(({ id, name, detections }) => ({
        value: id,
        label: `${id}${name === null ? "" : ` ${name}`}, ${formatNoun(detections, "rule")}`,
      })),
    [chosen],
  );
  return (
    <Select
      size="xs"
      aria-label="ID to take off"
      placeholder="ID that the rules name"
      searchable
      limit={60}
      nothingFoundMessage="None of them names that"
      data-autofocus
      data={choices}
      value={null}
      onChange={(value) => {
        if (value !== null) onChoose(value);
      }}
    />
  );
}
