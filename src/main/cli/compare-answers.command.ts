import { Command, Option } from "commander";
import { resolve } from "node:path";
import { causeWords } from "../../shared/cause-words.ts";
import type { AssessmentComparison } from "../../shared/model/compare.ts";
import type { ComparisonSide } from "../../shared/model/comparison-side.ts";
import { thingsOfSources } from "../../shared/marked-source.ts";
import type { LayerSource } from "../../shared/model/layer.ts";
import type { MarkedThings } from "../../shared/model/marking.ts";
import { Problem } from "../../shared/problem.ts";
import { findAssessment } from "./layers.ts";
import type { MarkedOptions } from "./marked.ts";
import { chooseMarking, printMarked, withMarkedOptions } from "./marked.ts";
import { jsonOption, parseDomain, workspaceOption } from "./options.ts";
import { printLines, tableLines } from "./print.ts";
import type { Session } from "./session.ts";
import { withWorkspace } from "./session.ts";
import { findSnapshot } from "./snapshots.ts";

/** How a comparison is given. */
export type ComparisonFormat = "text" | "json" | "layer";

/** Options of a comparison. */
export interface ComparisonOptions extends MarkedOptions {
  readonly workspace: string;
  readonly json?: true;
  readonly assessment?: string;
  readonly format: ComparisonFormat;
  readonly out?: string;
}

/** Adds the workspace, and the options by which a comparison is given. */
export function withFormat(command: Command): Command {
  return withMarkedOptions(command)
    .addOption(workspaceOption())
    .addOption(jsonOption())
    .addOption(
      new Option("--format <format>", "how it is given; a layer needs --out")
        .choices(["text", "json", "layer"])
        .default("text"),
    )
    .option("--out <file>", "where the layer is written");
}

/** `casemate compare answers BEFORE AFTER --workspace FILE` */
export function compareAnswersCommand(): Command {
  return withFormat(
    new Command("answers")
      .description("compare two answers: what changed, and because of what")
      .argument(
        "<before>",
        "an assessment by name, snapshot:NAME, environment:NAME or release:DOMAIN@VERSION",
      )
      .argument("<after>", "the same")
      .option("--assessment <name>", "the assessment of an environment or a release"),
  ).action(async (before: string, after: string, options: ComparisonOptions) => {
    await withWorkspace(resolve(options.workspace), {}, async (session) => {
      const sides = {
        before: await findSide(session, before, options.assessment),
        after: await findSide(session, after, options.assessment),
      };
      const comparison = await session.client.compare.results(sides, session.long);
      const sources = comparison.after.releases.map(({ domain }) => ({
        kind: "comparison" as const,
        domain,
        ...sides,
      }));
      await give(session, options, {
        what: `Comparison of ${before} and ${after}`,
        value: comparison,
        lines: () => describe(comparison),
        sources,
        things: thingsOfSources(sources),
      });
    });
  });
}

/** Gives a comparison as text, as JSON, or as layers in a file. */
export async function give(
  session: Session,
  { format, json, out, ...options }: ComparisonOptions,
  given: {
    readonly what: string;
    readonly value: object;
    readonly lines: () => readonly string[];
    readonly sources: readonly LayerSource[];
    /** What the text and the JSON are made of; a layer may be made of less. */
    readonly things: MarkedThings;
  },
): Promise<void> {
  if (format === "layer") {
    if (out === undefined) {
      throw new Problem("bad-input", "A layer goes into a file: add --out FILE.");
    }
    const sources = [...given.sources];
    const marked = await chooseMarking(session, options, thingsOfSources(sources), given.what);
    const written = await session.client.layers.export({ sources, path: resolve(out), ...marked });
    printLines([`${out}: ${written.annotations} techniques`]);
    return;
  }
  const isJson = format === "json" || json === true;
  await printMarked(session, { ...options, ...(isJson ? { json: true } : {}) }, given, given);
}

async function findSide(
  session: Session,
  text: string,
  assessment: string | undefined,
): Promise<ComparisonSide> {
  const [, kind = "", name = ""] = /^(snapshot|environment|release):(.+)$/s.exec(text) ?? [];
  if (kind === "snapshot") {
    return { kind, snapshotId: (await findSnapshot(session, name)).id };
  }
  if (kind === "") {
    return { kind: "assessment", assessmentId: (await findAssessment(session, text)).id };
  }
  if (assessment === undefined) {
    throw new Problem("bad-input", `Of which assessment is ${text}? Add --assessment NAME.`);
  }
  const { id: assessmentId } = await findAssessment(session, assessment);
  if (kind === "environment") return { kind, assessmentId, environment: name };
  const [domain = "", version = ""] = name.split("@");
  if (version === "") {
    throw new Problem("bad-input", `Write a release as release:enterprise-attack@18.1.`);
  }
  return { kind: "rebased", assessmentId, releases: [{ domain: parseDomain(domain), version }] };
}

const movementWords = [
  ["opened", "Gaps opened"],
  ["closed", "Gaps closed"],
  ["entered", "Came in"],
  ["left", "Left"],
  ["worse", "Level down"],
  ["better", "Level up"],
] as const;

function signed(count: number): string {
  return count > 0 ? `+${count}` : String(count);
}

function describe({ before, after, inputs, effects, techniques }: AssessmentComparison): string[] {
  const side = ({ name, detail, at, coverage }: AssessmentComparison["before"]) => [
    `${name}${detail === "" ? "" : `, ${detail}`}`,
    at.slice(0, 10),
    coverage.covered,
    coverage.techniques,
    coverage.percent === null ? "" : `${coverage.percent} %`,
  ];
  return [
    ...tableLines(["Answer", "Day", "Covered", "Of", "Share"], [side(before), side(after)]),
    "",
    ...(inputs.length === 0
      ? ["Both were computed from the same."]
      : inputs.map(({ cause, text }) => `${causeWords[cause]}: ${text}`)),
    "",
    ...tableLines(
      ["Because of", "Opened", "Closed", "In", "Out", "Covered", "Of"],
      effects.map((effect) => [
        causeWords[effect.group],
        effect.opened,
        effect.closed,
        effect.enteredCovered + effect.enteredAsGap,
        effect.leftCovered + effect.leftAsGap,
        signed(effect.covered),
        signed(effect.techniques),
      ]),
    ),
    ...movementWords.flatMap(([movement, words]) => {
      const own = techniques.filter((technique) => technique.movement === movement);
      return own.length === 0
        ? []
        : [
            "",
            `${words}: ${own.length}`,
            ...own.map(
              ({ id, name, because }) =>
                `  ${id} ${name}: ${because.map(({ text }) => text).join(" ")}`,
            ),
          ];
    }),
  ];
}
