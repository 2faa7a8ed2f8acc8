import { useMemo } from "react";
import type { DetectionDetail } from "../../shared/model/detection.ts";
import { useApp } from "../app/app-state.ts";
import { useOperation } from "../use-operation.ts";
import { TechniqueSelect } from "./TechniqueSelect.tsx";
import type { DetectionEditing } from "./use-detection-edits.ts";
import "./Detections.css";

/** Suggestions that stand ready beside one rule; the work list has more. */
const mostShown = 3;

/** Names a further technique of a rule: by search, or one that its words suggest. */
export function MapTechnique({
  detection,
  editing,
}: {
  readonly detection: DetectionDetail;
  readonly editing: DetectionEditing;
}) {
  const { assessmentId } = useApp();
  const { id, name } = detection;
  const suggestions = useOperation(
    "detections",
    "suggest",
    { id, ...(assessmentId === undefined ? {} : { assessmentId }) },
    { keepPrevious: true },
  );
  const named = useMemo(
    () => new Set(detection.techniques.flatMap(({ techniqueId }) => techniqueId ?? [])),
    [detection.techniques],
  );
  const map = (techniqueId: string) =>
    void editing.edit([id], { addTechniques: [techniqueId] }, `${name} mapped to ${techniqueId}`);
  const likely = (suggestions.data ?? []).filter(
    ({ words, techniqueId }) => words.length > 0 && !named.has(techniqueId),
  );
  return (
    <div className="map-technique">
      <TechniqueSelect
        label="Map to a technique"
        placeholder="Map to a technique, by ID or name"
        without={named}
        onChoose={map}
      />
      {likely.length > 0 && (
        <div className="suggested" role="group" aria-label="Suggested by its words">
          {likely.slice(0, mostShown).map(({ techniqueId, name: words }) => (
            <button
              key={techniqueId}
              type="button"
              className="link"
              title={`${words}: map the rule to it`}
              onClick={() => map(techniqueId)}
            >
              + {techniqueId} <span className="muted">{words}</span>
            </button>
          ))}
        </div>
      )}
    </div>
  );
}
