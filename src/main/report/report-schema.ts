import { z } from "zod";
import { assessedTechnique, gap, tacticCoverage } from "../../shared/model/coverage.ts";
import { marking } from "../../shared/model/marking.ts";
import { planItem, planLogSource } from "../../shared/model/plan.ts";
import {
  factsActor,
  factsCase,
  factsDetection,
  factsEmulation,
  factsEnvironment,
  factsImport,
  factsMarking,
  factsRelease,
  factsTechnique,
  reportFacts,
} from "../../shared/model/report-facts.ts";
import { outcomeFigures } from "../../shared/model/test-meaning.ts";

/** Parts that the schema names, so that it can be read. */
const named: Readonly<Record<string, z.ZodType>> = {
  actor: factsActor,
  assessedTechnique,
  case: factsCase,
  detection: factsDetection,
  emulation: factsEmulation,
  environment: factsEnvironment,
  gap,
  import: factsImport,
  marking: factsMarking,
  markingOfScheme: marking,
  outcomeFigures,
  planItem,
  planLogSource,
  release: factsRelease,
  tacticCoverage,
  technique: factsTechnique,
};

/**
 * The JSON Schema (2020-12) of a report's facts, as `resources/schema` publishes it.
 *
 * Readers of the JSON may rely on it: version 1 is only added to, so that it refuses no property that
 * it does not know.
 */
export function buildReportSchema(): Readonly<Record<string, unknown>> {
  const metadata = z.registry<{ id: string }>();
  for (const [id, schema] of Object.entries(named)) metadata.add(schema, { id });
  const { $schema, ...schema } = z.toJSONSchema(reportFacts, {
    target: "draft-2020-12",
    metadata,
    override: ({ jsonSchema }) => {
      if (jsonSchema.additionalProperties === false) delete jsonSchema.additionalProperties;
    },
  });
  return {
    $schema,
    $id: "urn:casemate:report:1",
    title: "Casemate report, version 1",
    description:
      "Everything that a report of Casemate says of an assessment: every other form of the report can be made from it again.",
    ...schema,
  };
}
