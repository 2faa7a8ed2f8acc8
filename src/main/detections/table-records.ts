import type {
  ColumnMapping,
  DetectionRecord,
  Maturity,
  TableField,
} from "../../shared/model/detection.ts";
import type { ImportWarning, Unreadable } from "../../shared/model/import-report.ts";
import { readPlatformList } from "./platforms.ts";
import type { ReadFileResult } from "./record.ts";
import { aRecord, aResult, aWarning } from "./record.ts";
import type { Table, TableRow } from "./table-columns.ts";
import { normaliseHeading, parseCount, shapeOf } from "./table-columns.ts";
import { readAlertingWord, readSeverityWord, readStateWord } from "./table-words.ts";
import { isPlaceholder, readTacticList, readTechniqueList } from "./technique-ids.ts";

/**
 * Makes detections of a table's rows, by the given columns.
 *
 * In the shape `counts` a row is a technique and a number of rules; a row without a technique is
 * counted apart, totals are left out. Words that are not known stay in the record's own fields.
 */
export function readTable(
  table: Table,
  mapping: ColumnMapping,
  format: "csv" | "xlsx",
): ReadFileResult {
  const reader = new TableReader(table, mapping, format);
  for (const row of table.rows) reader.take(row);
  return reader.finish();
}

class TableReader {
  readonly #table: Table;
  readonly #format: "csv" | "xlsx";
  readonly #isCounts: boolean;
  readonly #columns = new Map<TableField, number[]>();
  readonly #records: DetectionRecord[] = [];
  readonly #unreadable: Unreadable[] = [];
  readonly #unknownWords = new Map<string, number>();
  #unknownOfRow: { name: string; value: string }[] = [];
  #unmapped = 0;
  #zeros = 0;

  constructor(table: Table, mapping: ColumnMapping, format: "csv" | "xlsx") {
    this.#table = table;
    this.#format = format;
    this.#isCounts = shapeOf(mapping) === "counts";
    for (const { field, column } of mapping) {
      const at = table.columns.indexOf(column);
      // Beside a rule's name a number is something else than rules: it stays the file's own field.
      if (at === -1 || (field === "count" && !this.#isCounts)) continue;
      this.#columns.set(field, [...(this.#columns.get(field) ?? []), at]);
    }
  }

  take(row: TableRow): void {
    if (row.cells.every((cell) => cell.trim() === "")) return;
    if (this.#isCounts) this.#takeCount(row);
    else this.#takeRule(row);
  }

  finish(): ReadFileResult {
    const { file } = this.#table;
    const warnings: ImportWarning[] = [...this.#unknownWords].map(([word, rows]) =>
      aWarning("unknown-word", file, `${word} is not known (${rows} rows).`),
    );
    if (this.#zeros > 0) {
      const message = `${this.#zeros} rows with no rule in them were left out.`;
      warnings.push(aWarning("no-rules", file, message));
    }
    return aResult({
      records: this.#records,
      unreadable: this.#unreadable,
      warnings,
      unmappedCount: this.#unmapped,
    });
  }

  #takeRule(row: TableRow): void {
    // A line break inside of a cell is layout, not part of the name.
    const name = (this.#text(row, "name") ?? this.#text(row, "key"))?.replace(/\s+/g, " ");
    if (name === undefined) {
      this.#refuse(row, "has no name");
      return;
    }
    this.#records.push(
      aRecord({
        ...this.#common(row),
        key: this.#text(row, "key")?.replace(/\s+/g, " ") ?? name,
        name,
      }),
    );
  }

  #takeCount(row: TableRow): void {
    const written = this.#texts(row, "techniques").join(",");
    const text = this.#text(row, "count") ?? "";
    if (/^(?:grand )?(?:total|sum)$/i.test(written.trim())) return;
    const count = parseCount(text);
    if (count === null) {
      this.#refuse(row, text === "" ? "has no number of rules" : `"${text}" is not a number`);
    } else if (count === 0) this.#zeros += 1;
    else if (isPlaceholder(written)) this.#unmapped += count;
    else this.#addCount(row, count);
  }

  #addCount(row: TableRow, ruleCount: number): void {
    const common = this.#common(row);
    const named = [...common.techniques, ...common.tactics].join(", ");
    if (named === "") {
      this.#unmapped += ruleCount;
      return;
    }
    const key = `count:${named}`;
    const name = `Rules for ${named}`;
    this.#records.push(aRecord({ ...common, key, name, kind: "count", ruleCount }));
  }

