import { useState } from "react";
import type { TechniqueInspection } from "../../shared/model/coverage.ts";
import { useApp } from "../app/app-state.ts";
import { countsWords } from "../detections/detection-words.ts";
import { InspectorSection } from "../frame/InspectorPanel.tsx";
import { reasonWords } from "../gaps/reason-words.ts";
import { formatCount } from "../ui/figures.ts";
import { MonoId } from "../ui/MonoId.tsx";
import { Badge } from "../ui/Tag.tsx";
import { useOperation } from "../use-operation.ts";

/** How many detections are listed before the rest is asked for. */
const shownAtFirst = 8;
/** How many more are listed each time they are asked for: a list of thousands is not drawn at once. */
const shownMore = 200;

/** The detections behind a level: how each counts and why; each opens in the inventory. */
export function EvidenceList({ inspection }: { readonly inspection: TechniqueInspection }) {
  const { go } = useApp();
  const [most, setMost] = useState(shownAtFirst);
  const figures = useOperation("detections", "figures", {});
  const { evidence, id } = inspection;
  const total = figures.data?.reduce((sum, { detections }) => sum + detections, 0);
  const shown = evidence.slice(0, most);
  return (
    <InspectorSection
      title="Our detections"
      count={
        total === undefined
          ? formatCount(evidence.length)
          : `${formatCount(evidence.length)} of ${formatCount(total)}`
      }
      empty={evidence.length === 0 ? "None names this technique or its parent." : undefined}
    >
      <ul className="plain inspector-evidence">
        {shown.map((item) => (
          <li key={`${String(item.detectionId)} ${item.written}`}>
            <button
              type="button"
              className="link inspector-evidence-name"
              onClick={() => go("detections", { detectionId: item.detectionId })}
            >
              {item.name}
            </button>
            <span className="inspector-evidence-facts">
              <Badge tone={item.counts === "full" ? "ok" : "plain"}>
                {countsWords[item.counts]}
              </Badge>
              {item.partReason !== null && (
                <span>
                  {reasonWords[item.partReason]}
                  {item.partReason === "rule-blind" &&
                    item.logSource !== null &&
                    `: runs on ${item.logSource}`}
                </span>
              )}
              {item.through !== null && (
                <span>
                  names <MonoId>{item.through}</MonoId>
                </span>
              )}
              {item.written !== id && item.through === null && (
                <span>
                  written <MonoId>{item.written}</MonoId>
                </span>
              )}
              {item.stateAssumed && (
                <span title="The file does not say whether it runs">assumed</span>
              )}
              <span>{item.environment}</span>
            </span>
          </li>
        ))}
      </ul>
      {evidence.length > shown.length && (
        <button type="button" className="link" onClick={() => setMost(most + shownMore)}>
          Show {formatCount(Math.min(shownMore, evidence.length - shown.length))} more
        </button>
      )}
    </InspectorSection>
  );
}
