import { Checkbox } from "@mantine/core";
import { useTyped } from "./use-typed.ts";

/** A checkbox that shows a click at once, while what it changes is still being written. */
export function SettledCheckbox({
  label,
  checked,
  onChecked,
  className,
}: {
  readonly label: string;
  /** Null where several differ. */
  readonly checked: boolean | null;
  readonly onChecked: (checked: boolean) => void;
  readonly className?: string;
}) {
  const shown = useTyped<boolean | null>(checked, (value) => {
    if (value !== null) onChecked(value);
  });
  return (
    <Checkbox
      label={label}
      checked={shown.value === true}
      indeterminate={shown.value === null}
      onChange={(event) => {
        shown.type(event.currentTarget.checked);
        shown.settle();
      }}
      {...(className === undefined ? {} : { className })}
    />
  );
}
