import type { CasemateContract } from "../../shared/contract.ts";
import type { ActorRef } from "../../shared/model/actor.ts";
import type { AssessmentResult } from "../../shared/model/assessment.ts";
import type { TechniqueId } from "../../shared/model/attack-id.ts";
import type { PlanSource, Suggestion } from "../../shared/model/test-plan.ts";
import { Problem } from "../../shared/problem.ts";
import { listOwnActors } from "../actors/actors.store.ts";
import { buildProfile, findKnownActor } from "../actors/profile.ts";
import { answerAssessment, techniqueReaderOf } from "../assessments/answer.ts";
import { listReleaseChoices } from "../assessments/assessments.store.ts";
import { defaultSettings } from "../assessments/default-settings.ts";
import { gatherQuestion, listAskedActors } from "../assessments/gather.store.ts";
import type { Answer, Question } from "../assessments/question.ts";
import { assetsInScope } from "../assets/exposure.ts";
import type { HandlerOf, QueryContext } from "../backend/handler.ts";
import type { Knowledge } from "../catalogue/knowledge.ts";
import { loadKnowledge } from "../catalogue/knowledge.store.ts";
import { readLaterIds } from "../coverage/later-ids.reader.ts";
import type { Meaning, TechniqueReader } from "../coverage/naming.ts";
import { prepareTechniqueReader } from "../coverage/naming.ts";
import { getEnvironment } from "../environments/environments.store.ts";
import { gatherRunSheet } from "./gather-run-sheet.store.ts";
import { getEmulationSequence, getEmulationTests, listLibrary } from "./library.store.ts";
import { planCase } from "./plan-case.ts";
import { addRun, getRun } from "./runs.store.ts";
import type { SuggestingRelease, Wanted } from "./suggest-plan.ts";
import { Suggester, wantClaims, wantGaps, wantProfile, whyGap } from "./suggest-plan.ts";
import { addTestCase, nextPosition } from "./test-cases.store.ts";
import { writeRunSheet } from "./write-run-sheet.ts";

type Emulation = CasemateContract["emulation"];

/** What to test, each with the tests of the library that do it. */
export const suggestPlan: HandlerOf<Emulation["suggest"]> = (
  { assessmentId, from, filter },
  context,
) => {
  const { db } = context;
  const asked = assessmentId === null ? null : ask(context, assessmentId);
  const library = listLibrary(db);
  const suggester = new Suggester({
    releases: asked === null ? newestReleases(context) : releasesOf(asked),
    result: asked?.answer.result ?? null,
    logOnlyTactics: new Set(
      (asked?.question.assessment.settings ?? defaultSettings).logOnlyTactics,
    ),
    library,
    filter,
    machines: asked === null ? new Map() : countMachines(asked.question),
  });
  const made = (title: string, suggestions: Suggestion[]) => ({
    title,
    suggestions,
    library: library.length,
  });
  switch (from.kind) {
    case "gaps": {
      const { result } = needed(asked).answer;
      return made(
        from.top === null ? "Open gaps" : `Top ${from.top} gaps`,
        suggester.forTechniques(wantGaps(result, from.top)),
      );
    }
    case "claims":
      return made(
        "Untested claims",
        suggester.forTechniques(wantClaims(needed(asked).answer.result, from.top)),
      );
    case "actor": {
      const { name, wanted } = wantActor(context, needed(asked), from.actor);
      return made(name, suggester.forTechniques(wanted));
    }
    case "sequence": {
      const sequence = getEmulationSequence(db, from.sequenceId);
      return made(sequence.name, suggester.forSequence(sequence));
    }
    case "techniques":
      return made(
        "Chosen techniques",
        suggester.forTechniques(wantTechniques(from, asked?.answer.result ?? null)),
      );
    case "tests": {
      const byId = new Map(library.map((test) => [test.id, test]));
      const tests = from.testIds.flatMap((id) => byId.get(id) ?? []);
      return made(
        "Chosen tests",
        suggester.forTests(tests, () => "Chosen from the library."),
      );
    }
  }
};

/** Makes a run that has not begun, or adds to one, with all its test cases. */
export const planTests: HandlerOf<Emulation["plan"]> = ({ into, tests }, { db, now }) => {
  const byId = new Map(
    getEmulationTests(
      db,
      tests.map(({ testId }) => testId),
    ).map((test) => [test.id, test]),
  );
  const runId =
    into.kind === "run"
      ? getRun(db, into.runId).id
      : addRun(db, getEnvironment(db, into.environmentId).id, into.run, now().toISOString());
  const first = nextPosition(db, runId);
  const caseIds = tests.flatMap((planned, index) => {
    const test = byId.get(planned.testId);
    return test === undefined
      ? []
      : [addTestCase(db, runId, first + index, planCase(test, planned))];
  });
  return { run: getRun(db, runId), caseIds };
};

