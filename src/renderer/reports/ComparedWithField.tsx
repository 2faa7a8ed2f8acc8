import { Select } from "@mantine/core";
import type { ComparedWith } from "../../shared/model/report-template.ts";
import { useOperation } from "../use-operation.ts";

const keyOf = (side: ComparedWith): string =>
  side.kind === "assessment" ? `assessment ${side.assessmentId}` : `snapshot ${side.snapshotId}`;

/** What the report is set beside: another assessment as it is now, or a snapshot. */
export function ComparedWithField({
  assessmentId,
  comparedWith,
  onChange,
}: {
  readonly assessmentId: number;
  readonly comparedWith: ComparedWith | null;
  readonly onChange: (comparedWith: ComparedWith | null) => void;
}) {
  const assessments = useOperation("assessments", "list", {});
  const sides = (assessments.data ?? [])
    .filter(({ id }) => id !== assessmentId)
    .map(({ id, name }) => ({
      side: { kind: "assessment" as const, assessmentId: id },
      label: `${name}, as it is now`,
    }));
  const isThere =
    comparedWith === null || sides.some(({ side }) => keyOf(side) === keyOf(comparedWith));
  return (
    <Select
      label="Compared with"
      placeholder={isThere ? "Nothing" : "No longer there"}
      clearable
      disabled={sides.length === 0}
      description={sides.length === 0 ? "Nothing to compare with yet." : undefined}
      data={sides.map(({ side, label }) => ({ value: keyOf(side), label }))}
      value={comparedWith === null ? null : keyOf(comparedWith)}
      onChange={(key) => onChange(sides.find(({ side }) => keyOf(side) === key)?.side ?? null)}
    />
  );
}
