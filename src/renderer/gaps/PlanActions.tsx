import { Menu } from "@mantine/core";
import { IconDownload } from "@tabler/icons-react";
import type { Plan, PlanFormat } from "../../shared/model/plan.ts";
import type { Problem } from "../../shared/problem.ts";
import { useApp } from "../app/app-state.ts";
import { formatDay } from "../app/times.ts";
import { writeMarkedFile } from "../markings/ask-marking.ts";
import { formatCount, formatNoun } from "../ui/figures.ts";
import { showDone } from "../ui/toasts.tsx";
import { MenuButton } from "../ui/Toolbar.tsx";
import { problemOf } from "../use-operation.ts";
import { workbench } from "../workbench.ts";
import type { PlanEdits } from "./plan.ts";

interface Format {
  readonly format: PlanFormat;
  readonly label: string;
  readonly note: string;
  readonly suggested: string;
  readonly extension: string;
}

const formats: readonly Format[] = [
  {
    format: "yaml",
    label: "YAML",
    note: "the remediation plan by window",
    suggested: "plan.yaml",
    extension: "yaml",
  },
  {
    format: "xlsx",
    label: "Excel workbook",
    note: "plan, windows, assumptions",
    suggested: "plan.xlsx",
    extension: "xlsx",
  },
  {
    format: "csv",
    label: "CSV",
    note: "one line for each gap",
    suggested: "plan.csv",
    extension: "csv",
  },
  {
    format: "tracker",
    label: "CSV for an issue tracker",
    note: "Jira, GitHub, Azure DevOps",
    suggested: "plan-issues.csv",
    extension: "csv",
  },
  {
    format: "json",
    label: "JSON",
    note: "everything, for programs",
    suggested: "plan.json",
    extension: "json",
  },
];

/** Writes the plan where the user says. */
async function exportPlan({ assessmentId, name }: Plan, chosen: Format): Promise<void> {
  const { format, suggested, extension } = chosen;
  const written = await writeMarkedFile({
    things: { assessmentIds: [assessmentId] },
    ...{ what: `Plan of ${name}`, suggested, extension },
    write: (path, marked) => workbench.plan.export({ assessmentId, path, format, ...marked }),
  });
  if (written === null) return;
  showDone(`Wrote ${formatNoun(written.items, "gap")} to ${written.path}`);
}

/** What can be done with the plan as a whole: write it, read its status back, agree on it. */
export function PlanActions({
  plan,
  edits,
  onSettings,
  onProblem,
}: {
  readonly plan: Plan;
  readonly edits: PlanEdits;
  readonly onSettings: () => void;
  readonly onProblem: (problem: Problem | undefined) => void;
}) {
  const run = (work: Promise<void>) => {
    onProblem(undefined);
    work.catch((error: unknown) => onProblem(problemOf(error)));
  };
  const { focus, go } = useApp();
  const { baseline } = plan;
  const importStatus = async () => {
    const path = await workbench.shell.choosePlanStatus({});
    if (path === null) return;
    const report = await workbench.plan.importStatus({ assessmentId: plan.assessmentId, path });
    showDone(
      `Read ${formatNoun(report.read, "line")}: ${formatCount(report.changed)} changed the plan`,
      () => {
        run(workbench.imports.undo({ id: report.id }).then(() => undefined));
      },
    );
    if (report.items.length > 0 || report.unreadable.length > 0)
      go("imports", { importId: report.id });
  };
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
        <Menu.Divider />
        <Menu.Item onClick={() => run(importStatus())}>
          Import status…
          <div className="toolbar-note">from a tracker’s CSV, or our CSV or XLSX</div>
        </Menu.Item>
      </MenuButton>
      <MenuButton
        label="Export"
        startsOpen={focus?.exportPlan === true}
        icon={<IconDownload size={15} stroke={1.75} aria-hidden="true" />}
      >
        {formats.map((each) => (
          <Menu.Item key={each.format} onClick={() => run(exportPlan(plan, each))}>
            {each.label}
            <div className="toolbar-note">{each.note}</div>
          </Menu.Item>
        ))}
      </MenuButton>
    </>
  );
}
