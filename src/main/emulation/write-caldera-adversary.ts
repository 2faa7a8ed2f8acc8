import { stringify } from "yaml";
import { plainLine } from "../../shared/plain-line.ts";
import type { PlannedCase, WrittenPlan } from "./run-plan.ts";
import { nameOf } from "./run-plan.ts";

/**
 * A run as an adversary of Caldera: its abilities in their order, and what is left out.
 *
 * Caldera chooses the hosts: an ability that is planned on several stands there once, one that comes
 * again later comes again. Steps of the CTID's plans are abilities by their own IDs. What is neither
 * is named in comments.
 */
export function writeCalderaAdversary({ run, cases, tool, marking }: WrittenPlan): {
  readonly yaml: string;
  readonly leftOut: readonly PlannedCase[];
} {
  const isAbility = ({ testCase: { source } }: PlannedCase) =>
    source === "caldera" || source === "ctid";
  const abilities = cases.filter(isAbility);
  const leftOut = cases.filter((planned) => !isAbility(planned));
  const order = abilities.flatMap(({ testCase }, index) => {
    const before = abilities[index - 1]?.testCase;
    const isOnAnotherHost =
      before?.testKey === testCase.testKey && before.host !== testCase.host;
    return isOnAnotherHost ? [] : [testCase.testKey];
  });
  const comments = [
    ...(marking === undefined || marking.text === "" ? [] : [marking.text]),
    `${run.name}: ${order.length} abilities, written by ${tool}.`,
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
    id: run.uuid,
    name: run.name,
    description: plainLine(run.notes === "" ? `Planned with ${tool}.` : run.notes),
    atomic_ordering: order,
  };
  return {
    yaml: `---\n${head}${stringify(document, { lineWidth: 0, aliasDuplicateObjects: false })}`,
    leftOut,
  };
}
