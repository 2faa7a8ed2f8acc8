import { Command, Option } from "commander";
import { resolve } from "node:path";
import type { ActorProfile } from "../../shared/model/actor.ts";
import type { Domain } from "../../shared/model/attack-id.ts";
import type { WaysOptions } from "./options.ts";
import {
  jsonOption,
  parseDomain,
  titleOf,
  waysOf,
  waysOptions,
  workspaceOption,
} from "./options.ts";
import { printJson, printLines, tableLines } from "./print.ts";
import { withWorkspace } from "./session.ts";

interface GroupOptions extends WaysOptions {
  readonly workspace: string;
  readonly domain?: Domain;
  readonly release?: string;
  readonly json?: true;
}

/** `casemate group ID|NAME --workspace FILE` */
export function groupCommand(): Command {
  const command = new Command("group")
    .description("show a group, campaign or software with its techniques and how each came")
    .argument("<actor>", "ATT&CK ID, name or alias")
    .addOption(workspaceOption())
    .addOption(
      new Option(
        "--domain <domain>",
        "default: the first that holds it, Enterprise before others",
      ).argParser(parseDomain),
    )
    .option("--release <version>", "default: the newest in the workspace")
    .addOption(jsonOption());
  for (const option of waysOptions()) command.addOption(option);
  return command.action(async (text: string, options: GroupOptions) => {
    const { workspace, domain, release, json } = options;
    const profile = await withWorkspace(resolve(workspace), {}, ({ client }) =>
      client.actors.find({
        text,
        ...(domain === undefined ? {} : { domain }),
        ...(release === undefined ? {} : { version: release }),
        ways: waysOf(options),
      }),
    );
    if (json) printJson(profileOf(profile));
    else printLines(describeProfile(profile));
  });
}

function profileOf(profile: ActorProfile) {
  const { id, kind, domain, name, aliases, context, counts, techniques } = profile;
  const values = (facts: readonly { readonly value: string }[]) => facts.map(({ value }) => value);
  return {
    id,
    kind,
    domain,
    name,
    aliases,
    sectors: values(context.sectors),
    countries: values(context.countries),
    motives: values(context.motives),
    counts,
    techniques: techniques.map((technique) => ({
      id: technique.id,
      name: technique.name,
      parentName: technique.parentName,
      tactics: technique.tactics,
      platforms: technique.platforms,
      via: technique.via.map((via) => ({
        kind: via.kind,
        id: via.id,
        name: via.name,
        procedure: via.procedure,
        references: via.references,
      })),
    })),
    software: profile.software,
    campaigns: profile.campaigns,
  };
}

function describeProfile(profile: ActorProfile): string[] {
  const { aliases, context, counts, techniques } = profile;
  const listed = (facts: readonly { readonly value: string }[]) =>
    facts.map(({ value }) => value).join(", ") || "no data";
  return [
    titleOf(profile),
    `Aliases:    ${aliases.join(", ") || "none"}`,
    `Sectors:    ${listed(context.sectors)}`,
    `Countries:  ${listed(context.countries)}`,
    `Motives:    ${listed(context.motives)}`,
    `Techniques: ${counts.direct} direct, ${counts.withCampaigns} with campaigns, ${counts.withSoftware} with software`,
    "",
    ...tableLines(
      ["ID", "Technique", "Tactics", "Via"],
      techniques.map(({ id, name, parentName, tactics, via }) => [
        id,
        parentName === null ? name : `${parentName}: ${name}`,
        tactics.join(", "),
        [
          ...new Set(
            via.map((one) => (one.kind === "direct" ? "direct" : `${one.kind} ${one.name}`)),
          ),
        ].join(", "),
      ]),
    ),
  ];
}
