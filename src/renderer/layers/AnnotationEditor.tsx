import "../ui/number-input-style.ts";
import "./Layers.css";
import { ActionIcon, NumberInput, Textarea } from "@mantine/core";
import { IconX } from "@tabler/icons-react";
import { useMemo, useState } from "react";
import type { AnnotationMarks, Layer } from "../../shared/model/layer.ts";
import { ErrorNotice } from "../ui/ErrorNotice.tsx";
import { formatNoun } from "../ui/figures.ts";
import type { Problem } from "../../shared/problem.ts";
import { problemOf } from "../use-operation.ts";
import {
  editCells,
  indexAnnotations,
  type Shared,
  shareMarks,
  type TacticsOf,
} from "./annotation-edit.ts";
import { ColourField } from "./ColourField.tsx";
import { FactList, LinkList } from "./EntryLists.tsx";
import { SettledCheckbox } from "./SettledCheckbox.tsx";
import { useLayerEdits } from "./use-layer-edits.ts";
import { useTyped } from "./use-typed.ts";

/** Edits what a layer says of the selected cells; every change is written at once and undoable. */
export function AnnotationEditor({
  layer,
  selectedKeys,
  tacticsOf,
}: {
  readonly layer: Layer;
  readonly selectedKeys: ReadonlySet<string>;
  readonly tacticsOf: TacticsOf;
}) {
  const edits = useLayerEdits();
  const [problem, setProblem] = useState<Problem>();
  const index = useMemo(() => indexAnnotations(layer.annotations), [layer]);
  const shared = useMemo(() => shareMarks(index, selectedKeys), [index, selectedKeys]);
  const cells = formatNoun(shared.cells, "cell");

  const write = (
    field: string,
    edit: (marks: AnnotationMarks) => AnnotationMarks | null,
    stretch?: string,
  ): void => {
    setProblem(undefined);
    edits
      .annotate(
        layer.id,
        `${field} of ${cells}`,
        (annotations) => editCells(indexAnnotations(annotations), selectedKeys, tacticsOf, edit),
        stretch,
      )
      .catch((error: unknown) => setProblem(problemOf(error)));
  };
  // A field begins anew with another selection, so that a half-typed text stays with its cells.
  const place = useMemo(
    () => `${String(layer.id)} ${[...selectedKeys].join(" ")}`,
    [layer.id, selectedKeys],
  );

  return (
    <div className="annotation-editor" role="group" aria-label={`Annotation of ${cells}`}>
      {problem !== undefined && <ErrorNotice problem={problem} />}
      <div className="annotation-pair">
        <ScoreField
          key={`score ${place}`}
          score={shared.score}
          onScore={(score, stretch) => write("Score", (marks) => ({ ...marks, score }), stretch)}
        />
        <SettledCheckbox
          key={`enabled ${place}`}
          className="annotation-enabled"
          label={shared.enabled === "several" ? "Enabled: several" : "Enabled"}
          checked={shared.enabled === "several" ? null : shared.enabled.one}
          onChecked={(enabled) =>
            write(enabled ? "Enabling" : "Disabling", (marks) => ({ ...marks, enabled }))
          }
        />
      </div>
      <SettledCheckbox
        key={`sub-techniques ${place}`}
        label={
          shared.showSubtechniques === "several"
            ? "Sub-techniques opened: several"
            : "Sub-techniques opened in the Navigator"
        }
        checked={shared.showSubtechniques === "several" ? null : shared.showSubtechniques.one}
        onChecked={(showSubtechniques) =>
          write(showSubtechniques ? "Opening" : "Closing", (marks) => ({
            ...marks,
            showSubtechniques,
          }))
        }
      />
      <ColourField
        label="Colour"
        colour={shared.colour === "several" ? "several" : shared.colour.one}
        onColour={(colour) => write("Colour", (marks) => ({ ...marks, colour }))}
      />
      <CommentField
        key={`comment ${place}`}
        comment={shared.comment}
        onComment={(comment, stretch) =>
          write("Comment", (marks) => ({ ...marks, comment }), stretch)
        }
      />
      <FactList
        key={`facts ${place}`}
        facts={shared.metadata}
        onFacts={(metadata) =>
          write("Metadata", (marks) => ({ ...marks, metadata: [...metadata] }))
        }
        onAppend={(fact) =>
          write("Metadata", (marks) => ({ ...marks, metadata: [...marks.metadata, fact] }))
        }
      />
      <LinkList
        key={`links ${place}`}
        links={shared.links}
        onLinks={(links) => write("Links", (marks) => ({ ...marks, links: [...links] }))}
        onAppend={(link) =>
          write("Links", (marks) => ({ ...marks, links: [...marks.links, link] }))
        }
      />
      {shared.annotated > 0 && (
        <button
          type="button"
          className="link annotation-clear"
          onClick={() => write("Annotations", () => null)}
        >
          {shared.annotated === shared.cells
            ? `Clear ${formatNoun(shared.annotated, "annotation")}`
            : `Clear ${String(shared.annotated)} of ${cells}`}
        </button>
      )}
    </div>
  );
}

function ScoreField({
  score,
  onScore,
}: {
  readonly score: Shared<number | null>;
  readonly onScore: (score: number | null, stretch: string) => void;
}) {
  const typed = useTyped<number | string>(
    score === "several" ? "" : (score.one ?? ""),
    (value, stretch) => onScore(typeof value === "number" ? value : null, stretch),
  );
  const isSet = score === "several" || score.one !== null;
  return (
    <NumberInput
      className="annotation-score"
      label="Score"
      placeholder={score === "several" ? "Several" : "None"}
      hideControls
      value={typed.value}
      onChange={(value) => {
        // Half a number, such as a minus sign, is not a score yet.
        if (typeof value === "number" || value === "") typed.type(value);
      }}
      onBlur={typed.settle}
      onKeyDown={(event) => {
        if (event.key === "Enter") typed.settle();
      }}
      rightSection={
        isSet && (
          <ActionIcon
            size="sm"
            aria-label="Remove the score"
            onClick={() => {
              typed.type("");
              typed.settle();
            }}
          >
            <IconX size={14} stroke={1.75} aria-hidden="true" />
          </ActionIcon>
        )
      }
    />
  );
}

function CommentField({
  comment,
  onComment,
}: {
  readonly comment: Shared<string>;
  readonly onComment: (comment: string, stretch: string) => void;
}) {
  const typed = useTyped(comment === "several" ? "" : comment.one, onComment);
  return (
    <Textarea
      label="Comment"
      placeholder={comment === "several" ? "Several; what you write replaces them" : ""}
      minRows={2}
      maxRows={8}
      value={typed.value}
      onChange={(event) => typed.type(event.currentTarget.value)}
      onBlur={typed.settle}
      onKeyDown={(event) => {
        if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) typed.settle();
      }}
    />
  );
}
