import type {
  ImportReport,
  RecordImportReport,
  ReportItem,
} from "../../shared/model/import-report.ts";
import { recordKind } from "../../shared/model/import-report.ts";
import type { ClassOf } from "./ClassList.tsx";

/** What the figures of a report of records count, each a class. */
const figureClasses = [
  {
    key: "added",
    word: "Added",
    cause: "Not there before",
    effect: "Count from now on",
  },
  {
    key: "changed",
    word: "Changed",
    cause: "There before, and the file says something else",
    effect: "Count as the file says now",
  },
  {
    key: "unchanged",
    word: "Unchanged",
    cause: "There before, just as the file says",
    effect: "Nothing changes",
  },
  {
    key: "duplicates",
    word: "Duplicates",
    cause: "Repeat another record of the same import",
    effect: "Counted once",
  },
  {
    key: "skipped",
    word: "Skipped",
    cause: "Say too little, or nothing that can be used",
    effect: "Left out",
  },
] as const;

/** A figure's class, one of the report's own (`own: …`), or what every report has. */
export type RecordClass = ClassOf<string> & { readonly items: readonly ReportItem[] };

/** Whether a report is one of records: log sources, assets, intelligence, sectors, plan. */
export function isOfRecords(report: ImportReport): report is RecordImportReport {
  return recordKind.safeParse(report.kind).success;
}

/**
 * The classes of a report of records: the five that sum to what was read, then the report's own in
 * the order in which it lists them, then what could not be read.
 */
export function recordClasses(report: RecordImportReport): readonly RecordClass[] {
  const byClass = new Map<string, ReportItem[]>();
  for (const item of report.items) {
    const like = byClass.get(item.class);
    if (like === undefined) byClass.set(item.class, [item]);
    else like.push(item);
  }
  const figures = figureClasses.map((each) => ({
    ...each,
    count: report[each.key],
    items: byClass.get(each.key) ?? [],
  }));
  const keys: ReadonlySet<string> = new Set(figureClasses.map(({ key }) => key));
  const own = [...byClass]
    .filter(([name]) => !keys.has(name))
    .map(([name, items]) => ({
      key: `own: ${name}`,
      word: name.charAt(0).toUpperCase() + name.slice(1),
      count: items.length,
      cause: sharedBy(items, ({ message }) => message) ?? "Each says why",
      effect: sharedBy(items, ({ effect }) => effect) ?? "Each says what it means",
      items,
    }));
  return [
    ...figures,
    ...own,
    {
      key: "unreadable",
      word: "Unreadable",
      count: report.unreadable.length,
      cause: "Lines or files that could not be read",
      effect: "Left out",
      items: [],
    },
    {
      key: "ignored",
      word: "Other files",
      count: report.ignoredFiles,
      cause: "Files of the folder or archive that hold none of this",
      effect: "Passed over",
      items: [],
    },
    {
      key: "warnings",
      word: "Warnings",
      count: report.warnings.length,
      cause: "Something was noticed",
      effect: "Nothing was stopped by it",
      items: [],
    },
  ];
}

/** The text that all items have in common, as a part of a sentence; undefined where they differ. */
function sharedBy(
  items: readonly ReportItem[],
  textOf: (item: ReportItem) => string | null,
): string | undefined {
  const texts = new Set(items.map(textOf));
  const [only] = texts;
  return texts.size === 1 && only !== undefined && only !== null
    ? only.replace(/\.$/, "")
    : undefined;
}
