import type { TechniqueId } from "../../shared/model/attack-id.ts";
import type { LibraryTest } from "../../shared/model/emulation-test.ts";
import type { LeftOutTests, OfferedTest, TestFilter } from "../../shared/model/test-plan.ts";
import type { Knowledge } from "../catalogue/knowledge.ts";
import type { Meaning } from "../coverage/naming.ts";

/** A test as far as choosing among tests depends on it. */
export type ChoosableTest = Pick<
  LibraryTest,
  | "id"
  | "source"
  | "key"
  | "name"
  | "written"
  | "attackPlatforms"
  | "elevated"
  | "network"
  | "commandKnown"
> & { readonly prerequisites: number };

/** A test that names a technique, and by which ID. */
export interface NamingTest {
  readonly test: ChoosableTest;
  readonly written: string;
  /** Whether that ID is of another release, and may stand for the technique. */
  readonly isOther: boolean;
}

/** Which tests name which techniques of a release: by the technique's own ID, else by one of others. */
export function nameTests(
  tests: readonly ChoosableTest[],
  read: (written: string) => Meaning,
): ReadonlyMap<TechniqueId, readonly NamingTest[]> {
  const named = new Map<TechniqueId, Map<number, NamingTest>>();
  for (const test of tests) {
    for (const written of test.written) {
      const { techniqueId, mayStandFor } = read(written);
      const isOther = techniqueId === null;
      for (const id of techniqueId === null ? mayStandFor : [techniqueId]) {
        const known = named.get(id) ?? new Map<number, NamingTest>();
        named.set(id, known);
        if (known.get(test.id)?.isOther ?? true) known.set(test.id, { test, written, isOther });
      }
    }
  }
  return new Map([...named].map(([id, byTest]) => [id, [...byTest.values()]]));
}

/** What of a filter leaves a test out; null where it is offered. An unknown platform is any. */
export function leavesOut(
  { attackPlatforms, network, commandKnown, elevated }: ChoosableTest,
  filter: TestFilter,
): keyof LeftOutTests | null {
  const isOnPlatform =
    filter.platforms.length === 0 ||
    attackPlatforms.length === 0 ||
    attackPlatforms.some((platform) => filter.platforms.includes(platform));
  if (!isOnPlatform) return "platform";
  if (filter.offline && (network.length > 0 || !commandKnown)) return "network";
  return filter.unelevated && elevated === true ? "elevation" : null;
}

/**
 * The tests that a filter lets through, the most fitting first, and how many it leaves out.
 *
 * First those that name the technique by its own ID; then those on the platform that most machines
 * are of; then those that need no network, those of which nobody knows that, fewer prerequisites, no
 * elevation; then by name, source and key. The order in which they come does not matter.
 */
export function offerTests(
  named: readonly NamingTest[],
  filter: TestFilter,
  machines: ReadonlyMap<string, number>,
): { readonly tests: OfferedTest[]; readonly leftOut: LeftOutTests } {
  const leftOut = { platform: 0, network: 0, elevation: 0 };
  const offered = named.filter(({ test }) => {
    const by = leavesOut(test, filter);
    if (by !== null) leftOut[by] += 1;
    return by === null;
  });
  const rankOf = ({ test, isOther }: NamingTest): readonly (number | string)[] => [
    isOther ? 1 : 0,
    -Math.max(0, ...test.attackPlatforms.map((platform) => machines.get(platform) ?? 0)),
    test.network.length > 0 ? 2 : test.commandKnown ? 0 : 1,
    test.prerequisites,
    test.elevated === true ? 1 : 0,
    test.name,
    test.source,
    test.key,
  ];
  const ranked = offered.map((one) => ({ one, rank: rankOf(one) }));
  ranked.sort((a, b) => {
    for (const [index, value] of a.rank.entries()) {
      const other = b.rank[index] ?? value;
      if (value !== other) return value < other ? -1 : 1;
    }
    return 0;
  });
  return {
    tests: ranked.map(({ one: { test, written } }) => ({ testId: test.id, written })),
    leftOut,
  };
}

/** The tactic of a technique that comes first in the matrix; null where the matrix has none of them. */
export function firstTactic(
  tactics: readonly string[],
  { tactics: ordered }: Pick<Knowledge, "tactics">,
): { readonly shortname: string; readonly name: string; readonly place: number } | null {
  const place = ordered.findIndex(({ shortname }) => tactics.includes(shortname));
  const found = ordered[place];
  return found === undefined ? null : { shortname: found.shortname, name: found.name, place };
}
