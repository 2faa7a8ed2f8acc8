import "../ui/pills-style.ts";
import "../ui/number-input-style.ts";
import "../ui/tabs-style.ts";
import {
  ActionIcon,
  Button,
  MultiSelect,
  NumberInput,
  Select,
  Tabs,
  Textarea,
  TextInput,
} from "@mantine/core";
import { IconPlus, IconX } from "@tabler/icons-react";
import { useState } from "react";
import {
  aggregateFunction,
  expandedSubtechniques,
  type Layer,
  layerArrangement,
  type LayerProperties,
  layerSorting,
  type LayerSummary,
  scoreMeaning,
} from "../../shared/model/layer.ts";
import type { Problem } from "../../shared/problem.ts";
import { Dialog } from "../ui/Dialog.tsx";
import { ErrorNotice } from "../ui/ErrorNotice.tsx";
import { problemOf, useOperation } from "../use-operation.ts";
import { HexField } from "./ColourField.tsx";
import { FactList, LinkList } from "./EntryLists.tsx";
import { gradientPresets, scoreRange } from "./gradient-presets.ts";
import type { LayerHeadChange } from "./layer-history.ts";
import { scoreMeanings } from "./layer-words.ts";
import { GroupField } from "./MoveDialog.tsx";
import { SettledCheckbox } from "./SettledCheckbox.tsx";
import { useLayerEdits } from "./use-layer-edits.ts";
import { useTyped } from "./use-typed.ts";

type Change = (label: string, head: LayerHeadChange, stretch?: string) => void;

/** What a layer says of itself. Every change is written at once and can be undone. */
export function PropertiesDialog({
  summary,
  layers,
  onClose,
}: {
  readonly summary: LayerSummary;
  readonly layers: readonly LayerSummary[];
  readonly onClose: () => void;
}) {
  const layer = useOperation("layers", "get", { layerId: summary.id });
  const edits = useLayerEdits();
  const [problem, setProblem] = useState<Problem>();
  const change: Change = (label, head, stretch) => {
    setProblem(undefined);
    edits
      .set(summary.id, label, head, stretch)
      .catch((error: unknown) => setProblem(problemOf(error)));
  };
  return (
    <Dialog
      opened
      wide
      title={`What does “${summary.name}” say of itself?`}
      onClose={onClose}
      foot={
        <Button variant="filled" onClick={onClose}>
          Done
        </Button>
      }
    >
      {layer.error !== null && <ErrorNotice problem={problemOf(layer.error)} />}
      {problem !== undefined && <ErrorNotice problem={problem} />}
      {layer.data !== undefined && (
        <Tabs defaultValue="general" keepMounted={false} className="layer-properties">
          <Tabs.List>
            <Tabs.Tab value="general">General</Tabs.Tab>
            <Tabs.Tab value="colours">Colours and legend</Tabs.Tab>
            <Tabs.Tab value="display">Display</Tabs.Tab>
            <Tabs.Tab value="notes">Metadata and links</Tabs.Tab>
          </Tabs.List>
          <Tabs.Panel value="general">
            <General layer={layer.data} layers={layers} change={change} />
          </Tabs.Panel>
          <Tabs.Panel value="colours">
            <Colours layer={layer.data} change={change} />
          </Tabs.Panel>
          <Tabs.Panel value="display">
            <Display layer={layer.data} change={change} />
          </Tabs.Panel>
          <Tabs.Panel value="notes">
            <div className="dialog-fields">
              <FactList
                facts={{ one: layer.data.properties.metadata }}
                onFacts={(metadata) =>
                  change("the layer’s metadata", { properties: { metadata: [...metadata] } })
                }
              />
              <LinkList
                links={{ one: layer.data.properties.links }}
                onLinks={(links) =>
                  change("the layer’s links", { properties: { links: [...links] } })
                }
              />
            </div>
          </Tabs.Panel>
        </Tabs>
      )}
    </Dialog>
  );
}

function General({
  layer,
  layers,
  change,
}: {
  readonly layer: Layer;
  readonly layers: readonly LayerSummary[];
  readonly change: Change;
}) {
  const name = useTyped(layer.name, (value, stretch) => {
    if (value.trim() !== "") change("the name", { name: value.trim() }, stretch);
  });
  const group = useTyped(layer.group, (value, stretch) =>
    change("the group", { group: value.trim() }, stretch),
  );
  const description = useTyped(layer.properties.description, (value, stretch) =>
    change("the description", { properties: { description: value } }, stretch),
  );
  const platforms = usePlatforms(layer);
  return (
    <div className="dialog-fields">
      <div className="dialog-pair">
        <TextInput
          label="Name"
          data-autofocus
          maxLength={200}
          value={name.value}
          error={name.value.trim() === "" ? "A layer needs a name" : undefined}
          onChange={(event) => name.type(event.currentTarget.value)}
          onBlur={name.settle}
        />
        <GroupField
          group={group.value}
          layers={layers}
          onGroup={group.type}
          onLeave={group.settle}
        />
      </div>
      <Textarea
        label="Description"
        minRows={3}
        maxRows={8}
        value={description.value}
        onChange={(event) => description.type(event.currentTarget.value)}
        onBlur={description.settle}
      />
      <div className="dialog-pair">
        <Select
          label="A score is"
          data={scoreMeanings.map(({ value, label }) => ({ value, label }))}
          value={layer.scoreMeaning}
          onChange={(value) =>
            change("the meaning of the scores", { scoreMeaning: scoreMeaning.parse(value) })
          }
        />
        <MultiSelect
          label="Platforms"
          placeholder={layer.properties.platforms.length === 0 ? "All" : ""}
          data={[...new Set([...platforms, ...layer.properties.platforms])]}
          value={layer.properties.platforms}
          onChange={(value) => change("the platforms", { properties: { platforms: value } })}
        />
      </div>
      <p className="faint">
        {layer.domain} {layer.version}. {layer.origin}
      </p>
    </div>
  );
}

