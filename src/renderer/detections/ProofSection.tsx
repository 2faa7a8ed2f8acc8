import { useState } from "react";
import type { ExplainedProof } from "../../shared/model/test-meaning.ts";
import { useApp } from "../app/app-state.ts";
import { formatDay } from "../app/times.ts";
import { OutcomeTag } from "../emulation/OutcomeTag.tsx";
import { ErrorNotice } from "../ui/ErrorNotice.tsx";
import { formatCount, formatNoun } from "../ui/figures.ts";
import { Badge } from "../ui/Tag.tsx";
import { problemOf, useOperation } from "../use-operation.ts";
import { proofWords } from "./detection-words.ts";

/** How many test cases are listed before the rest is asked for. */
const shownAtFirst = 8;

const tones = {
  proven: "ok",
  stale: "warning",
  "did-not-fire": "error",
  untested: "plain",
} as const;

/** The tests that proved a rule, and those in which it did not fire; each opens in its run. */
export function ProofSection({
  assessmentId,
  detectionId,
}: {
  readonly assessmentId: number;
  readonly detectionId: number;
}) {
  const { go } = useApp();
  const [isWhole, setWhole] = useState(false);
  const proof = useOperation("emulation", "proof", { assessmentId, detectionId });
  if (proof.error !== null) return <ErrorNotice problem={problemOf(proof.error)} />;
  if (proof.data === undefined) return null;
  const { state, cases, atomics } = proof.data;
  const shown = isWhole ? cases : cases.slice(0, shownAtFirst);
  return (
    <section aria-label="Tests of this rule">
      <h3>
        Tests <Badge tone={tones[state]}>{proofWords[state]}</Badge>
      </h3>
      <p>{sayProof(proof.data)}</p>
      {shown.length > 0 && (
        <ul className="plain proof-cases">
          {shown.map((one) => (
            <li key={one.caseId}>
              <OutcomeTag outcome={one.outcome} />
              <button
                type="button"
                className="link"
                onClick={() => go("emulation", { runId: one.runId, caseId: one.caseId })}
              >
                {one.name === "" ? one.written : one.name}
              </button>
              <span className="muted">
                {one.fired ? (one.late ? "fired late" : "fired") : "did not fire"}
                {one.namesTest && ", made for this test"}
                {one.host !== "" && `, ${one.host}`}, {one.run}, {formatDay(one.at)}
              </span>
            </li>
          ))}
        </ul>
      )}
      {shown.length < cases.length && (
        <button type="button" className="link" onClick={() => setWhole(true)}>
          Show {formatCount(cases.length - shown.length)} more
        </button>
      )}
      {atomics.length > 0 && (
        <p className="muted">
          It names {formatNoun(atomics.length, "atomic test")}:{" "}
          {atomics.map(({ key, name }, index) => (
            <span key={key}>
              {index > 0 && ", "}
              {name === null ? (
                <span className="mono">{key}</span>
              ) : (
                <button
                  type="button"
                  className="link"
                  onClick={() => go("emulation", { emulationTab: "tests", text: key })}
                >
                  {name}
                </button>
              )}
            </span>
          ))}
          .
        </p>
      )}
    </section>
  );
}

/** What the tests say of a rule, in a sentence or two: evidence, and no verdict on the rule. */
function sayProof({ state, lastProvenAt, fired, silent, validityDays }: ExplainedProof): string {
  const silence = `An alert was expected of ${formatNoun(silent, "test case")} of techniques that it names, and none came. It may look for other procedures.`;
  const last = lastProvenAt === null ? "" : formatDay(lastProvenAt);
  switch (state) {
    case "untested":
      return "No test case says that it fired, and none of a technique that it names asked for an alert in vain.";
    case "proven":
    case "stale": {
      const held =
        state === "proven"
          ? `Last proven ${last}, in ${formatNoun(fired, "test case")}.`
          : `Last proven ${last}, more than ${formatNoun(validityDays, "day")} ago: test it again.`;
      return silent === 0 ? held : `${held} ${silence}`;
    }
    case "did-not-fire":
      return fired === 0
        ? silence
        : `It last fired ${last}, and did not fire when that test was run again.`;
  }
}
