import "../ui/number-input-style.ts";
import { NumberInput, Select, Textarea, TextInput } from "@mantine/core";
import type { UseQueryResult } from "@tanstack/react-query";
import { useDeferredValue, useId, useState } from "react";
import type { CasemateContract } from "../../shared/contract.ts";
import { attackId, type Domain } from "../../shared/model/attack-id.ts";
import type { LayerSource, LayerSummary, MatrixMode } from "../../shared/model/layer.ts";
import type { OutputOf } from "../../shared/operation.ts";
import { useAnswer } from "../app/app-state.ts";
import { ErrorNotice, Notice } from "../ui/ErrorNotice.tsx";
import { formatNoun } from "../ui/figures.ts";
import { showDone } from "../ui/toasts.tsx";
import { problemOf, useOperation } from "../use-operation.ts";
import { workbench } from "../workbench.ts";
import { ActionDialog } from "./ActionDialog.tsx";
import { editCells, indexAnnotations } from "./annotation-edit.ts";
import { RejectedList } from "./RejectedList.tsx";
import { useTacticsOf } from "./use-tactics-of.ts";
import { GroupField } from "./MoveDialog.tsx";
import { useLayerEdits } from "./use-layer-edits.ts";

/** What a layer can be made from, as the dialog offers it. */
type Kind = MatrixMode | "actor" | "inventory" | "list" | "search" | "selection" | "assessments";

interface KindChoice {
  readonly kind: Kind;
  readonly label: string;
  readonly note: string;
}

const assessmentKinds: readonly KindChoice[] = [
  { kind: "coverage", label: "Coverage", note: "The level of every technique" },
  { kind: "actors", label: "Actors’ use", note: "How many of the chosen actors use it" },
  { kind: "demand-supply", label: "Demand × supply", note: "Use and coverage together" },
  { kind: "gaps", label: "Gaps", note: "The priority of every gap" },
  { kind: "outcomes", label: "Emulation", note: "What tests showed of every technique" },
  { kind: "prevalence", label: "ATT&CK prevalence", note: "How many groups use it" },
  { kind: "actor", label: "An actor", note: "Its techniques with procedures and provenance" },
  { kind: "assessments", label: "Two assessments", note: "What is better and what is worse" },
];
const otherKinds: readonly KindChoice[] = [
  { kind: "inventory", label: "Detections", note: "How many rules name each technique" },
  { kind: "list", label: "A list or table", note: "Pasted IDs, maybe with scores and comments" },
  { kind: "search", label: "A search", note: "Techniques whose texts hold the words" },
  { kind: "selection", label: "The selection", note: "What is selected in the matrix" },
];

const everyActor = "every";

