import { Button, Checkbox, Select, TextInput } from "@mantine/core";
import { useDeferredValue, useState } from "react";
import {
  type HiddenPart,
  hiddenPart,
  hiddenPartWords,
  type RedactionChoice,
  type RedactionPreview,
  type RedactionProfile,
} from "../../shared/model/redaction.ts";
import type { ExportedCase } from "../../shared/model/run-export.ts";
import { ErrorNotice } from "../ui/ErrorNotice.tsx";
import { formatNoun } from "../ui/figures.ts";
import { problemOf, useCommand, useOperation } from "../use-operation.ts";
import { outcomeWords } from "./outcome-words.ts";

const nothing = "Nothing: everything is told";
const ownChoice = "What is ticked below";

/** What is hidden of runs before they are written: a profile, its parts, and what that does. */
export function RedactionFields({
  runIds,
  choice,
  hidden,
  onChange,
}: {
  readonly runIds: readonly number[];
  readonly choice: RedactionChoice;
  readonly hidden: readonly HiddenPart[];
  readonly onChange: (hidden: readonly HiddenPart[]) => void;
}) {
  const keep = useCommand("emulation", "setRedaction");
  const [name, setName] = useState("");
  const [opened, setOpened] = useState(false);
  const { profiles } = choice;
  const profile = profiles.find((each) => isSame(each.hidden, hidden));
  const value = hidden.length === 0 ? nothing : (profile?.name ?? ownChoice);

  const choose = (chosen: string | null) => {
    const next = profiles.find((each) => each.name === chosen);
    if (chosen === ownChoice) setOpened(true);
    else {
      onChange(next?.hidden ?? []);
      keep.mutate({ profiles, chosen: next?.name ?? null });
    }
  };
  const tick = (part: HiddenPart, isHidden: boolean) =>
    onChange(
      hiddenPart.options.filter((each) => (each === part ? isHidden : hidden.includes(each))),
    );
  const keepAs = () => {
    const kept: RedactionProfile = { name: name.trim(), hidden: [...hidden] };
    const others = profiles.filter((each) => each.name !== kept.name);
    keep.mutate({ profiles: [...others, kept], chosen: kept.name });
    setName("");
  };

  return (
    <section className="redaction">
      <div className="redaction-choice">
        <Select
          label="Hide"
          allowDeselect={false}
          data={[nothing, ...profiles.map((each) => each.name), ownChoice]}
          value={value}
          onChange={choose}
        />
        <Button onClick={() => setOpened(!opened)} aria-expanded={opened}>
          {opened ? "Fewer choices" : "Choose what is hidden"}
        </Button>
        {profile !== undefined && opened && (
          <Button
            onClick={() =>
              keep.mutate({
                profiles: profiles.filter((each) => each !== profile),
                chosen: null,
              })
            }
          >
            Forget this profile
          </Button>
        )}
      </div>
      {opened && (
        <>
          <div className="redaction-parts">
            {hiddenPart.options.map((part) => (
              <Checkbox
                key={part}
                label={hiddenPartWords[part].word}
                description={hiddenPartWords[part].becomes}
                checked={hidden.includes(part)}
                onChange={(event) => tick(part, event.currentTarget.checked)}
              />
            ))}
          </div>
          {hidden.length > 0 && profile === undefined && (
            <div className="redaction-choice">
              <TextInput
                label="Name of the profile"
                maxLength={100}
                value={name}
                onChange={(event) => setName(event.currentTarget.value)}
              />
              <Button disabled={name.trim() === ""} onClick={keepAs}>
                Keep as a profile
              </Button>
            </div>
          )}
        </>
      )}
      {keep.error !== null && <ErrorNotice problem={problemOf(keep.error)} />}
      {hidden.length > 0 && <Preview runIds={runIds} hidden={hidden} />}
    </section>
  );
}

function isSame(a: readonly HiddenPart[], b: readonly HiddenPart[]): boolean {
  return a.length === b.length && a.every((part) => b.includes(part));
}

/** What will be hidden, in numbers, and a test case as the recipient sees it. */
function Preview({
  runIds,
  hidden,
}: {
  readonly runIds: readonly number[];
  readonly hidden: readonly HiddenPart[];
}) {
  const wanted = useDeferredValue(hidden);
  const preview = useOperation(
    "emulation",
    "previewRedaction",
    { runIds: [...runIds], hidden: [...wanted] },
    { keepPrevious: true },
  );
  if (preview.error !== null) return <ErrorNotice problem={problemOf(preview.error)} />;
  if (preview.data === undefined) return <p className="muted">Looking for what is hidden…</p>;
  const { parts, replaced, sample } = preview.data;
  const told = parts.filter(({ values }) => values > 0);
  return (
    <div className="redaction-preview" aria-busy={preview.isPlaceholderData}>
      <p>
        {told.length === 0
          ? "Nothing of what is ticked is in these runs."
          : `Hidden: ${told
              .map(({ part, values }) => `${hiddenPartWords[part].word} (${values})`)
              .join(", ")}; ${formatNoun(replaced, "place")} inside texts.`}
      </p>
      {sample !== null && <Sample {...sample} />}
    </div>
  );
}

const sampleRows: readonly (readonly [word: string, of: (testCase: ExportedCase) => string])[] = [
  ["Test", ({ name }) => name],
  ["Technique", ({ written }) => written],
  ["Outcome", ({ outcome }) => outcomeWords[outcome]],
  ["Group", ({ group }) => group],
  ["Host", ({ host }) => host],
  ["Account", ({ execution }) => execution?.user ?? ""],
  ["Assignee", ({ assignee }) => assignee],
  ["Rule", ({ fired }) => fired?.name ?? ""],
  ["Watching tools", ({ observations }) => observations.map(({ tool }) => tool).join(", ")],
  ["Command", ({ command }) => command],
  ["Output", ({ execution }) => execution?.output ?? ""],
  ["Red notes", ({ redNotes }) => redNotes],
  ["Blue notes", ({ blueNotes }) => blueNotes],
  ["Own fields", ({ ownFields }) => ownFields.map(({ name }) => name).join(", ")],
  ["Evidence", ({ evidence }) => evidence.map(({ name }) => name).join(", ")],
];

function Sample({ before, after }: NonNullable<RedactionPreview["sample"]>) {
  const rows = sampleRows.filter(([, of]) => of(before) !== "");
  return (
    <table className="redaction-sample">
      <caption>The test case that changes most</caption>
      <thead>
        <tr>
          <th scope="col">Field</th>
          <th scope="col">Here</th>
          <th scope="col">As the recipient sees it</th>
        </tr>
      </thead>
      <tbody>
        {rows.map(([word, of]) => (
          <tr key={word} data-hidden={of(before) !== of(after) || undefined}>
            <th scope="row">{word}</th>
            <td>{of(before).slice(0, 300)}</td>
            <td>
              {of(after) === "" ? <span className="muted">removed</span> : of(after).slice(0, 300)}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