  #common(row: TableRow) {
    this.#unknownOfRow = [];
    const state = this.#state(row);
    const named = readTechniqueList(this.#texts(row, "techniques").join("\n"));
    const tactics = readTacticList(this.#texts(row, "tactics").join("\n"));
    const platforms = readPlatformList(this.#text(row, "platforms") ?? "");
    for (const word of platforms.unknown) this.#noteUnknown("platforms", word);
    return {
      format: this.#format,
      file: this.#table.sheet === null ? this.#table.file : this.#file(),
      line: row.line,
      state: state.state,
      maturity: state.maturity,
      severity: this.#severity(row),
      alerting: this.#alerting(row),
      techniques: [...named.techniques],
      tactics: [...new Set([...tactics, ...named.tactics])],
      platforms: [...platforms.platforms],
      logSource: this.#text(row, "logSource"),
      owner: this.#text(row, "owner"),
      modified: this.#text(row, "modified"),
      link: this.#text(row, "link"),
      description: this.#text(row, "description"),
      quality: this.#quality(row),
      ownFields: this.#ownFields(row),
    };
  }

  #file(): string {
    return `${this.#table.file} (${this.#table.sheet ?? ""})`;
  }

  /** The columns of state and maturity together: either may hold the other's words. */
  #state(row: TableRow): { state: DetectionRecord["state"]; maturity: Maturity | null } {
    let state: DetectionRecord["state"] = null;
    let maturity: Maturity | null = null;
    for (const field of ["state", "maturity"] as const) {
      const text = this.#text(row, field);
      if (text === null) continue;
      const word = readStateWord(text, this.#heading(field));
      if (word === null && !isPlaceholder(text)) this.#noteUnknown(field, text);
      state ??= word?.state ?? null;
      maturity ??= word?.maturity ?? null;
    }
    // A rule that its source gave up does not run, whatever another column says.
    if (maturity === "deprecated" || maturity === "unsupported") state = "disabled";
    return { state, maturity };
  }

  #severity(row: TableRow): DetectionRecord["severity"] {
    const text = this.#text(row, "severity");
    if (text === null || text === "-") return null;
    const severity = readSeverityWord(text);
    if (severity === null) this.#noteUnknown("severity", text);
    return severity;
  }

  #alerting(row: TableRow): boolean {
    const text = this.#text(row, "alerting");
    if (text === null) return true;
    const alerting = readAlertingWord(text, this.#heading("alerting"));
    if (alerting === null) this.#noteUnknown("alerting", text);
    return alerting ?? true;
  }

  #quality(row: TableRow): number | null {
    const text = this.#text(row, "quality");
    if (text === null) return null;
    if (/^[0-5](?:\.0+)?$/.test(text)) return Number(text);
    this.#noteUnknown("quality", text);
    return null;
  }

  #ownFields(row: TableRow): DetectionRecord["ownFields"] {
    const used = new Set([...this.#columns.values()].flat());
    const fields: DetectionRecord["ownFields"] = [...this.#unknownOfRow];
    for (const [column, name] of this.#table.columns.entries()) {
      const value = row.cells[column]?.trim() ?? "";
      if (!used.has(column) && value !== "") fields.push({ name, value });
    }
    return fields;
  }

  #columnOf(field: TableField): string {
    return this.#table.columns[this.#columns.get(field)?.[0] ?? -1] ?? field;
  }

  #heading(field: TableField): string {
    return normaliseHeading(this.#columnOf(field));
  }

  #text(row: TableRow, field: TableField): string | null {
    return this.#texts(row, field)[0] ?? null;
  }

  #texts(row: TableRow, field: TableField): string[] {
    return (this.#columns.get(field) ?? [])
      .map((column) => row.cells[column]?.trim() ?? "")
      .filter((text) => text !== "");
  }

  #noteUnknown(field: TableField, text: string): void {
    this.#unknownOfRow.push({ name: this.#columnOf(field), value: text });
    const word = `"${text.slice(0, 80)}" under ${this.#columnOf(field)}`;
    // A column of free text would make a list as long as the table.
    if (this.#unknownWords.size < 100 || this.#unknownWords.has(word)) {
      this.#unknownWords.set(word, (this.#unknownWords.get(word) ?? 0) + 1);
    }
  }

  #refuse(row: TableRow, reason: string): void {
    this.#unreadable.push({ file: this.#table.file, line: row.line, reason });
  }
}
