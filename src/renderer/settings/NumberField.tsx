import "../ui/number-input-style.ts";
import { NumberInput } from "@mantine/core";
import { useNumberEntry } from "../ui/number-entry.ts";

/** A number with its unit in the label; what is no number is not taken. */
export function NumberField({
  label,
  description,
  value,
  min,
  max,
  step = 1,
  decimals = 2,
  onChange,
}: {
  readonly label: string;
  readonly description?: string;
  readonly value: number;
  readonly min: number;
  readonly max?: number;
  readonly step?: number;
  readonly decimals?: number;
  readonly onChange: (value: number) => void;
}) {
  const entry = useNumberEntry({ value, min, max, onChange });
  return (
    <NumberInput
      label={label}
      {...(description === undefined ? {} : { description })}
      step={step}
      decimalScale={decimals}
      {...entry}
    />
  );
}
