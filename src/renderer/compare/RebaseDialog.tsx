import "./Changes.css";
import { Button, Select, TextInput } from "@mantine/core";
import { useState } from "react";
import type { AssessmentSummary } from "../../shared/model/assessment.ts";
import type { Domain } from "../../shared/model/attack-id.ts";
import type { Release } from "../../shared/model/catalogue.ts";
import type {
  OtherIdRule,
  RebaseChange,
  RebaseChoice,
  RebaseDoubt,
  RebasePreview,
} from "../../shared/model/rebase.ts";
import { useApp } from "../app/app-state.ts";
import { Dialog } from "../ui/Dialog.tsx";
import { EmptyState } from "../ui/EmptyState.tsx";
import { ErrorNotice } from "../ui/ErrorNotice.tsx";
import { formatCount, formatNoun, formatOf } from "../ui/figures.ts";
import { showDone } from "../ui/toasts.tsx";
import { problemOf, useCommand, useOperation } from "../use-operation.ts";
import { workbench } from "../workbench.ts";

/** Values of a doubt's choice that are no name of the release. */
const leaveAsItIs = "=";
const leaveOut = "-";

const keyOf = ({ kind, domain, from }: Pick<RebaseDoubt, "domain" | "from" | "kind">) =>
  JSON.stringify([kind, domain, from]);

/** A copy of an assessment on other releases: what changes and what is in doubt, before it is made. */
export function RebaseDialog({
  assessment,
  onClose,
  onMade,
}: {
  readonly assessment: AssessmentSummary;
  readonly onClose: () => void;
  readonly onMade: (assessmentId: number) => void;
}) {
  const { go } = useApp();
  const releases = useOperation("catalogue", "list", {});
  const others = (releases.data ?? []).filter(({ domain, version }) =>
    assessment.releases.some((own) => own.domain === domain && own.version !== version),
  );
  const [chosen, setChosen] = useState<ReadonlyMap<Domain, string>>();
  const [typed, setTyped] = useState<string>();
  const [choices, setChoices] = useState<ReadonlyMap<string, RebaseChoice>>(new Map());
  const wanted = chosen ?? newestOf(others);
  const targets = [...wanted].map(([domain, version]) => ({ domain, version }));
  const name =
    typed ??
    `${assessment.name} on ${targets.map(({ version }) => version).join(", ")}`.slice(0, 200);
  const asked = { assessmentId: assessment.id, releases: targets, choices: [...choices.values()] };
  const preview = useOperation("assessments", "previewRebase", asked, {
    enabled: targets.length > 0,
    keepPrevious: true,
  });
  const make = useCommand("assessments", "rebase");
  const submit = () =>
    make.mutate(
      { ...asked, name },
      {
        onSuccess: ({ assessment: made }) => {
          onClose();
          onMade(made.id);
          showDone(
            `“${made.name}” made; “${assessment.name}” stays as it is.`,
            () => void workbench.assessments.remove({ assessmentId: made.id }),
          );
        },
      },
    );
  const isReady = targets.length > 0 && name.trim() !== "" && preview.data !== undefined;
  const setVersion = (domain: Domain, version: string | null) => {
    const next = new Map(wanted);
    if (version === null) next.delete(domain);
    else next.set(domain, version);
    setChosen(next);
    setChoices(new Map());
  };
  return (
    <Dialog
      opened
      wide
      title={`On which release shall a copy of “${assessment.name}” be?`}
      onClose={onClose}
      foot={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button variant="filled" loading={make.isPending} disabled={!isReady} onClick={submit}>
            Make copy
          </Button>
        </>
      }
    >
      {releases.data !== undefined && others.length === 0 ? (
        <EmptyState>
          The catalogue holds no other release of its domains. Import one first.
        </EmptyState>
      ) : (
        <div className="rebase-fields">
          <div className="rebase-releases">
            {assessment.releases.map(({ domain, version }) => (
              <Select
                key={domain}
                label={domain}
                data={[
                  { value: version, label: `${version}, as it is` },
                  ...others
                    .filter((release) => release.domain === domain)
                    .map((release) => ({ value: release.version, label: release.version })),
                ]}
                value={wanted.get(domain) ?? version}
                allowDeselect={false}
                onChange={(next) => setVersion(domain, next === version ? null : next)}
              />
            ))}
          </div>
          <TextInput
            label="Name of the copy"
            maxLength={200}
            value={name}
            onChange={(event) => setTyped(event.currentTarget.value)}
          />
          {preview.error !== null && <ErrorNotice problem={problemOf(preview.error)} />}
          {make.error !== null && <ErrorNotice problem={problemOf(make.error)} />}
          {preview.data !== undefined && targets.length > 0 && (
            <Preview
              preview={preview.data}
              onRule={(detectionId) => {
                onClose();
                go("detections", { detectionId });
              }}
              onChoice={(doubt, value) => setChoices(chosenFor(choices, doubt, value))}
            />
          )}
        </div>
      )}
    </Dialog>
  );
}

/** The newest of each domain: lists come with the newest first. */
function newestOf(releases: readonly Release[]): ReadonlyMap<Domain, string> {
  const newest = new Map<Domain, string>();
  for (const { domain, version } of releases) {
    if (!newest.has(domain)) newest.set(domain, version);
  }
  return newest;
}

