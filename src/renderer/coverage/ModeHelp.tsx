import { ActionIcon, Popover } from "@mantine/core";
import { IconInfoCircle } from "@tabler/icons-react";
import type { Explanation } from "./explain-mode.ts";

/** A button that says what the mode shows, of what, and by which rule. */
export function ModeHelp({ explanation }: { readonly explanation: Explanation }) {
  return (
    <Popover width={360} position="bottom-start" withinPortal trapFocus returnFocus>
      <Popover.Target>
        <ActionIcon aria-label="What is this?" title="What is this?">
          <IconInfoCircle size={16} stroke={1.75} aria-hidden="true" />
        </ActionIcon>
      </Popover.Target>
      <Popover.Dropdown aria-label={explanation.title}>
        <div className="mode-help" tabIndex={-1} data-autofocus>
          <h2>{explanation.title}</h2>
          {explanation.lines.map((line) => (
            <p key={line}>{line}</p>
          ))}
        </div>
      </Popover.Dropdown>
    </Popover>
  );
}
