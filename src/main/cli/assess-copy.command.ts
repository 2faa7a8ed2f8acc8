import { Command, InvalidArgumentError, Option } from "commander";
import { resolve } from "node:path";
import type { Domain } from "../../shared/model/attack-id.ts";
import type { RebaseChoice, RebaseOutcome, RebasePreview } from "../../shared/model/rebase.ts";
import { rebasedKind } from "../../shared/model/rebase.ts";
import { Problem } from "../../shared/problem.ts";
import { findAssessment } from "./layers.ts";
import { parseDomain } from "./options.ts";
import { counted, printJson, printLines } from "./print.ts";
import { withWorkspace } from "./session.ts";

interface AboveOptions {
  readonly workspace: string;
  readonly json?: true;
}

/** `casemate assess copy ASSESSMENT NAME --workspace FILE` */
export function copyCommand(): Command {
  return new Command("copy")
    .description("copy an assessment with its actors, decisions and plan")
    .argument("<assessment>", "its name")
    .argument("<name>", "what the copy is called")
    .action(async (assessment: string, name: string, _own: unknown, command: Command) => {
      const { workspace, json }: AboveOptions = command.optsWithGlobals();
      const made = await withWorkspace(resolve(workspace), {}, async (session) => {
        const { id } = await findAssessment(session, assessment);
        return session.client.assessments.copy({ assessmentId: id, name });
      });
      if (json) printJson(made);
      else printLines([`Copied to ${made.name}.`]);
    });
}

interface Release {
  readonly domain: Domain;
  readonly version: string;
}

function collectRelease(text: string, before: readonly Release[] | undefined): Release[] {
  const [domain = "", version = ""] = text.split("@");
  if (version === "") {
    throw new InvalidArgumentError("Write a release such as enterprise-attack@18.1.");
  }
  return [...(before ?? []), { domain: parseDomain(domain), version }];
}

/** A choice as it was written; its domain is told by the doubt that it settles. */
type WrittenChoice = Omit<RebaseChoice, "domain">;

function collectSettled(text: string, before: readonly WrittenChoice[] | undefined) {
  const [, kind = "", from = "", to = ""] = /^([a-z]+):([^=]+)=(.*)$/s.exec(text) ?? [];
  const known = rebasedKind.options.find((each) => each === kind);
  if (known === undefined) {
    throw new InvalidArgumentError(
      "Write what a doubt becomes, such as technique:T1562=T1685; several by commas, none = left out.",
    );
  }
  const goals = to.split(",").flatMap((each) => (each.trim() === "" ? [] : [each.trim()]));
  return [...(before ?? []), { kind: known, from, to: goals }];
}

interface RebaseOptions extends AboveOptions {
  readonly onto: readonly Release[];
  readonly settle?: readonly WrittenChoice[];
  readonly dryRun?: true;
}

/** `casemate assess rebase ASSESSMENT NAME --onto DOMAIN@VERSION --workspace FILE` */
export function rebaseCommand(): Command {
  return new Command("rebase")
    .description("copy an assessment onto other releases; the old one stays")
    .argument("<assessment>", "its name")
    .argument("<name>", "what the copy is called")
    .addOption(
      new Option("--onto <release...>", "such as enterprise-attack@18.1")
        .argParser(collectRelease)
        .makeOptionMandatory(),
    )
    .addOption(
      new Option(
        "--settle <choice...>",
        "what a doubt becomes: technique:T1562=T1685, platform:Azure AD=Identity Provider",
      ).argParser(collectSettled),
    )
    .option("--dry-run", "say what would change, and make nothing")
    .action(async (assessment: string, name: string, _own: unknown, command: Command) => {
      const options: RebaseOptions = command.optsWithGlobals();
      const { workspace, onto, settle = [], dryRun, json } = options;
      const outcome = await withWorkspace(resolve(workspace), {}, async (session) => {
        const { client } = session;
        const { id: assessmentId } = await findAssessment(session, assessment);
        const asked = { assessmentId, releases: [...onto] };
        const preview = await client.assessments.previewRebase({ ...asked, choices: [] });
        const choices = settle.map((choice) => withDomain(choice, preview));
        if (dryRun) return client.assessments.previewRebase({ ...asked, choices });
        const { otherIdRules } = preview;
        return { ...(await client.assessments.rebase({ ...asked, name, choices })), otherIdRules };
      });
      if (json) printJson(outcome);
      else printLines([...describe(outcome), ...(dryRun ? [] : [`Copied to ${name}.`])]);
    });
}

function withDomain(choice: WrittenChoice, { changes, doubts }: RebaseOutcome): RebaseChoice {
  const found = [...doubts, ...changes].find(
    ({ kind, from }) => kind === choice.kind && from === choice.from,
  );
  if (found !== undefined) return { ...choice, domain: found.domain };
  throw new Problem("bad-input", `The ${choice.kind} ${choice.from} needs no decision.`, {
    candidates: doubts.map(({ kind, from }) => `${kind}:${from}`),
  });
}

function describe({
  changes,
  doubts,
  notes,
  otherIdRules,
}: RebaseOutcome & Pick<RebasePreview, "otherIdRules">): string[] {
  return [
    counted(changes.length, "change"),
    ...changes.map(({ kind, from, to, affects, notes: also }) =>
      [
        `  ${kind} ${from} -> ${to.map(({ id, name }) => `${id} ${name}`).join(", ") || "left out"} (${affects.join(", ")})`,
        ...also,
      ].join(" "),
    ),
    counted(doubts.length, "doubt"),
    ...doubts.map(
      ({ kind, from, reason, affects, candidates }) =>
        `  ${kind}:${from} (${affects.join(", ")}): ${reason}${candidates.length === 0 ? "" : ` Candidates: ${candidates.map(({ id }) => id).join(", ")}.`}`,
    ),
    ...(otherIdRules.length === 0
      ? []
      : [
          `${counted(otherIdRules.length, "naming")} of rules by IDs of another release, which count for nothing until their map is accepted`,
        ]),
    ...otherIdRules.map(
      ({ name, environment, written, mayBe }) =>
        `  ${name} (${environment}): ${written} -> ${mayBe.map((one) => `${one.id} ${one.name}`).join(" or ")}`,
    ),
    ...notes,
  ];
}
