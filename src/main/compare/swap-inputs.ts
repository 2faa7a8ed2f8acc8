import type { Domain } from "../../shared/model/attack-id.ts";
import type { AssessmentSettings } from "../../shared/model/assessment.ts";
import type { ChangeCause } from "../../shared/model/compare.ts";
import type { Question } from "../assessments/question.ts";
import type { AcceptedResolution } from "../coverage/naming.ts";

/** A question with one kind of input of another, and the other with that of this one. */
export interface SwappedQuestions {
  readonly cause: ChangeCause;
  /** The first question with the second's input. */
  readonly forward: Question;
  /** The second question with the first's input. */
  readonly backward: Question;
}

/** What of two questions to exchange. */
export interface SwapInput {
  readonly before: Question;
  readonly after: Question;
  /**
   * Maps accepted for a release, whatever the environment: a map counts for what comes from its own
   * environment alone.
   */
  readonly acceptedFor: (domain: Domain, version: string) => readonly AcceptedResolution[];
  /** Whether what environments hold stands for itself; else it comes and goes with the scope. */
  readonly environmentsAreCompared: boolean;
}

const testSettings = ["alertSlaMinutes", "validityDays", "logOnlyTactics"] as const;
const threatSettings = ["ways"] as const;

/** Two questions with one kind of input exchanged at a time; kinds that do not differ are left out. */
export function swapInputs(input: SwapInput): SwappedQuestions[] {
  const { before, after } = input;
  const swapped: SwappedQuestions[] = [];
  for (const [cause, take] of takers(input)) {
    const forward = take(before, after);
    const backward = take(after, before);
    if (isSame(forward, before) && isSame(backward, after)) continue;
    swapped.push({ cause, forward, backward });
  }
  return swapped;
}

/** Takes an input of one kind from another question. */
type Take = (from: Question, other: Question) => Question;

function takers({
  acceptedFor,
  environmentsAreCompared,
}: SwapInput): readonly (readonly [ChangeCause, Take])[] {
  const inventoryOf = ({ inventory, telemetry }: Question) => ({ inventory, telemetry });
  return [
    [
      "detections",
      (own, other) => (environmentsAreCompared ? { ...own, ...inventoryOf(other) } : own),
    ],
    ["attack", (own, other) => withReleases(own, versionsFrom(own, other), acceptedFor)],
    [
      "threat",
      (own, other) => ({
        ...own,
        actors: other.actors,
        assessment: {
          ...own.assessment,
          actors: other.assessment.actors,
          settings: withSettings(own, other, threatSettings),
        },
      }),
    ],
    [
      "tests",
      (own, other) => ({
        ...own,
        tests: environmentsAreCompared ? other.tests : own.tests,
        today: other.today,
        assessment: { ...own.assessment, settings: withSettings(own, other, testSettings) },
      }),
    ],
    ["scope", (own, other) => withScope(own, other, acceptedFor, environmentsAreCompared)],
  ];
}

function withSettings(
  { assessment: { settings } }: Question,
  { assessment: { settings: others } }: Question,
  names: readonly (keyof AssessmentSettings)[],
): AssessmentSettings {
  const taken = names.map((name) => [name, others[name]] as const);
  return { ...settings, ...Object.fromEntries(taken) };
}

/** The releases of a question's own domains, each as the other has it. */
function versionsFrom(own: Question, other: Question): Question["releases"] {
  return own.releases.map(
    (release) => other.releases.find(({ domain }) => domain === release.domain) ?? release,
  );
}

function withReleases(
  question: Question,
  releases: Question["releases"],
  acceptedFor: SwapInput["acceptedFor"],
): Question {
  const { assessment } = question;
  return {
    ...question,
    releases,
    accepted: new Map(
      releases.map(({ domain, version }) => [domain, acceptedFor(domain, version)]),
    ),
    assessment: {
      ...assessment,
      scope: {
        ...assessment.scope,
        releases: releases.map(({ domain, version }) => ({ domain, version })),
      },
    },
  };
}

/** Everything else that is asked: domains, platforms, environments, decisions and settings. */
function withScope(
  own: Question,
  other: Question,
  acceptedFor: SwapInput["acceptedFor"],
  environmentsAreCompared: boolean,
): Question {
  const kept = withSettings(other, own, [...testSettings, ...threatSettings]);
  const asked: Question = {
    ...own,
    ...(environmentsAreCompared
      ? {}
      : { inventory: other.inventory, telemetry: other.telemetry, tests: other.tests }),
    assets: other.assets,
    assessment: {
      ...own.assessment,
      scope: environmentsAreCompared
        ? { ...other.assessment.scope, environments: own.assessment.scope.environments }
        : other.assessment.scope,
      settings: kept,
      decisions: other.assessment.decisions,
    },
  };
  return withReleases(asked, versionsFrom(other, own), acceptedFor);
}

/** Whether two questions are the same in what decides about techniques. */
function isSame(one: Question, other: Question): boolean {
  return (
    one.releases.length === other.releases.length &&
    one.releases.every((release, index) => release === other.releases[index]) &&
    isSameText(one.inventory, other.inventory) &&
    isSameText(one.telemetry, other.telemetry) &&
    isSameText(one.tests, other.tests) &&
    one.today === other.today &&
    isSameText(one.actors, other.actors) &&
    isSameText(one.assessment.scope, other.assessment.scope) &&
    isSameText(one.assessment.settings, other.assessment.settings) &&
    isSameText(one.assessment.decisions, other.assessment.decisions)
  );
}

function isSameText(one: unknown, other: unknown): boolean {
  return one === other || JSON.stringify(one) === JSON.stringify(other);
}
