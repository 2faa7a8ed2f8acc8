import { Select } from "@mantine/core";
import { useMemo } from "react";
import { useOperation } from "../use-operation.ts";

/** Options that a list shows at once; typing narrows them. */
const mostShown = 60;

/** Finds a technique by ID or name; choosing one empties the field for the next. */
export function TechniqueSelect({
  label,
  placeholder,
  without,
  takesFocus = false,
  onChoose,
}: {
  readonly label: string;
  readonly placeholder: string;
  /** Techniques that are there already. */
  readonly without: ReadonlySet<string>;
  /** Whether a popover that opens puts the focus here. */
  readonly takesFocus?: boolean;
  readonly onChoose: (techniqueId: string) => void;
}) {
  const techniques = useOperation("detections", "techniques", {});
  const choices = useMemo(() => {
    const seen = new Set<string>();
    return (techniques.data ?? []).flatMap(({ techniqueId, name }) => {
      // Where two domains know an ID, the rule names it once.
      if (seen.has(techniqueId) || without.has(techniqueId)) return [];
      seen.add(techniqueId);
      return [{ value: techniqueId, label: `${techniqueId} ${name}` }];
    });
  }, [techniques.data, without]);
  return (
    <Select
      size="xs"
      aria-label={label}
      placeholder={placeholder}
      searchable
      limit={mostShown}
      nothingFoundMessage="No technique of the catalogue"
      comboboxProps={{ width: 340, position: "bottom-start" }}
      data={choices}
      value={null}
      {...(takesFocus ? { "data-autofocus": true } : {})}
      onChange={(value) => {
        if (value !== null) onChoose(value);
      }}
    />
  );
}