/** Makes a layer from what the workspace knows, and shows what would be in it before it is made. */
export function MakeLayerDialog({
  domain,
  version,
  assessmentId,
  selectedKeys,
  from,
  layers,
  onShow,
  onClose,
}: {
  readonly domain: Domain;
  readonly version: string;
  readonly assessmentId: number | undefined;
  readonly selectedKeys: ReadonlySet<string>;
  readonly from: "selection" | undefined;
  readonly layers: readonly LayerSummary[];
  readonly onShow: (layerId: number | null) => void;
  readonly onClose: () => void;
}) {
  const answer = useAnswer();
  const environments = useOperation("environments", "list", {});
  const assessments = useOperation("assessments", "list", {});
  const edits = useLayerEdits();
  const tacticsOf = useTacticsOf(domain, version);
  const hasAssessment = assessmentId !== undefined;
  const [kind, setKind] = useState<Kind>(
    from === "selection" ? "selection" : hasAssessment ? "coverage" : "list",
  );
  const [actor, setActor] = useState<string>();
  const [environmentId, setEnvironmentId] = useState<number>();
  const [otherId, setOtherId] = useState<number>();
  const [text, setText] = useState("");
  const [words, setWords] = useState("");
  const [score, setScore] = useState<number | string>(1);
  const [name, setName] = useState("");
  const [group, setGroup] = useState("");

  const actors = answer.data?.actors.filter((each) => each.domain === domain) ?? [];
  const others = assessments.data?.filter(({ id }) => id !== assessmentId) ?? [];
  const isEveryActor = kind === "actor" && actor === everyActor;
  const source = ((): LayerSource | null => {
    const ofRelease = { domain, version };
    switch (kind) {
      case "selection":
        return null;
      case "list":
        return text.trim() === "" ? null : { kind: "list", ...ofRelease, text };
      case "search":
        return words.trim() === "" ? null : { kind: "search", ...ofRelease, text: words };
      case "inventory": {
        const environment = environmentId ?? environments.data?.[0]?.id;
        return environment === undefined
          ? null
          : { kind: "inventory", ...ofRelease, environmentId: environment };
      }
      default: {
        if (assessmentId === undefined) return null;
        const ofAssessment = { assessmentId, domain };
        if (kind === "actor") {
          const id = actor === undefined || actor === everyActor ? actors[0]?.id : actor;
          return id === undefined ? null : { kind, ...ofAssessment, actor: attackId.parse(id) };
        }
        if (kind === "assessments") {
          const other = otherId ?? others[0]?.id;
          return other === undefined
            ? null
            : { kind: "assessment-difference", ...ofAssessment, minusAssessmentId: other };
        }
        return { kind: "mode", ...ofAssessment, mode: kind };
      }
    }
  })();

  const wanted = useDeferredValue(source);
  const preview = useOperation(
    "layers",
    "preview",
    { source: wanted ?? { kind: "empty", domain, version } },
    { keepPrevious: true, enabled: wanted !== null },
  );

  const make = async () => {
    const called = name.trim() === "" ? {} : { name: name.trim() };
    if (source === null) {
      const { layer } = await workbench.layers.create({
        source: { kind: "empty", domain, version },
        ...(name.trim() === "" ? { name: "Selection" } : called),
        group: group.trim(),
      });
      await edits.annotate(layer.id, "the selection", (annotations) =>
        editCells(indexAnnotations(annotations), selectedKeys, tacticsOf, (marks) => ({
          ...marks,
          score: typeof score === "number" ? score : 1,
        })),
      );
      onShow(layer.id);
      showDone(`${layer.name} made with ${formatNoun(selectedKeys.size, "cell")}.`);
    } else if (isEveryActor && source.kind === "actor") {
      let first: LayerSummary | undefined;
      for (const { id } of actors) {
        const { layer } = await workbench.layers.create({
          source: { ...source, actor: attackId.parse(id) },
          group: group.trim(),
        });
        first ??= layer;
      }
      if (first !== undefined) onShow(first.id);
      showDone(`${formatNoun(actors.length, "layer")} made.`);
    } else {
      const { layer } = await workbench.layers.create({ source, ...called, group: group.trim() });
      if (layer.domain === domain) onShow(layer.id);
      showDone(`${layer.name} made with ${formatNoun(layer.annotations, "annotation")}.`);
    }
    onClose();
  };

  const isReady = kind === "selection" ? selectedKeys.size > 0 : source !== null;
  return (
    <ActionDialog
      wide
      title="What should the layer be made from?"
      verb="Make layer"
      disabled={!isReady}
      act={make}
      onClose={onClose}
    >
      <div className="make-layer">
        <KindList
          kind={kind}
          disabled={(each) =>
            (!hasAssessment && assessmentKinds.some((choice) => choice.kind === each)) ||
            (each === "selection" && selectedKeys.size === 0)
          }
          onKind={setKind}
        />
        <div className="dialog-fields">
          <p className="muted">
            {domain} {version}
          </p>
          {kind === "actor" &&
            (actors.length === 0 ? (
              <Notice tone="info">No actor of this domain is chosen.</Notice>
            ) : (
              <Select
                label="Actor"
                searchable
                data={[
                  ...(actors.length > 1
                    ? [
                        {
                          value: everyActor,
                          label: `Each of the ${String(actors.length)}, a layer for each`,
                        },
                      ]
                    : []),
                  ...actors.map(({ id, name: word }) => ({ value: id, label: `${word} (${id})` })),
                ]}
                value={actor ?? actors[0]?.id ?? null}
                onChange={(value) => setActor(value ?? undefined)}
              />
            ))}
          {kind === "inventory" && (
            <Select
              label="Environment"
              data={(environments.data ?? []).map((each) => ({
                value: String(each.id),
                label: `${each.name}, ${formatNoun(each.detections, "detection")}`,
              }))}
              value={String(environmentId ?? environments.data?.[0]?.id ?? "")}
              onChange={(value) => setEnvironmentId(value === null ? undefined : Number(value))}
            />
          )}
          {kind === "assessments" &&
            (others.length === 0 ? (
              <Notice tone="info">There is no other assessment to compare with.</Notice>
            ) : (
              <Select
                label="Compared with"
                data={others.map((each) => ({ value: String(each.id), label: each.name }))}
                value={String(otherId ?? others[0]?.id ?? "")}
                onChange={(value) => setOtherId(value === null ? undefined : Number(value))}
              />
            ))}
          {kind === "list" && (
            <Textarea
              label="IDs, or a table with a heading"
              description="IDs parted by spaces, commas or lines; or CSV with the columns ID, score, comment."
              minRows={5}
              maxRows={9}
              spellCheck={false}
              classNames={{ input: "mono" }}
              placeholder={"ID,score,comment\nT1566.001,3,Seen in March\nT1059.001,5,"}
              value={text}
              onChange={(event) => setText(event.currentTarget.value)}
            />
          )}
          {kind === "search" && (
            <TextInput
              label="Words"
              placeholder="scheduled task"
              value={words}
              onChange={(event) => setWords(event.currentTarget.value)}
            />
          )}
          {kind === "selection" && (
            <>
              <p>{formatNoun(selectedKeys.size, "cell")} of the matrix</p>
              <NumberInput label="Score for each" value={score} onChange={setScore} />
            </>
          )}
          {source !== null && !isEveryActor && <SourcePreview preview={preview} />}
          <TextInput
            label="Name"
            disabled={isEveryActor}
            placeholder={kind === "selection" ? "Selection" : (preview.data?.name ?? "")}
            maxLength={200}
            value={name}
            onChange={(event) => setName(event.currentTarget.value)}
          />
          <GroupField group={group} layers={layers} onGroup={setGroup} />
        </div>
      </div>
    </ActionDialog>
  );
}

