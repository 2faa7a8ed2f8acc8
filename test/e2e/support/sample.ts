import { copyFileSync, existsSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import { inject } from "vitest";
import type { AssessmentResult } from "../../../src/shared/model/assessment.ts";
import type { AssessmentSummary } from "../../../src/shared/model/assessment.ts";
import {
  callFromPage,
  launchCasemate,
  makeHome,
  ownFile,
  type Casemate,
  type LaunchOptions,
} from "./launch.ts";

/** Starts the application and opens the sample assessment by its one click, as if made before. */
export async function launchSample(options: LaunchOptions = {}): Promise<Casemate> {
  const home = options.home ?? makeHome();
  const folder = join(home, ".config", "Casemate");
  const path = join(folder, "Sample assessment.casemate");
  if (!existsSync(path)) {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    copyFileSync(inject("filledWorkspaces").sample, path);
    for (const each of [join(home, ".config"), folder, path]) ownFile(each);
  }
  const casemate = await launchCasemate({ ...options, home });
  await casemate.page.getByRole("button", { name: "Open the sample assessment" }).click();
  await casemate.page
    .getByRole("region", { name: "Coverage by tactic" })
    .waitFor({ timeout: 60_000 });
  return casemate;
}

/** The value of an operation that must succeed. */
export async function valueOf<Value>(
  { page }: Casemate,
  operation: string,
  input: unknown,
): Promise<Value> {
  const reply = (await callFromPage(page, operation, input)) as
    { ok: true; value: Value } | { ok: false; problem: { message: string } };
  if (!reply.ok) throw new Error(`${operation}: ${reply.problem.message}`);
  return reply.value;
}

/** The answer of the workspace's only assessment. */
export async function answerOf(casemate: Casemate): Promise<AssessmentResult> {
  const [only] = await valueOf<AssessmentSummary[]>(casemate, "assessments.list", {});
  if (only === undefined) throw new Error("The workspace has no assessment.");
  return valueOf<AssessmentResult>(casemate, "assessments.answer", { assessmentId: only.id });
}
