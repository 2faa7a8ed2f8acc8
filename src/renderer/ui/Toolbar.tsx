import "./Toolbar.css";
import { Menu, TextInput } from "@mantine/core";
import { IconChevronDown, IconSearch, IconX } from "@tabler/icons-react";
import { type ReactNode, useId } from "react";

/** One choice of a segmented control or a menu. */
export interface Choice<Value extends string> {
  readonly value: Value;
  readonly label: string;
  /** A word on what it does, in the menu or as tooltip. */
  readonly note?: string;
  readonly disabled?: boolean;
}

/** A row of controls at 28 px, its title among them, and at the end what is pushed right. */
export function Toolbar({
  children,
  end,
}: {
  readonly children: ReactNode;
  readonly end?: ReactNode;
}) {
  return (
    <div className="toolbar">
      {children}
      {end !== undefined && <div className="toolbar-end">{end}</div>}
    </div>
  );
}

/** A few exclusive choices side by side; arrows move, one tab stop. */
export function SegmentedControl<Value extends string>({
  label,
  value,
  choices,
  onChange,
}: {
  readonly label: string;
  readonly value: Value;
  readonly choices: readonly Choice<Value>[];
  readonly onChange: (value: Value) => void;
}) {
  const name = useId();
  return (
    <div className="segmented" role="radiogroup" aria-label={label}>
      {choices.map((choice) => (
        <label key={choice.value} className="segmented-choice" title={choice.note}>
          <input
            type="radio"
            name={name}
            checked={choice.value === value}
            disabled={choice.disabled}
            onChange={() => onChange(choice.value)}
          />
          <span>{choice.label}</span>
        </label>
      ))}
    </div>
  );
}

/** A button that shows what is chosen, "Scope **Chosen actors**", and opens the choices. */
export function ChoiceMenu<Value extends string>({
  label,
  icon,
  value,
  choices,
  onChange,
}: {
  readonly label: string;
  readonly icon?: ReactNode;
  readonly value: Value;
  readonly choices: readonly Choice<Value>[];
  readonly onChange: (value: Value) => void;
}) {
  const chosen = choices.find((choice) => choice.value === value)?.label ?? "";
  return (
    <Menu>
      <Menu.Target>
        <button type="button" className="toolbar-button">
          {icon}
          <span className="muted">{label}</span> <b>{chosen}</b>
        </button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.RadioGroup
          value={value}
          onChange={(next) => {
            const choice = choices.find((each) => each.value === next);
            if (choice !== undefined) onChange(choice.value);
          }}
        >
          {choices.map((choice) => (
            <Menu.RadioItem
              closeMenuOnClick
              key={choice.value}
              value={choice.value}
              {...(choice.disabled === undefined ? {} : { disabled: choice.disabled })}
            >
              {choice.label}
              {choice.note !== undefined && <div className="toolbar-note">{choice.note}</div>}
            </Menu.RadioItem>
          ))}
        </Menu.RadioGroup>
      </Menu.Dropdown>
    </Menu>
  );
}

/**
 * A button that shows how many of several are chosen, "Platforms **All 11**", and opens the list.
 * An empty choice means all.
 */
export function MultiChoiceMenu({
  label,
  icon,
  values,
  chosen,
  onChange,
}: {
  readonly label: string;
  readonly icon?: ReactNode;
  readonly values: readonly string[];
  readonly chosen: readonly string[];
  readonly onChange: (chosen: readonly string[]) => void;
}) {
  const summary =
    chosen.length === 0
      ? `All ${String(values.length)}`
      : chosen.length === 1
        ? (chosen[0] ?? "")
        : `${String(chosen.length)} of ${String(values.length)}`;
  return (
    <Menu closeOnItemClick={false}>
      <Menu.Target>
        <button type="button" className="toolbar-button">
          {icon}
          <span className="muted">{label}</span> <b>{summary}</b>
        </button>
      </Menu.Target>
      <Menu.Dropdown className="toolbar-long-menu">
        <Menu.CheckboxItem checked={chosen.length === 0} onChange={() => onChange([])}>
          All
        </Menu.CheckboxItem>
        <Menu.Divider />
        {values.map((value) => (
          <Menu.CheckboxItem
            key={value}
            checked={chosen.includes(value)}
            onChange={() =>
              onChange(
                chosen.includes(value)
                  ? chosen.filter((other) => other !== value)
                  : values.filter((other) => other === value || chosen.includes(other)),
              )
            }
          >
            {value}
          </Menu.CheckboxItem>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}

/** A toolbar button that opens a menu given as children (`Menu.Item`s). */
export function MenuButton({
  label,
  icon,
  startsOpen = false,
  children,
}: {
  readonly label: string;
  readonly icon?: ReactNode;
  /** Opens at once, for those who came for it. */
  readonly startsOpen?: boolean;
  readonly children: ReactNode;
}) {
  return (
    <Menu position="bottom-end" defaultOpened={startsOpen}>
      <Menu.Target>
        <button type="button" className="toolbar-button">
          {icon}
          <b>{label}</b>
          <IconChevronDown size={14} stroke={1.75} aria-hidden="true" />
        </button>
      </Menu.Target>
      <Menu.Dropdown>{children}</Menu.Dropdown>
    </Menu>
  );
}

/** A switch that looks like a button and says whether it is on: "✓ Direct use". */
export function ToggleButton({
  pressed,
  onChange,
  children,
}: {
  readonly pressed: boolean;
  readonly onChange: (pressed: boolean) => void;
  readonly children: ReactNode;
}) {
  return (
    <label className="toolbar-button toggle-button" data-pressed={pressed}>
      <input
        type="checkbox"
        checked={pressed}
        onChange={(event) => onChange(event.currentTarget.checked)}
      />
      <span className="toggle-button-box" aria-hidden="true" />
      {children}
    </label>
  );
}

/** The field that filters what is below it; Esc clears it. */
export function FilterField({
  label,
  value,
  onChange,
  placeholder = "Filter",
  width = 200,
}: {
  readonly label: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly placeholder?: string;
  readonly width?: number | string;
}) {
  return (
    <TextInput
      size="xs"
      aria-label={label}
      value={value}
      placeholder={placeholder}
      spellCheck={false}
      style={{ width }}
      leftSection={<IconSearch size={15} stroke={1.75} aria-hidden="true" />}
      rightSection={
        value === "" ? null : (
          <button
            type="button"
            className="filter-clear"
            aria-label="Clear filter"
            onClick={() => onChange("")}
          >
            <IconX size={14} stroke={1.75} aria-hidden="true" />
          </button>
        )
      }
      onChange={(event) => onChange(event.currentTarget.value)}
      onKeyDown={(event) => {
        if (event.key !== "Escape" || value === "") return;
        event.stopPropagation();
        onChange("");
      }}
    />
  );
}
