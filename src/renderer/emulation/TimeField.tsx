import { Button, TextInput } from "@mantine/core";
import { type KeyboardEvent, useId, useState } from "react";
import { readTypedMoment, writeMoment, zoneWords } from "./case-times.ts";

/** A moment that is typed in the local zone, with a button for now. */
export function TimeField({
  label,
  value,
  near,
  keys,
  onChange,
  onKeyDown,
}: {
  readonly label: string;
  /** In UTC, as it is stored. */
  readonly value: string | null;
  /** The day of a time without one; default: today. */
  readonly near: string | null;
  /** The key that sets it to now, for those who look for it. */
  readonly keys?: string;
  readonly onChange: (value: string | null) => void;
  readonly onKeyDown?: (event: KeyboardEvent<HTMLElement>) => void;
}) {
  const id = useId();
  const [typed, setTyped] = useState<string>();
  const [wrong, setWrong] = useState(false);
  const settle = () => {
    if (typed === undefined) return;
    const moment = readTypedMoment(typed, near === null ? new Date() : new Date(near));
    setWrong(moment === undefined);
    if (moment === undefined) return;
    setTyped(undefined);
    if (moment !== value) onChange(moment);
  };
  return (
    <div className="time-field">
      <label htmlFor={id}>{label}</label>
      <TextInput
        id={id}
        size="xs"
        placeholder="09:47 or 2026-11-12 09:47"
        title={`Time zone: ${zoneWords(value === null ? new Date() : new Date(value))}`}
        spellCheck={false}
        value={typed ?? writeMoment(value)}
        error={wrong && "Not a time. Write 09:47 or 2026-11-12 09:47."}
        onChange={(event) => setTyped(event.currentTarget.value)}
        onBlur={settle}
        onKeyDown={(event) => {
          if (event.key === "Enter") {
            // A form around it would be sent without the time.
            event.preventDefault();
            settle();
          }
          onKeyDown?.(event);
        }}
      />
      <Button
        size="xs"
        aria-label={`${label} now`}
        {...(keys === undefined ? {} : { "aria-keyshortcuts": keys, title: `Now (${keys})` })}
        onClick={() => {
          setTyped(undefined);
          setWrong(false);
          onChange(new Date().toISOString());
        }}
      >
        Now
      </Button>
    </div>
  );
}
