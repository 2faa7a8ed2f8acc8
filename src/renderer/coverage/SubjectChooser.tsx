import { ActionIcon, Popover, Select } from "@mantine/core";
import { IconArrowsExchange, IconChevronDown } from "@tabler/icons-react";
import type { AssessmentSummary } from "../../shared/model/assessment.ts";
import type { Domain } from "../../shared/model/attack-id.ts";
import type { LayerSummary } from "../../shared/model/layer.ts";
import { SegmentedControl } from "../ui/Toolbar.tsx";
import type { DifferenceChoice } from "./modes.ts";

/** Chooses a layer of the domain by name. */
export function LayerChooser({
  label,
  layers,
  layerId,
  inside = false,
  onChoose,
}: {
  readonly label: string;
  readonly layers: readonly LayerSummary[];
  readonly layerId: number | null;
  /** In a popover: its list must not count as outside of it. */
  readonly inside?: boolean;
  readonly onChoose: (layerId: number | null) => void;
}) {
  return (
    <Select
      size="xs"
      w={190}
      aria-label={label}
      placeholder={layers.length === 0 ? "No layers yet" : "Choose a layer"}
      disabled={layers.length === 0}
      searchable
      selectFirstOptionOnChange
      comboboxProps={{ withinPortal: !inside }}
      value={layerId === null ? null : String(layerId)}
      data={layers.map(({ id, name }) => ({ value: String(id), label: name }))}
      nothingFoundMessage="No layer of this name"
      onChange={(value) => onChoose(value === null ? null : Number(value))}
      maxDropdownHeight={320}
    />
  );
}

/** Says what the difference is of, and lets choose: two layers, or this assessment and another. */
export function DifferenceChooser({
  layers,
  assessments,
  domain,
  assessmentId,
  difference,
  onChange,
}: {
  /** Those of the domain. */
  readonly layers: readonly LayerSummary[];
  readonly assessments: readonly AssessmentSummary[];
  readonly domain: Domain;
  readonly assessmentId: number;
  readonly difference: DifferenceChoice;
  readonly onChange: (difference: DifferenceChoice) => void;
}) {
  // Only those that ask about the domain have something to compare.
  const others = assessments.filter(
    ({ id, releases }) =>
      id !== assessmentId && releases.some((release) => release.domain === domain),
  );
  const layerName = (id: number | null) => layers.find((layer) => layer.id === id)?.name;
  const nameOf = (): string | undefined => {
    if (difference.kind === "assessments") {
      const other = others.find(({ id }) => id === difference.other);
      return other === undefined ? undefined : `Against ${other.name}`;
    }
    const [first, second] = [layerName(difference.first), layerName(difference.second)];
    return first === undefined || second === undefined ? undefined : `${first} − ${second}`;
  };
  const name = nameOf() ?? "Choose what to compare";
  return (
    <Popover position="bottom-start" withinPortal trapFocus returnFocus>
      <Popover.Target>
        <button type="button" className="toolbar-button coverage-difference" title={name}>
          <b>{name}</b>
          <IconChevronDown size={14} stroke={1.75} aria-hidden="true" />
        </button>
      </Popover.Target>
      <Popover.Dropdown aria-label="Difference of">
        <div className="coverage-compare">
          <SegmentedControl
            label="Difference of"
            value={difference.kind}
            choices={[
              { value: "layers", label: "Layers", note: "The first’s score less the second’s" },
              {
                value: "assessments",
                label: "Assessments",
                note: "Levels against another assessment",
              },
            ]}
            onChange={(kind) =>
              onChange(
                kind === "layers"
                  ? { kind, first: layers[0]?.id ?? null, second: layers[1]?.id ?? null }
                  : { kind, other: others[0]?.id ?? null },
              )
            }
          />
          {difference.kind === "layers" ? (
            <div className="coverage-pair">
              <LayerChooser
                label="First layer"
                layers={layers}
                layerId={difference.first}
                inside
                onChoose={(first) => onChange({ ...difference, first })}
              />
              <span className="muted" aria-hidden="true">
                −
              </span>
              <LayerChooser
                label="Second layer"
                layers={layers}
                layerId={difference.second}
                inside
                onChoose={(second) => onChange({ ...difference, second })}
              />
              <ActionIcon
                aria-label="Swap the layers"
                title="Swap the layers"
                onClick={() =>
                  onChange({ kind: "layers", first: difference.second, second: difference.first })
                }
              >
                <IconArrowsExchange size={16} stroke={1.75} aria-hidden="true" />
              </ActionIcon>
            </div>
          ) : (
            <Select
              size="xs"
              w={300}
              label="This assessment against"
              placeholder={others.length === 0 ? "No other asks about it" : "Choose an assessment"}
              disabled={others.length === 0}
              comboboxProps={{ withinPortal: false }}
              value={difference.other === null ? null : String(difference.other)}
              data={others.map(({ id, name: other }) => ({ value: String(id), label: other }))}
              onChange={(value) =>
                onChange({ kind: "assessments", other: value === null ? null : Number(value) })
              }
            />
          )}
        </div>
      </Popover.Dropdown>
    </Popover>
  );
}
