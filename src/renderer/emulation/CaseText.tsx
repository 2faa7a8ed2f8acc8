import { Textarea, TextInput } from "@mantine/core";
import type { KeyboardEvent } from "react";
import { useTyped } from "../layers/use-typed.ts";

/** A text of a test case, written while it is typed; Esc leaves the field. */
export function CaseText({
  label,
  value,
  placeholder,
  area = false,
  bare = false,
  maxLength,
  name,
  onWrite,
  onLeave,
}: {
  readonly label: string;
  readonly value: string;
  readonly placeholder?: string;
  readonly area?: boolean;
  /** The label is for assistive technology alone. */
  readonly bare?: boolean;
  readonly maxLength: number;
  /** By which a key finds the field. */
  readonly name?: string;
  readonly onWrite: (value: string, stretch: string) => void;
  readonly onLeave: () => void;
}) {
  const typed = useTyped(value, onWrite);
  const fields = {
    size: "xs",
    ...(bare ? { "aria-label": label } : { label }),
    ...(placeholder === undefined ? {} : { placeholder }),
    ...(name === undefined ? {} : { "data-field": name }),
    maxLength,
    spellCheck: false,
    value: typed.value,
    onBlur: typed.settle,
  } as const;
  const leave = (event: KeyboardEvent) => {
    if (event.key !== "Escape") return;
    event.preventDefault();
    typed.settle();
    onLeave();
  };
  if (area) {
    return (
      <Textarea
        {...fields}
        className="case-text"
        onChange={(event) => typed.type(event.currentTarget.value)}
        onKeyDown={leave}
      />
    );
  }
  return (
    <TextInput
      {...fields}
      onChange={(event) => typed.type(event.currentTarget.value)}
      onKeyDown={(event) => {
        if (event.key === "Enter") {
          typed.settle();
          onLeave();
        }
        leave(event);
      }}
    />
  );
}
