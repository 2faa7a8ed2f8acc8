import { Menu } from "@mantine/core";
import type { Plan } from "../../shared/model/plan.ts";
import { formatDay } from "../app/times.ts";
import { MenuButton } from "../ui/Toolbar.tsx";
import type { PlanEdits } from "./plan.ts";

/** What can be done with the plan as a whole: write it, read its status back, agree on it. */
export function PlanActions({
  plan,
  edits,
  onSettings,
}: {
  readonly plan: Plan;
  readonly edits: PlanEdits;
  readonly onSettings: () => void;
}) {
  const { baseline } = plan;
  return (
    <>
      <MenuButton label="Plan">
        <Menu.Item onClick={onSettings}>Capacity and money…</Menu.Item>
        <Menu.Divider />
        <Menu.Item onClick={edits.agree}>
          {baseline === null ? "Agree on this plan" : "Agree anew"}
          <div className="toolbar-note">
            {baseline === null
              ? "slip is told against it"
              : `agreed on ${formatDay(baseline.fixedOn)}`}
          </div>
        </Menu.Item>
        {baseline !== null && (
          <Menu.Item onClick={edits.disagree}>Forget what was agreed</Menu.Item>
        )}
      </MenuButton>
    </>
  );
}