/** The platforms of the layer's release. */
function usePlatforms({ domain, version }: Layer): readonly string[] {
  const releases = useOperation("catalogue", "list", {});
  const release = releases.data?.find((each) => each.domain === domain && each.version === version);
  const matrix = useOperation(
    "catalogue",
    "matrix",
    { releaseId: release?.id ?? 0 },
    { enabled: release !== undefined },
  );
  return matrix.data?.platforms ?? [];
}

function Colours({ layer, change }: { readonly layer: Layer; readonly change: Change }) {
  const { gradient, legend } = layer.properties;
  const setGradient = (next: Partial<LayerProperties["gradient"]>) =>
    change("the gradient", { properties: { gradient: { ...gradient, ...next } } });
  const setLegend = (next: LayerProperties["legend"]) =>
    change("the legend", { properties: { legend: next } });
  const range = scoreRange(layer.annotations);
  return (
    <div className="dialog-fields">
      <div>
        <div
          className="gradient-bar"
          role="img"
          aria-label={`Gradient from ${String(gradient.least)} to ${String(gradient.most)}`}
          style={{ background: `linear-gradient(90deg, ${gradient.colours.join(", ")})` }}
        />
        <div className="gradient-ends">
          <span>{gradient.least}</span>
          <span>{gradient.most}</span>
        </div>
      </div>
      <div className="dialog-pair">
        <EndField
          label="Least score"
          value={gradient.least}
          onValue={(least) => setGradient({ least })}
        />
        <EndField
          label="Most score"
          value={gradient.most}
          error={gradient.most <= gradient.least ? "Above the least score" : undefined}
          onValue={(most) => setGradient({ most })}
        />
        <Button
          className="gradient-fit"
          disabled={range === undefined}
          onClick={() => {
            if (range !== undefined) setGradient(range);
          }}
        >
          {range === undefined
            ? "Fit to the scores"
            : `Fit to the scores, ${String(range.least)} to ${String(range.most)}`}
        </Button>
      </div>
      <div role="group" aria-label="Colours of the gradient" className="gradient-colours">
        {gradient.colours.map((colour, at) => (
          // A colour's place is what tells it from the others.
          <div key={`${String(at)} ${colour}`} className="gradient-colour">
            <HexField
              label={`Colour ${String(at + 1)}`}
              colour={colour}
              onColour={(next) =>
                setGradient({ colours: gradient.colours.map((old, i) => (i === at ? next : old)) })
              }
            />
            <ActionIcon
              size="sm"
              aria-label={`Remove colour ${String(at + 1)}`}
              disabled={gradient.colours.length <= 2}
              onClick={() =>
                setGradient({ colours: gradient.colours.filter((_old, i) => i !== at) })
              }
            >
              <IconX aria-hidden="true" />
            </ActionIcon>
          </div>
        ))}
        <Button
          size="xs"
          leftSection={<IconPlus aria-hidden="true" />}
          disabled={gradient.colours.length >= 9}
          onClick={() =>
            setGradient({ colours: [...gradient.colours, gradient.colours.at(-1) ?? "#5b6270"] })
          }
        >
          Colour
        </Button>
      </div>
      <div className="gradient-presets" role="group" aria-label="Ready gradients">
        {gradientPresets.map(({ word, colours }) => (
          <button
            key={word}
            type="button"
            className="gradient-preset"
            aria-pressed={colours.join() === gradient.colours.join()}
            onClick={() => setGradient({ colours: [...colours] })}
          >
            <span
              className="gradient-bar"
              style={{ background: `linear-gradient(90deg, ${colours.join(", ")})` }}
            />
            {word}
          </button>
        ))}
      </div>
      <div className="pair-list" role="group" aria-label="Legend">
        <div className="pair-list-head">
          <span className="field-label">Legend</span>
          <span className="faint">{legend.length === 0 ? "The gradient" : legend.length}</span>
          <Button
            size="xs"
            leftSection={<IconPlus aria-hidden="true" />}
            onClick={() => setLegend([...legend, { label: "", colour: "#5eade5" }])}
          >
            Entry
          </Button>
        </div>
        {legend.map((entry, at) => (
          <LegendRow
            key={`${String(at)} ${JSON.stringify(entry)}`}
            entry={entry}
            onEntry={(next) => setLegend(legend.map((old, i) => (i === at ? next : old)))}
            onRemove={() => setLegend(legend.filter((_old, i) => i !== at))}
          />
        ))}
      </div>
    </div>
  );
}