/** A run as a sheet to print, and to fill in by hand. */
export const runSheet: HandlerOf<Emulation["runSheet"]> = (asked, { db, root, now }) => {
  const today = now().toISOString().slice(0, 10);
  const { runId, assessmentId, marked } = asked;
  return writeRunSheet(
    gatherRunSheet(db, root, { runId, assessmentId, marked }, readLaterIds(root), today),
  );
};

/** An assessment with its answer. */
interface Asked {
  readonly assessmentId: number;
  readonly question: Question;
  readonly answer: Answer;
}

function ask({ db, root, now }: QueryContext, assessmentId: number): Asked {
  const today = now().toISOString().slice(0, 10);
  const question = gatherQuestion(db, assessmentId, readLaterIds(root), today);
  return { assessmentId, question, answer: answerAssessment(question) };
}

function needed(asked: Asked | null): Asked {
  if (asked === null) {
    throw new Problem("bad-input", "Gaps, claims and actors are those of an assessment.", {
      remedy: "Choose an assessment first.",
    });
  }
  return asked;
}

function releasesOf({ question, answer }: Asked): SuggestingRelease[] {
  const environments = [...new Set(question.inventory.map(({ environmentId }) => environmentId))];
  return answer.releases.map(({ knowledge, judged }) => ({
    knowledge,
    read: readAnywhere(techniqueReaderOf(question, knowledge), environments),
    levels: new Map([...judged].map(([id, { level }]) => [id, level])),
  }));
}

/** Reads an ID as any of some environments does: a test belongs to none. */
function readAnywhere(
  read: TechniqueReader,
  environments: readonly number[],
): (written: string) => Meaning {
  return (written) => {
    const meanings = environments.map((environmentId) => read(environmentId, written));
    return meanings.find(({ techniqueId }) => techniqueId !== null) ?? read(0, written);
  };
}

function newestReleases({ db, root }: QueryContext): SuggestingRelease[] {
  const newest = new Map(
    listReleaseChoices(db)
      .toReversed()
      .map((choice) => [choice.domain, choice]),
  );
  const later = readLaterIds(root);
  return [...newest.values()]
    .sort(
      (a, b) => Number(b.domain === "enterprise-attack") - Number(a.domain === "enterprise-attack"),
    )
    .map(({ id, domain }) => {
      const knowledge = loadKnowledge(db, id);
      const read = prepareTechniqueReader(knowledge, [], later.get(domain) ?? new Map());
      return { knowledge, read: readAnywhere(read, []), levels: new Map() };
    });
}

/** Machines in scope by ATT&CK platform. */
function countMachines({ assets, assessment: { scope } }: Question): Map<string, number> {
  const machines = new Map<string, number>();
  for (const { platforms, count } of assetsInScope(assets, scope)) {
    for (const name of platforms) machines.set(name, (machines.get(name) ?? 0) + count);
  }
  return machines;
}

function wantActor(
  { db }: QueryContext,
  { assessmentId, question, answer }: Asked,
  ref: ActorRef,
): { readonly name: string; readonly wanted: Wanted[] } {
  const [asked] = listAskedActors(db, assessmentId, [{ ...ref, name: "", weight: 1, reason: "" }]);
  const profiles: { knowledge: Knowledge; techniques: TechniqueId[] }[] = [];
  let name = listOwnActors(db).find(({ id }) => id === ref.id)?.name;
  for (const { knowledge } of answer.releases) {
    const actor = ref.kind === "own" ? undefined : findKnownActor(knowledge, ref.id);
    if (actor === undefined && knowledge.domain !== ref.domain) continue;
    name ??= actor?.name;
    const { ways } = question.assessment.settings;
    const entries = buildProfile(knowledge, actor ?? null, ways, asked?.own ?? []);
    const techniques = [...entries.values()]
      .filter(({ excluded }) => excluded === null)
      .map(({ techniqueId }) => techniqueId);
    profiles.push({ knowledge, techniques });
  }
  if (name === undefined) {
    throw new Problem("not-found", `No release of the assessment holds ${ref.id}.`);
  }
  return { name, wanted: wantProfile(profiles, name) };
}

function wantTechniques(
  { techniques }: Extract<PlanSource, { kind: "techniques" }>,
  result: AssessmentResult | null,
): Wanted[] {
  const gaps = new Map((result?.gaps ?? []).map((gap) => [`${gap.domain} ${gap.id}`, gap]));
  return techniques.map(({ domain, techniqueId }) => {
    const gap = gaps.get(`${domain} ${techniqueId}`);
    const why = gap === undefined ? "Chosen." : whyGap(gap);
    return { domain, techniqueId, why };
  });
}
