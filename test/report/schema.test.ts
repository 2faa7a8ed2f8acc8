import { existsSync, readFileSync } from "node:fs";
import { Ajv2020 } from "ajv/dist/2020.js";
import { describe, expect, it } from "vitest";
import { buildReportSchema } from "../../src/main/report/report-schema.ts";
import { openFacts, openSampleFacts, sigma } from "./report-support.ts";

const schema: unknown = JSON.parse(
  readFileSync("resources/schema/casemate-report-1.schema.json", "utf8"),
);

/** Whether a document is one that the shipped schema takes, and else why not. */
function prepareValidator(): (document: unknown) => string[] {
  // Formats stand with patterns of their own, which are checked.
  const ajv = new Ajv2020({ allErrors: false, validateFormats: false, strict: true });
  const validate = ajv.compile(Object(schema));
  return (document) => {
    validate(JSON.parse(JSON.stringify(document)));
    return (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`);
  };
}

describe("the JSON Schema of reports", () => {
  it("is shipped as it follows from what checks the facts", () => {
    expect(schema).toEqual(JSON.parse(JSON.stringify(buildReportSchema())));
  });

  it("takes the report of the sample, and refuses one that is broken", async () => {
    const facts = await openSampleFacts();
    const problemsOf = prepareValidator();
    expect(problemsOf(facts)).toEqual([]);
    const { plan: _, ...withoutPlan } = facts;
    const broken: readonly unknown[] = [
      withoutPlan,
      { ...facts, schema: "casemate-report/2" },
      { ...facts, generatedAt: "yesterday" },
      { ...facts, notices: "none" },
      { ...facts, detections: [{ ...facts.detections[0], state: "running" }] },
      { ...facts, evidence: [{ ...facts.evidence[0], detections: [{ detection: 1.5 }] }] },
      { ...facts, result: { ...facts.result, coverage: { covered: 118 } } },
      { ...facts, releases: [{ ...facts.releases[0], techniques: {} }] },
      [],
      null,
    ];
    for (const document of broken) expect(problemsOf(document)).not.toEqual([]);
  });

  it.skipIf(!existsSync(sigma))(
    `takes the report of three groups with the Sigma rules (${sigma} is missing)`,
    async () => {
      const facts = await openFacts({ groups: ["G0046", "G0082", "G0032"], withSigma: true });
      expect(prepareValidator()(facts)).toEqual([]);
    },
  );
});
