import type { EnvironmentComparison } from "../../shared/model/environment-comparison.ts";
import { Problem } from "../../shared/problem.ts";
import { getAssessment } from "../assessments/assessments.store.ts";
import { gatherQuestion, gatherQuestionOf } from "../assessments/gather.store.ts";
import type { QueryContext } from "../backend/handler.ts";
import { readLaterIds } from "../coverage/later-ids.reader.ts";
import { getEnvironmentByName, listEnvironments } from "../environments/environments.store.ts";
import { planSettingsOf } from "../plan/gather-plan.store.ts";
import type { PlatformChange } from "../../shared/model/situation.ts";
import { compareEnvironments } from "./environments.ts";
import { changePlatforms } from "./platform-change.ts";

/** Environments beside each other as an assessment sees them; throws `bad-input` for fewer than two. */
export function answerEnvironments(
  { assessmentId, environments }: { assessmentId: number; environments?: string[] | undefined },
  { db, root, now }: Pick<QueryContext, "db" | "root" | "now">,
): EnvironmentComparison {
  const stored = getAssessment(db, assessmentId);
  const known = listEnvironments(db).map(({ name }) => name);
  const own = stored.scope.environments;
  const asked = environments ?? (own.length > 1 ? own : known);
  for (const name of asked) getEnvironmentByName(db, name);
  // In the workspace's order, each once.
  const names = known.filter((name) => asked.includes(name));
  if (names.length < 2) {
    throw new Problem("bad-input", "It takes two environments to compare.", {
      candidates: known,
      remedy: "Add an environment in the settings, and import what the other side has into it.",
    });
  }
  const assessment = { ...stored, scope: { ...stored.scope, environments: names } };
  const today = now().toISOString().slice(0, 10);
  const question = gatherQuestionOf(db, assessment, readLaterIds(root), today);
  return compareEnvironments(question, planSettingsOf(assessment, question.plan));
}

/** What becomes of an assessment's answer by other platforms. Throws `not-found`. */
export function answerPlatforms(
  { assessmentId, platforms }: { assessmentId: number; platforms: string[] },
  { db, root, now }: Pick<QueryContext, "db" | "root" | "now">,
): PlatformChange {
  const today = now().toISOString().slice(0, 10);
  return changePlatforms(gatherQuestion(db, assessmentId, readLaterIds(root), today), platforms);
}
