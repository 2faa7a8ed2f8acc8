import type { GapReason } from "../../shared/model/coverage.ts";
import type { NeededLogSource } from "../../shared/model/catalogue.ts";
import type { JudgedTechnique } from "../coverage/coverage.ts";
import type { Naming } from "../coverage/naming.ts";

/** What a gap's next action is worded from. */
export interface ActionInput {
  readonly judged: JudgedTechnique;
  readonly reason: GapReason;
  /** Log sources that the technique's analytics name on platforms in scope, collected ones first. */
  readonly needs: readonly NeededLogSource[];
  /** In words, what the rules need that can see nothing. */
  readonly blindNeeds: readonly string[];
  /** Detections that name it only by an ID of another release. */
  readonly byOtherId: readonly Naming[];
}

/** One sentence: what to do first about a gap. */
export function nextActionFor(input: ActionInput): string {
  const { judged, reason, needs, blindNeeds, byOtherId } = input;
  const { technique, tally, ofParent, ofSubtechniques } = judged;
  switch (reason) {
    case "test-failed":
      return mendAndRetest(judged);
    case "rule-blind":
      return `Collect ${blindNeeds.length === 0 ? logSources(needs) : list(blindNeeds, 2)}: ${rules(tally.part["rule-blind"])} can see nothing without it.`;
    case "not-alerting":
      return `Make ${oneOf(tally.part["not-alerting"])} raise an alert, or write one that does.`;
    case "experimental-only":
      return `Confirm in the SIEM that ${oneOf(tally.part["experimental-only"], "experimental ")} runs, or write one that is tested.`;
    case "claimed-only":
      return "Name the rule behind the claim, or write one.";
    case "parent-only":
      return `Check what ${rules(ofParent)} for ${technique.parentId ?? "its parent"} would see of this sub-technique, or write one for it.`;
    case "sub-only":
      return `Check what ${rules(ofSubtechniques)} for its sub-techniques would miss, and write one for the rest.`;
    case "rule-disabled":
      return `Enable ${oneOf(tally.disabled, "disabled ")}.`;
    case "available-not-deployed":
      return `Deploy ${oneOf(tally.available, "available ")}.`;
    case "other-release-id": {
      const written = [...new Set(byOtherId.map((naming) => naming.written))].sort();
      return `Accept ${list(written, 3)} for ${technique.id}: ${rules(tally.byOtherId)} ${tally.byOtherId === 1 ? "uses" : "use"} an ID of another release.`;
    }
    case "no-rule":
      return needs.length === 0
        ? "Write a rule; the catalogue names no log source for it."
        : `Write a rule on ${logSources(needs)}.`;
    case "no-telemetry":
      return `Collect ${logSources(needs)}, then write a rule.`;
  }
}

/** Names the latest test that was not met; which of several hosts, the inspector says. */
function mendAndRetest({ tests }: JudgedTechnique): string {
  const failed = tests?.cases.filter(({ standing }) => standing === "unmet") ?? [];
  const [latest] = failed;
  if (latest === undefined) return "Find out why its test failed, and test again.";
  const name = `“${latest.testCase.name}”`;
  const others = failed.length === 1 ? "" : ` and ${failed.length - 1} more`;
  return failed.every(({ isLate }) => isLate)
    ? `Find out why the alert of ${name}${others} came later than the SLA, and test again.`
    : `Find out why ${name}${others} was not seen as expected, mend the rule or its log source, and test again.`;
}

function oneOf(count: number, kind = ""): string {
  return count === 1 ? `the one ${kind}rule` : `one of ${count} ${kind}rules`;
}

function rules(count: number): string {
  return count === 1 ? "1 rule" : `${count} rules`;
}

/** The first log sources, each once; the channel where it is short enough to be a code. */
function logSources(needs: readonly NeededLogSource[]): string {
  const names = needs.map(({ name, channel }) =>
    channel === null || channel.length > 40 ? name : `${name} (${channel})`,
  );
  return needs.length === 0 ? "its log source" : list([...new Set(names)], 2);
}

function list(items: readonly string[], shown: number): string {
  const rest = items.length - shown;
  const start = items.slice(0, shown);
  if (rest > 0) return `${start.join(", ")} or ${rest} more`;
  return start.length < 2
    ? start.join("")
    : `${start.slice(0, -1).join(", ")} or ${start.at(-1) ?? ""}`;
}
