import type { AssessedTechnique } from "../../shared/model/coverage.ts";
import type { TestEvidence } from "../../shared/model/emulation.ts";
import { techniqueTests } from "../../shared/model/emulation.ts";
import type { JudgedTechnique } from "../coverage/coverage.ts";
import type { JudgedCase } from "./judge-tests.ts";

/** What an answer says of a technique's tests; nothing where none is known. */
export function testFieldsOf({
  tests,
  level,
  untestedLevel,
}: JudgedTechnique): Pick<AssessedTechnique, "tests" | "untestedLevel"> {
  if (tests === null) return {};
  return {
    tests: techniqueTests.parse(tests),
    ...(level === untestedLevel ? {} : { untestedLevel }),
  };
}

/** A test case as evidence of a technique's level. */
export function testEvidenceOf({
  testCase,
  expected,
  at,
  isLate,
  standing,
}: JudgedCase): TestEvidence {
  const { id, runId, run, name, host, outcome, seen, fired } = testCase;
  return {
    caseId: id,
    runId,
    run,
    name,
    host,
    at,
    expected,
    outcome,
    seen,
    standing,
    late: isLate,
    fired,
  };
}
