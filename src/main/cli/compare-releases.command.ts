import { Command, Option } from "commander";
import { resolve } from "node:path";
import { describeChange } from "../../shared/describe-change.ts";
import type { Domain } from "../../shared/model/attack-id.ts";
import { domain as domainSchema } from "../../shared/model/attack-id.ts";
import type { ReleaseComparison } from "../../shared/model/release-comparison.ts";
import type { ComparisonOptions } from "./compare-answers.command.ts";
import { give, withFormat } from "./compare-answers.command.ts";
import { findAssessment } from "./layers.ts";
import { parseDomain } from "./options.ts";
import { tableLines } from "./print.ts";
import { withWorkspace } from "./session.ts";

interface ReleaseOptions extends ComparisonOptions {
  readonly domain?: Domain;
}

/** `casemate compare releases BEFORE AFTER --workspace FILE [--domain DOMAIN]` */
export function compareReleasesCommand(): Command {
  return withFormat(
    new Command("releases")
      .description("compare two releases of ATT&CK: what is new, changed, moved and retired")
      .argument("<before>", "a version, such as 17.1")
      .argument("<after>", "another one")
      .addOption(new Option("--domain <domain>", "default: Enterprise").argParser(parseDomain))
      .option("--assessment <name>", "say what of it touches an assessment"),
  ).action(async (before: string, after: string, options: ReleaseOptions) => {
    const { domain = domainSchema.parse("enterprise-attack"), assessment } = options;
    await withWorkspace(resolve(options.workspace), {}, async (session) => {
      const assessmentId =
        assessment === undefined ? undefined : (await findAssessment(session, assessment)).id;
      const asked = { domain, before, after };
      const comparison = await session.client.compare.releases(
        { ...asked, ...(assessmentId === undefined ? {} : { assessmentId }) },
        session.long,
      );
      await give(session, options, {
        what: `Comparison of ${before} and ${after}`,
        things: assessmentId === undefined ? {} : { assessmentIds: [assessmentId] },
        value: comparison,
        lines: () => describe(comparison),
        sources: [{ kind: "release-change", ...asked }],
      });
    });
  });
}

function describe({
  domain,
  before,
  after,
  totals,
  relationships,
  objects,
}: ReleaseComparison): string[] {
  return [
    `${domain}, ${before} to ${after}`,
    "",
    ...tableLines(
      [
        "Kind",
        before,
        after,
        "New",
        "Changed",
        "Renamed",
        "Moved",
        "Revoked",
        "Deprecated",
        "Gone",
      ],
      totals.map((each) => [
        each.kind,
        each.before,
        each.after,
        each.added,
        each.changed,
        each.renamed,
        each.moved,
        each.revoked,
        each.deprecated,
        each.removed,
      ]),
    ),
    "",
    ...tableLines(
      ["Relationship", before, after, "New", "Gone"],
      relationships.map((each) => [each.type, each.before, each.after, each.added, each.removed]),
    ),
    "",
    ...objects.map((change) => {
      const { kind, id, name, fate, touches } = change;
      const touched =
        touches === null
          ? []
          : [
              ...(touches.chosen ? ["A chosen actor."] : []),
              ...(touches.actors.length === 0 ? [] : [`Used by ${touches.actors.join(", ")}.`]),
              ...(touches.rules === 0 ? [] : [`Named by ${touches.rules} of our rules.`]),
            ];
      return [`${fate} ${kind} ${id ?? ""} ${name}:`, describeChange(change), ...touched]
        .filter((part) => part !== "")
        .join(" ");
    }),
  ];
}
