import { Autocomplete, Button, Select, Textarea, TextInput } from "@mantine/core";
import { IconAlertTriangle } from "@tabler/icons-react";
import { useState } from "react";
import type { LibraryTest } from "../../shared/model/emulation-test.ts";
import { expectedOutcome } from "../../shared/model/emulation.ts";
import type { InputValue } from "../../shared/model/test-plan.ts";
import { useApp } from "../app/app-state.ts";
import { formatDay } from "../app/times.ts";
import { formatNoun } from "../ui/figures.ts";
import { techniqueName } from "../ui/MonoId.tsx";
import { Card } from "../ui/Page.tsx";
import { LevelTag } from "../ui/Tag.tsx";
import { useOperation } from "../use-operation.ts";
import { describeNetwork, sourceWords } from "./library-list.ts";
import { expectedWords, outcomeWords } from "./outcome-words.ts";
import { type PlanRow, type PlanRowChange, warnOfPlatform } from "./plan-rows.ts";

/** Tests that are listed at once; more are behind a button. */
const mostListed = 8;

/** One line of a plan: why it is there, its test among those that fit, where and by whom. */
export function PlanRowPanel({
  row,
  library,
  hosts,
  hostNames,
  scope,
  onChange,
  onSpread,
  onAddTest,
  onOwnTest,
}: {
  readonly row: PlanRow;
  readonly library: ReadonlyMap<number, LibraryTest>;
  /** ATT&CK platforms of hosts, by their names in lower case. */
  readonly hosts: ReadonlyMap<string, readonly string[]>;
  readonly hostNames: readonly string[];
  /** The lines that host, person and expectation are set for: this one, or all selected. */
  readonly scope: ReadonlySet<string>;
  readonly onChange: (
    ids: ReadonlySet<string>,
    change: PlanRowChange,
    stretch: string | null,
  ) => void;
  readonly onSpread: (ids: ReadonlySet<string>, hosts: readonly string[]) => void;
  readonly onAddTest: (testId: number) => void;
  readonly onOwnTest: () => void;
}) {
  const { inspect } = useApp();
  const [more, setMore] = useState(false);
  const { suggestion } = row;
  const { techniqueId, domain, tests, leftOut, missing } = suggestion;
  const test = row.testId === null ? undefined : library.get(row.testId);
  const warning = warnOfPlatform(row, test, hosts);
  const set = (change: PlanRowChange) =>
    onChange(scope, change, `${[...scope].join(" ")} ${Object.keys(change).join(" ")}`);
  const shownTests = more ? tests : tests.slice(0, mostListed);
  const left = [
    leftOut.platform > 0 ? `${formatNoun(leftOut.platform, "test")} for other platforms` : "",
    leftOut.network > 0
      ? `${formatNoun(leftOut.network, "test")} that need a network, or of which that is not known`
      : "",
    leftOut.elevation > 0 ? `${formatNoun(leftOut.elevation, "test")} that need elevation` : "",
  ].filter((words) => words !== "");
  return (
    <Card grow scroll title={techniqueName(suggestion)}>
      <div className="plan-panel">
        <section>
          <p className="test-part">
            {techniqueId === null || domain === null ? (
              <span className="muted">No technique of this workspace’s releases</span>
            ) : (
              <button
                type="button"
                className="link mono"
                onClick={() => inspect(domain, techniqueId)}
              >
                {techniqueId}
              </button>
            )}
            {suggestion.level !== null && <LevelTag level={suggestion.level} />}
          </p>
          <p>{suggestion.why}</p>
        </section>
        <section>
          <h3>
            Test <span className="muted">{tests.length}</span>
          </h3>
          {missing !== null && (
            <p className="plan-warning">
              <IconAlertTriangle size={15} aria-hidden="true" />
              <span>
                The library does not hold <span className="mono">{missing}</span>. Import it, or
                write a test of your own.
              </span>
            </p>
          )}
          {tests.length === 0 && missing === null && left.length === 0 && (
            <p className="plan-none">No test in the library names it.</p>
          )}
          <div className="plan-tests" role="radiogroup" aria-label="Test">
            {shownTests.map(({ testId, written }) => {
              const offered = library.get(testId);
              if (offered === undefined) return null;
              return (
                <label key={testId} className="plan-test">
                  <input
                    type="radio"
                    name={`test-${row.id}`}
                    checked={row.testId === testId}
                    onChange={() => onChange(new Set([row.id]), { testId }, null)}
                  />
                  <span>{offered.name === "" ? offered.key : offered.name}</span>
                  <span className="plan-test-note">
                    {describeTest(offered, techniqueId === written ? null : written)}
                  </span>
                </label>
              );
            })}
          </div>
          {tests.length > mostListed && (
            <Button size="compact-xs" variant="subtle" onClick={() => setMore(!more)}>
              {more ? "Show fewer" : `Show all ${String(tests.length)}`}
            </Button>
          )}
          {left.length > 0 && <p className="muted">Left out by the filter: {left.join(", ")}.</p>}
          {tests.length > 1 && (
            <p className="muted">
              The first fits best: on the platform of most assets, without a network, with the
              fewest prerequisites.
            </p>
          )}
          <div className="plan-test-actions">
            {row.testId !== null && tests.length > 1 && (
              <Button
                size="compact-xs"
                onClick={() => {
                  const next = tests.find(({ testId }) => testId !== row.testId);
                  if (next !== undefined) onAddTest(next.testId);
                }}
              >
                Test it by another as well
              </Button>
            )}
            <Button size="compact-xs" onClick={onOwnTest}>
              Write an own test…
            </Button>
          </div>
        </section>
        <section>
          <h3>
            {scope.size > 1
              ? `For ${formatNoun(scope.size, "selected line")}`
              : "Where and by whom"}
          </h3>
          <div className="plan-fields">
            <Autocomplete
              size="xs"
              label="Host"
              className="wide-field"
              maxLength={500}
              limit={30}
              data={[...new Set(hostNames)]}
              value={row.host}
              onChange={(host) => set({ host })}
            />
            <Hosts key={row.id} onSpread={(names) => onSpread(scope, names)} />
            {warning !== null && (
              <p className="wide-field plan-warning" role="status">
                <IconAlertTriangle size={15} aria-hidden="true" />
                <span>{warning}</span>
              </p>
            )}
            <TextInput
              size="xs"
              label="Assignee"
              maxLength={500}
              value={row.assignee}
              onChange={({ currentTarget: { value } }) => set({ assignee: value })}
            />
            <Select
              size="xs"
              label="Expected"
              allowDeselect={false}
              data={[
                {
                  value: "usual",
                  label: `Usual: ${expectedWords[suggestion.expected].toLowerCase()}`,
                },
                ...expectedOutcome.options.map((value) => ({ value, label: expectedWords[value] })),
              ]}
              value={row.expected ?? "usual"}
              onChange={(value) => {
                const read = expectedOutcome.safeParse(value);
                set({ expected: read.success ? read.data : null });
              }}
            />
          </div>
        </section>
        {test !== undefined && (
          <Ways
            key={test.id}
            row={row}
            testId={test.id}
            onChange={(change) => onChange(new Set([row.id]), change, `${row.id} inputs`)}
          />
        )}
      </div>
    </Card>
  );
}

