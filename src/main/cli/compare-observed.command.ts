import { Command, Option } from "commander";
import { resolve } from "node:path";
import type { ObservedComparison } from "../../shared/model/actor-comparison.ts";
import type { Domain } from "../../shared/model/attack-id.ts";
import { Problem } from "../../shared/problem.ts";
import { findAssessment } from "./layers.ts";
import type { MarkedOptions } from "./marked.ts";
import { printMarked, withMarkedOptions } from "./marked.ts";
import type { WaysOptions } from "./options.ts";
import { jsonOption, parseDomain, waysOf, waysOptions, workspaceOption } from "./options.ts";
import { counted, tableLines } from "./print.ts";
import { withWorkspace } from "./session.ts";

interface ObservedOptions extends WaysOptions, MarkedOptions {
  readonly workspace: string;
  readonly file?: string;
  readonly assessment?: string;
  readonly domain?: Domain;
  readonly release?: string;
  readonly kinds: "groups" | "campaigns" | "software";
  readonly byParent?: true;
  readonly acceptReplaced?: true;
  readonly json?: true;
}

/** Actors that are printed; `--json` lists all. */
const mostActors = 25;

const kindsOf = {
  groups: ["group"],
  campaigns: ["group", "campaign"],
  software: ["group", "campaign", "software"],
} satisfies Record<ObservedOptions["kinds"], ("group" | "campaign" | "software")[]>;

/** `casemate compare observed ID… | --file FILE --workspace FILE` */
export function compareObservedCommand(): Command {
  const command = withMarkedOptions(new Command("observed"))
    .description("the actors that fit observed techniques, and how little that proves")
    .argument("[id...]", "technique IDs, such as T1059.001")
    .addOption(workspaceOption())
    .option("--file <file>", "a text with technique IDs in it, such as a report")
    .option("--assessment <name>", "says how well each actor is covered")
    .option("--domain <domain>", "default: the one that knows most of the IDs", parseDomain)
    .option("--release <version>", "default: the newest in the workspace")
    .addOption(
      new Option("--kinds <what>", "whom to hold them against, each taking in those before")
        .choices(["groups", "campaigns", "software"])
        .default("groups"),
    )
    .option("--by-parent", "count sub-techniques as their techniques")
    .option("--accept-replaced", "count retired IDs as what they became")
    .addOption(jsonOption());
  for (const option of waysOptions()) command.addOption(option);
  return command.action(async (ids: string[], options: ObservedOptions) => {
    const { workspace, file, assessment: name, domain, release } = options;
    if ((ids.length === 0) === (file === undefined)) {
      throw new Problem("bad-input", "What was observed is not clear.", {
        remedy: "Give technique IDs, or --file with a text that holds them.",
      });
    }
    await withWorkspace(resolve(workspace), {}, async (session) => {
      const assessmentId =
        name === undefined ? undefined : (await findAssessment(session, name)).id;
      const found = await session.client.compare.observed({
        ...(assessmentId === undefined ? {} : { assessmentId }),
        ...(domain === undefined ? {} : { domain }),
        ...(release === undefined ? {} : { version: release }),
        ways: waysOf(options),
        ...(file === undefined
          ? { source: { kind: "text" as const, text: ids.join("\n") } }
          : { source: { kind: "file" as const }, path: resolve(file) }),
        kinds: kindsOf[options.kinds],
        byParent: options.byParent === true,
        acceptReplaced: options.acceptReplaced === true,
      });
      await printMarked(
        session,
        options,
        {
          things: assessmentId === undefined ? {} : { assessmentIds: [assessmentId] },
          what: "Actors that fit what was observed",
        },
        { value: found, lines: () => describe(found) },
      );
    });
  });
}

function describe(found: ObservedComparison): string[] {
  const { observed, rejected, actors, lookedAt, caution } = found;
  const rest = actors.length - mostActors;
  return [
    `${counted(observed.length, "technique")} of ${found.domain} ${found.version}`,
    ...rejected.map(({ text, reason }) => `  not taken: ${text}: ${reason}`),
    "",
    `${actors.length} of ${counted(lookedAt, "actor")} use any:`,
    ...tableLines(
      ["Place", "Actor", "Uses", "Of its own", "Score", "By chance", "Covered"],
      actors
        .slice(0, mostActors)
        .map(({ place, id, name, shared, techniques, score, chance, levels }) => [
          place,
          `${name} (${id})`,
          shared.length,
          techniques,
          score.toFixed(1),
          chance < 0.001 ? "under 0.1 %" : `${(chance * 100).toFixed(1)} %`,
          levels === null
            ? "-"
            : `${levels.detected + levels.several + levels.validated} of ${Object.values(levels).reduce((sum, count) => sum + count, 0)}`,
        ]),
    ),
    ...(rest > 0 ? [`and ${counted(rest, "actor")} more; --json lists them`] : []),
    "",
    ...caution,
  ];
}
