import type { EmulationTest, TestExecutor, TestInput } from "../../shared/model/emulation-test.ts";
import type { TestCaseContent } from "../../shared/model/emulation.ts";
import type { InputValue, PlannedTest } from "../../shared/model/test-plan.ts";
import { readAssetPlatforms } from "../assets/asset-platforms.ts";
import { aTestCaseContent, cut, cutLong } from "./read-emulation.ts";

/** What an own field of a test case begins with that holds the value of an input. */
const inputField = "Input: ";

/** A test of the library as a test case that has not been run. */
export function planCase(test: EmulationTest, planned: PlannedTest): TestCaseContent {
  const executor = chooseExecutor(test, planned);
  const inputs = planned.inputs.filter(({ name, value }) =>
    test.inputs.some((input) => input.name === name && input.default !== value),
  );
  return aTestCaseContent({
    source: test.source,
    testKey: cut(test.key),
    name: cut(test.name),
    written: cut(planned.written),
    tactic: planned.tactic,
    group: planned.group,
    host: planned.host.trim(),
    platform: planned.platform === "" ? platformOf(executor, planned) : planned.platform,
    executor: executor === undefined || executor.name === "" ? null : cut(executor.name),
    command: cutLong(fillInputs(executor?.command ?? "", test.inputs, inputs)),
    assignee: planned.assignee.trim(),
    expected: planned.expected,
    ownFields: inputs.map(({ name, value }) => ({ name: `${inputField}${name}`, value })),
  });
}

/** The executor that was chosen; else the first for one of the platforms, else the first. */
function chooseExecutor(
  { executors }: EmulationTest,
  { executor: place, platforms }: PlannedTest,
): TestExecutor | undefined {
  const chosen = place === null ? undefined : executors[place];
  const fitting = executors.find((executor) =>
    executor.platforms.some((word) =>
      readAssetPlatforms(word).platforms.some((name) => platforms.includes(name)),
    ),
  );
  return chosen ?? fitting ?? executors[0];
}

/** The platform of an executor that is asked for, as its source writes it; else its first. */
function platformOf(executor: TestExecutor | undefined, { platforms }: PlannedTest): string {
  const own = executor?.platforms ?? [];
  const fitting = own.find((word) =>
    readAssetPlatforms(word).platforms.some((name) => platforms.includes(name)),
  );
  return fitting ?? own[0] ?? "";
}

/** A text with `#{name}` in it, each replaced by its input's value, as given or by default. */
export function fillInputs(
  text: string,
  inputs: readonly TestInput[],
  given: readonly InputValue[],
): string {
  const values = new Map(inputs.map((input) => [input.name, input.default]));
  for (const { name, value } of given) values.set(name, value);
  return text.replace(/#\{([^{}]{1,200})\}/g, (whole, name: string) => values.get(name) ?? whole);
}

/** The values of inputs that a test case sets: of those that a plan gave it another value for. */
export function givenInputs({ ownFields }: Pick<TestCaseContent, "ownFields">): InputValue[] {
  return ownFields
    .filter(({ name }) => name.startsWith(inputField))
    .map(({ name, value }) => ({ name: name.slice(inputField.length), value }));
}
