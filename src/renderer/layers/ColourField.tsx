import "./Layers.css";
import { TextInput } from "@mantine/core";
import { IconX } from "@tabler/icons-react";
import { useId, useState } from "react";
import { annotationPalette, colourWord, contrastWords, readColour } from "./colour-words.ts";

/** A colour by palette or digits, with how well text stands on it; empty = none. */
export function ColourField({
  label,
  colour,
  onColour,
}: {
  readonly label: string;
  readonly colour: string;
  readonly onColour: (colour: string) => void;
}) {
  const labelId = useId();
  const several = colour === "several";
  const shown = several ? "" : colour;
  return (
    <div className="colour-field" role="group" aria-labelledby={labelId}>
      <div className="colour-field-head">
        <span id={labelId} className="field-label">
          {label}
        </span>
        <span className="faint">
          {several ? "Several" : shown === "" ? "None" : contrastWords(shown)}
        </span>
      </div>
      <div className="colour-palette">
        {annotationPalette.map((each) => (
          <button
            key={each.colour}
            type="button"
            className="colour-chip"
            style={{ background: each.colour }}
            aria-label={each.word}
            aria-pressed={each.colour === shown}
            title={`${each.word}, ${each.colour}`}
            onClick={() => onColour(each.colour)}
          />
        ))}
        <button
          type="button"
          className="colour-chip"
          data-none
          aria-label="No colour"
          aria-pressed={!several && shown === ""}
          title="No colour"
          onClick={() => onColour("")}
        >
          <IconX size={12} stroke={2} aria-hidden="true" />
        </button>
      </div>
      <HexField
        label={`${label} in digits`}
        colour={shown}
        placeholder={several ? "Several" : "#rrggbb"}
        canBeEmpty
        onColour={onColour}
      />
    </div>
  );
}

/** A colour by its digits; it is taken when the field is left. */
export function HexField({
  label,
  colour,
  placeholder = "#rrggbb",
  canBeEmpty = false,
  onColour,
}: {
  readonly label: string;
  readonly colour: string;
  readonly placeholder?: string;
  readonly canBeEmpty?: boolean;
  readonly onColour: (colour: string) => void;
}) {
  const [typed, setTyped] = useState<string | null>(null);
  const read = typed === null ? colour : typed.trim() === "" && canBeEmpty ? "" : readColour(typed);
  const take = () => {
    if (read === undefined) return;
    if (typed !== null && read !== colour) onColour(read);
    setTyped(null);
  };
  return (
    <TextInput
      size="xs"
      aria-label={label}
      placeholder={placeholder}
      spellCheck={false}
      classNames={{ input: "mono" }}
      error={read === undefined ? "Six digits, such as #5eade5" : undefined}
      leftSection={
        <span
          className="colour-sample"
          title={read === undefined ? undefined : colourWord(read)}
          style={read === undefined || read === "" ? {} : { background: read }}
          aria-hidden="true"
        />
      }
      value={typed ?? colour}
      onChange={(event) => setTyped(event.currentTarget.value)}
      onBlur={take}
      onKeyDown={(event) => {
        if (event.key === "Enter") take();
        else if (event.key === "Escape" && typed !== null) {
          event.stopPropagation();
          setTyped(null);
        }
      }}
    />
  );
}
