import { Button, Select, Textarea, TextInput } from "@mantine/core";
import { useMemo, useState } from "react";
import type { OwnTechnique } from "../../shared/model/actor.ts";
import type { Technique } from "../../shared/model/catalogue.ts";
import { Dialog } from "../ui/Dialog.tsx";
import { ErrorNotice } from "../ui/ErrorNotice.tsx";
import { techniqueName } from "../ui/MonoId.tsx";
import { type Problem } from "../../shared/problem.ts";
import { type Confidence, confidenceChoices } from "./actor-words.ts";
import "./Actors.css";

/** A technique that can be added or excluded, with its parent's name. */
export interface EntryTechnique extends Pick<Technique, "id" | "name"> {
  readonly parentName: string | null;
}

/** The analyst's word on one technique of an actor: added or excluded, with source and confidence. */
export function TechniqueEntryDialog({
  actorName,
  action,
  techniques,
  fixed,
  today,
  busy,
  problem,
  onKeep,
  onClose,
}: {
  readonly actorName: string;
  readonly action: OwnTechnique["action"];
  readonly techniques: readonly EntryTechnique[];
  /** The technique that is meant already; null lets the analyst choose. */
  readonly fixed: EntryTechnique | null;
  /** The day that stands in the date field at first, as `2026-11-21`. */
  readonly today: string;
  readonly busy: boolean;
  readonly problem: Problem | undefined;
  readonly onKeep: (technique: OwnTechnique) => void;
  readonly onClose: () => void;
}) {
  const [chosen, setChosen] = useState<string | null>(fixed?.id ?? null);
  const [source, setSource] = useState("");
  const [date, setDate] = useState(today);
  const [confidence, setConfidence] = useState<Confidence>("medium");
  const [text, setText] = useState("");
  const adds = action === "add";
  const technique = fixed ?? techniques.find(({ id }) => id === chosen);
  const data = useMemo(
    () =>
      techniques.map((each) => ({ value: each.id, label: `${each.id} ${techniqueName(each)}` })),
    [techniques],
  );
  const named = fixed === null ? "a technique" : fixed.id;

  return (
    <Dialog
      opened
      title={adds ? `Which technique does ${actorName} use as well?` : `Why is ${named} excluded?`}
      onClose={onClose}
      foot={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button
            variant="filled"
            loading={busy}
            disabled={technique === undefined || source.trim() === "" || date === ""}
            onClick={() => {
              if (technique === undefined) return;
              onKeep({ techniqueId: technique.id, action, source, date, confidence, text });
            }}
          >
            {adds ? "Add technique" : "Exclude technique"}
          </Button>
        </>
      }
    >
      <div className="dialog-fields">
        {fixed === null ? (
          <Select
            label="Technique"
            data-autofocus
            searchable
            limit={60}
            placeholder="ID or name"
            nothingFoundMessage="No technique is called that"
            data={data}
            value={chosen}
            onChange={setChosen}
          />
        ) : (
          <p>
            <span className="mono-id">{fixed.id}</span> {techniqueName(fixed)}
          </p>
        )}
        {!adds && (
          <p className="muted">
            It stays listed in the profile with this reason and counts nowhere.
          </p>
        )}
        <div className="dialog-pair">
          <TextInput
            label="Source"
            required
            withAsterisk={false}
            placeholder="Report, incident, analyst"
            value={source}
            onChange={(event) => setSource(event.currentTarget.value)}
          />
          <TextInput
            label="Date"
            type="date"
            value={date}
            onChange={(event) => setDate(event.currentTarget.value)}
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
        <Textarea
          label={adds ? "What was seen" : "Reason"}
          minRows={3}
          maxRows={8}
          value={text}
          onChange={(event) => setText(event.currentTarget.value)}
        />
        {problem !== undefined && <ErrorNotice problem={problem} />}
      </div>
    </Dialog>
  );
}
