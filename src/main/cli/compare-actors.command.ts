import { Command, Option } from "commander";
import { resolve } from "node:path";
import { thingsOfActors } from "../../shared/marked-source.ts";
import type { ActorComparison } from "../../shared/model/actor-comparison.ts";
import type { Domain } from "../../shared/model/attack-id.ts";
import { domain as domainSchema } from "../../shared/model/attack-id.ts";
import { Problem } from "../../shared/problem.ts";
import type { MarkedOptions } from "./marked.ts";
import { printMarked, withMarkedOptions } from "./marked.ts";
import type { WaysOptions } from "./options.ts";
import {
  jsonOption,
  parseDomain,
  titleOf,
  waysOf,
  waysOptions,
  workspaceOption,
} from "./options.ts";
import { counted, tableLines } from "./print.ts";
import { withWorkspace } from "./session.ts";

interface CompareOptions extends WaysOptions, MarkedOptions {
  readonly workspace: string;
  readonly domain?: Domain;
  readonly release?: string;
  readonly allGroups?: true;
  readonly similarity?: true;
  readonly adds?: true;
  readonly smallestSet?: true;
  readonly json?: true;
}

/** Rows of pairs that are printed of many; `--json` lists all. */
const mostPairs = 50;

/** `casemate compare ID|NAME… --workspace FILE`: the default of `compare`. */
export function compareActorsCommand(): Command {
  const command = withMarkedOptions(new Command("actors"))
    .description("compare actors by their techniques: common, unique, and every pair")
    .argument("[actor...]", "ATT&CK IDs, names or aliases")
    .addOption(workspaceOption())
    .addOption(
      new Option(
        "--domain <domain>",
        "default: the first that holds an actor, Enterprise before others",
      ).argParser(parseDomain),
    )
    .option("--release <version>", "default: the newest in the workspace")
    .option("--all-groups", "every active group of the release")
    .option("--similarity", "how alike every two are, the most alike first")
    .option("--adds", "what each further actor adds, the greatest first")
    .option("--smallest-set", "the fewest techniques of which every actor uses one")
    .addOption(jsonOption());
  for (const option of waysOptions()) command.addOption(option);
  return command.action(async (actors: string[], options: CompareOptions) => {
    const { workspace, release, allGroups } = options;
    if ((actors.length === 0) === (allGroups === undefined)) {
      throw new Problem("bad-input", "Whom to compare is not clear.", {
        remedy: "Name actors, such as G0046 APT38; or say --all-groups, and name none.",
      });
    }
    const enterprise = domainSchema.parse("enterprise-attack");
    const domain = options.domain ?? (allGroups === true ? enterprise : undefined);
    await withWorkspace(resolve(workspace), {}, async (session) => {
      const comparison = await session.client.compare.actors({
        who: allGroups === true ? { kind: "groups" } : { kind: "named", names: actors },
        ...(domain === undefined ? {} : { domain }),
        ...(release === undefined ? {} : { version: release }),
        ways: waysOf(options),
      });
      const things = thingsOfActors(comparison.actors);
      await printMarked(
        session,
        options,
        { things, what: "Comparison of actors" },
        {
          value: comparisonOf(comparison),
          lines: () => describeComparison(comparison, options),
        },
      );
    });
  });
}

/** Everything of a comparison, with IDs where the contract has indexes. */
function comparisonOf(comparison: ActorComparison) {
  const { actors, union, common, pairs, intersections, smallestSet } = comparison;
  const idOf = (index: number) => actors[index]?.id ?? "";
  const steps = (additions: ActorComparison["additions"]) =>
    additions.map(({ actor, added, total }) => ({ group: idOf(actor), added, total }));
  return {
    groups: actors.map(({ id, name, techniques, unique }) => ({ id, name, techniques, unique })),
    union,
    common,
    pairs,
    intersections: intersections.map((set) => ({
      groups: set.actors.map(idOf),
      techniques: set.techniques,
    })),
    releases: comparison.releases,
    ways: comparison.ways,
    techniques: comparison.techniques.map(({ id, name, groupsUsing, groups, weight }) => ({
      id,
      name,
      groupsUsing,
      groups,
      weight,
    })),
    byLikeness: comparison.byLikeness.map(idOf),
    additions: steps(comparison.additions),
    additionsInOrder: steps(comparison.additionsInOrder),
    smallestSet: { ...smallestSet, untouchable: smallestSet.untouchable.map(idOf) },
  };
}

