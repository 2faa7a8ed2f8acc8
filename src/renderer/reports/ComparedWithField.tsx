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
  const snapshots = useOperation("snapshots", "list", {});
  const sides: readonly { readonly side: ComparedWith; readonly label: string }[] = [
    ...(snapshots.data ?? []).map(({ id, name, assessmentName }) => ({
      side: { kind: "snapshot" as const, snapshotId: id },
      label: `Snapshot “${name}” of ${assessmentName}`,
    })),
    ...(assessments.data ?? [])
      .filter(({ id }) => id !== assessmentId)
      .map(({ id, name }) => ({
        side: { kind: "assessment" as const, assessmentId: id },
        label: `${name}, as it is now`,
      })),
  ];
  const isThere =
    comparedWith === null || sides.some(({ side }) => keyOf(side) === keyOf(comparedWith));
  return (
    <Select
      label="Compared with"
      placeholder={isThere ? "Nothing" : "No longer there"}
      clearable
      disabled={sides.length === 0}
      description={
        sides.length === 0
          ? "Take a snapshot, or make another assessment, to compare with."
          : undefined
      }
      data={sides.map(({ side, label }) => ({ value: keyOf(side), label }))}
      value={comparedWith === null ? null : keyOf(comparedWith)}
      onChange={(key) => onChange(sides.find(({ side }) => keyOf(side) === key)?.side ?? null)}
    />
  );
}
