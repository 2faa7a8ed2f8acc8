import type { ReadCase, ReadRun } from "./read-emulation.ts";

/** Test cases gathered into a run for each day in UTC; those without a time come into one apart. */
export class RunsByDay {
  readonly #key: string;
  readonly #tool: string;
  readonly #days = new Map<string, Map<string, ReadCase>>();

  /** `key` tells the tool's runs from others in one environment. */
  constructor(key: string, tool: string) {
    this.#key = key;
    this.#tool = tool;
  }

  /** Adds a test case by its time; false where one of its key is there already. */
  add(at: string | null, read: ReadCase): boolean {
    const day = at?.slice(0, 10) ?? "";
    const cases = this.#days.get(day) ?? new Map<string, ReadCase>();
    this.#days.set(day, cases);
    if (cases.has(read.key)) return false;
    cases.set(read.key, read);
    return true;
  }

  list(): ReadRun[] {
    return [...this.#days].map(([day, byKey]): ReadRun => {
      const cases = [...byKey.values()];
      const times = cases
        .flatMap(({ content: { startAt, endAt } }) => [startAt, endAt])
        .filter((at) => at !== null)
        .sort();
      return {
        key: `${this.#key} ${day}`,
        content: {
          name: day === "" ? `${this.#tool}, without a time` : `${this.#tool} ${day}`,
          who: "",
          tool: this.#tool,
          startedAt: times[0] ?? null,
          endedAt: times.at(-1) ?? null,
          version: null,
          notes: "",
        },
        cases,
      };
    });
  }
}
