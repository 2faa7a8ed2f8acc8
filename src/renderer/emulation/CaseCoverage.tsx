import { useApp } from "../app/app-state.ts";
import { ErrorNotice } from "../ui/ErrorNotice.tsx";
import { LevelTag } from "../ui/Tag.tsx";
import { problemOf, useOperation } from "../use-operation.ts";
import type { TestedTechnique } from "../../shared/model/run-effect.ts";

/** What its tests do to the level of a test case's technique, and why. */
export function CaseCoverage({ technique }: { readonly technique: TestedTechnique }) {
  const { assessmentId, inspect } = useApp();
  const { domain, techniqueId } = technique;
  const inspection = useOperation(
    "coverage",
    "inspect",
    { assessmentId: assessmentId ?? 0, domain, techniqueId },
    { enabled: assessmentId !== undefined, keepPrevious: true },
  );
  if (assessmentId === undefined) {
    return <p className="muted">No assessment yet: nothing asks about this technique.</p>;
  }
  if (inspection.error !== null) return <ErrorNotice problem={problemOf(inspection.error)} />;
  if (inspection.data?.id !== techniqueId) return <p className="muted">Reading the technique…</p>;
  const { assessed, why } = inspection.data;
  const before = assessed?.untestedLevel;
  return (
    <>
      {assessed !== null && (
        <p className="case-levels">
          <LevelTag level={assessed.level} />
          {before !== undefined && (
            <span className="muted">
              without tests <LevelTag level={before} />
            </span>
          )}
        </p>
      )}
      <p>{why}</p>
      {assessed === null && (
        <p className="muted">No chosen actor uses it, so the headline does not count it.</p>
      )}
      <button type="button" className="link" onClick={() => inspect(domain, techniqueId)}>
        Open {techniqueId}
      </button>
    </>
  );
}
