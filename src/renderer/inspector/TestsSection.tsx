import { useState } from "react";
import type { TechniqueInspection } from "../../shared/model/coverage.ts";
import type { TestEvidence, TestStanding } from "../../shared/model/emulation.ts";
import { useApp } from "../app/app-state.ts";
import { formatDay } from "../app/times.ts";
import { OutcomeTag } from "../emulation/OutcomeTag.tsx";
import { expectedWords } from "../emulation/outcome-words.ts";
import { InspectorSection } from "../frame/InspectorPanel.tsx";
import { formatCount, formatNoun } from "../ui/figures.ts";
import { Badge, LevelTag } from "../ui/Tag.tsx";

/** How many test cases are listed before the rest is asked for. */
const shownAtFirst = 6;

const standingLooks: Readonly<
  Record<
    TestStanding,
    { readonly word: string; readonly tone: "ok" | "error" | "plain" | "warning" }
  >
> = {
  met: { word: "Met", tone: "ok" },
  unmet: { word: "Not met", tone: "error" },
  prevented: { word: "Prevented", tone: "plain" },
  stale: { word: "Stale", tone: "warning" },
};

/** What tests showed of a technique: the verdict, then each test case, which opens in its run. */
export function TestsSection({ inspection }: { readonly inspection: TechniqueInspection }) {
  const { go } = useApp();
  const [isWhole, setWhole] = useState(false);
  const { testCases, libraryTests, assessed, id } = inspection;
  const shown = isWhole ? testCases : testCases.slice(0, shownAtFirst);
  return (
    <InspectorSection title="Tests" count={formatNoun(testCases.length, "test case")}>
      {testCases.length === 0 ? (
        <p className="muted">No test case has been recorded for it.</p>
      ) : (
        <>
          <p>{sayVerdict(inspection)}</p>
          {assessed?.untestedLevel !== undefined && (
            <p className="inspector-untested">
              <span className="muted">Without tests</span>{" "}
              <LevelTag level={assessed.untestedLevel} />
            </p>
          )}
          <ul className="plain inspector-evidence">
            {shown.map((one) => (
              <TestCaseLine key={one.caseId} testCase={one} />
            ))}
          </ul>
          {shown.length < testCases.length && (
            <button type="button" className="link" onClick={() => setWhole(true)}>
              Show {formatCount(testCases.length - shown.length)} more
            </button>
          )}
        </>
      )}
      {libraryTests > 0 && (
        <p>
          <button
            type="button"
            className="link"
            onClick={() => go("emulation", { emulationTab: "tests", text: id })}
          >
            {formatNoun(libraryTests, "test")} of the library
          </button>{" "}
          {libraryTests === 1 ? "names" : "name"} it.
        </p>
      )}
    </InspectorSection>
  );
}

/** "2 of 3 tests met", counted over what holds; what decides nothing stands behind it. */
function sayVerdict({ assessed, testCases }: TechniqueInspection): string {
  const count = (standing: TestStanding) =>
    testCases.filter((one) => one.standing === standing).length;
  const [met, unmet] = [count("met"), count("unmet")];
  const beside = [
    ...(count("prevented") === 0 ? [] : [`${formatCount(count("prevented"))} prevented`]),
    ...(count("stale") === 0 ? [] : [`${formatCount(count("stale"))} stale`]),
    ...(assessed?.tests === undefined || assessed.tests.waiting === 0
      ? []
      : [`${formatCount(assessed.tests.waiting)} not assessed`]),
  ];
  const verdict =
    met + unmet === 0
      ? "No test that holds decides its level"
      : `${formatCount(met)} of ${formatNoun(met + unmet, "test")} met`;
  return `${[verdict, ...beside].join(", ")}.`;
}

function TestCaseLine({ testCase }: { readonly testCase: TestEvidence }) {
  const { go } = useApp();
  const { name, run, runId, caseId, host, at, outcome, seen, expected, standing, late, fired } =
    testCase;
  const look = standing === null ? null : standingLooks[standing];
  const isVerdict =
    outcome === "blocked" || outcome === "alerted" || outcome === "logged" || outcome === "missed";
  return (
    <li>
      <button
        type="button"
        className="link inspector-evidence-name"
        onClick={() => go("emulation", { runId, caseId })}
      >
        {name}
      </button>
      <span className="inspector-evidence-facts">
        <OutcomeTag outcome={outcome} />
        {outcome === "blocked" && seen !== null && (
          <span>{{ alert: "with an alert", log: "with a trace", none: "unseen" }[seen]}</span>
        )}
        {look === null ? (
          isVerdict && <Badge>Superseded</Badge>
        ) : (
          <Badge tone={look.tone}>{look.word}</Badge>
        )}
        {late && <span>alert later than the SLA: counts as logged</span>}
        <span>expected {expectedWords[expected].toLowerCase()}</span>
        {fired !== null && <span>{fired.name} fired</span>}
        <span>{run}</span>
        {host !== "" && <span>{host}</span>}
        <span>{formatDay(at)}</span>
      </span>
    </li>
  );
}
