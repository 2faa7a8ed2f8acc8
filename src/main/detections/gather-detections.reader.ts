import type {
  ColumnMapping,
  DetectionFormat,
  DetectionRecord,
} from "../../shared/model/detection.ts";
import type { ImportWarning, Unreadable } from "../../shared/model/import-report.ts";
import { foldDuplicates } from "./fold.ts";
import type { ChosenTable, DetectionInput } from "./inputs.reader.ts";
import { chooseTable, columnsMissing, ignoredWarning, readInputs } from "./inputs.reader.ts";
import type { ReadFileResult } from "./record.ts";
import { aWarning } from "./record.ts";
import { silenceBases } from "./sigma.reader.ts";
import type { ConfFile } from "./splunk-conf.reader.ts";
import { readSplunkConf } from "./splunk-conf.reader.ts";
import { readSplunkTable } from "./splunk-rest.reader.ts";
import { isComplete } from "./table-columns.ts";
import { readTable } from "./table-records.ts";

/** What is to be read, and how far the caller settled it. */
interface GatherRequest {
  readonly paths: readonly string[];
  readonly format: DetectionFormat | undefined;
  readonly sheet: string | undefined;
  readonly mapping: ColumnMapping | undefined;
  /** The mapping that was last used for these headings. */
  readonly remembered: (columns: readonly string[]) => ColumnMapping | undefined;
}

/** Everything that the files of one import say; every detection once. */
export interface GatheredDetections {
  readonly records: readonly DetectionRecord[];
  readonly duplicates: number;
  readonly unreadable: readonly Unreadable[];
  readonly warnings: readonly ImportWarning[];
  readonly ignoredFiles: number;
  readonly unmappedCount: number;
  /** The tables among them, with the columns by which they were read. */
  readonly tables: readonly ChosenTable[];
}

/**
 * Reads every detection of files, folders and archives.
 *
 * `step` is called after each file and may make the reader wait. What is wrong with one file of
 * many is listed; a named file that holds nothing to read throws.
 */
export async function gatherDetections(
  request: GatherRequest,
  step: (files: number) => Promise<void> | undefined,
): Promise<GatheredDetections> {
  const gatherer = new Gatherer(request);
  let files = 0;
  for await (const input of readInputs(request.paths, request.format)) {
    gatherer.take(input);
    files += 1;
    await step(files);
  }
  return gatherer.finish();
}

class Gatherer {
  readonly #request: GatherRequest;
  readonly #records: DetectionRecord[] = [];
  readonly #unreadable: Unreadable[] = [];
  readonly #warnings: ImportWarning[] = [];
  readonly #tables: ChosenTable[] = [];
  readonly #confFiles: ConfFile[] = [];
  readonly #silentBases = new Set<string>();
  readonly #names = new Map<string, string>();
  readonly #replaced: { id: string; by: string }[] = [];
  #ignoredFiles = 0;
  #unmappedCount = 0;

  constructor(request: GatherRequest) {
    this.#request = request;
  }

  take(input: DetectionInput): void {
    switch (input.kind) {
      case "ignored":
        this.#ignore(input.file, input.reason);
        return;
      case "unreadable":
        this.#unreadable.push({ file: input.file, line: input.line, reason: input.reason });
        return;
      case "rules":
        this.#takeRules(input.file, input.read());
        return;
      case "splunk-conf":
        // `local` changes what `default` says, so all files are needed first.
        this.#confFiles.push({ path: input.file, text: input.text });
        return;
      case "table":
        this.#takeTable(input);
    }
  }

  finish(): GatheredDetections {
    if (this.#confFiles.length > 0) this.#add(readSplunkConf(this.#confFiles));
    const { records, duplicates, warnings } = foldDuplicates(
      silenceBases(this.#records, this.#silentBases, this.#names),
    );
    return {
      records,
      duplicates,
      unreadable: this.#unreadable,
      warnings: [...this.#warnings, ...warnings, ...this.#supersededRules(records)],
      ignoredFiles: this.#ignoredFiles,
      unmappedCount: this.#unmappedCount,
      tables: this.#tables,
    };
  }

  #takeRules(file: string, result: ReadFileResult): void {
    this.#add(result);
    if (result.records.length === 0 && result.unreadable.length === 0) {
      this.#ignore(file, "holds no rule");
    }
  }

  #takeTable(input: Extract<DetectionInput, { kind: "table" }>): void {
    const { sheet, mapping, remembered } = this.#request;
    this.#unreadable.push(...input.unreadable);
    this.#warnings.push(...input.warnings);
    if (input.format === "splunk-rest") {
      for (const table of input.tables) this.#add(readSplunkTable(table));
      return;
    }
    const chosen = chooseTable(input.tables, sheet, mapping, remembered);
    if (!isComplete(chosen.mapping)) {
      if (this.#request.paths.includes(input.file)) throw columnsMissing(chosen);
      this.#ignore(input.file, "is a table without columns for a rule's name and its techniques");
      return;
    }
    this.#tables.push(chosen);
    this.#add(readTable(chosen.table, chosen.mapping, input.format));
  }

  #add(result: ReadFileResult): void {
    for (const record of result.records) this.#records.push(record);
    this.#unreadable.push(...result.unreadable);
    this.#warnings.push(...result.warnings);
    this.#unmappedCount += result.unmappedCount;
    for (const base of result.silentBases) this.#silentBases.add(base);
    for (const [name, key] of result.names) this.#names.set(name, key);
    this.#replaced.push(...result.replaced);
  }

  #ignore(file: string, reason: string | null): void {
    this.#ignoredFiles += 1;
    if (reason !== null) this.#warnings.push(ignoredWarning(file, reason));
  }

  /** Rules that another one of the same files says it stands in for. */
  #supersededRules(records: readonly DetectionRecord[]): ImportWarning[] {
    const byKey = new Map(records.map((record) => [record.key, record]));
    return this.#replaced.flatMap(({ id, by }) => {
      const old = byKey.get(id);
      const successor = byKey.get(by);
      if (old === undefined || successor === undefined || old.state === "disabled") return [];
      const message = `"${successor.name}" says that it replaces "${old.name}"; both were taken.`;
      return [aWarning("superseded", old.file, message)];
    });
  }
}
