import { useState } from "react";

/** What a field for numbers takes. */
export interface NumberEntryOptions {
  readonly value: number;
  readonly min: number;
  readonly max?: number | undefined;
  /** Whether decimals are wrong. */
  readonly whole?: boolean;
  /** Called with every number that is taken. */
  readonly onChange: (value: number) => void;
  /** Called when what stands there begins or ceases to be a number that is taken. */
  readonly onWrong?: ((isWrong: boolean) => void) | undefined;
}

/**
 * State of a field for a number: anything can be typed, with a comma as well as a point, and what
 * is no number within the limits is marked instead of being changed under the fingers.
 *
 * Left like that, the field goes back to the nearest number that is taken, or to the one before.
 */
export function useNumberEntry(options: NumberEntryOptions) {
  const { value, min, max = Number.MAX_SAFE_INTEGER, whole = false, onChange, onWrong } = options;
  const [entry, setEntry] = useState<{ readonly shown: number | string; readonly of: number }>({
    shown: value,
    of: value,
  });
  if (entry.of !== value) setEntry({ shown: value, of: value });
  const shown = entry.of === value ? entry.shown : value;
  const isTaken = (number: number) =>
    number >= min && number <= max && (!whole || Number.isInteger(number));
  const isWrong = !isTaken(numberOf(shown));
  const take = (next: number | string) => {
    const number = numberOf(next);
    setEntry({ shown: next, of: isTaken(number) ? number : value });
    if (isTaken(number) === isWrong) onWrong?.(!isWrong);
    if (isTaken(number) && number !== value) onChange(number);
  };
  return {
    value: shown,
    min,
    ...(options.max === undefined ? {} : { max }),
    clampBehavior: "none" as const,
    allowedDecimalSeparators: [".", ","],
    "aria-invalid": isWrong,
    error: isWrong,
    onChange: take,
    onBlur: () => {
      if (!isWrong) return;
      const number = numberOf(shown);
      const nearest = Math.min(max, Math.max(min, whole ? Math.round(number) : number));
      take(Number.isNaN(nearest) ? value : nearest);
    },
  };
}

/** The number that stands in a field; NaN where none does. */
function numberOf(shown: number | string): number {
  if (typeof shown === "number") return shown;
  return shown.trim() === "" ? Number.NaN : Number(shown);
}
