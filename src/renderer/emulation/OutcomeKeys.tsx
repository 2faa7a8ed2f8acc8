import { IconClockExclamation } from "@tabler/icons-react";
import type { BlockSeen, Outcome, TestCase } from "../../shared/model/emulation.ts";
import { KeyHint } from "../ui/MonoId.tsx";
import { Swatch } from "../ui/Tag.tsx";
import { ToggleButton } from "../ui/Toolbar.tsx";
import { formatSpan } from "./case-times.ts";
import { outcomeKeys, outcomeWords, seenKeys, seenWords } from "./outcome-words.ts";
import { alertDelay, isLate } from "./run-cases.ts";

const asked = [
  "blocked",
  "alerted",
  "logged",
  "missed",
  "not-run",
  "error",
] as const satisfies readonly Outcome[];
const sights = ["alert", "log", "none"] as const satisfies readonly BlockSeen[];

/** The question of the page: six answers by one key each, and for a block the second question. */
export function OutcomeKeys({
  testCase,
  slaMinutes,
  goOn,
  onOutcome,
  onSeen,
  onGoOn,
}: {
  readonly testCase: TestCase;
  readonly slaMinutes: number;
  /** Whether an outcome goes on to the next test case. */
  readonly goOn: boolean;
  readonly onOutcome: (outcome: Outcome) => void;
  readonly onSeen: (seen: BlockSeen) => void;
  readonly onGoOn: (goOn: boolean) => void;
}) {
  const { outcome, seen } = testCase;
  const delay = alertDelay(testCase);
  return (
    <>
      <div className="outcome-keys" role="group" aria-label="What did the defence do?">
        {asked.map((each) => (
          <button
            key={each}
            type="button"
            className="outcome-key"
            aria-pressed={outcome === each}
            aria-keyshortcuts={outcomeKeys[each]}
            onClick={() => onOutcome(each)}
          >
            <Swatch fill={`out-${each}`} />
            <span>{outcomeWords[each]}</span>
            <KeyHint>{outcomeKeys[each]}</KeyHint>
          </button>
        ))}
      </div>
      {outcome === "blocked" && (
        <>
          <h4 className="case-question">Was the attempt seen?</h4>
          <div className="outcome-keys seen-keys" role="group" aria-label="Was the attempt seen?">
            {sights.map((each) => (
              <button
                key={each}
                type="button"
                className="outcome-key"
                aria-pressed={seen === each}
                aria-keyshortcuts={seenKeys[each]}
                onClick={() => onSeen(each)}
              >
                <span>{seenWords[each]}</span>
                <KeyHint>{seenKeys[each]}</KeyHint>
              </button>
            ))}
          </div>
        </>
      )}
      {isLate(testCase, slaMinutes) && delay !== null && (
        <p className="outcome-late">
          <IconClockExclamation size={17} stroke={1.75} aria-hidden="true" />
          <span>
            The alert fired {formatSpan(delay)} after the start, later than the SLA of{" "}
            {formatSpan(slaMinutes * 60_000)}.{" "}
            {outcome === "blocked" ? (
              <>The block counts as seen in the log.</>
            ) : (
              <>
                It counts as <b>logged only</b>.
              </>
            )}
          </span>
        </p>
      )}
      <div className="outcome-note">
        {outcome === "not-assessed" ? (
          <span className="muted">Nobody has said yet.</span>
        ) : (
          <span>
            <button
              type="button"
              className="link"
              aria-keyshortcuts={outcomeKeys["not-assessed"]}
              onClick={() => onOutcome("not-assessed")}
            >
              Not assessed
            </button>{" "}
            <KeyHint>0</KeyHint>
          </span>
        )}
        <ToggleButton pressed={goOn} onChange={onGoOn}>
          Go on to the next <KeyHint>g</KeyHint>
        </ToggleButton>
      </div>
    </>
  );
}
