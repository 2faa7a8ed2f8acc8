import { Command, Option } from "commander";
import { existsSync } from "node:fs";
import { extname, resolve } from "node:path";
import {
  defaultPictureOptions,
  pictureFont,
  pictureOptions,
  pictureSheet,
  tableOptions,
  tableShape,
  type DrawableSource,
  type PictureFont,
  type PictureOptions,
  type PictureSheet,
  type TableShape,
} from "../../shared/model/picture.ts";
import { thingsOf } from "../../shared/marked-source.ts";
import { Problem } from "../../shared/problem.ts";
import { findLayer } from "./layers.ts";
import type { MarkedOptions } from "./marked.ts";
import { chooseMarking, withMarkedOptions } from "./marked.ts";
import { jsonOption, numberBetween, workspaceOption } from "./options.ts";
import { counted, printJson, printLines } from "./print.ts";
import type { Session } from "./session.ts";
import { withWorkspace } from "./session.ts";

const formats = ["svg", "xlsx", "csv"] as const;
type Format = (typeof formats)[number];

interface RenderOptions extends MarkedOptions {
  readonly workspace: string;
  readonly out: string;
  readonly format?: Format;
  readonly shape?: TableShape;
  readonly number?: number;
  readonly sheet: PictureSheet;
  readonly orientation: PictureOptions["orientation"];
  readonly font: PictureFont;
  readonly fontScale: number;
  readonly title?: string;
  readonly date?: string;
  readonly theme: PictureOptions["theme"];
  readonly subtechniques: PictureOptions["subtechniques"];
  readonly header: boolean;
  readonly legend: boolean;
  readonly values: boolean;
  readonly ids: boolean;
  readonly names: boolean;
  readonly hideTactic?: readonly string[];
  readonly hideDisabled?: true;
  readonly annotated?: true;
  readonly aggregate?: true;
  readonly json?: true;
}

/** `casemate layer render LAYER --workspace FILE --format svg|xlsx|csv --out FILE` */
export function renderCommand(): Command {
  const { options: sheets } = pictureSheet;
  const standard = defaultPictureOptions;
  return withMarkedOptions(new Command("render"))
    .description("draw a layer as SVG, or write it as an XLSX or CSV table")
    .argument("<layer>", "name or number in the workspace, or a Navigator file")
    .addOption(workspaceOption())
    .requiredOption("--out <file>", "where the picture or table is written")
    .addOption(new Option("--format <format>", "default: by the file's ending").choices(formats))
    .addOption(
      new Option(
        "--shape <shape>",
        "of a table: the matrix, or a list of every technique; default: matrix, for CSV list",
      ).choices(tableShape.options),
    )
    .addOption(
      new Option("--number <number>", "which layer of a file that holds several").argParser(
        numberBetween(1, 1_000_000),
      ),
    )
    .addOption(new Option("--sheet <sheet>", "paper").choices(sheets).default(standard.sheet))
    .addOption(
      new Option("--orientation <orientation>", "of the paper")
        .choices(pictureOptions.shape.orientation.options)
        .default(standard.orientation),
    )
    .addOption(
      new Option("--font <font>", "family of type").choices(pictureFont.options).default("sans"),
    )
    .addOption(
      new Option("--font-scale <factor>", "size of the text in cells, 0.5 to 2")
        .argParser(numberBetween(0.5, 2))
        .default(standard.fontScale),
    )
    .addOption(
      new Option("--theme <theme>", "colours of the paper")
        .choices(pictureOptions.shape.theme.options)
        .default(standard.theme),
    )
    .addOption(
      new Option("--subtechniques <which>", "that get cells in a picture")
        .choices(pictureOptions.shape.subtechniques.options)
        .default(standard.subtechniques),
    )
    .option("--title <text>", "in place of the layer's name")
    .option("--date <text>", "stands in the header")
    .option("--no-header", "no title and figures")
    .option("--no-legend", "no legend")
    .option("--no-values", "no scores in cells")
    .option("--no-ids", "no IDs in cells")
    .option("--no-names", "no names in cells")
    .option("--hide-tactic <name>", "leave out a tactic by its short name (repeatable)", collect)
    .option("--hide-disabled", "leave out disabled techniques; default: as the layer says")
    .option("--annotated", "leave out techniques of which the layer says nothing")
    .option("--aggregate", "scores of parents with those of their sub-techniques")
    .addOption(jsonOption())
    .action(async (layer: string, options: RenderOptions) => {
      const format = formatOf(options);
      const path = resolve(options.out);
      await withWorkspace(resolve(options.workspace), {}, async (session) => {
        const { layers } = session.client;
        const source = await findSource(session, layer, options.number);
        const drawn = drawnWith(options);
        const marked = await chooseMarking(session, options, thingsOf(source), `Layer ${layer}`);
        if (format === "svg") {
          const written = await layers.exportPicture({ source, path, options: drawn, ...marked });
          tell(options, written, `${written.width} by ${written.height} pixels`);
          return;
        }
        const written = await layers.exportTable({
          source,
          path,
          shape: options.shape ?? (format === "csv" ? "list" : "matrix"),
          options: tableOptions.parse(drawn),
          ...marked,
        });
        tell(options, written, counted(written.techniques, "technique"));
      });
    });
}