function chosenFor(
  choices: ReadonlyMap<string, RebaseChoice>,
  { kind, domain, from }: Pick<RebaseDoubt, "domain" | "from" | "kind">,
  value: string,
): ReadonlyMap<string, RebaseChoice> {
  const next = new Map(choices);
  const key = keyOf({ kind, domain, from });
  if (value === leaveAsItIs) next.delete(key);
  else next.set(key, { kind, domain, from, to: value === leaveOut ? [] : value.split("\n") });
  return next;
}

function Preview({
  preview: { before, after, changes, doubts, notes, otherIdRules },
  onRule,
  onChoice,
}: {
  readonly preview: RebasePreview;
  readonly onRule: (detectionId: number) => void;
  readonly onChoice: (doubt: Pick<RebaseDoubt, "domain" | "from" | "kind">, value: string) => void;
}) {
  const settled = changes.filter(({ why }) => why === "chosen");
  return (
    <>
      <p>
        Covered {formatOf(before.covered, before.techniques)} now;{" "}
        <b>{formatOf(after.covered, after.techniques)}</b> on the copy.
      </p>
      {changes.length + doubts.length === 0 ? (
        <p className="muted">Everything that it names is called the same there.</p>
      ) : (
        <>
          {changes.length > 0 && (
            <section aria-label="Changes">
              <h3>{formatNoun(changes.length, "change")}</h3>
              <ul className="rebase-list">
                {changes.map((change) => (
                  <li key={keyOf(change)}>
                    {changeText(change)}
                    {settled.includes(change) && (
                      <>
                        {" "}
                        <button
                          type="button"
                          className="link"
                          onClick={() => onChoice(change, leaveAsItIs)}
                        >
                          Take the choice back
                        </button>
                      </>
                    )}
                  </li>
                ))}
              </ul>
            </section>
          )}
          {doubts.length > 0 && (
            <section aria-label="Doubts">
              <h3>{`${formatNoun(doubts.length, "doubt")}: each stays as it is unless you decide`}</h3>
              <ul className="rebase-list">
                {doubts.map((doubt) => (
                  <li key={keyOf(doubt)} className="rebase-doubt">
                    <span>
                      <b>{titleOf(doubt.from, doubt.fromName)}</b>{" "}
                      <span className="muted">({doubt.affects.join(", ")})</span>
                      <br />
                      {doubt.reason}
                    </span>
                    <Select
                      size="xs"
                      aria-label={`What ${doubt.from} becomes`}
                      data={choicesFor(doubt)}
                      value={leaveAsItIs}
                      allowDeselect={false}
                      onChange={(value) => onChoice(doubt, value ?? leaveAsItIs)}
                    />
                  </li>
                ))}
              </ul>
            </section>
          )}
        </>
      )}
      {otherIdRules.length > 0 && <OtherIdRules rules={otherIdRules} onRule={onRule} />}
      {notes.map((note) => (
        <p key={note} className="muted">
          {note}
        </p>
      ))}
    </>
  );
}

const mostRules = 200;

/** Rules that count for nothing on the copy until their map is accepted, each of which opens. */
function OtherIdRules({
  rules,
  onRule,
}: {
  readonly rules: readonly OtherIdRule[];
  readonly onRule: (detectionId: number) => void;
}) {
  const withEnvironment = new Set(rules.map(({ environment }) => environment)).size > 1;
  return (
    <section aria-label="Rules by IDs of another release">
      <h3>
        {formatNoun(
          new Set(rules.map(({ detectionId }) => detectionId)).size,
          "rule names techniques by IDs of another release",
          "rules name techniques by IDs of another release",
        )}
      </h3>
      <p className="muted">
        They count for nothing there until their map is accepted, which each of them offers.
      </p>
      <ul className="rebase-list">
        {rules.slice(0, mostRules).map(({ detectionId, name, environment, written, mayBe }) => (
          <li key={`${String(detectionId)} ${written}`}>
            <button type="button" className="link" onClick={() => onRule(detectionId)}>
              {name}
            </button>
            {withEnvironment && <span className="muted"> ({environment})</span>}: {written}, to{" "}
            {mayBe.map((one) => titleOf(one.id, one.name)).join(" or ")}
          </li>
        ))}
        {rules.length > mostRules && (
          <li className="muted">{formatCount(rules.length - mostRules)} more</li>
        )}
      </ul>
    </section>
  );
}

function titleOf(id: string, name: string | null): string {
  return name === null || name === id ? id : `${id} ${name}`;
}

function choicesFor({ candidates, preselected }: RebaseDoubt) {
  const all = candidates.map(({ id }) => id).join("\n");
  return [
    { value: leaveAsItIs, label: "Leave as it is" },
    ...candidates.map(({ id, name }) => ({
      value: id,
      label: `${titleOf(id, name)}${id === preselected ? " (likeliest)" : ""}`,
    })),
    ...(candidates.length > 1 ? [{ value: all, label: "All of these" }] : []),
    { value: leaveOut, label: "Leave out" },
  ];
}

function changeText({ from, fromName, to, affects, notes }: RebaseChange): string {
  const [first] = to;
  const goal =
    first === undefined
      ? "is left out"
      : first.id === from
        ? `is called ${first.name}`
        : `becomes ${to.map(({ id, name }) => titleOf(id, name)).join(" and ")}`;
  return [`${titleOf(from, fromName)} ${goal}: ${affects.join(", ")}.`, ...notes].join(" ");
}
