import type { RecordImportReport, Unreadable } from "../../shared/model/import-report.ts";
import { counted, tableLines } from "./print.ts";
import type { Session } from "./session.ts";

/** Items of one class that are printed; `--json` lists all. */
const mostPrinted = 10;

/** Works in an environment by name, made where it is missing, and gone again where work fails. */
export async function inEnvironment<Result>(
  { client }: Session,
  environment: string | undefined,
  work: () => Promise<Result>,
): Promise<Result> {
  const known = await client.environments.list({});
  const made =
    environment === undefined || known.some(({ name }) => name === environment)
      ? undefined
      : await client.environments.create({ name: environment });
  try {
    return await work();
  } catch (error) {
    if (made !== undefined) await client.environments.remove({ id: made.id });
    throw error;
  }
}

/** A report of records in lines; `noun` is what a record is. */
export function describeRecords(report: RecordImportReport, noun: string): string[] {
  const { read, environment, format, items, unreadable, warnings } = report;
  const classes = [...new Set(items.map((item) => item.class))];
  return [
    `${counted(read, noun)} read${environment === null ? "" : ` into ${environment}`} (${format})`,
    ...tableLines(
      ["Became", "Number"],
      [
        ["added", report.added],
        ["changed", report.changed],
        ["unchanged", report.unchanged],
        ["duplicates", report.duplicates],
        ["skipped", report.skipped],
      ],
    ),
    ...classes.flatMap((name) => {
      const like = items.filter((item) => item.class === name);
      return [
        `${name}: ${like.length}`,
        ...like
          .slice(0, mostPrinted)
          .map(
            ({ what, line, message, effect }) =>
              `  ${what}${line === null ? "" : `, line ${line}`}: ${message}${effect === null ? "" : ` ${effect}`}`,
          ),
        ...(like.length > mostPrinted
          ? [`  and ${like.length - mostPrinted} more; --json lists them`]
          : []),
      ];
    }),
    ...describeUnreadable(unreadable),
    ...warnings.map(({ message }) => `  warning: ${message}`),
  ];
}

/** What could not be read, line by line; empty where all could. */
export function describeUnreadable(unreadable: readonly Unreadable[]): string[] {
  if (unreadable.length === 0) return [];
  const files = new Set(unreadable.map(({ file }) => file));
  return [
    ...unreadable.map(
      ({ file, line, reason }) => `  ${file}${line === null ? "" : `, line ${line}`}: ${reason}`,
    ),
    `${counted(files.size, "file")} could not be read, or not all of it; the rest was.`,
  ];
}
