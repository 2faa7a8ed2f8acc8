import "../ui/pills-style.ts";
import { TagsInput } from "@mantine/core";
import { useState } from "react";
import type {
  AssessmentSettings,
  PriorityWeights as Weights,
} from "../../shared/model/assessment.ts";
import { normaliseTechniqueId } from "../../shared/model/attack-id.ts";
import { formatShare } from "../ui/figures.ts";
import { NumberField } from "./NumberField.tsx";

const parts: readonly (readonly [keyof Weights, string, string])[] = [
  ["actorUse", "Actor use", "share of the chosen actors' weights that use it"],
  ["chokePoint", "Choke point", "on the list below"],
  ["prevalence", "Prevalence", "used by many groups of the domain"],
  ["tactic", "Tactic", "early in an intrusion"],
  ["exposure", "Asset exposure", "critical assets on its platforms, when known"],
  ["failure", "Failure", "a test of it failed"],
];

/** The weights of the priority's parts and the list of choke points, to be changed. */
export function PriorityWeights({
  settings,
  onChange,
}: {
  readonly settings: Pick<AssessmentSettings, "priorityWeights" | "chokePoints">;
  readonly onChange: (
    change: Partial<Pick<AssessmentSettings, "priorityWeights" | "chokePoints">>,
  ) => void;
}) {
  const [refused, setRefused] = useState<readonly string[]>([]);
  const weights = settings.priorityWeights;
  const sum = parts.reduce((total, [key]) => total + weights[key], 0);

  const setChokePoints = (written: readonly string[]) => {
    const read = written.map((text) => ({ text, id: normaliseTechniqueId(text) }));
    setRefused(read.filter(({ id }) => id.form === "malformed").map(({ text }) => text));
    const ids = read.flatMap(({ id }) => (id.form === "technique" ? [id.id] : []));
    onChange({ chokePoints: [...new Set(ids)] });
  };

  return (
    <div className="settings-fields">
      <div className="settings-grid">
        {parts.map(([key, word, meaning]) => (
          <NumberField
            key={key}
            label={`${word}, ${formatShare(weights[key], sum)}`}
            description={meaning}
            value={weights[key]}
            min={0}
            onChange={(weight) => onChange({ priorityWeights: { ...weights, [key]: weight } })}
          />
        ))}
      </div>
      <TagsInput
        label="Choke points"
        description="Technique IDs; their sub-techniques are choke points as well"
        value={settings.chokePoints}
        error={
          refused.length === 0
            ? undefined
            : `${refused.join(", ")} ${refused.length === 1 ? "is" : "are"} not the form of a technique ID, such as T1059 or T1059.001.`
        }
        splitChars={[",", " ", ";"]}
        onChange={setChokePoints}
      />
    </div>
  );
}