function EndField({
  label,
  value,
  error,
  onValue,
}: {
  readonly label: string;
  readonly value: number;
  readonly error?: string | undefined;
  readonly onValue: (value: number) => void;
}) {
  const [typed, setTyped] = useState<number | string>();
  return (
    <NumberInput
      label={label}
      value={typed ?? value}
      error={error}
      onChange={setTyped}
      onBlur={() => {
        if (typeof typed === "number" && typed !== value) onValue(typed);
        setTyped(undefined);
      }}
    />
  );
}

type LegendEntry = LayerProperties["legend"][number];

function LegendRow({
  entry,
  onEntry,
  onRemove,
}: {
  readonly entry: LegendEntry;
  readonly onEntry: (entry: LegendEntry) => void;
  readonly onRemove: () => void;
}) {
  const [label, setLabel] = useState(entry.label);
  const take = () => {
    if (label !== entry.label) onEntry({ ...entry, label });
  };
  return (
    <div className="pair-row">
      <TextInput
        size="xs"
        aria-label="Word"
        placeholder="Word"
        value={label}
        onChange={(event) => setLabel(event.currentTarget.value)}
        onBlur={take}
        onKeyDown={(event) => {
          if (event.key === "Enter") take();
        }}
      />
      <HexField
        label={`Colour of ${entry.label === "" ? "the entry" : entry.label}`}
        colour={entry.colour}
        onColour={(colour) => onEntry({ label, colour })}
      />
      <ActionIcon
        size="sm"
        aria-label={`Remove ${entry.label === "" ? "the entry" : entry.label}`}
        onClick={onRemove}
      >
        <IconX aria-hidden="true" />
      </ActionIcon>
    </div>
  );
}

function Display({ layer, change }: { readonly layer: Layer; readonly change: Change }) {
  const { properties } = layer;
  const set = (next: Partial<LayerProperties>) => change("the display", { properties: next });
  const box = (
    label: string,
    field: {
      [K in keyof LayerProperties]: LayerProperties[K] extends boolean ? K : never;
    }[keyof LayerProperties],
  ) => (
    <SettledCheckbox
      label={label}
      checked={properties[field]}
      onChecked={(checked) => set({ [field]: checked })}
    />
  );
  return (
    <div className="dialog-fields">
      <p className="muted">How Navigator opens the layer, and how pictures of it are drawn.</p>
      <div className="dialog-pair">
        <Select
          label="Layout"
          data={[
            { value: "side", label: "Side" },
            { value: "flat", label: "Flat" },
            { value: "mini", label: "Mini" },
          ]}
          value={properties.layout}
          onChange={(value) => set({ layout: layerArrangement.parse(value) })}
        />
        <Select
          label="Order"
          data={[
            { value: "0", label: "Name, A to Z" },
            { value: "1", label: "Name, Z to A" },
            { value: "2", label: "Score, least first" },
            { value: "3", label: "Score, most first" },
          ]}
          value={String(properties.sorting)}
          onChange={(value) => set({ sorting: layerSorting.parse(Number(value)) })}
        />
        <Select
          label="Sub-techniques"
          data={[
            { value: "none", label: "Folded" },
            { value: "annotated", label: "Annotated" },
            { value: "all", label: "All" },
          ]}
          value={properties.expandedSubtechniques}
          onChange={(value) => set({ expandedSubtechniques: expandedSubtechniques.parse(value) })}
        />
      </div>
      <div className="property-boxes">
        {box("Show IDs", "showId")}
        {box("Show names", "showName")}
        {box("Hide disabled techniques", "hideDisabled")}
        {box("Background in the row of tactics", "showTacticRowBackground")}
        {box("Select across tactics", "selectTechniquesAcrossTactics")}
        {box("Select sub-techniques with their technique", "selectSubtechniquesWithParent")}
        {box("Select visible techniques alone", "selectVisibleTechniques")}
      </div>
      {properties.showTacticRowBackground && (
        <HexField
          label="Background of the row of tactics"
          colour={properties.tacticRowBackground}
          onColour={(tacticRowBackground) => set({ tacticRowBackground })}
        />
      )}
      <div className="property-boxes">
        {box("Show aggregate scores of a technique and its sub-techniques", "showAggregateScores")}
        {box("Count unscored sub-techniques as 0", "countUnscored")}
      </div>
      <Select
        label="Aggregate"
        data={[
          { value: "average", label: "Average" },
          { value: "min", label: "Least" },
          { value: "max", label: "Most" },
          { value: "sum", label: "Sum" },
        ]}
        disabled={!properties.showAggregateScores}
        value={properties.aggregateFunction}
        onChange={(value) => set({ aggregateFunction: aggregateFunction.parse(value) })}
      />
    </div>
  );
}
