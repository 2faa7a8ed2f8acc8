import type { Matrix } from "../../shared/model/catalogue.ts";
import type { AssessedTechnique, CoverageLevel } from "../../shared/model/coverage.ts";

/** A tactic: a column of the matrix. */
export interface MatrixTactic {
  readonly id: string;
  readonly shortname: string;
  readonly name: string;
}

/** What is marked on a cell, beside its level. */
export type CellMarker = "note" | "plan-item" | "failed-test";

/** A technique's part in the assessment; null for techniques that no chosen actor uses. */
export interface MatrixAnswer {
  readonly level: CoverageLevel;
  /** Rules behind the level: in full and in part, or the available ones where there are no others. */
  readonly rules: number;
  /** IDs of the chosen actors that use it. */
  readonly actors: readonly string[];
  /** Counts in the headline's denominator. */
  readonly inDenominator: boolean;
  readonly beforeCompromise: boolean;
  readonly notApplicable: boolean;
  /** An assumed state feeds its level. */
  readonly assumed: boolean;
  /** Tests that hold decide its level. */
  readonly tested: boolean;
  readonly markers: readonly CellMarker[];
}

/** A technique or sub-technique as the matrix shows it. */
export interface MatrixTechnique {
  readonly id: string;
  readonly name: string;
  readonly parentId: string | null;
  readonly parentName: string | null;
  /** Shortnames of its tactics. */
  readonly tactics: readonly string[];
  readonly platforms: readonly string[];
  readonly answer: MatrixAnswer | null;
}

/** Everything that a matrix of one domain shows. */
export interface MatrixView {
  readonly tactics: readonly MatrixTactic[];
  /** Active techniques, by name; sub-techniques by ID. */
  readonly techniques: readonly MatrixTechnique[];
  readonly platforms: readonly string[];
  /** How many actors are chosen. */
  readonly actors: number;
}

function answerOf(assessed: AssessedTechnique, markers: readonly CellMarker[]): MatrixAnswer {
  const counting = assessed.detections + assessed.partialDetections;
  return {
    level: assessed.level,
    rules: assessed.level === "available" ? assessed.availableDetections : counting,
    actors: assessed.actors,
    inDenominator: assessed.inDenominator,
    beforeCompromise: assessed.beforeCompromise,
    notApplicable: assessed.notApplicable,
    assumed: assessed.assumed,
    tested: (assessed.tests?.verdict ?? null) !== null,
    // Where every test failed, the level says so.
    markers: assessed.tests?.verdict === "some-met" ? [...markers, "failed-test"] : markers,
  };
}

const byText = new Intl.Collator("en");

/**
 * Joins a release's matrix with an assessment's answer.
 * `assessed` may hold techniques of other domains; those are passed over.
 */
export function buildMatrixView(
  matrix: Matrix,
  assessed: readonly AssessedTechnique[],
  actors: number,
  markers: ReadonlyMap<string, readonly CellMarker[]> = new Map(),
): MatrixView {
  const answers = new Map(
    assessed
      .filter((technique) => technique.domain === matrix.domain)
      .map((technique) => [technique.id, technique]),
  );
  const names = new Map(matrix.techniques.map((technique) => [technique.id, technique.name]));
  const techniques = matrix.techniques.map((technique): MatrixTechnique => {
    const answer = answers.get(technique.id);
    return {
      id: technique.id,
      name: technique.name,
      parentId: technique.parentId,
      parentName: technique.parentId === null ? null : (names.get(technique.parentId) ?? null),
      tactics: technique.tactics,
      platforms: technique.platforms,
      answer: answer === undefined ? null : answerOf(answer, markers.get(technique.id) ?? []),
    };
  });
  // Techniques by name as ATT&CK orders them, then sub-techniques by ID.
  techniques.sort((a, b) => {
    if ((a.parentId === null) !== (b.parentId === null)) return a.parentId === null ? -1 : 1;
    return a.parentId === null ? byText.compare(a.name, b.name) : byText.compare(a.id, b.id);
  });
  return {
    tactics: matrix.tactics.map(({ attackId, shortname, name }) => ({
      id: attackId,
      shortname,
      name,
    })),
    techniques,
    platforms: matrix.platforms,
    actors,
  };
}
