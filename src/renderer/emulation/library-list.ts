import type { LibraryTest, NetworkNeed } from "../../shared/model/emulation-test.ts";
import type { TestSource } from "../../shared/model/emulation.ts";

/** Where a test comes from, in words. */
export const sourceWords: Readonly<Record<TestSource, string>> = {
  atomic: "Atomic Red Team",
  caldera: "Caldera",
  ctid: "CTID plan",
  vectr: "VECTR",
  purpleops: "PurpleOps",
  own: "Own",
};

/** Where in a test something reaches for a network, in words. */
export const needWords: Readonly<Record<NetworkNeed["where"], string>> = {
  command: "command",
  cleanup: "cleanup",
  prerequisite: "prerequisite",
  input: "default input",
  payload: "payload",
};

/** Which tests a list shows; null = all. */
export interface LibraryFilter {
  readonly source: TestSource | null;
  readonly platforms: readonly string[];
  readonly technique: string | null;
  /** Only what needs no network. */
  readonly offline: boolean;
  readonly elevation: "needed" | "not-needed" | null;
  readonly only: "open-gap" | "never-run" | "run" | null;
}

export const everyTest: LibraryFilter = {
  source: null,
  platforms: [],
  technique: null,
  offline: false,
  elevation: null,
  only: null,
};

/** The tests that a filter lets through; `gaps` are the techniques with an open gap. */
export function filterLibrary(
  tests: readonly LibraryTest[],
  filter: LibraryFilter,
  gaps: ReadonlySet<string>,
): readonly LibraryTest[] {
  return tests.filter(
    (test) =>
      (filter.source === null || test.source === filter.source) &&
      (filter.platforms.length === 0 ||
        test.attackPlatforms.some((platform) => filter.platforms.includes(platform))) &&
      (filter.technique === null || test.written.includes(filter.technique)) &&
      (!filter.offline || (test.network.length === 0 && test.commandKnown)) &&
      (filter.elevation === null || (test.elevated === true) === (filter.elevation === "needed")) &&
      (filter.only === null || isOnly(test, filter.only, gaps)),
  );
}

function isOnly(
  { written, last }: LibraryTest,
  only: NonNullable<LibraryFilter["only"]>,
  gaps: ReadonlySet<string>,
): boolean {
  switch (only) {
    case "open-gap":
      return written.some((id) => gaps.has(id));
    case "never-run":
      return last === null;
    case "run":
      return last !== null;
  }
}

/** What is said of a test that an index alone names. */
export const unknownCommand =
  "An index alone names it: its commands are not known, nor whether it needs a network.";

/** What of a test reaches for a network, in one line. */
export function describeNetwork(network: readonly NetworkNeed[]): string {
  return network.map(({ where, what }) => `${what} (${needWords[where]})`).join(", ");
}
