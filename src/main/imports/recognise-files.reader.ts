import type { ImportKind, RecognisedFile } from "../../shared/model/import-report.ts";
import { Problem } from "../../shared/problem.ts";
import { readTables as readAssetTables } from "../assets/asset-tables.reader.ts";
import type { DetectionInput } from "../detections/inputs.reader.ts";
import { mayBeInput, recogniseInput } from "../detections/inputs.reader.ts";
import type { Table } from "../detections/table-columns.ts";
import { holdsEmulation } from "../emulation/emulation-files.reader.ts";
import { readFiles } from "../files/input-files.reader.ts";
import { recogniseTable } from "./recognise-table.ts";

/** For which kinds of import the columns of these headings were settled before. */
export type Remembered = (columns: readonly string[]) => readonly ImportKind[];

/** What one file is: the kinds that it may be imported as, or why nobody can tell. */
interface Look {
  readonly kinds: readonly ImportKind[];
  readonly reason: string | null;
}

/**
 * Says what lies at a path, by its content: the kinds of a file, a folder or an archive.
 *
 * What is wrong with it is said, not thrown: its own reader tells more.
 */
export async function recogniseFiles(
  path: string,
  remembered: Remembered,
  step: () => Promise<void> | undefined,
): Promise<RecognisedFile> {
  const found = new Set<ImportKind>();
  let own: Look | undefined;
  let seen = 0;
  try {
    for await (const input of readFiles([path], mayBeInput)) {
      await step();
      if (input.kind !== "file") continue;
      seen += 1;
      if (input.path === path) own = await lookAt(path, input.bytes, remembered);
      else if (!isOneMoreRule(input.path, input.bytes, found)) {
        const [likeliest] = (await lookAt(input.path, input.bytes, remembered)).kinds;
        if (likeliest !== undefined) found.add(likeliest);
      }
    }
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    return { path, kinds: [...found], isClear: found.size > 0, reason: error.message };
  }
  if (own !== undefined) {
    const isClear = own.kinds.length === 1;
    return { path, kinds: [...own.kinds], isClear, reason: isClear ? null : own.reason };
  }
  // Among rules, layers are read as claims of what is detected.
  if (found.has("detections")) found.delete("layers");
  const reason =
    found.size > 0
      ? null
      : seen === 0
        ? `${path} holds no file that Casemate reads.`
        : `${path}: none of its ${seen} files holds anything that Casemate recognises.`;
  return { path, kinds: [...found], isClear: found.size > 0, reason };
}

/** Where rules were found already, files that can hold nothing but more of them need no look. */
function isOneMoreRule(path: string, bytes: Buffer, found: ReadonlySet<ImportKind>): boolean {
  if (!found.has("detections")) return false;
  if (/\.(?:toml|conf)$/i.test(path)) return true;
  // What else is written in YAML says of which type it is.
  return /\.ya?ml$/i.test(path) && !bytes.includes("file_type");
}

async function lookAt(file: string, bytes: Buffer, remembered: Remembered): Promise<Look> {
  if (bytes.every((byte) => byte <= 0x20)) {
    return { kinds: [], reason: `${file} is empty: there is nothing in it to import.` };
  }
  try {
    if (await holdsEmulation(file, bytes)) return { kinds: ["emulation"], reason: null };
    const input = await recogniseInput(file, bytes, undefined);
    if (input.kind === "table" && input.format !== "splunk-rest") {
      return { kinds: await kindsOfTables(input.tables, bytes, remembered), reason: null };
    }
    return lookOf(input);
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    return { kinds: [], reason: error.message };
  }
}

function lookOf(input: DetectionInput): Look {
  switch (input.kind) {
    case "rules":
      return {
        kinds: [input.format === "navigator-layer" ? "layers" : "detections"],
        reason: null,
      };
    case "splunk-conf":
    case "table":
      return { kinds: ["detections"], reason: null };
    case "unreadable": {
      const line = input.line === null ? "" : `, line ${input.line}`;
      return { kinds: [], reason: `${input.file}${line}: ${input.reason}.` };
    }
    case "ignored":
      return {
        kinds: input.belongsTo ?? [],
        reason: input.reason === null ? null : `${input.file} ${input.reason}.`,
      };
  }
}

/** What the sheets of a file are; the first that is anything decides. */
async function kindsOfTables(
  tables: readonly Table[],
  bytes: Buffer,
  remembered: Remembered,
): Promise<readonly ImportKind[]> {
  let assetTables: readonly Table[] | undefined;
  for (const [at, table] of tables.entries()) {
    if (table.rows.length === 0) continue;
    const settled = remembered(table.columns);
    if (settled.length > 0) return settled;
    assetTables ??= (await readAssetTables(bytes, table.file)).tables;
    const kinds = recogniseTable(table, assetTables[at] ?? table);
    if (kinds.length > 0) return kinds;
  }
  return [];
}
