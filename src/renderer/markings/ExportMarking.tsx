import { Button, Textarea, TextInput } from "@mantine/core";
import type { MarkedThings, Marking, MarkingChoice } from "../../shared/model/marking.ts";
import { noMarking } from "../../shared/model/marking.ts";
import { useApp } from "../app/app-state.ts";
import { Marking as Banner } from "../frame/Marking.tsx";
import { ErrorNotice } from "../ui/ErrorNotice.tsx";
import { problemOf, useOperation } from "../use-operation.ts";
import { workbench } from "../workbench.ts";
import { MarkingPicker } from "./MarkingPicker.tsx";

/** A marking in place of the required one: a reason makes it a lowering, which is recorded. */
export interface MarkingDraft {
  readonly markings: readonly Marking[];
  readonly reason: string;
  readonly who: string;
}

/** Parts that are named; the others are counted. */
const mostParts = 4;

/**
 * What a file must carry and which of its parts ask for it, and a way to mark it differently.
 *
 * Null = as it must. The draft becomes a choice by {@link chooseMarking}, right before the export.
 */
export function ExportMarking({
  things,
  draft,
  onChange,
}: {
  readonly things: MarkedThings;
  readonly draft: MarkingDraft | null;
  readonly onChange: (draft: MarkingDraft | null) => void;
}) {
  const { preferences } = useApp();
  const required = useOperation("markings", "required", things, { keepPrevious: true });
  const [first = noMarking] = draft?.markings ?? [];
  if (required.error !== null) return <ErrorNotice problem={problemOf(required.error)} />;
  if (required.data === undefined) return null;
  const { banner, markings, parts } = required.data;
  const others = parts.length - mostParts;
  return (
    <section className="export-marking" aria-label="Marking of the file">
      {banner.text === "" ? (
        <p className="muted">Nothing in it is marked.</p>
      ) : (
        <>
          <Banner banner={banner} />
          <p className="muted">
            {parts
              .slice(0, mostParts)
              .map(({ what, text }) => `${what} is ${text}`)
              .join("; ")}
            {others > 0 && `; and ${String(others)} more`}.
          </p>
        </>
      )}
      {draft === null ? (
        <Button
          size="xs"
          variant="subtle"
          className="export-marking-door"
          onClick={() => onChange({ markings, reason: "", who: preferences.analyst })}
        >
          Mark it differently…
        </Button>
      ) : (
        <div className="export-marking-fields">
          <MarkingPicker
            value={first}
            onChange={(marking) =>
              onChange({ ...draft, markings: marking === null ? [] : [marking] })
            }
          />
          <Textarea
            label="Why it may be lower"
            description="Recorded with the file, in Settings > Workspace. Not needed for a higher marking."
            autosize
            minRows={2}
            maxLength={2000}
            value={draft.reason}
            onChange={(event) => onChange({ ...draft, reason: event.currentTarget.value })}
          />
          <TextInput
            label="Whose decision it is"
            maxLength={200}
            value={draft.who}
            onChange={(event) => onChange({ ...draft, who: event.currentTarget.value })}
          />
          <Button
            size="xs"
            variant="subtle"
            className="export-marking-door"
            onClick={() => onChange(null)}
          >
            Mark it as it must be
          </Button>
        </div>
      )}
    </section>
  );
}

/**
 * How an export is to be marked; a draft with a reason is recorded first. `what` names what leaves:
 * "Run Q3 purple". Throws what recording throws, and `needs-decision` for less without a reason.
 */
export async function chooseMarking(
  draft: MarkingDraft | null,
  things: MarkedThings,
  what: string,
): Promise<{ readonly marked?: MarkingChoice }> {
  if (draft === null) return {};
  const markings = [...draft.markings];
  if (draft.reason.trim() === "") {
    const marked = { markings };
    await workbench.markings.written({ things, marked });
    return { marked };
  }
  const { reason, who } = draft;
  const lowered = await workbench.markings.lower({ what, things, markings, reason, who });
  return { marked: { loweringId: lowered.id } };
}
