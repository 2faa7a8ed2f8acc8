import type { AssessmentResult } from "../../shared/model/assessment.ts";

/** What every exported document says of its making. */
export interface DocumentLabels {
  /** ISO time. */
  readonly generatedAt: string;
  /** Name and version of the program. */
  readonly tool: string;
  /** The ATT&CK notice, which goes with its content. */
  readonly notice: string;
  /** Null = none. */
  readonly marking: string | null;
}

/** The answer of an assessment as the JSON document `casemate-assessment/1`. */
export function buildAssessmentDocument(
  { assessmentId: _, ...result }: AssessmentResult,
  { generatedAt, tool, notice, marking }: DocumentLabels,
): Readonly<Record<string, unknown>> {
  const marked = marking === null ? {} : { marking };
  return { schema: "casemate-assessment/1", ...marked, generatedAt, tool, notice, ...result };
}
