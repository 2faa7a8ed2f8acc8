import type { Run } from "../../shared/model/emulation.ts";
import { Problem } from "../../shared/problem.ts";

/** A run by its name or number. Throws `not-found` and `ambiguous`. */
export function findRun(runs: readonly Run[], name: string): Run {
  const found = runs.filter((one) => one.name === name || String(one.id) === name);
  const [first] = found;
  if (first === undefined) {
    throw new Problem("not-found", `There is no run called "${name}".`, {
      candidates: runs.slice(0, 20).map((one) => one.name),
    });
  }
  if (found.length > 1) {
    throw new Problem("ambiguous", `${found.length} runs are called "${name}".`, {
      candidates: found.map((one) => `${one.id}: ${one.name}, ${one.environment}`),
      remedy: "Give the run's number.",
    });
  }
  return first;
}
