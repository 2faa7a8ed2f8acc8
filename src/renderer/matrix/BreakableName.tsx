import { Fragment } from "react";
import { hyphenate } from "../../shared/hyphenate.ts";

/**
 * A name that breaks where it may. The soft hyphens are drawn by the style sheet, so that the text
 * of the document stays the name itself, for search, copying and assistive technology.
 */
export function BreakableName({
  name,
  fitting,
}: {
  readonly name: string;
  /** Letters that fit a line. */
  readonly fitting: number;
}) {
  const parts = hyphenate(name, fitting).split(/([\u00AD\u200B])/);
  if (parts.length === 1) return name;
  return parts.map((part, index) => (
    <Fragment key={index}>
      {part === "\u00AD" ? <i className="soft-hyphen" /> : part === "\u200B" ? <wbr /> : part}
    </Fragment>
  ));
}
