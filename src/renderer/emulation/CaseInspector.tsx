import { ActionIcon, Select } from "@mantine/core";
import { IconCopy } from "@tabler/icons-react";
import { type DragEvent, useEffect, useRef, useState } from "react";
import {
  expectedOutcome,
  type BlockSeen,
  type Outcome,
  type Run,
  type TestCase,
  type TestCaseContent,
} from "../../shared/model/emulation.ts";
import type { TestedTechnique } from "../../shared/model/run-effect.ts";
import { useApp } from "../app/app-state.ts";
import { InspectorSection } from "../frame/InspectorPanel.tsx";
import { ErrorNotice } from "../ui/ErrorNotice.tsx";
import { formatCount, formatNoun } from "../ui/figures.ts";
import { MonoId } from "../ui/MonoId.tsx";
import { Facts } from "../ui/Page.tsx";
import { showDone } from "../ui/toasts.tsx";
import { problemOf, useCommand, useOperation } from "../use-operation.ts";
import { pathsOf } from "../workbench.ts";
import { CaseCoverage } from "./CaseCoverage.tsx";
import { CaseHistory } from "./CaseHistory.tsx";
import { zoneWords } from "./case-times.ts";
import { CaseText } from "./CaseText.tsx";
import { CaseTimeline } from "./CaseTimeline.tsx";
import { EvidenceFiles } from "./EvidenceFiles.tsx";
import { FiredField } from "./FiredField.tsx";
import { expectedWords, outcomeWords, seenWords } from "./outcome-words.ts";
import { OutcomeKeys } from "./OutcomeKeys.tsx";
import { TimeField } from "./TimeField.tsx";
import { ToolRows } from "./ToolRows.tsx";
import type { CaseEditing } from "./use-case-edits.ts";
import type { NamedWork } from "./use-name.ts";

