import { mkdir } from "node:fs/promises";
import { dirname } from "node:path";
import type { AssessmentResult } from "../../shared/model/assessment.ts";
import type { Plan, PlanFormat } from "../../shared/model/plan.ts";
import { Problem } from "../../shared/problem.ts";
import type { DocumentLabels } from "../assessments/assessment-document.ts";
import { writeWholeFile } from "../files/whole-file.writer.ts";
import { writeLayerTables } from "../layers/layer-table.writer.ts";
import { buildPlanCsv, buildPlanTables } from "./plan-table.ts";
import { buildPlanYaml } from "./plan-yaml.ts";
import { buildTrackerCsv } from "./tracker.ts";

/** A plan with what its documents say beside it. */
export interface WrittenPlan {
  readonly plan: Plan;
  readonly actors: AssessmentResult["actors"];
  readonly labels: DocumentLabels;
}

/** The format that a path's ending stands for. Throws `bad-input`. */
function formatOf(path: string): PlanFormat {
  const ending = /\.([a-z]+)$/i.exec(path)?.[1]?.toLowerCase();
  switch (ending) {
    case "yaml":
    case "yml":
      return "yaml";
    case "csv":
    case "xlsx":
    case "json":
      return ending;
    default:
      throw new Problem("bad-input", `What format ${path} should have cannot be told.`, {
        file: path,
        remedy: "End its name in .yaml, .csv, .xlsx or .json.",
      });
  }
}

/** Writes a plan in one format; by the path's ending where none is given. Makes the folder. */
export async function writePlan(
  path: string,
  format: PlanFormat | undefined,
  { plan, actors, labels }: WrittenPlan,
): Promise<void> {
  const { marking } = labels;
  const chosen = format ?? formatOf(path);
  // Where that fails, writing says so in better words.
  await mkdir(dirname(path), { recursive: true, mode: 0o700 }).catch(() => undefined);
  switch (chosen) {
    case "yaml":
      return writeWholeFile(path, buildPlanYaml(plan, actors, labels));
    case "csv":
      return writeWholeFile(path, buildPlanCsv(plan, marking));
    case "tracker":
      return writeWholeFile(path, buildTrackerCsv(plan, marking));
    case "xlsx":
      return writeLayerTables(path, buildPlanTables(plan, marking, labels.notice));
    case "json": {
      const { generatedAt, tool, notice } = labels;
      const marked = marking === null ? {} : { marking };
      const document = { schema: "casemate-plan/1", ...marked, generatedAt, tool, notice, ...plan };
      return writeWholeFile(path, `${JSON.stringify(document, null, 2)}\n`);
    }
  }
}