function KindList({
  kind,
  disabled,
  onKind,
}: {
  readonly kind: Kind;
  readonly disabled: (kind: Kind) => boolean;
  readonly onKind: (kind: Kind) => void;
}) {
  const name = useId();
  const group = (label: string, choices: readonly KindChoice[]) => (
    <div className="make-layer-group">
      <p className="faint">{label}</p>
      {choices.map((choice) => (
        <label key={choice.kind} className="make-layer-kind" title={choice.note}>
          <input
            type="radio"
            name={name}
            data-autofocus={choice.kind === kind || undefined}
            checked={choice.kind === kind}
            disabled={disabled(choice.kind)}
            onChange={() => onKind(choice.kind)}
          />
          <span>{choice.label}</span>
          <span className="make-layer-note">{choice.note}</span>
        </label>
      ))}
    </div>
  );
  return (
    <div className="make-layer-kinds" role="radiogroup" aria-label="Source">
      {group("This assessment", assessmentKinds)}
      {group("Elsewhere", otherKinds)}
    </div>
  );
}

/** What a source would make: how much, and what of it names no technique. */
function SourcePreview({
  preview,
}: {
  readonly preview: UseQueryResult<OutputOf<CasemateContract["layers"]["preview"]>>;
}) {
  if (preview.error !== null) return <ErrorNotice problem={problemOf(preview.error)} />;
  if (preview.data === undefined) return <p className="muted">Looking…</p>;
  const { annotations, scored, rejected } = preview.data;
  return (
    <>
      <p role="status">
        <b>{formatNoun(annotations, "annotation")}</b>
        {`, ${String(scored)} scored`}
        {rejected.length > 0 && `; ${formatNoun(rejected.length, "line")} not taken as written:`}
      </p>
      <RejectedList rejected={rejected} />
    </>
  );
}
