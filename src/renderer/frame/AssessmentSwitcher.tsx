import { Menu } from "@mantine/core";
import { IconClipboardList, IconPlus, IconSelector } from "@tabler/icons-react";
import type { ReactNode } from "react";
import { formatNoun } from "../ui/figures.ts";

/** An assessment as the switcher shows it. `AssessmentSummary` of the contract has this shape. */
export interface SwitcherAssessment {
  readonly id: number;
  readonly name: string;
  readonly actors: number;
  readonly releases: readonly { readonly domain: string; readonly version: string }[];
}

function about(assessment: SwitcherAssessment): string {
  const releases = assessment.releases.map(({ domain, version }) => `${domain} ${version}`);
  return [formatNoun(assessment.actors, "actor"), ...releases].join(" · ");
}

/** Which assessment is being worked on, with a menu of the others. */
export function AssessmentSwitcher({
  assessments,
  currentId,
  onSwitch,
  onCreate,
  children,
}: {
  readonly assessments: readonly SwitcherAssessment[];
  readonly currentId: number | null;
  readonly onSwitch: (id: number) => void;
  readonly onCreate: () => void;
  /** Further entries, such as rename and delete (`Menu.Item`s). */
  readonly children?: ReactNode;
}) {
  const current = assessments.find((assessment) => assessment.id === currentId);
  return (
    <Menu width={400}>
      <Menu.Target>
        <button type="button" className="switcher">
          <IconClipboardList size={16} stroke={1.75} aria-hidden="true" />
          <b>{current?.name ?? "No assessment"}</b>
          {current !== undefined && <span className="switcher-about">{about(current)}</span>}
          <IconSelector size={15} stroke={1.75} aria-hidden="true" />
        </button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>Assessments</Menu.Label>
        <Menu.RadioGroup
          value={currentId === null ? "" : String(currentId)}
          onChange={(value) => onSwitch(Number(value))}
        >
          {assessments.map((assessment) => (
            <Menu.RadioItem closeMenuOnClick key={assessment.id} value={String(assessment.id)}>
              {assessment.name}
              <div className="toolbar-note">{about(assessment)}</div>
            </Menu.RadioItem>
          ))}
        </Menu.RadioGroup>
        <Menu.Divider />
        <Menu.Item
          leftSection={<IconPlus size={16} stroke={1.75} aria-hidden="true" />}
          onClick={onCreate}
        >
          New assessment
        </Menu.Item>
        {children}
      </Menu.Dropdown>
    </Menu>
  );
}
