import { Button } from "@mantine/core";
import { type ReactNode, useState } from "react";
import type { AssessmentResult } from "../../shared/model/assessment.ts";
import type { GapParts, PriorityPart } from "../../shared/model/coverage.ts";
import { formatDay } from "../app/times.ts";
import { NextAction } from "../frame/InspectorPanel.tsx";
import { MonoId, techniqueName } from "../ui/MonoId.tsx";
import { formatCount, formatNoun } from "../ui/figures.ts";
import { Card, Facts } from "../ui/Page.tsx";
import { Meter } from "../ui/Progress.tsx";
import { PriorityTag } from "../ui/Tag.tsx";
import { useOperation } from "../use-operation.ts";
import type { GapRow } from "./gap-rows.ts";
import { rowStatus, rowStatusWords } from "./gap-rows.ts";
import { planFacts } from "./plan-facts.tsx";
import { formatDays, type PlanEdits } from "./plan.ts";
import { EditItems } from "./PlanMenus.tsx";
import { PlanSteps } from "./PlanSteps.tsx";
import { reasonWords } from "./reason-words.ts";

const partWords: Readonly<Record<keyof GapParts, string>> = {
  actorUse: "Actor use",
  chokePoint: "Choke point",
  prevalence: "Prevalence",
  tactic: "Tactic",
  exposure: "Asset exposure",
  failure: "Failed tests",
};

/** Why a part is left out of the mean. */
const missingWords: Readonly<Record<keyof GapParts, string>> = {
  actorUse: "no actor is chosen",
  chokePoint: "there is no list",
  prevalence: "no group of the domain uses any technique",
  tactic: "it has no tactic",
  exposure: "no assets are known",
  failure: "it was never tested",
};

/** From what a gap's priority was computed: every part with its numbers, value and weight. */
export function WhyPriority({
  gap,
  answer,
  edits,
  onInspect,
  onSettings,
}: {
  readonly gap: GapRow;
  readonly answer: AssessmentResult;
  readonly edits: PlanEdits;
  readonly onInspect: () => void;
  readonly onSettings: () => void;
}) {
  const [editing, setEditing] = useState(false);
  const explain = useExplanations(gap, answer);
  const parts = Object.entries(gap.parts) as [keyof GapParts, PriorityPart][];
  const known = parts.filter(([, { value }]) => value !== null);
  const missing = parts.filter(([, { value }]) => value === null);
  const sum = known.reduce((total, [, { value, weight }]) => total + (value ?? 0) * weight, 0);
  const weights = known.reduce((total, [, { weight }]) => total + weight, 0);
  const { item } = gap;
  return (
    <Card
      grow
      scroll
      title={
        <>
          <MonoId>{gap.id}</MonoId> Why {gap.priority.toFixed(1)}
        </>
      }
      aside={<PriorityTag band={gap.band} withWord />}
      foot={
        <>
          <Button size="xs" aria-label="Open in the inspector" onClick={onInspect}>
            Inspector
          </Button>
          {item !== null && (
            <Button size="xs" onClick={() => setEditing(true)}>
              Owner, due, note…
            </Button>
          )}
        </>
      }
    >
      <p className="gaps-why-name">{techniqueName(gap)}</p>
      <table className="gaps-why">
        <tbody>
          {known.map(([part, { value, weight }]) => (
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
        <tfoot>
          <tr>
            <th scope="row" colSpan={2}>
              <button type="button" className="link" onClick={onSettings}>
                Change the weights
              </button>
            </th>
            <td colSpan={2} className="muted">
              {formatDays(sum)} ÷ {formatDays(weights)}
            </td>
          </tr>
        </tfoot>
      </table>
      {missing.length > 0 && (
        <p className="muted gaps-why-missing">
          Left out for want of data:{" "}
          {missing
            .map(([part]) => `${partWords[part].toLowerCase()} (${missingWords[part]})`)
            .join(", ")}
          .
        </p>
      )}
      <NextAction
        {...(gap.reason === "test-failed" ? { verb: "Show its tests", onDo: onInspect } : {})}
      >
        {gap.nextAction}
      </NextAction>
      {item !== null && <PlanSteps steps={item.steps} />}
      <Facts
        facts={[
          { word: "Reason", value: reasonWords[gap.reason] },
          { word: "Used by", value: namesOf(gap, answer) },
          { word: "Status", value: statusValue(gap) },
          ...(item === null ? [] : planFacts(item)),
        ]}
      />
      {editing && item !== null && (
        <EditItems items={[item]} edits={edits} onClose={() => setEditing(false)} />
      )}
    </Card>
  );
}

/** The chosen actors that use it, by name. */
function namesOf(gap: GapRow, { actors }: AssessmentResult): string {
  return actors
    .filter(({ id }) => gap.actors.includes(id))
    .map(({ name }) => name)
    .join(", ");
}

function statusValue(gap: GapRow): ReactNode {
  const word = rowStatusWords[rowStatus(gap)];
  const { decision } = gap;
  if (decision === null || decision.status === "open") return word;
  const hasExpired = gap.status === "open";
  return (
    <>
      {word}
      <span className="muted">
        {hasExpired ? `; accepted by ${decision.who} until` : ` by ${decision.who}`}
        {decision.expires !== null &&
          `${hasExpired ? "" : ", until"} ${formatDay(decision.expires)}`}
        : {decision.reason}
      </span>
    </>
  );
}

function useExplanations(gap: GapRow, answer: AssessmentResult): Record<keyof GapParts, string> {
  const seen = useOperation("coverage", "techniques", {
    assessmentId: answer.assessmentId,
    domain: gap.domain,
  });
  const groupsUsing = seen.data?.techniques.find(({ id }) => id === gap.id)?.groupsUsing;
  const actors = `${String(gap.actors.length)} of ${String(answer.actors.length)} chosen`;
  const weights = new Set(answer.actors.map(({ weight }) => weight));
  return {
    actorUse: weights.size > 1 ? `${actors}, by weight` : actors,
    chokePoint: gap.parts.chokePoint.value === 1 ? "on the list" : "not on the list",
    prevalence:
      groupsUsing === undefined || seen.data === undefined
        ? ""
        : `${String(groupsUsing)} of ${String(seen.data.groups)} groups`,
    tactic: explainTactic(gap, answer),
    exposure: exposureWords(gap),
    failure: gap.parts.failure.value === 1 ? "the last test was missed" : "",
  };
}

/** The tactic that counts, the highest of the gap's, and its place. */
function explainTactic(gap: GapRow, { tactics }: AssessmentResult): string {
  const own = tactics.filter(
    ({ domain, shortname }) => domain === gap.domain && gap.tactics.includes(shortname),
  );
  const [first, ...others] = own;
  if (first === undefined) return "";
  const highest = others.reduce(
    (best, each) => (each.standing.value > best.standing.value ? each : best),
    first,
  );
  const { place, of, value } = highest.standing;
  const where =
    place !== null
      ? `place ${String(place)} of ${String(of)}`
      : value === 0
        ? "before compromise"
        : "no known place";
  return `${highest.name}, ${where}`;
}

/** How many assets stand on the technique's platforms, before they are weighted. */
function exposureWords({ exposedAssets, parts }: GapRow): string {
  if (exposedAssets === null) return "";
  const { on, inScope } = exposedAssets;
  const share = (parts.exposure.value ?? 0).toFixed(2);
  return `${formatCount(on)} of ${formatNoun(inScope, "asset")}, weighted ${share}`;
}
