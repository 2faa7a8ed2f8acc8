import { Command, Option } from "commander";
import { resolve } from "node:path";
import type { Comparison } from "../../shared/model/actor.ts";
import type { Domain } from "../../shared/model/attack-id.ts";
import { compareAnswersCommand } from "./compare-answers.command.ts";
import { compareReleasesCommand } from "./compare-releases.command.ts";
import type { WaysOptions } from "./options.ts";
import {
  jsonOption,
  parseDomain,
  titleOf,
  waysOf,
  waysOptions,
  workspaceOption,
} from "./options.ts";
import { counted, printJson, printLines, tableLines } from "./print.ts";
import { withWorkspace } from "./session.ts";

interface CompareOptions extends WaysOptions {
  readonly workspace: string;
  readonly domain?: Domain;
  readonly release?: string;
  readonly json?: true;
}

/** `casemate compare ID|NAME... --workspace FILE` */
export function compareCommand(): Command {
  const command = new Command("compare")
    .description(
      "compare actors by their techniques (common, unique, every pair), answers, and releases",
    )
    .addCommand(compareAnswersCommand())
    .addCommand(compareReleasesCommand())
    .argument("<actor...>", "ATT&CK IDs, names or aliases")
    .addOption(workspaceOption())
    .addOption(
      new Option(
        "--domain <domain>",
        "default: the first that holds an actor, Enterprise before others",
      ).argParser(parseDomain),
    )
    .option("--release <version>", "default: the newest in the workspace")
    .addOption(jsonOption());
  for (const option of waysOptions()) command.addOption(option);
  return command.action(async (actors: string[], options: CompareOptions) => {
    const { workspace, domain, release, json } = options;
    const comparison = await withWorkspace(resolve(workspace), {}, ({ client }) =>
      client.compare.actors({
        who: { kind: "named", names: actors },
        ...(domain === undefined ? {} : { domain }),
        ...(release === undefined ? {} : { version: release }),
        ways: waysOf(options),
      }),
    );
    if (json) printJson(comparisonOf(comparison));
    else printLines(describeComparison(comparison));
  });
}

function comparisonOf({ actors, union, common, pairs, intersections }: Comparison) {
  return {
    groups: actors.map(({ id, name, techniques, unique }) => ({ id, name, techniques, unique })),
    union,
    common,
    pairs,
    intersections: intersections.map((set) => ({
      groups: set.actors.flatMap((index) => actors[index]?.id ?? []),
      techniques: set.techniques,
    })),
  };
}

function describeComparison({ actors, union, common, pairs }: Comparison): string[] {
  return [
    ...tableLines(
      ["Actor", "Techniques", "Unique"],
      actors.map((actor) => [titleOf(actor), actor.techniques, actor.unique.length]),
    ),
    "",
    `Together ${counted(union.length, "technique")}; ${common.length} common to all: ${common.join(", ") || "none"}`,
    "",
    ...tableLines(
      ["Pair", "Shared", "Jaccard"],
      pairs.map(({ a, b, shared, jaccard }) => [`${a} and ${b}`, shared, jaccard.toFixed(3)]),
    ),
  ];
}
