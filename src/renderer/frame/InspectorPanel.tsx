import { ActionIcon } from "@mantine/core";
import { IconX } from "@tabler/icons-react";
import { type KeyboardEvent, type PointerEvent, type ReactNode, useRef } from "react";

const least = 320;
const most = 560;

const within = (width: number): number => Math.round(Math.min(most, Math.max(least, width)));

/**
 * The panel at the right: resizable from 320 to 560 px by pointer and arrows.
 * Below 1360 px of window it lies over the page.
 */
export function InspectorPanel({
  label,
  width,
  onWidth,
  onClose,
  children,
}: {
  readonly label: string;
  readonly width: number;
  readonly onWidth: (width: number) => void;
  readonly onClose: () => void;
  readonly children: ReactNode;
}) {
  const panel = useRef<HTMLElement>(null);
  const shown = within(width);

  const drag = (event: PointerEvent<HTMLElement>): void => {
    const right = panel.current?.getBoundingClientRect().right;
    if (right === undefined || !event.currentTarget.hasPointerCapture(event.pointerId)) return;
    onWidth(within(right - event.clientX));
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key !== "ArrowLeft" && event.key !== "ArrowRight") return;
    event.preventDefault();
    onWidth(within(shown + (event.key === "ArrowLeft" ? 16 : -16)));
  };

  return (
    <aside ref={panel} className="inspector" aria-label={label} style={{ width: shown }}>
      {/* A separator that moves is a control: ARIA's window splitter. */}
      {/* eslint-disable-next-line jsx-a11y/no-noninteractive-element-interactions */}
      <div
        role="separator"
        aria-orientation="vertical"
        aria-label="Width of the inspector"
        aria-valuemin={least}
        aria-valuemax={most}
        aria-valuenow={shown}
        // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex
        tabIndex={0}
        className="inspector-edge"
        onPointerDown={(event) => event.currentTarget.setPointerCapture(event.pointerId)}
        onPointerMove={drag}
        onKeyDown={onKeyDown}
      />
      <ActionIcon className="inspector-close" aria-label="Close inspector" onClick={onClose}>
        <IconX size={17} stroke={1.75} aria-hidden="true" />
      </ActionIcon>
      <div className="inspector-content">{children}</div>
    </aside>
  );
}

/** The head of the inspector: path, ID, name, then level, priority and actors in one row. */
export function InspectorHead({
  path,
  id,
  name,
  children,
  actions,
}: {
  readonly path: ReactNode;
  readonly id: string;
  readonly name: string;
  readonly children?: ReactNode;
  /** Buttons left of the close button. */
  readonly actions?: ReactNode;
}) {
  return (
    <header className="inspector-head">
      <div className="inspector-path">{path}</div>
      <div className="inspector-id">{id}</div>
      <h2>{name}</h2>
      {children !== undefined && <div className="inspector-tags">{children}</div>}
      {actions !== undefined && <div className="inspector-actions">{actions}</div>}
    </header>
  );
}

/** A section of the inspector; its head carries the count, and it stays when it is empty. */
export function InspectorSection({
  title,
  count,
  empty,
  children,
}: {
  readonly title: string;
  /** "3 of 3 chosen", "0 of 3,141". */
  readonly count?: ReactNode;
  /** The sentence that stands where there is nothing; set it exactly then. */
  readonly empty?: string | undefined;
  readonly children?: ReactNode;
}) {
  return (
    <section className="inspector-section">
      <div className="inspector-section-head">
        <h3>{title}</h3>
        {count !== undefined && <span>{count}</span>}
      </div>
      {empty === undefined ? children : <p className="muted">{empty}</p>}
    </section>
  );
}

/** The boxed next action of a section: "Next: accept the map T1686 → T1562.004." */
export function NextAction({
  children,
  onDo,
  verb,
}: {
  readonly children: ReactNode;
  readonly onDo?: () => void;
  readonly verb?: string;
}) {
  return (
    <div className="next-action">
      <span aria-hidden="true">→</span>
      <span>
        <b>Next:</b> {children}{" "}
        {onDo !== undefined && (
          <button type="button" className="link" onClick={onDo}>
            {verb}
          </button>
        )}
      </span>
    </div>
  );
}
