import { ActionIcon, Select } from "@mantine/core";
import { IconArrowsExchange } from "@tabler/icons-react";
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
  onChoose,
}: {
  readonly label: string;
  readonly layers: readonly LayerSummary[];
  readonly layerId: number | null;
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
      value={layerId === null ? null : String(layerId)}
      data={layers.map(({ id, name }) => ({ value: String(id), label: name }))}
      nothingFoundMessage="No layer of this name"
      onChange={(value) => onChoose(value === null ? null : Number(value))}
      maxDropdownHeight={320}
    />
  );
}

/** Chooses what the difference is of: two layers, or this assessment and another. */
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
  return (
    <div className="coverage-difference" role="group" aria-label="Difference of">
      <SegmentedControl
        label="Difference of"
        value={difference.kind}
        choices={[
          { value: "layers", label: "Layers", note: "The first’s score less the second’s" },
          { value: "assessments", label: "Assessments", note: "Levels against another assessment" },
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
        <>
          <LayerChooser
            label="First layer"
            layers={layers}
            layerId={difference.first}
            onChoose={(first) => onChange({ ...difference, first })}
          />
          <span className="muted" aria-hidden="true">
            −
          </span>
          <LayerChooser
            label="Second layer"
            layers={layers}
            layerId={difference.second}
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
        </>
      ) : (
        <>
          <span className="muted">against</span>
          <Select
            size="xs"
            w={220}
            aria-label="Other assessment"
            placeholder={others.length === 0 ? "No other assessment" : "Choose an assessment"}
            disabled={others.length === 0}
            value={difference.other === null ? null : String(difference.other)}
            data={others.map(({ id, name }) => ({ value: String(id), label: name }))}
            onChange={(value) =>
              onChange({ kind: "assessments", other: value === null ? null : Number(value) })
            }
          />
        </>
      )}
    </div>
  );
}
