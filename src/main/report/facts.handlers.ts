import { thingsOfReport } from "../../shared/marked-source.ts";
import type { Marking, MarkingChoice } from "../../shared/model/marking.ts";
import type { FactsActor, FactsMarking, ReportFacts } from "../../shared/model/report-facts.ts";
import type { ComparedWith, ReportContent } from "../../shared/model/report-template.ts";
import { Problem } from "../../shared/problem.ts";
import { listTextRows } from "../actors/actor-profile.ts";
import { listOwnActors, ownActorNumber } from "../actors/actors.store.ts";
import { readShippedFacts } from "../actors/group-context.reader.ts";
import { getFactsInUse } from "../actors/imported-facts.store.ts";
import { listObjectTexts } from "../actors/object-text.store.ts";
import { answerAssessment } from "../assessments/answer.ts";
import { attackNotice } from "../assessments/attack-notice.ts";
import { gatherQuestion } from "../assessments/gather.store.ts";
import type { Answer, Question } from "../assessments/question.ts";
import { readToolName } from "../assessments/tool-name.reader.ts";
import type { HandlersOf, QueryContext } from "../backend/handler.ts";
import { readLaterIds } from "../coverage/later-ids.reader.ts";
import type { ReadableDatabase } from "../database/database.ts";
import { listRuns } from "../emulation/runs.store.ts";
import { findActorOrigin } from "../intelligence/intelligence.store.ts";
import { listPartsOfAssessment } from "../markings/markings.store.ts";
import {
  getExportMarking,
  getOwnMarkings,
  getRequiredMarking,
  listSchemesFor,
} from "../markings/required-marking.store.ts";
import { compareEnvironments } from "../compare/environments.ts";
import { compareSides } from "../compare/results.handlers.ts";
import { buildPlan } from "../plan/build-plan.ts";
import { askFunding, fundingSteps } from "../plan/funding.ts";
import { gatherPlanOf } from "../plan/gather-plan.store.ts";
import { followSearch } from "../plan/plan.handlers.ts";
import { getSnapshotFacts } from "../snapshots/snapshots.store.ts";
import { buildReport } from "./build-report.ts";
import { listCountingImports } from "./imports.store.ts";
import { buildReportFacts, describeActor, profileActor } from "./report-facts.ts";

type Asking = Pick<QueryContext, "db" | "root" | "progress" | "breathe">;

/**
 * Gathers everything that a report says of an assessment, as of a moment.
 *
 * Reports progress, and lets queries and a cancel in between actors. Throws `not-found`.
 */
export async function gatherReportFacts(
  context: Asking,
  assessmentId: number,
  at: Date,
  /** Of the report that is made of them: what takes reckoning of its own is left out without it. */
  content?: Pick<ReportContent, "sections" | "fundingOptions">,
): Promise<ReportFacts> {
  const { db, root, progress, breathe } = context;
  const generatedAt = at.toISOString();
  progress({ phase: "Answering the assessment" });
  await breathe();
  const question = gatherQuestion(db, assessmentId, readLaterIds(root), generatedAt.slice(0, 10));
  const answer = answerAssessment(question);
  await breathe();
  const planned = gatherPlanOf(db, question, answer);
  const plan = buildPlan(planned);
  const { actors, contextSource } = await gatherActors(context, question, answer, assessmentId);
  const { environments } = question.assessment.scope;
  await breathe();
  const joined =
    environments.length < 2 ? null : compareEnvironments(question, planned.settings, answer);
  const options = content?.sections.includes("funding") === true ? content.fundingOptions : [];
  const funding =
    options.length === 0
      ? null
      : await followSearch(askFunding(planned, options), fundingSteps(options), context);
  return buildReportFacts({
    question,
    answer,
    plan,
    actors,
    contextSource,
    runs: listRuns(db).filter(({ environment }) => environments.includes(environment)),
    imports: listCountingImports(db, environments),
    marking: factsMarkingOf(context, { kind: "assessment", assessmentId }, null),
    runMarkings: markingsOf(db, "run", assessmentId),
    joined,
    funding,
    labels: { generatedAt, tool: readToolName(root), notice: attackNotice },
  });
}

/**
 * Gathers what a report says of an assessment or a snapshot, and what changed since the answer that it
 * is compared with. Throws `not-found`.
 */