function tell(
  { out, json }: RenderOptions,
  written: { readonly warnings: readonly string[] },
  size: string,
): void {
  if (json) printJson({ ...written, path: out });
  else printLines([`${out}: ${size}`, ...written.warnings.map((warning) => `warning: ${warning}`)]);
}

/** The format that was asked for, which the file's ending must not belie. */
function formatOf({ format, out }: RenderOptions): Format {
  const ending = extname(out).slice(1).toLowerCase();
  const byEnding = formats.find((each) => each === ending);
  const chosen = format ?? byEnding;
  if (chosen === undefined) {
    throw new Problem("bad-input", `${out} does not say its format.`, {
      remedy: "Name the file .svg, .xlsx or .csv, or add --format.",
    });
  }
  // CSV and XLSX are told apart by the ending when they are written.
  if (chosen !== "svg" && (ending === "csv") !== (chosen === "csv")) {
    throw new Problem("bad-input", `${out} is to be ${chosen}, and does not end so.`, {
      remedy: `Name the file .${chosen}.`,
    });
  }
  return chosen;
}

/** A layer of the workspace, or one of a file. */
async function findSource(
  session: Session,
  text: string,
  number: number | undefined,
): Promise<DrawableSource> {
  const isFile = /\.(json|gz|zip)$/i.test(text) && existsSync(resolve(text));
  if (!isFile) return { kind: "layer", layerId: (await findLayer(session, text)).id };
  const contents = await session.client.layers.read({ paths: [resolve(text)] });
  const [first] = contents;
  const content = number === undefined ? first : contents[number - 1];
  if (content !== undefined && (number !== undefined || contents.length === 1)) {
    return { kind: "content", content };
  }
  throw new Problem("ambiguous", `${text} holds ${counted(contents.length, "layer")}.`, {
    candidates: contents.map(({ name }, at) => `${at + 1}  ${name}`),
    remedy: "Choose one with --number.",
  });
}

function drawnWith(options: RenderOptions): PictureOptions {
  return {
    ...pictureOptions
      .pick({
        sheet: true,
        orientation: true,
        font: true,
        fontScale: true,
        header: true,
        legend: true,
        values: true,
        ids: true,
        names: true,
        subtechniques: true,
        theme: true,
      })
      .parse(options),
    title: options.title ?? "",
    date: options.date ?? "",
    hiddenTactics: [...(options.hideTactic ?? [])],
    hideDisabled: options.hideDisabled ?? null,
    unannotated: options.annotated !== true,
    aggregateScores: options.aggregate ?? null,
  };
}

function collect(text: string, before: readonly string[] | undefined): string[] {
  return [...(before ?? []), text];
}
