import { Button, Checkbox, Select, Textarea, TextInput } from "@mantine/core";
import { useState } from "react";
import type { ActorRef } from "../../shared/model/actor.ts";
import type { Domain } from "../../shared/model/attack-id.ts";
import { officialDomains } from "../../shared/model/attack-id.ts";
import { Dialog } from "../ui/Dialog.tsx";
import { ErrorNotice, Notice } from "../ui/ErrorNotice.tsx";
import { formatNoun } from "../ui/figures.ts";
import { showDone } from "../ui/toasts.tsx";
import { problemOf, useCommand } from "../use-operation.ts";
import { type Confidence, confidenceChoices } from "./actor-words.ts";
import "./Actors.css";

/** Makes an actor of one's own from a pasted list of technique IDs; says which IDs were not taken. */
export function OwnProfileDialog({
  assessmentId,
  domains,
  text: given = "",
  onClose,
  onOpen,
}: {
  readonly assessmentId: number;
  readonly domains: readonly Domain[];
  /** IDs to begin with. */
  readonly text?: string;
  readonly onClose: () => void;
  readonly onOpen: (actor: ActorRef) => void;
}) {
  const [name, setName] = useState("");
  const [picked, setPicked] = useState<Domain>();
  // The assessment may still be on its way when the dialog opens.
  const domain = picked ?? domains[0];
  const [text, setText] = useState(given);
  const [source, setSource] = useState("");
  const [confidence, setConfidence] = useState<Confidence>("medium");
  const [choose, setChoose] = useState(true);
  const create = useCommand("actors", "createOwn");
  const chooseActor = useCommand("actors", "choose");
  const made = create.data;
  const failure = create.error ?? chooseActor.error;

  const make = async () => {
    if (domain === undefined) return;
    const result = await create.mutateAsync({
      assessmentId,
      name: name.trim(),
      domain,
      text,
      source,
      confidence,
    });
    if (choose) {
      await chooseActor.mutateAsync({
        assessmentId,
        actor: result.actor,
        weight: 1,
        reason: source,
      });
    }
    if (result.rejected.length > 0) return;
    showDone(`${name.trim()} made with ${formatNoun(result.techniques, "technique")}`);
    onClose();
  };

  if (made !== undefined && made.rejected.length > 0) {
    return (
      <Dialog
        opened
        title={`${name.trim()}: not every ID was taken`}
        onClose={onClose}
        foot={
          <>
            <Button onClick={() => onOpen(made.actor)}>Open the profile</Button>
            <Button variant="filled" data-autofocus onClick={onClose}>
              Done
            </Button>
          </>
        }
      >
        <div className="dialog-fields">
          <Notice tone="warning">
            {`${formatNoun(made.techniques, "technique")} taken. ${formatNoun(made.rejected.length, "ID names", "IDs name")} no technique of the catalogue:`}
          </Notice>
          <ul className="rejected-ids">
            {made.rejected.map((id) => (
              <li key={id} className="mono">
                {id}
              </li>
            ))}
          </ul>
          {failure !== null && <ErrorNotice problem={problemOf(failure)} />}
        </div>
      </Dialog>
    );
  }

  return (
    <Dialog
      opened
      title="What does your own actor use?"
      onClose={onClose}
      foot={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button
            variant="filled"
            disabled={name.trim() === "" || text.trim() === "" || domain === undefined}
            loading={create.isPending || chooseActor.isPending}
            // The failure is shown above the buttons.
            onClick={() => void make().catch(() => undefined)}
          >
            Make profile
          </Button>
        </>
      }
    >
      <div className="dialog-fields">
        <TextInput
          label="Name"
          description="For example: seen in our own incidents"
          data-autofocus
          maxLength={200}
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <Textarea
          label="Technique IDs"
          description="One after another, parted by spaces, commas or lines. A whole report's list may be pasted."
          minRows={5}
          maxRows={10}
          spellCheck={false}
          classNames={{ input: "mono" }}
          placeholder="T1566.001, T1059.001, T1021.002"
          value={text}
          onChange={(event) => setText(event.currentTarget.value)}
        />
        <div className="dialog-pair">
          <TextInput
            label="Source"
            placeholder="Incident 2026-014"
            value={source}
            onChange={(event) => setSource(event.currentTarget.value)}
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
        {domains.length > 1 && (
          <Select
            label="Domain of the IDs"
            data={domains.map((each) => ({
              value: each,
              label: officialDomains.get(each) ?? each,
            }))}
            value={domain ?? null}
            onChange={(value) => setPicked(domains.find((each) => each === value))}
          />
        )}
        <Checkbox
          label="Choose it for this assessment"
          checked={choose}
          onChange={(event) => setChoose(event.currentTarget.checked)}
        />
        {failure !== null && <ErrorNotice problem={problemOf(failure)} />}
      </div>
    </Dialog>
  );
}
