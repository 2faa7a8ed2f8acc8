import { Button, Checkbox, Select } from "@mantine/core";
import { useEffect, useState } from "react";
import type {
  AcceptedId,
  ImportedIntelligence,
  IntelligenceOffer,
  IntelligencePreview,
} from "../../shared/model/intelligence.ts";
import { fileNameOf } from "../app/file-names.ts";
import { ImportFrame } from "../imports/ImportFrame.tsx";
import { ErrorNotice, Notice } from "../ui/ErrorNotice.tsx";
import { formatNoun } from "../ui/figures.ts";
import { problemOf, queryClient, useCommand, useLongWork, useOperation } from "../use-operation.ts";
import { type Confidence, confidenceChoices } from "./actor-words.ts";
import "./Actors.css";

function keyOf({ domain, written }: Pick<IntelligenceOffer, "domain" | "written">): string {
  return `${domain} ${written}`;
}

/**
 * From chosen reports to own actors: whom they speak of, what their IDs of other releases are to
 * stand for, then progress.
 */
export function ImportIntelligenceDialog({
  assessmentId,
  paths,
  onClose,
  onImported,
}: {
  /** For which the actors may be chosen at once. */
  readonly assessmentId: number | undefined;
  readonly paths: readonly string[];
  readonly onClose: () => void;
  readonly onImported: (imported: ImportedIntelligence) => void;
}) {
  const [confidence, setConfidence] = useState<Confidence>("medium");
  const [accepted, setAccepted] = useState<ReadonlyMap<string, AcceptedId>>(new Map());
  const [choose, setChoose] = useState(false);
  const preview = useOperation("intelligence", "preview", { paths: [...paths] });
  const work = useLongWork("intelligence", "import");
  const chooseActor = useCommand("actors", "choose");
  // A file may change between two visits; what was seen of it is forgotten with the dialog.
  useEffect(() => () => queryClient.removeQueries({ queryKey: ["intelligence", "preview"] }), []);

  const start = async () => {
    const imported = await work.start({
      paths: [...paths],
      confidence,
      accept: [...accepted.values()],
    });
    if (imported === undefined) return;
    if (choose && assessmentId !== undefined) {
      for (const { kind, domain, id } of imported.actors) {
        const actor = { kind, domain, id };
        await chooseActor.mutateAsync({ assessmentId, actor, weight: 1, reason: "" });
      }
    }
    onImported(imported);
  };

  const [first = ""] = paths;
  const what = paths.length === 1 ? fileNameOf(first) : formatNoun(paths.length, "report");
  return (
    <ImportFrame
      title={`Make own actors of ${what}?`}
      verb="Import report"
      reading="Reading"
      isReady={preview.data !== undefined}
      work={work}
      preview={preview}
      // The failure is shown above the buttons.
      onStart={() => void start().catch(() => undefined)}
      onClose={onClose}
    >
      {chooseActor.error !== null && <ErrorNotice problem={problemOf(chooseActor.error)} />}
      {preview.data !== undefined && (
        <>
          <Found preview={preview.data} />
          <Offers offers={preview.data.offers} accepted={accepted} onAccept={setAccepted} />
          <Select
            label="Confidence, where a file does not say it"
            data={confidenceChoices}
            value={confidence}
            onChange={(value) => {
              if (value !== null) setConfidence(value);
            }}
          />
          {assessmentId !== undefined && (
            <Checkbox
              label="Choose them for this assessment"
              checked={choose}
              onChange={(event) => setChoose(event.currentTarget.checked)}
            />
          )}
        </>
      )}
    </ImportFrame>
  );
}

function Found({
  preview: { actors, items, unreadable },
}: {
  readonly preview: IntelligencePreview;
}) {
  const notes = items.length + unreadable.length;
  return (
    <>
      {actors.length === 0 ? (
        <Notice tone="warning">No actor with techniques was found. The report will say why.</Notice>
      ) : (
        <ul className="plain panel-list intelligence-actors" aria-label="Actors found">
          {actors.map(({ name, source, file, marking, techniques, others, ...actor }) => (
            <li key={`${file} ${name} ${source}`}>
              <b>{name}</b> <span className="muted">{source}</span>
              <br />
              {formatNoun(techniques, "technique")} of {actor.domain} {actor.version}
              {others > 0 && `, ${String(others)} of other releases`}
              {actor.indicators > 0 && `, ${formatNoun(actor.indicators, "indicator")}`}
              {marking !== null && `, ${marking}`}
            </li>
          ))}
        </ul>
      )}
      {notes > 0 && (
        <p className="muted">
          {formatNoun(notes, "note")} on what was not taken as it stands will be in the import
          report.
        </p>
      )}
    </>
  );
}

function Offers({
  offers,
  accepted,
  onAccept,
}: {
  readonly offers: readonly IntelligenceOffer[];
  readonly accepted: ReadonlyMap<string, AcceptedId>;
  readonly onAccept: (accepted: ReadonlyMap<string, AcceptedId>) => void;
}) {
  const open = offers.filter(({ candidates }) => candidates.length > 0);
  const nowhere = offers.length - open.length;
  const certain = open.flatMap(({ kind, domain, written, preselected }) =>
    kind === "certain" && preselected !== null
      ? [{ domain, written, techniqueId: preselected }]
      : [],
  );
  if (offers.length === 0) return null;
  return (
    <section aria-label="IDs of other releases">
      <p>
        {formatNoun(offers.length, "ID is", "IDs are")} of other releases. They are kept, and count
        only as what you let them stand for.
        {nowhere > 0 && ` Nothing is known to have come of ${String(nowhere)}.`}
      </p>
      {certain.length > 0 && (
        <Button
          size="xs"
          onClick={() =>
            onAccept(new Map([...accepted, ...certain.map((pair) => [keyOf(pair), pair] as const)]))
          }
        >
          {`Accept the ${formatNoun(certain.length, "certain one", "certain ones")}`}
        </Button>
      )}
      <div className="intelligence-offers">
        {open.map(({ domain, written, writtenName, candidates, kind }) => (
          <Select
            key={keyOf({ domain, written })}
            size="xs"
            label={`${written}${writtenName === null ? "" : ` ${writtenName}`}`}
            description={
              kind === "certain" ? "Certain" : kind === "by-name" ? "By name" : "A choice"
            }
            data={[
              { value: "", label: "Does not count" },
              ...candidates.map(({ techniqueId, name }) => ({
                value: techniqueId,
                label: `${techniqueId} ${name}`,
              })),
            ]}
            value={accepted.get(keyOf({ domain, written }))?.techniqueId ?? ""}
            onChange={(value) => {
              const next = new Map(accepted);
              const candidate = candidates.find(({ techniqueId }) => techniqueId === value);
              const key = keyOf({ domain, written });
              if (candidate === undefined) next.delete(key);
              else next.set(key, { domain, written, techniqueId: candidate.techniqueId });
              onAccept(next);
            }}
          />
        ))}
      </div>
    </section>
  );
}
