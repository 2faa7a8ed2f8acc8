import { IconArrowsMaximize, IconArrowsMinimize } from "@tabler/icons-react";
import { setFullScreen, useFullScreen } from "../frame/full-screen.ts";

/** Shows the matrix alone, and the frame again. */
export function FullScreenButton() {
  const full = useFullScreen();
  return (
    <button
      type="button"
      className="toolbar-button"
      aria-label={full ? "Leave full screen" : "Full screen"}
      title={full ? "Leave full screen (Esc)" : "Full screen (F11)"}
      aria-pressed={full}
      onClick={() => setFullScreen(!full)}
    >
      {full ? (
        <IconArrowsMinimize size={16} stroke={1.75} aria-hidden="true" />
      ) : (
        <IconArrowsMaximize size={16} stroke={1.75} aria-hidden="true" />
      )}
    </button>
  );
}
