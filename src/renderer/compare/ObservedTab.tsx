import { Button, Checkbox, Select, Textarea } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { IconDownload, IconStack2, IconUserPlus } from "@tabler/icons-react";
import { useMemo, useState } from "react";
import { thingsOfObserved } from "../../shared/marked-source.ts";
import type { Ways } from "../../shared/model/actor.ts";
import type {
  FittingActor,
  ObservedComparison,
  ObservedSource,
} from "../../shared/model/actor-comparison.ts";
import { attackId } from "../../shared/model/attack-id.ts";
import { OwnProfileDialog } from "../actors/OwnProfileDialog.tsx";
import { useApp } from "../app/app-state.ts";
import { EmptyState } from "../ui/EmptyState.tsx";
import { MarkedThingsContext, useMarkedThings, withAssessment } from "../markings/use-marking.ts";
import { ErrorNotice, Notice } from "../ui/ErrorNotice.tsx";
import { formatNoun, formatShare } from "../ui/figures.ts";
import { Card } from "../ui/Page.tsx";
import { ChoiceMenu, SegmentedControl, ToggleButton } from "../ui/Toolbar.tsx";
import { problemOf, useOperation } from "../use-operation.ts";
import { FittingActorsTable } from "./FittingActorsTable.tsx";
import type { TechniquesById } from "./overlap.ts";
import { TechniqueLine } from "./TechniqueSet.tsx";
import { useComparisonExports } from "./use-comparison-exports.ts";
import { WaysToggles } from "./WaysToggles.tsx";
import "./CompareActors.css";
import "./Observed.css";

const kindChoices = [
  { value: "group", label: "Groups" },
  { value: "campaign", label: "Groups and campaigns" },
  { value: "software", label: "Groups, campaigns and software" },
] as const;
type Kinds = (typeof kindChoices)[number]["value"];

const kindsOf = {
  group: ["group"],
  campaign: ["group", "campaign"],
  software: ["group", "campaign", "software"],
} satisfies Record<Kinds, ("group" | "campaign" | "software")[]>;

/** From observed techniques to the actors that fit, and how little that proves. */
export function ObservedTab() {
  const { assessmentId } = useApp();
  const [given, setSource] = useState<ObservedSource>();
  // Who types is not asked after every letter.
  const [source] = useDebouncedValue(given, 250);
  const [kinds, setKinds] = useState<Kinds>("group");
  const [ways, setWays] = useState<Ways>({ campaigns: true, software: false });
  const [byParent, setByParent] = useState(false);
  const [acceptReplaced, setAcceptReplaced] = useState(false);
  const result = useOperation(
    "compare",
    "observed",
    {
      ...(assessmentId === undefined ? {} : { assessmentId }),
      source: source ?? { kind: "text", text: "" },
      kinds: kindsOf[kinds],
      ways,
      byParent,
      acceptReplaced,
    },
    { enabled: source !== undefined, keepPrevious: true },
  );
  const found = source === undefined ? undefined : result.data;
  return (
    <div className="observed">
      <div className="observed-side">
        <Card title="What was observed">
          <div className="observed-fields">
            <SourceFields
              onSource={(next) => {
                setSource(next);
                setAcceptReplaced(false);
              }}
            />
            {found !== undefined && (
              <Recognised found={found} onAccept={() => setAcceptReplaced(true)} />
            )}
          </div>
        </Card>
        {found !== undefined && found.caution.length > 0 && (
          <Card title="How little this proves" flush grow>
            {/* A scrolling region has to be reachable by keyboard. */}
            {/* eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex */}
            <div className="observed-caution" tabIndex={0} role="region" aria-label="Caution">
              <ul>
                {found.caution.map((sentence) => (
                  <li key={sentence}>{sentence}</li>
                ))}
              </ul>
            </div>
          </Card>
        )}
      </div>
      <div className="observed-result">
        <div className="compare-tools">
          <ChoiceMenu
            label="Hold against"
            value={kinds}
            choices={kindChoices}
            onChange={setKinds}
          />
          <WaysToggles ways={ways} onChange={setWays} />
          <ToggleButton pressed={byParent} onChange={setByParent}>
            Sub-techniques as their techniques
          </ToggleButton>
        </div>
        {result.error !== null && source !== undefined && (
          <ErrorNotice problem={problemOf(result.error)} />
        )}
        {found === undefined ? (
          <Card grow>
            <EmptyState>
              Paste technique IDs, or take those of a layer, a report or a run: the actors that fit
              appear here.
            </EmptyState>
          </Card>
        ) : (
          <MarkedThingsContext value={withAssessment(assessmentId, thingsOfObserved(source))}>
            <Result found={found} />
          </MarkedThingsContext>
        )}
      </div>
    </div>
  );
}

