import { inkOn } from "../../shared/colour.ts";

/** The marking of the workspace: its words and the ground they stand on, as `#RRGGBB`. */
export interface MarkingValue {
  readonly text: string;
  readonly colour: string;
}

/** The marking banner, first and last line of the window; nothing covers it. */
export function Marking({ marking }: { readonly marking: MarkingValue }) {
  return (
    <div
      className="marking"
      role="note"
      aria-label="Marking"
      style={{ background: marking.colour, color: inkOn(marking.colour) }}
    >
      {marking.text}
    </div>
  );
}
