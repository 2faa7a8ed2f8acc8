import type { BegunSituation, SituationChoices } from "../../shared/model/situation.ts";
import { Problem } from "../../shared/problem.ts";
import { actorsHandlers } from "../actors/actors.handlers.ts";
import { removeChosenActor } from "../actors/actors.store.ts";
import { defaultScope } from "../assessments/assessments.handlers.ts";
import {
  addAssessment,
  getAssessment,
  setAssessmentScope,
} from "../assessments/assessments.store.ts";
import { addCopy, gatherParts } from "../assessments/copied-assessment.store.ts";
import { defaultSettings } from "../assessments/default-settings.ts";
import type { CommandContext, HandlersOf } from "../backend/handler.ts";
import { defaultReportContent } from "../report/presets.ts";
import { findDraft, setDraft } from "../report/templates.store.ts";
import { situationReports } from "./situation-contents.ts";

/**
 * Begins a situation: makes the assessment that it asks for, and lays out its report.
 *
 * The assessment that it begins from stays as it is, but for its next report where no other is made.
 */
async function begin(choices: SituationChoices, context: CommandContext): Promise<BegunSituation> {
  const { db } = context;
  const assessmentId = await makeAssessment(choices, context);
  const draftBefore = findDraft(db, assessmentId);
  const { name, content, depth } = situationReports[choices.situation];
  setDraft(db, assessmentId, {
    template: name,
    content: {
      ...defaultReportContent,
      ...content,
      depth: { ...defaultReportContent.depth, ...depth },
      // Title block, logo and paper belong to the house, whatever is reported.
      ...houseStyleOf(choices.from === null ? null : findDraft(db, choices.from)),
      title: choices.title,
      comparedWith: choices.comparedWith,
      fundingOptions: choices.fundingOptions,
    },
  });
  return { assessmentId, isNew: choices.name !== null, draftBefore };
}

function houseStyleOf(draft: BegunSituation["draftBefore"]) {
  if (draft === null) return {};
  const { titleBlock, logo, paper, orientation, portionMarks } = draft.content;
  return { titleBlock, logo, paper, orientation, portionMarks };
}

/** The assessment that a situation reports: a copy, a new one, or the one it begins from. */
async function makeAssessment(
  { from, name, scope, actors }: SituationChoices,
  context: CommandContext,
): Promise<number> {
  const { db, now } = context;
  if (name === null) {
    if (from === null || scope !== null || actors !== null) {
      throw new Problem("bad-input", "What asks another question is an assessment of its own.", {
        remedy: "Give the assessment that is made a name.",
      });
    }
    return getAssessment(db, from).id;
  }
  const createdAt = now().toISOString();
  const { id } =
    from === null
      ? addAssessment(db, {
          name,
          createdAt,
          reviewOn: null,
          scope: scope ?? defaultScope(db),
          settings: defaultSettings,
        })
      : addCopy(db, { name, createdAt, copyOf: from }, gatherParts(db, from));
  if (scope !== null) setAssessmentScope(db, id, scope);
  if (actors === null) return id;
  const wanted = new Set(actors.map(({ actor }) => `${actor.kind} ${actor.id}`));
  for (const actor of getAssessment(db, id).actors) {
    if (!wanted.has(`${actor.kind} ${actor.id}`)) removeChosenActor(db, id, actor);
  }
  for (const one of actors) {
    await actorsHandlers.choose({ assessmentId: id, ...one }, context);
  }
  return id;
}

export const situationsHandlers: HandlersOf<"situations"> = { begin };