/** Everything that is said of one test case, and said here. */
export function CaseInspector({
  testCase,
  place,
  of,
  run,
  technique,
  slaMinutes,
  editing,
  withName,
  onOutcome,
  onSeen,
  onLeave,
}: {
  readonly testCase: TestCase;
  /** Its place among the test cases of the run, from 1, and how many there are. */
  readonly place: number;
  readonly of: number;
  readonly run: Run;
  readonly technique: TestedTechnique | undefined;
  readonly slaMinutes: number;
  readonly editing: CaseEditing;
  /** Does what is to be kept with a name, once there is one. */
  readonly withName: (work: NamedWork) => void;
  readonly onOutcome: (outcome: Outcome) => void;
  readonly onSeen: (seen: BlockSeen) => void;
  /** A field is left: the keys are the table's again. */
  readonly onLeave: () => void;
}) {
  const { inspect, preferences, setPreferences } = useApp();
  const detail = useOperation("emulation", "case", { id: testCase.id });
  const addEvidence = useCommand("emulation", "addEvidence");
  const copy = useCommand("shell", "copyText");
  const [over, setOver] = useState(false);
  const top = useRef<HTMLDivElement>(null);
  // Another test case begins with its question, wherever the one before was read.
  useEffect(() => top.current?.scrollIntoView({ block: "start" }), []);
  const { id, name, written, execution, command } = testCase;
  const techniqueId = technique?.techniqueId ?? null;
  const near = testCase.startAt ?? run.startedAt;

  const set = (change: Partial<TestCaseContent>, label: string) =>
    withName((who) => void editing.edit([id], change, label, { who }));
  const write =
    (field: "host" | "platform" | "assignee" | "group" | "redNotes" | "blueNotes", label: string) =>
    (value: string, stretch: string) =>
      void editing.edit([id], { [field]: value }, label, { stretch });
  const addFiles = (paths: readonly string[]) =>
    withName((who) =>
      addEvidence.mutate(
        { caseId: id, paths: [...paths], who },
        { onSuccess: () => showDone(`${formatNoun(paths.length, "file")} added to ${name}`) },
      ),
    );

  // Files are evidence of this test case here, and are imported anywhere else in the window.
  const holdsFiles = (event: DragEvent) => event.dataTransfer.types.includes("Files");
  const onDrop = (event: DragEvent) => {
    setOver(false);
    if (!holdsFiles(event)) return;
    event.preventDefault();
    void pathsOf([...event.dataTransfer.files]).then((paths) => {
      if (paths.length > 0) addFiles(paths);
    });
  };

  return (
    // Files can be added by the button as well.
    // eslint-disable-next-line jsx-a11y/no-static-element-interactions
    <div
      ref={top}
      className="case-inspector"
      data-over={over || undefined}
      onDragOver={(event) => setOver(holdsFiles(event))}
      onDragLeave={(event) => {
        if (!event.currentTarget.contains(event.relatedTarget as Node | null)) setOver(false);
      }}
      onDrop={onDrop}
    >
      <header className="inspector-head">
        <div className="inspector-path">
          Test case {formatCount(place)} of {formatCount(of)}
        </div>
        <h2>{name === "" ? written : name}</h2>
        <div className="case-technique">
          {technique === undefined ? (
            <>
              <MonoId>{written === "" ? "No technique" : written}</MonoId>
              {written !== "" && <span className="case-unread">no technique of the release</span>}
            </>
          ) : (
            <>
              <button
                type="button"
                className="link mono"
                onClick={() => inspect(technique.domain, technique.techniqueId)}
              >
                {technique.techniqueId}
              </button>
              <span>{technique.name}</span>
              {written !== technique.techniqueId && (
                <span className="muted">
                  written <MonoId>{written}</MonoId>
                </span>
              )}
            </>
          )}
        </div>
      </header>

      <InspectorSection title="What did the defence do?">
        <OutcomeKeys
          testCase={testCase}
          slaMinutes={slaMinutes}
          goOn={preferences.goOn}
          onOutcome={onOutcome}
          onSeen={onSeen}
          onGoOn={(goOn) => setPreferences({ goOn })}
        />
        {testCase.original !== null && (
          <p className="muted">In the source’s words: {testCase.original}</p>
        )}
      </InspectorSection>

      <InspectorSection
        title="Timeline"
        count={zoneWords(near === null ? new Date() : new Date(near))}
      >
        <CaseTimeline testCase={testCase} slaMinutes={slaMinutes} />
        {!testCase.timed && (
          <p className="muted">Its source’s times are not held against the SLA.</p>
        )}
        <div className="case-fields">
          <TimeField
            label="Start"
            keys="s"
            value={testCase.startAt}
            near={near}
            onChange={(startAt) => set({ startAt }, `Start of ${name} set`)}
          />
          <TimeField
            label="End"
            keys="e"
            value={testCase.endAt}
            near={near}
            onChange={(endAt) => set({ endAt }, `End of ${name} set`)}
          />
          <TimeField
            label="Alert"
            keys="a"
            value={testCase.alertAt}
            near={near}
            onChange={(alertAt) => set({ alertAt, timed: true }, `Alert of ${name} set`)}
          />
        </div>
        {execution !== null && (
          <p className="case-execution muted">
            {[
              ...(execution.exitCode === null ? [] : [`exit code ${execution.exitCode}`]),
              ...(execution.status === null ? [] : [`status ${execution.status}`]),
              ...(execution.user === null ? [] : [`as ${execution.user}`]),
              ...(execution.processId === null ? [] : [`process ${execution.processId}`]),
            ].join(", ") || "executed"}
            : not an outcome
          </p>
        )}
      </InspectorSection>

      <InspectorSection title="Detection">
        <div className="case-fields">
          <Select
            size="xs"
            label="Expected"
            allowDeselect={false}
            data={[
              {
                value: "usual",
                label: `${expectedWords[technique?.expected ?? "alert"]}, by its tactics`,
              },
              ...expectedOutcome.options.map((each) => ({
                value: each,
                label: expectedWords[each],
              })),
            ]}
            value={testCase.expected ?? "usual"}
            onChange={(value) => {
              const expected = expectedOutcome.options.find((each) => each === value) ?? null;
              if (expected !== testCase.expected) {
                set({ expected }, `Expectation of ${name} set`);
              }
            }}
          />
          <FiredField
            label="Fired"
            name="fired"
            fired={testCase.fired}
            environmentId={run.environmentId}
            techniqueId={techniqueId}
            onChange={(fired) => set({ fired }, `Detection of ${name} set`)}
            onLeave={onLeave}
          />
        </div>
      </InspectorSection>

      <InspectorSection
        title="Tools"
        count={
          testCase.observations.length === 0
            ? undefined
            : formatNoun(testCase.observations.length, "tool")
        }
      >
        <ToolRows
          testCase={testCase}
          environmentId={run.environmentId}
          techniqueId={techniqueId}
          onWrite={(observations, label, stretch) => {
            if (stretch === undefined) set({ observations }, label);
            else void editing.edit([id], { observations }, label, { stretch });
          }}
          onTake={(verdict) => {
            const seen = verdict.seen === null ? "" : `, ${seenWords[verdict.seen].toLowerCase()}`;
            set(
              {
                outcome: verdict.outcome,
                seen: verdict.seen,
                ...(verdict.alertAt === null ? {} : { alertAt: verdict.alertAt, timed: true }),
                ...(verdict.fired === null ? {} : { fired: verdict.fired }),
              },
              `${name}: ${outcomeWords[verdict.outcome].toLowerCase()}${seen}, as its tools say`,
            );
          }}
          onLeave={onLeave}
        />
      </InspectorSection>

      <InspectorSection
        title="Evidence"
        count={
          detail.data === undefined ? undefined : formatNoun(detail.data.evidence.length, "file")
        }
      >
        {addEvidence.error !== null && <ErrorNotice problem={problemOf(addEvidence.error)} />}
        <EvidenceFiles testCase={testCase} files={detail.data?.evidence ?? []} onAdd={addFiles} />
      </InspectorSection>

      <InspectorSection
        title="Effect on coverage"
        empty={
          technique === undefined
            ? "Its technique is none of this assessment’s releases, so it counts for nothing."
            : undefined
        }
      >
        {technique !== undefined && <CaseCoverage technique={technique} />}
      </InspectorSection>

      <InspectorSection title="Notes">
        <div className="case-fields">
          <CaseText
            area
            label="Red"
            name="red"
            placeholder="What was run, and what happened"
            value={testCase.redNotes}
            maxLength={100_000}
            onWrite={write("redNotes", `Red notes of ${name}`)}
            onLeave={onLeave}
          />
          <CaseText
            area
            label="Blue"
            name="blue"
            placeholder="What was seen, and what to mend"
            value={testCase.blueNotes}
            maxLength={100_000}
            onWrite={write("blueNotes", `Blue notes of ${name}`)}
            onLeave={onLeave}
          />
        </div>
      </InspectorSection>

      <InspectorSection title="Test">
        <div className="case-fields case-pairs">
          <CaseText
            label="Host"
            name="host"
            value={testCase.host}
            maxLength={500}
            onWrite={write("host", `Host of ${name}`)}
            onLeave={onLeave}
          />
          <CaseText
            label="Platform"
            value={testCase.platform}
            maxLength={500}
            onWrite={write("platform", `Platform of ${name}`)}
            onLeave={onLeave}
          />
          <CaseText
            label="Assignee"
            name="assignee"
            value={testCase.assignee}
            maxLength={500}
            onWrite={write("assignee", `Assignee of ${name}`)}
            onLeave={onLeave}
          />
          <CaseText
            label="Group"
            value={testCase.group}
            maxLength={500}
            onWrite={write("group", `Group of ${name}`)}
            onLeave={onLeave}
          />
        </div>
        <Facts
          facts={[
            { word: "Source", value: sourceWords[testCase.source] },
            { word: "Key", value: <span className="mono">{testCase.testKey}</span> },
            ...(testCase.executor === null ? [] : [{ word: "Executor", value: testCase.executor }]),
            ...testCase.ownFields.map((field) => ({ word: field.name, value: field.value })),
          ]}
        />
      </InspectorSection>

      {command !== "" && (
        <InspectorSection title="Command">
          <div className="case-command">
            <pre className="mono">{command}</pre>
            <ActionIcon
              size="sm"
              aria-label="Copy the command"
              title="Copy"
              onClick={() =>
                copy.mutate({ text: command }, { onSuccess: () => showDone("Command copied") })
              }
            >
              <IconCopy aria-hidden="true" />
            </ActionIcon>
          </div>
        </InspectorSection>
      )}
      {execution !== null && execution.output !== "" && (
        <InspectorSection title="Output">
          <div className="case-command">
            <pre className="mono">{execution.output}</pre>
          </div>
        </InspectorSection>
      )}

      <InspectorSection
        title="History"
        count={
          detail.data === undefined ? undefined : formatNoun(detail.data.history.length, "change")
        }
        empty={detail.data?.history.length === 0 ? "Nobody has changed it yet." : undefined}
      >
        {detail.error !== null && <ErrorNotice problem={problemOf(detail.error)} />}
        <CaseHistory history={detail.data?.history ?? []} />
      </InspectorSection>
    </div>
  );
}

const sourceWords: Readonly<Record<TestCase["source"], string>> = {
  atomic: "Atomic Red Team",
  caldera: "Caldera",
  ctid: "CTID plan",
  vectr: "VECTR",
  purpleops: "PurpleOps",
  own: "By hand",
};
