import { Button, Menu } from "@mantine/core";
import { useState } from "react";
import type { TechniqueInspection } from "../../shared/model/coverage.ts";
import { formatDay } from "../app/times.ts";
import { DecisionDialog } from "../gaps/DecisionDialog.tsx";
import { blankDecision, type Decided, useDecisions } from "../gaps/decisions.ts";
import { decisionKey } from "../gaps/gap-key.ts";
import { statusWords } from "../gaps/reason-words.ts";
import { ErrorNotice } from "../ui/ErrorNotice.tsx";
import { MenuButton } from "../ui/Toolbar.tsx";

/** What the analyst decided about the technique in this assessment, and the way to decide. */
export function GapDecision({ inspection }: { readonly inspection: TechniqueInspection }) {
  const [asking, setAsking] = useState<Decided>();
  const { byKey, change, problem } = useDecisions();
  const { domain, id: techniqueId, assessed, gap } = inspection;
  if (byKey === undefined) return null;
  const technique = { domain, techniqueId };
  const decision = byKey.get(decisionKey(technique));
  const current = decision ?? blankDecision(technique);
  const isDecided = current.status !== "open";
  const choices: readonly Decided[] =
    gap === null ? ["not-applicable"] : ["accepted", "mitigated", "not-applicable"];
  return (
    <div className="inspector-decision">
      {isDecided && (
        <p>
          <b>{statusWords[current.status]}</b>
          {current.who !== "" && ` by ${current.who}`}
          {current.expires !== null && `, until ${formatDay(current.expires)}`}: {current.reason}
        </p>
      )}
      {current.takenIn && <p>Taken into the headline, though before compromise.</p>}
      <div className="inspector-decision-actions">
        <MenuButton label={isDecided ? "Change decision" : "Decide"}>
          {choices.map((status) => (
            <Menu.Item key={status} onClick={() => setAsking(status)}>
              {statusWords[status]}…
            </Menu.Item>
          ))}
        </MenuButton>
        {assessed?.beforeCompromise === true && (
          <Button
            size="xs"
            onClick={() =>
              change(
                { decisions: [{ ...current, takenIn: !current.takenIn }], withdrawn: [] },
                current.takenIn
                  ? `${techniqueId} stands before compromise again`
                  : `${techniqueId} taken into the headline`,
              )
            }
          >
            {current.takenIn ? "Leave out of headline" : "Take into headline"}
          </Button>
        )}
        {decision !== undefined && (
          <Button
            size="xs"
            onClick={() =>
              change(
                { decisions: [], withdrawn: [technique] },
                `Decision on ${techniqueId} withdrawn`,
              )
            }
          >
            Withdraw
          </Button>
        )}
      </div>
      {problem !== undefined && <ErrorNotice problem={problem} />}
      {asking !== undefined && (
        <DecisionDialog
          status={asking}
          count={1}
          initial={current}
          onClose={() => setAsking(undefined)}
          onSave={(words) => {
            change(
              { decisions: [{ ...current, ...words, status: asking }], withdrawn: [] },
              `${techniqueId}: ${statusWords[asking].toLowerCase()}`,
            );
            setAsking(undefined);
          }}
        />
      )}
    </div>
  );
}
