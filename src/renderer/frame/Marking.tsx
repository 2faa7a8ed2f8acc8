import type { CSSProperties } from "react";
import type { ReportBanner } from "../../shared/model/banner.ts";

/**
 * The marking banner, first and last line of the window; nothing covers it.
 *
 * Labels that are aligned right, such as TLP's, stand at the right end on a ground of their own.
 */
export function Marking({ banner }: { readonly banner: ReportBanner }) {
  const look = ({ colour, ink }: Pick<ReportBanner, "colour" | "ink">): CSSProperties => ({
    background: colour,
    color: ink,
  });
  const isRight = banner.align === "right";
  return (
    <div
      className="marking"
      role="note"
      aria-label="Marking"
      style={look(banner)}
      title={banner.text}
    >
      {banner.parts.map((part) => (
        <span
          key={part.text}
          className="marking-part"
          data-align={isRight ? "only-right" : part.align}
          style={look(part)}
        >
          {part.text}
        </span>
      ))}
    </div>
  );
}
