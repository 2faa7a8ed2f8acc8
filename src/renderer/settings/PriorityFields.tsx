import type { AssessmentSettings } from "../../shared/model/assessment.ts";
import { Card } from "../ui/Page.tsx";
import { PriorityWeights } from "./PriorityWeights.tsx";

/** Weights of the priority's parts, and the list of choke points. */
export function PriorityFields({
  settings,
  onChange,
}: {
  readonly settings: AssessmentSettings;
  readonly onChange: (change: Partial<AssessmentSettings>) => void;
}) {
  return (
    <Card title="Priority of gaps" aside="Only the proportions of the weights matter">
      <PriorityWeights settings={settings} onChange={onChange} />
    </Card>
  );
}
