import { Button } from "@mantine/core";
import { IconArrowRight } from "@tabler/icons-react";
import { type KeyboardEvent, useEffect, useMemo, useRef, useState } from "react";
import { coverageLevel } from "../../shared/model/coverage.ts";
import type {
  DetectionSummary,
  IdResolution,
  TechniqueSuggestion,
} from "../../shared/model/detection.ts";
import { useApp } from "../app/app-state.ts";
import { EmptyState } from "../ui/EmptyState.tsx";
import { ErrorNotice } from "../ui/ErrorNotice.tsx";
import { formatNoun } from "../ui/figures.ts";
import { KeyHint } from "../ui/MonoId.tsx";
import { Card } from "../ui/Page.tsx";
import { Badge, LevelTag } from "../ui/Tag.tsx";
import { problemOf, useOperation } from "../use-operation.ts";
import { isCounted, resolutionWords } from "./detection-words.ts";
import { TechniqueSelect } from "./TechniqueSelect.tsx";
import type { DetectionEditing } from "./use-detection-edits.ts";
import "./Detections.css";

/**
 * One rule of the work list, and the techniques that it may be about.
 *
 * Arrows choose a suggestion and Enter takes it; S skips the rule, P says that it names no technique
 * on purpose. Each goes on to the next rule.
 */
export function WorkItemPanel({
  rule,
  place,
  editing,
  onDone,
}: {
  readonly rule: DetectionSummary;
  /** Where in the list it stands, in words. */
  readonly place: string;
  readonly editing: DetectionEditing;
  readonly onDone: () => void;
}) {
  const { assessmentId } = useApp();
  const { id, name } = rule;
  const detail = useOperation("detections", "get", { id });
  const suggestions = useOperation("detections", "suggest", {
    id,
    ...(assessmentId === undefined ? {} : { assessmentId }),
  });
  const [at, setAt] = useState(0);
  const list = useRef<HTMLDivElement>(null);
  // The flow goes on from rule to rule by keyboard: the suggestions take the focus, unless somebody
  // is looking through the table.
  const isReady = suggestions.data !== undefined;
  useEffect(() => {
    const isElsewhere =
      document.activeElement !== null &&
      document.activeElement !== document.body &&
      document.activeElement.closest(".work-panel") === null;
    if (isReady && !isElsewhere) list.current?.focus();
  }, [isReady]);

  const uncounted = rule.techniques.filter((resolution) => !isCounted(resolution));
  const named = useMemo(
    () => new Set(rule.techniques.flatMap(({ techniqueId }) => techniqueId ?? [])),
    [rule.techniques],
  );
  /** The rule names the technique, in place of the IDs that count for nothing. */
  const take = async (techniqueId: string) => {
    const change = {
      addTechniques: [techniqueId],
      ...(uncounted.length === 0
        ? {}
        : { removeTechniques: uncounted.map(({ written }) => written) }),
    };
    if (await editing.edit([id], change, `${name} mapped to ${techniqueId}`)) onDone();
  };
  const setAside = async () => {
    const isAside = rule.edited.includes("setAside");
    const isDone = await editing.edit(
      [id],
      { setAside: !isAside },
      isAside ? `${name} on the work list again` : `${name} set aside`,
    );
    if (isDone && !isAside) onDone();
  };
  const offered = suggestions.data ?? [];
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const chosen = offered[at];
    switch (event.key) {
      case "ArrowDown":
        setAt(Math.min(offered.length - 1, at + 1));
        break;
      case "ArrowUp":
        setAt(Math.max(0, at - 1));
        break;
      case "Enter":
        if (chosen !== undefined && !editing.busy) void take(chosen.techniqueId);
        break;
      case "s":
        onDone();
        break;
      case "p":
        if (!editing.busy) void setAside();
        break;
      default:
        return;
    }
    event.preventDefault();
  };

  return (
    <Card grow scroll title={<span title={name}>{name}</span>} badge={<Badge>{place}</Badge>}>
      <div className="detection-detail">
        <div className="work-keys">
          <Button size="xs" onClick={onDone}>
            Skip
          </Button>
          <Button size="xs" disabled={editing.busy} onClick={() => void setAside()}>
            {rule.edited.includes("setAside")
              ? "Back to the list"
              : rule.techniques.length === 0
                ? "Names none on purpose"
                : "Leave as it is"}
          </Button>
          <span className="muted">
            <KeyHint>Enter</KeyHint> take, <KeyHint>S</KeyHint> skip, <KeyHint>P</KeyHint> on
            purpose
          </span>
        </div>
        {typeof detail.data?.description === "string" && (
          <p className="detection-text work-description">{detail.data.description}</p>
        )}
        {rule.tactics.length > 0 && (
          <p>
            <span className="muted">Tactics </span>
            {rule.tactics.join(", ")}
          </p>
        )}
        {rule.techniques.length > 0 && <Written techniques={rule.techniques} />}
        <section>
          <h3 id={`suggested-${String(id)}`}>
            {uncounted.length === 0
              ? "What it may be about"
              : `In place of ${uncounted.map(({ written }) => written).join(", ")}`}
          </h3>
          {suggestions.error !== null && <ErrorNotice problem={problemOf(suggestions.error)} />}
          {suggestions.isPending && <EmptyState>Looking for techniques…</EmptyState>}
          {offered.length === 0 && isReady && (
            <p className="muted">Neither its words nor its tactic suggest a technique.</p>
          )}
          <div
            ref={list}
            role="listbox"
            tabIndex={0}
            className="suggestions"
            aria-labelledby={`suggested-${String(id)}`}
            aria-activedescendant={
              offered[at] === undefined
                ? undefined
                : `suggestion-${String(id)}-${offered[at].techniqueId}`
            }
            onKeyDown={onKeyDown}
          >
            {offered.map((suggestion, index) => (
              // Keys reach options through the list's active descendant.
              // eslint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/interactive-supports-focus
              <div
                key={suggestion.techniqueId}
                id={`suggestion-${String(id)}-${suggestion.techniqueId}`}
                role="option"
                aria-selected={index === at}
                className="suggestion"
                onClick={() => void take(suggestion.techniqueId)}
              >
                <Suggestion suggestion={suggestion} />
              </div>
            ))}
          </div>
          <TechniqueSelect
            label="Another technique"
            placeholder="Another technique, by ID or name"
            without={named}
            onChoose={(techniqueId) => void take(techniqueId)}
          />
        </section>
      </div>
    </Card>
  );
}

