import { ActionIcon, Button, TextInput } from "@mantine/core";
import { IconPlus, IconX } from "@tabler/icons-react";
import { type KeyboardEvent, useLayoutEffect, useRef } from "react";
import type { ReportContent } from "../../shared/model/report-template.ts";
import { useTyped } from "../layers/use-typed.ts";
import { moveItem } from "./report-choices.ts";
import type { ChangeContent } from "./use-report-draft.ts";

type Lines = ReportContent["titleBlock"];
type Line = Lines[number];

const most = 20;
/** What usually stands on a cover, in this order. */
const usual = ["Prepared for", "Prepared by", "Version", "Distribution", "Reference"];

/** The lines of the cover, as typed; Alt and an arrow move the line in which the focus is. */
export function TitleBlockFields({
  lines,
  change,
}: {
  readonly lines: Lines;
  readonly change: ChangeContent;
}) {
  const list = useRef<HTMLUListElement>(null);
  const added = useRef(false);
  useLayoutEffect(() => {
    if (!added.current) return;
    added.current = false;
    list.current?.querySelector<HTMLElement>("li:last-child input:last-of-type")?.focus();
  }, [lines.length]);

  const set = (next: (lines: Lines) => Lines, label: string, stretch?: string) =>
    change(({ titleBlock }) => ({ titleBlock: next(titleBlock) }), label, stretch);
  const onKey = (event: KeyboardEvent, at: number) => {
    if (!event.altKey || (event.key !== "ArrowUp" && event.key !== "ArrowDown")) return;
    event.preventDefault();
    const to = at + (event.key === "ArrowUp" ? -1 : 1);
    if (to < 0 || to >= lines.length) return;
    const field = event.target instanceof HTMLElement ? event.target.dataset["field"] : undefined;
    // What is being typed is of the line that moves: it is kept before.
    if (event.target instanceof HTMLElement) event.target.blur();
    set((before) => moveItem(before, at, to), "the order of the title block");
    // The fields stay where they are and take other words: the focus goes with its line.
    list.current?.children[to]
      ?.querySelector<HTMLElement>(`[data-field="${field ?? "label"}"]`)
      ?.focus();
  };
  const next = usual.find((label) => !lines.some((line) => line.label === label)) ?? "";
  return (
    <div className="title-block" role="group" aria-label="Title block">
      <ul ref={list} className="plain">
        {lines.map((line, at) => (
          // eslint-disable-next-line jsx-a11y/no-noninteractive-element-interactions
          <li key={at} onKeyDown={(event) => onKey(event, at)}>
            <LineFields
              line={line}
              number={at + 1}
              onLine={(words, stretch) =>
                set(
                  (before) =>
                    before.map((each, place) => (place === at ? { ...each, ...words } : each)),
                  "the title block",
                  stretch,
                )
              }
              onRemove={() => set((before) => before.toSpliced(at, 1), "a line of the title block")}
            />
          </li>
        ))}
      </ul>
      {lines.length < most && (
        <Button
          size="xs"
          leftSection={<IconPlus size={15} aria-hidden="true" />}
          onClick={() => {
            added.current = true;
            set((before) => [...before, { label: next, text: "" }], "a line of the title block");
          }}
        >
          {next === "" ? "Add a line" : `Add “${next}”`}
        </Button>
      )}
    </div>
  );
}

function LineFields({
  line,
  number,
  onLine,
  onRemove,
}: {
  readonly line: Line;
  readonly number: number;
  readonly onLine: (words: Partial<Line>, stretch: string) => void;
  readonly onRemove: () => void;
}) {
  const label = useTyped(line.label, (value, stretch) => onLine({ label: value }, stretch));
  const text = useTyped(line.text, (value, stretch) => onLine({ text: value }, stretch));
  return (
    <>
      <TextInput
        aria-label={`Line ${number}: what it is`}
        placeholder="Prepared for"
        maxLength={500}
        data-field="label"
        aria-keyshortcuts="Alt+ArrowUp Alt+ArrowDown"
        value={label.value}
        onChange={(event) => label.type(event.currentTarget.value)}
        onBlur={label.settle}
      />
      <TextInput
        aria-label={`Line ${number}: what it says`}
        maxLength={500}
        data-field="text"
        aria-keyshortcuts="Alt+ArrowUp Alt+ArrowDown"
        value={text.value}
        onChange={(event) => text.type(event.currentTarget.value)}
        onBlur={text.settle}
      />
      <ActionIcon
        aria-label={`Remove line ${number}`}
        title="Remove; Alt+Up and Alt+Down move a line"
        onClick={onRemove}
      >
        <IconX aria-hidden="true" />
      </ActionIcon>
    </>
  );
}
