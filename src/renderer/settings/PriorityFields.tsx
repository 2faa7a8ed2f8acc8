import type { AssessmentSettings } from "../../shared/model/assessment.ts";
import type { Criticality } from "../../shared/model/asset.ts";
import { Card } from "../ui/Page.tsx";
import { NumberField } from "./NumberField.tsx";
import { PriorityWeights } from "./PriorityWeights.tsx";

const criticalities: readonly (readonly [Criticality, string])[] = [
  ["low", "Low"],
  ["medium", "Medium"],
  ["high", "High"],
  ["critical", "Critical"],
];

/** Weights of the priority's parts, the list of choke points, and what assets weigh. */
export function PriorityFields({
  settings,
  onChange,
}: {
  readonly settings: AssessmentSettings;
  readonly onChange: (change: Partial<AssessmentSettings>) => void;
}) {
  const weights = settings.criticalityWeights;
  return (
    <Card title="Priority of gaps" aside="Only the proportions of the weights matter">
      <PriorityWeights settings={settings} onChange={onChange} />
      <div className="settings-grid">
        {criticalities.map(([key, word]) => (
          <NumberField
            key={key}
            label={`${word} assets weigh`}
            description="in the share of assets on its platforms"
            value={weights[key]}
            min={0}
            onChange={(weight) => onChange({ criticalityWeights: { ...weights, [key]: weight } })}
          />
        ))}
      </div>
    </Card>
  );
}
