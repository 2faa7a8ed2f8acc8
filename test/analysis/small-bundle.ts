import { writeFileSync } from "node:fs";

/** Text that a spreadsheet would evaluate, and text that would act on a terminal. */
export const formula = '=HYPERLINK("x")';
export const control = "Plain\u001b[31m\u202eName";

const uuid = (number: number) => `00000000-0000-4000-8000-${String(number).padStart(12, "0")}`;
const withId = (id: string) => [{ source_name: "mitre-attack", external_id: id }];

/**
 * Writes a bundle of one small Enterprise matrix.
 *
 * Two groups that share an alias: G0001 "Amber Quay" uses T1001 and T1002, G0002 "Birch Lantern"
 * T1002 alone; T1002 has the sub-technique T1002.001 and is detected by an analytic. Names are
 * hostile on purpose.
 */
export function writeSmallBundle(path: string): void {
  const at = { created: "2025-01-01T00:00:00.000Z", modified: "2025-01-01T00:00:00.000Z" };
  const common = { spec_version: "2.1", ...at, x_mitre_domains: ["enterprise-attack"] };
  const technique = (number: number, id: string, name: string) => ({
    type: "attack-pattern",
    id: `attack-pattern--${uuid(number)}`,
    ...common,
    name,
    description: `What ${id} does.`,
    external_references: withId(id),
    kill_chain_phases: [{ kill_chain_name: "mitre-attack", phase_name: "execution" }],
    x_mitre_platforms: ["Windows"],
    x_mitre_is_subtechnique: id.includes("."),
  });
  const group = (number: number, id: string, name: string) => ({
    type: "intrusion-set",
    id: `intrusion-set--${uuid(number)}`,
    ...common,
    name,
    aliases: [name, "Shared Alias"],
    external_references: withId(id),
  });
  const relationship = (number: number, type: string, source: string, target: string) => ({
    type: "relationship",
    id: `relationship--${uuid(number)}`,
    ...common,
    relationship_type: type,
    source_ref: source,
    target_ref: target,
    description: `Procedure ${number}.`,
  });
  const attackPattern = (number: number) => `attack-pattern--${uuid(number)}`;
  const intrusionSet = (number: number) => `intrusion-set--${uuid(number)}`;
  const objects = [
    {
      type: "x-mitre-matrix",
      id: `x-mitre-matrix--${uuid(1)}`,
      ...common,
      name: "Small",
      external_references: withId("enterprise-attack"),
      tactic_refs: [`x-mitre-tactic--${uuid(2)}`],
    },
    {
      type: "x-mitre-tactic",
      id: `x-mitre-tactic--${uuid(2)}`,
      ...common,
      name: "Execution",
      external_references: withId("TA0002"),
      x_mitre_shortname: "execution",
    },
    technique(3, "T1001", formula),
    technique(4, "T1002", control),
    technique(10, "T1002.001", "Part"),
    group(5, "G0001", "Amber Quay"),
    group(6, "G0002", "Birch Lantern"),
    relationship(7, "uses", intrusionSet(5), attackPattern(3)),
    relationship(8, "uses", intrusionSet(5), attackPattern(4)),
    relationship(9, "uses", intrusionSet(6), attackPattern(4)),
    relationship(11, "subtechnique-of", attackPattern(10), attackPattern(4)),
    {
      type: "x-mitre-detection-strategy",
      id: `x-mitre-detection-strategy--${uuid(12)}`,
      ...common,
      name: "See it",
      external_references: withId("DET0001"),
      x_mitre_analytic_refs: [`x-mitre-analytic--${uuid(13)}`],
    },
    {
      type: "x-mitre-analytic",
      id: `x-mitre-analytic--${uuid(13)}`,
      ...common,
      name: "Analytic 1",
      external_references: withId("AN0001"),
      x_mitre_platforms: ["Windows"],
      x_mitre_log_source_references: [
        {
          x_mitre_data_component_ref: `x-mitre-data-component--${uuid(14)}`,
          name: "WinEventLog:Security",
          channel: "EventCode=4688",
        },
      ],
    },
    {
      type: "x-mitre-data-component",
      id: `x-mitre-data-component--${uuid(14)}`,
      ...common,
      name: "Process Creation",
      external_references: withId("DC0032"),
    },
    relationship(15, "detects", `x-mitre-detection-strategy--${uuid(12)}`, attackPattern(4)),
    {
      type: "course-of-action",
      id: `course-of-action--${uuid(16)}`,
      ...common,
      name: "Prevent it",
      external_references: withId("M1001"),
    },
    relationship(17, "mitigates", `course-of-action--${uuid(16)}`, attackPattern(4)),
  ];
  writeFileSync(path, JSON.stringify({ type: "bundle", id: `bundle--${uuid(99)}`, objects }));
}
