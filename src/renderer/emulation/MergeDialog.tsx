import "./MergeDialog.css";
import { Button } from "@mantine/core";
import { useState } from "react";
import { outcome, testCaseField } from "../../shared/model/emulation.ts";
import type { RecordImportReport } from "../../shared/model/import-report.ts";
import type {
  MergeChoice,
  MergeConflict,
  MergedRunPreview,
} from "../../shared/model/run-package.ts";
import type { Environment } from "../../shared/model/workspace.ts";
import { useApp } from "../app/app-state.ts";
import { fileNameOf } from "../app/file-names.ts";
import { formatMoment } from "../app/times.ts";
import { EnvironmentSelect } from "../imports/EnvironmentSelect.tsx";
import { Dialog } from "../ui/Dialog.tsx";
import { ErrorNotice, Notice } from "../ui/ErrorNotice.tsx";
import { formatNoun } from "../ui/figures.ts";
import { Progress } from "../ui/Progress.tsx";
import { type Choice, SegmentedControl } from "../ui/Toolbar.tsx";
import { problemOf, useLongWork, useOperation } from "../use-operation.ts";
import { caseFieldWords, outcomeWords } from "./outcome-words.ts";

type Undecided = MergeChoice | "open";

/** Shows what a package of runs brings, asks about what both sides changed, and merges it. */
export function MergeDialog({
  path,
  environments,
  environment: suggested,
  onClose,
  onMerged,
}: {
  readonly path: string;
  readonly environments: readonly Environment[];
  /** Of runs that are not here yet, by name. */
  readonly environment: string | undefined;
  readonly onClose: () => void;
  readonly onMerged: (report: RecordImportReport) => void;
}) {
  const { preferences } = useApp();
  const preview = useOperation("emulation", "previewMerge", { path });
  const merging = useLongWork("emulation", "merge");
  const [environment, setEnvironment] = useState(suggested ?? environments[0]?.name ?? "");
  const [choices, setChoices] = useState<ReadonlyMap<string, MergeChoice>>(new Map());
  const { runs = [], conflicts = [], redacted = false } = preview.data ?? {};
  const open = conflicts.filter(({ key }) => !choices.has(key)).length;
  const isNew = runs.some((run) => run.environment === null);

  const decide = (key: string, choice: Undecided) => {
    const next = new Map(choices);
    if (choice === "open") next.delete(key);
    else next.set(key, choice);
    setChoices(next);
  };
  const decideAll = (choice: "ours" | "theirs") =>
    setChoices(new Map(conflicts.map(({ key }) => [key, choice])));
  const merge = async () => {
    const report = await merging.start({
      path,
      environment,
      decisions: [...choices].map(([key, choice]) => ({ key, choice })),
      who: preferences.analyst,
    });
    if (report !== undefined) onMerged(report);
  };

  return (
    <Dialog
      opened
      wide
      title={`Merge ${fileNameOf(path)}?`}
      onClose={() => {
        if (!merging.running) onClose();
      }}
      foot={
        merging.running ? undefined : (
          <>
            {open > 0 && (
              <span className="merge-open">
                {`${String(conflicts.length - open)} of ${String(conflicts.length)} decided`}
              </span>
            )}
            <Button onClick={onClose}>Cancel</Button>
            <Button
              variant="filled"
              data-autofocus
              disabled={preview.data === undefined || open > 0}
              onClick={() => void merge()}
            >
              Merge
            </Button>
          </>
        )
      }
    >
      <div className="merge">
        {preview.error !== null && <ErrorNotice problem={problemOf(preview.error)} />}
        {merging.problem !== undefined && <ErrorNotice problem={merging.problem} />}
        {preview.isPending && <Progress label="Reading the package" done={0} total={null} />}
        {merging.running && (
          <Progress
            label={merging.progress?.phase ?? "Merging"}
            done={merging.progress?.done ?? 0}
            total={merging.progress?.total ?? null}
            onCancel={merging.cancel}
          />
        )}
        {redacted && (
          <Notice tone="info">
            Parts of this package were hidden before it was sent: names in it are pseudonyms.
          </Notice>
        )}
        <ul className="merge-runs">
          {runs.map((run) => (
            <li key={run.uuid}>
              <b>{run.name}</b>
              <span>{describeRun(run)}</span>
            </li>
          ))}
        </ul>
        {isNew && (
          <EnvironmentSelect
            environments={environments}
            value={environment}
            description="Where the new runs belong"
            onChange={setEnvironment}
          />
        )}
        {conflicts.length > 0 && (
          <section className="merge-conflicts" aria-label="Changed on both sides">
            <header>
              <h3>{`Changed on both sides: ${formatNoun(conflicts.length, "field")}`}</h3>
              <Button size="xs" onClick={() => decideAll("ours")}>
                All ours
              </Button>
              <Button size="xs" onClick={() => decideAll("theirs")}>
                All theirs
              </Button>
            </header>
            <ol className="plain">
              {conflicts.map((conflict) => (
                <Conflict
                  key={conflict.key}
                  conflict={conflict}
                  choice={choices.get(conflict.key) ?? "open"}
                  onChoose={(choice) => decide(conflict.key, choice)}
                />
              ))}
            </ol>
          </section>
        )}
      </div>
    </Dialog>
  );
}

