import "../ui/number-input-style.ts";
import { NumberInput } from "@mantine/core";
import { useState } from "react";
import "./Actors.css";

/** A text that is edited where it stands: Enter or leaving keeps it, Esc takes it back. */
export function InlineText({
  label,
  value,
  placeholder,
  onKeep,
}: {
  readonly label: string;
  readonly value: string;
  readonly placeholder: string;
  readonly onKeep: (value: string) => void;
}) {
  const [draft, setDraft] = useState<string>();
  const keep = () => {
    const next = draft?.trim();
    setDraft(undefined);
    if (next !== undefined && next !== value) onKeep(next);
  };
  return (
    <input
      className="inline-text"
      aria-label={label}
      placeholder={placeholder}
      title={value}
      maxLength={2000}
      value={draft ?? value}
      onClick={(event) => event.stopPropagation()}
      onChange={(event) => setDraft(event.currentTarget.value)}
      onBlur={keep}
      onKeyDown={(event) => {
        if (event.key === "Enter") keep();
        if (event.key === "Escape" && draft !== undefined) {
          event.stopPropagation();
          setDraft(undefined);
        }
      }}
    />
  );
}

/** The weight of an actor, edited where it stands, with its length against the heaviest. */
export function InlineWeight({
  label,
  value,
  heaviest,
  onKeep,
}: {
  readonly label: string;
  readonly value: number;
  readonly heaviest: number;
  readonly onKeep: (value: number) => void;
}) {
  const [draft, setDraft] = useState<string | number>();
  const keep = () => {
    const next = Number(draft);
    const isUsable = draft !== undefined && Number.isFinite(next) && next > 0;
    setDraft(undefined);
    if (isUsable && next !== value) onKeep(next);
  };
  return (
    <span className="inline-weight">
      <span className="inline-weight-track" aria-hidden="true">
        <span style={{ width: `${String((value * 100) / Math.max(heaviest, value))}%` }} />
      </span>
      <NumberInput
        size="xs"
        aria-label={label}
        classNames={{ root: "inline-weight-field" }}
        value={draft ?? value}
        min={0.01}
        max={1000}
        step={0.5}
        decimalScale={2}
        clampBehavior="blur"
        hideControls
        onClick={(event) => event.stopPropagation()}
        onChange={setDraft}
        onBlur={keep}
        onKeyDown={(event) => {
          if (event.key === "Enter") keep();
          if (event.key === "Escape" && draft !== undefined) {
            event.stopPropagation();
            setDraft(undefined);
          }
        }}
      />
    </span>
  );
}