/** Where the techniques come from: a paste, a layer, a report, a run. */
function SourceFields({
  onSource,
}: {
  readonly onSource: (source: ObservedSource | undefined) => void;
}) {
  const { assessmentId } = useApp();
  const [kind, setKind] = useState<Exclude<ObservedSource["kind"], "file">>("text");
  const [text, setText] = useState("");
  const [indicatorsOnly, setIndicatorsOnly] = useState(false);
  const [picked, setPicked] = useState<string | null>(null);
  const layers = useOperation("layers", "list", {}, { enabled: kind === "layer" });
  const runs = useOperation("emulation", "runs", {}, { enabled: kind === "run" });
  const own = useOperation(
    "actors",
    "list",
    { assessmentId: assessmentId ?? 0, text: "", kinds: ["own"] },
    { enabled: kind === "actor" && assessmentId !== undefined },
  );
  const pick = (value: string | null, only = indicatorsOnly) => {
    setPicked(value);
    if (value === null) onSource(undefined);
    else if (kind === "layer") onSource({ kind, layerId: Number(value) });
    else if (kind === "run") onSource({ kind, runId: Number(value) });
    else if (kind === "actor") {
      onSource({ kind, actorId: attackId.parse(value), indicatorsOnly: only });
    }
  };
  const choices = {
    text: [],
    layer: (layers.data ?? []).map(({ id, name }) => ({ value: String(id), label: name })),
    actor: (own.data ?? []).map(({ id, name }) => ({ value: id, label: `${name} (${id})` })),
    run: (runs.data ?? []).map(({ id, name }) => ({ value: String(id), label: name })),
  }[kind];
  const labels = { layer: "Layer", actor: "Own actor or imported report", run: "Run", text: "" };
  return (
    <>
      <SegmentedControl
        label="Source"
        value={kind}
        choices={[
          { value: "text", label: "Paste" },
          { value: "layer", label: "Layer" },
          { value: "actor", label: "Report" },
          { value: "run", label: "Run" },
        ]}
        onChange={(next) => {
          setKind(next);
          setPicked(null);
          onSource(next === "text" && text.trim() !== "" ? { kind: next, text } : undefined);
        }}
      />
      {kind === "text" ? (
        <Textarea
          label="Technique IDs"
          description="A whole report may be pasted: IDs are found in it."
          minRows={4}
          maxRows={8}
          spellCheck={false}
          classNames={{ input: "mono" }}
          placeholder="T1566.001, T1059.001, T1021.002"
          value={text}
          onChange={(event) => {
            const next = event.currentTarget.value;
            setText(next);
            onSource(next.trim() === "" ? undefined : { kind, text: next });
          }}
        />
      ) : (
        <Select
          label={labels[kind]}
          placeholder={choices.length === 0 ? "There is none yet" : "Choose"}
          searchable
          disabled={choices.length === 0}
          data={choices}
          value={picked}
          onChange={(value) => pick(value)}
        />
      )}
      {kind === "actor" && (
        <Checkbox
          label="Only techniques that its indicators point to"
          checked={indicatorsOnly}
          onChange={(event) => {
            const only = event.currentTarget.checked;
            setIndicatorsOnly(only);
            pick(picked, only);
          }}
        />
      )}
    </>
  );
}

/** What of the source counts, and what does not and why. */
function Recognised({
  found,
  onAccept,
}: {
  readonly found: ObservedComparison;
  readonly onAccept: () => void;
}) {
  const { observed, rejected, domain, version } = found;
  const replaced = rejected.filter(({ replacedBy }) => replacedBy !== null);
  return (
    <>
      <p role="status">
        <b>{formatNoun(observed.length, "technique")}</b> of {domain} {version}
        {rejected.length > 0 && `; ${formatNoun(rejected.length, "entry", "entries")} not taken:`}
      </p>
      {rejected.length > 0 && (
        <ul className="observed-rejected plain">
          {rejected.map(({ text, reason }) => (
            <li key={text}>
              <span className="mono-id">{text}</span> {reason}
            </li>
          ))}
        </ul>
      )}
      {replaced.length > 0 && (
        <Button size="xs" onClick={onAccept}>
          Count what {replaced.length === 1 ? "it" : `${String(replaced.length)} of them`} became
        </Button>
      )}
    </>
  );
}

