import type { LayerFieldIssue } from "../../shared/model/layer.ts";
import { Problem } from "../../shared/problem.ts";
import { readFiles } from "../files/input-files.reader.ts";
import { placeInText, scanJsonList } from "../files/json.reader.ts";
import { decodeUtf8 } from "../files/text.reader.ts";
import type { ReadLayer } from "./read-layer.ts";
import { readLayersInSteps } from "./read-layer.ts";

/** The largest layer file that is read: the Navigator's own are below one megabyte. */
const mostBytes = 100_000_000;

/** What one file of the given paths holds. */
export type LayerFile =
  | {
      readonly kind: "layers";
      readonly file: string;
      /** Whether the file is a list of layers, not one. */
      readonly isList: boolean;
      readonly layers: readonly { readonly index: number; readonly layer: ReadLayer }[];
      /** Items of a list that are no layers. */
      readonly problems: readonly Problem[];
      /** Keys that come twice in one object. */
      readonly issues: readonly LayerFieldIssue[];
    }
  | { readonly kind: "problem"; readonly file: string; readonly problem: Problem }
  | { readonly kind: "ignored"; readonly file: string };

/**
 * Reads layers from files, folders and archives: `.json`, `.json.gz`, `.zip`.
 *
 * What is wrong with a file is given, not thrown; only a path that is not there throws. `pace` is
 * asked after each entry of a layer, and gives a promise when it is time to let others in.
 */
export async function* readLayerFiles(
  paths: readonly string[],
  pace: Pace = () => undefined,
): AsyncGenerator<LayerFile, void, undefined> {
  for await (const input of readFiles(paths, (path) => /\.json(\.gz)?$/i.test(path))) {
    if (input.kind === "ignored") yield { kind: "ignored", file: input.path };
    else if (input.kind === "skipped") {
      const { path: file, reason } = input;
      yield {
        kind: "problem",
        file,
        problem: new Problem("bad-file", `${file} was not read: it ${reason}.`, { file }),
      };
    } else yield await readLayerFile(input.path, input.bytes, pace);
  }
}

type Pace = () => Promise<void> | undefined;

async function readLayerFile(file: string, bytes: Buffer, pace: Pace): Promise<LayerFile> {
  try {
    return await readLayersOf(file, bytes, pace);
  } catch (problem) {
    if (problem instanceof Problem) return { kind: "problem", file, problem };
    throw problem;
  }
}

async function readLayersOf(file: string, bytes: Buffer, pace: Pace): Promise<LayerFile> {
  if (bytes.length > mostBytes) {
    throw new Problem(
      "too-large",
      `${file} was not read: it is larger than ${mostBytes / 1e6} MB, and no layer is. ` +
        "Import a bundle in the catalogue, or split a list of layers.",
      { file },
    );
  }
  const { utf8 } = decodeUtf8(bytes, file);
  const scan = scanJsonList(utf8, "", file);
  let step = scan.next();
  while (step.done !== true) step = scan.next();
  const issues = step.value.duplicateKeys.map(({ start, end }): LayerFieldIssue => {
    const { line, column } = placeInText(utf8, start);
    const key = utf8.toString("utf8", start, Math.min(end, start + 100));
    return {
      path: `line ${line}, column ${column}`,
      message: `The field ${key} comes twice in one object: the last one counts.`,
      about: "field",
    };
  });
  const value: unknown = JSON.parse(utf8.toString());
  if (Array.isArray(value) && value.length === 0) {
    throw new Problem("bad-format", `${file} is an empty list: there is no layer in it.`, { file });
  }
  const reading = readLayersInSteps(value);
  let read = reading.next();
  while (read.done !== true) {
    const wait = pace();
    if (wait !== undefined) await wait;
    read = reading.next();
  }
  const { layers, problems } = read.value;
  return {
    kind: "layers",
    file,
    isList: Array.isArray(value),
    layers,
    problems: problems.map(({ index, message }) => {
      const place = Array.isArray(value) ? ` at [${index}]` : "";
      return new Problem("bad-format", `${file}${place} ${message}.`, {
        file,
        ...(Array.isArray(value) ? { path: `[${index}]` } : {}),
      });
    }),
    issues,
  };
}
