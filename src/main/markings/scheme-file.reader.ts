import { basename } from "node:path";
import type { MarkingScheme } from "../../shared/model/marking.ts";
import { readFileAsIs } from "../files/input-files.reader.ts";
import { parseJson } from "../files/json.reader.ts";
import { decodeUtf8 } from "../files/text.reader.ts";
import { readScheme } from "./check-scheme.ts";

/** The largest file that is read: those that ship have four kilobytes. */
const mostBytes = 1_000_000;

/** Reads a marking scheme from a JSON file. Throws what its parts throw: too-large, bad-json, bad-format. */
export async function readSchemeFile(path: string): Promise<MarkingScheme> {
  const file = basename(path);
  const bytes = await readFileAsIs(path, mostBytes);
  return readScheme(parseJson(decodeUtf8(bytes, file).utf8, file), file);
}
