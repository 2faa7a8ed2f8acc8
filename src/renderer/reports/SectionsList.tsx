import { ActionIcon, Checkbox } from "@mantine/core";
import { IconArrowDown, IconArrowUp, IconGripVertical } from "@tabler/icons-react";
import { type DragEvent, type KeyboardEvent, useLayoutEffect, useRef, useState } from "react";
import type { ReportDocument } from "../../shared/model/report-document.ts";
import type { ReportSectionKind } from "../../shared/model/report-template.ts";
import { moveItem, orderedSections, toggleSection } from "./report-choices.ts";
import { sectionWords } from "./section-words.ts";
import type { ChangeContent } from "./use-report-draft.ts";

/**
 * The sections of a report: which are in, and in which order.
 *
 * Moved by dragging, by Alt and an arrow on a row, and by the buttons of the row.
 */
export function SectionsList({
  sections,
  report,
  change,
}: {
  readonly sections: readonly ReportSectionKind[];
  /** Undefined while it is made anew. */
  readonly report: ReportDocument | undefined;
  readonly change: ChangeContent;
}) {
  const [dragged, setDragged] = useState<ReportSectionKind>();
  const [over, setOver] = useState<ReportSectionKind>();
  const [said, setSaid] = useState("");

  // A row that is put elsewhere in the document loses the focus.
  const list = useRef<HTMLUListElement>(null);
  const held = useRef<ReportSectionKind>(undefined);
  useLayoutEffect(() => {
    const row = held.current && list.current?.querySelector(`[data-kind="${held.current}"]`);
    held.current = undefined;
    if (row instanceof HTMLElement && !row.contains(document.activeElement)) {
      row.querySelector("input")?.focus();
    }
  }, [sections]);

  const move = (kind: ReportSectionKind, to: number) => {
    const from = sections.indexOf(kind);
    const next = moveItem(sections, from, to);
    const place = next.indexOf(kind);
    if (from === -1 || place === from) return;
    const [word] = sectionWords[kind];
    change({ sections: next }, "the order of the sections");
    setSaid(`${word}, ${place + 1} of ${next.length}`);
  };
  const onKey = (event: KeyboardEvent, kind: ReportSectionKind) => {
    if (!event.altKey || (event.key !== "ArrowUp" && event.key !== "ArrowDown")) return;
    event.preventDefault();
    held.current = kind;
    move(kind, sections.indexOf(kind) + (event.key === "ArrowUp" ? -1 : 1));
  };
  const onDrop = (event: DragEvent, kind: ReportSectionKind) => {
    event.preventDefault();
    event.stopPropagation();
    if (dragged !== undefined && sections.includes(kind)) move(dragged, sections.indexOf(kind));
    setDragged(undefined);
    setOver(undefined);
  };

  return (
    <>
      <ul ref={list} className="sections plain" aria-label="Sections">
        {orderedSections(sections).map(({ kind, isIn }) => {
          const [word, answer] = sectionWords[kind];
          const place = sections.indexOf(kind);
          const isEmpty =
            isIn && report !== undefined && !report.sections.some(({ id }) => id === kind);
          return (
            // Alt and an arrow move the row in which the focus is.
            // eslint-disable-next-line jsx-a11y/no-noninteractive-element-interactions
            <li
              key={kind}
              data-kind={kind}
              title={answer}
              data-in={isIn}
              data-over={(over === kind && dragged !== undefined && dragged !== kind) || undefined}
              data-before={dragged !== undefined && place < sections.indexOf(dragged)}
              draggable={isIn}
              onKeyDown={(event) => onKey(event, kind)}
              onDragStart={(event) => {
                event.dataTransfer.effectAllowed = "move";
                setDragged(kind);
              }}
              onDragEnd={() => setDragged(undefined)}
              onDragOver={(event) => {
                if (dragged === undefined || !isIn) return;
                event.preventDefault();
                setOver(kind);
              }}
              onDrop={(event) => onDrop(event, kind)}
            >
              <IconGripVertical
                className="sections-grip"
                size={15}
                stroke={1.75}
                aria-hidden="true"
              />
              <Checkbox
                size="xs"
                label={word}
                aria-keyshortcuts="Alt+ArrowUp Alt+ArrowDown"
                checked={isIn}
                onChange={() =>
                  change(
                    { sections: toggleSection(sections, kind) },
                    isIn ? `“${word}” taken out` : `“${word}” taken in`,
                  )
                }
              />
              {isEmpty && <span className="sections-note">nothing to say yet</span>}
              {isIn && (
                <span className="sections-move">
                  <ActionIcon
                    size="sm"
                    tabIndex={-1}
                    aria-label={`Move ${word} up`}
                    title="Move up (Alt+Up)"
                    disabled={place === 0}
                    onClick={() => move(kind, place - 1)}
                  >
                    <IconArrowUp aria-hidden="true" />
                  </ActionIcon>
                  <ActionIcon
                    size="sm"
                    tabIndex={-1}
                    aria-label={`Move ${word} down`}
                    title="Move down (Alt+Down)"
                    disabled={place === sections.length - 1}
                    onClick={() => move(kind, place + 1)}
                  >
                    <IconArrowDown aria-hidden="true" />
                  </ActionIcon>
                </span>
              )}
            </li>
          );
        })}
      </ul>
      <span className="visually-hidden" role="status">
        {said}
      </span>
    </>
  );
}
