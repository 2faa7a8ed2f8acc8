import { Command } from "commander";
import { resolve } from "node:path";
import { Problem } from "../../shared/problem.ts";
import type { RecordImportReport } from "../../shared/model/import-report.ts";
import type { ServedSource, ServedTelemetry } from "../../shared/model/telemetry.ts";
import { jsonOption, workspaceOption } from "./options.ts";
import { counted, printJson, printLines, tableLines } from "./print.ts";
import { describeRecords, inEnvironment } from "./records.ts";
import type { Session } from "./session.ts";
import { withWorkspace } from "./session.ts";

interface TelemetryOptions {
  readonly workspace: string;
  readonly environment?: string;
  readonly sheet?: string;
  readonly json?: true;
}

/** `casemate telemetry [PATH...] --workspace FILE` */
export function telemetryCommand(): Command {
  return new Command("telemetry")
    .description(
      "import log sources; without a path, list what the catalogue needs and the techniques it serves",
    )
    .argument("[path...]", "DeTT&CT data-source administration (YAML), CSV or XLSX")
    .addOption(workspaceOption())
    .option("--environment <name>", "default: the workspace's first; made if missing on import")
    .option("--sheet <name>", "sheet of a workbook; default: the first that fits")
    .addOption(jsonOption())
    .action(async (paths: string[], options: TelemetryOptions) => {
      const { workspace, environment, json } = options;
      if (paths.length > 0) {
        const report = await withWorkspace(resolve(workspace), {}, (session) =>
          importTelemetry(session, paths, options),
        );
        if (json) printJson(report);
        else printLines(describeRecords(report, "log source"));
        return;
      }
      const served = await withWorkspace(resolve(workspace), {}, ({ client }) =>
        client.telemetry.served(environment === undefined ? {} : { environment }),
      );
      if (served.releases.length === 0) {
        throw new Problem("not-found", "The workspace holds no catalogue. Import a bundle first.");
      }
      if (json) printJson(documentOf(served));
      else printLines(describeServed(served));
    });
}

function importTelemetry(
  session: Session,
  paths: readonly string[],
  { environment, sheet }: TelemetryOptions,
): Promise<RecordImportReport> {
  return inEnvironment(session, environment, () =>
    session.client.telemetry.import(
      {
        paths: paths.map((path) => resolve(path)),
        ...(environment === undefined ? {} : { environment }),
        ...(sheet === undefined ? {} : { sheet }),
      },
      session.long,
    ),
  );
}

/** Log sources with their channels, and data components, each with its techniques. */
function documentOf({ releases, environments, sources }: ServedTelemetry) {
  const common = ({ domain, platforms, collected, techniques }: ServedSource) => ({
    domain,
    platforms,
    collected,
    techniques,
  });
  const of = (unit: ServedSource["unit"]) => sources.filter((one) => one.unit === unit);
  return {
    releases,
    environments,
    logSources: of("log-source").map((one) => ({
      name: one.name,
      dataComponents: one.others,
      ...common(one),
      channels: of("channel")
        .filter(({ domain, name }) => domain === one.domain && name === one.name)
        .map(({ channel, collected, techniques }) => ({ channel, collected, techniques })),
    })),
    dataComponents: of("data-component").map((one) => ({
      name: one.name,
      logSources: one.others,
      ...common(one),
    })),
  };
}

const collectedWords: Readonly<Record<NonNullable<ServedSource["collected"]>, string>> = {
  all: "collected",
  some: "in part",
  none: "not collected",
};

function describeServed({ releases, environments, sources }: ServedTelemetry): string[] {
  const [environment] = environments;
  const stated =
    environment === undefined || environment.sources === 0
      ? `Nobody has said what ${environment?.name ?? "this workspace"} collects.`
      : `${counted(environment.sources, "log source")} stated for ${environment.name}.`;
  const table = (unit: ServedSource["unit"], heading: string) => {
    const rows = sources
      .filter((one) => one.unit === unit)
      .sort((a, b) => b.techniques.length - a.techniques.length || (a.name < b.name ? -1 : 1));
    return [
      "",
      ...tableLines(
        [heading, "Techniques", "Collected", "Domain"],
        rows.map(({ name, techniques, collected, domain }) => [
          name,
          techniques.length,
          collected === null ? "not said" : collectedWords[collected],
          domain,
        ]),
      ),
    ];
  };
  return [
    `${releases.map(({ domain, version }) => `${domain} ${version}`).join(", ")}. ${stated}`,
    ...table("log-source", "Log source"),
    ...table("data-component", "Data component"),
  ];
}