function Written({ techniques }: { readonly techniques: readonly IdResolution[] }) {
  return (
    <ul className="plain resolution-list">
      {techniques.map((resolution) => (
        <li key={resolution.written}>
          <span className="mono">{resolution.written}</span>
          <span className={isCounted(resolution) ? undefined : "muted"}>
            {resolutionWords(resolution).replace(`${resolution.written} `, "")}
          </span>
        </li>
      ))}
    </ul>
  );
}

/** A technique, why it is suggested, and what naming it does to its level. */
function Suggestion({ suggestion }: { readonly suggestion: TechniqueSuggestion }) {
  const { techniqueId, name, words, ofTactic, groups, usedByChosenActors } = suggestion;
  const now = coverageLevel.safeParse(suggestion.levelNow);
  const after = coverageLevel.safeParse(suggestion.levelWith);
  const reason = [
    ...(words.length === 0 ? [] : [`by “${words.join(" ")}”`]),
    ...(ofTactic ? ["of its tactic"] : []),
    usedByChosenActors === null
      ? `used by ${formatNoun(groups, "group")}`
      : `used by ${formatNoun(usedByChosenActors, "chosen actor")}`,
  ];
  return (
    <>
      <span className="suggestion-name">
        <span className="mono-id">{techniqueId}</span> {name}
      </span>
      <span className="muted">{reason.join(", ")}</span>
      {now.success && after.success && (
        <span className="offer-level-with">
          <LevelTag level={now.data} />
          <IconArrowRight size={14} stroke={1.75} aria-label="with the rule" />
          {now.data === after.data ? (
            <span className="muted">unchanged</span>
          ) : (
            <LevelTag level={after.data} />
          )}
        </span>
      )}
    </>
  );
}
