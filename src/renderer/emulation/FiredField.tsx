import { Autocomplete } from "@mantine/core";
import { type KeyboardEvent, useMemo, useState } from "react";
import type { DetectionSummary } from "../../shared/model/detection.ts";
import type { FiredDetection } from "../../shared/model/emulation.ts";
import { useOperation } from "../use-operation.ts";

const noDetections: readonly DetectionSummary[] = [];
/** Options that a list shows at once; typing narrows them. */
const mostShown = 50;

/** The detection that fired: chosen from the inventory by name, or typed where it is not in it. */
export function FiredField({
  label,
  fired,
  environmentId,
  techniqueId,
  name,
  onChange,
  onLeave,
}: {
  readonly label: string;
  readonly fired: FiredDetection | null;
  readonly environmentId: number;
  /** Detections that name it come first. */
  readonly techniqueId: string | null;
  /** By which a key finds the field. */
  readonly name?: string;
  readonly onChange: (fired: FiredDetection | null) => void;
  readonly onLeave: () => void;
}) {
  const [typed, setTyped] = useState<string>();
  const list = useOperation(
    "detections",
    "list",
    { environmentId },
    { enabled: typed !== undefined },
  );
  const detections = list.data ?? noDetections;
  const { data, idOf } = useMemo(
    () => arrangeDetections(detections, techniqueId),
    [detections, techniqueId],
  );
  const settle = (text: string | undefined) => {
    setTyped(undefined);
    if (text === undefined) return;
    const given = text.trim();
    if (given === (fired?.name ?? "")) return;
    onChange(given === "" ? null : { id: idOf.get(given) ?? null, name: given });
  };
  return (
    <Autocomplete
      size="xs"
      label={label}
      placeholder="Rule of the inventory, or a name"
      maxLength={500}
      limit={mostShown}
      data={data}
      value={typed ?? fired?.name ?? ""}
      {...(name === undefined ? {} : { "data-field": name })}
      comboboxProps={{ width: 340, position: "bottom-end" }}
      onFocus={() => setTyped(fired?.name ?? "")}
      onChange={setTyped}
      onOptionSubmit={settle}
      onBlur={() => settle(typed)}
      onKeyDown={(event: KeyboardEvent) => {
        if (event.key !== "Escape" || event.defaultPrevented) return;
        event.preventDefault();
        setTyped(undefined);
        onLeave();
      }}
    />
  );
}

/** Names of detections, those that name the technique first, and the detection that each means. */
function arrangeDetections(detections: readonly DetectionSummary[], techniqueId: string | null) {
  const idOf = new Map<string, number>();
  const [first, others]: [string[], string[]] = [[], []];
  const isFirst = ({ techniques }: DetectionSummary) =>
    techniqueId !== null && techniques.some((each) => each.techniqueId === techniqueId);
  for (const detection of [
    ...detections.filter(isFirst),
    ...detections.filter((each) => !isFirst(each)),
  ]) {
    const name = detection.name.trim();
    if (name === "" || idOf.has(name)) continue;
    idOf.set(name, detection.id);
    (isFirst(detection) ? first : others).push(name);
  }
  const data = [
    ...(first.length === 0 ? [] : [{ group: `Name ${techniqueId ?? ""}`, items: first }]),
    ...(others.length === 0 ? [] : [{ group: "Other rules", items: others }]),
  ];
  return { data, idOf };
}
