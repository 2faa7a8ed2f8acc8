import type { DetectionState } from "../../shared/model/detection.ts";
import { stateWords } from "./detection-words.ts";
import "./Detections.css";

/** The state of a rule in a word with its sign; a star says that it was assumed. */
export function StateMark({
  state,
  assumed,
}: {
  readonly state: DetectionState;
  readonly assumed: boolean;
}) {
  return (
    <span
      className="state-mark"
      data-state={state}
      title={assumed ? "Assumed at import" : undefined}
    >
      <svg width="10" height="10" viewBox="0 0 10 10" aria-hidden="true">
        <circle
          cx="5"
          cy="5"
          r="3.75"
          className={state === "enabled" ? "state-dot" : "state-ring"}
          strokeDasharray={state === "available" ? "2 1.6" : undefined}
        />
        {state === "disabled" && <path d="M2.4 7.6l5.2-5.2" className="state-ring" />}
      </svg>
      {stateWords[state]}
      {assumed && (
        <>
          <span aria-hidden="true">*</span>
          <span className="visually-hidden"> (assumed)</span>
        </>
      )}
    </span>
  );
}
