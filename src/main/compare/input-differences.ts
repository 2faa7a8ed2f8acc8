import type { AssessmentSettings } from "../../shared/model/assessment.ts";
import type { NamedCause } from "../../shared/model/compare.ts";
import type { AnswerSide } from "./answer-side.ts";
import { countRules, nameSome } from "./explain-change.ts";

/**
 * What is different in what two answers were computed from, in sentences.
 *
 * Two live assessments of one workspace have the same rules: these differ only where environments
 * are compared, or where one side is frozen.
 */
export function listInputDifferences(before: AnswerSide, after: AnswerSide): NamedCause[] {
  return [
    ...inventoryDifferences(before, after),
    ...releaseDifferences(before, after),
    ...threatDifferences(before, after),
    ...testDifferences(before, after),
    ...scopeDifferences(before, after),
  ];
}

const isLive = ({ about }: AnswerSide) => about.kind !== "snapshot";
const isEnvironment = ({ about }: AnswerSide) => about.kind === "environment";

function inventoryDifferences(before: AnswerSide, after: AnswerSide): NamedCause[] {
  const isOne = isLive(before) && isLive(after) && !isEnvironment(before) && !isEnvironment(after);
  if (isOne) return [];
  const byKey = ({ inventory }: AnswerSide) =>
    new Map(inventory.map((rule) => [JSON.stringify([rule.environment, rule.key]), rule]));
  const [earlier, later] = [byKey(before), byKey(after)];
  const added = [...later].filter(([key]) => !earlier.has(key)).length;
  const gone = [...earlier].filter(([key]) => !later.has(key)).length;
  const changed = [...later].filter(([key, { state }]) => {
    const was = earlier.get(key);
    return was !== undefined && was.state !== state;
  }).length;
  const parts = [
    ...(added === 0 ? [] : [`${countRules(added)} only after`]),
    ...(gone === 0 ? [] : [`${countRules(gone)} only before`]),
    ...(changed === 0 ? [] : [`${countRules(changed)} in another state`]),
  ];
  return parts.length === 0 ? [] : [{ cause: "detections", text: `${parts.join(", ")}.` }];
}

function releaseDifferences(before: AnswerSide, after: AnswerSide): NamedCause[] {
  return after.about.releases.flatMap(({ domain, version }): NamedCause[] => {
    const was = before.about.releases.find((release) => release.domain === domain);
    if (was === undefined || was.version === version) return [];
    return [{ cause: "attack", text: `${domain} ${version}; before, ${was.version}.` }];
  });
}

function threatDifferences(before: AnswerSide, after: AnswerSide): NamedCause[] {
  const [earlier, later] = [before, after].map(
    ({ result }) => new Map(result.actors.map((actor) => [actor.id, actor])),
  );
  if (earlier === undefined || later === undefined) throw new Error("two sides were given");
  const added = [...later.values()].filter(({ id }) => !earlier.has(id));
  const gone = [...earlier.values()].filter(({ id }) => !later.has(id));
  const weighed = [...later.values()].filter(({ id, weight }) => {
    const was = earlier.get(id);
    return was !== undefined && was.weight !== weight;
  });
  const wordsOf = ({ actors }: AnswerSide) =>
    new Map(actors.map(({ id, ownWords }) => [id, JSON.stringify([...ownWords])]));
  const [wordsBefore, wordsAfter] = [wordsOf(before), wordsOf(after)];
  const reworded = [...later.values()].filter(
    ({ id }) => earlier.has(id) && wordsBefore.get(id) !== wordsAfter.get(id),
  );
  const names = (actors: readonly { readonly name: string }[]) =>
    nameSome(actors.map(({ name }) => name));
  const [ways, others] = [after.result.settings.ways, before.result.settings.ways];
  const texts = [
    ...(added.length === 0 ? [] : [`${names(added)} ${were(added)} added.`]),
    ...(gone.length === 0 ? [] : [`${names(gone)} ${were(gone)} removed.`]),
    ...(weighed.length === 0 ? [] : [`Another weight for ${names(weighed)}.`]),
    ...(reworded.length === 0
      ? []
      : [`The analyst's word on the profile of ${names(reworded)} changed.`]),
    ...(ways.campaigns === others.campaigns
      ? []
      : [`Techniques of campaigns are ${ways.campaigns ? "taken in" : "left out"}.`]),
    ...(ways.software === others.software
      ? []
      : [`Techniques of software are ${ways.software ? "taken in" : "left out"}.`]),
  ];
  return texts.map((text) => ({ cause: "threat", text }));
}