function describeTest(test: LibraryTest, written: string | null): string {
  const { source, attackPlatforms, platforms, prerequisites, elevated, network, last } = test;
  return [
    sourceWords[source],
    (attackPlatforms.length > 0 ? attackPlatforms : platforms).join(", "),
    ...(written === null ? [] : [`by ${written} of another release`]),
    ...(elevated === true ? ["elevated"] : []),
    ...(prerequisites > 0 ? [formatNoun(prerequisites, "prerequisite")] : []),
    ...(network.length > 0 ? [`needs a network: ${describeNetwork(network)}`] : []),
    ...(test.commandKnown ? [] : ["commands not known"]),
    ...(last === null
      ? []
      : [`run ${formatDay(last.at)}: ${outcomeWords[last.outcome].toLowerCase()}`]),
  ]
    .filter((words) => words !== "")
    .join("; ");
}

/** Asks for several hosts, to have the line once for each. */
function Hosts({ onSpread }: { readonly onSpread: (hosts: readonly string[]) => void }) {
  const [text, setText] = useState("");
  const names = [...new Set(text.split(",").map((name) => name.trim()))].filter(
    (name) => name !== "",
  );
  return (
    <>
      <TextInput
        size="xs"
        label="On several hosts"
        placeholder="WS-014, SRV-003"
        value={text}
        onChange={({ currentTarget: { value } }) => setText(value)}
      />
      <Button
        size="xs"
        mt="auto"
        disabled={names.length === 0}
        onClick={() => {
          onSpread(names);
          setText("");
        }}
      >
        {names.length === 0 ? "Once for each" : `Once for each of ${String(names.length)}`}
      </Button>
    </>
  );
}

/** The executors of a test to choose from, and the values of its inputs. */
function Ways({
  row,
  testId,
  onChange,
}: {
  readonly row: PlanRow;
  readonly testId: number;
  readonly onChange: (change: PlanRowChange) => void;
}) {
  const detail = useOperation("emulation", "test", { id: testId });
  const test = detail.data;
  if (test === undefined || (test.executors.length < 2 && test.inputs.length === 0)) return null;
  const valueOf = (name: string) => row.inputs.find((input) => input.name === name)?.value;
  const set = (name: string, value: string, usual: string) => {
    const others = row.inputs.filter((input) => input.name !== name);
    const inputs: InputValue[] = value === usual ? others : [...others, { name, value }];
    onChange({ inputs });
  };
  return (
    <section>
      <h3>How</h3>
      <div className="plan-fields">
        {test.executors.length > 1 && (
          <Select
            size="xs"
            label="Executor"
            className="wide-field"
            allowDeselect={false}
            data={[
              { value: "usual", label: "The first that suits the host" },
              ...test.executors.map(({ name, platforms }, index) => ({
                value: String(index),
                label: `${name} (${platforms.join(", ")})`,
              })),
            ]}
            value={row.executor === null ? "usual" : String(row.executor)}
            onChange={(value) =>
              onChange({ executor: value === null || value === "usual" ? null : Number(value) })
            }
          />
        )}
        {test.inputs.map((input) => (
          <Textarea
            key={input.name}
            size="xs"
            className="wide-field mono-area"
            label={input.name}
            description={input.description}
            autosize
            minRows={1}
            maxRows={4}
            maxLength={100_000}
            spellCheck={false}
            value={valueOf(input.name) ?? input.default}
            onChange={({ currentTarget: { value } }) => set(input.name, value, input.default)}
          />
        ))}
      </div>
    </section>
  );
}
