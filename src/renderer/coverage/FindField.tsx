import { ActionIcon } from "@mantine/core";
import { IconChevronDown, IconChevronUp } from "@tabler/icons-react";
import { type RefObject, useEffect } from "react";
import { FilterField } from "../ui/Toolbar.tsx";

/** The place of the match that is shown: third of twelve. */
export interface MatchPlace {
  readonly at: number;
  readonly of: number;
}

/**
 * The field that marks techniques by ID or name and walks from match to match.
 * Enter goes to the next one, Ctrl+F comes here, Esc clears.
 */
export function FindField({
  value,
  onChange,
  place,
  onStep,
  form,
}: {
  readonly value: string;
  readonly onChange: (value: string) => void;
  /** Null before the first step. */
  readonly place: MatchPlace | null;
  readonly onStep: (by: 1 | -1) => void;
  readonly form: RefObject<HTMLFormElement | null>;
}) {
  useEffect(() => {
    const listener = (event: KeyboardEvent): void => {
      const isFind = (event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "f";
      if (!isFind || event.altKey || event.shiftKey) return;
      const input = form.current?.querySelector("input");
      if (input === null || input === undefined) return;
      event.preventDefault();
      input.focus();
      input.select();
    };
    window.addEventListener("keydown", listener);
    return () => window.removeEventListener("keydown", listener);
  }, [form]);

  const searching = value.trim() !== "";
  return (
    <form
      ref={form}
      className="coverage-find"
      role="search"
      onSubmit={(event) => {
        event.preventDefault();
        if (searching) onStep(1);
      }}
    >
      <FilterField
        label="Find techniques"
        placeholder="Find"
        width="100%"
        value={value}
        onChange={onChange}
      />
      {searching && (
        <>
          <span className="coverage-place" role="status">
            {place !== null && `${String(place.at)} of ${String(place.of)}`}
          </span>
          <ActionIcon type="button" aria-label="Previous match" onClick={() => onStep(-1)}>
            <IconChevronUp size={16} stroke={1.75} aria-hidden="true" />
          </ActionIcon>
          <ActionIcon type="submit" aria-label="Next match">
            <IconChevronDown size={16} stroke={1.75} aria-hidden="true" />
          </ActionIcon>
        </>
      )}
    </form>
  );
}
