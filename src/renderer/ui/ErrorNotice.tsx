import "./Notice.css";
import { IconAlertTriangle } from "@tabler/icons-react";
import type { ReactNode } from "react";
import type { ProblemPlace } from "../../shared/problem.ts";

/** A failure as it reached the window. A `Problem` has this shape. */
export interface ShownProblem {
  readonly code: string;
  readonly message: string;
  readonly place?: ProblemPlace | undefined;
}

/** The rows of "where": only what is known. */
function placeRows(place: ProblemPlace): readonly (readonly [string, string])[] {
  const rows: [string, string][] = [];
  if (place.file !== undefined) rows.push(["File", place.file]);
  if (place.line !== undefined) rows.push(["Line", String(place.line)]);
  if (place.objectId !== undefined) rows.push(["Object", place.objectId]);
  if (place.path !== undefined) rows.push(["JSON path", place.path]);
  return rows;
}

/**
 * A failure beside its cause: what happened, where, what now. The code is in the details only.
 * `actions` are buttons such as "Show line", "Export list", "Try again".
 */
export function ErrorNotice({
  problem,
  actions,
}: {
  readonly problem: ShownProblem;
  readonly actions?: ReactNode;
}) {
  const rows = problem.place === undefined ? [] : placeRows(problem.place);
  return (
    <div className="notice" data-tone="error" role="alert">
      <IconAlertTriangle className="notice-icon" size={18} stroke={1.75} aria-hidden="true" />
      <div className="notice-words">
        <p className="notice-message">{problem.message}</p>
        {problem.place?.things !== undefined && (
          <ul className="notice-things">
            {problem.place.things.map((thing) => (
              <li key={thing}>{thing}</li>
            ))}
          </ul>
        )}
        {problem.place?.remedy !== undefined && <p>{problem.place.remedy}</p>}
        {problem.place?.candidates !== undefined && problem.place.candidates.length > 0 && (
          <p>Did you mean: {problem.place.candidates.join(", ")}?</p>
        )}
        <details>
          <summary>Details</summary>
          <dl className="notice-details">
            {rows.map(([word, value]) => (
              <div key={word}>
                <dt>{word}</dt>
                <dd className="mono">{value}</dd>
              </div>
            ))}
            <div>
              <dt>Code</dt>
              <dd className="mono">{problem.code}</dd>
            </div>
          </dl>
        </details>
      </div>
      {actions !== undefined && <div className="notice-actions">{actions}</div>}
    </div>
  );
}

/** A sentence that wants attention without being a failure, with its action. */
export function Notice({
  tone,
  icon,
  children,
  actions,
}: {
  readonly tone: "info" | "warning" | "ok" | "accent";
  readonly icon?: ReactNode;
  readonly children: ReactNode;
  readonly actions?: ReactNode;
}) {
  return (
    <div className="notice" data-tone={tone} role="note">
      {icon !== undefined && <span className="notice-icon">{icon}</span>}
      <div className="notice-words">{children}</div>
      {actions !== undefined && <div className="notice-actions">{actions}</div>}
    </div>
  );
}
