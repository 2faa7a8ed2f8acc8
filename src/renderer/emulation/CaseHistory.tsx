import { useState } from "react";
import {
  expectedOutcome,
  outcome,
  type TestCaseChange,
  type TestCaseField,
} from "../../shared/model/emulation.ts";
import { formatMoment } from "../app/times.ts";
import { formatCount } from "../ui/figures.ts";
import { writeMoment } from "./case-times.ts";
import { caseFieldWords, expectedWords, outcomeWords } from "./outcome-words.ts";

const shownAtFirst = 6;

/** Every change of a test case, the latest first. */
export function CaseHistory({ history }: { readonly history: readonly TestCaseChange[] }) {
  const [all, setAll] = useState(false);
  const shown = all ? history : history.slice(0, shownAtFirst);
  return (
    <>
      <ol className="plain case-history">
        {shown.map((change, index) => (
          <li key={history.length - index}>
            <span className="muted">
              {formatMoment(change.at)}
              {change.who === "" ? "" : `, ${change.who}`}
            </span>
            <span>
              {caseFieldWords[change.field]}: {valueWords(change.field, change.before)}{" "}
              <span aria-label="became">→</span> <b>{valueWords(change.field, change.after)}</b>
            </span>
          </li>
        ))}
      </ol>
      {history.length > shown.length && (
        <button type="button" className="link" onClick={() => setAll(true)}>
          Show all {formatCount(history.length)}
        </button>
      )}
    </>
  );
}

/** A stored value of a field in words. */
function valueWords(field: TestCaseField, json: string): string {
  const value: unknown = JSON.parse(json);
  if (value === null || value === "") return "nothing";
  if (field === "outcome") {
    const known = outcome.safeParse(value);
    if (known.success) return outcomeWords[known.data].toLowerCase();
  }
  if (field === "expected") {
    const known = expectedOutcome.safeParse(value);
    if (known.success) return expectedWords[known.data].toLowerCase();
  }
  if (typeof value === "boolean") return value ? "yes" : "no";
  if (typeof value === "string") {
    if (field === "startAt" || field === "endAt" || field === "alertAt") return writeMoment(value);
    return value.length > 80 ? `${value.slice(0, 79)}…` : value;
  }
  if (Array.isArray(value)) return field === "observations" ? toolWords(value) : "changed";
  if (typeof value === "object" && "name" in value && typeof value.name === "string") {
    return value.name;
  }
  return "changed";
}

function toolWords(values: readonly unknown[]): string {
  const tools = values.flatMap((each) =>
    typeof each === "object" && each !== null && "tool" in each && typeof each.tool === "string"
      ? [each.tool]
      : [],
  );
  return tools.length === 0 ? "none" : tools.join(", ");
}