function describeComparison(
  comparison: ActorComparison,
  { similarity, adds, smallestSet }: CompareOptions,
): string[] {
  const parts = [
    ...(similarity === true ? [describeSimilarity(comparison)] : []),
    ...(adds === true ? [describeAdditions(comparison)] : []),
    ...(smallestSet === true ? [describeSmallestSet(comparison)] : []),
  ];
  if (parts.length > 0) return parts.flatMap((part, index) => (index === 0 ? part : ["", ...part]));
  const { actors, union, common } = comparison;
  return [
    ...tableLines(
      ["Actor", "Techniques", "Unique"],
      actors.map((actor) => [titleOf(actor), actor.techniques, actor.unique.length]),
    ),
    "",
    `Together ${counted(union.length, "technique")}; ${common.length} common to all: ${common.join(", ") || "none"}`,
    "",
    ...describePairs(comparison, comparison.pairs),
  ];
}

function describeSimilarity(comparison: ActorComparison): string[] {
  const ordered = comparison.pairs.toSorted((a, b) => b.jaccard - a.jaccard);
  return describePairs(comparison, ordered);
}

function describePairs({ actors }: ActorComparison, pairs: ActorComparison["pairs"]): string[] {
  const names = new Map(actors.map(({ id, name }) => [id, name]));
  const rest = pairs.length - mostPairs;
  return [
    ...tableLines(
      ["Pair", "Shared", "Jaccard", "By rarity"],
      pairs
        .slice(0, mostPairs)
        .map(({ a, b, shared, jaccard, weighted }) => [
          `${names.get(a) ?? a} (${a}) and ${names.get(b) ?? b} (${b})`,
          shared,
          jaccard.toFixed(3),
          weighted.toFixed(3),
        ]),
    ),
    ...(rest > 0 ? [`and ${counted(rest, "pair")} more; --json lists them`] : []),
  ];
}

function describeAdditions({ actors, additions, union }: ActorComparison): string[] {
  return tableLines(
    ["Actor", "Adds", "Together", `Of ${union.length}`],
    additions.flatMap(({ actor: index, added, total }) => {
      const actor = actors[index];
      if (actor === undefined) return [];
      const percent = union.length === 0 ? 0 : Math.round((total * 100) / union.length);
      return [[titleOf(actor), added.length, total, `${percent} %`]];
    }),
  );
}

function describeSmallestSet(comparison: ActorComparison): string[] {
  const { actors, smallestSet, intersections, techniques } = comparison;
  const { isSmallest, atLeast, untouchable } = smallestSet;
  const usedBy = new Map(
    intersections.flatMap((set) => set.techniques.map((id) => [id, set.actors.length] as const)),
  );
  const names = new Map(techniques.map(({ id, name }) => [id, name]));
  const without = untouchable.flatMap((index) => actors[index]?.name ?? []);
  return [
    `${counted(smallestSet.techniques.length, "technique")} of which each of ${counted(actors.length - without.length, "actor")} uses one; ${isSmallest ? "no smaller set does" : `the best found, and ${atLeast} are the least that could do`}`,
    ...(without.length === 0 ? [] : [`Without techniques: ${without.join(", ")}`]),
    "",
    ...tableLines(
      ["Technique", "Name", "Actors"],
      smallestSet.techniques.map((id) => [id, names.get(id) ?? "", usedBy.get(id) ?? 0]),
    ),
  ];
}
