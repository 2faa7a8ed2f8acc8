import type { Outcome } from "../../shared/model/emulation.ts";
import { Swatch } from "../ui/Tag.tsx";
import { outcomeWords } from "./outcome-words.ts";

/** An outcome: square, glyph and word. */
export function OutcomeTag({ outcome }: { readonly outcome: Outcome }) {
  return (
    <span className="tag">
      <Swatch fill={`out-${outcome}`} />
      {outcomeWords[outcome]}
    </span>
  );
}