/** What a package brings to a run, in a sentence. */
function describeRun(run: MergedRunPreview): string {
  if (run.environment === null) {
    return `New here, with ${formatNoun(run.added, "test case")} and ${formatNoun(run.evidence, "file")} of evidence.`;
  }
  const parts = [
    ...(run.added > 0 ? [`${formatNoun(run.added, "test case")} new`] : []),
    ...(run.taken > 0 ? [`${formatNoun(run.taken, "field")} changed there alone, taken over`] : []),
    ...(run.kept > 0 ? [`${formatNoun(run.kept, "field")} changed here alone, kept`] : []),
    ...(run.removed > 0
      ? [`${formatNoun(run.removed, "test case")} taken away there, removed`]
      : []),
    ...(run.evidence > 0 ? [`${formatNoun(run.evidence, "file")} of evidence new`] : []),
  ];
  return parts.length === 0 ? "Nothing new." : `${parts.join("; ")}.`;
}

const sides: readonly Choice<Undecided>[] = [
  { value: "ours", label: "Ours" },
  { value: "theirs", label: "Theirs" },
];
const withBoth: readonly Choice<Undecided>[] = [
  ...sides,
  { value: "both", label: "Both", note: "Ours, and theirs below it" },
];

function Conflict({
  conflict,
  choice,
  onChoose,
}: {
  readonly conflict: MergeConflict;
  readonly choice: Undecided;
  readonly onChoose: (choice: Undecided) => void;
}) {
  const { testCase, run, where, field, base, ours, theirs, joins } = conflict;
  const word = fieldWord(field);
  const name = testCase ?? run;
  return (
    <li className="merge-conflict" data-decided={choice !== "open" || undefined}>
      <div className="merge-what">
        <b>{name}</b>
        <span className="muted">{where === "" ? word : `${where}: ${word}`}</span>
      </div>
      <SegmentedControl
        label={`${name}: ${word}`}
        value={choice}
        choices={joins ? withBoth : sides}
        onChange={onChoose}
      />
      <dl>
        {base !== null && (
          <div>
            <dt>Before</dt>
            <dd>{valueWord(field, base)}</dd>
          </div>
        )}
        <div data-chosen={choice === "ours" || choice === "both" || undefined}>
          <dt>{sideWord("Ours", ours)}</dt>
          <dd>{valueWord(field, ours.value)}</dd>
        </div>
        <div data-chosen={choice === "theirs" || choice === "both" || undefined}>
          <dt>{sideWord("Theirs", theirs)}</dt>
          <dd>{valueWord(field, theirs.value)}</dd>
        </div>
      </dl>
    </li>
  );
}

function sideWord(word: string, { who, at }: MergeConflict["ours"]): string {
  return [
    word,
    ...(who === null || who === "" ? [] : [who]),
    ...(at === null ? [] : [formatMoment(at)]),
  ].join(", ");
}

const runFieldWords: ReadonlyMap<string, string> = new Map([
  ["name", "Name of the run"],
  ["who", "Who ran it"],
  ["tool", "Tool"],
  ["startedAt", "Start"],
  ["endedAt", "End"],
  ["version", "ATT&CK release"],
  ["notes", "Notes"],
  ["removed", "Taken away"],
]);

function fieldWord(field: string): string {
  const known = testCaseField.safeParse(field);
  return known.success ? caseFieldWords[known.data] : (runFieldWords.get(field) ?? field);
}

function valueWord(field: string, value: string): string {
  if (value === "") return "nothing";
  const known = field === "outcome" ? outcome.safeParse(value) : undefined;
  return known?.success === true ? outcomeWords[known.data] : value.slice(0, 600);
}
