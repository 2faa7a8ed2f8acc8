import { stringify } from "yaml";
import { plainLine } from "../../shared/plain-line.ts";
import { Problem } from "../../shared/problem.ts";
import type { PlannedCase } from "./run-plan.ts";
import { nameOf, runnerPlanOf } from "./run-plan.ts";
import type { RunWriter } from "./run-writer.ts";

/**
 * Runs as an adversary of Caldera: their abilities in their order.
 *
 * Caldera chooses the hosts: an ability that is planned on several stands there once, one that comes
 * again later comes again. Steps of the CTID's plans are abilities by their own IDs. What is neither
 * is named in comments. Throws `bad-input` where nothing is left.
 */
export const writeCalderaAdversary: RunWriter = (input) => {
  const { name, uuid, notes, cases, marking } = runnerPlanOf(input);
  const isAbility = ({ testCase: { source } }: PlannedCase) =>
    source === "caldera" || source === "ctid";
  const abilities = cases.filter(isAbility);
  const leftOut = cases.filter((planned) => !isAbility(planned));
  const order = abilities.flatMap(({ testCase }, index) => {
    const before = abilities[index - 1]?.testCase;
    const isOnAnotherHost = before?.testKey === testCase.testKey && before.host !== testCase.host;
    return isOnAnotherHost ? [] : [testCase.testKey];
  });
  if (order.length === 0) {
    throw new Problem("bad-input", "No test case is an ability of Caldera or a step of the CTID.");
  }
  const comments = [
    ...(marking === null ? [] : [marking]),
    `${name}: ${order.length} ${order.length === 1 ? "ability" : "abilities"}`,
    ...(leftOut.length === 0
      ? []
      : [
          `Left out, since Caldera has no ability for them:`,
          ...leftOut.map(
            (planned) =>
              `  ${planned.testCase.written} ${nameOf(planned)} ` +
              `(${planned.testCase.source} ${planned.testCase.testKey})`,
          ),
        ]),
  ];
  const head = comments.map((line) => `# ${plainLine(line)}\n`).join("");
  const document = {
    id: uuid,
    name,
    description: notes === "" ? name : notes,
    atomic_ordering: order,
  };
  return `---\n${head}${stringify(document, { lineWidth: 0, aliasDuplicateObjects: false })}`;
};
