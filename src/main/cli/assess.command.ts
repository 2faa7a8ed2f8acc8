import { Command, Option } from "commander";
import { resolve } from "node:path";
import type { ActorRef } from "../../shared/model/actor.ts";
import type { AssessmentResult, Scope } from "../../shared/model/assessment.ts";
import type { Domain } from "../../shared/model/attack-id.ts";
import { domain as domainSchema } from "../../shared/model/attack-id.ts";
import type { Severity } from "../../shared/model/detection.ts";
import { severity } from "../../shared/model/detection.ts";
import { Problem } from "../../shared/problem.ts";
import { copyCommand, rebaseCommand } from "./assess-copy.command.ts";
import type { MarkedOptions } from "./marked.ts";
import { chooseMarking, withMarkedOptions } from "./marked.ts";
import type { NamedWeight, WaysOptions } from "./options.ts";
import {
  collectActor,
  collectDomain,
  jsonOption,
  numberBetween,
  parseThreshold,
  parseTime,
  waysOf,
  waysOptions,
  workspaceOption,
} from "./options.ts";
import { printJson, printLines } from "./print.ts";
import { findRelease } from "./releases.ts";
import type { Session } from "./session.ts";
import { withWorkspace } from "./session.ts";

interface AssessOptions extends WaysOptions, MarkedOptions {
  readonly workspace: string;
  readonly actor: readonly NamedWeight[];
  readonly name: string;
  readonly domain?: readonly Domain[];
  readonly release?: string;
  readonly environment?: readonly string[];
  readonly platform?: readonly string[];
  readonly segment?: readonly string[];
  readonly beforeCompromise?: true;
  readonly threshold?: number;
  readonly severityFloor?: Severity;
  readonly target?: number;
  readonly engineers?: number;
  readonly now?: Date;
  readonly out: string;
  readonly json?: true;
}

/** What was given: what is required of the command is not of those below it. */
type GivenOptions = Omit<AssessOptions, "actor" | "out"> &
  Partial<Pick<AssessOptions, "actor" | "out">>;

function withRequired({ actor, out, ...rest }: GivenOptions, command: Command): AssessOptions {
  const missing = actor === undefined ? "--actor <actor...>" : "--out <folder>";
  if (actor === undefined || out === undefined) {
    return command.error(`error: required option '${missing}' not specified`);
  }
  return { ...rest, actor, out };
}

/** `casemate assess --workspace FILE --actor ID|NAME[:WEIGHT]... --out DIR` */
export function assessCommand(): Command {
  const command = new Command("assess")
    .description("assess coverage of chosen actors and write the answer into a folder")
    .addOption(workspaceOption())
    .addOption(
      new Option(
        "--actor <actor...>",
        "ATT&CK ID, name or alias, with :WEIGHT if not 1; required",
      ).argParser(collectActor),
    )
    .option("--name <text>", "the assessment's name; one of that name is replaced", "Assessment")
    .addOption(
      new Option("--domain <domain...>", "default: enterprise-attack").argParser(collectDomain),
    )
    .option("--release <version>", "default: the newest in the workspace")
    .option("--environment <name...>", "default: all")
    .option("--platform <platform...>", "platforms in scope; default: all")
    .option("--segment <segment...>", "segments of the assets in scope; default: all");
  for (const option of waysOptions()) command.addOption(option);
  withMarkedOptions(command);
  return command
    .option("--before-compromise", "take techniques before compromise into the headline")
    .addOption(
      new Option("--threshold <n>", "rules from which a technique has several").argParser(
        parseThreshold,
      ),
    )
    .addOption(
      new Option("--severity-floor <level>", "rules below it count in part").choices(
        severity.options,
      ),
    )
    .addOption(
      new Option("--target <percent>", "coverage that the investment aims at").argParser(
        numberBetween(0, 100),
      ),
    )
    .addOption(
      new Option("--engineers <n>", "people who close gaps").argParser(numberBetween(0.1, 1000)),
    )
    .addOption(
      new Option(
        "--now <time>",
        "date of the answer; the same input gives the same bytes",
      ).argParser(parseTime),
    )
    .option("--out <folder>", "where the answer is written; required")
    .addOption(jsonOption())
    .addCommand(copyCommand())
    .addCommand(rebaseCommand())
    .action(async (given: GivenOptions, asked: Command) => {
      const options = withRequired(given, asked);
      const { workspace, out, now, json } = options;
      await withWorkspace(resolve(workspace), { now }, async (session) => {
        const assessmentId = await storeAssessment(session, options);
        const things = { assessmentIds: [assessmentId] };
        const what = `Answer of ${options.name}`;
        const { files } = await session.client.assessments.export({
          assessmentId,
          ...(await chooseMarking(session, options, things, what)),
          directory: resolve(out),
          ...(now === undefined ? {} : { now: now.toISOString() }),
        });
        const answer = await session.client.assessments.answer({ assessmentId });
        if (json) printJson({ out, files, ...answer });
        else printLines(summariseAnswer(answer, out, files));
      });
    });
}