export async function gatherComparedFacts(
  context: QueryContext,
  of: ComparedWith,
  at: Date,
  content: ReportContent,
  marked?: MarkingChoice,
): Promise<ReportFacts> {
  const gathered =
    of.kind === "assessment"
      ? await gatherReportFacts(context, of.assessmentId, at, content)
      : getSnapshotFacts(context.db, of.snapshotId);
  const { comparedWith, sections } = content;
  const marking = factsMarkingOf(context, of, comparedWith, marked);
  const facts = { ...gathered, marking };
  if (comparedWith === null || !sections.includes("comparison")) return facts;
  context.progress({ phase: "Comparing" });
  await context.breathe();
  const compared = await compareSides({ ...context, now: () => at }, comparedWith, of);
  return { ...facts, comparison: compared };
}

async function gatherActors(
  { db, root, progress, breathe }: Asking,
  question: Question,
  answer: Answer,
  assessmentId: number,
): Promise<{ readonly actors: FactsActor[]; readonly contextSource: string }> {
  const facts = getFactsInUse(db, readShippedFacts(root));
  const own = new Map(listOwnActors(db).map((actor) => [actor.id, actor]));
  const markings = markingsOf(db, "own-actor", assessmentId);
  const actors: FactsActor[] = [];
  for (const [index, { id }] of question.actors.entries()) {
    progress({ phase: "Reading actors", done: index, total: question.actors.length });
    await breathe();
    const profiled = profileActor({ question, answer }, index);
    const rows = new Set(profiled.flatMap((one) => listTextRows(one)));
    const made = own.get(id);
    actors.push(
      describeActor({ question }, index, profiled, {
        texts: listObjectTexts(db, [...rows]),
        facts,
        own: made,
        origin: made === undefined ? undefined : findActorOrigin(db, id),
        marking: made === undefined ? undefined : markings.get(ownActorNumber(id)),
      }),
    );
  }
  return { actors, contextSource: facts.source };
}

/** The markings of their own that parts of an assessment have, by their numbers. */
function markingsOf(
  db: ReadableDatabase,
  kind: "run" | "own-actor",
  assessmentId: number,
): ReadonlyMap<number, Marking> {
  return new Map(
    listPartsOfAssessment(db, assessmentId).flatMap((part) =>
      part.kind === kind && part.marking !== null ? [[part.id, part.marking] as const] : [],
    ),
  );
}

/**
 * What a report of an answer carries, with the schemes that say what it means, and what marks the
 * answer itself and the one that it is compared with.
 */
export function factsMarkingOf(
  context: Pick<QueryContext, "db" | "root">,
  of: ComparedWith,
  comparedWith: ComparedWith | null,
  marked?: MarkingChoice,
): FactsMarking {
  const things = thingsOfReport({ of, content: { comparedWith } });
  const { markings, banner, portion, block } = getExportMarking(context, things, marked);
  const required = getRequiredMarking(context, things);
  const own = marked === undefined ? getOwnMarkings(context, of) : markings;
  const compared =
    comparedWith === null
      ? []
      : getRequiredMarking(
          context,
          thingsOfReport({ of: comparedWith, content: { comparedWith: null } }),
        ).markings;
  const used = new Set([...markings, ...required.markings, ...own].map(({ scheme }) => scheme));
  return {
    ...{ markings, banner, portion, block },
    schemes: listSchemesFor(context, things).filter(({ id }) => used.has(id)),
    ...(JSON.stringify(own) === JSON.stringify(markings) ? {} : { own }),
    ...(compared.length === 0 ? {} : { compared }),
  };
}

/** The moment that was given, or now. Throws `bad-input`. */
export function timeOf(given: string | undefined, now: () => Date): Date {
  const at = given === undefined ? now() : new Date(given);
  if (!Number.isNaN(at.getTime())) return at;
  throw new Problem("bad-input", `"${given ?? ""}" is not a time. Write 2026-11-21T12:00:00Z.`);
}

/** What a report says, as data and as a document. */
export const factsHandlers: Pick<HandlersOf<"reports">, "facts" | "document"> = {
  facts: ({ assessmentId, now }, context) =>
    gatherReportFacts(context, assessmentId, timeOf(now, context.now)),

  document: async (asked, context) => {
    const of: ComparedWith =
      "snapshotId" in asked
        ? { kind: "snapshot", snapshotId: asked.snapshotId }
        : { kind: "assessment", assessmentId: asked.assessmentId };
    const at = timeOf("now" in asked ? asked.now : undefined, context.now);
    const facts = await gatherComparedFacts(context, of, at, asked.content);
    context.progress({ phase: "Writing the report" });
    await context.breathe();
    return buildReport(facts, asked.content);
  },
};