function were(list: readonly unknown[]): string {
  return list.length === 1 ? "was" : "were";
}

function testDifferences(before: AnswerSide, after: AnswerSide): NamedCause[] {
  const [was, is] = [before.result, after.result];
  const texts = [
    ...(was.coverage.tested === is.coverage.tested
      ? []
      : [
          `Tests decide ${is.coverage.tested} of ${is.coverage.techniques} techniques; before, ${was.coverage.tested} of ${was.coverage.techniques}.`,
        ]),
    ...settingDifference("Minutes until an alert", "alertSlaMinutes", was.settings, is.settings),
    ...settingDifference(
      "Days for which a validation holds",
      "validityDays",
      was.settings,
      is.settings,
    ),
    ...settingDifference(
      "Tactics of which a log is enough",
      "logOnlyTactics",
      was.settings,
      is.settings,
    ),
  ];
  return texts.map((text) => ({ cause: "tests", text }));
}

function settingDifference(
  words: string,
  name: keyof AssessmentSettings,
  was: AssessmentSettings,
  is: AssessmentSettings,
): string[] {
  const [earlier, later] = [wordOf(was[name]), wordOf(is[name])];
  return earlier === later ? [] : [`${words}: ${later}; before, ${earlier}.`];
}

function wordOf(value: unknown): string {
  if (Array.isArray(value)) return value.length === 0 ? "none" : value.join(", ");
  if (typeof value === "boolean") return value ? "on" : "off";
  return String(value);
}

function scopeDifferences(before: AnswerSide, after: AnswerSide): NamedCause[] {
  const [was, is] = [before.result, after.result];
  const list = (
    words: string,
    earlier: readonly string[],
    later: readonly string[],
    all: string,
  ) => {
    const text = (names: readonly string[]) => (names.length === 0 ? all : names.join(", "));
    return [...earlier].sort().join("\n") === [...later].sort().join("\n")
      ? []
      : [`${words}: ${text(later)}; before, ${text(earlier)}.`];
  };
  const domains = ({ about }: AnswerSide) => about.releases.map(({ domain }) => domain);
  const decisions = decisionDifferences(before, after);
  const texts = [
    ...list("Domains", domains(before), domains(after), "none"),
    ...(isEnvironment(before) || isEnvironment(after)
      ? []
      : list("Environments", was.scope.environments, is.scope.environments, "none")),
    ...list("Platforms", was.scope.platforms, is.scope.platforms, "all"),
    ...(was.scope.beforeCompromise === is.scope.beforeCompromise
      ? []
      : [
          `Techniques before compromise are ${is.scope.beforeCompromise ? "taken in" : "left out"}.`,
        ]),
    ...settingDifference("Rules from which it is several", "threshold", was.settings, is.settings),
    ...settingDifference("Severity floor", "severityFloor", was.settings, is.settings),
    ...settingDifference(
      "Rules of a parent count in part",
      "parentOnly",
      was.settings,
      is.settings,
    ),
    ...(decisions === 0
      ? []
      : [`Decided otherwise about ${decisions} technique${decisions === 1 ? "" : "s"}.`]),
  ];
  return texts.map((text) => ({ cause: "scope", text }));
}

/** About how many techniques something else was decided. */
function decisionDifferences(before: AnswerSide, after: AnswerSide): number {
  const wordsOf = ({ decisions }: AnswerSide) =>
    new Map(
      decisions.map(({ domain, techniqueId, status, takenIn }) => [
        `${domain} ${techniqueId}`,
        JSON.stringify([status, takenIn]),
      ]),
    );
  const [earlier, later] = [wordsOf(before), wordsOf(after)];
  const keys = new Set([...earlier.keys(), ...later.keys()]);
  return [...keys].filter((key) => earlier.get(key) !== later.get(key)).length;
}