function Result({ found }: { readonly found: ObservedComparison }) {
  const { assessmentId, go } = useApp();
  const [selectedId, setSelectedId] = useState<string>();
  const [making, setMaking] = useState(false);
  const things = useMarkedThings();
  const releases = useMemo(() => [{ domain: found.domain, version: found.version }], [found]);
  const { makeLayers, saveJson, problem } = useComparisonExports({
    techniques: found.observed,
    releases,
  });
  const techniques: TechniquesById = useMemo(
    () => new Map(found.observed.map((technique) => [technique.id, technique])),
    [found],
  );
  const selected = found.actors.find(({ id }) => id === selectedId);
  const ids = found.observed.map(({ id }) => id);
  return (
    <>
      {problem !== undefined && <ErrorNotice problem={problem} />}
      <Card
        title={`${formatNoun(found.actors.length, "actor")} of ${String(found.lookedAt)} use any`}
        flush
        grow
        aside={
          <>
            <Button
              size="xs"
              disabled={ids.length === 0}
              leftSection={<IconStack2 aria-hidden="true" />}
              onClick={() => makeLayers("Observed techniques", ids)}
            >
              As layer
            </Button>
            <Button
              size="xs"
              disabled={ids.length === 0 || assessmentId === undefined}
              leftSection={<IconUserPlus aria-hidden="true" />}
              onClick={() => setMaking(true)}
            >
              As own actor
            </Button>
            <Button
              size="xs"
              leftSection={<IconDownload aria-hidden="true" />}
              onClick={() => saveJson("observed-techniques", found, things)}
            >
              JSON
            </Button>
          </>
        }
      >
        <FittingActorsTable
          found={found}
          selectedId={selected?.id ?? null}
          onSelect={setSelectedId}
        />
      </Card>
      <Card
        title={
          selected === undefined ? "Observed techniques" : `${selected.name} and what was observed`
        }
        flush
        grow
      >
        <ObservedTechniques found={found} selected={selected} techniques={techniques} />
      </Card>
      {making && assessmentId !== undefined && (
        <OwnProfileDialog
          assessmentId={assessmentId}
          domains={[found.domain]}
          text={ids.join(", ")}
          onClose={() => setMaking(false)}
          onOpen={(actor) => go("actors", { actor })}
        />
      )}
    </>
  );
}

/** What was observed; of a chosen actor what it is known to use, and what not. */
function ObservedTechniques({
  found,
  selected,
  techniques,
}: {
  readonly found: ObservedComparison;
  readonly selected: FittingActor | undefined;
  readonly techniques: TechniquesById;
}) {
  const shared = new Set(selected?.shared ?? []);
  const line = (id: (typeof found.observed)[number]["id"]) => {
    const technique = techniques.get(id);
    return (
      technique !== undefined && (
        <TechniqueLine
          key={id}
          technique={technique}
          note={`${formatShare(technique.groupsUsing, technique.groups)} of groups`}
        />
      )
    );
  };
  const others = found.observed.flatMap(({ id }) => (shared.has(id) ? [] : [id]));
  return (
    // A scrolling region has to be reachable by keyboard.
    // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex
    <div className="overlap-list" tabIndex={0} role="region" aria-label="Observed techniques">
      {selected !== undefined && (
        <>
          <h3>
            {selected.name} uses {formatNoun(selected.shared.length, "technique")} of these, the
            rarest first
          </h3>
          <ul className="plain">{selected.shared.map(line)}</ul>
        </>
      )}
      {others.length > 0 && (
        <>
          <h3>
            {selected === undefined
              ? `${formatNoun(others.length, "technique")}, the rarest first`
              : `Not known of ${selected.name}: ${formatNoun(others.length, "technique")}`}
          </h3>
          <ul className="plain">{others.map(line)}</ul>
        </>
      )}
      {found.observed.length === 0 && (
        <Notice tone="info">Nothing that was given names an active technique.</Notice>
      )}
    </div>
  );
}
