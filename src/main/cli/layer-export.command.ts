import { Command, Option } from "commander";
import { basename, resolve } from "node:path";
import { thingsOfSources } from "../../shared/marked-source.ts";
import { attackId } from "../../shared/model/attack-id.ts";
import type { Domain } from "../../shared/model/attack-id.ts";
import type { LayerSource, MatrixMode } from "../../shared/model/layer.ts";
import { matrixMode } from "../../shared/model/layer.ts";
import { Problem } from "../../shared/problem.ts";
import { findAssessment, findLayer } from "./layers.ts";
import type { MarkedOptions } from "./marked.ts";
import { chooseMarking, withMarkedOptions } from "./marked.ts";
import { jsonOption, parseDomain, parseTime, workspaceOption } from "./options.ts";
import { counted, printJson, printLines } from "./print.ts";
import type { Session } from "./session.ts";
import { withWorkspace } from "./session.ts";

interface ExportOptions extends MarkedOptions {
  readonly workspace: string;
  readonly assessment?: string;
  readonly mode?: MatrixMode;
  readonly actor?: string;
  readonly domain?: Domain;
  readonly now?: Date;
  readonly out: string;
  readonly json?: true;
}

/** `casemate layer export [LAYER...] --workspace FILE [--assessment NAME --mode MODE] --out FILE` */
export function exportCommand(): Command {
  return withMarkedOptions(new Command("export"))
    .description("write layers of the workspace, or one made from an assessment, in format 4.5")
    .argument("[layer...]", "names or numbers of layers of the workspace")
    .addOption(workspaceOption())
    .option("--assessment <name>", "the assessment that a layer is made from")
    .addOption(new Option("--mode <mode>", "what the layer shows").choices(matrixMode.options))
    .option("--actor <id>", "a chosen actor by ATT&CK ID or name, in place of a mode")
    .addOption(
      new Option("--domain <domain>", "default: the assessment's first").argParser(parseDomain),
    )
    .addOption(
      new Option("--now <time>", "the day that decides about expiries").argParser(parseTime),
    )
    .requiredOption("--out <file>", "where the layer is written")
    .addOption(jsonOption())
    .action(async (names: string[], options: ExportOptions) => {
      const { workspace, now, out, json } = options;
      const written = await withWorkspace(resolve(workspace), { now }, async (session) => {
        const sources = await listSources(session, names, options);
        const what = `Layers in ${basename(out)}`;
        const marked = await chooseMarking(session, options, thingsOfSources(sources), what);
        return session.client.layers.export({ sources, path: resolve(out), ...marked });
      });
      if (json) printJson({ ...written, path: out });
      else {
        printLines([
          `${out}: ${counted(written.layers, "layer")}, ` +
            counted(written.annotations, "annotation"),
        ]);
      }
    });
}

/** What is to be written: the layers that were named, then what is made from the assessment. */
async function listSources(
  session: Session,
  names: readonly string[],
  { assessment: name, mode, actor, domain: given }: ExportOptions,
): Promise<LayerSource[]> {
  const sources: LayerSource[] = [];
  for (const each of names) {
    sources.push({ kind: "layer", layerId: (await findLayer(session, each)).id });
  }
  if (name === undefined) {
    if (mode !== undefined || actor !== undefined) {
      throw new Problem("bad-input", "A mode and an actor need an assessment: add --assessment.");
    }
    if (sources.length > 0) return sources;
    throw new Problem("bad-input", "Name a layer, or an assessment with a mode or an actor.", {
      remedy: "For example: --assessment NAME --mode coverage.",
    });
  }
  if (mode === undefined && actor === undefined) {
    throw new Problem("bad-input", "Say what of the assessment to write: --mode or --actor.", {
      candidates: [...matrixMode.options],
    });
  }
  const { id: assessmentId } = await findAssessment(session, name);
  const { scope, actors } = await session.client.assessments.get({ assessmentId });
  const domain = given ?? scope.releases[0]?.domain;
  if (domain === undefined) {
    throw new Problem("bad-input", `"${name}" asks about no release.`);
  }
  if (mode !== undefined) sources.push({ kind: "mode", assessmentId, domain, mode });
  if (actor !== undefined) {
    const wanted = actor.trim().toLowerCase();
    const chosen = actors.find(
      (one) => one.id.toLowerCase() === wanted || one.name.toLowerCase() === wanted,
    );
    sources.push({
      kind: "actor",
      assessmentId,
      domain,
      actor: chosen?.id ?? attackId.parse(actor),
    });
  }
  return sources;
}