/** Stores the assessment under its name; one that was there goes only once the new one stands. */
async function storeAssessment({ client }: Session, options: AssessOptions): Promise<number> {
  const scope = await scopeOf({ client }, options);
  const actors = await findActors({ client }, options, scope);
  const { id } = await client.assessments.create({ name: unusedName(options.name), scope });
  try {
    const settings = await client.assessments.defaults({});
    const { threshold, severityFloor, target, engineers } = options;
    await client.assessments.setSettings({
      assessmentId: id,
      settings: {
        ...settings,
        ways: waysOf(options),
        ...(threshold === undefined ? {} : { threshold }),
        ...(severityFloor === undefined ? {} : { severityFloor }),
        ...(target === undefined ? {} : { target }),
        ...(engineers === undefined ? {} : { engineers }),
      },
    });
    for (const { ref, weight } of actors) {
      await client.actors.choose({ assessmentId: id, actor: ref, weight, reason: "" });
    }
    const before = (await client.assessments.list({})).find(({ name }) => name === options.name);
    if (before !== undefined) await client.assessments.remove({ assessmentId: before.id });
    await client.assessments.rename({ assessmentId: id, name: options.name });
  } catch (error) {
    await client.assessments.remove({ assessmentId: id });
    throw error;
  }
  return id;
}

/** A name that nobody gives, until the assessment is whole. */
function unusedName(name: string): string {
  return `${name} (being made)`.slice(-200);
}

async function scopeOf(
  { client }: Pick<Session, "client">,
  options: AssessOptions,
): Promise<Scope> {
  const releases = await client.catalogue.list({});
  const chosen = [...new Set(options.domain ?? [domainSchema.parse("enterprise-attack")])].map(
    (domain) => findRelease(releases, domain, options.release),
  );
  const environments = (await client.environments.list({})).map(({ name }) => name);
  for (const name of options.environment ?? []) {
    if (!environments.includes(name)) {
      throw new Problem("not-found", `There is no environment called ${name}.`, {
        candidates: environments,
      });
    }
  }
  const platforms: string[] = [];
  if (options.platform !== undefined) {
    const known = new Set<string>();
    for (const { id } of chosen) {
      const matrix = await client.catalogue.matrix({ releaseId: id });
      for (const platform of matrix.platforms) known.add(platform);
    }
    for (const given of options.platform) platforms.push(findPlatform(known, given));
  }
  return {
    releases: chosen.map(({ domain, version }) => ({ domain, version })),
    environments: [...(options.environment ?? environments)],
    platforms: [...new Set(platforms)],
    segments: await findSegments({ client }, options),
    beforeCompromise: options.beforeCompromise === true,
  };
}

/** Segments as the assets write them, whatever their case; none = all. */
async function findSegments(
  { client }: Pick<Session, "client">,
  { segment: named, environment }: AssessOptions,
): Promise<string[]> {
  if (named === undefined) return [];
  const known = (await client.assets.segments({}))
    .filter((each) => environment === undefined || environment.includes(each.environment))
    .map((each) => each.segment);
  return named.map((given) => {
    const found = known.find((segment) => segment.toLowerCase() === given.toLowerCase());
    if (found !== undefined) return found;
    throw new Problem("not-found", `No asset is in a segment called ${given}.`, {
      candidates: [...new Set(known)],
    });
  });
}

/** A platform as the catalogue writes it, whatever its case. */
function findPlatform(known: ReadonlySet<string>, given: string): string {
  const found = [...known].find((platform) => platform.toLowerCase() === given.toLowerCase());
  if (found === undefined) {
    throw new Problem("bad-input", `No technique is on a platform called ${given}.`, {
      candidates: [...known].sort(),
    });
  }
  return found;
}

interface FoundActor {
  readonly ref: ActorRef;
  readonly weight: number;
}

/** Finds every named actor in the first domain of the scope that holds it. */
async function findActors(
  { client }: Pick<Session, "client">,
  { actor: named }: AssessOptions,
  { releases }: Scope,
): Promise<FoundActor[]> {
  const found: FoundActor[] = [];
  for (const { text, weight } of named) {
    const ref = await findInReleases({ client }, text, releases);
    if (found.some((other) => other.ref.id === ref.id)) {
      throw new Problem("bad-input", `${ref.id} is named twice (the second time as "${text}").`);
    }
    found.push({ ref, weight });
  }
  return found;
}

async function findInReleases(
  { client }: Pick<Session, "client">,
  text: string,
  releases: Scope["releases"],
): Promise<ActorRef> {
  let missing: unknown = new Problem("not-found", `No actor is called "${text}".`);
  for (const { domain, version } of releases) {
    try {
      const { kind, id } = await client.actors.find({
        text,
        domain,
        version,
        ways: { campaigns: true, software: false },
      });
      return { kind, domain, id };
    } catch (error) {
      if (!(error instanceof Problem) || error.code !== "not-found") throw error;
      missing = error;
    }
  }
  throw missing;
}

/** The answer in a few lines for a terminal. */
export function summariseAnswer(
  { name, coverage, actors, gaps, tactics, assumptions }: AssessmentResult,
  out: string,
  files: readonly string[],
): string[] {
  const { techniques, covered, percent, beforeCompromise, levels } = coverage;
  const inPercent = percent === null ? "" : `, ${percent.toFixed(1)} %`;
  return [
    `${name}: ${actors.map((actor) => actor.name).join(", ")}`,
    `  covered ${covered} of ${techniques}${inPercent}; before compromise ${beforeCompromise.covered} of ${beforeCompromise.techniques}`,
    `  levels: ${Object.entries(levels)
      .filter(([, count]) => count > 0)
      .map(([level, count]) => `${level} ${count}`)
      .join(", ")}`,
    `  ${gaps.length} gaps in ${tactics.length} tactics; the first of them:`,
    ...gaps
      .slice(0, 5)
      .map(
        ({ id, name: title, priority, reason }) =>
          `    ${id} ${title}: ${priority.toFixed(1)}, ${reason}`,
      ),
    ...assumptions.map((sentence) => `  note: ${sentence}`),
    `Written to ${out}: ${files.join(", ")}`,
  ];
}
