import { ActionIcon, Button } from "@mantine/core";
import { IconCopy, IconWifi, IconX } from "@tabler/icons-react";
import type { ReactNode } from "react";
import type { EmulationTest, LibraryTest } from "../../shared/model/emulation-test.ts";
import { useApp } from "../app/app-state.ts";
import { formatMoment } from "../app/times.ts";
import { EmptyState } from "../ui/EmptyState.tsx";
import { ErrorNotice } from "../ui/ErrorNotice.tsx";
import { formatNoun } from "../ui/figures.ts";
import { Card, Facts } from "../ui/Page.tsx";
import { showDone } from "../ui/toasts.tsx";
import { problemOf, useCommand, useOperation } from "../use-operation.ts";
import { needWords, sourceWords, unknownCommand } from "./library-list.ts";
import { OutcomeTag } from "./OutcomeTag.tsx";
import "./PlanTests.css";

/** Everything that a test says, as text to read and copy: nothing of it is ever run. */
export function TestPanel({
  test,
  actions,
  onClose,
}: {
  readonly test: LibraryTest;
  readonly actions: ReactNode;
  readonly onClose: () => void;
}) {
  const detail = useOperation("emulation", "test", { id: test.id });
  return (
    <Card
      grow
      scroll
      title={test.name === "" ? test.key : test.name}
      aside={
        <ActionIcon aria-label="Close the test" title="Close" onClick={onClose}>
          <IconX aria-hidden="true" />
        </ActionIcon>
      }
      foot={actions}
    >
      {detail.error !== null && <ErrorNotice problem={problemOf(detail.error)} />}
      {detail.isPending && <EmptyState>Reading the test…</EmptyState>}
      {detail.data !== undefined && <Detail test={detail.data} listed={test} />}
    </Card>
  );
}

function Detail({ test, listed }: { readonly test: EmulationTest; readonly listed: LibraryTest }) {
  const { go, inspect, assessmentId } = useApp();
  const assessment = useOperation(
    "assessments",
    "get",
    { assessmentId: assessmentId ?? 0 },
    { enabled: assessmentId !== undefined },
  );
  const domain = assessment.data?.scope.releases[0]?.domain;
  const techniques = useOperation("detections", "techniques", {});
  const named = new Map((techniques.data ?? []).map((each) => [String(each.techniqueId), each]));
  const { last } = listed;
  return (
    <div className="test-detail">
      <section>
        <ul className="plain">
          {test.written.map((written) => {
            const known = named.get(written);
            return (
              <li key={written}>
                {known === undefined || domain === undefined ? (
                  <span className="mono">{written}</span>
                ) : (
                  <button
                    type="button"
                    className="link mono"
                    onClick={() => inspect(domain, known.techniqueId)}
                  >
                    {written}
                  </button>
                )}{" "}
                {known?.name ?? <span className="muted">in no release of this workspace</span>}
              </li>
            );
          })}
          {test.written.length === 0 && <li className="muted">It names no technique.</li>}
        </ul>
      </section>
      <section>
        <h3>Last run</h3>
        {last === null ? (
          <p className="muted">Never, in this workspace.</p>
        ) : (
          <p className="test-part">
            <OutcomeTag outcome={last.outcome} />
            <button
              type="button"
              className="link"
              onClick={() => go("emulation", { runId: last.runId, caseId: last.caseId })}
            >
              {formatMoment(last.at)}
            </button>
            <span className="muted">{formatNoun(last.times, "time")} in all</span>
          </p>
        )}
      </section>
      {test.network.length > 0 && (
        <section>
          <h3>Needs a network</h3>
          <ul className="plain">
            {test.network.map(({ where, what }) => (
              <li key={`${where} ${what}`} className="plan-warning">
                <IconWifi size={15} aria-hidden="true" />
                <span>
                  <span className="mono">{what}</span> in its {needWords[where]}
                </span>
              </li>
            ))}
          </ul>
        </section>
      )}
      {test.source !== "own" && test.executors.every(({ command }) => command === "") && (
        <p className="plan-warning">
          <IconWifi size={15} aria-hidden="true" />
          {unknownCommand}
        </p>
      )}
      {test.description.trim() !== "" && (
        <section>
          <h3>Description</h3>
          <p className="test-text">{test.description.trim()}</p>
        </section>
      )}
      {test.executors.map((executor, index) => (
        <section key={index}>
          <h3>
            {executor.name === "" ? "Executor" : executor.name}{" "}
            <span className="muted">{executor.platforms.join(", ")}</span>
          </h3>
          {executor.elevated !== null && (
            <p className="muted">
              {executor.elevated ? "Needs elevation." : "Needs no elevation."}
            </p>
          )}
          <Command
            word={executor.name === "manual" ? "Steps" : "Command"}
            text={executor.command}
            missing="The file has no command: it is an index."
          />
          {executor.cleanup.trim() !== "" && <Command word="Cleanup" text={executor.cleanup} />}
        </section>
      ))}
      {test.inputs.length > 0 && (
        <section>
          <h3>
            Inputs <span className="muted">{test.inputs.length}</span>
          </h3>
          <dl className="own-fields">
            {test.inputs.map((input) => (
              <div key={input.name}>
                <dt>
                  {input.name} {input.type !== "" && <span>({input.type})</span>}
                </dt>
                <dd>
                  <span className="mono">{input.default}</span>
                  {input.description !== "" && <div className="muted">{input.description}</div>}
                </dd>
              </div>
            ))}
          </dl>
        </section>
      )}
      {test.prerequisites.length > 0 && (
        <section>
          <h3>
            Prerequisites <span className="muted">{test.prerequisites.length}</span>
          </h3>
          {test.prerequisites.map((need, index) => (
            <div key={index}>
              <p className="test-text">{need.description.trim()}</p>
              {need.check.trim() !== "" && <Command word="Check" text={need.check} />}
              {need.get.trim() !== "" && <Command word="Get" text={need.get} />}
            </div>
          ))}
        </section>
      )}
      <section>
        <h3>Where it comes from</h3>
        <Facts
          facts={[
            { word: "Source", value: sourceWords[test.source] },
            { word: "Key", value: <span className="mono">{test.key}</span> },
            ...(test.file === "" ? [] : [{ word: "File", value: test.file }]),
            ...(test.version === null
              ? []
              : [{ word: "ATT&CK", value: `Written against ${test.version}` }]),
            ...(test.importId === null
              ? []
              : [
                  {
                    word: "Import",
                    value: (
                      <button
                        type="button"
                        className="link"
                        onClick={() => go("imports", { importId: test.importId ?? 0 })}
                      >
                        Open the report
                      </button>
                    ),
                  },
                ]),
          ]}
        />
      </section>
    </div>
  );
}

/** A command as text, with a button that copies it. */
function Command({
  word,
  text,
  missing,
}: {
  readonly word: string;
  readonly text: string;
  readonly missing?: string;
}) {
  const copy = useCommand("shell", "copyText");
  if (text.trim() === "") return missing === undefined ? null : <p className="muted">{missing}</p>;
  return (
    <>
      <div className="test-part">
        <span className="muted">{word}</span>
        <Button
          size="compact-xs"
          variant="subtle"
          leftSection={<IconCopy aria-hidden="true" />}
          aria-label={`Copy the ${word.toLowerCase()}`}
          onClick={() => copy.mutate({ text }, { onSuccess: () => showDone(`${word} copied`) })}
        >
          Copy
        </Button>
      </div>
      <pre className="test-command">{text.trimEnd()}</pre>
    </>
  );
}
