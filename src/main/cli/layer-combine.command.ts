import { Command, Option } from "commander";
import { resolve } from "node:path";
import { thingsOfSources } from "../../shared/marked-source.ts";
import { layerVariableAt } from "../../shared/layer-variable.ts";
import { findLayer } from "./layers.ts";
import type { MarkedOptions } from "./marked.ts";
import { chooseMarking, withMarkedOptions } from "./marked.ts";
import { jsonOption, workspaceOption } from "./options.ts";
import { counted, printJson, printLines } from "./print.ts";
import { withWorkspace } from "./session.ts";

const parts = [
  "gradient",
  "colours",
  "comments",
  "links",
  "metadata",
  "states",
  "filters",
  "legend",
] as const;
type Part = (typeof parts)[number];

type CombineOptions = MarkedOptions & {
  readonly workspace: string;
  readonly expression: string;
  readonly name?: string;
  readonly group?: string;
  readonly out?: string;
  readonly json?: true;
} & { readonly [Name in Part as `${Name}From`]?: string };

/** `casemate layer combine LAYER... --workspace FILE --expression E` */
export function combineCommand(): Command {
  const command = withMarkedOptions(new Command("combine"))
    .description("combine layers of one release into a new one by an expression over a, b, c…")
    .argument("<layer...>", "names or numbers: the first is a, the second b, and so on")
    .addOption(workspaceOption())
    .requiredOption("--expression <text>", 'such as "a + b", "a > b ? 1 : 0", "min(a, b)"')
    .option("--name <text>", "the new layer's name; default: the expression")
    .option("--group <name>", "the group that it is put into");
  for (const part of parts) {
    command.addOption(
      new Option(`--${part}-from <letter>`, `take the ${part} from this layer; default: none`),
    );
  }
  return command
    .option("--out <file>", "also write it as a layer of format 4.5")
    .addOption(jsonOption())
    .action(async (names: string[], options: CombineOptions) => {
      const { workspace, expression, name, group, out, json } = options;
      const made = await withWorkspace(resolve(workspace), {}, async (session) => {
        const { client } = session;
        const layers: { variable: string; layerId: number }[] = [];
        for (const [index, each] of names.entries()) {
          const { id: layerId } = await findLayer(session, each);
          layers.push({ variable: layerVariableAt(index), layerId });
        }
        const result = await client.layers.combine({
          expression,
          layers,
          gradientFrom: options.gradientFrom ?? null,
          coloursFrom: options.coloursFrom ?? null,
          commentsFrom: options.commentsFrom ?? null,
          linksFrom: options.linksFrom ?? null,
          metadataFrom: options.metadataFrom ?? null,
          statesFrom: options.statesFrom ?? null,
          filtersFrom: options.filtersFrom ?? null,
          legendFrom: options.legendFrom ?? null,
          name: name ?? expression.trim().slice(0, 200),
          group: group ?? "",
        });
        if (out !== undefined) {
          const sources = [{ kind: "layer" as const, layerId: result.layer.id }];
          const what = `Layer ${result.layer.name}`;
          const marked = await chooseMarking(session, options, thingsOfSources(sources), what);
          await client.layers.export({ sources, path: resolve(out), ...marked });
        }
        return result;
      });
      const { layer, rejected } = made;
      if (json) printJson({ ...made, out: out ?? null });
      else {
        printLines([
          `${layer.id}  ${layer.name}: ${counted(layer.annotations, "annotation")}, ` +
            `${layer.scored} scored, on ${layer.domain} ${layer.version}`,
          ...rejected.map(({ text, reason }) => `  ${text}: ${reason}`),
          ...(out === undefined ? [] : [`Written to ${out}`]),
        ]);
      }
    });
}
