import "../ui/number-input-style.ts";
import { Button, Checkbox, NumberInput, Radio, Select, TextInput } from "@mantine/core";
import { useMemo, useState } from "react";
import type { Annotation, LayerSummary, ScoreMeaning } from "../../shared/model/layer.ts";
import { scoreMeaning } from "../../shared/model/layer.ts";
import { useApp } from "../app/app-state.ts";
import { type Confidence, confidenceChoices } from "../actors/actor-words.ts";
import { Dialog } from "../ui/Dialog.tsx";
import { formatNoun } from "../ui/figures.ts";
import { showDone } from "../ui/toasts.tsx";
import { useOperation } from "../use-operation.ts";
import { workbench } from "../workbench.ts";
import { ActionDialog } from "./ActionDialog.tsx";
import { RejectedList } from "./RejectedList.tsx";
import { scoreMeanings } from "./layer-words.ts";

/** How many techniques have at least a score somewhere. */
function countAtLeast(annotations: readonly Annotation[], least: number): number {
  return new Set(
    annotations
      .filter(({ score, enabled }) => enabled && score !== null && score >= least)
      .map(({ techniqueId }) => techniqueId),
  ).size;
}

function useAtLeast(layer: LayerSummary) {
  const content = useOperation("layers", "get", { layerId: layer.id });
  const [typed, setTyped] = useState<number | string>(1);
  const atLeast = typeof typed === "number" ? typed : null;
  const reached = useMemo(
    () => (atLeast === null ? 0 : countAtLeast(content.data?.annotations ?? [], atLeast)),
    [content.data, atLeast],
  );
  return { typed, setTyped, atLeast, reached };
}

/** Takes a layer as claims of detection: asks what its scores mean. */
export function ClaimDialog({
  layer,
  onClose,
}: {
  readonly layer: LayerSummary;
  readonly onClose: () => void;
}) {
  const { go } = useApp();
  const environments = useOperation("environments", "list", {});
  const [meaning, setMeaning] = useState<ScoreMeaning>(layer.scoreMeaning);
  const [environment, setEnvironment] = useState<string>();
  const { typed, setTyped, atLeast, reached } = useAtLeast(layer);

  const claim = async () => {
    if (atLeast === null) return;
    const report = await workbench.layers.claim({
      layerId: layer.id,
      ...(environment === undefined ? {} : { environment }),
      atLeast,
      scoreMeaning: meaning,
    });
    onClose();
    go("imports", { importId: report.id });
  };

  return (
    <ActionDialog
      title={`What do the scores of “${layer.name}” mean?`}
      verb="Import claims"
      disabled={atLeast === null}
      act={claim}
      onClose={onClose}
    >
      <p className="muted">
        A claim is a word without a rule behind it: it counts in part at most, and says so (“Claimed
        only”).
      </p>
      <Radio.Group
        label="A score is"
        value={meaning}
        onChange={(value) => setMeaning(scoreMeaning.parse(value))}
      >
        <div className="upgrade-choices">
          {scoreMeanings.map(({ value, label, note }) => (
            <Radio
              key={value}
              value={value}
              label={`${label}: ${note.slice(0, 1).toLowerCase()}${note.slice(1)}`}
            />
          ))}
        </div>
      </Radio.Group>
      <div className="dialog-pair">
        <NumberInput
          label="Claimed from a score of"
          value={typed}
          onChange={setTyped}
          error={atLeast === null ? "A number" : undefined}
        />
        <Select
          label="Environment"
          data={(environments.data ?? []).map(({ name }) => name)}
          value={environment ?? environments.data?.[0]?.name ?? null}
          onChange={(value) => setEnvironment(value ?? undefined)}
        />
      </div>
      <p role="status">{`${formatNoun(reached, "technique")} would be claimed.`}</p>
    </ActionDialog>
  );
}

/** Takes a layer as the profile of an actor of one's own. */
export function ProfileDialog({
  layer,
  assessmentId,
  onClose,
}: {
  readonly layer: LayerSummary;
  readonly assessmentId: number | undefined;
  readonly onClose: () => void;
}) {
  const { go } = useApp();
  const [name, setName] = useState(layer.name);
  const [source, setSource] = useState(layer.origin);
  const [confidence, setConfidence] = useState<Confidence>("medium");
  const [choose, setChoose] = useState(assessmentId !== undefined);
  const { typed, setTyped, atLeast, reached } = useAtLeast(layer);
  const [made, setMade] = useState<Awaited<ReturnType<typeof workbench.layers.profile>>>();

  const make = async () => {
    if (atLeast === null) return;
    const result = await workbench.layers.profile({
      layerId: layer.id,
      name: name.trim(),
      source,
      confidence,
      atLeast,
    });
    if (choose && assessmentId !== undefined) {
      await workbench.actors.choose({
        assessmentId,
        actor: result.actor,
        weight: 1,
        reason: source.slice(0, 2000),
      });
    }
    if (result.rejected.length > 0) {
      setMade(result);
      return;
    }
    showDone(`${name.trim()} made with ${formatNoun(result.techniques, "technique")}.`);
    onClose();
    go("actors", { actor: result.actor });
  };

  if (made !== undefined) {
    return (
      <Dialog
        opened
        title={`${name.trim()}: not everything was taken`}
        onClose={onClose}
        foot={
          <>
            <Button onClick={onClose}>Close</Button>
            <Button
              variant="filled"
              data-autofocus
              onClick={() => {
                onClose();
                go("actors", { actor: made.actor });
              }}
            >
              Open the profile
            </Button>
          </>
        }
      >
        <div className="dialog-fields">
          <p>{`${formatNoun(made.techniques, "technique")} taken. Left out:`}</p>
          <RejectedList rejected={made.rejected} />
        </div>
      </Dialog>
    );
  }
  return (
    <ActionDialog
      title={`Whose techniques are those of “${layer.name}”?`}
      verb="Make profile"
      disabled={atLeast === null || name.trim() === ""}
      act={make}
      onClose={onClose}
    >
      <TextInput
        label="Name of the actor"
        data-autofocus
        maxLength={200}
        value={name}
        onChange={(event) => setName(event.currentTarget.value)}
      />
      <TextInput
        label="Source"
        maxLength={2000}
        value={source}
        onChange={(event) => setSource(event.currentTarget.value)}
      />
      <div className="dialog-pair">
        <NumberInput
          label="Used from a score of"
          value={typed}
          onChange={setTyped}
          error={atLeast === null ? "A number" : undefined}
        />
        <Select
          label="Confidence"
          data={confidenceChoices}
          value={confidence}
          onChange={(value) => {
            if (value !== null) setConfidence(value);
          }}
        />
      </div>
      <p role="status">{`${formatNoun(reached, "technique")} would be taken.`}</p>
      {assessmentId !== undefined && (
        <Checkbox
          label="Choose it for this assessment"
          checked={choose}
          onChange={(event) => setChoose(event.currentTarget.checked)}
        />
      )}
    </ActionDialog>
  );
}
