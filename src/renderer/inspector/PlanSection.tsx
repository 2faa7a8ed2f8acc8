import { Button } from "@mantine/core";
import { useState } from "react";
import type { Domain, TechniqueId } from "../../shared/model/attack-id.ts";
import { useApp } from "../app/app-state.ts";
import { InspectorSection } from "../frame/InspectorPanel.tsx";
import { planFacts } from "../gaps/plan-facts.tsx";
import { usePlan, usePlanEdits } from "../gaps/plan.ts";
import { PlanSteps } from "../gaps/PlanSteps.tsx";
import { EditItems, moveItems, WindowItems } from "../gaps/PlanMenus.tsx";
import { windowWords, workWords } from "../gaps/reason-words.ts";
import { ErrorNotice } from "../ui/ErrorNotice.tsx";
import { Facts } from "../ui/Page.tsx";
import { MenuButton } from "../ui/Toolbar.tsx";
import { problemOf } from "../use-operation.ts";

/** What is planned for a technique, and the way to change it. */
export function PlanSection({
  domain,
  techniqueId,
  isGap,
}: {
  readonly domain: Domain;
  readonly techniqueId: TechniqueId;
  readonly isGap: boolean;
}) {
  const { go } = useApp();
  const [editing, setEditing] = useState(false);
  const plan = usePlan();
  const edits = usePlanEdits();
  const item = plan.data?.items.find(
    (each) => each.domain === domain && each.techniqueId === techniqueId,
  );
  return (
    <InspectorSection
      title="Plan item"
      count={
        item === undefined
          ? undefined
          : `${windowWords[item.window]}, ${workWords[item.status].toLowerCase()}`
      }
      empty={
        item !== undefined || plan.error !== null
          ? undefined
          : isGap
            ? "It was decided about, so it is in no plan."
            : "It is no gap, so nothing is planned for it."
      }
    >
      {plan.error !== null && <ErrorNotice problem={problemOf(plan.error)} />}
      {edits.problem !== undefined && <ErrorNotice problem={edits.problem} />}
      {item !== undefined && (
        <>
          <PlanSteps steps={item.steps} />
          <Facts facts={planFacts(item)} />
          <div className="inspector-plan-actions">
            <MenuButton label="Window">
              <WindowItems onWindow={(window) => moveItems([item], window, edits)} />
            </MenuButton>
            <Button size="xs" onClick={() => setEditing(true)}>
              Owner, due, note…
            </Button>
            <Button
              size="xs"
              onClick={() => go("gaps", { domain, techniqueId, gapsView: "board" })}
            >
              Show on the board
            </Button>
          </div>
          {editing && <EditItems items={[item]} edits={edits} onClose={() => setEditing(false)} />}
        </>
      )}
    </InspectorSection>
  );
}
