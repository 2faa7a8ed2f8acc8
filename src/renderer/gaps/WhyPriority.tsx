import { Button } from "@mantine/core";
import type { AssessmentResult } from "../../shared/model/assessment.ts";
import type { Gap, GapParts } from "../../shared/model/coverage.ts";
import { NextAction } from "../frame/InspectorPanel.tsx";
import { MonoId, techniqueName } from "../ui/MonoId.tsx";
import { Card, Facts } from "../ui/Page.tsx";
import { Meter } from "../ui/Progress.tsx";
import { PriorityTag } from "../ui/Tag.tsx";
import { nameTactics } from "./gap-list.ts";
import { reasonWords, statusWords } from "./reason-words.ts";

const partWords: Readonly<Record<keyof GapParts, string>> = {
  actorUse: "Actor use",
  chokePoint: "Choke point",
  prevalence: "Prevalence",
  tactic: "Tactic",
  exposure: "Asset exposure",
  failure: "Failed tests",
};

/** From what a gap's priority was computed: every part with its value and weight. */
export function WhyPriority({
  gap,
  answer,
  onInspect,
}: {
  readonly gap: Gap;
  readonly answer: AssessmentResult;
  readonly onInspect: () => void;
}) {
  const explain = explanations(gap, answer);
  const parts = Object.entries(gap.parts) as [keyof GapParts, GapParts[keyof GapParts]][];
  const missing = parts.filter(([, { value }]) => value === null);
  return (
    <Card
      title={
        <>
          <MonoId>{gap.id}</MonoId> Why {gap.priority.toFixed(1)}
        </>
      }
      aside={<PriorityTag band={gap.band} withWord />}
      foot={
        <Button size="xs" onClick={onInspect}>
          Open in the inspector
        </Button>
      }
    >
      <p className="gaps-why-name">{techniqueName(gap)}</p>
      <table className="gaps-why">
        <tbody>
          {parts
            .filter(([, { value }]) => value !== null)
            .map(([part, { value, weight }]) => (
              <tr key={part}>
                <th scope="row">
                  {partWords[part]} <span className="muted">{explain[part]}</span>
                </th>
                <td className="gaps-why-bar">
                  <Meter value={value ?? 0} />
                </td>
                <td className="gaps-why-value">{(value ?? 0).toFixed(2)}</td>
                <td className="muted">× {weight}</td>
              </tr>
            ))}
        </tbody>
      </table>
      {missing.length > 0 && (
        <p className="muted gaps-why-missing">
          Left out for want of data:{" "}
          {missing.map(([part]) => partWords[part].toLowerCase()).join(", ")}.
        </p>
      )}
      <NextAction>{gap.nextAction}</NextAction>
      <Facts
        facts={[
          { word: "Reason", value: reasonWords[gap.reason] },
          { word: "Effort", value: effortWords(gap.effortDays) },
          { word: "Status", value: statusWords[gap.status] },
        ]}
      />
    </Card>
  );
}

function explanations(gap: Gap, answer: AssessmentResult): Record<keyof GapParts, string> {
  const actors = `${String(gap.actors.length)} of ${String(answer.actors.length)} chosen`;
  const weights = new Set(answer.actors.map(({ weight }) => weight));
  return {
    actorUse: weights.size > 1 ? `${actors}, by weight` : actors,
    chokePoint: gap.parts.chokePoint.value === 1 ? "on the list" : "not on the list",
    prevalence: "among techniques that groups use",
    tactic: nameTactics(answer)(gap).join(", "),
    exposure: "",
    failure: "",
  };
}

function effortWords(days: number): string {
  const size = days <= 1 ? "Low" : days <= 3 ? "Medium" : "High";
  return `${size}, ${String(days)} person-${days === 1 ? "day" : "days"}`;
}
