import { Command, Option } from "commander";
import { resolve } from "node:path";
import type { Domain } from "../../shared/model/attack-id.ts";
import type { Release } from "../../shared/model/catalogue.ts";
import { Problem } from "../../shared/problem.ts";
import { jsonOption, parseDomain, workspaceOption } from "./options.ts";
import { counted, printJson, printLines, tableLines } from "./print.ts";
import { findRelease } from "./releases.ts";
import { withWorkspace } from "./session.ts";

interface ExportOptions {
  readonly workspace: string;
  readonly domain: Domain;
  readonly release?: string;
  readonly out: string;
}

/** `casemate catalogue --workspace FILE` and `casemate catalogue export` */
export function catalogueCommand(): Command {
  return new Command("catalogue")
    .description("list the releases of a workspace, or write one back as a bundle")
    .enablePositionalOptions()
    .addOption(new Option("--workspace <file>", "the .casemate workspace"))
    .addOption(jsonOption())
    .action(async ({ workspace, json }: { workspace?: string; json?: true }) => {
      if (workspace === undefined) {
        throw new Problem("bad-input", "Name the workspace: --workspace FILE.");
      }
      const releases = await withWorkspace(resolve(workspace), {}, ({ client }) =>
        client.catalogue.list({}),
      );
      if (json) printJson(releases.map(catalogueOf));
      else printLines(describeReleases(releases));
    })
    .addCommand(exportCommand());
}

function catalogueOf(release: Release) {
  const { domain, version, stixVersion, sha256, authenticity, counts, overlays } = release;
  return { domain, version, stixVersion, sha256, authenticity, counts, overlays };
}

function describeReleases(releases: readonly Release[]): string[] {
  if (releases.length === 0) return ["The workspace holds no catalogue. Import a bundle."];
  return tableLines(
    [
      "Domain",
      "Release",
      "Authenticity",
      "Tactics",
      "Techniques",
      "Sub-techniques",
      "Groups",
      "Software",
      "Campaigns",
    ],
    releases.map(({ domain, version, authenticity, counts }) => [
      domain,
      version,
      authenticity,
      counts.tactics,
      counts.techniques,
      counts.subtechniques,
      counts.groups,
      counts.software,
      counts.campaigns,
    ]),
  );
}

function exportCommand(): Command {
  return new Command("export")
    .description("write a release back as a STIX bundle")
    .addOption(workspaceOption())
    .addOption(
      new Option("--domain <domain>", "such as enterprise-attack")
        .argParser(parseDomain)
        .makeOptionMandatory(),
    )
    .option("--release <version>", "default: the newest in the workspace")
    .requiredOption("--out <file>", "the bundle to write")
    .action(async ({ workspace, domain, release, out }: ExportOptions) => {
      const { path, objects } = await withWorkspace(
        resolve(workspace),
        {},
        async ({ client, long }) => {
          const { id } = findRelease(await client.catalogue.list({}), domain, release);
          return client.catalogue.export({ releaseId: id, path: resolve(out) }, long);
        },
      );
      printLines([`${path}: ${counted(objects, "object")}`]);
    });
}
